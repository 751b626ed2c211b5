"""A dissent in a vote: who, why, and whether the name may be kept."""

from __future__ import annotations

from levelbook.core.answers.hand_vote import LONGEST_REASON_IN_GUIDE, Dissent, HandVote
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.form import Field, Form, FormValues
from levelbook.tui.widgets.rows import Row

_WHERE = (
    "in the record and, where the votes are far apart, in the guide, which has room for two reasons of at most "
    f"{LONGEST_REASON_IN_GUIDE} characters"
)


def who_dissents(show: HandVote) -> Picker:
    """Gives the place of a hand; those furthest from the median are first."""
    choices = []
    unnamed = "hand" if show.replaces is None else "ballot"
    for place in show.outliers_first():
        said = line("  gave a reason", "dim") if place in show.dissents else EMPTY
        words = join(line(show.name(place) or f"{unnamed} {place + 1}"), said)
        choices.append(Choice(str(place), Row(words, lead=line(f"{show.levels[place]}  ", "chosen"), key=str(place))))
    about = f"The reason is kept with this vote and printed {_WHERE}."
    return Picker("Who disagrees?", choices, about=about)


def dissent_form(show: HandVote, place: int) -> Form:
    """Say why, and whether the name may be beside it: by default what its owner agreed to."""
    held, name = show.dissents.get(place), show.name(place)
    listed = show.participants[place] if name else None
    reason = Field("reason", "Why?", held.reason if held else "", kind="sentence", hint="in a few words")
    if listed is None:
        who = Field("who", "Who gives this reason? Only if that person agrees", held.who if held else "")
        fields = (reason, who)
    else:
        kept = bool(held.who) if held else listed.named
        choices = (("", "no, only the reason"), (name, f"yes, {name} agrees"))
        fields = (reason, Field("who", "May the name be kept?", name if kept else "", kind="choice", choices=choices))
    title = f"Dissent · {name + ' at' if name else 'at'} {show.levels[place]}"
    about = (
        f"Saving keeps this reason, and the name if you say so, with the vote. It is printed {_WHERE}. Leaving "
        "changes nothing; saving an empty reason withdraws it."
    )
    return Form(title, fields, about=about)


def dissent_of(given: FormValues) -> Dissent:
    """Say what was filled in."""
    return Dissent(given.text("reason"), given.text("who"))
