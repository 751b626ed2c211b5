"""levelbook sets its own keys in a guide's front matter, between two `---` at the top, and leaves the rest alone.

This is no YAML parser, on purpose. A parser would have to write the rest back, and would lose its comments, quotes
and order. Own keys are written as no formatter changes them, on their line or folded below it; every other line stays
as a person left it.

    team: Retail Assistant            plain: words that every reader of YAML takes for text,
    as_of: 2026-11-29                 and days, which it takes for days
    title: >-                         folded: anything else, because formatters disagree on quotes
      Ask Alder: working safely
"""

import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from levelbook.guide.text.markdown import yaml

_KEY = re.compile(r"""(?P<quote>["']?)(?P<key>[^\s"'#:-][^"':]*)(?P=quote)[ \t]*:(?P<rest>(?:[ \t].*)?)""", re.DOTALL)
_QUOTED = re.compile(r"""[ \t]*(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?P<comment>[ \t]+\#.*|[ \t]*)""", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z](?:[\w .,;/()@+’–-]*[\w.)])?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS_OF_YAML = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
OWN_KEYS = frozenset(
    (
        "team",
        "organisation",
        "handling",
        "systems",
        "edition",
        "previous",
        "signed_by",
        "as_of",
        "questionnaire",
        "next_round",
        "assembled_by",
    )
)
"""Keys that levelbook sets at each assembly. It sets the title too, which a person may replace by their own."""
_COMMENTS_OF_A_PAGE = ("<!--", "{/*")
_MOST_IN_A_LINE = 70
"""Characters of a key and its plain value: prettier can be told to wrap longer lines."""
_MOST_CHARACTERS = 100_000
"""Front matter that is longer is none."""
_COMMENT = re.compile(r"[ \t]\#")
_COMMENT_OR_BLANK = re.compile(r"[ \t]*(?:#|\Z)")
_FOLDED = re.compile(r"[ \t]*>-?(?=[ \t]|\Z)")
_BELOW = re.compile(r"[ \t]+\S")
_UNFOLDABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML knows in quotes alone."""
_NOT_PLAIN = re.compile(r"[@`%*,\]}]|[-?:](?:[ \t]|\Z)|.*:(?:[ \t]|\Z)")
"""What YAML takes for something else where a value without quotes begins so, or has a colon that ends a key."""
_NOT_TEXT = ("|", ">", "[", "{", "&", "!", "#")
"""Beginnings of values of YAML that are not one line of text."""


def split(lines: Sequence[str]) -> tuple[tuple[str, ...] | None, Sequence[str]]:
    """Split lines into the front matter without its fences (None where there is none), and the lines after it.

    Two `---` are also how Markdown draws rules around a paragraph, so something between them has to look like a key,
    and nothing like a comment of a page: a code fence that shows a marker may have a `---` of its own.
    Blank lines above are passed over: with them no other tool would find the front matter, and levelbook heals that.
    """
    start = next((index for index, line in enumerate(lines) if line.strip(" \t")), len(lines))
    if start == len(lines) or lines[start].rstrip(" \t") != "---":
        return None, lines
    for end in range(start + 1, len(lines)):
        if lines[end].rstrip(" \t") in ("---", "..."):
            inside = tuple(lines[start + 1 : end])
            has_key = any(_KEY.fullmatch(line) for line in inside) or not any(line.strip(" \t") for line in inside)
            if has_key and not any(line.startswith(_COMMENTS_OF_A_PAGE) for line in inside):
                return inside, lines[end + 1 :]
            return None, lines
    return None, lines


_MOST_RULES = 200
"""Rules of a guide at which its front matter may begin; each is looked at with all that is below it."""


def misplaced(lines: Sequence[str]) -> range | None:
    """Find levelbook's front matter where text is above it, fences included; None where it is on top, or nowhere.

    It is known by two keys that every guide has, since rules around a paragraph look the same to Markdown.
    """
    if split(lines)[0] is not None:
        return None
    rules = (start for start, line in enumerate(lines) if line.rstrip(" \t") == "---")
    for start in itertools.islice(rules, _MOST_RULES):
        inside, _ = split(lines[start:])
        if inside is not None and {"as_of", "questionnaire"} <= values(inside).keys():
            return range(start, start + len(inside) + 2)
    return None


def entries(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Take the lines apart into entries: a key with the lines that its value is folded over, or any other line."""
    entry: list[str] = []
    for line in lines:
        if entry and _BELOW.match(line):
            entry.append(line)
            continue
        if entry:
            yield tuple(entry)
            entry = []
        key = _KEY.fullmatch(line)
        if key and _FOLDED.match(key["rest"]):
            entry = [line]
        else:
            yield (line,)
    if entry:
        yield tuple(entry)


def values(lines: Iterable[str]) -> dict[str, str]:
    """Return the keys that have one line of text as their value, with it. The first of two equal keys counts."""
    found: dict[str, str] = {}
    for entry in entries(lines):
        if key := _KEY.fullmatch(entry[0]):
            found.setdefault(key["key"].strip(), _value(entry, key["rest"]))
    return found


def key_of(line: str) -> str:
    """Return the key that a line sets; empty where it sets none."""
    key = _KEY.fullmatch(line)
    return key["key"].strip() if key else ""


def comment_after(line: str) -> str:
    """Return the comment after the value of a key's line, without the space around it; empty where there is none."""
    key = _KEY.fullmatch(line)
    return _value_and_comment(key["rest"])[1].strip() if key else ""


