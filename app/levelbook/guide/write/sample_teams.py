"""This module makes up teams that together show a template everything that it can be given, to try it on.

One has answered nothing. One has had two editions and is in its third round: every form of a practice, all kinds of
evidence, steps, votes and risks, sittings, a questionnaire that changed. Nothing is read from a file or drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Evidence, Step, TakenOver, Vote
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.threats import RecentThreats, Threat
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.frameworks import Duty, Framework
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, Questionnaire
from levelbook.core.questionnaire.scoring_model import AnswerSet, Node, Question, ScoringModel
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.guide.write.inputs import GuideContext, HandEditSummary, HeldSitting, System, Team

FIRST, SECOND, TODAY = date(2026, 5, 22), date(2026, 8, 22), date(2026, 11, 22)
HAND_EDITS = HandEditSummary(
    notes=2,
    edited=("Output filtering",),
    behind=("Trigger events",),
    left_out=("New threats",),
    contradictions=("4.4 Output filtering: the guide says level 3, in words that people kept; the answer is level 2.",),
    trouble="filled in",
)
"""What people wrote into the full team's guide."""

Profile = Mapping[str, FactValue]
Sample = tuple[Assessment, GuideContext]


def empty(questionnaire: Questionnaire, profile: Profile, frameworks: Mapping[str, Framework]) -> Sample:
    """Make a team on its first day: nothing is answered, and the system has no name."""
    book = AnswerBook(questionnaire.id, questionnaire.version, profile, {})
    current = Assessment("now", questionnaire, book, TODAY)
    return current, GuideContext(Team("Blue"), frameworks=frameworks, chosen=tuple(sorted(frameworks)))


def quiet(questionnaire: Questionnaire, profile: Profile, frameworks: Mapping[str, Framework]) -> Sample:
    """Make a team that met and sealed an edition without an answer, and has done nothing since."""
    book = AnswerBook(questionnaire.id, questionnaire.version, profile, {})
    before = Assessment("2026-08-22", questionnaire, book, SECOND)
    editions = (PastEdition(before.name, 1, SECOND, lambda: before),)
    after = Assessment("now", questionnaire, book, TODAY, before.name, {}, editions=editions)
    team = Team("The platform group", "Example Bank")
    earlier = tuple(one for one in _sittings(questionnaire) if not one.is_new)
    return after, GuideContext(team, next_round=TODAY, frameworks=frameworks, sittings=earlier)


def full(questionnaire: Questionnaire, profile: Profile, frameworks: Mapping[str, Framework]) -> Sample:
    """Make a team that has just sealed its third edition: the round began with the first, as the second ended none."""
    # In both earlier editions a practice was asked that no longer is, and another was not yet.
    old = _without(questionnaire, list(questionnaire.practices)[1], version="0.9.0")
    first = Assessment("2026-05-22", old, _book(old, _otherwise(old, profile), 1, FIRST), FIRST)
    new = _with_scoring_model(_without(questionnaire, list(questionnaire.practices)[2], version="1.0.0"))
    book = _with_orphans(_book(old, _otherwise(old, profile), 1, SECOND))
    before = Assessment("2026-08-22", old, book, SECOND, first.name, first.book.answers)
    editions = (
        PastEdition(first.name, 1, FIRST, lambda: first),
        PastEdition(before.name, 2, SECOND, lambda: before, first.name, ends_round=False),
    )
    book = _with_orphans(_book(new, profile, 2, TODAY))
    now = Assessment("now", new, book, TODAY, before.name, before.book.answers, editions=editions)
    after = now.as_edition("2026-11-22", 3, ("Noor", "H. Lindqvist"))
    return after, GuideContext(
        team=Team(
            "Retail Assistant",
            "Example Bank",
            "Ask Alder",
            "Internal",
            (System("Ask Alder", "northwind-large", "2026-08-06"), System("Search")),
        ),
        next_round=TODAY + timedelta(days=92),
        frameworks={key: _with_duties(framework) for key, framework in frameworks.items()},
        chosen=tuple(sorted(frameworks)),
        sittings=tuple(_sittings(new)),
        recent=RecentThreats(SECOND, tuple(_threats(after))),
    )


def _with_duties(framework: Framework) -> Framework:
    """Add to a law what each of its items asks for, from a day that is past."""
    if not framework.law:
        return framework
    duties = (Duty(item.id, f"Do what {item.id} says.", SECOND, TODAY) for item in framework.items)
    return replace(framework, duties=tuple(duties))


def _with_orphans(book: AnswerBook) -> AnswerBook:
    """Add what the questionnaire does not have: a practice, a fact, and a name inside an answer."""
    proof = Evidence(kind="documented", reference="https://wiki.example/old", seen_on=SECOND)
    gone = Answer(level=2, note="Nobody asks this any more.", evidence=(proof,))
    first = next(iter(book.answers))
    answers = {
        **book.answers,
        first: book.answers[first].changed(met=("no-such-criterion",)),
        "gone.from-the-questionnaire": gone,
        "gone.as-well": Answer().as_not_applicable("It is switched off."),
    }
    return replace(book, profile={**book.profile, "no-such-fact": "yes"}, answers=answers)


