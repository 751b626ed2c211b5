#!/usr/bin/env bash
# Two JSON Schema validators say that 0.07 is a multiple of 0.01, and two say that it is not.
#
# Version:  jsonschema 4.26.0 and ajv 8.20.0 refuse it; jsonschema-rs 0.61.2 and fastjsonschema 2.22.3 accept it.
# Expected: valid. By JSON Schema 2020-12 (validation, 6.2.1) a number is a multiple if the division gives an integer,
#           and JSON numbers are decimal: 0.07 / 0.01 is 7.
# Seen:     a schema that asks for two decimal places passes in one pipeline and fails in the next. 0.06 passes
#           everywhere, 19.99 and 4.35 do not.
# Output:   0.07, 4.35 and 19.99: refused by jsonschema, accepted by jsonschema-rs
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 jsonschema-rs==0.61.2 fastjsonschema==2.22.3
npm install --silent --no-audit --no-fund ajv@8.20.0

venv/bin/python - <<'PY'
import fastjsonschema
import jsonschema
import jsonschema_rs

SCHEMA = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "number", "multipleOf": 0.01}


def accepted_by_fastjsonschema(score):
    try:
        fastjsonschema.compile(SCHEMA)(score)
        return True
    except fastjsonschema.JsonSchemaValueException:
        return False


for score, exact in [(0.06, True), (0.07, False), (4.35, False), (19.99, False)]:
    said = {
        "jsonschema": jsonschema.Draft7Validator(SCHEMA).is_valid(score),
        "jsonschema-rs": jsonschema_rs.validator_for(SCHEMA).is_valid(score),
        "fastjsonschema": accepted_by_fastjsonschema(score),
    }
    print(score, said)
    assert said == {"jsonschema": exact, "jsonschema-rs": True, "fastjsonschema": True}, said
PY

cat >check.cjs <<'JS'
const assert = require("node:assert");
const Ajv = require("ajv");

const valid = new Ajv().compile({ type: "number", multipleOf: 0.01 });
const said = [0.06, 0.07, 19.99].map((score) => valid(score));
console.log("ajv, 0.06, 0.07 and 19.99:", said);
assert.deepEqual(said, [true, false, false]);
JS
node check.cjs
