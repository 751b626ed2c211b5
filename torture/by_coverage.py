"""`python -m torture.by_coverage PARSER CORPUS …`: atheris looks for an input that a parser does not refuse in words.

A process of its own, because atheris has to see levelbook being imported, and ends the process that it runs in.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["levelbook"]):
    from torture.fuzzing import PARSERS, read


def main() -> None:
    """Look, as libFuzzer's options say."""
    parser = PARSERS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda data: read(parser, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
