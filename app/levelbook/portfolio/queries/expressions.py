"""This module has every query of a portfolio as an Ibis expression, which compiles to the SQL of several engines.

Where engines differ the expression settles it: no mean is taken here (a sum and a count are, and Python divides and
rounds once), nothing is divided, days are compared with days and never subtracted, whatever has an order is ordered by
something unique, distinct values are counted as rows (ClickHouse estimates them otherwise), and what is true is counted
by `sum` (Postgres makes no BIGINT of a boolean). Ibis is needed to change a query, and to ask Spark;
`queries/__init__.py` says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis
from ibis import _

from levelbook.core.portfolio.tables import TABLES, UNDIVIDED, columns
from levelbook.portfolio.queries.inputs import CHOSEN, INPUTS, MADE

_TYPES: Final = {
    "VARCHAR": "string",
    "BIGINT": "int64",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


def _table(name: str, types: Mapping[str, str]) -> Any:
    return ibis.table({column: _TYPES[type_] for column, type_ in types.items()}, name=name)


def _stored(name: str) -> Any:
    quarter = {} if name in UNDIVIDED else {"quarter": "VARCHAR"}
    return _table(name, {**columns(TABLES[name]), **quarter})


asked, wanted_units, wanted_teams, wanted_kinds, wanted_facts, wanted_practices = (
    _table(name, types) for name, types in INPUTS.items()
)
teams, editions, facts, sections, scores, risks, steps, offers, taken, latest = map(
    _stored, ("teams", "editions", "facts", "sections", "scores", "risks", "steps", "offers", "taken", "latest")
)
now, by_quarter, tallied, held_by_platforms = (_table(name, types) for name, types in MADE.items())
"""Results of the queries `chosen`, `chosen_by_quarter`, `tally` and `held`."""


# --- Who is asked about -----------------------------------------------------------------------------------------------


def quarters() -> Any:
    """The quarters that there are."""
    return latest[["quarter"]].distinct().order_by("quarter")


def used_units() -> Any:
    """The units that teams are in."""
    return teams[["unit"]].distinct().order_by("unit")


def team_units() -> Any:
    """Query each team with its unit."""
    return teams[["team", "unit"]].order_by("team")


def fact_choices() -> Any:
    """The choices that teams have given for each fact, in any edition."""
    return facts[["fact", "choice"]].distinct().order_by(["fact", "choice"])


def teams_of_units() -> Any:
    """The teams of the units that are asked about, each in its unit's row."""
    return teams[["team", "unit"]].inner_join(wanted_units, "unit")[["team", "row"]].order_by(["row", "team"])


def kinds() -> Any:
    """Count the teams by questionnaire and version in the quarter."""
    last = latest.semi_join(asked, "quarter").semi_join(wanted_teams, "team")
    of = last[["edition"]].inner_join(editions[["edition", "questionnaire", "version"]], "edition")
    return of.group_by(["questionnaire", "version"]).agg(teams=_.count()).order_by(["questionnaire", "version"])


def chosen() -> Any:
    """The last edition of each team in the quarter, of those asked about."""
    return _chosen_of(latest.semi_join(asked, "quarter"))


def chosen_by_quarter() -> Any:
    """Query the same in each quarter."""
    return _chosen_of(latest)


def _chosen_of(last: Any) -> Any:
    kind = editions.semi_join(wanted_kinds, ["questionnaire", "version"])[["edition"]]
    named = facts.semi_join(wanted_facts, ["fact", "choice"])[["edition", "fact"]].distinct()
    fitting = named.group_by("edition").agg(fitting=_.count())
    found = last.semi_join(kind, "edition").inner_join(wanted_teams, "team")
    found = found.left_join(fitting, "edition").cross_join(asked[["facts"]])
    return found.filter(_.fitting.fill_null(0) == _.facts)[list(CHOSEN)]


def counted() -> Any:
    """Count the teams asked about in the quarter, and the old ones among them."""
    each = now[["team", "is_old"]].distinct()  # a team of several rows is one team
    return each.agg(teams=_.count(), old=_.is_old.sum().fill_null(0))


