"""This module tells whether levelbook says something else in a block only because time went on or a heading changed.

A block that people edited is behind once its answers have changed. No answer has changed where only these differ: where
links within the guide lead, whether a day has its year, whether a practice gives its reason itself or points at the
page on the largest gaps, and the phrases of `guide/write/incidental_words.py`. What is left without them is *lasting*.

A marker holds only the digest of what levelbook once said, so that this text has to be found again. Whatever people
left as it was still stands in the block. So each line that levelbook has to say now gives way to the line of theirs
that says the same in lasting words, and the digest proves that the result is the earlier text. In lines that people
wrote over, nothing stands any more, so that a few guesses are tried: each of `_GUESSES`.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.guide.keep.blocks import digest, has_digest, lines_of
from levelbook.guide.write.anchors import github_anchor
from levelbook.guide.write.incidental_words import (
    lasting_words,
    may_have_one_label,
    points_elsewhere,
    without_incidents,
    without_label,
    without_years,
    years,
)

_LINK = re.compile(r"(?<!!)\[(?P<label>[^\]\n]{0,500})\]\(#[^)\s]{0,500}\)")
_BEGINS_A_LINE = re.compile(r"[ \t]*(?:[-*+#>|]|\d+[.)] |```|~~~|$)")
_MOST_TRIES = 20
"""Lines that are tried for a reason; people rarely write more into one block."""


def is_only_incidental(mine: str, generated: str, marked: str) -> bool:
    """Tell whether what levelbook said by a marker's digest differs from `generated` in nothing that an answer says.

    mine: what people made of the earlier text. marked: the digest of that text, or of its lasting words.
    """
    texts = (text for earlier in _earlier_texts(mine, generated) for text in (earlier, _lasting(earlier)))
    return any(has_digest(text, marked) for text in dict.fromkeys(texts))


def lasting_digest(generated: str, mine: str) -> str:
    """Return the digest under which people keep their own text: of what only an answer changes in `generated`.

    Where people only took out what time changes, it is that of the whole, or they would seem to have edited nothing.
    """
    lasting = digest(_lasting(generated))
    return digest(generated) if lasting == digest(mine) else lasting


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


def _earlier_texts(mine: str, generated: str) -> Iterator[str]:
    """Yield the texts that levelbook may have said before; all of them say the same of the answers."""
    kept = _kept_lines(mine)
    lines = [_Line(line, _kept(line, kept)) for line in lines_of(generated)]
    for guess in (*_GUESSES, _with_links_of(mine)):
        yield "\n".join(line.kept or guess(line.now) for line in lines)
    yield generated
    yield from _with_the_reason_elsewhere(lines, kept)


def _kept_lines(mine: str) -> Mapping[str, Sequence[str]]:
    """Return the lines of people's text by what they say in lasting words, as they stand and unwrapped."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    lines = lines_of(mine)
    for line in (*lines, *_unwrapped(lines)):
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
    alike = (there for there in kept.get(_key(line), ()) if may_have_one_label(line, there))
    return next((there for there in alike if _may_be_of_one_year(line, there)), "")


def _may_be_of_one_year(one: str, other: str) -> bool:
    """Tell whether no day of two lines that say the same has a year here and another there."""
    pairs = zip_longest(years(_said_for_good(one)), years(_said_for_good(other)), fillvalue="")
    return all(here == there or not (here and there) for here, there in pairs)


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs and list items as one line each: formatters wrap them."""
    held = ""
    for line in lines:
        if _BEGINS_A_LINE.match(line):
            if held:
                yield held
            held = line
        else:
            held = f"{held} {line.strip()}" if held else line
    yield held


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
