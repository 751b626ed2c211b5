"""Files that are restored from an earlier round, or gone, are not taken for what the team says now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levelbook.book.checks import brought_back
from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from support.command_line import Type, typed
from support.small_book import new_book

BROUGHT = "and was given before it or on a branch without it"


def test_an_answer_that_is_restored_from_an_earlier_edition_counts_as_not_reviewed(
    levelbook: Type, folder: Path
) -> None:
    for edition, level in (("q1", "1"), ("q2", "2")):
        levelbook("answer", "1.1", "--level", level)
        assert levelbook("seal", edition).code == 0
    shutil.copy(folder / "editions" / "q1" / "answers.toml", folder / "answers.toml")

    assert "Nobody has reviewed the one answer in this round." in levelbook("diff").out
    told = "1 answer reads as in an earlier edition again, and not as in the last one: data.backups."
    assert f"{told} It counts as not reviewed." in levelbook("check").out

    levelbook("answer", "1.1", "--confirm")
    assert "as in an earlier edition" not in levelbook("check").out


def test_an_answer_that_was_edited_outside_is_not_said_to_read_as_in_an_earlier_edition(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    for edition in ("q1", "q2"):
        levelbook("answer", "1.2", "--level", edition[1])
        assert levelbook("seal", edition).code == 0
    path = folder / "answers.toml"
    path.write_text(path.read_text("utf-8").replace("level = 1", "level = 2", 1), "utf-8")

    told = levelbook("check").out
    assert "data.backups: This answer was edited outside levelbook." in told
    assert "as in an earlier edition" not in told


def test_a_level_of_an_ended_round_that_no_edition_has_counts_as_not_reviewed_and_seal_says_so_too(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "q1")
    levelbook("answer", "1.1", "--level", "3")
    in_mid_round = (folder / "answers.toml").read_text("utf-8")
    levelbook("answer", "1.1", "--level", "2", "--note", "I was wrong.")
    levelbook("seal", "q2")
    assert "or on a branch without it" not in levelbook("check").out
    (folder / "answers.toml").write_text(in_mid_round, "utf-8")

    assert "Nobody has reviewed the one answer in this round." in levelbook("diff").out
    told = f"1 answer says something else than in the last edition, {BROUGHT}: data.backups."
    assert told in levelbook("check").out
    assert told in levelbook("seal", "q3").err

    levelbook("answer", "1.1", "--level", "2")
    levelbook("answer", "1.1", "--level", "3")
    assert "or on a branch without it" not in levelbook("check").out


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("--level", "2", "--unmet", "plan"), ("--unmet", "owner")),
        (("--level", "2", "--met", "elsewhere"), ("--met", "locked")),
        (("--level", "2", "--here", "some-copy=on paper"), ("--here", "some-copy=in the wiki")),
        (("--level", "2", "--evidence", "tested=the old log"), ("--no-evidence",)),
    ],
)
def test_an_old_claim_of_the_same_level_that_is_restored_is_not_reviewed_by_whoever_gives_it_an_owner(
    levelbook: Type, folder: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    for edition, words in (("q1", first), ("q2", second)):
        assert levelbook("answer", "1.1", *words).code == 0
        assert "Sealed edition" in levelbook("seal", edition).out
    shutil.copy(folder / "editions" / "q1" / "answers.toml", folder / "answers.toml")
    for owner in ("Ana", "Tom"):
        levelbook("answer", "1.1", "--owner", owner)

    assert "Nobody has reviewed the one answer in this round." in levelbook("diff").out
    told = levelbook("check").out
    assert "1 answer reads as in an earlier edition again" in told or BROUGHT in told

    levelbook("answer", "1.1", "--confirm")
    assert "Nobody has reviewed" not in levelbook("diff").out
    told = levelbook("check").out
    assert "as in an earlier edition" not in told and "or on a branch without it" not in told


@pytest.mark.parametrize("owner", ["", "Ana"])
def test_the_record_says_the_same_of_what_was_restored_where_it_leaves_names_out(
    levelbook: Type, folder: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, record = folder / "levelbook.toml", folder / "record.md"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    risk = ("--accept", "1", "--accepted-by", "Tom", "--until", "2027-06-01", "--because", "Tapes are enough.")
    assert levelbook("answer", "1.1", "--level", "1", "--by", "Ana", *risk).code == 0
    levelbook("seal", "q1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")  # a day later
    levelbook("answer", "1.1", "--evidence", "tested=the log")
    levelbook("seal", "q2")
    shutil.copy(folder / "editions" / "q1" / "answers.toml", folder / "answers.toml")
    levelbook("answer", "1.1", "--owner", owner)

    told = []
    for people in ("", 'people = "none"\n', 'people = "initials"\n'):
        settings.write_text(people + settings.read_text("utf-8").replace('people = "none"\n', ""), "utf-8")
        assert levelbook("guide").code == 0
        (line,) = (line for line in record.read_text("utf-8").splitlines() if line.startswith("_Answered by "))
        told.append([part for part in line.split("; ") if "owner" not in part and "Answered" not in part])
    assert told[0] == told[1] == told[2], told


def test_a_claim_of_an_ended_round_with_the_same_level_that_no_edition_has_is_not_reviewed_either(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795867200")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "q1")
    levelbook("answer", "1.1", "--unmet", "plan")
    in_mid_round = (folder / "answers.toml").read_text("utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795867260")
    levelbook("answer", "1.1", "--unmet", "owner")
    levelbook("seal", "q2")
    (folder / "answers.toml").write_text(in_mid_round, "utf-8")
    levelbook("answer", "1.1", "--owner", "Ana")

    assert "Nobody has reviewed the one answer in this round." in levelbook("diff").out
    told = f"1 answer says something else than in the last edition, {BROUGHT}: data.backups."
    assert told in levelbook("check").out


@pytest.mark.parametrize(
    "words", [("--unmet", "plan"), ("--here", "some-copy=in the wiki"), ("--evidence", "tested=a log")]
)
def test_whoever_changes_a_claim_in_this_round_and_gives_an_owner_has_reviewed_it(
    levelbook: Type, folder: Path, words: tuple[str, ...]
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    for edition, level in (("q1", "1"), ("q2", "2")):
        levelbook("answer", "1.2", "--level", level)
        levelbook("seal", edition)
    levelbook("answer", "1.1", *words)
    levelbook("answer", "1.1", "--owner", "Ana", "--note", "Ask Tom.")

    assert "Most answers have not been reviewed" not in levelbook("diff").out
    told = levelbook("check").out
    assert "as in an earlier edition" not in told and "or on a branch without it" not in told


def test_an_answer_with_an_old_signature_that_got_evidence_in_this_round_counts_as_reviewed(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    for edition in ("q1", "q2"):
        levelbook("answer", "1.2", "--level", edition[1])
        levelbook("seal", edition)
    levelbook("answer", "1.1", "--evidence", "documented=plan@2026-11-02")

    assert "Most answers have not been reviewed" not in levelbook("diff").out
    assert "as in an earlier edition" not in levelbook("check").out


def test_an_owner_a_step_or_a_note_reviews_nothing_and_whoever_adds_one_is_told_how_to_confirm(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "q1")
    told = "Nobody has reviewed this answer in this round. If it still holds, add --confirm."
    for words in (("--owner", "Ana"), ("--due", "2099-12-01"), ("--note", "Ask Tom."), ("--step", "Copy the keys")):
        assert told in levelbook("answer", "1.1", *words).err
    assert "Nobody has reviewed the one answer in this round." in levelbook("diff").out

    assert told not in levelbook("answer", "1.1", "--confirm").err
    for words in (("--owner", ""), ("--step-number", "1", "--done", "today"), ("--step-number", "1", "--drop-step")):
        assert told not in levelbook("answer", "1.1", *words).err
    assert "Nobody has reviewed" not in levelbook("diff").out


def test_nobody_is_told_to_confirm_an_answer_to_what_is_not_asked(levelbook: Type, folder: Path) -> None:
    tailoring = folder.parent / "questions" / "tailoring.toml"
    rule = tailoring.read_text("utf-8").replace("# not_applicable = []", 'not_applicable = ["changes.reviews"]', 1)
    tailoring.write_text(rule, "utf-8")
    levelbook("answer", "2.1", "--level", "1")
    levelbook("seal", "q1")
    told = "If it still holds, add --confirm."
    assert told in levelbook("answer", "2.1", "--owner", "Ana").err

    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")

    moved = levelbook("answer", "2.1", "--owner", "Tom")
    assert "2.1 " in moved.out and "not applicable" in moved.out
    assert told not in moved.err


def test_a_closed_sitting_that_is_restored_from_before_its_close_is_reported_and_nothing_of_it_is_dropped(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("sitting", "begin", "--participant", "Ana")
    levelbook("sitting", "park", "Who pays?")
    (sitting,) = (folder / "sittings").glob("*.toml")
    before = sitting.read_text("utf-8")
    levelbook("sitting", "close", "--evidence", "data.backups=The log", "--who", "Ana", "--by", "2099-12-01", "--yes")
    levelbook("seal", "q1")
    sitting.write_text(before, "utf-8")

    lost = "This sitting holds less than in the last edition, without 1 piece of agreed evidence and its close."
    assert lost in levelbook("check").out
    levelbook("answer", "1.1", "--level", "2")
    refused = levelbook("seal", "q2")
    assert (refused.code, lost in refused.err) == (3, True)
    assert levelbook("seal", "q2", "--with-altered-editions").code == 0
    changes = (folder / "editions" / "q2" / "changes.md").read_text("utf-8")
    assert "Dropped" not in changes and "cut short: what became of 1 piece of evidence" in changes


def test_a_guide_that_is_gone_with_what_people_wrote_in_it_is_not_begun_anew_without_a_word(
    levelbook: Type, folder: Path
) -> None:
    guide = folder / "guide.md"
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    end = "<!-- levelbook:end rules -->\n"
    guide.write_text(guide.read_text("utf-8").replace(end, f"{end}\nCall Ana first.\n"), "utf-8")
    levelbook("seal", "q1")
    levelbook("answer", "1.1", "--level", "2")
    guide.unlink()

    said = "The guide is gone, and edition q1 has it with what people wrote in it."
    assert said in levelbook("check").out
    assert said in levelbook("seal", "q2").err
    guide.unlink()
    shutil.copy(folder / "editions" / "q1" / "guide.md", guide)
    levelbook("guide")
    assert "Call Ana first." in guide.read_text("utf-8")
    guide.unlink()
    assert said not in levelbook("guide").err, "edition q2 has none of their words"


def test_answers_that_a_restored_file_does_not_have_yet_are_told(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    before = (folder / "answers.toml").read_text("utf-8")
    levelbook("answer", "1.2", "--level", "1")
    levelbook("seal", "q1")
    told = "1 answer of the last edition is not in the book any more: data.restores."
    assert told not in levelbook("check").out
    (folder / "answers.toml").write_text(before, "utf-8")

    assert told in levelbook("check").out
    assert told in levelbook("seal", "q2").err
    assert told not in levelbook("check").out


def test_whoever_sets_an_answer_back_to_what_it_was_is_told_to_confirm_it(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "q1")
    levelbook("answer", "1.1", "--evidence", "documented=plan@2026-11-02")
    levelbook("seal", "q2")
    levelbook("answer", "1.1", "--no-evidence")

    assert "Confirm what somebody set back on purpose" in levelbook("check").out


def test_another_teams_answers_in_the_place_of_the_teams_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brought_back, "_A_FEW", 3)
    other, own = (new_book(tmp_path / who, days=days, who=who) for days, who in enumerate(("Bo", "Ana")))
    for session in (other, own):
        for practice in session.questionnaire.practices:
            session.apply(practice, Edit(level=1))
    seal(own, "q1")
    own.apply("data.backups", Edit(level=2))
    told = "None of the answers is in the last edition, though 3 were given before it was sealed"
    assert told not in typed("-C", str(own.folder.path), "check").out
    shutil.copy(other.folder.answers_path, own.folder.answers_path)

    assert told in typed("-C", str(own.folder.path), "check").out


def test_facts_that_a_restored_file_sets_back_or_does_not_have_yet_are_told(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("profile", "--fact", "holds=nothing")
    levelbook("seal", "q1")
    before = (folder / "answers.toml").read_text("utf-8")
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("seal", "q2")
    told = (
        "1 fact reads as in an earlier edition again, and not as in the last one: holds.",
        "1 fact of the last edition is not in the book any more: hosting.",
    )
    assert not any(words in levelbook("check").out for words in told)
    (folder / "answers.toml").write_text(before, "utf-8")

    checked, sealed = levelbook("check").out, levelbook("seal", "q3").err
    assert all(words in checked and words in sealed for words in told)


def test_a_step_that_a_sitting_took_on_and_a_restored_answers_file_does_not_have_is_told(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    before = (folder / "answers.toml").read_text("utf-8")
    levelbook("sitting", "begin", "--participant", "Ana")
    levelbook("sitting", "close", "--take-on", "1.1=Copy it", "--take-on", "1.2=Try it", "--owner", "Ana", "--yes")
    told = "“Copy it” was taken on in this sitting, and data.backups has no such step."
    assert told not in levelbook("check").out
    (folder / "answers.toml").write_text(before, "utf-8")

    assert told in levelbook("check").out
