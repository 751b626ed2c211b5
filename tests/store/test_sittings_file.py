"""Sittings as TOML: one file a day, which several people may have touched."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.sittings import EvidenceToBring, Outcome, Parked, Participant, Sitting, TakenOn
from levelbook.core.errors import CouldNotWrite, CutShort, FileIsWrong
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import file_keys
from levelbook.reading import strict
from levelbook.store import sittings_file
from levelbook.store.sittings_file import change, parse, path_of, read, read_all, render
from support.builders import DAY
from support.examples import examples
from support.looped import each_hostile_text
from support.toml_values import days, extras, lines, some_line, typed, words

FULL = Sitting(
    planned_minutes=90,
    next_round=date(2027, 2, 22),
    closed=True,
    taken_up=("s1.p1", "s2.p1"),
    minutes="Said on Monday.\nAnd again.",
    participants=(Participant(name="Ana"), Participant(name="Tom", named=True)),
    parked=(
        Parked(text="Who pays?", practice="s1.p1", by="Tom"),
        Parked(text="Coffee"),
        Parked(text="Keys", since=date(2026, 11, 2), outcome="given", owner="Ana", due=DAY),
        Parked(text="Lunch", outcome="settled", decision="At one"),
    ),
    taken_on=(TakenOn(practice="s1.p1", step="Do it", owner="Ana", due=DAY), TakenOn(practice="s1.p2", step="Ask")),
    proofs=(EvidenceToBring(practice="s2.p1", what="The report", who="Tom", by=DAY),),
)
TEXT = '''format = 1
tables = 9
planned_minutes = 90
next_round = 2027-02-22
closed = true
taken_up = ["s1.p1", "s2.p1"]
minutes = """
Said on Monday.
And again."""

[[participants]]
name = "Ana"

[[participants]]
name = "Tom"
named = true

[[parked]]
text = "Who pays?"
practice = "s1.p1"
by = "Tom"

[[parked]]
text = "Coffee"

[[parked]]
text = "Keys"
since = 2026-11-02
outcome = "given"
owner = "Ana"
due = 2026-11-22

[[parked]]
text = "Lunch"
outcome = "settled"
decision = "At one"

[[taken_on]]
practice = "s1.p1"
step = "Do it"
owner = "Ana"
due = 2026-11-22

[[taken_on]]
practice = "s1.p2"
step = "Ask"

[[proofs]]
practice = "s2.p1"
what = "The report"
who = "Tom"
by = 2026-11-22
'''


# --- The layout -------------------------------------------------------------------------------------------------------


def test_everything_has_its_place_and_what_is_empty_has_none() -> None:
    assert render(FULL) == sittings_file.COMMENT + TEXT
    assert render(Sitting()) == sittings_file.COMMENT + "format = 1\ntables = 0\n"
    assert parse(TEXT, "a.toml") == FULL


def entries(
    required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A list of tables, with unknown keys among the known ones."""
    known = st.fixed_dictionaries(required, optional=optional)
    mixed = st.builds(lambda unknown, said: {**unknown, **said}, extras(*required, *optional), known)
    return st.lists(mixed, max_size=3)


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    optional: dict[str, st.SearchStrategy[Any]] = {
        "planned_minutes": st.integers(1, 1440),
        "next_round": days,
        "closed": st.booleans(),
        "taken_up": st.lists(lines, max_size=3),
        "minutes": words,
        "participants": entries({"name": some_line}, {"named": st.booleans()}),
        "parked": entries(
            {"text": some_line},
            {
                "practice": words,
                "by": words,
                "since": days,
                "outcome": st.sampled_from(get_args(Outcome)),
                "decision": words,
                "owner": words,
                "due": days,
            },
        ),
        "taken_on": entries({"practice": some_line, "step": some_line}, {"owner": words, "due": days}),
        "proofs": entries({"practice": some_line, "what": some_line}, {"who": words, "by": days}),
    }
    unknown = draw(extras("format", *file_keys(Sitting)))
    return strict.read(Sitting, {**unknown, **draw(st.fixed_dictionaries({}, optional=optional))})


