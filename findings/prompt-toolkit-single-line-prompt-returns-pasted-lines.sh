#!/usr/bin/env bash
# A single-line prompt of prompt_toolkit returns several lines when they are pasted.
#
# Version:  prompt_toolkit 3.0.53.
# Expected: one line. The documentation ("Asking for input", multiline input) has multiline=True for more than one line,
#           and the default is False, so callers write the answer where one line belongs.
# Seen:     a terminal marks pasted text (bracketed paste), and every line of it is kept in the buffer. Enter returns
#           them all.
# Output:   'Owner: A\nOwner: B'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check prompt_toolkit==3.0.53

venv/bin/python - <<'PY'
from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

PASTE_STARTS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

with create_pipe_input() as typed:
    typed.send_text(f"{PASTE_STARTS}Owner: A\r\nOwner: B{PASTE_ENDS}\r")
    said = PromptSession(input=typed, output=DummyOutput(), multiline=False).prompt("One line: ")
print(repr(said))
assert said == "Owner: A\nOwner: B", said
PY
