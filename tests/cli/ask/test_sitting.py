"""`levelbook ask` with a team around it: the plan, lists, votes, what is parked, the close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.kept_levels import KeptLevels
from levelbook.cli.prompter import PlainLines
from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import Sitting
from support.ballot_text import ballot_text
from support.command_line import Said, Type

SaidOf = Callable[[str], Answer]
Ask = Callable[..., Said]


@pytest.fixture(name="ask")
def _ask(levelbook: Type, folder: Path) -> Ask:
    """Say some lines to `levelbook ask`."""

    def ask(*lines: str, words: tuple[str, ...] = ()) -> Said:
        said = levelbook("ask", *words, given="".join(f"{line}\n" for line in lines))
        assert (said.code, said.err) == (0, "")
        return said

    return ask


def sitting(folder: Path) -> Sitting:
    return Workshop(Session.open(folder)).sitting


def hand_in(levelbook: Type, folder: Path, **ballots: dict[str, int | str]) -> None:
    for name, answers in ballots.items():
        path = folder.parent / f"{name}.toml"
        path.write_text(ballot_text(answers, name))
        assert levelbook("ballot", "import", str(path)).code == 0


# --- Votes ------------------------------------------------------------------------------------------------------------


def test_a_vote_without_participants_is_a_line_of_digits(ask: Ask, said_of: SaidOf) -> None:
    said = ask("v", "1 1 3 -", "2", "", "nobody checks", "q")

    assert "Shown: 2 at 1, 1 at 3; 1 to 3, median 1, 1 abstained." in said.out
    assert "Lowest, 1: 2 people. Highest, 3: one person." in said.out
    answer = said_of("data.backups")
    assert answer.level == 2
    assert answer.votes == (Vote(level=1, count=2), Vote(level=3, count=1, reason="nobody checks"))


def test_all_of_it_may_stand_in_one_line(ask: Ask, said_of: SaidOf) -> None:
    ask("v 223", "2", "", "q")

    assert said_of("data.backups").votes == (Vote(level=2, count=2), Vote(level=3, count=1))


def test_a_vote_may_settle_nothing_and_is_kept_all_the_same(ask: Ask, said_of: SaidOf) -> None:
    said = ask("v", "13", "", "", "", "q")

    assert "Saved: the votes, without a level" in said.out
    assert said_of("data.backups").status == "unanswered"
    assert len(said_of("data.backups").votes) == 2


def test_votes_that_settle_nothing_leave_the_level_of_an_answered_practice(ask: Ask, said_of: SaidOf) -> None:
    said = ask("2", "b", "v", "13", "", "", "", "q")

    assert "Saved: the votes; level 2 stays." in said.out
    assert said_of("data.backups").level == 2


def test_each_participant_shows_one_digit_and_only_those_are_named_who_agreed(
    levelbook: Type, ask: Ask, said_of: SaidOf
) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--participant", "Ben", "--named", "Eve N.")

    said = ask("v", "12", "1234", "19 2", "x12", "113", "1", "I saw the log", "q")

    assert "One digit each for Ana, Ben, Eve N." in said.out
    assert "That is 2 votes, but there are 3 participants.\nIn this order: Ana, Ben, Eve N.\n" in said.out
    assert "“9” is not a level to vote for." in said.out and "“x” is not a level to vote for." in said.out
    assert "Lowest, 1: 2 people. Highest, 3: Eve N. Let them speak first." in said.out
    assert said_of("data.backups").votes == (
        Vote(level=1, count=2),
        Vote(level=3, count=1, who="Eve N.", reason="I saw the log"),
    )


def test_a_vote_of_one_participant_asks_for_one_digit(levelbook: Type, ask: Ask) -> None:
    levelbook("sitting", "begin", "--participant", "Ana")

    said = ask("v", "12", "2", "2", "q").out

    assert "One digit for Ana (- abstains, Enter: no vote)" in said
    assert "That is 2 votes, but there is 1 participant.\nOne digit for Ana" in said


def test_a_reason_is_nobodys_where_enter_is_pressed(levelbook: Type, ask: Ask, said_of: SaidOf) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--named", "Eve", "--participant", "Tom")

    said = ask("v", "313", "1", "it is old", "?", "", "q")

    assert said.out.count("Give a number from 1 to 2.") == 1 and "“?” is not" not in said.out
    assert [one.who for one in said_of("data.backups").votes if one.reason] == [""]


def test_a_reason_is_somebodys_by_name_only_where_they_say_so(levelbook: Type, ask: Ask, said_of: SaidOf) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--named", "Eve", "--participant", "Tom")

    ask("v", "313", "1", "it is old", "nobody", "q")

    assert said_of("data.backups").votes == (
        Vote(level=1, count=1),
        Vote(level=3, count=1, reason="it is old"),
        Vote(level=3, count=1, who="Eve"),
    )


def test_where_all_abstain_nothing_is_kept(ask: Ask, said_of: SaidOf) -> None:
    assert "Everybody abstained" in ask("v", "---", "q").out
    assert said_of("data.backups").is_empty


@pytest.mark.parametrize("lines", [["v", "13"], ["v", "13", "2"], ["v", "13", "2", "we guess"]])
def test_the_end_of_the_input_loses_no_vote(ask: Ask, said_of: SaidOf, lines: list[str]) -> None:
    ask(*lines)

    assert sum(vote.count for vote in said_of("data.backups").votes) == 2
    assert said_of("data.backups").level == (2 if len(lines) > 2 else None)


def test_one_undo_takes_a_vote_back(ask: Ask, said_of: SaidOf) -> None:
    ask("v", "13", "2", "", "", "z", "q")

    assert said_of("data.backups").is_empty


def test_a_vote_is_read_out_where_it_was_taken_before(levelbook: Type, ask: Ask) -> None:
    ask("v", "13", "2", "too early", "", "q")

    said = ask("q")

    assert "  Votes: 1 at 1, 1 at 3; 1 to 3, median 2\n  Somebody said 1: too early\n" in said.out


# --- Lists ------------------------------------------------------------------------------------------------------------


@pytest.fixture(name="agreed")
def _agreed(levelbook: Type, folder: Path) -> Path:
    """Two ballots agree on everything."""
    answers: dict[str, int | str] = {"data.backups": 2, "data.restores": 1, "changes.reviews": 3}
    hand_in(levelbook, folder, Ana=answers, Ben={**answers, "data.restores": 2})
    return folder


def test_enter_confirms_a_list_as_one_turn(ask: Ask, agreed: Path, said_of: SaidOf) -> None:
    said = ask("l", "", "q")

    assert "  2 1.2 Restoring: level 1 Ad hoc, the lower median (ballots 1 at 1, 1 at 2)\n" in said.out
    assert [said_of(name).level for name in ("data.backups", "data.restores", "changes.reviews")] == [
        2,
        1,
        3,
    ]
    assert said_of("data.restores").votes == (Vote(level=1, count=1), Vote(level=2, count=1))


def test_ballots_that_the_answer_does_not_count_are_said_to_be_those_of_now(
    levelbook: Type, ask: Ask, agreed: Path
) -> None:
    ask("l", "", "q")
    counted = "  Ballots: 1 at 1, 1 at 2; 1 to 2, median between 1 and 2\n"
    said = ask("j 1.2", "q").out
    assert counted in said and said.count("Ballots", said.index("1.2 Restoring")) == 1, "they are read out once"

    levelbook("seal", "first")
    hand_in(levelbook, agreed, Ana={"data.restores": 3}, Ben={"data.restores": 3})

    assert counted + "  Ballots now: 2 at 3; all 3, median 3\n" in ask("j 1.2", "q").out


def test_one_undo_takes_the_whole_list_back(ask: Ask, agreed: Path, said_of: SaidOf) -> None:
    ask("l", "", "z", "q")

    assert [said_of(name).is_empty for name in ("data.backups", "data.restores", "changes.reviews")] == [True] * 3


def test_numbers_pull_out_what_is_to_be_talked_about_and_it_comes_next(ask: Ask, agreed: Path, said_of: SaidOf) -> None:
    said = ask("l", "9", "one", "1 3", "", "", "q")

    assert "“9” is not understood." in said.out and "“one” is not understood." in said.out
    assert [said_of(name).level for name in ("data.backups", "data.restores", "changes.reviews")] == [
        None,
        1,
        None,
    ]
    places = [line for line in said.out.splitlines() if "of 3, " in line]
    assert [line[:3] for line in places] == ["1.1", "1.1", "2.1"], "the one at hand, again after the list, the next"


def test_a_question_mark_explains_a_list_and_changes_nothing(ask: Ask, agreed: Path, said_of: SaidOf) -> None:
    said = ask("l", "?", "9", "later", "q")

    assert "2=1 gives practice 2 level 1" in said.out and "“?” is not understood" not in said.out
    assert "“9” is not understood.\nGive numbers from 1 to 3, such as 1 3. ? explains more." in said.out
    assert said_of("data.backups").is_empty


def test_a_list_of_one_practice_is_explained_by_the_one_number_that_it_takes(
    levelbook: Type, ask: Ask, said_of: SaidOf
) -> None:
    levelbook("answer", "1.2", "--level", "1")
    levelbook("seal", "first")

    said = ask("l", "?", "1=1", "", "q").out

    assert "1 to discuss it; a level with 1=1; later leaves the list" in said
    assert "\n1 takes the practice out of the list, to discuss it.\n1=1 gives it level 1, and puts it back.\n" in said
    assert said_of("data.restores").confirmed_after == "first"


def test_a_closed_sitting_that_is_gone_through_again_is_not_said_to_be_open(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--participant", "Tom")
    assert levelbook("sitting", "close", given="\n").out.endswith(
        "The sitting stays open. Everything that was agreed is saved.\n"
    )
    assert (
        "\nNothing was changed. To close the sitting without questions, use"
        in levelbook("sitting", "close", given="").out
    )
    levelbook("sitting", "close", "--yes")

    left, shown = levelbook("sitting", "close", given="1.1 Write it down\n"), levelbook("sitting", "close", given="")

    assert left.out.endswith("The sitting stays closed. Everything that was agreed is saved.\n")
    assert sitting(folder).closed and len(sitting(folder).taken_on) == 1
    assert "The sitting is closed, and nothing was changed. To change what it agreed on without questions" in shown.out


def test_the_close_says_of_which_list_a_number_removes_something(levelbook: Type, ask: Ask) -> None:
    levelbook("sitting", "begin", "--participant", "Tom")

    said = ask("close", "1.1 Write it down", "", "", "", "", "", "").out

    assert "; -1 removes the first step taken on; z undoes; Enter goes on" in said
    assert "-1 removes it" not in said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["people", "?", "", "q"], "+Ana lets Ana be named beside a vote"),
        (["v", "?", "2", "", "q"], "Type the levels that people show, from 0 to 3; such as 2. - abstains."),
        (["offer", "?", "", "q"], "Type where the other team's book is, such as ../platform"),
        (["j", "?", "", "q"], "Type its number, such as 4.3, or words of its title"),
        (["close", "?"], "-1 removes the first step taken on"),
    ],
)
def test_a_question_mark_explains_what_a_line_takes(levelbook: Type, ask: Ask, lines: list[str], said: str) -> None:
    levelbook("sitting", "begin", "--participant", "Tom")

    out = ask(*lines).out

    assert said in out and "“?”" not in out and "Here: ?" not in out


def test_a_list_says_which_levels_it_would_change(levelbook: Type, ask: Ask, agreed: Path) -> None:
    levelbook("answer", "1.2", "--level", "2")
    levelbook("answer", "2.1", "--level", "3")
    assert levelbook("seal", "first").code == 0
    hand_in(levelbook, agreed, Ana={"data.restores": 1, "changes.reviews": 3}, Ben={"data.restores": 1})

    assert "1.2 Restoring: level 1 Ad hoc, was 2 (ballots 2 at 1)" in ask("l", "later", "q").out
    assert "1.2 Restoring: level 1, was 2 (ballots 2 at 1)" in levelbook("plan").out


def test_another_level_can_be_given_to_a_line(ask: Ask, agreed: Path, said_of: SaidOf) -> None:
    said = ask("l", "2=9", "2=0", "", "q")

    assert "“2=9” does not name a level." in said.out
    assert said_of("data.restores").level == 0


@pytest.mark.parametrize("lines", [["l"], ["l", "later", "q"], ["l", "1 2 3", "", "q"]])
def test_a_list_is_left_for_later_without_an_answer(ask: Ask, agreed: Path, said_of: SaidOf, lines: list[str]) -> None:
    ask(*lines)

    assert [said_of(name).is_empty for name in ("data.backups", "data.restores", "changes.reviews")] == [True] * 3


def test_levels_given_in_a_list_are_kept_where_the_input_ends_before_they_are_confirmed(
    levelbook: Type, ask: Ask, agreed: Path
) -> None:
    said = ask("l", "2=0 3=1", "1")

    assert (
        "The levels given in this list are not confirmed. `levelbook ask` and the app show them in it again."
        in said.out
    )
    workshop = Workshop(Session.open(agreed))
    KeptLevels(workshop, Drafts(workshop.session)).restore()
    assert workshop.levels_in_lists == {"data.restores": 0, "changes.reviews": 1}
    assert "Levels given in a list" in levelbook("unsaved").out


@pytest.mark.parametrize("leave", ["q", "later"])
def test_levels_given_in_a_list_that_a_person_leaves_are_shown_in_it_again_until_they_are_confirmed(
    levelbook: Type, ask: Ask, agreed: Path, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    monkeypatch.setattr(PlainLines, "is_heard", lambda _: True)
    monkeypatch.setattr(PlainLines, "pasted", lambda _: "")

    ask("l", "2=0", leave, "q")
    again = ask("l", "", "q")

    assert "2 1.2 Restoring: level 0 Absent (given before, and not confirmed)" in again.out
    assert Session.open(agreed).now.book.answer("data.restores").level == 0
    assert "Levels given" not in levelbook("unsaved").out


def test_what_a_provider_does_is_given_levels_in_its_list(levelbook: Type, ask: Ask, said_of: SaidOf) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")

    said = ask("l", "all=1", "all=2", "", "q")

    assert "Level 1: 1 practice.\n" in said.out and "Each has a level already.\n" in said.out
    assert "  level 1: We know what the provider says to everybody.\n  " in said.out
    assert "  1 1.1 Backups: no level yet\n" in said.out
    assert said_of("data.backups").level == 1


def test_what_is_carried_is_confirmed_as_it_stands(levelbook: Type, ask: Ask, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.2", "--level", "1")
    levelbook("seal", "first")

    said = ask("l", "", "q")

    assert "Saved. 1 answer given or confirmed; " in said.out
    assert said_of("data.restores").confirmed_after == "first"
    assert Session.open(folder).now.scorecard["data.restores"].confirmed


def test_a_confirmation_that_is_undone_is_not_counted(levelbook: Type, ask: Ask, folder: Path) -> None:
    levelbook("answer", "1.2", "--level", "1")
    levelbook("seal", "first")

    assert "Saved. 0 answers given or confirmed; " in ask("j 1.2", "c", "z", "q").out
    assert "Saved. 1 answer given or confirmed; " in ask("j 1.2", "c", "z", "y", "q").out


@pytest.fixture(name="two_lists")
def _two_lists(levelbook: Type, folder: Path) -> Path:
    """A list on which two ballots agree, and then one with an answer to confirm."""
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    hand_in(
        levelbook,
        folder,
        Ana={"data.restores": 1, "changes.reviews": 3},
        Ben={"data.restores": 1, "changes.reviews": 3},
    )
    return folder


def test_what_can_be_typed_at_a_list_is_explained_in_lines_that_end_with_a_sentence(ask: Ask, two_lists: Path) -> None:
    """A terminal wraps each line on its own, and indents what follows: a line broken inside a sentence reads as two."""
    said = ask("l", "?", "later", "later", "q").out

    explained = said[said.index("A number takes a practice out") : said.index("the list is confirmed.") + 22]
    assert len(explained.splitlines()) == 4
    assert [line for line in explained.splitlines() if not line.endswith(".")] == []


def test_a_list_is_undone_at_the_question_of_the_next_one_and_then_read_again(
    ask: Ask, two_lists: Path, said_of: SaidOf
) -> None:
    said = ask("l", "", "z", "2", "", "", "q").out

    assert said.index("z undoes all of it") < said.index("Undone: 2 answers") < said.index("To discuss: 2.1 Reviews")
    headings = [line for line in said.splitlines() if line.endswith("Proposed:")]
    assert [line[:12] for line in headings] == ["2 practices ", "1 practice w"] * 2
    assert [said_of(name).level for name in ("data.restores", "changes.reviews", "data.backups")] == [1, None, 1]
    assert Session.open(two_lists).now.scorecard["data.backups"].confirmed


def test_what_was_taken_out_of_a_list_is_back_in_it_once_that_is_undone(
    levelbook: Type, ask: Ask, two_lists: Path, said_of: SaidOf
) -> None:
    levelbook("sitting", "begin")

    said = ask("l", "1", "z", "", "", "q").out

    assert said.count("  1 1.2 Restoring: level 1") == 2
    assert said_of("data.restores").level == 1
    assert not Workshop(Session.open(two_lists)).pulled_out


def test_a_list_with_nothing_to_undo_says_so_and_goes_on(ask: Ask, agreed: Path, said_of: SaidOf) -> None:
    said = ask("l", "z", "", "q").out

    assert "There is nothing to undo." in said and said.count("Proposed:") == 1
    assert said_of("data.restores").level == 1


def test_a_list_of_what_is_carried_says_too_which_evidence_of_the_provider_is_not_recorded(
    levelbook: Type, ask: Ask
) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")

    said = ask("l", "", "q").out

    assert "1 practice with an answer to confirm. Proposed:\n" in said
    assert said.count("The level says that we have the provider's evidence, but none is recorded for 1.1 Backups.") == 1


def test_words_behind_a_letter_that_asks_nothing_are_no_answer(ask: Ask, said_of: SaidOf) -> None:
    said = ask("because 2", "q").out

    assert "There is no level yet. Give a level first, then say why it moved." in said
    assert said_of("data.backups").is_empty and "Saved: level" not in said


def test_what_was_confirmed_in_a_list_is_not_asked_again_unless_that_is_undone(levelbook: Type, ask: Ask) -> None:
    for number in ("1.2", "2.1"):
        levelbook("answer", number, "--level", "1")
    levelbook("seal", "first")

    def asked(*lines: str) -> list[str]:
        return [line[:3] for line in ask(*lines).out.splitlines() if "of 3, " in line]

    assert asked("l", "", "z", "", "", "") == ["1.1", "1.2", "2.1"]
    assert asked("l", "", "") == ["1.1"], "neither of the others is left to ask"


def test_a_later_list_proposes_what_holds_when_its_turn_comes(
    levelbook: Type, ask: Ask, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("1.1", "1.2", "2.1"):
        levelbook("answer", number, "--level", "1")
    levelbook("seal", "first")
    hand_in(levelbook, folder, Ana={"changes.reviews": 1}, Ben={"changes.reviews": 1})
    read = PlainLines._next

    def others_answer_first(self: PlainLines) -> bytes:
        monkeypatch.setattr(PlainLines, "_next", read)
        Session.open(folder).apply("data.restores", Edit(level=3))
        return read(self)

    monkeypatch.setattr(PlainLines, "_next", others_answer_first)

    said = ask("", "", "q", words=("--plan",)).out

    assert "1 practice with an answer to confirm was changed elsewhere since, and is no longer in this list.\n" in said
    assert "1 practice with an answer to confirm. Proposed:\n  1 1.1 Backups: level 1 " in said
    assert said_of("data.restores").level == 3 and "Changed elsewhere" not in said


def test_without_a_list_it_says_so(ask: Ask) -> None:
    assert "There is nothing to confirm as a list" in ask("l", "q").out


def test_whoever_no_longer_agrees_to_be_named_hears_which_votes_have_the_name(levelbook: Type, ask: Ask) -> None:
    levelbook("sitting", "begin", "--named", "Ana")

    said = ask("v", "1", "1", "", "people", "+Ana", "", "q").out

    assert "1.1 still has Ana's name beside a vote. A new vote leaves it out.\n" in said


# --- Others at the same sitting ---------------------------------------------------------------------------------------


def test_a_line_is_acted_on_as_others_have_left_the_sitting(
    levelbook: Type, ask: Ask, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another person withdraws their name, comes in, and parks something, while the interview waits for a line."""
    levelbook("sitting", "begin", "--named", "Tom", "--named", "Ana")
    others = {
        b"v\n": lambda: (
            Workshop(Session.open(folder)).add_participants(["Zoe"]),
            Workshop(Session.open(folder)).agree_to_be_named("Tom", named=False),
        ),
        b"1\n": lambda: Workshop(Session.open(folder)).agree_to_be_named("Ana", named=False),
        b"close\n": lambda: parked_items.park(Workshop(Session.open(folder)), "Who pays?"),
    }

    def read_after_others(self: PlainLines) -> bytes:
        line = read(self)
        others.pop(line, lambda: None)()
        return line

    read = PlainLines._next
    monkeypatch.setattr(PlainLines, "_next", read_after_others)

    said = ask("v", "132", "1", "", "", "", "close", "", "1", "We do", "", "q").out

    assert "One digit each for Tom, Ana, Zoe" in said
    assert [(vote.level, vote.who) for vote in said_of("data.backups").votes] == [(1, ""), (2, ""), (3, "")]
    assert "  Who pays? – settled: We do\n" in said


