"""What no disk would take is kept elsewhere, for nobody else's eyes, and taken in again without losing a word."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.book.upgrade import Upgrade
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sitting_changes import with_all_of
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.store import answers_file, sittings_file, user_paths
from levelbook.store.private_files import PrivateFolder
from support import two_versions
from support.builders import DAY, NOON, tiny_questionnaire
from support.hostile_texts import HOSTILE
from support.later_rounds import new_session
from support.pilot import open_book

ASKED = tiny_questionnaire()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_session(tmp_path / "book", ASKED)


@pytest.fixture
def recoveries(session: Session) -> Recoveries:
    return Recoveries(Workshop(session))


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The team folder takes nothing; the state folder does."""

    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(answers_file.AnswersFile, "save", full)
        patch.setattr(sittings_file, "change", full)
        yield


def opened(session: Session) -> Recoveries:
    """The same book, opened anew."""
    return Recoveries(Workshop(open_book(session.folder.path, ASKED)))


def opened_at(book: Path) -> Recoveries:
    return Recoveries(Workshop(open_book(book, ASKED)))


def left_behind(session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch, **edits: Edit) -> None:
    """A session ends with edits that the disk did not take, by the practice's number in its section."""
    with full_disk(monkeypatch):
        for name, edit in edits.items():
            with pytest.raises(CouldNotWrite):
                session.apply(f"s1.{name}", edit)
        with pytest.raises(CouldNotWrite):
            recoveries.leave()


def test_what_was_not_saved_is_offered_when_the_book_is_opened_again_and_taken_in(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(level=2, note="Said on Monday"), p2=Edit(unsure=True))
    with full_disk(monkeypatch), pytest.raises(CouldNotWrite):
        session.set_fact("exposure", "public")
    recoveries.keep()

    again = opened(session)
    [(name, recovery)] = again.offered().items()
    assert again.words(recovery) == "the answers to 1.1 and 1.2 and 1 fact"
    again.take_in(name)

    held = open_book(session.folder.path, ASKED).now.book
    assert (held.answer("s1.p1").level, held.answer("s1.p1").note) == (2, "Said on Monday")
    assert held.answer("s1.p1") == session.now.book.answer("s1.p1"), "signed as it was signed then"
    assert (held.answer("s1.p2").status, held.profile) == ("unsure", {"exposure": "public"})
    assert opened(session).offered() == {}


