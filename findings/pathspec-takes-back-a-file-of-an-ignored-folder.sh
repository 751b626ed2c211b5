#!/usr/bin/env bash
# pathspec takes a file of an ignored folder back, which git does not, and ignores no name by [[:digit:]].
#
# Version:  pathspec 1.1.1; dulwich 1.2.21, pygit2 1.21.0, ignore (npm) 7.0.17 and git, as it is installed, for
#           comparison.
# Expected: ignored. gitignore(5) says that a file cannot be included again if a folder above it is excluded, and that a
#           bracket expression follows fnmatch(3), which has classes of characters. The README says that PathSpec
#           follows this documentation, and GitIgnoreSpec git itself.
# Seen:     with ballots/ and !summary.toml, git, dulwich, pygit2 and ignore leave out ballots/summary.toml, and
#           pathspec keeps it; after .venv/ and !README.md it keeps every README.md of the installed packages.
#           GitIgnoreSpec and PathSpec agree in this. A class of characters is read as the letters of its name. Programs
#           that ask pathspec which files a repository has, such as formatters and builders of packages, can find files
#           that git does not know.
# Output:   ballots/summary.toml: git, dulwich, pygit2, ignore: ignored; pathspec: not ignored
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pathspec==1.1.1 dulwich==1.2.21 pygit2==1.21.0
npm install --silent --no-audit --no-fund ignore@7.0.17

cat >ignored.cjs <<'JS'
const ignore = require("ignore");
console.log(ignore().add(process.argv[2]).ignores(process.argv[3]));
JS

venv/bin/python -W ignore - <<'PY'
import pathlib
import subprocess

import pathspec
import pygit2
from dulwich.ignore import IgnoreFilterManager
from dulwich.repo import Repo

# lines of .gitignore, a file, whether git ignores it, whether pathspec does
CASES = [
    (["ballots/", "!summary.toml"], "ballots/summary.toml", True, False),
    (["ballots/", "!ballots/summary.toml"], "ballots/summary.toml", True, False),
    ([".venv/", "!README.md"], ".venv/lib/README.md", True, False),
    (["[[:digit:]]*.bak"], "1.bak", True, False),
    (["ballots/*", "!ballots/summary.toml"], "ballots/summary.toml", False, False),
    (["ballots/"], "ballots/summary.toml", True, True),
]


def git(*arguments):
    return subprocess.run(["git", "-C", "book", *arguments], capture_output=True, text=True)


subprocess.run(["git", "init", "--quiet", "book"], check=True)
for lines, file, by_git, by_pathspec in CASES:
    text = "".join(f"{line}\n" for line in lines)
    pathlib.Path("book", ".gitignore").write_text(text)
    path = pathlib.Path("book", file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    untracked = git("ls-files", "--others", "--exclude-standard", "-z").stdout.split("\0")
    node = subprocess.run(["node", "ignored.cjs", text, file], capture_output=True, text=True, check=True)
    others = {
        "git": file not in untracked,
        "dulwich": bool(IgnoreFilterManager.from_repo(Repo("book")).is_ignored(file)),
        "pygit2": pygit2.Repository("book").path_is_ignored(file),
        "ignore": node.stdout == "true\n",
    }
    seen = {
        "GitIgnoreSpec": pathspec.GitIgnoreSpec.from_lines(lines).match_file(file),
        "PathSpec": pathspec.PathSpec.from_lines("gitignore", lines).match_file(file),
    }
    print(lines, file, others, seen)
    assert set(others.values()) == {by_git}, others
    assert set(seen.values()) == {by_pathspec}, seen
    path.unlink()
PY
