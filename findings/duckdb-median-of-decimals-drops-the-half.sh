#!/usr/bin/env bash
# The median of 1.0 and 1.1 is 1.0 in DuckDB, and that of 1 and 2 is 1 where they are decimals.
#
# Version:  DuckDB 1.5.6 and 2.0.1; Polars 2.1.0 and Python's statistics for comparison.
# Expected: 1.05 and 1.5. The documentation of aggregates says that median averages the two values in the middle where
#           there is an even number of them, and that quantile_cont interpolates. avg over the same column gives 1.05.
# Seen:     the result has the type of the column, so what comes behind its last decimal is cut off, not rounded. Of
#           -1.0 and -1.1, 1.5.6 makes -1.1 and 2.0.1 makes -1.0. A number typed as 1.0 is a DECIMAL(2,1), so literals
#           are concerned, and every column that another database gave out as a decimal. quantile_cont and
#           percentile_cont do the same. With a cast to DOUBLE it is right.
# Output:   median 1.0, quantile_cont 1.0, avg 1.05, as DOUBLE 1.05; of 1 and 2: 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for version in 1.5.6 2.0.1; do
    python3 -m venv "$version"
    "$version/bin/pip" install --quiet --disable-pip-version-check duckdb==$version
done
2.0.1/bin/pip install --quiet --disable-pip-version-check polars==2.1.0

cat >medians.py <<'PY'
from decimal import Decimal

import duckdb

print("DuckDB", duckdb.__version__)
found = duckdb.sql(
    "SELECT median(level), quantile_cont(level, 0.5), percentile_cont(0.5) WITHIN GROUP (ORDER BY level),"
    " avg(level), median(level::DOUBLE) FROM (VALUES (1.0), (1.1)) teams(level)"
).fetchall()[0]
print(*found)
assert found == (Decimal("1.0"), Decimal("1.0"), Decimal("1.0"), 1.05, 1.05)
below = duckdb.sql("SELECT median(change) FROM (VALUES (-1.0), (-1.1)) teams(change)").fetchall()[0][0]
print("of -1.0 and -1.1:", below)
assert below == Decimal("-1.1" if duckdb.__version__ == "1.5.6" else "-1.0")
duckdb.sql("CREATE TABLE teams AS SELECT level::DECIMAL(3, 0) AS level FROM (VALUES (1), (2)) teams(level)")
whole = duckdb.sql("SELECT median(level) FROM teams").fetchall()[0][0]
print("of 1 and 2 as decimals:", whole)
assert whole == 1
PY
1.5.6/bin/python medians.py
2.0.1/bin/python medians.py
2.0.1/bin/python - <<'PY'
import statistics
from decimal import Decimal

import polars

levels = [Decimal("1.0"), Decimal("1.1")]
print("Polars", polars.Series(levels).median(), "statistics", statistics.median(levels))
assert round(float(polars.Series(levels).median()), 9) == 1.05
assert statistics.median(levels) == Decimal("1.05")
PY
