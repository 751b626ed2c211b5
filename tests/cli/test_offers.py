"""`levelbook offers`: what one team offers, and another takes over, confirms and loses nothing of."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from levelbook.core.portfolio.rows import edition_key
from levelbook.store.digests import digest
from support.command_line import Said, Type
from support.made_once import made_once

SaidOf = Callable[[str], Answer]
Take = Callable[..., Said]
OFFER = """
[offers.backups]
for = "Every team whose data lies with us."
practices = ["data.backups", "data.restores"]

[offers.backups.only]
"data.backups" = ["some-copy", "plan", "owner"]
"""
"""Of backups, one criterion of level 2, `elsewhere`, stays with whoever takes it."""


@pytest.fixture(name="platform")
def _platform(folder: Path, levelbook: Type) -> Path:
    """Another team's book beside ours, with an edition that offers two practices."""
    there = folder.parent / "platform"

    def build() -> None:
        shutil.copytree(folder, there)
        settings = there / "levelbook.toml"
        settings.write_text(settings.read_text("utf-8").replace('"Retail"', '"Platform"') + OFFER, "utf-8")
        evidence = "tested=https://wiki/copies@2026-11-01"
        levelbook("-C", "platform", "answer", "1.1", "--level", "3", "--evidence", evidence)
        levelbook("-C", "platform", "answer", "1.2", "--level", "2")
        assert levelbook("-C", "platform", "seal", "q3").code == 0

    made_once("the platform's book", there, build)
    return there


@pytest.fixture(name="take")
def _take(platform: Path, levelbook: Type) -> Callable[..., Said]:
    return lambda *words: levelbook("-C", "book", "offers", "take", "platform", "--by", "Noor", *words)


@pytest.fixture(name="seal_again")
def _seal_again(platform: Path, levelbook: Type) -> Callable[..., None]:
    """The platform answers 1.1 otherwise, and seals its next edition."""

    def seal(*answer: str) -> None:
        assert levelbook("-C", "platform", "answer", "1.1", *answer).code == 0
        assert levelbook("-C", "platform", "seal", "q4").code == 0

    return seal


def book(levelbook: Type, *words: str) -> Said:
    return levelbook("-C", "book", *words)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# --- Offering


def test_a_team_sees_what_it_offers(platform: Path, levelbook: Type) -> None:
    said = levelbook("-C", "platform", "offers")

    assert "backups: Every team whose data lies with us." in said.out
    assert "1.1 Backups: level 3, only some-copy, plan and owner" in said.out


def test_a_misspelt_criterion_is_not_listed_as_if_it_were_offered(platform: Path, levelbook: Type) -> None:
    rewrite(platform / "levelbook.toml", '"owner"]', '"owners"]')

    assert "only some-copy, plan and owners (no such criterion)\n" in levelbook("-C", "platform", "offers").out


def test_a_misspelt_practice_is_not_listed_as_if_it_had_no_level_yet(platform: Path, levelbook: Type) -> None:
    rewrite(platform / "levelbook.toml", '"data.restores"]', '"data.restore"]')

    said = levelbook("-C", "platform", "offers").out
    assert "    data.restore: the questionnaire has no such practice, so nobody can take it over\n" in said


def test_a_practice_without_a_level_is_offered_to_nobody(platform: Path, levelbook: Type, take: Take) -> None:
    levelbook("-C", "platform", "answer", "1.2", "--unsure")
    levelbook("-C", "platform", "seal", "q4")

    assert "1.2 Restoring: no level yet, so nobody can take it over" in levelbook("-C", "platform", "offers").out
    assert "1.2" not in take("--dry-run").out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"data.restores"]', '"data.restore"]', "The questionnaire has no practice “data.restore”. Did you mean"),
        ('"data.backups" = [', '"changes.reviews" = [', "is not among the practices of this offer"),
        ('"owner"]', '"owners"]', "has no criterion “owners”"),
    ],
)
def test_check_finds_what_is_wrong_with_an_offer(
    platform: Path, levelbook: Type, old: str, new: str, said: str
) -> None:
    rewrite(platform / "levelbook.toml", old, new)

    checked = levelbook("-C", "platform", "check")

    assert checked.code == 1
    assert said in checked.out


