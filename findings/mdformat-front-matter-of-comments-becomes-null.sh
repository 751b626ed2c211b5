#!/usr/bin/env bash
# mdformat writes "null" into an empty front matter and deletes the comments of one that has only comments.
#
# Version:  mdformat 1.0.0, mdformat-frontmatter 2.2.0.
# Expected: the plug-in's description says that a properly formed block is to pass through, and names Jekyll as the
#           model, whose documentation (front matter) tells people to write an empty block where they only want a page
#           to be processed. A comment is kept by a formatter.
# Seen:     the value null is written between the lines, and a reader that wants a mapping gets a null; the comment is
#           gone.
# Output:   ---
#           null
#           ---
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mdformat==1.0.0 mdformat-frontmatter==2.2.0

printf '%s\n' '---' '---' '' 'Text.' >empty.md
printf '%s\n' '---' '# owner: nobody yet' '---' '' 'Text.' >comment.md
venv/bin/mdformat empty.md comment.md
cat empty.md comment.md
for page in empty.md comment.md; do
  diff "$page" - <<'MD'
---
null
---

Text.
MD
done
