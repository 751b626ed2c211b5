#!/usr/bin/env bash
# gemara-python gives an evaluation log as objects down to each control, and the assessments below it as plain dicts.
#
# Version:  gemara-python 0.1.0 (Gemara 1.5.0), pydantic 2.14.4, PyYAML 6.0.4.
# Expected: `loads` "returns a GemaraDocument, the union of the 13 document models", and the package has a model
#           AssessmentLog with typed fields. The README names what its models cannot check (rules across fields), and
#           says that required fields, enums and patterns still apply.
# Seen:     ControlEvaluation.assessment_logs is `list[dict[str, Any]]`: results, times, confidence and evidence of every
#           assessment are what the parser made of them, with hyphens in their names, and no model looked at them. The
#           same log has its start as a text where it was written as JSON, and as a datetime where it was YAML.
# Output:   control EntryMapping, assessment dict, start str from JSON and datetime from YAML
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gemara-python==0.1.0 pydantic==2.14.4 PyYAML==6.0.4

venv/bin/python -W error - <<'PY'
import json

from gemara.v1 import AssessmentLog, EvaluationLog, loads

START = "2026-11-28T10:00:00Z"
entry = {"reference-id": "Q", "entry-id": "C-1"}
assessment = {
    "requirement": entry,
    "description": "d",
    "result": "Passed",
    "message": "m",
    "applicability": ["all"],
    "steps": ["s"],
    "steps-executed": 1,
    "start": START,
}
log = {
    "metadata": {
        "id": "E-1",
        "type": "EvaluationLog",
        "gemara-version": "1.5.0",
        "description": "d",
        "author": {"id": "a", "name": "A", "type": "Human"},
        "mapping-references": [{"id": "Q", "title": "Q", "version": "1"}],
    },
    "result": "Passed",
    "target": {"id": "t", "name": "T", "type": "Software"},
    "evaluations": [
        {"name": "n", "result": "Passed", "message": "m", "control": entry, "assessment-logs": [assessment]}
    ],
}
as_json = json.dumps(log)
as_yaml = as_json.replace(f'"{START}"', START)  # JSON is YAML, in which a time needs no quotation marks

found = {}
for kind, text in (("JSON", as_json), ("YAML", as_yaml)):
    document = loads(text)
    assert isinstance(document, EvaluationLog)
    [evaluation] = document.evaluations
    [found[kind]] = evaluation.assessment_logs
    assert type(found[kind]) is dict
    assert "steps-executed" in found[kind]
control = type(evaluation.control).__name__
started = {kind: type(one["start"]).__name__ for kind, one in found.items()}
print(f"control {control}, assessment dict, start {started['JSON']} from JSON and {started['YAML']} from YAML")
assert (control, started) == ("EntryMapping", {"JSON": "str", "YAML": "datetime"})
assert type(AssessmentLog.model_validate(found["JSON"]).start).__name__ == "datetime", "the model is there"
PY
