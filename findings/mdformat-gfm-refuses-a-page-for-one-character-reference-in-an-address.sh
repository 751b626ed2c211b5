#!/usr/bin/env bash
# mdformat with its GFM plug-in refuses a whole page because one address holds a character reference.
#
# Version:  mdformat 1.0.0, mdformat-gfm 1.0.0.
# Expected: a valid page is formatted. A numeric character reference is the usual way to write an address that shall not
#           become a link (CommonMark 0.31.2, section 2.5), and mdformat without the plug-in has no trouble with it.
# Seen:     the reference is replaced by its colon, the address becomes a link, and mdformat's own check of the result
#           then says "Formatted Markdown renders to different HTML" and leaves the page as it was, with exit code 1.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mdformat==1.0.0 mdformat-gfm==1.0.0

printf '%s\n' '*  Not a link: https&#58;//example.org' >page.md
cp page.md before.md

status=0
venv/bin/mdformat page.md 2>said.txt || status=$?
cat said.txt
test "$status" -eq 1
grep -q 'renders to different HTML than input Markdown' said.txt
cmp page.md before.md

# Without the plug-in the page is formatted, and the address is then bare.
venv/bin/pip uninstall --quiet --yes mdformat-gfm
venv/bin/mdformat page.md
cat page.md
grep -qx -- '- Not a link: https://example.org' page.md
