"""portfolio.toml is written once, with comments, read strictly, and the page shows every key of it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.portfolio.organisation import Alike, Organisation, Source, Team, Unit
from levelbook.core.text.field_types import file_keys
from levelbook.packs.schema import json_schemas
from levelbook.portfolio import settings
from support import REPOSITORY
from support.command_line import typed

PAGE = (REPOSITORY / "docs" / "portfolio.md").read_text("utf-8")


def example() -> str:
    found = re.search(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def as_json(text: str) -> Any:
    return json.loads(json.dumps(tomllib.loads(text), default=str))


def test_the_example_of_the_page_is_read_and_has_every_key() -> None:
    settings.parse(example(), "portfolio.toml")
    document = tomllib.loads(example())

    assert set(document) == set(file_keys(Organisation))
    for name, kind in (("units", Unit), ("sources", Source), ("teams", Team), ("alike", Alike)):
        assert {key for table in document[name] for key in table} == set(file_keys(kind)), name


def test_the_schema_takes_the_example_and_marks_a_slip() -> None:
    judge = jsonschema.Draft202012Validator(json_schemas()["portfolio"])

    assert list(judge.iter_errors(as_json(example()))) == []
    assert list(judge.iter_errors(as_json(example().replace("round_days", "round_day"))))
    assert judge.schema["properties"]["round_days"]["description"].startswith("Days after an edition")


def test_a_new_one_is_read_back_and_its_comments_show_keys_that_there_are(tmp_path: Path) -> None:
    made = settings.create(tmp_path / "bank", 'Bank "of" Tests', "../books")
    text = (made.path / "portfolio.toml").read_text("utf-8")

    assert settings.open_portfolio(made.path) == made
    assert made.organisation.organisation == 'Bank "of" Tests'
    assert made.folder_of(made.organisation.sources[0]) == tmp_path / "bank" / ".." / "books"
    settings.parse(re.sub(r"(?m)^# (?=\[\[|\w+ = )", "", text), "with every example in it")


def test_a_second_one_in_a_folder_is_refused_and_the_first_is_left(tmp_path: Path) -> None:
    settings.create(tmp_path, "First", "..")

    with pytest.raises(UsedWrongly, match=r"already a portfolio in"):
        settings.create(tmp_path, "Second", "..")

    assert settings.open_portfolio(tmp_path).organisation.organisation == "First"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("organisation =", "organization ="), "Did you mean “organisation”"),
        (("format = 1", "format = 2"), "from a newer levelbook"),
        (("round_days = 92", "round_days = true"), "a whole number"),
        (('"platform/**"', '"../platform"'), "a folder inside the source"),
        (('"platform/**"', '"platform**"'), "matches whole folders"),
        (('"docs:cards/genai-security"', '"cards/genai-security"'), "the id of a source, a colon"),
        (('"docs:cards/genai-security"', '"docs:*/genai-security"'), "patterns belong to the source"),
        (('"https://git.example/payments/docs.git"', '"--upload-pack=touch x"'), "the address of a git repository"),
        (('"https://git.example/payments/docs.git"', '"ext::sh -c x"'), "the address of a git repository"),
        (("closed_on = 2027-03-31", 'closed_on = "soon"'), "a day such as"),
        (('unit = "cards"', 'unit = "card"'), "Did you mean “cards”"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(changed: tuple[str, str], said: str) -> None:
    text = example().replace(*changed)
    assert text != example()

    with pytest.raises(FileIsWrong, match=said) as found:
        settings.parse(text, "portfolio.toml")

    assert all(problem.path == "portfolio.toml" for problem in found.value.problems)


def test_the_nearest_portfolio_upwards_is_found(tmp_path: Path) -> None:
    settings.create(tmp_path, "Bank", "..")
    (tmp_path / "a" / "b").mkdir(parents=True)

    assert settings.find(tmp_path / "a" / "b") == tmp_path

    with pytest.raises(UsedWrongly, match=r"no portfolio\.toml"):
        settings.find(tmp_path.parent)


def test_a_folder_in_the_place_of_the_file_is_a_wrong_file_and_no_missing_portfolio(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").mkdir()

    with pytest.raises(FileIsWrong, match="folder"):
        settings.open_portfolio(settings.find(tmp_path))


def test_init_says_what_to_do_next_and_what_is_missing(tmp_path: Path) -> None:
    assert typed("portfolio", "init", "bank", folder=tmp_path).code == 2
    said = typed("portfolio", "init", "bank", "--organisation", "Example Bank", folder=tmp_path)

    assert said.code == 0
    assert "levelbook -C bank portfolio collect" in said.out
    assert typed("portfolio", "init", "bank", "--organisation", "Example Bank", folder=tmp_path).code == 2
    other = typed("portfolio", "init", "my bank", "--organisation", "Example Bank", folder=tmp_path)
    assert other.out.endswith("levelbook -C 'my bank' portfolio collect\n"), "as a shell takes it"
