"""This module reads published YAML as plain texts, lists and tables.

Every scalar stays as text: SAMM's answer `No` is not a boolean, `0.50` not a float, a date not a date value.
Tags are ignored, so no stranger's objects are created. A file may not refer to its own parts, because a few such lines
unpack to gigabytes. A table may not have a key twice, because readers would silently drop the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.numbers import exact_number
from levelbook.packs.files import Problems, shown, text_of

MOST_FILES: Final = 5_000
MOST_DEPTH: Final = 100
HOW_TO_GET: Final = "Install it with: pip install 'levelbook[exchange]'"


def documents(path: Path) -> list[Any]:
    """Read every document of a YAML file. Raises FileIsWrong, UsedWrongly where PyYAML is not installed."""
    try:
        import yaml  # 20 ms, which only an import pays
    except ImportError:
        raise UsedWrongly("Reading YAML needs PyYAML, which is not installed.", remedy=HOW_TO_GET) from None

    problems = Problems()
    text = text_of(path, problems)
    problems.refuse()
    assert text is not None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # makes texts, lists and dicts only; C is ten times as fast
    try:
        _must_be_plain(yaml.parse(text, Loader=loader), path)
        return list(yaml.load_all(text, Loader=loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        what = getattr(error, "problem", None) or "it cannot be understood"
        raise FileIsWrong.one(
            f"This is not valid YAML: {clean_line(str(what))}.", path=shown(path), line=line
        ) from None


def _must_be_plain(events: Iterable[Any], path: Path) -> None:
    """Refuse what is nested too deeply, refers to itself, or has a key twice. Raises FileIsWrong."""
    above: list[_Open] = []
    for event in events:
        kind = type(event).__name__
        if kind == "AliasEvent":
            raise FileIsWrong.one(
                "This file uses an alias (*), which levelbook does not follow.",
                path=shown(path),
                line=event.start_mark.line + 1,
                remedy="Write the part out where it is meant.",
            )
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            above.pop()
            continue
        if above and kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            key = above[-1].repeated_key(getattr(event, "value", None))
            if key is not None:
                message = f"The key “{clean_line(key)}” is in this table already."
                raise FileIsWrong.one(message, path=shown(path), line=event.start_mark.line + 1)
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            above.append(_Open(is_table=kind == "MappingStartEvent"))
            if len(above) > MOST_DEPTH:
                raise FileIsWrong.one("This file is nested too deeply.", path=shown(path))


class _Open:
    """A table or a list that is being read, with its keys so far."""

    def __init__(self, *, is_table: bool) -> None:
        self._is_table = is_table
        self._keys: set[str] = set()
        self._is_key = True

    def repeated_key(self, value: str | None) -> str | None:
        """Add the next part: a text, or None for a nested part. Returns the part if it is a repeated key."""
        is_key, self._is_key = self._is_key, not self._is_key
        if not self._is_table or not is_key or value is None:
            return None
        if value in self._keys:
            return value
        self._keys.add(value)
        return None


class Table:
    """A table of a published file, with its location for error messages."""

    def __init__(self, path: Path, values: Mapping[str, Any], key: str = "") -> None:
        self.path = path
        self.values = values
        self.key = key

    @classmethod
    def of(cls, path: Path) -> Table:
        """Read the only document of a file, which has to be a table. Raises FileIsWrong."""
        found = documents(path)
        if len(found) != 1 or not isinstance(found[0], dict):
            raise FileIsWrong.one("This file must hold a single table.", path=shown(path))
        return cls(path, found[0])

    def text(self, key: str, *, required: bool = True) -> str:
        """Return one line of text; empty where it is not required and missing. Raises FileIsWrong."""
        value = self.values.get(key)
        line = clean_line(" ".join(value.split())) if isinstance(value, str) else ""
        if required and not line:
            raise self._unfit(key, "a text")
        return line

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of lines; none where the key is missing or empty. Raises FileIsWrong."""
        value = self.values.get(key)
        if value in (None, ""):
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "This must be a list of texts.")
        return tuple(line for item in value if (line := clean_line(" ".join(item.split()))))

    def table(self, key: str) -> Table:
        """Return the table under a key. Raises FileIsWrong."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self._unfit(key, "a table")
        return Table(self.path, value, self._under(key))

    def tables(self, key: str) -> Sequence[Table]:
        """Return a list of tables, at least one. Raises FileIsWrong."""
        value = self.values.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self._unfit(key, "a list of tables, with at least one")
        return [Table(self.path, item, f"{self._under(key)}.{place}") for place, item in enumerate(value)]

    def number(self, key: str) -> Fraction:
        """Return a number as the decimal that was written. Raises FileIsWrong."""
        try:
            found = exact_number(self.text(key))
        except ValueError:
            raise self.wrong(key, "This must be a number, with a full stop for decimals.") from None
        if abs(found) > 1_000_000:
            raise self.wrong(key, "This number is too large.")
        return found

    def wrong(self, key: str, message: str, remedy: str = "") -> FileIsWrong:
        """Make the error that names this table's file and a key in it."""
        return FileIsWrong.one(message, path=shown(self.path), key=self._under(key), remedy=remedy)

    def _unfit(self, key: str, wanted: str) -> FileIsWrong:
        missing = key not in self.values
        return self.wrong(key, f"This is missing; it must be {wanted}." if missing else f"This must be {wanted}.")

    def _under(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key