def test_nothing_is_kept_while_everything_is_saved_and_nothing_once_it_is(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recoveries.keep() is None
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            session.apply("s1.p1", Edit(level=2))
        recoveries.keep()
    assert opened(session).offered()

    session.apply("s1.p2", Edit(level=1))
    recoveries.keep()

    assert opened(session).offered() == {}
    recoveries.leave()


def test_leaving_says_what_is_not_saved_and_where_it_is(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            session.apply("s1.p1", Edit(level=2))
        with pytest.raises(CouldNotWrite) as told:
            recoveries.leave()

    place = PrivateFolder("recovery", session.answers_path).path
    assert told.value.message == "Not saved: the answer to 1.1. The disk is full."
    assert str(place) in told.value.remedy


def test_where_it_cannot_be_kept_either_that_is_said(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_paths, "state_path", lambda: None)
    homeless = Recoveries(recoveries.workshop)
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            session.apply("s1.p1", Edit(level=2))
        with pytest.raises(CouldNotWrite) as told:
            homeless.leave()

    assert told.value.remedy.startswith("It could not be saved elsewhere either, so please enter it again.")


def test_only_its_owner_can_read_it_and_git_leaves_it_out(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(note="A weakness"))
    root = user_paths.state_path()
    assert root is not None
    old_umask = os.umask(0)
    try:
        left_behind(session, recoveries, monkeypatch, p2=Edit(note="Another"))
    finally:
        os.umask(old_umask)

    for path in (root, *root.rglob("*")):
        assert stat.S_IMODE(path.lstat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert PrivateFolder("recovery", session.answers_path).path.is_relative_to(root)
    assert (root / ".gitignore").read_text().splitlines()[-1] == "*"
    assert not session.folder.path.is_relative_to(root)


def test_what_was_kept_is_offered_where_the_book_has_moved_to_and_in_no_other_book(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(note="A weakness"))
    Drafts(session).keep("s1.p2", "Owner · 1.2 P2", "", {}, {"owner": "Ana"})
    book = session.folder.path
    shutil.copytree(book, tmp_path / "copy")
    assert not opened_at(tmp_path / "copy").offered(), "it is offered where it was typed"
    other = new_session(tmp_path / "other", ASKED, about="Something else")

    book.rename(tmp_path / "moved")

    assert not Recoveries(Workshop(other)).offered()
    for _ in range(2):
        again = opened_at(tmp_path / "moved")
        [offered] = again.offered().values()
        assert offered.said.answer("s1.p1").note == "A weakness"
        assert [one.typed for one in Drafts(again.session).all] == [{"owner": "Ana"}]


def test_what_others_said_meanwhile_stays_and_lost_words_go_into_the_note(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(level=2, note="Mine"), p2=Edit(level=1, owner="Tom"))
    others = open_book(session.folder.path, ASKED)
    others.apply("s1.p1", Edit(note="Theirs"))
    others.apply("s1.p2", Edit(note="Theirs too"))

    again = opened(session)
    again.take_in(next(iter(again.offered())))

    held = open_book(session.folder.path, ASKED).now.book
    first, second = held.answer("s1.p1"), held.answer("s1.p2")
    assert first.level == 2
    assert first.note.startswith("Theirs\nNot saved on 22 November 2026") and first.note.endswith("note Mine")
    assert (second.level, second.owner, second.note) == (1, "Tom", "Theirs too")


def test_a_level_that_was_not_taken_because_others_gave_one_is_in_the_note_too(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(level=2))
    open_book(session.folder.path, ASKED).apply("s1.p1", Edit(level=1))

    again = opened(session)
    again.take_in(next(iter(again.offered())))

    held = open_book(session.folder.path, ASKED).now.book.answer("s1.p1")
    assert held.level == 1
    assert held.note == "Not saved on 22 November 2026, because others had answered meanwhile: level 2"


def test_a_fact_that_others_answered_otherwise_since_is_not_taken_and_that_is_said(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_disk(monkeypatch), pytest.raises(CouldNotWrite):
        session.set_fact("exposure", "public")
    recoveries.keep()
    open_book(session.folder.path, ASKED).set_fact("exposure", "staff-only")

    again = opened(session)
    said = again.take_in(next(iter(again.offered())))

    assert (
        said == "Not taken, because somebody changed it since: “exposure” is staff-only by now, and yours was public."
    )
    assert open_book(session.folder.path, ASKED).now.book.profile["exposure"] == "staff-only"


def test_a_recovery_of_another_version_of_the_questionnaire_stays_to_be_read(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(level=2))
    again = opened(session)
    [name] = again.offered()
    for file in ("answers.toml", "before.toml"):
        path = PrivateFolder("recovery", session.answers_path).path / name / file
        path.write_text(path.read_text().replace(f'version = "{ASKED.version}"', 'version = "9.9.9"'))

    with pytest.raises(UsedWrongly, match=r"9\.9\.9"):
        again.take_in(name)

    assert list(again.offered()) == [name]
    assert again.how_to_have_back(again.offered()[name]).startswith("This answers"), "nothing offers to take it in"
    again.discard(name)
    assert again.offered() == {}


def upgraded_meanwhile(
    root: Path, monkeypatch: pytest.MonkeyPatch, **edits: Edit
) -> tuple[Recoveries, str, Recoveries]:
    """Edits that no disk took, then an upgrade of the book; the book opened anew, and what was said on leaving."""
    session = two_versions.new_team(root)
    recoveries = Recoveries(Workshop(session))
    with full_disk(monkeypatch):
        for name, edit in edits.items():
            with pytest.raises(CouldNotWrite):
                session.apply(name.replace("_", "."), edit)
    two_versions.publish(root)
    Upgrade.open(root / "book", who="Ana").carry_out()
    with full_disk(monkeypatch), pytest.raises(CouldNotWrite) as left:
        recoveries.leave()
    again = Recoveries(Workshop(Session.open(root / "book", who="Noor")))
    return again, left.value.remedy, recoveries


def test_what_was_not_saved_comes_over_an_upgrade_that_was_made_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, remedy, _ = upgraded_meanwhile(
        tmp_path,
        monkeypatch,
        data_backups=Edit(level=2, unmet=("c2-a",), note="Weekly."),
        changes_reviews=Edit(level=1),
    )
    assert "levelbook offers it when the book is opened again" in remedy
    [(name, recovery)] = again.offered().items()
    assert again.words(recovery) in ("the answers to 1.1 and 2.1", "the answers to 2.1 and 1.1")

    assert again.take_in(name) == ""

    book = Session.open(tmp_path / "book", who="Noor").now.book
    held = book.answer("data.copies")
    assert (held.level, held.unmet, held.note) == (2, ("plan",), "Weekly.")
    assert book.answer("changes.reviews").level == 1
    assert again.offered() == {}


def test_of_a_recovery_over_an_upgrade_what_has_no_place_stays_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, _, _ = upgraded_meanwhile(
        tmp_path, monkeypatch, data_backups=Edit(level=2), data_tapes=Edit(level=1, note="In the cellar.")
    )
    [name] = again.offered()

    said = again.take_in(name)

    assert said.startswith("Not taken: the answer to data.tapes. This answers versions 1.0.0; the book now belongs")
    assert "read it there, and enter it again" in said
    assert Session.open(tmp_path / "book", who="Noor").now.book.answer("data.copies").level == 2
    [(name, rest)] = again.offered().items()
    assert (rest.head.answers, rest.said.answer("data.tapes").note) == (("data.tapes",), "In the cellar.")
    with pytest.raises(UsedWrongly, match=r"versions 1\.0\.0"):
        again.take_in(name)


def test_a_recovery_that_cannot_be_read_is_left_where_it_is(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(session, recoveries, monkeypatch, p1=Edit(level=2))
    [folder] = PrivateFolder("recovery", session.answers_path).path.iterdir()
    (folder / "recovery.toml").write_text("no TOML [")

    assert opened(session).offered() == {}
    assert (folder / "answers.toml").exists()


def test_a_sitting_that_was_not_saved_is_taken_in_beside_what_it_holds_by_now(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    recoveries.workshop.begin(90, ["Ana"])
    with full_disk(monkeypatch):
        for text in ("Who pays?", "Lunch"):
            with pytest.raises(CouldNotWrite):
                parked_items.park(recoveries.workshop, text)
        with pytest.raises(CouldNotWrite):
            recoveries.leave()
    Workshop(open_book(session.folder.path, ASKED)).add_participants(["Tom"])

    again = opened(session)
    [(name, recovery)] = again.offered().items()
    assert again.words(recovery) == "the sitting of 22 November"
    again.take_in(name)

    held = Workshop(open_book(session.folder.path, ASKED)).sitting
    assert [one.text for one in held.parked] == ["Who pays?", "Lunch"]
    assert (held.names, held.begun_at, held.planned_minutes) == (("Ana", "Tom"), NOON, 90)


def test_what_was_changed_or_taken_off_in_a_sitting_is_taken_in_like_what_was_added(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = recoveries.workshop
    workshop.begin(90, ["Ana", "Tom", "Uwe"])
    workshop.agree_to_be_named("Ana")
    workshop.set_minutes("The cap is 5.")
    parked_items.park(workshop, "Lunch")
    changes: list[Callable[[], object]] = [
        lambda: workshop.agree_to_be_named("Ana", named=False),
        lambda: workshop.remove_participant("Uwe"),
        lambda: workshop.begin(105),
        lambda: workshop.set_minutes("The cap is 6."),
        lambda: parked_items.take_back(workshop, 1),
    ]
    with full_disk(monkeypatch):
        for change in changes:
            with pytest.raises(CouldNotWrite):
                change()
        with pytest.raises(CouldNotWrite):
            recoveries.leave()
    Workshop(open_book(session.folder.path, ASKED)).add_participants(["Bea"])

    again = opened(session)
    again.take_in(next(iter(again.offered())))

    held = Workshop(open_book(session.folder.path, ASKED)).sitting
    assert [(one.name, one.named) for one in held.participants] == [("Ana", False), ("Tom", False), ("Bea", False)]
    assert (held.planned_minutes, held.minutes, held.parked) == (105, "The cap is 6.", ())


def test_what_others_changed_otherwise_in_a_sitting_stays_and_the_recovered_words_go_into_the_minutes(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = recoveries.workshop
    workshop.begin(90, ["Ana"])
    workshop.set_minutes("The cap is 5.")
    others = Workshop(open_book(session.folder.path, ASKED))
    days = [DAY + timedelta(weeks=week) for week in (8, 9)]
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            workshop.set_minutes("The cap is 6.")
        with pytest.raises(CouldNotWrite):
            workshop.change(lambda sitting: sitting.changed(next_round=days[0]))
        with pytest.raises(CouldNotWrite):
            recoveries.leave()
    others.set_minutes("The cap is 7.")
    others.change(lambda sitting: sitting.changed(next_round=days[1]))

    again = opened(session)
    again.take_in(next(iter(again.offered())))

    held = Workshop(open_book(session.folder.path, ASKED)).sitting
    assert held.next_round == days[1]
    assert held.minutes.split("\n") == [
        "The cap is 7.",
        "The cap is 6.",
        "Not taken, because others had decided meanwhile: the next round is on 17 January",
    ]


def test_a_recovery_that_does_not_say_what_a_sitting_was_before_adds_what_only_one_of_them_has(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    recoveries.workshop.begin(90, ["Ana"])
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            parked_items.park(recoveries.workshop, "Who pays?")
        with pytest.raises(CouldNotWrite):
            recoveries.leave()
    [before] = (user_paths.state_path() or Path()).rglob("sitting-before.toml")
    before.unlink()

    again = opened(session)
    again.take_in(next(iter(again.offered())))

    assert [one.text for one in Workshop(open_book(session.folder.path, ASKED)).sitting.parked] == ["Who pays?"]


def test_what_became_of_evidence_of_earlier_sittings_is_offered_again_like_the_sitting_itself(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, folder = [DAY - timedelta(weeks=week) for week in (2, 1)], session.folder.sittings_path
    for day in days:
        proof = EvidenceToBring(practice="s1.p1", what=f"the log of {day}")
        sittings_file.change(folder, day, lambda _, proof=proof: Sitting(closed=True, proofs=(proof,)))
    recoveries.workshop.begin()
    with full_disk(monkeypatch):
        for promise in recoveries.workshop.evidence.to_bring:
            with pytest.raises(CouldNotWrite):
                recoveries.workshop.evidence.settle(promise.evidence, "dropped", "We have no log")
        with pytest.raises(CouldNotWrite):
            parked_items.park(recoveries.workshop, "Who pays?")
        recoveries.keep()
        assert (
            recoveries.own_words
            == "the sitting of 22 November, the sitting of 8 November and the sitting of 15 November"
        )
        with pytest.raises(CouldNotWrite, match="the sitting of 8 November"):
            recoveries.leave()

    again = opened(session)
    for name in again.offered():
        again.take_in(name)

    held = [sittings_file.read(folder, day) for day in days]
    assert [one.proofs[0].reason for one in held if one] == ["We have no log"] * 2
    assert [one.text for one in again.workshop.sitting.parked] == ["Who pays?"]
    assert not opened(session).offered()


def test_a_decision_of_a_recovered_sitting_that_others_took_otherwise_goes_into_the_minutes(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    recoveries.workshop.begin()
    parked_items.park(recoveries.workshop, "Who pays?")
    item = recoveries.workshop.sitting.parked[0]
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            parked_items.decide(recoveries.workshop, item, item.decided("settled", decision="We do not buy it"))
        with pytest.raises(CouldNotWrite):
            recoveries.leave()
    others = Workshop(open_book(session.folder.path, ASKED))
    parked_items.decide(others, item, item.decided("settled", decision="From the ops budget"))

    again = opened(session)
    again.take_in(next(iter(again.offered())))

    held = Workshop(open_book(session.folder.path, ASKED)).sitting
    assert [one.decision for one in held.parked] == ["From the ops budget"]
    assert held.minutes.endswith("“Who pays?”, settled: We do not buy it")


def test_two_versions_of_a_sitting_are_put_together_and_nothing_is_said_twice() -> None:
    held = Sitting(
        minutes="One.",
        participants=(Participant(name="Ana"),),
        parked=(Parked(text="Keys"), Parked(text="Names", outcome="carried")),
        taken_up=("s1.p1",),
    )
    other = Sitting(
        minutes="One.\nTwo.",
        closed=True,
        participants=(Participant(name="ana"), Participant(name="Tom")),
        parked=(Parked(text="Keys", outcome="settled"), Parked(text="Names", outcome="settled"), Parked(text="Cups")),
        taken_up=("s1.p2", "s1.p1"),
    )

    both = with_all_of(held, other, DAY)

    assert (both.minutes, both.closed, both.names) == ("One.\nTwo.", True, ("Ana", "Tom"))
    assert [(one.text, one.outcome) for one in both.parked] == [
        ("Keys", "settled"),
        ("Names", "carried"),
        ("Cups", None),
    ]
    assert both.taken_up == ("s1.p1", "s1.p2")
    assert with_all_of(both, other, DAY) == both


def test_texts_of_every_kind_are_kept_and_come_back(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _, text in HOSTILE[::11]:
        with full_disk(monkeypatch), pytest.raises(CouldNotWrite):
            session.apply("s1.p1", Edit(note=f"x{text}", owner=f"y{text}"))
        recoveries.keep()
        [recovery] = opened(session).offered().values()
        assert recovery.said.answer("s1.p1") == session.now.book.answer("s1.p1"), text


def test_the_sitting_of_yesterday_is_taken_in_on_its_own_day(
    session: Session, recoveries: Recoveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    recoveries.workshop.begin()
    with full_disk(monkeypatch):
        with pytest.raises(CouldNotWrite):
            parked_items.park(recoveries.workshop, "Who pays?")
        with pytest.raises(CouldNotWrite):
            recoveries.leave()
    later = open_book(session.folder.path, ASKED)
    later.clock = lambda: NOON + timedelta(days=3)
    again = Recoveries(Workshop(later))

    again.take_in(next(iter(again.offered())))

    held = sittings_file.read(session.folder.sittings_path, DAY)
    assert held is not None and [one.text for one in held.parked] == ["Who pays?"]
    assert not (session.folder.sittings_path / f"{DAY + timedelta(days=3)}.toml").exists()
