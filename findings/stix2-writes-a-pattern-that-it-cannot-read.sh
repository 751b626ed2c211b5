#!/usr/bin/env bash
# stix2 reads a valid pattern and writes it so that it is none: small numbers, names in quotation marks, and EXISTS.
#
# Version:  stix2 3.0.2, stix2-patterns 2.1.2 (the validator of patterns that stix2 itself uses).
# Expected: a pattern with the same meaning. In the grammar of patterns in STIX 2.1 a float has a point and no exponent;
#           a step of a path that has anything but letters, digits and underscores, or begins with a digit, stands in
#           quotation marks; and EXISTS asks whether a path is there. stix2's guide makes patterns of objects and prints
#           them.
# Seen:     0.00001 is written as 1e-05. Quotation marks stay only where a step has a hyphen or an index, so 'in part'
#           and '2026' lose theirs. Of EXISTS the text is a list of Python objects. An Indicator made of the text is
#           refused. The same happens to patterns that a program puts together of stix2's own classes.
# Output:   [x-level:share > 1e-05], [x-level:answers.in part = 1], [[<antlr4.tree.Tree.TerminalNodeImpl object ...
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check stix2==3.0.2 stix2-patterns==2.1.2

venv/bin/python - <<'PY'
from stix2.pattern_visitor import create_pattern_object
from stix2.patterns import EqualityComparisonExpression, ObjectPath
from stix2patterns.v21.pattern import Pattern
from stix2patterns.v21.pattern import ParseException

seen = {}
for pattern in (
    "[x-level:share > 0.00001]",
    "[x-level:answers.'in part' = 1]",
    "[x-level:years.'2026' = 1]",
    "[EXISTS x-level:share]",
    "[x-level:answers.'in-part' = 1]",
):
    Pattern(pattern)  # is valid
    seen[pattern] = str(create_pattern_object(pattern))
    try:
        Pattern(seen[pattern])
        verdict = "valid"
    except ParseException as error:
        verdict = f"invalid: {error}"[:60]
    print(pattern, "->", seen[pattern][:70], verdict)
    assert verdict.startswith("valid") is ("in-part" in pattern), pattern
made = str(EqualityComparisonExpression(ObjectPath("x-level", ["answers", "in part"]), 1))
print(made)
assert made == "x-level:answers.in part = 1"
assert list(seen.values())[:3] == [
    "[x-level:share > 1e-05]",
    "[x-level:answers.in part = 1]",
    "[x-level:years.2026 = 1]",
]
assert seen["[EXISTS x-level:share]"].startswith("[[<antlr4.tree.Tree.TerminalNodeImpl object")
PY
