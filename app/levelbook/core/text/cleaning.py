"""Text that people type is cleaned here once when it enters; a few words and values are converted beside it.

Text is `Clean` once it is inside: NFC, `\n` line ends, and nothing in it that a terminal or a reader's eye could take
for something else. Nothing is ever dropped; what cannot be kept is shown:

what was typed                              what is kept
------------------------------------------  ------------------------------------------------
CRLF, lone CR, U+2028, U+2029               a line break
other control characters (ESC, NUL, DEL …)  their pictures: ␛ ␀ ␡
C1 controls, lone surrogates, noncharacters U+FFFD �
bidi controls, invisible characters         their names: <U+202E>
more than 100 combining marks on a letter   those beyond, by their names
emoji sequences, joiners inside a word of   as they are
a script that needs them

The types are the point: a widget, a stdout line or an encoder for the guide takes `Clean`, so mypy finds the raw `str`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final, NewType

Clean = NewType("Clean", str)
"""Text that went through `clean` or `clean_line`, or that levelbook wrote itself."""


# --- Cleaning ---------------------------------------------------------------------------------------------------------

# Every character that needs a decision. Space separators, private use and unassigned characters need none.
_SUSPECT = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
)

# Where an invisible character belongs to what is written, and is left alone.
_EMOJI = (
    r"[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_EMOJI_SEQUENCES = (
    # A flag made of tags (England, Scotland …). Tags anywhere else are a way to smuggle hidden words.
    r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{4,6}\U000e007f",
    r"[0-9#*][\ufe0e\ufe0f]\u20e3?",  # a keycap
    rf"{_EMOJI}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?(?:\u200d{_EMOJI}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?)*",
)
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# Arabic and its neighbours, the scripts of India, Tibetan, Mongolian: they write with joiners inside words.
_JOINING = (
    r"[\u0620-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1820-\u18aa\ua840-\uabff"
    r"\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff]"
)
# Thai, Lao, Myanmar and Khmer have no spaces: a zero-width one says where a line may break.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff]"
_BELONGS = "|".join(
    (
        *_EMOJI_SEQUENCES,
        rf"(?<={_HAN})[\ufe00-\ufe02\U000e0100-\U000e01ef]",  # the form of a character in a name
        rf"(?<={_JOINING})[\u200c\u200d](?={_JOINING})",
        rf"(?<={_UNSPACED})\u200b(?={_UNSPACED})",
        r"(?<=[\u1820-\u18aa])[\u180b-\u180f]",  # the form of a Mongolian letter
    )
)


@functools.cache
def _printable_suspect() -> re.Pattern[str]:
    """The suspects that `str.isprintable` lets through: letters and marks without a shape."""
    return re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


@functools.cache
def _belongs_or_suspect() -> re.Pattern[str]:
    return re.compile(f"(?P<belongs>{_BELONGS})|[{_SUSPECT}]")


def clean(raw: str) -> Clean:
    r"""Return `raw` as it may be kept and shown, line breaks included. Cleaning twice changes nothing more."""
    if not raw.isascii() and _runs_with_marks().search(raw):
        raw = _without_excess_marks(raw)
    # Nearly everything is fine as it is: a millisecond or two for 200,000 characters.
    if raw.replace("\n", "").replace("\t", "").isprintable() and (
        raw.isascii() or (unicodedata.is_normalized("NFC", raw) and not _printable_suspect().search(raw))
    ):
        return Clean(raw)
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _belongs_or_suspect().sub(_shown, unicodedata.normalize("NFC", text))
    # Once more, because a combining mark may now be after the ">" of a name that was written out.
    return Clean(unicodedata.normalize("NFC", text))


_MOST_MARKS = 100
"""Combining marks on one character. To compose takes time that grows with the square of their number."""


@functools.cache
def _runs_with_marks() -> re.Pattern[str]:
    """Many characters in a row of scripts that have combining marks; one may stand for up to three."""
    return re.compile(r"[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u3041-\u3098\u309b-\ua66e\uac00-\ud7ff]{30}")


def _without_excess_marks(text: str) -> str:
    """Write combining marks by their names where there are too many on one character."""
    shown: list[str] = []
    marks = 0
    for character in text:
        if unicodedata.combining(character) == 0:
            marks = 0
        # Taken apart, so that it is the same number however they are composed.
        marks += sum(unicodedata.combining(part) != 0 for part in unicodedata.normalize("NFD", character))
        shown.append(character if marks <= _MOST_MARKS else f"<U+{ord(character):04X}>")
    return "".join(shown)


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if match["belongs"] is not None:
        return found
    code = ord(found)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    unusable = code < 0xA0 or 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return "\ufffd" if unusable else f"<U+{code:04X}>"


def clean_line(raw: str) -> Clean:
    """Clean `raw` for a place of one line: breaks and tabs become spaces, and none are at the ends."""
    text = clean(raw).strip()
    if "\n" in text or "\t" in text:
        text = re.sub(r"[ \n\t]+", _in_one_line, text)
    return Clean(text)


def clean_lines(raw: str) -> Clean:
    """Clean `raw` for a place of several lines: nothing but blanks, as a spreadsheet's cell may hold, says nothing."""
    text = clean(raw)
    return text if text.strip() else Clean("")


