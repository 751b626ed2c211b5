#!/usr/bin/env bash
# tap.py writes a failed test so that it reads it as skipped, when its name has # SKIP in it.
#
# Version:  tap.py 3.2.1; tap-parser 18.3.4 (npm) for comparison.
# Expected: a failure that stays one. In the Test Anything Protocol, what follows a # is a directive, and SKIP and TODO
#           take a failure out of the result. TAP 14 (escaping) has a producer write \# for one that is part of the
#           name, and a reader take it so.
# Seen:     the names given to tap.py's Tracker are written as they are, and its Parser knows no escape either: it cuts
#           the name at the first #, with the backslash left at its end. "step # SKIP is kept" failed, and is skipped
#           for whoever reads the file; "ballots \# TODO" by another producer is to be done. tap-parser reads the
#           escape. pytest-tap and nose-tap write their reports with this Tracker, and names of tests with parameters
#           are made of data.
# Output:   not ok 1 step # SKIP is kept -> skipped; \# TODO: tap.py todo, tap-parser failed
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tap.py==3.2.1
npm install --silent --no-audit --no-fund tap-parser@18.3.4

cat >read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Parser } from "tap-parser";

const parser = new Parser();
const tests = [];
parser.on("assert", ({ name, ok, skip, todo }) => tests.push({ name, ok, skip, todo }));
parser.end(readFileSync(0, "utf8"));
console.log(JSON.stringify(tests));
JS

venv/bin/python - <<'PY'
import json
import subprocess

from tap.parser import Parser
from tap.tracker import Tracker

tracker = Tracker(outdir="reports")
tracker.add_not_ok("Steps", "step # SKIP is kept")
tracker.add_not_ok("Steps", "level #2 of 4")
tracker.generate_tap_reports()


def tests(lines):
    return [(line.ok, line.skip, line.todo, line.description) for line in lines if line.category == "test"]


own = tests(Parser().parse_file("reports/Steps.tap"))
print(own)
assert own == [(False, True, False, "step"), (False, False, False, "level")]

escaped = "TAP version 14\n1..1\nnot ok 1 ballots \\# TODO\n"
theirs = tests(Parser().parse_text(escaped))
made = subprocess.run(["node", "read.mjs"], input=escaped, capture_output=True, text=True, check=True).stdout
print(theirs, made)
assert theirs == [(False, False, True, "ballots \\")]
assert json.loads(made) == [{"name": "ballots # TODO", "ok": False, "skip": False, "todo": False}]
PY
