"""Upgrading a team folder: an edition first, then ballots, answers and the guide; killed anywhere, it goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from levelbook.book import summary
from levelbook.book.ballots.new_ballots import import_ballots
from levelbook.book.bulletins import new_threats
from levelbook.book.checks.check import check
from levelbook.book.checks.limits import Limits
from levelbook.book.checks.nonblocking_problems import problems
from levelbook.book.contents.rounds import next_round
from levelbook.book.editions.compare import compare
from levelbook.book.publishing.publish import Publisher
from levelbook.book.sealing.edition_changes import changes
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.upgrade import Upgrade
from levelbook.cli.comparison_lines import comparison_lines
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, GuideDamaged, OtherVersion
from levelbook.core.text.cleaning import spoken_day
from levelbook.guide.keep import blocks
from levelbook.keymap.effective_keys import Keys
from levelbook.store import answers_file, atomic, ballots, editions, sittings_file
from levelbook.tui.editions.rows import report_rows
from levelbook.words import standing
from support.made_guides import unpadded
from support.small_book import hand_in, noon
from support.two_versions import FIRST, SECOND, answer_all, new_team, publish, write_version

NOTES = ("data.backups", "data.restores", "data.tapes", "changes.tests", "changes.staging")


def write_in_guide(path: Path) -> None:
    """A person's note below some practices, and words in one of them."""
    text = path.read_text("utf-8")
    for name in NOTES:
        end = f"<!-- levelbook:end practice/{name} -->"
        assert end in text
        text = text.replace(end, f"{end}\n\nOur note on {name}.")
    path.write_text(text.replace("Mind reviews.", "Mind reviews, always."), "utf-8")


