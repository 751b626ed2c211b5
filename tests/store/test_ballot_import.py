"""Ballots from elsewhere are taken in one by one, and what is wrong with one keeps no other out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.tailoring import Tailoring, tailor
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.store import ballots
from levelbook.store.ballot_import import MOST_BYTES, BallotImport, ImportedBallot
from support.ballot_text import ballot_text
from support.builders import tiny_questionnaire
from support.hostile_texts import HOSTILE
from support.looped import looped

QUESTIONNAIRE = tiny_questionnaire(
    rules=[
        {"when": {"role": ["none"]}, "because": "nothing is used", "apply": ["s1.p1"]},
        {"when": {"role": {"only": ["saas"]}}, "because": "a provider does it", "inherited": ["s1.p2"]},
        {"when": {"role": {"only": ["saas"]}}, "because": "not ours", "not_applicable": ["s1.p3"]},
    ]
)
TAILORING: Tailoring = tailor(QUESTIONNAIRE, {"role": ("saas",)})

Take = Callable[..., ImportedBallot]


def text(answers: dict[str, int | str], participant: str | None = "Ana Lima", **more: str) -> str:
    return ballot_text(answers, participant, **{"questionnaire": "tiny", "version": "1.0.0", **more})


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return tmp_path / "book" / "ballots"


@pytest.fixture(name="take")
def _take(tmp_path: Path, folder: Path) -> Take:
    folder.parent.mkdir()

    def take(content: str | bytes, **options: Any) -> ImportedBallot:
        path = tmp_path / "given.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return BallotImport(folder, TAILORING, **options).import_one(path)

    return take


def refusal(taken: ImportedBallot) -> str:
    assert taken.ballot is None and taken.refused is not None
    return " ".join(taken.refused.lines())


# --- What is taken in -------------------------------------------------------------------------------------------------


def test_what_a_form_gives_back_is_taken_in_under_its_participants_name(take: Take, folder: Path) -> None:
    taken = take(text({"s1.p1": 2, "s2.p1": "unsure", "s2.p2": 'note = "We guess."'}))

    assert (taken.refused, taken.remarks, taken.was_in_already) == (None, (), False)
    (ballot,), problems = ballots.read_all(folder, QUESTIONNAIRE)
    assert problems == ()
    assert (ballot.id, ballot.participant, len(ballot.book.answers)) == ("ana-lima", "Ana Lima", 3)
    assert ballot.book.answer("s1.p1").level == 2
    assert ballot.book.answer("s2.p1").unsure
    assert ballot.book.answer("s2.p2").note == "We guess."


def test_what_is_the_teams_to_settle_is_left_out(take: Take, folder: Path) -> None:
    take(text({"s1.p1": 'level = 2\nowner = "Eve"\ntarget = 4\ntarget_reason = "I say so"\nanswered_by = "Eve"'}))

    (ballot,), _ = ballots.read_all(folder, QUESTIONNAIRE)
    assert set(ballot.book.answer("s1.p1").table) == {"rev", "level", "wording"}
    assert not ballot.book.answer("s1.p1").edited_outside


def test_an_anonymous_ballot_gets_a_name_by_chance_and_keeps_none(take: Take, folder: Path) -> None:
    take(text({"s1.p1": 2}), anonymous=True)
    take(text({"s1.p1": 3}, None))

    found, _ = ballots.read_all(folder, QUESTIONNAIRE)
    assert [ballot.participant for ballot in found] == ["", ""]
    assert all(ballot.id.startswith("anonymous-") for ballot in found)
    assert "Ana" not in "".join(path.read_text("utf-8") for path in folder.iterdir())


def test_the_ballot_that_was_made_for_somebody_who_used_the_form_gives_way_while_it_is_empty(
    take: Take, folder: Path
) -> None:
    ballots.create(folder, QUESTIONNAIRE, "Ana Lima", {})
    assert take(text({"s1.p1": 2})).refused is None

    (ballot,), _ = ballots.read_all(folder, QUESTIONNAIRE)
    assert (ballot.id, ballot.book.answer("s1.p1").level) == ("ana-lima", 2)
    assert "There is already a ballot ana-lima, with other answers." in refusal(take(text({"s1.p1": 3})))


def test_whoever_saves_a_form_without_a_name_twice_is_one_person(take: Take, folder: Path) -> None:
    take(text({"s1.p1": 2}, None, form="1a2b"))
    again = take(text({"s1.p1": 3}, None, form="1a2b"))
    assert "There is already a ballot anonymous-1a2b, with other answers." in refusal(again)
    assert [path.name for path in folder.glob("*.toml")] == ["anonymous-1a2b.toml"]

    assert take(text({"s1.p1": 3}, None, form="1a2b"), replacing=True).refused is None
    assert ballots.read_all(folder, QUESTIONNAIRE)[0][0].book.answer("s1.p1").level == 3


def test_a_name_that_is_left_out_does_not_make_two_people_of_one(take: Take) -> None:
    take(text({"s1.p1": 2}, form="1a2b"), anonymous=True)
    assert "There is already a ballot" in refusal(take(text({"s1.p1": 3}, form="1a2b"), anonymous=True))


def test_two_people_without_a_name_who_say_the_same_are_two(take: Take, folder: Path) -> None:
    take(text({"s1.p1": 2}, None, form="1a2b"))
    assert not take(text({"s1.p1": 2}, None, form="3c4d")).was_in_already
    assert take(text({"s1.p1": 2}, None, form="3c4d")).was_in_already
    assert len(list(folder.glob("*.toml"))) == 2


@pytest.mark.parametrize(("after", "made"), [("q1", "after edition q1"), ("", "before the first edition")])
def test_a_form_of_another_round_is_taken_in_and_said_to_be_of_that_round(take: Take, after: str, made: str) -> None:
    taken = take(text({"s1.p1": 2}, after=after), after="q2")
    assert taken.remarks == (f"It was made for the round {made}, and counts in the present one now.",)


def test_a_form_of_this_round_is_taken_in_without_a_word_also_after_an_edition_for_an_upgrade(take: Take) -> None:
    assert take(text({"s1.p1": 2}, after="q2"), after="q2").remarks == ()
    assert take(text({"s1.p1": 3}, "Tom", after="q1"), after="q2", round_after="q1").remarks == ()


def test_the_same_ballot_again_changes_nothing(take: Take, folder: Path) -> None:
    for anonymous in (False, True):
        first = take(text({"s1.p1": 2}), anonymous=anonymous)
        again = take(text({"s1.p1": 2}), anonymous=anonymous)

        assert first.ballot is not None and again.ballot is not None
        assert (again.was_in_already, again.ballot.id) == (True, first.ballot.id)
    assert len(ballots.ids(folder)) == 2


@pytest.mark.parametrize("participant", ["Ana Lima", ""])
def test_a_ballot_that_was_filled_in_in_the_book_is_known_when_its_copy_comes_back(
    take: Take, folder: Path, participant: str
) -> None:
    place, _ = ballots.create(folder, QUESTIONNAIRE, participant, {"role": ("saas",)}, team="Us")
    path = ballots.path_of(folder, place)
    said = "\n[answers.s1.p1]\nlevel = 2\nanswered_at = 2026-11-02T10:00:00Z"
    filled = re.sub(r"(?m)^tables = .*\n", "", path.read_text("utf-8")).replace("\n[answers.s1.p1]", said)
    path.write_text(filled, "utf-8")

    again = take(filled)
    assert again.ballot is not None
    assert (again.was_in_already, again.ballot.id) == (True, place)

    for edition in (folder / "q3", folder.parent / "editions" / "q3"):
        edition.mkdir(parents=True)
    (folder.parent / "editions" / "q3" / "edition.toml").touch()
    path.rename(folder / "q3" / path.name)
    assert "was counted for edition q3" in " ".join(take(filled, after="q3").remarks)


def test_a_ballot_that_comes_again_without_its_name_is_said_to_count_twice(take: Take) -> None:
    for first, second in ((False, True), (True, False)):
        take(text({"s1.p1": 2}, "Ana"), anonymous=first, replacing=True)
        said = " ".join(take(text({"s1.p1": 2}, "ANA"), anonymous=second).remarks)
        assert "and both count" in said
    assert take(text({"s1.p1": 3}, "Tom")).remarks == ()


def test_another_ballot_of_the_same_name_replaces_the_first_only_where_that_is_meant(take: Take, folder: Path) -> None:
    take(text({"s1.p1": 2}))

    assert "--replace" in refusal(take(text({"s1.p1": 3})))
    assert ballots.read_all(folder, QUESTIONNAIRE)[0][0].book.answer("s1.p1").level == 2
    assert take(text({"s1.p1": 3}), replacing=True).refused is None
    assert ballots.read_all(folder, QUESTIONNAIRE)[0][0].book.answer("s1.p1").level == 3


@pytest.mark.parametrize(("first", "second"), [("Åsa", "Asa"), ("Ana M.", "Ana-M"), ("", "Anonymous 1")])
def test_a_ballot_never_takes_the_place_of_another_persons_whose_name_makes_the_same_id(
    take: Take, folder: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "1")
    take(text({"s1.p1": 2}, first or None))

    said = refusal(take(text({"s1.p1": 3}, second), replacing=True))

    assert f"from “{second}”" in said
    assert (f"that of “{first}”" if first else "an anonymous one") in said
    (held,), _ = ballots.read_all(folder, QUESTIONNAIRE)
    assert (held.participant, held.book.answer("s1.p1").level) == (first, 2)
    if first:
        assert take(text({"s1.p1": 3}, first.upper()), replacing=True).refused is None, "it is the same name"


def test_what_is_not_asked_of_this_team_is_left_out_with_a_remark(take: Take, folder: Path) -> None:
    old = 'level = 2\nwording = "00000000"'
    taken = take(text({"s1.p1": 2, "s1.p3": 2, "s2.p1": old, "s9.p9": 2}))

    assert taken.remarks == (
        "2.1: left out, because the question was worded differently.",
        "1.3: left out, because the practice does not apply to this team.",
        "s9.p9: left out, because the questionnaire has no such practice.",
    )
    assert taken.ballot is not None
    assert list(taken.ballot.book.answers) == ["s1.p1"]


def test_a_key_that_no_answer_has_is_named_also_where_it_is_all_that_an_answer_says(take: Take) -> None:
    taken = take(text({"s1.p1": 2, "s2.p1": "levl = 3"}))

    assert taken.remarks == ("2.1 `levl`: left out, because an answer has no such key.",)
    assert taken.ballot is not None and list(taken.ballot.book.answers) == ["s1.p1"]


def test_an_answer_that_was_altered_after_it_was_given_is_taken_in_and_pointed_out(take: Take) -> None:
    taken = take(text({"s1.p1": 'rev = "00000000"\nlevel = 2'}))

    assert taken.remarks == ("1.1: imported, although they were changed after they were given.",)
    assert taken.ballot is not None and taken.ballot.book.answer("s1.p1").level == 2


def test_an_inherited_practice_is_taken_in_as_it_was_asked(take: Take) -> None:
    taken = take(text({"s1.p2": 1}))

    assert taken.ballot is not None
    assert taken.ballot.book.answer("s1.p2").wording == QUESTIONNAIRE.wording("s1.p2", inherited=True)


WRITABLE = [(name, text) for name, text in HOSTILE if not re.search("[\ud800-\udfff]", text)]
"""All but half characters, which no file can hold."""


@looped("hostile", WRITABLE)
def test_whatever_stands_in_a_note_or_a_name_is_only_text(take: Take, folder: Path, hostile: str) -> None:
    quoted = "".join(f"\\U{ord(char):08x}" for char in hostile)
    source = text({"s1.p1": f'note = "x{quoted}"'}, None)
    source = source.replace("version", f'participant = "A{quoted}"\nversion', 1)

    taken = take(source)

    assert taken.ballot is not None
    (kept,), _ = ballots.read_all(folder, QUESTIONNAIRE)
    assert kept.id == taken.ballot.id
    assert kept.book.answer("s1.p1").note == clean(f"x{hostile}")
    assert kept.participant == clean_line(f"A{hostile}")[:120]
    shutil.rmtree(folder)


# --- What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("this is no TOML [", "not valid TOML"),
        (b"\x7fELF\x00\xff\xfe", "not UTF-8"),
        (b"", "This file is empty"),
        (b"format = 1\n" + b"#" * (MOST_BYTES + 1), "more than 4 MB"),
        (text({"s1.p1": 9}), "the scale goes from 0 to 4"),
        (text({"s1.p1": "level = -1"}), "s1.p1"),
        (text({"s1.p1": "level = 2\nunsure = true"}), "At most one of"),
        (text({"s1.p1": 'level = "2"'}), "whole number"),
        (text({"s1.p1": 2}, version="0.9.0"), "levelbook ballot form"),
        (text({"s1.p1": 2}, questionnaire="other"), "These answers belong to other 1.0.0"),
        (text({}), "has no answer"),
        (text({"s1.p3": 2}), "has no answer"),
        (text({"s1.p1": 2}).replace('"Ana Lima"', "7"), "a name in quotes"),
        (text({"s1.p1": 2}).replace("format = 1", "format = 7"), "newer levelbook"),
        ("a.b = " + "[" * 25 + "]" * 25, ""),
    ],
    ids=lambda value: str(value[:24]) if isinstance(value, str | bytes) else "",
)
def test_a_file_that_is_no_ballot_for_us_is_refused_with_the_reason(
    take: Take, folder: Path, content: str | bytes, reason: str
) -> None:
    taken = take(content)

    assert isinstance(taken.refused, FileIsWrong)
    assert reason in refusal(taken)
    assert not folder.exists() or ballots.ids(folder) == ()


def test_a_ballot_for_another_team_is_refused_and_both_teams_are_named(take: Take, folder: Path) -> None:
    of_cards = text({"s1.p1": 2}).replace("participant", 'team = "Cards"\nparticipant')

    refused = refusal(take(of_cards, team="Retail"))

    assert "a ballot for “Cards”, and this is the book of “Retail”" in refused and not folder.exists()
    assert take(of_cards, team="cards ").refused is None
    assert take(text({"s1.p1": 3}, "Tom"), team="Retail").refused is None  # one that was made in a team folder


def test_what_is_no_file_is_refused_with_the_reason(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to(tmp_path / "round")

    for name, reason in {
        "gone": "There is no such file.",
        "nowhere": "This link leads nowhere.",
        "pipe": "it is not an ordinary file.",
        "round": "symbolic links go round in a circle",
    }.items():
        assert reason in refusal(BallotImport(folder, TAILORING).import_one(tmp_path / name)), name


def test_a_folder_means_the_ballots_in_it(folder: Path, tmp_path: Path) -> None:
    folder.parent.mkdir()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    empty = list(BallotImport(folder, TAILORING).import_all(inbox))
    for name in ("Ana", "Ben"):
        (inbox / f"{name}.toml").write_text(text({"s1.p1": 2}, name))
    (inbox / ".hidden.toml").write_text("no TOML [")
    (inbox / "notes.md").write_text("# not a ballot")

    taken = list(BallotImport(folder, TAILORING).import_all(inbox))

    assert "a folder without a ballot" in refusal(empty[0])
    assert [one.ballot.id for one in taken if one.ballot] == ["ana", "ben"]


def test_the_teams_own_files_are_nobodys_ballot(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder.parent / "answers.toml").write_text(text({"s1.p1": 2}, None))
    (folder / "ana.toml").write_text(text({"s1.p1": 2}, "Ana"))

    assert "the team's own answers" in refusal(
        BallotImport(folder, TAILORING).import_one(folder.parent / "answers.toml")
    )
    assert "already in the team folder" in refusal(BallotImport(folder, TAILORING).import_one(folder / "ana.toml"))
