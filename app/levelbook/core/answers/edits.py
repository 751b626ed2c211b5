"""An edit is one change to one answer, requested by the command line, the plain-line interview or the TUI.

Fields that an edit does not name stay; an empty text clears. `apply` checks it against the questionnaire and returns
the new answer, or says in one sentence why it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, Literal

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, TakenOver, Vote
from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import Placement
from levelbook.core.text.cleaning import nearest
from levelbook.core.text.quotation import in_quotes

TextEdit = str | None
"""None: not named; empty: cleared."""
DayEdit = date | Literal[""] | None
"""None: not named; empty: cleared."""


@frozen
class StepEdit:
    """A step edit adds a step (by text or by the questionnaire's action), or changes one by its number."""

    number: int | None = None
    """The number of the answer's step, from 1; None for a new one."""
    text: TextEdit = None
    from_action: TextEdit = None
    owner: TextEdit = None
    due: DayEdit = None
    ticket: TextEdit = None
    done_on: DayEdit = None
    drop: bool = False


@frozen
class Edit:
    """An edit is one change to one answer."""

    level: int | None = None
    level_reason: TextEdit = None
    """Why the level has changed since the last edition."""
    unsure: bool = False
    not_applicable: TextEdit = None
    """The reason."""
    take_over: TakenOver | None = None
    """The part of another team's offer to take over."""
    confirm: bool = False
    clear: bool = False
    note: TextEdit = None
    owner: TextEdit = None
    due: DayEdit = None
    here: Mapping[str, str] = field(default_factory=dict)
    """Criterion id to the team's words."""
    unmet: tuple[str, ...] | None = None
    met: tuple[str, ...] | None = None
    toggle: str | None = None
    """A criterion to strike out or to tick."""
    evidence: tuple[Evidence, ...] = ()
    """Evidence to add."""
    no_evidence: bool = False
    drop_evidence: int | None = None
    """The number of the piece to remove, from 1; `evidence` takes its place."""
    step: StepEdit | None = None
    target: int | Literal[""] | None = None
    target_reason: TextEdit = None
    accepted: Accepted | Literal[""] | None = None
    ask_whom: TextEdit = None
    ask_by: DayEdit = None
    votes: tuple[Vote, ...] | None = None
    """The number of people for each level; replaces earlier votes."""
    abstained: int = 0
    """The number of people who gave no level; goes with `votes`."""
    from_ballots: bool = False
    """True if the votes are those of the ballots, without a vote in the room; goes with `votes`."""

    @property
    def settles(self) -> bool:
        """Tell whether the edit makes a claim and so gets signed: level, unsure, not applicable, criteria."""
        said = self.level is not None or self.unsure or bool(self.not_applicable) or self.take_over is not None
        return said or self.unmet is not None or self.met is not None or self.toggle is not None


@frozen
class TailoredPractice:
    """A tailored practice is a practice as this team is asked it; edits are checked against it."""

    questionnaire: Questionnaire
    practice: Practice
    placement: Placement

    @property
    def number(self) -> str:
        """Return the number that people are shown, such as `4.3`."""
        return self.questionnaire.numbers[self.practice.id]


def apply(edit: Edit, answer: Answer, asked: TailoredPractice, earlier: Sequence[Answer] = ()) -> Answer:
    """Return the answer after the edit, unsigned. Raises UsedWrongly or UnknownId for an edit that makes no sense.

    earlier: what the answer was before at the same table, the latest first: whoever corrects a level that was only
    typed wrongly has said its criteria and its reason already.
    """
    _refuse_contradictions(edit, answer, asked)
    practice = asked.practice
    if edit.clear:
        answer = answer.cleared()
    if edit.take_over is not None:
        answer = answer.taking_over(practice, edit.take_over)
    if edit.level is not None:
        answer = _at_level(answer, practice, _level(edit.level, asked), earlier)
    if edit.unsure:
        answer = answer.as_unsure()
    if edit.not_applicable is not None:
        answer = answer.as_not_applicable(edit.not_applicable)
    if edit.toggle is not None:
        answer = answer.toggled(practice, _criterion(edit.toggle, practice))
    if edit.level_reason and answer.level is None:
        raise UsedWrongly(
            f"{asked.number} has no level, so there is none to give a reason for.", remedy="Give a level."
        )
    if (edit.ask_whom or edit.ask_by) and not answer.unsure:
        raise UsedWrongly(
            f"{asked.number} is not unsure, so nobody has to find it out.",
            remedy="Mark it unsure, or say who owns the practice and by when.",
        )
    changed = answer.changed(**_changes(edit, answer, asked))
    if changed.offer is not None:
        return changed.capped(practice)  # also of one whose level somebody raised by hand: else it is never confirmed
    if edit.unmet is None and edit.met is None:
        return changed
    # Exceptions that the level itself settles say nothing.
    return changed if changed.level is None else changed.at_level(practice, changed.level)


def _at_level(answer: Answer, practice: Practice, level: int, earlier: Sequence[Answer]) -> Answer:
    """Return the answer at another level, with what was last said of the criteria and the reason that come with it."""
    moved = answer.at_level(practice, level)
    if answer.offer is not None or level == answer.level:
        return moved
    own = [one for one in earlier if one.offer is None]
    unmet, met = set(moved.unmet), set(moved.met)
    before = -1 if answer.level is None else answer.level
    for name, (at, _) in practice.criteria.items():
        if before < at <= level and name not in answer.met:
            last = next((one for one in own if one.level is not None and one.level >= at), None)
            unmet |= {name} & set(last.unmet if last else ())
        elif level < at <= before and name not in answer.unmet:
            last = next((one for one in own if one.level is None or one.level < at), None)
            met |= {name} & set(last.met if last else ())
    same = next((one for one in own if one.level == level), None)
    order = list(practice.criteria)
    return moved.changed(
        unmet=(*(name for name in moved.unmet if name not in order), *(name for name in order if name in unmet)),
        met=(*(name for name in moved.met if name not in order), *(name for name in order if name in met)),
        level_reason=same.level_reason if same else moved.level_reason,
    )


def _refuse_contradictions(edit: Edit, answer: Answer, asked: TailoredPractice) -> None:
    said = [edit.level is not None, edit.unsure, edit.not_applicable is not None, edit.confirm, edit.clear]
    if sum(said) + (edit.take_over is not None) > 1:
        raise UsedWrongly(
            "Level, offer, unsure, not applicable, confirm and clear cannot be used together.",
            remedy="Give one of them.",
        )
    if edit.not_applicable is not None and not edit.not_applicable.strip():
        raise UsedWrongly("Not applicable needs a reason.", remedy="Say in a few words why it does not apply here.")
    if edit.confirm and answer.claims_nothing and not answer.edited_outside:
        said_so = "nobody has answered it" if answer.status == "unanswered" else "the answer is “unsure”"
        raise UsedWrongly(f"{asked.number} cannot be confirmed: {said_so}.", remedy="Give a level.")
    if asked.placement.scope == "inherited" and (edit.unmet or edit.met or edit.toggle):
        raise UsedWrongly(
            f"{asked.number} is inherited: a provider does it, so its answer claims no criteria.",
            remedy="Give a level of the inherited scale, and evidence.",
        )
    both = set(edit.unmet or ()) & set(edit.met or ())
    if both:
        raise UsedWrongly(f"“{min(both)}” cannot be both met and unmet.", remedy="Name it once.")


def _changes(edit: Edit, answer: Answer, asked: TailoredPractice) -> dict[str, Any]:
    """Return the fields that the edit names, with their new values."""
    changes: dict[str, Any] = {}
    for name in ("level_reason", "note", "owner", "target_reason", "ask_whom"):
        if (text := getattr(edit, name)) is not None:
            changes[name] = text if text.strip() else ""  # blanks alone say nothing
    for name in ("due", "ask_by"):
        if (day := getattr(edit, name)) is not None:
            changes[name] = day or None
    if edit.here:
        lines = {**answer.here, **{_criterion(name, asked.practice): line for name, line in edit.here.items()}}
        order = [*asked.practice.criteria, *(name for name in lines if name not in asked.practice.criteria)]
        changes["here"] = {name: lines[name] for name in order if lines.get(name)}
    for name, other in (("unmet", "met"), ("met", "unmet")):
        if (named := getattr(edit, name)) is not None:
            meant = {_criterion(criterion, asked.practice) for criterion in named}
            changes[name] = tuple(criterion for criterion in asked.practice.criteria if criterion in meant)
            if getattr(edit, other) is None:  # a criterion that was struck out and is met by now is struck out no more
                changes[other] = tuple(criterion for criterion in getattr(answer, other) if criterion not in meant)
    if edit.evidence or edit.no_evidence or edit.drop_evidence is not None:
        changes["evidence"] = _evidence(edit, answer, asked)
    if edit.step is not None:
        changes["steps"] = _steps(edit.step, answer, asked)
    if edit.votes is not None:
        changes |= {
            "votes": edit.votes,
            "abstained": edit.abstained or None,
            "from_ballots": edit.from_ballots,
            "left_open": answer.level is not None and (bool(edit.votes) or answer.left_open),  # signing settles it
        }
    changes.update(_target(edit, asked))
    if edit.accepted is not None:
        changes["accepted"] = _accepted(edit.accepted, edit, answer, asked) if edit.accepted else None
    return changes


def _level(level: int, asked: TailoredPractice) -> int:
    top = asked.questionnaire.max_level
    if not 0 <= level <= top:
        raise UsedWrongly(f"There is no level {level}.", remedy=f"The scale runs from 0 to {top}.")
    return level


def _criterion(name: str, practice: Practice) -> str:
    if name not in practice.criteria:
        known = ", ".join(practice.criteria)
        raise UnknownId("criterion", name, nearest(name, practice.criteria), hint=f"This practice has: {known}.")
    return name


def _evidence(edit: Edit, answer: Answer, asked: TailoredPractice) -> tuple[Evidence, ...]:
    kinds = asked.questionnaire.kinds_by_id
    for piece in edit.evidence:
        if piece.kind not in kinds:
            raise UnknownId(
                "kind of evidence", piece.kind, nearest(piece.kind, kinds), hint=f"The kinds are: {', '.join(kinds)}."
            )
    held = list(() if edit.no_evidence else answer.evidence)
    if edit.drop_evidence is not None:
        place = _place(edit.drop_evidence, len(held), "piece of evidence")
        return (*held[:place], *edit.evidence, *held[place + 1 :])
    return (*held, *edit.evidence)


def _steps(edit: StepEdit, answer: Answer, asked: TailoredPractice) -> tuple[Step, ...]:
    steps = list(answer.steps)
    changes: dict[str, Any] = {}
    for name in ("text", "owner", "ticket"):
        if (text := getattr(edit, name)) is not None:
            changes[name] = text
    for name in ("due", "done_on"):
        if (day := getattr(edit, name)) is not None:
            changes[name] = day or None
    if edit.from_action:
        if edit.from_action not in asked.practice.actions:
            actions = asked.practice.actions
            hint = f"This practice has: {', '.join(actions)}." if actions else "This practice has none."
            raise UnknownId("action", edit.from_action, nearest(edit.from_action, actions), hint=hint)
        changes["from_action"] = edit.from_action
        changes.setdefault("text", asked.practice.actions[edit.from_action][1].text)
    if edit.number is not None:
        place = _place(edit.number, len(steps), "step")
        if edit.drop:
            del steps[place]
        else:
            steps[place] = steps[place].changed(**changes)
    elif text := changes.get("text"):
        refuse_second_step(answer, text, edit.from_action or "")
        steps.append(Step(**changes))
    else:
        raise UsedWrongly(
            "Which step is meant?",
            remedy="Give its words, the action that it comes from, or the number of one there is.",
        )
    if any(not step.text for step in steps):
        raise UsedWrongly("A step needs words.", remedy="To take a step away, drop it.")
    return tuple(steps)


def refuse_second_step(answer: Answer, text: str, action_id: str) -> None:
    """Raise UsedWrongly where a step with these words, or from this action, is to be added and is an open one."""
    if (number := answer.number_of_open_step(text, action_id)) is not None:
        raise UsedWrongly(
            f"{in_quotes(answer.steps[number - 1].text)} is step {number} already.", remedy="Change that step instead."
        )


def _place(number: int, count: int, what: str) -> int:
    if not 1 <= number <= count:
        if not count:
            raise UsedWrongly(f"There is no {what} number {number} here: the list is empty.")
        there = f"There {'is' if count == 1 else 'are'} {count}."
        raise UsedWrongly(f"There is no {what} number {number} here.", remedy=there)
    return number - 1


def _target(edit: Edit, asked: TailoredPractice) -> dict[str, Any]:
    if edit.target is None:
        return {}
    if edit.target == "":
        return {"target": None, "target_reason": edit.target_reason or ""}
    _level(edit.target, asked)
    needed = asked.placement.target
    if edit.target <= needed:
        raise UsedWrongly(
            f"The target of {asked.number} is {needed} already, so a target of {edit.target} would not raise it.",
            remedy="To stay below the target, accept the risk: a level, until when, and why.",
        )
    if not edit.target_reason:
        raise UsedWrongly("A target of your own needs a reason.", remedy="Say why it is higher here.")
    return {"target": edit.target}


def _accepted(accepted: Accepted, edit: Edit, answer: Answer, asked: TailoredPractice) -> Accepted:
    _level(accepted.level, asked)
    own = edit.target if isinstance(edit.target, int) else (None if edit.target == "" else answer.target)
    needed = max(asked.placement.target, own or 0)
    if accepted.level >= needed:
        raise UsedWrongly(
            f"The target of {asked.number} is {needed}, so level {accepted.level} leaves no risk to accept.",
            remedy="Accept a level below the target." if needed else "",
        )
    if not accepted.by:
        raise UsedWrongly("Somebody has to answer for an accepted risk.", remedy="Say who accepts it.")
    if not accepted.reason:
        raise UsedWrongly("An accepted risk needs a reason.", remedy="Say in a few words why it is accepted.")
    return accepted
