"""Answers as TOML, and TOML as answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Evidence, Step, Vote
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire, Section
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.reading import strict
from levelbook.store import answers_text
from levelbook.store.answers_file import read
from levelbook.store.answers_text import parse, render
from levelbook.store.file_formats import NEEDS
from support.any_books import TINY, TOP, answers, books, everything
from support.builders import a_book, a_practice, an_answer, tiny_facts, tiny_questionnaire
from support.examples import examples
from support.looped import each_hostile_text
from support.toml_values import typed

EXAMPLE = Path(__file__).with_name("example_answers.toml")


# --- The layout -------------------------------------------------------------------------------------------------------


def example_questionnaire() -> Questionnaire:
    """The corner of the shipped questionnaire that the example in docs/design.md, "Answers", shows."""
    names = ("rate-limiting-and-abuse-detection", "input-validation-and-sanitisation", "output-filtering")
    section = {
        "id": "model-deployment",
        "title": "Secure model deployment",
        "practices": [a_practice(f"model-deployment.{name}") for name in names],
    }
    tiny = tiny_questionnaire(questionnaire_id="genai-security")
    return replace(tiny, sections=(strict.read(Section, section),))


def example_book() -> AnswerBook:
    due = date(2027, 1, 29)
    moment = datetime(2026, 11, 22, 14, 2, 11, tzinfo=UTC)
    limits = Answer(
        rev="5f0c1a9e",
        level=2,
        note="March campaign discussed; Tom doubts the daily cap.",
        owner="Priya",
        due=due,
        unmet=("spend-cap",),
        wording="91c07d2e",
        answered_by="Noor",
        answered_at=moment,
        confirmed_by="Noor",
        confirmed_at=moment,
        confirmed_after="2026-08-22",
        here={"per-user-limits": "30 questions an hour, in gateway/limits.yaml"},
        evidence=(Evidence(kind="sampled", reference="https://wiki.example/limits", seen_on=date(2026, 11, 11)),),
        steps=(
            Step(
                text="Read a sample of throttled requests each month",
                from_action="review-throttled",
                owner="Priya",
                due=due,
                ticket="RA-398",
            ),
        ),
    )
    filtering = Answer(rev="0b7d42c3", unsure=True, ask_whom="Tom", ask_by=date(2026, 12, 4))
    return AnswerBook(
        "genai-security",
        "1.0.0",
        profile={"exposure": "signed-in-public", "role": ("provider-api",)},
        answers={
            "model-deployment.output-filtering": filtering,
            "model-deployment.rate-limiting-and-abuse-detection": limits,
        },
    )


def test_the_example_of_the_design_is_laid_out_to_the_byte() -> None:
    assert render(example_book(), example_questionnaire()).encode() == EXAMPLE.read_bytes()


def test_the_example_of_the_design_reads_back() -> None:
    assert read(EXAMPLE, within=EXAMPLE.parent) == example_book()


def test_everything_has_its_place() -> None:
    """Known practices in questionnaire order, then unknown ones, then the retired, sorted, then unknown tables."""
    book = AnswerBook(
        "tiny",
        "1.0.0",
        profile={"unheard-of": "x", "exposure": "public", "role": ("saas", "provider-api")},
        answers={"zz.later": an_answer(1), "aa.earlier": an_answer(1), "s1.p2": an_answer(1)},
        retired={"b.a": {"level": 2}, "a.z": {"note": "x", "here": {"c": "d"}, "level": 3}},
        unknown={"plan": {"next": 1}, "colour": "blue", "parts": [{"a": 1}, {"b": [{"c": 2}]}]},
    )

    text = render(book, tiny_questionnaire(1, 2))

    assert [line for line in text.split("\n") if line and not line.startswith(("rev", "answered", "confirmed"))] == [
        answers_text.COMMENT.rstrip("\n"),
        "format = 2",
        f'needs = "{NEEDS["answers"]}"',
        'questionnaire = "tiny"',
        'version = "1.0.0"',
        "tables = 9",
        'colour = "blue"',
        "[profile]",
        'role = ["saas", "provider-api"]',
        'exposure = "public"',
        'unheard-of = "x"',
        "[answers.s1.p1]",
        "[answers.s1.p2]",
        "level = 1",
        'wording = "2445311278"',
        "[answers.zz.later]",
        "level = 1",
        'wording = "2445311278"',
        "[answers.aa.earlier]",
        "level = 1",
        'wording = "2445311278"',
        "[retired.a.z]",
        'note = "x"',
        "level = 3",
        "[retired.a.z.here]",
        'c = "d"',
        "[retired.b.a]",
        "level = 2",
        "[plan]",
        "next = 1",
        "[[parts]]",
        "a = 1",
        "[[parts]]",
        "[[parts.b]]",
        "c = 2",
    ]
    assert parse(text, "answers.toml") == book


def test_texts_with_line_breaks_can_be_read_in_the_file() -> None:
    note = 'One\n\n  "two" \nthree\\ \t"""\n<end>"'
    text = render(a_book(TINY, {"s1.p1": Answer(note=note)}), TINY)

    assert 'note = """\nOne\n\n  "two"\\u0020\nthree\\\\ \\t\\"""\n<end>\\""""\n' in text
    assert parse(text, "answers.toml").answers["s1.p1"].note == note


