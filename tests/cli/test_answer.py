"""`levelbook answer`: one answer, given, changed and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.edits import Edit
from support.command_line import Type

SaidOf = Callable[[str], Answer]
PAST = (clock.today() - timedelta(days=3)).isoformat()
SOON = (clock.today() + timedelta(days=30)).isoformat()


def test_a_practice_may_be_named_by_its_number(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook("answer", "1.2", "--level", "2")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("1.2 Restoring: level 2 Defined, target 2")
    assert said_of("data.restores").level == 2


def test_every_field_is_kept_and_said_again(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook(
        *("answer", "data.backups", "--level", "2", "--note", "two\nlines", "--owner", "Priya", "--due", SOON),
        *("--here", "plan=on the wiki", "--unmet", "owner", "--met", "alarm", "--by", "Ana"),
        *("--evidence", f"documented=https://wiki.example/a=b@{PAST}", "--evidence", "tested=a@b@"),
        *("--step", "Name somebody", "--step-owner", "Jonas", "--step-due", SOON, "--ticket", "RA-1"),
    )

    answer = said_of("data.backups")
    assert said.code == 0
    assert (answer.note, answer.owner, answer.due, answer.answered_by) == ("two\nlines", "Priya", _day(SOON), "Ana")
    assert (answer.here, answer.unmet, answer.met) == ({"plan": "on the wiki"}, ("owner",), ("alarm",))
    assert answer.evidence == (
        Evidence(kind="documented", reference="https://wiki.example/a=b", seen_on=_day(PAST)),
        Evidence(kind="tested", reference="a@b"),
    )
    assert (answer.steps[0].text, answer.steps[0].owner, answer.steps[0].ticket) == ("Name somebody", "Jonas", "RA-1")
    for words in (
        "on the wiki",
        "Evidence 2: tested, a@b; without a date it counts as asserted",
        "Step 1: Name somebody",
    ):
        assert words in said.out


def test_what_is_not_named_stays_and_an_empty_text_clears(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2", "--note", "n", "--owner", "o", "--due", SOON, "--here", "plan=p")

    levelbook("answer", "1.1", "--note", "", "--due", "", "--here", "plan=")

    answer = said_of("data.backups")
    assert (answer.level, answer.note, answer.owner, answer.due, answer.here) == (2, "", "o", None, {})


@pytest.mark.parametrize(
    ("words", "unmet", "met"),
    [
        (["--unmet", "owner", "--unmet", "plan", "--unmet", "plan"], ("plan", "owner"), ()),
        (["--unmet", ""], (), ()),
        (["--level", "1"], (), ()),
        (["--met", "locked", "--met", "automatic"], ("elsewhere",), ("automatic", "locked")),
        (["--level", "3", "--met", "alarm"], ("elsewhere",), ()),
    ],
)
def test_exceptions_replace_those_there_were(
    levelbook: Type,
    said_of: SaidOf,
    folder: Path,
    words: list[str],
    unmet: tuple[str, ...],
    met: tuple[str, ...],
) -> None:
    levelbook("answer", "1.1", "--level", "2", "--unmet", "elsewhere")

    assert levelbook("answer", "1.1", *words).code == 0

    answer = said_of("data.backups")
    assert (answer.unmet, answer.met) == (unmet, met)


def test_a_criterion_of_which_the_level_says_the_same_changes_nothing_and_that_is_said(
    levelbook: Type, folder: Path
) -> None:
    said = levelbook("answer", "1.1", "--level", "2", "--met", "plan", "--unmet", "alarm").err
    assert "Level 2 claims “plan” already: --met plan changed nothing." in said
    assert "Level 2 does not claim “alarm”: --unmet alarm changed nothing." in said
    levelbook("answer", "1.1", "--unmet", "plan", "--met", "alarm")
    assert levelbook("answer", "1.1", "--met", "plan", "--unmet", "alarm").err == ""


def test_evidence_is_added_until_it_is_said_that_there_is_none(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--evidence", "documented=one")
    levelbook("answer", "1.1", "--evidence", "documented=two")
    assert [piece.reference for piece in said_of("data.backups").evidence] == ["one", "two"]

    levelbook("answer", "1.1", "--no-evidence", "--evidence", "tested=three")
    assert [piece.reference for piece in said_of("data.backups").evidence] == ["three"]

    levelbook("answer", "1.1", "--no-evidence")
    assert said_of("data.backups").evidence == ()


def test_an_action_that_is_an_open_step_is_not_added_once_more(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--step", "one", "--step-from", "first-copy")
    again = levelbook("answer", "1.1", "--step-from", "first-copy", "--done", "today")

    assert (again.code, again.out) == (2, "")
    assert "“first-copy” is step 1 of 1.1 already." in again.err
    assert "--step-number 1 --done today" in again.err
    assert [step.done_on for step in said_of("data.backups").steps] == [None]

    assert levelbook("answer", "1.1", "--step-number", "1", "--done", "today").code == 0
    assert levelbook("answer", "1.1", "--step-from", "first-copy").code == 0, "what is done may be begun anew"


def test_steps_are_added_changed_done_and_dropped_by_number(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    def steps() -> list[tuple[str, str, date | None]]:
        return [(step.text, step.owner, step.done_on) for step in said_of("data.backups").steps]

    levelbook("answer", "1.1", "--step", "one")
    levelbook("answer", "1.1", "--step-from", "first-copy", "--step-owner", "Ana")
    assert steps() == [("one", "", None), ("Make one copy today, and write down how.", "Ana", None)]
    assert said_of("data.backups").steps[1].from_action == "first-copy"

    levelbook("answer", "1.1", "--step-number", "1", "--step", "first", "--done", PAST)
    levelbook("answer", "1.1", "--step-number", "2", "--step-owner", "")
    assert steps() == [("first", "", _day(PAST)), ("Make one copy today, and write down how.", "", None)]

    changed = levelbook("answer", "1.1", "--step-number", "1", "--done", "")
    removed = levelbook("answer", "1.1", "--step-number", "2", "--drop-step")
    assert "Step 1 was, before this change: first – done on" in changed.out
    assert "Step 2 is removed: Make one copy today, and write down how.\n" in removed.out, (
        "whoever meant another sees it"
    )
    assert steps() == [("first", "", None)]


def test_unsure_says_who_finds_out(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook("answer", "1.1", "--unsure", "--ask-whom", "Tom", "--ask-by", "in 2 weeks")

    assert "unsure, target 2; Tom finds out by" in said.out
    assert said_of("data.backups").ask_by == clock.today() + timedelta(days=14)


def test_the_lines_of_a_note_cannot_be_taken_for_other_lines_of_the_answer(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2", "--note", "fine\nAccepted at 0 until 3 May 2030 by H. Lindqvist: agreed")

    said = levelbook("answer", "1.1").out
    assert "\n  Note: fine\n    Accepted at 0 until 3 May 2030 by H. Lindqvist: agreed\n" in said


def test_clear_leaves_note_owner_steps_and_evidence(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2", "--note", "n", "--owner", "o", "--step", "s", "--evidence", "tested=e")
    levelbook(
        "answer", "1.1", "--here", "plan=p", "--unmet", "owner",
        "--accept", "1", "--accepted-by", "Ana", "--until", SOON, "--because", "b",
    )  # fmt: skip

    said = levelbook("answer", "1.1", "--clear")

    answer = said_of("data.backups")
    assert "not answered" in said.out
    assert answer.status == "unanswered"
    assert set(answer.table) == {"rev", "note", "owner", "steps", "evidence"}


def test_gaps_calls_an_owner_late_only_while_nobody_accepts_the_risk(levelbook: Type, folder: Path) -> None:
    levelbook(
        "answer", "1.1", "--level", "1", "--target", "3", "--because", "b", "--owner", "Zoe", "--due", "1 January 2020"
    )
    assert "by 1 January 2020 (late)" in levelbook("gaps").out

    levelbook("answer", "1.1", "--accept", "1", "--accepted-by", "Li", "--until", SOON, "--because", "Vault")
    said = levelbook("gaps").out
    assert "owner: Zoe, was due 1 January 2020\n" in said and "late" not in said


def test_an_own_target_and_an_accepted_risk_come_and_go(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--target", "3", "--because", "the board asked")
    accepted = ("--accept", "1", "--until", SOON, "--because", "moving anyway", "--accepted-by", "Ana")
    said = levelbook("answer", "1.1", *accepted, "--by", "Whoever Types")

    answer = said_of("data.backups")
    assert (answer.target, answer.target_reason) == (3, "the board asked")
    assert answer.accepted is not None and (answer.accepted.level, answer.accepted.by) == (1, "Ana")
    assert "the risk is accepted" in said.out

    levelbook("answer", "1.1", "--target", "", "--accept", "")
    answer = said_of("data.backups")
    assert (answer.target, answer.target_reason, answer.accepted) == (None, "", None)


@pytest.mark.parametrize(
    ("level", "until", "why"),
    [("0", SOON, "level 0 is below it"), ("1", PAST, "no longer valid"), (None, SOON, "the practice has no level")],
)
def test_an_accepted_risk_that_does_not_hold_says_so(
    levelbook: Type, folder: Path, level: str | None, until: str, why: str
) -> None:
    stands = ["--level", level] if level else ["--unsure"]

    accepted = ("--accept", "1", "--accepted-by", "Ana", "--until", until, "--because", "b")
    said = levelbook("answer", "1.1", *stands, *accepted)

    assert (said.code, why in said.out) == (0, True), said.out


def test_on_an_inherited_practice_a_level_means_the_proof_that_is_held(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")

    said = levelbook("answer", "1.1", "--level", "2")
    assert "inherited, level 2 Defined" in said.out
    assert said.err.startswith(
        "The level says that we have the provider's evidence, but none is recorded for 1.1 Backups"
    )
    said = levelbook("answer", "1.1", "--unmet", "plan")
    assert (said.code, "a provider does it" in said.err) == (2, True)


def test_what_the_rules_leave_out_keeps_an_answer_and_says_why_it_does_not_count(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=nothing")

    said = levelbook("answer", "1.1", "--level", "2")

    kept = "level 2 is kept, and counts once it applies"
    assert (said.code, said.out) == (0, f"1.1 Backups: not applicable: there is nothing to lose; {kept}\n")


BAD: list[tuple[list[str], str]] = [
    (["--by", "Ana"], "--by only goes together with an answer."),
    (["--level", "4"], "The scale runs from 0 to 3"),
    (["--level", "-1"], "There is no level -1"),
    (["--level", "two"], "'two' is not a whole number"),
    (["--level", "2", "--unsure"], "cannot be used together"),
    (["--confirm", "--clear"], "cannot be used together"),
    (["--not-applicable", " "], "needs a reason"),
    (["--not-applicable", "x", "--level", "1"], "cannot be used together"),
    (["--confirm"], "nobody has answered it"),
    (["--unmet", "plam"], "Did you mean “plan”?"),
    (["--unmet", "plan", "--met", "plan"], "both met and unmet"),
    (["--here", "plan"], "--here per-user-limits="),
    (["--here", "zzz=x"], "This practice has: some-copy, plan"),
    (["--evidence", "documented"], "KIND=REFERENCE@DATE"),
    (["--evidence", "documentd=x"], "Did you mean “documented”?"),
    (["--evidence", "documented="], "does not say where"),
    (["--evidence", "documented=x@2026-02-31"], "There is no 31 February"),
    (["--evidence", "documented=x@2999-01-01"], "in the future"),
    (["--evidence", "documented=x@2 January 2999"], "in the future"),
    (["--due", "soon"], "--due: “soon” is not a day"),
    (["--due", "04/05/2027"], "That could be"),
    (["--ask-by", "31 June"], "--ask-by: There is no 31 June"),
    (["--step-number", "1", "--done", "today"], "There is no step number 1 here"),
    (["--step-owner", "Ana"], "Which step is meant?"),
    (["--drop-step"], "Which step is meant?"),
    (["--step-number", "1", "--drop-step", "--ticket", "x"], "goes with --step-number alone"),
    (["--step", "x", "--done", "2999-01-01"], "in the future"),
    (["--step-from", "first-cpoy"], "Did you mean “first-copy”?"),
    (["--target", "3"], "The reason for a target of your own is missing.\n  Give it with --because."),
    (["--target", "2", "--because", "x"], "is 2 already"),
    (["--target", "²", "--because", "x"], "--target takes a level"),
    (["--accept", "1", "--because", "x"], "--until"),
    (["--accept", "1", "--until", SOON], "--because"),
    (["--accept", "1", "--until", "", "--because", "x"], "--until"),
    (["--accept", "1", "--until", SOON, "--because", "x", "--by", "Ana"], "--accepted-by"),
    (["--accept", "1", "--until", SOON, "--because", "x", "--accepted-by", " "], "--accepted-by"),
    (["--accept", "2", "--until", SOON, "--because", "x", "--accepted-by", "Ana"], "leaves no risk to accept"),
    (["--accepted-by", "Ana"], "--accepted-by goes with --accept"),
    (["--until", SOON], "--until goes with --accept"),
    (["--because", "x"], "--because goes with"),
    (["--level", "1", "--because", "x"], "Why the level has changed goes with --level-because."),
    (["--lvel", "2"], "No such option"),
]


@pytest.mark.parametrize(("words", "remedy"), BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_what_cannot_be_meant_is_told_with_a_remedy_and_changes_nothing(
    levelbook: Type, folder: Path, words: list[str], remedy: str
) -> None:
    before = (folder / "answers.toml").read_bytes()

    said = levelbook("answer", "1.1", *words)

    assert (said.code, said.out) == (2, "")
    assert remedy in said.err
    assert said.err.startswith("levelbook: ")
    assert (folder / "answers.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("data.backup", "Did you mean “data.backups”?"),
        ("Data.Backups", "Did you mean “data.backups”?"),
        ("backups", "Did you mean “data.backups”?"),
        ("1.11", "Section 1 (Looking after data) has the practices 1.1 to 1.2."),
        ("1,1", "Did you mean “1.1”?"),
        ("1", "It is a section, which has the practices 1.1 to 1.2."),
        ("data", "It is a section, which has the practices 1.1 to 1.2."),
        ("quite another thing", "`levelbook questionnaire show` lists them."),
    ],
)
def test_a_misspelt_practice_is_answered_with_the_nearest(
    levelbook: Type, folder: Path, name: str, remedy: str
) -> None:
    said = levelbook("answer", name, "--level", "1")

    assert (said.code, said.err) == (2, f"levelbook: There is no practice “{name}”.\n  {remedy}\n")


def test_a_step_in_the_words_of_an_open_one_is_refused(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Copy it")

    said = levelbook("answer", "1.1", "--step", " Copy it")

    assert (said.code, said.err.splitlines()[0]) == (2, "levelbook: “Copy it” is step 1 of 1.1 already.")
    levelbook("answer", "1.1", "--step-number", "1", "--done", "today")
    assert levelbook("answer", "1.1", "--step", "Copy it").code == 0, "one that was done may come again"


def test_why_a_level_moved_is_said_in_the_round_in_which_it_did(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "2", "--level-because", "A new vault")
    assert "Why this level: A new vault" in levelbook("answer", "1.1").out

    levelbook("seal", "second")

    assert "Why this level" not in levelbook("answer", "1.1").out


def test_unsure_cannot_be_confirmed(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--unsure")

    said = levelbook("answer", "1.1", "--confirm")

    assert (said.code, "cannot be confirmed: the answer is “unsure”" in said.err) == (2, True)


def test_an_answer_that_was_edited_outside_is_marked_until_it_is_confirmed(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    file = folder / "answers.toml"
    file.write_text(file.read_text("utf-8").replace("level = 1\n", "level = 2\n"), "utf-8")

    assert "edited outside levelbook and not confirmed" in levelbook("answer", "1.1", "--owner", "Ana").out
    assert "edited outside" not in levelbook("answer", "1.1", "--confirm").out


@pytest.mark.parametrize("said", [("--unsure",), ("--note", "Ask Tom")])
def test_an_edit_outside_of_what_claims_no_level_is_confirmed_by_the_command_that_check_names(
    levelbook: Type, folder: Path, said: tuple[str, ...]
) -> None:
    levelbook("answer", "1.1", *said, "--owner", "Tom")
    file = folder / "answers.toml"
    file.write_text(file.read_text("utf-8").replace('"Tom"', '"Ana"'), "utf-8")
    told = next(line for line in levelbook("check").out.splitlines() if "edited outside" in line)

    confirmed = levelbook(*told.rpartition("`levelbook ")[2].removesuffix("`").split())

    assert confirmed.code == 0
    assert "edited outside" not in levelbook("check").out


def test_who_says_so_is_gits_user_unless_named(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("answer", "1.2", "--level", "1", "--by", "Ana")

    assert [said_of(name).answered_by for name in ("data.backups", "data.restores")] == ["Noor", "Ana"]


def test_the_clock_can_be_set(levelbook: Type, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    levelbook("answer", "1.1", "--level", "1")
    assert str(said_of("data.backups").answered_at) == "2026-11-22 12:00:00+00:00"

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "noon")
    assert levelbook("score").code == 2


@pytest.mark.parametrize("words", [(), ("--note", "We copy nightly.")])
def test_the_same_answer_changed_elsewhere_is_exit_4_and_keeps_theirs(
    levelbook: Type, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def open_and_be_overtaken(start: Path, *, who: str | None = None) -> Session:
        mine, theirs = opened(start, who=who), opened(start, who="Tom")
        theirs.apply("data.backups", Edit(level=3, note="Tom looked."))
        theirs.apply("data.restores", Edit(level=1))
        return mine

    opened = Session.open
    monkeypatch.setattr(Session, "open", open_and_be_overtaken)
    said = levelbook("answer", "1.1", "--level", "1", *words)
    monkeypatch.undo()

    assert (said.code, said.out) == (4, "")
    assert "Changed elsewhere: 1.1 now says level 3" in said.err
    note = said_of("data.backups").note
    assert ("Its words are in the note." in said.err) == ("We copy nightly." in note) == bool(words)
    assert note.startswith("Tom looked.")
    assert (said_of("data.backups").level, said_of("data.backups").answered_by) == (3, "Tom")


def test_another_answer_changed_elsewhere_is_taken_in(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    session = Session.open(folder)
    levelbook("answer", "1.2", "--level", "1")

    session.apply("data.backups", Edit(level=3))

    assert (said_of("data.backups").level, said_of("data.restores").level) == (3, 1)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_day_that_is_past_is_taken_and_pointed_out(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook("answer", "1.1", "--level", "0", "--due", PAST, "--step", "Name somebody", "--step-due", PAST)

    assert said.code == 0
    assert (said_of("data.backups").due, said_of("data.backups").steps[0].due) == (
        _day(PAST),
        _day(PAST),
    )
    for option in ("--due", "--step-due"):
        assert any(line.startswith(f"{option}: ") and "is past: 3 days ago." in line for line in said.err.split("\n"))
    for options in (
        ("--unsure", "--ask-by", "3 days ago"),
        ("--level", "0", "--accept", "0", "--until", PAST, "--because", "x", "--accepted-by", "Ana"),
    ):
        assert "is past: 3 days ago." in levelbook("answer", "1.1", *options).err


def test_days_to_come_and_days_that_were_are_not_pointed_out(levelbook: Type, folder: Path) -> None:
    said = levelbook("answer", "1.1", "--level", "0", "--due", SOON, "--step", "x", "--step-due", PAST, "--done", PAST)

    assert (said.code, said.err) == (0, "")


def test_a_day_that_could_be_two_is_refused_with_both(levelbook: Type, folder: Path) -> None:
    said = levelbook("answer", "1.1", "--level", "0", "--due", "4/5/2031")

    assert said.code == 2
    assert "--due: That could be 4 May 2031 or 5 April 2031." in said.err


def test_a_practice_alone_shows_its_answer(levelbook: Type, folder: Path) -> None:
    changed = levelbook("answer", "1.1", "--level", "2", "--note", "on paper")

    shown = levelbook("answer", "1.1")

    assert (shown.code, shown.out) == (0, changed.out)
    assert levelbook("answer", "1.2").out == "1.2 Restoring: not answered, target 2\n"
    assert levelbook("answer", "9.9").code == 2


def test_evidence_was_seen_today_unless_it_says_when_or_that_nobody_knows(
    levelbook: Type, said_of: Callable[[str], Answer]
) -> None:
    levelbook("answer", "1.1", *("--evidence", "tested=one"), *("--evidence", "tested=two@"))

    assert [(one.reference, one.seen_on) for one in said_of("data.backups").evidence] == [
        ("one", clock.today()),
        ("two", None),
    ]
    assert "does not say where" in levelbook("answer", "1.1", "--evidence", "tested=@").err


def test_a_day_that_was_is_corrected_with_a_day_that_was(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--step", "Write")
    said = levelbook("answer", "1.1", "--step-number", "1", "--done", "long since")

    assert "or 2 weeks ago." in said.err and "in 2 weeks" not in said.err
    assert "or in 2 weeks." in levelbook("answer", "1.1", "--due", "some time").err
