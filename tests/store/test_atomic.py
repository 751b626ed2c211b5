"""The one way a file is written."""

from __future__ import annotations

import errno
import fcntl
import math
import os
import random
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.errors import CouldNotWrite, NotConfirmed
from levelbook.reading.toml import MAX_BYTES
from levelbook.store import atomic
from levelbook.store.answers_file import AnswersFile, read
from levelbook.store.answers_text import render
from support.builders import a_book, a_full_answer, an_answer, tiny_questionnaire
from support.later_rounds import nothing_is_confirmed

OLD, NEW = "old\n", "new\n" * 1_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in a folder of its own."""
    path = tmp_path / "folder" / "a.toml"
    path.parent.mkdir()
    path.write_text(OLD)
    return path


def alone(path: Path) -> bool:
    """Nothing is left beside the file."""
    return [entry.name for entry in path.parent.iterdir()] == [path.name]


# --- Writing ----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_the_bytes_are_the_text_and_nothing_else(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"

    atomic.write_text(path, text, within=path.parent)

    assert path.read_bytes() == text.encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "fchmod"), reason="files have no such modes here")
@pytest.mark.parametrize("mode", [None, 0o664])
def test_nobody_else_can_read_a_file_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int | None
) -> None:
    """Neither a new one nor one that replaces another; then it has the mode that it should have."""
    path = tmp_path / "answers.toml"
    if mode is not None:
        path.write_text("old", "utf-8")
        path.chmod(mode)
    seen: list[int] = []
    write = os.write

    def watched(descriptor: int, content: bytes) -> int:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", watched)
    old = os.umask(0o022)
    try:
        atomic.write_text(path, "new", within=tmp_path)
    finally:
        os.umask(old)

    assert seen == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == (0o644 if mode is None else mode)


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        atomic.write_text(tmp_path / "new", NEW, within=tmp_path)
    finally:
        os.umask(old)

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_the_mode_of_an_existing_file_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)

    atomic.write_text(path, NEW, within=path.parent)

    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_the_owner_of_an_existing_file_is_kept(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 12345, 23456)

    atomic.write_text(path, NEW, within=path.parent)

    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_what_a_kill_left_behind_is_cleared_away_and_nothing_else(path: Path) -> None:
    left = path.parent / atomic.temporary_name()
    left.write_text("half")
    tree = path.parent / atomic.temporary_name()
    (tree / "deep").mkdir(parents=True)
    (tree / "deep" / "file").write_text("half")
    others = [path.parent / name for name in (".levelbook-notes.txt", "levelbook-a.tmp", ".tmp")]
    for other in others:
        other.write_text("mine")

    atomic.write_text(path, NEW, within=path.parent)

    assert sorted(path.parent.iterdir()) == sorted([path, *others])


# --- What goes wrong --------------------------------------------------------------------------------------------------


def refuse(path: Path, text: str = NEW) -> str:
    """The words in which a write is refused."""
    with pytest.raises(CouldNotWrite) as caught:
        atomic.write_text(path, text, within=path.parent)
    return "\n".join(caught.value.lines())


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    said = "There is no folder “no” to write in.\nMake that folder first, or name another place."
    assert refuse(tmp_path / "no" / "a") == said


def test_a_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()

    assert "there is a folder with that name" in refuse(tmp_path / "a")
    assert (tmp_path / "a").is_dir()


def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert "not an ordinary file" in refuse(tmp_path / "pipe")
    assert alone(tmp_path / "pipe")


def test_a_file_under_a_file_is_told(path: Path) -> None:
    assert "folder" in refuse(path / "a")


def test_half_a_character_is_refused(path: Path) -> None:
    assert "half a character" in refuse(path, "a\ud800")
    assert path.read_text() == OLD


def test_a_file_that_would_be_too_large_to_be_read_again_is_not_written(path: Path) -> None:
    with pytest.raises(CouldNotWrite, match="more than 8 MB"):
        atomic.write_bytes(path, b"a" * (MAX_BYTES + 1), within=path.parent)

    assert path.read_text() == OLD


def test_a_file_that_somebody_made_read_only_stays_as_it_is(path: Path) -> None:
    path.chmod(0o444)

    assert "the file is read-only" in refuse(path)
    assert path.read_text() == OLD
    assert alone(path)


def test_a_file_of_somebody_else_is_not_got_past_by_a_rename(path: Path) -> None:
    """The folder may be everybody's, the file is not."""
    if os.geteuid() != 0:
        pytest.skip("only root can be somebody else for a while")
    folder = Path(tempfile.mkdtemp())
    (folder / "a").write_text(OLD)
    folder.chmod(0o777)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setuid(65534)
            status = 0 if "there is no permission" in refuse(folder / "a") else 2
        finally:
            os._exit(status)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (folder / "a").read_text() == OLD
    shutil.rmtree(folder)


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace", "fchmod"])
def test_an_error_at_any_step_leaves_the_old_file_and_nothing_beside(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real_open = os.open

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "injected")

    def fail_to_create(name: Path, flags: int, *rest: int, **more: int | None) -> int:
        if flags & os.O_CREAT:
            fail()
        return real_open(name, flags, *rest, **more)

    monkeypatch.setattr(os, step, fail_to_create if step == "open" else fail)

    assert "the disk reported a fault" in refuse(path)
    monkeypatch.undo()
    assert path.read_text() == OLD
    assert alone(path)


def test_a_write_that_takes_only_part_is_finished(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))

    atomic.write_text(path, NEW, within=path.parent)

    assert path.read_text() == NEW


def test_an_error_after_the_rename_says_that_the_file_was_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        nothing_is_confirmed(monkeypatch),
        pytest.raises(NotConfirmed, match="was written, but the disk did not confirm it"),
    ):
        atomic.write_text(path, NEW, within=path.parent)
    assert path.read_text() == NEW


