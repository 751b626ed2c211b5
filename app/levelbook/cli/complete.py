"""Shell completion of practice ids, sections, facts, editions and profiles. A completion never fails and never talks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from levelbook.session import Session

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _of_the_book(offer: Callable[[Session], Iterable[tuple[str, str]]]) -> Completer:
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from levelbook.errors import LevelbookError
        from levelbook.session import Session

        start = ctx.find_root().params.get("folder") or Path()
        try:
            offered = list(offer(Session.open(start)))
        except LevelbookError:
            return []
        return [CompletionItem(value, help=words) for value, words in offered if value.startswith(incomplete)]

    return complete


def _practices(session: Session) -> Iterable[tuple[str, str]]:
    return ((name, practice.title) for name, practice in session.questionnaire.practices.items())


def _figures(session: Session) -> Iterable[tuple[str, str]]:
    yield "overall", "everything"
    yield from ((section.id, section.title) for section in session.questionnaire.sections)
    yield from _practices(session)


def _sections(session: Session) -> Iterable[tuple[str, str]]:
    return ((section.id, section.title) for section in session.questionnaire.sections)


def _facts(session: Session) -> Iterable[tuple[str, str]]:
    for fact in session.questionnaire.facts:
        yield from ((f"{fact.id}={choice.id}", choice.label) for choice in fact.choices)


def _editions(session: Session) -> Iterable[tuple[str, str]]:
    yield from ((edition.name, f"edition {edition.number}") for edition in reversed(session.editions))
    yield "now", "as it is"


practice_ids = _of_the_book(_practices)
figure_ids = _of_the_book(_figures)
section_ids = _of_the_book(_sections)
facts = _of_the_book(_facts)
edition_names = _of_the_book(_editions)
