"""The file that a team's answers live in: saved, merged, refused, and laid out by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given

from levelbook.core.answers.answers import Answer, AnswerBook, Evidence
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, OtherVersion, UsedWrongly
from levelbook.reading.toml import parse_toml
from levelbook.store import answers_file, answers_text
from levelbook.store.answers_file import AnswersFile, read
from levelbook.store.answers_text import render
from support.any_books import TINY, TOP, answers, books, everything
from support.builders import DAY, NOON, a_book, a_full_answer, an_answer, tiny_questionnaire
from support.examples import examples

# --- Saving -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An answers.toml with two answers."""
    path = tmp_path / "answers.toml"
    book = a_book(TINY, {"s1.p1": a_full_answer(1), "s2.p2": a_full_answer(3)}, {"role": ("saas",)})
    AnswersFile.create(path, TINY, book)
    return path


def test_a_new_file_is_not_put_over_another(path: Path) -> None:
    old = path.read_bytes()

    with pytest.raises(UsedWrongly):
        AnswersFile.create(path, TINY, a_book(TINY))

    assert path.read_bytes() == old


def test_what_is_saved_is_what_the_whole_book_would_look_like(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    book = (
        file.book.with_answer("s1.p2", a_full_answer(2)).with_answer("s1.p1", Answer()).with_fact("exposure", "public")
    )
    book = book.with_fact("role", None).with_answer("new.one", an_answer(1))

    merged = file.save(book, answers=["s1.p2", "s1.p1", "new.one"], facts=["exposure", "role"])

    assert merged == book == file.book == read(path, within=path.parent)
    assert path.read_text(encoding="utf-8") == render(book, TINY)


def test_an_unknown_answer_that_is_cleared_leaves_nothing_behind(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    old = path.read_bytes()
    book = file.save(file.book.with_answer("new.one", an_answer(1)), answers=["new.one"])

    file.save(book.with_answer("new.one", Answer()), answers=["new.one"])

    assert path.read_bytes() == old


def test_saving_what_was_read_writes_nothing(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    before = path.stat()

    file.save(file.book, answers=TINY.practices, facts=["role", "exposure"])
    file.save(file.book)

    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_only_what_was_touched_is_taken(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    book = file.book.with_answer("s1.p2", an_answer(2)).with_answer("s1.p3", an_answer(3))

    assert "s1.p3" not in file.save(book, answers=["s1.p2"]).answers


def test_two_sittings_on_one_file_lose_nothing(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)

    one.save(one.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])
    two.save(two.book.with_fact("exposure", "public"), facts=["exposure"])
    merged = two.save(two.book.with_answer("s1.p3", an_answer(3)), answers=["s1.p3"])

    assert merged.answer("s1.p2") == an_answer(2)
    assert merged.answer("s1.p3") == an_answer(3)
    assert merged.profile == {"role": ("saas",), "exposure": "public"}
    assert read(path, within=path.parent) == merged
    assert path.read_text(encoding="utf-8") == render(merged, TINY)


def test_the_same_answer_changed_on_both_sides_is_refused_by_name(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    one.save(
        one.book.with_answer("s1.p1", an_answer(2)).with_fact("role", ("none",)), answers=["s1.p1"], facts=["role"]
    )
    old = path.read_bytes()
    mine = two.book.with_answer("s1.p1", an_answer(3)).with_answer("s1.p2", an_answer(3)).with_fact("role", "x")

    with pytest.raises(AnsweredElsewhere) as caught:
        two.save(mine, answers=["s1.p1", "s1.p2"], facts=["role"])

    assert caught.value.ids == ("s1.p1", "role")
    assert path.read_bytes() == old


def test_other_fields_of_the_same_answer_are_merged_and_it_is_reviewed_as_the_side_with_its_claim(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    held = one.book.answer("s1.p1")
    one.save(one.book.with_answer("s1.p1", held.changed(owner="Tom", note="Mind [x]").signed()), answers=["s1.p1"])

    mine = two.book.answer("s1.p1").changed(due=DAY, here={"reach-2-a": "a wiki"}).signed()
    merged = two.save(two.book.with_answer("s1.p1", mine), answers=["s1.p1"]).answer("s1.p1")

    assert (merged.owner, merged.note, merged.due, merged.here) == ("Tom", "Mind [x]", DAY, {"reach-2-a": "a wiki"})
    assert (merged.confirmed_at, merged.edited_outside) == (held.confirmed_at, False)
    assert read(path, within=path.parent).answer("s1.p1") == merged


def test_who_chose_after_a_clash_wins(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    one.save(one.book.with_answer("s1.p1", an_answer(2)), answers=["s1.p1"])
    with pytest.raises(AnsweredElsewhere):
        two.save(two.book.with_answer("s1.p1", an_answer(3)), answers=["s1.p1"])

    again = AnswersFile.load(path, TINY)
    again.save(again.book.with_answer("s1.p1", an_answer(3)), answers=["s1.p1"])

    assert read(path, within=path.parent).answer("s1.p1").level == 3


def test_both_sides_may_say_the_same(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    later = an_answer(2).confirmed(by="Tom", at=NOON + timedelta(hours=1), wording="91c07d2e", after="")
    one.save(one.book.with_answer("s1.p1", an_answer(2)), answers=["s1.p1"])

    two.save(two.book.with_answer("s1.p1", later), answers=["s1.p1"])

    assert read(path, within=path.parent).answer("s1.p1") == later


def test_a_confirmation_survives_somebody_else_saving_without_it(path: Path) -> None:
    """Merging by comparing values would lose it: its content is as it was."""
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    confirmed = one.book.answer("s1.p1").confirmed(by="Tom", at=NOON, wording="91c07d2e", after="2026-08-22")
    one.save(one.book.with_answer("s1.p1", confirmed), answers=["s1.p1"])

    two.save(two.book.with_answer("s2.p2", an_answer(1)), answers=["s2.p2"])

    assert read(path, within=path.parent).answer("s1.p1") == confirmed


def test_confirming_what_has_become_something_else_is_refused(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    one.save(one.book.with_answer("s1.p1", an_answer(4)), answers=["s1.p1"])
    confirmed = two.book.answer("s1.p1").confirmed(by="Tom", at=NOON, wording="91c07d2e", after="2026-08-22")

    with pytest.raises(AnsweredElsewhere):
        two.save(two.book.with_answer("s1.p1", confirmed), answers=["s1.p1"])


def test_changing_what_was_only_confirmed_elsewhere_goes_through(path: Path) -> None:
    one, two = AnswersFile.load(path, TINY), AnswersFile.load(path, TINY)
    confirmed = one.book.answer("s1.p1").confirmed(by="Tom", at=NOON, wording="91c07d2e", after="2026-08-22")
    one.save(one.book.with_answer("s1.p1", confirmed), answers=["s1.p1"])

    two.save(two.book.with_answer("s1.p1", an_answer(4)), answers=["s1.p1"])

    assert read(path, within=path.parent).answer("s1.p1") == an_answer(4)


@pytest.mark.parametrize("damage", ["<<<<<<< HEAD\nlevel = 1\n=======\nlevel = 2\n>>>>>>> x\n", "level = \n", "\x00"])
def test_a_file_that_does_not_parse_is_never_overwritten(path: Path, damage: str) -> None:
    file = AnswersFile.load(path, TINY)
    with path.open("a") as stream:
        stream.write(damage)
    old = path.read_bytes()

    with pytest.raises(FileIsWrong):
        file.save(file.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])

    assert path.read_bytes() == old
    assert [entry.name for entry in path.parent.iterdir()] == ["answers.toml"]


def test_a_file_that_was_upgraded_meanwhile_is_left_alone(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    path.write_text(path.read_text().replace("1.0.0", "2.0.0"))

    with pytest.raises(OtherVersion):
        file.save(file.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])


def test_a_file_that_is_gone_is_put_back_whole(path: Path) -> None:
    file = AnswersFile.load(path, TINY)
    path.unlink()

    book = file.save(file.book.with_answer("s1.p2", an_answer(2)), answers=["s1.p2"])

    assert read(path, within=path.parent) == book
    assert "s2.p2" in book.answers


@pytest.mark.parametrize(
    "answer",
    [
        Answer(level=9),
        Answer(evidence=(Evidence(kind=""),)),
        Answer(unknown={"x": math.nan}),
        Answer(unknown={"x": 2**64}),
    ],
    ids=["outside the scale", "without a kind", "no number", "too large"],
)
def test_what_could_not_be_read_again_is_not_written(path: Path, answer: Answer) -> None:
    file = AnswersFile.load(path, TINY)
    old = path.read_bytes()

    with pytest.raises(CouldNotWrite):
        file.save(file.book.with_answer("s1.p2", answer), answers=["s1.p2"])

    assert path.read_bytes() == old
    assert file.save(file.book.with_answer("s1.p3", an_answer()), answers=["s1.p3"]).answer("s1.p2") == Answer()


def test_a_save_renders_and_reads_back_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the questionnaire is."""
    big = tiny_questionnaire(20, 100)
    path = tmp_path / "answers.toml"
    file = AnswersFile.create(path, big, a_book(big, {name: an_answer(2) for name in big.practices}))
    file.get_ready_to_save()
    rendered: list[str] = []
    parsed: list[int] = []
    table_text, reader = answers_text.answer_toml, parse_toml
    for module in (answers_file, answers_text):
        monkeypatch.setattr(module, "answer_toml", lambda name, *rest: rendered.append(name) or table_text(name, *rest))
        monkeypatch.setattr(module, "parse_toml", lambda text, at: parsed.append(len(text)) or reader(text, at))

    file.save(file.book.with_answer("s7.p50", a_full_answer(3)), answers=["s7.p50"])

    assert set(rendered) == {"s7.p50"}
    assert sum(parsed) < 2_000
    monkeypatch.undo()
    assert path.read_text() == render(file.book, big)


# --- Laid out by hand -------------------------------------------------------------------------------------------------

BY_HAND = """\
# Our answers. Ask Ana before you change anything here!
version = "1.0.0"    # since May
tables = 4  # counted by hand
questionnaire = "tiny"
format = 1
motto = "measure # twice"

[profile]  # who we are
exposure = "public"

# The second section first: it matters more.
[answers.s2.p2]
note = '''
[answers.s1.p1]
# no comment
'''
level = 3  # was 2 until August
unmet = [
  "c2-a",  # next quarter
]

# Tom's
  [answers.s2.p2.here]
  c1-a = 'in the wiki'

# --- first section ---

# still open
[answers.s1.p1]
unsure = true
# trailing words
[[answers.s1.p2.evidence]]
kind = "tested"
[unheard.of]
level = 99 # ours
"""


@pytest.fixture
def by_hand(path: Path) -> Path:
    path.write_text(BY_HAND)
    return path


def save(path: Path, **said: Any) -> str:
    """Save answers, given as s1_p1=..., and return the file."""
    file = AnswersFile.load(path, TINY)
    book = file.book
    for name, answer in said.items():
        book = book.with_answer(name.replace("_", "."), answer)
    merged = file.save(book, answers=[name.replace("_", ".") for name in said])
    assert read(path, within=path.parent) == merged == book
    return path.read_text(encoding="utf-8")


def test_only_the_table_that_changed_is_replaced(by_hand: Path) -> None:
    answer = Answer(level=1, here={"c1-a": "here"})

    text = save(by_hand, s1_p1=answer)

    assert text == BY_HAND.replace("unsure = true\n", 'level = 1\n\n[answers.s1.p1.here]\nc1-a = "here"\n')


def test_comments_inside_a_table_that_is_replaced_stay_below_its_header(by_hand: Path) -> None:
    text = save(by_hand, s2_p2=Answer(level=4))
    old = BY_HAND[BY_HAND.index("[answers.s2.p2]") : BY_HAND.index("# --- first")]

    kept = "[answers.s2.p2]\n# was 2 until August\n# next quarter\n# Tom's\nlevel = 4\n\n"
    assert text == BY_HAND.replace(old, kept)
    assert save(by_hand, s2_p2=Answer(level=3)) == text.replace("level = 4", "level = 3")


def test_a_practice_that_the_file_does_not_have_yet_goes_where_it_belongs(by_hand: Path) -> None:
    text = save(by_hand, s1_p3=Answer(level=1))

    added = '[[answers.s1.p2.evidence]]\nkind = "tested"\n\n[answers.s1.p3]\nlevel = 1\n[unheard.of]'
    assert added in text
    assert text.replace("\n[answers.s1.p3]\nlevel = 1\n", "") == BY_HAND.replace("tables = 4 ", "tables = 5 ")


def test_facts_are_replaced_by_hand_too(by_hand: Path) -> None:
    file = AnswersFile.load(by_hand, TINY)

    file.save(file.book.with_fact("role", ("saas",)), facts=["role"])

    profile = '[profile]\n# who we are\nrole = ["saas"]\nexposure = "public"\n'
    assert by_hand.read_text() == BY_HAND.replace('[profile]  # who we are\nexposure = "public"\n', profile)


def test_windows_line_ends_alone_do_not_make_a_file_hand_made(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    file = AnswersFile.load(path, TINY)

    book = file.save(file.book.with_answer("s1.p2", an_answer()), answers=["s1.p2"])

    assert path.read_bytes() == render(book, TINY).encode()


@pytest.mark.parametrize(
    "answers",
    ["answers.s1.p1 = { level = 1 }", "[answers.s1]\np1.level = 1", "[answers]\ns1 = { p1 = { level = 1 } }"],
)
def test_a_layout_that_cannot_be_changed_safely_is_refused_with_the_new_content_beside(
    path: Path, answers: str
) -> None:
    text = f"{TOP}tables = 1\n{answers} # one\n"
    path.write_text(text)
    file = AnswersFile.load(path, TINY)
    book = file.book.with_answer("s1.p1", an_answer(2))

    with pytest.raises(CouldNotWrite) as caught:
        file.save(book, answers=["s1.p1"])

    assert path.read_text() == text
    beside = path.with_name("answers.toml.new")
    assert beside.read_text() == render(book, TINY)
    assert "answers.toml.new" in "".join(caught.value.lines())


def test_what_could_not_be_written_before_stays_beside_what_cannot_be_written_now(path: Path) -> None:
    path.write_text(f"{TOP}tables = 1\nanswers.s1.p1 = {{ level = 1 }}\n")
    beside = path.with_name("answers.toml.new")
    first = AnswersFile.load(path, TINY)
    for level in (2, 3):  # one sitting, which takes its own answer back
        with pytest.raises(CouldNotWrite):
            first.save(first.book.with_answer("s1.p1", an_answer(level)), answers=["s1.p1"])
    assert "level = 3" in beside.read_text()

    second = AnswersFile.load(path, TINY)
    with pytest.raises(CouldNotWrite) as caught:
        second.save(second.book.with_answer("s1.p1", an_answer(4)), answers=["s1.p1"])

    assert "level = 3" in beside.read_text()
    assert "level = 4" in path.with_name("answers.toml.new-2").read_text()
    assert "What could not be written before is in answers.toml.new." in "".join(caught.value.lines())


@examples(40)
@given(books(), answers())
def test_a_hand_made_layout_of_any_book_takes_any_answer(
    tmp_path_factory: pytest.TempPathFactory, book: AnswerBook, answer: Answer
) -> None:
    """Whatever `tomli_w` makes of a book is laid out otherwise; comments between its tables must stay."""
    book = replace(book, questionnaire="tiny", version="1.0.0")
    text = tomli_w.dumps(parse_toml(render(book, TINY), "a"))
    lines = [
        f"{line} # mine {number}" if line.startswith("[answers") else line
        for number, line in enumerate(text.split("\n"))
    ]
    path = tmp_path_factory.mktemp("by-hand") / "answers.toml"
    if parsed_or_none("\n".join(lines)) != parse_toml(text, "a"):
        lines = text.split("\n")  # a header that was a line of somebody's text
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    file = AnswersFile.load(path, TINY)
    meant = file.book.with_answer("s2.p2", answer)

    try:
        file.save(meant, answers=["s2.p2"])
    except CouldNotWrite:
        assert everything(read(path.with_name("answers.toml.new"), within=path.parent)) == everything(meant)
    else:
        assert everything(read(path, within=path.parent)) == everything(meant)
        kept = path.read_text(encoding="utf-8")
        assert all(f"# mine {number}" in kept for number, line in enumerate(lines) if "# mine" in line)


def parsed_or_none(text: str) -> dict[str, Any] | None:
    try:
        return parse_toml(text, "a")
    except FileIsWrong:
        return None
