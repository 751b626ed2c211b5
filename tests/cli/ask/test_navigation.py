"""`levelbook ask`: jumps, filters and orders, undo and redo, what can be changed and dropped, ballots."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from support.ballot_text import ballot_text
from support.command_line import Said, Type
from support.hostile_texts import HOSTILE, acting

SaidOf = Callable[[str], Answer]


def places(said: Said) -> list[str]:
    """The numbers of the practices that were read out, in order."""
    lines = [line for line in said.out.splitlines() if " of " in line or "(aside, " in line]
    return [line[:3] for line in lines if line[1:2] == "." and line[-1:] == ")"]


def ask(levelbook: Type, *lines: str, words: tuple[str, ...] = ()) -> Said:
    said = levelbook("ask", *words, given="".join(f"{line}\n" for line in lines))
    assert (said.code, said.err) == (0, "")
    return said


# --- Jumps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [["2.1"], ["j", "2.1"], ["j 2.1"], ["j", "changes.reviews"], ["jump", "REVIEW"]])
def test_a_jump_goes_by_number_id_or_a_part_of_the_title(levelbook: Type, folder: Path, lines: list[str]) -> None:
    assert places(ask(levelbook, *lines, "q")) == ["1.1", "2.1"]


def test_of_several_that_are_meant_one_is_chosen(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "j", "r", "2", "q")

    assert "Which of these?" in said.out
    assert len(places(said)) == 2
    assert places(ask(levelbook, "j", "r", "", "q")) == ["1.1"], "Enter stays"


@pytest.mark.parametrize("given", ["9.9", "nothing like that", "[b]", "\x1b[31m", "x" * 10_000, "…"])
def test_what_no_practice_is_called_is_said_and_nothing_is_lost(levelbook: Type, folder: Path, given: str) -> None:
    said = ask(levelbook, "2", "j", given, "q")

    assert "No practice has a title like" in said.out
    assert acting(said.out) == set()
    assert Session.open(folder).now.book.answer("data.backups").level == 2


def test_after_a_jump_aside_it_goes_on_where_it_was(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "j 2.1", "3", "q", words=("--section", "data"))

    assert places(said) == ["1.1", "2.1", "1.1"]
    assert "(aside, " in said.out


def test_back_goes_back_and_says_where_there_is_nothing_before(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "b", "", "b", "q")

    assert places(said) == ["1.1", "1.1", "1.2", "1.1"]
    assert "This is the first of them." in said.out


# --- Filters and orders -----------------------------------------------------------------------------------------------


def test_others_are_gone_through_from_here(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.2", "--unsure")

    said = ask(levelbook, "f", "unsure", "", "q")

    assert places(said) == ["1.1", "1.2"]
    assert "unsure: nobody could say (1)" in said.out


def test_enter_at_the_filters_goes_on_with_the_queue_that_there_is(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.2", "--unsure")

    said = ask(levelbook, "f", "", "q", words=("--only", "unsure"))

    assert places(said) == ["1.2"]
    assert "Number (Enter: go on with those in the queue):" in said.out


def test_a_filter_that_nothing_passes_leaves_everything_as_it_is(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "f", "stale", "2", "q")

    assert "No practice matches." in said.out
    assert Session.open(folder).now.book.answer("data.backups").level == 2


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--only", "inherited"), ["1.1"]),
        (("--only", "unsure"), ["1.2"]),
        (("--only", "differ"), ["2.1"]),
        (("--only", "mine", "--by", "Zoë"), ["2.1"]),
        (("--only", "mine", "--by", "Zoe\u0308"), ["2.1"]),  # as macOS writes it
        (("--only", "below"), ["2.1"]),
        (("--order", "spread"), ["2.1", "1.1", "1.2"]),
        (("--only", "essential"), ["2.1"]),  # 1.1 is inherited: `init` and the guide count only what the team does
        (("--order", "essential"), ["2.1", "1.1", "1.2"]),
        (("--order", "essential", "--section", "data"), ["1.1", "1.2"]),
    ],
)
def test_filters_and_orders_are_options_too(
    levelbook: Type, folder: Path, words: tuple[str, ...], numbers: list[str]
) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("answer", "1.2", "--unsure")
    levelbook("answer", "2.1", "--level", "1", "--owner", "Zoë")
    for name, level in (("Ana", 0), ("Ben", 3)):
        (folder.parent / f"{name}.toml").write_text(ballot_text({"changes.reviews": level}, name))
        levelbook("ballot", "import", f"{name}.toml")

    assert places(ask(levelbook, "", "", "", words=words)) == numbers


# --- Undo, redo, clear ------------------------------------------------------------------------------------------------


def test_redo_makes_once_more_what_was_undone(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    said = ask(levelbook, "2", "z", "y", "y", "q")

    assert "Redone: 1.1 set to level 2. Now: level 2 Defined" in said.out
    assert "There is nothing to redo." in said.out
    assert said.out.splitlines()[-1].startswith("Saved. 1 answer given;")
    assert said_of("data.backups").level == 2


def test_a_level_in_the_place_of_not_applicable_names_what_it_replaced(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--not-applicable", "Nothing is kept.")

    said = ask(levelbook, "j 1.1", "2", "q")

    assert "It was not applicable: Nothing is kept. z brings that back.\n" in said.out


def test_what_was_said_of_an_unanswered_practice_is_no_answer_given(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "n", "we guess", "k", "1", "q")

    assert said.out.splitlines()[-1].startswith("Saved. 0 answers given; 0 of ")

    said = ask(levelbook, "2", "b", "clear", "q")

    assert said.out.splitlines()[-1].startswith("Saved. 0 answers given; 0 of ")


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (("c", "b", "z"), 0),
        (("c", "b", "3", "b", "z"), 1),
        (("3", "b", "z", "y"), 1),
        (("n", "It was said on Monday", "z"), 0),
    ],
)
def test_what_is_undone_is_no_answer_given_or_confirmed(
    levelbook: Type, folder: Path, lines: tuple[str, ...], count: int
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")

    said = ask(levelbook, *lines, "q")

    assert f"Saved. {count} answer{'' if count == 1 else 's'} given or confirmed;" in said.out


def test_dropping_a_step_says_which_one_is_gone_and_not_which_has_another_number(levelbook: Type, folder: Path) -> None:
    for text in ("Write", "Read", "Reed"):
        levelbook("answer", "1.1", "--step", text)
    levelbook("answer", "1.1", "--step-number", "3", "--step", "Read")

    said = ask(levelbook, "r", "1", "drop", "r", "1", "drop", "q").out

    assert "No longer: Step 1: Write\n" in said and "  Step 1: Read\n\n" not in said
    assert "No longer: Step 2: Read\n" in said


def test_a_level_that_moved_in_the_last_practice_gets_its_reason_by_a_command(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "2.1", "--level", "2")
    levelbook("seal", "first")

    said = ask(levelbook, "2.1", "1", words=("--section", "changes")).out

    assert "To say why it moved, use `levelbook answer 2.1 --level-because TEXT` afterwards.\n" in said


def test_clear_takes_the_answer_away_and_leaves_the_note(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    ask(levelbook, "n", "we guess", "2", "b", "clear", "q")

    assert (said_of("data.backups").level, said_of("data.backups").note) == (None, "we guess")


def test_what_the_profile_leaves_out_cannot_be_answered(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    levelbook("profile", "--fact", "holds=nothing")

    said = ask(levelbook, "j 1.1", "2", "q")

    assert "nothing to answer" in said.out
    assert said_of("data.backups").is_empty


# --- Criteria, evidence and steps -------------------------------------------------------------------------------------


def test_unmet_and_met_are_given_as_lists(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    ask(levelbook, "2", "b", "unmet", "some-copy plan", "met", "3, automatic", "met", "", "q")

    assert said_of("data.backups").unmet == ("some-copy", "plan")
    assert said_of("data.backups").met == ("automatic", "alarm")

    ask(levelbook, "unmet", "none", "q")
    assert said_of("data.backups").unmet == ()


def test_enter_leaves_a_choice_of_criteria(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    ask(levelbook, "k", "", "h", "", "e", "", "3", "q")

    assert set(said_of("data.backups").table) >= {"level"}
    assert said_of("data.backups").unmet == ()


@pytest.mark.parametrize(
    ("lines", "step"),
    [
        (["words", "Read them"], {"text": "Read them", "owner": "Ana"}),
        (["who", "Ben"], {"owner": "Ben"}),
        (["who", "-"], {"owner": ""}),
        (["who", ""], {"owner": "Ana"}),
        (["ticket", "RA-1"], {"ticket": "RA-1"}),
        (["words", "-"], {"text": "Write them"}),
        ([""], {"text": "Write them"}),
    ],
)
def test_a_step_is_changed(
    levelbook: Type, folder: Path, said_of: SaidOf, lines: list[str], step: dict[str, str]
) -> None:
    levelbook("answer", "1.1", "--step", "Write them", "--step-owner", "Ana")

    ask(levelbook, "r", "1", *lines, "q")

    (kept,) = said_of("data.backups").steps
    assert {name: getattr(kept, name) for name in step} == step


def test_a_steps_day_is_changed_cleared_and_a_past_one_pointed_out(
    levelbook: Type, folder: Path, said_of: SaidOf
) -> None:
    levelbook("answer", "1.1", "--step", "Write them")

    said = ask(levelbook, "r", "s1", "when", "2001-02-03", "q")
    assert str(said_of("data.backups").steps[0].due) == "2001-02-03"
    assert "past" in said.out

    ask(levelbook, "r", "s1", "when", "-", "q")
    assert said_of("data.backups").steps[0].due is None


def test_a_step_that_was_not_done_after_all_is_open_again(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    levelbook("answer", "1.1", "--step", "Write them")

    assert "When was it done (a day; Enter: today)" in ask(levelbook, "d", "1", "", "r", "1", "open", "q").out

    assert said_of("data.backups").steps[0].is_open


def test_evidence_and_steps_are_dropped_by_their_numbers(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    for reference in ("a", "b"):
        levelbook("answer", "1.1", "--evidence", f"documented={reference}", "--step", reference)

    said = ask(levelbook, "r", "1", "drop", "r", "s2", "drop", "r", "e1", "", "q")

    assert "1 evidence: documented, a" in said.out
    assert [piece.reference for piece in said_of("data.backups").evidence] == ["b"]
    assert [step.text for step in said_of("data.backups").steps] == ["a"]


def test_evidence_that_was_seen_again_keeps_its_kind_and_place(
    levelbook: Type, folder: Path, said_of: SaidOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")  # 30 November 2026
    levelbook("answer", "1.1", "--evidence", "documented=wiki/limits@2026-07-01")

    ask(levelbook, "r", "1", "seen", "2026-11-03", "r", "1", "seen", "", "q")

    pieces = said_of("data.backups").evidence
    days = [date(2026, 7, 1), date(2026, 11, 3), date(2026, 11, 30)]
    assert pieces == tuple(replace(pieces[0], seen_on=day) for day in days)
    assert (pieces[0].kind, pieces[0].reference) == ("documented", "wiki/limits")


def test_where_there_is_nothing_to_change_it_says_so(levelbook: Type, folder: Path) -> None:
    assert "There is no evidence and no step here yet" in ask(levelbook, "r", "q").out


def test_a_hyphen_clears_what_enter_keeps(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    levelbook("answer", "1.1", "--owner", "Ana", "--due", "in 3 weeks", "--note", "n")

    ask(levelbook, "o", "", "", "n", "", "q")
    assert (said_of("data.backups").owner, said_of("data.backups").note) == ("Ana", "n")
    assert said_of("data.backups").due is not None

    ask(levelbook, "o", "-", "-", "n", "-", "q")
    assert (
        said_of("data.backups").owner,
        said_of("data.backups").due,
        said_of("data.backups").note,
    ) == ("", None, "")


def test_after_a_change_only_what_is_another_is_read_out(levelbook: Type, folder: Path) -> None:
    """A long note is not heard again with every step."""
    levelbook("answer", "1.1", "--level", "2", "--note", "A long story.", "--owner", "Ana")

    said = ask(levelbook, "s", "Buy disks", "", "", "", "n", "-", "q").out

    assert said.count("A long story.\n") == 2  # on arrival, and when it goes
    assert said.count("Owner: Ana") == 1
    assert "\n  Step 1: Buy disks" in said and "\n  No longer: Note: A long story.\n" in said


def test_only_what_the_level_claims_is_struck_out_and_only_what_is_above_it_ticked(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2")

    said = ask(levelbook, "unmet", "", "met", "", "q").out.partition("not true?")[2]

    struck, _, ticked = said.partition("already true?")
    assert set(re.findall(r"level \d", struck)) == {"level 1", "level 2"}
    assert set(re.findall(r"level \d: ", ticked)) == {"level 3: "}


def test_a_criterion_that_is_ticked_or_struck_out_no_longer_is_said_without_a_second_label(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2", "--met", "alarm", "--unmet", "plan")

    said = ask(levelbook, "met", "none", "unmet", "none", "q").out

    assert "\n  Not ticked any more: Raise an alarm" in said
    assert "\n  Not struck out any more: Write down what is copied" in said
    assert "No longer:" not in said


def test_a_level_that_claims_what_was_ticked_and_one_below_what_was_struck_out_call_nothing_no_longer_so(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2", "--met", "alarm", "--unmet", "plan")

    said = ask(levelbook, "3", "1.1", "1", "q").out

    assert "Saved: level 3" in said and "Saved: level 1" in said
    assert "any more" not in said


def test_see_also_says_what_was_answered_there(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.2", "--level", "1")

    assert "See also 1.2 Restoring: level 1 Ad hoc" in ask(levelbook, "w", "q").out


def test_what_a_practice_rests_on_is_read_with_its_titles_and_laws_only_where_they_bind(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    levelbook("init", "book", "--team", "Alder", "--like", "saas-only", "--yes")

    said = ask(levelbook, "w", "q").out

    assert "GOVERN 2.1 Roles, responsibilities" in said
    assert "eu-ai-act" not in said and "hipaa" not in said.lower()


def test_progress_is_spoken_in_words(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "2", "u", "", "3")

    assert "0 of 3 answered, no level yet, between 0.0 and 3.0." in said.out
    assert "1 of 3 answered, level 2.0, between " in said.out
    assert "1 of 3 answered, 1 unsure, level 2.0, between " in said.out


def test_what_is_not_understood_is_said_and_nothing_is_lost(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    odd = [text.replace("\n", " ").replace("\r", " ") for _, text in HOSTILE if not {"\ud800"} & set(text)]
    odd = [text for text in odd if text.isprintable() and len(text.strip()) > 3 and text.strip()[0] not in "0123456789"]
    said = ask(levelbook, "2", "b", *[f"?? {text}" for text in odd], "u but not like this", "2 3", "3", "q")

    assert said.out.count("is not understood. ? lists the keys.") == len(odd) + 2
    assert acting(said.out) == set()
    assert said_of("data.backups").level == 3


def test_words_do_what_letters_do(levelbook: Type, folder: Path, said_of: SaidOf) -> None:
    ask(levelbook, "note", "n", "Owner", "Ana", "", "UNSURE", "Tom", "", "quit")

    answer = said_of("data.backups")
    assert (answer.note, answer.owner, answer.unsure, answer.ask_whom) == ("n", "Ana", True, "Tom")


def test_help_lists_every_letter_once(levelbook: Type, folder: Path) -> None:
    said = ask(levelbook, "?", "q")

    for words in (
        "u unsure",
        "x not applicable",
        "k strike out or tick one",
        "v a vote",
        "j go to another practice",
        "y redo",
    ):
        assert said.out.count(words) == 1


# --- A ballot ---------------------------------------------------------------------------------------------------------


@pytest.fixture(name="ballot")
def _ballot(levelbook: Type, folder: Path) -> Callable[[str], Answer]:
    """What Ana's ballot says of a practice."""
    levelbook("ballot", "new", "Ana")
    return lambda name: Session.open(folder).ballots.all[0].book.answer(name)


