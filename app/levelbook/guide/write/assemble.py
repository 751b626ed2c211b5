"""This module makes guide, record and changes from an assessment and a template, with no clock and no files of a book.

inputs.py              what they say beside the assessment; what each page is given
practices.py           one practice as plain data, in its form            ─┐
votes.py, sittings.py  votes on a practice; the team's sittings            │
pages/                 the guide's pages and chapter heads                 ├─ views: what templates are given
record_document.py     the record                                          │
frameworks.py          its references, threats and coverage                │
changes_document.py    the changes                                        ─┘
block_plan.py          which blocks the guide has, and in which order
anchors.py             headings, and the links to them
phrases.py             days, numbers and lists in sentences
incidental_words.py    what time alone changes, written and known again
render.py              view and template to Markdown
site.py                the needs of static site generators
tables.py              tables padded as formatters pad them
charts.py, svg.py      the figures that the charts show; svg.py draws them
notes.py               the part of Markdown that a team's notes may use
markdown.py            people's text encoded for Markdown, and generated Markdown read back for what acts
record_check.py        the same check of the record, which is too long to be parsed
sample_teams.py        made-up teams, to try a template on
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final, Literal

from levelbook import __version__
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.keep.blocks import TROUBLE, Block, Parsed
from levelbook.guide.text.markdown import check_generated, label
from levelbook.guide.text.phrases import people_named
from levelbook.guide.text_cache import cached
from levelbook.guide.write import changes_document, charts, record_check, record_document
from levelbook.guide.write.block_plan import BULLETINS, PlannedBlock, kept_notes, page_sources, planned_blocks
from levelbook.guide.write.forge_guard import without_effect
from levelbook.guide.write.inputs import GuideContext, HandEditSummary, PageSources, System, Team
from levelbook.guide.write.notes import links_in
from levelbook.guide.write.pages import standing
from levelbook.guide.write.render import Template, View
from levelbook.guide.write.site import Site, for_site, without_first_heading

__all__ = ["CHARTS", "Documents", "GuideContext", "HandEditSummary", "Team", "assemble", "changes", "page_sources"]

STANDING, TREND = CHARTS = ("standing.svg", "trend.svg")
"""File names of the charts."""


@frozen
class Documents:
    """Documents are everything that is generated, before people's words are merged in.

    Record and charts are made when somebody asks for them; a faulty template makes `record` raise FileIsWrong.
    """

    sources: PageSources
    template: Template
    front_matter: Mapping[str, str | None]
    """levelbook's own keys in their order; None where there is nothing to say yet."""
    blocks: tuple[Block, ...]
    kept_notes: Block
    titles: Mapping[str, str]
    """Block id to the words that name it, safe in Markdown; also of blocks that this guide does not have."""

    @cached_property
    def record(self) -> str:
        """Return the record in Markdown."""
        return for_site(_record(self.template, record_document.record(self.sources)), self.sources.context.site)

    @cached_property
    def charts(self) -> Mapping[str, str]:
        """Return the charts: file name to SVG."""
        return _charts(self.sources)

    @property
    def comparison(self) -> Comparison | None:
        """Return what moved since the edition that the guide compares with; None before there is one."""
        return self.sources.comparison

    def changes(self, comparison: Comparison, hand_edits: HandEditSummary) -> str:
        """Make the changes document for a reviewer, in Markdown. Raises FileIsWrong when the template is at fault."""
        return changes(self.sources, comparison, hand_edits, self.template)


def assemble(current: Assessment, context: GuideContext, template: Template) -> Documents:
    """Make the guide's blocks, and what record and charts are made of. Raises FileIsWrong for a faulty template."""
    sources = page_sources(current, context, template)
    up = "../" * context.guide.count("/")
    blocks = [_for_site(one, context.site) for one in _rendered(template, list(planned_blocks(sources, template)), up)]
    [kept] = _rendered(template, [kept_notes(template)], up)
    return Documents(
        sources=sources,
        template=template,
        front_matter=_front_matter(sources),
        blocks=tuple(blocks),
        kept_notes=kept,
        titles=_titles(sources, template),
    )


