#!/usr/bin/env bash
# compliance-trestle adds a slash to the namespace of a prop and spells it anew.
#
# Version:  compliance-trestle 5.2.0, pydantic 2.14.4.
# Expected: the namespace as it was. In OSCAL the ns of a prop says whose name it is; a URI that is spelt differently is
#           another name (RFC 3986, 6.2.1, simple comparison), and the schema takes any absolute URI.
# Seen:     https://example.org is written as https://example.org/, letters outside ASCII become punycode, a port and
#           capitals are dropped. Whoever looks for the props of the old namespace in the file finds none. The href of a
#           link stays as it is.
# Output:   https://example.org -> https://example.org/
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check compliance-trestle==5.2.0 pydantic==2.14.4

venv/bin/python -W ignore - <<'PY'
import json
import pathlib

from trestle.oscal.catalog import Catalog


def control_read_and_written(control):
    metadata = {"title": "T", "last-modified": "2026-11-28T10:00:00Z", "version": "1", "oscal-version": "1.1.3"}
    uuid = "2eb8aa08-aa98-41ea-b4aa-73b441d16380"
    path = pathlib.Path("catalog.json")
    path.write_text(json.dumps({"catalog": {"uuid": uuid, "metadata": metadata, "controls": [control]}}))
    return json.loads(Catalog.oscal_read(path).oscal_serialize_json())["catalog"]["controls"][0]


for before, after in [
    ("https://example.org", "https://example.org/"),
    ("https://example.org:443/ns", "https://example.org/ns"),
    ("https://Example.org/ns", "https://example.org/ns"),
    ("https://bücher.example/ns", "https://xn--bcher-kva.example/ns"),
    ("urn:example:levels", "urn:example:levels"),
]:
    prop = {"name": "level", "ns": before, "value": "2"}
    control = control_read_and_written({"id": "a-1", "title": "A", "props": [prop], "links": [{"href": before}]})
    print(before, "->", control["props"][0]["ns"])
    assert control["props"][0]["ns"] == after
    assert control["links"][0]["href"] == before
PY
