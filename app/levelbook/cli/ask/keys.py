"""Keys are the letters and words that can be typed besides a digit, with the help lines of `?`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from levelbook.cli.ask import answering, close, evidence_and_steps, lists, navigation, offers, read_out, sitting, vote
from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.core.answers.drafts import Draft
from levelbook.core.frozen import frozen

KeyAction = Callable[[Conversation, str], Move]


@frozen
class Key:
    """A key does one thing with the present practice, or with the interview."""

    word: str
    """The long form of the letter."""
    letter: str
    help: str
    do: KeyAction
    in_ballot: bool = False
    """Whether it works on a participant's ballot too."""
    takes_a_line: bool = False
    """Whether text after it in the same line answers its first question."""


_GROUPS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    (
        "Answer",
        (
            Key("unsure", "u", "unsure", answering.unsure, in_ballot=True),
            Key("not-applicable", "x", "not applicable", answering.not_applicable, in_ballot=True),
            Key(
                "because",
                "",
                "why the level has moved, as in “2 because …”",
                answering.because,
                takes_a_line=True,
            ),
            Key("confirm", "c", "confirm as it is", answering.confirm),
            Key("clear", "", "clear the answer", answering.clear, in_ballot=True),
        ),
    ),
    (
        "Criteria",
        (
            Key("criterion", "k", "strike out or tick one", answering.criterion, in_ballot=True),
            Key("unmet", "", "which are not true", answering.unmet, in_ballot=True),
            Key("met", "", "which are already true", answering.met, in_ballot=True),
            Key("here", "h", "how it is done here", answering.here, in_ballot=True),
        ),
    ),
    (
        "More on this practice",
        (
            Key("evidence", "e", "evidence", evidence_and_steps.evidence),
            Key("step", "s", "a new step", evidence_and_steps.step),
            Key("done", "d", "a step is done", evidence_and_steps.done),
            Key("revise", "r", "change or drop a step or evidence", evidence_and_steps.revise),
            Key("owner", "o", "owner", answering.owner),
            Key("note", "n", "note", answering.note, in_ballot=True),
            Key("target", "t", "own target", answering.target),
            Key("accept", "a", "accept the risk", answering.accept),
            Key(
                "offer",
                "",
                "take over what another team does, as in “offer ../platform”",
                offers.take,
                takes_a_line=True,
            ),
            Key(
                "why", "w", "read out why, with prompts, references and what to see also", read_out.why, in_ballot=True
            ),
        ),
    ),
    (
        "Together",
        (
            Key("vote", "v", "a vote", vote.vote, takes_a_line=True),
            Key("lists", "l", "the lists of agreed, inherited and carried practices", lists.lists),
            Key("park", "p", "park something", sitting.park, takes_a_line=True),
            Key("minutes", "m", "a line for the minutes", sitting.minutes, takes_a_line=True),
            Key("people", "", "who is here", sitting.people),
            Key("plan", "", "the plan", sitting.plan),
            Key("close", "", "close the sitting", close.close),
        ),
    ),
    (
        "Go",
        (
            Key(
                "jump",
                "j",
                "go to another practice, by number or title",
                navigation.jump,
                in_ballot=True,
                takes_a_line=True,
            ),
            Key("filter", "f", "review other practices", navigation.filter_, in_ballot=True),
            Key("back", "b", "back", navigation.back, in_ballot=True),
            Key("undo", "z", "undo", navigation.undo, in_ballot=True),
            Key("redo", "y", "redo", navigation.redo, in_ballot=True),
            Key("quit", "q", "stop; everything is saved", navigation.stop, in_ballot=True),
        ),
    ),
)


def keys_for(conversation: Conversation) -> Mapping[str, Key]:
    """Map letters and words to their keys, for this conversation."""
    found = [key for _, keys in _GROUPS for key in keys if key.in_ballot or not conversation.in_ballot]
    return {name: key for key in found for name in (key.letter, key.word) if name}


_OPENED_BY: Mapping[str, str] = {
    "New step": "s",
    "Vote": "v",
    "Evidence": "e",
    "Unsure": "u",
    "Owner": "o",
    "Own target": "t",
    "Accept the risk": "a",
    "Park": "p",
    "Minutes": "m",
}
"""Titles of the forms that are asked here, without the practice, to the letters that open them."""


def where_offered(conversation: Conversation, draft: Draft) -> str:
    """Say in a sentence what offers the text of a form that nobody saved."""
    if words := conversation.drafts.why_no_form(draft):
        return f"{words}; `levelbook unsaved` shows the text."
    what = draft.kind
    if what in close.OF_THE_CLOSE or draft.screen == "close":
        return "The close offers it."
    if (letter := _OPENED_BY.get(what)) is None:
        return "The app opens this form again, with your text."
    practice_id = conversation.drafts.practice_of(draft)
    at = f"At {conversation.session.questionnaire.numbers[practice_id]}, {letter}" if practice_id else letter
    return f"{at} offers it."


def help_lines(keys: Iterable[Key]) -> list[str]:
    """Return help lines for the keys, one for each group."""
    offered = list(keys)
    lines = ["A digit answers and goes on. Enter skips. A number such as 4.3 jumps."]
    for title, group in _GROUPS:
        words = [f"{key.letter or key.word} {key.help}" for key in group if key in offered]
        if words:
            lines.append(f"  {title}: {', '.join(words)}")
    return lines
