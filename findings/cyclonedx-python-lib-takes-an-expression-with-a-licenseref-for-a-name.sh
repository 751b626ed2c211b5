#!/usr/bin/env bash
# cyclonedx-python-lib takes a licence expression with LicenseRef or a plus for the free name of one licence.
#
# Version:  cyclonedx-python-lib 11.12.0 with license-expression 30.4.4; packaging 26.4 and spdx-expression-parse 5.0.0
#           (npm) for comparison.
# Expected: an expression. SPDX 3.0.1 (annex on license expressions) has LicenseRef- for a licence that its list lacks,
#           and a plus for "or any later version"; is_expression says that it validates by that specification. PyPI's
#           metadata takes LicenseRef, too (PEP 639).
# Seen:     license-expression checks every part against the licences that it knows, among them no LicenseRef but its
#           own and a plus only where a licence of that name was listed once, such as GPL-2.0+. So "MIT OR
#           LicenseRef-Team" becomes a single licence of just that name, beside "MIT OR Apache-2.0", which is an
#           expression. A tool that allows MIT finds none in it, and nothing is said. The other two readers take all
#           four.
# Output:   MIT OR Apache-2.0: expression; MIT OR LicenseRef-Team and MIT OR Apache-2.0+: name
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    cyclonedx-python-lib==11.12.0 license-expression==30.4.4 packaging==26.4
npm install --silent --no-audit --no-fund spdx-expression-parse@5.0.0

venv/bin/python - <<'PY'
import subprocess

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.license import LicenseExpression
from cyclonedx.spdx import is_expression
from packaging.licenses import canonicalize_license_expression

seen = {}
for text in "MIT OR Apache-2.0", "MIT OR GPL-2.0+", "MIT OR LicenseRef-Team", "MIT OR Apache-2.0+":
    assert canonicalize_license_expression(text) == text
    subprocess.run(["node", "-e", f'require("spdx-expression-parse")("{text}")'], check=True)
    made = LicenseFactory().make_from_string(text)
    seen[text] = "expression" if isinstance(made, LicenseExpression) else f"name {made.name}"
    assert is_expression(text) is isinstance(made, LicenseExpression)
    print(text, "->", seen[text])
assert list(seen.values()) == ["expression", "expression", "name MIT OR LicenseRef-Team", "name MIT OR Apache-2.0+"]
PY
