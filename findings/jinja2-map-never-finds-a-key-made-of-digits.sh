#!/usr/bin/env bash
# Jinja's map, groupby and sum cannot reach a key that consists of digits.
#
# Version:  Jinja2 3.1.6.
# Expected: by the documentation of map, groupby and sum, "attribute" looks up that attribute, with dots for what is
#           nested. Data read from TOML or JSON has only text for keys, also where the key is a number: practice 1,
#           level 2, a year.
# Seen:     a part of the path that looks like a number is made an integer before the look-up, so {"2025": 3} is asked
#           for 2025, not for "2025". The values come out undefined (or as the default), although item["2025"] has them.
# Output:   year by map: [Undefined], by subscript: 3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Jinja2==3.1.6

venv/bin/python - <<'PY'
from jinja2.sandbox import ImmutableSandboxedEnvironment

environment = ImmutableSandboxedEnvironment()
teams = [{"name": "A", "levels": {"2025": 3}}, {"name": "B", "levels": {"2025": 1}}]


def rendered(template):
    return environment.from_string(template).render(teams=teams)


by_map = rendered("{{ teams | map(attribute='levels.2025') | list }}")
with_default = rendered("{{ teams | map(attribute='levels.2025', default=0) | list }}")
by_subscript = rendered("{{ teams[0].levels['2025'] }}")
print("by map:", by_map, "with a default:", with_default, "by subscript:", by_subscript)
assert by_map == "[Undefined, Undefined]", by_map
assert with_default == "[0, 0]", with_default
assert by_subscript == "3", by_subscript
PY