# --- Taking


def test_what_nobody_has_answered_is_taken_over_with_level_evidence_and_days(take: Take, said_of: SaidOf) -> None:
    said = take("--yes")

    assert (said.code, said.err) == (0, "")
    assert "backups: Platform, edition q3 of" in said.out
    assert "take  1.1 Backups: level 3\n" in said.out
    assert "\n          yours to meet: elsewhere, automatic, locked, alarm; until then level 1 here\n" in said.out
    answer = said_of("data.backups")
    assert answer.offer is not None
    assert (answer.offer.team, answer.offer.edition, answer.offer.level) == ("Platform", "q3", 3)
    assert (answer.level, answer.answered_by, answer.edited_outside) == (1, "Noor", False)
    assert [piece.seen_on for piece in answer.offer.evidence] == [date(2026, 11, 1)]
    assert said_of("data.restores").level == 2


def test_a_dry_run_and_an_unasked_yes_write_nothing(take: Take, folder: Path) -> None:
    assert "Nothing was written." in take("--dry-run").out
    assert take().code == 2
    assert not (folder / "offers").exists()


def test_the_teams_own_answer_stays_unless_the_practice_is_named(levelbook: Type, take: Take, said_of: SaidOf) -> None:
    book(levelbook, "answer", "1.1", "--level", "2")

    said = take("--yes").out
    assert "keep  1.1 Backups: level 3; level 2 here stays, unless --practice names it" in said
    assert said_of("data.backups").offer is None

    take("--yes", "--practice", "1.1")

    answer = said_of("data.backups")
    assert answer.offer is not None
    assert (answer.level, answer.unmet) == (2, ("automatic", "locked", "alarm"))


def test_one_answer_can_take_over_what_lies_here(levelbook: Type, take: Take, said_of: SaidOf) -> None:
    book(levelbook, "answer", "1.1", "--level", "0")
    take("--yes")

    said = book(levelbook, "answer", "1.1", "--offer", "backups")

    assert "Taken over from Platform, edition q3, which has level 3; level 1 here" in said.out

    assert said_of("data.backups").offer is not None


def test_an_offer_that_is_not_here_or_not_of_this_practice_is_refused(levelbook: Type, take: Take) -> None:
    take("--yes")

    assert "Did you mean “backups”?" in book(levelbook, "answer", "1.1", "--offer", "backup").err
    refused = book(levelbook, "answer", "2.1", "--offer", "backups").err
    assert "“backups” does not offer 2.1.\n  It offers 1.1 and 1.2.\n" in refused


def test_a_practice_that_another_team_does_not_offer_is_refused_by_its_number(levelbook: Type, take: Take) -> None:
    refused = take("--practice", "2.1", "--yes").err

    assert "Edition q3 of Platform does not offer 2.1.\n  It offers 1.1 and 1.2.\n" in refused


def test_an_offer_that_was_withdrawn_offers_nothing(levelbook: Type, take: Take, platform: Path) -> None:
    take("--yes")
    rewrite(platform / "levelbook.toml", OFFER, "")
    levelbook("-C", "platform", "seal", "q4")
    take("--yes")

    assert "It offers nothing.\n" in book(levelbook, "answer", "1.1", "--offer", "backups").err
    assert "It offers nothing.\n" in take("--practice", "1.1", "--yes").err
    assert "\n  Moved on: edition q4 of Platform no longer offers it. To give" in book(levelbook, "answer", "1.1").out


