#!/usr/bin/env bash
# compliance-trestle refuses an OSCAL profile that says what becomes of a control which two catalogs have.
#
# Version:  compliance-trestle 5.2.0, pydantic 2.14.4; its classes follow NIST's JSON schema of OSCAL 1.2.
# Expected: a profile is read. `merge` may hold `combine`, and that a `method`: OSCAL knows `use-first` and `keep`.
# Seen:     `combine` must be empty, beside each of the three ways of merging, so that the method can be said in XML
#           only. An empty `combine`, which says nothing, is read. The JSON schema lacks what the XML schema has: see
#           https://github.com/usnistgov/OSCAL/issues/2259.
# Output:   nothing read, empty read, use-first refused, keep refused
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > try.py <<'PY'
import json
import pathlib

from trestle.common.err import TrestleError
from trestle.oscal.profile import Profile

PLACE = pathlib.Path("profile.json")


def tried(merge):
    metadata = {"title": "T", "last-modified": "2026-11-28T10:00:00Z", "version": "1", "oscal-version": "1.2.1"}
    imports = [{"href": "catalog.json", "include-all": {}}]
    uuid = "2eb8aa08-aa98-41ea-b4aa-73b441d16380"
    PLACE.write_text(json.dumps({"profile": {"uuid": uuid, "metadata": metadata, "imports": imports, "merge": merge}}))
    try:
        return "read" if Profile.oscal_read(PLACE) else "gone"
    except TrestleError as refused:
        assert "method" in str(refused), refused
        return "refused"


ways = {"nothing": {}, "empty": {"combine": {}}} | {way: {"combine": {"method": way}} for way in ("use-first", "keep")}
print(", ".join(f"{name} {tried({'as-is': True, **way})}" for name, way in ways.items()))
PY
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check compliance-trestle==5.2.0 pydantic==2.14.4
venv/bin/python try.py 2> /dev/null | tee output
diff - output <<'SEEN'
nothing read, empty read, use-first refused, keep refused
SEEN
