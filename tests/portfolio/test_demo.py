"""The example portfolio is made as real books are, so that everything that reads them can be tried on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from levelbook.book.editions.edition_audit import altered_problems
from levelbook.book.session import Session
from levelbook.core.errors import UsedWrongly
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.packs.companions import read_profile
from levelbook.packs.find import find_questionnaire
from levelbook.portfolio import demo, demo_teams
from levelbook.portfolio.collecting import Collected, collect
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio
from support.command_line import typed

pytestmark = pytest.mark.usefixtures("day_of_portfolios")

TEAMS = 6


@pytest.fixture(scope="module", name="portfolio")
def _portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    return demo.build(tmp_path_factory.mktemp("demo") / "bank", teams=TEAMS)


@pytest.fixture(scope="module", name="collected")
def _collected(portfolio: Portfolio) -> Collected:
    return collect(portfolio)


def test_all_of_it_is_collected_and_one_team_waits_for_an_id(collected: Collected) -> None:
    assert collected.books == collected.teams == TEAMS
    assert collected.new_editions > 4 * TEAMS
    assert [row.kind for row in collected.problems] == ["unnamed"]


def test_its_editions_are_whole_and_can_be_opened(portfolio: Portfolio, collected: Collected) -> None:
    book = next(path.parent for path in sorted(portfolio.path.glob("books/*/levelbook.toml")))

    session = Session.open(book)

    session.editions.must_be_whole()
    assert not [problem for edition in session.editions.all for problem in altered_problems(session.editions, edition)]
    last = session.editions.last
    assert last is not None
    figures = session.editions.figures(last)
    assert session.editions.assessment(last).scorecard.overall == figures


def test_whoever_checks_a_teams_book_finds_nothing_wrong_but_that_no_guide_was_written(portfolio: Portfolio) -> None:
    said = typed("check", folder=portfolio.path / "books" / "cards-assistant")

    wrong = [line for line in said.out.splitlines() if line and not line.startswith("note: ")]
    assert len(wrong) == 2 and "There is no guide yet" in wrong[0], said.out


def test_it_grows_and_something_moves(portfolio: Portfolio, collected: Collected) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        points = [point.overall.level.mean for point in inquiry.trend if not point.row]
        assert points[-1] > points[1] > 0  # type: ignore[operator]
        assert inquiry.late and inquiry.gains and inquiry.risks.risks
        assert any(line.change.total > 0 for line in inquiry.movement.practices)


def test_one_team_answered_a_version_before_that_is_counted_with_the_present_one(
    portfolio: Portfolio, collected: Collected
) -> None:
    with (
        Inquiry(portfolio, PortfolioQuestion(quarter="2025-Q4")) as earlier,
        Inquiry(portfolio, PortfolioQuestion()) as now,
    ):
        versions = [str(kind) for kind in now.asked.kinds]
        counted = {line.team: line for line in earlier.teams}
        practices = {line.practice for line in earlier.practices}
    [group] = portfolio.organisation.alike
    assert versions == list(group.of) == ["genai-security@0.9.0", "genai-security@1.1.0"]
    assert "cards-assistant" in counted
    assert not now.asked.left_out and not earlier.asked.left_out
    assert set(group.renamed.values()) <= practices and not practices & set(group.renamed)

    session = Session.open(portfolio.path / "books" / "cards-assistant")
    said = {session.editions.assessment(one).book.version for one in session.editions.all}
    assert said == {"0.9.0", "1.1.0"}


def test_forty_lives_differ_and_some_begin_late_or_end() -> None:
    profile = read_profile(find_questionnaire("genai-security", Path()), "bank-assistant").profile

    made = demo_teams.demo_teams(40, [profile])

    assert len({life.id for life in made}) == len({life.name for life in made}) == 40
    assert {life.begins for life in made} - {0}
    assert any(life.ends is not None for life in made)
    assert made == demo_teams.demo_teams(40, [profile])


def test_it_is_not_built_over_something(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(UsedWrongly, match="not empty"):
        demo.build(tmp_path / "here")


def test_the_command_says_how_to_go_on(tmp_path: Path) -> None:
    said = typed("portfolio", "demo", "bank", "--teams", "2", folder=tmp_path)

    assert said.code == 0, said.err
    assert "levelbook -C bank portfolio movement" in said.out
    assert typed("-C", "bank", "portfolio", "late", folder=tmp_path).code == 0


def test_a_team_seals_before_today_and_never_twice_a_day() -> None:
    folder = find_questionnaire("genai-security", Path())
    from levelbook.book.questionnaires import questionnaire_in

    profile = read_profile(folder, "bank-assistant").profile
    [life] = demo_teams.demo_teams(1, [profile])

    days = [made.on for made, _ in demo_teams.editions(life, questionnaire_in(folder), date(2026, 11, 29))]

    assert days == sorted(set(days))
    assert days[-1] < date(2026, 11, 29)


def test_one_team_does_something_for_all_and_some_could_take_it_over(
    portfolio: Portfolio, collected: Collected
) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        gains = inquiry.gains

    assert {name for gain in gains for name in gain.offered_by} == {"AI Platform"}
    assert any(gain.could_take for gain in gains)
    assert any(gain.could_be_given and gain.held_by == ("AI Platform",) for gain in gains)
    taking = list(portfolio.path.glob("books/*/offers/*.toml"))
    assert taking, "no team takes it over"
    assert not any(session.offers.problems for session in (Session.open(path.parent) for path in taking))