def test_meeting_what_is_left_lifts_the_level_up_to_the_offered_one(
    levelbook: Type, take: Take, said_of: SaidOf
) -> None:
    take("--yes")

    book(levelbook, "answer", "1.1", "--unmet", "")
    assert said_of("data.backups").level == 3

    book(levelbook, "answer", "1.1", "--unmet", "alarm")
    assert said_of("data.backups").level == 2


def test_a_hand_edit_cannot_raise_the_level(levelbook: Type, take: Take, folder: Path) -> None:
    take("--yes")
    rewrite(folder / "answers.toml", "level = 1\nunmet", "level = 3\nunmet")

    [backups] = [one for one in book(levelbook, "score", "--json").json["practices"] if one["id"] == "data.backups"]

    assert backups["level"] == 1
    assert "edited outside" in book(levelbook, "answer", "1.1").out


def test_a_level_that_was_raised_by_hand_is_confirmed_at_what_is_met(
    levelbook: Type, take: Take, folder: Path, said_of: SaidOf
) -> None:
    take("--yes")
    rewrite(folder / "answers.toml", "level = 1\nunmet", "level = 3\nunmet")

    assert "edited outside" not in book(levelbook, "answer", "1.1", "--confirm").out
    assert said_of("data.backups").level == 1


def test_what_a_hand_edit_says_of_the_other_team_fails_the_check_and_is_confirmed_as_that_team_offers_it(
    levelbook: Type, take: Take, folder: Path, said_of: SaidOf
) -> None:
    take("--yes")
    book(levelbook, "answer", "1.1", "--unmet", "")
    rewrite(folder / "answers.toml", "level = 3\ncriteria", "level = 2\ncriteria")

    found = book(levelbook, "check")

    assert found.code == 1
    assert "copy of the offer is not what edition" in found.out
    assert "its level is 3, and 2 in the copy" in found.out
    book(levelbook, "answer", "1.1", "--confirm")
    taken = said_of("data.backups").offer
    assert taken is not None
    assert taken.level == 3
    assert "copy of the offer" not in book(levelbook, "check").out


def test_what_this_team_has_met_is_no_longer_among_what_is_its_own_to_meet(levelbook: Type, take: Take) -> None:
    take("--yes")
    before = book(levelbook, "answer", "1.1").out
    book(levelbook, "answer", "1.1", "--met", "locked")

    after = book(levelbook, "answer", "1.1").out

    assert "Yours to meet: elsewhere, automatic, locked, alarm\n" in before
    assert "Yours to meet: elsewhere, automatic, alarm\n" in after


def test_the_evidence_of_the_offer_proves_the_level(levelbook: Type, take: Take) -> None:
    take("--yes")
    book(levelbook, "answer", "1.1", "--unmet", "")

    [backups] = [one for one in book(levelbook, "score", "--json").json["practices"] if one["id"] == "data.backups"]

    assert (backups["level"], backups["evidenced"]) == (3, 3)
    assert backups["offer"]["evidence"] == [
        {"kind": "tested", "reference": "https://wiki/copies", "seen_on": "2026-11-01"}
    ]


def test_what_is_taken_over_is_sealed(levelbook: Type, take: Take, folder: Path) -> None:
    take("--yes")

    book(levelbook, "seal", "q3")

    sealed = folder / "editions" / "q3" / "offers" / "backups.toml"
    assert sealed.read_bytes() == (folder / "offers" / "backups.toml").read_bytes()
    assert "Nobody has changed anything" in book(levelbook, "seal").out


# --- Moving on


