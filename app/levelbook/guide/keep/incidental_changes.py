"""This module tells whether levelbook says something else in a block only because time went on or a heading changed.

A block that people edited is behind once its answers have changed. No answer has changed where only these differ: where
links within the guide lead, whether a day has its year, whether a practice gives its reason itself or points at the
page on the largest gaps, and the phrases of `guide/text/incidental_words.py`. What is left without them is *lasting*.

A marker holds only the digest of what levelbook once said, so that this text has to be found again. Whatever people
left as it was still stands in the block. So each line that levelbook has to say now gives way to the line of theirs
that says the same in lasting words, and the digest proves that the result is the earlier text. In lines that people
wrote over, nothing stands any more, so that a few guesses are tried: each of `_GUESSES`.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import islice, zip_longest
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import MONTHS, NO_YEAR_WITHIN, spoken_day
from levelbook.guide.keep.blocks import digest, has_digest, lines_of
from levelbook.guide.keep.unwrapping import unwrapped
from levelbook.guide.text.anchors import github_anchor
from levelbook.guide.text.incidental_words import (
    PROMISES,
    ahead_of_its_day,
    lasting_words,
    may_have_one_label,
    points_elsewhere,
    with_days,
    without_incidents,
    without_label,
    without_years,
    years,
)

_LINK = re.compile(r"(?<!!)\[(?P<label>[^\]\n]{0,500})\]\(#[^)\s]{0,500}\)")
_MOST_TRIES = 20
"""Lines that are tried for a reason, and days on which others may have been written; people rarely write over more."""
_YEARS = range(1000, 9000)
"""Years to which half a year can be added; people's words may hold any."""


def is_only_incidental(mine: str, generated: str, marked: str, near: date | None = None) -> bool:
    """Tell whether what levelbook said by a marker's digest differs from `generated` in nothing that an answer says.

    mine: what people made of the earlier text. marked: the digest of that text, or of its lasting words.
    near: a day near that of `generated`, where one is known: it tells the year of days that have none.
    """
    texts = (text for earlier in _earlier_texts(mine, generated, near) for text in (earlier, _lasting(earlier)))
    return any(has_digest(text, marked) for text in dict.fromkeys(texts))


def lasting_digest(generated: str, mine: str) -> str:
    """Return the digest under which people keep their own text: of what only an answer changes in `generated`.

    Where people only took out what time changes, it is that of the whole, or they would seem to have edited nothing.
    """
    lasting = digest(_lasting(generated))
    return digest(generated) if lasting == digest(mine) else lasting


def settled_digest(generated: str, mine: str, marked: str) -> str:
    """Return the digest under which people's text goes on when an edition is sealed, as `lasting_digest` does.

    Where they have the reason and `generated` a pointer to it, or the other way round, it is that of the text with
    theirs, if the marker's digest proves it: once the page on the largest gaps comes or goes again, no text would have
    the other one.
    """
    kept = _kept_lines(mine)
    texts = _with_the_reason_elsewhere(_beside(generated, kept), kept)
    proven = next((one for one in texts if has_digest(one, marked) or has_digest(_lasting(one), marked)), generated)
    return lasting_digest(proven, mine)


def _lasting(text: str) -> str:
    """Return what a text says that only an answer, a setting or the questionnaire changes."""
    return lasting_words(_LINK.sub(r"\g<label>", text))


# The earlier text


@frozen
class _Line:
    """A line that levelbook has to say now, and the line of people's text that says the same."""

    now: str
    kept: str
    """Empty where people wrote over it, or it said something else."""


def _earlier_texts(mine: str, generated: str, near: date | None) -> Iterator[str]:
    """Yield the texts that levelbook may have said before; all of them say the same of the answers."""
    kept = _kept_lines(mine)
    lines = _beside(generated, kept)
    for guess in (*_GUESSES, _with_links_of(mine)):
        yield "\n".join(line.kept or guess(line.now) for line in lines)
    yield generated
    yield from _with_the_reason_elsewhere(lines, kept)
    yield from _written_on_other_days(lines, near)


def _beside(generated: str, kept: Mapping[str, Sequence[str]]) -> list[_Line]:
    return [_Line(line, _kept(line, kept)) for line in lines_of(generated)]


