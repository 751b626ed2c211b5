"""A little of each row of `make torture` that needs neither root nor strace."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.export.registry import FORMATS
from support.command_line import typed
from support.examples import is_large
from support.fresh_process import in_a_fresh_process
from support.small_book import new_book
from torture import branches, damage, fuzzing, hostile, signals, together
from torture.outcome import Budget, Outcome

WITHOUT_END = Budget(float("inf"))
SOME_ENDS = slice(None, None, 30)
"""Each way to end once, in five forms; `make torture` tries each way in every form and screen."""


def assert_harmless(outcome: Outcome, tries: int) -> None:
    """Nothing went wrong, and it was tried."""
    assert [str(fault) for fault in outcome.faults] == []
    assert (outcome.tries, outcome.skipped) == (tries, [])


def test_however_the_app_is_told_to_end_what_was_typed_is_there_again(tmp_path: Path) -> None:
    assert_harmless(in_a_fresh_process(signals.run_row, WITHOUT_END, tmp_path / "row", SOME_ENDS), 5)


def test_a_damaged_file_is_an_error_or_told_or_changes_no_figure(tmp_path: Path) -> None:
    outcome = in_a_fresh_process(damage.run_row, WITHOUT_END, tmp_path / "row", slice(None, None, 130))

    assert_harmless(outcome, outcome.wanted)
    assert outcome.tries > 10


def test_a_figure_that_changes_without_a_word_is_seen(tmp_path: Path) -> None:
    cut, edited = damage.Damage("book/answers.toml", 400, 0), damage.Damage("book/levelbook.toml", 40, 0)
    before, after = (
        damage.RoadmapView({"score --json": {"level": level}}, ("No problems found.",)) for level in (1.5, 2.0)
    )
    told = damage.RoadmapView(after.figures, ("1.1 was edited outside of levelbook.",))

    assert [fault.kind for fault in damage.judge(cut, before, after)] == ["untrue"]
    assert list(damage.judge(cut, before, told)) == []
    assert list(damage.judge(edited, before, after)) == [], "people may say there what they like"


def test_no_parser_does_anything_but_refuse_in_words(tmp_path: Path) -> None:
    outcome = fuzzing.run_row(WITHOUT_END, tmp_path, wanted=1_000, with_atheris=False)

    assert [str(fault) for fault in outcome.faults] == []
    assert outcome.tries == outcome.wanted == 1_000 * len(fuzzing.PARSERS)
    assert outcome.skipped == ["the search by coverage: atheris was not asked, so seeds were changed by chance"]


def test_a_parser_that_fails_or_is_slow_is_seen() -> None:
    def fail(data: bytes) -> None:
        raise KeyError(data)

    with pytest.raises(KeyError):
        fuzzing.read(fuzzing.Parser(fail, (b"x",)), b"y")


def test_two_apps_commands_and_an_editor_lose_nothing_of_each_other(tmp_path: Path) -> None:
    assert_harmless(together.run_row(WITHOUT_END, tmp_path, runs=together.BATCH, steps=12), together.BATCH)


def test_whatever_two_branches_say_git_and_levelbook_bring_together_without_losing_a_sentence(tmp_path: Path) -> None:
    pairs = 60 if is_large() else 12
    assert_harmless(in_a_fresh_process(branches.run_row, WITHOUT_END, tmp_path / "row", wanted=pairs), pairs)


def test_a_sentence_a_level_and_a_part_of_the_guide_that_a_merge_would_lose_are_seen(tmp_path: Path) -> None:
    book = new_book(tmp_path).folder.path
    typed("guide", folder=book)
    base = branches.Version.of(book)
    guide = (book / "guide.md").read_text("utf-8")
    (book / "guide.md").write_text(f"{guide}\nGuide1word was said.\n", "utf-8")
    typed("answer", "1.1", "--level", "3", "--note", "Answer2word was said.", folder=book)
    ours = branches.Version.of(book)
    (book / "guide.md").write_text(guide.replace("## Our rules", "## Your rules"), "utf-8")
    (book / "own.md").write_text(">>>>>>> theirs\n", "utf-8")
    typed("answer", "1.1", "--level", "2", "--note", "Nothing.", folder=book)

    found = [str(fault) for fault in branches.judge(book, base, ours, base, set())]

    for what in (
        "untrue: own.md has git's marks",
        "lost: Guide1word is in the guide 0 times, before [0, 1, 0]",
        "lost: Answer2word is not in the answers",
        "untrue: data.backups is level 2; the base, ours and theirs said level None, level 3, level None",
        "untrue: rules is not as assembled",
        "untrue: check says: ",
    ):
        assert any(one.startswith(what) for one in found), what


def test_hostile_words_act_nowhere(tmp_path: Path) -> None:
    mixtures = 2 if is_large() else 1
    assert_harmless(in_a_fresh_process(hostile.run_row, WITHOUT_END, tmp_path / "row", wanted=mixtures), mixtures)


def test_words_that_would_act_are_seen() -> None:
    usual = {"codes": {}, "printed": {}, "screens": {}, "guides": ["# One\n"], "exports": dict.fromkeys(FORMATS, "")}
    acting = {
        **usual,
        "printed": {"score": "\x1b[2J"},
        "codes": {"score": 0},
        "screens": {"home": "\u202e"},
        "guides": ["# One\n\n# Two\n\n<script>x</script> [x](javascript:x)\n"],
        "exports": {**usual["exports"], "csv": "=1+1\n", "html": "<img onerror=x src=javascript:x>"},
    }

    assert list(hostile.judge("words", usual, usual)) == []
    assert {fault.kind for fault in hostile.judge("words", usual, acting)} == {"escaped"}
    found = " ".join(map(str, hostile.judge("words", usual, acting)))
    for what in ("score", "home", "other headings", "script", "javascript", "formula", "handlers"):
        assert what in found
