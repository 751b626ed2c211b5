"""`levelbook ask` as plain lines: what a pipe or a screen reader gets."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from levelbook import clock
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.cli import output
from levelbook.cli.interrupts import ToldToEnd, ended_at_questions
from levelbook.cli.prompter import PlainLines
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import CouldNotWrite
from levelbook.core.text.cleaning import clean_line
from levelbook.store import atomic
from levelbook.store.answers_file import AnswersFile
from support.command_line import Type, full_disk, interrupt_at_the_end

SaidOf = Callable[[str], Answer]


def test_a_digit_answers_and_the_end_of_the_input_means_stop_saved(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    said = levelbook("ask", given="2\n\n")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("3 practices in your queue.")
    assert said.out.splitlines()[-1].startswith("Saved. 1 answer given; 1 of ")
    assert [said_of(name).level for name in ("data.backups", "data.restores")] == [2, None]


@pytest.mark.parametrize("lines", ["s\nRotate all keys\n", "s\nRotate all keys\nTom\n", "n\nRotate all keys\n"])
def test_an_interrupt_keeps_what_was_said_before_it(
    levelbook: Type, said_of: SaidOf, monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    interrupt_at_the_end(monkeypatch)
    said = levelbook("ask", given=lines)

    assert (said.code, said.err.strip()) == (130, "Stopped. All answers are saved.")
    assert "'Rotate all keys'" in repr(said_of("data.backups"))


class Waiting(BytesIO):
    """An input that nobody types into before something happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self.happens = happens

    def readline(self, size: int | None = -1, /) -> bytes:
        self.happens()
        return b""


def _closed() -> None:
    raise OSError(errno.EIO, "the terminal is closed")


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_a_question_that_waits_and_between_two_the_next_one(
    monkeypatch: pytest.MonkeyPatch, told: signal.Signals
) -> None:
    before = {one: signal.signal(one, signal.SIG_DFL) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(Waiting(lambda: signal.raise_signal(told))))
        with pytest.raises(KeyboardInterrupt):
            PlainLines().line("Why")
        assert signal.getsignal(told) == signal.SIG_DFL
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"Because\n")))
        with ended_at_questions():
            signal.raise_signal(told)  # while something is saved
            with pytest.raises(KeyboardInterrupt):
                PlainLines().line("Why")
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def test_a_closed_terminal_keeps_what_was_said_before_it(
    levelbook: Type, said_of: SaidOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = PlainLines._next

    def read_until_closed(self: PlainLines) -> bytes:
        if not (line := read(self)):
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(Waiting(_closed)))
            monkeypatch.setattr(output, "_write", no_terminal)
            return read(self)
        return line

    def no_terminal(_: object) -> bool:
        raise CouldNotWrite("The output was not written.")

    monkeypatch.setattr(PlainLines, "_next", read_until_closed)
    levelbook("ask", given="s\nRotate all keys\n")

    assert "'Rotate all keys'" in repr(said_of("data.backups"))


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("s\nRotate all keys\n", "text='Rotate all keys'"),
        ("s\nRotate all keys\nTom\n", "owner='Tom'"),
        ("s\nRotate all keys\nTom\nin 2 weeks\n", "text='Rotate all keys'"),
        ("u\n", "unsure=True"),
        ("u\nTom\n", "ask_whom='Tom'"),
        ("o\nPriya\n", "owner='Priya'"),
        ("e\ndocumented\nRA-1\n", "reference='RA-1'"),
        ("p Who pays\n", "note='Who pays'"),
    ],
)
def test_the_end_of_the_input_between_two_questions_keeps_what_was_said_before_it(
    levelbook: Type, said_of: SaidOf, lines: str, kept: str
) -> None:
    said = levelbook("ask", given=lines)

    assert (said.code, said.err) == (0, "")
    assert kept in repr(said_of("data.backups"))
    assert "(2 of 3" not in said.out, "nothing more is asked"
    assert said.out.splitlines()[-1].startswith("Saved. ")


