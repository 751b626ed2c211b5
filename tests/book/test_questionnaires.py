"""A questionnaire that was read before is not read again; and nothing depends on that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levelbook.book import questionnaires
from levelbook.book.questionnaires import questionnaire_in
from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.packs import read
from levelbook.packs.starter_files import starter
from levelbook.store.cache import COMPILED_QUESTIONNAIRES
from support import small_book
from support.builders import NOON
from support.command_line import Said, typed


@pytest.fixture(name="cache", autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name, text in starter("small", "Small").items():
        path = tmp_path / "questions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "questions"


@pytest.fixture(name="times_read")
def _times_read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read and checked, each as often as it was."""
    folders: list[Path] = []
    really = read.read_questionnaire

    def counting(folder: Path) -> object:
        folders.append(folder)
        return really(folder)

    monkeypatch.setattr(read, "read_questionnaire", counting)
    return folders


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*.json"))


def test_it_is_read_once_also_where_a_copy_lies_elsewhere(folder: Path, times_read: list[Path], cache: Path) -> None:
    first = questionnaire_in(folder)
    shutil.copytree(folder, folder.parent / "copy")

    assert questionnaire_in(folder) == first
    assert questionnaire_in(folder.parent / "copy").folder == str(folder.parent / "copy")
    assert times_read == [folder]
    assert [path.stat().st_mode & 0o077 for path in kept(cache)] == [0]


def test_a_changed_file_is_read_anew(folder: Path, times_read: list[Path]) -> None:
    questionnaire_in(folder)
    main = folder / "questionnaire.toml"
    main.write_text(main.read_text("utf-8").replace("Small", "Smaller"), "utf-8")

    assert questionnaire_in(folder).title == "Smaller"
    assert len(times_read) == 2


def test_what_is_wrong_is_said_every_time(folder: Path) -> None:
    main = folder / "questionnaire.toml"
    main.write_text(main.read_text("utf-8").replace("version =", "versoin ="), "utf-8")

    said = []
    for _ in range(2):
        with pytest.raises(FileIsWrong) as caught:
            questionnaire_in(folder)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_damaged_one_is_put_right_without_a_word(folder: Path, times_read: list[Path], cache: Path) -> None:
    first = questionnaire_in(folder)
    (path,) = kept(cache)
    content = path.read_bytes()
    for damaged in (b"", content[:-1], content.replace(b"Small", b"Smell"), b"\x80\x04K\x01."):
        path.write_bytes(damaged)
        assert questionnaire_in(folder) == first
        assert path.read_bytes() == content
    assert len(times_read) == 5


def test_no_link_and_no_folder_that_others_write_to_is_read(folder: Path, times_read: list[Path], cache: Path) -> None:
    questionnaire_in(folder)
    (path,) = kept(cache)
    moved = path.rename(cache / "moved")
    path.symlink_to(moved)
    questionnaire_in(folder)
    assert len(times_read) == 2

    path.unlink(missing_ok=True)
    path.parent.chmod(0o777)
    questionnaire_in(folder)
    questionnaire_in(folder)
    assert (len(times_read), kept(cache)) == (4, [])


def test_where_nothing_can_be_kept_everything_works(folder: Path, times_read: list[Path], cache: Path) -> None:
    cache.write_text("not a folder")

    assert questionnaire_in(folder) == questionnaire_in(folder)
    assert len(times_read) == 2


def test_one_that_was_saved_while_it_was_read_is_not_kept(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved_meanwhile(_: Path) -> object:
        found = read.read_questionnaire(folder)
        (folder / "questionnaire.toml").write_text("# saved\n" + (folder / "questionnaire.toml").read_text("utf-8"))
        return found

    monkeypatch.setattr(questionnaires, "_read", saved_meanwhile)
    questionnaire_in(folder)

    assert kept(cache) == []


def test_only_the_latest_are_kept(folder: Path, cache: Path) -> None:
    main = folder / "questionnaire.toml"
    text = main.read_text("utf-8")
    for number in range(COMPILED_QUESTIONNAIRES.most + 3):
        main.write_text(f"# {number}\n{text}", "utf-8")
        questionnaire_in(folder)

    assert len(kept(cache)) == COMPILED_QUESTIONNAIRES.most


def test_commands_print_the_same_bytes_without_a_cache_and_with_a_cold_and_a_warm_one(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = small_book.new_book(tmp_path)
    for level, name in enumerate(("first", "second"), start=1):
        session.apply_all({practice: Edit(level=level) for practice in small_book.PRACTICES})
        seal(session, name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    book = session.folder.path
    shutil.rmtree(cache, ignore_errors=True)

    commands = (("score", "--json"), ("gaps",), ("explain", "overall"), ("diff", "--json"), ("guide", "--check"))

    def printed() -> list[Said]:
        return [typed("-C", str(book), *words) for words in commands]

    cold, warm = printed(), printed()
    assert kept(cache)
    shutil.rmtree(cache)
    cache.write_text("not a folder")

    assert cold == warm == printed()
