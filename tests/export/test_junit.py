"""JUnit's report has a case for each finding: problems fail, notices are skipped, and nothing wrong is a pass."""

from __future__ import annotations

from xml.etree import ElementTree

from levelbook.core.errors import Problem
from levelbook.export.registry import FORMATS
from levelbook.export.source import CheckFindings

LATE = Problem("“Restore one” was due on 2 November 2026 (Tom).", key="data.backups")


def report(*problems: Problem, notices: tuple[Problem, ...] = ()) -> ElementTree.Element:
    return ElementTree.fromstring(FORMATS["junit"].export(CheckFindings(problems, notices)))


def test_nothing_wrong_is_one_case_that_passes() -> None:
    root = report()

    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("1", "0", "0")
    assert len(root.findall(".//testcase")) == 1
    assert root.find(".//failure") is None


def test_a_problem_fails_where_it_stands() -> None:
    wrong = Problem("This does not match the answers.", path="book/guide.md", line=7, remedy="Assemble it.")

    root = report(wrong, notices=(LATE,))

    failed, told = root.findall(".//testcase")
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("2", "1", "1")
    assert (failed.get("file"), failed.get("line"), failed.get("name")) == ("book/guide.md", "7", wrong.message)
    assert failed.findtext("failure") == str(wrong)
    assert told.get("name") == f"data.backups: {LATE.message}"
    assert told.find("skipped") is not None and told.find("failure") is None


def test_the_suite_is_named_after_the_team_so_that_merged_reports_tell_teams_apart() -> None:
    of_team, of_unreadable_settings = (FORMATS["junit"].export(CheckFindings([LATE], [], team)) for team in ("R&D", ""))

    assert b'<testsuite name="levelbook check: R&amp;D" ' in of_team
    assert b'<testsuite name="levelbook check" ' in of_unreadable_settings


def test_characters_that_xml_cannot_hold_are_shown() -> None:
    root = report(Problem("a\x1b[1m<b>&\ufffe\ud800"))

    assert [case.get("name") for case in root.findall(".//testcase")] == ["a␛[1m<b>&\ufffd\ufffd"]
