"""What was found out about a text is found out once, and no command says anything else for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from levelbook.guide import text_cache
from levelbook.guide.keep import normal_form
from support import small_book
from support.command_line import Said, typed


def forget() -> None:
    """As a new process begins: with what is in the cache folder, and nothing else."""
    text_cache._memory.cache_clear()
    normal_form.digest.cache_clear()


@pytest.fixture(name="cache", autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    forget()
    yield tmp_path / "cache"
    forget()


def kept(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file() and path.parent.name.startswith("texts")]


def asked(text: str, answer: str) -> tuple[str, int]:
    """What is said of a text, and how often it had to be found out."""
    times: list[None] = []

    def find_out() -> str:
        times.append(None)
        return answer

    return text_cache.cached("question", text, find_out), len(times)


def test_it_is_found_out_once_in_a_process_and_once_kept_in_the_next() -> None:
    assert asked("text", "answer") == ("answer", 1)
    assert asked("text", "other") == ("answer", 0)
    assert asked("text 2", "answer 2") == ("answer 2", 1)
    text_cache.keep()

    forget()

    assert asked("text", "other") == ("answer", 0)
    assert text_cache.cached("another question", "text", lambda: "x") == "x"


def test_what_nobody_asked_about_lately_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_cache, "MOST", 2)
    for text in ("a", "b", "a", "c"):
        asked(text, "x")

    assert [asked(text, "x")[1] for text in ("a", "c")] == [0, 0]
    assert asked("b", "x")[1] == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40), st.integers(0, 400))
def test_a_damaged_file_is_as_none(cache: Path, put_in: bytes, place: int) -> None:
    forget()
    asked("text", "answer")
    text_cache._memory().has_news = True
    text_cache.keep()
    [path] = kept(cache)
    content = path.read_bytes()
    path.write_bytes(content[:place] + put_in + content[place + len(put_in) :])
    is_whole = path.read_bytes() == content

    forget()

    assert asked("text", "anew") == (("answer", 0) if is_whole else ("anew", 1))
    path.unlink()


COMMANDS = (["check"], ["guide", "--check"], ["guide"], ["diff", "--markdown"])


def said(book: Path) -> tuple[list[Said], dict[str, bytes]]:
    """What commands say of a book one after the other, and what its files hold then."""
    found = []
    for words in COMMANDS:
        forget()
        found.append(typed("-C", str(book), *words))
    return found, {str(path.relative_to(book)): path.read_bytes() for path in book.rglob("*") if path.is_file()}


def test_commands_say_and_write_the_same_cold_and_warm_and_beside_a_damaged_cache(tmp_path: Path, cache: Path) -> None:
    session = small_book.new_book(tmp_path)
    session.apply(small_book.BACKUPS, Edit(level=1, note="A *word* of Ana."))
    seal(session, "first")
    typed("-C", str(tmp_path / "book"), "answer", "1.1", "--level", "3")
    shutil.copytree(tmp_path / "book", tmp_path / "before")

    def once_more() -> tuple[list[Said], dict[str, bytes]]:
        shutil.rmtree(tmp_path / "book")
        shutil.copytree(tmp_path / "before", tmp_path / "book")
        return said(tmp_path / "book")

    cold, warm = once_more(), once_more()
    [path] = kept(cache)
    assert len(path.read_bytes()) > 1_000, "texts of a whole guide were kept"
    path.write_bytes(path.read_bytes()[:-1])
    damaged = once_more()

    assert cold == warm == damaged
    assert "guide.md" in cold[0][2].out
