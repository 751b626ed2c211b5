#!/usr/bin/env bash
# A pipe in a cell of an HTML table becomes a cell of its own in Markdown, and the last cell of the row is lost.
#
# Version:  markdownify 1.2.3, html2text 2025.4.15, turndown 7.2.5 with turndown-plugin-gfm 1.0.2; pandoc 3.9
#           (pypandoc_binary 1.17) for comparison; cmarkgfm 2025.10.22 shows the result as GitHub does.
# Expected: "Yes | in part" in the first cell and "Priya" in the second. GitHub's specification (tables extension,
#           example 200) has the pipe escaped for this. Each of the three escapes other signs: html2text and turndown
#           the dot of a number that begins a paragraph, markdownify a star.
# Seen:     the pipe is written as it is, so the row has three cells under two headings. GitHub leaves out what is too
#           many (example 204): the owner is now "in part", and Priya is gone from the page. Whoever makes Markdown of a
#           page, as for a language model, gets answers with shifted columns. markitdown takes markdownify for this (its
#           issue 2438); pandoc escapes the pipe.
# Output:   | Yes | in part | Priya |, shown as two cells: Yes, in part
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdownify==1.2.3 html2text==2025.4.15 \
  pypandoc_binary==1.17 cmarkgfm==2025.10.22
npm install --silent --no-audit --no-fund turndown@7.2.5 turndown-plugin-gfm@1.0.2

cat >page.html <<'HTML'
<table>
<thead><tr><th>Answer</th><th>Owner</th></tr></thead>
<tbody><tr><td>Yes | in part</td><td>Priya</td></tr></tbody>
</table>
HTML

cat >turndown.cjs <<'JS'
const { readFileSync } = require("node:fs");
const TurndownService = require("turndown");
const { gfm } = require("turndown-plugin-gfm");

const service = new TurndownService();
service.use(gfm);
process.stdout.write(service.turndown(readFileSync("page.html", "utf8")));
JS

venv/bin/python - <<'PY'
import pathlib
import re
import subprocess

import cmarkgfm
import html2text
import markdownify
import pypandoc

page = pathlib.Path("page.html").read_text()
written = {
    "markdownify": markdownify.markdownify(page),
    "html2text": html2text.html2text(page),
    "turndown": subprocess.run(["node", "turndown.cjs"], capture_output=True, text=True, check=True).stdout,
    "pandoc": pypandoc.convert_text(page, "gfm", "html"),
}
shown = {}
for name, text in written.items():
    print(f"{name}:\n{text.strip()}")
    shown[name] = re.findall(r"<td>(.*?)</td>", cmarkgfm.github_flavored_markdown_to_html(text))
print(shown)
assert shown.pop("pandoc") == ["Yes | in part", "Priya"]
assert list(shown.values()) == [["Yes", "in part"]] * 3, shown
PY
