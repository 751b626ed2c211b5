"""The read model is a team's record at one time, with everything that is computed from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from datetime import UTC, date, datetime, tzinfo
from functools import cache, cached_property
from typing import TYPE_CHECKING

from levelbook.core.answers.agreed_evidence import AgreedEvidence, Agreement, EvidenceFate, agreed_evidence
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.offers import MovedOn, Offer, OfferFault, PresentWording, moved_on
from levelbook.core.answers.orphans import Orphan, orphans
from levelbook.core.answers.shown_names import ShownNames
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.assessment.brought_evidence import brought_for_good
from levelbook.core.assessment.gaps import Gap, roadmap
from levelbook.core.assessment.practice_score import Judge, PracticeScore
from levelbook.core.assessment.review import Cause, causes
from levelbook.core.assessment.scoring import Figures, Scorecard, score_by
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import FactState, Placement, Tailoring, tailor

if TYPE_CHECKING:
    from levelbook.core.assessment.model_figures import NodeFigure
    from levelbook.core.questionnaire.bulletins import Bulletin


@frozen
class PastEdition:
    """A past edition is a sealed edition in a team's history, read from disk only when needed."""

    name: str
    number: int
    day: date
    read: Callable[[], Assessment] = field(repr=False, compare=False)
    """Reads the edition and caches it. Raises FileIsWrong."""
    previous: str = ""
    """Name of the previous edition; empty for the first."""
    ends_round: bool = True
    """True if it ends a round; false if it was only sealed before an upgrade."""
    signed_by: tuple[str, ...] = ()
    """The people who signed it when it was sealed."""
    read_revs: Callable[[], frozenset[str]] = field(default=frozenset, repr=False, compare=False)
    """Reads the `rev` of each answer in it, without the answers."""
    read_answer: Callable[[str], Answer | None] = field(default=lambda _id: None, repr=False, compare=False)
    """Reads its answer to one id, without the others; None where it has none that can be read."""

    @property
    def assessment(self) -> Assessment:
        """Read the team's record in this edition. Raises FileIsWrong."""
        return self.read()

    @property
    def overall(self) -> Figures:
        """Return the edition's overall figures. Raises FileIsWrong."""
        return self.assessment.scorecard.overall

    def with_names(self, names: ShownNames) -> PastEdition:
        """Return the edition with people's names replaced as `ShownNames` does."""
        signed_by = names.signatures(self.signed_by)
        return replace(self, read=cache(lambda: self.read().with_names(names)), signed_by=signed_by)


def beginning_of_round(editions: Sequence[PastEdition], name: str) -> PastEdition | None:
    """Find the edition that ended the round before, where the one of that name was sealed only for an upgrade.

    editions: oldest first. None where the one of that name ended a round itself, or is not there.
    """
    names = [edition.name for edition in editions]
    if name not in names:
        return None
    *past, last = editions[: names.index(name) + 1]
    return None if last.ends_round else next((edition for edition in reversed(past) if edition.ends_round), None)


