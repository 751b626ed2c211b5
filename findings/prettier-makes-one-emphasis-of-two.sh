#!/usr/bin/env bash
# Prettier rewrites two emphases that touch into one, with underscores inside.
#
# Version:  prettier 3.10.1; commonmark 0.31.2 renders before and after.
# Expected: the same document. Prettier's "Rationale" (Correctness) puts first that formatted code behaves exactly as
#           before.
# Seen:     _a_*b* is written as _a__b_, which CommonMark reads as one emphasis of the text a__b. With three emphases
#           the result changes again at the next run.
# Output:   <em>a</em><em>b</em> before, <em>a__b</em> after
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund prettier@3.10.1 commonmark@0.31.2

cat >check.cjs <<'JS'
const assert = require("node:assert");
const { HtmlRenderer, Parser } = require("commonmark");

const html = (text) => new HtmlRenderer().render(new Parser().parse(text)).trim();

(async () => {
  const { format } = await import("prettier");
  const markdown = (text) => format(text, { parser: "markdown" });

  const after = await markdown("_a_*b*\n");
  console.log(html("_a_*b*\n"), "->", html(after));
  assert.equal(after, "_a__b_\n");
  assert.equal(html("_a_*b*\n"), "<p><em>a</em><em>b</em></p>");
  assert.equal(html(after), "<p><em>a__b</em></p>");

  const once = await markdown("*a*_b_*c*\n");
  const twice = await markdown(once);
  console.log(JSON.stringify([once, twice]));
  assert.notEqual(once, twice);
})();
JS
node check.cjs
