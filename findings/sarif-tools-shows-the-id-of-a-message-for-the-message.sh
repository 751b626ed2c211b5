#!/usr/bin/env bash
# sarif-tools shows the id of a message where its text belongs.
#
# Version:  sarif-tools 3.0.5.
# Expected: "Level is low". By SARIF 2.1.0 (3.11.5 and 3.11.7) a message may have an id instead of a text, which is
#           looked up among the messageStrings of the rule, and {0} stands for the first argument.
# Seen:     the description is the id, for every result of the rule.
# Output:   Assessment,error,GOV-1,default,-,1
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


rule = {"id": "GOV-1", "messageStrings": {"default": {"text": "Level is {0}"}}}
result = {"ruleId": "GOV-1", "ruleIndex": 0, "level": "error", "message": {"id": "default", "arguments": ["low"]}}
made = sarif([result], "csv", "--output", "report.csv", "report.sarif", rules=[rule])
assert made.returncode == 0, made.stderr
row = pathlib.Path("report.csv").read_text().splitlines()[1]
print(row)
assert row == "Assessment,error,GOV-1,default,-,1", row
PY
