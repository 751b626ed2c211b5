#!/usr/bin/env bash
# pyexcel-ods3 reads a sheet rightly until pyexcel-ods is installed beside it: then values move to the left and up.
#
# Version:  pyexcel-ods3 0.6.1, pyexcel-ods 0.6.0, pyexcel-io 0.6.8; odfpy 1.4.1 writes the sheet as LibreOffice does.
# Expected: what `pyexcel_ods3.get_data` gave before. Both packages read ODS, the one with ezodf, the other with odfpy,
#           and each has a function of its own for it. ODF 1.3 (part 3, section 9.1) gives a cell that is hidden behind
#           a merged one a place of its own (covered-table-cell), and number-rows-repeated says for how many rows an
#           element stands.
# Seen:     get_data asks pyexcel-io for anything that reads ODS, and that is pyexcel-ods from then on, whichever
#           package was imported. pyexcel-ods leaves covered cells out, so the owner's name stands under "reason", and
#           takes an element for one row however often it is repeated: of two blank rows one is left. Nothing is said.
#           With library="pyexcel-ods3" the values are in their places again.
# Output:   'Priya' at row 1, column 3 -> 2; 'total' at row 4 -> 3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pyexcel-ods3==0.6.1 pyexcel-io==0.6.8 odfpy==1.4.1

cat >write.py <<'PY'
from odf import table, text
from odf.opendocument import OpenDocumentSpreadsheet

COVERED = object()


def row(*values):
    made = table.TableRow()
    for value in values:
        if value is COVERED:
            made.addElement(table.CoveredTableCell())
            continue
        span = {"numbercolumnsspanned": 2, "numberrowsspanned": 1} if value.startswith("partly") else {}
        cell = table.TableCell(valuetype="string", **span)
        cell.addElement(text.P(text=value))
        made.addElement(cell)
    return made


document = OpenDocumentSpreadsheet()
sheet = table.Table(name="Levels")
sheet.addElement(row("practice", "level", "reason", "owner"))
sheet.addElement(row("access", "partly, since May", COVERED, "Priya"))
blank = table.TableRow(numberrowsrepeated=2)
blank.addElement(table.TableCell(numbercolumnsrepeated=4))
sheet.addElement(blank)
sheet.addElement(row("total"))
document.spreadsheet.addElement(sheet)
document.save("levels.ods")
PY

cat >read.py <<'PY'
import json
import sys

import pyexcel_ods3

rows = pyexcel_ods3.get_data("levels.ods", **json.loads(sys.argv[1]))["Levels"]
places = {
    value: [number, column]
    for number, values in enumerate(rows)
    for column, value in enumerate(values)
    if value in {"owner", "Priya", "total"}
}
print(json.dumps(places))
PY

venv/bin/python write.py
before=$(venv/bin/python read.py '{}')
venv/bin/pip install --quiet --disable-pip-version-check pyexcel-ods==0.6.0
after=$(venv/bin/python read.py '{}')
named=$(venv/bin/python read.py '{"library": "pyexcel-ods3"}')
echo "before: $before"
echo "after:  $after"
echo "named:  $named"
[ "$before" = '{"owner": [0, 3], "Priya": [1, 3], "total": [4, 0]}' ]
[ "$after" = '{"owner": [0, 3], "Priya": [1, 2], "total": [3, 0]}' ]
[ "$named" = "$before" ]