def test_a_ballot_is_filled_in_alone_and_the_book_stays_as_it_is(levelbook: Type, folder: Path, ballot: SaidOf) -> None:
    before = (folder / "answers.toml").read_bytes()

    said = ask(levelbook, "2", "u", "n", "We guess", "3", words=("--ballot", "ana"))

    assert [ballot(name).level for name in ("data.backups", "data.restores", "changes.reviews")] == [2, None, 3]
    assert (ballot("data.restores").unsure, ballot("changes.reviews").note) == (True, "We guess")
    assert (folder / "answers.toml").read_bytes() == before
    assert "needs" not in said.out, "what the team needs is not asked of one alone"
    assert "2 of 3 answered, 1 unsure. Your ballot is in book/ballots/ana.toml." in said.out


def test_a_ballot_knows_no_team_letters(levelbook: Type, folder: Path, ballot: SaidOf) -> None:
    said = ask(levelbook, *"votlpmescrad", "?", "q", words=("--ballot", "ana"))

    assert said.out.count("is not understood") == 12
    assert "a vote" not in said.out and "k strike out or tick one" in said.out
    assert ballot("data.backups").is_empty
    assert not (folder / "sittings").exists()


def test_a_ballot_is_filled_in_while_the_team_sits(levelbook: Type, folder: Path, ballot: SaidOf) -> None:
    levelbook("sitting", "begin", "--participant", "Ana")
    (path,) = (folder / "sittings").iterdir()
    before = path.read_bytes()

    ask(levelbook, "2", "z", "y", "q", words=("--ballot", "ana"))

    assert ballot("data.backups").level == 2
    assert path.read_bytes() == before


def test_an_anonymous_ballot_keeps_no_times(levelbook: Type, folder: Path) -> None:
    made = levelbook("ballot", "new", "--anonymous").out
    ballot_id = next(word for word in made.split() if word.startswith("anonymous-"))

    ask(levelbook, "2", "q", words=("--ballot", ballot_id))

    text = (folder / "ballots" / f"{ballot_id}.toml").read_text("utf-8")
    assert "level = 2" in text
    assert "_at" not in text and "Noor" not in text
