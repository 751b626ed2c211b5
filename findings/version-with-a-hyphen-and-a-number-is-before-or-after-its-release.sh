#!/usr/bin/env bash
# Version 1.0.0-1 comes before 1.0.0 for npm and after it for pip.
#
# Version:  packaging 26.4, semver 3.1.2 (Python) and semver 7.8.6 (npm).
# Expected: one order. By Semantic Versioning 2.0.0 (9 and 11) what follows the hyphen is a pre-release. By PEP 440
#           (post-releases, implicit post releases) a hyphen and a number are a correction made after the release. Both
#           specifications are clear, and a version that is valid in both means the contrary.
# Seen:     a pack that is published as 1.0.0-1 is older than 1.0.0 for one reader and newer for the other. 1.0.0-rc.1
#           is older for both.
# Output:   semver: 1.0.0-1 < 1.0.0; PEP 440: 1.0.0.post1 > 1.0.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check packaging==26.4 semver==3.1.2
npm install --silent --no-audit --no-fund semver@7.8.6

venv/bin/python - <<'PY'
import packaging.version
import semver

for version, semver_older, pep_440_older in [("1.0.0-1", True, False), ("1.0.0-rc.1", True, True)]:
    by_semver = semver.Version.parse(version) < semver.Version.parse("1.0.0")
    by_pep_440 = packaging.version.Version(version) < packaging.version.Version("1.0.0")
    print(version, "is older than 1.0.0:", by_semver, "for semver,", by_pep_440, "for PEP 440")
    assert (by_semver, by_pep_440) == (semver_older, pep_440_older)
PY

test "$(node -p 'require("semver").compare("1.0.0-1", "1.0.0")')" = -1
