#!/usr/bin/env bash
# A package built by hatchling tells Python another version than pip lists.
#
# Version:  hatchling 1.33.0, build 1.6.1.
# Expected: one version. PEP 440 (normalization) makes 2026.1.5 of 2026.01.05, and the name of the wheel has that. The
#           documentation of importlib.metadata.version says that it gives the version of the distribution.
# Seen:     the metadata inside has the version as it was typed. pip list and the file's name say 2026.1.5,
#           importlib.metadata and so --version of most programs say 2026.01.05. Comparing the two as texts fails for
#           every version by date in a month below ten.
# Output:   app-2026.1.5-py2.py3-none-any.whl, Version: 2026.01.05
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check build==1.6.1 hatchling==1.33.0

mkdir -p package/app
touch package/app/__init__.py
cat >package/pyproject.toml <<'TOML'
[build-system]
requires = ["hatchling==1.33.0"]
build-backend = "hatchling.build"

[project]
name = "app"
version = "2026.01.05"
TOML
venv/bin/python -m build --no-isolation --wheel --outdir . package >build.log
venv/bin/pip install --quiet --disable-pip-version-check --no-index ./*.whl

ls ./*.whl
test -e app-2026.1.5-py2.py3-none-any.whl
listed=$(venv/bin/pip --disable-pip-version-check list 2>pip.log | awk '$1 == "app" { print $2 }')
told=$(venv/bin/python -c 'from importlib.metadata import version; print(version("app"))')
echo "pip lists $listed, importlib.metadata tells $told"
test "$listed" = 2026.1.5
test "$told" = 2026.01.05
