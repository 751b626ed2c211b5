"""Answers as TOML, and the file that they live in."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import NOON, a_book, a_full_answer, a_practice, an_answer, tiny_facts, tiny_questionnaire
from hostile import HOSTILE
from levelbook.core.answers import Accepted, Answer, AnswerBook, Evidence, Step, Vote
from levelbook.core.questionnaire import Questionnaire, Section
from levelbook.core.text import clean, clean_line
from levelbook.core.toml import parse_toml
from levelbook.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, OtherVersion, UsedWrongly
from levelbook.store import answers_file
from levelbook.store.answers_file import AnswersFile, check_levels, parse, read, render, strangers
from toml_values import days, extras, levels, lines, some_line, tables, typed, words, zones

EXAMPLE = Path(__file__).with_name("example_answers.toml")
TINY = tiny_questionnaire()


# --- The layout -------------------------------------------------------------------------------------------------------


def example_questionnaire() -> Questionnaire:
    """The corner of the shipped questionnaire that the example of design section 3 shows."""
    names = ("rate-limiting-and-abuse-detection", "input-validation-and-sanitisation", "output-filtering")
    section = {
        "id": "model-deployment",
        "title": "Secure model deployment",
        "practices": [a_practice(f"model-deployment.{name}") for name in names],
    }
    tiny = tiny_questionnaire(questionnaire_id="genai-security")
    return replace(tiny, sections=(Section.model_validate(section),))


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
    assert read(EXAMPLE) == example_book()


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
        answers_file.COMMENT.rstrip("\n"),
        "format = 1",
        'questionnaire = "tiny"',
        'version = "1.0.0"',
        'colour = "blue"',
        "[profile]",
        'role = ["saas", "provider-api"]',
        'exposure = "public"',
        'unheard-of = "x"',
        "[answers.s1.p1]",
        "[answers.s1.p2]",
        "level = 1",
        'wording = "91c07d2e"',
        "[answers.zz.later]",
        "level = 1",
        'wording = "91c07d2e"',
        "[answers.aa.earlier]",
        "level = 1",
        'wording = "91c07d2e"',
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


def test_a_list_stands_on_one_line_and_only_nested_values_are_inline() -> None:
    long = tuple(f"criterion-number-{number}" for number in range(30))
    answer = Answer.model_validate({"unmet": long, "odd": [{"a": "x\ny"}, 1], "deep": [[{"b": {}}]]})

    text = render(a_book(TINY, {"s1.p1": answer}), TINY)

    listed = ", ".join(f'"{name}"' for name in long)
    assert f"unmet = [{listed}]\n" in text
    assert 'odd = [{ a = "x\\ny" }, 1]\n' in text
    assert "deep = [[{ b = {} }]]\n" in text


def test_unknown_values_keep_their_kind() -> None:
    answer = Answer.model_validate(
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
        }
    )
    text = render(a_book(TINY, {"s1.p1": answer}), TINY)

    table = parse(text, "answers.toml").answers["s1.p1"].as_table()

    assert typed(table) == typed(answer.as_table())
    assert "f = 2026-01-01T02:03:04.000500+02:00\n" in text
    assert '[[answers.s1.p1.evidence]]\nkind = "tested"\n\n[answers.s1.p1.evidence.who]\n' in text


# --- Any book ---------------------------------------------------------------------------------------------------------


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    optional: dict[str, st.SearchStrategy[Any]] = {
        "rev": lines,
        "note": words,
        "owner": words,
        "due": days,
        "target": levels,
        "target_reason": words,
        "unmet": st.lists(words, max_size=3),
        "met": st.lists(words, max_size=3),
        "ask_whom": words,
        "ask_by": days,
        "wording": words,
        "answered_by": words,
        "answered_at": st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=zones),
        "confirmed_after": words,
        "here": st.dictionaries(some_line, words, max_size=3),
        "accepted": st.fixed_dictionaries({"level": levels, "by": some_line, "until": days, "reason": some_line}),
        "evidence": st.lists(
            st.builds(
                lambda known, unknown: {**unknown, **known},
                st.fixed_dictionaries({"kind": some_line}, optional={"reference": words, "seen_on": days}),
                extras("kind", "reference", "seen_on"),
            ),
            max_size=3,
        ),
        "steps": st.lists(
            st.fixed_dictionaries({"text": some_line}, optional={"from": words, "due": days, "done_on": days}),
            max_size=2,
        ),
        "votes": st.lists(
            st.fixed_dictionaries({"level": levels, "count": levels}, optional={"who": words, "reason": words}),
            max_size=2,
        ),
    }
    table = draw(extras(*Answer.model_fields))
    table |= draw(st.fixed_dictionaries({}, optional=optional))
    table |= draw(
        st.sampled_from([{}, {"unsure": True}, {"unsure": False}]) | st.builds(lambda level: {"level": level}, levels)
    )
    return Answer.model_validate(table)


section_ids = some_line.filter(lambda name: "." not in name)
practice_ids = st.builds(lambda section, name: f"{section}.{name}", section_ids, some_line)


@st.composite
def books(draw: st.DrawFn) -> AnswerBook:
    ids = st.sampled_from(list(TINY.practices)) | practice_ids
    said = draw(st.dictionaries(ids, answers(), max_size=4))
    profile_ids = st.sampled_from(["role", "exposure"]) | some_line
    choices = some_line | st.lists(some_line, min_size=1, max_size=3).map(tuple)
    return AnswerBook(
        draw(some_line),
        draw(some_line),
        profile=draw(st.dictionaries(profile_ids, choices, max_size=3)),
        answers={name: answer for name, answer in said.items() if not answer.is_empty},
        retired=draw(st.dictionaries(practice_ids, tables, max_size=2)),
        unknown=draw(extras("format", "questionnaire", "version", "profile", "answers", "retired")),
    )


def everything(book: AnswerBook) -> Any:
    """All that a book says, with the kinds of its values."""
    said = {name: typed(answer.as_table()) for name, answer in book.answers.items()}
    profile = {name: value if isinstance(value, str) else list(value) for name, value in book.profile.items()}
    return book.questionnaire, book.version, profile, said, typed(book.retired), typed(book.unknown)


@settings(max_examples=150, deadline=None)
@given(books())
def test_whatever_a_book_says_is_read_back_and_written_as_the_same_bytes(book: AnswerBook) -> None:
    text = render(book, TINY)

    back = parse(text, "answers.toml")

    assert everything(back) == everything(book)
    assert render(back, TINY) == text
    assert "\r" not in text
    assert text.endswith("\n")


@settings(max_examples=50, deadline=None)
@given(books(), answers())
def test_one_answer_changes_only_its_own_stretch(book: AnswerBook, answer: Answer) -> None:
    old = render(book, TINY)
    new = render(book.with_answer("s2.p2", answer), TINY)

    before, _, _ = old.partition("\n[answers.s2.p2")
    _, _, after = old.partition("\n[answers.s2.p3]")

    assert new.startswith(before)
    assert new.endswith("\n[answers.s2.p3]" + after)


@pytest.mark.parametrize("text", [text for _, text in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_hostile_text_is_kept_as_cleaned(text: str) -> None:
    answer = Answer(note=text, owner=text, here={"c1-a": text} if clean_line(text) else {})

    rendered = render(a_book(TINY, {"s1.p1": answer}), TINY)

    if not answer.is_empty:
        back = parse(rendered, "answers.toml").answers["s1.p1"]
        assert back == answer
        assert back.note == clean(text)
    assert not any(letter in rendered for letter in "\x00\x1b\u202e\u2028\x85\x9b\ufeff")


# --- What is wrong ----------------------------------------------------------------------------------------------------

TOP = 'format = 1\nquestionnaire = "tiny"\nversion = "1.0.0"\n'


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
        'answers.toml:15: answers.s2.p1.here."␛": This id is empty, or holds characters that cannot be shown.',
        "answers.toml:18: answers.s2.p2.steps[0].text: This text is empty.",
        'answers.toml:19: answers."a.b": A section\'s id has no dot. A header is [answers.section.practice].',
        "answers.toml:21: retired.x: This must be a table: [retired.x].",
    ]


def test_a_file_names_its_format_questionnaire_and_version() -> None:
    assert problems_of("a = 1") == ["answers.toml: format: This key is missing. Write “format = 1”."]
    assert problems_of("format = 1\nversion = 2") == [
        "answers.toml: questionnaire: This key is missing.",
        "answers.toml:2: version: This must be text in quotes.",
    ]
    assert "newer levelbook" in problems_of(TOP.replace("1", "2", 1))[0]


def test_a_level_outside_the_scale_is_an_error_with_its_line(tmp_path: Path) -> None:
    text = TOP + "[answers.s1.p1]\nlevel = 4\n[answers.s1.p2]\ntarget = 5\n\n[answers.gone.gone]\nlevel = 9\n"
    path = tmp_path / "answers.toml"
    path.write_text(text)

    with pytest.raises(FileIsWrong) as caught:
        AnswersFile.load(path, TINY)

    assert [(problem.key, problem.line) for problem in caught.value.problems] == [
        ("answers.s1.p2.target", 7),
        ("answers.gone.gone.level", 10),
    ]
    with pytest.raises(FileIsWrong):
        check_levels(parse(text, "a"), TINY)


def test_answers_to_another_version_are_for_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    AnswersFile.create(path, TINY, a_book(TINY))

    for other in (tiny_questionnaire(version="2.0.0"), tiny_questionnaire(questionnaire_id="other")):
        with pytest.raises(OtherVersion) as caught:
            AnswersFile.load(path, other)
        assert "levelbook upgrade" in caught.value.remedy


def test_strangers_are_reported_with_the_nearest_name_and_kept() -> None:
    strange = Answer.model_validate(
        {
            "level": 2,
            "unmet": ["c2-x"],
            "here": {"c1-a": "fine", "unlike-anything": "x"},
            "levle": 3,
            "our_own_key": 1,
            "evidence": [{"kind": "tetsed"}, {"kind": "tested", "referense": "x"}],
            "steps": [{"text": "x", "from": "reach-2-a"}, {"text": "x", "from": "reach-9"}],
        }
    )
    book = a_book(
        TINY,
        {"s1.p1": strange, "s1.p11": an_answer()},
        {"rolle": "saas", "role": ("none", "sass"), "exposure": ("public", "staff-only")},
    )

    found = {problem.key: str(problem) for problem in strangers(book, TINY)}

    assert [str(problem).partition(": ")[2] for problem in strangers(book, TINY)] == [
        "profile.rolle: The questionnaire has no such fact. Did you mean “role”?",
        "profile.role: This fact has no choice “sass”. Did you mean “saas”?",
        "profile.role: “none” stands alone.",
        "profile.exposure: This fact takes one choice.",
        "answers.s1.p1.unmet[0]: This practice has no criterion “c2-x”. Did you mean “c2-b”?",
        "answers.s1.p1.here.unlike-anything: This practice has no criterion “unlike-anything”. It is kept.",
        "answers.s1.p1.steps[1].from: This practice has no action “reach-9”. Did you mean “reach-4-b”?",
        "answers.s1.p1.evidence[0].kind: There is no kind of evidence “tetsed”; it counts as somebody's word."
        " Did you mean “tested”?",
        "answers.s1.p1.levle: levelbook does not know this key. Did you mean “level”?",
        "answers.s1.p1.evidence[1].referense: levelbook does not know this key. Did you mean “reference”?",
        "answers.s1.p11: The questionnaire has no such practice. Did you mean “s1.p1”?",
    ], found
    assert everything(parse(render(book, TINY), "answers.toml")) == everything(book)


def test_a_book_that_fits_has_no_strangers() -> None:
    book = a_book(TINY, {"s1.p1": a_full_answer()}, {"role": ("not-known",), "exposure": "not-known"})

    assert strangers(book, TINY) == []


# --- Saving -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An answers.toml with two answers."""
    path = tmp_path / "answers.toml"
    book = a_book(TINY, {"s1.p1": a_full_answer(1), "s2.p2": a_full_answer(3)}, {"role": ("saas",)})
    AnswersFile.create(path, TINY, book)
    return path


