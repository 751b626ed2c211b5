#!/usr/bin/env bash
# pytomlpp writes a text of several lines so that its first line break is gone, and one with three apostrophes so that
# nobody can read it.
#
# Version:  pytomlpp 1.1.0 (the Python package of toml++); Python's tomllib judges, tomli-w 1.2.0 and rtoml 0.14.0 write
#           for comparison.
# Expected: the text that was given. TOML 1.0 (strings) trims a line break that comes right after the three opening
#           quotation marks, so a writer puts one there of its own, or escapes it. In a literal string of several lines
#           three apostrophes in a row are its end, so such a text needs the other kind.
# Seen:     a text with a line break is put between ''' and ''' as it is. An empty first line is lost, each time that a
#           file is read and written. A text that quotes three apostrophes, such as a piece of Python or TOML, makes the
#           whole file invalid, for pytomlpp as well; nothing is said when it is written.
# Output:   '\n- Priya\n- Jonas' -> '- Priya\n- Jonas'; with three apostrophes: TOMLDecodeError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pytomlpp==1.1.0 tomli-w==1.2.0 rtoml==0.14.0

venv/bin/python - <<'PY'
import tomllib

import pytomlpp
import rtoml
import tomli_w

people, code = "\n- Priya\n- Jonas", "Quote it so:\n'''note'''\n"
for words in people, code:
    for writer in tomli_w, rtoml:
        assert tomllib.loads(writer.dumps({"note": words})) == {"note": words}

written = pytomlpp.dumps({"note": people})
back = tomllib.loads(written)["note"]
print(repr(written), "->", repr(back))
assert back == pytomlpp.loads(written)["note"] == "- Priya\n- Jonas"

written = pytomlpp.dumps({"note": code})
refusals = []
for reader in tomllib, pytomlpp:
    try:
        reader.loads(written)
    except (tomllib.TOMLDecodeError, pytomlpp.DecodeError) as error:
        refusals.append(type(error).__name__)
print(repr(written), "->", refusals)
assert len(refusals) == 2
PY
