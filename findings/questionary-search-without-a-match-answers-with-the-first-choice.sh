#!/usr/bin/env bash
# A questionary search that finds nothing answers with the first choice.
#
# Version:  questionary 2.1.1, prompt_toolkit 3.0.53.
# Expected: the documentation of select says of use_search_filter that only the choices that contain the typed text are
#           kept. Where none does, Enter has nothing to choose.
# Seen:     without a match the whole list is back, the pointer on its first line, and Enter takes that line.
# Output:   typed "zz", answered "Accept the risk"
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

CHOICES = ["Accept the risk", "Mitigate the risk", "Transfer the risk"]


def answer(typed_text):
    with create_pipe_input() as typed:
        typed.send_text(typed_text + "\r")
        question = questionary.select(
            "What now?", CHOICES, use_search_filter=True, use_jk_keys=False, input=typed, output=DummyOutput()
        )
        return question.unsafe_ask()


assert answer("transf") == "Transfer the risk"
print('typed "zz", answered', answer("zz"))
assert answer("zz") == "Accept the risk"
PY
