"""What an edition keeps, as of which day things are written, and what a sitting changes in that."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import mdformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook import __version__
from levelbook.book.ballots.ballot_doubts import doubts_about
from levelbook.book.checks.check import check
from levelbook.book.checks.limits import Limits
from levelbook.book.contents.rounds import next_round
from levelbook.book.disk_changes import disk_state
from levelbook.book.editions.compare import compare
from levelbook.book.publishing.edition_basis import EditionBasis
from levelbook.book.publishing.guide_check import out_of_date
from levelbook.book.publishing.hand_edits import HandEdits
from levelbook.book.publishing.publish import Publisher
from levelbook.book.sealing.edition_changes import changes
from levelbook.book.sealing.seal import make_edition, seal
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop, contradicted, discussed_in_round
from levelbook.book.summary import figures_differ_words
from levelbook.core.answers.answers import Answer, AnswerBook, Evidence, Vote
from levelbook.core.answers.ballots import Ballot
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.assessment.since_last_edition import answers_from_ended_rounds
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.guide.keep import blocks
from levelbook.guide.write.assemble import Documents
from levelbook.store import editions, sittings_file
from levelbook.store.ballots import AFTER
from support.builders import DAY, NOON
from support.command_line import typed
from support.demo_book import copied_demo
from support.examples import examples
from support.made_guides import unpadded
from support.small_book import BACKUPS, PRACTICES, RESTORES, REVIEWS, hand_in, later, new_book

LAW_ALONE = """[[rules]]
when = { holds = ["business"] }
because = "a law covers what is held"
legal = ["some-law"]

