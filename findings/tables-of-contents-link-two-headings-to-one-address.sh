#!/usr/bin/env bash
# Makers of tables of contents link two headings to one address when a heading ends in a number, and linters agree.
#
# Version:  doctoc 2.5.0, markdown-toc 1.2.0, mdformat-toc 0.5.0 with mdformat 1.0.0; markdownlint-cli2 0.22.1, rumdl
#           0.3.0; github-slugger 2.0.0, comrak 0.0.16, markdown-it-anchor 10.0.0 with markdown-it 15.0.3.
# Expected: three addresses for the headings Round, Round 1 and Round. HTML wants an id to be unique in its page (Living
#           Standard, 3.2.6). GitHub gives round, round-1 and round-2 (github-slugger, pull request 20), and so do
#           github-slugger, comrak, markdown-it-anchor and mdit-py-plugins.
# Seen:     doctoc, markdown-toc and mdformat-toc count how often the same words came, and write #round-1 for two
#           headings: the entry of the last one leads to the middle one. markdownlint and rumdl count in the same way
#           (MD051), and report a right link to #round-2 as wrong.
# Output:   [Round](#round), [Round 1](#round-1), [Round](#round-1)
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    mdformat==1.0.0 mdformat-toc==0.5.0 rumdl==0.3.0 comrak==0.0.16 markdown-it-py==4.3.0 mdit-py-plugins==0.7.0
npm install --silent --no-audit --no-fund doctoc@2.5.0 markdown-toc@1.2.0 markdownlint-cli2@0.22.1 \
    github-slugger@2.0.0 markdown-it@15.0.3 markdown-it-anchor@10.0.0

headings='## Round\n\nA\n\n## Round 1\n\nB\n\n## Round\n\nC\n'
printf "$headings" > headings.md
{ printf '<!-- START doctoc -->\n<!-- END doctoc -->\n\n'; cat headings.md; } > doctoc.md
{ printf '<!-- mdformat-toc start --slug=github -->\n\n'; cat headings.md; } > mdformat.md
npx doctoc doctoc.md > log
venv/bin/mdformat --extensions toc mdformat.md
npx markdown-toc headings.md > markdown-toc.md
wrong='(#round) (#round-1) (#round-1)'
for made in doctoc mdformat markdown-toc; do
    links=$(grep -o '(#[^)]*)' $made.md | paste -sd ' ')
    echo "$made: $links"
    [ "$links" = "$wrong" ]
done

cat >ids.mjs <<'JS'
import { readFileSync } from "node:fs";
import Slugger from "github-slugger";
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";

const slugger = new Slugger();
console.log(["Round", "Round 1", "Round"].map((text) => slugger.slug(text)).join(" "));
const html = new MarkdownIt().use(anchor.default ?? anchor).render(readFileSync("headings.md", "utf8"));
console.log([...html.matchAll(/id="([^"]*)"/g)].map((match) => match[1]).join(" "));
JS
cat >ids.py <<'PY'
import pathlib
import re

import comrak
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

text = pathlib.Path("headings.md").read_text()
options = comrak.ExtensionOptions()
options.header_id_prefix = ""
for html in (
    comrak.render_markdown(text, extension_options=options),
    MarkdownIt().use(anchors_plugin, max_level=6).render(text),
):
    print(*re.findall(r'id="([^"]*)"', html))
PY
{ node ids.mjs; venv/bin/python ids.py; } | tee ids
[ "$(sort -u ids)" = "round round-1 round-2" ]

printf '# Rounds\n\n[The first](#round), [the second](#round-1), [the last](#round-2)\n\n' > links.md
cat headings.md >> links.md
for linter in "npx markdownlint-cli2 links.md" "venv/bin/rumdl check links.md"; do
    if $linter > log 2>&1; then echo "$linter finds nothing"; exit 1; fi
    grep MD051 log
    [ "$(grep -c MD051 log)" = 1 ]
    grep MD051 log | grep -q round-2
done