def test_an_answers_file_goes_on_after_a_save_that_was_not_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own words are not taken for somebody else's."""
    tiny = tiny_questionnaire()
    file = AnswersFile.create(tmp_path / "answers.toml", tiny, a_book(tiny))

    with nothing_is_confirmed(monkeypatch), pytest.raises(CouldNotWrite):
        file.save(file.book.with_answer("s1.p1", an_answer(1)), answers=["s1.p1"])

    file.save(file.book.with_answer("s1.p1", an_answer(2)), answers=["s1.p1"])

    assert read(tmp_path / "answers.toml", within=tmp_path).answer("s1.p1") == an_answer(2)


# --- Real disks -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "levelbook-test", folder], capture_output=True)
    if done.returncode != 0:
        pytest.skip(f"no file system could be mounted here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_old_answers_and_takes_the_new_ones_once_there_is_room(small_disk: Path) -> None:
    tiny = tiny_questionnaire()
    path = small_disk / "answers.toml"
    file = AnswersFile.create(path, tiny, a_book(tiny, {"s1.p1": a_full_answer()}))
    old = path.read_bytes()
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"), filler.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)
    book = file.book.with_answer("s1.p2", a_full_answer(note="x" * 5_000))

    with pytest.raises(CouldNotWrite) as caught:
        file.save(book, answers=["s1.p2"])

    assert "the disk is full" in caught.value.message
    assert path.read_bytes() == old
    assert sorted(entry.name for entry in small_disk.iterdir()) == ["answers.toml", "filler"]
    filler.unlink()
    assert file.save(book, answers=["s1.p2"]) == book == read(path, within=path.parent)


def test_a_read_only_disk_is_told(small_disk: Path) -> None:
    path = small_disk / "a"
    path.write_text(OLD)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    assert "the file system is read-only" in refuse(path)
    assert path.read_text() == OLD


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_answers(tmp_path: Path) -> None:
    tiny = tiny_questionnaire()
    path = tmp_path / "answers.toml"
    AnswersFile.create(path, tiny, a_book(tiny, {"s1.p1": an_answer(0)}))
    allowed = {render(a_book(tiny, {"s1.p1": an_answer(level)}), tiny) for level in range(5)}
    chance = random.Random(7)

    def save_for_ever(saved: int) -> int:
        file = AnswersFile.load(path, tiny)
        while True:
            level = ((file.book.answer("s1.p1").level or 0) + 1) % 5
            file.save(file.book.with_answer("s1.p1", an_answer(level)), answers=["s1.p1"])
            os.write(saved, b".")

    for number in range(40):
        told, saved = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                save_for_ever(saved)
            finally:
                os._exit(1)
        if number % 2:  # in the other half, also while it still reads the file
            os.read(told, 1)
        time.sleep(chance.uniform(0.002, 0.03))
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert path.read_text() in allowed
        os.close(told)
        os.close(saved)

    file = AnswersFile.load(path, tiny)
    file.save(file.book.with_answer("s1.p2", an_answer(1)), answers=["s1.p2"])
    assert alone(path)


# --- Locking ----------------------------------------------------------------------------------------------------------


def test_saves_of_many_writers_at_once_are_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "LOCK_PATIENCE", math.inf)
    tiny = tiny_questionnaire(3, 4)
    path = tmp_path / "answers.toml"
    AnswersFile.create(path, tiny, a_book(tiny))

    def answer_one(name: str) -> None:
        file = AnswersFile.load(path, tiny)
        for level in range(5):
            file.save(file.book.with_answer(name, an_answer(level)), answers=[name])

    writers = [threading.Thread(target=answer_one, args=(name,)) for name in tiny.practices]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert {name: answer.level for name, answer in read(path, within=path.parent).answers.items()} == dict.fromkeys(
        tiny.practices, 4
    )


def test_a_lock_may_be_taken_again_by_who_holds_it(path: Path) -> None:
    with atomic.locked(path.parent), atomic.locked(path.parent / ".." / "folder"):
        atomic.write_text(path, NEW, within=path.parent)

    assert path.read_text() == NEW


def test_somebody_who_never_lets_go_is_told_about(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "LOCK_PATIENCE", 0.05)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        said = refuse(path)
    finally:
        os.close(descriptor)

    assert "locked by another program" in said
    assert "Is levelbook open on it elsewhere" in said
    assert path.read_text() == OLD
    atomic.write_text(path, NEW, within=path.parent)


def test_who_lets_go_in_time_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "LOCK_PATIENCE", math.inf)
    descriptor = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    threading.Timer(0.1, os.close, [descriptor]).start()

    atomic.write_text(path, NEW, within=path.parent)

    assert path.read_text() == NEW


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_written_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "injected")

    left = path.parent / atomic.temporary_name()
    left.write_text("perhaps somebody else's, half built")
    monkeypatch.setattr(fcntl, "flock", fail)

    atomic.write_text(path, NEW, within=path.parent)

    assert path.read_text() == NEW
    assert left.exists()


def test_a_whole_folder_is_made_after_what_a_kill_left_beside_it_was_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / atomic.temporary_name()
    left.mkdir()
    (left / "half").write_text("half", "utf-8")

    atomic.make_whole_folder(tmp_path / "whole", {"a.txt": "a"}, within=tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


def test_a_place_where_no_folder_can_be_made_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As below a folder of an automounter, which answers that there is no such folder."""

    def refuse(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", refuse)
        with pytest.raises(CouldNotWrite, match="was not written"):
            atomic.make_folder(tmp_path / "book", within=tmp_path)
