"""A question about a portfolio: of which teams, as which questionnaire asks, in which quarter; and its ten answers.

An inquiry holds an engine on the last collection. Where somebody collects meanwhile, files that it asks may be gone:
then it opens the store once more and asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from levelbook.book.authoring.questionnaire_authoring import fact_choices
from levelbook.core.errors import FileIsWrong, UnknownId, UsedWrongly
from levelbook.core.portfolio.organisation import IN_NO_UNIT, NO_UNIT, Organisation
from levelbook.core.portfolio.overview import Overview
from levelbook.core.portfolio.quarters import Quarter
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.core.portfolio.reports.comparison import Compared, compared_of
from levelbook.core.portfolio.reports.heatmap import Heatmap, heatmap_of, without_sections
from levelbook.core.portfolio.reports.lateness import LateTeam, late_teams
from levelbook.core.portfolio.reports.movement import Movement, movement_of
from levelbook.core.portfolio.reports.practices import Gain, Proof, Shortfall, gains_of, proof_of, shortfalls_of
from levelbook.core.portfolio.reports.risks import Risks, risks_of
from levelbook.core.portfolio.reports.scope import LeftOut, QuestionnaireVersion, ReportScope, Rows
from levelbook.core.portfolio.reports.several_editions import moved_throughout
from levelbook.core.portfolio.reports.team_details import PracticeOfTeam
from levelbook.core.portfolio.reports.teams import Distance, TeamLine, distances_of, team_lines
from levelbook.core.portfolio.reports.trend import TrendPoint, trend_of
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.portfolio.engine import Engine, EngineName, QueryCancellation
from levelbook.portfolio.queries.inputs import INPUTS
from levelbook.portfolio.settings import Portfolio
from levelbook.words.portfolio import quarters_words

_BEGINS_WITH: Final[Mapping[str, str]] = {
    "trend": "chosen_by_quarter",
    "proof": "tally",
    "practices": "tally",
    "gains": "tally",
    "platforms": "held",
    "offered_gains": "held",
}
"""Queries that need a table which not every inquiry has."""


class Inquiry:
    """An inquiry answers one question in all ways.

    Raises UsedWrongly, UnknownId, FileIsWrong; QueryCancelled where it was cancelled.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        question: PortfolioQuestion,
        *,
        engine: EngineName = "duckdb",
        cancellation: QueryCancellation | None = None,
    ) -> None:
        self.portfolio = portfolio
        self.cancellation = cancellation or QueryCancellation()
        self.question = question
        self.engine_name = engine
        self._practice_ids: list[tuple[str]] = []
        self._open()
        try:
            self._ask()
        except BaseException:
            self._engine.__exit__()
            raise

    def __enter__(self) -> Inquiry:
        return self

    def __exit__(self, *raised: object) -> None:
        self._engine.__exit__()

    # --- The answers

    @cached_property
    def heatmap(self) -> Heatmap:
        return heatmap_of(self._found("show"), self.asked.titles)

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """Return the sections of the heatmap, id to title, without its figures."""
        return {line["section"]: line["title"] for line in self._found("section_list")}

    @cached_property
    def trend(self) -> tuple[TrendPoint, ...]:
        return trend_of(self._found("trend"))

    @cached_property
    def teams(self) -> tuple[TeamLine, ...]:
        return team_lines(self._found("team_list"))

    @cached_property
    def late(self) -> tuple[LateTeam, ...]:
        found = self._found("late_rounds"), self._found("late_steps"), self._silent
        return late_teams(*found, self.asked.as_of, self._manifest.round_days)

    @cached_property
    def risks(self) -> Risks:
        return risks_of(self._found("risk_months"), self._found("risk_list"), self.asked.as_of)

    @cached_property
    def proof(self) -> tuple[Proof, ...]:
        return proof_of(self._by_practice("proof"))

    @cached_property
    def practices(self) -> tuple[Shortfall, ...]:
        return shortfalls_of(self._by_practice("practices"))

    @cached_property
    def gains(self) -> tuple[Gain, ...]:
        found = self._by_practice("gains")
        platforms = self._found("platforms")
        if not platforms:
            return gains_of(found, self.asked.teams)
        called = [{**line, "practice": self._renamed.get(line["practice"], line["practice"])} for line in platforms]
        return gains_of(found, self.asked.teams, self._by_practice("offered_gains"), called)

    @cached_property
    def spread(self) -> tuple[Distance, ...]:
        return distances_of(self._found("spread"))

    @cached_property
    def movement(self) -> Movement:
        several = moved_throughout(self._found("moved_in_several"))
        called = [
            {**line, "practice": self._renamed.get(line["practice"], line["practice"])} for line in several.by_practice
        ]
        return movement_of(
            [*self._by_practice("moved_practices"), *called],
            [*self._found("moved_teams"), *several.by_team],
            self.asked.titles,
        )

    @property
    def overall(self) -> Heatmap:
        """Return the heatmap without its sections, which take most of the time that it takes."""
        return without_sections(trend_of(self._found("overall")), self.asked.titles)

    def teams_of_practice(self, practice: str) -> list[PracticeOfTeam]:
        """Return each team for which a practice counts, under any of its ids, the lowest first."""
        ids = (practice, *(old for old, now in self._renamed.items() if now == practice))
        self._practice_ids = [(id_,) for id_ in ids]
        self._fill("wanted_practices", self._practice_ids)
        return [PracticeOfTeam(**line) for line in self._found("teams_of_practice")]

    @property
    def overview(self) -> Overview:
        """Return every report, for a page."""
        return Overview(
            self.portfolio.organisation.organisation,
            self.asked,
            *(self.heatmap, self.trend, self.movement, self.late, self.risks),
            *(self.gains, self.practices, self.proof, self.teams),
        )

    @cached_property
    def top(self) -> int:
        """Return the highest level of the scale that the teams answer by."""
        [found] = self._found("top_level")
        return int(found["top"])

    def compared(self, one: str, other: str) -> Compared:
        """Compare two rows."""
        found = self._by_practice("compare_practices", by="row")
        return compared_of(self._found("show"), found, self.asked.titles, one, other)

    # --- What is asked about

    def _open(self) -> None:
        self._engine, self._manifest = self.portfolio.store.opened_on(self.engine_name, cancellation=self.cancellation)

    def _ask(self) -> None:
        """Fill the tables that say what is asked about, and find the editions that it is over."""
        organisation, question = self.portfolio.organisation, self.question
        quarter = self._quarter()
        as_of = min(Quarter.parse(quarter).last_day, self._manifest.today)
        if question.row_pairs is not None:
            self._fill("wanted_teams", question.row_pairs)
        else:
            used = [line["unit"] for line in self._engine.found("used_units")]
            self._fill("wanted_units", self._rows_of(used).items())
            self._engine.keep("wanted_teams", "teams_of_units")
        facts = [(fact, choice) for fact, choices in question.profile.items() for choice in choices]
        self._fill("wanted_facts", facts)
        self._fill("wanted_practices", self._practice_ids)
        late_before = as_of - timedelta(days=self._manifest.round_days)
        self._fill("asked", [(quarter, as_of, late_before, len(question.profile))])
        found = self._engine.found("kinds")
        answered = {QuestionnaireVersion(line["questionnaire"], line["version"]): line["teams"] for line in found}
        kinds = _chosen_kinds(question.questionnaire, answered, organisation)
        self._refuse_unknown(facts, {kind.questionnaire for kind in (*kinds, *answered)})
        self._fill("wanted_kinds", [(kind.questionnaire, kind.version) for kind in kinds])
        self._renamed = _renamed(organisation, kinds)
        self._kept = set[str]()
        self._keep("chosen")
        [counted] = self._engine.found("counted")
        self.asked = ReportScope(
            quarter=quarter,
            unit=question.unit,
            profile=question.profile,
            kinds=tuple(kinds),
            as_of=as_of,
            collected_at=self._manifest.collected_at,
            teams=counted["teams"],
            old=counted["old"],
            left_out=tuple(
                LeftOut(kind.questionnaire, kind.version, count)
                for kind, count in sorted(answered.items(), key=lambda one: (-one[1], str(one[0])))
                if kind not in kinds
            ),
            closed=self._closed(),
            silent=len(self._silent),
            titles=self._titles(organisation),
        )

    @cached_property
    def _silent(self) -> Rows:
        """Return the teams without an edition; none where only some profiles are asked about, which they never gave."""
        return () if self.question.profile else self._found("silent")

    def _closed(self) -> int:
        """Count the closed teams of the units that are asked about; none where only some profiles are.

        The collection says which are closed, as for every figure: portfolio.toml may have been edited since.
        """
        if self.question.profile:
            return 0
        [found] = self._engine.found("closed")
        return int(found["teams"])

    def _refuse_unknown(self, facts: Sequence[tuple[str, str]], questionnaires: Iterable[str]) -> None:
        """Refuse facts and choices that no team has given, since “nobody is late” would be said of a misspelt one.

        A shipped questionnaire says which choices there are beside those that a team has given; another's is not known.
        """
        given: dict[str, list[str]] = {}
        for line in self._engine.found("fact_choices") if facts else ():
            given.setdefault(line["fact"], []).append(line["choice"])
        if all(choice in given.get(fact, ()) for fact, choice in facts):
            return
        known = {fact: [*choices] for fact, choices in given.items()}
        for questionnaire in questionnaires:
            for fact, choices in fact_choices(questionnaire).items():
                known.setdefault(fact, []).extend(choices)
        for fact, choice in facts:
            if fact not in known:
                hint = f"Teams have answered: {', '.join(given)}." if given else "No team has answered any."
                raise UnknownId("fact", fact, nearest(fact, known), hint=hint)
            if choice not in known[fact]:
                raise UsedWrongly(
                    f"No team has answered {fact} with “{clean_line(choice)}”.",
                    remedy=f"Teams have answered: {', '.join(given[fact])}." if fact in given else "",
                )

    def _quarter(self) -> str:
        """Choose the quarter: while no team has an edition that counts, that of the collection. Raises UnknownId."""
        known = self.quarters or (str(Quarter.of(self._manifest.today)),)
        if self.question.quarter is None:
            return known[-1]
        try:
            asked = str(Quarter.parse(self.question.quarter))
        except ValueError as error:
            raise UsedWrongly(f"--quarter: {error}.") from None
        if asked not in known:
            raise UnknownId("quarter", asked, hint=quarters_words(known))
        return asked

    def _rows_of(self, used: Iterable[str]) -> Mapping[str, str]:
        """Map each unit that is asked about to its row. Raises UnknownId."""
        tree, unit = self.portfolio.organisation.tree, self.question.unit
        known = [*tree.by_id, NO_UNIT]
        if unit is not None and unit not in known:
            hint = "portfolio.toml lists them." if tree.by_id else "portfolio.toml lists no units yet."
            raise UnknownId("unit", unit, nearest(unit, known), hint=hint)
        return tree.rows_of(unit, used)

    def _titles(self, organisation: Organisation) -> dict[str, str]:
        units = {unit.id: unit.title for unit in organisation.units}
        named = {line["row"]: line["name"] for line in self._engine.found("team_rows")}
        return {NO_UNIT: IN_NO_UNIT, **named, **units}

    def _fill(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        self._engine.fill(name, INPUTS[name], rows)

    # --- Asking the engine

    @property
    def duckdb(self) -> Engine:
        """Return the engine, in which the tables of `queries/inputs.py` say what is asked about. Raises UsedWrongly."""
        if not isinstance(self._engine, Engine):
            raise UsedWrongly("Only DuckDB can show single teams.", remedy="Leave out --engine.")
        return self._engine

    @cached_property
    def quarters(self) -> tuple[str, ...]:
        """Return the quarters that can be asked about, the first one first."""
        return tuple(str(line["quarter"]) for line in self._engine.found("quarters"))

    def _found(self, query: str) -> list[dict[str, Any]]:
        try:
            return self._found_in_this_collection(query)
        except FileIsWrong:
            if not self.is_collected_anew():
                raise
            self._engine.__exit__()
            self._open()
            self._ask()
            return self._found_in_this_collection(query)

    def _found_in_this_collection(self, query: str) -> list[dict[str, Any]]:
        if query in _BEGINS_WITH:
            self._keep(_BEGINS_WITH[query])
        return self._engine.found(query)

    def _keep(self, table: str) -> None:
        """Have a table that queries begin with, made once."""
        if table not in self._kept:
            self._engine.keep(table, table)
            self._kept.add(table)

    def is_collected_anew(self) -> bool:
        """Tell whether somebody collected since this was opened."""
        return self.portfolio.store.manifest().generation != self._manifest.generation

    def _by_practice(self, query: str, *, by: str | None = None) -> list[dict[str, Any]]:
        """Ask, and count renamed practices of versions that are alike under one id."""
        found = self._found(query)
        if not self._renamed:
            return found
        merged: dict[tuple[str, str], dict[str, Any]] = {}
        for line in found:
            practice = self._renamed.get(line["practice"], line["practice"])
            key = (line[by] if by else "", practice)
            held = merged.get(key)
            merged[key] = {**line, "practice": practice} if held is None else _added(held, line)
        return list(merged.values())


def compared(
    portfolio: Portfolio,
    question: PortfolioQuestion,
    one: str,
    other: str,
    *,
    engine: EngineName = "duckdb",
    cancellation: QueryCancellation | None = None,
) -> tuple[Inquiry, Compared]:
    """Ask a question of two units or teams, and put them side by side. Raises what an inquiry does, UnknownId."""
    opened, _ = portfolio.store.opened_on(engine, cancellation=cancellation)
    with opened:
        unit_of = {line["team"]: line["unit"] for line in opened.found("team_units")}
    tree = portfolio.organisation.tree
    within = {team for team, unit in unit_of.items() if question.unit is None or question.unit in tree.above(unit)}
    pairs = []
    for name in dict.fromkeys((one, other)):
        if name in tree.by_id or name == NO_UNIT:
            meant = {team for team, unit in unit_of.items() if name in tree.above(unit)}
        elif name in unit_of:
            meant = {name}
        else:
            near = nearest(name, [*tree.by_id, *unit_of])
            raise UnknownId("unit or team", name, near, hint=_UNITS_AND_TEAMS)
        pairs += [(team, name) for team in sorted(meant & within)]
    with Inquiry(portfolio, replace(question, row_pairs=pairs), engine=engine, cancellation=cancellation) as inquiry:
        return inquiry, inquiry.compared(one, other)


_UNITS_AND_TEAMS: Final = "portfolio.toml lists the units, and `levelbook portfolio teams --all` the teams."


def _added(held: Mapping[str, Any], line: Mapping[str, Any]) -> dict[str, Any]:
    """Add up two lines of a practice that has two ids."""
    return {name: value if isinstance(value, str) else (value or 0) + (line[name] or 0) for name, value in held.items()}


def _chosen_kinds(
    asked: str | None, answered: Mapping[QuestionnaireVersion, int], organisation: Organisation
) -> list[QuestionnaireVersion]:
    """Return the versions that are counted together. Raises UsedWrongly, UnknownId."""
    groups = {
        group.id: [QuestionnaireVersion(*name.split("@", 1)) for name in group.of] for group in organisation.alike
    }
    if asked in groups:
        return groups[asked]
    if asked is None:
        if not answered:
            return []
        most = max(answered, key=lambda kind: (answered[kind], str(kind)))
        return next((group for group in groups.values() if most in group), [most])
    found = [kind for kind in answered if asked in (str(kind), kind.questionnaire)]
    if not found:
        known = list(dict.fromkeys([*groups, *(kind.questionnaire for kind in answered), *map(str, answered)]))
        hint = f"There are: {', '.join(known)}." if known else "No team has an edition that counts yet."
        raise UnknownId("questionnaire", asked, nearest(asked, known), hint=hint)
    if len(found) > 1:
        versions = ", ".join(sorted(map(str, found)))
        raise UsedWrongly(
            f"Teams answer several versions of {asked}: {versions}. They are only added up if you say so.",
            remedy=f"Name one, such as {found[0]}, or list them under [[alike]] in portfolio.toml.",
        )
    return found


def _renamed(organisation: Organisation, kinds: Sequence[QuestionnaireVersion]) -> Mapping[str, str]:
    names = set(map(str, kinds))
    return next((group.renamed for group in organisation.alike if names and names <= set(group.of)), {})