"""
"""A rule that asks nothing of anybody."""
SITTING = Sitting(
    participants=(Participant(name="Ana"), Participant(name="Tom")),
    minutes="We talked about reviews.",
    parked=(Parked(text="Who pays?", practice=REVIEWS, by="Tom"),),
    taken_up=(REVIEWS,),
    closed=True,
)


def meet(session: Session, days: int = 0, sitting: Sitting = SITTING) -> Path:
    day = DAY + timedelta(days=days)
    sittings_file.change(session.folder.sittings_path, day, lambda _: sitting)
    return sittings_file.path_of(session.folder.sittings_path, day)


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    """A book with an answer and a sitting, not yet sealed."""
    session = new_book(tmp_path)
    session.apply(REVIEWS, Edit(level=2))
    meet(session)
    return session


@pytest.fixture(name="sealed")
def _sealed(session: Session) -> Session:
    seal(session, "first")
    return session


def test_an_edition_holds_the_sittings_as_they_were(sealed: Session) -> None:
    [edition] = sealed.editions.all
    name = f"sittings/{DAY.isoformat()}.toml"

    assert edition.files[name] == editions.digest((edition.path / name).read_bytes())
    assert (edition.path / name).read_text("utf-8") == sittings_file.render(SITTING)
    assert editions.differences(edition) == []
    (edition.path / name).write_text("format = 1\n", "utf-8")
    assert [one.name for one in editions.differences(edition)] == [name]


def test_directly_after_a_seal_everything_is_as_sealed(sealed: Session) -> None:
    """The sealed guide is the guide, on that day and on any later one."""
    for session in (sealed, later(sealed), later(sealed, 40)):
        publisher = Publisher(session.state)

        assert publisher.basis() == EditionBasis(DAY, "first", 1, DAY, previous="", since="")
        assert publisher.assembled().changed == ()
        assert out_of_date(publisher) == []


def test_a_comment_or_a_licence_in_a_questionnaire_opens_no_round(sealed: Session) -> None:
    """The record names the licence; what was asked and answered is as the edition has it."""
    main = Path(sealed.now.questionnaire.folder) / "questionnaire.toml"
    main.write_text("# Ours.\n" + main.read_text("utf-8").replace("# licence =", "licence ="), "utf-8")

    session = later(sealed, 30)
    publisher = Publisher(session.state)

    assert publisher.basis() == EditionBasis(DAY, "first", 1, DAY, previous="", since="")
    assert [path.name for path in publisher.assembled().changed] == ["record.md"]
    assert "licensed under CC BY 4.0." in publisher.assembled().record


def test_a_sitting_after_the_seal_is_shown_in_the_record_and_opens_no_round(sealed: Session) -> None:
    session = later(sealed, 30)
    meet(session, 30)
    publisher = Publisher(session.state)

    basis = publisher.basis()

    assert basis == EditionBasis(DAY + timedelta(days=30), "first", 1, DAY, previous="", since="")
    written = publisher.write()
    assert "### 22 December 2026" in written.record
    assert "not reviewed this round" not in written.record, "nobody's answer is carried because somebody met"
    session.apply(REVIEWS, Edit(confirm=True))
    assert Publisher(session.state).basis().since == "first"


@pytest.mark.parametrize(
    ("file", "old", "new", "opens"),
    [
        ("questionnaire.toml", 'title = "Small"', 'title = "Small things"', False),
        ("tailoring.toml", 'because = "', 'because = "Since ', False),
        ("tailoring.toml", "[[rules]]", LAW_ALONE + "[[rules]]", False),
        ("questionnaire.toml", "default_target = 2", "default_target = 3", True),
        ("sections/01-data.toml", 'question = "', 'question = "Honestly, ', True),
    ],
)
def test_mended_sentences_of_a_questionnaire_open_no_round_and_other_demands_do(
    sealed: Session, file: str, old: str, new: str, opens: bool
) -> None:
    path = sealed.folder.path.parent / "questions" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    basis = Publisher(later(sealed, 3).state).basis()

    assert (basis.since, basis.as_of) == (("first", DAY + timedelta(days=3)) if opens else ("", DAY))


def test_a_sitting_that_is_changed_or_deleted_after_the_seal_changes_only_what_shows_it(sealed: Session) -> None:
    session = later(sealed, 5)
    path = meet(session, 0, SITTING.changed(minutes="We talked about reviews, and lunch."))
    guide = session.folder.guide_path.read_text("utf-8")

    written = Publisher(session.state).write()

    assert "and lunch" in written.record
    today = (DAY + timedelta(days=5)).isoformat()
    assert f"as_of: {today}" in written.guide.text
    before, after = (
        {block.id: block.text for block in blocks.parse(text).blocks} for text in (guide, written.guide.text)
    )
    other = [name for name in after if after[name] != before.get(name)]
    assert other == ["edition"], "only the sentence that names the day says something else"
    path.unlink()
    assert "No sitting is recorded" in Publisher(session.state).assembled().record
    meet(session)
    assert Publisher(session.state).basis().as_of == DAY, "put back as it was, it is as sealed again"


def test_a_check_of_the_guide_stays_as_it_is_from_day_to_day_with_a_sitting_after_the_seal(sealed: Session) -> None:
    meet(sealed, 3)
    assert out_of_date(Publisher(later(sealed, 3).state)), "the record does not show it yet"
    Publisher(later(sealed, 3).state).write()

    for days in (3, 4, 100):
        assert out_of_date(Publisher(later(sealed, days).state)) == []


def test_a_records_full_sittings_are_those_since_the_edition_compared_with(sealed: Session) -> None:
    second = later(sealed, 90)
    meet(second, 89, SITTING.changed(minutes="The second time."))
    second.apply(REVIEWS, Edit(level=3))

    before = Publisher(second.state).assembled().record
    seal(second, "second")
    after = second.folder.record_path.read_text("utf-8")

    for record in (before, after):
        assert "### 19 February 2027" in record and "### 22 November 2026" not in record
        assert "- 22 November 2026: two people, one practice discussed, no steps taken on, one item parked." in record


def test_an_edition_that_was_sealed_before_there_were_sittings_still_reads(session: Session) -> None:
    path = sittings_file.path_of(session.folder.sittings_path, DAY)
    path.unlink()
    session.folder.sittings_path.rmdir()
    seal(session, "first")
    [edition] = session.editions.all
    assert not any(name.startswith("sittings/") for name in edition.files)

    assert Publisher(later(session, 9).state).basis().as_of == DAY
    fresh = later(session, 9)
    meet(fresh, 9)
    fresh.apply(REVIEWS, Edit(level=3))
    seal(fresh, "second")

    assert f"sittings/{(DAY + timedelta(days=9)).isoformat()}.toml" in fresh.editions.all[-1].files
    assert all(editions.differences(one) == [] for one in fresh.editions.all)


def test_a_wrong_sitting_is_told_with_its_line_and_nothing_is_sealed_without_it(session: Session) -> None:
    path = sittings_file.path_of(session.folder.sittings_path, DAY)
    path.write_text("format = 1\nclosed = 4\n", "utf-8")

    for act in (lambda: seal(session), lambda: Publisher(session.state).write()):
        with pytest.raises(FileIsWrong) as caught:
            act()
        assert [(problem.key, problem.line) for problem in caught.value.problems] == [("closed", 2)]
    assert not session.folder.guide_path.exists()
    assert session.editions.read_again().all == ()


# --- Ballots ----------------------------------------------------------------------------------------------------------

SECRET = "what only Mira knows"


def test_ballots_are_neither_sealed_nor_printed_beyond_the_counts_that_the_team_kept(session: Session) -> None:
    hand_in(session, "Mira", {REVIEWS: 0, BACKUPS: 1, RESTORES: 3}, note=SECRET)
    hand_in(session, "", {REVIEWS: 3, BACKUPS: 1}, note=SECRET)
    session.apply(BACKUPS, Edit(level=1, votes=(Vote(level=1, count=2),)))
    seal(session, "first")
    [edition] = session.editions.all

    kept = [path for path in session.folder.path.rglob("*") if path.is_file() and "ballots" not in path.parts]
    texts = {path: path.read_text("utf-8") for path in kept}

    assert not any("ballot" in name for name in edition.files)
    assert len(texts) > 10
    assert [path for path, text in texts.items() if SECRET in text or "Mira" in text or "anonymous-" in text] == []
    record = session.folder.record_path.read_text("utf-8")
    assert record.count("**Votes:**") == 1 and "**Votes:** 2 for 1; median 1." in record


def test_what_becomes_of_evidence_later_makes_no_sitting_one_of_the_new_round(session: Session) -> None:
    """A round that ends a day early must not be due again the next day, nor count as having talked about ballots."""
    proof = EvidenceToBring(practice=REVIEWS, what="Minutes", who="Ana", pieces=0)
    meet(session, 0, SITTING.changed(next_round=DAY + timedelta(days=92), proofs=(proof,)))
    seal(session, "first")
    session = later(session, 91)
    sitting = Workshop(session)
    sitting.evidence.settle(sitting.evidence.numbered(1), "kept")
    hand_in(session, "Ana", {REVIEWS: 0})
    session.apply(REVIEWS, Edit(level=2))

    assert contradicted(session) == (REVIEWS,)
    seal(session, "second")
    assert next_round(session.editions, session.sittings, session.folder.settings) == DAY + timedelta(days=183)
    assert "There has been no sitting since the last edition." in session.folder.record_path.read_text("utf-8")


def test_a_sitting_that_goes_on_after_a_seal_is_one_of_the_new_round(session: Session) -> None:
    seal(session, "first")
    meet(session, 0, SITTING.changed(taken_up=(REVIEWS, BACKUPS)))

    assert discussed_in_round(later(session)) == {REVIEWS, BACKUPS}


def test_the_next_round_begins_without_the_ballots_of_the_one_that_ended(session: Session) -> None:
    hand_in(session, "Ana", {REVIEWS: 1})
    hand_in(session, "Tom", {REVIEWS: 3})
    seal(session, "first")
    assert session.ballots.all == ()
    assert session.ballots.spread(session.now, REVIEWS) is None
    assert sorted(path.name for path in (session.folder.ballots_path / "first").iterdir()) == ["ana.toml", "tom.toml"]


def test_a_ballot_that_is_open_while_the_team_seals_does_not_come_back_in_the_next_round(session: Session) -> None:
    hand_in(session, "Ana", {REVIEWS: 1})
    ballot = Session.open_ballot(session.folder.path, "ana", clock=session.clock)
    ballot.apply(REVIEWS, Edit(level=2))
    seal(session, "first")

    with pytest.raises(CouldNotWrite, match="edition first"):
        ballot.apply(BACKUPS, Edit(level=1))

    assert ballot.unsaved, "what was said is kept, as where the disk is full"
    session.read_ballots_again()
    assert session.ballots.all == ()


def test_where_ballots_cannot_be_put_away_nothing_is_sealed(session: Session) -> None:
    hand_in(session, "Ana", {BACKUPS: 3})
    (session.folder.ballots_path / "q4").write_text("A note on the round.", "utf-8")

    with pytest.raises(CouldNotWrite, match="q4"):
        seal(session, "q4")

    assert session.editions.all == ()
    assert [ballot.id for ballot in session.ballots.all] == ["ana"]


def test_a_folder_of_somebody_elses_among_the_editions_is_passed_over(session: Session) -> None:
    """Such as what a file manager leaves of an edition that another branch has."""
    strange = session.folder.editions_path / DAY.isoformat()
    strange.mkdir(parents=True)
    (strange / ".DS_Store").write_bytes(b"")

    with pytest.raises(UsedWrongly):
        seal(session, DAY.isoformat())
    assert not session.folder.guide_path.exists(), "no guide names an edition that was never made"

    assert seal(session).name == f"{DAY.isoformat()}-2"


def test_where_somebody_else_sealed_meanwhile_no_edition_with_older_answers_follows_theirs(session: Session) -> None:
    other = Session.open(session.folder.path, clock=session.clock)
    assert session.editions.last is None
    other.apply(RESTORES, Edit(level=3))
    seal(other, "theirs")

    with pytest.raises(AnsweredElsewhere, match="“theirs”"):
        seal(session, "ours")

    assert [one.name for one in session.editions.all] == ["theirs"]
    session.take_in_changes()
    session.apply(BACKUPS, Edit(level=3))
    edition = seal(session, "ours")
    assert edition.previous == "theirs" and "changes.md" in edition.files
    assert session.editions.book(edition).answer(RESTORES).level == 3
    assert not figures_differ_words(session, edition), "and is judged by it"


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [("questionnaire", "weight = 1 ", "weight = 9 "), ("levelbook.toml", "team = ", 'people = "none"\nteam = ')],
)
def test_an_edition_does_not_mix_what_was_opened_with_what_is_on_the_disk_now(
    session: Session, what: str, old: str, new: str
) -> None:
    questions = Path(session.questionnaire.folder) / "sections" / "01-data.toml"
    path = questions if what == "questionnaire" else session.folder.settings_path
    seen = disk_state(session)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert disk_state(session) != seen, "an open app says so"

    with pytest.raises(AnsweredElsewhere, match=f"{what} has changed since the book was opened"):
        seal(session, "first")

    assert not session.editions.all and not session.folder.guide_path.exists()
    assert seal(Session.open(session.folder.path, clock=session.clock), "first").name == "first"


def answer_1_2(session: Session) -> None:
    Session.open(session.folder.path, clock=session.clock).apply(RESTORES, Edit(level=3))


def write_in_the_guide(session: Session) -> None:
    session.folder.guide_path.write_text("# Ours\n", "utf-8")


def take_an_offer(session: Session) -> None:
    (session.folder.path / "offers").mkdir()
    (session.folder.path / "offers" / "gateway.toml").write_text("", "utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (answer_1_2, r"answers\.toml has"),
        (lambda session: hand_in(session, "Mira", {REVIEWS: 0}), "The ballots have"),
        (lambda session: meet(session, 1), "The sittings have"),
        (take_an_offer, "The offers that were taken have"),
        (write_in_the_guide, r"guide\.md has"),
    ],
)
def test_nothing_is_sealed_that_changed_after_somebody_was_asked_to_seal_it(
    session: Session, change: Callable[[Session], object], said: str
) -> None:
    asked = session.state
    change(session)

    with pytest.raises(AnsweredElsewhere, match=f"{said} changed since the book was opened"):
        seal(session, "first", as_read=asked)

    assert not session.editions.all


def test_words_that_somebody_types_into_the_guide_while_it_is_assembled_are_not_sealed_unseen(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    Publisher(session.state).write()
    path, documents = session.folder.guide_path, Publisher.documents
    typed_words = "Words that nobody has seen.\n"

    def while_somebody_types(self: Publisher, *given: Any) -> Documents:
        if typed_words not in (text := path.read_text("utf-8")):
            path.write_text(f"{text}\n{typed_words}", "utf-8")
        return documents(self, *given)

    monkeypatch.setattr(Publisher, "documents", while_somebody_types)

    with pytest.raises(AnsweredElsewhere, match=r"guide\.md has changed since the book was opened"):
        seal(session, "first")

    assert not session.editions.all and path.read_text("utf-8").endswith(typed_words)
    assert typed_words in (seal(session, "first").path / "guide.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("sittings/*.toml", "We talked", "We listen", "The sittings have"),
        ("ballots/*.toml", "level = 3", "level = 1", "The ballots have"),
        ("guide.md", "# ", "#\t", r"guide\.md has"),
    ],
)
def test_a_change_that_keeps_a_files_time_and_size_is_not_sealed_unseen(
    session: Session, name: str, old: str, new: str, said: str
) -> None:
    meet(session, 0)
    hand_in(session, "Mira", {REVIEWS: 3})
    Publisher(session.state).write()
    asked = session.state
    [path] = session.folder.path.glob(name)
    text, seen = path.read_text("utf-8"), path.stat()
    with path.open("r+", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert path.read_text("utf-8") != text and path.stat().st_size == seen.st_size

    with pytest.raises(AnsweredElsewhere, match=f"{said} changed since the book was opened"):
        seal(session, "first", as_read=asked)

    assert not session.editions.all


def test_files_that_were_written_again_as_they_were_stop_no_seal(session: Session) -> None:
    meet(session, 0)
    hand_in(session, "Mira", {REVIEWS: 3})
    Publisher(session.state).write()
    asked = session.state
    for path in (session.folder.guide_path, *session.folder.path.glob("*s/*.toml")):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        os.utime(path, (1, 1))

    assert seal(session, "first", as_read=asked).name == "first"


def test_what_changed_before_the_seal_is_sealed_once_it_is_seen(session: Session) -> None:
    answer_1_2(session)
    session.take_in_changes()
    assert session.editions.book(seal(session, "first")).answer(RESTORES).level == 3


def test_a_seal_waits_for_an_answer_that_is_being_saved(sealed: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the answer would be in no edition, and be taken for one of the round before."""
    sealed.apply(REVIEWS, Edit(level=3))
    other, sign, seals = later(sealed, 1), Session._edited, ThreadPoolExecutor(1)
    asked = later(sealed, 1)
    begun: list[Future[object]] = []

    def slowly(session: Session, name: str, before: Answer, edit: Edit) -> Answer:
        signed = sign(session, name, before, edit)
        if not begun:
            begun.append(seals.submit(seal, asked, "second", as_read=asked.state))
            wait(begun, timeout=0.3)
        return signed

    monkeypatch.setattr(Session, "_edited", slowly)
    other.apply(BACKUPS, Edit(level=1))

    assert isinstance(begun[0].exception(), AnsweredElsewhere)
    now = later(sealed, 1)
    assert (now.editions.last_name, answers_from_ended_rounds(now.now)) == ("first", ())
    assert now.now.scorecard.practices[BACKUPS].confirmed
    seals.shutdown()


