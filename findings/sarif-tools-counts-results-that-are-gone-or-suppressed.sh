#!/usr/bin/env bash
# sarif-tools counts results that the report itself calls absent or suppressed.
#
# Version:  sarif-tools 3.0.5.
# Expected: no error. By SARIF 2.1.0 a result whose baselineState is "absent" was in the baseline and is no longer there
#           (3.27.24), and one with an accepted suppression is not to be counted among the results that need work
#           (3.27.23, 3.35).
# Seen:     both are errors in the summary, and --check error fails a build for a problem that has been solved.
# Output:   error: 2, and the exit code is 2
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


def result(name, **state):
    return {"ruleId": name, "level": "error", "message": {"text": name}, **state}


solved = result("GOV-1", baselineState="absent")
accepted = result("GOV-2", suppressions=[{"kind": "external", "status": "accepted"}])
report = sarif([solved, accepted], "--check", "error", "summary", "report.sarif")
print(report.stdout)
assert "error: 2" in report.stdout, report.stdout
assert report.returncode == 2, report.returncode
PY
