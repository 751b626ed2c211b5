#!/usr/bin/env bash
# cyclonedx-python-lib puts the levels and requirements of a standard in alphabetical order.
#
# Version:  cyclonedx-python-lib 11.12.0.
# Expected: Low, Medium, High and 1, 2, 10, as in the file that was read. In CycloneDX 1.6 levels and requirements are
#           JSON arrays, and the order is the only thing that says which level is higher: a level has no rank.
# Seen:     after reading and writing, levels stand as High, Low, Medium and requirements as 1, 10, 2. Properties that a
#           list has twice are written once.
# Output:   ['High', 'Low', 'Medium'] ['1', '10', '2']
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'cyclonedx-python-lib[json-validation]==11.12.0'

venv/bin/python - <<'PY'
import json

from cyclonedx.model.bom import Bom
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

LEVELS, REQUIREMENTS = ["Low", "Medium", "High"], ["1", "2", "10"]
standard = {
    "bom-ref": "standard",
    "name": "Our standard",
    "requirements": [{"bom-ref": f"requirement-{id}", "identifier": id, "title": id} for id in REQUIREMENTS],
    "levels": [{"bom-ref": f"level-{id}", "identifier": id} for id in LEVELS],
}
document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "definitions": {"standards": [standard]}}
assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document)) is None

written = json.loads(JsonV1Dot6(Bom.from_json(document)).output_as_string())["definitions"]["standards"][0]
levels = [level["identifier"] for level in written["levels"]]
requirements = [requirement["identifier"] for requirement in written["requirements"]]
print(levels, requirements)
assert levels == ["High", "Low", "Medium"], levels
assert requirements == ["1", "10", "2"], requirements
PY
