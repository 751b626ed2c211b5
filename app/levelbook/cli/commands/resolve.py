"""`levelbook resolve`: settle what two branches said differently, answer by answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

import click

from levelbook.book.resolve import Conflict, FactConflict, Resolution
from levelbook.cli.apps import apps
from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import Option, Prompter, prompter
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.merge import SIDES, Side
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.words.figures import plural
from levelbook.words.files import shown, typed
from levelbook.words.merging import (
    WHOSE,
    answer_title,
    fact_title,
    field_words,
    signature_words,
    value_words,
    version_words,
)


@click.command(
    "resolve",
    epilog="“Ours” is the branch that is checked out, “theirs” the one that is merged; in a rebase it is the other way "
    "round. Nothing is written until everything is settled. The side of an answer that is not taken stays in its note.",
)
@click.option(
    "--take",
    "taken",
    nargs=2,
    multiple=True,
    type=(click.Choice(SIDES), str),
    metavar="ours|theirs ID",
    help="Take one side of an answer or a fact. Repeatable.",
)
@click.option("--plain", is_flag=True, help="Plain lines in a terminal too, as for a screen reader.")
@click.pass_obj
def command(folder: Path, taken: tuple[tuple[Side, str], ...], plain: bool) -> None:
    """Resolve git's conflicts in answers.toml, one by one."""
    resolution = Resolution.open(folder)
    numbers = {number: name for name, number in resolution.questionnaire.numbers.items()}
    choices: dict[str, Side] = {}
    for side, name in taken:
        if choices.setdefault(numbers.get(name, name), side) != side:
            raise UsedWrongly(f"Both sides are taken of {name}.", remedy="Take one of them.")
    if resolution.upgraded_from:
        put(_brought_together(resolution))
    if resolution.merged:
        which = "it" if len(resolution.merged) == 1 else "them"
        put(f"{plural(len(resolution.merged), 'answer')} merged: nothing in {which} is in conflict.")
    if not in_terminal() or all(one.id in choices for one in resolution.conflicts):
        put(*_lines(resolution, choices))
    else:
        try:
            if plain:
                _ask(resolution, choices, prompter(plain=True))
            else:
                choices = dict(apps().open_conflicts(resolution, choices))
        except KeyboardInterrupt as stopped:
            raise KeyboardInterrupt("Stopped. Nothing was written.") from stopped
    settled = resolution.settle(choices)
    path = shown(resolution.folder.answers_path)
    put(f"{path} is complete again. Merged and taken levels and evidence are unconfirmed until somebody confirms them.")
    if resolution.upgraded_from and settled.retired:
        put("What has no place in this version any more is under `[retired]` in that file, whole.")
    put(f"Next: `git add {typed(_in_git(resolution.folder.answers_path))}`, then go on with the merge or rebase.")
    put("Where the guide is in conflict too, `levelbook guide --repair` merges it.")


def _brought_together(resolution: Resolution) -> str:
    was, known = resolution.upgraded_from, resolution.questionnaire.version
    return (
        f"Ours answers version {was['ours']} of the questionnaire, theirs {was['theirs']}. Both are brought to "
        f"{known}, as `levelbook upgrade` does it, and then merged."
    )


def _in_git(answers: Path) -> Path:
    """Return the file that git has in conflict: where the answers are a link, the one that it leads to."""
    return Path(os.path.relpath(answers.resolve())) if answers.is_symlink() else answers


def _ask(resolution: Resolution, choices: dict[str, Side], ask: Prompter) -> None:
    """Ask for a side of each open conflict. Raises UsedWrongly when the input ends."""
    left = [conflict for conflict in resolution.conflicts if conflict.id not in choices]
    put(f"{WHOSE}.")
    for number, conflict in enumerate(left, start=1):
        options = [
            Option(side, f"{side}: {words}") for side, words in zip(SIDES, _versions(resolution, conflict), strict=True)
        ]
        chosen = ask.choose(f"{number} of {len(left)}: {_title(resolution, conflict)}", options)
        if chosen not in SIDES:
            return
        choices[conflict.id] = "ours" if chosen == "ours" else "theirs"


def _lines(resolution: Resolution, choices: dict[str, Side]) -> Iterator[str]:
    for conflict in resolution.conflicts:
        yield _title(resolution, conflict)
        for side, words in zip(SIDES, _versions(resolution, conflict), strict=True):
            yield f"  {side}: {words}{' (taken)' if choices.get(conflict.id) == side else ''}"


def _title(resolution: Resolution, conflict: Conflict) -> str:
    if isinstance(conflict, FactConflict):
        return fact_title(resolution.questionnaire, conflict.id)
    fields = field_words(conflict.fields, resolution.questionnaire.practices.get(conflict.id))
    return f"{answer_title(resolution.questionnaire, conflict.id)}: both sides changed {fields}."


def _versions(resolution: Resolution, conflict: Conflict) -> tuple[str, str]:
    if isinstance(conflict, FactConflict):
        return value_words(conflict.ours), value_words(conflict.theirs)
    practice = resolution.questionnaire.practices.get(conflict.id)
    ours, theirs, fields = conflict.ours, conflict.theirs, conflict.fields
    zone = resolution.folder.settings.zone
    return _version(ours, theirs, fields, practice, zone), _version(theirs, ours, fields, practice, zone)


def _version(answer: Answer, other: Answer, fields: tuple[str, ...], practice: Practice | None, zone: tzinfo) -> str:
    signature = signature_words(answer, fields, zone)
    # The lines of a note are indented, or they would look like other conflicts.
    words = version_words(answer, fields, practice, beside=other).replace("\n", "\n    ")
    return words + (f" ({signature})" if signature else "")
