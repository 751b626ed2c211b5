"""`questionnaire new` gives something to start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.errors import UsedWrongly
from levelbook.packs.check import check_questionnaire
from levelbook.packs.companions import example_profiles
from levelbook.packs.read import read_questionnaire
from levelbook.packs.starter_files import starter


def test_it_passes_its_own_check(pack) -> None:
    assert check_questionnaire(pack.folder) == []


def test_it_is_small_and_shows_every_kind_of_thing(pack) -> None:
    questionnaire = read_questionnaire(pack.folder)

    assert (len(questionnaire.sections), len(questionnaire.practices), len(questionnaire.facts)) == (2, 3, 2)
    assert len(questionnaire.rules) == 1
    assert len(example_profiles(pack.folder)) == 1


def test_its_licence_is_its_authors_to_choose(pack) -> None:
    main = pack.folder / "questionnaire.toml"
    assert read_questionnaire(pack.folder).licence == ""

    main.write_text(main.read_text("utf-8").replace("# licence =", "licence ="), "utf-8")

    assert check_questionnaire(pack.folder) == []
    assert read_questionnaire(pack.folder).licence == "CC BY 4.0"


@pytest.mark.parametrize("title", ['"; [x] = 1', "Zürich\n\\u0000 \x7f 'ok'", "@id@ @title@", "日本"])
def test_any_title_survives(title: str, tmp_path: Path) -> None:
    for name, text in starter("small", title).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    questionnaire = read_questionnaire(tmp_path)

    assert questionnaire.id == "small"
    assert questionnaire.title.replace("␡", "\x7f") == title.replace("\n", " ")


@pytest.mark.parametrize(
    ("id", "remedy"), [("Our Cloud", "Try “our-cloud”."), ("../x", "Try “x”."), ("con", ""), ("", ""), ("åäö", "")]
)
def test_an_id_that_cannot_be_one_gets_a_remedy(id: str, remedy: str) -> None:
    with pytest.raises(UsedWrongly) as caught:
        starter(id, "Title")

    assert caught.value.remedy == remedy


def test_a_title_is_wanted() -> None:
    with pytest.raises(UsedWrongly):
        starter("small", " \n")


def test_every_line_fits_an_editor() -> None:
    for name, text in starter("small", "A small one").items():
        assert text.endswith("\n")
        assert max(map(len, text.splitlines())) <= 120, name
