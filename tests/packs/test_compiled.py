"""A compiled questionnaire is the questionnaire that was read, or nothing at all."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.questionnaire.questionnaire import Questionnaire, short_digest
from levelbook.packs import compiled
from levelbook.packs.read import read_questionnaire
from levelbook.packs.starter_files import starter
from support import REPOSITORY
from support.any_assessments import questionnaires
from support.examples import examples
from support.two_versions import publish, write_version

SHIPPED = REPOSITORY / "questionnaires" / "genai-security"


def same(one: Questionnaire, other: Questionnaire | None) -> bool:
    """Whether two questionnaires hold the same in every field, also in those that no comparison looks at."""
    return other is not None and all(
        getattr(one, field.name) == getattr(other, field.name) for field in fields(Questionnaire)
    )


def own(root: Path) -> Path:
    """The folder of a small questionnaire of one's own."""
    for name, text in starter("small", "Small").items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_the_shipped_questionnaire_is_the_same_compiled() -> None:
    read = read_questionnaire(SHIPPED)

    assert same(read, compiled.loaded(compiled.compiled(read), SHIPPED))


def test_a_questionnaire_with_a_past_is_the_same_compiled(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "questions", "1.0.0")
    publish(tmp_path)
    read = read_questionnaire(folder)

    found = compiled.loaded(compiled.compiled(read), folder)

    assert same(read, found) and found is not None
    assert found.version_map is not None and found.version_map == read.version_map


@examples(60)
@given(questionnaires())
def test_any_questionnaire_is_the_same_compiled_and_asks_in_the_same_words(questionnaire: Questionnaire) -> None:
    found = compiled.loaded(compiled.compiled(questionnaire), Path("elsewhere"))

    assert found is not None
    assert same(replace(questionnaire, folder="elsewhere"), found)
    for name in questionnaire.practices:
        assert found.wording(name, inherited=False) == questionnaire.wording(name, inherited=False)


@examples(60)
@given(st.data())
def test_one_that_is_damaged_anywhere_is_none(data: st.DataObject) -> None:
    content = bytearray(compiled.compiled(data.draw(questionnaires(sections=1))))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))

    assert compiled.loaded(bytes(content), Path()) is None
    assert compiled.loaded(bytes(content[:at]), Path()) is None


def test_what_is_no_questionnaire_is_none_whatever_its_sum() -> None:
    import hashlib

    for body in (b"", b"[]", b"{", b'{"":"Nothing"}', b'{"":"Action"}', b'{"":"Questionnaire"}', b"[" * 100_000):
        content = hashlib.sha256(body).hexdigest().encode() + b"\n" + body

        assert compiled.loaded(content, Path()) is None


def test_every_change_of_a_file_that_is_read_gives_another_fingerprint_and_of_others_none(tmp_path: Path) -> None:
    folder = own(tmp_path / "questions")
    seen = {compiled.fingerprint(folder)}
    for path in sorted(folder.rglob("*.toml")):
        path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
        if path.parent.name in ("questions", "sections"):
            assert compiled.fingerprint(folder) not in seen, path
        seen.add(compiled.fingerprint(folder))
    (folder / "questionnair.toml").write_text("")
    assert compiled.fingerprint(folder) not in seen, "a misspelt file is something that the reader complains about"

    shutil.copytree(folder, tmp_path / "elsewhere")
    before = compiled.fingerprint(folder)
    (folder / "frameworks").mkdir(exist_ok=True)
    (folder / "frameworks" / "more.toml").write_text("")
    (folder / "README.md").write_text("# Read me\n")
    assert compiled.fingerprint(folder) == before == compiled.fingerprint(tmp_path / "elsewhere")


def test_a_folder_with_a_link_in_it_or_none_at_all_has_no_fingerprint(tmp_path: Path) -> None:
    folder = own(tmp_path / "questions")
    (folder / "tailoring.toml").unlink(missing_ok=True)
    (folder / "tailoring.toml").symlink_to(tmp_path / "rules.toml")

    assert compiled.fingerprint(folder) is None


@pytest.mark.parametrize("name", ["__version__", "COMPILED_FORMAT"])
def test_another_levelbook_and_another_format_have_other_fingerprints(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compiled.fingerprint(SHIPPED)
    monkeypatch.setattr(compiled, name, 99)

    assert compiled.fingerprint(SHIPPED) != before


def test_the_format_rises_with_the_fields() -> None:
    """When this fails, a class that is compiled has other fields: raise COMPILED_FORMAT, and note the new digest."""
    names = sorted(compiled.CLASSES | compiled.CLASSES_OF_A_PAST | compiled.CLASSES_OF_A_MODEL)
    shape = {name: [field.name for field in fields(compiled.class_named(name))] for name in names}

    assert (compiled.COMPILED_FORMAT, short_digest(shape)) == (7, "e1acef9d")
