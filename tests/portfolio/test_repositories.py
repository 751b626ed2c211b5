"""Git repositories are fetched in part, run nothing of their own, ask nobody, and never end a collection."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest

from levelbook.core.errors import CouldNotWrite, FileIsWrong
from levelbook.portfolio import collecting, confined_git, repositories
from levelbook.portfolio.collecting import Collected, collect
from levelbook.portfolio.confined_git import GitRefused, git_environment
from levelbook.portfolio.repositories import RepositorySource
from levelbook.portfolio.settings import Portfolio, open_portfolio
from levelbook.portfolio.store import Store
from support.command_line import typed
from support.sealed_books import Book, card, write_edition


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 29, 9, tzinfo=UTC).timestamp())))


def git(folder: Path, *words: str) -> str:
    settings = {
        "user.name": "T", "user.email": "t@example.org", "commit.gpgSign": "false",
        "core.hooksPath": os.devnull, "core.fsmonitor": "false", "filter.evil.clean": "cat",
        "filter.evil.smudge": "cat",
    }  # fmt: skip
    who = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(name="work")
def _work(tmp_path: Path) -> Iterator[Path]:
    """A repository with a book in docs/genai, a large file beside it, and everything that could run something."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "config", "uploadpack.allowFilter", "true")
    git(work, "config", "uploadpack.allowAnySHA1InWant", "true")
    Book(work / "docs" / "genai", "Cards").seal(date(2026, 8, 3))
    (work / "large.bin").write_bytes(os.urandom(300_000))
    touch = f"touch {tmp_path / 'it-ran'}"
    (work / ".gitattributes").write_text("* filter=evil diff=evil\n", "utf-8")
    (work / ".gitmodules").write_text(
        f'[submodule "x"]\n path = x\n url = ext::sh -c "{touch}"\n update = !{touch}\n', "utf-8"
    )
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "A book")
    for key in ("core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv"):
        git(work, "config", key, touch)
    for hook in ("post-checkout", "reference-transaction", "post-merge", "post-update"):
        path = work / ".git" / "hooks" / hook
        path.write_text(f"#!/bin/sh\n{touch}\n", "utf-8")
        path.chmod(0o755)
    yield work
    assert not (tmp_path / "it-ran").exists(), "something of the repository was run"


def portfolio_of(tmp_path: Path, address: str, more: str = "") -> Portfolio:
    (tmp_path / "bank").mkdir(exist_ok=True)
    text = f'format = 1\norganisation = "Bank"\n[[sources]]\nid = "cards"\ngit = "{address}"\n{more}'
    (tmp_path / "bank" / "portfolio.toml").write_text(text, "utf-8")
    return open_portfolio(tmp_path / "bank")


def clones(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("levelbook/clones-*/*.git"))


def problems(found: Collected) -> dict[str, str]:
    return {row.kind: f"{row.message} {row.remedy}" for row in found.problems}


def test_editions_are_read_from_a_repository_of_which_nothing_else_is_fetched(tmp_path: Path, work: Path) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())

    found = collect(portfolio)

    assert (found.books, found.new_editions) == (1, 1)
    assert "repository" not in problems(found)
    [clone] = clones(tmp_path)
    assert not (clone / "index").exists()
    assert sum(path.stat().st_size for path in clone.rglob("*") if path.is_file()) < 100_000
    assert not (clone / "hooks").exists()


