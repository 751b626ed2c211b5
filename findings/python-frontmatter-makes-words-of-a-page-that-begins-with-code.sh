#!/usr/bin/env bash
# python-frontmatter takes the indent from the first line of a page, and code becomes a paragraph.
#
# Version:  python-frontmatter 1.3.0; markdown-it-py 4.3.0 shows what the page says.
# Expected: the text below the front matter as it is. The documentation says that a post has its metadata and its
#           content, and that dumps puts them back into one text. Spaces at the start of a line mean something in
#           Markdown: four of them are code (CommonMark 0.31.2, section 4.4), and the indent of items says which belong
#           together.
# Seen:     white space is stripped from both ends of the content, also for a page without front matter. A page that
#           begins with a command begins with a sentence; of three items of one list, the second is below the first; the
#           wide space of a Japanese paragraph and the line end of the file are gone. A script that only sets a title
#           changes what the page shows.
# Output:   <pre><code>make check -> <p>make check; 3 items of a list -> 2, with one inside the first
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-frontmatter==1.3.0 markdown-it-py==4.3.0

venv/bin/python - <<'PY'
import frontmatter
from markdown_it import MarkdownIt

render = MarkdownIt().render
flat = "<ul>\n<li>backups</li>\n<li>keys</li>"
nested = "<ul>\n<li>backups\n<ul>\n<li>keys</li>"
for body, before, after in (
    ("    make check\n\nEvery day.\n", "<pre><code>make check\n</code></pre>", "<p>make check</p>"),
    ("  - backups\n  - keys\n- logs\n", flat, nested),
):
    post = frontmatter.loads(f"---\ntitle: Checks\n---\n\n{body}")
    written = frontmatter.dumps(post)
    print(repr(body), "->", repr(post.content))
    assert render(body).startswith(before)
    assert render(post.content).startswith(after)
    assert written.endswith(f"---\n\n{body.strip()}")
assert frontmatter.loads("    make check\n").content == "make check"
assert frontmatter.loads("---\ntitle: Checks\n---\n\n\u3000本文\n").content == "本文"
PY
