#!/usr/bin/env bash
# in-toto-attestation writes the level 3 of a predicate as 3.0, and a large count as another one.
#
# Version:  in-toto-attestation 0.9.3 with protobuf 7.36.2; jsonschema-rs 0.61.2 and pydantic 2.14.4 read the result.
# Expected: the predicate as it was given. By the in-toto statement (v1) it is an arbitrary JSON object whose fields its
#           own type defines, and Statement takes it as a dict. JSON has numbers without a fraction of any length.
# Seen:     the predicate is a protobuf Struct, which knows floats alone. Every whole number comes out with ".0", in the
#           message as in the JSON that is signed, and one above 2 to the power of 53 is changed, without an error. JSON
#           Schema takes 3.0 for an integer; a strict reader, such as pydantic's, refuses it. validate() says nothing. A
#           number that has to stay itself must be a text.
# Output:   {'level': 3, 'tokens': 9007199254740993} -> {'level': 3.0, 'tokens': 9007199254740992.0}
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check in-toto-attestation==0.9.3 protobuf==7.36.2 \
    jsonschema-rs==0.61.2 pydantic==2.14.4

venv/bin/python - <<'PY'
import json

import jsonschema_rs
import pydantic
from google.protobuf import json_format
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement

GIVEN = {"level": 3, "tokens": 9007199254740993, "share": 0.5, "proven": True}
subject = ResourceDescriptor(name="guide.md", digest={"sha256": "a" * 64}).pb
statement = Statement([subject], "https://example.org/assessment/v1", GIVEN)
statement.validate()
text = json_format.MessageToJson(statement.pb)
seen = json.loads(text)["predicate"]
print(GIVEN, "->", seen)
assert '"level": 3.0' in text, text
assert seen["tokens"] == 9007199254740992 and isinstance(seen["tokens"], float), seen
assert seen["share"] == 0.5 and seen["proven"] is True, seen


class Answer(pydantic.BaseModel, strict=True):
    level: int


assert jsonschema_rs.is_valid({"properties": {"level": {"type": "integer"}}}, seen)
assert Answer.model_validate(GIVEN).level == 3
try:
    Answer.model_validate(seen)
except pydantic.ValidationError as error:
    print(error.errors()[0]["type"])
    assert error.errors()[0]["type"] == "int_type", error
else:
    raise SystemExit("a strict model takes 3.0 now")
PY