def of(text: str) -> dict[str, str]:
    """Return the values of a whole file, whatever is below and however damaged it is."""
    lines = re.split(r"\r\n|\r|\n", text[:_MOST_CHARACTERS].removeprefix("\ufeff"))
    inside, _ = split(lines)
    return values(inside or ())


def unreadable(text: str) -> Iterator[tuple[int, str]]:
    """Find the keys of a whole file whose line is no YAML, with the number of the line, from 1.

    A person types `title: Ask Alder: how we work`. levelbook takes that for a title; a site generator refuses the page.
    Only what is plain to see is found: a colon or a sign that a value without quotes cannot have, and an open quote.
    """
    lines = re.split(r"\r\n|\r|\n", text[:_MOST_CHARACTERS].removeprefix("\ufeff"))
    inside, _ = split(lines)
    first = next((index for index, line in enumerate(lines) if line.strip(" \t")), 0) + 2
    for number, line in enumerate(inside or (), start=first):
        key = _KEY.fullmatch(line)
        value = _value_and_comment(key["rest"])[0] if key else ""
        if key is None or not value or value.startswith(_NOT_TEXT):
            continue
        if value.startswith(('"', "'")):
            goes_on = number < len(lines) and _BELOW.match(lines[number])
            wrong = not goes_on and not _QUOTED.fullmatch(key["rest"])
        else:
            wrong = bool(_NOT_PLAIN.match(value))
        if wrong:
            yield number, key["key"].strip()


def update(lines: Iterable[str], own: Mapping[str, str | None]) -> tuple[str, ...]:
    """Set the `own` keys, each where it stands; one that is None is taken out.

    A missing key goes after the one that precedes it in `own`. Other keys, comments, nested and blank lines stay as
    they are. What a person put beside or below one of our keys would be no YAML once the key has our value: a comment
    stays a comment, and anything else becomes one.
    """
    # Twice, because a key that was missing may now be above such a line.
    return tuple(_only_comments_below(own, _with_values(own, _only_comments_below(own, lines))))


def _only_comments_below(own: Collection[str], lines: Iterable[str]) -> Iterator[str]:
    below = False
    for entry in entries(lines):
        if key := _KEY.fullmatch(entry[0]):
            below = key["key"].strip() in own
            yield from entry
        else:
            yield from ("# " + line if below and not _COMMENT_OR_BLANK.match(line) else line for line in entry)


def _with_values(own: Mapping[str, str | None], lines: Iterable[str]) -> Iterator[str]:
    updated: list[Sequence[str]] = []
    keys: list[str | None] = []  # beside each entry of `updated`, the own key that it sets
    for entry in entries(lines):
        key_line = _KEY.fullmatch(entry[0])
        key = key_line["key"].strip() if key_line else ""
        if key_line is None or key not in own:
            updated.append(entry)
            keys.append(None)
            continue
        value = own[key]
        there, comment = _value_and_comment(key_line["rest"])
        if value is not None and key not in keys:
            # A formatter quotes in its own way; what says the same stays as it stands.
            is_text = there.startswith(('"', "'", ">")) or _is_plain_text(there)
            stays = is_text and _value(entry, key_line["rest"]) == value
            updated.append(entry if stays else _written(key, value, comment))
            keys.append(key)
            if not stays and entry[2:]:  # levelbook folds over one line; what follows it may be somebody's
                updated.append(tuple(f"# {line}" for line in entry[2:]))
                keys.append(None)
        elif comment:
            updated.append((comment.lstrip(" \t"),))
            keys.append(None)

    position = 0
    for key, value in own.items():
        if value is None:
            continue
        if key in keys:
            position = keys.index(key)
        else:
            updated.insert(position, _written(key, value))
            keys.insert(position, key)
        position += 1
    return itertools.chain.from_iterable(updated)


def _written(key: str, value: str, comment: str = "") -> tuple[str, ...]:
    """Write an own key so that no formatter writes it otherwise."""
    if _is_plain_text(value) and len(key) + len(value) <= _MOST_IN_A_LINE:
        return (f"{key}: {value}{comment}",)
    if not value or value != value.strip() or _UNFOLDABLE.search(value):
        return (f"{key}: {yaml(value)}{comment}",)
    return (f"{key}: >-{comment}", f"  {value}")


def _value(entry: Sequence[str], rest: str) -> str:
    """Return the value of a key, whose line goes on with `rest`, as text."""
    if _FOLDED.match(rest):
        return " ".join(line.strip(" \t") for line in entry[1:])
    return _unquoted(_value_and_comment(rest)[0])


def _value_and_comment(rest: str) -> tuple[str, str]:
    if quoted := _QUOTED.fullmatch(rest):
        return quoted["value"], quoted["comment"].rstrip(" \t")
    comment = _COMMENT.search(rest)
    end = comment.start() if comment else len(rest)
    return rest[:end].strip(" \t"), rest[end:].rstrip(" \t")


def _is_plain_text(value: str) -> bool:
    """Tell whether every reader of YAML takes a value without quotes for that text, or for that day."""
    return bool(_PLAIN.fullmatch(value)) and value.lower() not in _WORDS_OF_YAML


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:  # an escape that only YAML knows
            return value[1:-1]
    if value.startswith("'"):
        return value[1:-1].replace("''", "'")
    return value
