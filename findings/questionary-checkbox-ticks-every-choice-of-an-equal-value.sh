#!/usr/bin/env bash
# One press of the space bar ticks two boxes of a questionary checkbox.
#
# Version:  questionary 2.1.1, prompt_toolkit 3.0.53.
# Expected: the space bar ticks the box at the pointer. The documentation of Choice calls the value what is returned
#           when that choice is selected, and does not ask for values to differ.
# Seen:     boxes are told apart by their value alone, compared with ==. Two choices that lead to the same value are
#           ticked together, and the answer then has the value twice. 0 and False are the same value too.
# Output:   ['owner', 'owner'] and [0, False]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check questionary==2.1.1 prompt_toolkit==3.0.53

venv/bin/python - <<'PY'
import questionary
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput


def answer(choices, keys):
    with create_pipe_input() as typed:
        typed.send_text(keys)
        return questionary.checkbox("Who?", choices, input=typed, output=DummyOutput()).unsafe_ask()


SPACE_THEN_ENTER = " \r"

people = [
    questionary.Choice("Owner", "owner"),
    questionary.Choice("Deputy of the owner", "owner"),
    questionary.Choice("Team", "team"),
]
picked = answer(people, SPACE_THEN_ENTER)
print(picked)
assert picked == ["owner", "owner"], picked

picked = answer([questionary.Choice("Zero", 0), questionary.Choice("No", False)], SPACE_THEN_ENTER)
print(picked)
assert picked == [0, False] and picked[1] is False, picked
PY