def test_a_repository_that_names_its_objects_by_sha256_is_collected_like_any_other(tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    git(newer, "init", "--quiet", "--object-format=sha256")
    Book(newer / "docs" / "genai", "Cards").seal(date(2026, 8, 3))
    git(newer, "add", "--all")
    git(newer, "commit", "--quiet", "--message", "A book")
    portfolio = portfolio_of(tmp_path, newer.as_uri())

    assert (collect(portfolio).new_editions, collect(portfolio).known_editions) == (1, 1)


def test_git_as_a_portfolio_asks_it_runs_no_hook_and_no_command_in_an_address(tmp_path: Path, work: Path) -> None:
    confined_git.run_git(["update-ref", "refs/heads/another", "HEAD"], cwd=work)
    with pytest.raises(GitRefused, match="ext"):
        confined_git.run_git(["ls-remote", f"ext::touch {tmp_path / 'it-ran'}"], cwd=work)

    assert not (tmp_path / "it-ran").exists()
    subprocess.run(["git", "update-ref", "refs/heads/third", "HEAD"], cwd=work, check=True)
    (tmp_path / "it-ran").unlink()  # so that this could have failed


def test_a_clone_that_came_with_a_portfolio_is_not_used(tmp_path: Path, work: Path) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    planted = portfolio.path / "clones" / "cards.git"
    git(tmp_path, "init", "--quiet", "--bare", str(planted))
    git(planted, "config", "core.alternateRefsCommand", f"touch {tmp_path / 'it-ran'}; :")
    (planted / "objects" / "info" / "alternates").write_text(f"{work / '.git' / 'objects'}\n", "utf-8")
    before = sorted(planted.rglob("*"))

    assert collect(portfolio).new_editions == 1

    assert not (tmp_path / "it-ran").exists()
    assert sorted(planted.rglob("*")) == before


def test_a_folder_of_clones_that_is_a_link_is_not_followed(tmp_path: Path, work: Path) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    (tmp_path / "elsewhere").mkdir()
    (portfolio.path / "clones").symlink_to(tmp_path / "elsewhere")

    collect(portfolio)

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_clones_lie_where_only_their_owner_looks_each_portfolio_and_address_with_its_own(
    tmp_path: Path, work: Path
) -> None:
    collect(portfolio_of(tmp_path, work.as_uri()))
    collect(portfolio_of(tmp_path, str(work)))
    (tmp_path / "copy").mkdir()
    collect(portfolio_of(tmp_path / "copy", work.as_uri()))

    found = clones(tmp_path)

    assert len(found) == 3
    assert found[0].parent.stat().st_mode & 0o777 == 0o700


def test_without_a_cache_folder_of_ones_own_clones_go_away_again(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(portfolio_of(tmp_path, work.as_uri()))
    [clone] = clones(tmp_path)
    before = sorted(clone.rglob("*"))
    clone.parent.chmod(0o777)
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "passing"))
    Book(work / "docs" / "genai", "Cards").seal(date(2026, 11, 3))
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Another")

    assert collect(portfolio_of(tmp_path, work.as_uri())).new_editions == 1

    assert sorted(clone.rglob("*")) == before
    assert list((tmp_path / "passing").iterdir()) == []


def test_the_next_collection_fetches_only_what_is_new(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    collect(portfolio)
    Book(work / "docs" / "genai", "Cards").seal(date(2026, 11, 3))
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Another")
    asked: list[int] = []
    whole = repositories.run_git

    def counted(words: Sequence[str], **options: Any) -> bytes:
        asked.append(options.get("given", b"").count(b"\n"))
        return whole(words, **options)

    monkeypatch.setattr(repositories, "run_git", counted)

    found = collect(portfolio)

    assert found.new_editions == 1
    assert sum(asked) == 2, "edition.toml and scorecard.json of the new edition"


def test_a_branch_and_a_pattern_say_what_counts(tmp_path: Path, work: Path) -> None:
    elsewhere = portfolio_of(tmp_path, work.as_uri(), 'books = ["handbook/*"]\n')
    assert collect(elsewhere).books == 0

    missing = collect(portfolio_of(tmp_path, work.as_uri(), 'branch = "release"\n'))
    assert "release" in problems(missing)["repository"]

    git(work, "branch", "release")
    assert collect(portfolio_of(tmp_path, work.as_uri(), 'branch = "release"\nbooks = ["docs/*"]\n')).new_editions == 1


def test_an_address_that_is_a_relative_path_counts_from_the_portfolio(tmp_path: Path, work: Path) -> None:
    assert collect(portfolio_of(tmp_path, "../work")).new_editions == 1


def test_an_unreachable_repository_is_a_problem_and_what_was_collected_stays(tmp_path: Path, work: Path) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    collect(portfolio)
    work.rename(tmp_path / "gone")

    found = collect(portfolio)
    (tmp_path / "gone").rename(work)

    assert problems(found)["repository"].startswith("git cannot reach this repository: ")
    assert "does not appear to be a git repository. " in problems(found)["repository"]
    engine, _ = Store(portfolio.store_path).opened()
    with engine:
        assert engine.rows("SELECT count(*) FROM editions") == [(1,)]


def test_a_disk_that_is_full_while_a_repository_is_fetched_is_no_fault_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetched(_: RepositorySource) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(RepositorySource, "_bring", fetched)
    with pytest.raises(CouldNotWrite, match="the disk is full"):
        collect(portfolio_of(tmp_path, "file:///nowhere"))


def test_a_repository_that_wants_a_password_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = b"fatal: could not read Username for 'https://ana:secret@git.example': terminal prompts disabled\n"

    wrong = confined_git.refusal(said)

    assert "levelbook does not ask" in wrong.problems[0].remedy
    assert "secret" not in str(wrong)
    environment = git_environment()
    assert environment["GIT_TERMINAL_PROMPT"] == "0"
    assert environment["GIT_SSH_COMMAND"].endswith("-o BatchMode=yes")


def test_git_looks_at_no_repository_that_the_environment_names(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))

    assert collect(portfolio_of(tmp_path, work.as_uri())).new_editions == 1


