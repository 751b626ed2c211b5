#!/usr/bin/env bash
# gray-matter swallows the first part of a page that begins with a horizontal rule.
#
# Version:  gray-matter 4.0.3.
# Expected: the page as it is. Three hyphens on the first line are a thematic break (CommonMark 0.31.2, section 4.1).
#           The documentation of gray-matter describes front matter as data between two delimiters; here no second one
#           comes, or what stands between is a sentence and no data.
# Seen:     without a second line of hyphens, the whole page is taken as data and its content is empty. With one, the
#           text between is gone from the content. data, which is an object otherwise, is then a string.
# Output:   {"data":"A page.","content":""}
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund gray-matter@4.0.3

cat >check.cjs <<'JS'
const assert = require("node:assert");
const matter = require("gray-matter");

const read = (page) => ({ data: matter(page).data, content: matter(page).content });

for (const [page, seen] of [
  ["---\n\nA page.\n", { data: "A page.", content: "" }],
  ["---\n\nFirst part.\n\n---\n\nSecond part.\n", { data: "First part.", content: "\nSecond part.\n" }],
  ["---\ntitle: A\n---\nA page.\n", { data: { title: "A" }, content: "A page.\n" }],
]) {
  console.log(JSON.stringify(page), JSON.stringify(read(page)));
  assert.deepEqual(read(page), seen);
}
JS
node check.cjs
