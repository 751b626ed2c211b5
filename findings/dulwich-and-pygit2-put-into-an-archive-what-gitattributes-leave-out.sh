#!/usr/bin/env bash
# dulwich and pygit2 put a file into an archive that .gitattributes leave out of archives.
#
# Version:  dulwich 1.2.21, pygit2 1.21.0; git, as it is installed, for comparison.
# Expected: gitattributes(5), "Creating an archive": a path with export-ignore is not added to archive files, and
#           $Format:%H$ in a file with export-subst is replaced. dulwich describes its function as "Create an archive."
#           after git's command, and pygit2 as writing treeish into an archive; neither names the attributes, which both
#           libraries read elsewhere.
# Seen:     git leaves the ballots out and writes the commit into the version file. The archives of dulwich and pygit2
#           hold the ballots, and the placeholder as it is. So what a team hands out differs by the program that packs
#           it, and what was meant to stay in the repository goes out with it.
# Output:   git: guide.md, version.txt with the commit; dulwich, pygit2: ballots/ana.toml, guide.md, version.txt with
#           $Format:%H$
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dulwich==1.2.21 pygit2==1.21.0

git init -q book
cd book
mkdir ballots
printf 'ballots export-ignore\n.gitattributes export-ignore\nversion.txt export-subst\n' >.gitattributes
echo "level = 1" >ballots/ana.toml
echo "The guide." >guide.md
# git replaces this placeholder, not the shell.
# shellcheck disable=SC2016
echo '$Format:%H$' >version.txt
git add .
git -c user.name=Ana -c user.email=ana@example.org commit -qm "A round"
git archive --output ../git.tar HEAD
cd ..

venv/bin/python - <<'PY'
import io
import tarfile

import pygit2
from dulwich import porcelain


def held(name):
    """The files of an archive, and the text of version.txt."""
    with tarfile.open(name) as archive:
        names = sorted(member.name for member in archive if member.isfile())
        version = archive.extractfile("version.txt").read().decode().strip()
    print(name, names, version)
    return names, version


repository = pygit2.Repository("book")
with tarfile.open("pygit2.tar", "w") as archive:
    repository.write_archive(repository.head.target, archive)
with open("dulwich.tar", "wb") as archive:
    porcelain.archive("book", "HEAD", outstream=archive, errstream=io.BytesIO())

assert held("git.tar") == (["guide.md", "version.txt"], str(repository.head.target))
everything = [".gitattributes", "ballots/ana.toml", "guide.md", "version.txt"], "$Format:%H$"
assert held("pygit2.tar") == everything
assert held("dulwich.tar") == everything
PY
