"""What a command printed is printed again while nothing has changed, and never when something has."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelbook.cli import group
from levelbook.cli.main import run
from support.aging import aged
from support.command_line import Said, typed
from support.demo_book import copied_demo
from support.published_book import build

COMMANDS = [
    *(["score"], ["score", "--json"], ["gaps"], ["gaps", "--json"]),
    *(["diff"], ["diff", "--json"], ["diff", "--markdown"], ["guide"], ["guide", "--check"]),
]


@pytest.fixture(scope="module", name="_warm")
def _warmed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with all that was compiled, and no output."""
    return tmp_path_factory.mktemp("warm")


@pytest.fixture(name="cache", autouse=True)
def _cache(_warm: Path, _built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return shutil.copytree(_warm, tmp_path / "cache")


@pytest.fixture(scope="module", name="_built")
def _built_once(_warm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(_warm))
        build(root)
        assert typed("-C", str(root / "book"), "guide").code == 0
    forget(_warm)
    return root


@pytest.fixture(name="book")
def _book(_built: Path, tmp_path: Path) -> Path:
    """A small book, with its questionnaire beside it."""
    aged(shutil.copytree(_built / "questions", tmp_path / "questions"))
    return aged(shutil.copytree(_built / "book", tmp_path / "book"))


@pytest.fixture(name="runs")
def _runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were really run."""
    names: list[str] = []
    really = group.Commands.get_command

    def counting(self: group.Commands, context: object, name: str) -> object:
        names.append(name)
        return really(self, context, name)  # type: ignore[arg-type]

    monkeypatch.setattr(group.Commands, "get_command", counting)
    return names


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file() and path.parent.name.startswith("outputs"))


def forget(cache: Path) -> None:
    """Take every output out of a cache."""
    for path in kept(cache):
        path.unlink()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_it_is_the_same_with_and_without_what_is_kept(
    book: Path, cache: Path, runs: list[str], words: list[str]
) -> None:
    first, again = typed("-C", str(book), *words), typed("-C", str(book), *words)
    assert runs == words[:1], "the second time it was known"

    forget(cache)
    cold = typed("-C", str(book), *words)

    assert runs == words[:1] * 2
    assert first == again == cold
    assert first.code == 0
    assert first.out


def test_two_books_that_share_a_cache_are_never_taken_for_each_other(book: Path, tmp_path: Path, cache: Path) -> None:
    other = shutil.copytree(book, tmp_path / "other")
    typed("-C", str(other), "answer", "1.2", "--level", "3")
    typed("-C", str(other), "guide")
    commands = (["score", "--json"], ["diff", "--json"], ["guide"])

    by_turns = [typed(*words, folder=folder) for words in commands for folder in (book, other, book, other)]

    forget(cache)
    alone = [typed(*words, folder=folder) for words in commands for folder in (book, other)]
    assert by_turns == [said for place in (0, 2, 4) for said in alone[place : place + 2] * 2]
    assert alone[0] != alone[1] and alone[2] != alone[3]


def test_a_changed_answer_is_seen_at_once(book: Path, runs: list[str]) -> None:
    before = [typed("-C", str(book), *words) for words in (["score", "--json"], ["guide", "--check"])]
    typed("-C", str(book), "answer", "1.2", "--level", "3")
    runs.clear()

    after = [typed("-C", str(book), *words) for words in (["score", "--json"], ["guide", "--check"])]

    assert runs == ["score", "guide"]
    assert after[0].out != before[0].out
    assert (before[1].code, after[1].code) == (0, 1)


def test_a_guide_that_is_written_is_not_kept_and_the_next_one_is(book: Path, runs: list[str]) -> None:
    typed("-C", str(book), "answer", "1.2", "--level", "3")
    runs.clear()

    said = [typed("-C", str(book), "guide").out for _ in range(3)]

    assert runs == ["guide", "guide"]
    assert "wrote" in said[0]
    assert "up to date" in said[1] and said[1] == said[2]


def test_whoever_warns_looks_again_for_git_may_know_more_by_then(book: Path, runs: list[str]) -> None:
    edition = next((book / "editions").rglob("edition.toml"))
    edition.write_text(edition.read_text("utf-8").replace("number = 1", "number = 7"), "utf-8")

    first, again = typed("-C", str(book), "diff"), typed("-C", str(book), "diff")

    assert runs == ["diff", "diff"]
    assert first == again
    assert first.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("times", [1, 2])
def test_an_output_that_cannot_be_written_is_told_in_words_also_when_it_was_kept(book: Path, times: int) -> None:
    command = [sys.executable, "-m", "levelbook", "-C", str(book), "score"]
    for _ in range(times - 1):
        subprocess.run(command, check=True, capture_output=True)

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 5
    assert "The output was not written" in done.stderr


def test_a_reader_who_has_enough_is_told_nothing(tmp_path: Path) -> None:
    copied_demo(tmp_path / "book")  # which has a long output
    command = f"{sys.executable} -m levelbook -C {tmp_path}/book score --json"
    subprocess.run(command.split(), check=True, capture_output=True)

    done = subprocess.run(f"{command} | head -c 1", shell=True, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("{", "")


def test_what_nobody_read_the_first_time_is_printed_whole_the_second(book: Path, cache: Path) -> None:
    command = f"{sys.executable} -m levelbook -C {book} score"

    subprocess.run(f"{command} | true", shell=True, check=True)

    assert len(kept(cache)) == 1
    again = subprocess.run(command.split(), capture_output=True, text=True, check=True).stdout
    forget(cache)
    assert again == subprocess.run(command.split(), capture_output=True, text=True, check=True).stdout


def test_a_commit_with_an_edition_that_a_sparse_checkout_leaves_out_is_told(book: Path, runs: list[str]) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=book, check=True, capture_output=True)

    def commit_everything() -> None:
        git("add", ".")
        git("commit", "-m", "Sealed")

    git("init")
    commit_everything()
    before = [typed("-C", str(book), "diff") for _ in range(2)]
    assert runs == ["diff"] and before[0] == before[1] and not before[0].err

    (book / "editions" / "later").mkdir()
    (book / "editions" / "later" / "edition.toml").write_text("", "utf-8")
    commit_everything()
    git("reset", "--hard", "HEAD~1")
    git("sparse-checkout", "set", "--no-cone", "/*", "!/editions/later/")
    git("merge", "--ff-only", "ORIG_HEAD")
    assert not (book / "editions" / "later").exists()

    assert "The edition “later” is not there" in typed("-C", str(book), "diff").err


def test_another_folder_to_stand_in_or_other_settings_make_another_output(
    book: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("guide", folder=book)
    monkeypatch.setenv("LEVELBOOK_SETTINGS", str(book / "nowhere.toml"))
    typed("guide", folder=book)

    assert runs == ["guide", "guide"]


class _Terminal(io.TextIOWrapper):
    """What somebody sees in a terminal."""

    def isatty(self) -> bool:
        return True


def test_another_width_or_encoding_makes_another_output(
    book: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(columns: int, encoding: str = "utf-8", errors: str = "strict") -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        terminal = _Terminal(io.BytesIO(), encoding, errors, newline="")
        with contextlib.redirect_stdout(terminal):
            assert run(["-C", str(book), "gaps"]) == 0
        terminal.seek(0)
        return terminal.read()

    assert seen(120) == seen(120)
    assert len(runs) == 1
    assert seen(40) != seen(120)
    seen(120, "latin-1", "replace")
    seen(120, errors="surrogateescape")
    assert len(runs) == 4


def test_a_refusal_is_told_anew_each_time(book: Path, runs: list[str]) -> None:
    answers = book / "answers.toml"
    answers.write_text(answers.read_text("utf-8") + "[[[", "utf-8")

    said = {typed("-C", str(book), "score") for _ in range(2)}

    assert runs == ["score", "score"]
    assert [one.code for one in said] == [3]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_becomes_of_what_is_kept_the_figures_are_right(book: Path, cache: Path, data: st.DataObject) -> None:
    right = typed("-C", str(book), "score", "--json")
    path = next(one for one in kept(cache) if b'"sections"' in one.read_bytes())
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    how = data.draw(st.sampled_from(["flipped", "cut", "emptied", "folder"]))
    if how == "folder":
        path.unlink()
        path.mkdir()
    else:
        flipped = content[:place] + bytes([content[place] ^ 1 << data.draw(st.integers(0, 7))]) + content[place + 1 :]
        path.write_bytes({"flipped": flipped, "cut": content[:place], "emptied": b""}[how])

    assert typed("-C", str(book), "score", "--json") == right

    if path.is_dir():
        path.rmdir()
        typed("-C", str(book), "score", "--json")


def test_a_cache_that_others_may_write_to_or_that_is_none_is_not_used(book: Path, cache: Path, runs: list[str]) -> None:
    right: Said = typed("-C", str(book), "score", "--json")
    folder = kept(cache)[0].parent
    folder.chmod(0o777)
    assert typed("-C", str(book), "score", "--json") == right
    shutil.rmtree(cache)
    cache.write_text("not a folder", "utf-8")
    assert typed("-C", str(book), "score", "--json") == right

    assert runs == ["score"] * 3


def test_folders_in_folders_without_end_are_no_fault(book: Path) -> None:
    with contextlib.chdir(book / "charts"):
        for _ in range(1_100):  # more than Python calls itself
            Path("a").mkdir()
            os.chdir("a")

    try:
        assert typed("-C", str(book), "score").code == 0
    finally:
        subprocess.run(["rm", "-r", str(book / "charts" / "a")], check=True)


def test_a_folder_that_is_gone_while_somebody_stands_in_it_is_no_fault(book: Path, tmp_path: Path) -> None:
    command = (
        f"cd {tmp_path} && mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m levelbook -C {book} score"
    )

    done = subprocess.run(command, shell=True, capture_output=True, text=True)

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert done.stdout == typed("-C", str(book), "score").out


def test_whoever_stops_it_before_the_command_begins_is_told_so(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_full_stop(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("levelbook.cli.cached_output.fingerprint", with_full_stop)

    assert typed("-C", str(book), "score").code == 130