def test_a_new_file_is_not_put_over_another(path: Path) -> None:
    old = path.read_bytes()

    with pytest.raises(UsedWrongly):
        AnswersFile.create(path, TINY, a_book(TINY))

    assert path.read_bytes() == old


def test_what_is_saved_is_what_the_whole_book_would_look_like(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    book = (
        file.book.with_answer("s1.p2", a_full_answer(2)).with_answer("s1.p1", Answer()).with_fact("exposure", "public")
    )
    book = book.with_fact("role", None).with_answer("new.one", an_answer(1))

    merged = file.save(book, answers=["s1.p2", "s1.p1", "new.one"], facts=["exposure", "role"])

    assert merged == book == file.book == read(path)
    assert path.read_text(encoding="utf-8") == render(book, TINY)


def test_an_unknown_answer_that_is_cleared_leaves_nothing_behind(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    old = path.read_bytes()
    book = file.save(file.book.with_answer("new.one", an_answer(1)), answers=["new.one"])

    file.save(book.with_answer("new.one", Answer()), answers=["new.one"])

    assert path.read_bytes() == old


def test_saving_what_was_read_writes_nothing(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    before = path.stat()

    file.save(file.book, answers=TINY.practices, facts=["role", "exposure"])
    file.save(file.book)

    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_only_what_was_touched_is_taken(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    book = file.book.with_answer("s1.p2", an_answer(2)).with_answer("s1.p3", an_answer(3))

    assert "s1.p3" not in file.save(book, answers=["s1.p2"]).answers


def test_two_sittings_on_one_file_lose_nothing(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)

    one.save(one.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])
    two.save(two.book.with_fact("exposure", "public"), facts=["exposure"])
    merged = two.save(two.book.with_answer("s1.p3", an_answer(3)), answers=["s1.p3"])

    assert merged.answer("s1.p2") == an_answer(2)
    assert merged.answer("s1.p3") == an_answer(3)
    assert merged.profile == {"role": ("saas",), "exposure": "public"}
    assert read(path) == merged
    assert path.read_text(encoding="utf-8") == render(merged, TINY)


def test_the_same_answer_changed_on_both_sides_is_refused_by_name(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    one.save(
        one.book.with_answer("s1.p1", an_answer(2)).with_fact("role", ("none",)), answers=["s1.p1"], facts=["role"]
    )
    old = path.read_bytes()
    mine = two.book.with_answer("s1.p1", an_answer(3)).with_answer("s1.p2", an_answer(3)).with_fact("role", "x")

    with pytest.raises(AnsweredElsewhere) as caught:
        two.save(mine, answers=["s1.p1", "s1.p2"], facts=["role"])

    assert caught.value.ids == ("s1.p1", "role")
    assert path.read_bytes() == old


def test_who_chose_after_a_clash_wins(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    one.save(one.book.with_answer("s1.p1", an_answer(2)), answers=["s1.p1"])
    with pytest.raises(AnsweredElsewhere):
        two.save(two.book.with_answer("s1.p1", an_answer(3)), answers=["s1.p1"])

    again = AnswersFile.load(path, TINY)
    again.save(again.book.with_answer("s1.p1", an_answer(3)), answers=["s1.p1"])

    assert read(path).answer("s1.p1").level == 3


def test_both_sides_may_say_the_same(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    later = an_answer(2).confirmed(by="Tom", at=NOON + timedelta(hours=1), wording="91c07d2e", after="")
    one.save(one.book.with_answer("s1.p1", an_answer(2)), answers=["s1.p1"])

    two.save(two.book.with_answer("s1.p1", later), answers=["s1.p1"])

    assert read(path).answer("s1.p1") == later


def test_a_confirmation_survives_somebody_else_saving_without_it(path: Path) -> None:
    """Merging by comparing values would lose it: its content is as it was."""
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    confirmed = one.book.answer("s1.p1").confirmed(by="Tom", at=NOON, wording="91c07d2e", after="2026-08-22")
    one.save(one.book.with_answer("s1.p1", confirmed), answers=["s1.p1"])

    two.save(two.book.with_answer("s2.p2", an_answer(1)), answers=["s2.p2"])

    assert read(path).answer("s1.p1") == confirmed


def test_confirming_what_has_become_something_else_is_refused(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    one.save(one.book.with_answer("s1.p1", an_answer(4)), answers=["s1.p1"])
    confirmed = two.book.answer("s1.p1").confirmed(by="Tom", at=NOON, wording="91c07d2e", after="2026-08-22")

    with pytest.raises(AnsweredElsewhere):
        two.save(two.book.with_answer("s1.p1", confirmed), answers=["s1.p1"])


def test_changing_what_was_only_confirmed_elsewhere_goes_through(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    confirmed = one.book.answer("s1.p1").confirmed(by="Tom", at=NOON, wording="91c07d2e", after="2026-08-22")
    one.save(one.book.with_answer("s1.p1", confirmed), answers=["s1.p1"])

    two.save(two.book.with_answer("s1.p1", an_answer(4)), answers=["s1.p1"])

    assert read(path).answer("s1.p1") == an_answer(4)


@pytest.mark.parametrize("damage", ["<<<<<<< HEAD\nlevel = 1\n=======\nlevel = 2\n>>>>>>> x\n", "level = \n", "\x00"])
def test_a_file_that_does_not_parse_is_never_overwritten(path: Path, damage: str) -> None:
    file = AnswersFile.load(path, TINY)
    with path.open("a") as stream:
        stream.write(damage)
    old = path.read_bytes()

    with pytest.raises(FileIsWrong):
        file.save(file.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])

    assert path.read_bytes() == old
    assert [entry.name for entry in path.parent.iterdir()] == ["answers.toml"]


def test_a_file_that_was_upgraded_meanwhile_is_left_alone(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    path.write_text(path.read_text().replace("1.0.0", "2.0.0"))

    with pytest.raises(OtherVersion):
        file.save(file.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])


def test_a_file_that_is_gone_is_put_back_whole(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    path.unlink()

    book = file.save(file.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])

    assert read(path) == book
    assert "s2.p2" in book.answers


@pytest.mark.parametrize(
    "answer",
    [
        Answer(level=9),
        Answer(evidence=(Evidence(kind=""),)),
        Answer.model_validate({"x": math.nan}),
        Answer.model_validate({"x": 2**64}),
    ],
    ids=["outside the scale", "without a kind", "no number", "too large"],
)
def test_what_could_not_be_read_again_is_not_written(path: Path, answer: Answer) -> None:
    file = AnswersFile.load(path, TINY)
    old = path.read_bytes()

    with pytest.raises(CouldNotWrite):
        file.save(file.book.with_answer("s1.p2", answer), answers=["s1.p2"])

    assert path.read_bytes() == old
    assert file.save(file.book.with_answer("s1.p3", an_answer()), answers=["s1.p3"]).answer("s1.p2") == Answer()


def test_a_save_renders_and_reads_back_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the questionnaire is."""
    big = tiny_questionnaire(20, 100)
    path = tmp_path / "answers.toml"
    file = AnswersFile.create(path, big, a_book(big, {name: an_answer(2) for name in big.practices}))
    rendered: list[str] = []
    parsed: list[int] = []
    page, reader = answers_file._page, parse_toml
    monkeypatch.setattr(answers_file, "_page", lambda name, answer: rendered.append(name) or page(name, answer))
    monkeypatch.setattr(answers_file, "parse_toml", lambda text, at: parsed.append(len(text)) or reader(text, at))

    file.save(file.book.with_answer("s7.p50", a_full_answer(3)), answers=["s7.p50"])

    assert set(rendered) == {"s7.p50"}
    assert sum(parsed) < 2_000
    monkeypatch.undo()
    assert path.read_text() == render(file.book, big)


# --- Laid out by hand -------------------------------------------------------------------------------------------------

BY_HAND = """\
# Our answers. Ask Ana before you change anything here!
version = "1.0.0"    # since May
questionnaire = "tiny"
format = 1
motto = "measure # twice"

[profile]  # who we are
exposure = "public"

# The second section first: it matters more.
[answers.s2.p2]
note = '''
[answers.s1.p1]
# no comment
'''
level = 3  # was 2 until August
unmet = [
  "c2-a",  # next quarter
]

# Tom's
  [answers.s2.p2.here]
  c1-a = 'in the wiki'

# --- first section ---

# still open
[answers.s1.p1]
unsure = true
# trailing words
[[answers.s1.p2.evidence]]
kind = "tested"
[unheard.of]
level = 99 # ours
"""


@pytest.fixture
def by_hand(path: Path) -> Path:
    path.write_text(BY_HAND)
    return path


def save(path: Path, **said: Any) -> str:
    """Save answers, given as s1_p1=..., and return the file."""
    file = AnswersFile.load(path, TINY)
    book = file.book
    for name, answer in said.items():
        book = book.with_answer(name.replace("_", "."), answer)
    merged = file.save(book, answers=[name.replace("_", ".") for name in said])
    assert read(path) == merged == book
    return path.read_text(encoding="utf-8")


def test_only_the_table_that_changed_is_replaced(by_hand: Path) -> None:
    answer = Answer(level=1, here={"c1-a": "here"})

    text = save(by_hand, s1_p1=answer)

    assert text == BY_HAND.replace("unsure = true\n", 'level = 1\n\n[answers.s1.p1.here]\nc1-a = "here"\n')


def test_comments_inside_a_table_that_is_replaced_stay_below_its_header(by_hand: Path) -> None:
    text = save(by_hand, s2_p2=Answer(level=4))
    old = BY_HAND[BY_HAND.index("[answers.s2.p2]") : BY_HAND.index("# --- first")]

    kept = "[answers.s2.p2]\n# was 2 until August\n# next quarter\n# Tom's\nlevel = 4\n\n"
    assert text == BY_HAND.replace(old, kept)
    assert save(by_hand, s2_p2=Answer(level=3)) == text.replace("level = 4", "level = 3")


def test_a_practice_that_the_file_does_not_have_yet_goes_where_it_belongs(by_hand: Path) -> None:
    text = save(by_hand, s1_p3=Answer(level=1))

    added = '[[answers.s1.p2.evidence]]\nkind = "tested"\n\n[answers.s1.p3]\nlevel = 1\n[unheard.of]'
    assert added in text
    assert text.replace("\n[answers.s1.p3]\nlevel = 1\n", "") == BY_HAND


def test_facts_are_replaced_by_hand_too(by_hand: Path) -> None:
    file = AnswersFile.load(by_hand, TINY)

    file.save(file.book.with_fact("role", ("saas",)), facts=["role"])

    profile = '[profile]\n# who we are\nrole = ["saas"]\nexposure = "public"\n'
    assert by_hand.read_text() == BY_HAND.replace('[profile]  # who we are\nexposure = "public"\n', profile)


def test_windows_line_ends_alone_do_not_make_a_file_hand_made(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    file = AnswersFile.load(path, TINY)

    book = file.save(file.book.with_answer("s1.p2", an_answer()), answers=["s1.p2"])

    assert path.read_bytes() == render(book, TINY).encode()


@pytest.mark.parametrize(
    "answers",
    ["answers.s1.p1 = { level = 1 }", "[answers.s1]\np1.level = 1", "[answers]\ns1 = { p1 = { level = 1 } }"],
)
def test_a_layout_that_cannot_be_changed_safely_is_refused_with_the_new_content_beside(
    path: Path, answers: str
) -> None:
    text = f"{TOP}{answers} # one\n"
    path.write_text(text)
    file = AnswersFile.load(path, TINY)
    book = file.book.with_answer("s1.p1", an_answer(2))

    with pytest.raises(CouldNotWrite) as caught:
        file.save(book, answers=["s1.p1"])

    assert path.read_text() == text
    beside = path.with_name("answers.toml.new")
    assert beside.read_text() == render(book, TINY)
    assert "answers.toml.new" in "".join(caught.value.lines())


@settings(max_examples=40, deadline=None)
@given(books(), answers())
def test_a_hand_made_layout_of_any_book_takes_any_answer(
    tmp_path_factory: pytest.TempPathFactory, book: AnswerBook, answer: Answer
) -> None:
    """Whatever `tomli_w` makes of a book is laid out otherwise; comments between its tables must stay."""
    book = replace(book, questionnaire="tiny", version="1.0.0")
    text = tomli_w.dumps(parse_toml(render(book, TINY), "a"))
    lines = [
        f"{line} # mine {number}" if line.startswith("[answers") else line
        for number, line in enumerate(text.split("\n"))
    ]
    path = tmp_path_factory.mktemp("by-hand") / "answers.toml"
    if parsed_or_none("\n".join(lines)) != parse_toml(text, "a"):
        lines = text.split("\n")  # a header that was a line of somebody's text
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    file = AnswersFile.load(path, TINY)
    meant = file.book.with_answer("s2.p2", answer)

    try:
        file.save(meant, answers=["s2.p2"])
    except CouldNotWrite:
        assert everything(read(path.with_name("answers.toml.new"))) == everything(meant)
    else:
        assert everything(read(path)) == everything(meant)
        kept = path.read_text(encoding="utf-8")
        assert all(f"# mine {number}" in kept for number, line in enumerate(lines) if "# mine" in line)


def parsed_or_none(text: str) -> dict[str, Any] | None:
    try:
        return parse_toml(text, "a")
    except FileIsWrong:
        return None


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
