"""This module says where the guide claims another level than the answers do, because people kept their own words."""

from __future__ import annotations

from levelbook.core.frozen import frozen


@frozen
class Contradiction:
    """A contradiction is an edited block of the guide that claims another level than its answer."""

    block: str
    """The block's id."""
    title: str
    """The title with its number."""
    said: str
    """The block's claim: “level 3”."""
    answered: str
    """The answer: “level 2”, “not known”, “not answered”, “not applicable” or “no level”."""


def contradiction_words(one: Contradiction) -> str:
    """`1.1 Roles: the guide says level 3 in words that people kept; the answer is level 2.`"""
    answer = "the practice is" if one.answered == "not answered" else "the answer is"
    answer = "the answers give" if one.block == "standing" else answer
    return f"{one.title}: the guide says {one.said}, in text that people edited; {answer} {one.answered}."


CONTRADICTION_REMEDY = "Correct the words there, or take levelbook's: `levelbook guide --take generated {block}`."
