"""The first view of a portfolio has the levels of its units by section and by quarter."""

from __future__ import annotations

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.reports.heatmap import Heatmap
from levelbook.core.portfolio.reports.scope import ReportScope
from levelbook.core.portfolio.reports.trend import TrendPoint


@frozen
class FirstView:
    """The reports of a portfolio's first view, under the same names as in an inquiry, so that either can be shown.

    A collection stores one for the open question, so that the first view needs no query.
    """

    asked: ReportScope
    quarters: tuple[str, ...]
    """Those that can be asked about, the first one first."""
    top: int
    """The highest level of the scale."""
    heatmap: Heatmap
    trend: tuple[TrendPoint, ...]
