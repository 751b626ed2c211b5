"""Whatever a team has promised, every page that says what is late names the same, and the same people.

The teams are random. What is compared are the sentences that people read: home, the check, the roadmap, each answer.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.book.session import Session
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Accepted, Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from support.builders import DAY
from support.command_line import typed
from support.examples import examples
from support.small_book import PRACTICES, new_book, noon

LATER = 20
"""Days until the pages are read."""
NAMES = st.sampled_from(["", "Ana", "Tom"])
DAYS = st.sampled_from([*(DAY + timedelta(days=days) for days in (5, LATER - 1, LATER, LATER + 9)), None])

Late = set[tuple[str, str, str]]
"""A practice's number, what is late, and whose it is."""


def an_edit(draw: st.DrawFn) -> list[Edit]:
    """What a team says of one practice, in the order in which it says it."""
    said = draw(st.sampled_from(["", "level", "unsure", "not applicable", "accepted"]))
    edits = [Edit(owner=draw(NAMES), due=draw(DAYS) or "")]
    if said == "unsure":
        edits.append(Edit(unsure=True, ask_whom=draw(NAMES), ask_by=draw(DAYS) or ""))
    elif said == "not applicable":
        edits.append(Edit(not_applicable="We have none."))
    elif said:
        edits.append(Edit(level=1 if said == "accepted" else draw(st.integers(0, 3))))
    if said == "accepted":
        until = draw(DAYS) or DAY
        edits.append(Edit(accepted=Accepted(level=draw(st.integers(0, 1)), by="Lin", until=until, reason="It moves.")))
    for number in range(draw(st.sampled_from([1, 2, 0]))):
        step = StepEdit(text=f"Do thing {number}.", owner=draw(NAMES), due=draw(DAYS) or "")
        edits.append(Edit(step=step))
        if draw(st.sampled_from([False, False, True])):
            edits.append(Edit(step=StepEdit(number=number + 1, done_on=DAY)))
    return edits


@st.composite
def teams(draw: st.DrawFn) -> tuple[dict[str, list[Edit]], list[tuple[str, str, object]], set[str]]:
    """What is said of each practice, which evidence a sitting agrees on, and for which it is added afterwards."""
    said = {name: an_edit(draw) for name in PRACTICES}
    agreed = [(name, draw(NAMES), draw(DAYS)) for name in PRACTICES if draw(st.booleans())]
    return said, agreed, {name for name in PRACTICES if draw(st.booleans())}


@pytest.fixture(name="empty", scope="module")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("agree")
    new_book(root / "empty")
    return root


@examples(100)
@given(teams())
def test_every_page_names_the_same_as_late_and_the_same_people(
    empty: Path, team: tuple[dict[str, list[Edit]], list[tuple[str, str, object]], set[str]]
) -> None:
    root = empty / "team"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(empty / "empty", root)
    _hold_a_sitting(Session.open(root / "book", who="Noor", clock=noon()), *team)

    pages = _Pages(root / "book")

    late = pages.late_at_home()
    assert pages.late_in_check() == late
    assert pages.late_in_gaps() == {one for one in late if one[1] != "Close the gap"}
    assert {one[:2] for one in pages.late_in_answers()} == {one[:2] for one in late}
    assert pages.to_bring("sitting", "evidence") == pages.to_bring("gaps")


def _hold_a_sitting(
    session: Session, said: dict[str, list[Edit]], agreed: Iterable[tuple[str, str, object]], brought: set[str]
) -> None:
    workshop = Workshop(session)
    workshop.begin(60, ["Ana", "Tom"])
    for name, edits in said.items():
        for edit in edits:
            session.apply(name, edit)
    closing = Closing(workshop)
    for name, who, by in agreed:
        closing.bring_proof(name, "The log", who, by)  # type: ignore[arg-type]
    closing.close()
    for name in brought:
        session.apply(name, Edit(evidence=(Evidence(kind="documented", reference="page 9", seen_on=DAY),)))


class _Pages:
    """What the pages say, some days later, read back."""

    def __init__(self, book: Path) -> None:
        self._book = book

    def _read(self, *words: str) -> str:
        moment = str(int(noon(LATER)().timestamp()))
        with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": moment}):
            return typed("-C", str(self._book), *words).out

    def late_at_home(self) -> Late:
        found = re.findall(r"^  (\d\.\d) (.*) – (.*), [^,]+, late$", self._read(), re.M)
        return {(number, _what(words), who) for number, words, who in found}

    def late_in_check(self) -> Late:
        found: Late = set()
        itself = {"The level was to be found out": "Find out", r"Level \d was to be reached": "Close the gap"}
        for one in json.loads(self._read("check", "--json"))["notices"]:
            for words, kind in itself.items():
                if said := re.fullmatch(rf"{words} by \d+ \w+ \d+ \((.*)\)\.", one["message"]):
                    found.add((f"{_NUMBERS[one['key']]}", kind, said[1]))
            if said := re.fullmatch(r"“(.*)” was (due on|to be brought by) \d+ \w+ \d+ \((.*)\)\.", one["message"]):
                words = said[1] if said[2] == "due on" else f"Bring evidence: {said[1]}"
                found.add((f"{_NUMBERS[one['key']]}", _what(words), said[3]))
        return found

    def late_in_gaps(self) -> Late:
        """Everything but the gap itself, which the roadmap lists late or not."""
        found: Late = set()
        number = ""
        for line in self._read("gaps", "--unanswered").splitlines():
            if heading := re.match(r"  (\d\.\d) ", line):
                number = heading[1]
            elif said := re.fullmatch(r" +(step|bring evidence|finds out): (.*) \(late\)", line):
                words, _, who = said[2].rpartition(" – ")
                who = (who if words else said[2]).rpartition(", ")[0].replace("nobody yet", "nobody")
                named = {"step": words, "bring evidence": "Bring evidence", "finds out": "Find out"}[said[1]]
                found.add((number, named, who or "nobody"))
        return found

    def late_in_answers(self) -> Late:
        found: Late = set()
        for number in _NUMBERS.values():
            head, *lines = self._read("answer", number).splitlines()
            if "finds out" in head and head.endswith(", late"):
                found.add((number, "Find out", ""))
            for line in lines:
                if line.endswith(" – late"):
                    words = re.sub(r"^  Step \d: ", "", line).partition(" – ")[0].strip()
                    found.add((number, "Close the gap" if words.startswith("Owner: ") else _what(words), ""))
        return found

    def to_bring(self, *words: str) -> list[str]:
        """The practices for which evidence is to be brought."""
        found, number = [], ""
        for line in self._read(*words).splitlines():
            number = said[1] if (said := re.match(r"  (?:\d )?(\d\.\d) ", line)) else number
            if "The log – " in line or line.endswith(": The log"):
                found.append(number)
        return sorted(found)


_NUMBERS = dict(zip(PRACTICES, ("1.1", "1.2", "2.1"), strict=True))


def _what(words: str) -> str:
    """A step's words; of anything else only its kind."""
    return next((kind for kind in ("Find out", "Bring evidence", "Close the gap") if words.startswith(kind)), words)
