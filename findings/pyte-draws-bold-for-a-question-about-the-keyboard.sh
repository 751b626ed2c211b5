#!/usr/bin/env bash
# pyte makes all text bold and underlined after a program has asked for modified keys.
#
# Version:  pyte 0.8.2.
# Expected: nothing is shown. CSI > Pp ; Pv m is XTMODKEYS in xterm's control sequences, a setting of the keyboard that
#           editors and TUIs send as they start. Parameters that begin with > are for private use (ECMA-48, 5.4), so
#           they are not those of the sequence without it.
# Seen:     the mark > is skipped and the rest is read as colours and styles: 4 underlines and 1 is bold. The colour of
#           an underline, CSI 58 ; 5 ; 1 m, is read in the same way, as blinking and bold.
# Output:   Char(data='A', bold=True, underscore=True, ...)
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyte==0.8.2

venv/bin/python - <<'PY'
import pyte


def styles(sequence):
    screen = pyte.Screen(5, 1)
    pyte.Stream(screen).feed(sequence + "A")
    drawn = screen.buffer[0][0]
    assert drawn.data == "A", drawn
    return {name for name in ("bold", "underscore", "blink", "italics") if getattr(drawn, name)}


for name, sequence, seen in [
    ("modified keys", "\x1b[>4;1m", {"bold", "underscore"}),
    ("colour of an underline", "\x1b[58;5;1m", {"blink", "bold"}),
    ("nothing", "", set()),
]:
    print(name, sorted(styles(sequence)))
    assert styles(sequence) == seen, styles(sequence)
PY
