#!/usr/bin/env bash
# sarif-tools stops with a KeyError at a result that names its rule by index or by reference.
#
# Version:  sarif-tools 3.0.5.
# Expected: a row for the rule GOV-1. By SARIF 2.1.0 ruleId may be absent where the rule has an id of its own: ruleIndex
#           (3.27.6) or rule (3.27.7) then leads to it.
# Seen:     KeyError: 'ruleId', for the table as for the summary, and exit code 1.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sarif-tools==3.0.5

venv/bin/python - <<'PY'
import json
import pathlib
import subprocess


def sarif(results, *arguments, rules=()):
    run = {"tool": {"driver": {"name": "Assessment", "rules": list(rules)}}, "results": results}
    pathlib.Path("report.sarif").write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    return subprocess.run(["venv/bin/sarif", *arguments], capture_output=True, text=True)


for reference in {"ruleIndex": 0}, {"rule": {"index": 0}}, {"rule": {"id": "GOV-1"}}:
    result = {**reference, "level": "error", "message": {"text": "Level is low"}}
    made = sarif([result], "csv", "--output", "report.csv", "report.sarif", rules=[{"id": "GOV-1"}])
    print(reference, made.stderr.splitlines()[-1])
    assert made.returncode == 1
    assert made.stderr.splitlines()[-1] == "KeyError: 'ruleId'", made.stderr
PY