@examples(150)
@given(sittings())
def test_whatever_a_sitting_says_is_read_back_and_written_as_the_same_bytes(sitting: Sitting) -> None:
    text = render(sitting)

    back = parse(text.encode(), "a.toml")

    assert typed(back.table) == typed(sitting.table)
    assert render(back) == text
    assert "\r" not in text and text.endswith("\n")


@each_hostile_text
def test_texts_of_every_kind_survive_a_writing_and_a_reading(tmp_path: Path, text: str) -> None:
    parked = Parked(text=clean_line(text) or "-", by=text)
    said = Sitting().changed(minutes=text, parked=(parked,), taken_up=(text,))

    change(tmp_path, DAY, lambda _: said)

    assert read(tmp_path, DAY) == said
    assert path_of(tmp_path, DAY).read_bytes().decode("utf-8") == render(said)


def test_keys_that_levelbook_does_not_know_are_kept_by_a_change(tmp_path: Path) -> None:
    path_of(tmp_path, DAY).write_text(f'room = "4.12"\n{TEXT}mood = "good"\n\n[weather]\nrain = true\n', "utf-8")

    change(tmp_path, DAY, lambda sitting: sitting.changed(closed=False))

    kept = read(tmp_path, DAY)
    assert kept is not None and not kept.closed
    assert kept.unknown == {"room": "4.12", "weather": {"rain": True}}
    assert kept.proofs[0].unknown == {"mood": "good"}


# --- Wrong files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "key", "line", "said"),
    [
        ("planned_minutes = 0", "planned_minutes", 2, "1"),
        ("planned_minutes = true", "planned_minutes", 2, ""),
        ('closed = "yes"', "closed", 2, ""),
        ("next_round = 2027-02-22T10:00:00Z", "next_round", 2, "without a time"),
        ('next_round = "soon"', "next_round", 2, ""),
        ('taken_up = "s1.p1"', "taken_up", 2, ""),
        ('participants = ["Ana"]', "participants[0]", 2, ""),
        ("[[participants]]\nnamed = true", "participants[0].name", 2, "missing"),
        ('[[participants]]\nname = " "', "participants[0].name", 3, "empty"),
        ('[[parked]]\ntext = "a"\n[[parked]]\ntext = 4', "parked[1].text", 5, ""),
        ('[[taken_on]]\nstep = "a"', "taken_on[0].practice", 2, "missing"),
        ('[[proofs]]\npractice = "s1.p1"\nwhat = "a"\nby = 4', "proofs[0].by", 5, ""),
    ],
)
def test_a_wrong_file_is_told_with_its_key_and_its_line(wrong: str, key: str, line: int, said: str) -> None:
    with pytest.raises(FileIsWrong) as caught:
        parse(f"format = 1\n{wrong}\n", "sittings/2026-11-22.toml")

    [problem] = caught.value.problems
    assert (problem.path, problem.key, problem.line) == ("sittings/2026-11-22.toml", key, line)
    assert said in problem.message


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("closed = true", "This key is missing"),
        ("format = 2", "newer levelbook"),
        ("format = 1\ntables = true", "a.toml:2: tables: This must be a whole number"),
        (
            "format = 1\nclosed = true\nclosed = true",
            "a.toml:3: This is not valid TOML: a key on this line already has a value.",
        ),
        (b'format = 1\nminutes = "\xff"', "not UTF-8"),
        ("<<<<<<< HEAD\nformat = 1\n=======\nformat = 1\n>>>>>>> other", "conflict"),
        ("format = 1\nx = " + "[" * 25, "nested"),
    ],
)
def test_what_is_no_sitting_at_all_is_refused_in_words(source: str | bytes, said: str) -> None:
    with pytest.raises(FileIsWrong, match=said):
        parse(source, "a.toml")


