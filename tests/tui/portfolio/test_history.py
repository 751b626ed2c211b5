"""Somebody goes through a portfolio and back, and finds each place as they left it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from levelbook.core.portfolio.organisation import Organisation
from levelbook.tui.portfolio.history import History
from levelbook.tui.portfolio.places import Place
from levelbook.tui.portfolio.view import View
from levelbook.tui.widgets.table import ShownColumn


def column(head: str, *, is_figure: bool = False) -> ShownColumn:
    return ShownColumn(head, str, lambda row: row, is_figure=is_figure)


def listed(*rows: str, columns: tuple[ShownColumn, ...]) -> View:
    return View(asked=(), columns=columns, rows=rows)


def kinds(history: History) -> list[str]:
    return [one.place.kind for one in history.visited]


def test_the_way_back_ends_where_somebody_began() -> None:
    history = History(None, "2026-Q4")
    history.go_to(Place("heatmap", "retail", title="Retail"))
    history.go_to(Place("teams", "retail"))
    history.go_to(Place("team", "retail", team="fir", title="Fir"))

    named = SimpleNamespace(tree=SimpleNamespace(by_id={}), organisation="Bank")
    assert history.titles(cast(Organisation, named)) == ["Bank", "Retail", "Teams", "Fir"]

    history.go_back()
    assert kinds(history) == ["heatmap", "heatmap", "teams"]
    history.go_back(0)
    assert history.is_at_start
    history.go_back()
    assert history.is_at_start


def test_another_list_is_about_the_unit_that_somebody_is_in() -> None:
    history = History(None, "2026-Q4")
    history.go_to(Place("heatmap", "retail", quarter="2026-Q2"))
    history.go_to(Place("teams", "retail"))
    history.go_to(Place("team", "retail", team="fir", quarter="2026-Q3"))

    assert history.go_to_list("late")
    assert (history.here.place, history.here.quarter) == (Place("late", "retail"), "2026-Q2")
    assert not history.go_to_list("late")
    assert history.go_to_list("heatmap")
    assert kinds(history) == ["heatmap", "heatmap"]


def test_every_place_changes_its_quarter_and_none_where_there_is_no_such_quarter() -> None:
    history = History(None, "2026-Q3")
    history.go_to(Place("teams"))
    assert not history.change_quarter(1), "no view has said yet which quarters there are"

    history.quarters = ("2026-Q2", "2026-Q3")
    assert history.change_quarter(-1)
    assert [(one.quarter, one.is_stale) for one in history.visited] == [("2026-Q2", True)] * 2
    assert not history.change_quarter(-1)
    assert history.here.quarter == "2026-Q2"


def test_words_are_sorted_from_a_on_and_figures_from_the_largest_on_and_then_the_other_way_round() -> None:
    visited = History(None, None).here
    visited.take(listed("1", "3", "2", columns=(column("Name"), column("Level", is_figure=True))))

    found = []
    for at in (0, 0, 1, 1):
        visited.sort_by(at)
        places, _ = visited.arrange(keeps_row=False, is_sorted=True)
        found.append([visited.listing.rows[place] for place in places])

    assert found == [["1", "2", "3"], ["3", "2", "1"], ["3", "2", "1"], ["1", "2", "3"]]


def test_a_new_view_keeps_row_and_column_as_far_as_it_has_them() -> None:
    visited = History(None, None).here
    visited.take(listed("fir", "oak", columns=(column("Name"), column("Level"))))
    visited.key, visited.column = "oak", 1
    visited.sort_by(1)

    visited.take(listed("elm", "fir", "oak", columns=(column("Level"), column("Name"))))
    places, row = visited.arrange(keeps_row=True, is_sorted=True)
    assert (visited.column, visited.order, visited.listing.rows[places[row]]) == (0, (0, False), "oak")

    visited.take(listed("elm", columns=(column("Name"),)))
    assert (visited.column, visited.order) == (0, None)
    assert visited.arrange(keeps_row=True, is_sorted=True)[1] == 0
