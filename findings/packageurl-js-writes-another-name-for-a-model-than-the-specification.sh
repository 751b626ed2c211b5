#!/usr/bin/env bash
# packageurl-js and packageurl-python write two package URLs for one model, each calling its own canonical.
#
# Version:  packageurl-js 2.0.1, packageurl-python 0.17.6.
# Expected: one text, as the canonical form is what bills of materials and lists of vulnerabilities are compared by. The
#           specification's own tests of models (tests/types/mlflow-test.json) have repository_url=https://… in it, with
#           the colon and the slashes as they are.
# Seen:     packageurl-js percent-encodes the colon and slashes of a qualifier, and decodes the plus of a version, which
#           packageurl-python leaves encoded. Either reads the other's text, and turns it into its own. A model, or a
#           wheel with a local version such as 2.1.0+cpu, that is named by both is two different packages for whoever
#           compares the texts.
# Output:   packageurl-js …=https%3A%2F%2Fhub.example.org and …@2.1.0+cpu
#           packageurl-python …=https://hub.example.org and …@2.1.0%2Bcpu
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6
npm install --silent --no-audit --no-fund packageurl-js@2.0.1

cat >names.cjs <<'JS'
const { PackageURL } = require("packageurl-js");

for (const text of process.argv.slice(2)) console.log(PackageURL.fromString(text).toString());
JS
cat >names.py <<'PY'
import subprocess

from packageurl import PackageURL


def by_js(texts: list[str]) -> list[str]:
    run = subprocess.run(["node", "names.cjs", *texts], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


given = ["pkg:huggingface/org/guard@559062a?repository_url=https://hub.example.org", "pkg:pypi/torch@2.1.0%2Bcpu"]
python = [PackageURL.from_string(text).to_string() for text in given]
javascript = by_js(given)
for names in zip(python, javascript, strict=True):
    print(*names, sep="\n")
assert python == given
assert javascript == [
    "pkg:huggingface/org/guard@559062a?repository_url=https%3A%2F%2Fhub.example.org",
    "pkg:pypi/torch@2.1.0+cpu",
]
assert [PackageURL.from_string(text).to_string() for text in javascript] == python
assert by_js(python) == javascript
PY
venv/bin/python names.py