def closed() -> Any:
    """Count the teams asked about that are closed by then: no row of `latest` has them any more."""
    found = wanted_teams.inner_join(teams[["team", "closed_on"]], "team").cross_join(asked[["as_of"]])
    return found.filter(_.closed_on <= _.as_of)[["team"]].distinct().agg(teams=_.count())


def team_rows() -> Any:
    """The rows that are one team's, with its name."""
    rows = now[["row"]].distinct()
    named = teams.mutate(row=_.team)[["row", "name"]]
    return rows.inner_join(named, "row")[["row", "name"]].order_by("row")


def top_level() -> Any:
    """The highest level of the scale that the teams answer by."""
    found = now[["edition"]].inner_join(editions[["edition", "max_level"]], "edition")
    return found.agg(top=_.max_level.max().fill_null(4))


# --- Where teams stand ------------------------------------------------------------------------------------------------


def _standing(grouped: Any, **more: Any) -> Any:
    """Sums of the figures of many teams, and how many teams each is of. A level may be open where others are not."""
    return grouped.agg(
        teams=_.count(),
        old=_.is_old.sum(),
        levels=_.level.count(),
        level_sum=_.level.sum(),
        low_sum=_.low.sum(),
        high_sum=_.high.sum(),
        evidenced_sum=_.evidenced.sum(),
        target_sum=_.target.sum(),
        **more,
    )


_FIGURES: Final = ["level", "low", "high", "evidenced", "target"]
_LIKE: Final = ["like_before_exact", "like_after_exact"]


def show() -> Any:
    """Sums by row and section, in the order of the questionnaire; an empty section is the whole.

    What counts for no team is not there.
    """
    whole = now[["row", "edition", "is_old"]].inner_join(editions[["edition", *_FIGURES]], "edition")
    whole = whole.mutate(section=ibis.literal(""), position=ibis.literal(0, "int64"), title=ibis.literal(""))
    by_section = now[["row", "edition", "is_old"]].inner_join(
        sections[["edition", "section", "position", "title", *_FIGURES]], "edition"
    )
    wanted = ["row", "section", "position", "title", "is_old", *_FIGURES]
    found = whole[wanted].union(by_section[wanted]).filter(_.low.notnull())
    grouped = found.group_by(["row", "section"])
    return _standing(grouped, position=_.position.min(), title=_.title.max()).order_by(["row", "position", "section"])


def section_list() -> Any:
    """The sections of which something counts for one of the teams asked about, in the order of the questionnaire."""
    counting = sections.filter(_.low.notnull())[["edition", "section", "position", "title"]]
    found = counting.semi_join(now, "edition").group_by("section")
    return found.agg(position=_.position.min(), title=_.title.max()).order_by(["position", "section"])


def trend() -> Any:
    """Sums by quarter and row."""
    return _by_quarter_and_row(by_quarter)


def overall() -> Any:
    """The figures of the whole in the quarter alone: what `show` says of it, without its sections."""
    return _by_quarter_and_row(now)


def _by_quarter_and_row(last: Any) -> Any:
    found = last.inner_join(editions[["edition", *_FIGURES]], "edition").filter(_.low.notnull())
    grouped = found.group_by(["quarter", "row"])
    return _standing(grouped, new=_.is_new.sum()).order_by(["quarter", "row"])


def team_list() -> Any:
    """Query each team with its figures, exact ones as text."""
    exact = [f"{name}_exact" for name in _FIGURES]
    found = now.inner_join(teams[["team", "name", "unit", "place"]], "team")
    named = editions.mutate(edition_name=_.name)
    of = ["edition", "edition_name", "digest", "practices", "answered", *_FIGURES, *exact, *_LIKE]
    found = found.inner_join(named[of], "edition")
    wanted = [
        "row", "team", "name", "unit", "place", "edition_name", "digest", "sealed_on", "round_on", "age_days", "is_old",
        "practices", "answered", *_FIGURES, *exact, *_LIKE,
    ]  # fmt: skip
    return found[wanted].order_by(["row", "team"])


def teams_of_practice() -> Any:
    """Each team for which a practice counts, the lowest level first, and first of all where it is open."""
    last = now[["team", "edition"]].distinct().inner_join(teams[["team", "name", "unit"]], "team")
    of = scores.semi_join(wanted_practices, "practice").filter(_.counts)
    before = ibis.cases((of.same_words, of.before_level))
    of = of.mutate(before=before)[["edition", "practice", "level", "evidenced", "target", "before"]]
    found = last.inner_join(of, "edition")
    ordered = found.order_by([_.level.asc(nulls_first=True), "name", "team", "practice"])
    return ordered[["team", "name", "unit", "level", "evidenced", "target", "before"]]


