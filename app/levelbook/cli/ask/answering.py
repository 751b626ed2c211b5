"""Letters answer one practice: unsure, not applicable, criteria, here, owner, target, risk, note."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from levelbook.cli import parameters
from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.cli.ask.form import Form
from levelbook.cli.ask.navigation import undo
from levelbook.cli.output import put
from levelbook.cli.prompter import BACK, Option
from levelbook.core.answers.answers import Accepted
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import day_text, without_full_stop
from levelbook.core.text.numbers import whole_number
from levelbook.words.answer_details import nothing_to_accept
from levelbook.words.practice_state import unmoved_words


def level(conversation: Conversation, practice_id: str, said: int, reason: str = "") -> Move:
    """Answer with a level, and with the reason typed after the digit, if any.

    Raises UsedWrongly where the practice does not apply, or the level has not moved and a reason is given.
    """
    if conversation.score(practice_id).scope == "not-applicable":
        raise UsedWrongly("This practice does not apply to your profile, so there is nothing to answer.")
    refuse_a_reason_for_no_move(conversation, practice_id, said, reason)
    heard, left_out = conversation.claims(practice_id), conversation.score(practice_id).answer.not_applicable
    conversation.apply(practice_id, Edit(level=said, level_reason=reason or None), details=True)
    if left_out:
        put(f"It was not applicable: {without_full_stop(left_out)}. z brings that back.", "")
    say_where_the_reason_goes(conversation, practice_id, said)
    return read_claims(conversation, practice_id, heard)


def refuse_a_reason_for_no_move(conversation: Conversation, practice_id: str, level: int, reason: str) -> None:
    """Raise UsedWrongly where a reason was typed after a level that is the last edition's."""
    unmoved = unmoved_words(conversation.score(practice_id), conversation.session.now, level) if reason else ""
    if unmoved:
        remedy = f"Nothing was saved. Give {level} alone; a note takes other words."
        raise UsedWrongly(unmoved, remedy=remedy)


def say_where_the_reason_goes(conversation: Conversation, practice_id: str, level: int) -> None:
    """Say how to give a reason for a level that has moved since the last edition, unless there is one."""
    before = conversation.session.now.level_before(practice_id)
    if before is not None and before != level and not conversation.session.now.book.answer(practice_id).level_reason:
        number = conversation.session.questionnaire.numbers[practice_id]
        how = f"go back with {number} and type “because” and the reason."
        if conversation.is_last:
            how = f"use `levelbook answer {number} --level-because TEXT` afterwards."
        put(f"The last edition has level {before}. To say why it moved, {how}", "")


def because(conversation: Conversation, practice_id: str) -> Move:
    """Ask why the level has moved since the last edition. Raises UsedWrongly where it has not."""
    one = conversation.score(practice_id)
    if unmoved := unmoved_words(one, conversation.session.now, one.level):
        raise UsedWrongly(unmoved)
    reason = conversation.prose_over("Why has the level moved?", conversation.score(practice_id).answer.level_reason)
    conversation.apply(practice_id, Edit(level_reason=reason), details=True)
    return "stay"


def read_claims(conversation: Conversation, practice_id: str, heard: Collection[str]) -> Move:
    """Read out the criteria that a level newly claims, and let a person strike out those that are not true, or take the
    level back.
    """
    one = conversation.score(practice_id)
    claimed = [key for key in conversation.claims(practice_id) if key not in heard]
    if not claimed:
        return "on"
    put("That level claims:")
    put(*(f"  {number} {one.practice.criteria[key][1].text}" for number, key in enumerate(claimed, start=1)))
    if not conversation.prompter.is_heard():
        put("")
        return "on"
    if len(claimed) == 1:
        question, how = "1 if that is not true; Enter: it is true", ""
    else:
        some = f"1 {min(3, len(claimed))}"
        question = f"Numbers of the criteria that are not true, such as {some}; Enter: all are true"
        how = "; several with blanks between them"
    while said := conversation.line(f"{question}; {BACK} takes the level back"):
        if said == "?":
            put(f"A number marks a criterion as not true for you{how}. Enter goes on, and {BACK} takes the level back.")
            continue
        if said == BACK:
            return undo(conversation, practice_id)
        numbers = [whole_number(part) for part in said.replace(",", " ").split()]
        wrong = [key for n, key in enumerate(claimed, start=1) if n in numbers]
        if len(wrong) == len(set(numbers)):
            conversation.apply(practice_id, Edit(unmet=(*one.answer.unmet, *wrong)), details=True)
            return "on"
        put(f"“{said}” is not understood. {parameters.numbers_words(len(claimed), ' ')} ? explains more.")
    put("")
    return "on"


