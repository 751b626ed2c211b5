#!/usr/bin/env bash
# Readers of git's diffs give another name to a file whose folder has a space or an umlaut in its name.
#
# Version:  diff2html 3.4.56, gitdiff-parser 0.3.1, parse-diff 0.12.0; whatthepatch 1.0.7, unidiff 1.0.1; jsdiff (diff)
#           9.0.0 for comparison; git, as it is installed, writes the diff.
# Expected: team a/old.md, team a/new.md, team a/answers.toml and über.md. git's documentation of its diff format says
#           that a name with unusual characters is quoted as core.quotePath explains, and that "rename from" and "rename
#           to" hold the two names. git ends a name that has a space with a tab.
# Seen:     of the line with both names diff2html and whatthepatch take the first space for the end of one: a file that
#           was only renamed is "team a/old.md b/team" and "new.md" for the one, "b/team" and "a/new.md" for the other.
#           diff2html, gitdiff-parser and whatthepatch keep the tab as a part of the name. No one of the five knows what
#           \303\274 stands for. A list of changed files then names files that do not exist. jsdiff gets all right.
# Output:   diff2html: "team a/answers.toml\t", "team a/old.md b/team" -> "new.md", "\303\274ber.md"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check whatthepatch==1.0.7 unidiff==1.0.1
npm install --silent --no-audit --no-fund diff2html@3.4.56 gitdiff-parser@0.3.1 parse-diff@0.12.0 diff@9.0.0

git init -q book
cd book
mkdir "team a"
echo "level = 1" >"team a/answers.toml"
echo "A page." >"team a/old.md"
echo "A page, too." >"über.md"
git add .
git -c user.name=Ana -c user.email=ana@example.org commit -qm "A round"
echo "level = 2" >"team a/answers.toml"
git mv "team a/old.md" "team a/new.md"
echo "Another page." >"über.md"
git add .
git diff --cached -M >../changes.diff
cd ..
cat changes.diff

cat >read.cjs <<'JS'
const assert = require("node:assert");
const { readFileSync } = require("node:fs");
const jsdiff = require("diff");
const diff2html = require("diff2html");
const gitdiffParser = require("gitdiff-parser");
const parseDiff = require("parse-diff");

const text = readFileSync("changes.diff", "utf8");
const names = (files, from, to) => files.map((file) => [file[from], file[to]]);
const found = {
  diff2html: names(diff2html.parse(text), "oldName", "newName"),
  gitdiffParser: names((gitdiffParser.default ?? gitdiffParser).parse(text), "oldPath", "newPath"),
  parseDiff: names((parseDiff.default ?? parseDiff)(text), "from", "to"),
  jsdiff: names(jsdiff.parsePatch(text), "oldFileName", "newFileName"),
};
console.log(found);
const same = (name) => [name, name];
const renamed = ["team a/old.md", "team a/new.md"];
assert.deepEqual(found, {
  diff2html: [same("team a/answers.toml\t"), ["team a/old.md b/team", "new.md"], same("\\303\\274ber.md")],
  gitdiffParser: [same("team a/answers.toml\t"), renamed, same('/\\303\\274ber.md"')],
  parseDiff: [same("team a/answers.toml"), renamed, same("\\303\\274ber.md")],
  jsdiff: [
    ["a/team a/answers.toml", "b/team a/answers.toml"],
    ["a/team a/old.md", "b/team a/new.md"],
    ["a/über.md", "b/über.md"],
  ],
});
JS
node read.cjs

venv/bin/python - <<'PY'
import pathlib

import unidiff
import whatthepatch

text = pathlib.Path("changes.diff").read_text()
by_whatthepatch = [(part.header.old_path, part.header.new_path) for part in whatthepatch.parse_patch(text)]
by_unidiff = [file.path for file in unidiff.PatchSet(text)]
print("whatthepatch", by_whatthepatch)
print("unidiff", by_unidiff)
assert by_whatthepatch == [
    ("team a/answers.toml\t", "team a/answers.toml\t"),
    ("b/team", "a/new.md"),
    (r'"a/\303\274ber.md"', r'"b/\303\274ber.md"'),
], by_whatthepatch
assert by_unidiff == ["team a/answers.toml", "team a/new.md", r'"\303\274ber.md"'], by_unidiff
PY
