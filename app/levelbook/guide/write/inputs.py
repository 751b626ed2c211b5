"""This module holds what a guide is made from beside the assessment, and what every page is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from levelbook.core.answers.sittings import Sitting
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.gaps import largest_gaps
from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.threats import RecentThreats
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.guide.text.anchors import Anchors
from levelbook.guide.text.phrases import day_in_words, name_tells_day
from levelbook.guide.write.site import Site


@frozen
class System:
    """A system is one that the guide is about, with the model in it."""

    name: str
    model: str = ""
    version: str = ""


@frozen
class Team:
    """A team owns the guide; its names are those in `levelbook.toml`."""

    name: str
    organisation: str = ""
    about: str = ""
    """The system or work assessed."""
    handling: str = ""
    """The organisation's mark that says who may see guide and record."""
    systems: tuple[System, ...] = ()
    """Systems that guide and record are about."""

    @property
    def called(self) -> str:
        """Name the team in a sentence: "the Blue team", or the name alone where it says what kind of group it is."""
        groups = {"team", "squad", "group", "department", "office", "unit", "lab", "tribe", "crew", "guild"}
        words = self.name.lower().split()
        if words[:1] in (["the"], ["team"]):
            return self.name
        if words and (words[-1] in groups or (words[0] in groups and words[1] in ("of", "for"))):
            return f"the {self.name}"
        return f"the {self.name} team"


@frozen
class HeldSitting:
    """A held sitting is one sitting of the team, with its day."""

    day: date
    sitting: Sitting
    is_new: bool = True
    """Whether it came after the edition compared with; the record tells the others in a line each."""


@frozen
class GuideContext:
    """A guide context holds what a guide says that no assessment holds, because no figure is made from it.

    Settings of the team (its names, the frameworks it chose, where the guide stands), what people wrote in the guide,
    their meetings, and what the questionnaire's folder tells of frameworks and of news.
    """

    team: Team
    next_round: date | None = None
    """As the last sitting agreed, or the settings say; None before the first edition."""
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    """By key: all that anything here refers to."""
    chosen: tuple[str, ...] = ()
    """Keys of those whose coverage the record shows."""
    edited_headings: Mapping[str, str] = field(default_factory=dict)
    """Block id to the heading that is there, of the blocks that people edited; empty where they took it out."""
    sittings: tuple[HeldSitting, ...] = ()
    """Oldest first."""
    recent: RecentThreats | None = None
    """What became known since the edition with which the guide compares; None where nobody looked."""
    site: Site = field(default_factory=Site)
    """The program that shows the documents."""
    guide: str = "guide.md"
    """Where the guide is, from the folder of the record, which its links to other files begin from."""


@frozen
class HandEditSummary:
    """A hand-edit summary tells a reviewer what people wrote into the guide."""

    notes: int = 0
    """Pieces of text between the blocks, and before the first."""
    edited: tuple[str, ...] = ()
    """Titles of the blocks that people changed, and that are not behind."""
    behind: tuple[str, ...] = ()
    """Titles of those that levelbook now has something else to say about."""
    left_out: tuple[str, ...] = ()
    """Titles of the blocks that people keep away."""
    contradictions: tuple[str, ...] = ()
    """Sentences: where an edited block claims another level than the answer."""
    trouble: Literal["", "filled in", "to fill"] = ""
    """The part that is the team's own, on what to do when something looks wrong; empty where the guide has none."""
    trouble_left: int = 0
    """How many of its lines still stand as levelbook wrote them, where somebody has written over others."""


@frozen
class PageSources:
    """Page sources are what every page is written from: assessment, context, the template's words, and anchors."""

    current: Assessment
    """Judged by the edition that it is compared with, so that `confirmed` is right; its day is the guide's."""
    context: GuideContext
    comparison: Comparison | None
    """From the edition before this one, to `current`, as the changes compare them; None before there is one."""
    round_comparison: Comparison | None
    """The same for the guide's own pages: from the edition with which the round began, whatever an upgrade sealed."""
    words: Mapping[str, Mapping[str, object]]
    """The template's own words, by table."""
    anchors: Anchors
    changes: Mapping[str, PracticeChange]
    """Practice id to what became of it since the round began; empty before there is an edition."""

    @property
    def edition(self) -> PastEdition | None:
        """The last edition sealed, or being sealed; None before the first."""
        return self.current.editions[-1] if self.current.editions else None

    @cached_property
    def largest_gaps(self) -> tuple[PracticeScore, ...]:
        """Return the practices whose reasons have a page of their own, in the roadmap's order."""
        return largest_gaps(self.current.scorecard)

    @cached_property
    def anything_answered(self) -> bool:
        """Tell whether anybody has said anything about a practice, so that those without an answer stand out."""
        return any(score.status != "unanswered" or score.answer.votes for score in self.current.scorecard.counting)

    @property
    def changes_paths(self) -> tuple[str, ...]:
        """The paths from the team folder to the words about the change that the guide sums up.

        None while a round is open: there are none before it ends. Of a round in which an upgrade sealed an edition,
        both that and the last one tell a part of it.
        """
        edition, since = self.edition, self.round_comparison
        if edition is None or since is None or edition.name == self.current.last_edition:
            return ()
        names = [one.name for one in self.current.editions]
        of_round = names[names.index(since.before.name) + 1 :] if since.before.name in names else names[-1:]
        return tuple(f"editions/{name}/changes.md" for name in of_round)

    def fits(self, table: str) -> bool:
        """Tell whether the team's facts fit one of the template's tables of facts and choices.

        An open fact fits, and so does a questionnaire without these facts."""
        states = self.current.scorecard.tailoring.facts
        tests = [(states[name], wanted) for name, wanted in self.words.get(table, {}).items() if name in states]
        return not tests or any(
            state.open or (isinstance(wanted, list) and not set(wanted).isdisjoint(state.choices))
            for state, wanted in tests
        )

    @property
    def is_on_software(self) -> bool:
        """Tell whether the guide may speak of building and running: the template knows this questionnaire's facts.

        A template that names no questionnaires speaks of every one in the same words.
        """
        known: object = self.words.get("facts_of")
        return not isinstance(known, list) or self.current.questionnaire.id in known

    def day(self, day: date) -> str:
        """Return a day in words, with its year where that is not the guide's."""
        return day_in_words(day, self.current.on)

    def edition_day(self, name: str, day: date) -> str:
        """Return the day of an edition in words, with the edition's name where another one was sealed on that day.

        A name that is that day says it already.
        """
        is_only = sum(one.day == day for one in self.current.editions) < 2
        if is_only:
            return self.day(day)
        return name if name_tells_day(name, day) else f"{self.day(day)} ({name})"

    def day_at(self, moment: datetime) -> str:
        """Return the team's own day at a moment, in words."""
        return self.day(self.current.day_of(moment))

    def word(self, table: str, key: str, otherwise: str = "") -> str:
        """Return one of the template's own words; `otherwise` where it has none."""
        found = self.words.get(table, {}).get(key, otherwise)
        return found if isinstance(found, str) else otherwise
