#!/usr/bin/env bash
# pytest says tests="6" in a JUnit report that has one test case, and does not say which subtest failed.
#
# Version:  pytest 9.2.0.
# Expected: the number of test cases below, and a trace of the subtest. In the JUnit schema of Jenkins, which pytest
#           follows by default (xunit2), tests is the number of cases in the suite. The documentation of subtests says
#           that each is reported on its own.
# Seen:     every subtest counts, but only the test is written, as one case with two failures. The message and values of
#           the subtest, which are on the screen, are nowhere in the report.
# Output:   tests="6" failures="2" and one <testcase> with two <failure>
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pytest==9.2.0

venv/bin/python - <<'PY'
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

pathlib.Path("test_levels.py").write_text(
    """
def test_levels(subtests):
    for level in range(5):
        with subtests.test(msg="practice", level=level):
            assert level != 2
"""
)
command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=report.xml"]
said = subprocess.run(command, capture_output=True, text=True).stdout
assert "SUBFAILED[practice] (level=2)" in said, said

suite = xml.etree.ElementTree.parse("report.xml").getroot().find("testsuite")
cases = suite.findall("testcase")
print("tests:", suite.get("tests"), "failures:", suite.get("failures"), "cases:", len(cases))
assert (suite.get("tests"), suite.get("failures"), len(cases)) == ("6", "2", 1)
assert len(cases[0].findall("failure")) == 2
assert "(level=2)" not in pathlib.Path("report.xml").read_text()
PY
