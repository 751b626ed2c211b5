"""Another team's offer is taken over in plain lines: shown first, then written if the person says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.cli.output import put
from levelbook.cli.prompter import Option

_YES = Option("yes", "take it over")
_KEEP = Option(_YES.key, "keep it")
_WHICH_FOLDER = "Type where the other team's book is, such as ../platform; Enter leaves it."


def take(conversation: Conversation, practice_id: str) -> Move:
    """Take over what another team offers, the practice at hand in place of its own answer if the person wants that."""
    from levelbook.book.offers import offer_takeover  # 35 ms together, which only an offer pays
    from levelbook.book.offers.takeover_preview import NOTHING_NEW, moved_on_line, take_words, taken_line, taking_lines

    path = conversation.explained_line("The other team's folder", _WHICH_FOLDER)
    if not path:
        return "stay"
    session, folder = conversation.session, Path(path).expanduser()
    found = offer_takeover.preview(session, folder)
    put(*found.remarks, *taking_lines(session, found, otherwise="you take it over by itself"))
    if any(statuses.get(practice_id) == "kept" for statuses in found.statuses.values()):
        instead = conversation.choose(
            f"{conversation.titled(practice_id)}: take it over in place of your own answer?", (_YES,)
        )
        if instead == _YES.key:
            found = replace(
                found, edits={**found.edits, **offer_takeover.preview(session, folder, [practice_id]).edits}
            )
    if found.changes_nothing:
        put(NOTHING_NEW, "")
    elif conversation.choose(f"{take_words(found)}?", (_YES if found.edits else _KEEP,)) == _YES.key:
        offer_takeover.take(session, found)
        conversation.count(*found.edits)
        put(taken_line(found))
        if moved := moved_on_line(session):
            put(f"{moved}: each practice says what moved, and c confirms it.")
        conversation.say_progress()
        put("")
    else:
        put("Nothing was written.", "")
    return "stay"
