#!/usr/bin/env bash
# Vega-Lite draws one bar for the nines and tens of a scale from 0 to 10, and each other number has a bar of its own.
#
# Version:  vega-lite 6.4.3, vega 6.4.0 (what Altair draws with); D3 (d3-array 3.2.4) for comparison.
# Expected: eleven bars. `bin: true` cuts a scale from 0 to 10 into steps of 1, and the documentation says no more of
#           the edges than that a bin has a start and an end. A 3 is counted from 3 to 4 and not from 2 to 3, so a bin
#           has its start and not its end, and a 10 begins a bin of its own, as in D3.
# Seen:     there are ten bars, and the highest value is counted in the bar that ends with it. Of answers from 0 to 10,
#           one each, nine bars stand for one answer and the last for two, so the best answers seem to be twice as many;
#           with a step of 1, levels 3 and 4 are one bar, labelled 3 to 4. An answer of 11, a slip, takes the tens out
#           of the bar of the nines. Vega's issue 2899 is about this.
# Output:   [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]; levels 0 to 4: [1, 1, 1, 2]; D3: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund vega-lite@6.4.3 vega@6.4.0 d3-array@3.2.4

cat >bars.mjs <<'JS'
import assert from "node:assert";
import { bin as d3 } from "d3-array";
import * as vega from "vega";
import { compile } from "vega-lite";

async function bars(values, bin) {
  const encoding = { x: { field: "value", bin }, y: { aggregate: "count" } };
  const data = { values: values.map((value) => ({ value })) };
  const view = new vega.View(vega.parse(compile({ data, mark: "bar", encoding }).spec), { renderer: "none" });
  await view.runAsync();
  const rows = view.data("data_0");
  const start = Object.keys(rows[0]).find((name) => name.startsWith("bin_") && !name.endsWith("_end"));
  return rows.sort((one, other) => one[start] - other[start]).map((row) => row.__count);
}

const answers = [...Array(11).keys()];
const seen = {
  answers: await bars(answers, true),
  levels: await bars([0, 1, 2, 3, 4], { step: 1 }),
  "with an 11": await bars([...answers, 11], { step: 1 }),
  d3: d3().domain([0, 10]).thresholds(answers)(answers).map((members) => members.length),
};
console.log(seen);
assert.deepStrictEqual(seen, {
  answers: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
  levels: [1, 1, 1, 2],
  "with an 11": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
  d3: Array(11).fill(1),
});
JS
node bars.mjs
