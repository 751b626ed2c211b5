"""This module checks a book, as in CI: it returns problems, which fail, and notices, which do not."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from levelbook.book import summary
from levelbook.book.ballots.ballot_doubts import SOME_NEED_A_LOOK, doubts_about
from levelbook.book.ballots.merged_ballots import merged_into_ended_ballots
from levelbook.book.ballots.of_no_edition import ballots_of_no_edition
from levelbook.book.bulletins import new_threats
from levelbook.book.checks.brought_back import brought_back
from levelbook.book.checks.future_days import future_days
from levelbook.book.checks.hard_links import HardLinks
from levelbook.book.checks.late import late_evidence, late_parked_items, late_promises
from levelbook.book.checks.left_behind import left_behind
from levelbook.book.checks.limits import Limits, passed_limits
from levelbook.book.checks.nonblocking_problems import orphaned_answers, problems
from levelbook.book.checks.synced_copies import synced_copies
from levelbook.book.conflicts_in_texts import conflicts_in_texts
from levelbook.book.contents.sittings import doubtful_sittings, steps_of_no_answer
from levelbook.book.editions.edition_audit import (
    alterations_in,
    alterations_in_questionnaires,
    misdated_editions,
    shrunk_sittings,
)
from levelbook.book.editions.missing_editions import (
    dropped_by_a_merge,
    gone_editions,
    missing_predecessors,
    named_by_the_guide,
    removed_on_this_branch,
    removed_since_the_last,
)
from levelbook.book.merging import missing_driver, unmerged_files
from levelbook.book.not_checked_out import gone_sittings, left_out_problems
from levelbook.book.offers.own_offers import own_offer_problems
from levelbook.book.publishing import guide_check
from levelbook.book.publishing.contradictions import contradictions
from levelbook.book.publishing.guide_code import open_code_notices
from levelbook.book.publishing.guide_damage import conflict_in_guide
from levelbook.book.publishing.guide_links import DEAD_LINK_REMEDY, dead_link_words, dead_links_in
from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.publishing.publish import Publisher
from levelbook.book.retired_answers import retired_problems
from levelbook.book.session import Session
from levelbook.book.unsaved.moved_book import left_words
from levelbook.core.answers.answers import NEWEST_FORMAT
from levelbook.core.assessment.threats import Threat
from levelbook.core.errors import (
    FileIsWrong,
    LevelbookError,
    NoTeamFolder,
    Problem,
    UnknownId,
    UsedWrongly,
    the_first_of,
)
from levelbook.core.text.cleaning import nearest, spoken_day, with_full_stop
from levelbook.packs.companions import framework_keys
from levelbook.reading.toml import newer_problems
from levelbook.store import ballots, folder_search, team_folder, text_files
from levelbook.store.editions import SCORECARD
from levelbook.store.team_folder import TeamFolder
from levelbook.words.answer_problems import targets_without_effect
from levelbook.words.contradictions import CONTRADICTION_REMEDY, contradiction_words
from levelbook.words.facts import INCOMPATIBLE_REMEDY, incompatible_words, reworded_words
from levelbook.words.figures import days_words, listed
from levelbook.words.files import shown
from levelbook.words.offers import moved_remedy, moved_words
from levelbook.words.orphans import ballot_words
from levelbook.words.practice_state import level_or_status_words


@dataclass
class Findings:
    """The findings: `problems` fail, `notices` are only told."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    team: str = ""
    """Whose book it is; empty where its settings cannot be read."""
    left_elsewhere: tuple[str, ...] = ()
    """Folders that books of the same names are gone from, and of which this person has unsaved text."""

    def report_only(self, known: Collection[Problem]) -> None:
        """Make notices of problems that are known and meant to stay."""
        self.notices += [problem for problem in self.problems if problem in known]
        self.problems = [problem for problem in self.problems if problem not in known]

    def list_only_the_first(self) -> None:
        """Count what goes beyond a number, since a guide or a folder may be made to have very much to tell."""
        self.problems = list(the_first_of(self.problems))
        self.notices = list(the_first_of(self.notices, called="notes"))


def check(start: Path, limits: Limits, *, with_orphaned_answers: bool = False) -> Findings:
    """Check the book at or nearest to `start`. Raises NoTeamFolder; what else is wrong is found.

    with_orphaned_answers: answers that count for nothing are meant to stay, so they are only told.
    """
    findings = Findings()
    try:
        session = Session.open(start)
    except NoTeamFolder:
        raise
    except LevelbookError as error:
        findings.problems += _as_problems(error)
        with contextlib.suppress(LevelbookError):
            folder = team_folder.open_folder(folder_search.find(start))
            findings.team = folder.settings.team
            findings.problems += conflict_in_guide(folder)
    else:
        findings.team = session.folder.settings.team
        _collect_findings(session, findings)
        _leave_out_participants(session, findings)
        if with_orphaned_answers:
            findings.report_only(orphaned_answers(session))
        findings.problems += passed_limits(limits, session)
    findings.list_only_the_first()
    return findings


