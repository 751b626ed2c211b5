#!/usr/bin/env bash
# An opening bracket written as a character reference still begins a task in comrak, and only there.
#
# Version:  comrak 0.0.16 (the Python package of comrak, which renders GitLab's Markdown), cmarkgfm 2025.10.22.
# Expected: `- &#91;x] done` is an item that says “[x] done”: CommonMark (section 2.5) lets no character reference stand
#           for a character that has structure, and GitHub's specification of task list items speaks of such characters.
# Seen:     comrak looks for the marker of a task after references were read, so it draws a ticked box and the x is gone.
#           Only a backslash before the bracket keeps it text; cmark-gfm takes both spellings for text.
# Output:   cmark-gfm: <li>[x] done</li>; comrak: <li><input type="checkbox" checked="" disabled="" /> done</li>
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check comrak==0.0.16 cmarkgfm==2025.10.22

venv/bin/python - <<'PY'
import cmarkgfm
import comrak

with_tasks = comrak.ExtensionOptions()
with_tasks.tasklist = True


def of_comrak(text):
    return comrak.render_markdown(text, extension_options=with_tasks)


REFERENCE, BACKSLASH, BARE = "- &#91;x] done\n", "- \\[x] done\n", "- [x] done\n"
assert "checkbox" in cmarkgfm.github_flavored_markdown_to_html(BARE)
assert "checkbox" in of_comrak(BARE)
for text in (REFERENCE, BACKSLASH):
    assert "<li>[x] done</li>" in cmarkgfm.github_flavored_markdown_to_html(text), text
assert "<li>[x] done</li>" in of_comrak(BACKSLASH)
print("comrak:", of_comrak(REFERENCE).split("\n")[1])
assert 'checkbox" checked' in of_comrak(REFERENCE)
assert "[x]" not in of_comrak(REFERENCE)
PY
