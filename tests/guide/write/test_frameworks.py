"""What a framework's coverage says of the items that nobody covers."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.write.frameworks import SHORTEST_RUN, id_ranges
from support.examples import examples

IDS = [f"C{chapter}.{number}" for chapter in range(1, 5) for number in range(1, 6)]


def spelt_out(said: list[str]) -> list[str]:
    """The ids that a reader finds who has the framework's list."""
    found: list[str] = []
    for one in said:
        run = re.fullmatch(r"(\S+) to (\S+) \((\d+) items\)", one)
        between = IDS[IDS.index(run[1]) : IDS.index(run[2]) + 1] if run else [one]
        assert not run or len(between) == int(run[3]) >= SHORTEST_RUN
        found += between
    return found


def test_neighbours_are_named_by_the_first_and_the_last_with_how_many() -> None:
    assert id_ranges(IDS[:8], {"C1.5"}) == ["C1.1 to C1.4 (4 items)", "C2.1", "C2.2", "C2.3"]
    assert id_ranges(IDS, set(IDS)) == []


@examples(100)
@given(st.sets(st.sampled_from(IDS)))
def test_no_id_is_lost(covered: set[str]) -> None:
    assert spelt_out(id_ranges(IDS, covered)) == [one for one in IDS if one not in covered]
