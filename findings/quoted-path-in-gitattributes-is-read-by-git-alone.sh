#!/usr/bin/env bash
# A path in quotation marks in .gitattributes means nothing to pygit2 and dulwich.
#
# Version:  pygit2 1.21.0 with libgit2 1.9, dulwich 1.2.21; git, as it is installed, for comparison.
# Expected: gitattributes(5): a pattern that begins with a double quote is quoted in C style. That is how a folder with
#           a space in its name is written there, since a space ends the pattern.
# Seen:     git knows the attribute, pygit2 and dulwich know none, without a word: a file that shall not be merged line
#           by line, or shall keep its line ends, is like any other for a server or a bot that uses one of them. With
#           [[:space:]] in place of the space, and no quotation marks, all three agree.
# Output:   "team a/answers.toml": git unset, pygit2 None, dulwich nothing; team[[:space:]]a/guide.md: unset in all three
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pygit2==1.21.0 dulwich==1.2.21

git init --quiet book
mkdir "book/team a"
printf '"team a/answers.toml" -merge\nteam[[:space:]]a/guide.md -merge\n' > book/.gitattributes

venv/bin/python - <<'PY'
import subprocess
from pathlib import Path

import pygit2
from dulwich.attrs import GitAttributes, Pattern, parse_git_attributes

paths = ["team a/answers.toml", "team a/guide.md"]
command = ["git", "-C", "book", "check-attr", "merge", "--", *paths]
lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
by_git = [line.rpartition(": ")[2] for line in lines]
repository = pygit2.Repository("book")
by_pygit2 = [repository.get_attr(path, "merge") for path in paths]
with Path("book/.gitattributes").open("rb") as file:
    attributes = GitAttributes([(Pattern(pattern), values) for pattern, values in parse_git_attributes(file)])
by_dulwich = [dict(attributes.match_path(path.encode())) for path in paths]
print("git", by_git)
print("pygit2", by_pygit2, "with libgit2", pygit2.LIBGIT2_VERSION)
print("dulwich", by_dulwich)
assert by_git == ["unset", "unset"]
assert by_pygit2 == [None, False]
assert by_dulwich == [{}, {b"merge": False}]
PY
