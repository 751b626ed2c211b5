#!/usr/bin/env bash
# compliance-trestle resolves a profile that takes a catalog as it is, and the catalog comes back in another order and
# without the text of its groups.
#
# Version:  compliance-trestle 5.2.0, pydantic 2.14.4.
# Expected: a profile with `merge: {as-is: true}` and `include-all` resolves to the catalog's own structure: OSCAL's
#           profile resolution specification keeps the groups of the source with "as is", with their titles, properties
#           and parts, and nothing in it sorts controls.
# Seen:     groups are sorted by their ids, controls by theirs, as text (z-1, z-10, z-2), and `props` and `parts` of a
#           group are gone. So a chapter's introduction and its label are lost in silence, and chapters that were
#           numbered in one order are shown in another.
# Output:   zeta: z-2 z-10 z-1, alpha: a-1 -> alpha: a-1, zeta: z-1 z-10 z-2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check compliance-trestle==5.2.0 pydantic==2.14.4

mkdir workspace workspace/.trestle
cd workspace
../venv/bin/python -W ignore - <<'PY'
import json
import pathlib

from trestle.core.profile_resolver import ProfileResolver


def metadata(title):
    return {"title": title, "last-modified": "2026-11-28T00:00:00Z", "version": "1", "oscal-version": "1.2.1"}


groups = [
    {
        "id": "zeta",
        "title": "What comes first",
        "props": [{"name": "label", "value": "1"}],
        "parts": [{"name": "overview", "prose": "Read this first."}],
        "controls": [{"id": name, "title": name} for name in ("z-2", "z-10", "z-1")],
    },
    {"id": "alpha", "title": "What comes second", "controls": [{"id": "a-1", "title": "a-1"}]},
]
catalog = {"uuid": "2eb8aa08-aa98-41ea-b4aa-73b441d16380", "metadata": metadata("C"), "groups": groups}
profile = {
    "uuid": "3eb8aa08-aa98-41ea-b4aa-73b441d16380",
    "metadata": metadata("P"),
    "imports": [{"href": "catalog.json", "include-all": {}}],
    "merge": {"as-is": True},
}
pathlib.Path("catalog.json").write_text(json.dumps({"catalog": catalog}))
pathlib.Path("profile.json").write_text(json.dumps({"profile": profile}))

resolved = ProfileResolver.get_resolved_profile_catalog(pathlib.Path().resolve(), "profile.json")
after = json.loads(resolved.oscal_serialize_json())["catalog"]["groups"]


def order(found):
    return ", ".join(f"{group['id']}: {' '.join(one['id'] for one in group['controls'])}" for group in found)


print(order(groups), "->", order(after))
assert order(after) == "alpha: a-1, zeta: z-1 z-10 z-2", order(after)
assert set(after[1]) == {"id", "title", "controls"}, after[1]
PY