def unsure(conversation: Conversation, practice_id: str) -> Move:
    """Answer that nobody knows; outside a ballot, ask who finds out, and by when."""
    if conversation.in_ballot:
        conversation.apply(practice_id, Edit(unsure=True))
        return "on"
    answer = conversation.score(practice_id).answer
    before = {"whom": answer.ask_whom, "by": day_text(answer.ask_by)}
    with Form(conversation, practice_id, "Unsure", before) as form:
        with conversation.finishing():
            whom = form.line("whom", "Who finds out")
            by = form.day("by", "By when") if whom else None
        conversation.apply(practice_id, Edit(unsure=True, ask_whom=whom, ask_by=by))
    return "on"


def not_applicable(conversation: Conversation, practice_id: str) -> Move:
    """Ask why the practice does not apply, and answer so."""
    with conversation.finishing():
        said = conversation.session.why_not_applicable(practice_id)
        reason = conversation.prose_over("It does not apply because", said)
    conversation.apply(practice_id, Edit(not_applicable=reason))
    return "on"


def confirm(conversation: Conversation, practice_id: str) -> Move:
    conversation.apply(practice_id, Edit(confirm=True))
    return "on"


def clear(conversation: Conversation, practice_id: str) -> Move:
    conversation.apply(practice_id, Edit(clear=True), details=True)
    return "stay"


# Criteria


def criterion(conversation: Conversation, practice_id: str) -> Move:
    """Ask for one criterion, and strike it out or tick it, whichever it is not."""
    chosen = conversation.choose(
        "Which criterion do you want to strike out or tick?", criteria(conversation, practice_id)
    )
    if not chosen:
        return "stay"
    conversation.apply(practice_id, Edit(toggle=chosen), details=True)
    return "stay"


def unmet(conversation: Conversation, practice_id: str) -> Move:
    """Ask for all criteria of the level that are not true, at once. Raises UsedWrongly where none is claimed."""
    options = criteria(conversation, practice_id, of="claimed")
    if not options:
        raise UsedWrongly("No criterion is claimed here yet, so there is none to strike out.")
    answer = conversation.score(practice_id).answer
    chosen = conversation.choose_many("Which criteria of the level are not true?", options, answer.unmet)
    conversation.apply(practice_id, Edit(unmet=tuple(chosen)), details=True)
    return "stay"


def met(conversation: Conversation, practice_id: str) -> Move:
    """Ask for all criteria of higher levels that are already true, at once. Raises UsedWrongly where there are none."""
    options = criteria(conversation, practice_id, of="higher")
    if not options:
        raise UsedWrongly("There is no criterion above this level.")
    answer = conversation.score(practice_id).answer
    chosen = conversation.choose_many("Which criteria of higher levels are already true?", options, answer.met)
    conversation.apply(practice_id, Edit(met=tuple(chosen)), details=True)
    return "stay"


def here(conversation: Conversation, practice_id: str) -> Move:
    """Ask how one criterion is met here."""
    chosen = conversation.choose("Which criterion do you want to describe?", criteria(conversation, practice_id))
    if not chosen:
        return "stay"
    line = conversation.prose_over("Here", conversation.score(practice_id).answer.here.get(chosen, ""))
    conversation.apply(practice_id, Edit(here={chosen: line}), details=True)
    return "stay"


def criteria(
    conversation: Conversation, practice_id: str, *, of: Literal["claimed", "higher", "all"] = "all"
) -> list[Option]:
    """Return the criteria of these levels to choose from, each with its tick.

    Raises UsedWrongly if the practice has none.
    """
    one = conversation.score(practice_id)
    if one.inherited or not one.practice.criteria:
        raise UsedWrongly("There are no criteria to choose from here.")
    claimed, top = set(one.answer.claims(one.practice)), one.answer.claims_up_to or 0
    return [
        Option(key, f"{'[x]' if key in claimed else '[ ]'} level {level}: {criterion.text}")
        for key, (level, criterion) in one.practice.criteria.items()
        if of == "all" or (level <= top) == (of == "claimed")
    ]


# What else is said about it


def owner(conversation: Conversation, practice_id: str) -> Move:
    """Ask who owns the practice, and by when the target is to be reached."""
    answer = conversation.score(practice_id).answer
    with Form(conversation, practice_id, "Owner", {"owner": answer.owner, "due": day_text(answer.due)}) as form:
        who = form.line("owner", "Who owns it")
        with conversation.finishing():
            due = form.day("due", "By when")
        conversation.apply(practice_id, Edit(owner=who, due=due), details=True)
    return "stay"