def test_a_scorecard_that_is_too_large_is_a_problem_and_the_others_are_collected(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined_git, "MOST_BYTES", 50_000)
    editions = work / "docs" / "genai" / "editions"
    (editions / "2026-08-03" / "scorecard.json").write_bytes(b" " * 100_000)
    write_edition(work / "docs" / "genai", card("Cards", date(2026, 11, 3)))
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Another")

    found = collect(portfolio_of(tmp_path, work.as_uri()))

    assert found.new_editions == 1
    assert "more than levelbook reads" in problems(found)["edition"]


def _cut_short(clone: Path) -> None:
    for pack in clone.glob("objects/pack/*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(pack.read_bytes()[:-100])


def _rot(clone: Path) -> None:
    for pack in clone.glob("objects/pack/*.pack"):
        pack.chmod(0o600)
        content = pack.read_bytes()
        middle = len(content) // 2
        pack.write_bytes(content[:middle] + bytes(40) + content[middle + 40 :])


def _without_settings(clone: Path) -> None:
    (clone / "config").write_text("[core\n", "utf-8")


def _left_locked(clone: Path) -> None:
    for name in ("config.lock", "shallow.lock"):
        (clone / name).touch()


def _no_folder(clone: Path) -> None:
    shutil.rmtree(clone)
    clone.touch()


@pytest.mark.parametrize("damage", [_cut_short, _without_settings, _left_locked, _no_folder])
def test_a_clone_that_was_damaged_is_fetched_anew(tmp_path: Path, work: Path, damage: Callable[[Path], None]) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    collect(portfolio)
    [clone] = clones(tmp_path)
    damage(clone)
    Book(work / "docs" / "genai", "Cards").seal(date(2026, 11, 3))
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Another")

    found = collect(portfolio)

    assert (found.new_editions, [kind for kind in problems(found) if kind != "unnamed"]) == (1, [])
    assert list(clone.parent.iterdir()) == [clone]


def test_contents_that_rotted_in_a_clone_are_fetched_anew(tmp_path: Path, work: Path) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    collect(portfolio)
    shutil.rmtree(portfolio.store_path)
    [clone] = clones(tmp_path)
    _rot(clone)

    assert collect(portfolio).new_editions == 1


def test_contents_that_rot_right_after_they_were_fetched_are_a_problem_with_a_remedy(
    tmp_path: Path, work: Path
) -> None:
    [source] = portfolio_of(tmp_path, work.as_uri()).organisation.sources
    book_source = RepositorySource(source, tmp_path / "clone.git", tmp_path)
    book_source.fetch()
    _rot(book_source.path)

    with pytest.raises(FileIsWrong, match="git does not have all of it") as wrong:
        for name in ("edition.toml", "scorecard.json"):
            book_source.content("docs/genai", "2026-08-03", name)
    book_source.close()

    assert "by hand" in wrong.value.problems[0].remedy


def test_a_clone_stays_where_its_repository_cannot_be_reached(tmp_path: Path, work: Path) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    collect(portfolio)
    [clone] = clones(tmp_path)
    before = {path for path in clone.rglob("*") if path.is_file()}
    work.rename(tmp_path / "gone")

    found = collect(portfolio)
    (tmp_path / "gone").rename(work)

    assert "Check whether a clone by hand works." in problems(found)["repository"]
    assert before <= set(clone.rglob("*"))
    assert list(clone.parent.iterdir()) == [clone]


@pytest.mark.parametrize(
    ("address", "branch"),
    [
        ("file:///nowhere/at/all", ""),
        ("https://127.0.0.1:9/books.git", ""),
        ("git://127.0.0.1:9/books.git", ""),
        ("the work", "gone"),
    ],
)
def test_a_repository_that_cannot_be_reached_is_asked_once(
    tmp_path: Path, work: Path, address: str, branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [source] = portfolio_of(tmp_path, work.as_uri()).organisation.sources
    RepositorySource(source, tmp_path / "clone.git", tmp_path).fetch()
    asked = 0
    run_git = repositories.run_git

    def counted(words: Sequence[str], **options: Any) -> bytes:
        nonlocal asked
        asked += "fetch" in words
        return run_git(words, **options)

    monkeypatch.setattr(repositories, "run_git", counted)
    moved = replace(source, git=work.as_uri() if address == "the work" else address, branch=branch)
    book_source = RepositorySource(moved, tmp_path / "clone.git", tmp_path)
    book_source.fetch()

    assert book_source.failure is not None
    [problem] = book_source.failure.problems  # type: ignore[attr-defined]
    assert problem.message.startswith("git cannot reach this repository: ")
    assert "kept" in problem.remedy
    assert asked == 1


def test_a_link_in_a_repository_is_no_file_of_an_edition(tmp_path: Path, work: Path) -> None:
    scorecard = work / "docs" / "genai" / "editions" / "2026-08-03" / "scorecard.json"
    scorecard.unlink()
    scorecard.symlink_to("/etc/hostname")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "A link")

    found = collect(portfolio_of(tmp_path, work.as_uri()))

    assert found.new_editions == 0
    assert "This file is missing" in problems(found)["edition"]


def test_an_edition_that_is_a_link_in_a_repository_is_told_and_not_followed(tmp_path: Path, work: Path) -> None:
    (work / "docs" / "genai" / "editions" / "latest").symlink_to("2026-08-03")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "A link to an edition")

    found = collect(portfolio_of(tmp_path, work.as_uri()))

    assert found.new_editions == 1
    assert "editions/latest is a symbolic link" in problems(found)["edition"]


