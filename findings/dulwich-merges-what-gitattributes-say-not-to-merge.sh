#!/usr/bin/env bash
# dulwich and isomorphic-git merge a file line by line that .gitattributes says must not be merged.
#
# Version:  dulwich 1.2.21 with merge3 1.0.0, isomorphic-git 1.44.19; git, as it is installed, for comparison.
# Expected: gitattributes(5), "Performing a three-way merge": with merge unset (-merge), the version of the current
#           branch is kept and the merge has conflicts. It is for files whose lines do not stand alone, such as figures
#           with their sum. dulwich reads the same attribute to find merge drivers, and runs them.
# Seen:     git stops with a conflict. dulwich and isomorphic-git put the lines of both together and commit, without a
#           word. In a conflict of its own, dulwich writes the separator at the end of a last line without a line end,
#           where no program finds it: "level = 3=======".
# Output:   git: conflict, level = 2, proven = 1; dulwich and isomorphic-git: merged, level = 2, proven = 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dulwich==1.2.21 merge3==1.0.0
npm install --silent --no-audit --no-fund isomorphic-git@1.44.19

# make FOLDER ATTRIBUTES BASE OURS THEIRS: a repository whose two branches changed sums.toml
make() {
    git init --quiet --initial-branch=main "$1"
    (
        cd "$1"
        printf "$2" > .gitattributes
        printf "$3" > sums.toml
        git add . && git commit --quiet --message base
        git checkout --quiet -b theirs
        printf "$5" > sums.toml
        git commit --quiet --all --message theirs
        git checkout --quiet main
        printf "$4" > sums.toml
        git commit --quiet --all --message ours
    )
}
for tool in git dulwich isomorphic; do
    make $tool 'sums.toml -merge\n' \
        'level = 1\n\n\n\nproven = 1\n' 'level = 2\n\n\n\nproven = 1\n' 'level = 1\n\n\n\nproven = 0\n'
done
make separator '' 'a = 1\nlevel = 1' 'a = 1\nlevel = 3' 'a = 1\nlevel = 1\nb = 1\n'

if git -C git merge --quiet theirs > log; then echo "git merged"; exit 1; fi
echo "git:"; cat git/sums.toml
[ "$(cat git/sums.toml)" = "$(printf 'level = 2\n\n\n\nproven = 1')" ]

cat >merge.cjs <<'JS'
const fs = require("node:fs");
const git = require("isomorphic-git");

const author = { name: "A", email: "a@example.org" };
(async () => {
  await git.merge({ fs, dir: "isomorphic", ours: "main", theirs: "theirs", author });
  await git.checkout({ fs, dir: "isomorphic", ref: "main", force: true });
})();
JS
node merge.cjs

venv/bin/python - <<'PY'
import pathlib

from dulwich import porcelain

us = b"A <a@example.org>"
commit, conflicts = porcelain.merge("dulwich", "theirs", author=us, committer=us)
assert commit is not None and not conflicts, (commit, conflicts)
for tool in "dulwich", "isomorphic":
    merged = pathlib.Path(tool, "sums.toml").read_text()
    print(f"{tool}:", merged)
    assert merged == "level = 2\n\n\n\nproven = 0\n", merged

commit, conflicts = porcelain.merge("separator", "theirs", author=us, committer=us)
assert conflicts == [b"sums.toml"], conflicts
lines = pathlib.Path("separator", "sums.toml").read_text().splitlines()
print(lines)
assert "level = 3=======" in lines and "=======" not in lines, lines
PY
