#!/usr/bin/env bash
# lib4sbom keeps one of two components that have the same name, and gives it what the other depends on.
#
# Version:  lib4sbom 0.10.4.
# Expected: both. In CycloneDX 1.6 a component is known by its bom-ref, which is unique in the document; a name may occur
#           again, with another group or another type. lib4sbom describes itself as a library to parse and generate
#           SBOMs, and gives each component that it read its type and its bom-ref.
# Seen:     components are kept by name and version. Of a model and the data set that it was trained on, both called
#           orders 1, the model is gone: from the list, and from what is written as CycloneDX or SPDX. The same happens
#           to @types/react and react, whose groups differ. In what is written, the data set depends on the library
#           that the model was built with. lib4sbom's issue 54 was about this.
# Output:   read data:orders and torch; written {'app': ['data:orders'], 'data:orders': ['torch']}
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lib4sbom==0.10.4

venv/bin/python - <<'PY'
import json
import pathlib

from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser


def read(components, dependencies=()):
    """The components that lib4sbom finds in a document with these, and the parser that holds them."""
    application = {"type": "application", "name": "Retail Assistant", "version": "1", "bom-ref": "app"}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": application}}
    document |= {"components": components, "dependencies": list(dependencies)}
    pathlib.Path("read.json").write_text(json.dumps(document))
    parser = SBOMParser()
    parser.parse_file("read.json")
    found = [(package["type"].lower(), package["bom-ref"]) for package in parser.get_packages()]
    print(found)
    return found, parser


model = {"type": "machine-learning-model", "name": "orders", "version": "1", "bom-ref": "model:orders"}
data = {"type": "data", "name": "orders", "version": "1", "bom-ref": "data:orders"}
torch = {"type": "library", "name": "torch", "version": "2.9.0", "bom-ref": "torch"}
dependencies = [
    {"ref": "app", "dependsOn": ["model:orders", "data:orders"]},
    {"ref": "model:orders", "dependsOn": ["torch"]},
]
found, parser = read([model, data, torch], dependencies)
assert found == [("data", "data:orders"), ("library", "torch")], found

generator = SBOMGenerator(sbom_type="cyclonedx", format="json")
generator.generate("Retail Assistant", parser.get_sbom(), filename="written.json")
written = json.loads(pathlib.Path("written.json").read_text())
depends = {dependency["ref"]: dependency["dependsOn"] for dependency in written["dependencies"]}
print(depends)
written_refs = [component["bom-ref"] for component in written["components"]]
assert written_refs == ["data:orders", "torch"], written_refs
assert depends == {"app": ["data:orders"], "data:orders": ["torch"]}, depends

types = {"type": "library", "group": "@types", "name": "react", "version": "18.3.1", "bom-ref": "@types/react"}
library = {"type": "library", "name": "react", "version": "18.3.1", "bom-ref": "react"}
assert read([types, library])[0] == [("library", "react")]
PY
