"""The tables that a portfolio's store holds: a class for each, a field for each column, a sentence for each field.

Columns have only types that DuckDB, Spark and whoever else reads Parquet agree on: text, whole numbers of 64 bits,
doubles that are never NaN, true and false, days, and times in UTC. Every table but teams, units and problems is
divided by quarter, in folders named `quarter=2026-Q4`: the quarter in which an edition was sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from levelbook.core.text.field_types import once_per_class

Days = date | None
Text = str | None
Number = int | None
Figure = float | None


class TeamRow(NamedTuple):
    """A team of the portfolio, also one that has sealed nothing yet."""

    team: str
    """Its id in the portfolio."""
    name: str
    """As `portfolio.toml` calls it, or else its last edition."""
    unit: str
    """The unit that it is in; `no-unit` where nobody said."""
    is_named: bool
    """`portfolio.toml` names it; false where its id was made of where its book lies."""
    place: Text
    """Where its book was last found, as SOURCE:FOLDER."""
    closed_on: Days
    """The day from which it is no longer counted."""


class UnitRow(NamedTuple):
    """A unit of the organisation."""

    unit: str
    title: str
    within: Text
    """The unit that it is a part of; null at the top."""
    path: str
    """Its ids from the top, with slashes between."""


class EditionRow(NamedTuple):
    """A sealed edition of a team, with the figures over everything."""

    edition: int
    """The first 60 bits of its digest, by which other tables name it."""
    digest: str
    """SHA-256 of its edition.toml."""
    team: str
    name: str
    number: int
    previous: Text
    """Name of the edition that it follows."""
    previous_digest: Text
    sealed_at: datetime
    """In UTC."""
    sealed_on: date
    """The team's own day."""
    as_of: date
    """The day as of which everything is computed."""
    before_upgrade_to: Text
    """The version before whose upgrade it was sealed, which ended no round."""
    questionnaire: str
    version: str
    questionnaire_digest: str
    max_level: int
    practices: int
    """How many count for this team."""
    answered: int
    """How many of these are answered."""
    level: Figure
    low: Figure
    high: Figure
    evidenced: Figure
    target: Figure
    attainment: Figure
    coverage: Figure
    confirmed: Figure
    level_exact: Text
    """The same figures as fractions, such as 70/43."""
    low_exact: Text
    high_exact: Text
    evidenced_exact: Text
    target_exact: Text
    attainment_exact: Text
    coverage_exact: Text
    confirmed_exact: Text
    like_practices: Number
    """How many practices were asked and answered in this and in the edition before alike; null where none."""
    like_before: Figure
    """The level over these in the edition before, and here."""
    like_after: Figure
    like_before_exact: Text
    like_after_exact: Text
    team_name: str
    """As the edition calls the team, its organisation and the system."""
    organisation: Text
    about: Text
    levelbook: str
    """The version that sealed it."""
    place: str
    """Where it was found, as SOURCE:FOLDER."""
    signed_by: Text
    """Names of people; null unless these are collected."""


class FactRow(NamedTuple):
    """A choice of a team's profile, as rules saw it when an edition was sealed."""

    edition: int
    team: str
    fact: str
    choice: str


class SectionRow(NamedTuple):
    """A section of an edition, with its figures."""

    edition: int
    team: str
    section: str
    position: int
    """From 1, in the order of the questionnaire."""
    title: str
    weight: float
    weight_exact: str
    level: Figure
    low: Figure
    high: Figure
    evidenced: Figure
    target: Figure
    attainment: Figure
    coverage: Figure
    confirmed: Figure
    level_exact: Text
    low_exact: Text
    high_exact: Text
    evidenced_exact: Text
    target_exact: Text
    attainment_exact: Text
    coverage_exact: Text
    confirmed_exact: Text


class ScoreRow(NamedTuple):
    """A practice of an edition."""

    edition: int
    team: str
    practice: str
    position: int
    """From 1, in the order of the questionnaire."""
    section: str
    title: str
    essential: bool
    impact: int
    weight: float
    weight_exact: str
    scope: str
    """What the rules say: applicable, inherited or not-applicable."""
    status: str
    """What the team says: answered, unsure, unanswered or not-applicable."""
    counts: bool
    level: Number
    """As said; null where it is not settled."""
    evidenced: Number
    target: Number
    effort: Text
    """Effort of the next action."""
    confirmed: bool | None
    share: Figure
    """Its part of the overall low, high and target."""
    share_exact: Text
    wording: str
    """Digest of what it was answered under."""
    same_words: bool
    """Whether it counts and is answered here and in the edition before, under the same words."""
    before_id: Text
    """The practice in the edition before; this and what follows are null where that does not have it."""
    before_status: Text
    before_counts: bool | None
    before_level: Number
    before_evidenced: Number
    before_target: Number
    before_wording: Text
    due: Days
    ask_by: Days
    owner: Text
    """Names of people; null unless they are collected."""
    ask_whom: Text
    answered_by: Text
    confirmed_by: Text


