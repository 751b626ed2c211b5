"""This module says which edition followed which, and where a history begins.

The editions themselves tell, not the order of their list: two branches may each have sealed, and a merge may have
renamed one of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import groupby
from pathlib import Path

from levelbook.store.editions import Edition


class Lineage:
    """A lineage is how some editions follow each other, by the names and digests that they hold of one another."""

    def __init__(self, all_editions: tuple[Edition, ...]) -> None:
        """all_editions: oldest first."""
        self.all = all_editions

    @cached_property
    def _followers(self) -> Mapping[Path, tuple[Edition, ...]]:
        """Folder of an edition to those that name it by its digest as the one before them.

        Most are found by the digest alone, those of a formatter by the digest of levelbook's own layout. Only for the
        others is each edition renamed, as a merge may have done.
        """
        by_digest, by_layout = (defaultdict[str, list[Edition]](list) for _ in range(2))
        for one in self.all:
            by_digest[one.digest].append(one)
        found: dict[Path, tuple[Edition, ...]] = {}
        for successor in self.all:
            known = by_digest.get(successor.previous_digest)
            if successor.previous_digest and not known:
                if not by_layout:
                    for one in self.all:
                        by_layout[one.digests.laid_out(one.name)].append(one)
                known = by_layout.get(successor.previous_digest)
            if successor.previous_digest and not known:
                known = [one for one in self.all if one.is_followed_by(successor)]
            for one in known or ():
                found[one.path] = (*found.get(one.path, ()), successor)
        return found

    def followers(self, edition: Edition) -> tuple[Edition, ...]:
        """Return the editions that name one by its digest as the one before them: usually one, none for the last."""
        return self._followers.get(edition.path, ())

    def before(self, edition: Edition) -> Edition | None:
        """Return the edition that this one followed: the one it names, which after a merge need not be the one listed
        before it; the one listed before it where that is gone.

        Where two branches sealed one name, one of the two has another name by now, and the digest tells which is meant.
        """
        place = self.all.index(edition)
        named = next((other for other in self.all[:place] if other.name == edition.previous), None)
        if named is not None and edition.previous_digest and not named.is_followed_byte_for_byte(edition):
            named = next((other for other in self.all[:place] if edition in self.followers(other)), named)
        if named is not None or not place or edition.previous is None:
            return named
        return self.all[place - 1]

    @cached_property
    def beginnings(self) -> tuple[Edition, ...]:
        """The editions that begin a history: the first of all, and each whose predecessor is not there."""
        names = {edition.name for edition in self.all}
        follow = {edition.path for followers in self._followers.values() for edition in followers}
        return tuple(
            edition
            for edition in self.all
            if edition.previous is None
            or (edition.path not in follow if edition.previous_digest else edition.previous not in names)
        )

    def history(self, edition: Edition) -> frozenset[str]:
        """Return the names of an edition and of all that followed it."""
        waiting, found = [edition], {edition.name}
        while waiting:
            for follower in self.followers(waiting.pop()):
                if follower.name not in found:
                    found.add(follower.name)
                    waiting.append(follower)
        return frozenset(found)

    @property
    def with_same_number(self) -> tuple[tuple[Edition, ...], ...]:
        """Return editions with the same number, which two branches sealed; usually empty."""
        by_number = groupby(self.all, key=lambda edition: edition.number)
        groups = (tuple(group) for _, group in by_number)
        return tuple(group for group in groups if len(group) > 1)

    def of_a_round(self, edition: Edition | None) -> Edition | None:
        """Return the edition, or the nearest one before it that ended a round: an upgrade's edition ends none."""
        while edition is not None and edition.before_upgrade_to:
            edition = self.before(edition)
        return edition