def _kept_lines(mine: str) -> Mapping[str, Sequence[str]]:
    """Return the lines of people's text by what they say in lasting words, as they stand and unwrapped."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    lines = lines_of(mine)
    for line in (*lines, *unwrapped(lines)):
        if line.strip():
            found[_key(line)].append(line)
    return found


def _key(line: str) -> str:
    return without_years(_said_for_good(line))


def _said_for_good(line: str) -> str:
    """Return the lasting words of a line in one layout, and of a row without the label that its day may change."""
    return _squeezed(without_label(_lasting(_squeezed(line))))


def _squeezed(line: str) -> str:
    return re.sub(r"[ \t]+", " ", line).strip()


def _kept(line: str, kept: Mapping[str, Sequence[str]]) -> str:
    """Return the line of people's text that says what one of levelbook's does, of no other year."""
    alike = (there for there in kept.get(_key(line), ()) if may_have_one_label(_squeezed(line), _squeezed(there)))
    return next((there for there in alike if _may_be_of_one_year(line, there)), "")


def _may_be_of_one_year(one: str, other: str) -> bool:
    """Tell whether no day of two lines that say the same has a year here and another there."""
    pairs = zip_longest(years(_said_for_good(one)), years(_said_for_good(other)), fillvalue="")
    return all(here == there or not (here and there) for here, there in pairs)


# A line that people wrote over


def _as_now(line: str) -> str:
    return line


def _with_own_links(line: str) -> str:
    """Return a line whose links lead to the headings that levelbook gives, whatever people made of these."""
    return _LINK.sub(lambda link: f"[{link['label']}](#{github_anchor(html.unescape(link['label']))})", line)


def _before_the_incidents(line: str) -> str:
    return _with_own_links(without_incidents(line))


_GUESSES: Final[Sequence[Callable[[str], str]]] = (_as_now, _with_own_links, without_incidents, _before_the_incidents)
"""What such a line may have been, from the line that levelbook has to say now."""


def _with_links_of(mine: str) -> Callable[[str], str]:
    """Return the guess that links led where people's text, which keeps more of the line, has them lead."""
    theirs = {link["label"]: link[0] for link in _LINK.finditer(mine)}
    return lambda line: _LINK.sub(lambda link: theirs.get(link["label"], link[0]), line)


def _with_the_reason_elsewhere(lines: Sequence[_Line], kept: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the texts in which the reason was a pointer and is given now, or the other way round.

    The pointer has its own words; of the reason it is only known that one side has it and the other has not.
    """
    said_now = {_key(line.now) for line in lines}
    theirs = [there[-1] for key, there in kept.items() if key not in said_now]
    unmatched = [place for place, line in enumerate(lines) if line.now.strip() and not line.kept]
    pointers = [line for line in theirs if points_elsewhere(line)]
    places = [place for place in unmatched if points_elsewhere(lines[place].now)]
    if pointers and not places:
        tries = [(place, pointers[0]) for place in unmatched]
    elif places and not pointers:
        tries = [(places[0], line) for line in theirs]
    else:
        return
    earlier = [line.kept or line.now for line in lines]
    for place, line in islice(tries, _MOST_TRIES):
        yield "\n".join((*earlier[:place], line, *earlier[place + 1 :]))


# Days as they were written on another day


def _written_on_other_days(lines: Sequence[_Line], near: date | None) -> Iterator[str]:
    """Yield the texts with the days of lines that people wrote over as they were written on other days.

    Of a text that people settled, no line has to stand, so there it is every line.
    """
    written_over = "\n".join(line.now for line in lines if not line.kept)
    ways: list[Callable[[str], str]] = [_as_now, *(partial(ahead_of_its_day, promise=one) for one in PROMISES)]
    for on in (None, *_other_days(written_over, near)):
        for way in ways:
            guesses = [line.kept or way(_written_on(on, near, line.now)) for line in lines]
            yield "\n".join(guesses)
            yield "\n".join(line.kept or without_incidents(guess) for line, guess in zip(lines, guesses, strict=True))
    whole = "\n".join(line.now for line in lines)
    for on in _other_days(whole, near):
        yield _written_on(on, near, whole)


def _other_days(text: str, near: date | None) -> Iterable[date]:
    """Return a day for each way in which the days of a text can be written with and without their years."""
    days = _days(text, near)
    found: dict[frozenset[date], date] = {}
    for on in sorted({day + way for day in days for way in (-NO_YEAR_WITHIN, NO_YEAR_WITHIN)}, reverse=True):
        found.setdefault(frozenset(day for day in days if abs(day - on) <= NO_YEAR_WITHIN), on)
    return islice(found.values(), _MOST_TRIES)


def _days(text: str, near: date | None) -> frozenset[date]:
    found: set[date] = set()

    def note(written: str) -> str:
        if day := _full_day(written, near):
            found.add(day)
        return written

    with_days(text, note)
    return frozenset(found)


def _written_on(on: date | None, near: date | None, text: str) -> str:
    """Return a text with its days as they are written on a day; as it is where there is none."""
    if on is None:
        return text
    return with_days(text, lambda written: spoken_day(day, on) if (day := _full_day(written, near)) else written)


def _full_day(written: str, near: date | None) -> date | None:
    """Return a day with its year, which is that of the nearest to `near` where none is written; None if unknown."""
    number, month, *year = written.split(" ")
    years = [int(one) for one in year] or ([near.year - 1, near.year, near.year + 1] if near else [])
    days: list[date] = []
    for one in years:
        with contextlib.suppress(ValueError):  # 31 June, 29 February
            if one in _YEARS:
                days.append(date(one, MONTHS.index(month) + 1, int(number)))
    return min(days, key=lambda day: abs(day - near) if near else timedelta(), default=None)
