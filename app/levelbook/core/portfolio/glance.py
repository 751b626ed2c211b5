"""A glance is what is seen first of a portfolio: where its units stand, section by section and quarter by quarter."""

from __future__ import annotations

from levelbook.core.portfolio.reports.asked import Asked
from levelbook.core.portfolio.reports.heatmap import Heatmap
from levelbook.core.portfolio.reports.trend import TrendPoint
from levelbook.frozen import frozen


@frozen
class Glance:
    """What an inquiry answers of it, under the same names, so that whoever shows it need not know which of them it is.

    A collection keeps one of what is asked where everything is left open, so that it need not be found again.
    """

    asked: Asked
    quarters: tuple[str, ...]
    """Those that can be asked about, the first one first."""
    top: int
    """The highest level of the scale."""
    heatmap: Heatmap
    trend: tuple[TrendPoint, ...]
