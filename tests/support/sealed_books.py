"""Books of which there is nothing but sealed editions, made without an interview: for those who read many of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from levelbook.core.assessment.sealed_scorecard import (
    SealedBefore,
    SealedEdition,
    SealedEvidence,
    SealedFact,
    SealedFigures,
    SealedLikeForLike,
    SealedPeople,
    SealedPractice,
    SealedQuestionnaire,
    SealedRisk,
    SealedScorecard,
    SealedSection,
    SealedSignatures,
    SealedStep,
    SealedTeam,
)
from levelbook.export.scorecard import scorecard_json
from levelbook.store import toml_text
from levelbook.store.digests import digest

PRACTICES = ("data.owners", "data.secrets", "model.limits")
LEVELS = {"data.owners": 2, "data.secrets": 1, "model.limits": 3}


def figures(**exact: Fraction | int | None) -> SealedFigures:
    """Eight figures, of which some are given."""
    names = ("level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed")
    values = {name: exact.get(name) for name in names}
    return SealedFigures(
        **{name: None if value is None else round(float(value), 4) for name, value in values.items()},
        exact={name: str(Fraction(value)) for name, value in values.items() if value is not None},
    )


@dataclass(frozen=True)
class Book:
    """A book at a place, whose editions are sealed one after the other."""

    path: Path
    team: str

    def seal(self, day: date, levels: Mapping[str, int | None] = LEVELS, **changed: Any) -> SealedScorecard:
        """Seal an edition of that day, as levelbook lays it out but for what a portfolio does not read."""
        before = self.last()
        digest_before = self._digest_of(before)
        made = card(self.team, day, levels, before)
        made = replace(made, edition=replace(made.edition, previous_digest=digest_before or None))
        made = replace(made, **changed)
        write_edition(self.path, made, digest_before)
        return made

    def last(self) -> SealedScorecard | None:
        """The edition that was sealed last."""
        found = sorted((self.path / "editions").glob("*/scorecard.json"))
        if not found:
            return None
        from levelbook.reading import strict

        return strict.read(SealedScorecard, json.loads(found[-1].read_text("utf-8")))

    def _digest_of(self, before: SealedScorecard | None) -> str:
        if before is None:
            return ""
        return digest((self.path / "editions" / before.edition.name / "edition.toml").read_bytes())


def write_edition(book: Path, card: SealedScorecard, previous_digest: str = "") -> Path:
    """Write an edition's folder with the two files that a portfolio reads."""
    folder = book / "editions" / card.edition.name
    folder.mkdir(parents=True)
    text = scorecard_json(card)
    document = {
        "format": 2,
        "needs": "0.1.0",
        "name": card.edition.name,
        "number": card.edition.number,
        **({"previous": card.edition.previous, "previous_digest": previous_digest} if card.edition.previous else {}),
        "sealed_at": datetime.fromisoformat(card.edition.sealed_at),
        "sealed_on": date.fromisoformat(card.edition.sealed_on),
        "files": {"scorecard.json": digest(text)},
    }
    (folder / "edition.toml").write_text(toml_text.inside("", document), "utf-8")
    (folder / "scorecard.json").write_text(text, "utf-8")
    return folder


def card(
    team: str, day: date, levels: Mapping[str, int | None] = LEVELS, before: SealedScorecard | None = None
) -> SealedScorecard:
    """A scorecard of three practices whose targets are 3, each a third of the whole; None is unsettled."""
    earlier = {one.id: one for one in before.practices} if before else {}
    settled = [level for level in levels.values() if level is not None]
    low, high = (Fraction(sum(settled) + (len(levels) - len(settled)) * top, len(levels)) for top in (0, 4))
    level = Fraction(sum(settled), len(settled)) if settled else None
    whole = figures(
        level=level, low=low, high=high, evidenced=low / 2, target=3, attainment=min(low / 3, Fraction(1)),
        coverage=Fraction(len(settled), len(levels)), confirmed=0,
    )  # fmt: skip
    number = before.edition.number + 1 if before else 1
    alike = [(earlier[id_].level, now) for id_, now in levels.items() if id_ in earlier and now is not None]
    pairs = [(old, new) for old, new in alike if old is not None]
    return SealedScorecard(
        format=1,
        levelbook="0.1.0",
        edition=SealedEdition(
            name=day.isoformat(),
            number=number,
            previous=before.edition.name if before else None,
            previous_digest=None,
            before_upgrade_to=None,
            sealed_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            sealed_on=day.isoformat(),
        ),
        team=SealedTeam(name=team, organisation="Example Bank", about=None),
        questionnaire=SealedQuestionnaire(id="small", version="1.0.0", title="Small", digest="0" * 64),
        on=day.isoformat(),
        max_level=4,
        profile=(SealedFact(id="exposure", given=("public",), choices=("public",), open=False),),
        overall=whole,
        scoring_model=None,
        like_for_like=like_for_like(pairs),
        people=SealedSignatures(signed_by=("Ana",)),
        sections=tuple(
            SealedSection(id=id_, title=id_.title(), weight="1", figures=whole, lowest=None)
            for id_ in ("data", "model")
        ),
        practices=tuple(practice(id_, level, day, earlier.get(id_)) for id_, level in levels.items()),
    )


def like_for_like(pairs: list[tuple[int, int]]) -> SealedLikeForLike | None:
    """What moved over pairs of levels."""
    if not pairs:
        return None
    before, after = (Fraction(sum(side), len(pairs)) for side in zip(*pairs, strict=True))
    return SealedLikeForLike(practices=len(pairs), before=str(before), after=str(after), change=str(after - before))


def practice(id_: str, level: int | None, day: date, before: SealedPractice | None) -> SealedPractice:
    """A practice with a step, a piece of evidence and an accepted risk where it is below its target."""
    return SealedPractice(
        id=id_,
        title=f"Practice {id_}",
        essential=True,
        impact=3,
        weight="1",
        scope="applicable",
        status="unanswered" if level is None else "answered",
        counts=True,
        level=level,
        evidenced=None if level is None else level // 2,
        target=3,
        effort="days",
        confirmed=False,
        because=(),
        share=0.3333,
        share_exact="1/3",
        wording="1234567890",
        same_words=before is not None and before.level is not None and level is not None,
        before=None
        if before is None
        else SealedBefore(
            renamed_from=None,
            status=before.status,
            counts=True,
            level=before.level,
            evidenced=before.evidenced,
            target=3,
            wording="1234567890",
        ),
        due=None,
        ask_by=None,
        accepted=SealedRisk(level=1, until=(day + timedelta(days=90)).isoformat(), reason="a while", holds=True)
        if level == 1
        else None,
        steps=(
            SealedStep(
                text="Do it", action=None, due=(day + timedelta(days=30)).isoformat(), ticket=None, done_on=None
            ),
        ),
        evidence=(SealedEvidence(kind="sampled", reference="wiki", seen_on=day.isoformat(), valid_until=None),),
        people=SealedPeople(
            owner="Priya",
            ask_whom=None,
            accepted_by="Ben" if level == 1 else None,
            answered_by="Ana",
            confirmed_by=None,
            steps=("Tom",),
        ),
    )
