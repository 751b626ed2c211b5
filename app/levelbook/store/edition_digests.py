"""An edition is known to later ones by the digest of its `edition.toml`, under the name that it had then.

A merge of two branches that sealed one name gives one of them another, and a formatter may lay the file out anew:
neither changes what the edition says.
"""

from __future__ import annotations

import contextlib
import re
from functools import cached_property

from levelbook.core.errors import FileIsWrong
from levelbook.reading.toml import decoded, parse_toml
from levelbook.store import toml_text
from levelbook.store.digests import digest


def with_name(edition_toml: bytes, name: str) -> bytes:
    """Return an `edition.toml` with another name in it, and nothing else changed."""
    return re.sub(rb'(?m)^name = ".*"', lambda _: f'name = "{name}"'.encode(), edition_toml, count=1)


class EditionDigests:
    """The digests of one `edition.toml` under any name.

    It is laid out once, and each digest is made once: a stranger's book may have many large editions, each of which is
    asked whether it is the one that each of the others followed.
    """

    def __init__(self, edition_toml: bytes) -> None:
        self._source = edition_toml
        self._as_it_stands: dict[str, str] = {}
        self._laid_out: dict[str, str] = {}

    def as_it_stands(self, name: str) -> str:
        """Return its digest with this name, and nothing else changed."""
        if name not in self._as_it_stands:
            self._as_it_stands[name] = digest(with_name(self._source, name))
        return self._as_it_stands[name]

    def laid_out(self, name: str) -> str:
        """Return its digest in levelbook's own layout and with this name; empty where it is no TOML."""
        if name not in self._laid_out:
            self._laid_out[name] = digest(with_name(self._in_own_layout, name)) if self._in_own_layout else ""
        return self._laid_out[name]

    def have(self, name: str, known: str) -> bool:
        """Tell whether an edition was called so and its `edition.toml` had that digest, in whatever layout."""
        return bool(known) and (known == self.as_it_stands(name) or known == self.laid_out(name))

    @cached_property
    def _in_own_layout(self) -> bytes:
        with contextlib.suppress(FileIsWrong):  # which is reported when it is read
            return toml_text.inside("", parse_toml(decoded(self._source, ""), "")).encode("utf-8")
        return b""
