"""This module puts days, numbers and texts into the guide's sentences; what the front ends say as well is in words/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from levelbook.core.answers.shown_names import SOMEBODY
from levelbook.core.assessment.scoring import Figures
from levelbook.core.text.cleaning import spoken_day, with_full_stop, without_full_stop
from levelbook.words.figures import level_words

Item = TypeVar("Item")

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Words that open a sentence and lose their capital inside one. Names and abbreviations keep theirs.
_PLAIN_OPENERS = frozenset((
    "a", "after", "all", "although", "an", "another", "answers", "any", "as", "at", "because", "before", "both",
    "by", "children's", "each", "either", "every", "everybody", "everyone", "few", "for", "from", "generative",
    "he", "her", "here", "his", "how", "if", "in", "inference", "instructions", "it", "its", "least", "less",
    "many", "more", "most", "my", "neither", "no", "nobody", "none", "not", "nothing", "of", "on", "once", "one",
    "only", "open-weight", "other", "others", "our", "outsiders", "people", "personal", "programs", "prompts",
    "readers", "same", "several", "she", "since", "so", "some", "somebody", "somebody's", "such", "that", "the",
    "their", "there", "these", "they", "this", "those", "three", "to", "tools", "two", "under", "unless", "until",
    "we", "what", "when", "where", "while", "who", "whoever", "with", "within", "without", "you", "your",
))  # fmt: skip


def day_in_words(day: date, today: date) -> str:
    """Write a day as "11 December"; with its year where that is not today's."""
    return spoken_day(day).removesuffix(f" {today.year}")


def name_tells_day(name: str, day: date) -> bool:
    """Tell whether an edition's name is its day, or that day with a number, so that nobody has to write it again."""
    return name == day.isoformat() or name.startswith((f"{day.isoformat()}.", f"{day.isoformat()}-"))


def number_in_words(number: int, *beside: int) -> str:
    """Write a number, up to twelve in letters.

    beside: the other numbers of its sentence. If one of them needs digits, all are written in digits.
    """
    if all(0 <= one < len(NUMBERS) for one in (number, *beside)):
        return NUMBERS[number]
    return f"{number:,}" if number else "no"


def counted(number: int, one: str, many: str = "", beside: Iterable[int] = ()) -> str:
    """Write a count with its noun: "three practices", "one practice". `beside` as for `number_in_words`."""
    return f"{number_in_words(number, *beside)} {one if number == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Make the first letter large, unless it begins an address."""
    return text if re.match(r"\w+:/", text) else text[:1].upper() + text[1:]


def people_named(names: Iterable[str]) -> list[str]:
    """List people by the texts shown for them; several whose names are left out as how many they are: "two people"."""
    found = list(names)
    return [counted(len(found), "person", "people")] if len(found) > 1 and set(found) == {SOMEBODY} else found


def opening(name: str) -> str:
    """Write a name that opens a sentence: as it is typed; "Somebody" where names are left out."""
    return capital(name) if name == SOMEBODY else name


def inside(text: str) -> str:
    """Fit `text` into a sentence: without its full stop, its first letter small unless it is a name's.

    A question with its answer behind it stays as it is asked.
    """
    text = without_full_stop(text)
    if re.search(r"\?\s", text):
        return text
    opener = re.match(r"[^\W\d_][\w'’-]*", text)
    if opener and opener[0].lower() in _PLAIN_OPENERS:
        return text[:1].lower() + text[1:]
    return text


def lowered(text: str) -> str:
    """Fit a rule, criterion or action into a sentence. It is an imperative: it opens with a verb and no name."""
    text = without_full_stop(text)
    is_word = re.match(r"[^\W\d_][a-z]*(?!\w)", text)  # "Keep", "A", "Re-run"; not "MCP" or "GDPR"
    return text[:1].lower() + text[1:] if is_word else text


def sentence(text: str) -> str:
    """Make `text` a sentence: a capital, and a full stop unless it ends in some mark already."""
    return with_full_stop(capital(text.strip()))


def level_with_range(figures: Figures) -> str:
    """Write a level: "1.7"; "1.7 (1.5–2.1)" while something is open; "no level yet" while nothing is answered."""
    return "no level yet" if figures.level is None else level_words(figures)


def cut(items: Sequence[Item], most: int) -> tuple[list[Item], int]:
    """Return the first `most` items, and how many are left."""
    return list(items[:most]), max(0, len(items) - most)
