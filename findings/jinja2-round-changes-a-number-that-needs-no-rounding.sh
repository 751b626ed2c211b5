#!/usr/bin/env bash
# Jinja's round with "floor" or "ceil" changes numbers that have few enough digits already.
#
# Version:  Jinja2 3.1.6.
# Expected: rounding 4.35 to two digits gives 4.35, whatever the method. The documentation says that floor always rounds
#           down and ceil always rounds up, to the given precision, and shows 42.55 at one digit as 42.5.
# Seen:     the number is multiplied first, and 4.35 * 100 is a little less than 435, so floor gives 4.34. Rounding
#           twice goes down twice.
# Output:   0.29 -> 0.28, 4.35 -> 4.34, 1.1 (ceil, 2 digits) -> 1.11
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Jinja2==3.1.6

venv/bin/python - <<'PY'
from jinja2 import Environment


def rendered(template):
    return Environment().from_string("{{ " + template + " }}").render()


for template, seen in [
    ("0.29 | round(2, 'floor')", "0.28"),
    ("4.35 | round(2, 'floor')", "4.34"),
    ("1.1 | round(2, 'ceil')", "1.11"),
    ("4.35 | round(2)", "4.35"),
]:
    print(template, "->", rendered(template))
    assert rendered(template) == seen, template

changed = sum(rendered(f"{n / 100} | round(2, 'floor')") != str(n / 100) for n in range(1000))
print(changed, "of 1,000 numbers with two digits changed")
assert changed > 50
PY