def test_a_newer_edition_changes_nothing_until_somebody_confirms_it(
    levelbook: Type, take: Take, seal_again: Callable[..., None], said_of: SaidOf
) -> None:
    take("--yes")
    before = said_of("data.backups")
    seal_again("--level", "1")

    said = take("--yes")

    assert "moved 1.1 Backups: level 1; the answer stays until it is confirmed" in said.out
    assert "same  1.2 Restoring" in said.out
    assert said_of("data.backups") == before
    assert "Platform has moved on in edition q4: its level went from 3 to 1" in book(levelbook, "answer", "1.1").out
    assert "Platform has moved on in edition q4" in book(levelbook, "check").out
    assert "1 practice with an offer that has changed" in book(levelbook).out

    confirmed = book(levelbook, "offers", "confirm", "--yes", "--by", "Tom")

    assert "Confirmed 1 answer." in confirmed.out
    answer = said_of("data.backups")
    assert answer.offer is not None
    assert (answer.level, answer.offer.edition, answer.confirmed_by) == (1, "q4", "Tom")
    assert "No answer has moved on." in book(levelbook, "offers", "confirm").out


def test_an_older_edition_put_back_has_not_moved_on_and_is_taken_only_on_purpose(
    levelbook: Type, take: Take, seal_again: Callable[..., None], said_of: SaidOf, folder: Path
) -> None:
    take("--yes")
    file = folder / "offers" / "backups.toml"
    older = file.read_bytes()
    seal_again("--level", "1")
    take("--yes")
    book(levelbook, "offers", "confirm", "--yes")
    newer, held = file.read_bytes(), said_of("data.backups")
    file.write_bytes(older)

    told = "offers/backups.toml has edition q3 of Platform, older than edition q4, taken over here"
    for words in (("check",), ("answer", "1.1"), ("offers",)):
        assert told in book(levelbook, *words).out
    for words in (("check",), ("offers",), ()):
        assert "moved on" not in book(levelbook, *words).out
    confirmed = book(levelbook, "offers", "confirm", "--yes")
    assert "The answer stays as it was taken over" in confirmed.out
    assert told in book(levelbook, "answer", "1.1", "--confirm").err
    assert said_of("data.backups") == held

    file.write_bytes(newer)
    assert told not in book(levelbook, "check").out
    again = book(levelbook, "offers", "take", "platform/editions/q3", "--yes")
    assert "keep  1.1 Backups: level 3; the answer has a later edition, and stays" in again.out
    assert "which is newer than q3" in again.err
    assert said_of("data.backups") == held

    book(levelbook, "answer", "1.1", "--offer", "backups")
    back = said_of("data.backups")
    assert back.offer is not None
    assert (back.offer.level, back.offer.number) == (3, 1)
    assert told not in book(levelbook, "check").out


def test_confirming_one_answer_takes_over_what_moved(
    levelbook: Type, take: Take, seal_again: Callable[..., None], said_of: SaidOf
) -> None:
    take("--yes")
    seal_again("--level", "1")
    take("--yes")

    book(levelbook, "answer", "1.1", "--confirm")

    assert said_of("data.backups").offer == Session.open(Path("book")).offers.by_id["backups"].taken("data.backups")


def test_a_withdrawn_offer_leaves_the_answer_as_it_was(
    levelbook: Type, take: Take, platform: Path, said_of: SaidOf
) -> None:
    take("--yes")
    before = said_of("data.backups")
    rewrite(platform / "levelbook.toml", OFFER, "")
    levelbook("-C", "platform", "seal", "q4")

    said = take("--yes").out
    assert "withdrawn: nothing is offered any more" in said
    assert "2 answers have moved on: there is nothing to take over any more. `levelbook offers` says what" in said
    book(levelbook, "guide")
    guide = Path("book", "guide.md").read_text("utf-8")
    assert "Until we answer it again, this stays as we took it over." in guide, "there is nothing to confirm"
    refused = book(levelbook, "answer", "1.1", "--confirm")

    assert refused.code == 2
    assert "1.1 cannot be confirmed: edition q4 of Platform no longer offers it." in refused.err
    assert said_of("data.backups") == before