# --- The plan ---------------------------------------------------------------------------------------------------------


def test_the_plan_is_followed_lists_first_then_what_wants_talk_then_the_close(
    levelbook: Type, ask: Ask, said_of: SaidOf, folder: Path
) -> None:
    hand_in(
        levelbook,
        folder,
        Ana={"data.restores": 2, "changes.reviews": 0},
        Ben={"data.restores": 2, "changes.reviews": 3},
    )
    levelbook("sitting", "begin", "--minutes", "60")

    said = ask("", "1", "2", "", "", "", "", "", words=("--plan",))

    titles = [line[:3] for line in said.out.splitlines() if "of 2, " in line]
    assert titles == ["2.1", "1.1"], "the widest spread first"
    assert [said_of(name).level for name in ("data.backups", "data.restores", "changes.reviews")] == [
        2,
        2,
        1,
    ]
    assert "Ballots: 1 at 0, 1 at 3; 0 to 3, median between 1 and 2" in said.out
    assert sitting(folder).closed
    assert set(sitting(folder).taken_up) == {"data.backups", "data.restores", "changes.reviews"}


def test_what_is_taken_out_of_a_list_takes_minutes_of_the_plan(levelbook: Type, ask: Ask, agreed: Path) -> None:
    levelbook("sitting", "begin")
    said = ask("1 2 3", "", "q", words=("--plan", "5"))

    assert "1 practice does not fit in 5 minutes any more: for another time.\n" in said.out
    assert "2 practices in your queue." in said.out
    assert "Plan for 5 minutes: 2 to discuss, 1 left for another time." in levelbook("plan", "--minutes", "5").out


