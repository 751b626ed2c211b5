"""Guides made of a few answers, and what a reader sees of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt

from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.questionnaire.questionnaire import Questionnaire, Section
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.guide.keep import merge
from levelbook.guide.write.assemble import Documents, GuideContext, Team, assemble
from levelbook.reading import strict
from support import bank
from support.builders import DAY, a_book, a_practice, tiny_questionnaire


def guide_sources(
    questionnaire: Questionnaire, answers: dict[str, Answer] | None = None, profile: Any = None, **more: Any
) -> bank.Made:
    last = more.pop("last", None)
    placed = tailor(questionnaire, profile or {})
    signed = {
        name: answer.changed(wording=questionnaire.wording(name, inherited=placed[name].scope == "inherited")).signed()
        for name, answer in (answers or {}).items()
    }
    book = a_book(questionnaire, signed, profile)
    current = Assessment("now", questionnaire, book, DAY)
    if last:
        editions = (PastEdition("old", 1, last.on, lambda: last),)
        current = replace(current, last_edition="old", last_answers=last.book.answers, editions=editions)
    return bank.Made(current, GuideContext(**{"team": Team("Blue", "", "Ask Alder"), **more}))


def documents(*args: Any, **more: Any) -> Documents:
    return assemble(*guide_sources(*args, **more), bank.template())


def block(made: Documents, block_id: str) -> str:
    """The text of a block, with its tables unpadded."""
    return unpadded(next(block.text for block in made.blocks if block.id == block_id))


def unpadded(text: str) -> str:
    """A text with the tables as short as they can be: `| a | b |`, and `|---|---|` below the heading."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            is_below_heading = all(set(cell) == {"-"} for cell in cells)
            lines[place] = "|---" * len(cells) + "|" if is_below_heading else f"| {' | '.join(cells)} |"
    return "\n".join(lines)


def of_practices(*practices: dict[str, Any]) -> Questionnaire:
    section = strict.read(Section, {"id": "s1", "title": "Section s1", "practices": list(practices)})
    return replace(tiny_questionnaire(1, 1), sections=(section,))


def practice(*, beside_larger_gaps: bool = False, **answered: Any) -> str:
    """The block of the only practice of a questionnaire, with this answer; keys of the practice go in `of`.

    beside_larger_gaps: there are three others, whose reasons the guide gives on a page of their own.
    """
    others = [f"s1.p{number}" for number in (2, 3, 4)] if beside_larger_gaps else []
    questionnaire = of_practices(
        {**a_practice("s1.p1"), **answered.pop("of", {})}, *(a_practice(name, impact=3) for name in others)
    )
    answers = {name: Answer(level=0, target=4, target_reason="It is the worst.") for name in others}
    if answered:
        answers["s1.p1"] = Answer(**answered)
    return block(documents(questionnaire, answers), "practice/s1.p1")


def text_of(made: Documents) -> str:
    return merge.assemble(None, made.blocks, made.front_matter, titles=made.titles, kept_notes=made.kept_notes).text


def html(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(text))


def seen(text: str) -> str:
    """What a reader sees of some Markdown, on one line."""
    plain = re.sub(r"<[^>]+>", " ", html(text))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    return " ".join(plain.split())


def votes(*levels: int, **more: Any) -> tuple[Vote, ...]:
    """One vote for each level; `more` are by level what its vote says, such as `at_1={"reason": "…"}`."""
    return tuple(Vote(level=level, count=1, **more.get(f"at_{level}", {})) for level in levels)
