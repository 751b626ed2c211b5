"""Ballot forms for tests, and a participant who fills one in with a real browser."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request

from levelbook.export.ballot_form.page import BallotForm, FormLevel, FormPractice, form_html

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCALE: Final = ("Absent", "Ad hoc", "Defined", "Implemented", "Measured and improving")


def a_practice(place: int, **changes: Any) -> FormPractice:
    """The practice at a place, two in each section; the first of a section is essential, the fourth is inherited."""
    section = place // 2 + 1
    plain = FormPractice(
        id=f"section-{section}.practice-{place}",
        number=f"{section}.{place % 2 + 1}",
        section_title=f"Section {section}",
        title=f"Practice {place}",
        question=f"How do you mind practice {place}?",
        essential=place % 2 == 0,
        inherited=place == 3,
        statements=tuple(f"Practice {place} looks like level {level}." for level in range(5)),
        wording=f"{place:08x}",
    )
    return replace(plain, **changes)


def a_form(practices: int | tuple[FormPractice, ...] = 4, **changes: Any) -> BallotForm:
    plain = BallotForm(
        team="Retail Assistant",
        about="Ask Alder",
        questionnaire="tiny",
        version="1.0.0",
        title="A tiny questionnaire",
        scale=tuple(FormLevel(name, f"What {name.lower()} means.") for name in SCALE),
        on=date(2026, 11, 22),
        practices=tuple(map(a_practice, range(practices))) if isinstance(practices, int) else practices,
    )
    return replace(plain, **changes)


@dataclass
class Filler:
    """A participant in front of one page, who notes what the browser asks for and complains of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, page: Page, path: Path) -> Filler:
        filler = cls(page)
        page.on("request", filler._requested)
        page.on("console", filler._said)
        page.on("pageerror", filler._failed)
        page.goto(path.as_uri())
        return filler

    def leave(self) -> None:
        """Look no longer at the page, which somebody else may use."""
        self.page.remove_listener("request", self._requested)
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._failed)

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    @property
    def name(self) -> Locator:
        return self.page.get_by_label("Your name", exact=True)

    def practice(self, place: int) -> Locator:
        return self.page.locator(f'.practice[data-place="{place}"]')

    def choice(self, place: int, value: int | str) -> Locator:
        """The radio button of a level, of "unsure", or of "" for no answer."""
        return self.practice(place).locator(f'input[value="{value}"]')

    def note(self, place: int) -> Locator:
        return self.practice(place).get_by_role("textbox")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def focused(self) -> str:
        """The id of what has the focus; of a radio button its group and value."""
        return str(
            self.page.evaluate(
                "document.activeElement.id || document.activeElement.name + '=' + document.activeElement.value"
            )
        )

    def tab_to(self, focused: str) -> None:
        """Press Tab until something has the focus, as somebody without a mouse does."""
        for _ in range(200):
            if self.focused() == focused:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {focused}")

    def save(self) -> tuple[str, bytes]:
        """The name of the file that came down, and its bytes."""
        with self.page.expect_download() as download:
            self.button("Save my ballot").click()
        return download.value.suggested_filename, download.value.path().read_bytes()


def written(path: Path, form: BallotForm) -> Path:
    """The form as a file, as whoever runs the workshop would send it."""
    path.write_text(form_html(form), "utf-8", newline="\n")
    return path


def for_the_page(value: Any) -> str:
    """A value as a JavaScript expression. All in ASCII: half a surrogate pair could not reach the browser otherwise."""
    return json.dumps(value)
