#!/usr/bin/env bash
# cyclonedx-python-lib reads an attestation and writes it back without its claims, and says nothing.
#
# Version:  cyclonedx-python-lib 11.12.0.
# Expected: the same document, an error or a warning. The documentation has a list of what is supported, in which parts
#           are missing; it does not say what becomes of a document that uses them.
# Seen:     declarations, compositions and annotations of a valid document are gone after reading and writing, without a
#           warning, while the definitions, to which an attestation refers, stay.
# Output:   before: annotations, compositions, declarations, definitions; after: definitions
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'cyclonedx-python-lib[json-validation]==11.12.0'

venv/bin/python - <<'PY'
import json
import warnings

from cyclonedx.model.bom import Bom
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

warnings.simplefilter("error")
document = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "definitions": {
        "standards": [{"bom-ref": "s", "name": "Our standard", "requirements": [{"bom-ref": "r1", "identifier": "1"}]}]
    },
    "declarations": {
        "assessors": [{"bom-ref": "us", "thirdParty": False}],
        "attestations": [{"assessor": "us", "map": [{"requirement": "r1", "conformance": {"score": 0.5}}]}],
    },
    "compositions": [{"aggregate": "complete"}],
    "annotations": [
        {
            "subjects": ["r1"],
            "annotator": {"individual": {"name": "A"}},
            "timestamp": "2026-11-28T10:00:00Z",
            "text": "Looked at twice.",
        }
    ],
}
assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document)) is None

written = json.loads(JsonV1Dot6(Bom.from_json(document)).output_as_string())
lost = document.keys() - written.keys()
print("lost:", sorted(lost))
assert lost == {"declarations", "compositions", "annotations"}, lost
assert "definitions" in written
PY
