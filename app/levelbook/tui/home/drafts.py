"""The forms that hold words which nobody saved: which of them to go on with."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.book.session import Session
from levelbook.core.answers.drafts import Draft
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.literal_text import join, line
from levelbook.tui.widgets.rows import Row


def drafts_picker(session: Session, drafts: Sequence[Draft]) -> Picker:
    """Offer the drafts by their forms, with what was typed; gives the place of one."""
    zone, today = session.folder.settings.zone, session.now.on
    choices = []
    for place, draft in enumerate(drafts):
        kept_on = spoken_day(draft.kept_at.astimezone(zone).date(), today)
        typed = next(map(clean_line, draft.words), "")
        words = join(line(draft.form), line(f"  {typed}", "dim"))
        choices.append(Choice(str(place), Row(words, key=str(place), right=line(kept_on, "dim"), clip=True)))
    return Picker("Typed and not saved", choices, about="Choose a form to go on with its text.")