def test_an_edition_has_the_time_at_which_nobody_else_could_answer_any_more(session: Session) -> None:
    held: list[int] = []

    def clock() -> datetime:
        descriptor = os.open(session.folder.path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.append(1)
        finally:
            os.close(descriptor)
        return NOON

    make_edition(session.state, clock, "first")

    assert held == [1]


@pytest.mark.parametrize(("seconds", "is_older"), [(-1, True), (0, False), (1, False)])
def test_what_was_said_in_the_second_of_the_seal_is_not_taken_for_older(
    sealed: Session, seconds: int, is_older: bool
) -> None:
    sealed.apply(RESTORES, Edit(level=1))
    edition = seal(sealed, "second")
    given = Answer(level=1, answered_at=edition.sealed_at + timedelta(seconds=seconds))
    ballot = Ballot("zoe", AnswerBook("small", "1", {}, {REVIEWS: given}, unknown={AFTER: "first"}))
    assert ("was made before second" in "".join(doubts_about(sealed, ballot))) == is_older


def test_a_ballot_that_waits_for_the_seal_does_not_come_back_after_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot_id = hand_in(session, "Mira", {REVIEWS: 0})
    own = Session.open_ballot(session.folder.path, ballot_id, clock=session.clock)
    asked, look, seals = session.state, Session._must_be_of_this_round, ThreadPoolExecutor(1)
    begun: list[Future[object]] = []

    def slowly(session: Session) -> None:
        look(session)
        if not begun:
            begun.append(seals.submit(make_edition, asked, session.clock, "first"))
            wait(begun, timeout=0.3)

    monkeypatch.setattr(Session, "_must_be_of_this_round", slowly)
    own.apply(BACKUPS, Edit(level=1))

    assert isinstance(begun[0].exception(), AnsweredElsewhere), "it waited, and saw that the ballot is another one"
    assert later(session).ballots.all and not later(session).editions.all
    seals.shutdown()


def test_what_somebody_saves_in_the_guide_while_it_is_assembled_is_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = session.folder.guide_path
    Publisher(session.state).write()
    session.apply(RESTORES, Edit(level=1))
    publisher, make = Publisher(session.state), Publisher.documents
    notes = iter(["First thoughts.\n", "Second thoughts.\n"])

    def slow(self: Publisher, basis: EditionBasis, guide: str = "") -> object:
        made = make(self, basis, guide)
        path.write_text(path.read_text("utf-8") + next(notes, ""), "utf-8")  # an editor knows of no lock
        return made

    monkeypatch.setattr(Publisher, "documents", slow)
    publisher.write()

    assert path.read_text("utf-8").endswith("First thoughts.\nSecond thoughts.\n")


def test_a_ballot_handed_in_after_the_seal_changes_nothing_that_is_published(sealed: Session) -> None:
    hand_in(sealed, "Mira", {REVIEWS: 0})

    publisher = Publisher(later(sealed, 7).state)

    assert publisher.basis().as_of == DAY
    assert publisher.assembled().changed == ()


# --- Whatever a team does ---------------------------------------------------------------------------------------------

votes = st.lists(
    st.builds(
        Vote,
        level=st.integers(0, 3),
        count=st.integers(0, 4),
        who=st.sampled_from(["", "Tom", "<b>"]),
        reason=st.sampled_from(["", "the cap is a guess", "# no | {{ x }}"]),
    ),
    max_size=4,
).map(tuple)
said = st.tuples(
    st.sampled_from(PRACTICES),
    st.one_of(
        st.builds(Edit, level=st.integers(0, 3), votes=st.none() | votes, note=st.none() | st.text(max_size=9)),
        st.builds(Edit, unsure=st.just(True), ask_whom=st.just("Tom")),
        st.builds(Edit, votes=votes),
        st.just(Edit(not_applicable="not here")),
    ),
)
met = st.builds(
    Sitting,
    closed=st.booleans(),
    next_round=st.none() | st.dates(DAY, DAY + timedelta(days=400)),
    minutes=st.text(max_size=30),
    parked=st.lists(st.builds(Parked, text=st.sampled_from(["x", "[y]", "# z"])), max_size=2).map(tuple),
    taken_up=st.lists(st.sampled_from([*PRACTICES, "gone.away"]), max_size=3).map(tuple),
)


@examples(6)
@given(
    st.integers(1, 2),
    st.lists(said, min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(-3, 3), met), max_size=2),
    st.booleans(),
)
def test_after_a_seal_the_book_is_as_sealed_whatever_was_said_voted_and_kept(
    tmp_path_factory: pytest.TempPathFactory,
    rounds: int,
    answers: list[tuple[str, Edit]],
    sittings: list[tuple[int, Sitting]],
    with_ballot: bool,
) -> None:
    session = new_book(tmp_path_factory.mktemp("sealed"))
    for number in range(rounds):
        session = later(session, 90 * number)
        for name, edit in answers:
            session.apply(name, edit)
        session.apply(REVIEWS, Edit(level=number))
        for days, sitting in sittings:
            meet(session, 90 * number + days, sitting)
        if with_ballot:
            hand_in(session, f"Mira {number}", {REVIEWS: 3})
        seal(session)

    before = {path: path.read_bytes() for path in session.folder.path.rglob("*") if path.is_file()}
    again = later(session, 90 * rounds)
    publisher, last = Publisher(again.state), again.editions.all[-1]
    basis = publisher.basis()

    assert (basis.as_of, basis.edition, basis.since) == (last.sealed_at.date(), last.name, last.previous or "")
    assert publisher.assembled().changed == ()
    assert out_of_date(publisher) == []
    assert [editions.differences(edition) for edition in again.editions.all] == [[]] * rounds
    assert (last.path / "record.md").read_text("utf-8") == publisher.assembled().record
    assert before == {path: path.read_bytes() for path in session.folder.path.rglob("*") if path.is_file()}, (
        "to look is not to write"
    )


