"""This module gives the text of a guide for pages that nobody writes in: HTML and PDF, apart from the file that it is.

Of what levelbook says in a guide, some is for whoever has the file open in an editor. On a page it would be wrong.
"""

from __future__ import annotations

import re
from typing import Final

from levelbook.guide.keep.blocks import TROUBLE, FoundBlock, Parsed

TO_WRITERS: Final = {
    "about": "Write between these parts or in them: your words stay.",
    TROUBLE: "Write over these lines; your words stay.",
}
"""Block id to the sentence of the living guide's that tells people how to write in the block's file."""


def page_text(guide: Parsed) -> str:
    """Return a guide's Markdown without front matter, markers and what tells people how to write in its file."""
    return "\n\n".join([guide.preface, *(f"{_of_page(block)}\n\n{block.notes}" for block in guide.blocks)])


def _of_page(block: FoundBlock) -> str:
    sentence = TO_WRITERS.get(block.id)
    if not sentence:
        return block.text
    anyhow_wrapped = r"\s+".join(map(re.escape, sentence.split()))  # formatters break lines elsewhere
    return re.sub(rf"\s?{anyhow_wrapped}", "", block.text, count=1)