@pytest.mark.parametrize("start", [match.start() for match in re.finditer(r"^\[\[", TEXT, re.MULTILINE)])
def test_a_file_that_ends_where_a_table_would_begin_is_refused(start: int) -> None:
    with pytest.raises(CutShort, match="should have 9 tables") as caught:
        parse(TEXT[:start], "sittings/2026-11-22.toml")

    left = TEXT[:start].count("[[")
    assert caught.value.remedy == (
        "Restore it, for example from git. "
        f"If tables were removed on purpose, write “tables = {left}” at the top of the file."
    )
    parse(TEXT[:start].replace("tables = 9", f"tables = {left}"), "sittings/2026-11-22.toml")


def test_a_file_of_an_older_levelbook_counts_no_tables_until_the_next_change(tmp_path: Path) -> None:
    path_of(tmp_path, DAY).write_text(TEXT.replace("tables = 9\n", ""), "utf-8")
    assert read(tmp_path, DAY) == FULL

    change(tmp_path, DAY, lambda sitting: sitting.changed(closed=False, proofs=()))

    assert "\ntables = 8\n" in path_of(tmp_path, DAY).read_text("utf-8")


def test_a_table_that_somebody_adds_by_hand_needs_no_other_number() -> None:
    assert parse(f'{TEXT}[[parked]]\ntext = "By hand"\n', "a.toml").parked[-1].text == "By hand"


def test_a_wrong_file_keeps_no_other_out_and_is_never_overwritten(tmp_path: Path) -> None:
    change(tmp_path, DAY, lambda _: FULL)
    path_of(tmp_path, DAY + timedelta(days=1)).write_text("closed = maybe\n", "utf-8")
    path_of(tmp_path, DAY + timedelta(days=2)).mkdir()

    found, problems = read_all(tmp_path)

    assert [(stored.day, stored.sitting) for stored in found] == [(DAY, FULL)]
    assert [problem.path for problem in problems] == [
        str(path_of(tmp_path, DAY + timedelta(days=number))) for number in (1, 2)
    ]
    for number in (1, 2):
        with pytest.raises((FileIsWrong, CouldNotWrite)):
            change(tmp_path, DAY + timedelta(days=number), lambda _: FULL)
    assert path_of(tmp_path, DAY + timedelta(days=1)).read_text("utf-8") == "closed = maybe\n"


def test_files_that_are_no_days_sitting_are_nobodys_business(tmp_path: Path) -> None:
    for name in ("notes.toml", "2026-11-22.toml.bak", "20261122.toml", "2026-W47-7.toml", "2026-13-01.toml", "x.md"):
        (tmp_path / name).write_text("nonsense", "utf-8")

    assert read_all(tmp_path) == ((), ())
    assert read_all(tmp_path / "not-there") == ((), ())


def test_a_sitting_under_a_name_of_its_own_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026-11-22 (1).toml").write_text(render(FULL), "utf-8")
    (tmp_path / "notes.toml").write_text("nonsense", "utf-8")

    [told] = sittings_file.under_other_names(tmp_path)

    assert Path(told.path).name == "2026-11-22 (1).toml"
    assert "Name it after its day" in told.remedy
    assert read_all(tmp_path) == ((), ())
    with pytest.raises(FileIsWrong, match="does not count under this name"):
        sittings_file.must_all_count(tmp_path)


