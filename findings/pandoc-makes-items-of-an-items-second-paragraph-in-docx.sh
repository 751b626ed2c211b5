#!/usr/bin/env bash
# A list that pandoc writes to docx comes back with the second paragraph of an item as an item of its own.
#
# Version:  pandoc 3.9 (pypandoc_binary 1.17).
# Expected: the list that was written. The user's guide says that conversions may lose what the simple document model
#           cannot hold, but an item with two paragraphs is in the model, in Markdown as in docx, and comes back whole
#           from ODT.
# Seen:     one ordered list of two items comes back as three lists: the first item, a bullet list with the paragraph
#           that belonged to it, and another ordered list that starts at 2.
# Output:   OrderedList, BulletList, OrderedList; by way of ODT: OrderedList
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17

venv/bin/python - <<'PY'
import json

import pypandoc

assert pypandoc.get_pandoc_version() == "3.9"
STEPS = "1. First step.\n\n   What it takes.\n2. Second step.\n"


def blocks_by_way_of(format):
    path = f"steps.{format}"
    pypandoc.convert_text(STEPS, format, format="gfm", outputfile=path)
    return json.loads(pypandoc.convert_file(path, "json", format=format))["blocks"]


by_docx, by_odt = blocks_by_way_of("docx"), blocks_by_way_of("odt")
print("docx:", [block["t"] for block in by_docx], "odt:", [block["t"] for block in by_odt])
assert [block["t"] for block in by_docx] == ["OrderedList", "BulletList", "OrderedList"]
assert [block["t"] for block in by_odt] == ["OrderedList"]
items = by_odt[0]["c"][1]
assert [len(item) for item in items] == [2, 1], items
PY