class RiskRow(NamedTuple):
    """A gap that somebody answers for until a day."""

    edition: int
    team: str
    practice: str
    level: int
    """The level that is accepted."""
    target: Number
    until: date
    reason: str
    holds: bool
    """Whether it held on the day of the edition."""
    accepted_by: Text
    """Name of a person; null unless these are collected."""


class StepRow(NamedTuple):
    """A step of a team for a practice."""

    edition: int
    team: str
    practice: str
    position: int
    """From 1, among the steps of the practice."""
    text: str
    action: Text
    """Id of the questionnaire's action that it came from."""
    due: Days
    ticket: Text
    done_on: Days
    owner: Text
    """Name of a person; null unless these are collected."""


class EvidenceRow(NamedTuple):
    """A piece that backs an answer."""

    edition: int
    team: str
    practice: str
    position: int
    """From 1, among the pieces of the practice."""
    kind: str
    reference: Text
    seen_on: Days
    valid_until: Days
    """The last day on which it counts; null where it does not run out, or has no day."""


class OfferRow(NamedTuple):
    """A practice that a team offers to others, as an edition has it."""

    edition: int
    team: str
    offer: str
    """The offer's id in that team's book."""
    for_whom: str
    practice: str


class TakenRow(NamedTuple):
    """An answer that takes over what another team offers."""

    edition: int
    team: str
    practice: str
    offer: str
    of_team: str
    """The other team, as its edition calls it."""
    of_edition: Number
    """The edition that it was taken from, as `editions` names it; null where nobody can tell."""
    of_edition_name: str
    offered_level: int
    """The other team's level; the answer's own, in `scores`, is capped by what is not met."""


class LatestRow(NamedTuple):
    """A team's last edition at the end of a quarter, so that late teams do not vanish."""

    team: str
    edition: int
    sealed_on: date
    round_on: Days
    """When its last round ended: the day of its last edition that was not sealed before an upgrade."""
    age_days: int
    """Days from `sealed_on` to the quarter's last day; to the day of collecting in the quarter that this is in."""
    is_old: bool
    """More than `round_days` have passed since the last round ended."""
    is_new: bool
    """Whether it was sealed in this very quarter."""


PROBLEM_KINDS: Final = ("book", "edition", "moved", "unnamed", "twice", "name", "future", "repository", "store")


class ProblemRow(NamedTuple):
    """A problem of the last collection: something that could not be collected, or that somebody has to look at."""

    kind: str
    """One of `PROBLEM_KINDS`."""
    place: str
    """SOURCE:FOLDER, or the source alone."""
    team: Text
    message: str
    remedy: str


UNDIVIDED: Final[Mapping[str, type[Any]]] = {"teams": TeamRow, "units": UnitRow, "problems": ProblemRow}
OF_EDITIONS: Final[Mapping[str, type[Any]]] = {
    "editions": EditionRow,
    "facts": FactRow,
    "sections": SectionRow,
    "scores": ScoreRow,
    "risks": RiskRow,
    "steps": StepRow,
    "evidence": EvidenceRow,
    "offers": OfferRow,
    "taken": TakenRow,
}
"""Tables whose rows each belong to an edition, in the quarter in which it was sealed."""
NAMES_OF_PEOPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "editions": ("signed_by",),
    "scores": ("owner", "ask_whom", "answered_by", "confirmed_by"),
    "risks": ("accepted_by",),
    "steps": ("owner",),
}
"""Columns with names of people, which are null unless these are collected."""
LATEST: Final = "latest"
TABLES: Final[Mapping[str, type[Any]]] = {**UNDIVIDED, **OF_EDITIONS, LATEST: LatestRow}

_TYPES: Final[Mapping[type, str]] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMP",
}


@once_per_class
def texts_never_null(kind: type[Any]) -> tuple[str, ...]:
    """List the columns of a table that hold a text in every row, though it may be an empty one."""
    return tuple(name for name, hint in get_type_hints(kind).items() if hint is str)


@once_per_class
def columns(kind: type[Any]) -> Mapping[str, str]:
    """Map each column of a table to its type in SQL, in their order."""
    found = {}
    for name, hint in get_type_hints(kind).items():
        of = next((one for one in get_args(hint) if one is not type(None)), hint)
        found[name] = _TYPES[of]
    return found
