"""Days, numbers and lists as the guide's sentences want them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from levelbook.core.assessment.scoring import Figures
from levelbook.core.text.cleaning import one_decimal, spoken_day, stopped
from levelbook.core.text.rounding import movement

Item = TypeVar("Item")

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Words that open a sentence and lose their capital inside one. Names and abbreviations keep theirs.
_PLAIN_OPENERS = frozenset((
    "a", "all", "an", "answers", "any", "because", "before", "children's", "every", "everybody", "everyone",
    "generative", "his", "how", "if", "in", "inference", "instructions", "it", "its", "more", "most", "no",
    "nobody", "none", "nothing", "one", "only", "open-weight", "our", "outsiders", "people", "personal",
    "programs", "prompts", "readers", "since", "some", "somebody", "somebody's", "that", "the", "their",
    "there", "they", "this", "tools", "we", "what", "when", "where", "whoever", "with", "you", "your",
))  # fmt: skip


def day_in_words(day: date, today: date) -> str:
    """ "11 December"; with its year where that is not today's."""
    return spoken_day(day).removesuffix(f" {today.year}")


def number_in_words(number: int) -> str:
    """Up to twelve in letters."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """ "three practices", "one practice"."""
    return f"{number_in_words(number)} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def capital(text: str) -> str:
    """The first letter large, unless it begins an address."""
    return text if re.match(r"\w+:/", text) else text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """`text` as it stands inside a sentence: without its full stop, its first letter small unless it is a name's."""
    text = unstopped(text)
    opener = re.match(r"[^\W\d_][\w'’-]*", text)
    if opener and opener[0].lower() in _PLAIN_OPENERS:
        return text[:1].lower() + text[1:]
    return text


def lowered(text: str) -> str:
    """A rule, criterion or action inside a sentence. It is an imperative, so what opens it is a verb and no name."""
    text = unstopped(text)
    is_word = re.match(r"[^\W\d_][a-z]*(?!\w)", text)  # "Keep", "A", "Re-run"; not "MCP" or "GDPR"
    return text[:1].lower() + text[1:] if is_word else text


def first_sentence(text: str) -> str:
    """The first sentence of some prose, with its mark."""
    return re.split(r"(?<=[.!?])\s+(?=[\"“‘'(]?[^\W_a-z])", text.strip(), maxsplit=1)[0]


def unstopped(text: str) -> str:
    """`text` without its full stop."""
    text = text.strip()
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def sentence(text: str) -> str:
    """`text` as a sentence of its own: a capital, and a full stop unless it ends in some mark already."""
    return stopped(capital(text.strip()))


def level_with_range(figures: Figures) -> str:
    """ "1.7"; while something is open "1.7 (1.5–2.1)"; "not known" while nothing is answered."""
    if figures.level is None or figures.low is None or figures.high is None:
        return "not known"
    level = one_decimal(figures.level)
    if figures.coverage == 1:
        return level
    return f"{level} ({one_decimal(figures.low)}–{one_decimal(figures.high)})"


def decimal(value: Fraction | None) -> str:
    return "–" if value is None else one_decimal(value)


def before_and_after(old: Fraction | None, new: Fraction | None) -> tuple[str, str]:
    """Two levels, with as many decimals as say truly by how much they differ."""
    if old is None or new is None:
        return decimal(old), decimal(new)
    moved = movement(old, new)
    return moved.before, moved.after


def per_cent(share: Fraction | None) -> int:
    """Whole per cent, half up, but never 100 or 0 for what is not quite all or nothing."""
    if share is None:
        return 0
    whole = int(share * 100 + Fraction(1, 2))
    if share < 1 and whole == 100:
        return 99
    return 1 if share > 0 and whole == 0 else whole


def cut(items: Sequence[Item], most: int) -> tuple[list[Item], int]:
    """The first `most` items, and how many are left."""
    return list(items[:most]), max(0, len(items) - most)
