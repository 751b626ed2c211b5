"""A table of a hundred thousand rows looks at those that are on the screen, and at no other."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult

from levelbook.keymap.effective_keys import Keys
from levelbook.tui.theme import THEMES, Inks
from levelbook.tui.widgets.table import MEASURED, ShownColumn, Table
from support.pilot import press, text_of

MANY = 100_000
LINES = 20


class OneTable(App[None]):
    """A table, and how often each of its cells was said."""

    CSS = f"Table {{ height: {LINES}; }}"

    def __init__(self, rows: int, widest: int = -1) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.inks, self.keys = Inks(), Keys()
        self.said = 0
        self.count = rows
        self.widest = widest

    def compose(self) -> ComposeResult:
        yield Table()

    def on_mount(self) -> None:
        table = self.query_one(Table)
        table.show(self.columns(), range(self.count), range(self.count))
        table.focus()

    def columns(self) -> list[ShownColumn]:
        def said(row: Any) -> str:
            self.said += 1
            return f"row {row}"

        def figure(row: Any) -> str:
            self.said += 1
            return "9" * (12 if row == self.widest else 2)

        words = ShownColumn("Row", said, lambda row: row, is_figure=False)
        return [words, *(ShownColumn(f"F{number}", figure, lambda row: row) for number in range(30))]


async def test_what_is_filled_scrolled_and_moved_in_costs_the_rows_that_are_seen() -> None:
    app = OneTable(MANY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        columns = 31
        assert app.said <= 2 * MEASURED * columns + 4 * LINES * columns, "the first rows are measured, those seen drawn"

        for key in ("down", "pagedown", "end", "home", "up", "right"):
            app.said = 0
            await press(pilot, key)
            assert app.said <= 3 * LINES * columns, key
        await press(pilot, "end")
        assert f"row {MANY - 1}" in text_of(app)

        app.said = 0
        app.query_one(Table).rearrange(range(MANY - 1, -1, -1))
        await pilot.pause()
        assert app.said <= 3 * LINES * columns
        assert f"▸ row {MANY - 1}" in text_of(app)


async def test_a_figure_that_turns_out_wider_is_not_cut() -> None:
    app = OneTable(MEASURED * 3, widest=MEASURED * 2)
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.query_one(Table)
        table.move_to(MEASURED * 2)
        await pilot.pause()
        await pilot.pause()
        shown = next(line for line in text_of(app).splitlines() if f"row {MEASURED * 2}" in line)
        assert "9" * 12 in shown
        assert "…" not in shown


async def test_the_column_under_the_cursor_is_brought_into_sight_beside_the_first_one() -> None:
    app = OneTable(5)
    async with app.run_test(size=(60, 24)) as pilot:
        await press(pilot, *["right"] * 30)
        assert "F29" in text_of(app)
        assert "row 0" in text_of(app)
        await press(pilot, *["left"] * 29)
        assert "F0" in text_of(app)


async def test_ids_that_are_cut_keep_their_ends_which_tell_rows_apart() -> None:
    ids = [f"model-deployment-and-operations.rate-limiting-{end}" for end in ("per-user", "per-key", "per-day")]

    class WithIds(OneTable):
        def columns(self) -> list[ShownColumn]:
            practice = ShownColumn("Practice", lambda row: ids[row], lambda row: row, is_figure=False, is_id=True)
            return [practice, ShownColumn("Level", lambda row: "2" * 12, lambda row: row)]

    app = WithIds(3)
    async with app.run_test(size=(50, 24)) as pilot:
        await pilot.pause()
        assert all(f"-{end}" in text_of(app) for end in ("per-user", "per-key", "per-day"))
        assert "…" in text_of(app) and "Level" in text_of(app)


async def test_words_are_cut_only_where_the_line_has_no_room_for_them() -> None:
    words = "Memory write control, expiry and rollback, and more of it"

    class Wordy(OneTable):
        def columns(self) -> list[ShownColumn]:
            said = ShownColumn("Row", lambda row: words if row else "first", lambda row: row, is_figure=False)
            return [said, ShownColumn("Level", lambda row: "2", lambda row: row)]

    app = Wordy(3)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert words in text_of(app)
    app = Wordy(3)
    async with app.run_test(size=(50, 24)) as pilot:
        await pilot.pause()
        assert words not in text_of(app) and "…" in text_of(app)
        assert "Level" in text_of(app), "the figure beside it stays"
