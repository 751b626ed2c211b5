"""Four quarters of an example team, from the command line: nothing that anybody said is lost, every figure is right."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest

from quarters.page import Page
from quarters.pair import Pair
from quarters.record import Record, in_hex, rev
from quarters.words import number, per_cent
from quarters.year import AUGUST, NOVEMBER, SENTENCES, Year, play

BEHIND = {
    "2026-05-26": {"Where we stand", "Tests"},
    "2026-08-20": {"Where we stand", "Tapes", "Tests"},
    "2026-08-25": {"Where we stand", "Restores", "Tests"},
    "2026-11-24": {"Where we stand", "Restores", "Tests"},
}
"""By edition, the headings of blocks that people edited and that levelbook would say otherwise by then."""

MARKS = r"\{\{|\}\}|\{%|%\}|^(?:<{7}|={7}|>{7})|\bNone\b(?! of)|Undefined"


@pytest.fixture(scope="module", name="year")
def _year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    root = tmp_path_factory.mktemp("year")
    (root / "gitconfig").write_text("[user]\n\tname = Noor\n\temail = noor@example.org\n")
    with pytest.MonkeyPatch.context() as machine:
        machine.setenv("GIT_CONFIG_GLOBAL", str(root / "gitconfig"))
        machine.setenv("GIT_CONFIG_NOSYSTEM", "1")
        (root / "repository").mkdir()
        yield play(root / "repository")


@pytest.fixture(scope="module", name="pairs")
def _pairs(year: Year) -> list[Pair]:
    records = [Record.read(edition) for edition in year.editions]
    return [Pair(old, new) for old, new in pairwise(records)]


def test_every_figure_in_every_edition_s_changes_is_what_the_design_s_arithmetic_gives(
    year: Year, pairs: list[Pair]
) -> None:
    assert [pair.new.name for pair in pairs] == list(BEHIND)
    for pair in pairs:
        edition = year.book / "editions" / pair.new.name
        page, guide = ((edition / name).read_text("utf-8") for name in ("changes.md", "guide.md"))
        is_after_upgrade = pair.old.questions.main["version"] != pair.new.questions.main["version"]
        Page(page, pair, guide, BEHIND[pair.new.name], pairs[0].new if is_after_upgrade else None).check()
        assert page.count("\n") <= 40, "an ordinary quarter fits one screen"


def test_what_people_wrote_in_the_year_stands_in_the_guide_at_its_end_once_each(year: Year) -> None:
    sealed = (year.editions[-1] / "guide.md").read_text("utf-8")

    assert {name for name, sentence in SENTENCES.items() if year.guide.count(sentence) != 1} == set()
    assert sealed == year.sealed_guide
    kept = year.guide[year.guide.index("## Kept notes") :]
    for name in ("tapes", "tapes below", "staging"):  # of what the questionnaire no longer asks
        assert SENTENCES[name] in kept
    for name, below, before in (
        ("restores", "### Restores", "**Mind restores.**"),  # split: with the first of its parts
        ("tests", "### Tests", "**Mind tests.**"),  # merged
        ("backups", "### Copies", "### Restores"),  # renamed
        ("people", "## People", "### Training"),
    ):
        assert year.guide.index(below) < year.guide.index(SENTENCES[name]) < year.guide.index(before)


def test_every_link_in_a_guide_of_the_year_leads_to_a_heading_of_it(year: Year) -> None:
    for path in (year.book / "guide.md", *year.book.glob("editions/*/guide.md")):
        text = path.read_text("utf-8")
        headings = re.findall(r"^#+ (.+)$", text, re.M)
        there = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= there, path


def test_a_guide_says_how_many_answers_nobody_has_looked_at_again(year: Year, pairs: list[Pair]) -> None:
    for pair in pairs:
        guide = (year.book / "editions" / pair.new.name / "guide.md").read_text("utf-8")
        said = re.search(r"^(\w+) of (\w+) answers (?:has|have) not been reviewed", guide, re.M)
        settled = [name for name, one in pair.new.card.standings.items() if one.settled]
        carried = [name for name in settled if not pair.is_confirmed(name)]
        assert said is not None and (number(said[1].lower()), number(said[2])) == (len(carried), len(settled))


def test_nothing_that_is_published_in_the_year_has_a_mark_of_a_template_or_of_a_conflict(year: Year) -> None:
    for path in year.book.rglob("*.md"):
        marks = re.findall(
            r"\{\{|\}\}|\{%|%\}|^(?:<{7}|={7}|>{7})|\bNone\b(?! of)|Undefined", path.read_text("utf-8"), re.M
        )
        assert marks == [], path


def test_an_edition_stays_as_it_was_sealed_and_each_is_one_commit(year: Year) -> None:
    now = {
        str(path.relative_to(year.book)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in year.book.glob("editions/**/*")
        if path.is_file()
    }

    assert now == year.sealed
    assert year.git("status", "--porcelain") == ""
    subjects = year.git("log", "--format=%s").splitlines()
    assert [one.startswith("Retail") for one in subjects] == [False, True, True, False, True, True]
    for edition in year.editions:
        assert len(year.git("log", "--format=%h", "--", str(edition)).split()) == 1


def test_the_scorecard_in_each_edition_is_what_the_design_s_arithmetic_gives(year: Year, pairs: list[Pair]) -> None:
    for record in (pairs[0].old, *(pair.new for pair in pairs)):
        card, told = record.card, record.sealed_scorecard["overall"]
        for figure in ("level", "low", "high", "evidenced", "target", "attainment"):
            assert told[figure] == four_places(getattr(card, figure)), (record.name, figure)
        assert told["coverage"] == four_places(card.plain_share(lambda _, one: one.settled))
    for pair in pairs:
        confirmed = pair.new.card.plain_share(lambda name, _, pair=pair: pair.is_confirmed(name))
        assert pair.new.sealed_scorecard["overall"]["confirmed"] == four_places(confirmed), pair.new.name


def test_diff_and_explain_give_the_same_figures_for_any_two_editions(year: Year, pairs: list[Pair]) -> None:
    whole_year = Pair(pairs[0].old, pairs[-1].new)
    for pair in (*pairs, whole_year):
        told = year.type_in("diff", pair.old.name, pair.new.name, "--json").json
        explained = year.type_in("explain", "overall", "--from", pair.old.name, "--to", pair.new.name, "--json").json

        old, new = pair.old.card, pair.new.card
        assert old.level is not None and new.level is not None
        assert pair.new.name != AUGUST or all(pair.parts().values()), "the year has a quarter in which everything moved"
        parts = {part: four_places(moved) for part, moved in pair.parts().items()}
        alike = four_places(pair.like_for_like)
        assert told["level"] == {
            "from": four_places(old.level),
            "to": four_places(new.level),
            "change": four_places(new.level - old.level),
            "like_for_like": alike,
            "parts": parts,
        }
        assert told["attainment"] == {"from": four_places(old.attainment), "to": four_places(new.attainment)}
        by_practice = {name: four_places(moved) for name, moved in pair.by_practice().items()}
        assert {one["id"]: one["contribution"] for one in told["practices"] if one["contribution"]} == {
            name: moved for name, moved in by_practice.items() if moved
        }
        figures = {figure["name"]: figure["value"] for figure in explained["figures"]}
        assert {part: figures[part] for part in parts} == parts and figures["like for like"] == alike
        assert figures["by practice"] == figures["together"] == figures["change"] == told["level"]["change"]


def test_check_passes_after_the_last_seal_and_says_what_a_quarter_later_is_overdue(
    year: Year, pairs: list[Pair]
) -> None:
    year.on(NOVEMBER)
    passed = year.type_in("check", "--max-age", "100", "--json")
    same = year.type_in("diff", "2026-08-25", "2026-11-24", "--markdown")
    year.on("2027-03-08")
    overdue = year.type_in("check", "--max-age", "100", "--max-stale", "2", "--min-attainment", "0.9")

    assert (passed.code, passed.json["ok"], passed.json["problems"]) == (0, True, [])
    sealed = (year.editions[-1] / "changes.md").read_text("utf-8")
    assert [line for line in same.out.splitlines() if "by hand" not in line] == [
        line for line in sealed.splitlines() if "by hand" not in line
    ]
    notices = [one["message"] for one in passed.json["notices"]]
    contradicted = [one for one in notices if "in text that people edited" in one]
    assert [one for one in notices if one not in contradicted] == [
        "“Set up b for level 2” was due on 10 May 2026 (Jonas).",
        "Level 1 was accepted until 31 October 2026 (Lin); it is 1, and the target is 2.",
        "The guide does not say yet whom to call when something looks wrong, how to stop it, and what to save.",
    ]
    assert contradicted == [
        "“Where we stand”: the guide says level 2.1, in text that people edited; the answers give level 2.2.",
        "1.2 Restoring: the guide says level 3, in text that people edited; the answer is level 2.",
        "2.2 Trials: the guide says level 3, in text that people edited; the answer is level 4.",
        "2.3 Secrets: the guide says level 1, in text that people edited; the answer is not applicable.",
    ]
    assert overdue.code == 1
    for words in (
        f"{per_cent(pairs[-1].new.card)}% of target is reached; at least 90% is required.",
        "Edition 2026-11-24 is 104 days old; the limit is 100.",
        "The evidence of 3 practices has expired: data.copies, data.restoring, changes.trials.",
    ):
        assert words in overdue.out


def test_no_answer_of_the_year_is_lost_and_each_is_signed(year: Year) -> None:
    said = tomllib.loads((year.book / "answers.toml").read_text("utf-8"))
    answers = [in_hex(one) for section in said["answers"].values() for one in section.values()]
    retired = {f"{section}.{name}" for section, held in said["retired"].items() for name in held}

    assert all(one["rev"] == rev(one) for one in answers)
    assert retired == {"data.restores", "data.tapes", "changes.tests", "changes.staging"}
    assert said["retired"]["data"]["tapes"]["note"] == "In the cellar."
    assert said["retired"]["changes"]["staging"]["ask_whom"] == "Tom"


def four_places(exact: Fraction) -> float:
    units = int(abs(exact) * 10_000 + Fraction(1, 2))
    return (-units if exact < 0 else units) / 10_000
