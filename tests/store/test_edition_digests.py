"""The digests by which later editions know an `edition.toml`, under the name that it had then."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.reading.toml import parse_toml
from levelbook.store import edition_digests, toml_text
from levelbook.store.digests import digest
from levelbook.store.edition_digests import EditionDigests, with_name

NAMES = st.from_regex(r"[a-z]{1,6}(-[0-9]{1,2})?", fullmatch=True)


def an_edition(name: str) -> bytes:
    document = {"format": 2, "name": name, "number": 3, "files": {"guide.md": "a" * 64, "name.toml": "b" * 64}}
    return toml_text.inside("", document).encode()


@given(NAMES, NAMES)
def test_an_edition_that_a_merge_renamed_is_known_under_its_former_name(former: str, now: str) -> None:
    known = digest(an_edition(former))

    assert EditionDigests(with_name(an_edition(former), now)).have(former, known)


@given(NAMES, NAMES)
def test_so_is_one_that_a_formatter_has_laid_out_anew_since(former: str, now: str) -> None:
    known = digest(an_edition(former))
    formatted = with_name(an_edition(former), now).replace(b" = ", b"   = ").replace(b"\n", b"  # so\n")

    assert EditionDigests(formatted).have(former, known)


@given(NAMES, NAMES)
def test_one_with_another_value_is_not(former: str, now: str) -> None:
    known = digest(an_edition(former))
    altered = with_name(an_edition(former), now).replace(b"number = 3", b"number = 4")

    assert not EditionDigests(altered).have(former, known)


def test_what_is_no_toml_is_known_only_as_it_stands() -> None:
    digests = EditionDigests(b'name = "q"\nnumber =\n')

    assert digests.laid_out("q") == ""
    assert not digests.have("q", "")
    assert digests.have("q", digest(b'name = "q"\nnumber =\n'))


def test_an_edition_is_laid_out_once_for_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's book may have many large editions, and each is asked whether it is the one that others followed."""
    read: list[str] = []

    def counted(source: str, path: str) -> dict[str, Any]:
        read.append(source)
        return parse_toml(source, path)

    monkeypatch.setattr(edition_digests, "parse_toml", counted)
    digests = EditionDigests(an_edition("q"))

    assert not any(digests.have(f"q-{number}", f"{number:064}") for number in range(20))
    assert len(read) == 1
