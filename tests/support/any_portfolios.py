"""Any portfolio, as rows of its tables, with a question about it: small, and odd in every way that tables can be."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from levelbook.core.portfolio.quarters import Quarter
from support.portfolio_reference import Row

QUARTERS = ("2026-Q2", "2026-Q3", "2026-Q4")
UNITS = ("retail", "cards", "no-unit")
PRACTICES = ("data.owners", "data.secrets", "model.limits")
KINDS = (("genai", "1.0.0"), ("genai", "1.1.0"), ("samm", "2.2.0"))
OF_AN_EDITION = ("editions", "facts", "sections", "scores", "risks", "steps", "offers", "taken")
FIGURES = ("level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed")
TODAY = date(2026, 11, 29)

fractions = st.integers(1, 97).flatmap(lambda of: st.builds(Fraction, st.integers(0, 4 * of), st.just(of)))
days = st.integers(-400, 400).map(lambda number: TODAY + timedelta(days=number))
levels = st.none() | st.integers(0, 4)


@st.composite
def figures(draw: st.DrawFn) -> Row:
    """Eight figures: all but the level together, or none, as where nothing counts."""
    counts = draw(st.booleans()) or draw(st.booleans())
    exact = {name: draw(fractions) if counts else None for name in FIGURES}
    if draw(st.booleans()):
        exact["level"] = None
    doubles = {name: None if value is None else float(value) for name, value in exact.items()}
    return {**doubles, **{f"{name}_exact": None if value is None else str(value) for name, value in exact.items()}}


@st.composite
def editions_of(draw: st.DrawFn, team: str, first_key: int) -> dict[str, list[Row]]:
    """Up to three editions of a team, each with all that is in it."""
    found: dict[str, list[Row]] = {name: [] for name in OF_AN_EDITION}
    for number, quarter in enumerate(draw(st.lists(st.sampled_from(QUARTERS), max_size=3)), start=1):
        key, kind = first_key + number, draw(st.sampled_from(KINDS))
        of = {"edition": key, "team": team, "quarter": quarter}
        found["editions"].append(draw(edition(of, number, kind)))
        for fact in ("exposure", "spend"):
            chosen = draw(st.sets(st.sampled_from(["public", "internal"]), max_size=2))
            found["facts"] += [{**of, "fact": fact, "choice": choice} for choice in sorted(chosen)]
        for section in draw(st.sets(st.sampled_from(["data", "model"]))):
            more = {
                "section": section,
                "position": draw(st.integers(1, 2)),
                "title": draw(st.sampled_from(["Data", "data"])),
                "weight": 1.0,
                "weight_exact": "1",
            }
            found["sections"].append({**of, **more, **draw(figures())})
        for practice in draw(st.sets(st.sampled_from(PRACTICES))):
            found["scores"].append(draw(score(of, practice)))
            if draw(st.booleans()):
                found["risks"].append(draw(risk(of, practice)))
            if draw(st.booleans()):
                found["offers"].append({**of, "offer": "gateway", "for_whom": "All.", "practice": practice})
            if draw(st.integers(0, 3)) == 3:
                found["taken"].append(taken(of, practice))
            for position in range(draw(st.integers(0, 2))):
                found["steps"].append(draw(step(of, practice, position)))
    return found


@st.composite
def edition(draw: st.DrawFn, of: Row, number: int, kind: tuple[str, str]) -> Row:
    sealed_on = Quarter.parse(of["quarter"]).first_day + timedelta(days=draw(st.integers(0, 58)))
    like = draw(st.none() | st.tuples(fractions, fractions))
    return {
        **of,
        "digest": f"{of['edition']:064}",
        "name": f"edition-{number}",
        "number": number,
        "previous": None,
        "previous_digest": None,
        "sealed_at": datetime(sealed_on.year, sealed_on.month, sealed_on.day, 9),
        "sealed_on": sealed_on,
        "as_of": sealed_on,
        "before_upgrade_to": None,
        "questionnaire": kind[0],
        "version": kind[1],
        "questionnaire_digest": "0",
        "max_level": draw(st.integers(3, 5)),
        "practices": 3,
        "answered": 2,
        **draw(figures()),
        "like_practices": 2 if like else None,
        "like_before": float(like[0]) if like else None,
        "like_after": float(like[1]) if like else None,
        "like_before_exact": str(like[0]) if like else None,
        "like_after_exact": str(like[1]) if like else None,
        "team_name": "Team",
        "organisation": None,
        "about": None,
        "levelbook": "0.1.0",
        "place": f"docs:{of['team']}",
        "signed_by": None,
    }


@st.composite
def score(draw: st.DrawFn, of: Row, practice: str) -> Row:
    counts = draw(st.booleans()) or draw(st.booleans())
    share = draw(fractions) / 7
    before = draw(st.none() | st.integers(0, 4))
    return {
        **of,
        "practice": practice,
        "position": PRACTICES.index(practice) + 1,
        "section": practice.partition(".")[0],
        "title": draw(st.sampled_from(["A title", "a title", "Ünïcode"])),
        "essential": draw(st.booleans()),
        "impact": 2,
        "weight": 1.0,
        "weight_exact": "1",
        "scope": "applicable",
        "status": "answered",
        "counts": counts,
        "level": draw(levels),
        "evidenced": draw(levels) if counts else None,
        "target": draw(st.integers(0, 4)) if counts else None,
        "effort": None,
        "confirmed": None,
        "share": float(share) if counts else None,
        "share_exact": str(share) if counts else None,
        "wording": draw(st.sampled_from(["1", "2"])),
        "same_words": draw(st.booleans()),
        "before_id": None,
        "before_status": None,
        "before_counts": None,
        "before_level": before,
        "before_evidenced": None,
        "before_target": None,
        "before_wording": None,
        "due": None,
        "ask_by": None,
        "owner": None,
        "ask_whom": None,
        "answered_by": None,
        "confirmed_by": None,
    }


@st.composite
def risk(draw: st.DrawFn, of: Row, practice: str) -> Row:
    return {
        **of, "practice": practice, "level": draw(st.integers(0, 3)), "target": draw(levels), "until": draw(days),
        "reason": draw(st.sampled_from(["", "it's “fine”", "a\nb", "x, y"])), "holds": True, "accepted_by": None,
    }  # fmt: skip


def taken(of: Row, practice: str) -> Row:
    return {
        **of, "practice": practice, "offer": "gateway", "of_team": "Team", "of_edition": None,
        "of_edition_name": "edition-1", "offered_level": 3,
    }  # fmt: skip


@st.composite
def step(draw: st.DrawFn, of: Row, practice: str, position: int) -> Row:
    return {
        **of, "practice": practice, "position": position + 1, "text": "Do it", "action": None,
        "due": draw(st.none() | days), "ticket": None, "done_on": draw(st.none() | days), "owner": None,
    }  # fmt: skip


@st.composite
def portfolios(draw: st.DrawFn) -> dict[str, list[Row]]:
    """All tables of the store, and those that say what is asked."""
    db: dict[str, list[Row]] = {name: [] for name in ("teams", *OF_AN_EDITION, "latest")}
    for number in range(draw(st.integers(0, 5))):
        team = f"team-{number}"
        db["teams"].append(
            {
                "team": team,
                "name": draw(st.sampled_from(["One", "O'Two"])),
                "unit": draw(st.sampled_from(UNITS)),
                "is_named": True,
                "place": None,
                "closed_on": draw(st.none() | days),
            }
        )
        own = draw(editions_of(team, number * 100))
        for name, rows in own.items():
            db[name] += rows
        db["latest"] += draw(latest_of(team, own["editions"]))
    return {**db, **draw(questions([row["team"] for row in db["teams"]]))}


@st.composite
def latest_of(draw: st.DrawFn, team: str, editions: list[Row]) -> list[Row]:
    """The last edition at the end of each quarter; now and then a quarter is missing."""
    found: list[Row] = []
    for quarter in QUARTERS:
        known = [row for row in editions if row["quarter"] <= quarter]
        if known and draw(st.integers(0, 9)) != 9:
            last = max(known, key=lambda row: (row["sealed_at"], row["number"]))
            found.append(
                {
                    "quarter": quarter,
                    "team": team,
                    "edition": last["edition"],
                    "sealed_on": last["sealed_on"],
                    "round_on": draw(st.none() | st.just(last["sealed_on"])),
                    "age_days": draw(st.integers(0, 500)),
                    "is_old": draw(st.booleans()),
                    "is_new": last["quarter"] == quarter,
                }
            )
    return found


@st.composite
def questions(draw: st.DrawFn, teams: list[str]) -> dict[str, list[Row]]:
    rows = st.sampled_from(["a", "b", "team-0"])
    pairs = draw(st.sets(st.tuples(st.sampled_from(teams), rows))) if teams else set()
    facts: Any = draw(
        st.dictionaries(st.sampled_from(["exposure", "spend"]), st.sets(st.sampled_from(["public", "no"]), min_size=1))
    )
    return {
        "asked": [
            {
                "quarter": draw(st.sampled_from(QUARTERS)),
                "as_of": TODAY,
                "late_before": TODAY - timedelta(days=92),
                "facts": len(facts),
            }
        ],
        "wanted_units": [
            {"unit": unit, "row": row} for unit, row in draw(st.dictionaries(st.sampled_from(UNITS), rows)).items()
        ],
        "wanted_teams": [{"team": team, "row": row} for team, row in sorted(pairs)],
        "wanted_kinds": [
            {"questionnaire": id_, "version": version} for id_, version in sorted(draw(st.sets(st.sampled_from(KINDS))))
        ],
        "wanted_facts": [
            {"fact": fact, "choice": choice} for fact, choices in sorted(facts.items()) for choice in sorted(choices)
        ],
        "wanted_practices": [{"practice": practice} for practice in sorted(draw(st.sets(st.sampled_from(PRACTICES))))],
    }