@frozen
class Assessment:
    """A team's whole record at one time, now or as an edition sealed it, and everything that is computed from it.

    Guide, comparison and exports read an assessment and nothing else; only a Session changes what a team said.
    """

    name: str
    """The edition's name, or `now`."""
    questionnaire: Questionnaire
    book: AnswerBook
    on: date
    last_edition: str = ""
    """Name of the previous edition; empty if there is none."""
    last_answers: Mapping[str, Answer] | None = None
    """The answers of that edition, by this questionnaire's full ids; None if there is none."""
    last_profile: Mapping[str, FactValue] | None = None
    """The facts of that edition, by this questionnaire's ids; None if there is none."""
    is_ballot: bool = False
    """True for one participant's ballot, which has no rounds and is compared with nothing."""
    zone: tzinfo = UTC
    """The time zone of days."""
    editions: tuple[PastEdition, ...] = ()
    """All sealed editions, oldest first, for comparisons and trends; for an edition, those up to itself."""
    read_sittings: Callable[[], tuple[tuple[date, Sitting], ...]] = field(default=tuple, repr=False, compare=False)
    """Reads the team's sittings with their days, oldest first; called only when needed."""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    """Offers of other teams that this team has taken, by id; for an edition, as they were sealed."""
    faulty_offers: Mapping[str, OfferFault] = field(default_factory=dict)
    """What is wrong with the files of the other offers that are there, by id."""

    read_threatened: Callable[[Assessment], Mapping[str, tuple[Bulletin, ...]]] = field(
        default=lambda _: {}, repr=False, compare=False
    )
    """Finds the practices that bulletins since the last round touch, with these; called only when needed."""

    @cached_property
    def tailoring(self) -> Tailoring:
        return tailor(self.questionnaire, self.book.profile)

    @cached_property
    def scorecard(self) -> Scorecard:
        return self.scored_under(self.tailoring)

    def scored_under(self, tailoring: Tailoring) -> Scorecard:
        """Score these answers as another profile or questionnaire tailors the practices."""
        return score_by(self._judge(tailoring.questionnaire), tailoring, self.book.answers)

    def _judge(self, questionnaire: Questionnaire) -> Judge:
        return Judge(
            questionnaire,
            self.on,
            self.last_edition,
            self.last_answers,
            read_earlier_revs=lambda: self._earlier_revs,
            read_earlier_answers=self._earlier_answers,
            read_voted_since_confirmed=self._voted_since_confirmed,
        )

    @cached_property
    def _earlier_revs(self) -> frozenset[str]:
        """The `rev` of each answer in the editions before the last one, and before those sealed beside that one."""
        return frozenset().union(*(one.read_revs() for one in self._before_last))

    def _earlier_answers(self, practice_id: str) -> tuple[Answer, ...]:
        """Read the answers to an id in the same editions; without those that cannot be read."""
        found = (one.read_answer(practice_id) for one in self._before_last)
        return tuple(answer for answer in found if answer is not None)

    @property
    def _before_last(self) -> tuple[PastEdition, ...]:
        if self.is_ballot or not self.editions_before:
            return ()
        *past, last = self.editions_before
        return tuple(one for one in past if one.number < last.number)

    def _voted_since_confirmed(self, practice_id: str, answer: Answer) -> bool:
        """Tell whether an answer got its votes in a round after the one in which it was last confirmed.

        Reads the edition that ended that round, unless it is the last one; false where it cannot be read."""
        ended = next((past for past in reversed(self.editions_before) if past.previous == answer.confirmed_after), None)
        if ended is None or ended.name == self.last_edition:
            return False
        with suppress(FileIsWrong):
            then = self.score_in(ended, practice_id)
            return then is not None and then.level == answer.level and then.answer.votes != answer.votes
        return False

    @cached_property
    def earlier_placements(self) -> Mapping[str, Placement]:
        """Map ids of practices that need to be confirmed again to the placements under which they last were."""
        if self.last_profile is None:
            return {}
        found = {name: self._earlier_placement(score) for name, score in self.scorecard.practices.items()}
        return {name: placement for name, placement in found.items() if placement is not None}

    def _earlier_placement(self, score: PracticeScore) -> Placement | None:
        """Return the placement by the facts of the edition that ended the round in which it was last confirmed.

        None if it need not be confirmed again. The last edition counts where none can be told or read.
        """
        if score.confirmed or score.status == "unanswered":
            return None
        since = [
            place for place, past in enumerate(self.editions_before) if past.previous == score.answer.confirmed_after
        ]
        if not since:
            return self._placement_in(self.last_edition, score.id)
        ended, *later = self.editions_before[since[-1] :]
        then = self._placement_in(ended.name, score.id)
        if then is None or (then.scope, then.target) != (score.placement.scope, score.placement.target):
            # An edition also counts an answer as confirmed that says something else than before: see `last_review.py`.
            with suppress(FileIsWrong):
                for past in reversed(later):
                    counted = past.assessment.score_alone(score.id)
                    if counted is None or counted.confirmed:
                        return self._placement_in(past.name, score.id)
        return then

    def _placement_in(self, edition: str, practice_id: str) -> Placement | None:
        """Return a practice's placement by the facts of an edition; of the last one if that cannot be read."""
        if edition not in self._placements_in:
            self._placements_in[edition] = tailor(self.questionnaire, self.facts_in(edition)).placements
        return self._placements_in[edition].get(practice_id)

    def facts_in(self, edition: str) -> Mapping[str, FactValue]:
        """Return the facts of an edition, by this questionnaire's ids; those of the last one if it cannot be read."""
        last = self.last_profile or {}
        past = next((past for past in self.editions if past.name == edition), None)
        if past is None or edition == self.last_edition:
            return last
        try:
            book = past.assessment.book
        except FileIsWrong:
            return last
        if (book.questionnaire, book.version) == (self.questionnaire.id, self.questionnaire.version):
            return book.profile
        from levelbook.core.answers.upgrade import brought_to  # 12 ms, and few editions are of another version

        return brought_to(book, self.questionnaire, self.zone).profile

    @cached_property
    def _placements_in(self) -> dict[str, Mapping[str, Placement]]:
        return {}

    @property
    def editions_before(self) -> tuple[PastEdition, ...]:
        """The editions up to the previous one, oldest first."""
        names = [past.name for past in self.editions]
        return self.editions[: names.index(self.last_edition) + 1] if self.last_edition in names else ()

    @cached_property
    def model_figures(self) -> tuple[NodeFigure, ...]:
        """The figures of the questionnaire's scoring model; empty if it has none."""
        model = self.questionnaire.scoring_model
        if model is None:
            return ()
        from levelbook.core.assessment.model_figures import model_figures  # 3 ms, which levelbook's own do without

        return model_figures(model, self.scorecard.practices)

    @cached_property
    def roadmap(self) -> tuple[Gap, ...]:
        """The gaps in the order to close them."""
        return roadmap(self.scorecard)

    @cached_property
    def orphans(self) -> tuple[Orphan, ...]:
        """Answers, facts and names that the questionnaire does not have; no figure counts them."""
        return orphans(self.book, self.questionnaire)

    @cached_property
    def sittings(self) -> tuple[tuple[date, Sitting], ...]:
        """The team's sittings with their days, oldest first."""
        return self.read_sittings()

    @cached_property
    def agreed_evidence(self) -> tuple[AgreedEvidence, ...]:
        """Return the evidence that sittings agreed on, by present ids, with its outcome.

        What no answer holds any more was brought where an edition counted it, and it has run out since.
        """
        found = agreed_evidence(self.sittings, self.book, self.present_id)
        settled = self._brought_for_good(found)
        return agreed_evidence(self.sittings, self.book, self.present_id, settled) if settled else found

    def _brought_for_good(self, found: tuple[AgreedEvidence, ...]) -> frozenset[Agreement]:
        open_in = {one.practice for one in found if one.fate == "open"}
        since = min((one.day for one in found if one.practice in open_in), default=date.max)
        settled: frozenset[Agreement] = frozenset()
        # From the oldest edition on, so that none has to ask a long line of others before it.
        for past in self.editions_before:
            if past.day >= since:
                with suppress(FileIsWrong):
                    then = past.assessment
                    settled = brought_for_good(then.agreed_evidence, then.scorecard.judge, self.on, self.present_id)
        return settled

    def fate_of(self, proof: EvidenceToBring) -> EvidenceFate:
        """Return what has become of evidence in a sitting: what somebody said of it, else what the answers hold.

        Nobody is asked for any of a practice that does not count any more: it is dropped.
        """
        if proof.outcome is not None:
            return proof.outcome
        key = (self.present_id(proof.practice), proof.what)
        fate: EvidenceFate = next((one.fate for one in self.agreed_evidence if one.key == key), "open")
        return "dropped" if fate == "open" and not self.is_asked(proof.practice) else fate

    def is_asked(self, practice_id: str) -> bool:
        """Tell whether a practice, by any id that it has had, counts for this team."""
        score = self.score_of(self.present_id(practice_id))
        return score is not None and score.counts

    def title_of(self, practice_id: str) -> str:
        """Return a practice's title by any id; of one that is gone, what it became, else its title in an edition.

        Without any of these, its id.
        """
        known = self.questionnaire.practices
        if practice_id in known:
            return known[practice_id].title
        from levelbook.core.questionnaire.version_map import whole_upgrade_path  # 8 ms; only an old id needs it

        became = whole_upgrade_path(self.questionnaire.version_map).practice(practice_id).ids
        if titles := [known[name].title for name in became if name in known]:
            return " and ".join(titles)
        for edition in reversed(self.editions):
            with suppress(FileIsWrong):
                if was := edition.assessment.questionnaire.practices.get(practice_id):
                    return was.title
        return practice_id

    @cached_property
    def evidence_due(self) -> frozenset[str]:
        """Ids of the practices for which a sitting agreed on evidence that is due by now and that nobody brought."""
        waiting = (one for one in self.agreed_evidence if one.fate == "open" and one.proof.by)
        return frozenset(one.practice for one in waiting if one.proof.by and one.proof.by <= self.on)

    @cached_property
    def threatened(self) -> Mapping[str, tuple[Bulletin, ...]]:
        """Map ids of practices to the bulletins that touch them and nobody has considered; empty for an edition.

        Bulletins since the round in which the practice was last reviewed, and since somebody confirmed it in this one.
        """
        return self.read_threatened(self)

    @cached_property
    def done_since_review(self) -> frozenset[str]:
        """Ids of the practices of which a step was done on a later day than somebody last answered or confirmed."""
        return frozenset(
            name
            for name, answer in self.book.answers.items()
            for step in answer.steps
            if step.done_on is not None
            and answer.confirmed_at is not None
            and self.day_of(answer.confirmed_at) < step.done_on <= self.on
        )

    @cached_property
    def expired_since_review(self) -> frozenset[str]:
        """Ids of the practices of which evidence or an accepted risk held on the day on which somebody last answered or
        confirmed them, and has run out since.
        """
        judge = self.scorecard.judge
        return frozenset(
            score.id
            for score in self.scorecard.counting
            if score.answer.confirmed_at is not None
            and judge.has_run_out_since(score, self.day_of(score.answer.confirmed_at))
        )

    def present_id(self, practice_id: str) -> str:
        """Return the present id of a practice named in a sitting; unchanged if this questionnaire has none for it."""
        known = self.questionnaire.practices
        if practice_id in known:
            return practice_id
        from levelbook.core.questionnaire.version_map import whole_upgrade_path  # 8 ms; only an old id needs it

        became = whole_upgrade_path(self.questionnaire.version_map).practice(practice_id).ids
        return next((name for name in became if name in known), practice_id)

    @property
    def facts(self) -> tuple[FactState, ...]:
        """Every fact with the team's answer, in questionnaire order."""
        return tuple(self.tailoring.facts.values())

    @property
    def before(self) -> Assessment | None:
        """The last edition's record, with which this one is compared; None if there is none.

        Raises FileIsWrong where it cannot be read."""
        return next((past.assessment for past in self.editions if past.name == self.last_edition), None)

    @property
    def before_the_round(self) -> Assessment | None:
        """The record with which the round began: the last edition's, or the one before it where it ended no round.

        Raises FileIsWrong where it cannot be read."""
        began = beginning_of_round(self.editions, self.last_edition)
        return began.assessment if began else self.before

    def causes(self, score: PracticeScore) -> tuple[Cause, ...]:
        """List the reasons why a practice needs another look in this round; none for a ballot, which has no rounds."""
        if self.is_ballot:
            return ()
        found = causes(
            self.scorecard,
            score,
            self.earlier_placements,
            self.evidence_due,
            self.threatened,
            self.done_since_review,
            self.expired_since_review,
        )
        return ("moved-on", *found) if self.moved_on(score) is not None else found

    def moved_on(self, score: PracticeScore) -> MovedOn | None:
        """Compare an answer with the present state of its offer; None if nothing has changed, or no offer is taken."""
        if score.answer.offer is None or not score.counts:
            return None
        known = self.questionnaire
        asked = PresentWording(known.id, known.version, known.wording(score.id, inherited=score.inherited))
        return moved_on(score.answer, score.id, asked, self.offers, self.faulty_offers)

    def score_in(self, past: PastEdition, practice_id: str) -> PracticeScore | None:
        """Return a practice in a past edition, also where it was called otherwise; None where that did not have it.

        Raises FileIsWrong where the edition cannot be read."""
        then = past.assessment
        if (score := then.score_of(practice_id)) is not None:
            return score
        was = next((name for name in then.questionnaire.practices if self.present_id(name) == practice_id), "")
        return then.score_of(was)

    @property
    def all_moved_on(self) -> Mapping[str, MovedOn]:
        """Map ids to changes, for every practice that counts and whose offer has changed since."""
        found = {score.id: self.moved_on(score) for score in self.scorecard.counting if score.answer.offer}
        return {name: moved for name, moved in found.items() if moved is not None}

    def day_of(self, moment: datetime) -> date:
        """Return the day at a moment, in the team's time zone."""
        return moment.astimezone(self.zone).date()

    def practice(self, practice_id: str) -> Practice | None:
        return self.questionnaire.practices.get(practice_id)

    def score_of(self, practice_id: str) -> PracticeScore | None:
        return self.scorecard.practices.get(practice_id)

    def score_alone(self, practice_id: str) -> PracticeScore | None:
        """Score one practice; the others and the figures are not computed for it, as `score_of` does."""
        practice = self.questionnaire.practices.get(practice_id)
        if practice is None or "scorecard" in vars(self):
            return self.score_of(practice_id)
        judge, answer = self._judge(self.questionnaire), self.book.answer(practice_id)
        return judge.practice(practice, self.tailoring[practice_id], answer)

    def level_before(self, practice_id: str) -> int | None:
        """Return a practice's level in the last edition; None if it has none, or there is no edition."""
        earlier = (self.last_answers or {}).get(practice_id)
        return earlier.level if earlier else None

    def is_unmoved(self, practice_id: str, level: int) -> bool:
        """Tell whether a level is the last edition's, so that there is no move to give a reason for.

        False for the level of an answer that has a reason already: that one may be put in other words.
        """
        answer = self.book.answer(practice_id)
        return level == self.level_before(practice_id) and not (level == answer.level and answer.level_reason)

    def level_reason(self, score: PracticeScore) -> str:
        """Return why a level has moved since the last edition; empty for a reason that edition has for it already."""
        earlier, reason = (self.last_answers or {}).get(score.id), score.answer.level_reason
        is_known = earlier is not None and (earlier.level, earlier.level_reason) == (score.level, reason)
        return "" if is_known else reason

    # The next state of an open book: what a change leaves as it was is not computed again.

    def with_answer(self, practice_id: str, answer: Answer) -> Assessment:
        """Return the assessment with one answer changed. Rescores only the practice's section."""
        changed = replace(self, book=self.book.with_answer(practice_id, answer))
        changed._take_over("tailoring", self)
        changed._take_over("_placements_in", self)
        if "scorecard" in self.__dict__ and practice_id in self.questionnaire.practices:
            changed.__dict__["scorecard"] = self.scorecard.with_answer(practice_id, answer)
            if "earlier_placements" in self.__dict__:
                others = {name: then for name, then in self.earlier_placements.items() if name != practice_id}
                then = changed._earlier_placement(changed.scorecard[practice_id])
                changed.__dict__["earlier_placements"] = others if then is None else {**others, practice_id: then}
        return changed

    def with_fact(self, fact_id: str, value: FactValue | None) -> Assessment:
        """Return the assessment with one fact changed, or cleared with None."""
        return replace(self, book=self.book.with_fact(fact_id, value))

    def on_day(self, day: date) -> Assessment:
        """Return the assessment on another day."""
        changed = replace(self, on=day)
        changed._take_over("tailoring", self)
        changed._take_over("earlier_placements", self)
        return changed

    def with_sittings(self, read: Callable[[], tuple[tuple[date, Sitting], ...]]) -> Assessment:
        """Return the assessment with other sittings, which change no figure."""
        changed = replace(self, read_sittings=read)
        for cached in ("tailoring", "scorecard", "earlier_placements", "roadmap"):
            changed._take_over(cached, self)
        return changed

    def with_names(self, names: ShownNames) -> Assessment:
        """Return the assessment with people's names replaced for publication. No figure changes."""
        if names.people is None:
            return self
        last = self.last_answers
        shown = replace(
            self,
            book=names.book(self.book),
            last_answers=None if last is None else names.answers(last),
            editions=tuple(edition.with_names(names) for edition in self.editions),
            read_sittings=lambda: tuple((day, names.sitting(sitting)) for day, sitting in self.sittings),
        )
        for cached in ("tailoring", "earlier_placements"):
            shown._take_over(cached, self)
        shown.__dict__["scorecard"] = self.scorecard.saying(shown.book.answers, shown.last_answers)
        return shown

    def as_edition(self, name: str, number: int, signed_by: tuple[str, ...] = ()) -> Assessment:
        """Return the assessment as the edition that is about to be sealed, which ends its history."""
        before = self.editions[-1].name if self.editions else ""
        coming = PastEdition(name, number, self.on, lambda: sealed, before, signed_by=signed_by)
        sealed = replace(self, name=name, editions=(*self.editions, coming))
        for cached in ("tailoring", "scorecard", "earlier_placements", "roadmap"):
            sealed._take_over(cached, self)
        return sealed

    def _take_over(self, name: str, other: Assessment) -> None:
        """Reuse a cached value of another assessment."""
        if name in other.__dict__:
            self.__dict__[name] = other.__dict__[name]