def test_the_close_can_be_left_for_later(levelbook: Type, ask: Ask, folder: Path) -> None:
    levelbook("sitting", "begin")

    ask("1", "1", "1", "q", words=("--plan", "30"))

    assert not sitting(folder).closed


@pytest.mark.parametrize(("line", "closes"), [("close", True), ("", True), ("q", False), ("quit", False)])
def test_only_what_is_understood_leaves_the_plan_or_goes_on_to_the_close(
    levelbook: Type, ask: Ask, folder: Path, line: str, closes: bool
) -> None:
    levelbook("sitting", "begin")

    said = ask("1", "1", "1", "h", "?", line, "", "", "", words=("--plan", "30")).out

    assert "“h” is not understood. Press Enter, or type q." in said
    assert "The close asks what you take on" in said
    assert sitting(folder).closed == closes


@pytest.mark.parametrize("before", [[], [""]])
def test_q_leaves_the_close_and_the_sitting_stays_open(
    levelbook: Type, ask: Ask, folder: Path, before: list[str]
) -> None:
    levelbook("sitting", "begin", "--participant", "Tom")

    said = ask("close", "1.1 Write it down", "?", "Tom", "", *before, "q").out

    assert "There is no practice “q”" not in said and "“q” is not" not in said
    assert not sitting(folder).closed
    (step,) = Session.open(folder).now.book.answer("data.backups").steps
    assert (step.text, step.owner) == ("Write it down", "Tom")