def skeleton(sources: PageSources, template: Template) -> str:
    """Return the lines that levelbook writes into the team's own part of a guide; empty where it has no such part.

    Raises FileIsWrong when the template is at fault.
    """
    plan = next((plan for plan in planned_blocks(sources, template) if plan.id == TROUBLE), None)
    if plan is None:
        return ""
    [block] = _rendered(template, [plan], "../" * sources.context.guide.count("/"))
    return _for_site(block, sources.context.site).text


def block_titles(sources: PageSources, template: Template) -> Mapping[str, str]:
    """Return the words that name each block of a guide, by its id."""
    return _titles(sources, template)


def changes(sources: PageSources, comparison: Comparison, hand_edits: HandEditSummary, template: Template) -> str:
    """Make the changes document for a reviewer, in Markdown. Raises FileIsWrong when the template is at fault.

    sources: of the record on the day on which it is read, which may be another than the two that are compared.
    """
    file, view = template.document("changes"), changes_document.changes(sources, comparison, hand_edits)
    text = without_effect(template.render(file, view))
    _refuse(template, file, "The changes", check_generated(text, headings=view["headings"]))
    return for_site(text, sources.context.site) + "\n"


def faults(
    current: Assessment, context: GuideContext, hand_edits: HandEditSummary, template: Template
) -> list[Problem]:
    """List every fault in what a template makes of a team, in guide, record and changes; empty when all is well."""
    sources = page_sources(current, context, template)
    every = [*planned_blocks(sources, template), kept_notes(template)]
    writers: list[Callable[[], object]] = [partial(_rendered, template, [plan], "") for plan in every]
    writers.append(lambda: _record(template, record_document.record(sources)))
    if sources.comparison is not None:
        writers.append(partial(changes, sources, sources.comparison, hand_edits, template))
    found: list[Problem] = []
    for write in writers:
        try:
            write()
        except FileIsWrong as wrong:
            found += wrong.problems
    return found


def with_bulletins_as_held(made: tuple[Block, ...], held: Parsed) -> tuple[Block, ...]:
    """Replace the block of new threats by the one that the guide on disk holds; drop it where the guide holds none.

    Checks use this: a guide must not turn red overnight because somebody else published a bulletin.
    """
    old = next((block for block in held.blocks if block.id == BULLETINS), None)
    if old is not None and not old.generated:
        return made
    blocks = [block for block in made if block.id != BULLETINS]
    if old is not None and not old.omitted:  # what people left out keeps its place without this
        place = next(place for place, block in enumerate(blocks) if block.id == "standing")
        blocks.insert(place, Block(BULLETINS, old.text))
    return tuple(blocks)


def _for_site(block: Block, site: Site) -> Block:
    text = for_site(block.text, site)
    is_without = site.title_in == "front-matter" and block.id == "about"
    return Block(block.id, without_first_heading(text) if is_without else text)


# Rendering, and reading back


def _rendered(template: Template, planned: list[PlannedBlock], up: str) -> list[Block]:
    """Render all blocks and read them back together; each is read by itself only to name the one at fault."""
    blocks = [Block(plan.id, template.render(plan.file, plan.view, up)) for plan in planned]
    everything = "\n\n".join(block.text for block in blocks)
    headings = [plan.heading for plan in planned if plan.heading]
    if _has_faults(everything, headings):
        for plan, block in zip(planned, blocks, strict=True):
            own = [plan.heading] if plan.heading else []
            _refuse(
                template,
                plan.file,
                f"Block “{plan.id}”",
                check_generated(block.text, headings=own, images=plan.images),
            )
        _refuse(
            template,
            "template.toml",
            "The guide as a whole",
            check_generated(everything, headings=headings, images=True),
        )
    return blocks


