"""Textual as tests drive it: what is waited for is that the app has nothing left to do, and never that time goes by.

Textual's own pilot waits until the processor rests, in steps of 20 ms, twice for each key. How long that takes, and
whether it was long enough, depends on the machine. Here the messages are looked at: once none is waiting or being
handled, nothing is to be painted and no key is held back, whatever was pressed has had its effect.

Drawing the characters takes a third of all that an app does in a test, and without a terminal nobody sees them. So a
screen is drawn when it comes up, when a test looks at it, and as it is at the end; `--large` draws it each time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any, Final
from unittest.mock import patch
from weakref import WeakSet

from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from levelbook.tui.type_ahead import REST_COMES_WITHIN, TypeAheadApp
from levelbook.tui.vote.screen import VoteScreen

MOST_ROUNDS: Final = 1_000
"""Rounds of the event loop after which an app that is still busy is one that never rests, such as one that animates."""
SECONDS_BETWEEN_PAINTINGS: Final = 3_600.0
"""Long enough for never: what is to be painted is painted when everything is quiet, and so the same number of times."""
ROUNDS_AT_REST: Final = 2
"""So many rounds in a row without anything to do: what a message starts may show only in the round after it."""

_waiting = 0
"""How many wait for quiet at this moment; each has a step of its own to do in every round of the event loop."""


async def quiet(app: App[Any]) -> None:
    """Wait until an app has nothing left to do but what a timer, a thread or a person will bring."""
    behind = set(app._background_screens if app._screen_stack else ())
    rested = 0
    pause = 0.0
    for _ in range(MOST_ROUNDS):
        steps = await _others_steps(pause)
        pause = 0.0
        if app._exception is not None or not app._running:
            return
        # Where something has a step to do, each widget need not be asked whether it has messages.
        if steps or _has_messages(app) or _painted(app, behind):
            rested = 0
        elif _holds_keys(app):
            rested = 0
            pause = REST_COMES_WITHIN  # its timer is all that it waits for
        else:
            rested += 1
            if rested > ROUNDS_AT_REST:
                return


async def _others_steps(pause: float) -> int:
    """Let the event loop go round once, or for so many seconds; how many steps of anything else it then has to do."""
    global _waiting
    _waiting += 1
    try:
        await asyncio.sleep(pause)
        return len(asyncio.get_running_loop()._ready) - (_waiting - 1)  # type: ignore[attr-defined]
    finally:
        _waiting -= 1


def _has_messages(app: App[Any]) -> bool:
    """Whether anything handles a message, or has one to handle: else each waits for its queue to give it one."""
    return any(_is_handling(pump) for pump in (app, *app._registry))


def _holds_keys(app: App[Any]) -> bool:
    return isinstance(app, TypeAheadApp) and app.has_keys_to_do


def _is_handling(pump: MessagePump) -> bool:
    queue = pump.__dict__.get("_message_queue")
    if queue is None or pump._closed or pump._closing:
        return False
    return not queue.empty() or not queue.ready_event._waiters or bool(pump._next_callbacks)


def _painted(app: App[Any], behind: set[Screen[Any]]) -> bool:
    """Paint at once what is to be painted at the next tick of a clock; whether there was anything.

    A screen that is seen behind another is painted once: it wants to be painted again each time that it was.
    """
    if not app._screen_stack:
        return False
    shown = [screen for screen in app._background_screens if screen in behind]
    behind.difference_update(shown)
    painted = [_paint(screen) for screen in (*shown, app.screen)]
    return any(painted)


def _paint(screen: Screen[Any]) -> bool:
    if screen.app._batch_count or not screen._running:
        return False
    waits = (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
    if waits:
        screen._on_timer_update()
    return bool(waits)


class QuietPilot(Pilot[Any]):
    """A pilot that waits for the app, and never for the clock."""

    async def pause(self, delay: float | None = None) -> None:
        if delay is not None:
            await asyncio.sleep(delay)
        await quiet(self.app)
        _draw(self.app, only_new=True)

    async def _wait_for_screen(self, timeout: float = 0) -> bool:
        await quiet(self.app)
        return True


_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
_parse_rules = Stylesheet._parse_rules
_parsed_whole: dict[tuple[Any, ...], tuple[list[RuleSet], dict[str, list[RuleSet]]]] = {}
_parse = Stylesheet.parse


def _parse_once(
    sheet: Stylesheet, css: str, read_from: Any, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
) -> list[RuleSet]:
    """The rules of one source of a style sheet, parsed once in each process instead of once in each app."""
    key = (*sorted(sheet._variables.items()), css, read_from, is_default_rules, tie_breaker, scope)
    if key not in _parsed:
        _parsed[key] = _parse_rules(sheet, css, read_from, is_default_rules, tie_breaker, scope)
    return _parsed[key]


def _parse_whole_once(sheet: Stylesheet) -> None:
    """Give a style sheet the rules of all its sources, gathered once in each process, as is which ones have a name."""
    key = (*sorted(sheet._variables.items()), *sheet.source.items())
    if key not in _parsed_whole:
        _parse(sheet)
        _parsed_whole[key] = (sheet._rules, sheet.rules_map)
    sheet._rules, sheet._rules_map = _parsed_whole[key]
    sheet._require_parse = False


async def _wait_until_quiet(*_: float) -> None:
    await quiet(active_app.get())


_drawn: WeakSet[Screen[Any]] = WeakSet()
_render_update = Compositor.render_update
_run_test = App.run_test


def _draw(app: App[Any], *, only_new: bool = False) -> None:
    """Draw the characters of what is on the screen, so that what cannot be drawn fails here.

    only_new: only a screen that was not drawn yet.
    """
    if app._running and app._screen_stack and not (only_new and app.screen in _drawn):
        _drawn.add(app.screen)
        app.screen._compositor.render_strips()


def _draw_when_asked(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> Any:
    """Draw a picture when one is taken; what is only for the terminal that is not there is noted as drawn."""
    if full:
        return _render_update(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()
    return None


@asynccontextmanager
async def _run_test_and_draw_the_end(app: App[Any], **options: Any) -> AsyncIterator[Any]:
    async with _run_test(app, **options) as pilot:
        yield pilot
        _draw(app)


@contextmanager
def quick_textual(*, draws_each_time: bool) -> Iterator[None]:
    """Have `run_test` give a `QuietPilot`, and apps share their parsed styles."""
    with ExitStack() as stack:
        stack.enter_context(patch("textual.pilot.Pilot", QuietPilot))
        stack.enter_context(patch("textual.app.wait_for_idle", _wait_until_quiet))
        stack.enter_context(patch("textual.screen.UPDATE_PERIOD", SECONDS_BETWEEN_PAINTINGS))
        stack.enter_context(patch.object(VoteScreen, "seconds_to_see", 0.0))
        stack.enter_context(patch.object(Stylesheet, "_parse_rules", _parse_once))
        stack.enter_context(patch.object(Stylesheet, "parse", _parse_whole_once))
        stack.enter_context(patch.object(RuleSet, "__hash__", object.__hash__))  # the same without a call of Python's
        if not draws_each_time:
            stack.enter_context(patch.object(Compositor, "render_update", _draw_when_asked))
            stack.enter_context(patch.object(App, "run_test", _run_test_and_draw_the_end))
        yield
