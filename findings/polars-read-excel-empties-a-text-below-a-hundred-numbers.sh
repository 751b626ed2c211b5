#!/usr/bin/env bash
# Polars reads a text of a workbook as missing when the hundred rows above it hold numbers.
#
# Version:  Polars 2.1.0 with fastexcel 0.21.0; XlsxWriter 3.3.1 writes the workbook, python-calamine 0.9.1 and Polars's
#           own read_csv read the same for comparison.
# Expected: the text, or an error. The documentation of read_excel says that infer_schema_length is how many rows are
#           scanned for the schema, and not what becomes of a later cell that does not fit. read_csv, which has the same
#           parameter with the same default, stops with an error.
# Seen:     "unsure" in row 101 of a column of levels and "after the audit" in one of days are null, without a word: an
#           answer that somebody gave looks like one that nobody gave. A row that has nothing else is left out whole, as
#           an empty one. infer_schema_length=None keeps the texts, and makes the whole column text.
# Output:   ('data.keys', None, None), 101 of 102 rows; read_csv: could not parse `unsure`
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1 python-calamine==0.9.1

venv/bin/python - <<'PY'
import datetime
import io

import polars
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("answers.xlsx") as workbook:
    sheet = workbook.add_worksheet("Answers")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["practice", "level", "due"])
    for row in range(1, 101):
        sheet.write_row(row, 0, ["data.backups", 2])
        sheet.write_datetime(row, 2, datetime.date(2027, 1, 29), day)
    sheet.write_row(101, 0, ["data.keys", "unsure", "after the audit"])
    sheet.write_row(102, 1, ["unsure", "after the audit"])

rows = python_calamine.CalamineWorkbook.from_path("answers.xlsx").get_sheet_by_index(0).to_python()[1:]
by_default = polars.read_excel("answers.xlsx")
with_all_rows = polars.read_excel("answers.xlsx", infer_schema_length=None)
print("calamine", len(rows), rows[-2:])
print("by default", by_default.height, by_default.row(-1))
print("with infer_schema_length=None", with_all_rows.height, with_all_rows.rows()[-2:])
assert rows[-2:] == [["data.keys", "unsure", "after the audit"], ["", "unsure", "after the audit"]]
assert by_default.height == 101
assert by_default.row(-1) == ("data.keys", None, None)
assert with_all_rows.rows()[-2:] == [("data.keys", "unsure", "after the audit"), (None, "unsure", "after the audit")]
try:
    polars.read_csv(io.StringIO("level\n" + "2\n" * 100 + "unsure\n"))
except polars.exceptions.ComputeError as error:
    print("read_csv:", str(error).splitlines()[0])
else:
    raise SystemExit("read_csv takes the text")
PY