@pytest.fixture(name="_published", scope="module")
def _published_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team with an edition, a ballot, answers since, words in the guide, and a new version of its questionnaire."""
    root = tmp_path_factory.mktemp("team")
    session = new_team(root)
    answer_all(session)
    seal(session, "first")
    write_in_guide(session.folder.guide_path)
    hand_in(session, "Ana", {"data.backups": 3, "data.restores": 2}, "As I see it.")
    session.apply("changes.reviews", Edit(owner="Zoe"))
    publish(root)
    return root


@pytest.fixture(name="book")
def _book(_published: Path, tmp_path: Path) -> Path:
    shutil.copytree(_published, tmp_path / "here")
    return tmp_path / "here" / "book"


def an_upgrade(book: Path) -> Upgrade:
    return Upgrade.open(book, who="Noor", clock=noon(1))


def opened(book: Path) -> Session:
    return Session.open(book, who="Noor", clock=noon(1))


def files(book: Path) -> dict[str, bytes]:
    """Everything in a folder, what a kill left half built excepted."""
    return {
        path.relative_to(book).as_posix(): path.read_bytes()
        for path in sorted(book.rglob("*"))
        if path.is_file() and not any(atomic.is_temporary(part) for part in path.relative_to(book).parts)
    }


def test_a_book_of_an_older_version_is_not_opened_and_the_remedy_is_named(book: Path) -> None:
    before = files(book)

    with pytest.raises(OtherVersion) as caught:
        opened(book)

    assert caught.value.remedy == "Upgrade them: levelbook upgrade"
    assert an_upgrade(book).is_needed
    assert files(book) == before


def test_words_in_a_form_are_found_again_under_the_practices_new_name_and_number(book: Path) -> None:
    an_upgrade(book).carry_out()
    drafts = Drafts(opened(book))
    for form, text in (("Owner · 1.9 Restoring", "Zoe"), ("Dissent · Ana at 3", "Not yet.")):
        drafts.keep("data.restores", form, "", {}, {"text": text})  # typed before the upgrade

    found = drafts.of_form("data.restoring", "Owner · 1.2 Bringing back")

    assert found is not None and found.typed == {"text": "Zoe"}
    assert len(drafts.of_practice("data.restoring")) == 2
    assert drafts.of_form("data.restoring", "Dissent · Tom at 3") is None


def test_a_ballot_that_comes_back_after_the_upgrade_is_brought_along(tmp_path: Path) -> None:
    """Forms go out a week before the workshop, and the team upgrades meanwhile: what still holds is not asked again."""
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    said = {"data.backups": 3, "data.restores": 2, "data.tapes": 1, "changes.reviews": 2, "changes.tests": 1}
    hand_in(session, "Ana", said, "As I see it.")
    held = ballots.path_of(session.folder.ballots_path, "ana")
    came_back = tmp_path / "inbox" / "ana.toml"
    came_back.parent.mkdir()
    text = held.read_text("utf-8")
    held.unlink()
    came_back.write_text(text, "utf-8")
    publish(tmp_path)
    an_upgrade(tmp_path / "book").carry_out()
    session = opened(tmp_path / "book")

    [taken] = import_ballots(session, [came_back], anonymous=False, replacing=False)

    assert taken.refused is None and taken.ballot is not None, taken.refused
    assert {name: one.level for name, one in taken.ballot.book.answers.items() if one.level is not None} == {
        "data.copies": 3
    }
    assert taken.ballot.book.answer("data.copies").note == "As I see it."
    assert "As I see it." in taken.ballot.book.answer("data.restoring").note
    assert "As I see it." in taken.ballot.book.answer("changes.trials").note
    gone = "left out, because version 2.0.0 does not ask this any more"
    assert taken.remarks == (
        "It answers version 1.0.0, and was brought to 2.0.0.",
        f"data.restores, data.tapes, changes.tests: {gone}.",
        "2.1: left out, because the question was worded differently.",
    )
    [ballot] = session.ballots.all
    assert ballot.book.version == SECOND and not session.ballots.problems
    [again] = import_ballots(session, [came_back], anonymous=False, replacing=False)
    assert again.was_in_already
    held.unlink()
    came_back.write_text("".join(line for line in text.splitlines(True) if "wording" not in line), "utf-8")
    [unworded] = import_ballots(session, [came_back], anonymous=False, replacing=False)
    assert unworded.refused is not None, "nobody knows which words these levels answer"


def test_it_seals_under_the_old_version_then_brings_everything_along(book: Path) -> None:
    ana = ballots.path_of(book / "ballots", "ana")
    ana.write_text(f"{ana.read_text('utf-8')}# Ask Tom first.\n", "utf-8")

    done = an_upgrade(book).carry_out()

    session = opened(book)
    first, sealed = session.editions.all
    assert done.edition is not None and (sealed.name, sealed.number) == (done.edition.name, 2)
    assert session.editions.questionnaire_of(sealed).version == FIRST
    assert session.editions.book(sealed).answer("changes.reviews").owner == "Zoe"
    assert editions.differences(sealed) == [] == editions.differences(first)
    assert session.now.book.version == SECOND
    assert problems(session) == [] == list(session.ballots.problems)
    [ballot] = session.ballots.all
    assert (ballot.book.answer("data.copies").level, ballot.book.answer("data.restoring").level) == (3, None)
    assert ballot.participant == "Ana" and ballot.book.retired["data.restores"]["level"] == 2
    assert ana.read_text("utf-8").endswith("\n# Ask Tom first.\n")
    assert Publisher(session.state).assembled().changed == ()
    assert not an_upgrade(book).is_needed


def test_blocks_move_with_the_words_that_people_wrote(book: Path) -> None:
    an_upgrade(book).carry_out()

    guide = blocks.parse((book / "guide.md").read_text("utf-8"))
    notes = {block.id: block.notes for block in guide.blocks if block.notes}
    assert notes["practice/data.copies"] == "Our note on data.backups."
    assert notes["practice/data.restoring"] == "Our note on data.restores."
    assert notes["practice/changes.trials"] == "Our note on changes.tests."
    assert "Kept from “Tapes”" in notes["kept-notes"] and "Our note on data.tapes." in notes["kept-notes"]
    assert "Kept from “Staging”" in notes["kept-notes"], "two that became one cannot both stay in place"
    [edited] = [block for block in guide.blocks if "Mind reviews, always." in block.text]
    assert edited.id == "practice/changes.reviews"


def test_what_is_carried_stays_carried_and_nothing_looks_confirmed(book: Path) -> None:
    """The last edition's answers are seen through the map, so that a new id is no new answer."""
    an_upgrade(book).carry_out()

    session = opened(book)
    assert session.now.scorecard.overall.confirmed == 0
    copies = session.now.scorecard["data.copies"]
    assert (copies.level, copies.confirmed) == (2, False)
    session.apply("data.copies", Edit(confirm=True))
    assert session.now.scorecard["data.copies"].confirmed


