"""What taking an offer over would do is said practice by practice, before it is done."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.offers import offer_takeover
from levelbook.book.offers.takeover_preview import moved_on_line, taken_line, taking_lines
from levelbook.core.answers.edits import Edit
from support.offers import platform_beside, seal
from support.small_book import BACKUPS, RESTORES, new_book


def test_each_practice_says_what_becomes_of_it_and_afterwards_how_many_were_taken(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    platform = platform_beside(session)
    session.apply(RESTORES, Edit(level=1))

    found = offer_takeover.preview(session, platform.folder.path)
    said = list(taking_lines(session, found, otherwise="you say so"))

    assert said[0].startswith("backups: Platform, edition q3 of ")
    assert said[0].endswith(" Every team whose data lies with us.")
    assert said[1:] == [
        "  take  1.1 Backups: level 3",
        "  keep  1.2 Restoring: level 2; level 1 here stays, unless you say so",
    ]
    named = offer_takeover.preview(session, platform.folder.path, practices=(RESTORES,))
    assert list(taking_lines(session, named, otherwise="you say so"))[1:] == [
        "  keep  1.1 Backups: level 3; left unanswered here, unless you say so",
        "  take  1.2 Restoring: level 2",
    ]
    offer_takeover.take(session, found)
    assert taken_line(found) == "Took over 1 practice."
    assert moved_on_line(session) == ""

    platform.apply(BACKUPS, Edit(level=2))
    seal(platform, "q4")
    again = offer_takeover.preview(session, platform.folder.path)
    offer_takeover.take(session, again)
    assert taken_line(again) == "No answer was changed."
    assert moved_on_line(session) == "1 answer has moved on"
