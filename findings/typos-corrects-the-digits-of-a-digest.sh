#!/usr/bin/env bash
# typos corrects the digits of a hexadecimal digest.
#
# Version:  typos 1.52.0.
# Expected: digests are left alone. The reference documents ignore-hex, on by default, as skipping what looks like a
#           hexadecimal number.
# Seen:     a digest of eight digits that happens to contain letters between digits, such as ba or ede, is taken for
#           words. With --write-changes a digest that had one possible correction is another one. About one in 60 is
#           concerned.
# Output:   1ede5678 becomes 1edge5678
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check typos==1.52.0

venv/bin/python - <<'PY'
import hashlib
import pathlib
import subprocess

page = pathlib.Path("page.md")


def typos(*arguments):
    return subprocess.run(["venv/bin/typos", *arguments, str(page)], capture_output=True, text=True).stdout


page.write_text("Sealed as 1ede5678.\n")
typos("--write-changes")
print(page.read_text().strip())
assert page.read_text() == "Sealed as 1edge5678.\n", page.read_text()

page.write_text("".join(hashlib.sha256(str(n).encode()).hexdigest()[:8] + "\n" for n in range(3000)))
concerned = {line.split(":")[1] for line in typos("--format", "brief").splitlines()}
print(len(concerned), "of 3,000 digests")
assert len(concerned) > 20
PY
