#!/usr/bin/env bash
# exceljs reads a cell of CSV that holds only a space as the number 0, and the text 0x1F as 31.
#
# Version:  exceljs 4.4.0; SheetJS (xlsx) 0.18.5 and csv-parse 7.0.1 for comparison.
# Expected: an empty cell or the text. The README ("Reading CSV") names a default for the formats of dates and a map for
#           cells, and does not say that texts become numbers; an empty cell stays empty.
# Seen:     every cell goes through JavaScript's Number(), which makes 0 of white space alone: a space, a tab, a line
#           break in quotation marks. Programs that pad their columns, and people who press the space bar to clear a
#           cell, write such cells. An answer that nobody gave is then the lowest level, and it lowers a mean.
#           Hexadecimal and binary numbers are read too, as by SheetJS, which keeps the blanks. A map that returns the
#           cell as it is leaves all texts alone.
# Output:   ["a",""," ","\t","0x1F"] -> a, nothing, 0, 0, 31
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 csv-parse@7.0.1

cat >read.cjs <<'JS'
const assert = require("node:assert");
const fs = require("node:fs");
const ExcelJS = require("exceljs");
const XLSX = require("xlsx");
const { parse } = require("csv-parse/sync");

const text = 'id,answer\na,2\nb,\nc," "\nd,\t\ne,"\n"\nf,0x1F\ng,0b11\n';
fs.writeFileSync("answers.csv", text);

async function answers(options) {
  const sheet = await new ExcelJS.Workbook().csv.readFile("answers.csv", options);
  return sheet.getColumn(2).values.slice(2);
}
(async () => {
  const seen = await answers();
  console.log("exceljs:", seen);
  assert.deepStrictEqual([...seen], [2, undefined, 0, 0, 0, 31, 3].map((value) => value ?? seen[1]));
  assert.ok(seen[1] === undefined || seen[1] === null, "an empty cell stays empty");

  const mapped = await answers({ map: (value) => value });
  console.log("exceljs with a map:", mapped);
  assert.deepStrictEqual([...mapped].slice(2), [" ", "\t", "\n", "0x1F", "0b11"]);

  const sheet = XLSX.read(text, { type: "string" }).Sheets.Sheet1;
  const cells = ["B4", "B5", "B6", "B7", "B8"].map((cell) => sheet[cell]?.v);
  console.log("SheetJS:", cells);
  assert.ok(!cells.slice(0, 3).includes(0), cells);

  const rows = parse(text).slice(3).map((row) => row[1]);
  console.log("csv-parse:", rows);
  assert.deepStrictEqual(rows, [" ", "\t", "\n", "0x1F", "0b11"]);
})();
JS
node read.cjs
