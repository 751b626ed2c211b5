"""What others wrote while a session was open is taken in, told, and never undone here."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, NotConfirmed, UsedWrongly
from levelbook.store import ballots, team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings
from support.builders import NOON, a_book, tiny_questionnaire
from support.later_rounds import nothing_is_confirmed

ASKED = tiny_questionnaire()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = team_folder.create(tmp_path / "book", Settings(team="Retail", questionnaire="genai-security"))
    AnswersFile.create(folder.answers_path, ASKED, a_book(ASKED))
    return folder.path


def opened(path: Path) -> Session:
    folder = team_folder.open_folder(path)
    return Session(folder, ASKED, AnswersFile.load(folder.answers_path, ASKED), "Noor", lambda: NOON)


def test_nothing_new_is_no_news(path: Path) -> None:
    session = opened(path)
    session.apply("s1.p1", Edit(level=2))

    session.take_in_changes()

    assert session.changed_elsewhere() == ()


def test_what_others_answered_is_seen_on_looking_again_and_told_once(path: Path) -> None:
    session = opened(path)
    opened(path).apply("s1.p1", Edit(level=3))
    opened(path).set_fact("exposure", "public")

    session.take_in_changes()

    assert session.now.book.answer("s1.p1").level == 3
    assert session.now.scorecard["s1.p1"].level == 3
    assert session.changed_elsewhere() == ("s1.p1", "exposure")
    assert session.changed_elsewhere() == ()


def test_what_others_answered_is_told_at_the_next_save_too(path: Path) -> None:
    session = opened(path)
    opened(path).apply("s1.p1", Edit(level=3))

    session.apply("s1.p2", Edit(level=1))

    assert session.changed_elsewhere() == ("s1.p1",)


def test_an_answer_that_others_changed_since_cannot_be_undone_here(path: Path) -> None:
    session = opened(path)
    session.apply("s1.p1", Edit(level=1))
    session.apply("s1.p2", Edit(level=1))
    opened(path).apply("s1.p1", Edit(level=4))

    session.take_in_changes()
    session.undo()

    with pytest.raises(UsedWrongly, match="others have changed"):
        session.undo()
    assert opened(path).now.book.answer("s1.p1").level == 4
    assert opened(path).now.book.answer("s1.p2").level is None


def test_a_clash_about_one_answer_takes_no_other_away(path: Path) -> None:
    session = opened(path)
    opened(path).apply("s1.p1", Edit(level=3, note="They said so"))

    with pytest.raises(AnsweredElsewhere) as caught:
        session.apply_all({"s1.p1": Edit(level=1), "s1.p2": Edit(level=2)})

    assert caught.value.ids == ("s1.p1",)
    for book in (session.now.book, opened(path).now.book):
        assert (book.answer("s1.p1").level, book.answer("s1.p1").note) == (3, "They said so")
        assert book.answer("s1.p2").level == 2
    assert not session.unsaved


def test_a_clash_takes_no_words_for_lost_that_others_replaced_and_nobody_typed_anew(path: Path) -> None:
    opened(path).apply("s1.p1", Edit(level=2, note="An older note"))
    session = opened(path)
    opened(path).apply("s1.p1", Edit(level=3, note="They said so"))

    with pytest.raises(AnsweredElsewhere, match=r"1\.1 now says level 3; you said level 1\.$"):
        session.apply("s1.p1", Edit(level=1))

    assert opened(path).now.book.answer("s1.p1").note == "They said so"


def test_a_clash_puts_both_in_view_and_typed_words_go_into_the_note(path: Path) -> None:
    session = opened(path)
    opened(path).apply("s1.p1", Edit(level=3, note="They said so", owner="Tom"))

    with pytest.raises(AnsweredElsewhere) as caught:
        session.apply("s1.p1", Edit(level=1, note="We said so", here={"c1-a": "on the wiki"}))

    said = " ".join(caught.value.lines())
    for words in (
        "1.1 now says level 3; note They said so",
        "you said level 1; note We said so",
        "Yours was not saved.",
    ):
        assert words in said
    for held in (session.now.book.answer("s1.p1"), opened(path).now.book.answer("s1.p1")):
        assert (held.level, held.owner, held.confirmed_at) == (3, "Tom", None)
        assert held.note.startswith(
            "They said so\nNot saved on 22 November 2026, because others had answered meanwhile: "
        )
        assert "note We said so" in held.note and "“Do a of level 1”: on the wiki" in held.note


def test_a_level_that_was_only_pressed_leaves_nothing_in_a_note(path: Path) -> None:
    session = opened(path)
    opened(path).apply("s1.p1", Edit(level=3))

    with pytest.raises(AnsweredElsewhere):
        session.apply("s1.p1", Edit(level=1))

    assert opened(path).now.book.answer("s1.p1").note == ""


def test_what_others_said_in_other_fields_stays_beside_what_is_said_here(path: Path) -> None:
    session = opened(path)
    opened(path).apply("s1.p1", Edit(note="They said so"))

    session.apply("s1.p1", Edit(level=2))

    held = opened(path).now.book.answer("s1.p1")
    assert (held.level, held.note) == (2, "They said so")
    assert session.now.book.answer("s1.p1") == held
    assert session.changed_elsewhere() == ("s1.p1",)


def test_what_is_not_on_disk_yet_waits_for_the_next_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(path)

    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", full)
        with pytest.raises(CouldNotWrite):
            session.apply("s1.p1", Edit(level=2))
    opened(path).apply("s1.p2", Edit(level=3))

    session.take_in_changes()

    assert session.now.book.answer("s1.p1").level == 2
    session.save()
    assert opened(path).now.book.answer("s1.p1").level == 2
    assert session.changed_elsewhere() == ("s1.p2",)


def test_what_was_written_and_not_confirmed_waits_for_no_other_save(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(path)

    with nothing_is_confirmed(monkeypatch), pytest.raises(NotConfirmed):
        session.apply("s1.p1", Edit(level=2))

    assert not session.unsaved
    assert opened(path).now.book.answer("s1.p1").level == 2
    session.apply("s1.p1", Edit(level=3))
    assert opened(path).now.book.answer("s1.p1").level == 3


def test_a_file_that_is_wrong_by_now_is_refused_and_nothing_is_lost(path: Path) -> None:
    session = opened(path)
    session.apply("s1.p1", Edit(level=2))
    session.folder.answers_path.write_text("<<<<<<< ours\n")

    with pytest.raises(FileIsWrong):
        session.take_in_changes()

    assert session.now.book.answer("s1.p1").level == 2


def test_a_file_that_is_gone_is_no_news(path: Path) -> None:
    session = opened(path)
    session.folder.answers_path.unlink()

    session.take_in_changes()

    assert session.changed_elsewhere() == ()


def test_ballots_that_were_handed_in_since_are_seen(path: Path) -> None:
    session = opened(path)
    assert session.ballots.spread(session.now, "s1.p1") is None
    name, _ = ballots.create(session.folder.ballots_path, ASKED, "Ana", {})
    file = ballots.open_file(session.folder.ballots_path, ASKED, name)
    other = opened(path).now.book.answer("s1.p1").changed(level=3).signed()
    file.save(file.book.with_answer("s1.p1", other), answers=["s1.p1"])

    session.take_in_changes()

    spread = session.ballots.spread(session.now, "s1.p1")
    assert spread is not None
    assert spread.high == 3
