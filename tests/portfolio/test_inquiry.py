"""Who is asked about, what is left out, and what each command prints."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from levelbook.core.assessment.sealed_scorecard import SealedFact
from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.portfolio import inquiry as inquiry_module
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.inquiry import Inquiry, compared
from levelbook.portfolio.settings import Portfolio, open_portfolio
from support import REPOSITORY
from support.command_line import Said, typed
from support.sealed_books import LEVELS, Book, card

pytestmark = pytest.mark.usefixtures("day_of_portfolios")

REPORTS = ("show", "trend", "teams", "late", "risks", "proof", "practices", "gains", "spread", "movement")
TOML = """\
format = 1
organisation = "Example Bank"
[[units]]
id = "retail"
title = "Retail banking"
[[units]]
id = "cards"
title = "Cards"
within = "retail"
[[sources]]
id = "docs"
folder = "../docs"
[[teams]]
id = "alpha"
unit = "cards"
books = ["docs:alpha"]
[[teams]]
id = "beta"
unit = "retail"
books = ["docs:beta"]
[[teams]]
id = "gamma"
books = ["docs:gamma"]
[[teams]]
id = "quiet"
unit = "cards"
"""


@pytest.fixture(scope="module", name="portfolio")
def _portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    """Four teams: one up, one down, one of another version and profile, one that sealed nothing."""
    root = tmp_path_factory.mktemp("asking")
    alpha, beta, gamma = (Book(root / "docs" / name, name.title()) for name in ("alpha", "beta", "gamma"))
    alpha.seal(date(2026, 8, 3))
    alpha.seal(date(2026, 11, 3), {"data.owners": 3, "data.secrets": 1, "model.limits": 3})
    beta.seal(date(2026, 5, 3))
    beta.seal(date(2026, 8, 3), {"data.owners": 2, "data.secrets": 0, "model.limits": None})
    internal = (SealedFact(id="exposure", given=("internal",), choices=("internal",), open=False),)
    gamma.seal(date(2026, 11, 5), questionnaire=replace(_questionnaire(), version="2.0.0"), profile=internal)
    (root / "bank").mkdir()
    (root / "bank" / "portfolio.toml").write_text(TOML, "utf-8")
    made = open_portfolio(root / "bank")
    collect(made)
    return made


def _with_settings(portfolio: Portfolio, root: Path, toml: str) -> Portfolio:
    """Copy a portfolio with its store and books, and edit its portfolio.toml, without a collection after that."""
    shutil.copytree(portfolio.path.parent, root, dirs_exist_ok=True)
    (root / "bank" / "portfolio.toml").write_text(toml, "utf-8")
    return open_portfolio(root / "bank")


def _questionnaire() -> Any:
    return card("T", date(2026, 1, 1), LEVELS).questionnaire


def asked(portfolio: Portfolio, *words: str) -> Said:
    return typed("-C", str(portfolio.path), "portfolio", *words)


# --- Who is asked about


def test_what_most_teams_answer_is_shown_and_what_others_do_is_left_out_in_words(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        assert list(map(str, inquiry.asked.kinds)) == ["small@1.0.0"]
        assert inquiry.asked.teams == 2
        assert [(one.version, one.teams) for one in inquiry.asked.left_out] == [("2.0.0", 1)]
        assert [(row.row, row.teams) for row in inquiry.heatmap.rows] == [("retail", 2)]

    assert "Left out: 1 team with small@2.0.0" in asked(portfolio, "show").out


def test_several_versions_are_not_added_up_in_silence(portfolio: Portfolio) -> None:
    with pytest.raises(UsedWrongly, match=r"several versions of small: small@1\.0\.0, small@2\.0\.0") as refused:
        Inquiry(portfolio, PortfolioQuestion(questionnaire="small"))

    assert "[[alike]]" in refused.value.remedy
    with Inquiry(portfolio, PortfolioQuestion(questionnaire="small@2.0.0")) as inquiry:
        assert [line.team for line in inquiry.teams] == ["gamma"]


def test_closed_teams_are_counted_in_words_from_that_day_on(portfolio: Portfolio, tmp_path: Path) -> None:
    toml = TOML.replace('unit = "retail"\n', 'unit = "retail"\nclosed_on = 2026-11-01\n')
    closed = _with_settings(portfolio, tmp_path, toml)

    def count(question: PortfolioQuestion) -> int:
        with Inquiry(closed, question) as inquiry:
            return inquiry.asked.closed

    with Inquiry(closed, PortfolioQuestion()) as inquiry:
        assert (inquiry.asked.teams, inquiry.asked.closed) == (2, 0), (
            "until somebody collects it counts in every figure"
        )
    collect(closed)

    assert [count(PortfolioQuestion(unit=unit)) for unit in (None, "retail", "cards")] == [1, 1, 0]
    with Inquiry(closed, PortfolioQuestion()) as inquiry:
        assert (inquiry.asked.teams, inquiry.asked.closed) == (1, 1)
    assert count(PortfolioQuestion(quarter="2026-Q3")) == 0
    assert count(PortfolioQuestion(profile={"exposure": ("public",)})) == 0, "nobody knows what it would answer now"
    assert "; 1 more is closed; 1 more has no edition here." in asked(closed, "show").out
    for sides, closed_there in ((("retail", "cards"), 1), (("alpha", "beta"), 1), (("cards", "alpha"), 0)):
        assert compared(closed, PortfolioQuestion(), *sides)[0].asked.closed == closed_there


def test_teams_without_an_edition_are_counted_in_words(portfolio: Portfolio) -> None:
    def count(question: PortfolioQuestion) -> int:
        with Inquiry(portfolio, question) as inquiry:
            return inquiry.asked.silent

    assert [count(PortfolioQuestion(unit=unit)) for unit in (None, "cards", "no-unit")] == [1, 1, 0]
    assert count(PortfolioQuestion(profile={"exposure": ("public",)})) == 0, "nobody knows what it would answer"
    assert "; 1 more has no edition here." in asked(portfolio, "show").out


def test_a_closed_team_is_counted_in_the_unit_of_its_source(portfolio: Portfolio, tmp_path: Path) -> None:
    """Its line in portfolio.toml names no unit: that of its source is its own, as in every figure."""
    toml = TOML.replace('"../docs"\n', '"../docs"\nunit = "cards"\n').replace(
        'id = "gamma"\n', 'id = "gamma"\nclosed_on = 2026-11-01\n'
    )
    closed = _with_settings(portfolio, tmp_path, toml)
    collect(closed)

    counts = []
    for unit in ("cards", "no-unit"):
        with Inquiry(closed, PortfolioQuestion(unit=unit)) as inquiry:
            counts.append(inquiry.asked.closed)
    assert counts == [1, 0]


@pytest.fixture(name="unsealed")
def _unsealed(tmp_path: Path) -> Portfolio:
    """A portfolio in which no team has sealed an edition."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "portfolio.toml").write_text(TOML, "utf-8")
    made = open_portfolio(tmp_path / "bank")
    collect(made)
    return made