def test_an_edition_that_is_sealed_for_an_upgrade_ends_no_round(tmp_path: Path) -> None:
    """Whoever confirmed an answer last week is not asked again because the questionnaire has a new version."""
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    session = Session.open(tmp_path / "book", who="Noor", clock=noon(1))
    session.apply("data.backups", Edit(confirm=True))
    publish(tmp_path)

    done = an_upgrade(tmp_path / "book").carry_out()

    after = opened(tmp_path / "book")
    assert done.edition is not None and done.edition.before_upgrade_to == SECOND
    assert after.editions.last is not None and after.editions.last.before_upgrade_to == SECOND
    assert [name for name, score in after.now.scorecard.practices.items() if score.confirmed] == ["data.copies"]
    assert problems(after) == [], "and it is signed anew"


def test_after_an_upgrade_what_was_kept_and_reviewed_is_counted_from_the_beginning_of_the_round(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    session = Session.open(tmp_path / "book", who="Noor", clock=noon(1))
    session.apply("data.backups", Edit(step=StepEdit(number=1, done_on=session.now.on)))
    publish(tmp_path)
    before, today = summary.promises(session), session.now.on
    an_upgrade(tmp_path / "book").carry_out()

    after = opened(tmp_path / "book")
    words = summary.kept_words(summary.promises(after), today)
    assert words == summary.kept_words(before, today) == f"1 kept since {spoken_day(today - timedelta(days=1), today)}"
    assert standing.round_words(after.now, "first") == "in this round"
    assert standing.round_words(after.now, after.editions.last_name) == "in this round"


def test_an_upgrade_puts_off_no_round_and_no_reminder_and_hides_no_new_threat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    agreed = session.now.on + timedelta(days=50)
    sittings_file.change(session.folder.sittings_path, session.now.on, lambda _: Sitting(next_round=agreed))
    session = Session.open(tmp_path / "book", who="Noor", clock=noon(40))
    session.apply("data.backups", Edit(confirm=True))
    publish(tmp_path)
    news = {"date": session.now.on - timedelta(days=1), "sentence": "A flaw.", "source": "A vendor"}
    (tmp_path / "questions" / "bulletins.toml").write_text(
        tomli_w.dumps({"bulletins": [news | {"practices": ["data.copies"]}]}), "utf-8"
    )

    Upgrade.open(tmp_path / "book", who="Noor", clock=noon(40)).carry_out()

    after = Session.open(tmp_path / "book", who="Noor", clock=noon(60))
    assert next_round(after.editions, after.sittings, after.folder.settings) == agreed
    assert [threat.bulletin.sentence for threat in new_threats(after.editions, after.now)] == ["A flaw."]
    guide = after.folder.guide_path.read_text("utf-8")
    assert f"next_round: {agreed}" in guide
    assert "A flaw." in guide and "the day of the edition that ended the last round" in guide

    shutil.rmtree(after.folder.sittings_path)
    after = Session.open(tmp_path / "book", who="Noor", clock=noon(60))
    due = after.editions.edition("first").day + timedelta(days=92)
    assert next_round(after.editions, after.sittings, after.folder.settings) == due, "where no day was agreed"
    Publisher(after.state).write()
    assert f"next_round: {due}" in after.folder.guide_path.read_text("utf-8")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon(60)().timestamp())))
    messages = [problem.message for problem in check(tmp_path / "book", Limits(max_age=59)).problems]
    assert "Edition first, the last one that ended a round, is 60 days old; the limit is 59." in messages
    seal(after, "second", with_altered_editions=True)
    assert next_round(after.editions, after.sittings, after.folder.settings) == after.now.on + timedelta(days=92)
    assert new_threats(after.editions, after.now) == ()


