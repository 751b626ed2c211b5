"""An open book compared: two of its editions, or one with now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelbook.book.editions.editions import Editions
from levelbook.core.answers.shown_names import ShownNames
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.demands import have_same_demands
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.reading.toml import parse_toml
from levelbook.store.editions import EDITION, Edition
from levelbook.store.text_files import text_or_none

if TYPE_CHECKING:
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
        before = editions.lineage.before(last)
        if new in (None, NOW) and before is not None and is_as_sealed(editions, now):
            old, new = before.name, last.name
        else:
            old = last.name
    earlier, later = (assessment_of(editions, now, name).with_names(names) for name in (old, new or NOW))
    return compared(earlier, later)


@frozen
class SinceCommit:
    """Two states that the reviewer of a branch compares, by name, and what to know of them."""

    old: str
    """The last edition that is the same here and in the commit."""
    new: str
    """The edition that was sealed here since; `now` where none was, or something was said after it."""
    notes: tuple[str, ...] = ()
    """A sentence for each edition of the commit that is not here, or not the same."""


def since_commit(editions: Editions, now: Assessment, base: str) -> SinceCommit:
    """Find what the reviewer of a branch compares: what the commit `base` had sealed, and what is here since.

    An edition of the same name that two branches sealed, as on one day, is not the other's. Raises UsedWrongly.
    """
    commit = clean_line(base)
    there = editions.folder.git.names_at(base, editions.folder.editions_path)
    shared = [edition for edition in editions.all if edition.name in there]
    known = [edition for edition in shared if _is_the_same(editions, base, edition)]
    gone = sorted(name for name in there - {one.name for one in editions.all} if valid_id(name))
    if not known:
        raise UsedWrongly(
            f"None of the editions in {commit} is here, so there is nothing to compare with."
            if shared or gone
            else f"There was no edition in {commit} yet, so there is nothing to compare with.",
            remedy="`levelbook editions` lists what is sealed here.",
        )
    old, last = known[-1].name, editions.last
    begins = f"The comparison begins with {old}."
    notes = [
        *(f"{commit} has edition “{name}”, which is not here. {begins}" for name in gone),
        *(
            f"{commit} has another edition of the name “{edition.name}” than the one here. {begins}"
            for edition in shared
            if edition not in known
        ),
    ]
    is_new = last is not None and last not in known and is_as_sealed(editions, now)
    return SinceCommit(old, last.name if last is not None and is_new else NOW, tuple(notes))


def _is_the_same(editions: Editions, commit: str, edition: Edition) -> bool:
    """Return whether a commit has this very edition, in whatever layout; also where its file cannot be read there."""
    path = edition.path / EDITION
    texts = (editions.folder.git.text_at(commit, path), text_or_none(path, within=editions.folder.path))
    try:
        sealed, here = (parse_toml(text, EDITION) for text in texts if text is not None)
    except (FileIsWrong, ValueError):
        return True
    return sealed == here
