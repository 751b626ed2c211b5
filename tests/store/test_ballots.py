"""Ballots in the team folder count until their round ends."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from levelbook.core.errors import CouldNotWrite, UnknownId, UsedWrongly
from levelbook.core.questionnaire.tailoring import Tailoring, tailor
from levelbook.store import ballots
from support.ballot_text import ballot_text
from support.builders import an_answer, tiny_questionnaire

QUESTIONNAIRE = tiny_questionnaire(
    rules=[
        {"when": {"role": ["none"]}, "because": "nothing is used", "apply": ["s1.p1"]},
        {"when": {"role": {"only": ["saas"]}}, "because": "a provider does it", "inherited": ["s1.p2"]},
        {"when": {"role": {"only": ["saas"]}}, "because": "not ours", "not_applicable": ["s1.p3"]},
    ]
)
TAILORING: Tailoring = tailor(QUESTIONNAIRE, {"role": ("saas",)})


def text(answers: dict[str, int | str], participant: str | None = "Ana Lima", **more: str) -> str:
    return ballot_text(answers, participant, **{"questionnaire": "tiny", "version": "1.0.0", **more})


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return tmp_path / "book" / "ballots"


# --- In the folder ----------------------------------------------------------------------------------------------------


def test_a_new_ballot_is_empty_and_can_be_gone_on_with(folder: Path) -> None:
    folder.parent.mkdir()
    ballot_id, file = ballots.create(folder, QUESTIONNAIRE, " Ana Lima ", {"role": ("saas",)})

    assert (ballot_id, file.book.answers, file.book.unknown) == ("ana-lima", {}, {"participant": "Ana Lima"})
    assert ballots.open_file(folder, QUESTIONNAIRE, "ana-lima").book == file.book
    with pytest.raises(UsedWrongly, match="There is already a ballot ana-lima"):
        ballots.create(folder, QUESTIONNAIRE, "ana  LIMA", {})


def test_a_name_that_makes_the_id_of_another_persons_ballot_is_told_whose_it_is(folder: Path) -> None:
    folder.parent.mkdir()
    ballots.create(folder, QUESTIONNAIRE, "Åsa", {})

    with pytest.raises(UsedWrongly, match="The ballot asa is that of “Åsa”, and this one would be for “Asa”"):
        ballots.create(folder, QUESTIONNAIRE, "Asa", {})


def test_names_of_any_script_and_length_get_an_id(folder: Path) -> None:
    folder.parent.mkdir()
    for name in ("Zoë Ærø", "李小龙", "[b]", "con", "שרה", "x" * 10_000, "../../etc", "🎉"):
        ballot_id, file = ballots.create(folder, QUESTIONNAIRE, name, {})

        assert file.path.parent == folder and file.path.name == f"{ballot_id}.toml"
        assert len(str(file.book.unknown["participant"])) <= 120
    assert len(ballots.ids(folder)) == 8


def test_a_ballot_that_cannot_be_read_is_told_and_keeps_no_other_out(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ana.toml").write_text(text({"s1.p1": 2}))
    (folder / "ben.toml").write_text(text({"s1.p1": 9}))
    (folder / "eve.toml").write_text(text({"s1.p1": 2}, version="2.0.0"))
    (folder / "dir.toml").mkdir()

    found, problems = ballots.read_all(folder, QUESTIONNAIRE)

    assert [ballot.id for ballot in found] == ["ana"]
    assert [Path(problem.path).name for problem in problems] == ["ben.toml", "dir.toml", "eve.toml"]


def test_a_misspelt_id_is_answered_with_the_nearest(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ana-lima.toml").write_text(text({"s1.p1": 2}))

    with pytest.raises(UnknownId) as told:
        ballots.open_file(folder, QUESTIONNAIRE, "ana-lina")
    assert told.value.remedy == "Did you mean “ana-lima”?"


# --- When a round ends ------------------------------------------------------------------------------------------------


def hand_in(folder: Path, participant: str, level: int) -> None:
    """A ballot of this participant, with one answer."""
    folder.parent.mkdir(exist_ok=True)
    _, file = ballots.create(folder, QUESTIONNAIRE, participant, {})
    file.save(file.book.with_answer("s1.p1", an_answer(level)), answers=["s1.p1"])


def seal(folder: Path, edition: str) -> None:
    """What a seal does between the copies and the removal: the edition is there."""
    path = folder.parent / "editions" / edition / "edition.toml"
    path.parent.mkdir(parents=True)
    path.touch()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_ballots_of_a_round_that_ended_are_put_away_and_nothing_is_written_over(folder: Path) -> None:
    hand_in(folder, "Ana", 1)
    (folder / "first").mkdir()
    (folder / "first" / "ana.toml").write_text("somebody's own", "utf-8")

    with ballots.put_away(folder, "first"):
        assert ballots.ids(folder) == ("ana",)
        seal(folder, "first")

    assert ballots.ids(folder) == ()
    assert names(folder) == ["first"]
    assert names(folder / "first") == ["ana-2.toml", "ana.toml"]


def test_ballots_count_on_where_no_edition_was_made(folder: Path) -> None:
    hand_in(folder, "Ana", 1)

    with pytest.raises(CouldNotWrite), ballots.put_away(folder, "first"):
        raise CouldNotWrite("the disk is full")

    assert ballots.ids(folder) == ("ana",)
    assert names(folder) == ["ana.toml"]


def test_a_seal_that_was_killed_ends_the_round_of_its_ballots_once_the_edition_is_there(folder: Path) -> None:
    hand_in(folder, "Ana", 1)
    hand_in(folder, "Tom", 2)
    with contextlib.suppress(KeyboardInterrupt), ballots.put_away(folder, "first"):
        seal(folder, "first")
        raise KeyboardInterrupt

    assert names(folder) == ["ana.toml", "first", "tom.toml"], "nothing was removed any more"
    assert ballots.ids(folder) == ()

    hand_in(folder, "Tom", 3)

    assert names(folder) == ["first", "tom.toml"]
    assert ballots.ids(folder) == ("tom",)


def killed_with_copies(folder: Path) -> None:
    """A seal was killed once it had copied the ballots of Ana and Tom; the copies are there."""
    hand_in(folder, "Ana", 1)
    hand_in(folder, "Tom", 2)
    (folder / "first").mkdir()
    for name in ("ana.toml", "tom.toml"):
        shutil.copy(folder / name, folder / "first")


def sealed(folder: Path) -> list[str]:
    with ballots.put_away(folder, "first"):
        seal(folder, "first")
    return names(folder / "first")


def test_a_seal_that_was_killed_is_repeated_with_the_same_copies(folder: Path) -> None:
    killed_with_copies(folder)

    assert sealed(folder) == ["ana.toml", "tom.toml"]


@pytest.mark.parametrize("taken_back", [["ana.toml"], ["ana.toml", "tom.toml"]])
def test_a_ballot_that_was_taken_back_after_a_killed_seal_is_not_put_among_those_that_counted(
    folder: Path, taken_back: list[str]
) -> None:
    killed_with_copies(folder)
    for name in taken_back:
        (folder / name).unlink()

    with pytest.raises(UsedWrongly, match=r"first/ana\.toml"):
        sealed(folder)

    assert not (folder.parent / "editions").exists()
    shutil.rmtree(folder / "first")
    with ballots.put_away(folder, "first"):
        seal(folder, "first")
    assert sorted(path.name for path in folder.glob("first/*")) == [*({"ana.toml", "tom.toml"} - {*taken_back})]


def test_a_ballot_that_was_changed_after_a_killed_seal_takes_the_place_of_its_copy(folder: Path) -> None:
    killed_with_copies(folder)
    changed = text({"s1.p1": 4}, "Tom")
    (folder / "tom.toml").write_text(changed, "utf-8")
    assert list(ballots.of_no_edition(folder)) == ["first"]

    assert sealed(folder) == ["ana.toml", "tom.toml"]

    assert (folder / "first" / "tom.toml").read_text("utf-8") == changed
    assert list(ballots.of_no_edition(folder)) == []


def test_a_copy_of_somebody_else_who_was_called_so_does_not_give_way(folder: Path) -> None:
    killed_with_copies(folder)
    (folder / "tom.toml").write_text(text({"s1.p1": 4}, "Tom Berg"), "utf-8")

    with pytest.raises(UsedWrongly, match=r"first/tom\.toml"):
        sealed(folder)

    assert (folder / "first" / "tom.toml").exists()


def test_a_ballot_without_an_answer_waits_for_the_next_round(folder: Path) -> None:
    folder.parent.mkdir()
    ballots.create(folder, QUESTIONNAIRE, "Ana", {})
    (folder / "first").mkdir()
    shutil.copy(folder / "ana.toml", folder / "first")
    seal(folder, "first")

    with ballots.put_away(folder, "second"):
        seal(folder, "second")

    assert names(folder) == ["ana.toml", "first"]
    assert ballots.ids(folder) == ("ana",)


def test_without_ballots_nothing_is_made(folder: Path) -> None:
    with ballots.put_away(folder, "2026-11-22"):
        pass
    assert not folder.exists()


def test_a_look_at_the_ballots_reads_none_of_earlier_rounds_that_differ_in_size(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for edition in ("first", "second"):
        (folder / edition).mkdir(parents=True)
        (folder.parent / "editions" / edition).mkdir(parents=True)
        (folder.parent / "editions" / edition / "edition.toml").touch()
        (folder / edition / "ana.toml").write_text(ballot_text({"s1.p1": 2}) + f"# {edition}\n", "utf-8")
    (folder / "ana.toml").write_text(ballot_text({"s1.p1": 2}), "utf-8")
    monkeypatch.setattr(ballots, "bytes_or_none", lambda *_: pytest.fail("read"))

    assert ballots.ids(folder) == ("ana",)
    assert ballots.stamp(folder)
