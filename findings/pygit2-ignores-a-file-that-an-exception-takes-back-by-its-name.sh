#!/usr/bin/env bash
# pygit2 ignores a file that .gitignore takes back by its name alone.
#
# Version:  pygit2 1.21.0 with libgit2 1.9.7; dulwich 1.2.21, ignore (npm) 7.0.17 and git, as it is installed, for
#           comparison.
# Expected: not ignored. gitignore(5): a pattern with ! in front includes again what an earlier pattern excluded, and a
#           pattern without a slash may match at any level.
# Seen:     with ballots/* and !summary.toml, git, dulwich and ignore have ballots/summary.toml, and pygit2 does not:
#           `index.add_all()` leaves it out, and its status does not show it. libgit2 drops an exception that
#           contradicts no earlier line, and finds none here, since it compares the two patterns and not a path. With
#           the folder in it (!ballots/summary.toml), or with a star (!*.toml), the exception counts.
# Output:   ballots/* and !summary.toml: git, dulwich, ignore: not ignored; pygit2: ignored, added .gitignore alone
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pygit2==1.21.0 dulwich==1.2.21
npm install --silent --no-audit --no-fund ignore@7.0.17

cat >ignored.cjs <<'JS'
const ignore = require("ignore");
console.log(ignore().add(process.argv[2]).ignores(process.argv[3]));
JS

venv/bin/python - <<'PY'
import pathlib
import subprocess

import pygit2
from dulwich.ignore import IgnoreFilterManager
from dulwich.repo import Repo

FILE = "ballots/summary.toml"
# lines of .gitignore, whether pygit2 ignores the file; git does in no case
CASES = [
    (["ballots/*", "!summary.toml"], True),
    (["/ballots/*.toml", "!summary.toml"], True),
    (["ballots/*", "!ballots/summary.toml"], False),
    (["ballots/*", "!*.toml"], False),
    (["*.toml", "!summary.toml"], False),
]
for number, (lines, ignored) in enumerate(CASES):
    folder = f"book{number}"
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    text = "".join(f"{line}\n" for line in lines)
    pathlib.Path(folder, ".gitignore").write_text(text)
    path = pathlib.Path(folder, FILE)
    path.parent.mkdir()
    path.touch()
    listing = ["git", "-C", folder, "ls-files", "--others", "--exclude-standard"]
    untracked = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.splitlines()
    node = subprocess.run(["node", "ignored.cjs", text, FILE], capture_output=True, text=True, check=True)
    assert FILE in untracked, untracked
    assert not IgnoreFilterManager.from_repo(Repo(folder)).is_ignored(FILE)
    assert node.stdout == "false\n", node.stdout

    repository = pygit2.Repository(folder)
    shown = FILE in repository.status(untracked_files="all")
    repository.index.add_all()
    added = [entry.path for entry in repository.index]
    print(lines, "pygit2:", repository.path_is_ignored(FILE), added)
    assert repository.path_is_ignored(FILE) == ignored
    assert shown == (not ignored)
    assert (FILE in added) == (not ignored), added
PY
