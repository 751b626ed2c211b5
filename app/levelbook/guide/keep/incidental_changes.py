"""This module tells whether levelbook says something else in a block only because time went on or a heading changed.

A block that people edited is behind once its answers have changed. No answer has changed where only these differ: where
links within the guide lead, when an answer was last confirmed, what its level was in the edition compared with, that a
day is past, that evidence runs out before the next round, whether a day has its year, and whether a practice gives its
reason itself or points at the page on the largest gaps.

A marker holds only the digest of what levelbook once said. What people left as it was is still there to the letter, so
those lines give the earlier text back, and the digest proves it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from levelbook.core.text.cleaning import MONTHS
from levelbook.guide.keep.blocks import digest, has_digest, lines_of
from levelbook.guide.write.anchors import github_anchor

_DAY = rf"\d{{1,2}} (?:{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?"
_DATED = re.compile(_DAY)
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\]\n]{0,500})\]\(#[^)\s]{0,500}\)")
_CONFIRMATION = re.compile(
    rf" ?(?:Last confirmed {_DAY}\.|Answered {_DAY.replace('year', 'answered')}, merged and not confirmed\.)"
)
_WAS = re.compile(r", was (?:\d+|not known)(?=[,.])")
_MOVES = re.compile(
    r"(?:\b(?:[a-z]{2,9}|\d{1,4}) (?:up|down)\b(?:, |; )?){1,2}(?=[^|\n]{0,500}\|[ \t]*$)", re.MULTILINE
)
"""In the last cell of a row: how many practices of a chapter moved."""
_RUNS_OUT = re.compile(rf", valid until {_DAY}")
_LATE = re.compile(rf"(?:[;,]? (?:was due|due|by)|\b(?:Was due|Due|(?:Was to|To) be found out by)|,)? (?P<day>{_DAY})")
_POINTS_AT_REASON = " says why it matters."
_MOST_TRIES = 20
"""Lines that are tried for a reason; people rarely write more into one block."""
_BEGINS_A_LINE = re.compile(r"[ \t]*(?:[-*+#>|]|\d+[.)] |```|~~~|$)")


def is_only_incidental(mine: str, generated: str, marked: str) -> bool:
    """Tell whether what levelbook said by a marker's digest differs from `generated` in nothing that an answer says.

    mine: what people made of the earlier text. marked: the digest of that text.
    """
    return any(has_digest(text, marked) for text in _earlier_texts(mine, generated))


def lasting_digest(generated: str, mine: str) -> str:
    """Return the digest under which people keep their own text: of what only an answer changes in `generated`.

    Where people only took out what time changes, it is that of the whole, or they would seem to have edited nothing.
    """
    lasting = digest(_lasting(generated))
    return digest(generated) if lasting == digest(mine) else lasting


def _earlier_texts(mine: str, generated: str) -> Iterator[str]:
    """Yield the texts that levelbook may have said before, each once; all of them say the same of the answers."""
    tried: set[str] = set()
    kept = _kept_lines(mine)
    lines = lines_of(generated)
    as_kept = [_as_kept(line, kept) for line in lines]
    targets = {found["label"]: found[0] for found in _LINK.finditer(mine)}
    elsewhere: tuple[Callable[[str], str], ...] = (
        lambda line: line,
        lambda line: _LINK.sub(lambda found: targets.get(found["label"], found[0]), line),
        lambda line: _LINK.sub(_link_to_own_heading, line),
        _without_incidents,
        lambda line: _LINK.sub(_link_to_own_heading, _without_incidents(line)),
    )
    for changed in elsewhere:
        earlier = "\n".join(there or changed(line) for line, there in zip(lines, as_kept, strict=True))
        for text in (earlier, _lasting(earlier)):
            if text not in tried:
                tried.add(text)
                yield text
    yield _lasting(generated)
    yield from _with_the_reason_elsewhere(lines, as_kept, kept)


def _with_the_reason_elsewhere(generated: list[str], as_kept: list[str], kept: dict[str, list[str]]) -> Iterator[str]:
    """Yield the texts in which the reason was a pointer and is given now, or the other way round.

    The pointer has its own words; of the reason it is only known that one side has it and the other has not.
    """
    said_now = {_without_years(_lasting(line)) for line in generated}
    theirs = [lines[-1] for words, lines in kept.items() if words not in said_now]
    earlier = [there or line for line, there in zip(generated, as_kept, strict=True)]
    unmatched = [place for place, line in enumerate(generated) if line.strip() and not as_kept[place]]
    pointers = [line for line in theirs if line.endswith(_POINTS_AT_REASON)]
    places = [place for place in unmatched if generated[place].endswith(_POINTS_AT_REASON)]
    if pointers and not places:
        tries = [(place, pointers[0]) for place in unmatched]
    elif places and not pointers:
        tries = [(places[0], line) for line in theirs]
    else:
        return
    for place, line in tries[:_MOST_TRIES]:
        text = "\n".join((*earlier[:place], line, *earlier[place + 1 :]))
        yield text
        yield _lasting(text)


def _as_kept(line: str, kept: dict[str, list[str]]) -> str:
    """Return the line of a person's text that says the same as one of levelbook's; empty where there is none."""
    for there in kept.get(_without_years(_lasting(line)), ()):
        years = zip(_years(_lasting(line)), _years(_lasting(there)), strict=True)
        if all(one == other or not (one and other) for one, other in years):
            return there
    return ""


def _kept_lines(mine: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines = lines_of(mine)
    for line in (*lines, *_unwrapped(lines)):
        if line.strip():
            found.setdefault(_without_years(_lasting(line)), []).append(line)
    return found


def _unwrapped(lines: list[str]) -> Iterator[str]:
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


def _lasting(text: str) -> str:
    """Return what a text says that only an answer, a setting or the questionnaire changes."""
    return _LATE.sub(r" \g<day>", _without_incidents(_LINK.sub(r"\g<label>", text)))


def _without_incidents(text: str) -> str:
    return _RUNS_OUT.sub("", _MOVES.sub("", _WAS.sub("", _CONFIRMATION.sub("", text))))


def _without_years(line: str) -> str:
    line = _DATED.sub(lambda found: found[0].removesuffix(f" {found['year']}"), line)
    return re.sub(r"[ \t]+", " ", line).strip()


def _years(line: str) -> list[str]:
    return [found["year"] or "" for found in _DATED.finditer(line)]


def _link_to_own_heading(link: re.Match[str]) -> str:
    return f"[{link['label']}](#{github_anchor(html.unescape(link['label']))})"
