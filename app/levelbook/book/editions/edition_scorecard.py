"""The scorecard that was sealed with an edition says some of what its `edition.toml` says, and both have to agree.

Every command compares them for the last edition, so that nothing is imported here that takes long.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from levelbook.core.answers.shown_names import People, initials_of
from levelbook.core.assessment.sealed_scorecard import ExtensibleTable, SealedEdition, SealedSignatures
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.frozen import frozen
from levelbook.reading import fast_path
from levelbook.store import path_guard
from levelbook.store.digests import Difference, digest
from levelbook.store.editions import EDITION, RESTORE, SCORECARD, SETTINGS, Edition
from levelbook.store.team_folder import parse_settings
from levelbook.store.text_files import MOST_BYTES
from levelbook.words.files import shown

_DIGITS: Final = "0123456789"


@frozen(kw_only=True)
class _SealedHead(ExtensibleTable):
    """The part of a scorecard that `edition.toml` says too; to read all of it takes ten times as long."""

    edition: SealedEdition
    people: SealedSignatures | None


def scorecard_differences(edition: Edition) -> Iterator[Difference]:
    """Yield what `edition.toml` says otherwise than the scorecard that was sealed with it: order, day, signatures."""
    try:
        content = path_guard.content(edition.path / SCORECARD, within=edition.path.parent, most=MOST_BYTES)
        if digest(content) != edition.files.get(SCORECARD):
            return  # altered itself
        card = fast_path.read(_SealedHead, json.loads(content))
        settings = path_guard.content(edition.path / SETTINGS, within=edition.path.parent)
        people = parse_settings(settings, SETTINGS).people
    except (OSError, FileIsWrong, ValueError, RecursionError):
        return
    said = {
        "number": card.edition.number == edition.number,
        "previous": card.edition.previous == edition.previous,
        "previous_digest": (card.edition.previous_digest or "") == edition.previous_digest,
        "before_upgrade_to": (card.edition.before_upgrade_to or "") == edition.before_upgrade_to,
        "sealed_at": card.edition.sealed_at == f"{edition.sealed_at:%Y-%m-%dT%H:%M:%SZ}",
        "sealed_on": card.edition.sealed_on == edition.day.isoformat(),
        "signed_by": card.people is None or _can_be(edition.signed_by, card.people.signed_by, people),
    }
    path = shown(edition.path / EDITION)
    for key, is_so in said.items():
        if not is_so:
            message = f"This is not what {SCORECARD}, which was sealed with it, says."
            yield Difference(EDITION, Problem(message, path=path, key=key, remedy=RESTORE))


def _can_be(names: Sequence[str], published: Sequence[str], people: People | None) -> bool:
    """Tell whether signatures can be those that were published, as the team's settings show names."""
    if len(names) != len(published) or people == "none":
        return len(names) == len(published)
    pairs = zip(map(initials_of, names) if people else names, published, strict=True)
    # Two people with the same initials are told apart by a number.
    return all(shown == one or (people and shown == one.rstrip(_DIGITS)) for shown, one in pairs)
