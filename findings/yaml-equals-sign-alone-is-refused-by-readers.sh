#!/usr/bin/env bash
# A value that is only an equals sign cannot be read by PyYAML and ruamel.yaml.
#
# Version:  PyYAML 6.0.4, ruamel.yaml 0.19.1.
# Expected: the text "=". The core schema of YAML 1.2 (section 10.3.2), which ruamel.yaml reads by default, has no
#           special meaning for it. YAML 1.1 has a type "value" for an equals sign as a key, and says that a reader
#           without use for it takes it as a text.
# Seen:     both readers give the sign that type and then find nothing that makes a value of it, so a list of operators
#           in a policy cannot be loaded. Every other operator is a text.
# Output:   could not determine a constructor for the tag 'tag:yaml.org,2002:value'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1

venv/bin/python - <<'PY'
import ruamel.yaml
import yaml

RULE = "operators: [==, !=, =]\n"

for name, load, error in [
    ("PyYAML", yaml.safe_load, yaml.constructor.ConstructorError),
    ("ruamel.yaml, safe", ruamel.yaml.YAML(typ="safe", pure=True).load, ruamel.yaml.constructor.ConstructorError),
]:
    assert load('operators: [==, ">", <]\n') == {"operators": ["==", ">", "<"]}
    try:
        raise SystemExit(f"{name} reads {load(RULE.replace('!=', 'ne'))}")
    except error as refused:
        print(name + ":", refused.problem)
        assert "tag:yaml.org,2002:value" in refused.problem
PY
