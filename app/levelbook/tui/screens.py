"""The screens by name. Each is imported when it is opened for the first time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

# Imported late: what is painted first needs one of these, home or in a ballot the interview, and is spared the others:
# `home` 80 ms, `interview` 60 ms, `profile` 5 ms, `roadmap` 45 ms, `guide` 140 ms, `editions` 110 ms, `sitting` 55 ms.


def _home() -> Screen[Any]:
    from levelbook.tui.home.screen import HomeScreen

    return HomeScreen()


def _interview() -> Screen[Any]:
    from levelbook.tui.interview.screen import InterviewScreen

    return InterviewScreen()


def _profile() -> Screen[Any]:
    from levelbook.tui.profile.screen import ProfileScreen

    return ProfileScreen()


def _roadmap() -> Screen[Any]:
    from levelbook.tui.roadmap.screen import RoadmapScreen

    return RoadmapScreen()


def _guide() -> Screen[Any]:
    from levelbook.tui.guide.screen import GuideScreen

    return GuideScreen()


def _editions() -> Screen[Any]:
    from levelbook.tui.editions.screen import EditionsScreen

    return EditionsScreen()


def _sitting() -> Screen[Any]:
    from levelbook.tui.sitting.screen import SittingScreen

    return SittingScreen()


SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    "home": _home,
    "interview": _interview,
    "profile": _profile,
    "roadmap": _roadmap,
    "guide": _guide,
    "editions": _editions,
    "sitting": _sitting,
}