def test_the_guide_tells_what_changed_since_the_round_began_whatever_was_sealed_for_an_upgrade(tmp_path: Path) -> None:
    """What was said before the upgrade was said in this round, and the guide is what people read of it."""
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    session = Session.open(tmp_path / "book", who="Noor", clock=noon(1))
    session.apply("data.backups", Edit(level=1, level_reason="The disk is full."))
    publish(tmp_path)
    an_upgrade(tmp_path / "book").carry_out()
    session = opened(tmp_path / "book")
    session.apply("changes.reviews", Edit(level=3))

    for seal_it in (False, True):
        if seal_it:
            seal(session, "second")
        else:
            Publisher(session.state).write()
        guide = session.folder.guide_path.read_text("utf-8")
        began = spoken_day(session.editions.edition("first").day, session.now.on)
        assert f"Since the edition of {began}:" in guide
        assert "**Worse.** [Copies](#copies), 2 to 1: “The disk is full.”" in guide
        assert "Level 1 claimed, was 2," in guide, "and the practice says it too"
    assert "The whole round:" in (session.folder.path / "editions/second/changes.md").read_text("utf-8")
    between = next(one.name for one in session.editions.all if one.before_upgrade_to)
    told = f"are in editions/{between}/changes.md and editions/second/changes.md."
    assert told in session.folder.guide_path.read_text("utf-8"), "each tells its part of the round"


def test_a_comparison_sees_a_renamed_practice_as_one(book: Path) -> None:
    an_upgrade(book).carry_out()
    session = opened(book)
    session.apply("data.copies", Edit(level=3))
    session.apply("data.restoring", Edit(level=2))

    comparison = compare(session.editions, session.now)

    assert comparison.parts is not None and comparison.change is not None
    parts = comparison.parts
    assert parts.questionnaire + parts.profile + parts.answers == comparison.change
    assert sum(one.contribution or 0 for one in comparison.practices) == comparison.change
    upgraded = comparison.before.name
    begun = f"{upgraded} was sealed only for an upgrade; this round began with first."
    assert begun in comparison_lines(comparison, session.now.on)
    reworded = " answered both times (1 of them reworded since)"
    assert any(reworded in words for words in comparison_lines(comparison, session.now.on))
    shown = "\n".join(row.words.plain for row in report_rows(session.state, comparison, Keys()))
    assert begun in shown and reworded in shown, "the app says both too"
    whole = compare(session.editions, session.now, "first")
    assert "only for an upgrade" not in "".join(comparison_lines(whole, session.now.on))
    changed = {one.id: one for one in comparison.practices}
    assert (changed["data.copies"].changes, changed["data.copies"].before.level) == (("up",), 2)  # type: ignore[union-attr]
    assert changed["data.restores"].changes == ("gone",)
    assert changed["data.restores"].into == ("Restoring", "Rehearsals")
    assert changed["data.restoring"].changes == ("new", "answered")
    assert changed["changes.reviews"].changes == ("reworded",)
    assert comparison.like_for_like is not None
    # Copies 2 to 3, in the same words but for a name; Reviews 2 to 2, still an answer to the old words.
    assert (comparison.like_for_like.practices, comparison.like_for_like.change) == (2, Fraction(1, 2))
    # Before: Backups 2, Restores 3, Tapes 1 are a section of 2; Reviews 2 and Tests 3 one of 5/2. Carried: 2 and 2.
    assert parts.questionnaire == 2 - Fraction(9, 4)
    assert parts.profile == 0
    text = changes(Publisher(session.state), comparison)
    assert "| gone | Tapes | 1 | no longer asked | Nobody has tapes any more |" in unpadded(text)
    assert "Dropped" not in text, "a step of what was split or renamed is the same promise"