def spread() -> Any:
    """Query each team's level with the median of its own unit, over the teams asked about."""
    found = now[["team", "edition"]].inner_join(teams[["team", "name", "unit"]], "team")
    found = found.inner_join(editions[["edition", "level", "level_exact"]], "edition").filter(_.level.notnull())
    by_unit = found.group_by("unit").agg(unit_teams=_.count(), unit_median=_.level.median())
    wanted = ["unit", "team", "name", "level", "level_exact", "unit_teams", "unit_median"]
    return found.inner_join(by_unit, "unit")[wanted].order_by(["unit", "team"])


# --- Who is late, and what runs out -----------------------------------------------------------------------------------


def late_rounds() -> Any:
    """Teams whose last round ended too long ago, or whose only editions ended none."""
    found = now.cross_join(asked[["late_before"]]).filter(_.round_on.isnull() | (_.round_on < _.late_before))
    found = found.inner_join(teams[["team", "name", "unit"]], "team")
    return found[["row", "team", "name", "unit", "sealed_on", "round_on"]].order_by(["row", "team"])


def late_steps() -> Any:
    """Teams with steps whose day is past and that are not done; nobody is held to what does not apply any more."""
    counting = scores.filter(_.counts)[["edition", "practice"]]
    late = steps.filter(_.done_on.isnull()).semi_join(now, "edition").semi_join(counting, ["edition", "practice"])
    late = late[["edition", "due"]]
    late = late.cross_join(asked[["as_of"]]).filter(_.due < _.as_of)
    counted = late.group_by("edition").agg(steps=_.count(), since=_.due.min())
    named = now[["row", "team", "edition", "sealed_on"]].inner_join(counted, "edition")
    named = named.inner_join(teams[["team", "name", "unit"]], "team")
    return named[["row", "team", "name", "unit", "sealed_on", "steps", "since"]].order_by(["row", "team"])


def silent() -> Any:
    """Teams that have sealed nothing up to the end of the quarter, and are not closed."""
    found = wanted_teams.inner_join(teams, "team").anti_join(latest.semi_join(asked, "quarter"), "team")
    found = found.cross_join(asked[["as_of"]]).filter(_.closed_on.isnull() | (_.closed_on > _.as_of))
    return found[["row", "team", "name", "unit"]].order_by(["row", "team"])


def _risks() -> Any:
    """Query the accepted risks that there are: what does not apply, is open or is on target leaves none to accept.

    One whose day is past stays: its gap is there, and nobody answers for it any more.
    """
    short = scores.filter(_.counts & _.level.notnull() & (_.level < _.target))
    short = short[["edition", "practice", "title", "level"]].rename(answered="level")
    found = now[["row", "team", "edition"]].inner_join(
        risks[["edition", "practice", "level", "target", "until", "reason"]], "edition"
    )
    found = found.inner_join(short, ["edition", "practice"]).filter(_.answered >= _.level)
    return found[["row", "team", "practice", "title", "level", "target", "until", "reason"]]


def risk_list() -> Any:
    """Query every accepted risk, the soonest to expire first."""
    found = _risks()
    found = found.inner_join(teams[["team", "name"]], "team")
    wanted = ["until", "row", "team", "name", "practice", "title", "level", "target", "reason"]
    return found[wanted].order_by(["until", "row", "team", "practice"])


def risk_months() -> Any:
    """Count accepted risks and their teams by the month in which they expire."""
    found = _risks().mutate(year=_.until.year().cast("int64"), month=_.until.month().cast("int64"))
    of_team = found.group_by(["year", "month", "team"]).agg(risks=_.count())
    return of_team.group_by(["year", "month"]).agg(risks=_.risks.sum(), teams=_.count()).order_by(["year", "month"])


# --- Practices over all teams -----------------------------------------------------------------------------------------


