"""Frameworks, example profiles and texts, as other parts of levelbook read them."""

from __future__ import annotations

import pytest

from levelbook.core.errors import FileIsWrong, UnknownId
from levelbook.packs.companions import example_profiles, file_texts, read_frameworks, read_profile
from levelbook.packs.read import read_questionnaire

FRAMEWORK = """\
key = "{key}"
name = "A framework"
version = "1"
law = true
licence = "CC0"
[[items]]
id = "Art. 1"
title = "First"
kind = "article"
"""


def test_frameworks_are_read_by_key_and_keep_keys_that_nobody_knows(pack) -> None:
    for key in ("gdpr", "iso-27001.2022"):
        pack.write(f"frameworks/{key}.toml", FRAMEWORK.format(key=key))

    found = read_frameworks(pack.folder)

    assert list(found) == ["gdpr", "iso-27001.2022"]
    assert found["gdpr"].law
    assert found["gdpr"].by_id["Art. 1"].title == "First"


def test_only_the_wanted_frameworks_are_read(pack) -> None:
    pack.write("frameworks/gdpr.toml", FRAMEWORK.format(key="gdpr"))
    pack.write("frameworks/broken.toml", "no toml")

    assert list(read_frameworks(pack.folder, {"gdpr", "ccpa"})) == ["gdpr"]
    with pytest.raises(FileIsWrong, match="broken"):
        read_frameworks(pack.folder)


def test_a_framework_that_was_edited_is_read_as_it_is_now_and_a_fault_in_it_is_named(pack) -> None:
    def edited(text: str) -> None:
        pack.write("frameworks/gdpr.toml", text)

    edited(FRAMEWORK.format(key="gdpr"))
    first = read_frameworks(pack.folder)["gdpr"]
    edited(FRAMEWORK.format(key="gdpr").replace(first.name, "Another name"))
    assert read_frameworks(pack.folder)["gdpr"].name == "Another name"
    edited(FRAMEWORK.format(key="other"))
    with pytest.raises(FileIsWrong, match=r"frameworks/gdpr\.toml"):
        read_frameworks(pack.folder)


def test_a_key_that_a_later_file_replaces_leads_to_that_file(pack) -> None:
    later = FRAMEWORK.format(key="code-1.01").replace("law = true", 'replaces = ["code-1.0"]')
    pack.write("frameworks/code-1.01.toml", later)
    pack.write("frameworks/broken.toml", "no toml")

    found = read_frameworks(pack.folder, {"code-1.0", "nothing"})

    assert {key: framework.key for key, framework in found.items()} == {"code-1.0": "code-1.01"}


def test_a_questionnaire_without_frameworks_has_none(pack) -> None:
    assert read_frameworks(pack.folder) == {}


def test_profiles_are_listed_with_their_titles(pack) -> None:
    assert example_profiles(pack.folder) == [("hosted-shop", "A small shop whose machines a provider runs")]


def test_a_profile_is_read_as_lists_and_texts(pack) -> None:
    profile = read_profile(pack.folder, "hosted-shop")

    assert profile.profile == {"holds": ("business",), "hosting": "provider"}


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("hosted-shp", "Did you mean “hosted-shop”?"),
        ("zzz", "Known is hosted-shop."),
        ("../profiles/hosted-shop", "Did you mean “hosted-shop”?"),
        ("", "Known is hosted-shop."),
    ],
)
def test_an_unknown_profile_gets_the_nearest_or_the_list(name: str, remedy: str, pack) -> None:
    with pytest.raises(UnknownId) as caught:
        read_profile(pack.folder, name)

    assert caught.value.remedy == remedy


def test_a_broken_profile_says_where(pack) -> None:
    pack.change(("profiles/hosted-shop.toml", "title =", "titel ="))

    with pytest.raises(FileIsWrong, match="titel"):
        read_profile(pack.folder, "hosted-shop")


def test_texts_are_all_files_that_make_up_a_questionnaire(pack) -> None:
    pack.write("frameworks/gdpr.toml", FRAMEWORK.format(key="gdpr"))
    pack.write("README.md", "not part of it")

    texts = file_texts(pack.folder)

    assert sorted(texts) == [
        "frameworks/gdpr.toml",
        "profiles/hosted-shop.toml",
        "questionnaire.toml",
        "sections/01-data.toml",
        "sections/02-changes.toml",
        "tailoring.toml",
    ]
    assert texts["tailoring.toml"] == pack.text("tailoring.toml")


def test_a_copy_made_of_the_texts_is_the_same_questionnaire(pack, make_pack) -> None:
    copy = make_pack("copy")
    for name, text in file_texts(pack.folder).items():
        copy.write(name, text)

    assert read_questionnaire(copy.folder) == read_questionnaire(pack.folder)
