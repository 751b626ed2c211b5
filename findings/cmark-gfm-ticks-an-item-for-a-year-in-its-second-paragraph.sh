#!/usr/bin/env bash
# cmark-gfm makes a task of an item whose second paragraph begins with a number and a box, and drops three characters.
#
# Version:  cmarkgfm 2025.10.22 (the Python package of cmark-gfm, the Markdown of GitHub), comrak 0.0.16,
#           markdown-it-py 4.3.0 with mdit-py-plugins 0.7.0, mistune 3.4.0.
# Expected: an item that says “2024: [x] by hand” below its first line. GitHub's specification of task list items makes
#           a task of an item only if its first block begins with the box.
# Seen:     a box appears at the item's first line and “202” is gone. Digits and any one character in front of the box
#           do it, such as “80% [ ]”, also in an item that is a task: one that is open is then shown as done. comrak,
#           which follows cmark-gfm, markdown-it-py and mistune leave the words alone. A backslash before the bracket
#           keeps them.
# Output:   cmark-gfm: ticked “Restores were tried”, and below it “4: [x] by hand”
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    cmarkgfm==2025.10.22 comrak==0.0.16 markdown-it-py==4.3.0 mdit-py-plugins==0.7.0 mistune==3.4.0

venv/bin/python - <<'PY'
import cmarkgfm
import comrak
import mistune
from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

with_tasks = comrak.ExtensionOptions()
with_tasks.tasklist = True
by_cmark_gfm = cmarkgfm.github_flavored_markdown_to_html
others = {
    "comrak": lambda text: comrak.render_markdown(text, extension_options=with_tasks),
    "markdown-it-py": MarkdownIt("commonmark").use(tasklists_plugin).render,
    "mistune": mistune.create_markdown(plugins=["task_lists"]),
}


def item(first, second):
    return f"- {first}\n\n  {second}\n"


YEAR = item("Restores were tried", "2024: [x] by hand")
shown = by_cmark_gfm(YEAR)
print("cmark-gfm:", shown)
assert 'checkbox" checked' in shown
assert "<p>4: [x] by hand</p>" in shown
assert "202" not in shown

share = by_cmark_gfm(item("Restores were tried", "80% [ ] of all services"))
assert "checkbox" in share
assert "<p>[ ] of all services</p>" in share

assert "checked" not in by_cmark_gfm(item("[ ] Restores are tried", "last in 2024"))
assert 'checkbox" checked' in by_cmark_gfm(item("[ ] Restores are tried", "2024: [x] by hand"))

for name, render in others.items():
    assert "checkbox" in render("- [x] Restores were tried\n"), name
    assert "checkbox" not in render(YEAR), name
    assert "<p>2024: [x] by hand</p>" in render(YEAR), name
escaped = by_cmark_gfm(YEAR.replace("[", "\\["))
assert "checkbox" not in escaped
assert "<p>2024: [x] by hand</p>" in escaped
PY
