#!/usr/bin/env bash
# The mean of 100 and 100 in two small integer columns is -28 in Polars.
#
# Version:  Polars 2.1.0.
# Expected: 100.0. By the documentation, mean_horizontal computes the mean of all values across columns, and its result
#           is a float, like that of mean, which gives 100.0 for the same two numbers in one column; sum widens small
#           integers before it adds.
# Seen:     the sum is taken in eight bits first, where 100 + 100 is -56, and then divided. There is no warning.
#           sum_horizontal overflows in the same way, which is an open issue of the project.
# Output:   across columns -28.0, down one column 100.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0

venv/bin/python - <<'PY'
import polars

across = polars.DataFrame({"before": [100], "after": [100]}, schema={"before": polars.Int8, "after": polars.Int8})
down = polars.DataFrame({"level": [100, 100]}, schema={"level": polars.Int8})
mean_across = across.select(polars.mean_horizontal("before", "after")).item()
mean_down = down.select(polars.mean("level")).item()
print("across columns:", mean_across, "down a column:", mean_down)
assert mean_across == -28.0, mean_across
assert mean_down == 100.0, mean_down
assert down.select(polars.sum("level")).item() == 200
PY
