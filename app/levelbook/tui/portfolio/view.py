"""A view is what is shown of a place: rows with columns, or a text; and what stands above and below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from levelbook.core.frozen import frozen
from levelbook.tui.portfolio.places import Place
from levelbook.tui.widgets.layout import Row
from levelbook.tui.widgets.table import ShownColumn
from levelbook.words import portfolio_columns as columns
from levelbook.words.portfolio_columns import Column

if TYPE_CHECKING:
    from levelbook.portfolio.inquiry import Inquiry


@frozen
class View:
    """A list as it is shown; or a text, which has rows to read in place of those of a table."""

    asked: tuple[str, ...]
    """Sentences on the teams covered and the figures."""
    columns: tuple[ShownColumn, ...] = ()
    rows: Sequence[Any] = ()
    key_of: Callable[[Any], str] = str
    """The key by which the cursor finds its row again, also in another quarter."""
    text_of: Callable[[Any], str] = str
    """Where typed words are looked for in a row."""
    below: Callable[[Any], Place | None] = lambda row: None
    """The place that a row opens."""
    side: Callable[[Any], tuple[str, str] | None] = lambda row: None
    """Id and name of the unit or team that a row can be compared as."""
    about: Callable[[Any, int], str] = lambda row, column: ""
    """The text of the line below for the row and column under the cursors."""
    nothing: str = "There is nothing to show."
    text: tuple[Row, ...] = ()
    first_key: str = ""
    """The row of a text at which reading begins."""
    more: int = 0
    """Rows that are still to come."""
    later: Callable[[Inquiry], View] | None = None
    """The same view with what takes longer to find."""


def shown(listed: Iterable[Column[Any]]) -> tuple[ShownColumn, ...]:
    return tuple(
        ShownColumn(
            one.head, name_of if one is columns.TEAM else one.said, one.value, is_figure=one.is_figure, is_id=one.is_id
        )
        for one in listed
    )


def name_of(row: Any) -> str:
    """A team by its name alone; its id stands in the line below."""
    return str(row.name)
