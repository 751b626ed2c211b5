#!/usr/bin/env bash
# mdformat ends the front matter at three hyphens inside a block of text and makes a heading of the rest.
#
# Version:  mdformat 1.0.0, mdformat-frontmatter 2.2.0, mdit-py-plugins 0.7.0; PyYAML 6.0.4 to show that the YAML is
#           right.
# Expected: the plug-in's description says that a properly formed block is to pass through, and names Jekyll as the
#           model. In YAML 1.2 (section 8.1.2) an indented line of a literal block belongs to the text, hyphens or not.
# Seen:     the indented hyphens close the front matter. The text loses its second half, and the keys that follow become
#           a heading: the line that really closes the front matter is read as its underline.
# Output:   title: |-
#             first
#           ---
#           ## second owner: A
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  mdformat==1.0.0 mdformat-frontmatter==2.2.0 mdit-py-plugins==0.7.0 PyYAML==6.0.4

printf '%s\n' '---' 'title: |' '  first' '  ---' '  second' 'owner: A' '---' '' 'Text.' >page.md
venv/bin/python - <<'PY'
import yaml

matter = open("page.md").read().removeprefix("---\n").split("\n---\n")[0]
assert yaml.safe_load(matter) == {"title": "first\n---\nsecond\n", "owner": "A"}
PY

venv/bin/mdformat page.md
cat page.md
diff page.md - <<'MD'
---
title: |-
  first
---

## second owner: A

Text.
MD