def _in_one_line(blanks: re.Match[str]) -> str:
    return " " if "\n" in blanks[0] or "\t" in blanks[0] else blanks[0]


def has_unreadable_bytes(raw: str) -> bool:
    """Tell whether a text has bytes in it that are not UTF-8, as Python passes them on from a shell or a terminal."""
    return re.search("[\ud800-\udfff]", raw) is not None


# --- Names ------------------------------------------------------------------------------------------------------------


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the one of `known` that `word` was probably meant to be; None where none is near.

    Underscores, spaces and capitals count as slips, and a practice may be named without its section.
    """
    wanted = re.sub(r"[\s_-]+", "-", word.strip().lower())
    names = list(known)
    if not wanted or len(wanted) > 200:  # nobody misspells that much, and comparing takes quadratic time
        return None
    slips = [name for name in names if name.lower().replace("_", "-") == wanted]
    endings = [name for name in names if name.lower().endswith(f".{wanted}")]
    if slips or len(endings) == 1:
        return (slips or endings)[0]

    import difflib  # 1 ms, for which only somebody who misspelt something waits

    by_lower = {name.lower(): name for name in reversed(names)}
    close = difflib.get_close_matches(wanted, list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


_DEVICE_NAMES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def valid_id(text: str, *, reserved: Collection[str] = ()) -> bool:
    """Tell whether `text` can be an id: lower-case words and numbers joined by hyphens, at most 64 characters.

    An id may become a file name, so the names of Windows devices are refused; `reserved` adds others, such as `now`
    for an edition.
    """
    shaped = len(text) <= 64 and _ID.fullmatch(text) is not None
    return shaped and text not in _DEVICE_NAMES and text not in reserved


# --- Numbers ----------------------------------------------------------------------------------------------------------


_ENDS: Final = frozenset(".!?…:;")


def with_full_stop(text: str) -> str:
    """Return `text` with a full stop, unless it ends in some mark already, or in a quotation that does."""
    text = text.strip()
    return text if not text or text.rstrip("”’\"'")[-1:] in _ENDS else text + "."


def without_full_stop(text: str) -> str:
    """Return `text` without its full stop."""
    text = text.strip()
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def first_sentence(text: str) -> str:
    """Return the first sentence of some prose, with its mark."""
    return re.split(r"(?<=[.!?])\s+(?=[\"“‘'(]?[^\W_a-z])", text.strip(), maxsplit=1)[0]


# --- Days -------------------------------------------------------------------------------------------------------------

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


NO_YEAR_WITHIN = timedelta(days=183)
"""A day that is no further away is written without its year."""


def spoken_day(day: date, today: date | None = None) -> str:
    """Write `day` as a person does: "4 December 2026"; without the year within half a year of `today`."""
    near = today is not None and abs(day - today) <= NO_YEAR_WITHIN
    return f"{day.day} {MONTHS[day.month - 1]}" + ("" if near else f" {day.year}")


def day_text(day: date | None) -> str:
    """Write a day as files and fields hold it, such as 2026-11-22; empty where there is none."""
    return day.isoformat() if day else ""


def start_of_day(day: date) -> str:
    """Write the first moment of a day, for formats that have moments and no days."""
    return f"{day.isoformat()}T00:00:00Z"


def told_apart(titles: Iterable[str]) -> list[str]:
    """Quote titles that hold a comma, so that a list with commas does not read as if it named more of them."""
    return [f"“{title}”" if "," in title else title for title in titles]
