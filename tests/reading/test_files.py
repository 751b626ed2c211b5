"""Only ordinary files up to a size are read; whatever else stands in a file's place is told at once."""

from __future__ import annotations

import ast
import inspect
import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest

import levelbook
from levelbook.core.errors import FileIsWrong
from levelbook.keymap.user_settings import read_user_settings
from levelbook.packs.read import read_questionnaire
from levelbook.reading.files import NoOrdinaryFile, content_of, files_below
from levelbook.store import atomic
from support.command_line import typed
from support.small_book import new_book


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one, chdir(path.parent):  # the name of a socket is short
        one.bind(path.name)


def a_folder(path: Path) -> None:
    path.mkdir()


def more_than_there_may_be(path: Path) -> None:
    path.touch()
    os.truncate(path, 33_000_000)  # a hole: it takes no room


KINDS = [a_pipe, a_socket, a_folder, more_than_there_may_be]


@pytest.mark.parametrize("make", KINDS)
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a")

    with pytest.raises((NoOrdinaryFile, IsADirectoryError)):
        content_of(tmp_path / "a")


def test_a_device_is_not_even_opened() -> None:
    with pytest.raises(NoOrdinaryFile, match="it is not an ordinary file"):
        content_of(Path("/dev/zero"))


def test_a_file_has_at_most_so_many_bytes_also_where_it_does_not_say_how_many(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert content_of(tmp_path / "a", 5) == b"12345"
    with pytest.raises(NoOrdinaryFile, match="it has more than 0 MB"):
        content_of(tmp_path / "a", 4)

    status = Path("/proc/self/status")
    if status.exists():  # of the system's own, which says that it is empty
        with pytest.raises(NoOrdinaryFile):
            content_of(status, 4)


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize(
    "name",
    [
        "levelbook.toml",
        "answers.toml",
        "guide.md",
        "record.md",
        "sittings/2026-11-22.toml",
        "editions/first/edition.toml",
    ],
)
def test_every_file_of_a_book_is_read_so(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    new_book(tmp_path)
    path = tmp_path / "book" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)

    said = typed("guide", folder=tmp_path)

    assert said.code in (2, 3), said  # where the settings are no file, there is no book
    assert said.code == 2 or Path(name).name in said.err


@pytest.mark.parametrize("make", KINDS)
def test_questionnaires_and_a_persons_own_settings_are_read_so(
    tmp_path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    new_book(tmp_path)
    (tmp_path / "questions" / "tailoring.toml").unlink()
    make(tmp_path / "questions" / "tailoring.toml")
    with pytest.raises(FileIsWrong):
        read_questionnaire(tmp_path / "questions")

    make(tmp_path / "settings.toml")
    monkeypatch.setenv("LEVELBOOK_SETTINGS", str(tmp_path / "settings.toml"))
    with pytest.raises(FileIsWrong, match="cannot be read"):
        read_user_settings()


def test_nobodys_settings_are_the_usual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVELBOOK_SETTINGS", os.devnull)

    assert read_user_settings().theme == "levelbook-dark"


def test_no_module_opens_a_file_by_itself() -> None:
    """Apart from files of levelbook's own and of the system's, which are where nobody else can put anything."""
    own = {
        "clock.py",
        "book/demo.py",
        "book/authoring/template_authoring.py",
        "export/html.py",
        "export/portfolio_page/html_page.py",
        "portfolio/queries/__init__.py",
        "export/ballot_form/page.py",
    }
    root = Path(levelbook.__file__).parent
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        if not re.search(r"\bopen\(|\.read_(?:bytes|text)\(", text):
            continue  # reading it as Python would take a hundred times as long
        calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        found = {call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in ("read_bytes",)}
        found |= {
            call.attr
            for call in calls
            if isinstance(call, ast.Attribute)
            and call.attr == "read_text"
            and not (isinstance(call.value, ast.Name) and call.value.id == "text_files")
        }
        found |= {call.id for call in calls if isinstance(call, ast.Name) and call.id == "open"}
        assert not found or name in own, (name, found)


def nested(root: Path, deep: int = 150) -> Path:
    """A folder with folders in each other, a file in the innermost, a hidden file, and a link out of it."""
    folder = root / "nested"
    innermost = folder.joinpath(*["a"] * deep)
    innermost.mkdir(parents=True)
    (innermost / "file").touch()
    (folder / ".hidden").touch()
    (root / "outside").mkdir()
    (root / "outside" / "mine").touch()
    (folder / "link").symlink_to(root / "outside")
    return folder


@contextmanager
def little_stack(left: int = 100) -> Iterator[None]:
    """Leave Python less of its stack than the folders are deep."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + left)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def test_folders_in_folders_take_none_of_pythons_stack_and_no_link_is_followed(tmp_path: Path) -> None:
    folder = nested(tmp_path)

    with little_stack():
        found = {path.name for path in files_below(folder)}
        seen = {path.name for path in files_below(folder, with_hidden=False)}

    assert found == {"file", ".hidden", "link"}
    assert seen == {"file", "link"}


def test_what_was_left_half_built_is_removed_however_deep_it_is_and_no_link_is_followed(tmp_path: Path) -> None:
    folder = nested(tmp_path)

    with little_stack():
        atomic.remove_tree(folder)

    assert not folder.exists()
    assert (tmp_path / "outside" / "mine").exists()


def test_nothing_else_goes_through_folders_below_folders() -> None:
    """`os.walk`, `rglob` and whatever calls itself end in a fault where a stranger's folders are deep enough."""
    for path in Path(levelbook.__file__).parent.rglob("*.py"):
        name = path.relative_to(Path(levelbook.__file__).parent).as_posix()
        text = path.read_text("utf-8")
        if not re.search(r"\.(?:rglob|walk|fwalk|rmtree|copytree)\(", text):
            continue  # likewise
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        only_ours = {"guide/text_cache.py": {"rglob"}, "portfolio/repositories.py": {"rmtree"}}
        assert called & {"rglob", "walk", "fwalk", "rmtree", "copytree"} <= only_ours.get(name, set()), name
