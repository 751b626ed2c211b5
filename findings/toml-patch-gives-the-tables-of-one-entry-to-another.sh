#!/usr/bin/env bash
# toml-patch deletes the tables below an entry that stays, or hangs them under another entry.
#
# Version:  @decimalturn/toml-patch 3.3.0; Python's tomllib judges.
# Expected: a document with the data that it was given. The README says that it patches TOML while it preserves
#           comments, white space and formatting. In TOML 1.0 (array of tables) [[practice.evidence]] belongs to the
#           [[practice]] above it, so it goes where that goes.
# Seen:     of two practices, each with its own evidence, one is taken out of the list, no matter which: the evidence of
#           the other is gone as well. With their order reversed, both pieces of evidence belong to one practice, and
#           the other has none. A plain table, [practice.evidence], goes the same way. The text is valid TOML, and
#           nothing is said. A change of a value, or a new entry in front, is right.
# Output:   [{'id': 'b', 'evidence': [...]}] is written as [{'id': 'b'}]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @decimalturn/toml-patch@3.3.0

cat >patch.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { parse, patch } from "@decimalturn/toml-patch";

const entry = (id, day) => `[[practice]]\nid = "${id}"\n\n[[practice.evidence]]\nday = ${day}\n`;
const lists = `${entry("a", "2026-01-05")}\n${entry("b", "2026-02-06")}`;
const changes = {
  first: (list) => list.shift(),
  last: (list) => list.pop(),
  turned: (list) => list.reverse(),
  before: (list) => list.unshift({ id: "new" }),
};
for (const [name, change] of Object.entries(changes)) {
  const data = parse(lists);
  change(data.practice);
  writeFileSync(`${name}.toml`, patch(lists, data));
}
const tables = lists.replaceAll("[[practice.evidence]]", "[practice.evidence]");
const data = parse(tables);
data.practice.shift();
writeFileSync("table.toml", patch(tables, data));
JS
node patch.mjs

python3 - <<'PY'
import pathlib
import tomllib

seen = {}
for name in "first", "last", "turned", "before", "table":
    practices = tomllib.loads(pathlib.Path(f"{name}.toml").read_text())["practice"]
    seen[name] = {
        practice["id"]: [str(row["day"]) for row in practice["evidence"]] if "evidence" in practice else None
        for practice in practices
    }
    print(f"{name}:", seen[name])
assert seen["first"] == seen["table"] == {"b": None}, seen
assert seen["last"] == {"a": None}, seen
assert seen["turned"] == {"b": None, "a": ["2026-01-05", "2026-02-06"]}, seen
assert seen["before"] == {"new": None, "a": ["2026-01-05"], "b": ["2026-02-06"]}, seen
PY
