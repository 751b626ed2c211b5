"""The second quarter, played with keys: what was promised has changed, all else is seen and confirmed as a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from levelbook.book.queue import queue
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.assessment.queue import QueueChoice
from levelbook.packs.companions import read_profile
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.confirm_list.screen import ConfirmScreen
from levelbook.tui.interview.lists import StepsScreen
from levelbook.tui.interview.screen import InterviewScreen
from support.pilot import text_of, until

FIRST = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
SECOND = FIRST + timedelta(days=92)
PROMISED_EVERY = 5
"""Every fifth practice gets a step in the first quarter, and is a level higher in the second."""
PROOF = "https://wiki.example/proof"
STEP = "Write it down and try it once"


@dataclass
class Fingers:
    """Counts the keys that are pressed, and where it is asked keeps what stood on the screen after each."""

    pilot: Pilot[None]
    keeps_screens: bool = False
    pressed: int = 0
    screens: list[str] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        """All at once, as a quick scribe does."""
        self.pressed += len(keys)
        await self._send(*(events.Key(key, key if len(key) == 1 else None) for key in keys))

    async def _send(self, *typed: events.Key | events.Paste) -> None:
        for event in typed:
            self.pilot.app.post_message(event)
        await self.pilot.pause()
        if self.keeps_screens:
            self.screens.append(text_of(self.pilot.app))

    async def paste(self, text: str) -> None:
        """A text all at once, counted as if each letter had been typed."""
        self.pressed += len(text)
        await self._send(events.Paste(text))

    async def until(self, holds: Callable[[], object]) -> None:
        await until(self.pilot, holds)

    def is_on(self, kind: type[Any]) -> bool:
        return isinstance(self.pilot.app.screen, kind)


def level_of(place: int) -> int:
    return (2, 1, 2, 3)[place % 4]


async def prove(fingers: Fingers) -> None:
    await fingers.press("e")
    if not fingers.is_on(FormScreen):
        await fingers.press("n")
    await fingers.paste(PROOF)
    await fingers.press("ctrl+s")
    if not fingers.is_on(InterviewScreen):
        await fingers.press("escape")


async def first_quarter(session: Session) -> int:
    """Every practice in scope gets a level, a proof from 2 on, and every fifth a step; how many keys that takes."""
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        fingers = Fingers(pilot)
        for place, score in enumerate(queue(session)):
            await fingers.press(str(level_of(place)))
            assert session.now.book.answer(score.id).level == level_of(place)
            if level_of(place) > 1:
                await prove(fingers)
            if place % PROMISED_EVERY == 0:
                await fingers.press("s")
                if not fingers.is_on(FormScreen):
                    await fingers.press("n")
                await fingers.paste(STEP)
                await fingers.press("enter", *"Ana", "enter", *"in 10 weeks", "ctrl+s")
                if not fingers.is_on(InterviewScreen):
                    await fingers.press("escape")
            await fingers.press("enter")
        return fingers.pressed


async def second_quarter(session: Session, looked_at: list[str], promised: list[str]) -> Fingers:
    """What needs another look one by one, where a new threat alone changes no level; then the rest as a list."""
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        fingers = Fingers(pilot, keeps_screens=True)
        await fingers.press("f", "r")
        for name in looked_at:
            await fingers.until(lambda name=name: fingers.is_on(InterviewScreen) and app.screen.practice_id == name)
            if name not in promised:
                await fingers.press("c", "enter")
                continue
            await fingers.press(str(session.now.scorecard[name].level + 1))
            await prove(fingers)
            await fingers.press("s")
            await fingers.until(lambda: fingers.is_on(StepsScreen))
            await fingers.press("space", "escape", "enter")
        await fingers.press("escape", "L", "2")  # 1 is this section's, 2 all sections'
        await fingers.until(lambda: fingers.is_on(ConfirmScreen))
        while not re.search(r"c confirm these \d", text_of(app)):
            await fingers.press("pagedown")
        fingers.screens.append(text_of(app))
        await fingers.press("c")
        await fingers.until(lambda: not queue(session, QueueChoice("carried")))
        return fingers


async def test_a_second_quarter_with_a_fifth_changed_takes_under_a_quarter_of_the_keys(tmp_path: Path) -> None:
    session = Session.create(tmp_path / "book", Settings(team="Retail"), who="Noor", clock=lambda: FIRST)
    profile = read_profile(Path(session.questionnaire.folder), "bank-assistant")
    for fact, value in profile.profile.items():
        session.set_fact(fact, value)
    asked = [score.id for score in queue(session)]
    first = await first_quarter(session)
    seal(session, "first")
    again = Session.open(tmp_path / "book", who="Noor", clock=lambda: SECOND)
    assert not any(score.confirmed for score in again.now.scorecard.counting)
    promised = [name for place, name in enumerate(asked) if place % PROMISED_EVERY == 0]
    looked_at = [score.id for score in queue(again, QueueChoice("revisit"))]
    assert {*looked_at} == {*promised, *again.now.threatened}

    fingers = await second_quarter(again, looked_at, promised)

    assert all(again.now.scorecard[name].confirmed for name in asked)
    changed = [name for name in asked if again.now.book.answer(name).content != session.now.book.answer(name).content]
    assert changed == promised and len(changed) * 5 >= len(asked)
    for name in set(asked) - set(looked_at):
        row = f"{again.questionnaire.numbers[name]:<4} {again.questionnaire.practices[name].title[:24]}"
        assert any(row in screen for screen in fingers.screens), f"{row} was never on the screen"
    assert fingers.pressed * 4 < first, (fingers.pressed, first)
