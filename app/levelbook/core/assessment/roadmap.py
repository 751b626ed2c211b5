"""The roadmap as somebody wants to read it: sorted, filtered, in groups. Pure functions of what is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Literal

from levelbook.core.answers.answers import NOTHING, Answer, Status
from levelbook.core.answers.people import NOBODY, folded, is_named, spellings
from levelbook.core.assessment.gaps import WAVES, Wave, roadmap
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import Promise, Suggestion, promises_of, suggestion
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.frozen import frozen

Sort = Literal["roadmap", "owner", "section", "date"]
SORTS: tuple[Sort, ...] = ("roadmap", "owner", "section", "date")

Place = Wave | Literal["reached"]
PLACES: tuple[Place, ...] = (*WAVES, "reached")

Span = Literal["late", "coming", "undated"]
SPANS: tuple[Span, ...] = ("late", "coming", "undated")

EntryPart = tuple[str, int]
"""A practice's id, and the number of one of its steps; 0 for the practice itself."""


@frozen
class RoadmapEntry:
    """A gap with what is owed about it; or a practice that is as high as needed and has steps still."""

    score: PracticeScore
    place: Place
    promises: tuple[Promise, ...]

    @property
    def id(self) -> str:
        return self.score.id

    @property
    def steps(self) -> tuple[Promise, ...]:
        """Open ones, and those done in this round."""
        return tuple(one for one in self.promises if one.number)

    @property
    def evidence(self) -> tuple[Promise, ...]:
        """The evidence that somebody agreed to bring."""
        return tuple(one for one in self.promises if one.evidence is not None)

    @property
    def is_blank(self) -> bool:
        """Tell whether nobody has said or promised anything, so that listing it only would bury the known gaps."""
        answer = self.score.answer
        said = answer.owner or answer.due is not None or answer.steps or self.evidence
        return self.score.status == "unanswered" and not said

    @property
    def gap_promise(self) -> Promise | None:
        """The promise about the practice itself; None if there are only steps or evidence."""
        return next((one for one in self.promises if not one.number and one.evidence is None), None)

    @property
    def has_gap_promise(self) -> bool:
        """Tell whether there is a promise about the gap itself, not only about a step."""
        return self.gap_promise is not None

    @property
    def suggestion(self) -> Suggestion | None:
        """The suggested next action, if nobody does anything yet."""
        if self.place not in ("now", "next", "later") or not self.has_gap_promise or self.score.answer.open_steps:
            return None
        return suggestion(self.score)


@frozen
class RoadmapView:
    """A roadmap view is a sort order and a filter for the roadmap."""

    sort: Sort = "roadmap"
    who: str | None = None
    """Only this person's entries; NOBODY for those without an owner; None for everybody's."""
    section: str = ""
    """Only this section; empty for all."""
    late: bool = False
    """True for late entries only."""

    @property
    def is_filtered(self) -> bool:
        return self.who is not None or bool(self.section) or self.late


EVERYTHING = RoadmapView()


@frozen
class Group:
    """Stops under one heading."""

    key: str
    """A place, a name, a section's id or a span, as the view sorts."""
    entries: tuple[RoadmapEntry, ...]


@frozen
class Count:
    """A count says how much there is of something on the roadmap."""

    gaps: int = 0
    """Practices whose level is known to be below target."""
    unsure: int = 0
    unanswered: int = 0
    steps: int = 0
    """Open ones."""
    late: int = 0


def roadmap_entries(
    scorecard: Scorecard,
    last: Mapping[str, Answer] | None = None,
    keep: Collection[EntryPart] = (),
    evidence: Iterable[Promise] = (),
) -> list[RoadmapEntry]:
    """The whole roadmap in its order, and after it what is as high as needed with steps or evidence still open.

    `last` are the last edition's answers: steps done since are on it too. Of practices without a gap, done steps are
    on it only where `keep` names them. `evidence` is what somebody is to bring.
    """
    before = last or {}
    gaps = roadmap(scorecard)
    to_bring: dict[str, tuple[Promise, ...]] = {}
    for one in evidence:
        to_bring[one.score.id] = (*to_bring.get(one.score.id, ()), one)

    def promised(score: PracticeScore) -> tuple[Promise, ...]:
        return (*promises_of(score, before.get(score.id, NOTHING)), *to_bring.get(score.id, ()))

    found = [RoadmapEntry(gap.score, gap.wave, promised(gap.score)) for gap in gaps]
    on_it = {gap.score.id for gap in gaps}
    for score in scorecard.counting:
        if score.id in on_it or not (score.answer.steps or score.id in to_bring):
            continue
        mine = promised(score)
        if any(one.kind in ("step", "evidence") or (score.id, one.number) in keep for one in mine):
            found.append(RoadmapEntry(score, "reached", mine))
    return found


