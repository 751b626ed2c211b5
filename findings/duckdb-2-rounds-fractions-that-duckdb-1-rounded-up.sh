#!/usr/bin/env bash
# The same query rounds 0.15 up in DuckDB 1.5 and down in 2.0.
#
# Version:  DuckDB 1.5.6 and 2.0.1.
# Expected: one result. The documentation of round says that a number is rounded to so many decimal places. As a double,
#           0.15 is a little less than 0.15, so 0.1 is right by the letter and 0.2 is what people expect and what Polars
#           2.1.0 says.
# Seen:     1.5.6 says 0.2 and 2.0.1 says 0.1. The same happens to 0.35 and to 2.675 with two places. A figure that was
#           published with one version cannot be computed again with the other.
# Output:   1.5.6: 0.2, 0.4, 2.68; 2.0.1: 0.1, 0.3, 2.67
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
query='SELECT round(0.15::DOUBLE, 1), round(0.35::DOUBLE, 1), round(2.675::DOUBLE, 2)'
for package in duckdb==1.5.6 duckdb==2.0.1; do
  version=${package#*==}
  python3 -m venv "$version"
  "$version/bin/pip" install --quiet --disable-pip-version-check "$package"
  "$version/bin/python" - "$query" >"$version.txt" <<'PY'
import sys

import duckdb

print(*duckdb.sql(sys.argv[1]).fetchall()[0])
PY
  echo "$version: $(cat "$version.txt")"
done
test "$(cat 1.5.6.txt)" = '0.2 0.4 2.68'
test "$(cat 2.0.1.txt)" = '0.1 0.3 2.67'