def _leave_out_participants(session: Session, findings: Findings) -> None:
    """Name the folder instead of each ballot in it, whose name is a participant's, where people are not shown.

    What is told of a ballot without failing may name people as well, and `levelbook ballot list` tells it too.
    """
    if session.folder.settings.people is None:
        return
    folder = shown(session.folder.ballots_path)
    problems, notices = findings.problems, [one for one in findings.notices if not one.path.startswith(f"{folder}/")]
    problems[:] = [replace(one, path=folder) if one.path.startswith(f"{folder}/") else one for one in problems]
    if len(notices) < len(findings.notices):
        findings.notices = [*notices, Problem(SOME_NEED_A_LOOK, path=folder)]


def _collect_findings(session: Session, findings: Findings) -> None:
    """Look at everything, in the order in which it is told."""
    _look_at_answers(session, findings)
    _look_at_folder(session, findings)
    _look_at_threats(session, findings)
    findings.notices += _older_format(session)
    _look_at_ballots_and_sittings(session, findings)
    missing = _look_at_editions(session, findings)
    left_out = _look_at_missing_files(session, findings)
    _look_at_guide(session, findings, missing=missing, is_left_out=bool(left_out))


def _look_at_answers(session: Session, findings: Findings) -> None:
    findings.left_elsewhere = left_words(session)
    findings.problems += problems(session)
    findings.problems += _newer_toml(session.folder)
    findings.notices += HardLinks(session.folder).problems()
    findings.notices += synced_copies(session.folder, session.now.book)
    findings.notices += _incompatible(session)
    findings.notices += _reworded_facts(session)
    findings.notices += targets_without_effect(session.now, shown(session.folder.answers_path))
    findings.notices += brought_back(session.state)
    findings.problems += retired_problems(session.folder, session.now.book)
    findings.problems += own_offer_problems(session)
    findings.notices += _moved_on(session, changed_copies=False)
    findings.problems += _moved_on(session, changed_copies=True)
    findings.notices += late_promises(session)
    findings.notices += late_parked_items(session)
    findings.notices += late_evidence(session)
    findings.notices += future_days(session.now, shown(session.folder.answers_path))


def _look_at_folder(session: Session, findings: Findings) -> None:
    """Look at the settings, at what git does with the folder, and at the team's own part of the guide."""
    if not session.folder.settings.timezone:
        findings.notices.append(
            Problem(
                days_words(""),
                path=shown(session.folder.settings_path),
                key="timezone",
                remedy="Name the team's time zone, so that every machine counts the same days.",
            )
        )
    findings.problems += _refused_by_git(session.folder)
    if (problem := missing_driver(session.folder)) is not None:
        findings.notices.append(problem)
    findings.problems += conflicts_in_texts(session.folder)
    findings.notices += unmerged_files(session.folder)
    if words := to_fill_words(session.folder):
        remedy = "Replace the lines of that part, between its markers."
        findings.notices.append(Problem(words, path=shown(session.folder.guide_path), remedy=remedy))


def _look_at_ballots_and_sittings(session: Session, findings: Findings) -> None:
    findings.notices += session.ballots.problems  # they count for nothing, and stop nobody
    findings.notices += session.sittings.under_other_names
    findings.notices += session.sittings.misdated(session.now.on)
    findings.notices += doubtful_sittings(session.editions, session.sittings)
    findings.notices += steps_of_no_answer(session.editions, session.sittings, session.now)
    findings.notices += _told_of_ballots(session)


def _look_at_editions(session: Session, findings: Findings) -> list[Problem]:
    """Look whether editions are whole, this team's, and all there; return the problems of those that are missing."""
    editions = session.editions
    findings.problems += editions.problems
    findings.notices += misdated_editions(editions, session.now.on)
    for edition in editions.all:
        found = alterations_in(editions, edition)
        findings.problems += [one.problem for one in found.altered]
        findings.notices += found.layout_only
        if words := summary.figures_differ_words(session, edition):
            findings.notices.append(Problem(words, path=shown(edition.path / SCORECARD), key="overall"))
    stored = alterations_in_questionnaires(editions)
    findings.problems += [one.problem for one in stored.altered]
    findings.notices += stored.layout_only
    of_others = editions.of_others
    foreign = {problem.path for problem in of_others}
    gone = gone_editions(editions, session.now.book)
    told = {problem.path for problem in gone}
    gone += tuple(one for one in removed_on_this_branch(editions) if one.path not in told)
    told = {problem.path for problem in gone}
    followed = missing_predecessors(editions, told)
    missing = [*(one for one in followed if one.path not in foreign), *gone]
    findings.problems += missing
    findings.notices += (one for one in removed_since_the_last(editions) if one.path not in told)
    findings.notices += dropped_by_a_merge(editions)
    findings.problems += of_others
    findings.notices += filter(None, [editions.all_of_another_team])
    findings.notices += [] if of_others else _with_same_number(session)
    return missing


