"""`questionnaire check` finds what an author gets wrong, each fault planted alone in a questionnaire without one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from levelbook.packs.check import check_questionnaire
from levelbook.packs.starter_files import starter
from support.looped import looped

MAIN, DATA, RULES, PROFILE = (
    "questionnaire.toml",
    "sections/01-data.toml",
    "tailoring.toml",
    "profiles/hosted-shop.toml",
)
Fault = tuple[str, str, str, str]
"""The file, what stands there, what an author writes instead, and a word of the problem."""

FAULTS: dict[str, Fault] = {
    "a misspelt key": (DATA, "impact = 3 ", "impakt = 3 ", "no such key"),
    "a practice twice": (DATA, 'id = "restores"', 'id = "backups"', "appears twice"),
    "a practice that is not there": (DATA, '["data.restores"]', '["data.nowhere"]', "no practice"),
    "a practice that points at itself": (DATA, '["data.restores"]', '["data.backups"]', "points at itself"),
    "a pointer twice": (DATA, '["data.restores"]', '["data.restores", "data.restores"]', "appears twice"),
    "a title twice": (DATA, 'title = "Restoring"', 'title = "Backups"', "title of data.backups"),
    "two levels of one statement": (
        DATA,
        "Somebody copies what they think of, when they think of it.",
        "There are no copies, or nobody knows where they are.",
        "statement of level 0",
    ),
    "a question that asks nothing": (DATA, "the data and its copy?", "the data and its copy.", "asks nothing"),
    "a rule without its full stop": (DATA, 'cannot reach it."', 'cannot reach it"', "end like a sentence"),
    "what is to be avoided as a sentence": (DATA, '"keep the only copy', '"Keep the only copy', "Do not …"),
    "a vague criterion": (
        DATA,
        "Write down what is copied, how often and for how long.",
        "Copy appropriately.",
        "appro",
    ),
    "a moment that is none": (DATA, '"design", "run"', '"design", "running"', "must be"),
    "a missing level": (DATA, "level = 0", "level = 1", "is missing"),
    "an unknown framework": (DATA, '# references = ["iso', 'references = ["iso', "no file frameworks/"),
    "a section without its file": (MAIN, '["data", "changes"]', '["data", "changes", "people"]', "no file sections/"),
    "a file that no section lists": (MAIN, '["data", "changes"]', '["changes"]', "lists no section"),
    "a level's name twice": (MAIN, 'name = "Ad hoc"', 'name = "Absent"', "appears twice"),
    "a choice's words twice": (MAIN, '"Data of people"', '"Our own business data"', "appears twice"),
    "a fact that is asked later": (MAIN, "when = { holds =", "when = { hosting =", "not asked before"),
    "a folder that leads elsewhere": (MAIN, "# folder = ", 'folder = "../x" # ', "below the working folder"),
    "words for a moment that is none": (MAIN, "# [moments]\n# change", "[moments]\nchnage", "must be"),
    "a rule on a fact that is not there": (RULES, "hosting = [", "hostin = [", "no fact"),
    "a test that asks for what can only be given alone": (
        RULES,
        'holds = { none = ["personal"] }',
        'holds = { all = ["nothing", "personal"] }',
        "can never hold: “nothing” cannot be chosen together",
    ),
    "a test that asks for two of a fact that takes one": (
        RULES,
        'hosting = ["provider"]',
        'hosting = { all = ["provider", "ourselves"] }',
        "can never hold: the fact “hosting” takes one choice",
    ),
    "a test that rules out every choice": (
        RULES,
        'hosting = ["provider"]',
        'hosting = { none = ["provider", "ourselves"] }',
        "can never hold: it rules out every choice",
    ),
    "a floor below every target": (RULES, "level = 3, practices", "level = 1, practices", "means nothing"),
    "a rule about one fact alone": (
        MAIN,
        "[[facts]]",
        '[[incompatible]]\nwhen = { hosting = ["provider"] }\nbecause = "x"\n\n[[facts]]',
        "different facts",
    ),
    "answers that cannot both be true, of a fact that is not there": (
        MAIN,
        "[[facts]]",
        '[[incompatible]]\nwhen = { hosting = ["provider"], nothing = ["a"] }\nbecause = "x"\n\n[[facts]]',
        "no fact",
    ),
    "a profile that says what cannot be true": (
        MAIN,
        "[[facts]]",
        '[[incompatible]]\nwhen = { hosting = ["provider"], holds = ["business"] }\nbecause = "x"\n\n[[facts]]',
        "cannot both be true: x.",
    ),
    "a profile with no such choice": (PROFILE, '"business"', '"busines"', "no choice"),
}


@looped("fault", FAULTS.items())
def test_each_planted_fault_is_found_where_it_is(fault: Fault, tmp_path_factory: pytest.TempPathFactory) -> None:
    where, there, instead, word = fault
    folder = tmp_path_factory.mktemp("planted")
    for name, text in starter("small", "Small").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def problems() -> list[str]:
        return [str(problem) for problem in check_questionnaire(folder, date(2026, 11, 28))]

    assert problems() == []
    path = folder / where
    assert there in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(there, instead, 1), "utf-8")
    assert any(word in problem for problem in problems()), problems()


@pytest.mark.parametrize("is_read", [True, False])
def test_a_section_that_is_listed_wrong_is_one_fault_and_none_of_each_name_in_it(is_read: bool, tmp_path: Path) -> None:
    for name, text in starter("small", "Small").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if is_read or name != DATA else f"{text}oops", "utf-8")
    main = tmp_path / MAIN
    main.write_text(main.read_text("utf-8").replace('["data", "changes"]', '["date", "changes"]'), "utf-8")

    found = [str(problem) for problem in check_questionnaire(tmp_path, date(2026, 11, 28))]

    assert [problem for problem in found if "There is no practice" in problem] == []
    assert any("lists no section “data”" in problem for problem in found)