def test_where_everything_is_settled_there_is_no_plan(levelbook: Type, ask: Ask) -> None:
    ask("1", "1", "1")

    assert ask(words=("--plan",)).out == "All reviewed in this round: there is nothing left to discuss.\n"


@pytest.mark.parametrize(
    "words",
    [
        ["--plan", "soon"],
        ["--plan", "0"],
        ["--plan", "90", "--only", "new"],
        ["--plan", "90", "--ballot", "ana"],
        ["--ballot", "ana", "--by", "Eve"],
        ["--ballot", "nobody"],
        ["--order", "alphabet"],
    ],
)
def test_options_that_cannot_go_together_are_exit_2(levelbook: Type, folder: Path, words: list[str]) -> None:
    said = levelbook("ask", *words)

    assert (said.code, said.out) == (2, "")


# --- The room ---------------------------------------------------------------------------------------------------------


def test_without_a_sitting_it_is_asked_what_shall_become_of_what_is_parked(
    ask: Ask, folder: Path, said_of: SaidOf
) -> None:
    said = ask("p Who pays?", "2", "p Lunch", "", "m We begin late", "", "q")
    assert said.out.count("No sitting has begun. What do you want to do with this?") == 3
    assert said_of("data.backups").note == "Who pays?"
    assert not (folder / "sittings").exists()

    ask("p Lunch", "1", "z", "y", "q")
    assert [one.text for one in sitting(folder).parked] == ["Lunch"]


