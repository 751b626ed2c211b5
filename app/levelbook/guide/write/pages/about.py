"""What the guide says of the team first: who it is, as of when, and where to go with trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.text.cleaning import spoken_day
from levelbook.guide.write.inputs import Desk
from levelbook.guide.write.pages.chapters import in_its_chapter
from levelbook.guide.write.phrases import capital, listed
from levelbook.guide.write.practices import View


def page(desk: Desk) -> View:
    given = desk.given
    team = given.team
    opened = [
        given.current.questionnaire.facts_by_id[name].question for name in given.current.scorecard.tailoring.open_facts
    ]
    return {
        "title": desk.anchors.heading("about"),
        "team": {"name": team.name, "called": team.called, "organisation": team.organisation, "about": team.about},
        "sentences": profile_sentences(desk),
        "open_facts": opened,
        "edition": given.edition,
        "edition_day": desk.day(_edition_day(desk)) if given.edition else "",
        "as_of": desk.day(given.as_of),
        "as_of_in_full": spoken_day(given.as_of),
        "same_day": _edition_day(desk) == given.as_of,
        "next_round": desk.day(given.next_round) if given.next_round else "",
        "rules_link": desk.anchors.link("rules"),
        "trouble": _where_trouble_goes(desk),
        "builds": desk.fits("builder"),
        "empty": not any(score.settled for score in given.current.scorecard.counting),
    }


def _edition_day(desk: Desk) -> date:
    days = {edition.name: edition.day for edition in desk.given.history}
    return days.get(desk.given.edition, desk.given.as_of)


def _where_trouble_goes(desk: Desk) -> View:
    """The chapter that is most about incidents; empty where none is."""
    best: tuple[Fraction, SectionScore] | None = None
    for section in desk.given.current.scorecard.sections:
        inside = [score for score in section.practices if in_its_chapter(score)]
        about_it = sum("incident" in score.practice.moments[:1] for score in inside)
        share = Fraction(about_it, len(inside)) if inside else Fraction(0)
        if share >= Fraction(1, 2) and (best is None or share > best[0]):
            best = (share, section)
    if best is None:
        return {}
    block = f"section/{best[1].id}"
    return {"heading": desk.anchors.heading(block), "link": desk.anchors.link(block)}


def profile_sentences(desk: Desk) -> list[str]:
    """The team's facts as sentences, from the template's words; facts without words there are left out."""
    states = desk.given.current.scorecard.tailoring.facts
    clauses = desk.words.get("clauses", {})
    sentences: list[str] = []
    shapes = desk.words.get("profile", {}).get("sentences", ())
    for shape in shapes if isinstance(shapes, Sequence) else ():
        if not isinstance(shape, Mapping):
            continue
        said: list[str] = []
        for name in _texts(shape.get("facts")):
            words = clauses.get(name, {})
            state = states.get(name)
            if state and state.asked and not state.open and isinstance(words, Mapping):
                said += [str(words[choice]) for choice in state.choices if words.get(choice)]
        if said:
            sentences.append(capital(f"{shape.get('before', '')}{listed(said)}{shape.get('after', '')}"))
    return sentences


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, Sequence) else []
