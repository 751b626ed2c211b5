#!/usr/bin/env bash
# Words in braces at the end of a heading vanish from a page of Python-Markdown.
#
# Version:  Markdown 3.11.3 with its extension attr_list.
# Expected: text. The documentation introduces the list as {: #id .class key='value' } and allows single words for
#           attributes that HTML has, such as checked. A brace can be escaped, if its writer knows that this page goes
#           through attr_list.
# Seen:     the colon may be missing, and any word is an attribute. A placeholder at the end of a heading, at the end of
#           a table cell, on a last line of its own or right after emphasis or code is gone from the text. In the middle
#           of a sentence it stays.
# Output:   <h2 model>Risks of</h2>
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Markdown==3.11.3

venv/bin/python - <<'PY'
import markdown


def html(text):
    return markdown.markdown(text, extensions=["attr_list", "tables"])


heading = html("## Risks of {model}")
print(heading)
assert heading == "<h2 model>Risks of</h2>", heading

line = html("Send the form to\n{owner}")
print(line)
assert line == "<p owner>Send the form to</p>", line

cell = html("| Who | What |\n|---|---|\n| {team} | ask {owner} |")
print(cell.splitlines()[-5:-2])
assert "<td owner>ask</td>" in cell and "<td>{team}</td>" in cell, cell

code = html("Run `deploy`{stage} now")
print(code)
assert code == "<p>Run <code stage>deploy</code> now</p>", code

assert html("The {model} is new") == "<p>The {model} is new</p>"
PY
