"""This module stores a portfolio's first screen beside its store, so that it can be shown without an engine.

The file says of which collection and of which settings it is. One that is of others counts for nothing, whatever became
of the collection that should have written it anew: then an engine is asked.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, replace
from datetime import date
from math import isfinite
from typing import Any, Final

from levelbook import __version__
from levelbook.core.errors import LevelbookError
from levelbook.core.portfolio.first_view import FirstView
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.core.text.json_text import json_text
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio
from levelbook.portfolio.store import Manifest
from levelbook.reading import fast_path
from levelbook.reading.files import content_of
from levelbook.store import atomic
from levelbook.store.digests import digest

FIRST_VIEW: Final = "glance.json"
"""Named as the first collections named it."""


def store_first_view(portfolio: Portfolio) -> None:
    """Store the first screen of the last collection, unless it is there already.

    Where it cannot be found or written nothing is lost, and whoever asks is told what is wrong.
    """
    with contextlib.suppress(LevelbookError):
        manifest = portfolio.store.manifest()
        if not portfolio.organisation.units or manifest.is_empty or _kept(portfolio, manifest) is not None:
            return
        view = _table(_found(portfolio))
        table = {"of": _of(portfolio, manifest), "sum": digest(json_text(view)), "glance": view}
        atomic.write_text(portfolio.store_path / FIRST_VIEW, json_text(table), within=portfolio.store_path)


def stored_first_view(portfolio: Portfolio) -> FirstView | None:
    """Return what was kept of the last collection; None where there is none of it. Raises FileIsWrong."""
    manifest = portfolio.store.manifest()
    table = _kept(portfolio, manifest)
    view = fast_path.read_or_none(FirstView, table) if table is not None else None
    if view is None:
        return None
    return replace(view, asked=replace(view.asked, collected_at=manifest.collected_at))


def _found(portfolio: Portfolio) -> FirstView:
    """Ask for it. Raises what an inquiry raises."""
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        return FirstView(inquiry.asked, inquiry.quarters, inquiry.top, inquiry.heatmap, inquiry.trend)


def _of(portfolio: Portfolio, manifest: Manifest) -> str:
    """Return a digest of all that a first view follows from: the collection, and the settings that hold at once."""
    collection = (manifest.generation, manifest.holds, manifest.collected_on, manifest.round_days)
    settings = (portfolio.organisation.units, portfolio.organisation.alike)
    return digest(repr((__version__, collection, sorted(manifest.files.items()), settings)))


def _kept(portfolio: Portfolio, manifest: Manifest) -> dict[str, Any] | None:
    """Return the table of the one that is of this collection and these settings."""
    try:
        document = json.loads(
            content_of(portfolio.store_path / FIRST_VIEW), parse_constant=_refused, parse_float=_finite
        )
        if document["of"] != _of(portfolio, manifest):
            return None
        view: dict[str, Any] = document["glance"]
        if document["sum"] != digest(json_text(view)):
            return None  # damaged
        view["asked"]["as_of"] = date.fromisoformat(view["asked"]["as_of"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return view


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no figure")


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refused(text)


def _table(view: FirstView) -> dict[str, Any]:
    """Return a first view as JSON; `fast_path.read_or_none` makes the same value of it again, once its day is one."""
    table = asdict(view)
    table["asked"]["as_of"] = view.asked.as_of.isoformat()
    return table
