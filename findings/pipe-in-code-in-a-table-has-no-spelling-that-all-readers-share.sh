#!/usr/bin/env bash
# A pipe inside code in a table cannot be written so that two readers of Markdown agree.
#
# Version:  Markdown 3.11.3 (tables), markdown-it-py 4.3.0 (gfm-like), cmarkgfm 2025.10.22.
# Expected: one spelling that works. GitHub's specification (tables extension, example 200) wants the pipe escaped also
#           inside code, and then shows the code without the backslash.
# Seen:     Python-Markdown does the contrary. It keeps a bare pipe together inside code, and shows the backslash of an
#           escaped one. Either spelling is wrong in a page that GitHub and MkDocs both show.
# Output:   bare: <code>a|b</code> against two cells; escaped: <code>a\|b</code> against <code>a|b</code>
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  Markdown==3.11.3 markdown-it-py==4.3.0 linkify-it-py==2.2.0 cmarkgfm==2025.10.22

venv/bin/python - <<'PY'
import re

import cmarkgfm
import markdown
import markdown_it

READERS = {
    "Python-Markdown": lambda text: markdown.markdown(text, extensions=["tables"]),
    "markdown-it-py": markdown_it.MarkdownIt("gfm-like").render,
    "cmark-gfm": cmarkgfm.github_flavored_markdown_to_html,
}


def first_cell(html):
    return re.search(r"<td>(.*?)</td>", html).group(1)


for name, shown in {
    "Python-Markdown": ("<code>a|b</code>", r"<code>a\|b</code>"),
    "markdown-it-py": ("`a", "<code>a|b</code>"),
    "cmark-gfm": ("`a", "<code>a|b</code>"),
}.items():
    table = "| Code | Means |\n|---|---|\n| `{}` | or |\n"
    cells = tuple(first_cell(READERS[name](table.format(code))) for code in ("a|b", r"a\|b"))
    print(name, cells)
    assert cells == shown, cells
PY