def test_what_is_parked_before_a_sitting_is_kept_until_somebody_decides_on_it(ask: Ask, folder: Path) -> None:
    said = ask("p Who pays?", "", "m We begin late", "", "q")

    assert "Kept as unsaved text: p offers it again." in said.out
    assert "Kept as unsaved text: m offers it again." in said.out
    assert {draft.words for draft in Drafts(Session.open(folder)).all} == {("Who pays?",), ("We begin late",)}


def test_what_is_parked_before_a_sitting_is_gone_only_where_somebody_discards_it(ask: Ask, folder: Path) -> None:
    said = ask("p Who pays?", "3", "m We begin late", "2", "q")

    assert said.out.count("Discarded.") == 2
    assert Drafts(Session.open(folder)).all == ()


@pytest.mark.parametrize(
    ("words", "begun", "says"), [(("--plan",), False, True), (("--plan",), True, False), ((), False, False)]
)
def test_whoever_follows_the_plan_without_a_sitting_learns_how_to_begin_one(
    levelbook: Type, ask: Ask, words: tuple[str, ...], begun: bool, says: bool
) -> None:
    if begun:
        levelbook("sitting", "begin", "--participant", "Ana")

    said = ask("q", words=words).out

    assert ("No sitting has begun, so what you say belongs to none. `levelbook sitting begin`" in said) == says


