"""A participant who opens a form in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.ballot_forms import Filler, a_form, written

Opener = Callable[..., Filler]
MILLISECONDS = 60_000
"""After which something has not happened. Nothing waits that long but a test that fails."""
WINDOW = {"width": 1280, "height": 720}
expect.set_options(timeout=MILLISECONDS)


def _new_context(browser: Browser) -> BrowserContext:
    context = browser.new_context(accept_downloads=True, viewport=WINDOW)  # type: ignore[arg-type]
    context.set_default_timeout(MILLISECONDS)
    return context


@pytest.fixture(name="context")
def _context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of the test's own, for who changes what cannot be changed back: its clock, its rights, its scripts."""
    context = _new_context(browser)
    yield context
    context.close()


@pytest.fixture(scope="package", name="window")
def _window(browser: Browser) -> Iterator[Page]:
    """A window that one participant after the other uses: a new one takes three times as long as a new page in it."""
    context = _new_context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(name="empty_window")
def _empty_window(window: Page, tmp_path: Path) -> Page:
    """The window as if nobody had used it: nothing is open or kept in it."""
    empty = tmp_path / "empty.html"
    empty.write_text("<!DOCTYPE html><title>Empty</title>", "utf-8")
    window.goto(empty.as_uri())
    window.evaluate("localStorage.clear(); sessionStorage.clear()")
    window.set_viewport_size(WINDOW)  # type: ignore[arg-type]
    window.emulate_media(media="null", color_scheme="null")
    return window


@pytest.fixture(name="open_form")
def _open_form(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens a form from disk. At the end, no page may have asked for anything else, or complained."""
    fillers: list[Filler] = []
    own = request.getfixturevalue("context") if "context" in request.fixturenames else None
    first = None if own else request.getfixturevalue("empty_window")

    def open_form(form: Any = None, path: Path | None = None, **setting: Any) -> Filler:
        path = path or written(tmp_path / "ballot.html", form or a_form())
        page = own.new_page() if own else first.context.new_page() if fillers else first
        filler = Filler.at(page, path)
        fillers.append(filler)
        if "viewport" in setting:
            filler.page.set_viewport_size(setting["viewport"])
        return filler

    yield open_form
    for filler in fillers:
        assert {url for url in filler.requests if not url.startswith("file:")} == set()
        assert filler.complaints == []
        filler.leave()
        if filler.page is not first:
            filler.page.close()
