"""A real Chromium, for what is read in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="package", name="browser")
def _browser() -> Iterator[Any]:
    """A real Chromium, stopped after this package: the tests of the TUI need the event loop for themselves."""
    from playwright.sync_api import sync_playwright

    from support.ballot_forms import ARGUMENTS, CHROMIUM

    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()
