"""This module checks what a team's own settings offer to others."""

from __future__ import annotations

from collections.abc import Iterator

from levelbook.book.session import Session
from levelbook.core.answers.offers import OwnOffer
from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import nearest, with_full_stop
from levelbook.words.files import shown


def own_offer_problems(session: Session) -> Iterator[Problem]:
    """Yield problems of the offers in the settings: unknown names, and practices that are themselves taken over."""
    known, path = session.questionnaire.practices, shown(session.folder.settings_path)
    for offer_id, own in session.folder.settings.offers.items():
        for name in own.practices:
            if name not in known:
                near = nearest(name, known)
                remedy = f"Did you mean “{near}”?" if near else ""
                yield Problem(
                    f"The questionnaire has no practice “{name}”.", path, f"offers.{offer_id}.practices", remedy=remedy
                )
            elif (taken := session.now.book.answer(name).offer) is not None:
                yield Problem(
                    f"“{name}” is taken over from {taken.team}, so this team cannot offer it.",
                    path,
                    f"offers.{offer_id}.practices",
                    remedy=with_full_stop(f"Offer only what you do yourselves; others can take this from {taken.team}"),
                )
        for name, criteria in own.only.items():
            key = f"offers.{offer_id}.only"
            if name not in own.practices:
                yield Problem(f"“{name}” is not among the practices of this offer.", path, key)
            elif name in known:
                for criterion in criteria:
                    if criterion not in known[name].criteria:
                        hint = f"It has: {', '.join(known[name].criteria)}."
                        yield Problem(f"“{name}” has no criterion “{criterion}”.", path, key, remedy=hint)


def offered_without_level(session: Session, own: OwnOffer) -> tuple[str, ...]:
    """List the practices of an own offer for which the team has no level, so that nobody can take them."""
    return tuple(name for name in own.practices if session.now.book.answer(name).level is None)