def arrange(
    whole: Iterable[RoadmapEntry], roadmap_view: RoadmapView, scorecard: Scorecard, keep: Collection[EntryPart] = ()
) -> tuple[Group, ...]:
    """Arrange the roadmap under the headings of a view; entries in `keep` stay even if the filter excludes them."""
    on = scorecard.on
    wanted = [part for entry in whole if (part := _filtered(entry, roadmap_view, on, keep)) is not None]
    if roadmap_view.sort == "owner":
        return _by_owner(wanted)
    if roadmap_view.sort == "date":
        return _by_date(wanted, on)
    if roadmap_view.sort == "section":
        return _grouped(wanted, lambda entry: entry.score.practice.section, scorecard.sections_by_id)
    return _grouped(wanted, lambda entry: entry.place, PLACES)


def _filtered(
    entry: RoadmapEntry, roadmap_view: RoadmapView, on: date, keep: Collection[EntryPart]
) -> RoadmapEntry | None:
    """Return the part of an entry that passes the filter; None if nothing does."""
    if not roadmap_view.is_filtered:
        return entry
    if roadmap_view.section and entry.score.practice.section != roadmap_view.section:
        return None
    kept = tuple(one for one in entry.promises if (entry.id, one.number) in keep or _is_wanted(one, roadmap_view, on))
    return RoadmapEntry(entry.score, entry.place, kept) if kept else None


def _is_wanted(one: Promise, roadmap_view: RoadmapView, on: date) -> bool:
    if roadmap_view.late and not one.is_late(on):
        return False
    return roadmap_view.who is None or is_owed_by(one, roadmap_view.who)


def is_owed_by(one: Promise, who: str) -> bool:
    """Tell whether a promise is this person's, or nobody's."""
    if who == NOBODY:
        return one.owner == NOBODY
    return is_named(one.who, who) or is_named(one.owner, who)


def _grouped(
    found: Iterable[RoadmapEntry], key: Callable[[RoadmapEntry], str], order: Iterable[str]
) -> tuple[Group, ...]:
    groups: dict[str, list[RoadmapEntry]] = {name: [] for name in order}
    for entry in found:
        groups[key(entry)].append(entry)
    return tuple(Group(name, tuple(members)) for name, members in groups.items() if members)


def _divided(found: Iterable[RoadmapEntry], key: Callable[[Promise], str]) -> dict[str, list[RoadmapEntry]]:
    """Each entry under every key that something about it has, there with that alone."""
    groups: dict[str, list[RoadmapEntry]] = {}
    for entry in found:
        parts: dict[str, list[Promise]] = {}
        for one in entry.promises:
            parts.setdefault(key(one), []).append(one)
        for name, part in parts.items():
            groups.setdefault(name, []).append(RoadmapEntry(entry.score, entry.place, tuple(part)))
    return groups


def _by_owner(found: list[RoadmapEntry]) -> tuple[Group, ...]:
    """Group entries by owner's name, ignoring case, those without an owner last."""
    groups = _divided(found, lambda one: folded(one.owner))
    names = spellings(one.owner for entry in found for one in entry.promises)
    return tuple(Group(spelling, tuple(groups[name])) for name, spelling in names.items())


def _by_date(found: list[RoadmapEntry], on: date) -> tuple[Group, ...]:
    """Group entries into late, coming and without a day, sorted by day."""
    groups = _divided(found, lambda one: _span(one, on))
    return tuple(
        Group(
            span, tuple(sorted(groups[span], key=lambda entry: min(one.day(on) or date.max for one in entry.promises)))
        )
        for span in SPANS
        if span in groups
    )


def _span(one: Promise, on: date) -> Span:
    day = one.day(on)
    if day is None:
        return "undated"
    return "late" if day < on else "coming"


def count(found: Iterable[RoadmapEntry], on: date) -> Count:
    """Count the gaps, open steps and late promises these are; each once, however often it is shown."""
    gaps: dict[str, Status] = {}
    steps: set[EntryPart] = set()
    overdue: set[tuple[EntryPart, str]] = set()
    for entry in found:
        if entry.place != "reached":
            gaps[entry.id] = entry.score.status
        steps |= {(entry.id, one.number) for one in entry.promises if one.kind == "step"}
        overdue |= {((entry.id, one.number), _what(one)) for one in entry.promises if one.is_late(on)}
    of = Counter(gaps.values())
    return Count(of["answered"], of["unsure"], of["unanswered"], len(steps), len(overdue))


def _what(one: Promise) -> str:
    """Return the evidence's description, which distinguishes it from other entries without a number."""
    return one.evidence.proof.what if one.evidence is not None else ""


def people(whole: Iterable[RoadmapEntry]) -> tuple[str, ...]:
    """Everybody who owes something, by name."""
    found = (name for entry in whole for one in entry.promises for name in (one.owner, one.who))
    return tuple(name for name in spellings(found).values() if name)