def _look_at_missing_files(session: Session, findings: Findings) -> tuple[Problem, ...]:
    """Look for parts of the book that are not on disk; return the problems of those that git left out."""
    left_out = left_out_problems(session.folder)
    named = {problem.path for problem in left_out}
    unheld = gone_sittings(session.folder, session.editions.last)
    findings.problems += [*left_out, *(problem for problem in unheld if problem.path not in named)]
    findings.problems += shrunk_sittings(session.editions)
    findings.problems += left_behind(session.folder)
    return left_out


def _look_at_guide(session: Session, findings: Findings, *, missing: Sequence[Problem], is_left_out: bool) -> None:
    """Look at the guide. Assembled without what is missing, it would be another, so it is then not said to be old."""
    try:
        publisher = Publisher(session.state)
        unheld_edition = [] if missing else [*named_by_the_guide(session.editions, publisher.guide_text() or "")]
        findings.problems += unheld_edition
        if not (is_left_out or missing or unheld_edition):
            findings.problems += guide_check.out_of_date(publisher)
        findings.notices += _unknown_frameworks(publisher)
        findings.notices += _contradictions(publisher)
        findings.notices += _dead_links(publisher)
        findings.notices += open_code_notices(publisher.guide_text(), publisher.folder.guide_path)
        findings.notices += filter(None, [guide_check.assembled_by_another(publisher)])
        findings.notices += guide_check.unreadable_front_matter(publisher)
    except LevelbookError as error:
        if not (missing and isinstance(error, UnknownId)):  # the guide asks for the edition that is gone
            findings.problems += [found for found in _as_problems(error) if found not in findings.problems]


_MOST_OF_A_FILE = 5


def _newer_toml(folder: TeamFolder) -> Iterator[Problem]:
    """TOML 1.1 in what people write: this parser may read it, and another person's refuse it."""
    ours = [folder.settings_path, folder.answers_path]
    for path in [*ours, *sorted(folder.sittings_path.glob("*.toml")), *sorted(folder.ballots_path.glob("*.toml"))]:
        with contextlib.suppress(FileIsWrong):  # what cannot be read is told where it is read
            text = text_files.text_or_none(path, within=folder.path) or ""
            yield from newer_problems(text.replace("\r\n", "\n"), shown(path))[:_MOST_OF_A_FILE]


def _unknown_frameworks(publisher: Publisher) -> Iterator[Problem]:
    """Report frameworks in the settings that the questionnaire does not have: the record leaves them out."""
    settings = publisher.folder.settings_path
    there = framework_keys(Path(publisher.book.now.questionnaire.folder))
    for name in publisher.folder.settings.frameworks:
        if name not in publisher.frameworks:
            near = nearest(name, there)
            yield Problem(
                f"The questionnaire has no framework “{name}”, so the record does not show it.",
                path=shown(settings),
                key="frameworks",
                remedy=f"Did you mean “{near}”?" if near else "Remove it, or use a questionnaire that has it.",
            )


def _contradictions(publisher: Publisher) -> Iterator[Problem]:
    """Report text that people kept in the guide although it claims another level than the answers."""
    if not publisher.is_edited():  # else the guide is assembled once more, as of today
        return
    path = shown(publisher.folder.guide_path)
    for one in contradictions(publisher, publisher.assembled()):
        yield Problem(contradiction_words(one), path=path, remedy=CONTRADICTION_REMEDY.format(block=one.block))


def _dead_links(publisher: Publisher) -> Iterator[Problem]:
    """Report links in people's own text that lead nowhere, as they do once another heading is renamed."""
    for one in dead_links_in(publisher, publisher.guide_text() or ""):
        path = shown(publisher.folder.guide_path)
        yield Problem(dead_link_words(one), path=path, line=one.line, remedy=DEAD_LINK_REMEDY)


