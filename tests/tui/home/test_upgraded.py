"""Home after an upgrade: what is new and what is reworded, and the way through exactly these."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.upgrade import Upgrade
from levelbook.core.answers.edits import Edit
from levelbook.tui.app import LevelbookApp
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.widgets.rows import ChoiceRows
from support.pilot import shows, until
from support.small_book import noon
from support.two_versions import answer_all, new_team, publish


async def test_home_counts_what_an_upgrade_asks_anew_and_leads_through_it(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    publish(tmp_path)
    Upgrade.open(tmp_path / "book", who="Noor", clock=noon(1)).carry_out()
    app = LevelbookApp(Session.open(tmp_path / "book", who="Noor", clock=noon(1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Version 2.0.0: 4 practices are new, 1 is reworded")
        [rows] = [rows for rows in app.screen.query(ChoiceRows) if any(row.key == "anew:" for row in rows.rows)]
        rows.focus()
        rows.move_to("anew:")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))

        expected = ["data.restoring", "data.rehearsals", "changes.trials", "changes.secrets", "changes.reviews"]
        for name in expected:
            await until(pilot, lambda name=name: getattr(app.screen, "practice_id", "") == name)  # type: ignore[misc]
            if name != expected[-1]:
                await pilot.press("2", "enter")

    assert app.session.now.book.answer("data.rehearsals").level == 2


async def test_an_upgrade_in_another_terminal_is_told_and_nothing_is_written_over(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    session.apply("data.backups", Edit(level=2))
    app = LevelbookApp(Session.open(tmp_path / "book", who="Noor", clock=noon()))
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "Where you stand")
        publish(tmp_path)
        Upgrade.open(tmp_path / "book", who="Ana", clock=noon()).carry_out()
        app.disk.take_in_changes()
        await shows(pilot, "Somebody has")
    assert Session.open(tmp_path / "book", clock=noon()).now.book.answer("data.copies").level == 2
