"""Documents are written as the program needs them that makes a site of them; Markdown readers see the same words."""

from __future__ import annotations

import re
from typing import Literal

from levelbook.core.frozen import frozen
from levelbook.guide.keep.markers import MarkerStyle
from levelbook.guide.write.tables import padded


@frozen
class Site:
    """A site holds what the settings say of the program that shows guide, record and changes."""

    markers: MarkerStyle = "html"
    """`mdx`: it reads MDX, in which an HTML comment, a bare `<` and `<https://…>` are errors."""
    title_in: Literal["both", "heading", "front-matter"] = "both"
    """Where the guide's title stands; a site that makes a heading of the front matter's would show two."""


_FOR_MDX = re.compile(r"(?P<code>`[^`\n]*`)|<(?P<address>https?://[^\s<>]+)>|<")
_ACTS_IN_A_LINK = re.compile(r"(?<![^\W_])_|_(?![^\W_])|~")
_FIRST_HEADING = re.compile(r"\A\s*# [^\n]*\n*")


def for_site(text: str, site: Site) -> str:
    """Return generated Markdown as the site takes it."""
    return padded(_FOR_MDX.sub(_as_mdx, text)) if site.markers == "mdx" else text


def _as_mdx(match: re.Match[str]) -> str:
    if match["code"]:
        return match[0]
    address = match["address"]
    if address is None:
        return "&lt;"
    words = _ACTS_IN_A_LINK.sub(lambda found: f"&#{ord(found[0])};", address)
    return f"[{words}]({address})"


def without_first_heading(text: str) -> str:
    """Return the first block of a guide whose title is in the front matter alone."""
    return _FIRST_HEADING.sub("", text)