@pytest.mark.usefixtures("folder")
def test_a_book_in_which_nobody_can_save_says_so_before_the_first_question(
    levelbook: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "You cannot write in" not in levelbook("ask").out
    monkeypatch.setattr("levelbook.store.atomic.is_writable", lambda _: False)

    assert levelbook("ask").out.startswith("You cannot write in book, so answers are not saved there. levelbook keeps")


def test_a_line_for_the_minutes_of_no_sitting_is_kept_as_unsaved_text_when_the_input_ends(
    levelbook: Type, folder: Path
) -> None:
    said = levelbook("ask", given="m\nWe pay for it\n")

    assert "No sitting has begun, so this is not in the minutes." in said.out
    [draft] = Drafts(Session.open(folder)).all
    assert draft.words == ("We pay for it",)
    assert "“Minutes”" in levelbook("unsaved").out


def test_what_was_typed_and_not_entered_when_the_terminal_went_is_kept_and_shown_until_it_is_discarded(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        read = PlainLines._next

        def read_until_told_to_end(self: PlainLines) -> bytes:
            if not (line := read(self)):
                self.unentered = "The copies are"
                raise ToldToEnd
            return line

        patched.setattr(PlainLines, "_next", read_until_told_to_end)
        assert levelbook("ask", given="n\n").code == 130
    [draft] = Drafts(Session.open(folder)).all
    assert (draft.words, draft.practice) == (("The copies are",), "data.backups")
    assert "“ask: Note · 1.1 Backups”" in (said := levelbook("unsaved").out)
    assert "  The copies are" in said

    assert "  The copies are" in levelbook("ask").out, "a pipe is not asked what to do with it"
    monkeypatch.setattr(PlainLines, "is_heard", lambda _: True)
    assert "  The copies are" in levelbook("ask", given="\n").out
    assert "Discarded." in levelbook("ask", given="2\n").out
    assert "The copies are" not in levelbook("ask").out + levelbook("unsaved").out


@pytest.mark.parametrize("typed", ["2", "n"])
def test_a_key_that_was_not_entered_is_nothing_to_keep(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    def told_to_end(self: PlainLines) -> bytes:
        self.unentered = typed
        raise ToldToEnd

    monkeypatch.setattr(PlainLines, "_next", told_to_end)
    assert levelbook("ask").code == 130
    assert Drafts(Session.open(folder)).all == ()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("lines", "words"),
    [("a\n0\n", "Until when"), ("t\n3\n", "Why a higher one"), ("x\n", "It does not apply because")],
)
def test_what_is_too_little_to_keep_when_the_input_ends_is_said(levelbook: Type, lines: str, words: str) -> None:
    levelbook("answer", "1.1", "--level", "1")
    said = levelbook("ask", given=lines)

    assert (said.code, said.err) == (0, "")
    assert words in said.out
    assert "Saved: " not in said.out
    assert len(said.out.partition(words)[2].strip().splitlines()) > 1, "why it is not kept"


@pytest.mark.parametrize(
    ("lines", "form", "words"),
    [
        ("a\n1\n", "Accept the risk", ("1",)),
        ("a\n1\n2027-01-29\n", "Accept the risk", ("1", "2027-01-29")),
        ("a\n1\n2027-01-29\nAna\n", "Accept the risk", ("1", "2027-01-29", "Ana")),
        ("t\n3\n", "Own target", ("3",)),
    ],
)
def test_half_an_accepted_risk_or_target_is_kept_for_the_apps_form_when_the_input_ends(
    levelbook: Type, folder: Path, lines: str, form: str, words: tuple[str, ...]
) -> None:
    levelbook("answer", "1.1", "--level", "0")
    said = levelbook("ask", given=lines)

    assert f"What was said is kept as unsaved text of “{form} · 1.1 Backups”." in said.out
    [draft] = Drafts(Session.open(folder)).all
    assert (draft.form, draft.words) == (f"{form} · 1.1 Backups", words)
    assert Drafts(Session.open(folder)).of_form(
        "data.backups", draft.form, fields=["level", "until", "by", "reason", "target"]
    )


def test_the_words_of_an_open_step_add_no_second_one_and_leave_no_unsaved_text(levelbook: Type, folder: Path) -> None:
    said = levelbook("ask", given="s\nWrite\n\n\n\ns\nWrite\nq\n")

    assert "“Write” is step 1 already." in said.out
    assert [step.text for step in Session.open(folder).now.book.answer("data.backups").steps] == ["Write"]
    assert levelbook("unsaved").out == "Everything that was typed is saved.\n"


@pytest.mark.usefixtures("folder")
def test_what_is_left_half_said_on_purpose_is_not_kept(levelbook: Type) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("ask", given="a\n0\n\nq\n")

    assert levelbook("unsaved").out == "Everything that was typed is saved.\n"


@pytest.mark.parametrize(
    ("keys", "table"),
    [
        (["u", "Tom", "in 2 weeks"], {"unsure": True, "ask_whom": "Tom"}),
        (["u", ""], {"unsure": True}),
        (["x", "", "x", "no data"], {"not_applicable": "no data"}),
        (["n", "said so"], {"note": "said so"}),
        (["o", "Priya", "2027-01-29"], {"owner": "Priya"}),
        (["h", "2", "on the wiki"], {"here": {"plan": "on the wiki"}}),
        (["h", "plan", "on the wiki"], {"here": {"plan": "on the wiki"}}),
        (["3", "b", "k", "plan"], {"level": 3, "unmet": ["plan"]}),
        (["k", "99", "plan"], {"met": ["plan"]}),
        (["t", "3", "the board"], {"target": 3, "target_reason": "the board"}),
        (["t", "²", "t", "3", "the board"], {"target": 3}),
        (
            ["s", "", "Ana", "", "RA-1"],
            {"steps": [{"text": "Make one copy today, and write down how.", "owner": "Ana"}]},
        ),
        (["s", "Write", "", "", "", "d", "1", "2026-01-05"], {"steps": [{"text": "Write"}]}),
        (["e", "2", ""], {}),
        (["2", "z"], {}),
        (["²", "9" * 5_000, "what?", "-1"], {}),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_every_key_does_what_its_help_says(
    levelbook: Type, said_of: SaidOf, folder: Path, keys: list[str], table: dict[str, object]
) -> None:
    said = levelbook("ask", given="\n".join(keys) + "\n")

    found = said_of("data.backups").table
    assert said.code == 0
    for key, value in table.items():
        if key == "steps":
            assert isinstance(value, list)
            assert value[0].items() <= found["steps"][0].items()
        else:
            assert found[key] == value
    if not table:
        assert found == {}


def test_an_action_that_is_a_step_already_is_not_proposed_again(levelbook: Type, said_of: SaidOf) -> None:
    levelbook("ask", given="s\n\nAna\n\n\n")
    again = levelbook("ask", given="1.1\ns\n\n").out

    assert "Enter takes it" not in again
    assert len(said_of("data.backups").table["steps"]) == 1


def test_evidence_is_asked_with_its_day(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook("ask", given="e\ndocumented\nthe wiki\nsome day\n2999-01-01\n2026-01-05\n")

    assert "“some day” is not a day" in said.out and "in the future" in said.out
    assert [(piece.kind, piece.reference, str(piece.seen_on)) for piece in said_of("data.backups").evidence] == [
        ("documented", "the wiki", "2026-01-05")
    ]


def test_a_risk_is_accepted_by_whoever_is_named_and_not_by_whoever_types(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    nobody, somebody = "a\n1\n2999-01-01\n\n", "a\n1\n2999-01-01\nH. Lindqvist\nno money\n"
    assert "An accepted risk needs a name." in levelbook("ask", given=f"1\nb\n{nobody}{somebody}").out

    accepted = said_of("data.backups").accepted
    assert accepted is not None
    assert (accepted.level, accepted.by, accepted.reason) == (1, "H. Lindqvist", "no money")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((), "This practice has no level yet. Answer it first"),
        (("--unsure",), "This practice has no level yet. Answer it first"),
        (("--not-applicable", "no data"), "This practice does not apply to you"),
        (("--level", "3"), "is reached, so there is no risk to accept."),
    ],
)
def test_where_there_is_no_risk_to_accept_nobody_is_asked_about_one(
    levelbook: Type, folder: Path, answer: tuple[str, ...], words: str
) -> None:
    if answer:
        assert levelbook("answer", "1.1", *answer).code == 0

    said = levelbook("ask", given="1.1\na\n\nq\n").out

    assert words in said
    assert "good enough for now" not in said


def test_what_was_said_before_is_read_out_and_criteria_in_words(levelbook: Type, folder: Path) -> None:
    more = ("--here", "plan=on the wiki", "--unmet", "owner")
    levelbook("answer", "1.1", "--level", "2", "--note", "n", "--owner", "Priya", *more)
    practice = Session.open(folder).questionnaire.practices["data.backups"]
    plan, owner = (practice.criteria[name][1].text for name in ("plan", "owner"))

    said = levelbook("ask").out

    for words in ("So far: level 2 Defined", "Owner: Priya", "Note: n", "(as answered)"):
        assert words in said
    assert f"  {plan} Here: on the wiki\n" in said and f"  Not yet: {owner}\n" in said

    shown = levelbook("answer", "1.1").out  # where options take ids
    assert f"  {plan} (plan) Here: on the wiki\n" in shown and f"  Not yet: {owner} (owner)\n" in shown


def test_an_empty_queue_says_what_it_is_a_queue_of(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "2.1", "--level", "1")
    said = levelbook("ask", "--section", "2", "--only", "new").out
    assert said == "Your queue is empty (only new, section 2).\n", "the other section has new ones"


def test_the_queue_says_which_of_its_practices_no_figure_counts(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--not-applicable", "nothing is kept")

    said = levelbook("ask").out

    assert said.startswith("2 practices in your queue, and 1 that does not apply. ? explains the keys.\n0 of 2 ")


def test_undo_says_what_it_took_back(levelbook: Type, folder: Path) -> None:
    said = levelbook("ask", given="2\nz\nz\n")

    assert "Undone: 1.1 set to level 2. Now: not answered" in said.out
    assert "There is nothing to undo." in said.out
    assert "Saved. 0 answers given" in said.out


def test_a_note_of_several_lines_that_a_terminal_offers_as_one_is_kept_by_enter_as_it_is(
    levelbook: Type, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("answer", "1.1", "--note", "first\n\nsecond")
    asked = PlainLines.line

    def in_one_line(self: PlainLines, question: str, given: str = "") -> str | None:
        return asked(self, question, clean_line(given))

    monkeypatch.setattr(PlainLines, "line", in_one_line)
    levelbook("ask", given="n\n\nq\n")

    assert said_of("data.backups").note == "first\n\nsecond"


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ("n\n\n", "first\n\nsecond"),
        ("n\n1\nthird\n", "first\n\nsecond\nthird"),
        ("n\n1\n\n", "first\n\nsecond"),
        ("n\n2\nall anew\n", "all anew"),
        ("n\n3\n", ""),
    ],
)
def test_a_person_is_asked_what_becomes_of_a_note_of_several_lines(
    levelbook: Type, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, note: str
) -> None:
    levelbook("answer", "1.1", "--note", "first\n\nsecond")
    monkeypatch.setattr(PlainLines, "is_heard", lambda _: True)
    monkeypatch.setattr(PlainLines, "pasted", lambda _: "")

    said = levelbook("ask", given=f"{given}q\n").out

    assert "The note has several lines:\n  first\n\n  second\n" in said
    assert said_of("data.backups").note == note


def test_a_reason_typed_behind_its_key_replaces_an_older_one(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("ask", given="2 because of luck\nb\nbecause it was tested\nq\n")

    assert said_of("data.backups").level_reason == "it was tested"


def test_a_reason_is_asked_for_once_a_level_has_moved(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")

    said = levelbook("ask", given="because\n3\nb\nbecause it was tested\nj 1.2\nbecause\nq\n").out

    assert said.count("The last edition has level 2 too. Give the new level first, then say why it moved.\n") == 1
    assert said.count("There is no level yet. Give a level first, then say why it moved.\n") == 1
    assert said_of("data.backups").level_reason == "it was tested", "the next level would have dropped it"


def test_the_level_that_a_vote_settles_on_takes_a_reason_as_a_digit_does(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "3")
    levelbook("seal", "first")

    said = levelbook("ask", given="v\n122\n2 because nobody restores any more\n\nq\n").out
    answer = said_of("data.backups")
    assert (answer.level, answer.level_reason) == (2, "nobody restores any more")
    assert "To say why it moved" not in said

    said = levelbook("ask", given="v\n111\n1\n\nq\n").out
    assert "The last edition has level 3. To say why it moved, go back with 1.1 and" in said
    assert "type “because” and the reason.\n\n" in said, "an empty line is above the next practice"


def test_a_digit_or_a_vote_with_a_reason_for_a_level_that_has_not_moved_is_refused_in_words(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    """As `answer --level-because` and the key `because` refuse it."""
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")
    unmoved = "The last edition has level 2 too. Give the new level first, then say why it moved.\n"

    said = levelbook("ask", given="2 because of luck\nq\n").out
    assert (said.count(unmoved), said.count("Nothing was saved. Give 2 alone; a note takes other words.")) == (1, 1)
    assert "Why this level" not in said
    assert (said_of("data.backups").confirmed_after, said_of("data.backups").level_reason) == ("", "")

    said = levelbook("ask", given="v\n122\n2 because of luck\n2\n\nq\n").out
    assert said.count(unmoved) == 1
    answer = said_of("data.backups")
    assert (answer.level, answer.level_reason, len(answer.votes)) == (2, "", 2)

    levelbook("ask", given="3 because of a tool\nq\n")
    assert (said_of("data.backups").level, said_of("data.backups").level_reason) == (3, "of a tool")


def test_a_reason_that_ends_in_a_full_stop_gets_no_second_one(levelbook: Type, folder: Path) -> None:
    said = levelbook("ask", given="x\nNothing is kept here.\nb\nq\n").out
    assert "said by the team: Nothing is kept here.\n" in said
    assert "here.." not in said


def test_undo_says_which_text_is_there_again(levelbook: Type, folder: Path) -> None:
    said = levelbook("ask", given="n\nwe guess\nn\nwe know\nz\nz\n")

    assert "Undone: note on 1.1 changed. The note is “we guess”." in said.out
    assert "Undone: note on 1.1 changed. There is no note." in said.out


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["--section", "2"], ["2.1"]),
        (["--section", "changes"], ["2.1"]),
        (["--only", "new"], ["1.2", "2.1"]),
        (["--only", "unsure"], []),
        (["--only", "all"], ["1.1", "1.2", "2.1"]),
    ],
)
def test_it_may_go_through_some_only(levelbook: Type, folder: Path, words: list[str], titles: list[str]) -> None:
    levelbook("answer", "1.1", "--level", "2")

    said = levelbook("ask", *words, given="\n" * 9)

    assert [line[:3] for line in said.out.splitlines() if f"of {len(titles)}," in line] == titles


@pytest.mark.parametrize(
    ("section", "hint"),
    [("chnages", "Did you mean “changes”?"), ("99", "There are: 1 data (Looking after data), 2 changes (")],
)
def test_unknown_sections_are_answered_with_the_nearest_or_with_all(
    levelbook: Type, folder: Path, section: str, hint: str
) -> None:
    said = levelbook("ask", "--section", section)

    assert (said.code, hint in said.err) == (2, True)


def test_a_line_that_is_no_utf_8_costs_no_other_line(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook("ask", given=b"n\nb\xe4d\n3\n")

    assert said.code == 0
    assert "is not UTF-8" in said.err
    assert (said_of("data.backups").note, said_of("data.backups").level) == ("b\ufffdd", 3)


def test_what_could_not_be_saved_is_never_called_saved(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", full_disk)
        said = levelbook("ask", given="2\n\n\n")

    assert (said.code, "Saved" in said.out) == (5, False)
    assert "Not saved: the answer to 1.1. book/answers.toml was not written: the disk is full." in said.err
    assert "levelbook offers it when the book is opened again." in said.err
    offered = "In a terminal, `levelbook` and `levelbook ask` offer to take it in."
    told = f"Not saved the last time: the answer to 1.1. {offered}"
    assert told in levelbook().out
    again = levelbook("ask", given="q\n")
    assert "An earlier session could not save: the answer to 1.1." in again.out
    assert "1.1" in again.out and again.code == 0, "a pipe is told, and asked nothing"


@pytest.mark.parametrize("frees_space", [False, True])
def test_a_person_is_asked_before_what_no_disk_takes_is_lost(
    levelbook: Type, said_of: SaidOf, monkeypatch: pytest.MonkeyPatch, frees_space: bool
) -> None:
    is_full = True
    write, choose = atomic.write_bytes, PlainLines.choose

    def write_if_not_full(*given: Any, **more: Any) -> None:
        if is_full:
            raise CouldNotWrite("The disk is full.")
        write(*given, **more)

    def choose_and_free_space(self: PlainLines, question: str, *given: Any, **more: Any) -> str | None:
        nonlocal is_full
        is_full = not frees_space
        return choose(self, question, *given, **more)

    monkeypatch.setattr(PlainLines, "is_heard", lambda _: True)
    monkeypatch.setattr(PlainLines, "pasted", lambda _: "")
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_bytes", write_if_not_full)
        patch.setattr(PlainLines, "choose", choose_and_free_space)
        said = levelbook("ask", given="n\nAll of it\nq\n1\n2\n")

    lost = "Not saved: the answer to 1.1. It is kept nowhere else, and lost when you leave."
    assert said.out.count(lost) == (1 if frees_space else 2)
    assert said.code == (0 if frees_space else 5)
    assert said_of("data.backups").note == ("All of it" if frees_space else "")
    assert levelbook("unsaved").out == "Everything that was typed is saved.\n"


@pytest.mark.parametrize("gone", [False, True])
def test_what_a_ballot_could_not_save_is_said_to_come_back_in_the_ballot_that_offers_it(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    levelbook("ballot", "new", "Ana Lima")

    def refused(*_: object, **__: object) -> None:
        if gone:
            (folder / "ballots" / "ana-lima.toml").unlink(missing_ok=True)
        raise CouldNotWrite("The round of this ballot has ended." if gone else "The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", refused)
        said = levelbook("ask", "--ballot", "ana-lima", given="2\n\n\n")
    if gone:
        assert "`levelbook ballot fill ana-lima` offers it once `levelbook ballot new 'Ana Lima'`" in said.err
        levelbook("ballot", "new", "Ana Lima")
    else:
        assert "`levelbook ballot fill ana-lima` offers it." in said.err

    again = levelbook("ask", "--ballot", "ana-lima", given="q\n")
    assert "An earlier session could not save: the answer to 1.1." in again.out


def test_a_recovered_fact_that_others_changed_since_is_named(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("The disk is full.")

    left = Session.open(folder)
    with monkeypatch.context() as patch, pytest.raises(CouldNotWrite):
        patch.setattr(AnswersFile, "save", full_disk)
        left.set_fact("hosting", "ourselves")
    Recoveries(Workshop(left)).keep()
    Session.open(folder).set_fact("hosting", "provider")
    monkeypatch.setattr(PlainLines, "is_heard", lambda _: True)

    said = levelbook("ask", given="1\nq\n")

    assert "“hosting” is provider by now, and yours was ourselves" in said.out


def test_an_answer_changed_elsewhere_is_shown_and_asked_again(
    levelbook: Type, said_of: SaidOf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_and_be_overtaken(start: Path, *, who: str | None = None) -> Session:
        mine = opened(start, who=who)
        opened(start).apply("data.backups", Edit(level=3))
        return mine

    opened = Session.open
    monkeypatch.setattr(Session, "open", open_and_be_overtaken)
    said = levelbook("ask", given="1\n2\n")
    monkeypatch.undo()

    assert "Changed elsewhere" in said.out and "It says: level 3 Implemented" in said.out
    assert said_of("data.backups").level == 2, "said again, knowing theirs"


def test_what_others_answered_is_read_out_before_it_can_be_answered_over(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_after_others(self: PlainLines) -> bytes:
        line = read(self)
        if line == b"z\n":
            Session.open(folder).apply("data.restores", Edit(level=3))
        return line

    read = PlainLines._next
    monkeypatch.setattr(PlainLines, "_next", read_after_others)
    said = levelbook("ask", given="2\nz\nq\n").out

    _, _, rest = said.partition("Undone: ")
    assert "\nOthers changed 1.2.\n\n1.2 Restoring (2 of 3" in rest
    assert "So far: level 3 Implemented" in rest


def test_what_is_confirmed_after_somebody_else_sealed_is_confirmed_in_the_new_round(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_and_be_overtaken(start: Path, *, who: str | None = None) -> Session:
        mine = opened(start, who=who)
        assert mine.now.last_edition == "first"
        other = opened(start)
        other.apply("data.restores", Edit(level=3))
        seal(other, "second")
        return mine

    levelbook("answer", "data.backups", "--level", "2")
    levelbook("seal", "first")
    opened = Session.open
    monkeypatch.setattr(Session, "open", open_and_be_overtaken)
    said = levelbook("ask", "--only", "all", given="c\n")
    monkeypatch.undo()

    assert "Sealed elsewhere: edition “second”." in said.out
    assert Session.open(folder).now.scorecard["data.backups"].confirmed


def test_a_day_that_is_past_is_pointed_out_at_once(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    said = levelbook("ask", given="o\nAna\n3 days ago\n")

    assert "is past: 3 days ago." in said.out
    assert said_of("data.backups").due == clock.today() - timedelta(days=3)


def test_what_a_level_claims_is_read_out_once_before_the_next_practice(levelbook: Type, folder: Path) -> None:
    said = levelbook("ask", given="2\nb\n2\n").out
    first, _, rest = said.partition("That level claims:\n")

    assert "1.2 Restoring" not in first
    assert rest.startswith("  1 ") and rest.index("\n\n") < rest.index("1.2 Restoring")
    assert "That level claims:" not in rest, "it has been heard by then"


def test_a_mistyped_level_is_taken_back_at_the_question_about_its_criteria(
    levelbook: Type, said_of: SaidOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlainLines, "is_heard", lambda _: True)  # as in a terminal, where the question is asked
    said = levelbook("ask", given="3\n<\n1\n\n").out

    assert "takes the level back" in said and "Undone: " in said
    assert said_of("data.backups").level == 1, "the practice is asked again"


def test_a_number_that_no_practice_has_is_called_that(levelbook: Type, folder: Path) -> None:
    said = levelbook("ask", given="99.1\n1.7\n")

    assert "There is no practice 99.1; the last one is 2.1. j finds one by its title.\n" in said.out
    assert "There is no practice 1.7; the last one of section 1 is 1.2. j finds one by its title.\n" in said.out


def test_evidence_was_seen_today_unless_somebody_says_otherwise(levelbook: Type, said_of: SaidOf, folder: Path) -> None:
    levelbook("ask", given="e\ndocumented\none\n\ne\ndocumented\ntwo\n-\n")

    assert [piece.seen_on for piece in said_of("data.backups").evidence] == [clock.today(), None]


def test_evidence_may_be_typed_with_its_date_as_on_the_command_line(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    given = "e\ntested\nT-1@2026-11-11\nr\ne1\nkind\ndocumented\nq\n"
    said = levelbook("ask", given=given).out
    assert "When was it seen" not in said
    (piece,) = said_of("data.backups").evidence
    assert (piece.kind, piece.reference, str(piece.seen_on)) == ("documented", "T-1", "2026-11-11")


@pytest.mark.parametrize(("key", "asked"), [("a", "now (Enter: leave it)"), ("t", "(Enter: leave it)")])
def test_what_was_never_said_is_not_saved_by_enter(levelbook: Type, folder: Path, key: str, asked: str) -> None:
    levelbook("answer", "1.1", "--level", "1")
    said = levelbook("ask", given=f"1.1\n{key}\n\nn\n\nq\n").out
    assert asked in said
    assert "Saved:" not in said and "Nothing was changed." in said


@pytest.mark.parametrize(("line", "stays"), [("", True), ("-", False)])
@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("a", ("--level", "1", "--accept", "1", "--until", "2999-01-01", "--accepted-by", "Ana", "--because", "so")),
        ("t", ("--target", "3", "--because", "the board")),
    ],
)
def test_a_hyphen_and_no_empty_line_withdraws_what_was_agreed(
    levelbook: Type, said_of: SaidOf, folder: Path, key: str, given: tuple[str, ...], line: str, stays: bool
) -> None:
    assert levelbook("answer", "data.backups", *given).code == 0

    levelbook("ask", given=f"{key}\n{line}\nq\n")

    answer = said_of("data.backups")
    assert (answer.accepted is not None or answer.target is not None) == stays


def test_undoing_a_vote_that_settled_a_level_says_that_the_votes_and_their_reasons_go_too(
    levelbook: Type, folder: Path
) -> None:
    said = levelbook("ask", given="v\n133\n2\n\nnobody restores\n\n1.1\nz\ny\nq\n").out

    undone = "Undone: 1.1 set to level 2 and votes on 1.1 counted."
    assert f"{undone} “nobody restores” is gone. Now: not answered" in said, said
    assert "“nobody restores” is back. Now: level 2" in said, said


def test_a_target_that_is_not_higher_and_a_risk_that_is_none_are_refused_before_anybody_gives_a_reason(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")

    said = levelbook("ask", given="1.1\nt\n2\n\na\n2\n\nq\n").out

    assert "so a target of 2 would not raise it." in said
    assert "so level 2 leaves no risk to accept." in said
    assert "Why a higher one" not in said
    assert "Until when" not in said
    assert "kept as unsaved text" not in said
    assert "kept nowhere" not in said


def test_a_level_is_read_out_with_all_that_stays_struck_out(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2", "--unmet", "plan", "--unmet", "owner")
    struck = [line for line in levelbook("answer", "1.1").out.splitlines() if line.startswith("  Not yet: ")]

    said = levelbook("ask", given="1.1\n3\nq\n").out.partition("Saved: level 3")[2]

    assert len(struck) == 2
    for line in struck:
        assert f"{line.partition(' (')[0]}\n" in said


def test_a_hyphen_is_no_name_no_day_and_no_words_where_there_are_none_to_clear(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    said = levelbook("ask", given="o\n-\n-\nn\n-\nx\n-\nu\n-\nq\n").out

    answer = said_of("data.backups")
    assert (answer.owner, answer.due, answer.note, answer.not_applicable, answer.ask_whom) == ("", None, "", "", "")
    assert answer.unsure
    assert "“-” is not" not in said


def test_a_hyphen_behind_the_words_that_a_terminal_offers_clears_them(
    levelbook: Type, said_of: SaidOf, folder: Path
) -> None:
    levelbook("answer", "data.backups", "--owner", "Ana", "--note", "Moved in May.\nTwice.")

    levelbook("ask", given="o\nAna-\n\nn\nMoved in May. Twice. -\nq\n")

    assert (said_of("data.backups").owner, said_of("data.backups").note) == ("", "")


def test_a_question_mark_at_a_day_says_how_days_are_written(levelbook: Type, said_of: SaidOf) -> None:
    said = levelbook("ask", given="o\nAna\n?\nin 2 weeks\n")

    assert "or in 2 weeks." in said.out
    assert "is not a day" not in said.out
    assert said_of("data.backups").due is not None


@pytest.mark.parametrize("lines", ["o\n?\nTom\n\n", "u\n?\nTom\n\n", "a\n0\n2999-01-01\n?\nTom\nwhy\n"])
def test_a_question_mark_is_nobodys_name(levelbook: Type, said_of: SaidOf, folder: Path, lines: str) -> None:
    levelbook("answer", "data.backups", "--level", "0")

    said = levelbook("ask", given=f"1.1\n{lines}").out

    assert "Words are kept as you type them" in said
    assert "'Tom'" in repr(said_of("data.backups")) and "'?'" not in repr(said_of("data.backups"))


@pytest.mark.parametrize("wrong", ["?", "soon", "9", "2"])
@pytest.mark.parametrize("key", ["t", "a"])
def test_a_wrong_level_of_a_target_or_a_risk_is_asked_again_and_its_correction_is_no_answer(
    levelbook: Type, said_of: SaidOf, folder: Path, key: str, wrong: str
) -> None:
    levelbook("answer", "data.backups", "--level", "1")

    said = levelbook("ask", given=f"1.1\n{key}\n{wrong}\n{'3' if key == 't' else '0'}\nq\n").out

    assert said_of("data.backups").level == 1
    assert ("Why a higher one" if key == "t" else "Until when") in said


@pytest.mark.usefixtures("folder")
def test_the_sign_that_goes_back_on_the_questions_of_init_goes_back_here_too(levelbook: Type) -> None:
    said = levelbook("ask", given="\n<\nq\n").out

    assert said.count("\n1.1 Backups") == 2
    assert "not understood" not in said


@pytest.mark.usefixtures("folder")
def test_the_help_names_no_word_as_a_key_that_is_none(levelbook: Type) -> None:
    helped = " ".join(levelbook("ask", given="?\n").out.split())

    assert "w read out why, with prompts, references and what to see also" in helped
