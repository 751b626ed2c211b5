#!/usr/bin/env bash
# pygit2 and isomorphic-git take the files that a sparse checkout leaves out for deleted ones, and commit that.
#
# Version:  pygit2 1.21.0 with libgit2 1.9.7, isomorphic-git 1.44.19; dulwich 1.2.21 and git, as it is installed, for
#           comparison.
# Expected: no change. git-sparse-checkout(1) says that files outside of the chosen folders have the skip-worktree bit
#           in the index, and git-update-index(1) that such a file is taken as unchanged while it is not there. Both
#           libraries read that index.
# Seen:     git and dulwich report nothing. For pygit2 and isomorphic-git each file of the other folders is deleted.
#           What adds all changes, `index.add_all()` of pygit2 and in isomorphic-git a loop over `statusMatrix` that
#           adds what is there and removes what is not, removes them from the next commit. A bot that commits one team's
#           folder in a large repository deletes all other teams'. libgit2's issue 5813 is about this.
# Output:   git: nothing, dulwich: nothing; pygit2 and isomorphic-git: teams/payments/guide.md deleted, one folder left
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pygit2==1.21.0 dulwich==1.2.21
npm install --silent --no-audit --no-fund isomorphic-git@1.44.19

for tool in pygit2 isomorphic; do
    git init --quiet --initial-branch=main $tool
    mkdir -p $tool/teams/claims $tool/teams/payments
    echo a > $tool/teams/claims/guide.md
    echo a > $tool/teams/payments/guide.md
    git -C $tool add . && git -C $tool commit --quiet --message base
    git -C $tool sparse-checkout set teams/claims
    [ -z "$(git -C $tool status --porcelain)" ]
    [ ! -e $tool/teams/payments ]
    echo b > $tool/teams/claims/guide.md
done

cat >commit.cjs <<'JS'
const fs = require("node:fs");
const git = require("isomorphic-git");

const at = { fs, dir: "isomorphic" };
(async () => {
  const rows = await git.statusMatrix(at);
  console.log("isomorphic-git:", JSON.stringify(rows));
  for (const [filepath, , inFolder] of rows) {
    await (inFolder ? git.add({ ...at, filepath }) : git.remove({ ...at, filepath }));
  }
  await git.commit({ ...at, message: "all", author: { name: "A", email: "a@example.org" } });
})();
JS
node commit.cjs

venv/bin/python - <<'PY'
import pygit2
from dulwich import porcelain

dulwich = porcelain.status("pygit2")
print("dulwich:", dulwich)
assert dulwich.unstaged == [b"teams/claims/guide.md"] and not any(dulwich.staged.values()), dulwich

repository = pygit2.Repository("pygit2")
status = repository.status()
print("pygit2:", status)
assert status["teams/payments/guide.md"] == pygit2.GIT_STATUS_WT_DELETED, status
repository.index.add_all()
tree = repository.index.write_tree()
us = pygit2.Signature("A", "a@example.org")
repository.create_commit("HEAD", us, us, "all", tree, [repository.head.target])
PY

for tool in pygit2 isomorphic; do
    echo "$tool committed:" $(git -C $tool ls-tree -r --name-only HEAD)
    [ "$(git -C $tool ls-tree -r --name-only HEAD)" = teams/claims/guide.md ]
done