def test_a_long_list_has_a_line_for_each_item_and_only_nested_values_are_inline() -> None:
    long = tuple(f"criterion-number-{number}" for number in range(30))
    answer = strict.read(Answer, {"unmet": long, "odd": [{"a": "x\ny"}, 1], "deep": [[{"b": {}}]]})

    text = render(a_book(TINY, {"s1.p1": answer}), TINY)

    listed = "".join(f'  "{name}",\n' for name in long)
    assert f"unmet = [\n{listed}]\n" in text
    assert 'odd = [{ a = "x\\ny" }, 1]\n' in text
    assert "deep = [[{ b = {} }]]\n" in text


def test_unknown_values_keep_their_kind() -> None:
    answer = strict.read(
        Answer,
        {
            "level": 1,
            "a": True,
            "b": 1,
            "c": 1.0,
            "d": "1",
            "e": date(2026, 1, 1),
            "f": datetime(2026, 1, 1, 2, 3, 4, 500, tzinfo=timezone(timedelta(hours=2))),
            "g": datetime(2026, 1, 1),
            "h": time(1, 2, 3),
            "i": [],
            "j": {},
            "k": {"l": [{"m": -0.5e-30}]},
            "evidence": [{"kind": "tested", "who": {"name": "Ana"}}],
        },
    )
    text = render(a_book(TINY, {"s1.p1": answer}), TINY)

    table = parse(text, "answers.toml").answers["s1.p1"].table

    assert typed(table) == typed(answer.table)
    assert "f = 2026-01-01T02:03:04.000500+02:00\n" in text
    assert '[[answers.s1.p1.evidence]]\nkind = "tested"\n\n[answers.s1.p1.evidence.who]\n' in text


def test_accepted_risks_and_votes_stand_in_tables_of_their_own() -> None:
    answer = Answer(
        level=1,
        accepted=Accepted(level=1, by="Ana", until=date(2027, 1, 1), reason="No budget"),
        votes=(Vote(level=1, count=3), Vote(level=2, count=1, who="Tom")),
    )

    text = render(a_book(TINY, {"s1.p1": answer}), TINY)

    assert (
        "\n[answers.s1.p1]\nlevel = 1\n"
        '\n[answers.s1.p1.accepted]\nlevel = 1\nby = "Ana"\nuntil = 2027-01-01\nreason = "No budget"\n'
        "\n[[answers.s1.p1.votes]]\nlevel = 1\ncount = 3\n"
        '\n[[answers.s1.p1.votes]]\nlevel = 2\ncount = 1\nwho = "Tom"\n'
        "\n[answers.s1.p2]\n"
    ) in text


def test_facts_stand_in_the_order_of_the_questionnaire() -> None:
    assert [fact["id"] for fact in tiny_facts()] == ["role", "exposure"]
    text = render(a_book(TINY, {}, {"exposure": "public", "role": ("saas",)}), TINY)

    assert '[profile]\nrole = ["saas"]\nexposure = "public"\n' in text


# --- Any book ---------------------------------------------------------------------------------------------------------


@examples(150)
@given(books())
def test_whatever_a_book_says_is_read_back_and_written_as_the_same_bytes(book: AnswerBook) -> None:
    text = render(book, TINY)

    back = parse(text, "answers.toml")

    assert everything(back) == everything(book)
    assert render(back, TINY) == text
    assert "\r" not in text
    assert text.endswith("\n")


