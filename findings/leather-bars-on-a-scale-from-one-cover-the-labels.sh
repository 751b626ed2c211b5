#!/usr/bin/env bash
# Leather draws bars into the labels when the scale does not start at zero.
#
# Version:  leather 0.4.1.
# Expected: on a scale from 1 to 4 the bar of the value 1 has no length and the bar of 3 reaches two thirds of the
#           chart. The API reference (Chart.add_x_scale) takes the ends of the domain and names no value that they must
#           hold; data outside of them is warned of.
# Seen:     every bar starts where zero would be, 227 units left of the chart, across the labels of the categories; the
#           bar of the smallest value is as long as a third of the chart is wide. Both values are inside the scale, and
#           nothing is warned of.
# Output:   x = -227 with a width of 227 for 1, and x = -227 with a width of 680 for 3
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
chart.add_x_scale(1, 4)
chart.add_bars([(1, "Low"), (3, "High")])
bars = [
    (round(float(x)), round(float(width)))
    for x, width in re.findall(r'<rect x="([^"]*)"[^>]*width="([^"]*)"[^>]*fill="#e41a1c"', chart.to_svg())
]
print("x and width of the bars:", bars)
assert sorted(bars) == [(-227, 227), (-227, 680)], bars
PY
