"""How many examples hypothesis tries of a property: about a third in an ordinary run, all of them with `--large`.

The figure beside a property is that of the large run. Which examples are tried is settled in `tests/conftest.py`: the
same each time where the work is decided on, new ones on a person's machine, where in time all of them come.
"""

from __future__ import annotations

from typing import Final

from hypothesis import settings

OF_AN_ORDINARY_RUN: Final = 30
OF_A_LARGE_RUN: Final = 100
"""What hypothesis' own default is, for a property that says nothing."""
FEWEST: Final = 10


def examples(large: int) -> settings:
    """So many examples in a large run, and in an ordinary one the same share of them as of every property."""
    return settings(max_examples=max(min(FEWEST, large), large * settings().max_examples // OF_A_LARGE_RUN))


def is_large() -> bool:
    """Tell whether this is a large run, which tries all of what an ordinary one tries a share of."""
    return settings().max_examples >= OF_A_LARGE_RUN
