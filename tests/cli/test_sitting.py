"""`levelbook sitting`: begun, gone on with, and closed, by options or line by line."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.cli.ask import close_lists
from levelbook.cli.prompter import PlainLines
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.sittings import Sitting
from levelbook.core.text.cleaning import spoken_day
from levelbook.store.answers_file import AnswersFile
from support.command_line import Type, full_disk
from support.hostile_texts import HOSTILE, acting, typed


def sitting(folder: Path) -> Sitting:
    return Workshop(Session.open(folder)).sitting


def test_a_sitting_that_a_sync_tool_put_aside_is_told_and_stops_a_seal(levelbook: Type, folder: Path) -> None:
    """As a ballot under such a name does."""
    levelbook("answer", "1.1", "--level", "2")
    levelbook("sitting", "begin", "--participant", "Ana")
    [held] = (folder / "sittings").glob("*.toml")
    copy = held.with_name(f"{held.stem} (conflicted copy).toml")
    copy.write_text(held.read_text("utf-8").replace("Ana", "Tom"), "utf-8")
    told = "A sitting does not count under this name."

    for words in ([], ["sitting"], ["score"], ["guide"], ["seal", "first"]):
        said = levelbook(*words).err
        assert (said.count(told), copy.name in said) == (1, True), words
    assert "There are sittings that need a look." in levelbook().out
    assert not (folder / "editions").exists()

    copy.rename(folder.parent / copy.name)
    said = levelbook("seal", "first")
    assert (said.code, told in said.err) == (0, False)


def test_before_one_is_begun_it_says_how(levelbook: Type, folder: Path) -> None:
    said = levelbook("sitting")

    assert (said.code, said.out) == (0, "No sitting was begun today. `levelbook sitting begin` begins one.\n")
    assert not (folder / "sittings").exists()


def test_begin_enters_participants_once_and_says_who_may_be_named(levelbook: Type, folder: Path) -> None:
    said = levelbook("sitting", "begin", "--minutes", "60", "--participant", "Ana Lima", "--named", "Eve")
    again = levelbook("sitting", "begin", "--participant", "ana lima", "--participant", "Tom")

    assert (said.code, again.code) == (0, 0)
    assert said.out.startswith("The sitting has begun: 60 minutes.\n2 participants: Ana Lima, Eve (may be named).\n")
    assert again.out.startswith(
        "The sitting goes on: 60 minutes.\n3 participants: Ana Lima, Eve (may be named), Tom.\n"
    )
    assert [(one.name, one.named) for one in sitting(folder).participants] == [
        ("Ana Lima", False),
        ("Eve", True),
        ("Tom", False),
    ]


def test_begin_says_that_a_sitting_was_closed_and_which_length_it_changes(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--minutes", "90")
    shorter = levelbook("sitting", "begin", "--minutes", "60").out
    assert shorter.startswith("The sitting goes on: 60 minutes, before 90.\n")

    levelbook("sitting", "close", "--next-round", "2099-01-10")
    said = levelbook("sitting", "begin", "--minutes", "30").out

    assert said.startswith("The sitting was closed, and stays so; this is added to it. Planned: 30 minutes, before 60.")
    assert sitting(folder).closed


def test_its_minutes_are_those_of_the_plan(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--minutes", "45")

    assert levelbook("plan").out.startswith("Plan for 45 minutes:")
    assert levelbook("plan", "--minutes", "60").out.startswith("Plan for 60 minutes:")


@pytest.mark.parametrize("minutes", ["0", "-1", "99999", "long"])
def test_no_length_begins_no_sitting(levelbook: Type, folder: Path, minutes: str) -> None:
    assert levelbook("sitting", "begin", "--minutes", minutes).code == 2
    assert not (folder / "sittings").exists()


def test_things_are_parked_and_noted(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin")
    levelbook("sitting", "park", "Ask [legal]", "--practice", "1.2", "--by", "Tom")
    levelbook("sitting", "park", "Lunch")
    levelbook("sitting", "note", "We begin late.")
    levelbook("sitting", "note", "Nobody knows the \x1b[31mkeys.")

    kept = sitting(folder)
    assert [(one.text, one.practice, one.by) for one in kept.parked] == [
        ("Ask [legal]", "data.restores", "Tom"),
        ("Lunch", "", ""),
    ]
    assert kept.minutes.split("\n")[0] == "We begin late."
    shown = levelbook("sitting").out
    for line in ("  1 Ask [legal] (1.2 Restoring, raised by Tom)", "  2 Lunch", "Minutes", "  We begin late."):
        assert line in shown.splitlines()
    assert acting(shown) == set()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["park", "  "], "There is nothing to park."),
        (["note", ""], "There is nothing to note down."),
        (["park", "x", "--practice", "9.9"], "There is no practice"),
        (["park"], "Missing argument"),
    ],
)
def test_nothing_said_is_exit_2(levelbook: Type, folder: Path, words: list[str], reason: str) -> None:
    said = levelbook("sitting", *words)

    assert (said.code, said.out, reason in said.err) == (2, "", True)
    assert not (folder / "sittings").exists()


def test_what_is_still_to_be_found_out_is_late_in_the_sitting_in_its_close_and_in_the_answer(
    levelbook: Type, folder: Path
) -> None:
    levelbook("sitting", "begin", "--participant", "Ana")
    answer = levelbook("answer", "1.2", "--unsure", "--ask-whom", "Priya", "--ask-by", "2020-04-01")

    assert "Priya finds out by 1 April 2020, late" in answer.out
    for said in (levelbook("sitting"), levelbook("sitting", "close", "--yes")):
        assert "To find out (1)\n  1.2 Restoring – Priya, by 1 April 2020, late\n" in said.out


def test_what_is_answered_while_it_is_open_was_taken_up(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin")
    levelbook("answer", "1.2", "--level", "2")
    levelbook("answer", "2.1", "--step", "Write it down")

    assert sitting(folder).taken_up == ("data.restores",)
    assert "Taken up (1)\n  1.2 Restoring: level 2 Defined" in levelbook("sitting").out


def test_a_sitting_that_is_wrong_is_exit_3_and_check_finds_it(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")
    (folder / "sittings").mkdir()
    path = folder / "sittings" / f"{clock.today()}.toml"
    path.write_text("format = 1\nplanned_minutes = 'long'\n")
    (folder / "sittings" / "2020-01-01.toml").write_text("no TOML [")
    before = path.read_bytes()

    for words in ([], ["begin"], ["park", "x"], ["note", "x"], ["close", "--yes"]):
        said = levelbook("sitting", *words)
        assert (said.code, said.out) == (3, ""), words
        assert f"book/sittings/{clock.today()}.toml" in said.err
    checked = levelbook("check")
    assert checked.code == 1
    assert "book/sittings/2020-01-01.toml" in checked.out and str(clock.today()) in checked.out
    assert path.read_bytes() == before


def test_names_and_texts_that_try_to_be_more_are_only_text(levelbook: Type, folder: Path) -> None:
    texts = [text for _, text in HOSTILE if text.strip() and typed(text)][::13]
    for text in (*texts, "x" * 10_000, "\u202eanA 🎉"):
        for words in (["begin", f"--participant={text}"], ["park", "--", text], ["note", "--", text], []):
            said = levelbook("sitting", *words)
            assert said.code in (0, 2), (text, words)  # 2: nothing is left of it
            assert acting(said.out + said.err) == set()


# --- The close by options ---------------------------------------------------------------------------------------------


@pytest.fixture(name="answered")
def _answered(levelbook: Type, folder: Path) -> Path:
    """1.1 at level 1 with a step, 1.2 unsure, 2.1 at level 2 that nothing proves."""
    levelbook("sitting", "begin")
    levelbook("answer", "1.1", "--level", "1", "--step", "Copy the main database")
    levelbook("answer", "1.2", "--unsure")
    levelbook("answer", "2.1", "--level", "2")
    return folder


def test_the_close_takes_all_it_needs_as_options(levelbook: Type, answered: Path) -> None:
    said = levelbook(
        *("sitting", "close", "--take-on", "1.1=Copy the main database", "--take-on", "2.1", "--take-on", "1.2=Try it"),
        *("--owner", "Ana", "--owner", "Ben", "--owner", "Ana", "--due", "in 3 weeks"),
        *("--evidence", "2.1=the review log", "--who", "Tom", "--next-round", "in 3 months"),
    )

    assert (said.code, said.err) == (0, "")
    kept = sitting(answered)
    assert kept.closed
    assert [(one.practice, one.step, one.owner) for one in kept.taken_on][0::2] == [
        ("data.backups", "Copy the main database", "Ana"),
        ("data.restores", "Try it", "Ana"),
    ]
    due = clock.today() + timedelta(weeks=3)
    assert {one.due for one in kept.taken_on} == {due}
    assert [(one.practice, one.what, one.who, one.by) for one in kept.proofs] == [
        ("changes.reviews", "the review log", "Tom", None)
    ]
    steps = Session.open(answered).now.book.answer("data.backups").steps
    assert [(step.text, step.owner, step.due) for step in steps] == [("Copy the main database", "Ana", due)]
    assert "  3 steps: Ana 2, Ben 1.\n" in said.out


@pytest.mark.parametrize(("option", "who"), [("--take-on", "--owner"), ("--evidence", "--who")])
def test_a_name_that_is_paired_with_a_practice_is_refused_by_the_close_and_nothing_is_agreed(
    levelbook: Type, answered: Path, option: str, who: str
) -> None:
    refused = levelbook("sitting", "close", option, "1.1=a copy", who, "1.1=Ana")
    assert (refused.code, sitting(answered).closed) == (2, False)
    assert f"{who} 1.1=Ana: a name is given alone." in refused.err


def test_a_practice_without_words_takes_on_its_open_step_before_the_next_action(
    levelbook: Type, answered: Path
) -> None:
    said = levelbook("sitting", "close", "--take-on", "1.1", "--take-on", "2.1", "--owner", "Ana", "--yes")
    assert (said.code, said.err) == (0, "")
    assert sitting(answered).taken_on[0].step == "Copy the main database"
    steps = Session.open(answered).now.book.answer("data.backups").steps
    assert [(step.text, step.owner) for step in steps] == [("Copy the main database", "Ana")]
    assert Session.open(answered).now.book.answer("changes.reviews").steps, "it had no step: the next action is one"


def test_a_promise_that_ends_in_a_full_stop_is_followed_by_who_and_when_without_one(
    levelbook: Type, answered: Path
) -> None:
    words = ("--take-on", "1.1=Copy it.", "--owner", "Ana", "--evidence", "2.1=The log.", "--who", "Tom")
    said = levelbook("sitting", "close", *words).out

    assert "Copy it – Ana\n" in said and "The log – Tom\n" in said
    assert sitting(answered).taken_on[0].step == "Copy it.", "the words stay as they were said"


def test_the_close_again_changes_nothing_twice(levelbook: Type, answered: Path) -> None:
    words = ["sitting", "close", "--take-on", "2.1", "--owner", "Ana", "--evidence", "1.1=a copy", "--who", "Tom"]
    levelbook(*words)
    once = sitting(answered)

    assert levelbook(*words).code == 0
    assert sitting(answered) == once
    assert len(Session.open(answered).now.book.answer("changes.reviews").steps) == 1


def test_a_promise_named_again_keeps_its_person_and_day_unless_others_are_given(
    levelbook: Type, answered: Path
) -> None:
    levelbook("answer", "1.1", "--step", "Copy it", "--step-owner", "Tom", "--step-due", "in 3 weeks")
    levelbook("sitting", "close", "--evidence", "1.1=a copy", "--who", "Tom", "--by", "in 3 weeks")
    due = clock.today() + timedelta(weeks=3)

    def promised() -> list[tuple[str, str, date | None]]:
        held = sitting(answered)
        *_, step = Session.open(answered).now.book.answer("data.backups").steps
        return [(step.text, step.owner, step.due)] + [(one.what, one.who, one.by) for one in held.proofs]

    for words in (["--take-on", "1.1=Copy it"], ["--evidence", "1.1=a copy"]):
        assert levelbook("sitting", "close", *words).code == 0
    assert promised() == [("Copy it", "Tom", due), ("a copy", "Tom", due)]

    given = "\n".join(["1.1 Copy it", "", "", "", "1.1 a copy", "", "", "", *[""] * 4])
    assert levelbook("sitting", "close", "--plain", given=given).code == 0
    assert promised() == [("Copy it", "Tom", due), ("a copy", "Tom", due)]

    levelbook("sitting", "close", "--take-on", "1.1=Copy it", "--owner", "", "--evidence", "1.1=a copy", "--by", "")
    assert promised() == [("Copy it", "", due), ("a copy", "Tom", None)]

    levelbook("sitting", "park", "The budget")
    for who in ("Tom@in 3 weeks", "Tom"):
        levelbook("sitting", "close", "--give", f"1={who}")
    [item] = sitting(answered).parked
    assert (item.owner, item.due) == ("Tom", due)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--take-on", "1.1", "--take-on", "9.9"], "There is no practice “9.9”"),
        (["--take-on", "1.1", "--due", "some day"], "is not a day"),
        (["--take-on", "1.1", "--take-on", "2.1", "--owner", "A", "--owner", "B", "--owner", "C"], "as often as"),
        (["--owner", "Ana"], "as often as --take-on"),
        (["--evidence", "2.1"], "ID=WORDS"),
        (["--evidence", "2.1=  "], "ID=WORDS"),
        (["--take-on", "="], "ID=WORDS"),
        (["--take-on", "1.1", "--next-round", "yesterday"], "in the future"),
        (["--named", "Nobody"], "There is no participant"),
        (["--next-round", "in 3 months", "--named", "Nobody"], "There is no participant"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_kept(
    levelbook: Type, answered: Path, words: list[str], reason: str
) -> None:
    before = sitting(answered), Session.open(answered).now.book

    said = levelbook("sitting", "close", *words)

    assert (said.code, said.out) == (2, "")
    assert reason in said.err
    assert (sitting(answered), Session.open(answered).now.book) == before


def test_it_can_be_closed_as_it_is(levelbook: Type, answered: Path) -> None:
    assert levelbook("sitting", "close", "--yes").code == 0
    assert sitting(answered).closed


def test_where_none_was_begun_there_is_none_to_close(levelbook: Type, folder: Path) -> None:
    for words in (["--yes"], [], ["--take-on", "1.1=Copy the main database"]):
        said = levelbook("sitting", "close", *words)

        assert (said.code, said.out) == (2, ""), words
        assert "No sitting is open.\n  Begin a sitting first: `levelbook sitting begin`.\n" in said.err
    assert not (folder / "sittings").exists()


def test_evidence_that_nobody_brought_is_told_until_it_is_there(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 0)
    sat_on = clock.today()
    levelbook("sitting", "close", "--evidence", "2.1=the review log", "--who", "Bea Tal", "--by", "in 18 days")
    by = spoken_day(sat_on + timedelta(days=18))
    assert "still to be brought" not in levelbook("sitting").out, "today's sitting lists it"

    later(monkeypatch, 95)
    home = levelbook().out
    assert (
        "1 piece of evidence is still to be brought, 1 late: `levelbook sitting evidence` lists what is to be brought."
        in home
    )
    assert "Promises: 1 late." in home and "2.1 Bring evidence: the review log – Bea Tal, " in home
    told = f"“the review log” was to be brought by {by} (Bea Tal). Add it to the answer, or say what happened to it"
    assert f"book/sittings/{sat_on}.toml: changes.reviews: {told}" in levelbook("check").out
    heading, words = "Still to be brought from earlier sittings (1)", "the review log – Bea Tal, by "
    for said in (levelbook("sitting"), levelbook("plan"), levelbook("sitting", "begin")):
        shown = said.out.splitlines()
        line = shown[shown.index(heading) + 1]
        assert words in line and line.endswith(", late")

    assert levelbook("answer", "2.1", "--evidence", "tested=the review log").code == 0
    for said in (levelbook(), levelbook("sitting"), levelbook("check")):
        assert "brought" not in said.out


@pytest.fixture(name="agreed")
def _agreed(levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A close agreed that Bea Tal brings the review log, until 18 days later."""
    later(monkeypatch, 0)
    levelbook("sitting", "close", "--evidence", "2.1=the review log", "--who", "Bea Tal", "--by", "in 18 days")
    return answered


