"""What a book may hold for a questionnaire."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong, OtherVersion
from levelbook.reading import strict
from levelbook.store.answers_check import check_levels, unknown_names
from levelbook.store.answers_file import AnswersFile
from levelbook.store.answers_text import parse, render
from support.any_books import TINY, TOP, everything
from support.builders import a_book, a_full_answer, an_answer, tiny_questionnaire


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


def test_orphans_are_reported_with_the_nearest_name_and_kept() -> None:
    orphaned = strict.read(
        Answer,
        {
            "level": 2,
            "unmet": ["c2-x"],
            "here": {"c1-a": "fine", "unlike-anything": "x"},
            "levle": 3,
            "our_own_key": 1,
            "evidence": [{"kind": "tetsed"}, {"kind": "tested", "referense": "x"}],
            "steps": [{"text": "x", "from": "reach-2-a"}, {"text": "x", "from": "reach-9"}],
        },
    )
    book = a_book(
        TINY,
        {"s1.p1": orphaned, "s1.p11": an_answer()},
        {"rolle": "saas", "role": ("none", "sass"), "exposure": ("public", "staff-only")},
    )

    found = {problem.key: str(problem) for problem in unknown_names(book, TINY)}

    assert [str(problem).partition(": ")[2] for problem in unknown_names(book, TINY)] == [
        "profile.rolle: The questionnaire has no such fact, so no rule uses this. Did you mean “role”?",
        "profile.role: This fact has no choice “sass”, so no rule uses it. Did you mean “saas”?",
        "answers.s1.p11: The questionnaire has no such practice, so this answer is not counted. "
        "It is kept. Rename it here, or bring the practice back.",
        "answers.s1.p1.unmet[0]: This practice has no criterion “c2-x”. Did you mean “c2-b”?",
        "answers.s1.p1.here.unlike-anything: This practice has no criterion “unlike-anything”. "
        "It is kept. Rename it here, or take it out.",
        "answers.s1.p1.steps[1].from: This practice has no action “reach-9”. Did you mean “reach-4-b”?",
        "answers.s1.p1.evidence[0].kind: There is no kind of evidence “tetsed”; it counts as a statement."
        " Did you mean “tested”?",
        "profile.role: “none” cannot be combined with other choices.",
        "profile.exposure: This fact takes one choice.",
        "answers.s1.p1.levle: levelbook does not know this key. Did you mean “level”?",
        "answers.s1.p1.evidence[1].referense: levelbook does not know this key. Did you mean “reference”?",
    ], found
    assert everything(parse(render(book, TINY), "answers.toml")) == everything(book)


def test_a_book_that_fits_has_no_strangers() -> None:
    book = a_book(TINY, {"s1.p1": a_full_answer()}, {"role": ("not-known",), "exposure": "not-known"})

    assert unknown_names(book, TINY) == []
