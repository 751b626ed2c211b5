"""`levelbook ballot`: made, filled in, taken in from elsewhere, and compared."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from levelbook.book.session import Session
from levelbook.core.errors import CouldNotWrite, NotConfirmed
from levelbook.core.text.cleaning import clean_line
from levelbook.store import atomic
from support.ballot_text import ballot_text
from support.command_line import Type
from support.hostile_texts import HOSTILE, acting, typed


def handed_in(folder: Path, name: str, answers: dict[str, int | str], participant: str | None = None) -> Path:
    path = folder.parent / "inbox" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(ballot_text(answers, participant or name), "utf-8")
    return path


# --- New, list, fill --------------------------------------------------------------------------------------------------


def test_new_makes_an_empty_ballot_and_says_how_to_fill_it_in(levelbook: Type, folder: Path) -> None:
    said = levelbook("ballot", "new", "Ana Lima")

    assert (said.code, said.err) == (0, "")
    assert (folder / "ballots" / "ana-lima.toml").is_file()
    assert "levelbook ballot fill ana-lima" in said.out
    assert "levelbook ask --ballot ana-lima" in said.out


def test_a_ballot_that_was_made_in_the_folder_of_another_team_is_refused(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Ana Lima")
    copy = Path(shutil.move(folder / "ballots" / "ana-lima.toml", folder.parent))
    table = "[answers.data.backups]\n"
    copy.write_text(copy.read_text("utf-8").replace(table, f"{table}level = 2\n"), "utf-8")
    settings = folder / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('team = "', 'team = "Not '), "utf-8")

    said = levelbook("ballot", "import", str(copy))

    assert (said.code, "This is a ballot for “" in said.out) == (3, True)


def test_an_anonymous_ballot_keeps_no_name(levelbook: Type, folder: Path) -> None:
    for words in (["--anonymous"], ["Ana Lima", "--anonymous"]):
        assert levelbook("ballot", "new", *words).code == 0

    texts = [path.read_text("utf-8") for path in (folder / "ballots").iterdir()]
    assert len(texts) == 2
    assert not any("Ana" in text or "participant" in text for text in texts)


@pytest.mark.parametrize("words", [[], [""], ["   "]])
def test_new_without_a_name_is_exit_2(levelbook: Type, folder: Path, words: list[str]) -> None:
    said = levelbook("ballot", "new", *words)

    assert (said.code, "--anonymous" in said.err) == (2, True)


def test_a_second_ballot_of_a_name_is_refused_and_the_first_stays(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Ana Lima")
    before = (folder / "ballots" / "ana-lima.toml").read_bytes()

    said = levelbook("ballot", "new", "ana lima")

    assert (said.code, "levelbook ballot fill ana-lima" in said.err) == (2, True)
    assert (folder / "ballots" / "ana-lima.toml").read_bytes() == before


def test_list_says_who_handed_in_how_much_and_what_cannot_be_read(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "import", str(handed_in(folder, "Ana", {"data.backups": 2, "data.restores": "unsure"})))
    levelbook("ballot", "import", "--anonymous", str(handed_in(folder, "Ben", {"data.backups": 1})))
    (folder / "ballots" / "zoe.toml").write_text("no TOML [")

    lines = levelbook("ballot", "list").out.splitlines()

    assert lines[0].split() == ["Id", "Participant", "Answered"]
    assert lines[1].endswith("Ana          1 of 3, 1 unsure")
    assert "; 1 of 3 answered, 1 unsure." in levelbook("ask", "--ballot", "ana", given="q\n").out, "in the same words"
    assert lines[2].startswith("anonymous-") and lines[2].endswith("anonymous    1 of 3")
    assert lines[3].startswith("cannot be read: book/ballots/zoe.toml")
    assert "Ben" not in "".join(lines)


def test_list_says_how_to_begin(levelbook: Type, folder: Path) -> None:
    assert levelbook("ballot", "list").out == ("There are no ballots yet. `levelbook ballot new NAME` makes one.\n")


def test_fill_without_a_terminal_names_the_plain_lines(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Ana")

    said = levelbook("ballot", "fill", "ana")

    assert (said.code, said.out) == (2, "")
    assert "levelbook ask --ballot ana" in said.err


def test_fill_opens_the_ballot_in_a_terminal(levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Session] = []
    monkeypatch.setattr("levelbook.cli.commands.ballot.cursor_moves", lambda: True)
    monkeypatch.setattr("levelbook.cli.commands.ballot.apps", lambda: SimpleNamespace(open_book=opened.append))
    levelbook("ballot", "new", "Ana")

    assert levelbook("ballot", "fill", "ana").code == 0

    (session,) = opened
    assert session.ballot is not None and session.ballot.participant == "Ana"


def test_a_ballot_that_is_not_there_is_answered_with_the_nearest(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Ana Lima")

    said = levelbook("ballot", "fill", "ana-lina")

    assert (said.code, "Did you mean “ana-lima”?" in said.err) == (2, True)


# --- Form -------------------------------------------------------------------------------------------------------------


def test_form_writes_a_page_and_never_over_another_file(levelbook: Type, folder: Path) -> None:
    said = levelbook("ballot", "form")

    page = Path("ballot-form.html")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("wrote ballot-form.html: 3 practices, about 5 minutes.")
    assert "<html" in page.read_text("utf-8")
    page.write_text("mine")
    refused = levelbook("ballot", "form")
    assert (refused.code, page.read_text()) == (2, "mine")
    assert levelbook("ballot", "form", "--yes").code == 0
    assert page.read_text() != "mine"


def test_the_form_of_a_new_round_is_another_for_the_browser_that_keeps_what_was_typed(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    first = levelbook("ballot", "form", "-o", "-").out
    levelbook("seal", "q3")

    assert '"after":""' in first
    assert '"after":"q3"' in levelbook("ballot", "form", "-o", "-").out


def test_form_may_go_elsewhere_or_to_stdout(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "form", "-o", "essential.html", "--essential")
    printed = levelbook("ballot", "form", "-o", "-")

    assert (printed.code, printed.err) == (0, "")
    assert "data.restores" in printed.out
    assert "data.restores" not in Path("essential.html").read_text("utf-8")
    assert not Path("ballot-form.html").exists()


def test_a_form_where_nothing_can_be_written_is_exit_5(levelbook: Type, folder: Path) -> None:
    said = levelbook("ballot", "form", "-o", "not-there/form.html")

    assert (said.code, said.out) == (5, "")
    assert "There is no folder “not-there” to write in.\n  Make that folder first" in said.err


# --- Import -----------------------------------------------------------------------------------------------------------


def test_a_batch_of_eight_with_three_bad_ones_loses_none_of_the_good_ones(levelbook: Type, folder: Path) -> None:
    names = ("Ana", "Ben", "Cleo", "Dan", "Eve")
    good = [handed_in(folder, name, {"data.backups": 2}) for name in names]
    level = handed_in(folder, "Fay", {"data.backups": 9})
    old = folder.parent / "inbox" / "old.toml"
    old.write_text(ballot_text({"data.backups": 2}, "Gil", version="0.0.1"))
    binary = folder.parent / "inbox" / "picture.toml"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    files = [good[0], level, good[1], old, *good[2:4], binary, good[4]]

    said = levelbook("ballot", "import", *map(str, files))

    assert (said.code, said.err) == (3, "")
    lines = said.out.splitlines()
    assert [line for line in lines if line.endswith(": refused.")] == [
        "inbox/Fay.toml: refused.",
        "inbox/old.toml: refused.",
        "inbox/picture.toml: refused.",
    ]
    assert "inbox/Ana.toml: imported as ana, 1 of 3 answered." in lines
    for reason in ("the scale goes from 0 to 3", "levelbook ballot form", "not UTF-8"):
        assert any(line.startswith("  ") and reason in line for line in lines), reason
    assert lines[-2:] == [
        "5 imported, 3 refused.",
        "5 ballots in all. `levelbook ballot compare` says where they differ.",
    ]
    assert [ballot.participant for ballot in Session.open(folder).ballots.all] == list(names)


def test_an_import_says_what_was_here_already_and_where_no_ballot_is_here_points_at_no_comparison(
    levelbook: Type, folder: Path
) -> None:
    ana, tom = (str(handed_in(folder, name, {"data.backups": 2})) for name in ("ana", "tom"))
    bad = folder.parent / "inbox" / "bad.toml"
    bad.write_text("no TOML [")

    assert levelbook("ballot", "import", str(bad)).out.endswith(f"\n{levelbook('ballot', 'list').out}")
    levelbook("ballot", "import", ana)
    assert "1 imported, 1 already here, 0 refused." in levelbook("ballot", "import", ana, tom).out


def test_an_import_counts_an_empty_ballot_apart(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Tom")

    said = levelbook("ballot", "import", str(handed_in(folder, "Ana", {"data.backups": 2})))

    last = said.out.splitlines()[-1]
    assert last == "1 ballot, and 1 not filled in yet. `levelbook ballot compare` says where they differ."


def test_a_folder_of_ballots_is_taken_in_whole(levelbook: Type, folder: Path) -> None:
    for name in ("Ana", "Ben"):
        handed_in(folder, name, {"data.backups": 2})

    assert levelbook("ballot", "import", "inbox").code == 0

    assert len(Session.open(folder).ballots.all) == 2


def test_remarks_say_what_was_left_out(levelbook: Type, folder: Path) -> None:
    path = handed_in(folder, "Ana", {"data.backups": 2, "data.restores": 'level = 2\nwording = "00000000"'})

    said = levelbook("ballot", "import", str(path))

    assert said.code == 0
    assert "  1.2: left out, because the question was worded differently.\n" in said.out


def test_a_second_ballot_replaces_the_first_only_when_told(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "import", str(handed_in(folder, "Ana", {"data.backups": 1})))
    later = str(handed_in(folder, "Ana", {"data.backups": 3}))

    assert (levelbook("ballot", "import", later).code, _level(folder)) == (3, 1)
    assert (levelbook("ballot", "import", "--replace", later).code, _level(folder)) == (0, 3)
    again = levelbook("ballot", "import", later)
    assert (again.code, "was already here as ana" in again.out) == (0, True)


def test_a_ballot_that_says_the_same_in_the_next_round_is_counted_again(levelbook: Type, folder: Path) -> None:
    ana, tom = (handed_in(folder, name, {"data.backups": 2}) for name in ("ana", "tom"))
    levelbook("answer", "data.backups", "--level", "2")
    for edition in ("first", "second", "third"):  # twice the same as in the round before
        said = levelbook("ballot", "import", str(ana)).out
        assert "imported as ana" in said
        assert ("The same ballot was counted for edition first." in said) == (edition == "second")
        assert ("The same ballot was counted for editions first and second." in said) == (edition == "third")
        assert "was already here as ana" in levelbook("ballot", "import", str(ana)).out
        levelbook("ballot", "import", str(tom))

        assert "2 ballots" in levelbook("ballot", "compare").out

        levelbook("answer", "data.backups", "--note", f"before {edition}")
        assert levelbook("seal", edition).code == 0
        assert not list((folder / "ballots").glob("*.toml"))


def test_a_ballot_of_an_ended_round_of_which_less_is_asked_by_now_still_says_so(levelbook: Type, folder: Path) -> None:
    ana = str(handed_in(folder, "ana", {"data.backups": 2, "data.restores": 1}))
    levelbook("answer", "data.backups", "--level", "2")
    levelbook("ballot", "import", ana)
    levelbook("seal", "first")
    levelbook("profile", "--fact", "holds=nothing")

    again = levelbook("ballot", "import", ana).out

    assert "left out, because the practice does not apply" in again
    assert "counted for edition first." in again
    other = str(handed_in(folder, "ana", {"data.backups": 2, "data.restores": 3}))
    assert "counted for" not in levelbook("ballot", "import", "--replace", other).out


def test_an_anonymous_ballot_of_an_ended_round_that_is_imported_again_says_so(levelbook: Type, folder: Path) -> None:
    path = str(handed_in(folder, "ana", {"data.backups": 2}))
    levelbook("answer", "data.backups", "--level", "2")
    levelbook("ballot", "import", "--anonymous", path)
    levelbook("seal", "first")

    assert "counted for edition first." in levelbook("ballot", "import", "--anonymous", path).out


def _level(folder: Path) -> int | None:
    return Session.open(folder).ballots.all[0].book.answer("data.backups").level


def test_a_disk_that_fails_is_exit_5_and_a_ballot_that_it_did_not_confirm_is_imported(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, tom = (str(handed_in(folder, name, {"data.backups": 2})) for name in ("ana", "tom"))

    def fail(error: Exception) -> Callable[..., None]:
        def failing(*_: object, **__: object) -> None:
            raise error

        return failing

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_bytes", fail(CouldNotWrite("The disk is full.")))
        said = levelbook("ballot", "import", ana, tom)
    assert (said.code, "0 imported, 2 refused." in said.out) == (5, True)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "confirm", fail(NotConfirmed("It was written, but the disk did not confirm it.")))
        said = levelbook("ballot", "import", ana, tom)
    assert (said.code, "2 imported, 0 refused." in said.out) == (5, True)
    assert "refused." not in said.out.replace("0 refused.", "")
    assert len(Session.open(folder).ballots.all) == 2


def test_what_is_no_file_is_refused_and_the_rest_goes_on(levelbook: Type, folder: Path) -> None:
    good = handed_in(folder, "Ana", {"data.backups": 1})
    nowhere = folder.parent / "nowhere"
    nowhere.symlink_to(folder.parent / "gone")
    empty = folder.parent / "empty"
    empty.mkdir()
    huge = folder.parent / "huge.toml"
    huge.write_bytes(b"# " + b"x" * 10_000_000)

    said = levelbook("ballot", "import", str(nowhere), str(empty), str(huge), "not-there", str(good))

    assert said.code == 3
    for reason in ("This link leads nowhere.", "a folder without a ballot", "more than 4 MB", "There is no such file."):
        assert reason in said.out
    assert len(Session.open(folder).ballots.all) == 1


def test_without_a_file_it_is_exit_2(levelbook: Type, folder: Path) -> None:
    assert levelbook("ballot", "import").code == 2


def test_a_name_that_tries_to_be_more_is_only_a_name(levelbook: Type, folder: Path) -> None:
    names = [text for _, text in HOSTILE if text.strip() and typed(text)][::9]
    for name in [*names, "[b]Ana[/b]", "\x1b]0;owned\x07", "Zoë 🎉", "\u202eanA", "x" * 10_000]:
        said = levelbook("ballot", "new", "--", name)

        assert said.code in (0, 2), name  # 2: another one has the same id
        assert acting(said.out + said.err) == set()
    for words in (["ballot", "list"], ["ballot", "compare"]):
        said = levelbook(*words)
        assert (said.code, acting(said.out)) == (0, set())
    assert clean_line("[b]Ana[/b]") in levelbook("ballot", "list").out


# --- Compare ----------------------------------------------------------------------------------------------------------


@pytest.fixture(name="three")
def _three(levelbook: Type, folder: Path) -> Path:
    html = 'level = 0\nnote = "<script>alert(1)</script> [TODO]"'
    handed_in(folder, "Ana", {"data.backups": 2, "changes.reviews": html, "data.restores": "unsure"})
    handed_in(folder, "Ben", {"data.backups": 2, "changes.reviews": 3})
    levelbook("ballot", "import", "inbox")
    noted = handed_in(folder, "Eve", {"data.backups": 3, "changes.reviews": 'level = 2\nnote = "Since May."'})
    levelbook("ballot", "import", "--anonymous", str(noted))
    return folder


def test_compare_puts_the_widest_spread_first_with_histogram_and_notes(levelbook: Type, three: Path) -> None:
    said = levelbook("ballot", "compare")

    lines = said.out.splitlines()
    assert lines[0] == "3 ballots, 3 practices; widest spread first."
    assert lines[2].startswith("2.1 ") and lines[2].endswith(": 1 at 0, 1 at 2, 1 at 3; 0 to 3, median 2")
    assert lines[3] == "    Ana, 0: <script>alert(1)</script> [TODO]"
    assert lines[4] == "    somebody, 2: Since May."
    assert lines[5] == "1.1 Backups: 2 at 2, 1 at 3; 2 to 3, median 2"
    assert lines[6] == "1.2 Restoring: no levels, 1 unsure"


def test_compare_says_who_holds_that_a_practice_does_not_apply_and_why(levelbook: Type, folder: Path) -> None:
    reason = 'not_applicable = "The provider restores."'
    handed_in(folder, "Ana", {"data.backups": 2, "data.restores": reason})
    handed_in(folder, "Ben", {"data.backups": reason})
    levelbook("ballot", "import", "inbox")

    said = levelbook("ballot", "compare").out

    assert ", 1 gave no level\n    Ben: not applicable: The provider restores.\n" in said
    assert "1.2 Restoring: no levels, 1 not applicable\n    Ana: not applicable: The provider restores.\n" in said
    shape = levelbook("ballot", "compare", "--json").json
    held = {"participant": "Ben", "level": None, "not_applicable": "The provider restores.", "note": None}
    assert shape[0]["notes"] == [held]


def test_a_median_between_two_levels_is_said_in_words(levelbook: Type, folder: Path) -> None:
    for name, level in (("Ana", 1), ("Ben", 2)):
        handed_in(folder, name, {"data.backups": level})
    levelbook("ballot", "import", "inbox")

    assert "1.1 Backups: 1 at 1, 1 at 2; 1 to 2, median between 1 and 2\n" in levelbook("ballot", "compare").out


def test_compare_gives_spreads_and_notes_by_documented_keys(levelbook: Type, three: Path) -> None:
    shape = levelbook("ballot", "compare", "--json").json

    assert [list(item) for item in shape] == [["id", "title", "spread", "notes"]] * 3
    assert [item["id"] for item in shape] == ["changes.reviews", "data.backups", "data.restores"]
    assert shape[0]["notes"] == [
        {"participant": "Ana", "level": 0, "not_applicable": None, "note": "<script>alert(1)</script> [TODO]"},
        {"participant": None, "level": 2, "not_applicable": None, "note": "Since May."},
    ]
    assert shape[2]["spread"] is None


def test_two_ballots_of_one_participant_are_told_wherever_both_count(levelbook: Type, folder: Path) -> None:
    for name in ("Ana", "Tom"):
        levelbook("ballot", "import", str(handed_in(folder, name, {"data.backups": 1})))
    shutil.copy(folder / "ballots" / "ana.toml", folder / "ballots" / "ana-copy.toml")

    listed, compared, checked = levelbook("ballot", "list"), levelbook("ballot", "compare"), levelbook("check")
    planned, asked = levelbook("plan"), levelbook("ask", "--plan")

    said = "The ballots ana-copy and ana are both of “Ana”, and each counts. If one is a copy of the other, remove it."
    assert (listed.out.count(said), compared.err.count(said), checked.out.count(said)) == (1, 1, 1)
    assert (planned.err.count(said), asked.err.count(said)) == (1, 1)


def test_a_ballot_of_another_team_that_was_copied_in_is_told_wherever_it_counts(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Ana")
    path = folder / "ballots" / "ana.toml"
    path.write_text(path.read_text("utf-8").replace('team = "Retail"', 'team = "Lending"'), "utf-8")
    assert "it counts" not in levelbook("ballot", "list").out, "one without an answer does not"
    levelbook("ask", "--ballot", "ana", given="1\n")

    listed, compared, checked = levelbook("ballot", "list"), levelbook("ballot", "compare"), levelbook("check")

    said = "The ballot ana is for “Lending”, but it counts here, in the book of “Retail”."
    assert (listed.out.count(said), compared.err.count(said), checked.out.count(said)) == (1, 1, 1)
    assert "There are ballots that need a look. `levelbook check` names each, and says why." in levelbook().out


def test_a_ballot_of_a_round_that_has_ended_since_is_told(levelbook: Type, folder: Path) -> None:
    """As one is that somebody imported on another branch, which is merged after the seal."""
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    levelbook("ballot", "import", str(handed_in(folder, "zoe", {"data.backups": 3})))
    path = folder / "ballots" / "zoe.toml"
    from_a_branch = path.read_bytes()
    assert "made before" not in levelbook("ballot", "list").out
    path.unlink()
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "second")
    path.write_bytes(from_a_branch)

    words = "The ballot zoe was made before second was sealed, and counts in the present round."
    assert words in levelbook("ballot", "list").out
    assert words in levelbook("ballot", "compare").err
    assert f"ballots/zoe.toml: {words}" in levelbook("check").out


def test_a_ballot_that_was_begun_in_a_round_which_has_ended_since_is_told(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    levelbook("ballot", "new", "Zoe")
    levelbook("ask", "--ballot", "zoe", given="1\n\nq\n")
    path = folder / "ballots" / "zoe.toml"
    from_a_branch = path.read_bytes()
    path.unlink()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000001")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "second")
    path.write_bytes(from_a_branch)

    assert "The ballot zoe was made before second was sealed" in levelbook("check").out


def test_a_ballot_that_nobody_had_begun_waits_for_the_next_round_and_is_one_of_that(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("ballot", "new", "Zoe")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    assert "made before" not in levelbook("check").out
    assert "ballots" not in levelbook().out

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000")
    levelbook("ask", "--ballot", "zoe", given="1\n\nq\n")
    assert "made before" not in levelbook("check").out


def test_without_ballots_there_is_nothing_to_compare(levelbook: Type, folder: Path) -> None:
    assert levelbook("ballot", "compare").out.startswith("There are no ballots yet.")
    assert levelbook("ballot", "compare", "--json").json == []


# --- Check, completion ------------------------------------------------------------------------------------------------


def test_check_tells_of_a_ballot_that_cannot_be_read_and_does_not_fail_for_it(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")
    (folder / "ballots").mkdir()
    (folder / "ballots" / "ana.toml").write_text(ballot_text({"data.backups": 9}, "Ana"))

    said = levelbook("check")

    assert said.code == 0
    assert "note: book/ballots/ana.toml: answers.data.backups.level: The level here is 9" in said.out
    assert said.out.splitlines()[-1].startswith("No problems found; ")


# --- A ballot that cannot be read -------------------------------------------------------------------------------------


def test_a_ballot_that_cannot_be_read_is_named_and_neither_agreed_without_nor_sealed(
    levelbook: Type, folder: Path
) -> None:
    for name in ("Ana", "Ben"):
        levelbook("ballot", "import", str(handed_in(folder, name, {"data.backups": 1, "data.restores": 2})))
    levelbook("answer", "1.1", "--level", "1")
    unread = folder / "ballots" / "eve.toml"
    unread.write_text("no TOML [")

    for words in (("ballot", "compare"), ("ballot", "compare", "--json"), ("plan",), ("plan", "--json"), ("ask",)):
        assert "Left out, because it cannot be read:\n  book/ballots/eve.toml" in levelbook(*words).err
    assert "agree" not in levelbook("plan").out
    assert "; 1 of 3 ballots cannot be read" in levelbook("ask").out
    sealed = levelbook("seal", "first")
    assert (sealed.code, "book/ballots/eve.toml" in sealed.err, "or remove it" in sealed.err) == (3, True, True)
    assert unread.is_file() and not (folder / "editions" / "first").exists()

    unread.unlink()
    assert "1 practice on which the ballots agree" in levelbook("plan").out
    assert levelbook("seal", "first").code == 0


def test_an_import_counts_the_ballots_that_cannot_be_read_and_says_what_to_do(levelbook: Type, folder: Path) -> None:
    (folder / "ballots").mkdir()
    (folder / "ballots" / "eve.toml").write_text("no TOML [")

    lines = levelbook("ballot", "import", str(handed_in(folder, "Ana", {"data.backups": 1}))).out.splitlines()

    assert lines[1] == "1 of 2 ballots cannot be read:"
    assert lines[2].startswith("  book/ballots/eve.toml")
    assert lines[-1] == "Restore the ballot, for example from git, or remove it."


def test_an_import_says_that_the_ballot_in_its_place_cannot_be_read(levelbook: Type, folder: Path) -> None:
    (folder / "ballots").mkdir()
    (folder / "ballots" / "ana.toml").write_text("no TOML [")
    ana = str(handed_in(folder, "Ana", {"data.backups": 1}))

    refused = levelbook("ballot", "import", ana)
    replaced = levelbook("ballot", "import", ana, "--replace")

    assert refused.code == 3 and "a ballot ana, which cannot be read." in refused.out
    assert "with other answers" not in refused.out
    assert replaced.code == 0 and "1 ballot in all." in replaced.out


def test_compare_does_not_say_that_there_are_none_where_the_only_ballot_cannot_be_read(
    levelbook: Type, folder: Path
) -> None:
    (folder / "ballots").mkdir()
    (folder / "ballots" / "eve.toml").write_text("no TOML [")

    said = levelbook("ballot", "compare")

    assert "no ballots yet" not in said.out and "book/ballots/eve.toml" in said.err
