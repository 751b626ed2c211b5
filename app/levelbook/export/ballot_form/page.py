"""A ballot form is one HTML file in which a participant answers alone before the workshop.

The file works from disk in any browser. It holds its style, its scripts and what is asked; it loads nothing and sends
nothing, and its Content-Security-Policy holds it to that. What is asked is in it as JSON, and the scripts put
every text on the page as text, so a title may hold anything. `form.html` is the page, `form.css` its look;
`ballot_toml.js` writes the ballot, `storage.js` keeps it over a reload, `form.js` is what happens on the page.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import asdict
from datetime import date
from importlib import resources
from itertools import groupby
from typing import Any, Final

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import short_digest
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.export.page_policy import content_policy
from levelbook.export.source import ExportSource

SECONDS_PER_PRACTICE: Final = 45
"""The time one person needs to read a question with its levels, and to choose."""


@frozen
class FormPractice:
    """A form practice is one practice as a participant is asked about it."""

    id: str
    """In full: `section.practice`."""
    number: str
    """As people see it, such as `4.2`."""
    section_title: str
    title: str
    question: str
    essential: bool
    inherited: bool
    """A provider does it, and the statements are those of the inherited scale."""
    statements: tuple[str, ...]
    """One for each level of the scale, in its order."""
    wording: str
    """The digest of what is asked, which goes into the ballot."""


@frozen
class FormLevel:
    """A form level is one level of the scale."""

    name: str
    meaning: str


@frozen
class BallotForm:
    """A ballot form holds all that the page shows and asks."""

    team: str
    about: str
    """The system or the work that is assessed; may be empty."""
    questionnaire: str
    """Its id."""
    version: str
    title: str
    """Title of the questionnaire."""
    scale: tuple[FormLevel, ...]
    on: date
    """The day it was made."""
    practices: tuple[FormPractice, ...]
    """In the order in which they are asked; those of a section stand together."""
    after: str = ""
    """The edition that ended the round before; empty in the first round. A browser that still has a participant's
    answers of an earlier round does not show them in the form of this one."""

    @property
    def minutes(self) -> int:
        """Estimate the minutes that it takes to fill in, in steps of five."""
        return max(5, 5 * round(len(self.practices) * SECONDS_PER_PRACTICE / 60 / 5))

    @property
    def digest(self) -> str:
        """Return eight hex digits that change with what is asked; what was typed is kept under them."""
        return short_digest([[practice.id, practice.wording] for practice in self.practices])


def ballot_form_of(
    scorecard: Scorecard, *, team: str, about: str = "", after: str = "", only_essential: bool = False
) -> BallotForm:
    """Make the form for everything that is in scope for a team, or only for what is essential.

    after: the edition that ended the round before. Raises UsedWrongly where that leaves nothing to ask.
    """
    questionnaire = scorecard.questionnaire
    asked = tuple(
        _asked(scorecard, score)
        for score in scorecard.practices.values()
        if score.scope != "not-applicable" and (score.is_essential or not only_essential)
    )
    if not asked:
        which = "essential practice" if only_essential else "practice"
        raise UsedWrongly(f"No {which} is in scope, so there is nothing to ask in a ballot form.")
    return BallotForm(
        team=team,
        about=about,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        title=questionnaire.title,
        scale=tuple(FormLevel(level.own_name, level.meaning) for level in questionnaire.scale),
        on=scorecard.on,
        practices=asked,
        after=after,
    )


def form_of(source: ExportSource) -> BallotForm:
    """Make the form of an export. Raises UsedWrongly where there is nothing to ask."""
    known = source.assessment
    after = next((one.name for one in reversed(known.editions) if one.ends_round), "")
    return ballot_form_of(
        known.scorecard, team=source.team, about=source.about, after=after, only_essential=source.only_essential
    )


def export(source: ExportSource) -> bytes:
    """Return the form as one HTML page. Raises UsedWrongly where there is nothing to ask."""
    return form_html(form_of(source)).encode("utf-8")


def _asked(scorecard: Scorecard, score: PracticeScore) -> FormPractice:
    questionnaire, practice = scorecard.questionnaire, score.practice
    own = tuple(level.statement for level in practice.levels)
    return FormPractice(
        id=score.id,
        number=questionnaire.numbers[score.id],
        section_title=questionnaire.sections_by_id[practice.section].title,
        title=practice.title,
        question=practice.question,
        essential=score.is_essential,
        inherited=score.inherited,
        statements=(questionnaire.inherited_statements or own) if score.inherited else own,
        wording=questionnaire.wording(score.id, inherited=score.inherited),
    )


# --- The page ---------------------------------------------------------------------------------------------------------


def form_html(form: BallotForm) -> str:
    r"""Return the whole page, the same for the same form. Any text is allowed in it; line ends are `\n`."""
    style = _part("form.css")
    script = "".join(_part(name) for name in ("ballot_toml.js", "storage.js", "form.js"))
    return _filled(
        _part("form.html"),
        {
            "policy": content_policy(style, script=script, more="connect-src 'none'"),
            "title": html.escape(clean_line(f"Ballot for {form.team}")),
            "style": style,
            "asked": _json_in_html(_data(form)),
            "script": script,
        },
    )


def _part(name: str) -> str:
    return resources.files("levelbook.export.ballot_form").joinpath(name).read_text("utf-8")


def _filled(page: str, parts: dict[str, str]) -> str:
    """Replace every `{{ name }}` of the page in one go, so that what is put in is not looked at again."""
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: parts[match[1]], page)


_ACTS_IN_HTML = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""What could end the element or start a comment in it, and what cannot be written as UTF-8."""


def _json_in_html(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ACTS_IN_HTML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _data(form: BallotForm) -> dict[str, Any]:
    sections = groupby(form.practices, key=lambda practice: practice.id.partition(".")[0])
    return {
        "team": form.team,
        "about": form.about,
        "questionnaire": form.questionnaire,
        "version": form.version,
        "title": form.title,
        "digest": form.digest,
        "after": form.after,
        "made": spoken_day(form.on),
        "minutes": form.minutes,
        "scale": [asdict(level) for level in form.scale],
        "sections": [_section(list(practices)) for _, practices in sections],
    }


def _section(practices: list[FormPractice]) -> dict[str, Any]:
    return {"title": practices[0].section_title, "practices": [asdict(practice) for practice in practices]}
