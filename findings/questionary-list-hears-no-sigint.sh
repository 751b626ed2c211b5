#!/usr/bin/env bash
# A list of questionary ignores SIGINT, where a text prompt of the same library is interrupted by it.
#
# Version:  questionary 2.1.1 with prompt_toolkit 3.0.53.
# Expected: KeyboardInterrupt, as for `questionary.text`, and as for the key Ctrl-C in the same list.
# Seen:     `kill -INT` does nothing. prompt_toolkit takes the signal away from Python while a prompt runs and makes a key
#           `<sigint>` of it, which it binds in text prompts alone. The same happens to a Ctrl-C that comes while the
#           terminal is not in raw mode yet.
# Output:   'one'
#           text: KeyboardInterrupt
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check questionary==2.1.1 prompt_toolkit==3.0.53

venv/bin/python - <<'PY'
import signal

import questionary
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput


def answer(make, typed_after):
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        question = make()

        def tell():
            signal.raise_signal(signal.SIGINT)
            question.application.loop.call_later(1, keys.send_text, typed_after)

        question.application.pre_run_callables.append(tell)
        return question.unsafe_ask()


chosen = answer(lambda: questionary.select("Which?", ["one", "two"]), "\r")
print(repr(chosen))
assert chosen == "one", chosen
try:
    raise AssertionError(answer(lambda: questionary.text("What?"), "\r"))
except KeyboardInterrupt:
    print("text: KeyboardInterrupt")
PY
