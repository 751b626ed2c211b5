"""This page introduces the team: who it is, as of when, and where to go with trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.text.cleaning import spoken_day
from levelbook.guide.keep.blocks import TROUBLE
from levelbook.guide.text.phrases import capital, people_named
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.pages.chapters import in_its_chapter
from levelbook.guide.write.pages.rules import has_rules
from levelbook.guide.write.render import View
from levelbook.words.figures import listed


def page(sources: PageSources) -> View:
    """Return what `about.md.jinja` is given."""
    current, team = sources.current, sources.context.team
    paragraphs = profile_paragraphs(sources)
    opened = [current.questionnaire.facts_by_id[name].question for name in current.scorecard.tailoring.open_facts]
    return {
        "title": sources.anchors.heading("about"),
        "team": {"name": team.name, "called": team.called, "organisation": team.organisation, "about": team.about},
        "handling": team.handling,
        "systems": systems_view(sources),
        "subject": current.questionnaire.subject,
        "sentences": [sentence for paragraph in paragraphs for sentence in paragraph],
        "paragraphs": paragraphs,
        "open_facts": opened,
        "rules_link": sources.anchors.link("rules") if has_rules(sources) else "",
        "trouble": _where_trouble_goes(sources),
        "builds": sources.fits("builder"),
        "on_software": sources.is_on_software,
        "empty": bool(current.scorecard.counting) and not sources.anything_answered,
        "counts": bool(current.scorecard.counting),
    }


def edition(sources: PageSources) -> View:
    """Return what `edition.md.jinja` is given: all that sealing an edition changes at the head of the guide."""
    current, next_round = sources.current, sources.context.next_round
    last = sources.edition
    return {
        "edition": last.name if last else "",
        "edition_day": sources.edition_day(last.name, last.day) if last else "",
        "signed_by": people_named(last.signed_by) if last else [],
        "as_of": sources.day(current.on),
        "as_of_in_full": spoken_day(current.on),
        "is_edition": _is_edition(sources),
        "next_round": sources.day(next_round) if next_round else "",
        "next_round_late": bool(next_round and next_round < current.on),
    }


def _is_edition(sources: PageSources) -> bool:
    """Tell whether the guide says what the edition says, so that whoever signed that signed this.

    Once anything has changed since, the edition is the one that the guide is compared with.
    """
    edition, current = sources.edition, sources.current
    return edition is not None and edition.day == current.on and edition.name != current.last_edition


def systems_view(sources: PageSources) -> list[View]:
    """Return the systems that guide and record are about, with their models."""
    return [{"name": one.name, "model": one.model, "version": one.version} for one in sources.context.team.systems]


def trouble(sources: PageSources) -> View:
    """Return what `trouble.md.jinja` is given."""
    return {"chapter": chapter_on_incidents(sources), "on_software": sources.is_on_software}


def _where_trouble_goes(sources: PageSources) -> View:
    """Return the part that the team wrote for it, where there is one; else the chapter that is most about incidents."""
    link = sources.anchors.link(TROUBLE)
    return {"heading": sources.anchors.heading(TROUBLE), "link": link} if link else chapter_on_incidents(sources)


def chapter_on_incidents(sources: PageSources) -> View:
    """Return the chapter that is most about incidents; empty where none is."""
    best: tuple[Fraction, SectionScore] | None = None
    for section in sources.current.scorecard.sections:
        inside = [score for score in section.practices if in_its_chapter(score)]
        about_it = sum("incident" in score.practice.moments[:1] for score in inside)
        share = Fraction(about_it, len(inside)) if inside else Fraction(0)
        if share >= Fraction(1, 2) and (best is None or share > best[0]):
            best = (share, section)
    if best is None:
        return {}
    block = f"section/{best[1].id}"
    return {"heading": sources.anchors.heading(block), "link": sources.anchors.link(block)}


def profile_paragraphs(sources: PageSources) -> list[list[str]]:
    """Put the team's facts in sentences, from the template's words; facts without words there are left out."""
    states = sources.current.scorecard.tailoring.facts
    clauses = sources.words.get("clauses", {})
    paragraphs: list[list[str]] = [[]]
    shapes = sources.words.get("profile", {}).get("sentences", ())
    for shape in shapes if isinstance(shapes, Sequence) else ():
        if not isinstance(shape, Mapping):
            continue
        if shape.get("paragraph") is True:
            paragraphs.append([])
        said: list[str] = []
        for name in _texts(shape.get("facts")):
            words = clauses.get(name, {})
            state = states.get(name)
            if state and state.asked and not state.open and isinstance(words, Mapping):
                said += [str(words[choice]) for choice in state.choices if words.get(choice)]
        if said:
            paragraphs[-1].append(capital(f"{shape.get('before', '')}{listed_apart(said)}{shape.get('after', '')}"))
    first, *others = paragraphs
    return [first, *filter(None, others)]


def listed_apart(clauses: Sequence[str]) -> str:
    """List clauses so that each is seen to end, also where one has a comma or an "and" of its own."""
    if len(clauses) < 2 or not any("," in clause or " and " in clause for clause in clauses):
        return listed(clauses)
    return ", and ".join(clauses) if len(clauses) == 2 else f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, Sequence) else []
