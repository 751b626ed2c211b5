"""Any answers that anybody could have given, as values and as the file that holds them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.text.field_types import file_keys
from levelbook.reading import strict
from support.builders import tiny_questionnaire
from support.toml_values import days, extras, levels, lines, some_line, tables, typed, words, zones

TINY = tiny_questionnaire()

TOP = 'format = 1\nquestionnaire = "tiny"\nversion = "1.0.0"\n'
"""What a file begins with."""


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
        "offer": st.fixed_dictionaries(
            {"offer": some_line, "team": some_line, "edition": some_line, "digest": some_line, "level": levels},
            optional={
                "criteria": st.lists(words, max_size=3),
                "evidence": st.lists(
                    st.fixed_dictionaries({"kind": some_line}, optional={"seen_on": days}), max_size=2
                ),
            },
        ),
        "steps": st.lists(
            st.fixed_dictionaries({"text": some_line}, optional={"from": words, "due": days, "done_on": days}),
            max_size=2,
        ),
        "left_open": st.booleans(),
        "votes": st.lists(
            st.fixed_dictionaries({"level": levels, "count": levels}, optional={"who": words, "reason": words}),
            max_size=2,
        ),
    }
    table = draw(extras(*file_keys(Answer)))
    table |= draw(st.fixed_dictionaries({}, optional=optional))
    table |= draw(
        st.sampled_from([{}, {"unsure": True}, {"unsure": False}]) | st.builds(lambda level: {"level": level}, levels)
    )
    return strict.read(Answer, table)


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
        unknown=draw(extras("format", "questionnaire", "version", "tables", "profile", "answers", "retired")),
    )


def everything(book: AnswerBook) -> Any:
    """All that a book says, with the kinds of its values."""
    said = {name: typed(answer.table) for name, answer in book.answers.items()}
    profile = {name: value if isinstance(value, str) else list(value) for name, value in book.profile.items()}
    return book.questionnaire, book.version, profile, said, typed(book.retired), typed(book.unknown)
