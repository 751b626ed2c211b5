#!/usr/bin/env bash
# pyte drops the rest of a line after a zero width space.
#
# Version:  pyte 0.8.2, wcwidth 0.9.4.
# Expected: the character takes no room and the text goes on. It is ordinary text (Unicode 16, section 23.2): a place
#           where a long word or path may be broken. Terminals show what follows.
# Seen:     everything after it that arrives in the same piece is not drawn at all, so a screen in a test lacks words
#           that the terminal has. With the same text fed one character at a time, nothing is lost.
# Output:   "a/(ZWSP)path done" is shown as "a/"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyte==0.8.2 wcwidth==0.9.4

venv/bin/python - <<'PY'
import pyte


def shown(*pieces):
    screen = pyte.Screen(20, 1)
    stream = pyte.Stream(screen)
    for piece in pieces:
        stream.feed(piece)
    return screen.display[0].rstrip()


TEXT = "a/\u200bpath done"
print(repr(shown(TEXT)), repr(shown(*TEXT)))
assert shown(TEXT) == "a/", shown(TEXT)
assert shown(*TEXT) == "a/path done", shown(*TEXT)
PY
