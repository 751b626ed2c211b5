"""A participant who opens a form in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from support.ballot_forms import Filler, a_form, written

Opener = Callable[..., Filler]
MILLISECONDS = 60_000
"""After which something has not happened. Nothing waits that long but a test that fails."""
expect.set_options(timeout=MILLISECONDS)


@pytest.fixture(name="context")
def _context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has used yet."""
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(MILLISECONDS)
    yield context
    context.close()


@pytest.fixture(name="open_form")
def _open_form(context: BrowserContext, tmp_path: Path) -> Iterator[Opener]:
    """Opens a form from disk. At the end, no page may have asked for anything else, or complained."""
    fillers: list[Filler] = []

    def open_form(form: Any = None, path: Path | None = None, **setting: Any) -> Filler:
        path = path or written(tmp_path / "ballot.html", form or a_form())
        filler = Filler.of(context, path)
        fillers.append(filler)
        if "viewport" in setting:
            filler.page.set_viewport_size(setting["viewport"])
        return filler

    yield open_form
    for filler in fillers:
        assert {url for url in filler.requests if not url.startswith("file:")} == set()
        assert filler.complaints == []
