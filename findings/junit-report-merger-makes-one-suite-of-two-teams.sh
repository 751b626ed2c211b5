#!/usr/bin/env bash
# junit-report-merger makes one suite of two that have the same name, and both teams' results are one team's.
#
# Version:  junit-report-merger 9.0.4; junitparser 5.0.3 reads what comes out, and merges the same for comparison.
# Expected: two suites. The README says that all <testsuite> elements are collected and put together, and that the
#           output conforms to the format that it names, whose schema has one <properties> in a suite, before its cases.
# Seen:     suites of one name become one, with the host of the first, two <properties> in it, and the second of them
#           behind the cases. A reader finds the first: the failed check of Payments is a second, failed result of the
#           same check of Claims, or the other way round, as the files are not read in the order in which they are
#           named. The suite's time is the longer of both and not their sum, while its tests are summed. junitparser
#           keeps two suites.
# Output:   one suite with the team Claims, 2 cases of one name, time 3; junitparser: Payments failed, Claims passed
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check junitparser==5.0.3
npm install --silent --no-audit --no-fund junit-report-merger@9.0.4

report() { # TEAM HOST TIME FAILURES CONTENT
    cat <<XML
<testsuites>
  <testsuite name="check" tests="1" failures="$4" hostname="$2" time="$3">
    <properties><property name="team" value="$1"/></properties>
    <testcase classname="guide" name="is up to date" time="$3">$5</testcase>
  </testsuite>
</testsuites>
XML
}
report Payments ci-1 2 1 '<failure message="out of date"/>' >payments.xml
report Claims ci-2 3 0 '' >claims.xml
npx jrm merged.xml payments.xml claims.xml
cat merged.xml
venv/bin/junitparser merge payments.xml claims.xml kept.xml

venv/bin/python - <<'PY'
from junitparser import JUnitXml


def suites(file: str) -> list[tuple]:
    return [
        (
            {each.name: each.value for each in suite.properties()}["team"],
            suite.hostname,
            float(suite.time),
            [(case.name, "failed" if case.result else "passed") for case in suite],
        )
        for suite in JUnitXml.fromfile(file)
    ]


failed, passed = ("is up to date", "failed"), ("is up to date", "passed")
print(suites("merged.xml"))
print(suites("kept.xml"))
assert suites("merged.xml") in (
    [("Payments", "ci-1", 3.0, [failed, passed])],
    [("Claims", "ci-2", 3.0, [passed, failed])],
)
assert suites("kept.xml") == [("Payments", "ci-1", 2.0, [failed]), ("Claims", "ci-2", 3.0, [passed])]
PY
[ "$(grep -c '<properties>' merged.xml)" = 2 ]
