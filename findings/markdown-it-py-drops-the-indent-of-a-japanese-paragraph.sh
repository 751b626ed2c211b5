#!/usr/bin/env bash
# markdown-it-py drops the wide space with which a Japanese or Chinese paragraph begins.
#
# Version:  markdown-it-py 4.3.0; cmarkgfm 2025.10.22 shows what the reference does.
# Expected: <p>(U+3000)text</p>. By CommonMark 0.31.2 (section 4.8) initial and final spaces and tabs are stripped from
#           a paragraph, and a space is U+0020 (section 2.1). markdown-it-py promises to follow CommonMark.
# Seen:     U+3000, the no-break space and the narrow no-break space are stripped as well, from paragraphs, headings and
#           cells.
# Output:   <p>本文</p>
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown-it-py==4.3.0 cmarkgfm==2025.10.22

venv/bin/python - <<'PY'
import cmarkgfm
import markdown_it

for name, space in {"ideographic": "\u3000", "no-break": "\u00a0", "narrow no-break": "\u202f"}.items():
    text = f"{space}本文\n\n# {space}本文\n"
    ours, reference = markdown_it.MarkdownIt().render(text), cmarkgfm.markdown_to_html(text)
    print(name, ascii(ours), ascii(reference))
    assert ours == "<p>本文</p>\n<h1>本文</h1>\n", ours
    assert reference == f"<p>{space}本文</p>\n<h1>{space}本文</h1>\n", reference
PY