def _otherwise(questionnaire: Questionnaire, profile: Profile) -> Profile:
    """Change the answer to the first fact that has another choice."""
    for name, given in profile.items():
        fact = questionnaire.facts_by_id.get(name)
        others = [one.id for one in fact.choices if one.id not in given] if fact else []
        if fact and others:
            return {**profile, name: (others[0],) if fact.many else others[0]}
    return profile


def _with_scoring_model(questionnaire: Questionnaire) -> Questionnaire:
    """Add somebody else's arithmetic, by which a level is worth its share of the scale."""
    top = questionnaire.max_level
    return replace(
        questionnaire,
        scoring_model=ScoringModel(
            name="House rules",
            source="The house",
            answer_sets=(AnswerSet("share", tuple(level / top for level in range(top + 1))),),
            nodes=(
                Node("all", "Everything", "mean"),
                *(Node(section.id, section.title, "mean", "all") for section in questionnaire.sections),
            ),
            questions=tuple(Question(name, name.partition(".")[0], "share") for name in questionnaire.practices),
        ),
    )


def _without(questionnaire: Questionnaire, practice_id: str, *, version: str) -> Questionnaire:
    """Leave one practice out of the questionnaire, and give the others more to say than fits: see `_crowded`."""
    sections = tuple(
        replace(
            section,
            weight=section.weight + place,
            practices=tuple(_crowded(one) for one in section.practices if one.id != practice_id),
        )
        for place, section in enumerate(questionnaire.sections)
    )
    return replace(questionnaire, version=version, sections=sections)


def _crowded(practice: Practice) -> Practice:
    """Give a practice more criteria than a page has room for, and a place among the essential ones."""
    levels = practice.levels
    if sum(len(level.criteria) for level in levels) > 8:
        levels = tuple(
            replace(
                level,
                criteria=tuple(
                    replace(one, id=f"{one.id}-{number}" if number else one.id)
                    for one in level.criteria
                    for number in range(8)
                ),
            )
            for level in levels
        )
    return replace(practice, essential=practice.essential or bool(practice.moments), levels=levels)


def _book(questionnaire: Questionnaire, profile: Profile, round_: int, day: date) -> AnswerBook:
    tailoring = tailor(questionnaire, profile)
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    answers: dict[str, Answer] = {}
    for place, (name, practice) in enumerate(questionnaire.practices.items()):
        answer = _answer(place, practice, round_, day)
        if answer is not None:
            answers[name] = answer.answered(by="Noor", at=at, wording=tailoring.wording(name), after="")
    return AnswerBook(questionnaire.id, questionnaire.version, profile, answers)


def _answer(place: int, practice: Practice, round_: int, day: date) -> Answer | None:
    """Make an answer of every kind in turn, by the practice's place; some move from round to round."""
    if place % 19 == 9:
        return None  # never asked
    if place % 17 == 5 and round_ != 1:
        return Answer(ask_whom="Tom" if place % 2 else "", ask_by=_later(day, 12 if place % 4 else -12)).as_unsure()
    if place % 23 == 12 and round_:
        return Answer().as_not_applicable("Nothing of the kind exists here.")
    top = max(practice.levels, key=lambda level: level.level).level
    level = min(
        ((2, 1, 3, 2, 0, 3, 2)[place % 7] + (round_ if place % 5 == 1 else -round_ if place % 11 == 4 else 0)) % 5, top
    )
    answer = Answer(
        owner=("Noor", "Priya", "")[place % 3],
        due=_later(day, 30) if place % 6 == 1 else None,
        note="Looked at together; Tom doubts it." if place % 4 == 2 else "",
        here=_here(practice, level, place),
        unmet=tuple(name for name, (at, _) in practice.criteria.items() if at <= level)[: _struck_out(place, round_)],
        evidence=tuple(_evidence(level, place, day)),
        steps=tuple(_steps(practice, level, place, day)),
        votes=_VOTES if place % 8 == 4 else (),
        target=min(4, top) if place % 13 == 3 else None,
        target_reason="Our customers are schools." if place % 13 == 3 else "",
        accepted=_accepted(level, place, day) if level == 1 or (level == 0 and place % 2) else None,
    )
    answer = answer.changed(level=level)
    return answer.taking_over(practice, _offered(practice, level, day)) if place % 10 == 8 else answer


def _struck_out(place: int, round_: int) -> int:
    """Count the criteria struck out: of some practices always, of one no longer in the last round, of others newly."""
    if place == 3 or place % 5 in (0, 4):
        return int((place == 3) != (round_ == 2))
    return int(place % 5 == 3)


