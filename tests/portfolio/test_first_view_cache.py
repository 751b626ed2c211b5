"""What is seen first of a portfolio is what an inquiry finds, or it is not taken from the file at all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.errors import FileIsWrong
from levelbook.core.portfolio.figures import Standing, TeamMean
from levelbook.core.portfolio.first_view import FirstView
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.core.portfolio.reports.heatmap import Heatmap, HeatRow
from levelbook.core.portfolio.reports.scope import WHOLE, LeftOut, QuestionnaireVersion, ReportScope
from levelbook.core.portfolio.reports.trend import TrendPoint
from levelbook.core.text.json_text import json_text
from levelbook.portfolio import first_view_cache
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.first_view_cache import FIRST_VIEW, store_first_view, stored_first_view
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import SETTINGS, Portfolio, open_portfolio
from levelbook.portfolio.store import MANIFEST
from levelbook.reading import fast_path
from levelbook.store.digests import digest
from support import small_portfolio
from support.sealed_books import LEVELS, Book


@pytest.fixture(name="portfolio")
def _portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795942800")  # 2026-11-29
    return small_portfolio.made(tmp_path)


def asked(portfolio: Portfolio) -> FirstView:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        return FirstView(inquiry.asked, inquiry.quarters, inquiry.top, inquiry.heatmap, inquiry.trend)


def with_settings(portfolio: Portfolio, change: Callable[[str], str]) -> Portfolio:
    path = portfolio.path / SETTINGS
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return open_portfolio(portfolio.path)


def test_a_collection_keeps_what_an_inquiry_finds(portfolio: Portfolio) -> None:
    assert stored_first_view(portfolio) == asked(portfolio)


def test_one_of_an_earlier_collection_counts_for_nothing(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = (portfolio.store_path / FIRST_VIEW).read_bytes()
    book = Book(portfolio.path.parent / "docs" / "fir", "Fir")
    book.seal(date(2026, 11, 20), dict(zip(LEVELS, (1, 2, 3), strict=True)))
    monkeypatch.setattr(
        "levelbook.portfolio.collecting.store_first_view", lambda portfolio: None
    )  # it was killed before
    collect(portfolio)
    assert (portfolio.store_path / FIRST_VIEW).read_bytes() == earlier
    assert stored_first_view(portfolio) is None

    store_first_view(portfolio)
    kept = stored_first_view(portfolio)
    assert kept is not None and kept.asked.teams == 6


def test_a_damaged_one_counts_for_nothing(portfolio: Portfolio) -> None:
    path = portfolio.store_path / FIRST_VIEW
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'"teams": \d+', '"teams": 7', text, count=1), "utf-8")

    assert stored_first_view(portfolio) is None
    path.write_text(text, "utf-8")
    assert stored_first_view(portfolio) is not None


def test_one_of_a_store_that_was_collected_anew_counts_for_nothing(portfolio: Portfolio) -> None:
    table = json.loads((portfolio.store_path / MANIFEST).read_text("utf-8"))
    (portfolio.store_path / MANIFEST).write_text(json.dumps({**table, "holds": "another", "sum": ""}), "utf-8")

    assert stored_first_view(portfolio) is None


def test_when_nothing_is_new_it_stays_and_says_when_that_was_seen(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored_first_view(portfolio)
    monkeypatch.setattr(first_view_cache, "_found", lambda portfolio: pytest.fail("it was found again"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795946400")  # an hour later
    collect(portfolio)
    after = stored_first_view(portfolio)

    assert before is not None and after is not None
    assert after.asked.collected_at == "2026-11-29T10:00:00Z"
    assert replace(after, asked=before.asked) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Treasury", "Money"),
        lambda text: text.replace('title = "Cards & payments"', 'title = "Cards & payments"\nwithin = "retail"'),
        lambda text: text + '[[alike]]\nid = "both"\nof = ["small@1.0.0", "small@2.0.0"]\n',
    ],
    ids=["title", "within", "alike"],
)
def test_one_of_other_settings_counts_for_nothing(portfolio: Portfolio, change: Callable[[str], str]) -> None:
    changed = with_settings(portfolio, change)
    assert stored_first_view(changed) is None

    collect(changed)
    assert stored_first_view(changed) == asked(changed)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"of": 1}', b"\xff", b'{"of": "', None])
def test_a_file_that_holds_none_counts_for_nothing_and_is_made_anew(
    portfolio: Portfolio, content: bytes | None
) -> None:
    file = portfolio.store_path / FIRST_VIEW
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert stored_first_view(portfolio) is None

    collect(portfolio)
    assert stored_first_view(portfolio) == asked(portfolio)


@pytest.mark.parametrize("value", ["3", None, float("nan"), [], True])
def test_a_figure_that_is_none_counts_for_nothing(portfolio: Portfolio, value: Any) -> None:
    document = json.loads((portfolio.store_path / FIRST_VIEW).read_text("utf-8"))
    document["glance"]["heatmap"]["rows"][0]["overall"]["level"]["total"] = value
    (portfolio.store_path / FIRST_VIEW).write_text(json.dumps(document), "utf-8")

    assert stored_first_view(portfolio) is None


def test_a_figure_beyond_all_numbers_counts_for_nothing_though_the_sum_is_right(portfolio: Portfolio) -> None:
    document = json.loads((portfolio.store_path / FIRST_VIEW).read_text("utf-8"))
    document["glance"]["heatmap"]["rows"][0]["overall"]["level"]["total"] = float("inf")
    document["sum"] = digest(json_text(document["glance"]))
    text = json.dumps(document).replace("Infinity", "1e999")
    (portfolio.store_path / FIRST_VIEW).write_text(text, "utf-8")

    assert stored_first_view(portfolio) is None


def test_where_it_cannot_be_written_the_collection_counts_all_the_same(portfolio: Portfolio) -> None:
    (portfolio.store_path / FIRST_VIEW).unlink()
    (portfolio.store_path / FIRST_VIEW).mkdir()

    assert collect(portfolio).known_editions
    assert stored_first_view(portfolio) is None


def test_without_units_nothing_is_kept_since_teams_are_seen_first(portfolio: Portfolio, tmp_path: Path) -> None:
    text = 'format = 1\norganisation = "Example Bank"\n[[sources]]\nid = "docs"\nfolder = "../docs"\n'
    (tmp_path / "flat").mkdir()
    (tmp_path / "flat" / SETTINGS).write_text(text, "utf-8")
    flat = open_portfolio(tmp_path / "flat")
    collect(flat)

    assert not (flat.store_path / FIRST_VIEW).exists()
    assert stored_first_view(flat) is None


def test_a_store_of_a_newer_levelbook_is_refused_as_an_inquiry_does_it(portfolio: Portfolio) -> None:
    (portfolio.store_path / MANIFEST).write_text('{"format": 99, "needs": "9.0.0"}', "utf-8")

    with pytest.raises(FileIsWrong):
        stored_first_view(portfolio)


def test_whoever_takes_it_needs_no_engine(portfolio: Portfolio) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from levelbook.portfolio.browsing import Browser\n"
        "from levelbook.portfolio.settings import open_portfolio\n"
        "import levelbook.tui.portfolio.app\n"
        "assert Browser(open_portfolio(Path(sys.argv[1]))).first_view is not None\n"
        "print([name for name in ('duckdb', 'pydantic_core') if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, portfolio.path], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


# --- The way through the file -----------------------------------------------------------------------------------------

words = st.text(st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=6)
counts = st.integers(0, 10**6)
totals = st.floats(0, 1e9)
overs = st.builds(TeamMean, totals, counts)
standings = st.builds(Standing, overs, overs, overs, overs, overs)
heat_rows = st.builds(HeatRow, words, words, counts, counts, standings, st.dictionaries(words, standings, max_size=2))
kinds = st.builds(QuestionnaireVersion, words, words)
questions_asked = st.builds(
    ReportScope,
    quarter=st.just("2026-Q4"),
    unit=st.none(),
    profile=st.just({}),
    kinds=st.lists(kinds, max_size=2).map(tuple),
    as_of=st.dates(),
    collected_at=words,
    teams=counts,
    old=counts,
    left_out=st.lists(st.builds(LeftOut, words, words, counts), max_size=2).map(tuple),
    titles=st.dictionaries(words, words, max_size=2),
)
any_first_views = st.builds(
    FirstView,
    asked=questions_asked,
    quarters=st.lists(st.just("2026-Q4"), max_size=2).map(tuple),
    top=st.integers(1, 9),
    heatmap=st.builds(
        Heatmap,
        st.dictionaries(words, words, max_size=2),
        st.lists(heat_rows, max_size=2).map(tuple),
        st.none() | heat_rows,
    ),
    trend=st.lists(
        st.builds(TrendPoint, st.just("2026-Q4"), st.just(WHOLE) | words, counts, counts, counts, standings)
    ).map(tuple),
)


@given(any_first_views)
def test_any_first_view_is_the_same_value_once_it_was_a_table(view: FirstView) -> None:
    table = json.loads(json.dumps(first_view_cache._table(view)))
    table["asked"]["as_of"] = date.fromisoformat(table["asked"]["as_of"])

    assert fast_path.read_or_none(FirstView, table) == view
