"""This module shows what people typed without the effect that it has on a forge, such as GitHub or GitLab.

In a pull request's description and in a commit message `closes #77` closes an issue, `@octocat` calls somebody, and
`owner/repo#3`, `GH-3`, `!5`, a commit id or an issue's address leave a trace elsewhere. Trackers take `closes ENG-3`
and `ENG-3 #done` for orders, and `Signed-off-by: Ana` speaks for her. None of that was meant by whoever wrote it into
an answer. A tracker's key alone, `ENG-3`, stays: a step names its ticket so, and many other words look the same.

In Markdown such a word becomes a code span. A numeric entity, as `markdown.py` writes for everything else, is not
enough: both forges decode it first and look for references in the text afterwards, but in no code. A commit message is
not Markdown, and would show entities and leave code without effect only by chance: there the reference is broken by a
space or a hyphen that everybody sees, since an invisible character would be copied along with it.
"""

from __future__ import annotations

import html
import re
from typing import Final

from levelbook.guide.write.tables import padded

# Every part is possessive or begins at the edge of a word, so that a hostile line is looked at once.
_KIND = "(?:issues?|pull|pulls|merge_requests|discussions|epics|work_items|commit|compare)"
_MASKED_BAR = "&#124;"
"""A `|` as `markdown.cell` writes it: it is no part of an address, since as code it would end the cell."""
_ISSUE_ADDRESS = (
    rf"(?:https?(?::|&#58;)//|www(?:\.|&#46;))(?:(?!{_MASKED_BAR})[^\s<>|`]){{1,300}}?/{_KIND}/"
    rf"(?:(?!{_MASKED_BAR})[^\s<>|`]){{0,299}}(?!{_MASKED_BAR})[^\s<>|`.,:;!?)\"'”’]"
)
_PATH = r"(?<![0-9A-Za-z_./&-])[0-9A-Za-z_./-]++"
_ALONE = r"(?<![0-9A-Za-z_&])"
_COMMIT = r"\b(?=[0-9a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,40}\b"
_KEY = r"(?i:[a-z][a-z0-9_]{0,9}-[0-9]{1,9})\b"
"""An issue of Jira, Linear or YouTrack. Phabricator has tasks and differences, `T12` and `D12`."""
_CLOSES = (
    r"\b(?i:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|complet(?:e[sd]?|ing)|implement(?:s|ed|ing)?"
    r"|depends[ ]on|reverts)(?::[ \t]{0,9}|[ \t]{1,9})"
)
_CLOSED = rf"(?:{_KEY}|[TD][0-9]{{1,9}}\b)"
_CLOSING = rf"{_CLOSES}{_CLOSED}(?:(?:,? and |, ?| & |&#38; ){_CLOSED}){{0,50}}"
_REFERENCE = (
    rf"{_PATH}(?:#|&#35;|[!&](?!#))[0-9]++(?!;)|(?<!&)#[0-9]++(?!;)|&#35;[0-9]++|{_ALONE}[!&][0-9]++(?!;)"
    rf"|{_ALONE}@[0-9A-Za-z_]++(?:[./-]++[0-9A-Za-z_]++)*+"
    rf"|{_ALONE}[Gg][Hh]-[0-9]++|{_COMMIT}|{_ALONE}(?:[#^]|&#35;){_KEY}"
)
_IN_MARKDOWN: Final = re.compile(
    rf"(?P<kept>`+[^`]*`+|\]\([^()\s]*\))|<(?P<address>{_ISSUE_ADDRESS})>|(?P<bare>{_ISSUE_ADDRESS})"
    rf"|(?P<other><https?://[^<>\s]*>)|(?P<closing>{_CLOSING})|(?P<reference>{_REFERENCE})"
)
_IN_PLAIN_WORDS: Final = re.compile(
    rf"(?P<issue>{_ISSUE_ADDRESS})|(?P<other>https?://[^<>\s]++|\]\([^()\s]*+\))|(?P<commit>{_COMMIT})"
    rf"|(?P<github>{_ALONE}[Gg][Hh]-(?=[0-9]))|(?P<closing>{_CLOSING})|[#!&](?=[0-9])"
    rf"|(?<![0-9A-Za-z_])@(?=[0-9A-Za-z_])|{_ALONE}[#^](?={_KEY})"
)
_ORDERED: Final = re.compile(rf"(?P<kept>`+[^`\n]*`+|\]\([^()\s]*\))|{_ALONE}#(?P<order>[a-z][a-z-]{{0,40}})")
"""What Jira takes for an order behind a key in the same line: `ENG-3 #done`."""
_FIRST_KEY: Final = re.compile(rf"\b{_KEY}")
_TRAILER: Final = re.compile(
    r"^([ \t>*+-]{0,99}(?:(?:[a-z]{1,20}-){0,3}[a-z]{0,20}(?:ed|en|off)-by|change-id|skip-checks|release-as|depends-on"
    r"|[a-z]{1,20}-bug|(?:[a-z]{1,20}-)?bug-id|(?:bugs?|issues?)(?=[ \t]{0,9}:[^\n]{0,80}[0-9])"
    r"|(?:fixe[sd]|close[sd])(?=[ \t]{0,9}:[ \t]{0,9}[0-9])"
    r"|breaking[ -]change|differential revision|maniphest tasks?))[ \t]{0,9}:",
    re.IGNORECASE | re.MULTILINE,
)
"""A line by which somebody signs, or which a review tool, a release tool or a forge takes for its own."""
_QUICK_ACTION: Final = re.compile(r"^([ \t]*)/(?=[A-Za-z])", re.MULTILINE)
"""GitLab takes a line that begins like this for an order."""