def test_taking_again_names_each_practice_that_the_newer_edition_no_longer_offers(
    levelbook: Type, take: Take, seal_again: Callable[..., None], platform: Path
) -> None:
    take("--yes")
    rewrite(platform / "levelbook.toml", ', "data.restores"]', "]")
    seal_again("--level", "1")

    said = take("--yes").out

    assert "moved 1.1 Backups: level 1" in said
    assert "leave 1.2 Restoring: this edition does not offer it; the answer stays as it is" in said
    assert "2 answers have moved on: `levelbook offers confirm` shows what moved, and takes over what is still" in said


def test_a_file_that_is_gone_or_was_changed_takes_nothing_away(
    levelbook: Type, take: Take, folder: Path, said_of: SaidOf
) -> None:
    take("--yes")
    before = said_of("data.backups")
    path = folder / "offers" / "backups.toml"

    rewrite(path, "Platform", "Platforms")
    changed = book(levelbook, "check")
    refused = book(levelbook, "answer", "1.1", "--confirm")
    assert "This file was changed since the offer was taken." in changed.out
    assert "offers/backups.toml was changed since the offer was taken." in changed.out
    assert "1.1 cannot be confirmed: offers/backups.toml was changed since the offer was taken." in refused.err
    assert book(levelbook, "seal").code == 3

    path.write_text("= nothing")
    assert "offers/backups.toml cannot be read." in book(levelbook, "check").out

    path.unlink()
    assert "offers/backups.toml is gone." in book(levelbook, "check").out
    assert said_of("data.backups") == before

    assert take("--yes").code == 0
    assert "offers/backups.toml" not in book(levelbook, "check").out


