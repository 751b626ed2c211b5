#!/usr/bin/env bash
# A Select of Textual shows "No" for the value 0.
#
# Version:  textual 8.2.8.
# Expected: the label of the option that has the value. By the documentation a Select has options with a label and a
#           value of any hashable type, and value is the one that is selected.
# Seen:     the option is looked for with ==, and in Python 0 == False and 1 == True. Where both are offered, the first
#           of them is shown and highlighted, while value says the other.
# Output:   value 0, shown as No
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textual==8.2.8

venv/bin/python - <<'PY'
import asyncio

from textual.app import App
from textual.widgets import Select
from textual.widgets._select import SelectCurrent


async def shown(options, value):
    class Form(App):
        def compose(self):
            yield Select(options, value=value)

    form = Form()
    async with form.run_test() as pilot:
        await pilot.pause()
        return form.query_one(Select).value, str(form.query_one(SelectCurrent).label)


for options, value, label in [
    ([("No", False), ("Nothing yet", 0), ("First steps", 1)], 0, "No"),
    ([("First steps", 1), ("Yes", True)], True, "First steps"),
]:
    held, said = asyncio.run(shown(options, value))
    print(f"value {held!r}, shown as {said}")
    assert held is value and said == label, (held, said)
PY