def test_a_sitting_that_cannot_be_read_is_named_where_its_evidence_is_missing(levelbook: Type, agreed: Path) -> None:
    (path,) = (agreed / "sittings").iterdir()
    path.write_text("no TOML [")

    said = levelbook("sitting", "evidence")

    assert said.out == "There is no evidence to bring from the sittings that can be read.\n"
    assert f"Left out, because it cannot be read:\n  book/sittings/{path.name}" in said.err


def test_evidence_that_is_added_on_the_day_of_the_close_is_brought(levelbook: Type, agreed: Path) -> None:
    assert "1 2.1" in levelbook("sitting", "evidence").out
    levelbook("answer", "2.1", "--evidence", "tested=the review log")

    assert levelbook("sitting", "evidence").out == "There is no evidence to bring.\n"
    for shown in (levelbook("sitting"), levelbook("sitting", "close", "--yes")):
        assert "2.1 Reviews: the review log – brought\n" in shown.out


def test_evidence_that_takes_the_place_of_an_older_piece_is_brought_whenever_it_was_seen(
    levelbook: Type, answered: Path
) -> None:
    levelbook("answer", "2.1", "--evidence", "tested=the old log@2026-11-01")
    levelbook("sitting", "close", "--evidence", "2.1=the review log", "--yes")
    assert "1 2.1" in levelbook("sitting", "evidence").out

    levelbook("answer", "2.1", "--no-evidence", "--evidence", "tested=the new log@2026-11-02")

    assert levelbook("sitting", "evidence").out == "There is no evidence to bring.\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--kept"],
            "brought.\nThe answer to 2.1 Reviews holds no evidence yet. "
            "`levelbook answer 2.1 --evidence KIND=REF` adds it.",
        ),
        (["--drop", "the tool is gone"], "dropped: the tool is gone."),
    ],
)
def test_what_became_of_evidence_is_said_by_its_number_also_after_the_close(
    levelbook: Type, agreed: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    later(monkeypatch, 95)

    assert levelbook("sitting", "evidence", "1", *options).out.endswith(f"the review log – {said}\n")
    assert "late" not in levelbook("check").out
    assert levelbook("sitting", "evidence").out == "There is no evidence to bring.\n"


def test_evidence_in_the_same_words_is_told_apart_by_its_practice(levelbook: Type, answered: Path) -> None:
    levelbook(
        "sitting", "close", "--evidence", "1.1=a copy", "--evidence", "2.1=a copy", "--who", "Ana", "--who", "Tom"
    )

    assert levelbook("sitting", "evidence", "2", "--kept").out.startswith("2.1 ")


def test_a_step_that_is_taken_on_again_is_named_with_its_new_person(levelbook: Type, answered: Path) -> None:
    given = "\n".join(["2.1 Ask", "Bea", "", "1.1 Try", "Cid", "", "2.1 Ask", "Dora", "", *[""] * 6])

    said = levelbook("sitting", "close", "--plain", given=given).out

    told = [line.rpartition(": ")[2] for line in said.splitlines() if line.startswith("Taken on: ")]
    assert told == ["Ask – Bea.", "Try – Cid.", "Ask – Dora."]


def test_several_numbers_are_asked_about_one_by_one(levelbook: Type, answered: Path) -> None:
    given = "\n".join(["1 Ask", "1, 2", "Bea", "", "Cid", "", "", "1 2", "a log", "Dora", "", *[""] * 6])

    said = levelbook("sitting", "close", "--plain", given=given).out

    assert "A number stands alone; who does it, and by when, is asked next." in said
    assert [one.owner for one in sitting(answered).taken_on] == ["Bea", "Cid"]
    assert [(one.what, one.who) for one in sitting(answered).proofs] == [("a log", "Dora")], "2 is no evidence"
    assert "There is no number 2 in the list." in said
    first = next(line for line in said.splitlines() if line.startswith("  1 "))
    assert said.count(first) == 2, "what is meant is read out again"


def test_a_number_means_the_item_that_had_it_when_the_close_began(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("Who pays?", "Lunch", "Dinner"):
        levelbook("sitting", "park", words)

    def after_others(self: Closing, day: date) -> object:
        parked_items.take_back(Workshop(Session.open(answered)), 1)
        return agree(self, day)

    agree = Closing.meet_again
    monkeypatch.setattr(Closing, "meet_again", after_others)

    said = levelbook("sitting", "close", "--settle", "2=At one", "--next-round", "in 2 months")

    assert (said.code, "  1 Lunch – settled: At one\n  2 Dinner" in said.out) == (0, True), said.out


@pytest.mark.parametrize("gone", ["Who pays?", "Lunch"])
def test_an_item_is_told_with_its_decision_where_others_took_another_off_the_list(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    for words in ("Who pays?", "Lunch", "Dinner"):
        levelbook("sitting", "park", words)

    def read_after_others(self: PlainLines) -> bytes:
        line = read(self)
        if line == b"We do\n":
            held = [one.text for one in sitting(answered).parked]
            parked_items.take_back(Workshop(Session.open(answered)), held.index(gone) + 1)
        return line

    read = PlainLines._next
    monkeypatch.setattr(PlainLines, "_next", read_after_others)

    said = levelbook("sitting", "close", given="\n".join(["", "", "", "", "", "1", "We do", "", ""]) + "\n")

    assert (said.code, "  Dinner – settled: We do\n" in said.out) == (0, True), said.out
    assert sitting(answered).closed


def test_evidence_keeps_its_number_when_another_is_settled(levelbook: Type, agreed: Path) -> None:
    levelbook("sitting", "begin")
    levelbook(
        "sitting", "close", "--evidence", "2.1=minutes", "--who", "Tom", "--evidence", "1.1=a copy", "--who", "Ana"
    )
    before = levelbook("sitting", "evidence").out.splitlines()
    assert [line.split()[0] for line in before[1:]] == ["1", "2", "3"]

    levelbook("sitting", "evidence", "1", "--kept")

    assert levelbook("sitting", "evidence").out.splitlines()[1:] == before[2:]
    gone = levelbook("sitting", "evidence", "1", "--kept")
    assert (gone.code, "To be brought: 2, 3." in gone.err) == (2, True)
    assert levelbook("sitting", "evidence", "3", "--kept").out.startswith("1.1 Backups: a copy – brought.\n")
    levelbook("sitting", "evidence", "2", "--kept")
    assert levelbook("sitting", "evidence", "2", "--kept").err == "levelbook: There is no evidence to bring.\n"


def test_the_close_in_plain_lines_asks_what_became_of_evidence(
    levelbook: Type, agreed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 95)
    levelbook("sitting", "begin")

    said = levelbook("sitting", "close", given="\n3\n\n3\nthe tool is gone\n")

    assert "What happened to the evidence agreed in earlier sittings?" in said.out
    assert "Why is it no longer needed?" in said.out, "a reason is asked for again"
    assert levelbook("sitting", "evidence").out == "There is no evidence to bring.\n"


def test_behind_a_question_that_changed_nothing_the_close_goes_back_to_it_and_keeps_what_was_said_before(
    levelbook: Type, agreed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("sitting", "begin")
    levelbook("sitting", "close", *("--evidence", "1.1=a copy", "--evidence", "1.2=minutes"), "--yes")
    later(monkeypatch, 95)
    levelbook("sitting", "begin")

    said = levelbook("sitting", "close", given="\n".join(["", "1", "", "z", "", "", "", "", "", ""]) + "\n")

    assert (said.out.count("1.1 Backups: a copy"), "Undone" in said.out) == (3, False), "asked twice, and still open"
    assert [line.split()[0] for line in levelbook("sitting", "evidence").out.splitlines()[1:]] == ["2", "3"]


def test_evidence_goes_to_another_person_or_day(levelbook: Type, agreed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 95)
    levelbook("sitting", "evidence", "1", "--who", "Tom")
    assert "the review log – Tom, by " in levelbook("sitting", "evidence").out

    moved = levelbook("sitting", "evidence", "1", "--by", "in 2 weeks").out
    assert "the review log – Tom, by " in moved and "late" not in moved
    assert "late" not in levelbook().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["1"], "What happened to evidence 1?"),
        (["1", "--kept", "--who", "Tom"], "What happened to evidence 1?"),
        (["1", "--drop", " "], "Why is it no longer needed?"),
        (["2", "--kept"], "There is no evidence to bring with number 2."),
        (["--kept"], "Which evidence is meant?"),
    ],
)
def test_what_is_not_said_of_evidence_is_asked_for(
    levelbook: Type, agreed: Path, options: list[str], said: str
) -> None:
    refused = levelbook("sitting", "evidence", *options)

    assert refused.code == 2
    assert said in refused.err
    assert "1 2.1" in levelbook("sitting", "evidence").out


# --- What was parked --------------------------------------------------------------------------------------------------


@pytest.fixture(name="parked")
def _parked(levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three things are parked in today's sitting, and the clock stands."""
    later(monkeypatch, 0)
    levelbook("sitting", "begin")
    levelbook("sitting", "park", "Who pays?", "--practice", "1.2", "--by", "Tom")
    levelbook("sitting", "park", "Who may stop it?")
    levelbook("sitting", "park", "Lunch")
    return folder


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """So many days later."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((clock.now() + timedelta(days=days)).timestamp())))


def test_by_options_each_is_settled_given_or_carried_and_the_next_sitting_shows_what_is_open(
    levelbook: Type, parked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = levelbook("sitting", "close", "--settle", "3=At one", "--give", "2=Ana Lima@in 3 days", "--carry", "1")
    day = spoken_day(clock.today() + timedelta(days=3), clock.today())

    assert (closed.code, closed.err) == (0, "")
    for line in (
        "  1 Who pays? (1.2 Restoring, raised by Tom) – carried to the next sitting",
        f"  2 Who may stop it? – given to Ana Lima, by {day}",
        "  3 Lunch – settled: At one",
    ):
        assert line in closed.out.splitlines()

    since = spoken_day(clock.today(), clock.today())
    later(monkeypatch, 5)
    open_now = [
        f"  1 Who pays? (1.2 Restoring, raised by Tom, since {since})",
        f"  2 Who may stop it? (since {since}) – given to Ana Lima, by {day}, late",
    ]
    shown = levelbook("sitting").out.splitlines()
    assert shown[shown.index("Open from earlier sittings (2)") + 1 :] == open_now
    assert "2 parked items are open, 1 late: `levelbook sitting` lists what was parked." in levelbook().out
    late = f"“Who may stop it?” was to be settled by {spoken_day(clock.today() - timedelta(days=2))} (Ana Lima)."
    assert late in levelbook("check").out
    begun = levelbook("sitting", "begin").out.splitlines()
    assert begun[begun.index("Parked (2)") + 1 :][:2] == open_now
    assert "parked items are open" not in levelbook().out, "the sitting counts them"


@pytest.mark.parametrize("option", [("--settle", "1=By card"), ("--give", "1=Tom"), ("--carry", "1")])
def test_a_decision_that_another_replaces_by_number_goes_into_the_minutes(
    levelbook: Type, parked: Path, option: tuple[str, str]
) -> None:
    levelbook("sitting", "close", "--settle", "1=Ana pays")
    assert "settled before" not in levelbook("sitting", "close", "--settle", "1=Ana pays").out, "it is the same"

    said = levelbook("sitting", "close", *option).out
    assert "“Who pays?” was settled before: Ana pays. The minutes have it.\n" in said
    (file,) = (parked / "sittings").iterdir()
    assert tomllib.loads(file.read_text())["minutes"] == "Decided before about “Who pays?”: Ana pays"


def test_closing_carries_what_nobody_decided_on_also_across_three_sittings(
    levelbook: Type, parked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        assert levelbook("sitting", "close", "--yes").code == 0
        later(monkeypatch, 1)
        levelbook("sitting", "begin")
    levelbook("sitting", "close", "--settle", "1", "--settle", "2", "--settle", "3")
    later(monkeypatch, 1)

    assert "Open from earlier" not in levelbook("sitting").out
    files = sorted((parked / "sittings").iterdir())
    assert [path.read_text().count('outcome = "carried"') for path in files] == [3, 3, 0]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--settle", "4"], "There is no parked item number 4.\n  There are 3."),
        (["--settle", "x"], "“x” is not a number for --settle."),
        (["--give", "1"], "“1” is not enough for --give."),
        (["--give", "1=@tomorrow"], "“1=@tomorrow” is not enough for --give."),
        (["--give", "1=Ana@some day"], "is not a day"),
        (["--settle", "1", "--carry", "1"], "parked item 1 is there twice"),
        (["--settle", "1", "--take-on", "9.9"], "There is no practice “9.9”"),
    ],
)
def test_what_cannot_be_meant_of_parked_items_is_refused_before_anything_is_kept(
    levelbook: Type, parked: Path, words: list[str], reason: str
) -> None:
    before = sitting(parked)

    said = levelbook("sitting", "close", *words)

    assert (said.code, said.out, sitting(parked)) == (2, "", before)
    assert reason in said.err


def test_the_close_asks_what_becomes_of_each(levelbook: Type, parked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["", "1", "The platform team", "2", "", "", "2", "Ana", "in 3 days", "", ""]

    said = levelbook("sitting", "close", given="\n".join(lines) + "\n")

    assert (said.code, said.err) == (0, "")
    assert "Who gets it?" in said.out
    assert [(one.outcome, one.decision, one.owner, one.due) for one in sitting(parked).parked] == [
        ("settled", "The platform team", "", None),
        ("given", "", "Ana", clock.today() + timedelta(days=3)),
        ("carried", "", "", None),
    ]

    later(monkeypatch, 1)
    levelbook("sitting", "begin")
    said = levelbook("sitting", "close", given="\n2\n\n\n\n\n")

    assert [(one.text, one.outcome, one.owner) for one in sitting(parked).parked] == [
        ("Who may stop it?", "given", "Ana"),
        ("Lunch", "carried", ""),
    ]


# --- The close line by line -------------------------------------------------------------------------------------------


def test_without_input_the_close_only_shows_what_is_open(levelbook: Type, answered: Path) -> None:
    before = sitting(answered)

    said = levelbook("sitting", "close")

    assert (said.code, said.err) == (0, "")
    assert "To find out (1)\n  1.2 Restoring – nobody yet\n" in said.out
    assert "Nothing was changed." in said.out
    assert sitting(answered) == before


def test_the_close_asks_step_by_step(levelbook: Type, answered: Path) -> None:
    lines = [
        *("1", "Ana", "in 3 weeks"),  # the first that is offered
        *("2.1 Write it down", "Ben", ""),
        "",
        *("1 the review log", "Tom", "in 1 week"),
        "",
        *("Eve", ""),  # finds out 1.2
        "in 3 months",
    ]

    said = levelbook("sitting", "close", given="\n".join(lines) + "\n")

    kept, session = sitting(answered), Session.open(answered)
    assert (said.code, said.err, kept.closed) == (0, "", True)
    assert [one.owner for one in kept.taken_on] == ["Ana", "Ben"]
    assert kept.taken_on[1].step == "Write it down"
    assert [(one.what, one.who) for one in kept.proofs] == [("the review log", "Tom")]
    assert session.now.book.answer("data.restores").ask_whom == "Eve"
    assert kept.next_round is not None
    assert "1 step: Ana 1." in said.out and "2 steps: Ana 1, Ben 1." in said.out


def test_the_close_asks_again_about_what_somebody_is_late_to_find_out(levelbook: Type, answered: Path) -> None:
    levelbook("answer", "1.2", "--ask-whom", "Priya", "--ask-by", "2020-04-01")

    left = levelbook("sitting", "close", given="\n\n\n\n").out
    assert "1.2 Restoring – Priya, by 1 April 2020, late: who finds out (Enter: no change)" in left
    assert "To find out (1)\n  1.2 Restoring – Priya, by 1 April 2020, late\n" in left

    levelbook("sitting", "begin")
    moved = levelbook("sitting", "close", given="\n\nPriya\nin 1 week\n\n").out
    assert "who finds out (Enter: no change)" in moved and ", late\n" not in moved
    assert Session.open(answered).now.book.answer("data.restores").ask_whom == "Priya"

    levelbook("sitting", "begin")
    assert "who finds out (" not in levelbook("sitting", "close", given="\n\n\n").out, "nobody is late any more"


def test_the_close_reads_out_who_has_each_open_step_and_what_is_late(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(close_lists, "AT_MOST", 1)
    levelbook("answer", "1.1", "--step", "Write it.", "--step-owner", "Ana", "--step-due", "2020-01-01")
    levelbook("answer", "1.1", "--step", "Try it.")

    said = levelbook("sitting", "close", given="\n\n\n\n").out

    assert "1.1 Backups: step: Write it – Ana, by 1 January 2020, late\n" in said
    assert "1.1 Backups: step: Try it – nobody yet\n" in said, "no step is cut off"
    assert re.search(r"\n  … and \d+ more suggestions?: type a practice, such as 4.3\n", said)


def test_every_part_of_the_close_can_be_skipped(levelbook: Type, answered: Path) -> None:
    said = levelbook("sitting", "close", given="\n\n\n\n")

    assert (said.code, sitting(answered).closed) == (0, True)
    assert sitting(answered).taken_on == ()


def test_an_end_in_the_middle_of_the_close_keeps_what_was_said(levelbook: Type, answered: Path) -> None:
    said = levelbook("sitting", "close", given="1\nAna\n\n")

    assert (said.code, sitting(answered).closed) == (0, False)
    assert len(sitting(answered).taken_on) == 1
    assert "The sitting stays open." in said.out


@pytest.mark.parametrize("given", ["1\n", "1\nAna\n"])
def test_an_end_between_two_questions_of_the_close_keeps_the_step_and_closes_nothing(
    levelbook: Type, answered: Path, given: str
) -> None:
    said = levelbook("sitting", "close", given=given)

    assert (said.code, sitting(answered).closed) == (0, False)
    assert [one.owner for one in sitting(answered).taken_on] == ["Ana" if "Ana" in given else ""]
    assert "The sitting stays open." in said.out


def test_what_is_not_understood_in_the_close_is_said_and_asked_again(levelbook: Type, answered: Path) -> None:
    lines = ["99", "9.9 x", "-7", "[b]", "1", "Ana", "never", "", "-1", "", "77", "", "", "soon", "2001-01-01", "", ""]

    said = levelbook("sitting", "close", given="\n".join(lines) + "\n")

    assert (said.code, said.err) == (0, "")
    for words in ("no number 99", "no practice “9.9”", "no step number 7", "“never” is not a day", "no number 77"):
        assert words in said.out
    assert sitting(answered).taken_on == ()


def test_what_is_removed_in_the_close_is_named_and_the_numbers_that_are_left_are_read_out(
    levelbook: Type, answered: Path
) -> None:
    steps = [line for words in ("First", "Second", "Third") for line in (f"2.1 {words}", "", "")]
    proofs = [line for words in ("a list", "a plan") for line in (f"2.1 {words}", "", "")]
    lines = [*steps, "-1", "-1", "", *proofs, "-1", ""]

    said = levelbook("sitting", "close", given="\n".join(lines) + "\n").out

    first, _, second = said.partition("Removed: 2.1 Reviews: First – nobody yet.\n")
    assert "by now" not in first, "what was only added has been said"
    assert "Taken on by now:\n  1 2.1 Reviews: Second – nobody yet\n  2 2.1 Reviews: Third" in second
    assert "Removed: 2.1 Reviews: Second – nobody yet." in second
    assert "Removed: 2.1 Reviews: a list – nobody yet.\nTo bring by now:\n  1 2.1 Reviews: a plan" in second
    assert [one.step for one in sitting(answered).taken_on] == ["Third"]


@pytest.mark.parametrize("given", ["2.1 Write it down\nTom\n\n", "2.1 Write it down\nTom\n\n\n\n\n\n\n"])
def test_what_the_disk_refuses_in_the_close_is_kept_and_never_called_saved(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", full_disk)
        said = levelbook("sitting", "close", given=given)

    assert (said.code, "is saved" in said.out) == (5, False)
    assert "levelbook offers it when the book is opened again." in said.err
    recoveries = Recoveries(Workshop(Session.open(answered)))
    (kept,) = recoveries.offered()
    recoveries.take_in(kept)
    assert [step.text for step in Session.open(answered).now.book.answer("changes.reviews").steps] == ["Write it down"]


def test_what_the_disk_refuses_in_a_close_by_options_is_kept_as_well(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", full_disk)
        said = levelbook("sitting", "close", "--take-on", "2.1=Write it down", "--owner", "Tom")

    assert said.code == 5
    assert "levelbook offers it when the book is opened again." in said.err
    recoveries = Recoveries(Workshop(Session.open(answered)))
    recoveries.take_in(*recoveries.offered())
    assert [step.text for step in Session.open(answered).now.book.answer("changes.reviews").steps] == ["Write it down"]


def test_the_close_takes_a_mistaken_choice_back(levelbook: Type, parked: Path) -> None:
    """Behind the first choice the list offers it, and the last question does for the last choice."""
    lines = ["", "1", "We do", "z", "", "", "1", "Done", "z", "", "", "", ""]

    said = levelbook("sitting", "close", given="\n".join(lines) + "\n")

    assert said.out.count("Undone: ") == 2, said.out
    assert "carry it" not in said.out
    assert {one.outcome for one in sitting(parked).parked} == {"carried"}


def test_the_close_asks_by_what_others_have_said_by_now(
    levelbook: Type, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one save takes in is not said over by a line that was meant for what was read out before."""
    levelbook("answer", "1.1", "--step", "Try it")
    for words in ("Who pays?", "Lunch", "Dinner"):
        levelbook("sitting", "park", words)
    session = Session.open(answered)
    steps = [step.text for step in session.now.book.answer("data.backups").steps]
    others = {
        b"1 Theirs\n": lambda: (
            Session.open(answered).apply("data.backups", Edit(step=StepEdit(number=1, drop=True))),
            Session.open(answered).apply("data.restores", Edit(ask_whom="Eve")),
        ),
        b"We do\n": lambda: parked_items.take_back(Workshop(Session.open(answered)), 1),
    }

    def read_after_others(self: PlainLines) -> bytes:
        line = read(self)
        others.pop(line, lambda: None)()
        return line.replace(b"1 Theirs", b"2.1 Ours")

    read = PlainLines._next
    monkeypatch.setattr(PlainLines, "_next", read_after_others)
    lines = ["1 Theirs", "", "", "1", "2", "Ana", "", "", "", *("1", "We do"), *("1", "We eat"), "", ""]

    said = levelbook("sitting", "close", given="\n".join(lines) + "\n")

    held = sitting(answered)
    assert len(steps) == 2 and "Others removed or changed this step." in said.out
    assert [(one.step, one.owner) for one in held.taken_on] == [("Ours", ""), ("Try it", "Ana")]
    assert Session.open(answered).now.book.answer("data.restores").ask_whom == "Eve"
    assert [(one.text, one.outcome) for one in held.parked] == [("Lunch", "settled"), ("Dinner", "carried")]


def test_a_name_entered_twice_is_said_to_be_listed_once(levelbook: Type, folder: Path) -> None:
    said = levelbook("sitting", "begin", "--participant", "Bo", "--participant", "Tom", "--participant", "bo").out
    assert "2 participants: Bo, Tom.\nBo is on the list once, though entered twice." in said
    assert "once" not in levelbook("sitting", "begin", "--participant", "Bo", "--named", "Bo").out


def test_a_sitting_that_has_agreed_on_no_day_says_so_of_itself_alone(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("sitting", "begin")
    assert "; this sitting has agreed on no day yet.\n" in levelbook("sitting").out
    levelbook("sitting", "close", "--next-round", "in 20 weeks", "--yes")
    assert "this sitting has agreed" not in levelbook("sitting").out


def test_a_sitting_begun_without_a_length_holds_the_one_that_is_said(levelbook: Type, folder: Path) -> None:
    assert levelbook("sitting", "begin").out.startswith("The sitting has begun: 90 minutes.\n")
    assert sitting(folder).planned_minutes == 90

    levelbook("sitting", "begin", "--minutes", "45")
    assert levelbook("sitting", "begin").out.startswith("The sitting goes on: 45 minutes.\n")
    assert sitting(folder).planned_minutes == 45


def test_a_sitting_that_is_misdated_is_told_and_is_not_taken_for_todays(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026
    levelbook("sitting", "begin", "--participant", "Ana")
    assert "sitting" not in levelbook("check").out
    [held] = (folder / "sittings").iterdir()
    ahead = held.with_name("2027-11-22.toml")
    ahead.write_text(held.read_text("utf-8").replace("begun_at = 2026", "begun_at = 2027"), "utf-8")
    held.rename(held.with_name("2026-11-02.toml"))

    found = levelbook("check").out
    assert (
        "2027-11-22.toml: begun_at: This sitting is of 22 November 2027, a day in the future. Name it after its"
        in found
    )
    assert "This sitting is of 2 November 2026 by its name, and began on 22 November 2026." in found
    assert "and there is a sitting of 22 November 2027: is the clock right?" in levelbook("seal").err

    (folder / "sittings" / "2026-11-02.toml").unlink()
    before = ahead.read_bytes()
    assert levelbook("sitting", "begin", "--participant", "Bo").out.startswith("The sitting has begun: 90 minutes.")
    assert ahead.read_bytes() == before


def test_a_sitting_of_another_team_that_was_copied_in_is_told_wherever_it_is_used_until_it_is_sealed(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("sitting", "begin", "--participant", "Ana")
    assert sitting(folder).team == "Retail"
    [path] = (folder / "sittings").iterdir()
    path.write_text(path.read_text("utf-8").replace('team = "Retail"', 'team = "Lending"'), "utf-8")

    said = "team: This sitting is of “Lending”, but it counts here, in the book of “Retail”."
    assert levelbook("check").out.count(said) == 1
    assert "There are sittings that need a look. `levelbook check` names each, and says why." in levelbook().out
    for words in (["sitting"], ["plan"], ["score"], ["guide"], ["seal", "q1"]):
        assert levelbook(*words).err.count(said) == 1, words
    assert said not in levelbook("check").out