def _offered(practice: Practice, level: int, day: date) -> TakenOver:
    """Make what another team offers of a practice: all but its last criterion; its file is nowhere, so it has ended."""
    criteria = tuple(name for name, (at, _) in practice.criteria.items() if at <= level)[:-1]
    proof = Evidence(kind="documented", reference="https://wiki.example/gateway", seen_on=_later(day, -9))
    return TakenOver(
        offer="gateway",
        team="Model platform",
        edition="2026-06-30",
        digest="0000000000000000001",
        level=level,
        criteria=criteria,
        evidence=(proof,),
    )


_VOTES = (
    Vote(level=0, count=1, who="Tom", reason="Nobody here has seen the setting."),
    Vote(level=3, count=2, reason="Their page says that it is on."),
)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _here(practice: Practice, level: int, place: int) -> dict[str, str]:
    names = [name for name, (at, _) in practice.criteria.items() if at <= level]
    return {names[-1]: "weekly, by whoever is on call"} if names and place % 2 else {}


def _evidence(level: int, place: int, day: date) -> Iterator[Evidence]:
    """Make evidence that is fresh, about to end, expired, dated ahead, undated, and of an unknown kind."""
    for number, kind in enumerate(((), ("asserted",), ("documented",), ("sampled", "documented"), ("tested",))[level]):
        days = (-20, -400, -300, 40, None)[(place + number) % 5]
        seen_on = None if days is None else _later(day, days)
        yield Evidence(kind=kind, reference="https://wiki.example/checks", seen_on=seen_on)
    if place % 29 == 3:
        yield Evidence(kind="hearsay", reference="a talk in the corridor")


def _steps(practice: Practice, level: int, place: int, day: date) -> Iterator[Step]:
    """Make steps from an action and in the team's own words; in time, late, put off, undated, done, and open again."""
    if place % 3 != 1:
        return
    if actions := [action for one in practice.levels if one.level == level + 1 for action in one.actions]:
        due = _later(day, 19 if place % 2 else -19)
        step = Step(text=actions[0].text, owner="Ana", due=due, ticket="RA-7")
        yield step.changed(from_action=actions[0].id)
    if place % 4 == 1:
        yield from (
            Step(text=f"Ask the platform team for date {number}", due=_later(day, 60) if number == 1 else None)
            for number in range(1, 16, 1 + place % 3)
        )
        is_reopened = day == TODAY and place % 8 == 5
        yield Step(text="Name a stand-in", owner="Tom", done_on=None if is_reopened else _later(day, -3))


def _accepted(level: int, place: int, day: date) -> Accepted:
    until = _later(day, 120 if place % 4 < 3 else -5)
    return Accepted(level=level, by="H. Lindqvist", until=until, reason="The budget opens in March.")


def _threats(after: Assessment) -> Iterator[Threat]:
    """Make more threats than a page shows: of one practice and of several, with an address and without."""
    counting = after.scorecard.counting
    for number in range(7):
        touched = tuple(counting[number : number + 1 + 3 * number])
        url = "https://example.org/advisory" if number % 2 else None
        ids = tuple(score.id for score in touched) or ("gone.from-the-questionnaire",)
        sentence = "A thing that everybody uses was not what it said."
        bulletin = Bulletin(
            _later(TODAY, -number), sentence, ids, "A paper", url, read_in_copy=not number, case="Case 1"
        )
        yield Threat(bulletin, touched)


def _sittings(questionnaire: Questionnaire) -> Iterator[HeldSitting]:
    first, second, *_ = questionnaire.practices
    sitting = Sitting(
        planned_minutes=90,
        next_round=_later(TODAY, 92),
        closed=True,
        taken_up=(first, second, "gone.from-the-questionnaire"),
        minutes="The limits hold for a week.\nThen we look again.",
        participants=(Participant(name="Ana", named=True), Participant(name="Tom")),
        parked=(
            Parked(text="Who pays for the test?", practice=first, by="Ana"),
            Parked(text="Who may stop it?", practice=second, outcome="settled", decision="Whoever is on call"),
            Parked(text="When is the audit?", by="Tom", outcome="given", owner="Tom", due=_later(TODAY, 9)),
            Parked(text="A date for the next one", since=_later(SECOND, -2), outcome="carried"),
        ),
        taken_on=(
            TakenOn(practice=first, step="Write it down", owner="Ana", due=_later(TODAY, 20)),
            TakenOn(practice=second, step="Try it", owner="Tom"),
        ),
        proofs=(EvidenceToBring(practice=second, what="the log of one night", who="Tom", by=_later(TODAY, 9)),),
    )
    yield HeldSitting(_later(SECOND, -2), sitting, is_new=False)
    yield HeldSitting(_later(TODAY, -2), sitting)
