#!/usr/bin/env bash
# A TextArea of Textual replaces seven kinds of characters by line ends.
#
# Version:  textual 8.2.8.
# Expected: the text that was put in. By the documentation of TextArea (line separators) the first separator in the text
#           is recorded and used when the text is read again, and mixed line ends are not supported.
# Seen:     a text that is only shown and read again has other characters: the line and paragraph separators of Unicode,
#           next line, form feed, vertical tab and the separators of files and groups are line feeds. A line separator
#           comes with text pasted from word processors. In a text with both \n and \r\n the latter wins, also where it
#           is not the first.
# Output:   'first\nsecond' for 'first\u2028second'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textual==8.2.8

venv/bin/python - <<'PY'
import asyncio

from textual.app import App
from textual.widgets import TextArea


async def kept(text):
    class Form(App):
        def compose(self):
            yield TextArea(text)

    form = Form()
    async with form.run_test() as pilot:
        await pilot.pause()
        return form.query_one(TextArea).text


for character in "\u2028", "\u2029", "\x85", "\x0c", "\x0b", "\x1c", "\x1d":
    after = asyncio.run(kept(f"first{character}second"))
    print(repr(character), "->", repr(after))
    assert after == "first\nsecond", after

both = asyncio.run(kept("one\ntwo\r\nthree"))
print(repr(both))
assert both == "one\r\ntwo\r\nthree", both
PY
