"""Functions here print an upgrade in plain lines: what will happen, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from levelbook.book.file_upgrade import FilesDone, FileUpgrade
from levelbook.book.upgrade import Upgrade, UpgradeResult
from levelbook.core.answers.answers import NEWEST_FORMAT, Answer
from levelbook.core.answers.upgrade import AnswerOutcome, Upgraded
from levelbook.core.questionnaire.version_map import Became
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import speaker
from levelbook.words.figures import listed, plural
from levelbook.words.files import shown
from levelbook.words.sitting import NOBODY

ORDER: tuple[Became, ...] = ("retired", "split", "merged", "renamed", "reworded", "clarified", "same")
"""Kinds of changes, from the most to the least destructive."""


def forecast_words(upgrade: Upgrade) -> list[str]:
    """Return lines about what an upgrade would do."""
    book, known = upgrade.book, upgrade.questionnaire
    lines = []
    if (book.questionnaire, book.version) != (known.id, known.version):
        to = f"{known.id} {known.version}" if upgrade.is_another_questionnaire else known.version
        lines.append(f"From {book.questionnaire} {book.version} to {to}.")
    if upgrade.is_another_questionnaire:
        lines += [
            "These are two different questionnaires. Answers with the same id in both are kept; the rest is put aside.",
            "If levelbook.toml names the wrong one, correct it there instead.",
        ]
    lines += _sealing(upgrade)
    outcome = upgrade.outcome
    lines += _outcomes("What happens to the practices that you answered:", outcome.practices, _titles(upgrade))
    lines += _outcomes("What happens to the facts that you gave:", outcome.facts, {})
    lines += _ends(upgrade, outcome)
    lines += _other_numbers(upgrade, outcome)
    lines += ["", *_asked_again(outcome)]
    if outcome.retired:
        aside = plural(len(outcome.retired), "answer")
        lines.append(f"Put aside: {aside}, whole or in part, kept in answers.toml under [retired].")
    if upgrade.old_ballots:
        lines.append(f"{plural(len(upgrade.old_ballots), 'ballot')} brought along: {', '.join(upgrade.old_ballots)}.")
    return lines


def _sealing(upgrade: Upgrade) -> Iterator[str]:
    last = upgrade.last_edition
    if upgrade.seals:
        yield f"First an edition of the present state is sealed, under {upgrade.book.version}."
    elif upgrade.former is not None and last is not None:
        yield (
            f"Edition {last.name} already contains the present state, so no edition has to be made first."
            if upgrade.has_answers
            else "Nothing is answered, so no edition is made first."
        )
    elif upgrade.copy is not None:
        yield (
            f"No edition contains {upgrade.book.questionnaire} {upgrade.book.version}, so no edition can be "
            f"made with it now: a copy of answers.toml is kept as {upgrade.copy.name}."
        )
        return
    if upgrade.copy is not None:
        yield f"answers.toml was laid out by hand; a copy is kept as {upgrade.copy.name}."


def _titles(upgrade: Upgrade) -> dict[str, str]:
    """Map old and new practice ids to titles, as far as they are known."""
    titles: dict[str, str] = {}
    for questionnaire in (upgrade.questionnaire, upgrade.former):
        if questionnaire is not None:
            titles |= {name: practice.title for name, practice in questionnaire.practices.items()}
    new = upgrade.questionnaire.practices
    return {**titles, **{f"now {name}": practice.title for name, practice in new.items()}}


def _outcomes(heading: str, outcomes: Iterable[AnswerOutcome], titles: dict[str, str]) -> list[str]:
    told = sorted((one for one in outcomes if one.became != "same"), key=lambda one: ORDER.index(one.became))
    if not told:
        return []
    return ["", heading, *(f"  {one.became:10}{_outcome_words(one, titles)}" for one in told)]


def _outcome_words(one: AnswerOutcome, titles: dict[str, str]) -> str:
    old = titles.get(one.old, one.old)
    new = [titles.get(f"now {name}", name) for name in one.new]
    now = "is now part of" if one.became == "merged" else "is now"
    words = f"{old} {now} {' and '.join(new)}" if new and new != [old] else old
    if one.is_aside:
        words += ", where the book says something already, so this one is put aside"
    return f"{words}. {one.why}" if one.why else words


def _ends(upgrade: Upgrade, outcome: Upgraded) -> list[str]:
    """Return lines about promises and risks that end with an answer that is put aside."""
    found: list[str] = []
    for one in outcome.practices:
        answer = upgrade.book.answer(one.old)
        title = _titles(upgrade).get(one.old, one.old)
        if one.became == "retired" or one.is_aside:
            promised = {step.text for name in one.new for step in outcome.book.answer(name).steps}
            if steps := [step for step in answer.open_steps if step.text not in promised]:
                found.append(f"  {title}: {plural(len(steps), 'open step')} put aside with it")
        if one.became == "retired" and (pieces := upgrade.evidence_to_bring(one.old)):
            found.append(f"  {title}: {plural(pieces, 'piece')} of evidence that nobody has to bring any more")
        ends = one.is_aside or one.became in ("retired", "split", "merged")
        if ends and (promised_by := _day_of_its_own(answer)):
            found.append(f"  {title}: {promised_by}")
        if ends and (accepted := answer.accepted) is not None and accepted.until >= upgrade.today:
            again = "" if one.became == "retired" else "; accept it again if it is still right"
            found.append(
                f"  {title}: the risk that {speaker(accepted.by)} accepted until {spoken_day(accepted.until)}{again}"
            )
    return ["", "This ends with it:", *found] if found else []


_MOST_NUMBERS = 6
"""Practices with another number that are named; the rest is counted."""


def _other_numbers(upgrade: Upgrade, outcome: Upgraded) -> list[str]:
    """Say which answered practices have another number, since people type numbers, and write them into their notes."""
    if upgrade.former is None:
        return []
    was, now = upgrade.former.numbers, upgrade.questionnaire.numbers
    titles, became = _titles(upgrade), {one.old: one.new for one in outcome.practices}
    moved = [
        f"{was[old]} {titles[f'now {new[0]}']} is now {now[new[0]]}"
        for old in upgrade.book.answers
        if len(new := became.get(old, (old,))) == 1 and old in was and now.get(new[0], was[old]) != was[old]
    ]
    if not moved:
        return []
    named = listed([*moved[:_MOST_NUMBERS], *([f"{len(rest)} more"] if (rest := moved[_MOST_NUMBERS:]) else [])])
    return ["", f"Numbers that have changed: {named}."]


def _day_of_its_own(answer: Answer) -> str:
    """Say what somebody promised about the answer itself by a day; empty where nobody did."""
    is_unsure = answer.status == "unsure"
    who, by = (answer.ask_whom, answer.ask_by) if is_unsure else (answer.owner, answer.due)
    if by is None:
        return ""
    return f"{who or NOBODY} was to {'find out' if is_unsure else 'reach the target'} by {spoken_day(by)}"


def _asked_again(outcome: Upgraded) -> Iterator[str]:
    fresh, reworded = len(outcome.fresh), len(outcome.reworded)
    if fresh or reworded:
        parts = [f"{fresh} that {_has(fresh)} no answer"] if fresh else []
        parts += [f"{reworded} that {_is(reworded)} reworded"] if reworded else []
        # Of one kind alone, its count is that of all: "2 practices that have no answer".
        counted = f", {' and '.join(parts)}" if fresh and reworded else parts[0].removeprefix(str(fresh + reworded))
        yield f"To be asked afterwards: {plural(fresh + reworded, 'practice')}{counted}."
    else:
        yield "No question has to be asked again."
    if outcome.open_facts:
        yield f"Open facts: {', '.join(outcome.open_facts)}."
    kept = len(outcome.book.answers) - sum(name in outcome.book.answers for name in outcome.asked_again)
    if kept > 0:
        yield f"{plural(kept, 'answer')} {'stays' if kept == 1 else 'stay'} as {'it is' if kept == 1 else 'they are'}."


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def done_words(upgrade: Upgrade, done: UpgradeResult) -> list[str]:
    """Return lines about what an upgrade has done, and what is next."""
    known, outcome = upgrade.questionnaire, upgrade.outcome
    lines = []
    if done.edition is not None:
        lines.append(
            f"Sealed edition {done.edition.name}, number {done.edition.number}, in {shown(done.edition.path)}."
        )
    if done.copy is not None:
        lines.append(f"Kept the answers as they were in {shown(done.copy)}.")
    lines.append(f"The answers belong to {known.id} {known.version} now.")
    if done.ballots:
        lines.append(f"So {'does' if len(done.ballots) == 1 else 'do'} {plural(len(done.ballots), 'ballot')}.")
    if done.written is not None:
        lines += [f"wrote {shown(path)}" for path in done.written.changed]
        lines += [f"kept in “Kept notes”: text from under {kept.title}" for kept in done.written.guide.kept]
        if done.written.behind:
            behind = plural(len(done.written.behind), "block")
            lines.append(f"{behind} of the guide edited by people and behind: `levelbook guide --status`")
    steps = []
    if outcome.open_facts:
        steps.append("`levelbook profile` for the open facts")
    if outcome.fresh:
        steps.append(f"`levelbook ask --only new` for {plural(len(outcome.fresh), 'practice')}")
    if outcome.reworded:
        reworded = (
            "the one that is reworded" if len(outcome.reworded) == 1 else f"{len(outcome.reworded)} reworded ones"
        )
        steps.append(f"`levelbook ask --only revisit`, which has {reworded}")
    return [*lines, *(["", f"Next: {'; '.join(steps)}."] if steps else [])]


def files_forecast_words(upgrade: FileUpgrade) -> list[str]:
    """Return lines about what an upgrade of files would do."""
    lines = []
    if upgrade.format < NEWEST_FORMAT:
        lines.append(
            f"answers.toml changes from format {upgrade.format} to {NEWEST_FORMAT}: the content stays the "
            "same, but digests contain no letters."
        )
    if upgrade.old_ballots:
        lines.append(f"{plural(len(upgrade.old_ballots), 'ballot')} upgraded too: {', '.join(upgrade.old_ballots)}.")
    older = ["An older levelbook cannot open the book then, and says which one it needs."] if lines else []
    return [
        *lines,
        "The questionnaire is stored in questionnaires/, where editions share it, and the guide is assembled.",
        "Sealed editions and levelbook.toml are left as they are.",
        *older,
    ]


def files_done_words(done: FilesDone) -> list[str]:
    """Return lines about what an upgrade of files has done."""
    lines = [f"The questionnaire is in {shown(done.questionnaire)}."]
    if done.copy is not None:
        lines.append(f"answers.toml was laid out by hand; it is kept as it was in {shown(done.copy)}.")
    if done.ballots:
        lines.append(f"{plural(len(done.ballots), 'ballot')} brought along.")
    if done.written is not None:
        lines += [f"wrote {shown(path)}" for path in done.written.changed]
    return [*lines, f"The files of this book are of format {NEWEST_FORMAT} now."]