def target(conversation: Conversation, practice_id: str) -> Move:
    """Ask for a target of the team's own above the required one, and why; an empty line clears it."""
    answer, required = conversation.score(practice_id).answer, conversation.score(practice_id).placement.target
    own = answer.target if answer.target is not None and answer.target > required else None
    before = {"target": "" if own is None else str(own), "reason": answer.target_reason}
    clears = "" if answer.target is None else "clears it"
    with Form(conversation, practice_id, "Own target", before) as form:
        aimed_at = form.level(
            "target",
            f"A target of your own, above {required}",
            clears,
            # Refused before anybody has typed a reason.
            refuse=lambda level: conversation.apply(practice_id, Edit(target=level)) if level <= required else None,
        )
        if aimed_at is None or aimed_at == "":
            if aimed_at is not None and answer.target is not None:
                conversation.apply(practice_id, Edit(target=""), details=True)
            return "stay"
        with conversation.finishing():
            reason = form.prose("reason", "Why a higher one", anew=True)
        if not reason:
            form.discard_unless_over()
        conversation.apply(practice_id, Edit(target=aimed_at, target_reason=reason), details=True)
    return "stay"


def accept(conversation: Conversation, practice_id: str) -> Move:
    """Ask which level is good enough for now, until when, who accepts that and why; an empty line withdraws it.

    Raises UsedWrongly where there is no risk to accept.
    """
    score = conversation.score(practice_id)
    if refusal := nothing_to_accept(score):
        raise UsedWrongly(refusal)
    before, clears = {"level": str(score.level or 0)}, ""

    def refuse(level: int) -> None:
        """Refuse a level that leaves no risk, before anybody has typed who answers for it, and why."""
        if level >= score.target:
            none = Accepted(level=level, until=conversation.session.now.on, by="", reason="")
            conversation.apply(practice_id, Edit(accepted=none))

    if (held := score.answer.accepted) is not None:
        before = {"level": str(held.level), "by": held.by, "until": day_text(held.until), "reason": held.reason}
        clears = "withdraws it"
    with Form(conversation, practice_id, "Accept the risk", before, proposed=() if held else before) as form:
        level = form.level("level", "Which level is good enough for now", clears, refuse=refuse)
        if level is None or level == "":
            if level is not None and held is not None:
                conversation.apply(practice_id, Edit(accepted=""), details=True)
            return "stay"
        with conversation.finishing():
            accepted = _accepted(level, form)
        conversation.apply(practice_id, Edit(accepted=accepted), details=True)
    return "stay"


def _accepted(level: int, form: Form) -> Accepted:
    """Ask until when, who and why. Raises UsedWrongly; a person who leaves a line empty leaves the form."""
    until = form.day("until", "Until when", anew=True)
    if not until:
        form.discard_unless_over()
        raise UsedWrongly("An accepted risk needs a last day.")
    by = form.line("by", "Who accepts it", anew=True)
    if not by:
        form.discard_unless_over()
        raise UsedWrongly("An accepted risk needs a name.", remedy="Say who accepts it.")
    return Accepted(level=level, until=until, by=by, reason=form.prose("reason", "Why is that acceptable", anew=True))


_OF_A_LONG_NOTE = (Option("add", "add a line to it"), Option("replace", "replace it"), Option("clear", "clear it"))


def note(conversation: Conversation, practice_id: str) -> Move:
    conversation.apply(
        practice_id, Edit(note=_note(conversation, conversation.score(practice_id).answer.note)), details=True
    )
    return "stay"


def _note(conversation: Conversation, held: str) -> str:
    """Ask for a note; of one with several lines, which no prompt can offer for editing, what is to be done with it."""
    if "\n" not in held or not conversation.prompter.is_heard():
        return conversation.prose_over("Note", held, in_lines=True)
    put("The note has several lines:", *(f"  {line}".rstrip() for line in held.split("\n")))
    chosen = conversation.choose("What do you want to do with it?", _OF_A_LONG_NOTE, leave="keep it as it is")
    if chosen == "clear":
        return ""
    question = "The line to add" if chosen == "add" else "The new note"
    said = conversation.prose(question, in_lines=True) if chosen else ""
    if not said:
        return held
    return f"{held}\n{said}" if chosen == "add" else said
