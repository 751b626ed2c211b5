"""The queries of a portfolio once more, in plain Python over lists of rows: slow, short, and no relation of the SQL.

Each takes all tables by name, and returns the rows that the query of its name is to find, in their order.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
FIGURES = ("level", "low", "high", "evidenced", "target")
EXACT = tuple(f"{name}_exact" for name in FIGURES)


def _asked(db: Tables) -> Row:
    (row,) = db["asked"]
    return row


def _edition(db: Tables, key: int) -> Row:
    return next(row for row in db["editions"] if row["edition"] == key)


def _team(db: Tables, team: str) -> Row:
    return next(row for row in db["teams"] if row["team"] == team)


def _now(db: Tables) -> list[Row]:
    return chosen(db)


def _sum(values: Iterable[Any]) -> Any:
    found = [value for value in values if value is not None]
    return sum(found) if found else None


def _grouped(rows: Iterable[Row], *keys: str) -> list[tuple[tuple[Any, ...], list[Row]]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return sorted(groups.items())


def quarters(db: Tables) -> list[Row]:
    return [{"quarter": quarter} for quarter in sorted({row["quarter"] for row in db["latest"]})]


def used_units(db: Tables) -> list[Row]:
    return [{"unit": unit} for unit in sorted({row["unit"] for row in db["teams"]})]


def fact_choices(db: Tables) -> list[Row]:
    given = sorted({(row["fact"], row["choice"]) for row in db["facts"]})
    return [{"fact": fact, "choice": choice} for fact, choice in given]


def team_units(db: Tables) -> list[Row]:
    return [{name: row[name] for name in ("team", "unit")} for row in sorted(db["teams"], key=lambda row: row["team"])]


def teams_of_units(db: Tables) -> list[Row]:
    found = [
        {"team": team["team"], "row": of["row"]}
        for team in db["teams"]
        for of in db["wanted_units"]
        if of["unit"] == team["unit"]
    ]
    return _by_row_and_team(found)


def counted(db: Tables) -> list[Row]:
    teams, old = ({row["team"] for row in _now(db) if row["is_old"] or every} for every in (True, False))
    return [{"teams": len(teams), "old": len(old)}]


def closed(db: Tables) -> list[Row]:
    days = {of["team"]: _team(db, of["team"])["closed_on"] for of in db["wanted_teams"]}
    return [{"teams": sum(day is not None and day <= _asked(db)["as_of"] for day in days.values())}]


def team_rows(db: Tables) -> list[Row]:
    rows = {row["row"] for row in chosen(db)}
    named = [{"row": team["team"], "name": team["name"]} for team in db["teams"] if team["team"] in rows]
    return sorted(named, key=lambda row: row["row"])


def top_level(db: Tables) -> list[Row]:
    return [{"top": max((_edition(db, row["edition"])["max_level"] for row in chosen(db)), default=4)}]


def kinds(db: Tables) -> list[Row]:
    wanted = {row["team"] for row in db["wanted_teams"]}
    last = [row for row in db["latest"] if row["quarter"] == _asked(db)["quarter"] and row["team"] in wanted]
    grouped = _grouped((_edition(db, row["edition"]) for row in last), "questionnaire", "version")
    return [{"questionnaire": id_, "version": version, "teams": len(rows)} for (id_, version), rows in grouped]


def chosen_by_quarter(db: Tables) -> list[Row]:
    kinds_ = {(row["questionnaire"], row["version"]) for row in db["wanted_kinds"]}
    wanted = {(row["fact"], row["choice"]) for row in db["wanted_facts"]}
    found = []
    for last in db["latest"]:
        edition = _edition(db, last["edition"])
        own = {(row["fact"], row["choice"]) for row in db["facts"] if row["edition"] == last["edition"]}
        fits = len({fact for fact, _ in own & wanted}) == _asked(db)["facts"]
        if fits and (edition["questionnaire"], edition["version"]) in kinds_:
            found += [{**last, "row": of["row"]} for of in db["wanted_teams"] if of["team"] == last["team"]]
    return found


def chosen(db: Tables) -> list[Row]:
    return [row for row in chosen_by_quarter(db) if row["quarter"] == _asked(db)["quarter"]]


def _standing(rows: list[Row]) -> Row:
    return {
        "teams": len(rows),
        "old": sum(row["is_old"] for row in rows),
        "levels": sum(row["level"] is not None for row in rows),
        **{f"{name}_sum": _sum(row[name] for row in rows) for name in FIGURES},
    }


def show(db: Tables) -> list[Row]:
    found = []
    for last in _now(db):
        edition = _edition(db, last["edition"])
        of = [{**edition, "section": "", "position": 0, "title": ""}]
        of += [row for row in db["sections"] if row["edition"] == last["edition"]]
        found += [{**row, "row": last["row"], "is_old": last["is_old"]} for row in of if row["low"] is not None]
    sums = [
        {
            "row": row,
            "section": section,
            **_standing(rows),
            "position": min(one["position"] for one in rows),
            "title": max(one["title"] for one in rows),
        }
        for (row, section), rows in _grouped(found, "row", "section")
    ]
    return sorted(sums, key=lambda one: (one["row"], one["position"], one["section"]))


def section_list(db: Tables) -> list[Row]:
    asked = {last["edition"] for last in _now(db)}
    found = [
        {
            "section": section,
            "position": min(one["position"] for one in rows),
            "title": max(one["title"] for one in rows),
        }
        for (section,), rows in _grouped(
            [row for row in db["sections"] if row["edition"] in asked and row["low"] is not None], "section"
        )
    ]
    return sorted(found, key=lambda one: (one["position"], one["section"]))


def trend(db: Tables) -> list[Row]:
    return _by_quarter_and_row(db, chosen_by_quarter(db))


def overall(db: Tables) -> list[Row]:
    return _by_quarter_and_row(db, _now(db))


def teams_of_practice(db: Tables) -> list[Row]:
    found = []
    for key, name in sorted({(last["edition"], last["team"]) for last in _now(db)}):
        team, wanted = _team(db, name), [row["practice"] for row in db["wanted_practices"]]
        for score in db["scores"]:
            if score["edition"] == key and score["practice"] in wanted and score["counts"]:
                of = {column: score[column] for column in ("practice", "level", "evidenced", "target")}
                before = score["before_level"] if score["same_words"] else None
                found.append({"team": name, "name": team["name"], "unit": team["unit"], "before": before, **of})
    found.sort(key=lambda one: (one["level"] is not None, one["level"] or 0, one["name"], one["team"], one["practice"]))
    return [{column: value for column, value in one.items() if column != "practice"} for one in found]


def _by_quarter_and_row(db: Tables, lasts: list[Row]) -> list[Row]:
    found = [{**_edition(db, last["edition"]), **last} for last in lasts]
    counting = [row for row in found if row["low"] is not None]
    return [
        {"quarter": quarter, "row": row, **_standing(rows), "new": sum(one["is_new"] for one in rows)}
        for (quarter, row), rows in _grouped(counting, "quarter", "row")
    ]


def team_list(db: Tables) -> list[Row]:
    found = []
    for last in _now(db):
        team, edition = _team(db, last["team"]), _edition(db, last["edition"])
        found.append(
            {
                **{name: last[name] for name in ("row", "team", "sealed_on", "round_on", "age_days", "is_old")},
                **{name: team[name] for name in ("name", "unit", "place")},
                "edition_name": edition["name"],
                **{name: edition[name] for name in ("digest", "practices", "answered", *FIGURES, *EXACT)},
                **{name: edition[name] for name in ("like_before_exact", "like_after_exact")},
            }
        )
    return sorted(found, key=lambda row: (row["row"], row["team"]))


def spread(db: Tables) -> list[Row]:
    found = []
    for last in _now(db):
        team, edition = _team(db, last["team"]), _edition(db, last["edition"])
        if edition["level"] is not None:
            figures = {name: edition[name] for name in ("level", "level_exact")}
            found.append({"unit": team["unit"], "team": team["team"], "name": team["name"], **figures})
    for _, rows in _grouped(found, "unit"):
        median = statistics.median(row["level"] for row in rows)
        for row in rows:
            row.update(unit_teams=len(rows), unit_median=median)
    return sorted(found, key=lambda row: (row["unit"], row["team"]))


def _named(db: Tables, row: Row) -> Row:
    return {"row": row["row"], **{name: _team(db, row["team"])[name] for name in ("team", "name", "unit")}}


def _by_row_and_team(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["row"], row["team"]))


def late_rounds(db: Tables) -> list[Row]:
    before = _asked(db)["late_before"]
    late = [last for last in _now(db) if last["round_on"] is None or last["round_on"] < before]
    return _by_row_and_team(
        [{**_named(db, one), "sealed_on": one["sealed_on"], "round_on": one["round_on"]} for one in late]
    )


def late_steps(db: Tables) -> list[Row]:
    found = []
    counting = {(row["edition"], row["practice"]) for row in db["scores"] if row["counts"]}
    for last in _now(db):
        due = [
            step["due"]
            for step in db["steps"]
            if step["edition"] == last["edition"]
            and (step["edition"], step["practice"]) in counting
            and step["done_on"] is None
            and step["due"] is not None
            and step["due"] < _asked(db)["as_of"]
        ]
        if due:
            found.append({**_named(db, last), "sealed_on": last["sealed_on"], "steps": len(due), "since": min(due)})
    return _by_row_and_team(found)


def silent(db: Tables) -> list[Row]:
    asked = _asked(db)
    sealed = {row["team"] for row in db["latest"] if row["quarter"] == asked["quarter"]}
    found = []
    for of in db["wanted_teams"]:
        closed = _team(db, of["team"])["closed_on"]
        if of["team"] not in sealed and (closed is None or closed > asked["as_of"]):
            found.append(_named(db, of))
    return _by_row_and_team(found)


def risk_list(db: Tables) -> list[Row]:
    found = [
        {
            **{name: risk[name] for name in ("until", "practice", "level", "target", "reason")},
            "title": score["title"],
            "row": last["row"],
            "team": last["team"],
            "name": _team(db, last["team"])["name"],
        }
        for last in _now(db)
        for risk in db["risks"]
        for score in db["scores"]
        if risk["edition"] == score["edition"] == last["edition"] and risk["practice"] == score["practice"]
        if score["counts"] and score["level"] is not None and risk["level"] <= score["level"] < score["target"]
    ]
    return sorted(found, key=lambda row: (row["until"], row["row"], row["team"], row["practice"]))


def risk_months(db: Tables) -> list[Row]:
    found = [{**row, "year": row["until"].year, "month": row["until"].month} for row in risk_list(db)]
    return [
        {"year": year, "month": month, "risks": len(rows), "teams": len({row["team"] for row in rows})}
        for (year, month), rows in _grouped(found, "year", "month")
    ]


def _counting(db: Tables) -> list[Row]:
    return [
        {**score, "row": last["row"]}
        for last in _now(db)
        for score in db["scores"]
        if score["edition"] == last["edition"] and score["counts"]
    ]


def tally(db: Tables) -> list[Row]:
    same = ("practice", "section", "title", "essential", "level", "evidenced", "target")
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in _counting(db):
        groups.setdefault(tuple(row[name] for name in same), []).append(row)
    return [
        {
            **dict(zip(same, key, strict=True)),
            "teams": len(rows),
            "share": float(sum(row["share"] or 0 for row in rows)),
        }
        for key, rows in groups.items()
    ]


def _by_practice(rows: Iterable[Row], more: Callable[[list[Row]], Row]) -> list[Row]:
    return [
        {
            "practice": practice,
            "section": min(row["section"] for row in own),
            "title": max(row["title"] for row in own),
            **more(own),
        }
        for (practice,), own in _grouped(rows, "practice")
    ]


def proof(db: Tables) -> list[Row]:
    return _by_practice(
        (row for row in _counting(db) if row["level"] is not None),
        lambda rows: {
            "teams": len(rows),
            "level_sum": sum(row["level"] for row in rows),
            "evidenced_sum": sum(row["evidenced"] or 0 for row in rows),
            "unproven": sum((row["evidenced"] or 0) < row["level"] for row in rows),
        },
    )


def practices(db: Tables) -> list[Row]:
    def more(rows: list[Row]) -> Row:
        settled = [row for row in rows if row["level"] is not None]
        gaps = [row["target"] - row["level"] for row in settled if row["level"] < row["target"]]
        return {
            "essential": int(any(row["essential"] for row in rows)),
            "teams": len(rows),
            "settled": len(settled),
            "short": len(gaps),
            "gap_sum": sum(gaps),
            "level_sum": _sum(row["level"] for row in settled),
            "target_sum": sum(row["target"] for row in settled),
        }

    return _by_practice(_counting(db), more)


def gains(db: Tables) -> list[Row]:
    return _by_practice(
        (row for row in _counting(db) if (row["level"] or 0) < row["target"]),
        lambda rows: {
            "low_teams": len(rows),
            "unsettled": sum(row["level"] is None for row in rows),
            "gain_sum": sum(row["share"] or 0 for row in rows),
            "to_target_sum": sum((row["share"] or 0) * (row["target"] - (row["level"] or 0)) for row in rows),
        },
    )


def held(db: Tables) -> list[Row]:
    offered = {(row["edition"], row["practice"]) for row in db["offers"]}
    offering = {edition for edition, _ in offered}
    last = [row for row in db["latest"] if row["quarter"] == _asked(db)["quarter"] and row["edition"] in offering]
    return [
        {**score, "team": one["team"], "offered": int((score["edition"], score["practice"]) in offered)}
        for one in last
        for score in db["scores"]
        if score["edition"] == one["edition"] and score["counts"] and score["level"] is not None
    ]


def platforms(db: Tables) -> list[Row]:
    wanted = ("practice", "team", "name", "level", "offered")
    found = [{**row, "name": _team(db, row["team"])["name"]} for row in held(db)]
    return sorted(
        ({name: row[name] for name in wanted} for row in found), key=lambda row: (row["practice"], row["team"])
    )


def offered_gains(db: Tables) -> list[Row]:
    takes = {(row["edition"], row["practice"]) for row in db["taken"]}
    rows = []
    for last in _now(db):
        for row in db["scores"]:
            if row["edition"] != last["edition"] or not row["counts"] or (row["edition"], row["practice"]) in takes:
                continue
            known = row["level"] or 0
            of = [one for one in held(db) if all(one[key] == row[key] for key in ("practice", "wording"))]
            if known >= row["target"] or not of:
                continue
            offered = [one["level"] for one in of if one["offered"]]
            given = not offered and any(one["level"] > known for one in of)
            rows.append({"practice": row["practice"], "take": any(level > known for level in offered), "given": given})
    return [
        {
            "practice": practice,
            "could_take": sum(row["take"] for row in of),
            "could_be_given": sum(row["given"] for row in of),
        }
        for (practice,), of in _grouped(rows, "practice")
    ]


def compare_practices(db: Tables) -> list[Row]:
    return [
        {
            "row": row,
            "practice": practice,
            "title": max(one["title"] for one in rows),
            "teams": len(rows),
            "levels": sum(one["level"] is not None for one in rows),
            "level_sum": _sum(one["level"] for one in rows),
            "target_sum": sum(one["target"] for one in rows),
        }
        for (row, practice), rows in _grouped(_counting(db), "row", "practice")
    ]


def _sealed(db: Tables) -> list[Row]:
    kinds_ = {(row["questionnaire"], row["version"]) for row in db["wanted_kinds"]}
    return [
        {**edition, "row": last["row"], "last": last["edition"], "team_name": _team(db, edition["team"])["name"]}
        for edition in db["editions"]
        for last in _now(db)
        if edition["team"] == last["team"]
        and edition["quarter"] == _asked(db)["quarter"]
        and (edition["questionnaire"], edition["version"]) in kinds_
    ]


def _sealed_by_teams(db: Tables, *, with_several: bool) -> list[Row]:
    """Those of teams that sealed several in the quarter, or only one."""
    found = _sealed(db)
    of = [row["team"] for row in found]
    return [row for row in found if (of.count(row["team"]) > 1) is with_several]


def _like(db: Tables, edition: Row) -> list[Row]:
    return [
        score
        for score in db["scores"]
        if score["edition"] == edition["edition"]
        and score["same_words"]
        and score["level"] is not None
        and score["before_level"] is not None
    ]


def moved_practices(db: Tables) -> list[Row]:
    found = [score for edition in _sealed_by_teams(db, with_several=False) for score in _like(db, edition)]
    return _by_practice(
        found,
        lambda rows: {
            "teams": len(rows),
            "up": sum(row["level"] > row["before_level"] for row in rows),
            "down": sum(row["level"] < row["before_level"] for row in rows),
            "change_sum": sum(row["level"] - row["before_level"] for row in rows),
        },
    )


def moved_teams(db: Tables) -> list[Row]:
    wanted = ("like_practices", "like_before", "like_after", "like_before_exact", "like_after_exact")
    found = [
        {
            "row": edition["row"],
            "team": edition["team"],
            "name": edition["team_name"],
            "edition": edition["edition"],
            **{name: edition[name] for name in wanted},
        }
        for edition in _sealed_by_teams(db, with_several=False)
        if edition["like_practices"] is not None
    ]
    return sorted(found, key=lambda row: (row["row"], row["team"], row["edition"]))


def moved_in_several(db: Tables) -> list[Row]:
    earlier = {
        (edition["team"], edition["digest"]): edition["edition"]
        for edition in _sealed(db)
        if edition["previous_digest"] is not None
    }
    found = [
        {
            **{name: edition[name] for name in ("row", "team", "edition", "last")},
            "name": edition["team_name"],
            "previous": earlier.get((edition["team"], edition["previous_digest"])),
            **{name: score[name] for name in ("practice", "before_id", "section", "title", "level", "before_level")},
            "practice_weight": score["weight_exact"],
            "section_weight": section["weight_exact"],
        }
        for edition in _sealed_by_teams(db, with_several=True)
        for score in _like(db, edition)
        for section in db["sections"]
        if (section["edition"], section["section"]) == (score["edition"], score["section"])
    ]
    return sorted(found, key=lambda row: (row["row"], row["team"], row["edition"], row["practice"]))