@pytest.mark.parametrize("report", REPORTS)
def test_a_portfolio_without_any_edition_has_every_report(unsealed: Portfolio, report: str) -> None:
    said = asked(unsealed, report)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("2026-Q4: 0 teams (no questionnaire); 4 more have no edition here.\n")


def test_every_team_without_an_edition_is_late_though_no_team_has_one(unsealed: Portfolio) -> None:
    with Inquiry(unsealed, PortfolioQuestion()) as inquiry:
        assert [(line.team, line.never_sealed) for line in inquiry.late] == [
            (team, True) for team in ("alpha", "beta", "gamma", "quiet")
        ]
    assert asked(unsealed, "late", "--quarter", "2026-Q4").out.count("no edition collected") == 4
    assert "There is only 2026-Q4." in asked(unsealed, "late", "--quarter", "2026-Q3").err
    assert "No team has an edition that counts yet." in asked(unsealed, "late", "--questionnaire", "small").err


def test_versions_that_somebody_calls_alike_are_counted_together_with_renamed_practices(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    alike = '[[alike]]\nid = "all"\nof = ["small@1.0.0", "small@2.0.0"]\nrenamed = { "model.limits" = "data.owners" }\n'
    (tmp_path / "portfolio.toml").write_text(TOML + alike, "utf-8")
    shutil.copytree(portfolio.store_path, tmp_path / "store")

    with Inquiry(open_portfolio(tmp_path), PortfolioQuestion()) as inquiry:
        assert inquiry.asked.teams == 3
        assert inquiry.asked.left_out == ()
        lines = {line.practice: line for line in inquiry.practices}
    assert set(lines) == {"data.owners", "data.secrets"}
    assert (lines["data.owners"].teams, lines["data.owners"].unsettled) == (6, 1)


@pytest.mark.parametrize(
    ("question", "teams"),
    [
        (PortfolioQuestion(unit="retail"), ["alpha", "beta"]),
        (PortfolioQuestion(unit="cards"), ["alpha"]),
        (PortfolioQuestion(unit="no-unit", questionnaire="small@2.0.0"), ["gamma"]),
        (PortfolioQuestion(profile={"exposure": ("public",)}), ["alpha", "beta"]),
        (PortfolioQuestion(profile={"exposure": ("internal", "public")}), ["alpha", "beta"]),
        (PortfolioQuestion(profile={"exposure": ("internal",)}), []),
        (PortfolioQuestion(quarter="2026-Q2"), ["beta"]),
        (PortfolioQuestion(quarter="q3 2026"), ["alpha", "beta"]),
    ],
)
def test_a_question_is_about_some_teams(portfolio: Portfolio, question: PortfolioQuestion, teams: list[str]) -> None:
    with Inquiry(portfolio, question) as inquiry:
        assert sorted(line.team for line in inquiry.teams) == teams


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "card"], "Did you mean “cards”"),
        (["--questionnaire", "smal"], "Did you mean “small”"),
        (["--quarter", "2020-Q1"], "There are 2026-Q2 to 2026-Q4"),
        (["--quarter", "soon"], "2026-Q4"),
        (["--profile", "exposure"], "“exposure” names no choice."),
        (["--profile", "exposure="], "names no choice"),
        (["--profile", "exposure"], "such as --profile exposure="),
        (["--profile", "exposur=public"], "Did you mean “exposure”"),
        (["--profile", "exposure=pubic"], "Teams have answered: internal, public."),
        (["--questionnaire", "other"], "There are: small, small@"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(portfolio: Portfolio, words: list[str], said: str) -> None:
    found = asked(portfolio, "show", *words)

    assert found.code == 2
    assert said in found.err


@pytest.mark.parametrize("report", REPORTS)
def test_a_choice_that_the_questionnaire_has_and_no_team_has_given_is_an_empty_list(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, report: str
) -> None:
    choices = {"small": {"exposure": ("internal", "public", "partners"), "reach": ("few", "many")}}
    monkeypatch.setattr(inquiry_module, "fact_choices", lambda questionnaire: choices.get(questionnaire, {}))

    for given in ("exposure=partners", "reach=few"):
        said = asked(portfolio, report, "--profile", given)
        assert (said.code, said.err) == (0, "")
        assert f": 0 teams, {given}" in said.out
        assert re.search(r"^(No|Nobody) .*\.$", said.out, re.MULTILINE)
    assert asked(portfolio, report, "--profile", "reach=fex").code == 2


# --- What is answered


def test_ranges_stay_ranges_and_a_late_team_does_not_vanish(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        whole = inquiry.heatmap.whole
        assert whole is not None
        assert (whole.overall.low.mean, whole.overall.high.mean) == (1.5, 2.166666667)
        assert [(point.quarter, point.teams, point.new, point.old) for point in inquiry.trend if not point.row] == [
            ("2026-Q2", 1, 1, 0),
            ("2026-Q3", 2, 2, 0),
            ("2026-Q4", 2, 1, 1),
        ]


def test_who_is_late_is_told_the_silent_first(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        assert [(one.team, one.never_sealed, one.round_days_late) for one in inquiry.late] == [
            ("quiet", True, None),
            ("beta", False, 26),
        ]
        assert inquiry.late[1].steps_late == 3


def test_what_moved_is_like_for_like(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion(quarter="2026-Q3")) as inquiry:
        assert [(one.team, one.before_exact, one.after_exact) for one in inquiry.movement.teams] == [
            ("beta", "3/2", "1")
        ]
        assert [(one.practice, one.down) for one in inquiry.movement.practices] == [
            ("data.secrets", 1),
            ("data.owners", 0),
        ]


def test_a_team_that_sealed_three_editions_in_the_quarter_is_one_team_in_what_moved(tmp_path: Path) -> None:
    often, once = (Book(tmp_path / "docs" / name, name.title()) for name in ("alpha", "beta"))
    for day, level in ((date(2026, 8, 3), 0), (date(2026, 10, 3), 1), (date(2026, 11, 3), 3), (date(2026, 11, 20), 2)):
        often.seal(day, {**LEVELS, "data.owners": level})
    for day, level in ((date(2026, 8, 3), 0), (date(2026, 11, 3), 1)):
        once.seal(day, {**LEVELS, "data.owners": level})
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "portfolio.toml").write_text(TOML, "utf-8")
    collect(made := open_portfolio(tmp_path / "bank"))

    with Inquiry(made, PortfolioQuestion()) as inquiry:
        moved = inquiry.movement
    assert {(one.team, one.before_exact, one.after_exact) for one in moved.teams} == {
        ("alpha", "7/4", "9/4"),
        ("beta", "4/3", "5/3"),
    }
    assert [(one.practice, one.up, one.change.total, one.change.teams) for one in moved.rose] == [
        ("data.owners", 2, 3, 2)
    ]
    assert sum(row.before.teams for row in moved.rows) == 2


def test_units_and_teams_can_be_compared_also_where_one_is_within_the_other(portfolio: Portfolio) -> None:
    _, found = compared(portfolio, PortfolioQuestion(), "retail", "alpha")

    assert found.one is not None and found.other is not None
    assert (found.one.teams, found.other.teams) == (2, 1)
    assert (found.practices[0].practice, found.practices[0].difference) == ("data.owners", 0.5)
    with pytest.raises(UnknownId, match="alpah"):
        compared(portfolio, PortfolioQuestion(), "retail", "alpah")
    assert "There are no figures for alpha to compare" in asked(portfolio, "compare", "alpha", "gamma").out


@pytest.mark.parametrize("report", [*REPORTS, "compare"])
def test_each_report_is_printed_as_lines_and_as_json(portfolio: Portfolio, report: str) -> None:
    between = ["alpha", "beta"] if report == "compare" else []
    lines, shape = asked(portfolio, report, *between, "--all"), asked(portfolio, report, *between, "--json")

    assert (lines.code, shape.code) == (0, 0), lines.err + shape.err
    assert lines.out.startswith("2026-Q4: 2 teams (small@1.0.0)")
    found = json.loads(shape.out)
    assert list(found) == ["asked", report]
    others = [] if report == "compare" else [{"questionnaire": "small", "version": "2.0.0", "teams": 1}]
    assert found["asked"]["left_out"] == others


def test_the_page_on_json_lists_what_is_said_of_the_question_key_by_key(portfolio: Portfolio) -> None:
    page = (REPOSITORY / "docs" / "json.md").read_text("utf-8")
    listed = page.partition("{asked: {")[2].partition("},\n REPORT")[0]
    for _ in range(2):  # shapes within shapes
        listed = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", "", listed)

    found = json.loads(asked(portfolio, "show", "--json").out)["asked"]

    assert list(found) == re.findall(r"(?:^|,)\s*(\w+)", listed)


def test_a_portfolio_opened_by_its_folder_names_that_folder_in_what_comes_next(portfolio: Portfolio) -> None:
    folder = str(portfolio.path)

    assert f"Next: `levelbook -C {folder} portfolio late`" in typed("portfolio", "open", folder).out
    assert "Next: `levelbook portfolio late`" in typed("-C", folder, "portfolio").out


def test_figures_of_a_team_are_carried_exactly(portfolio: Portfolio) -> None:
    found = json.loads(asked(portfolio, "teams", "--json").out)["teams"]

    assert [(one["team"], one["level"], one["level_exact"], one["high_exact"]) for one in found] == [
        ("alpha", 2.3333, "7/3", "7/3"),
        ("beta", 1.0, "1", "2"),
    ]


def test_nothing_to_show_is_said_in_words(portfolio: Portfolio) -> None:
    for report in REPORTS:
        found = asked(portfolio, report, "--profile", "exposure=internal")
        assert found.code == 0, found.err
        assert found.out.startswith("2026-Q4: 0 teams")


def test_a_collection_meanwhile_disturbs_nobody(tmp_path: Path) -> None:
    Book(tmp_path / "docs" / "alpha", "Alpha").seal(date(2026, 8, 3))
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "portfolio.toml").write_text(TOML, "utf-8")
    portfolio = open_portfolio(tmp_path / "bank")
    collect(portfolio)
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        Book(tmp_path / "docs" / "alpha", "Alpha").seal(date(2026, 9, 3), {"data.owners": 4})
        collect(portfolio)
        assert inquiry.practices[0].teams == 1
