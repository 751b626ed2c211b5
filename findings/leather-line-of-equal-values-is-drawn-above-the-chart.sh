#!/usr/bin/env bash
# Leather draws a line whose values are all equal outside the chart.
#
# Version:  leather 0.4.1.
# Expected: a flat line inside the chart. By the API reference (Scale.infer) a scale that nobody gives is inferred from
#           the series.
# Seen:     the axis of y goes from 0 to 1, the value 2 stands above it, and the path is drawn at y = -498 in a chart
#           that reaches from 0 (top) to 498 (bottom). No warning, although one exists for data outside of a scale.
# Output:   ticks 0, 0.25, 0.5, 0.75, 1; path M 0 -498 L 680 -498
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check leather==0.4.1

venv/bin/python -W error - <<'PY'
import re

import leather

chart = leather.Chart()
chart.add_line([(0, 2), (1, 2)])
svg = chart.to_svg()

path = re.search(r' d="(M [^"]*)"', svg).group(1)
print("path:", path)
assert path == "M 0 -498 L 680 -498", path

ticks = re.findall(r'<text x="-8"[^>]*>([^<]*)</text>', svg)
print("ticks of y:", ticks)
assert sorted(ticks) == ["0", "0.25", "0.5", "0.75", "1"], ticks

# The same line with one other value is inside.
chart = leather.Chart()
chart.add_line([(0, 2), (1, 3)])
inside = re.search(r' d="(M [^"]*)"', chart.to_svg()).group(1)
print("path of 2, 3:", inside)
assert "-" not in inside, inside
PY
