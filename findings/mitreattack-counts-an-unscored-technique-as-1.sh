#!/usr/bin/env bash
# mitreattack-python takes a technique that a team did not score for one that it scored 1, and cuts fractions off
# scores.
#
# Version:  mitreattack-python 6.3.1.
# Expected: the lowest and the mean of the scores that were given, or an error. The format of ATT&CK Navigator's layers
#           (4.5, technique object) calls a score an optional number, and a technique without one unscored. The
#           documentation of LayerOps gives default_values for whoever wants a missing score to be something.
# Seen:     unless default_values says otherwise, a missing score is 1, whether a layer lacks the score or the
#           technique: the lowest score of a technique that one team scored 3 is 1, and 4 becomes a mean of 2.5. That is
#           cut to 2, as is a score of 2.5 that is read and written. A technique that no team scored gets no score.
#           Nothing is warned of.
# Output:   scores 3 and none: lowest 1, mean 2; 4 and none: mean 2; a score of 2.5 read and written: 2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mitreattack-python==6.3.1

venv/bin/python - <<'PY'
import warnings

warnings.simplefilter("ignore")  # of imports

from mitreattack.navlayers import Layer, LayerOps


def layer(name, **scores):
    made = Layer()
    techniques = [
        {"techniqueID": technique} if score is None else {"techniqueID": technique, "score": score}
        for technique, score in scores.items()
    ]
    versions = {"layer": "4.5", "attack": "18", "navigator": "5.2.0"}
    made.from_dict({"name": name, "versions": versions, "domain": "enterprise-attack", "techniques": techniques})
    return made


def scores(made):
    return {technique["techniqueID"]: technique.get("score") for technique in made.to_dict()["techniques"]}


claims = layer("Claims", T1110=3, T1078=4, T1053=2)
payments = layer("Payments", T1078=None, T1053=4)
lowest = scores(LayerOps(score=min).process([claims, payments]))
mean = scores(LayerOps(score=lambda given: sum(given) / len(given)).process([claims, payments]))
read = scores(layer("Claims", T1110=2.5))
print("lowest", lowest, "mean", mean, "read", read)
assert lowest == {"T1110": 1, "T1078": 1, "T1053": 2}
assert mean == {"T1110": 2, "T1078": 2, "T1053": 3}
assert read == {"T1110": 2}
PY
