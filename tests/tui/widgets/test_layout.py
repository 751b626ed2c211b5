"""Rows at a width, and which lines of the screen a key has changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region
from textual.pilot import Pilot

from levelbook.book.session import Session
from levelbook.tui.app import LevelbookApp
from levelbook.tui.literal_text import content, line
from levelbook.tui.widgets.layout import Layout, Row, tail_behind
from levelbook.tui.widgets.rows import Rows
from support.pilot import Size, press, shows

WIDTH = 24
words = st.sampled_from(
    ["", "short", "as long as two lines of the screen are", "one two three four five six seven eight nine"]
)
inks = st.sampled_from(["", "dim", "warn"])
any_row = st.builds(
    lambda text, ink, key, clip, right: Row(line(text, ink), key=key, clip=clip, right=line(right)),
    words,
    inks,
    st.sampled_from(["", "a", "b"]),
    st.booleans(),
    st.sampled_from(["", "9"]),
)


def drawn(layout: Layout) -> list[tuple[object, ...]]:
    """Each line as it is drawn: its words, their inks, and what is beside them."""
    lines = []
    for place, within in layout.lines:
        row, piece = layout.row(place), layout.wrapped(place)[within]
        lines.append(
            (row.key, row.ink, within, piece.plain, tuple(piece.spans), row.right.plain if within == 0 else "")
        )
    return lines


@given(st.lists(any_row, max_size=8), st.lists(any_row, max_size=8))
def test_a_line_that_is_not_named_as_changed_is_drawn_as_before(old: Sequence[Row], new: Sequence[Row]) -> None:
    before, after = Layout(old, WIDTH, 2), Layout(new, WIDTH, 2)

    changed = {at for top, height in after.changed_lines(before) for at in range(top, top + height)}

    was, now = drawn(before), drawn(after)
    assert changed <= set(range(max(len(was), len(now))))
    for at in set(range(max(len(was), len(now)))) - changed:
        assert was[at] == now[at]


def test_rows_that_say_the_same_change_no_line_though_they_were_made_anew() -> None:
    made = [[Row(line(text, "dim"), key=text) for text in ("one", "two and three and four and five")] for _ in range(2)]

    assert Layout(made[1], WIDTH, 2).changed_lines(Layout(made[0], WIDTH, 2)) == []


def test_another_ink_alone_is_a_change() -> None:
    one, other = ([Row(line("first")), Row(line("second", ink))] for ink in ("dim", "warn"))

    assert Layout(other, WIDTH, 2).changed_lines(Layout(one, WIDTH, 2)) == [(1, 1)]


def test_what_is_drawn_late_is_never_known_to_be_as_it_was() -> None:
    rows = [Row(clip=True, late=lambda: Row(line("now")))]

    assert Layout(list(rows), WIDTH, 2).changed_lines(Layout([Row(clip=True, late=rows[0].late)], WIDTH, 2)) == [(0, 1)]


async def is_as_if_all_were_painted_anew(pilot: Pilot[None]) -> None:
    """Compare what each list shows with what it shows once all of it was drawn again."""
    await pilot.pause()
    for rows in pilot.app.screen.query(Rows):
        everything = Region(0, 0, *rows.size)
        shown = rows.render_lines(everything)
        rows.refresh()
        assert rows.render_lines(everything) == shown, rows


@pytest.mark.drawn_each_time
async def test_after_each_key_of_the_interview_the_screen_is_as_if_all_of_it_were_painted_anew(
    session: Session, size: Size
) -> None:
    app = LevelbookApp(session, first="interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "practice 1 of 12")
        for key in ("3", "1", "down", "down", "enter", "2", "ctrl+z", "up", "end", "home", "4", "z", "z", "enter"):
            await press(pilot, key)
            await is_as_if_all_were_painted_anew(pilot)


async def test_keys_go_nowhere_while_there_is_no_room_for_a_row(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = Rows()
        rows.styles.width = 0
        await app.screen.mount(rows)
        await pilot.pause()
        rows.show([Row(line("one"), key="a"), Row(line("two"), key="b")])

        for move in (rows.action_step, rows.action_leap, rows.action_edge):
            move(1)

        assert rows.cursor in ("", "a")


def test_a_last_line_of_one_short_word_takes_the_word_before_it_along() -> None:
    def lines(text: str, width: int) -> list[str]:
        return [piece.plain.rstrip() for piece in Layout([Row(content(text))], width, 0).wrapped(0)]

    text = "17 practices on which the ballots agree: confirm as a list, about 5 minutes"
    assert lines(text, 68) == ["17 practices on which the ballots agree: confirm as a list, about", "5 minutes"]
    assert lines(text, 80) == [text]
    assert lines("one\ntwo three four", 40) == ["one", "two three four"]


@given(st.text("ab ", max_size=400), st.integers(20, 70), st.integers(1, 4))
def test_who_and_by_when_stay_at_the_end_of_words_that_are_cut(text: str, width: int, most: int) -> None:
    tail = " · Ana, by 4 June"
    words = content(f"{text.strip()}{tail}")
    row = Row(words, lines=most, tail=tail_behind(text.strip(), words))

    said = [piece.plain for piece in Layout([row], width, 0).wrapped(0)]

    assert len(said) <= most
    assert " ".join(" ".join(said).split()).endswith("· Ana, by 4 June")


def test_a_tail_that_has_no_room_itself_is_cut_like_other_words() -> None:
    row = Row(content("Word · " + "a long name " * 20), lines=2, tail=243)
    said = [piece.plain for piece in Layout([row], 30, 0).wrapped(0)]
    assert len(said) == 2
    assert said[-1].endswith("…")
