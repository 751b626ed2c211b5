"""Words that try to be more than words, in every field of a book, through every command, export, renderer and screen.

They are mixed by chance from what means something to a terminal, to Markdown, to HTML and to a spreadsheet. A command
prints nothing that a terminal would obey; a page has no element and a guide no heading that it would not have of a book
with harmless words; a cell is no formula; a screen shows them and goes on.
"""

from __future__ import annotations

import asyncio
import csv
import functools
import io
import json
import random
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.errors import LevelbookError
from levelbook.core.text.cleaning import clean_line
from levelbook.export.registry import FORMATS
from levelbook.keymap.commands import SCREENS
from levelbook.tui.app import LevelbookApp
from support.command_line import typed
from support.hostile_texts import ACTING, HOSTILE, acting
from support.markdown_readers import ENGINES
from support.pilot import text_of
from support.small_book import BACKUPS, RESTORES, REVIEWS, hand_in, later, new_book
from torture.outcome import Budget, Fault, Outcome
from torture.processes import started
from torture.scenes import CLEAN_CODES

WHAT: Final = "hostile words in every field, through every command, export, renderer and screen"
WANTED: Final = 150
HARMLESS: Final = "Words of Ana."
COMMANDS: Final = (
    (), ("score",), ("gaps",), ("explain", "1.1"), ("explain", "overall"), ("check",), ("plan",), ("sitting",),
    ("ask",), ("profile",), ("editions",), ("diff",), ("diff", "--markdown"), ("ballot", "list"), ("ballot", "compare"),
    ("guide", "--diff"), ("gaps", "--json"), ("diff", "--json"), ("ballot", "compare", "--json"),
)  # fmt: skip
OF_A_NOTE: Final = frozenset({"a", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"})
"""Elements that notes may be written with."""
_LINKS: Final = re.compile(r"(?:https?:|mailto:|#|[\w./-]*$|[\w./-]+#)")
_FORMULA: Final = re.compile(r"[=+@\t\r-]")


def run_row(budget: Budget, place: Path, only: slice = slice(None), *, wanted: int = WANTED) -> Outcome:
    """Fill one book after the other with words of one mixture, and read it in every way. only: which books."""
    chance = random.Random(7)
    mixtures = [mixture(chance) for _ in range(wanted)][only]
    outcome = Outcome(WHAT, wanted=len(mixtures))
    usual = _read_in_a_child(HARMLESS, place / "harmless")
    if isinstance(usual, Fault):
        raise RuntimeError(str(usual))
    for number, words in enumerate(mixtures):
        if budget.is_over:
            break
        read = _read_in_a_child(words, place / str(number))
        outcome.tried([read] if isinstance(read, Fault) else judge(words, usual, read))
    return outcome


def mixture(chance: random.Random) -> str:
    """Mix hostile texts and pieces of them."""
    texts = [text for _, text in HOSTILE if len(text) < 400]
    whole = chance.sample(texts, chance.randrange(1, 6))
    pieces = ["".join(chance.choices(ACTING, k=chance.randrange(1, 20))) for _ in range(3)]
    parts = [*whole, *pieces]
    chance.shuffle(parts)
    return chance.choice((" ", "\n", "", "\n\n")).join(parts)


def _book(here: Path, words: str) -> Session:
    """A book that says these words wherever somebody may say something."""
    here.mkdir(parents=True)
    who = clean_line(words) or "Ana"
    session = new_book(here, who=who)
    evidence = (Evidence(kind="documented", reference=words),)
    said = Edit(level=1, note=words, owner=words, here={"plan": words}, evidence=evidence)
    for edit in (said, Edit(step=StepEdit(text=f"x{words}", owner=words, ticket=words))):
        session.apply(BACKUPS, edit)
    session.apply(RESTORES, Edit(unsure=True, ask_whom=words))
    session.apply(REVIEWS, Edit(not_applicable=f"x{words}"))
    seal(session, "first")
    session = later(session, days=1)
    session.apply(BACKUPS, Edit(level=2, level_reason=words))
    hand_in(session, "Tom", {RESTORES: 2}, words)
    hand_in(session, "Zoe", {RESTORES: 0})
    workshop = Workshop(session)
    workshop.begin(90, (f"x{who}"[:60],))
    parked_items.park(workshop, f"x{words}", BACKUPS)
    return later(session, days=1)


def _read_in_a_child(words: str, here: Path) -> Mapping[str, Any] | Fault:
    """Read a book of these words in every way; what went wrong where that did not end well."""
    result, said = here.with_name(f"{here.name}.read"), here.with_name(f"{here.name}.said")

    def read() -> int:
        session = _book(here, words)
        printed = {" ".join(line): typed(*line, folder=here) for line in COMMANDS}
        result.write_text(
            json.dumps(
                {
                    "codes": {name: one.code for name, one in printed.items()},
                    "printed": {name: one.out + one.err for name, one in printed.items()},
                    "guides": [path.read_text("utf-8") for path in sorted(here.rglob("*.md"))],
                    "exports": dict(_exported(here)),
                    "screens": asyncio.run(_screens(session)),
                }
            ),
            "utf-8",
            "surrogatepass",
        )
        return 0

    here.parent.mkdir(parents=True, exist_ok=True)
    ended = started((), here.parent, said, instead=read).ended()
    if not result.exists():
        return Fault("crashed", f"{words!r}: exit {ended.code}: {ended.said.strip()[-600:]}")
    found: Mapping[str, Any] = json.loads(result.read_text("utf-8", "surrogatepass"))
    return found


def _exported(here: Path) -> Iterator[tuple[str, str]]:
    for name in FORMATS:
        path = here / f"exported-{name}"
        said = typed("export", name, "--output", str(path), "--yes", folder=here)
        if said.code not in CLEAN_CODES:
            raise RuntimeError(f"levelbook export {name}: {said.err}")
        yield name, path.read_bytes().decode("utf-8", "replace") if path.exists() else ""


async def _screens(session: Session) -> dict[str, str]:
    """What every screen shows."""
    shown = {}
    for name in SCREENS:
        app = LevelbookApp(session, name)
        async with app.run_test(size=(100, 40)) as pilot:
            await pilot.pause()
            shown[name] = text_of(app)
        if app.fault is not None and not isinstance(app.fault, LevelbookError):
            raise app.fault
    return shown


# --- Judging ----------------------------------------------------------------------------------------------------------


class _Elements(HTMLParser):
    """Collects the elements of a page, what they may do, and where they lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.handlers: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src") and tag != "link"}


def judge(words: str, usual: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[Fault]:
    """Compare what a book of these words gave with what one of harmless words gives."""
    how = f"with the words {words!r}"
    for name, code in read["codes"].items():
        if code not in CLEAN_CODES:
            yield Fault("crashed", f"{how}: `levelbook {name}` ends with {code}: {read['printed'][name][-300:]}")
        elif found := acting(read["printed"][name]):
            yield Fault("escaped", f"{how}: `levelbook {name}` prints {found}")
    for name, shown in read["screens"].items():
        if found := acting(shown):
            yield Fault("escaped", f"{how}: the screen {name} shows {found}")
    yield from _judge_pages(how, usual, read)
    for name in ("csv", "steps", "ciso-assistant-audit"):
        for row in csv.reader(io.StringIO(read["exports"][name])):
            for cell in row:
                if _FORMULA.match(cell) and not re.fullmatch(r"-?[\d.,]+", cell):
                    yield Fault("escaped", f"{how}: a cell of {name} begins a formula: {cell[:60]!r}")
    for name in ("json", "oscal", "oscal-catalog", "oscal-profile", "cyclonedx", "gemara"):
        if usual["exports"][name]:
            json.loads(read["exports"][name])


def _judge_pages(how: str, usual: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("html", "ballot-form"):
        yield from _judge_elements(f"{how}: {name}", usual["exports"][name], read["exports"][name], frozenset())
    for engine, render in ENGINES.items():
        for before, guide in zip(usual["guides"], read["guides"], strict=True):
            page, rendered = (re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL) for text in (before, guide))
            try:
                page, rendered = _usual_page(engine, page), render(rendered)
            except Exception as error:
                yield Fault("escaped", f"{how}: {engine} cannot read the guide, or runs something in it: {error}")
                continue
            yield from _judge_elements(f"{how}: {engine}", page, rendered, OF_A_NOTE)
            if len(re.findall("<h[1-6]", page)) != len(re.findall("<h[1-6]", rendered)):
                yield Fault("escaped", f"{how}: {engine} sees other headings")


@functools.cache
def _usual_page(engine: str, guide: str) -> str:
    """A guide with harmless words, rendered once for all the tries that it is compared with."""
    return ENGINES[engine](guide)


def _judge_elements(how: str, usual: str, text: str, allowed: frozenset[str]) -> Iterator[Fault]:
    known, found = _Elements(usual), _Elements(text)
    if odd := found.names - known.names - allowed - OF_A_NOTE:
        yield Fault("escaped", f"{how} has elements that it should not have: {odd}")
    if found.handlers - known.handlers:
        yield Fault("escaped", f"{how} has handlers: {found.handlers}")
    if odd := {link for link in found.links - known.links if not _LINKS.match(link)}:
        yield Fault("escaped", f"{how} links to {odd}")
