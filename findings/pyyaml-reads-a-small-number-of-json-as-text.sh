#!/usr/bin/env bash
# A small number that Python's json writes is a text to PyYAML, and a number to other readers of YAML.
#
# Version:  PyYAML 6.0.4, ruamel.yaml 0.19.1.
# Expected: a JSON file is a YAML file, as YAML 1.2 intends, and tools that take YAML say that they take JSON: what
#           json.dumps writes is read as it was.
# Seen:     json.dumps(0.00001) is 1e-05. PyYAML follows YAML 1.1, whose numbers need a dot and a sign in the exponent,
#           and gives the text '1e-05'; json.dumps(1e16) is 1e+16 and a text as well. No error: a weight, a score or a
#           probability is compared and added as a text, or fails far away. ruamel.yaml gives numbers.
# Output:   {"weight": 1e-05, "limit": 1e+16} -> {'weight': '1e-05', 'limit': '1e+16'}
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1

venv/bin/python -W error - <<'PY'
import json

import yaml
from ruamel.yaml import YAML

values = {"weight": 0.00001, "limit": 1e16}
text = json.dumps(values)
read = yaml.safe_load(text)
print(text, "->", read)
assert read == {"weight": "1e-05", "limit": "1e+16"}, read
assert json.loads(text) == values
assert dict(YAML(typ="safe", pure=True).load(text)) == values
PY