def _has_faults(everything: str, headings: Sequence[tuple[int, str | None]]) -> bool:
    """Tell whether the text of all blocks holds what it should not; of a text that was read before it is known."""
    faults = partial(check_generated, everything, headings=headings, images=True)
    return cached("faults", json.dumps([everything, headings]), lambda: "some" if faults() else "none") == "some"


def _record(template: Template, view: View) -> str:
    file = template.document("record")
    text = template.render(file, view)
    _refuse(template, file, "The record", record_check.faults(text, view["headings"], _links_of_people(view)))
    return text + "\n"


def _links_of_people(view: View) -> set[str]:
    """Return the links that people wrote in notes and minutes; a template of its own may lead nowhere else."""
    texts = [practice["note"] for chapter in view["chapters"] for practice in chapter["practices"]]
    texts += [sitting["minutes"] for sitting in view["sittings"]["new"]]
    return {link for text in texts for link in links_in(text)}


def _refuse(template: Template, file: str, what: str, problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        raise template.fault(file, f"{what} contains something that a guide may not contain: {'; '.join(found[:5])}.")


# What goes beside the blocks


ASSEMBLED_BY: Final = f"levelbook {__version__}"
"""Stands in the front matter: what another levelbook assembled is worded otherwise without any answer's doing."""


def _front_matter(sources: PageSources) -> dict[str, str | None]:
    context, edition, questionnaire = sources.context, sources.edition, sources.current.questionnaire
    return {
        "title": clean_line(sources.anchors.heading("about")) if context.site.title_in != "heading" else None,
        "team": clean_line(context.team.name),
        "organisation": clean_line(context.team.organisation) or None,
        "handling": clean_line(context.team.handling) or None,
        "systems": clean_line("; ".join(map(_system_in_words, context.team.systems))) or None,
        "edition": edition.name if edition else None,
        "previous": (edition.previous or None) if edition else None,
        "signed_by": clean_line(", ".join(people_named(edition.signed_by))) or None if edition else None,
        "as_of": sources.current.on.isoformat(),
        "questionnaire": f"{questionnaire.id} {questionnaire.version}",
        "next_round": context.next_round.isoformat() if context.next_round else None,
        "assembled_by": ASSEMBLED_BY,
    }


def _system_in_words(system: System) -> str:
    model = " ".join(filter(None, (system.model, system.version)))
    return f"{system.name} ({model})" if model else system.name


def _titles(sources: PageSources, template: Template) -> dict[str, str]:
    titles: dict[str, str] = {}
    before = [sources.comparison.before] if sources.comparison else []
    for assessment in (*before, sources.current):  # the current one last: its titles count
        for section in assessment.questionnaire.sections:
            titles[f"section/{section.id}"] = label(section.title)
            titles |= {f"practice/{practice.id}": label(practice.title) for practice in section.practices}
    about, questionnaire = sources.context.team.about, sources.current.questionnaire
    own = {entry.id: entry.title_for(about, questionnaire) for entry in template.blocks if entry.id != "chapters"}
    return titles | {block: label(title) for block, title in own.items()}


def _charts(sources: PageSources) -> dict[str, str]:
    scorecard = sources.current.scorecard
    top = scorecard.questionnaire.max_level
    drawn: dict[str, str] = {}
    if scorecard.overall.level is not None:
        counting = [section for section in scorecard.sections if section.counts]
        drawn[STANDING] = _drawn("standing", charts.bars(scorecard), top, standing.chart_words(sources, counting))
    past = sources.current.editions
    if len(past) >= 2:
        drawn[TREND] = _drawn("trend", charts.points(past), top, standing.trend_words(sources))
    return drawn


def _drawn(chart: Literal["standing", "trend"], figures: list[Any], top: int, alt: str) -> str:
    """Draw a chart; one that was drawn before is known by the figures that it shows."""

    def draw() -> str:
        from levelbook.guide.write import svg  # 30 ms, which a chart of the same figures does without

        return svg.standing(figures, top, alt) if chart == "standing" else svg.trend(figures, top, alt)

    return cached(chart, repr((figures, top, alt)), draw)