def _counting() -> Any:
    """The practices that count, of the editions asked about."""
    return now[["row", "team", "edition"]].inner_join(
        scores.filter(_.counts)[
            ["edition", "practice", "section", "title", "essential", "level", "evidenced", "target", "share"]
        ],
        "edition",
    )


def tally() -> Any:
    """Count teams with the same answer to a practice: few rows, which the next three reports add up."""
    same = ["practice", "section", "title", "essential", "level", "evidenced", "target"]
    return _counting().group_by(same).agg(teams=_.count(), share=_.share.fill_null(0.0).sum())


def proof() -> Any:
    """Compare claimed and proven levels for each practice."""
    proven = _.evidenced.fill_null(0)
    return (
        tallied.filter(_.level.notnull())
        .group_by("practice")
        .agg(
            section=_.section.min(),
            title=_.title.max(),
            teams=_.teams.sum(),
            level_sum=(_.level * _.teams).sum(),
            evidenced_sum=(proven * _.teams).sum(),
            unproven=ibis.ifelse(proven < _.level, _.teams, 0).sum(),
        )
        .order_by("practice")
    )


def practices() -> Any:
    """Count the teams below target in each practice, and by how much."""
    short = (_.level < _.target).fill_null(False)
    return (
        tallied.group_by("practice")
        .agg(
            section=_.section.min(),
            title=_.title.max(),
            essential=_.essential.cast("int32").max(),
            teams=_.teams.sum(),
            settled=ibis.ifelse(_.level.notnull(), _.teams, 0).sum(),
            short=ibis.ifelse(short, _.teams, 0).sum(),
            gap_sum=ibis.ifelse(short, (_.target - _.level) * _.teams, 0).sum(),
            level_sum=(_.level * _.teams).sum(),
            target_sum=ibis.ifelse(_.level.notnull(), _.target * _.teams, 0).sum(),
        )
        .order_by("practice")
    )


def gains() -> Any:
    """Compute the gain of raising each practice below its target; unsettled ones count as 0, as in `low`."""
    low = tallied.mutate(known=_.level.fill_null(0)).filter(_.known < _.target)
    return (
        low.group_by("practice")
        .agg(
            section=_.section.min(),
            title=_.title.max(),
            low_teams=_.teams.sum(),
            unsettled=ibis.ifelse(_.level.isnull(), _.teams, 0).sum(),
            gain_sum=_.share.sum(),
            to_target_sum=(_.share * (_.target - _.known)).sum(),
        )
        .order_by("practice")
    )


def held() -> Any:
    """Query the practices of teams that offer anything, in their last editions; `offered` is 1 or 0."""
    last = latest.semi_join(asked, "quarter").semi_join(offers, "edition")[["team", "edition"]]
    known = scores.filter(_.counts & _.level.notnull())[["edition", "practice", "wording", "level"]]
    offered = offers[["edition", "practice"]].distinct().mutate(offered=ibis.literal(1, "int64"))
    found = last.inner_join(known, "edition").left_join(offered, ["edition", "practice"])
    return found[["team", "practice", "wording", "level", "offered"]].mutate(offered=_.offered.fill_null(0))


def platforms() -> Any:
    """Query each practice of each team that offers anything, and whether it is offered."""
    found = held_by_platforms.inner_join(teams[["team", "name"]], "team")
    return found[["practice", "team", "name", "level", "offered"]].order_by(["practice", "team"])


def offered_gains() -> Any:
    """Count teams below target that could take a practice over, or could if a platform offered it.

    Only where the platform answered the same words and has a higher level than the team. Who takes it over already is
    not counted.
    """
    best = held_by_platforms.group_by(["practice", "wording"]).agg(
        offered_level=ibis.ifelse(_.offered == 1, _.level, ibis.null("int64")).max(), held_level=_.level.max()
    )
    own = scores.filter(_.counts)[["edition", "practice", "wording", "level", "target"]]
    low = now[["edition"]].inner_join(own, "edition").mutate(known=_.level.fill_null(0)).filter(_.known < _.target)
    low = low.anti_join(taken, ["edition", "practice"])
    found = low[["practice", "wording", "known"]].inner_join(best, ["practice", "wording"])
    could_take = (_.offered_level > _.known).fill_null(False)
    could_be_given = _.offered_level.isnull() & (_.held_level > _.known)
    return (
        found.group_by("practice")
        .agg(could_take=could_take.sum(), could_be_given=could_be_given.sum())
        .order_by("practice")
    )


