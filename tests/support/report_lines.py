"""Lines of the queries behind a portfolio's reports, with what each test leaves out filled in."""

from __future__ import annotations

from typing import Any

_SUMS = {"teams": 2, "old": 1, "levels": 2} | {
    f"{name}_sum": value
    for name, value in {"level": 4.0, "low": 3.0, "high": 5.0, "evidenced": 2.0, "target": 6.0}.items()
}


def heat(row: str, section: str, **changed: Any) -> dict[str, Any]:
    """A cell of a heatmap: two teams' sums in a section; in all sections with an empty one."""
    return {
        "row": row,
        "section": section,
        "position": int(bool(section)),
        "title": section.title(),
        **_SUMS,
        **changed,
    }


def who(team: str, **more: Any) -> dict[str, Any]:
    """A line about a team."""
    return {"team": team, "name": team.title(), "unit": "u", "row": "r", **more}


def of(practice: str, **more: Any) -> dict[str, Any]:
    """A line about a practice."""
    return {"practice": practice, "title": practice.title(), "section": "s", **more}
