#!/usr/bin/env bash
# Three libraries for differences find none between 1 and true: dictdiffer, jsondiff, and deepdiff inside a list.
#
# Version:  dictdiffer 0.10.0, jsondiff 2.2.1, deepdiff 9.1.0; jsonpatch 1.48 for comparison.
# Expected: a change. In JSON, true and 1 are values of different types (RFC 8259, section 3), and a schema that takes
#           one refuses the other. jsondiff is for "JSON and JSON-like structures". deepdiff's documentation
#           shows a changed type as one of its type_changes, and so it is for the value of a key.
# Seen:     values are compared with ==, and in Python 1 == True and 0 == False. A field that was a level and became a
#           yes, or the other way round, is unchanged for dictdiffer and jsondiff, and a document that was patched is
#           the old one. deepdiff looks at types in a dictionary, and not in a list: of two answers, the one in a list
#           is missing in its result (its issue 605). jsonpatch sees both.
# Output:   [] and {}; deepdiff: root['documented'] and not root['votes'][0]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dictdiffer==0.10.0 jsondiff==2.2.1 jsonpatch==1.48 \
  deepdiff==9.1.0

venv/bin/python - <<'PY'
import json

import deepdiff
import dictdiffer
import jsondiff
import jsonpatch

before = {"documented": 0, "votes": [1, 2]}
after = {"documented": False, "votes": [True, 2]}

by_dictdiffer = list(dictdiffer.diff(before, after))
by_jsondiff = jsondiff.diff(before, after)
by_jsonpatch = jsonpatch.make_patch(before, after)
by_deepdiff = deepdiff.DeepDiff(before, after)
print("dictdiffer", by_dictdiffer, "jsondiff", by_jsondiff)
print("jsonpatch", by_jsonpatch)
print("deepdiff", by_deepdiff)
assert by_dictdiffer == [] and by_jsondiff == {}
assert [change["path"] for change in by_jsonpatch] == ["/documented", "/votes/0"]
assert list(by_deepdiff) == ["type_changes"] and list(by_deepdiff["type_changes"]) == ["root['documented']"]

patched = [dictdiffer.patch(by_dictdiffer, before), jsondiff.patch(before, by_jsondiff)]
print("patched", *map(json.dumps, patched), "meant", json.dumps(after))
assert [json.dumps(document) for document in patched] == [json.dumps(before)] * 2
assert json.dumps(by_jsonpatch.apply(before)) == json.dumps(after)
PY
