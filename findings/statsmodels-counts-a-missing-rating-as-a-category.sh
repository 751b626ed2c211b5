#!/usr/bin/env bash
# statsmodels takes ratings that nobody gave for a category of their own, and raters who always agree do not agree.
#
# Version:  statsmodels 0.15.0 with numpy 1.26.4; irrCAC 0.4.4 and krippendorff 0.9.0 for comparison.
# Expected: 1, an error or a warning. The documentation of aggregate_raters says that it turns ratings, a column for
#           each rater, into counts for each category, and that fleiss_kappa takes those counts. A rating that is
#           missing is no rating, and NaN is what pandas puts where a cell was empty.
# Seen:     NaN is listed as one more category and counted like a level. Three raters who never differ have a kappa of
#           0.44, and two missing ratings of one item count as agreement. fleiss_kappa itself refuses rows with fewer
#           ratings than others (its issue 7781), so this way it gets full ones. irrCAC and krippendorff leave missing
#           ratings out and give 1.
# Output:   categories [1.0, 2.0, 3.0, nan]; kappa 0.444, irrCAC 1.0, krippendorff 1.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    statsmodels==0.15.0 numpy==1.26.4 irrCAC==0.4.4 krippendorff==0.9.0

venv/bin/python - <<'PY'
import warnings

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

nan = float("nan")
ratings = pd.DataFrame(
    [[1, 1, 1], [2, 2, 2], [3, 3, nan], [1, 1, nan], [2, 2, nan]], columns=["Priya", "Jonas", "Mei"]
)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    counts, categories = aggregate_raters(ratings.to_numpy())
    kappa = float(fleiss_kappa(counts))
others = {
    "irrCAC": float(CAC(ratings).fleiss()["est"]["coefficient_value"]),
    "krippendorff": float(krippendorff.alpha(reliability_data=ratings.to_numpy().T, level_of_measurement="ordinal")),
}
print("categories", categories.tolist())
print("kappa", round(kappa, 3), others)
assert len(categories) == 4 and np.isnan(categories[-1])
assert round(kappa, 3) == 0.444
assert others == {"irrCAC": 1.0, "krippendorff": 1.0}
PY
