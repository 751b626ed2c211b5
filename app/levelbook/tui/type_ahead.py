"""This module handles keys one after the other, however fast they come: each waits for the effect of the one before.

Textual hands a key to the widget that has the focus at that moment, and acts on it only when it has bubbled back up.
In a burst (a quick scribe, a slow line) the keys after it would by then have gone to the wrong place: into the field
above, as commands to the screen below a form, or as an answer to the practice that was jumped from.

Text that is pasted into a terminal without bracketed paste comes as keys, a line break as Enter. An Enter that closes a
form is the end of what was meant for it, so the rest of the same burst is dropped, and said. Where names are asked for,
an Enter with a letter right behind it is taken for a line break between two names. Prose that comes in one burst where
nothing is typed was pasted, not pressed: it is dropped and said, unless its first key opens a form that takes the rest.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

_NEVER_LONGER_THAN = 2.0
"""Seconds; a screen that fails to come, or a widget that went with its key, does not take the keyboard with it."""


REST_COMES_WITHIN = 0.005
"""Seconds for which a letter waits where nothing is typed: behind the first one of a paste all the others come."""

_LEAST_OF_A_PASTE, _LEAST_SPACES = 20, 2
"""Characters and spaces from which on a burst is prose, and no commands."""


class KeyDone(Message):
    """A marker that follows a key on its way; when it arrives, everybody on the way is done with the key."""

    def __init__(self, key: events.Event, start: MessagePump, laps: int = 2) -> None:
        """Two laps are needed: in the first, a widget that was given the key may have told its screen something."""
        super().__init__()
        self.key, self.start, self.laps = key, start, laps


class TypeAheadApp(App[None]):
    """An app that hands out each key once the keys before it have had their effect."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._waits_for: object | None = "the first screen"
        self._held: deque[events.Key | events.Paste] = deque()
        self._dropped: list[events.Key | events.Paste] | None = None
        """What was dropped while keys are not wanted; None while they are."""
        self._patience: asyncio.TimerHandle | None = None

    @property
    def has_keys_to_do(self) -> bool:
        """Tell whether a key has come in that has not had its effect yet."""
        return self._waits_for is not None or bool(self._held)

    @property
    def typed_next(self) -> str:
        """The character that has come in already behind the key that is being done; empty for none."""
        return _typed(self._held[0])[:1] if self._held else ""

    @property
    def has_keys_waiting(self) -> bool:
        """Tell whether anything has come in behind the key that is being done."""
        return bool(self._held)

    @property
    def next_key(self) -> str:
        """The key that has come in already behind the one that is being done; empty for none, and for pasted text."""
        return self._held[0].key if self._held and isinstance(self._held[0], events.Key) else ""

    def hold_keys(self, until: object) -> None:
        """Keep what is typed from now on, until `release_keys` is told of the same object."""
        self._say_dropped()
        self._waits_for = until
        if self._patience is not None:
            self._patience.cancel()
        self._patience = asyncio.get_running_loop().call_later(_NEVER_LONGER_THAN, self.release_keys, until)

    def drop_keys(self, until: object) -> None:
        """Drop what was typed and not handed out yet, and what is typed until `release_keys` is told of the object."""
        self.hold_keys(until)
        self._dropped = list(self._held)
        self._held.clear()

    def tell_dropped(self, text: str) -> None:
        """Say which text was dropped."""

    def _say_dropped(self) -> None:
        dropped, self._dropped = self._dropped, None
        if text := "".join(map(_typed, dropped or ())).strip():
            self.tell_dropped(text)

    def release_keys(self, reached: object) -> None:
        """The next of what was kept is typed now."""
        if self._waits_for is not reached:
            return
        self._say_dropped()
        self._waits_for = None
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if self._held:
            self.call_later(self._type_next)

    async def _type_next(self) -> None:
        if self._waits_for is None and self._held:
            self._drop_paste()
        if self._waits_for is None and self._held:
            await self._type(self._held.popleft())

    async def on_event(self, event: events.Event) -> None:
        """Textual's way in for everything; only keys and pasted text wait for their turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._dropped is not None:
            self._dropped.append(event)
        elif self.has_keys_to_do:
            self._held.append(event)
        elif _typed(event) and self.takes_commands:
            self._held.append(event)
            self.hold_keys(event)
            asyncio.get_running_loop().call_later(REST_COMES_WITHIN, self.release_keys, event)
        else:
            await self._type(event)

    @property
    def takes_commands(self) -> bool:
        """Tell whether letters are commands just now, and go into no field."""
        return not isinstance(self.focused, Input | TextArea)

    def opens_form(self, key: str) -> bool:
        """Tell whether a key opens a form, which takes what is typed behind it."""
        return False

    def tell_pasted(self, text: str) -> None:
        """Say which text was dropped, because nothing is typed here."""

    def _drop_paste(self) -> bool:
        """Drop prose that came in one burst where nothing is typed; whether there was any."""
        run: list[events.Key] = []
        for event in self._held:
            if not isinstance(event, events.Key) or not _typed(event):
                break
            run.append(event)
        text = "".join(map(_typed, run))
        is_prose = len(text) >= _LEAST_OF_A_PASTE and text.count(" ") >= _LEAST_SPACES
        if not is_prose or not self.takes_commands or self.opens_form(run[0].key):
            return False
        for _ in run:
            self._held.popleft()
        self.tell_pasted(text)
        return True

    async def _type(self, event: events.Key | events.Paste) -> None:
        try:
            start = self.focused or self.screen
        except ScreenStackError:
            return  # the app is being left
        self.hold_keys(event)
        await super().on_event(event)
        if self._waits_for is event:  # else it opened a screen already
            self._follow(KeyDone(event, start))

    def _follow(self, following: KeyDone) -> None:
        if not following.start.post_message(following):
            self.release_keys(following.key)

    def on_key_done(self, message: KeyDone) -> None:
        if message.laps > 1:
            self._follow(KeyDone(message.key, message.start, message.laps - 1))
        else:
            self.release_keys(message.key)


def _typed(event: events.Key | events.Paste) -> str:
    """The text that a key or a paste would have typed."""
    if isinstance(event, events.Paste):
        return event.text
    return " " if event.key == "enter" else event.character if event.is_printable and event.character else ""