def _incompatible(session: Session) -> Iterator[Problem]:
    """Answers to facts that cannot all be true. An earlier levelbook took them, so they are told and fail nothing."""
    for words in incompatible_words(session.questionnaire.incompatible, session.now.tailoring.facts):
        yield Problem(words, path=shown(session.folder.answers_path), key="profile", remedy=INCOMPATIBLE_REMEDY)


def _refused_by_git(folder: TeamFolder) -> Iterator[Problem]:
    """Report a repository that git does not look at: what only git knows, such as a gone edition, is unseen."""
    try:
        folder.git.must_not_refuse(folder.path)
    except UsedWrongly as refused:
        yield Problem(
            refused.message.partition("\n")[0],  # what git goes on to advise stands in no line of its own here
            remedy="What only git knows, such as a missing edition, is not checked. `git status` says what to do.",
        )


def _reworded_facts(session: Session) -> Iterator[Problem]:
    """Report facts that read differently now under the version by which the last edition was sealed."""
    last, now = session.editions.last, session.now.questionnaire
    if last is None or session.editions.has_present_questionnaire(last):
        return
    try:
        sealed = session.editions.questionnaire_of(last)
    except FileIsWrong:
        return  # it is reported among the editions
    if words := reworded_words(sealed, now, last.name):
        remedy = "Look at the profile, and give the questionnaire a new version."
        yield Problem(words, path=shown(session.folder.answers_path), key="profile", remedy=remedy)


def _older_format(session: Session) -> Iterator[Problem]:
    held = session.now.book.format
    if held < NEWEST_FORMAT:
        yield Problem(
            f"These answers are of file format {held}; editions are sealed in format {NEWEST_FORMAT}.",
            path=shown(session.folder.answers_path),
            key="format",
            remedy="`levelbook upgrade --files` upgrades the book, once everybody has a levelbook that reads the "
            "new format.",
        )


def _told_of_ballots(session: Session) -> Iterator[Problem]:
    for ballot in session.ballots.all:
        for words in (ballot_words(ballot, session.questionnaire), *doubts_about(session, ballot)):
            if words:
                yield Problem(words, path=shown(ballots.path_of(session.folder.ballots_path, ballot.id)))
    yield from merged_into_ended_ballots(session)
    yield from ballots_of_no_edition(session)


def _with_same_number(session: Session) -> Iterator[Problem]:
    """Report editions of two merged branches that both sealed, until the next edition follows both."""
    last = session.editions.last
    for group in session.editions.lineage.with_same_number:
        if last in group:
            *others, counts = (edition.name for edition in group)
            yield Problem(
                f"{listed([*others, counts])} were sealed on different branches: each is number "
                f"{group[0].number}. This round began with {counts}, the later one.",
                remedy="There is nothing to do: the next edition follows both.",
            )


def _look_at_threats(session: Session, findings: Findings) -> None:
    """Report new threats as notices, because the team has done nothing wrong."""
    try:
        for threat in new_threats(session.editions, session.now):
            touched = ", ".join(
                f"{one.id} ({level_or_status_words(one)}, target {one.target})" for one in threat.touched
            )
            bulletin = threat.bulletin
            source = f"Source: {bulletin.url or bulletin.source}"
            findings.notices.append(
                Problem(
                    f"New on {spoken_day(bulletin.date)}: {with_full_stop(bulletin.sentence)} Touches {touched}.",
                    remedy=" ".join(filter(None, (_question_about(threat, session), source))),
                )
            )
    except FileIsWrong as wrong:
        findings.problems += wrong.each_with_remedy()


def _question_about(threat: Threat, session: Session) -> str:
    """Ask the team to look at what a new threat touches; empty once somebody has reviewed all of it since."""
    open_ones = [one for one in threat.touched if threat.bulletin in session.now.threatened.get(one.id, ())]
    if not open_ones:
        return ""
    is_answered = any(one.level is not None for one in open_ones)
    return "Is your answer still true?" if is_answered else "Could it happen to you?"


def _moved_on(session: Session, *, changed_copies: bool) -> Iterator[Problem]:
    """Report answers whose offer says something else by now, which changes nothing until somebody confirms it; or
    those whose copy of the offer somebody changed.
    """
    for name, moved in session.now.all_moved_on.items():
        if moved.is_changed_copy != changed_copies:
            continue
        remedy = moved_remedy(moved, session.questionnaire.numbers[name])
        yield Problem(f"{moved_words(moved)}.", path=shown(session.folder.answers_path), key=name, remedy=remedy)


def _as_problems(error: LevelbookError) -> list[Problem]:
    if isinstance(error, FileIsWrong):
        return error.each_with_remedy()
    return [Problem(error.message, remedy=error.remedy)]
