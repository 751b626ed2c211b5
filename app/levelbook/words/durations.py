"""Estimates of how long practices take a team: every page and screen says the same of the same practices."""

from __future__ import annotations

from levelbook.words.figures import plural


def minutes_of(seconds: int) -> int:
    """Round up to whole minutes: a list of three is not nothing."""
    return -(-seconds // 60)


def about_minutes(seconds: int) -> str:
    """Say how long practices take together: whole minutes, which add up; from an hour on in quarters, as people do.

    Such as `about 6 minutes`, `about 1 hour and 15 minutes`.
    """
    minutes = minutes_of(seconds)
    if minutes < 60:
        return f"about {plural(minutes, 'minute')}"
    hours, rest = divmod(round(seconds / 60 / 15) * 15, 60)
    return f"about {plural(hours, 'hour')}" + (f" and {rest} minutes" if rest else "")
