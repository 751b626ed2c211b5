"""How the torture chooses what it tries, shares its time, and writes its table down."""

from __future__ import annotations

from pathlib import Path

import pytest

from torture import __main__ as torture
from torture.injections import Call, cases
from torture.outcome import KINDS, Fault, Outcome

OPENED, WRITTEN, READ = (
    Call("openat", 1, place=1, makes_a_file=True),
    Call("write", 1, place=2, makes_a_file=False),
    Call("read", 1, place=3, makes_a_file=False),
)


def test_sigkill_comes_before_each_call_that_changes_the_disk_and_an_error_once_at_each_place() -> None:
    again = Call("write", 2, place=2, makes_a_file=False)
    elsewhere = Call("write", 3, place=4, makes_a_file=False)

    chosen = [(case.injection, case.call) for case in cases([OPENED, WRITTEN, READ, again, elsewhere])]

    assert {call for injection, call in chosen if injection == "SIGKILL"} == {OPENED, WRITTEN, again, elsewhere}
    assert {call for injection, call in chosen if injection == "EIO"} == {OPENED, WRITTEN, READ, elsewhere}
    assert {call for injection, call in chosen if injection == "ENOSPC"} == {OPENED, WRITTEN, elsewhere}
    assert len(chosen) == 11


def test_what_the_guard_calls_to_rename_and_make_folders_is_among_what_changes_the_disk() -> None:
    for name in ("renameat", "mkdirat", "unlinkat"):
        assert Call(name, 1, place=1, makes_a_file=False).changes_the_disk, name


def test_tries_of_a_better_kind_are_counted_over_all_parts_of_a_row() -> None:
    first, second = (Outcome("What", tries=9, chosen="{some:,} were", some=some) for some in (1_000, 234))

    assert "- Of “What”: 1,234 were.\n" in torture.table([first.joined(second)])


def test_the_parts_of_a_row_are_one_line_of_the_table() -> None:
    first = Outcome("What", tries=3, wanted=5, skipped=["one: why"], chosen="two of three")
    second = Outcome("What", tries=4, wanted=4, skipped=["one: why"], faults=[Fault("torn", "how")])

    text = torture.table([first.joined(second)])

    assert "| What | 7 of 9 | 0 | 1 | 0 | 0 | 0 |\n" in text
    assert text.count("why") == 1
    assert "- Of “What”: two of three.\n" in text


def test_every_part_runs_and_the_table_has_the_order_of_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tried(budget: torture.Budget, place: Path) -> Outcome:
        assert 0 < budget.left <= 60
        return Outcome(place.name.partition("-")[0], tries=1)

    def parts(name: str) -> tuple[torture.Part, ...]:
        return tuple(torture.Part(name, number, tried, takes=number) for number in (1, 2, 3))

    rows = {name: torture.Row(name, parts(name)) for name in ("b", "a")}
    monkeypatch.setattr(torture, "ROWS", rows)

    outcomes = torture._run(["b", "a"], 60, tmp_path)

    assert [(one.what, one.tries) for one in outcomes] == [("b", 3), ("a", 3)]


def test_a_whole_run_takes_the_place_of_what_security_quotes() -> None:
    page = f"Before\n\n<!-- torture:begin -->\n\nold\n\n<!-- torture:end -->\n\n*lost*: {KINDS['lost']}\n"

    assert torture.quoted(r"new \1", page) == page.replace("old", r"new \1")
    assert torture.quoted("x", torture.SECURITY.read_text("utf-8")).count("\nx\n") == 1


def test_a_part_of_a_run_is_not_quoted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (["--only", "together"], ["--seconds", "60"]):
        monkeypatch.setattr("sys.argv", ["torture", *part, "--quote"])
        with pytest.raises(SystemExit):
            torture.main()
        assert "whole runs only" in capsys.readouterr().err


def test_a_whole_run_has_less_than_twenty_minutes_and_fuzzing_what_the_others_leave_of_them(
    tmp_path: Path,
) -> None:
    schedule = torture._Schedule(list(torture.ROWS), torture.WHOLE, tmp_path)
    begun = [part.row for part in schedule._waiting]

    assert torture.WHOLE <= 19 * 60
    assert {*begun} == {*torture.ROWS}
    assert begun[-torture.FUZZERS :] == ["fuzzing"] * torture.FUZZERS
