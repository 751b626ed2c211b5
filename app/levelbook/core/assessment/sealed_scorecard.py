"""An edition's figures as its `scorecard.json` holds them, for programs that read no other file of the edition.

The classes mirror the file: each field is a key of it, with the sentence that its JSON Schema has. All keys are always
there, null where there is nothing. Readers pass over keys that they do not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any

from levelbook.core.frozen import frozen
from levelbook.core.text.field_types import Ge

Days = str | None
"""A day as `YYYY-MM-DD`."""


@frozen(kw_only=True)
class ExtensibleTable:
    """A table that may have more keys than this levelbook knows."""

    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@frozen(kw_only=True)
class SealedEdition(ExtensibleTable):
    """The edition: its name, number and predecessor."""

    name: str
    number: int
    previous: str | None
    """Name of the edition that it follows."""
    previous_digest: str | None
    """SHA-256 of that edition's edition.toml, with line ends of one character."""
    before_upgrade_to: str | None
    """The version before whose upgrade it was sealed, which ended no round."""
    sealed_at: str
    """The moment in UTC, YYYY-MM-DDThh:mm:ssZ."""
    sealed_on: str
    """The team's own day."""


@frozen(kw_only=True)
class SealedTeam(ExtensibleTable):
    """The team whose record it is, as the settings say."""

    name: str
    organisation: str | None
    about: str | None


@frozen(kw_only=True)
class SealedQuestionnaire(ExtensibleTable):
    """The questionnaire that was asked."""

    id: str
    version: str
    title: str
    digest: str
    """SHA-256 of the list of its files and their digests, by which editions share it."""


@frozen(kw_only=True)
class SealedFact(ExtensibleTable):
    """A fact of the profile."""

    id: str
    given: tuple[str, ...] | None
    """What the team answered; null where it did not."""
    choices: tuple[str, ...]
    """What rules see: given, or settled by earlier facts."""
    open: bool
    """Nobody has settled it, so that targets may rise."""


@frozen(kw_only=True)
class SealedFigures(ExtensibleTable):
    """The eight figures, rounded to four places; `exact` holds the same as fractions."""

    level: float | None
    low: float | None
    high: float | None
    evidenced: float | None
    target: float | None
    attainment: float | None
    coverage: float | None
    confirmed: float | None
    exact: Mapping[str, str]
    """Name of a figure to its exact value, such as 70/43; without those that are null."""


@frozen(kw_only=True)
class SealedSection(ExtensibleTable):
    """A section with its figures."""

    id: str
    title: str
    weight: str
    """As the questionnaire has it, exact."""
    figures: SealedFigures
    lowest: str | None
    """The answered practice with the lowest level, the first of equals."""


@frozen(kw_only=True)
class SealedBefore(ExtensibleTable):
    """The same practice as the edition before held it."""

    renamed_from: str | None
    """Its id then; null where it is the same."""
    status: str
    counts: bool
    level: int | None
    evidenced: int | None
    target: int | None
    wording: str
    """Digest of what it was answered under."""


@frozen(kw_only=True)
class SealedRisk(ExtensibleTable):
    """A gap that somebody answers for until a day."""

    level: int
    until: str
    reason: str
    holds: bool
    """Whether it held on the day of the edition."""


@frozen(kw_only=True)
class SealedStep(ExtensibleTable):
    """A step that the team will take."""

    text: str
    action: str | None
    """Id of the questionnaire's action that it came from."""
    due: Days
    ticket: str | None
    done_on: Days


@frozen(kw_only=True)
class SealedEvidence(ExtensibleTable):
    """A piece that backs the answer."""

    kind: str
    reference: str | None
    seen_on: Days
    valid_until: Days
    """The last day on which it counts; null where it does not run out, or has no day."""


@frozen(kw_only=True)
class SealedTaken(ExtensibleTable):
    """The part of another team's offer that an answer takes over."""

    offer: str
    """The offer's id."""
    team: str
    edition: str
    """Name of that team's edition."""
    digest: str
    """Which edition it is: the first 60 bits of its digest, as decimal digits."""
    level: int
    """The level that the other team has."""


