#!/usr/bin/env bash
# Jinja counts "don't" and "well-known" as two words each.
#
# Version:  Jinja2 3.1.6.
# Expected: the documentation of wordcount says that it counts the words in a string. Readers, word processors and wc
#           agree on words that stand between spaces, and Jinja's own title filter treats the apostrophe as part of a
#           word.
# Seen:     it counts runs of letters, digits and underscores. A text with contractions and compounds has more words
#           than anybody would count, so a limit in words is met too early.
# Output:   "We don't re-use a well-known key." has 9 words; wc says 6
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Jinja2==3.1.6

venv/bin/python - <<'PY'
from jinja2 import Environment

sentence = "We don't re-use a well-known key."
counted = int(Environment().from_string("{{ sentence | wordcount }}").render(sentence=sentence))
print(counted, "words against", len(sentence.split()))
assert counted == 9
assert len(sentence.split()) == 6
assert Environment().from_string("{{ \"don't\" | title }}").render() == "Don't"
PY
