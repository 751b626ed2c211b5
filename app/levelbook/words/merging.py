"""Words for two versions of an answer that a merge brought together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo

from levelbook.core.answers.answers import STATUS_WORDS, Answer, Evidence, Step
from levelbook.core.assessment.review import CAUSES
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, Questionnaire
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import in_quotes, speaker
from levelbook.words.figures import listed
from levelbook.words.spread import counted_word

WHOSE = "“Ours” is the branch that is checked out; in a rebase it is the other one"
"""Said above two sides, without a full stop: in the frame of a screen there is none."""

_SINGLE = {"note": "note", "owner": "owner", "due": "due day"}


def field_words(fields: Sequence[str], practice: Practice | None) -> str:
    """Name the fields in conflict: “the level and what goes with it and the note”.

    practice: whose words criteria and actions have.
    """
    return listed(_field_words(name, practice) for name in fields)


def _field_words(name: str, practice: Practice | None) -> str:
    if name == "claim":
        return "the level and what goes with it"
    if name.startswith("here."):
        return f"how this is done here ({_criterion_words(name.removeprefix('here.'), practice)})"
    kind, _, rest = name.partition(" ")
    if kind == "step":
        rest = _step_words(rest, practice)
    return f"the {kind} {in_quotes(rest)}" if rest else f"the {_SINGLE.get(name, name)}"


def _step_words(step: str, practice: Practice | None) -> str:
    """Give the words of a step that is known by the action it came from, if anybody knows that action."""
    found = practice.actions.get(step) if practice else None
    return found[1].text if found else step


def version_words(
    answer: Answer, fields: Sequence[str], practice: Practice | None, *, beside: Answer | None = None
) -> str:
    """Say what one version of an answer holds in these fields.

    practice: whose words criteria have; None where nobody knows it, and criteria have their ids.
    beside: the other version. Of the claim, what it says as well is left out, but for the level.
    """
    if practice is None and not answer.content:
        return "nothing under this id"  # an upgrade may have taken it to another one
    return "; ".join(_said(answer, fields, practice, beside)) or "nothing"


def _criterion_words(criterion: str, practice: Practice | None) -> str:
    found = practice.criteria.get(criterion) if practice else None
    return f"“{found[1].text.rstrip('.')}”" if found else criterion


def signature_words(answer: Answer, fields: Sequence[str], zone: tzinfo) -> str:
    """Say who gave an answer, and when, and who has reviewed it since: “Priya, 22 November 2026; confirmed by Tom,
    3 December 2026”; empty where nothing tells.

    fields: those in conflict. Who changed any other than the claim, no answer tells.
    zone: the team's.
    """
    if "claim" not in fields:
        return ""
    given = _name_and_day(answer.answered_by, answer.answered_at, zone)
    reviewed = _name_and_day(answer.confirmed_by, answer.confirmed_at, zone)
    if reviewed in ("", given):
        return given
    return "; ".join(filter(None, (given, f"confirmed {'by ' if answer.confirmed_by else ''}{reviewed}")))


def _name_and_day(name: str, moment: datetime | None, zone: tzinfo) -> str:
    return ", ".join(filter(None, (name, spoken_day(moment.astimezone(zone).date()) if moment else "")))


def value_words(value: FactValue | None) -> str:
    """Say the value of a fact."""
    return value if isinstance(value, str) else ", ".join(value or ("not answered",))


def answer_title(questionnaire: Questionnaire, practice_id: str) -> str:
    """Name a practice by its number, title and id; where the questionnaire does not have it, by the id alone, and by
    what an upgrade made of it: one of two branches may have been upgraded."""
    if (practice := questionnaire.practices.get(practice_id)) is not None:
        return f"{questionnaire.numbers[practice_id]} {practice.title} ({practice_id})"
    from levelbook.core.questionnaire.version_map import whole_upgrade_path  # 8 ms; only an old id needs it

    became = whole_upgrade_path(questionnaire.version_map).practice(practice_id).ids
    known = [questionnaire.practices[name] for name in became if name in questionnaire.practices]
    now = listed(f"{questionnaire.numbers[one.id]} {one.title}" for one in known)
    return f"{practice_id}, now {now}" if now else practice_id


def fact_title(questionnaire: Questionnaire, fact_id: str) -> str:
    """Name a fact by its id and its question."""
    fact = questionnaire.facts_by_id.get(fact_id)
    return f"{fact_id}: {fact.question if fact else 'a fact that the questionnaire does not have'}"


def lost_words(lost: Answer, kept: Answer, fields: Sequence[str], day: date, practice: Practice | None) -> str:
    """Return a line for the note about text that was not taken, so that it is not lost."""
    said = version_words(lost, fields, practice, beside=kept)
    return f"Not taken when two versions were merged on {spoken_day(day)}: {said}"


def _said(answer: Answer, fields: Sequence[str], practice: Practice | None, beside: Answer | None) -> Iterator[str]:
    for name in fields:
        kind, _, rest = name.partition(" ")
        if name == "claim":
            level, *others = _claim(answer, practice)
            known = set(_claim(beside, practice)) if beside else set()
            yield from (level, *(part for part in others if part not in known))
        elif name in _SINGLE:
            value = getattr(answer, name)
            yield (
                f"{name} {spoken_day(value) if isinstance(value, date) else value}" if value else f"no {_SINGLE[name]}"
            )
        elif name.startswith("here."):
            criterion = name.removeprefix("here.")
            yield f"{_criterion_words(criterion, practice)}: {answer.here.get(criterion, '') or 'nothing'}"
        elif kind == "evidence":
            pieces = [piece for piece in answer.evidence if rest in (piece.reference, piece.kind)]
            yield f"evidence {' and '.join(map(_piece, pieces))}" if pieces else f"no evidence {in_quotes(rest)}"
        elif kind == "step":
            steps = [step for step in answer.steps if rest in (step.from_action, step.text)]
            found = " and ".join(map(_step, steps))
            yield f"step {found}" if steps else f"no step {in_quotes(_step_words(rest, practice))}"
        else:
            yield f"{name} {answer.unknown.get(name, 'nothing')}"


def _claim(answer: Answer, practice: Practice | None) -> Iterator[str]:
    if answer.level is not None:
        yield f"level {answer.level}" + (f", taken over from {answer.offer.team}" if answer.offer else "")
    elif answer.unsure:
        yield "unsure"
    else:
        yield f"not applicable: {answer.not_applicable}" if answer.not_applicable else STATUS_WORDS["unanswered"]
    if answer.ask_whom or answer.ask_by:
        by = f" by {spoken_day(answer.ask_by)}" if answer.ask_by else ""
        yield f"{answer.ask_whom or 'somebody'} {'finds out' if answer.unsure else 'was to find out'}{by}"
    if answer.level_reason:
        yield f"because: {answer.level_reason}"
    if answer.unmet:
        yield f"not met: {', '.join(_criterion_words(one, practice) for one in answer.unmet)}"
    if answer.met:
        yield f"already met: {', '.join(_criterion_words(one, practice) for one in answer.met)}"
    if answer.target is not None or answer.target_reason:
        target = "no target" if answer.target is None else f"target {answer.target}"
        yield target + (f": {answer.target_reason}" if answer.target_reason else "")
    if answer.accepted is not None:
        risk = answer.accepted
        yield f"level {risk.level} accepted by {speaker(risk.by)} until {spoken_day(risk.until)}: {risk.reason}"
    if answer.votes:
        yield f"{counted_word(answer)} {', '.join(f'{vote.count} for {vote.level}' for vote in answer.votes)}"
    if answer.abstained:
        yield f"{answer.abstained} abstained"
    if answer.left_open:
        yield CAUSES["voted"]
    yield from (
        f"{speaker(vote.who) or 'somebody'} said {vote.level}: {vote.reason}" for vote in answer.votes if vote.reason
    )


def _piece(piece: Evidence) -> str:
    seen = f", seen on {spoken_day(piece.seen_on)}" if piece.seen_on else ""
    return " ".join(filter(None, (piece.kind, piece.reference))) + seen


def _step(step: Step) -> str:
    details = [
        step.owner,
        f"due {spoken_day(step.due)}" if step.due else "",
        step.ticket,
        f"done on {spoken_day(step.done_on)}" if step.done_on else "",
    ]
    return in_quotes(step.text) + (f" ({', '.join(filter(None, details))})" if any(details) else "")
