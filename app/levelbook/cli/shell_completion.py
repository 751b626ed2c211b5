"""Shell completion suggests ids and names: practices, facts, editions, ballots, people. It never fails or prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from levelbook.core.errors import LevelbookError

# Imported late: the name of a command is completed without a book, and is spared `session` 300 ms, `people` 320 ms and
# `questionnaire_authoring` 160 ms, most of which is the same.
if TYPE_CHECKING:
    from levelbook.book.session import Session
    from levelbook.core.questionnaire.questionnaire import Questionnaire

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Offered = Iterable[tuple[str, str]]
"""Completions, each with its description."""
_ACTS_IN_BASH: Final = re.compile(r"[^\w@%+:,./=-]")
"""What may act in bash, or ends a word: everything but letters, digits and a few signs."""


def _completer(offer: Callable[[click.Context, str], Offered]) -> Completer:
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            offered = list(offer(ctx, incomplete))
        except LevelbookError:
            return []
        return [
            CompletionItem(value, help=words)
            for value, words in offered
            if value.startswith(incomplete) and value.isprintable()
        ]

    return complete


def _book(ctx: click.Context) -> Session:
    from levelbook.book.session import Session

    return Session.open(ctx.find_root().params.get("folder") or Path())


def _chosen_questionnaire(ctx: click.Context) -> Path:
    """Return the folder of the questionnaire that `init` is about to use."""
    from levelbook.book.authoring import questionnaire_authoring

    return questionnaire_authoring.find(ctx.params.get("questionnaire") or "genai-security", Path())


def _practices(ctx: click.Context, incomplete: str) -> Offered:
    """Complete practice ids, or numbers if one was started."""
    questionnaire = _book(ctx).questionnaire
    for name, practice in questionnaire.practices.items():
        yield name, practice.title
        if incomplete[:1].isdigit():
            yield questionnaire.numbers[name], practice.title


def _sections(ctx: click.Context, incomplete: str) -> Offered:
    return ((section.id, section.title) for section in _book(ctx).questionnaire.sections)


def _figures(ctx: click.Context, incomplete: str) -> Offered:
    yield "overall", "everything"
    yield from _sections(ctx, incomplete)
    yield from _practices(ctx, incomplete)


def _facts(questionnaire: Questionnaire, incomplete: str) -> Offered:
    """Complete `ID=CHOICE`, and one more choice after a comma."""
    given = incomplete.rpartition(",")[0]
    for fact in questionnaire.facts:
        begun = f"{given}," if given.startswith(f"{fact.id}=") and fact.many else f"{fact.id}="
        yield from ((f"{begun}{choice.id}", choice.label) for choice in fact.choices)


def _new_facts(ctx: click.Context, incomplete: str) -> Offered:
    from levelbook.book.authoring import questionnaire_authoring

    return _facts(questionnaire_authoring.read(_chosen_questionnaire(ctx)), incomplete)


def _profiles(ctx: click.Context, incomplete: str) -> Offered:
    from levelbook.book.authoring import questionnaire_authoring

    return questionnaire_authoring.profiles(_chosen_questionnaire(ctx))


def _editions(ctx: click.Context, incomplete: str) -> Offered:
    yield from ((edition.name, f"edition {edition.number}") for edition in reversed(_book(ctx).editions.all))
    yield "now", "as it is"


def _ballots(ctx: click.Context, incomplete: str) -> Offered:
    return ((ballot.id, ballot.participant or "anonymous") for ballot in _book(ctx).ballots.all)


def _people(ctx: click.Context, incomplete: str) -> Offered:
    """Complete the names in the book: participants of sittings and ballots, owners, people who find out."""
    from levelbook.book.people import everybody

    return ((name, "") for name in everybody(_book(ctx)))


def _export_formats(ctx: click.Context, incomplete: str) -> Offered:
    from levelbook.export.registry import FORMATS  # 5 ms

    return ((one.name, one.what) for one in FORMATS.values())


practice_ids = _completer(_practices)
figure_ids = _completer(_figures)
section_ids = _completer(_sections)
facts = _completer(lambda ctx, incomplete: _facts(_book(ctx).questionnaire, incomplete))
new_facts = _completer(_new_facts)
profiles = _completer(_profiles)
edition_names = _completer(_editions)
ballot_ids = _completer(_ballots)
people = _completer(_people)
export_formats = _completer(_export_formats)


class _WholeWordsInBash(BashComplete):
    """Joins words in bash, which splits `role=provider` into three words and completes only the last.

    It also quotes what it completes: bash takes that for what somebody typed, and a name may be a stranger's text.
    """

    _begun = ""
    """The text before the word that bash completes."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        if incomplete == "=":
            args, incomplete = [*args, "="], ""
        if len(args) > 1 and args[-1] == "=":
            *args, name, _ = args
            self._begun = f"{name}="
        return args, self._begun + incomplete

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type},{_quoted_for_bash(item.value.removeprefix(self._begun))}"


def _quoted_for_bash(value: str) -> str:
    """Write a value so that bash reads nothing but that value in it.

    Each backslash is doubled, since click's script reads the line with `read`, which takes one of them away.
    """
    return _ACTS_IN_BASH.sub(lambda found: "\\\\" + (found[0] if found[0] != "\\" else "\\\\"), value)


def prepare_bash() -> None:
    """Prepare click for bash; call it before answering a completion."""
    add_completion_class(_WholeWordsInBash)
