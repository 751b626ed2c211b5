#!/usr/bin/env bash
# A model card that huggingface_hub only reads and saves gives the accuracy in German as a second one in English.
#
# Version:  huggingface_hub 2.4.0.
# Expected: what was read. By the Hub's description of a model card (model-index) each result has the name and the
#           arguments of its dataset, such as a language, and EvalResult keeps them: the card that was read has two
#           results, each with its own.
# Seen:     for writing, results are grouped by the dataset's type, config, split and revision. Its name and arguments
#           are those of the first in the group, so a benchmark that was run in two languages, or two datasets of one
#           type, come out as one, with two values for the same metric. The source of a result goes the same way. Read
#           again, both values belong to the first dataset. Nothing is said.
# Output:   [({'lang': 'en'}, 0.9), ({'lang': 'de'}, 0.4)] -> [({'lang': 'en'}, 0.9), ({'lang': 'en'}, 0.4)]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0

cat >README.md <<'MD'
---
license: mit
model-index:
- name: guard
  results:
  - task: {type: text-classification}
    dataset: {name: Prompts, type: prompts, split: test, args: {lang: en}}
    metrics: [{type: accuracy, value: 0.9}]
    source: {name: Lab A, url: https://a.example.org}
  - task: {type: text-classification}
    dataset: {name: Prompts, type: prompts, split: test, args: {lang: de}}
    metrics: [{type: accuracy, value: 0.4}]
    source: {name: Lab B, url: https://b.example.org}
---
# Guard
MD
venv/bin/python - <<'PY'
from huggingface_hub import ModelCard


def results(card: ModelCard) -> list[tuple[dict, float, str]]:
    return [(each.dataset_args, each.metric_value, each.source_name) for each in card.data.eval_results]


card = ModelCard.load("README.md")
before = results(card)
card.save("saved.md")
after = results(ModelCard.load("saved.md"))
print(before)
print(after)
assert before == [({"lang": "en"}, 0.9, "Lab A"), ({"lang": "de"}, 0.4, "Lab B")]
assert after == [({"lang": "en"}, 0.9, "Lab A"), ({"lang": "en"}, 0.4, "Lab A")]
PY
