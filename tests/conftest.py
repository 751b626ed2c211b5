"""Every test runs on a machine of its own making: no git identity, colour setting or clock of the tester's."""

from __future__ import annotations

import gc
import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support import files_in_memory, quick_jsonschema, ready_app
from support.examples import OF_A_LARGE_RUN, OF_AN_ORDINARY_RUN

# What decides whether work lands tries the same examples each time; a person's machine goes on looking for new ones.
common = settings(deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.register_profile("ordinary", common, max_examples=OF_AN_ORDINARY_RUN)
settings.register_profile("large", common, max_examples=OF_A_LARGE_RUN)


STATES = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--large", action="store_true", help="Try all of the TUI at 120x36 too, and every property more often."
    )


def pytest_configure(config: pytest.Config) -> None:
    # What a script starts in the background ignores Ctrl-C, and so would everything that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    files_in_memory.use()
    quick_jsonschema.install()
    settings.load_profile("large" if config.getoption("--large") else "ordinary")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare Python the search for garbage among the thousands of tests, and let it search more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    ready_app.end()
    if exitstatus == pytest.ExitCode.OK:
        files_in_memory.remove(session.config)


@pytest.fixture(autouse=True)
def _clean_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    # One of its own for each test: some leave there what nobody should have made.
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".local" / f"state-{next(STATES)}"))
    monkeypatch.setenv("TZ", "UTC")
    # Nobody takes the power away from this process. Commands that tests start in processes of their own do wait.
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    Path(home / "gitconfig").write_text(
        "[user]\n\tname = Noor\n\temail = noor@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    for name in (
        "NO_COLOR",
        "SOURCE_DATE_EPOCH",
        "LEVELBOOK_DEBUG",
        "LEVELBOOK_SETTINGS",
        "FORCE_COLOR",
        "PYTHONUNBUFFERED",
        "COLUMNS",
        "GIT_DIR",
        "GIT_WORK_TREE",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def day_of_portfolios() -> Iterator[None]:
    """Let all of a module happen on the day on which portfolios of tests are looked at."""
    from support import small_portfolio  # which other tests do without, as they do without DuckDB

    with small_portfolio.on_its_day():
        yield