def test_without_an_edition_of_the_old_version_the_answers_are_kept_as_they_were(tmp_path: Path) -> None:
    """As when a release of levelbook brings a new version and the team has never sealed."""
    session = new_team(tmp_path)
    answer_all(session)
    publish(tmp_path)
    book = tmp_path / "book"
    before = (book / "answers.toml").read_bytes()
    (book / "answers-1.0.0.toml").mkdir()

    done = an_upgrade(book).carry_out()

    assert (done.edition, done.written) == (None, None)
    assert (book / "answers-1.0.0-2.toml").read_bytes() == before, "what stands where it would go is somebody's"
    assert opened(book).now.book.answer("data.copies").level == 2


def test_comments_of_a_person_in_the_answers_are_kept_too(book: Path) -> None:
    path = book / "answers.toml"
    path.write_text("# Ask Tom first!\n" + path.read_text("utf-8"), "utf-8")

    done = an_upgrade(book).carry_out()

    assert done.copy is not None and done.copy.name == "answers-1.0.0.toml"
    assert done.copy.read_text("utf-8").startswith("# Ask Tom first!\n")


def test_a_book_that_is_as_sealed_is_not_sealed_again(book: Path) -> None:
    (book / "editions" / "first" / "answers.toml").read_bytes()
    shutil.copy(book / "editions" / "first" / "answers.toml", book / "answers.toml")

    done = an_upgrade(book).carry_out()

    assert done.edition is None and done.copy is None
    assert [edition.name for edition in opened(book).editions.all] == ["first"]


def test_a_damaged_guide_and_an_answer_given_meanwhile_stop_it_before_anything_is_written(book: Path) -> None:
    upgrade = an_upgrade(book)
    guide = book / "guide.md"
    whole = guide.read_text("utf-8")
    guide.write_text(whole.replace("<!-- levelbook:end practice/data.tapes -->", "", 1), "utf-8")
    before = files(book)
    with pytest.raises(GuideDamaged, match=r"guide\.md"):
        upgrade.carry_out()
    assert files(book) == before

    guide.write_text(whole, "utf-8")
    answers = book / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace("Discussed with Tom.", "Discussed."), "utf-8")
    before = files(book)
    with pytest.raises(AnsweredElsewhere):
        upgrade.carry_out()
    assert files(book) == before


def test_nobody_goes_back_to_an_older_version(book: Path) -> None:
    an_upgrade(book).carry_out()
    write_version(book.parent / "questions", FIRST)

    with pytest.raises(OtherVersion, match=r"there is only 1\.0\.0 here"):
        an_upgrade(book)


# Ending anywhere


def writes(patch: pytest.MonkeyPatch, stop: Callable[[int, Path], None]) -> None:
    """Call `stop` with a number whenever a file is about to get its name, or, inside an edition, is written.

    What is cached in the home folder does not count: another test may have cached it before.
    """
    write_down, count, home = atomic._write_down, iter(range(1_000)), Path(os.environ["HOME"])

    def written(path: Path, content: bytes, **options: Any) -> None:
        write_down(path, content, **options)
        if not path.is_relative_to(home):
            stop(next(count), path)

    patch.setattr(atomic, "_write_down", written)


