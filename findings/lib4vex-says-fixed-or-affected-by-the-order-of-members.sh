#!/usr/bin/env bash
# lib4vex gives a vulnerability one status, the one that stands last in the file, whatever product it is about.
#
# Version:  lib4vex 0.2.3 with csaf-tool 0.3.2.
# Expected: both statuses with their products. In CSAF 2.0 (section 3.2.3.9, product status) a vulnerability has a list
#           of products for each status, and that release 1 is affected and release 2 fixed is the usual case; lib4vex
#           reads both releases into its products. Members of a JSON object have no order (RFC 8259, section 1).
# Seen:     what it says of the vulnerability is status "fixed", without a product: the affected release is gone. The
#           same document with its two lists the other way round is "known_affected". In CycloneDX, of the components
#           that a vulnerability affects only the first is left.
# Output:   fixed; known_affected; bom_link 'app' of affects 'app' and 'agent'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lib4vex==0.2.3 csaf-tool==0.3.2

venv/bin/python - <<'PY'
import json
import pathlib

from lib4vex.parser import VEXParser

TIME = "2026-11-28T10:00:00Z"


def release(number):
    product = {"product_id": f"R-{number}", "name": f"Example Gateway {number}"}
    return {"category": "product_version", "name": number, "product": product}


def csaf(status):
    releases = [release("1"), release("2")]
    gateway = {"category": "product_name", "name": "Gateway", "branches": releases}
    return {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "title": "Gateway",
            "publisher": {"category": "vendor", "name": "Example", "namespace": "https://example.org"},
            "tracking": {
                "id": "EX-1",
                "version": "1",
                "status": "final",
                "initial_release_date": TIME,
                "current_release_date": TIME,
                "revision_history": [{"number": "1", "date": TIME, "summary": "First"}],
            },
        },
        "product_tree": {"branches": [{"category": "vendor", "name": "Example", "branches": [gateway]}]},
        "vulnerabilities": [
            {
                "cve": "CVE-2026-0001",
                "notes": [{"category": "description", "text": "Prompts are logged."}],
                "product_status": status,
                "remediations": [{"category": "vendor_fix", "details": "Take release 2.", "product_ids": ["R-1"]}],
            }
        ],
    }


def read(document, name):
    pathlib.Path(name).write_text(json.dumps(document))
    parser = VEXParser()
    parser.parse(name)
    return parser


affected, fixed = {"known_affected": ["R-1"]}, {"fixed": ["R-2"]}
one, other = csaf(affected | fixed), csaf(fixed | affected)
assert one == other
parsed = read(one, "one.csaf.json")
assert sorted(parsed.get_product()) == ["R-1", "R-2"], parsed.get_product()
(first,), (second,) = parsed.get_vulnerabilities(), read(other, "other.csaf.json").get_vulnerabilities()
print(first)
print(second)
assert (first["status"], second["status"]) == ("fixed", "known_affected")
assert not {"R-1", "R-2"} & set(map(str, first.values())), first

cyclonedx = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "serialNumber": "urn:uuid:2eb8aa08-aa98-41ea-b4aa-73b441d16380",
    "metadata": {"component": {"type": "application", "name": "App", "version": "1", "bom-ref": "app"}},
    "components": [{"type": "application", "name": "Agent", "version": "1", "bom-ref": "agent"}],
    "vulnerabilities": [
        {"id": "CVE-2026-0001", "analysis": {"state": "exploitable"}, "affects": [{"ref": "app"}, {"ref": "agent"}]}
    ],
}
(third,) = read(cyclonedx, "vex.cdx.json").get_vulnerabilities()
print(third)
assert third["bom_link"] == "app" and "agent" not in str(third), third
PY
