"""By what the next edition is sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.editions import missing_editions
from levelbook.book.publishing.edition_basis import next_basis
from support.small_book import new_book


@pytest.mark.parametrize("name", [None, "q1"])
def test_what_git_knows_of_editions_that_are_gone_is_read_once_for_a_seal(
    tmp_path: Path, name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, asked = new_book(tmp_path), Counter[str]()

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            asked[function.__name__] += 1
            return function(*given, **named)

        return call

    for function in (missing_editions.committed_names, missing_editions._removals):
        monkeypatch.setattr(missing_editions, function.__name__, counted(function))

    basis = next_basis(session, name)

    assert (basis.edition, basis.number) == (name or f"{session.now.on}", 1)
    assert asked == {"committed_names": 1, "_removals": 1}