@pytest.mark.parametrize("is_link", [True, False])
def test_an_edition_whose_edition_toml_is_gone_or_a_link_is_a_problem_as_in_a_folder(
    tmp_path: Path, work: Path, *, is_link: bool
) -> None:
    place = work / "docs" / "genai" / "editions" / "2026-08-03" / "edition.toml"
    place.with_name("answers.toml").write_text("format = 2\n", "utf-8")
    place.unlink()
    if is_link:
        place.symlink_to("/etc/hostname")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Half an edition")

    found = collect(portfolio_of(tmp_path, work.as_uri()))

    assert (found.books, found.new_editions) == (1, 0)
    assert "This file is missing" in problems(found)["edition"]


def test_without_git_it_is_said(tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = portfolio_of(tmp_path, work.as_uri())
    monkeypatch.setenv("PATH", str(tmp_path))

    said = typed("-C", str(portfolio.path), "portfolio", "collect")

    assert said.code == 0
    assert "git is not installed" in said.out


def test_a_repository_with_nothing_in_it_has_no_books(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    git(tmp_path / "empty", "init", "--quiet")

    found = collect(portfolio_of(tmp_path, (tmp_path / "empty").as_uri()))

    assert (found.books, list(problems(found))) == (0, ["repository"])


def _folder_under_many_names(work: Path, *, names: int, deep: int) -> None:
    """Commit a tree that holds one folder under many names, and that one another, and so on down to one file."""

    def stored(words: Sequence[str], given: str) -> str:
        done = subprocess.run(["git", *words], cwd=work, input=given, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    blob = stored(("hash-object", "-w", "--stdin"), "x")
    tree = stored(("mktree",), f"100644 blob {blob}\tnotes.md\n")
    for _ in range(deep):
        tree = stored(("mktree",), "".join(f"040000 tree {tree}\tfolder-{name}\n" for name in range(names)))
    git(work, "read-tree", "--prefix=many/", tree)
    git(work, "commit", "--quiet", "--message", "Many")


def test_a_repository_that_lists_more_than_any_memory_holds_is_a_problem_and_the_others_are_collected(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined_git, "MOST_PRINTED", 10_000)
    portfolio = portfolio_of(tmp_path, f"file://{work}")
    assert collect(portfolio).new_editions == 1
    _folder_under_many_names(work, names=4, deep=4)

    found = collect(portfolio)

    assert "more files than can be listed" in problems(found)["repository"]
    assert found.known_editions == 1, "what was collected stays"


def test_a_git_that_is_not_done_is_ended_with_all_that_it_has_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here `git` begins a program that holds its output, as it begins ssh, and waits for it."""
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "git"
    fake.write_text("#!/bin/sh\nsleep 600 &\nwait\n", "utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setattr(confined_git, "PATIENCE", 0.2)

    with pytest.raises(FileIsWrong, match="was stopped"):
        confined_git.run_git(("fetch",), cwd=tmp_path)


def test_however_much_git_says_its_end_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "git"
    fake.write_text("#!/bin/sh\ncat\nhead -c 300000 /dev/zero | tr '\\0' x >&2\nexit 1\n", "utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)

    with pytest.raises(GitRefused, match="git says: xxx"):
        confined_git.run_git(("fetch",), cwd=tmp_path, given=b"asked")


def test_ctrl_c_ends_a_collection_that_waits_for_repositories(tmp_path: Path) -> None:
    """They lie behind an address that takes a connection and says nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        portfolio_of(tmp_path, f"git://127.0.0.1:{silent.getsockname()[1]}/books.git")
        command = [sys.executable, "-m", "levelbook", "-C", str(tmp_path / "bank"), "portfolio", "collect"]
        process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            # What a shell starts in the background ignores Ctrl-C, and a child would inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        connection, _ = silent.accept()  # now git waits
        with connection:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "Stopped" in said


def test_ctrl_c_ends_fetches_that_began_while_others_are_still_being_handed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fetch may run before whoever hands it out is done with that."""
    begun, with_full_stop = threading.Event(), threading.Event()
    was_stopped: list[bool] = []

    class Interrupted(ThreadPoolExecutor):
        def submit(self, *words: Any, **named: Any) -> NoReturn:  # type: ignore[override]
            super().submit(*words, **named)
            begun.wait()
            raise KeyboardInterrupt

    def fetch(_: RepositorySource) -> None:
        begun.set()
        was_stopped.append(with_full_stop.wait(timeout=60))

    monkeypatch.setattr(collecting, "ThreadPoolExecutor", Interrupted)
    monkeypatch.setattr(RepositorySource, "fetch", fetch)
    monkeypatch.setattr(RepositorySource, "stop", lambda _: with_full_stop.set())

    with pytest.raises(KeyboardInterrupt):
        collect(portfolio_of(tmp_path, "git://127.0.0.1/books.git"))

    assert was_stopped == [True]


def test_what_a_repository_does_not_give_is_not_asked_for_again_and_again(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git itself would fetch a missing content while it is read, and wait as long as the other end likes."""
    [source] = portfolio_of(tmp_path, work.as_uri()).organisation.sources
    book_source = RepositorySource(source, tmp_path / "clone.git", tmp_path)
    monkeypatch.setattr(RepositorySource, "_fetch_contents", lambda _: None)
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    book_source.fetch()
    (tmp_path / "trace").unlink()

    with pytest.raises(FileIsWrong, match="does not have all of it"):
        book_source.content("docs/genai", "2026-08-03", "edition.toml")
    book_source.close()

    assert "fetch" not in (tmp_path / "trace").read_text("utf-8")
