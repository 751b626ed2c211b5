"""SECURITY.md names tests for its promises: they are there, and they test something."""

from __future__ import annotations

import re

from support import REPOSITORY
from torture import branches, fuzzing, hostile, kills, power_cuts, signals, together
from torture.__main__ import ROWS
from torture.outcome import KINDS
from torture.scenes import MORE_SCENES

PAGE = (REPOSITORY / "SECURITY.md").read_text("utf-8")
PROMISES = PAGE.partition("\n## What is promised")[2].partition("\n`make torture`")[0]


def test_every_test_that_holds_a_promise_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", PAGE))

    assert len(named) > 20
    assert [name for name in sorted(named) if "def test_" not in (REPOSITORY / name).read_text("utf-8")] == []


def test_every_promise_has_one() -> None:
    rows = re.findall(r"^\| (?!promise|---)(.+?) \| (.+?) \|$", PROMISES, re.MULTILINE)

    assert len(rows) > 10
    assert [promise for promise, held_by in rows if "`tests/" not in held_by] == []


def test_the_table_of_what_was_tried_has_every_row_of_the_torture_and_no_fault() -> None:
    tried = re.findall(r"^\| (.+?) \| ([\d,]+)(?: of [\d,]+)? \| (.+) \|$", PAGE, re.MULTILINE)

    assert [what for what, _, _ in tried] == [row.what for row in ROWS.values()]
    assert all(int(tries.replace(",", "")) > 0 for _, tries, _ in tried)
    assert {count for _, _, counts in tried for count in counts.split(" | ")} == {"0"}


def test_what_the_columns_count_is_explained_as_the_torture_counts_it() -> None:
    header = re.search(r"^\| what was tried \| tries \| (.+) \|$", PAGE, re.MULTILINE)

    assert header is not None and header[1].split(" | ") == list(KINDS)
    assert [kind for kind, meaning in KINDS.items() if f"*{kind}*: {meaning}." not in PAGE] == []


def test_each_row_says_how_many_of_how_many_tries_were_made() -> None:
    tried = dict(re.findall(r"^\| (.+?) \| (?:[\d,]+ of )?([\d,]+) \|", PAGE, re.MULTILINE))
    places = (*signals.FORMS, *signals.SCREENS_ALONE)
    wanted = {
        kills.WHAT: sum(kills.WANTED.values()),
        power_cuts.WHAT: power_cuts.WANTED,
        signals.WHAT: len(places) * (len(signals.SIGNALS) + 1),
        together.WHAT: together.RUNS,
        branches.WHAT: branches.WANTED,
        fuzzing.WHAT: fuzzing.WANTED * len(fuzzing.PARSERS),
        hostile.WHAT: hostile.WANTED,
    }

    assert {what: tried[what] for what in wanted} == {what: f"{tries:,}" for what, tries in wanted.items()}
    assert kills.WANTED.keys() == {"answers", "seal", "guide", "upgrade", *MORE_SCENES, "app"}
    assert sum(kills.WANTED.values()) == 1_000
    assert (together.RUNS, together.STEPS) == (300, 40)
    assert fuzzing.WANTED == 1_000_000


def test_what_is_said_below_the_table_is_about_one_of_its_rows() -> None:
    told = re.findall(r"^- (?:Of|Not run here, of) “(.+?)”:", PAGE, re.MULTILINE)

    assert told
    assert {*told} <= {row.what for row in ROWS.values()}