def compare_practices() -> Any:
    """Levels and targets by row and practice."""
    return (
        _counting()
        .group_by(["row", "practice"])
        .agg(
            title=_.title.max(),
            teams=_.count(),
            levels=_.level.count(),
            level_sum=_.level.sum(),
            target_sum=_.target.sum(),
        )
        .order_by(["row", "practice"])
    )


# --- What moved -------------------------------------------------------------------------------------------------------


def _sealed() -> Any:
    """Query every edition sealed in the quarter by a team asked about, with its row and the team's last edition."""
    of = editions.semi_join(asked, "quarter").semi_join(wanted_kinds, ["questionnaire", "version"])
    like = ["like_practices", "like_before", "like_after", *_LIKE]
    last = now[["team", "row", "edition"]].rename(last="edition")
    return of[["edition", "team", "number", "digest", "previous_digest", *like]].inner_join(last, "team")


def _several() -> Any:
    """Query the teams that sealed more than one edition in the quarter."""
    return _sealed().group_by("team").agg(sealed=_.count()).filter(_.sealed > 1)[["team"]]


def _sealed_once() -> Any:
    """Query the only edition of each team that sealed one in the quarter."""
    return _sealed().anti_join(_several(), "team")


def _like_answers() -> Any:
    """Query the answers of the quarter's editions with a level, as in the edition before, to the same words."""
    return scores.semi_join(asked, "quarter").filter(_.same_words & _.level.notnull() & _.before_level.notnull())


def moved_practices() -> Any:
    """Query what moved in each practice with the same wording in the edition before, of teams with one edition."""
    found = _sealed_once()[["edition"]].inner_join(
        _like_answers()[["edition", "practice", "section", "title", "level", "before_level"]], "edition"
    )
    return (
        found.group_by("practice")
        .agg(
            section=_.section.min(),
            title=_.title.max(),
            teams=_.count(),
            up=(_.level > _.before_level).sum(),
            down=(_.level < _.before_level).sum(),
            change_sum=(_.level - _.before_level).sum(),
        )
        .order_by("practice")
    )


def moved_teams() -> Any:
    """Query each team's only edition of the quarter with its level before and after, like for like."""
    found = _sealed_once().filter(_.like_practices.notnull())
    found = found.inner_join(teams[["team", "name"]], "team")
    wanted = [
        "row", "team", "name", "edition", "like_practices", "like_before", "like_after", "like_before_exact",
        "like_after_exact",
    ]  # fmt: skip
    return found[wanted].order_by(["row", "team", "edition"])


def moved_in_several() -> Any:
    """Query the like answers in each edition of the teams that sealed several in the quarter, with their weights."""
    like = _like_answers().rename(practice_weight="weight_exact")
    like = like[["edition", "practice", "before_id", "section", "title", "level", "before_level", "practice_weight"]]
    weights = sections.rename(section_weight="weight_exact")[["edition", "section", "section_weight"]]
    found = _sealed().semi_join(_several(), "team").inner_join(teams[["team", "name"]], "team")
    # The edition before may have no like answer. None is named where it is of an earlier quarter, or the team's first.
    earlier = _sealed().filter(_.previous_digest.notnull())[["team", "edition", "digest"]].distinct()
    earlier = earlier.rename(previous="edition", previous_digest="digest")
    found = found.left_join(earlier, ["team", "previous_digest"])
    found = found[["row", "team", "name", "edition", "last", "previous"]].inner_join(like, "edition")
    return found.inner_join(weights, ["edition", "section"]).order_by(["row", "team", "edition", "practice"])


QUERIES: Final = (
    quarters, used_units, team_units, fact_choices, teams_of_units, kinds, chosen, chosen_by_quarter, counted, closed,
    team_rows, top_level, show, section_list, trend, overall, team_list, teams_of_practice, spread,
    late_rounds, late_steps, silent,
    risk_list, risk_months, tally, proof, practices, gains, held, platforms, offered_gains, compare_practices,
    moved_practices, moved_teams, moved_in_several,
)  # fmt: skip
"""Functions that make the expressions, by name."""
