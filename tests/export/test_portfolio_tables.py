"""The tables of a portfolio as a workbook and as CSV: values, all of them, and no text that acts."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from levelbook.portfolio.settings import Portfolio, open_portfolio
from support import small_portfolio
from support.command_line import Said, typed
from support.spreadsheets import saved_by_libreoffice

pytestmark = pytest.mark.usefixtures("day_of_portfolios")

pytest.importorskip("xlsxwriter")
openpyxl = pytest.importorskip("openpyxl")

FORMULA = '=HYPERLINK("http://x.example")'
SHEETS = ["About", "Units", "Quarters", "Teams", "Late", "Risks", "Practices", "Proof", "Gains", "Movement"]


@pytest.fixture(scope="module", name="portfolio")
def _portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    return small_portfolio.made(tmp_path_factory.mktemp("tables"), {"birch": FORMULA, "elm": "@Elm"})


def exported(portfolio: Portfolio, *words: str) -> Said:
    return typed("-C", str(portfolio.path), "portfolio", "export", *words)


@pytest.fixture(scope="module", name="workbook")
def _workbook(portfolio: Portfolio) -> Path:
    path = portfolio.path / "portfolio.xlsx"
    assert exported(portfolio, "xlsx", "--output", str(path)).code == 0
    return path


def rows(portfolio: Portfolio, table: str) -> list[dict[str, str]]:
    said = exported(portfolio, "csv", "--table", table, "--output", "-")
    assert (said.code, said.err) == (0, "")
    return list(csv.DictReader(io.StringIO(said.out)))


def test_each_table_has_its_sheet_with_frozen_heads_and_a_filter(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)

    assert book.sheetnames == SHEETS
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2", sheet.title
        if sheet.max_row > 1:
            assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        assert all(8 <= sheet.column_dimensions[cell.column_letter].width <= 61 for cell in sheet[1]), sheet.title


def test_no_cell_of_the_workbook_is_a_formula_and_figures_are_figures(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)

    assert not [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    heads, *teams = book["Teams"].iter_rows(values_only=True)
    by_team = {row[0]: dict(zip(heads, row, strict=True)) for row in teams}
    assert by_team["birch"]["Name"] == FORMULA
    assert by_team["alder"]["Level"] == pytest.approx(8 / 3, abs=1e-4)
    assert by_team["alder"]["Level exactly"] == "8/3"
    assert by_team["alder"]["Sealed on"] == datetime(2026, 11, 3)


def test_csv_has_the_same_and_cannot_act(portfolio: Portfolio) -> None:
    by_team = {row["Team"]: row for row in rows(portfolio, "teams")}

    assert by_team["birch"]["Name"] == f"'{FORMULA}"
    assert by_team["elm"]["Name"] == "'@Elm"
    assert (by_team["elm"]["Low"], by_team["elm"]["High"]) == ("1.6667", "3.0")
    assert by_team["dogwood"]["Level exactly"] == "3/2"


def test_a_figure_below_nothing_keeps_its_sign(portfolio: Portfolio) -> None:
    moved = {row["Team"]: row["Change"] for row in rows(portfolio, "movement")}

    assert float(moved["cedar"]) < 0 < float(moved["alder"])


def test_every_table_can_be_had_and_a_range_stays_one(portfolio: Portfolio) -> None:
    for sheet in SHEETS[1:]:
        assert rows(portfolio, sheet.lower()) or sheet == "Late", sheet
    whole = rows(portfolio, "units")[-1]
    assert float(whole["Low"]) < float(whole["Level"]) < float(whole["High"])
    assert int(whole["Level of teams"]) == int(whole["Teams"]) == len(small_portfolio.TEAMS)


def test_a_team_is_in_the_same_unit_in_each_table(portfolio: Portfolio, tmp_path: Path) -> None:
    settings = Path(shutil.copytree(portfolio.path, tmp_path / "nested")) / "portfolio.toml"
    inside = '[[units]]\nid = "cards"\nwithin = "retail"'
    settings.write_text(settings.read_text("utf-8").replace('[[units]]\nid = "cards"', inside), "utf-8")
    nested = open_portfolio(settings.parent)

    teams, moved = ({(row["Team"], row["Unit"]) for row in rows(nested, table)} for table in ("teams", "movement"))

    assert moved
    assert moved <= teams


def test_the_options_of_a_report_hold(portfolio: Portfolio) -> None:
    said = exported(portfolio, "csv", "--unit", "cards", "--output", "-")

    assert {row["Team"] for row in csv.DictReader(io.StringIO(said.out))} == {"cedar", "dogwood"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("csv", "--table", "team"), "Did you mean “teams”?"),
        (("xlsx", "--output", "portfolio.csv"), "Choose a name that ends in .xlsx."),
        (("pdf",), "is not one of"),
    ],
)
def test_what_cannot_be_meant_is_refused(portfolio: Portfolio, words: tuple[str, ...], said: str) -> None:
    refused = exported(portfolio, *words)

    assert refused.code == 2
    assert said in refused.err


def test_no_file_is_written_over_unless_somebody_says_so(portfolio: Portfolio, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("mine", "utf-8")

    assert exported(portfolio, "csv", "--output", str(path)).code == 2
    assert path.read_text("utf-8") == "mine"
    assert exported(portfolio, "csv", "--output", str(path), "--yes").code == 0


def test_the_same_portfolio_gives_the_same_workbook(portfolio: Portfolio, workbook: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    exported(portfolio, "xlsx", "--output", str(again))

    assert again.read_bytes() == workbook.read_bytes()


def test_libreoffice_opens_it_and_computes_nothing(workbook: Path, tmp_path: Path) -> None:
    mine = tmp_path / workbook.name
    mine.write_bytes(workbook.read_bytes())

    saved: Any = openpyxl.load_workbook(saved_by_libreoffice(mine))

    assert saved.sheetnames == SHEETS
    assert FORMULA in [cell.value for cell in saved["Teams"]["B"]]
    assert not [cell.coordinate for sheet in saved for row in sheet for cell in row if cell.data_type == "f"]
