"""An example portfolio: forty made-up teams of a bank, with what they sealed over eight quarters."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from levelbook import clock
from levelbook.book.editions.edition_integrity import meanings
from levelbook.book.questionnaires import questionnaire_in
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.offers import Offer, OwnOffer, offered_practices
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.short_digests import edition_digits
from levelbook.export.scorecard import SealedAs, scorecard_json, sealed_scorecard
from levelbook.packs.companions import example_profiles, file_texts, read_profile
from levelbook.packs.find import find_questionnaire
from levelbook.packs.partial_questionnaire import VERSION_MAP
from levelbook.packs.read import read_questionnaire
from levelbook.portfolio import demo_teams
from levelbook.portfolio.demo_teams import DemoTeam
from levelbook.portfolio.settings import SETTINGS, Portfolio, open_portfolio
from levelbook.store import atomic, editions, offers_file, path_guard, questionnaires, team_folder, toml_text
from levelbook.store.answers_text import render
from levelbook.store.questionnaires import StoredQuestionnaire
from levelbook.store.team_folder import Settings, TeamFolder, settings_toml
from levelbook.words.files import shown

TEAMS: Final = 40
WORTH_PROCESSES: Final = 12
"""Teams from which on it is quicker to start several processes."""
MOST_PROCESSES: Final = 4
ORGANISATION: Final = "Example Bank"
BOOKS: Final = "books"


def build(
    path: Path, start: Path | None = None, *, progress: Callable[[str], None] = lambda _: None, teams: int = 0
) -> Portfolio:
    """Make a portfolio with its teams' books, by default forty of them.

    start: the folder in which the person is, by default the present one.

    Raises UsedWrongly where something is there, CouldNotWrite.
    """
    if not atomic.is_free(path):
        raise UsedWrongly(f"{shown(path)} already exists and is not empty.", remedy="Give another folder.")
    atomic.make_folder(path / BOOKS, within=path_guard.folder_of(path, start))
    folder = find_questionnaire("genai-security", Path())
    profiles = [read_profile(folder, name).profile for name, _ in example_profiles(folder)]
    made = demo_teams.demo_teams(teams or TEAMS, profiles)
    today = clock.today()
    for number, name in enumerate(_books(path, made, today), start=1):
        progress(f"{number} of {len(made)} teams: {name}")
    atomic.write_text(path / SETTINGS, _portfolio_toml(made, today), within=path)
    return open_portfolio(path)


def _books(path: Path, made: list[DemoTeam], today: date) -> Iterator[str]:
    """Make the teams' books, and yield the name of each team whose book is there; many of them in several processes."""
    offered: list[Offer] = []
    first = [life for life in made if life.offers]  # what others take over has to be there before them
    waiting = [life for life in made if life.takes_over and not life.offers]
    others = [life for life in made if not life.takes_over and not life.offers]
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    if len(made) < WORTH_PROCESSES or processes == 1:
        for life in (*first, *waiting, *others):
            offered += _book(path, life, today, tuple(offered))
            yield life.name
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:

        def begin(lives_: list[DemoTeam]) -> dict[Future[list[Offer]], str]:
            return {pool.submit(_book, path, life, today, tuple(offered)): life.name for life in lives_}

        try:
            begun = begin(first)
            later = begin(others)
            for done in as_completed(begun):
                offered += done.result()
                yield begun[done]
            later |= begin(waiting)
            for done in as_completed(later):
                done.result()
                yield later[done]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@functools.cache
def _asked() -> tuple[Questionnaire, dict[str, str], dict[str, str]]:
    """Return the questionnaire, its texts, and what they say, read once in each process."""
    folder = find_questionnaire("genai-security", Path())
    texts = file_texts(folder)
    return questionnaire_in(folder), texts, meanings(texts)


def _book(path: Path, life: DemoTeam, today: date, offered: Sequence[Offer]) -> list[Offer]:
    """Make a team's book, and return what it offers in each of its editions."""
    with atomic.without_waiting():  # thousands of files, each of which the disk would have to confirm
        return list(_written(path, life, today, offered))


def _written(path: Path, life: DemoTeam, today: date, offered: Sequence[Offer]) -> Iterator[Offer]:
    questionnaire, texts, said = _asked()
    settings = Settings(team=life.name, organisation=ORGANISATION, timezone="UTC", offers=life.offers)
    folder = team_folder.create(path / BOOKS / life.id, settings)
    stored = {
        questionnaire.version: questionnaires.store(
            folder, questionnaire.id, questionnaire.version, texts, lambda: said
        )
    }
    earlier = _earlier_version(folder, questionnaire, texts, stored) if life.upgrades else None
    last = AnswerBook(questionnaire.id, questionnaire.version, life.profile)
    digest = ""
    for assessment, at in demo_teams.editions(life, questionnaire, today, offered, earlier):
        digest = _seal(folder, assessment, at, stored[assessment.questionnaire.version], digest)
        last = assessment.book
        if assessment.offers:  # the newest that there is, so that some answers have moved on
            offers_file.write(folder.offers_path, offered[-1])
        yield from (_offer(name, own, assessment, life, digest) for name, own in life.offers.items())
    atomic.write_text(folder.answers_path, render(last, questionnaire), within=folder.path)


