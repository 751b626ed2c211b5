#!/usr/bin/env bash
# pandoc writes plain words to Jira's markup that are a heading, a list or a new column there.
#
# Version:  pandoc 3.9 (pypandoc_binary 1.17), whose own reader of Jira's markup judges.
# Expected: the same words. The writer puts a backslash before characters that mean something in Jira, a pipe at the
#           start of a word among them, and Jira's help (text formatting notation) has the backslash for all special
#           characters.
# Seen:     a pipe between spaces stays bare in a table, where it starts another cell. A paragraph that begins with #,
#           h1. or bq. is not escaped either.
# Output:   | Yes | in part |, # 1 in the list, h1. is the top
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17

venv/bin/python - <<'PY'
import pypandoc

assert pypandoc.get_pandoc_version() == "3.9"


def to_jira(text):
    return pypandoc.convert_text(text, "jira", format="gfm")


def from_jira(text):
    return pypandoc.convert_text(text, "html", format="jira")


table = to_jira("| Answer |\n|---|\n| Yes \\| in part |\n")
print(table)
assert table.splitlines()[1] == "| Yes | in part |", table
assert from_jira(table).count("<td>") == 2

for text, jira, element in [
    ("\\# 1 in the list", "# 1 in the list", "<ol>"),
    ("h1. is the top", "h1. is the top", "<h1"),
    ("bq. is short", "bq. is short", "<blockquote>"),
]:
    assert element not in pypandoc.convert_text(text, "html", format="gfm")
    print(to_jira(text).strip(), "->", from_jira(to_jira(text)).split()[0])
    assert to_jira(text).strip() == jira, to_jira(text)
    assert element in from_jira(jira), from_jira(jira)
PY