@examples(50)
@given(books(), answers())
def test_one_answer_changes_only_its_own_stretch(book: AnswerBook, answer: Answer) -> None:
    old = render(book, TINY)
    new = render(book.with_answer("s2.p2", answer), TINY)

    before, _, _ = old.partition("\n[answers.s2.p2")
    _, _, after = old.partition("\n[answers.s2.p3]")

    assert new.startswith(before)
    assert new.endswith("\n[answers.s2.p3]" + after)


@each_hostile_text
def test_hostile_text_is_kept_as_cleaned(text: str) -> None:
    answer = Answer(note=text, owner=text, here={"c1-a": text} if clean_line(text) else {})

    rendered = render(a_book(TINY, {"s1.p1": answer}), TINY)

    if not answer.is_empty:
        back = parse(rendered, "answers.toml").answers["s1.p1"]
        assert back == answer
        assert back.note == clean(text)
    assert not any(letter in rendered for letter in "\x00\x1b\u202e\u2028\x85\x9b\ufeff")


# --- What is wrong ----------------------------------------------------------------------------------------------------


def problems_of(text: str) -> list[str]:
    with pytest.raises(FileIsWrong) as caught:
        parse(text, "answers.toml")
    return [str(problem) for problem in caught.value.problems]


def test_every_problem_is_told_at_once_with_key_and_line() -> None:
    text = TOP + (
        "[profile]\nrole = 3\n"
        "[answers.s1.p1]\nlevel = true\n"
        "[answers.s1.p2]\nlevel = 1\nunsure = true\n"
        "[[answers.s1.p3.evidence]]\nreference = 'x'\n"
        "[answers.s1]\np4 = 2\n"
        "[answers.s2.p1.here]\n\"\\u001b\" = 'x'\n"
        "[[answers.s2.p2.steps]]\ntext = ' '\n"
        '[answers."a.b".c]\n'
        "[retired]\nx = 1\n"
    )

    assert problems_of(text) == [
        "answers.toml:5: profile.role: This must be a choice in quotes, or a list of them.",
        "answers.toml:7: answers.s1.p1.level: This is true; it must be a whole number.",
        "answers.toml:8: answers.s1.p2: At most one of level, unsure and not_applicable can be said.",
        "answers.toml:11: answers.s1.p3.evidence[0].kind: This key is missing.",
        "answers.toml:14: answers.s1.p4: This must be a table: [answers.s1.p4].",
        'answers.toml:15: answers.s2.p1.here."␛": This id is empty, or contains characters that cannot be shown.',
        "answers.toml:18: answers.s2.p2.steps[0].text: This text is empty.",
        'answers.toml:19: answers."a.b": A section\'s id cannot contain a dot. '
        "A header looks like [answers.section.practice].",
        "answers.toml:21: retired.x: This must be a table: [retired.x].",
    ]


def test_an_answer_that_stands_in_two_files_is_read_once() -> None:
    text = TOP + "[answers.s1.p1]\nlevel = 1\n[answers.s1.p2]\nlevel = {}\n"
    one, other = parse(text.format(1), "a.toml"), parse(text.format(2), "b.toml")

    assert other.answers["s1.p1"] is one.answers["s1.p1"]
    assert [book.answers["s1.p2"].level for book in (one, other)] == [1, 2]


@pytest.mark.parametrize("value", ["true", "1.0"])
def test_a_value_that_only_equals_the_right_one_is_refused_after_that_one_was_read(value: str) -> None:
    parse(f"{TOP}[answers.s1.p1]\nlevel = 1\n", "a.toml")
    with pytest.raises(FileIsWrong):
        parse(f"{TOP}[answers.s1.p1]\nlevel = {value}\n", "b.toml")


@examples(30)
@given(books(), books())
def test_what_was_read_before_changes_nothing_of_what_is_read_next(first: AnswerBook, second: AnswerBook) -> None:
    for book in (first, second, first):
        parse.cache_clear()
        assert everything(parse(render(book, TINY), "answers.toml")) == everything(book)


def test_a_file_names_its_format_questionnaire_and_version() -> None:
    assert problems_of("a = 1") == ["answers.toml: format: This key is missing. Write “format = 2”."]
    assert problems_of("format = 1\nversion = 2") == [
        "answers.toml: questionnaire: This key is missing.",
        "answers.toml:2: version: This must be text in quotes.",
    ]
    assert "newer levelbook" in problems_of(TOP.replace("1", "3", 1))[0]