def test_a_damaged_copy_of_a_sitting_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026-11-22 (1).toml").write_text(f"{render(FULL)}[[parked", "utf-8")

    [told] = sittings_file.under_other_names(tmp_path)

    assert (Path(told.path).name, "no valid TOML" in told.message) == ("2026-11-22 (1).toml", True)


@pytest.mark.parametrize("between", [" (1)", " (Ana's conflicted copy 2026-11-23)", ".sync-conflict-20261123-101500-A"])
def test_a_copy_of_a_sitting_is_told_where_it_holds_something_else(tmp_path: Path, between: str) -> None:
    copy = tmp_path / f"2026-11-22{between}.toml"
    copy.write_text(render(FULL), "utf-8")
    (tmp_path / "2026-11-22.toml").write_text(render(FULL), "utf-8")
    assert list(sittings_file.under_other_names(tmp_path)) == []
    sittings_file.must_all_count(tmp_path)

    copy.write_text(render(FULL.changed(minutes="More was said")), "utf-8")
    [told] = sittings_file.under_other_names(tmp_path)
    assert "Enter in 2026-11-22.toml whatever only this copy holds" in told.remedy


# --- Changing ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), unique=True, max_size=4))
def test_sittings_come_oldest_first(tmp_path_factory: pytest.TempPathFactory, held: list[date]) -> None:
    folder = tmp_path_factory.mktemp("sittings")
    for day in held:
        change(folder, day, lambda sitting: sitting.changed(closed=True))

    found, problems = read_all(folder)
    assert [stored.day for stored in found] == sorted(held)
    assert [stored.name for stored in found] == [f"{day.isoformat()}.toml" for day in sorted(held)]
    assert problems == ()


def test_a_change_that_changes_nothing_does_not_touch_the_file(tmp_path: Path) -> None:
    by_hand = f"# mine\n{TEXT}"
    path_of(tmp_path, DAY).write_text(by_hand, "utf-8")

    assert change(tmp_path, DAY, lambda sitting: sitting) == FULL
    assert path_of(tmp_path, DAY).read_text("utf-8") == by_hand


def test_a_change_begins_from_what_another_hand_wrote_meanwhile(tmp_path: Path) -> None:
    change(tmp_path, DAY, lambda sitting: sitting.changed(minutes="first"))
    path_of(tmp_path, DAY).write_text(TEXT, "utf-8")

    changed = change(tmp_path, DAY, lambda sitting: sitting.changed(closed=False))

    assert changed == FULL.changed(closed=False)


PARKS = """
import math
import sys
from datetime import date
from pathlib import Path
from levelbook.core.answers.sittings import Parked
from levelbook.store import atomic
from levelbook.store.sittings_file import change

atomic.LOCK_PATIENCE = math.inf
folder, who = Path(sys.argv[1]), sys.argv[2]
for number in range(20):
    parked = Parked(text=f"{who} {number}")
    change(folder, date(2026, 11, 22), lambda sitting: sitting.changed(parked=(*sitting.parked, parked)))
"""


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", PARKS, str(tmp_path), who]) for who in ("ana", "tom")]
    assert [writer.wait() for writer in writers] == [0, 0]

    held = read(tmp_path, DAY)

    assert held is not None
    for who in ("ana", "tom"):
        assert [one.text for one in held.parked if one.text.startswith(who)] == [f"{who} {n}" for n in range(20)]


def test_what_cannot_be_written_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "sittings").write_text("a file where the folder should be", "utf-8")

    with pytest.raises(CouldNotWrite):
        change(tmp_path / "sittings", DAY, lambda sitting: sitting.changed(closed=True))

    assert (tmp_path / "sittings").read_text("utf-8") == "a file where the folder should be"


def test_comments_of_a_person_stay_when_the_sitting_changes(tmp_path: Path) -> None:
    folder = tmp_path / "sittings"
    change(folder, DAY, lambda _: Sitting(minutes="Said #1 on Monday."))
    path = path_of(folder, DAY)
    path.write_text(path.read_text("utf-8").replace("minutes", "# Tom rang.\nminutes") + "# And Ana.\n", "utf-8")

    for text in ("Coffee", "Keys"):
        change(folder, DAY, lambda held, text=text: held.changed(parked=(*held.parked, Parked(text=text))))  # type: ignore[misc]

    assert path.read_text("utf-8").endswith('text = "Keys"\n# Tom rang.\n# And Ana.\n')
    assert path.read_text("utf-8").startswith(sittings_file.COMMENT)
