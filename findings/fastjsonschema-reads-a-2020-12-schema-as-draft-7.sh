#!/usr/bin/env bash
# fastjsonschema takes a schema of 2020-12 and leaves out what draft 7 does not know.
#
# Version:  fastjsonschema 2.22.3; jsonschema-rs 0.61.2 judges.
# Expected: the documentation says that drafts 4, 6 and 7 are implemented, so a schema that declares 2020-12 would be
#           refused when it is compiled, as one with a reference that leads nowhere is.
# Seen:     it is compiled without a word as draft 7. minContains, unevaluatedItems and whatever stands beside a $ref
#           are not looked at, so documents pass that are invalid, and one that is valid is refused.
# Output:   two invalid documents accepted, one valid document refused
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastjsonschema==2.22.3 jsonschema-rs==0.61.2

venv/bin/python - <<'PY'
import warnings

import fastjsonschema
import jsonschema_rs

warnings.simplefilter("error")
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def judged(schema, document):
    schema = {"$schema": DRAFT, **schema}
    try:
        fastjsonschema.compile(schema)(document)
        fast = True
    except fastjsonschema.JsonSchemaValueException:
        fast = False
    return {"fastjsonschema": fast, "jsonschema-rs": jsonschema_rs.validator_for(schema).is_valid(document)}


short_name = {"$defs": {"name": {"type": "string"}}, "$ref": "#/$defs/name", "maxLength": 3}
closed_list = {"prefixItems": [{"type": "string"}], "unevaluatedItems": False}
perhaps_one = {"contains": {"const": "owner"}, "minContains": 0}

for schema, document, valid in [
    (short_name, "too long", False),
    (closed_list, ["a", "b"], False),
    (perhaps_one, [], True),
]:
    said = judged(schema, document)
    print(document, said)
    assert said == {"fastjsonschema": not valid, "jsonschema-rs": valid}, said
PY
