#!/usr/bin/env bash
# cyclonedx-editor-validator merges two teams' attestations into a document that has those of the first team only.
#
# Version:  cyclonedx-editor-validator 1.0.3.
# Expected: both teams' claims, a warning or an error. The documentation of merge says which field is kept from the
#           first document alone, metadata, and that a component which is dropped as a duplicate is warned of.
# Seen:     components, dependencies, compositions and vulnerabilities of both are there. Declarations, definitions,
#           services, annotations, properties and external references of the second are gone, with exit code 0 and
#           nothing on the screen. Its component is listed all the same, so that the result reads as a system of which
#           nobody has claimed anything. Both documents are valid, and so is the result.
# Output:   components retail, payments; declarations retail; services retail; annotations retail
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cyclonedx-editor-validator==1.0.3

cat >teams.py <<'PY'
import json
import sys
from pathlib import Path


def document(team: str, serial: str) -> dict:
    system = {"type": "application", "bom-ref": team, "name": team, "version": "1"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {"component": {**system, "name": f"{team} system", "bom-ref": f"{team}-system"}},
        "components": [system],
        "services": [{"bom-ref": f"{team}-service", "name": team}],
        "declarations": {"claims": [{"bom-ref": f"{team}-claim", "target": team, "predicate": "Restores are tried."}]},
        "definitions": {"standards": [{"bom-ref": f"{team}-standard", "name": team}]},
        "annotations": [
            {
                "subjects": [team],
                "annotator": {"individual": {"name": team}},
                "timestamp": "2026-11-28T10:00:00Z",
                "text": team,
            }
        ],
        "compositions": [{"aggregate": "complete", "assemblies": [team]}],
    }


if sys.argv[1:] == ["write"]:
    Path("retail.cdx.json").write_text(json.dumps(document("retail", "3")))
    Path("payments.cdx.json").write_text(json.dumps(document("payments", "4")))
else:
    merged = json.loads(Path("merged.cdx.json").read_text())
    kept = {
        field: [team for team in ("retail", "payments") if f'"{team}' in json.dumps(merged[field])]
        for field in ("components", "compositions", "declarations", "definitions", "services", "annotations")
    }
    print(kept)
    assert kept["components"] == kept["compositions"] == ["retail", "payments"]
    for field in ("declarations", "definitions", "services", "annotations"):
        assert kept[field] == ["retail"], field
PY
venv/bin/python teams.py write
venv/bin/cdx-ev --quiet validate retail.cdx.json
venv/bin/cdx-ev --quiet validate payments.cdx.json
venv/bin/cdx-ev merge --output merged.cdx.json retail.cdx.json payments.cdx.json 2>said
cat said
[ ! -s said ]
venv/bin/cdx-ev --quiet validate merged.cdx.json
venv/bin/python teams.py