def _earlier_version(
    folder: TeamFolder,
    questionnaire: Questionnaire,
    texts: Mapping[str, str],
    stored: dict[str, StoredQuestionnaire],
) -> Questionnaire:
    """Store a version before the present one, made up for the demo: the same but for what a practice is called."""
    changed = {f'version = "{questionnaire.version}"': f'version = "{demo_teams.EARLIER_VERSION}"'}
    for before, now in demo_teams.RENAMED.items():
        changed[f'"{now}"'] = f'"{before}"'
        changed[f'\nid = "{now.partition(".")[2]}"'] = f'\nid = "{before.partition(".")[2]}"'
    earlier = {name: _replaced(text, changed) for name, text in texts.items() if name != VERSION_MAP}
    held = questionnaires.store(
        folder, questionnaire.id, demo_teams.EARLIER_VERSION, earlier, lambda: meanings(earlier)
    )
    stored[demo_teams.EARLIER_VERSION] = held
    return read_questionnaire(questionnaires.path_of(folder, held.folder))


def _replaced(text: str, changed: Mapping[str, str]) -> str:
    for before, now in changed.items():
        text = text.replace(before, now)
    return text


def _offer(name: str, own: OwnOffer, sealed: Assessment, life: DemoTeam, digest: str) -> Offer:
    return Offer(
        id=name,
        team=life.name,
        organisation=ORGANISATION,
        for_whom=own.for_whom,
        edition=sealed.name,
        number=len(sealed.editions),
        sealed_on=sealed.on,
        digest=edition_digits(digest),
        questionnaire=sealed.questionnaire.id,
        version=sealed.questionnaire.version,
        practices=offered_practices(own, sealed.book, sealed.questionnaire),
    ).signed()


def _seal(
    folder: TeamFolder, assessment: Assessment, at: datetime, questionnaire: StoredQuestionnaire, previous_digest: str
) -> str:
    """Seal an edition, and return its digest; guide and record, which a portfolio does not read, are not in it."""
    before = assessment.before
    pairing = Pairing.of(before, assessment) if before else None
    sealed = SealedAs(
        name=assessment.name,
        number=len(assessment.editions),
        previous=assessment.last_edition,
        previous_digest=previous_digest,
        before_upgrade_to="",
        sealed_at=at.astimezone(UTC),
        sealed_on=assessment.on,
        signed_by=(),
        team=folder.settings.team,
        organisation=folder.settings.organisation,
        about="",
        questionnaire_digest=questionnaire.sums,
        with_people=True,
        offers=folder.settings.offers,
    )
    files = {
        "answers.toml": render(assessment.book, assessment.questionnaire),
        "settings.toml": settings_toml(folder.settings),
        editions.SCORECARD: scorecard_json(sealed_scorecard(assessment, pairing, sealed)),
        **{f"{editions.OFFERS}{name}.toml": offers_file.render(offer) for name, offer in assessment.offers.items()},
    }
    made = editions.seal(
        folder,
        assessment.name,
        at,
        files,
        questionnaire=questionnaire,
        meaning=meanings(files),
        sealed_on=assessment.on,
    )
    return made.digest


def _portfolio_toml(made: list[DemoTeam], today: date) -> str:
    """Write the settings; the last team has no id of its own, so that something is to be done."""
    parts = [
        f'# An example, made up.\nformat = 1\norganisation = "{ORGANISATION}"\nround_days = {demo_teams.ROUND_DAYS}\n'
    ]
    for id_, (title, within) in demo_teams.UNITS.items():
        unit = {"id": id_, "title": title, **({"within": within} if within else {})}
        parts.append(toml_text.table("units", unit, is_array=True))
    parts.append(toml_text.table("sources", {"id": "books", "folder": BOOKS, "books": ["*"]}, is_array=True))
    for life in made[:-1]:
        team = {"id": life.id, "unit": life.unit, "books": [f"books:{life.id}"]}
        closed = {"closed_on": today.replace(day=1)} if life.ends is not None else {}
        parts.append(toml_text.table("teams", {**team, **closed}, is_array=True))
    if any(life.upgrades for life in made):
        questionnaire, _, _ = _asked()
        versions = [f"{questionnaire.id}@{version}" for version in (demo_teams.EARLIER_VERSION, questionnaire.version)]
        alike = {"id": questionnaire.id, "of": versions, "renamed": demo_teams.RENAMED}
        comment = "# One team began with a version, made up, in which a practice had another id."
        parts.append(comment + toml_text.table("alike", alike, is_array=True))
    return "\n".join(parts)
