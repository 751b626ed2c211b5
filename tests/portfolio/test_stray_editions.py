"""Which editions in a book are another team's."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from levelbook.portfolio.edition_reader import FoundEdition, digests_in_any_layout
from levelbook.portfolio.stray_editions import stray_editions
from levelbook.reading.toml import parse_toml
from levelbook.store import edition_digests
from levelbook.store.digests import digest


class Name(str):
    """A team's name that counts how often anybody reads it."""

    __slots__ = ()
    read = 0

    def casefold(self) -> str:
        Name.read += 1
        return super().casefold()


def strays(*editions: tuple[str, str | None, str], own: str = "Blue") -> list[str]:
    """Return the names of the strays among editions, each with its name, the one before it and its team."""
    rows = {
        name: SimpleNamespace(name=name, previous=previous, previous_digest="", team_name=Name(team))
        for name, previous, team in editions
    }
    found: Any = [SimpleNamespace(name=name, digest=name, source=b"") for name in rows]

    def read(one: Any) -> Any:
        return SimpleNamespace(edition=rows[one.name])

    return [one.found.name for one in stray_editions(found, [own], [], read)]


def test_a_history_of_another_team_alone_is_stray() -> None:
    ours = ("a", None, "Blue"), ("b", "a", "Blue")

    assert strays(*ours) == []
    assert strays(*ours, ("x", "gone", "Red"), ("y", "x", "red")) == ["x", "y"]
    assert strays(*ours, ("x", "gone", "Red"), ("y", "x", "BLUE")) == [], "it has our name by now"
    assert strays(*ours, ("x", "gone", "Red"), ("c", "b", "red")) == [], "our own history had that name too"
    assert strays(("x", "gone", "Red"), ("y", "lost", "red")) == [], "each of them has the other's name"


def test_a_book_of_very_many_histories_is_read_once() -> None:
    """A stranger's book may hold any number of editions that followed none."""
    count = 300
    Name.read = 0

    assert len(strays(*((f"e{at}", None, f"team {at}") for at in range(count)))) == count
    assert Name.read < 10 * count, "not all of them for each history"


def test_an_edition_is_laid_out_once_however_many_others_say_that_they_followed_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stranger's book may have many large editions, which all say that they followed another one of one name."""
    read: list[str] = []

    def counted(source: str, path: str) -> dict[str, Any]:
        read.append(source)
        return parse_toml(source, path)

    monkeypatch.setattr(edition_digests, "parse_toml", counted)
    unused: Any = None
    found = []
    for number in range(2, 22):
        source = f'name = "q-{number}"\nprevious = "q"\nprevious_digest = "{number:064}"\n'.encode()
        found.append(FoundEdition(unused, "", unused, f"q-{number}", source, digest(source)))

    assert digests_in_any_layout(found) == {one.digest for one in found}
    assert len(read) == len(found)
