"""Ballots on disk: made, opened and read; an anonymous one tells nothing of whose it is."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.book.session import BallotOf, Session
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong, OtherVersion, UnknownId, UsedWrongly
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.store import answers_file, answers_text, ballots, team_folder
from levelbook.store.ballots import create, id_for, ids, open_file, path_of, read_all
from levelbook.store.team_folder import Settings
from support.builders import NOON, a_book, an_answer, tiny_questionnaire
from support.toml_values import some_line

TINY = tiny_questionnaire()
PROFILE = {"exposure": "public"}


def test_a_new_ballot_is_an_empty_book_with_the_participants_name_and_the_teams_profile(tmp_path: Path) -> None:
    ballot_id, file = create(tmp_path / "ballots", TINY, "  Ana Ó ", PROFILE)

    assert ballot_id == "ana-o"
    assert file.path == path_of(tmp_path / "ballots", "ana-o")
    held = answers_file.read(file.path, within=file.within)
    assert held == AnswerBook("tiny", "1.0.0", profile=PROFILE, unknown={"participant": "Ana Ó"})
    assert open_file(tmp_path / "ballots", TINY, "ana-o").book == held


def test_a_second_ballot_of_a_participant_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    _, file = create(tmp_path, TINY, "Ana", {})
    file.save(file.book.with_answer("s1.p1", an_answer(3)), answers={"s1.p1"}, facts=set())
    before = file.path.read_bytes()

    with pytest.raises(UsedWrongly):
        create(tmp_path, TINY, " ANA ", {})

    assert file.path.read_bytes() == before


@given(some_line)
def test_any_name_makes_an_id_that_can_be_a_files_name_and_always_the_same(name: str) -> None:
    made = id_for(name)

    assert valid_id(made) and made == id_for(name, ["ana", made])
    assert made.isascii() and made == made.casefold(), "no disk takes it for another one's"
    assert "/" not in made and "." not in made


def test_the_id_of_a_ballot_drops_no_letter_of_a_name() -> None:
    assert [id_for(name) for name in ("Łukasz", "Søren", "Åse Ó", "Weiß")] == ["lukasz", "soren", "ase-o", "weiss"]
    assert id_for("Anna Иванова").startswith("anna-") and id_for("Иван").startswith("ballot-")
    assert len({id_for(name) for name in ("Anna", "Anna Иванова", "Anna Петрова")}) == 3


def test_a_ballot_that_is_not_there_is_unknown_and_the_nearest_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownId) as caught:
        open_file(tmp_path, TINY, "ana")
    assert "levelbook ballot new" in caught.value.remedy
    create(tmp_path, TINY, "Anna", {})
    with pytest.raises(UnknownId) as caught:
        open_file(tmp_path, TINY, "ana")
    assert "anna" in caught.value.remedy
    with pytest.raises(UnknownId):
        open_file(tmp_path, TINY, "../answers")


def test_of_several_ballots_those_that_can_be_read_are_and_the_others_are_told(tmp_path: Path) -> None:
    create(tmp_path, TINY, "Ana", {})
    create(tmp_path, TINY, "Tom", {})
    path_of(tmp_path, "bad").write_text("level = ", "utf-8")
    other = tiny_questionnaire(version="9.9.9")
    path_of(tmp_path, "old").write_text(answers_text.render(a_book(other), other), "utf-8")
    high = a_book(TINY, {"s1.p1": an_answer(9)})
    path_of(tmp_path, "high").write_text(answers_text.render(high, TINY), "utf-8")
    (tmp_path / "Notes.toml").write_text("nonsense", "utf-8")
    (tmp_path / "ana.toml.bak").write_text("nonsense", "utf-8")

    found, problems = read_all(tmp_path, TINY)

    assert [ballot.title for ballot in found] == ["Ana", "Tom"]
    assert [Path(problem.path).name for problem in problems] == ["bad.toml", "high.toml", "old.toml"]
    assert read_all(tmp_path / "nowhere", TINY) == ((), ())
    with pytest.raises((FileIsWrong, OtherVersion)):
        open_file(tmp_path, TINY, "old")


@pytest.mark.parametrize("name", ["Ana (1).toml", "Ana.toml", "ana.TOML"])
def test_a_ballot_under_a_name_of_its_own_is_told_and_stops_a_seal(tmp_path: Path, name: str) -> None:
    _, file = create(tmp_path, TINY, "Ana", {})
    file.save(file.book.with_answer("s1.p1", an_answer(3)), answers={"s1.p1"}, facts=set())
    before = ballots.stamp(tmp_path)
    file.path.rename(tmp_path / name)

    found, problems = read_all(tmp_path, TINY)

    assert (found, [Path(problem.path).name for problem in problems]) == ((), [name])
    assert ballots.stamp(tmp_path) != before
    with pytest.raises(FileIsWrong, match="does not count under this name"):
        ballots.must_be_whole(tmp_path, TINY)


def test_a_damaged_ballot_under_a_name_of_its_own_is_told_and_stops_a_seal(tmp_path: Path) -> None:
    _, file = create(tmp_path, TINY, "Ana", {})
    file.save(file.book.with_answer("s1.p1", an_answer(3)), answers={"s1.p1"}, facts=set())
    (tmp_path / "Ana (1).toml").write_bytes(file.path.read_bytes()[:-3])
    (tmp_path / "My list.toml").write_text('list = "of my own"\n', "utf-8")

    _, problems = read_all(tmp_path, TINY)

    assert [(Path(one.path).name, "no valid TOML" in one.message) for one in problems] == [("Ana (1).toml", True)]
    with pytest.raises(FileIsWrong, match="no valid TOML"):
        ballots.must_be_whole(tmp_path, TINY)


# --- Anonymous --------------------------------------------------------------------------------------------------------


def anonymous(root: Path, folder: Path) -> Session:
    """The session in which nobody in particular fills a ballot in."""
    made = root / "book"
    team = team_folder.open_folder(made) if made.exists() else team_folder.create(made, Settings(team="Retail"))
    _, file = create(folder, TINY, "", {})
    return Session(team, TINY, file, "", lambda: NOON, BallotOf("", {}))


edits = st.sampled_from(
    [
        Edit(level=0),
        Edit(level=3, note="as I see it"),
        Edit(unsure=True),
        Edit(not_applicable="not here"),
        Edit(toggle="c1-a"),
        Edit(note="words only"),
        Edit(confirm=True),
        Edit(clear=True),
    ]
)


@given(st.lists(st.tuples(st.sampled_from(list(TINY.practices)), edits), max_size=6), st.booleans())
def test_an_anonymous_ballot_holds_no_name_and_no_time_whatever_is_said_in_it(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, Edit]], undone: bool
) -> None:
    root = tmp_path_factory.mktemp("anonymous")
    session = anonymous(root, root / "ballots")
    for name, edit in said:
        try:
            session.apply(name, edit)
        except UsedWrongly:  # such as confirming what nobody answered
            continue
    if undone:
        session.undo()

    held = tomllib.loads(session.answers_path.read_text("utf-8"))

    keys = {key for section in held["answers"].values() for answer in section.values() for key in answer}
    assert keys.isdisjoint({"answered_by", "answered_at", "confirmed_by", "confirmed_at"})
    assert "participant" not in held
    assert re.search(r"\d{2}:\d{2}", session.answers_path.read_text("utf-8")) is None


def test_a_ballot_with_a_name_is_signed_with_it_and_with_the_time(tmp_path: Path) -> None:
    session = anonymous(tmp_path, tmp_path / "ballots")
    _, file = create(tmp_path / "ballots", TINY, "Ana", {})
    own = Session(session.folder, TINY, file, "Ana", lambda: NOON + timedelta(hours=1), BallotOf("Ana", {}))

    answer = own.apply("s1.p1", Edit(level=2))

    assert (answer.answered_by, answer.answered_at) == ("Ana", NOON + timedelta(hours=1))


def test_ids_of_anonymous_ballots_come_by_chance_and_never_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["aaaa", "aaaa", "bbbb", "aaaa", "bbbb", "cccc"])
    monkeypatch.setattr(ballots, "secrets", SimpleNamespace(token_hex=lambda _: next(drawn)))

    made = [create(tmp_path, TINY, "", {})[0] for _ in range(3)]

    assert made == ["anonymous-aaaa", "anonymous-bbbb", "anonymous-cccc"]
    assert list(ids(tmp_path)) == made


def test_the_id_of_an_anonymous_ballot_follows_from_nothing(tmp_path: Path) -> None:
    """Neither the order in which they were made nor the profile decides it: two books give different ids."""
    made = {tuple(create(tmp_path / str(book), TINY, "", {})[0] for _ in range(4)) for book in range(3)}

    assert len(made) == 3
    assert all(re.fullmatch(r"anonymous-[0-9a-f]{4}", name) for run in made for name in run)


def test_a_name_of_only_white_space_is_nobodys(tmp_path: Path) -> None:
    ballot_id, file = create(tmp_path, TINY, " \t ", {})

    assert ballot_id.startswith("anonymous-")
    assert "participant" not in file.book.unknown
    assert clean_line(" \t ") == ""