@pytest.mark.parametrize("what", ["link", "pipe", "folder", "text"])
@pytest.mark.parametrize("name", ["offers/gate.toml", "sittings/2026-08-22.toml"])
def test_what_cannot_be_read_is_told_with_every_figure(levelbook: Type, folder: Path, name: str, what: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    put = {
        "link": lambda: path.symlink_to("/dev/null"),
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "text": lambda: path.write_text("= nothing"),
    }
    put[what]()

    for command in ("score", "gaps", "offers", "score"):  # the second time, what was printed before may be kept
        said = book(levelbook, command)
        assert said.code == 0
        assert said.err.startswith("levelbook: Left out, because it cannot be read:\n  ")
        assert f"{name}:" in said.err
    checked = book(levelbook, "check")
    assert checked.code == 1
    assert f"{name}:" in checked.out


@pytest.mark.parametrize("name", ["offers", "sittings", "editions"])
def test_a_folder_that_is_none_is_told_with_every_figure(levelbook: Type, folder: Path, name: str) -> None:
    book(levelbook, "answer", "1.1", "--level", "1")
    (folder / name).write_text("not a folder")

    assert f"{name}: This is not a folder" in book(levelbook, "score").err
    assert f"{name}: This is not a folder" in book(levelbook, "check").out
    refused = book(levelbook, "seal")
    assert refused.code == 3
    assert f"{name}: This is not a folder" in refused.err


def test_an_edition_that_was_altered_cannot_be_taken(take: Take, platform: Path, folder: Path) -> None:
    rewrite(platform / "editions" / "q3" / "answers.toml", "level = 3", "level = 2")

    said = take("--yes")

    assert said.code == 3
    assert "This file was changed after the edition was sealed." in said.err
    assert not (folder / "offers").exists()


def test_an_earlier_edition_can_be_named(levelbook: Type, take: Take, seal_again: Callable[..., None]) -> None:
    seal_again("--level", "1")

    said = book(levelbook, "offers", "take", "platform/editions/q3", "--yes")

    assert "edition q3" in said.out
    assert "level 3" in said.out
    assert "which is newer than q3" not in said.err


def test_what_cannot_be_taken_says_why(levelbook: Type, folder: Path, platform: Path) -> None:
    assert (
        "own book" in book(levelbook, "offers", "take", "book").err
        or "has no edition yet" in book(levelbook, "offers", "take", "book").err
    )
    assert book(levelbook, "offers", "take", "nowhere", "--yes").code != 0
    rewrite(platform / "levelbook.toml", OFFER, "")
    levelbook("-C", "platform", "seal", "q4")
    assert "Platform offers nothing in edition q4." in book(levelbook, "offers", "take", "platform", "--yes").err


def test_two_teams_with_one_offers_id_are_kept_apart(levelbook: Type, take: Take, platform: Path) -> None:
    take("--yes")
    rewrite(platform / "levelbook.toml", '"Platform"', '"Other platform"')
    levelbook("-C", "platform", "seal", "q4")

    said = take("--yes")

    assert said.code == 2
    assert "was taken from Platform, and Other platform has another one of that name" in said.err


def test_answers_to_other_words_cannot_be_taken_over(levelbook: Type, take: Take, platform: Path) -> None:
    rewrite(platform / "answers.toml", "wording = ", 'wording = "0000000001" #')
    levelbook("-C", "platform", "answer", "1.1", "--note", "Seen.")
    levelbook("-C", "platform", "seal", "q4")

    assert "answered to other words than are asked here" in take("--dry-run").out


def test_nobody_confirms_for_the_other_team_what_was_reworded_here_since(
    levelbook: Type, take: Take, folder: Path, said_of: SaidOf
) -> None:
    take("--yes")
    [section] = (folder.parent / "questions" / "sections").glob("*-data.toml")
    rewrite(section, "What do you copy, how often", "What do you copy, where to, how often")

    for again in (False, True):
        assert not again or take("--yes").code == 0
        confirmed = book(levelbook, "answer", "1.1", "--confirm")
        assert confirmed.code == 2
        assert "1.1 cannot be confirmed: Platform answered a different wording of the practice" in confirmed.err
        assert "Platform answered a different wording" in book(levelbook, "check").out


def test_two_teams_cannot_vouch_for_each_other(levelbook: Type, take: Take, folder: Path, said_of: SaidOf) -> None:
    assert take("--yes").code == 0
    settings = folder / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8") + OFFER.replace("[offers.backups", "[offers.again"), "utf-8")

    checked = book(levelbook, "check")
    assert "“data.backups” is taken over from Platform, so this team cannot offer it." in checked.out + checked.err
    assert "others can take this from Platform." in checked.out + checked.err
    assert book(levelbook, "seal", "first").code == 0
    said = levelbook("-C", "platform", "offers", "take", "book", "--by", "Ana", "--yes")
    left_out = "“again” leaves out data.backups and data.restores, which Retail takes over itself from Platform"
    assert left_out in said.out + said.err
    assert "There is nothing new to take over." in said.out
    assert levelbook("-C", "platform", "offers", "--json").json["taken"] == [], "of an offer without practices"
    assert said_of("data.backups").offer is not None
    assert "offer" not in (folder.parent / "platform" / "answers.toml").read_text("utf-8")


def test_json_says_all_of_it(levelbook: Type, take: Take, seal_again: Callable[..., None]) -> None:
    take("--yes")
    seal_again("--level", "1")
    take("--yes")

    shape = book(levelbook, "offers", "--json").json

    assert shape["offered"] == []
    assert [(one["id"], one["team"], one["edition"]) for one in shape["taken"]] == [("backups", "Platform", "q4")]
    [backups, restores] = shape["answers"]
    assert backups["moved"] == {"what": ["level", "uncovered"], "edition": "q4", "level": 1}
    assert restores["moved"] is None


# --- Shown


def test_guide_and_record_say_of_whom_level_and_evidence_are(levelbook: Type, take: Take, folder: Path) -> None:
    take("--yes")
    book(levelbook, "answer", "1.1", "--unmet", "alarm")

    book(levelbook, "guide")

    guide, record = ((folder / name).read_text("utf-8") for name in ("guide.md", "record.md"))
    assert "taken over from Platform" in guide
    assert "held by Platform" in guide
    assert "Moved on" not in guide
    assert "**Taken over from** Platform, edition q3, which has level 3; not all of it is met here." in record
    assert "_Not yet:_ Raise an alarm when a copy is missing or too small." in record


def test_what_moved_stands_in_the_guide_and_on_the_roadmap(
    levelbook: Type, take: Take, seal_again: Callable[..., None], folder: Path
) -> None:
    take("--yes")
    seal_again("--level", "1")
    take("--yes")

    book(levelbook, "guide")

    moved = "Platform has moved on in edition q4: its level went from 3 to 1; it no longer covers"
    guide = (folder / "guide.md").read_text("utf-8")
    assert f"**Moved on:** {moved} 2 criteria." in guide, "no reader of the guide knows their ids"
    assert f"moved on: {moved} plan and owner\n" in book(levelbook, "gaps").out
    [gap] = [one for one in book(levelbook, "gaps", "--json").json if one["offer"] is not None]
    assert (gap["offer"]["team"], gap["offer"]["edition"]) == ("Platform", "q3")
    assert gap["moved"] == {"what": ["level", "uncovered"], "edition": "q4", "level": 1}


def test_a_comparison_says_that_an_answer_was_taken_over_followed_and_given_back(
    levelbook: Type, take: Take, seal_again: Callable[..., None]
) -> None:
    book(levelbook, "answer", "1.1", "--level", "1")
    book(levelbook, "seal", "first")
    take("--yes", "--practice", "1.1")
    book(levelbook, "seal", "second")
    seal_again("--level", "2")
    take("--yes")
    book(levelbook, "offers", "confirm", "--yes")
    book(levelbook, "seal", "third")
    book(levelbook, "answer", "1.1", "--level", "2")

    def told(old: str, new: str) -> str:
        return book(levelbook, "diff", old, new).out

    assert "taken over: 1.1 Backups" in told("first", "second") or "Backups" in told("first", "second")
    assert "Platform, edition q3" in told("first", "second")
    assert "Platform, edition q4" in told("second", "third")
    assert "no longer taken over" in told("third", "now")


def test_the_level_is_explained_by_the_other_teams(levelbook: Type, take: Take) -> None:
    take("--yes")

    said = book(levelbook, "explain", "1.1")

    assert "Platform, edition q3: 3; not met here: elsewhere, automatic, locked, alarm" in said.out


def test_exports_say_of_whom_the_evidence_is(levelbook: Type, take: Take) -> None:
    take("--yes")

    assert "tested: https://wiki/copies (2026-11-01, of Platform)" in book(levelbook, "export", "csv", "-o", "-").out


def test_the_scorecard_of_an_edition_says_what_is_taken_over_and_what_is_offered(
    levelbook: Type, take: Take, folder: Path, platform: Path
) -> None:
    take("--yes")
    book(levelbook, "seal", "q3")

    ours, theirs = (
        json.loads((place / "editions" / "q3" / "scorecard.json").read_text("utf-8")) for place in (folder, platform)
    )

    [backups] = [one for one in ours["practices"] if one["id"] == "data.backups"]
    assert (backups["level"], backups["taken"]["team"], backups["taken"]["level"]) == (1, "Platform", 3)
    assert int(backups["taken"]["digest"]) == edition_key(digest((platform / "editions/q3/edition.toml").read_bytes()))
    assert theirs["offers"] == [
        {
            "id": "backups",
            "for_whom": "Every team whose data lies with us.",
            "practices": ["data.backups", "data.restores"],
        }
    ]


# --- Publishing


def test_a_guide_with_something_taken_over_is_up_to_date_on_a_later_day(
    levelbook: Type, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take("--yes")
    book(levelbook, "seal", "q3")
    book(levelbook, "answer", "2.1", "--level", "1")
    assert book(levelbook, "guide").code == 0

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(clock.now().timestamp()) + 3 * 86_400))

    said = book(levelbook, "guide", "--check")
    assert said.code == 0, said.out + said.err
