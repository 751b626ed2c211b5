#!/usr/bin/env bash
# import-linter does not see an import in a folder that has no __init__.py.
#
# Version:  import-linter 2.17, grimp 3.20.
# Expected: the contract is broken. Since Python 3.3 a folder without __init__.py is a package like any other (PEP 420),
#           and it is imported here. XX nothing.
# Seen:     the files in such a folder are not analysed at all. One forgotten __init__.py and a forbidden import is
#           kept, without a warning.
# Output:   Analyzed 3 files, 0 dependencies. ... Core knows no web KEPT
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check import-linter==2.17 grimp==3.20

venv/bin/python - <<'PY'
import pathlib
import subprocess
import sys

pathlib.Path(".importlinter").write_text(
    """[importlinter]
root_package = shop
[importlinter:contract:1]
name = Core knows no web
type = forbidden
source_modules = shop.core
forbidden_modules = shop.web
"""
)
for folder in "shop", "shop/web", "shop/core", "shop/core/prices":
    pathlib.Path(folder).mkdir()
    if folder != "shop/core/prices":
        pathlib.Path(folder, "__init__.py").touch()
pathlib.Path("shop/core/prices/list.py").write_text("import shop.web\n")


def lint():
    command = [pathlib.Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": "."})


subprocess.run([sys.executable, "-c", "import shop.core.prices.list"], check=True)
linted = lint()
print(*linted.stdout.split("\n")[-7:], sep="\n")
assert linted.returncode == 0 and "Core knows no web KEPT" in linted.stdout, linted.stdout

pathlib.Path("shop/core/prices/__init__.py").touch()
assert "shop.core.prices.list -> shop.web" in lint().stdout
PY
