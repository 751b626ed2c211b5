#!/usr/bin/env bash
# compliance-trestle turns a catalog into Markdown and back, and OSCAL's assessment-objective has another name and id.
#
# Version:  compliance-trestle 5.2.0, pydantic 2.14.4.
# Expected: the same parts, as nobody edited anything. `assessment-objective` is one of the names that OSCAL defines for
#           the parts of a control, and links point at a part by its id.
# Seen:     catalog-generate and then catalog-assemble give a part `assessment_objective`, with an underscore, whose id
#           is made of that name: a link to the old id leads nowhere, and whoever looks for assessment objectives finds
#           none. Its properties are gone. An item of the statement gets an id made of its label, and loses its class if
#           its id was another. `trestle validate` finds nothing wrong with the result.
# Output:   a-1_obj assessment-objective -> a-1_assessment_objective assessment_objective
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check compliance-trestle==5.2.0 pydantic==2.14.4
trestle() { venv/bin/trestle "$@" > log 2>&1 || { cat log; exit 1; }; }

mkdir -p catalogs/before
cat > catalogs/before/catalog.json <<'JSON'
{
  "catalog": {
    "uuid": "2eb8aa08-aa98-41ea-b4aa-73b441d16380",
    "metadata": {"title": "T", "last-modified": "2026-11-28T10:00:00Z", "version": "1", "oscal-version": "1.1.3"},
    "groups": [{"id": "a", "title": "A", "controls": [{
      "id": "a-1",
      "title": "Register",
      "links": [{"href": "#a-1_obj"}],
      "parts": [
        {"id": "a-1_smt", "name": "statement", "prose": "Keep a register.", "parts": [
          {"id": "a-1_smt.a", "name": "item", "class": "step", "prose": "Name an owner.",
           "props": [{"name": "label", "value": "a."}]},
          {"id": "a-1_smt.begin", "name": "item", "class": "step", "prose": "Begin.",
           "props": [{"name": "label", "value": "b."}]}
        ]},
        {"id": "a-1_obj", "name": "assessment-objective", "prose": "Is there a register?",
         "props": [{"name": "weight", "ns": "https://example.org/ns", "value": "2"}]}
      ]
    }]}]
  }
}
JSON
trestle init --local
trestle validate --type catalog --name before
trestle author catalog-generate --name before --output markdown
trestle author catalog-assemble --name before --markdown markdown --output after
trestle validate --type catalog --name after

venv/bin/python - <<'PY'
import json
import pathlib


def control(name):
    catalog = json.loads(pathlib.Path(f"catalogs/{name}/catalog.json").read_text())["catalog"]
    return catalog["groups"][0]["controls"][0]


before, after = control("before"), control("after")
old, new = before["parts"][1], after["parts"][1]
print(old["id"], old["name"], "->", new["id"], new["name"])
assert (old["id"], old["name"], "props" in old) == ("a-1_obj", "assessment-objective", True)
assert (new["id"], new["name"], "props" in new) == ("a-1_assessment_objective", "assessment_objective", False)
assert new["prose"] == old["prose"] and after["links"] == before["links"] == [{"href": "#a-1_obj"}]

items = [(item["id"], item.get("class")) for item in after["parts"][0]["parts"]]
print([(item["id"], item["class"]) for item in before["parts"][0]["parts"]], "->", items)
assert items == [("a-1_smt.a", "step"), ("a-1_smt.b", None)]
PY
