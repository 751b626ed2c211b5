"""The offers that a team has taken from others, read once for as long as their files stay as they are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from levelbook.core.answers.offers import Offer, OfferFault
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.store import offers_file
from levelbook.store.offers_file import ReadOffers


class TakenOffers:
    """A folder's offers as they are on disk."""

    def __init__(self, path: Path) -> None:
        """path: the folder that holds them; it need not exist."""
        self._path = path
        self._stamp = offers_file.stamp(path)

    @cached_property
    def _found(self) -> ReadOffers:
        return offers_file.read_all(self._path) if self._stamp or os.path.lexists(self._path) else ReadOffers()

    @property
    def by_id(self) -> Mapping[str, Offer]:
        """The offers that can be read."""
        return {one.offer.id: one.offer for one in self._found.offers}

    @property
    def faulty(self) -> Mapping[str, OfferFault]:
        """Return the faults of the other files, by the ids that they are named after."""
        return self._found.faulty

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the others; they are not blocking, because answers contain what they took over."""
        return self._found.problems

    def must_be_whole(self) -> None:
        """Raises FileIsWrong where one cannot be read: an edition that leaves it out without a word would be wrong."""
        if self.problems:
            raise FileIsWrong(self.problems)

    @property
    def texts(self) -> Mapping[str, str]:
        """File name to text of the offers that can be read, as an edition holds them."""
        return {one.name: one.text for one in self._found.offers}

    def read_again(self) -> TakenOffers:
        """Look at the folder: these, where nothing has changed there, else those that it holds by now."""
        return self if offers_file.stamp(self._path) == self._stamp else TakenOffers(self._path)

    def are_on_disk(self) -> bool:
        """Return whether the folder holds these, whatever the times of its files say."""
        return TakenOffers(self._path)._found == self._found