_SKIPS_CI: Final = re.compile(r"\[((?:skip|no)[ _-][a-z][a-z -]{0,29}|[a-z][a-z -]{0,29}[ _-]skip)\]", re.IGNORECASE)
"""`[skip ci]` and its like; forges, their CI and those that build previews have a word each, Travis two."""
_SKIPS_CI_OR_CODE: Final = re.compile(rf"(?P<code>`+[^`\n]*`+)|{_SKIPS_CI.pattern}", re.IGNORECASE)
_NO_CI: Final = re.compile(r"\*(?=\*{0,2}NO_CI)", re.IGNORECASE)
"""Azure DevOps takes `***NO_CI***` for the same."""


def without_effect(markdown: str) -> str:
    """Return Markdown in which references that people typed are code; links of a template stay links.

    Its tables are padded again, since a cell with a reference is longer now.
    """
    said = _without_orders(_IN_MARKDOWN.sub(_as_code, markdown), "`#{}`")
    # A merge that squashes its commits may take a pull request's description for its message, as it stands.
    said = _SKIPS_CI_OR_CODE.sub(_built_anyway, said)
    return padded(_QUICK_ACTION.sub(r"\1&#47;", _TRAILER.sub(r"\1&#58;", said)))


def _built_anyway(match: re.Match[str]) -> str:
    """Show `[skip ci]` as it was typed; in code, where an entity would be shown as one, in round brackets."""
    return _SKIPS_CI.sub(r"(\1)", match["code"]) if match["code"] else f"&#91;{match[0][1:]}"


def _as_code(match: re.Match[str]) -> str:
    if match["kept"] or match["other"]:
        return match[0]
    if closing := match["closing"]:
        return re.sub(_CLOSED, r"`\g<0>`", closing)
    return f"`{html.unescape(match['address'] or match[0])}`"


def _without_orders(text: str, shown_as: str) -> str:
    """Show what would be an order because a tracker's key is before it; `shown_as` has a place for its word."""

    def shown(match: re.Match[str]) -> str:
        return match[0] if match["kept"] else shown_as.format(match["order"])

    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "#" in line and (key := _FIRST_KEY.search(line)) is not None:
            lines[number] = line[: key.end()] + _ORDERED.sub(shown, line[key.end() :])
    return "\n".join(lines)


def commit_message(markdown: str) -> str:
    """Return the plain words of generated Markdown for a commit message, with references that lead nowhere.

    Its tables are padded again, by the width that their cells have now.
    """
    bar = "\0"  # which no text holds; a bare one would be the edge of a cell
    words = html.unescape(re.sub(r"`([^`\n]*)`", r"\1", markdown).replace(_MASKED_BAR, bar))
    broken = _NO_CI.sub("", _SKIPS_CI.sub(r"(\1)", _IN_PLAIN_WORDS.sub(_broken, words)))
    broken = _TRAILER.sub(r"\1 –", _without_orders(broken, "# {}"))
    return padded(broken).replace(bar, "|")


def _broken(match: re.Match[str]) -> str:
    if match["issue"]:
        return re.sub(_COMMIT, _hyphened, re.sub(r"://|(?<=www)\.", r" \g<0> ", match[0]))
    if match["commit"]:
        return _hyphened(match)
    if match["github"]:
        return match[0].replace("-", " ")
    if match["closing"]:
        return re.sub(_CLOSED, _apart, match[0])
    return match[0] if match["other"] else f"{match[0]} "


def _apart(match: re.Match[str]) -> str:
    """An issue's key in two words."""
    return match[0].replace("-", " ") if "-" in match[0] else f"{match[0][0]} {match[0][1:]}"


def _hyphened(match: re.Match[str]) -> str:
    """A commit's id in pieces that are too short to be one."""
    return "-".join(re.findall(".{1,6}", match[0]))
