"""docs/design.md and docs/json.md say what the code does: keys, commands, options, exit codes, shapes, places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from levelbook.cli.group import levelbook as command_line
from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, Vote
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from levelbook.core.errors import ExitCode
from levelbook.core.questionnaire.questionnaire import Fact, Practice, PracticeLevel, Rule, Section
from levelbook.core.questionnaire.scoring_model import AnswerSet, Node, Question
from levelbook.core.text.field_types import file_keys
from levelbook.packs.file_models import QuestionnaireFile
from levelbook.packs.scoring_model_file import ScoringModelFile
from levelbook.reading.toml import parse_toml
from levelbook.store import editions, team_folder
from levelbook.store.answers_text import answer_toml, parse
from levelbook.store.questionnaires import StoredQuestionnaire
from support import bank
from support.demo_book import copied_demo
from support.documented_commands import run_as_written

ROOT = Path(__file__).parents[2]
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")
SHAPES = (ROOT / "docs" / "json.md").read_text("utf-8")


def section(heading: str) -> str:
    """What stands below a heading, up to the next one; a comment in a block of code is no heading."""
    found: list[str] = []
    inside = fenced = False
    for line in DESIGN.splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if not fenced and (title := re.match(r"#+ (.+)$", line)):
            inside = title[1] == heading
        elif inside:
            found.append(line)
    return "".join(found)


def toml_of(heading: str) -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```", section(heading), re.DOTALL | re.MULTILINE)


def names_in(text: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", text)


# --- Places


def test_everything_that_stands_in_the_house_is_there() -> None:
    house = re.search(r"^```\n(.*?)^```", section("The house"), re.DOTALL | re.MULTILINE)
    assert house is not None
    folders: list[str] = []
    for line in house[1].splitlines():
        found = re.match(r"( *)([\w./-]+)  ", line)
        if found is None:
            continue
        depth = len(found[1]) // 2
        folders[depth:] = [found[2]]

        assert (ROOT / "".join(folders)).exists(), line
    assert len(folders) > 0


# --- Files


def test_the_settings_shown_are_all_there_are() -> None:
    [shown] = toml_of("Settings")

    team_folder.parse_settings(shown, "levelbook.toml")
    assert set(parse_toml(shown, "")) == set(keys(team_folder.Settings))


def test_the_answers_shown_are_as_levelbook_lays_them_out_and_signs_them() -> None:
    [shown] = toml_of("Answers")
    book = parse(shown, "answers.toml")

    for name, answer in book.answers.items():
        assert answer_toml(name, answer, book.format) in shown, name
        assert not answer.edited_outside, f"{name}: its rev is {answer.true_rev}"


def keys(kind: type[Any]) -> list[str]:
    return list(file_keys(kind).values())


def test_the_keys_of_an_answer_stand_in_their_order() -> None:
    told = section("Answers").partition("**Keys of an answer**")[2].partition("then unknown\ntables")[0]

    found = list(dict.fromkeys(names_in(told)))

    assert [name for name in found if name in keys(Answer)] == keys(Answer)
    for table, model in (("accepted", Accepted), ("evidence", Evidence), ("steps", Step), ("votes", Vote)):
        inside = re.search(rf"`{table}` \(([^)]*)\)", told)
        assert inside is not None
        assert names_in(inside[1]) == keys(model), table


def test_the_keys_of_a_sitting_stand_in_their_order() -> None:
    told = section("Sittings")

    tables = {"participants": Participant, "parked": Parked, "taken_on": TakenOn, "proofs": EvidenceToBring}
    for table, model in tables.items():
        inside = re.search(rf"`{table}` \(([^)]*)\)", told)
        assert inside is not None
        assert names_in(inside[1]) == keys(model), table
    outside = re.sub(r"\([^)]*\)", "", told)
    assert names_in(outside) == ["format", "tables", *keys(Sitting)]


def test_every_key_of_an_edition_is_named() -> None:
    tables = {"questionnaire", "files", "meaning", "scorecard"}
    named = set(names_in(section("Editions")))
    assert set(keys(editions.EditionFile)) - tables <= named
    assert all(f"`[{name}]`" in section("Editions") for name in tables)
    assert set(keys(StoredQuestionnaire)) <= named


def test_the_files_of_a_questionnaire_are_shown_with_every_key() -> None:
    main, one_section = (parse_toml(text, "") for text in toml_of("A questionnaire"))
    [rules] = (parse_toml(text, "") for text in toml_of("Tailoring"))
    [scoring] = (parse_toml(text, "") for text in toml_of("Scoring models"))
    [practice] = one_section["practices"]
    [level] = practice["levels"]
    [rule] = rules["rules"]

    shown: list[tuple[Mapping[str, Any], type[Any]]] = [
        (main, QuestionnaireFile),
        ({key: value for fact in main["facts"] for key, value in fact.items()}, Fact),
        (one_section, Section),
        (practice, Practice),
        (level, PracticeLevel),
        (rule, Rule),
        (scoring, ScoringModelFile),
        (scoring["answer_sets"][0] | {"source_id": ""}, AnswerSet),
        ({key: value for node in scoring["nodes"] for key, value in node.items()} | {"source_id": ""}, Node),
        (scoring["questions"][0], Question),
    ]

    for table, kind in shown:
        assert set(table) == set(keys(kind)), kind.__name__


def test_the_blocks_named_are_the_templates() -> None:
    named = re.search(r"The other ids are `([^`]+)`", section("Blocks"))
    assert named is not None

    assert named[1].split() == [block.id for block in bank.template().blocks if block.id != "chapters"]


# --- The command line


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that can be called, by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield f"{before}{name}", command
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_the_table_holds_every_command_with_every_option() -> None:
    assert isinstance(command_line, click.Group)
    rows = re.findall(r"^\| `([^`]+)` \|", section("The command line"), re.MULTILINE)

    told = {
        re.sub(r" (--|\[|[A-Z]).*", "", row): sorted(re.findall(r"--[\w-]+", row)) for row in rows if row != "command"
    }
    there = {
        name: sorted(
            next(word for word in option.opts if word.startswith("--"))
            for option in command.params
            if isinstance(option, click.Option)
        )
        for name, command in commands(command_line)
    }

    assert told == there


def test_the_table_holds_every_exit_code() -> None:
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", section("Exit codes"), re.MULTILINE)] == list(ExitCode)


# --- JSON

FIGURES = "level low high evidenced target attainment coverage confirmed"
Tree = Any
"""Keys to what is below them; a list of one for a list; None for a value."""


def read_shape(text: str) -> Tree:
    """A shape as docs/json.md writes it, as keys."""
    text = text.replace(" or null", "")
    tokens = re.findall(r"[{}\[\],:]|[^\s{}\[\],:][^{}\[\],:]*", text)

    def value(at: int) -> tuple[Tree, int]:
        if tokens[at] == "[":
            inside, at = value(at + 1)
            while tokens[at] != "]":
                at += 1
            return [inside], at + 1
        if tokens[at] != "{":
            return None, at + 1
        found: dict[str, Tree] = {}
        at += 1
        while tokens[at] != "}":
            name = " ".join(tokens[at].split())
            if name == "the eight figures":
                found |= dict.fromkeys(FIGURES.split())
                at += 1
            elif tokens[at + 1] == ":":
                inside, at = value(at + 2)
                # "the eight figures" alone in braces
                found[name] = inside
            else:
                found[name] = None
                at += 1
            at += tokens[at] == ","
        return found, at + 1

    return value(0)[0]


def agree(said: Tree, found: Any, at: str) -> None:
    """Every key said is there, and every key there is said; where there is nothing, nothing can be seen."""
    if isinstance(said, Mapping) and found is not None:
        assert isinstance(found, Mapping), at
        assert list(said) == list(found), at
        for name, below in said.items():
            agree(below, found[name], f"{at}.{name}")
    elif isinstance(said, list) and found is not None:
        assert isinstance(found, list), at
        for item in found:
            agree(said[0], item, f"{at}[]")


@pytest.fixture(name="demo", scope="module")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("design") / "levelbook-demo"
    copied_demo(folder)
    return folder


def test_a_scorecard_has_the_shape_that_is_described(demo: Path) -> None:
    below = SHAPES.split("# `scorecard.json`\n")[1]
    block = re.search(r"^```\n(.*?)^```", below, re.DOTALL | re.MULTILINE)
    assert block is not None
    said = read_shape(block[1])

    for path in demo.glob("editions/*/scorecard.json"):
        found = json.loads(path.read_text("utf-8"))
        for figures in (found["overall"], *(one["figures"] for one in found["sections"])):
            figures["exact"] = None
        agree(said, found, path.parent.name)


@pytest.mark.parametrize(
    "words",
    [
        ["score"],
        ["gaps"],
        ["plan"],
        ["ballot", "compare"],
        ["diff"],
        ["explain", "ID"],
        ["profile"],
        ["editions"],
        ["check"],
        ["keys"],
    ],
    ids=" ".join,
)
def test_a_shape_is_printed_as_it_is_described(demo: Path, words: list[str]) -> None:
    below = SHAPES.split(f"# `{' '.join(words)} --json`\n")[1]
    block = re.search(r"^```\n(.*?)^```", below, re.DOTALL | re.MULTILINE)
    assert block is not None
    said = read_shape(block[1].replace("{the eight figures}", "{" + FIGURES.replace(" ", ", ") + "}"))

    printed = run_as_written(f"levelbook {' '.join(words).replace('ID', 'overall')} --json", demo)

    agree(said, json.loads(printed), " ".join(words))