def test_a_question_mark_is_nobodys_reason_and_nobodys_sentence(ask: Ask, said_of: SaidOf) -> None:
    said = ask("v", "1 3", "3", "?", "nobody checks", "", "1.1", "n", "?", "legal asks", "q")

    assert said.out.count("Words are kept as you type them; Enter alone goes on.") == 2
    answer = said_of("data.backups")
    assert answer.votes[0].reason == "nobody checks"
    assert answer.note == "legal asks"


def test_things_are_parked_with_the_practice_and_noted(ask: Ask, folder: Path) -> None:
    ask("people", "Ana", "", "p", "Ask legal", "p", "", "p Who pays?", "m", "We begin late", "q")

    assert [(one.text, one.practice) for one in sitting(folder).parked] == [
        ("Ask legal", "data.backups"),
        ("Who pays?", "data.backups"),
    ]
    assert sitting(folder).minutes == "We begin late"


def test_participants_are_entered_named_and_taken_off(ask: Ask, folder: Path) -> None:
    said = ask("people", "Ana, Ben", "+eve", "+Ana, +ana, -ben, -zed", "+", "", "q")

    assert [(one.name, one.named) for one in sitting(folder).participants] == [("Ana", False), ("eve", True)]
    assert "There is no participant “zed”." in said.out


