#!/usr/bin/env bash
# Two more answers on which both raters agree lower scikit-learn's weighted kappa.
#
# Version:  scikit-learn 1.9.1; irrCAC 0.4.4 for comparison.
# Expected: levels 0 and 4 are four apart and 0 and 1 are one apart, whether or not somebody gave a 2 or a 3 that day.
#           The reference of cohen_kappa_score says that weights="linear" weighs linearly, and that the labels are those
#           that occur if none are named; not that the distance of two labels then depends on the others.
# Seen:     a distance is counted in places of the sorted list of labels that occur, not in their values. Of 0, 1 and 4,
#           the 4 is one step from the 1, as the 0 is. When both raters give a 2 and a 3 as well, agreeing each time,
#           kappa falls, since 1 and 4 are now three apart. labels=[0, 1, 2, 3, 4] gives the figure of the values, and
#           irrCAC gives it without being told.
# Output:   0.625; with a 2 and a 3 that both gave 0.564; with labels 0.438 and 0.564
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scikit-learn==1.9.1 irrCAC==0.4.4 pandas==2.3.3 numpy==1.26.4

venv/bin/python - <<'PY'
import pandas
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

first, second = [0, 1, 1, 4, 4, 0], [0, 1, 4, 4, 1, 0]
scale = [0, 1, 2, 3, 4]
as_given = cohen_kappa_score(first, second, weights="linear")
with_more_agreement = cohen_kappa_score([*first, 2, 3], [*second, 2, 3], weights="linear")
on_the_scale = cohen_kappa_score(first, second, weights="linear", labels=scale)
more_on_the_scale = cohen_kappa_score([*first, 2, 3], [*second, 2, 3], weights="linear", labels=scale)
irrcac = CAC(pandas.DataFrame({"first": first, "second": second}), weights="linear").conger()["est"]
print("as given", round(as_given, 4), "with two agreements more", round(with_more_agreement, 4))
print("with labels", round(on_the_scale, 4), "with two agreements more", round(more_on_the_scale, 4))
print("irrCAC", irrcac["coefficient_value"])
assert round(as_given, 4) == 0.625
assert round(with_more_agreement, 4) == round(more_on_the_scale, 4) == 0.5636
assert round(on_the_scale, 4) == 0.4375
assert round(irrcac["coefficient_value"], 4) == 0.4375
PY
