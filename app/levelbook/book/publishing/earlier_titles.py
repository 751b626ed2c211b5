"""This module tells which titles levelbook gave a book's guide before its settings named another system.

A title in the front matter that is none of them is a person's, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.text.anchors import heading_of
from levelbook.guide.write.render import Template


def earlier_titles(
    template: Template, questionnaire: Questionnaire, *, record: str, sealed: Iterable[str]
) -> frozenset[str]:
    """Return the titles that levelbook wrote, by the record on disk and by the systems that sealed editions name.

    record: its text, in which nobody writes, so that its heading still names the system of the last assembly.
    """
    words = template.words("record").get("title", "")
    before, about, after = str(words).partition("{about}")
    heading = heading_of(record.partition("\n")[0])
    named = re.fullmatch(f"{re.escape(before)}(.+){re.escape(after)}", heading) if about else None
    systems = {"", *sealed, *([named[1]] if named else [])}
    entries = [entry for entry in template.blocks if entry.id == "about"]
    return frozenset(clean_line(entry.title_for(system, questionnaire)) for entry in entries for system in systems)