@frozen(kw_only=True)
class SealedOffer(ExtensibleTable):
    """An offer: practices that the team does for others."""

    id: str
    for_whom: str
    practices: tuple[str, ...]
    """Ids of the practices that have a level, so that others can take them over."""


@frozen(kw_only=True)
class SealedPeople(ExtensibleTable):
    """Names of people, as the team's settings show them to others."""

    owner: str | None
    ask_whom: str | None
    accepted_by: str | None
    answered_by: str | None
    confirmed_by: str | None
    steps: tuple[str | None, ...]
    """Who does each step, in their order."""


@frozen(kw_only=True)
class SealedPractice(ExtensibleTable):
    """A practice with everything that was said of it and follows from that; what is computed is null where it does not
    count."""

    id: str
    """The section's id, a dot, and its own."""
    title: str
    essential: bool
    impact: int
    weight: str
    """In its section, as the questionnaire has it, exact."""
    scope: str
    """What the rules say: applicable, inherited or not-applicable."""
    status: str
    """What the team says: answered, unsure, unanswered or not-applicable."""
    counts: bool
    level: int | None
    """As said, also where the practice does not count. An unsettled one counts as 0 in `low` and `target`, and as the
    top of the scale in `high`."""
    evidenced: int | None
    target: int | None
    effort: str | None
    confirmed: bool | None
    because: tuple[str, ...]
    """Reasons of the rules in force."""
    share: float | None
    """Share of the overall low, high and target, to four places."""
    share_exact: str | None
    wording: str
    """Digest of what it was answered under; of what is asked, where nobody answered."""
    same_words: bool
    """Whether it counts and is answered here and in the edition before, under the same words: like for like."""
    before: SealedBefore | None
    """Null where the edition before does not have it, or there is none."""
    due: Days
    ask_by: Days
    """When somebody finds out, where it is not known."""
    accepted: SealedRisk | None
    steps: tuple[SealedStep, ...]
    evidence: tuple[SealedEvidence, ...]
    """The team's own."""
    taken: SealedTaken | None = None
    """Null where the answer takes over nothing."""
    people: SealedPeople | None
    """Null where the team leaves names out; whoever passes this file on may leave the key out."""


@frozen(kw_only=True)
class SealedLikeForLike(ExtensibleTable):
    """The change over what was asked and answered both times under the same words."""

    practices: int
    before: str
    after: str
    change: str
    """Exact, like the two above."""


@frozen(kw_only=True)
class SealedNode(ExtensibleTable):
    """A figure of somebody else's arithmetic, with the least and the most that it can become."""

    id: str
    title: str
    within: str | None
    aggregation: str
    value: float | None
    exactly: str | None
    low: float | None
    high: float | None
    open: int | None
    """How many questions under it are not answered."""
    target: float | None = None
    """What it would come to with every practice at its target; absent in editions before this was kept."""


@frozen(kw_only=True)
class SealedModel(ExtensibleTable):
    """The figures of a scoring model: somebody else's arithmetic over the same answers."""

    name: str
    source: str | None
    nodes: tuple[SealedNode, ...]
    """The whole first."""


@frozen(kw_only=True)
class SealedSignatures(ExtensibleTable):
    """Names of people around the edition itself."""

    signed_by: tuple[str, ...]


@frozen(kw_only=True)
class SealedScorecard(ExtensibleTable):
    """An edition's figures, exact, with everything that another program needs to compare and add them up."""

    format: Annotated[int, Ge(1)]
    """1. A later format is one that readers of this one would misunderstand."""
    levelbook: str
    """The version that sealed it."""
    edition: SealedEdition
    team: SealedTeam
    questionnaire: SealedQuestionnaire
    on: str
    """The day as of which everything is computed."""
    max_level: int
    profile: tuple[SealedFact, ...]
    overall: SealedFigures
    scoring_model: SealedModel | None
    """Null unless the questionnaire has somebody else's arithmetic."""
    like_for_like: SealedLikeForLike | None
    """Null where nothing was asked and answered alike in the edition before, or there is none."""
    people: SealedSignatures | None
    sections: tuple[SealedSection, ...]
    practices: tuple[SealedPractice, ...]
    offers: tuple[SealedOffer, ...] = ()
