#!/usr/bin/env bash
# pygal draws a missing value as zero in a radar and in stacked charts, and its tooltip says 0.
#
# Version:  pygal 3.1.3.
# Expected: a gap, or no point, as in its Line, Bar and Dot. The documentation has None for a value that is missing, and
#           allow_interruptions to break a line there; it does not say that some charts count None as a number.
# Seen:     Radar, StackedLine and StackedBar get the same picture for None as for 0, to the last byte, with
#           allow_interruptions as well. Whoever looks at the radar cannot tell what nobody answered from the worst
#           answer, and the text at the point says 0.
# Output:   Line: 2, 3, 1; Radar: 2, 0, 3, 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pygal==3.1.3

venv/bin/python - <<'PY'
import re

import pygal


def chart(kind, values):
    picture = getattr(pygal, kind)(allow_interruptions=True, js=[], no_prefix=True)
    picture.uuid = "same"
    picture.x_labels = ["Data", "Training", "Retrieval", "Agents"]
    picture.add("Level", values)
    return re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "same", picture.render(is_unicode=True))


def tooltips(svg):
    return re.findall(r'<desc class="value">([^<]*)</desc>', svg)


for kind in "Line", "Bar", "Dot":
    print(f"{kind}:", *tooltips(chart(kind, [2, None, 3, 1])))
    assert tooltips(chart(kind, [2, None, 3, 1])) == ["2", "3", "1"], kind
for kind in "Radar", "StackedLine", "StackedBar":
    missing, zero = chart(kind, [2, None, 3, 1]), chart(kind, [2, 0, 3, 1])
    print(f"{kind}:", *tooltips(missing))
    assert tooltips(missing) == ["2", "0", "3", "1"], kind
    assert missing == zero, kind
PY