@pytest.mark.parametrize(
    ("heading", "link"),
    [
        ("### Restoring, and [how](https://wiki.example)", "[Restoring](#restoring-and-how)"),
        ("### `Restoring` at night ###", "[Restoring](#restoring-at-night)"),
        ("### Restoring {#mine}", "Restoring"),
        ("No heading.", "Restoring"),
    ],
)
def test_links_lead_to_the_heading_that_people_left_in_a_block(session: Session, heading: str, link: str) -> None:
    session.apply(RESTORES, Edit(level=1, step=StepEdit(text="Try it", due=DAY + timedelta(days=9))))
    publisher = Publisher(session.state)
    publisher.write()
    path = publisher.folder.guide_path
    path.write_text(path.read_text("utf-8").replace("### Restoring", heading), "utf-8")

    publisher.write()

    assert f" Try it ({link}) |" in unpadded(path.read_text("utf-8"))
    assert heading in path.read_text("utf-8")
    assert not publisher.write().changed


def test_an_assembly_scores_each_record_once(sealed: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two editions and an open round are three records; as sealed, now is what the last edition holds."""
    again = later(sealed, 10)
    again.apply(BACKUPS, Edit(level=1))
    seal(again, "second")
    scored: list[str] = []

    def counting(self: Assessment, tailoring: Tailoring) -> Scorecard:
        scored.append(self.name)
        return real(self, tailoring)

    real = Assessment.scored_under
    monkeypatch.setattr(Assessment, "scored_under", counting)

    Publisher(later(sealed, 10).state).write()
    assert len(scored) == 2, scored

    scored.clear()
    open_round = later(sealed, 20)
    open_round.apply(RESTORES, Edit(level=2))
    scored.clear()
    publisher = Publisher(open_round.state)
    publisher.write()
    publisher.assembled()
    assert len(scored) == 3, scored


def laid_out_by_a_formatter(path: Path) -> str:
    """As one leaves it that joins markers with what they stand at, wraps, and writes stars for emphasis."""
    text = mdformat.text(path.read_text("utf-8"), options={"wrap": 60}, extensions={"gfm", "front_matters"})
    text = re.sub(r"(<!-- levelbook:begin .*-->\n)\n", r"\1", text)
    text = re.sub(r"(?<![\w_])_([^_\n]+)_(?![\w_])", r"*\1*", text)
    path.write_text(text, "utf-8")
    return text


def test_a_formatter_is_no_author_and_what_it_laid_out_stays_so(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    before = session.folder.guide_path.read_text("utf-8")
    guide = laid_out_by_a_formatter(session.folder.guide_path)
    record = laid_out_by_a_formatter(session.folder.record_path)
    assert guide != before

    written = Publisher(session.state).write()

    assert (written.edited, written.changed) == ((), ())
    assert out_of_date(Publisher(session.state)) == []
    assert session.folder.guide_path.read_text("utf-8") == guide
    assert session.folder.record_path.read_text("utf-8") == record


def test_a_guide_whose_parts_a_person_moved_is_said_to_be_in_another_order_and_not_to_contradict_the_answers(
    tmp_path: Path,
) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    guide = session.folder.guide_path
    held = guide.read_text("utf-8")
    marker = "<!-- levelbook:end standing -->\n"
    begin, end = held.index("<!-- levelbook:begin standing"), held.index(marker) + len(marker)
    first = held.index("<!-- levelbook:begin about")
    guide.write_text(f"{held[:first]}{held[begin:end]}\n{held[first:begin]}{held[end:].lstrip()}", "utf-8")

    assert [one.message for one in out_of_date(Publisher(session.state))] == [
        "Its parts are not in the template's order."
    ]
    Publisher(session.state).write()
    assert guide.read_text("utf-8") == held


@pytest.mark.parametrize(
    "laid_out",
    [
        lambda text: text + "\n",
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n\n<!-- levelbook:begin", "\n\n\n\n<!-- levelbook:begin"),
        lambda text: "\n" + text if not text.startswith("---") else text,
        lambda text: text.replace("\n", " \n"),
    ],
    ids=["a line at the end", "no line end", "lines between parts", "a line at the start", "blanks at line ends"],
)
def test_empty_lines_and_blanks_at_line_ends_do_not_contradict_the_answers(
    tmp_path: Path, laid_out: Callable[[str], str]
) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    guide = session.folder.guide_path
    guide.write_text(laid_out(guide.read_text("utf-8")), "utf-8")

    assert out_of_date(Publisher(session.state)) == []
    session.apply(BACKUPS, Edit(level=1))
    assert out_of_date(Publisher(session.state)) != []


def test_after_a_formatter_the_guide_still_follows_the_answers(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    laid_out_by_a_formatter(session.folder.guide_path)

    session.apply(BACKUPS, Edit(level=1))
    written = Publisher(session.state).write()

    assert written.edited == ()
    assert session.folder.guide_path in written.changed
    laid_out_by_a_formatter(session.folder.guide_path)
    laid_out_by_a_formatter(session.folder.record_path)
    assert out_of_date(Publisher(session.state)) == []


@pytest.mark.parametrize(
    ("line", "by"),
    [("assembled_by: levelbook 0.0.9\n", "levelbook 0.0.9"), ("", "an earlier levelbook")],
    ids=["another", "none"],
)
def test_a_guide_of_another_levelbook_is_assembled_once_and_fails_nothing(tmp_path: Path, line: str, by: str) -> None:
    """Its words may be others although no answer is; nobody can tell which it was."""
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    path = session.folder.guide_path
    ours = f"assembled_by: levelbook {__version__}\n"
    assert ours in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(ours, line).replace("How to read", "Reading"), "utf-8")

    found = check(session.folder.path, Limits())
    told = [str(one) for one in found.notices if "assembled by" in one.message]
    assert not [one for one in found.problems if one.path.endswith("guide.md")]
    assert len(told) == 1 and f"This was assembled by {by}, and this is {__version__}." in told[0]
    assert told[0].endswith("Assemble it once with this version: `levelbook guide`.")
    said = typed("guide", "--check", folder=session.folder.path)
    assert (said.code, f"assembled by {by}" in said.out) == (0, True)
    Publisher(session.state).write()
    assert ours in path.read_text("utf-8")
    assert not [one for one in check(session.folder.path, Limits()).notices if "assembled by" in one.message]


def test_a_clone_with_other_line_ends_is_up_to_date_and_keeps_them(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    for path in (session.folder.guide_path, session.folder.record_path):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert out_of_date(Publisher(session.state)) == []

    session.apply(BACKUPS, Edit(level=1))
    assert session.folder.guide_path in Publisher(session.state).write().changed
    data = session.folder.guide_path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 10


def test_a_mask_that_a_formatter_decoded_is_said_and_comes_back(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    session.apply(
        BACKUPS, Edit(here={next(iter(session.questionnaire.practices[BACKUPS].criteria)): "as {{ config }} says"})
    )
    Publisher(session.state).write()
    path = session.folder.guide_path
    assert "&#123;&#123; config" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("&#123;&#123; config", "{{ config"), "utf-8")

    assert any(
        "decoded characters that levelbook had masked" in one.message for one in out_of_date(Publisher(session.state))
    )

    assert Publisher(session.state).write().edited == ()
    assert "&#123;&#123; config" in path.read_text("utf-8")


def test_what_people_settled_in_the_guide_is_not_behind_right_after_a_seal(session: Session) -> None:
    seal(session, "q1")
    first = later(session, days=300)
    first.apply(BACKUPS, Edit(level=2, evidence=(Evidence(kind="documented", reference="The plan", seen_on=DAY),)))
    publisher = Publisher(first.state)
    publisher.write()
    guide = first.folder.guide_path
    text = guide.read_text("utf-8")
    text = text.replace("This is how", "So this is how").replace(
        "\nEvidence: ", "\nWe copy to two places.\n\nEvidence: "
    )
    guide.write_text(text, "utf-8")
    edits = HandEdits(Publisher(first.state))
    assert {state.id for state in edits.status() if state.edited} == {"about", "practice/data.backups"}

    seal(first, "q2")

    after = later(first, days=300)
    [other] = [one for one in HandEdits(Publisher(after.state)).edited() if one.id == "practice/data.backups"]
    assert "valid until" in str(other.generated), "sealing moves the next round, by which evidence runs out"
    states = HandEdits(Publisher(after.state)).status()
    assert {state.id for state in states if state.edited} == {"about", "practice/data.backups"}
    assert [state.id for state in states if state.behind] == []
    assert out_of_date(Publisher(after.state)) == []
    after.apply(BACKUPS, Edit(level=1))
    behind = [state.id for state in HandEdits(Publisher(after.state)).status() if state.behind]
    assert behind == ["practice/data.backups"], "an answer still puts the words about it behind"


def test_what_changes_on_the_day_of_a_seal_was_signed_by_nobody(session: Session) -> None:
    def head() -> str:
        guide = blocks.parse(session.folder.guide_path.read_text("utf-8"))
        return next(one.text for one in guide.blocks if one.id == "edition").strip()

    seal(session, "q1", signed_by=("Noor",))
    assert head().startswith("Edition of 22 November 2026, signed by Noor; ")
    after = later(session)
    after.apply(BACKUPS, Edit(level=2))
    Publisher(after.state).write()
    assert head().startswith("As of 22 November 2026; last edition 22 November, signed by Noor; ")


def test_a_comparison_of_editions_says_which_edited_parts_were_behind_as_the_changes_page_did(session: Session) -> None:
    session.apply(BACKUPS, Edit(level=1))
    seal(session, "q1")
    later(session, 1).apply(BACKUPS, Edit(level=2))
    guide = session.folder.guide_path
    guide.write_text(guide.read_text("utf-8").replace("### Backups", "### Our backups", 1), "utf-8")
    seal(later(session), "q2")

    after = later(session)
    said = changes(Publisher(after.state), compare(after.editions, after.now))
    assert "edited and behind: Our backups." in said
    assert said.strip() == (after.folder.editions_path / "q2" / "changes.md").read_text("utf-8").strip()
    after.apply(BACKUPS, Edit(level=3))
    assert changes(Publisher(after.state), compare(after.editions, after.now, "q1", "q2")) == said, "and ever after"


@pytest.mark.parametrize("block", ["harm", "[^ ]+"], ids=["one", "all"])
def test_one_assembly_is_enough_where_markers_are_of_another_branch_and_the_words_are_levelbooks(
    block: str, tmp_path: Path
) -> None:
    """Whoever merges lines by hand may keep a marker of one branch above words that are levelbook's own by now."""
    guide = copied_demo(tmp_path / "book").folder.guide_path
    text, count = re.subn(rf"(levelbook:begin {block}) \d+", r"\1 0000000001", guide.read_text("utf-8"))
    assert count == (1 if block == "harm" else text.count("levelbook:begin"))
    guide.write_text(text, "utf-8")

    assert Publisher(Session.open(tmp_path / "book").state).write().edited == ()

    assert Publisher(Session.open(tmp_path / "book").state).assembled().changed == ()
    assert not check(tmp_path / "book", Limits()).problems
