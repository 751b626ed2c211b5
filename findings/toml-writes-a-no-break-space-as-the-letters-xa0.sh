#!/usr/bin/env bash
# The package toml writes a no-break space as the three letters xa0.
#
# Version:  toml 0.10.2; Python's tomllib judges, tomli-w 1.2.0 and rtoml 0.14.0 write for comparison.
# Expected: the text that was given. TOML 1.0 lets a basic string hold any character but a quotation mark, a backslash
#           and controls, and has \u00A0 for whoever wants to escape one. Word processors put a no-break space between a
#           number and its unit, and French typography one inside its quotation marks.
# Seen:     the text is taken from Python's repr(), whose escape \xa0 is to become \u00a0, and the backslash gets lost
#           on the way: "30 days" is "30xa0days" in a value, and a soft hyphen is "xad". Such a file is valid TOML, and
#           nothing is said. In the same way a path such as C:\x86 makes a file that no reader of TOML takes.
# Output:   'Kept for 30\xa0days' -> 'Kept for 30xa0days'; 'C:\\x86': TOMLDecodeError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check toml==0.10.2 tomli-w==1.2.0 rtoml==0.14.0

venv/bin/python - <<'PY'
import tomllib

import rtoml
import toml
import tomli_w

seen = {}
for words in ["Kept for 30\u00a0days", "\u00ab\u00a0Oui\u00a0\u00bb", "well\u00adknown"]:
    for writer in tomli_w, rtoml:
        assert tomllib.loads(writer.dumps({"note": words})) == {"note": words}
    seen[words] = tomllib.loads(toml.dumps({"note": words}))["note"]
    print(ascii(words), "->", ascii(seen[words]))
assert list(seen.values()) == ["Kept for 30xa0days", "\u00abxa0Ouixa0\u00bb", "wellxadknown"]

path = "C:\\x86"
assert tomllib.loads(tomli_w.dumps({"note": path})) == {"note": path}
try:
    tomllib.loads(toml.dumps({"note": path}))
except tomllib.TOMLDecodeError as error:
    print(ascii(path), "->", error)
else:
    raise AssertionError(path)
PY
