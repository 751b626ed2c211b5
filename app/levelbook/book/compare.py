"""An open book compared: two of its editions, or one with now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelbook.book.editions import Editions
from levelbook.core.answers.shown_names import ShownNames
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.demands import have_same_demands
from levelbook.core.text.cleaning import clean_line

if TYPE_CHECKING:
    from levelbook.book.session import Session
    from levelbook.core.assessment.comparison import Comparison

NOW = "now"
"""Stands for the record as it is now, where an edition could be named. No edition has this name."""


def assessment_of(editions: Editions, now: Assessment, name: str) -> Assessment:
    """A team's record as an edition holds it, or as it is `now`. Raises UnknownId."""
    return now if name == NOW else editions.assessment(editions.edition(name))


def is_as_sealed(editions: Editions, now: Assessment) -> bool:
    """Return whether what is asked and what is answered are still those of the last edition."""
    last = editions.last
    if last is None or editions.last_book != now.book:
        return False
    return have_same_demands(editions.questionnaire_of(last), now.questionnaire)


def compare(
    editions: Editions,
    now: Assessment,
    old: str | None = None,
    new: str | None = None,
    *,
    names: ShownNames = ShownNames(),  # noqa: B008 - frozen
) -> Comparison:
    """Compare two editions, or one with now. Raises UsedWrongly, UnknownId.

    names: how people's names are shown in it; by default as they are.

    By default it is the last edition with now; while nothing has changed since that was sealed, the edition before it
    with the last one, which is what people want to know right after a seal.
    """
    from levelbook.core.assessment.comparison import compare as compared  # 30 ms, which a score does without

    if old is None:
        last = editions.last
        if last is None:
            raise UsedWrongly("Nothing has been sealed yet.", remedy="`levelbook seal` makes the first edition.")
        before = editions.before(last)
        if new in (None, NOW) and before is not None and is_as_sealed(editions, now):
            old, new = before.name, last.name
        else:
            old = last.name
    earlier, later = (assessment_of(editions, now, name).with_names(names) for name in (old, new or NOW))
    return compared(earlier, later)


def since_commit(session: Session, base: str) -> tuple[str, str]:
    """A reviewer of a branch compares two states: the last edition that the commit `base` has, and the one that was
    sealed here since, or now where none was, or something was said after it. Raises UsedWrongly."""
    there = session.folder.git.names_at(base, session.folder.editions_path)
    known = [edition.name for edition in session.editions.all if edition.name in there]
    if not known:
        raise UsedWrongly(
            f"There was no edition in {clean_line(base)} yet, so there is nothing to compare with.",
            remedy="`levelbook editions` lists what is sealed here.",
        )
    last = session.editions.last
    if last is not None and last.name not in there and is_as_sealed(session.editions, session.now):
        return known[-1], last.name
    return known[-1], NOW
