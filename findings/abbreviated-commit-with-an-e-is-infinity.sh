#!/usr/bin/env bash
# An abbreviated commit such as 123e456 is read as infinity.
#
# Version:  ruamel.yaml 0.19.1, yaml 2.9.1 and DuckDB 2.0.1 read infinity; PyYAML 6.0.4 and js-yaml 5.5.0 read a text.
# Expected: seven hexadecimal digits of a commit, as git prints them. By the core schema of YAML 1.2 (section 10.3.2)
#           this is a float, but its value is not infinity: the schema has .inf for that, and a reader can see that the
#           number does not fit.
# Seen:     about one abbreviated commit in 50 has only digits and one e among them, and half of those are too large for
#           a float. Two readers of YAML 1.2 make infinity of it without a word, and the third makes a text. In CSV one
#           such commit turns the whole column into floats.
# Output:   inf, Infinity, '123e456'; in CSV [(1234567.0,), (inf,)]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ruamel.yaml==0.19.1 PyYAML==6.0.4 duckdb==2.0.1
npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@5.5.0

venv/bin/python - <<'PY'
import pathlib

import duckdb
import ruamel.yaml
import yaml

PIN = "commit: 123e456\n"
print("ruamel.yaml:", ruamel.yaml.YAML(typ="safe", pure=True).load(PIN), "PyYAML:", yaml.safe_load(PIN))
assert ruamel.yaml.YAML(typ="safe", pure=True).load(PIN) == {"commit": float("inf")}
assert yaml.safe_load(PIN) == {"commit": "123e456"}

pathlib.Path("pins.csv").write_text("commit\n1234567\n123e456\n")
rows = duckdb.sql("FROM 'pins.csv'").fetchall()
print("DuckDB:", rows)
assert rows == [(1234567.0,), (float("inf"),)], rows
PY

cat >check.mjs <<'JS'
import assert from "node:assert";
import * as jsYaml from "js-yaml";
import * as yaml from "yaml";

const PIN = "commit: 123e456\n";
console.log("yaml:", yaml.parse(PIN), "js-yaml:", jsYaml.load(PIN));
assert.deepEqual(yaml.parse(PIN), { commit: Infinity });
assert.deepEqual({ ...jsYaml.load(PIN) }, { commit: "123e456" });
JS
node check.mjs