def killed_at(number: int, book: Path) -> bool:
    """Upgrade in a process of its own that is killed at a write, as by SIGKILL; whether it came so far."""
    child = os.fork()
    if child == 0:
        patch = pytest.MonkeyPatch()
        writes(patch, lambda count, _: os._exit(9) if count == number else None)
        try:
            an_upgrade(book).carry_out()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def kinds_of_writes(book: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The numbers of the writes of an upgrade; of those inside the edition that is built, which are all alike, two."""
    seen: list[Path] = []
    with monkeypatch.context() as patch:
        writes(patch, lambda _, path: seen.append(path))
        an_upgrade(book).carry_out()
    inside = [place for place, path in enumerate(seen) if "editions" in path.parts]
    assert len(inside) > 5
    yield from (place for place in range(len(seen)) if place not in inside[1:-1])


def test_killed_at_any_write_it_can_be_run_again_and_ends_in_the_same_state(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tmp_path / "whole"
    shutil.copytree(book.parent, one)
    numbers = list(kinds_of_writes(one / "book", monkeypatch))
    wanted = files(one / "book")
    assert len(numbers) >= 8, "guide, record and chart twice, an edition, a ballot, the answers"

    for number in numbers:
        again = tmp_path / f"killed-{number}"
        shutil.copytree(book.parent, again)
        assert killed_at(number, again / "book"), number
        left = an_upgrade(again / "book")
        if left.is_needed:
            left.carry_out()
        assert files(again / "book") == wanted, number


def test_a_write_that_the_disk_refuses_is_told_and_leaves_the_rest_as_it_was(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (book / "answers.toml").read_bytes()
    write = atomic._write_down

    def full(path: Path, content: bytes, **options: Any) -> None:
        if b'version = "2.0.0"' in content and b"[answers.data.copies]" in content:
            raise OSError(28, "No space left on device")
        write(path, content, **options)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_write_down", full)
        with pytest.raises(CouldNotWrite, match="the disk is full"):
            an_upgrade(book).carry_out()
    assert (book / "answers.toml").read_bytes() == before

    an_upgrade(book).carry_out()
    assert answers_file.read(book / "answers.toml", within=book).version == SECOND
    assert answers_file.read(ballots.path_of(book / "ballots", "ana"), within=book).version == SECOND


def test_an_edition_that_cannot_be_read_just_then_stops_it_instead_of_confirming_by_an_earlier_one(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (book / "answers.toml").read_bytes()
    edition = next(path for path in sorted((book / "editions").glob("*/edition.toml")))
    held = edition.read_bytes()
    bring_ballots = Upgrade._bring_ballots

    def while_the_disk_fails(upgrade: Upgrade) -> tuple[str, ...]:
        edition.write_bytes(b"not = [whole")
        return bring_ballots(upgrade)

    with monkeypatch.context() as patch:
        patch.setattr(Upgrade, "_bring_ballots", while_the_disk_fails)
        with pytest.raises(FileIsWrong):
            an_upgrade(book).carry_out()
    assert (book / "answers.toml").read_bytes() == before

    edition.write_bytes(held)
    an_upgrade(book).carry_out()
    assert answers_file.read(book / "answers.toml", within=book).version == SECOND


def test_a_note_tells_the_day_of_an_old_answer_by_the_time_zone_of_the_book(book: Path) -> None:
    settings = book / "levelbook.toml"
    settings.write_text(settings.read_text().replace('timezone = "UTC"', 'timezone = "Pacific/Kiritimati"'))

    an_upgrade(book).carry_out()

    session = opened(book)
    answered = answers_file.read(book / "editions" / "first" / "answers.toml", within=book).answer("data.restores")
    assert answered.answered_at is not None
    assert answered.answered_at.hour == 12, "at noon UTC it is the day after on Kiritimati"
    said = session.now.book.answer("data.restoring")
    assert spoken_day(answered.answered_at.date() + timedelta(days=1)) in said.note
    assert session.editions.last_answers is not None
    assert session.editions.last_answers["data.restoring"].note == said.note, "else it would look like a new answer"
