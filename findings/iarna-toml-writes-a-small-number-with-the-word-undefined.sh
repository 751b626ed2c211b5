#!/usr/bin/env bash
# @iarna/toml writes 0.0000005 as 5e-7.undefined, and refuses a list of days.
#
# Version:  @iarna/toml 2.2.5 and 3.0.0; smol-toml 1.9.1 and Python's tomllib for comparison.
# Expected: a text that a reader of TOML takes, and days in a list. The README names TOML 1.0.0-rc.1, in which a float
#           may have an exponent without a fraction and an array may hold values of any type.
# Seen:     to a float below a millionth, which JavaScript writes with an exponent, 3.0.0 adds ".undefined" and 2.2.5
#           ".0". No reader takes either file, @iarna/toml included. A list of days is refused while one day is read:
#           the comma behind the first is called the end of an incomplete time.
# Output:   2.2.5 weight = 5e-7.0, 3.0.0 weight = 5e-7.undefined; Incomplete datetime
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund iarna3@npm:@iarna/toml@3.0.0 iarna2@npm:@iarna/toml@2.2.5 smol-toml@1.9.1

cat >round.mjs <<'JS'
import assert from "node:assert";
import * as smol from "smol-toml";
import iarna2 from "iarna2";
import iarna3 from "iarna3";

const days = "rounds = [2026-08-24, 2026-11-23]\n";
for (const [name, iarna] of Object.entries({ "2.2.5": iarna2, "3.0.0": iarna3 })) {
  assert.strictEqual(iarna.parse("weight = 5e-7\n").weight, 0.0000005);
  const written = iarna.stringify({ weight: 0.0000005 });
  console.log("@iarna/toml", name, written.trim());
  assert.strictEqual(written, `weight = 5e-7.${name === "2.2.5" ? "0" : "undefined"}\n`);
  assert.throws(() => iarna.parse(written));
  assert.throws(() => smol.parse(written));
  assert.ok(iarna.parse("round = 2026-08-24\n").round instanceof Date);
  assert.throws(() => iarna.parse(days), (error) => {
    console.log(error.message.split("\n")[0]);
    return error.message.startsWith("Incomplete datetime");
  });
}
console.log("smol-toml", smol.stringify({ weight: 0.0000005 }).trim(), smol.parse(days).rounds.length, "days");
assert.strictEqual(smol.parse(smol.stringify({ weight: 0.0000005 })).weight, 0.0000005);
assert.strictEqual(smol.parse(days).rounds.length, 2);
JS
node round.mjs
python3 -c '
import tomllib
assert tomllib.loads("weight = 5e-7")["weight"] == 0.0000005
assert len(tomllib.loads("rounds = [2026-08-24, 2026-11-23]")["rounds"]) == 2'