def test_the_plan_can_be_read_out_and_the_sitting_closed_from_here(levelbook: Type, ask: Ask, folder: Path) -> None:
    levelbook("sitting", "begin")

    said = ask("plan", "close", "", "", "", "", "q")

    assert "Plan for 90 minutes" in said.out
    assert sitting(folder).closed


def test_a_close_reads_out_what_the_sitting_has_agreed_on_already(levelbook: Type, ask: Ask) -> None:
    levelbook("sitting", "begin")
    given = ("--take-on", "1.1=Copy it", "--owner", "Ana", "--evidence", "2.1=the review log", "--who", "Tom")
    levelbook("sitting", "close", *given)

    said = ask("close", "-1", "", "-1", "", "", "q").out

    assert "Taken on so far:\n  1 1.1 Backups: Copy it – Ana\nTo add:\n" in said
    assert "To bring so far:\n  1 2.1 Reviews: the review log – Tom\nTo add:\n" in said


def test_q_stops_at_a_list_and_confirms_nothing_of_it(levelbook: Type, ask: Ask, said_of: SaidOf, folder: Path) -> None:
    hand_in(levelbook, folder, Ana={"data.restores": 2}, Ben={"data.restores": 2})

    said = ask("q", words=("--plan", "60"))

    assert "not understood" not in said.out and "Saved. 0 answers given" in said.out
    assert said_of("data.restores").level is None


def test_a_reason_is_said_to_be_in_the_guide_where_it_will_be(levelbook: Type, ask: Ask) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--participant", "Ben")

    far = ask("v", "0 3", "", "", "", "q").out
    near = ask("v", "1 2", "", "", "", "q").out

    assert "Why did somebody show 0 (a line for the record and the guide, or Enter)" in far
    assert "Why did somebody show 1 (a line for the record, or Enter)" in near


def test_where_none_was_begun_there_is_none_to_close(ask: Ask, folder: Path) -> None:
    said = ask("close", "q")

    assert "No sitting is open." in said.out
    assert not (folder / "sittings").exists()


def test_a_sitting_that_is_wrong_stops_no_answer(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("sitting", "begin")
    (path,) = (folder / "sittings").iterdir()
    path.write_text("no TOML [")

    said = levelbook("ask", given="2\nq\n")

    assert said.code == 0 and "Left out, because it cannot be read:" in said.err

    assert "Today's sitting cannot be read" in said.out
    assert said_of("data.backups").level == 2
    assert path.read_text() == "no TOML ["
