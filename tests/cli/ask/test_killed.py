"""A SIGKILL at a question of `ask` or of the close, in a real terminal, takes no line that was entered before it."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.answers.answers import Answer
from support.command_line import Type
from support.ready_app import in_a_fork
from support.terminal import Program

Script = Sequence[tuple[str, str | None]]
"""Each question with what is typed at it; None waits for it alone."""
PRACTICE = "data.backups"
ASK, CLOSE = ("ask", "--plain"), ("sitting", "close", "--plain")


def say(words: Sequence[str], script: Script, then: signal.Signals | None = None) -> str:
    """Type a script in a terminal: each question is waited for, then answered. The end by a signal, or by itself."""
    with Program(words, columns=200, start=in_a_fork) as program:
        seen = 0
        for wanted, keys in script:
            text = wanted.encode()
            program.until(lambda text=text, seen=seen: text in program.raw[seen:])  # type: ignore[misc]
            seen = program.raw.index(text, seen) + len(text)
            if keys is not None:
                program.press(f"{keys}\r")
        if then is not None:
            program.kill(then)
        program.drain()
        return program.text


def _answer(folder: Path) -> Answer:
    return Session.open(folder).now.book.answer(PRACTICE)


FORMS: dict[str, tuple[str, Script, str, Script, str]] = {
    # its letter, what is entered, the question at which all ends, what is entered as it goes on, what is saved then
    "step": (
        "s",
        (("What will be done", "Rotate all keys"), ("Who", "Zoe")),
        "By when",
        (("What will be done", ""), ("Who", ""), ("By when", ""), ("Ticket", "")),
        "text='Rotate all keys', from_action='', owner='Zoe'",
    ),
    "vote": (
        "v",
        (("One digit", "131"),),
        "Which level do you settle on",
        (("Which level do you settle on", "1"), ("Why did somebody show 3", "too new"), ("not true", "")),
        "level=1, count=2",
    ),
    "the reasons of a vote": (
        "v",
        (("One digit", "131"), ("Which level do you settle on", "2 because of the new tool")),
        "Why did somebody show 1",
        (
            ("Which level do you settle on", ""),
            ("Why did somebody show 1", ""),
            ("Why did somebody show 3", ""),
            ("not true", ""),
        ),
        "level_reason='of the new tool'",
    ),
    "evidence": (
        "e",
        (("Number", "2"), ("Where it is", "RA-1")),
        "When was it seen",
        (("Number", "2"), ("Where it is", ""), ("When was it seen", "")),
        "reference='RA-1'",
    ),
    "unsure": (
        "u",
        (("Who finds out", "Priya"),),
        "By when",
        (("Who finds out", ""), ("By when", "")),
        "ask_whom='Priya'",
    ),
    "owner": ("o", (("Who owns it", "Priya"),), "By when", (("Who owns it", ""), ("By when", "")), "owner='Priya'"),
    "own target": (
        "t",
        (("A target of your own", "3"),),
        "Why a higher one",
        (("A target of your own", ""), ("Why a higher one", "the board")),
        "target=3",
    ),
    "accepted risk": (
        "a",
        (("Which level is good", "1"), ("Until when", "2099-01-29"), ("Who accepts it", "Ana")),
        "Why is that",
        (("Which level is", ""), ("Until when", ""), ("Who accepts it", ""), ("Why is that", "the pilot")),
        "by='Ana'",
    ),
    "park": (
        "p",
        (("What is parked", "Who pays"),),
        "No sitting has begun",
        (("What is", ""), ("Number", "2")),
        "Who pays",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_a_practice_goes_on_where_it_was_killed(levelbook: Type, folder: Path, form: str) -> None:
    letter, entered, died_at, goes_on, saved = FORMS[form]
    if form == "accepted risk":
        levelbook("answer", PRACTICE, "--level", "1")
    before = _answer(folder)
    say(ASK, [("or a letter", letter), *entered, (died_at, None)], signal.SIGKILL)

    [draft] = Drafts(Session.open(folder)).all
    assert _answer(folder) == before
    assert [words for _, words in entered if words and words not in repr(draft.typed) and "131" not in words] == []
    title = f"“{draft.form}”"
    assert title in levelbook("unsaved").out

    out = say(
        ASK, [(title, None), ("or a letter", letter), (title, None), ("Number", "1"), *goes_on, ("or a letter", "q")]
    )

    assert saved in repr(_answer(folder)), out
    assert Drafts(Session.open(folder)).all == ()


TAKE_ON, BRING, FINDS, PARKED = "A number, or a practice", "A number or a practice", "who finds out", "Who pays – "
CLOSES: dict[str, tuple[Script, Script, Script, str]] = {
    # the way to it, what is entered, what is entered as it goes on, what is saved then
    "a step": (
        (),
        ((TAKE_ON, "2.1 Write the list down"), ("Who", "Zoe")),
        (("Number", "1"), ("Who", ""), ("By when", ""), ("Taken on:", None)),
        "step='Write the list down', owner='Zoe'",
    ),
    "a proposed step": (
        (),
        ((TAKE_ON, "1"), ("Who", "Zoe")),
        (("Number", "1"), ("Who", ""), ("By when", ""), ("Taken on:", None)),
        "owner='Zoe'",
    ),
    "evidence to bring": (
        ((TAKE_ON, ""),),
        ((BRING, "2.1 The access review"), ("Who brings it", "Zoe")),
        (("Number", "1"), ("Who brings it", ""), ("By when", ""), ("To bring:", None)),
        "what='The access review', who='Zoe'",
    ),
    "unsure": (
        ((TAKE_ON, ""), (BRING, "")),
        ((FINDS, "Priya"),),
        (("Number", "1"), (FINDS, ""), ("By when", ""), ("What happens", None)),
        "ask_whom='Priya'",
    ),
    "a parked item": (
        ((TAKE_ON, ""), (BRING, ""), (FINDS, "")),
        (("Number", "2"), ("Who", "Zoe")),
        (("Number", "2"), ("Number", "1"), ("Who", ""), ("By when", ""), ("When do you meet", None)),
        "owner='Zoe'",
    ),
}


@pytest.mark.parametrize("form", CLOSES)
def test_the_close_goes_on_where_it_was_killed(levelbook: Type, folder: Path, form: str) -> None:
    for words in ("sitting begin", "answer 2.1 --level 2", "answer 1.1 --level 1", "answer 1.2 --unsure"):
        assert levelbook(*words.split()).code == 0
    assert levelbook("sitting", "park", "Who pays").code == 0
    way, entered, goes_on, saved = CLOSES[form]
    say(CLOSE, [*way, *entered, ("By when", None)], signal.SIGKILL)

    [draft] = Drafts(Session.open(folder)).all
    assert saved not in _everything(folder)
    assert entered[-1][1] in draft.words and "The close offers it." in levelbook("ask").out

    out = say(CLOSE, [*way, *goes_on], signal.SIGKILL)

    assert saved in _everything(folder), out
    assert Drafts(Session.open(folder)).all == ()


def _everything(folder: Path) -> str:
    session = Session.open(folder)
    return repr((session.now.book, Workshop(session).sitting))


def test_levels_given_in_a_list_go_on_where_it_was_killed(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    say(ASK, [("or a letter", "l"), ("1 to discuss it", "1=2"), ("Enter confirms 1", None)], signal.SIGKILL)

    assert [draft.words for draft in Drafts(Session.open(folder)).all] == [("2",)]

    out = say(
        ASK,
        [
            ("or a letter", "l"),
            ("given before, and not confirmed", None),
            ("Enter confirms 1", ""),
            ("or a letter", "q"),
        ],
    )

    assert _answer(folder).level == 2, out
    assert Drafts(Session.open(folder)).all == ()


OWNER = (("or a letter", "o"), ("Who owns it", "Ana"))


def _begin(levelbook: Type, *words: str) -> None:
    say(ASK, [*OWNER, ("By when", None)], signal.SIGKILL)
    assert levelbook("answer", PRACTICE, *words).code == 0


@pytest.mark.parametrize(("number", "owner"), [("1", "Eve"), ("2", "Ana")])
def test_a_person_chooses_between_a_draft_and_what_others_entered_since(
    levelbook: Type, folder: Path, number: str, owner: str
) -> None:
    _begin(levelbook, "--owner", "Eve")

    say(
        ASK,
        [
            ("or a letter", "o"),
            ("Number", "1"),
            ("Which one holds", number),
            ("Who owns it", ""),
            ("By when", ""),
            ("or a letter", "q"),
        ],
    )

    assert _answer(folder).owner == owner
    assert Drafts(Session.open(folder)).all == ()


def test_words_that_were_left_for_later_outlive_the_next_ones_in_that_form(levelbook: Type, folder: Path) -> None:
    say(ASK, [("or a letter", "t"), ("A target of your own", "3"), ("Why a higher one", None)], signal.SIGKILL)
    again: Script = (("or a letter", "t"), ("Number", ""), ("A target", "3"), ("Why a higher one", "the board"))

    say(ASK, [*again, ("or a letter", "q")])

    assert _answer(folder).target_reason == "the board"
    assert [draft.words for draft in Drafts(Session.open(folder)).all] == [("3",)]


def test_enter_keeps_every_line_of_a_draft(levelbook: Type, folder: Path) -> None:
    levelbook("answer", PRACTICE, "--level", "1")
    say(ASK, [("or a letter", "a"), ("Which level", "1"), ("Until when", "2099-01-29"), ("Who", None)], signal.SIGKILL)

    say(
        ASK,
        [
            ("or a letter", "a"),
            ("Number", "1"),
            ("Which level", ""),
            ("Until when", ""),
            ("Who accepts it", "Ana"),
            ("Why is that", "the pilot"),
            ("or a letter", "q"),
        ],
    )

    assert "by='Ana'" in repr(_answer(folder))


def test_a_day_in_words_that_was_typed_in_the_app_is_offered(levelbook: Type, folder: Path) -> None:
    session = Session.open(folder)
    title = f"Owner · {session.questionnaire.numbers[PRACTICE]} {session.questionnaire.practices[PRACTICE].title}"
    Drafts(session).keep(PRACTICE, title, "", {}, {"owner": "Ana", "due": "4 December 2099"})

    say(
        ASK,
        [("or a letter", "o"), ("Number", "1"), ("Who owns it", ""), ("By when", ""), ("or a letter", "q")],
    )

    assert _answer(folder).due == date(2099, 12, 4)


def test_the_minutes_of_an_earlier_day_are_not_said_again(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin")
    typed = "The proxy is agreed on\nZoe asks the vendor\nTom asks legal"
    Drafts(Session.open(folder)).keep("", "Minutes", "", {"minutes": "The proxy is agreed on"}, {"minutes": typed})

    say(ASK, [("or a letter", "m"), ("Number", "1"), ("Added", None), ("or a letter", "q")])

    assert Workshop(Session.open(folder)).sitting.minutes == "Zoe asks the vendor\nTom asks legal"


def test_a_vote_that_is_gone_on_with_names_who_left_and_asks_who_came(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--participant", "Tom")
    say(ASK, [("or a letter", "v"), ("One digit", "13"), ("Which level do you settle on", None)], signal.SIGKILL)
    workshop = Workshop(Session.open(folder))
    workshop.remove_participant("Tom")
    workshop.begin(names=["Lea"])

    say(
        ASK,
        [
            ("or a letter", "v"),
            ("Number", "1"),
            ("no longer on the list: Tom 3", None),
            ("One digit for Lea", "1"),
            ("Which level do you settle on", "1"),
            ("not true", ""),
            ("or a letter", "q"),
        ],
    )

    assert "level=1, count=2" in repr(_answer(folder))


def test_the_reason_of_somebody_who_left_becomes_nobody_elses(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--participant", "Tom", "--participant", "Zoe")
    say(
        ASK,
        [
            ("or a letter", "v"),
            ("One digit", "123"),
            ("Which level", "1"),
            ("Why did somebody show 2", "too new"),
            ("Why did somebody show 3", None),
        ],
        signal.SIGKILL,
    )
    Workshop(Session.open(folder)).remove_participant("Tom")

    say(ASK, [("or a letter", "v"), ("Number", "1"), ("Which level", None)], signal.SIGKILL)

    [draft] = Drafts(Session.open(folder)).all
    assert draft.typed == {"hands": "1 3", "people": "Ana\nZoe", "settled": "1"}


def test_the_reasons_of_two_people_at_one_level_are_reworded_one_by_one(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--participant", "Tom", "--participant", "Zoe")
    typed = {"hands": "1 1 3", "people": "Ana\nTom\nZoe", "reason 0": "too new", "reason 1": "nobody asked us"}
    session = Session.open(folder)
    title = f"Vote · {session.questionnaire.numbers[PRACTICE]} {session.questionnaire.practices[PRACTICE].title}"
    Drafts(session).keep(PRACTICE, title, "", {}, typed)

    again = (
        ("Why did somebody show 1", "too new for us"),
        ("Why did somebody show 1", ""),
        ("Why did somebody show 3", ""),
    )
    say(ASK, [("or a letter", "v"), ("Number", "1"), ("Which level", ""), *again, ("or a letter", "q")])

    kept = [vote.reason for vote in _answer(folder).votes]
    assert "too new for us" in kept and "nobody asked us" in kept


def test_a_reason_for_a_level_that_has_been_sealed_since_is_told_and_not_kept(levelbook: Type, folder: Path) -> None:
    typed = {"hands": "1 2", "people": "", "settled": "2 because restores are tried"}
    session = Session.open(folder)
    title = f"Vote · {session.questionnaire.numbers[PRACTICE]} {session.questionnaire.practices[PRACTICE].title}"
    Drafts(session).keep(PRACTICE, title, "", {}, typed)
    levelbook("answer", PRACTICE, "--level", "2")
    levelbook("seal", "first")

    ends = "\x04"
    said = say(ASK, [("or a letter", "v"), ("Number", "1"), ("Which level", ends)])

    answer = _answer(folder)
    assert (answer.level, answer.level_reason, len(answer.votes)) == (2, "", 2)
    assert "The last edition has level 2 too, so the reason is not kept: “restores are tried”" in said


def test_a_step_that_was_suggested_is_gone_on_with_once_another_is(levelbook: Type, folder: Path) -> None:
    say(ASK, [("or a letter", "s"), ("What will be done", ""), ("Who", "Zoe"), ("By when", None)], signal.SIGKILL)
    assert levelbook("answer", PRACTICE, "--level", "2").code == 0

    say(
        ASK,
        [
            ("or a letter", "s"),
            ("Number", "1"),
            ("What will be done", ""),
            ("Who", ""),
            ("By when", ""),
            ("Ticket", ""),
            ("or a letter", "q"),
        ],
    )

    [step] = _answer(folder).steps
    assert step.owner == "Zoe" and step.from_action
    assert Drafts(Session.open(folder)).all == ()


def test_the_close_offers_words_about_an_item_that_others_have_settled_since(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin")
    levelbook("sitting", "park", "Who pays")
    way: Script = ((TAKE_ON, ""), ("Number", "2"), ("Who", "Zoe"), ("By when", None))
    say(CLOSE, way, signal.SIGKILL)
    levelbook("sitting", "close", "--settle", "1")

    say(CLOSE, [(TAKE_ON, ""), ("Zoe", None), ("Number", "2"), ("Discarded", None)], signal.SIGKILL)

    assert Drafts(Session.open(folder)).all == ()


def test_what_ask_proposes_is_not_said_to_be_entered_by_others(levelbook: Type, folder: Path) -> None:
    session = Session.open(folder)
    title = f"Evidence · {session.questionnaire.numbers[PRACTICE]} {session.questionnaire.practices[PRACTICE].title}"
    before, typed = {"seen": "2026-01-09"}, {"kind": "documented", "reference": "RA-1", "seen": "2026-01-02"}
    Drafts(session).keep(PRACTICE, title, "", before, typed)

    out = say(
        ASK,
        [
            ("or a letter", "e"),
            ("Number", "1"),
            ("Number", ""),
            ("Where it is", ""),
            ("When was it seen", ""),
            ("or a letter", "q"),
        ],
    )

    assert [str(piece.seen_on) for piece in _answer(folder).evidence] == ["2026-01-02"], out


def test_a_draft_that_another_discards_stays_while_somebody_goes_on_with_it(levelbook: Type, folder: Path) -> None:
    say(ASK, [*OWNER, ("By when", None)], signal.SIGKILL)
    drafts = Drafts(Session.open(folder))
    [begun] = drafts.all
    with Program(ASK, columns=200, start=in_a_fork) as program:
        for wanted, keys in (("or a letter", "o"), ("Number (", "1"), ("Who owns it (Enter keeps", None)):
            program.until(lambda wanted=wanted: wanted.encode() in program.raw)  # type: ignore[misc]
            if keys is not None:
                program.press(f"{keys}\r")
        drafts.discard(begun)
        program.press("\r")
        program.until(lambda: b"By when" in program.raw)
        program.kill(signal.SIGKILL)

    assert [draft.typed for draft in drafts.all] == [{"owner": "Ana"}]
