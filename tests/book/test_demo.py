"""The example team: two quarters of life, by the same calls as any other."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from levelbook.book import demo
from levelbook.book.contents.rounds import next_round
from levelbook.book.editions.compare import compare
from levelbook.book.publishing.publish import Publisher
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.moved_book import places_left
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.promises import late
from levelbook.core.errors import UsedWrongly
from support.demo_book import copied_demo


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "book"
    copied_demo(path)
    return path


@pytest.fixture(name="comparison")
def _comparison(folder: Path) -> Comparison:
    session = Session.open(folder)
    first, second = session.editions.all
    return compare(session.editions, session.now, first.name, second.name)


def test_today_it_is_late_with_a_step_and_with_evidence_that_a_close_agreed_on(folder: Path) -> None:
    found = late(Session.open(folder).state.now)

    assert {"step", "evidence"} <= {one.kind for one in found}
    assert all(one.who for one in found)


def test_between_its_editions_everything_that_can_happen_happened(comparison: Comparison) -> None:
    assert comparison.only("up") and comparison.only("down")
    after = [change.after for change in comparison.practices if change.after]
    assert any(one.status == "unsure" for one in after)
    assert any(one.accepted_holds for one in after)
    assert any(one.status == "not-applicable" for one in after)


def test_the_line_that_was_written_by_hand_stands_in_the_second_editions_guide(folder: Path) -> None:
    session = Session.open(folder)

    guides = [(edition.path / "guide.md").read_text("utf-8") for edition in session.editions.all]

    assert ["the savings campaign" in guide for guide in guides] == [False, True]


def test_directly_after_the_seal_the_guide_is_that_editions(folder: Path) -> None:
    session = Session.open(folder)
    last = session.editions.all[-1]

    assert Publisher(session.state).assembled().changed == ()
    assert (folder / "guide.md").read_bytes() == (last.path / "guide.md").read_bytes()
    assert (folder / "record.md").read_bytes() == (last.path / "record.md").read_bytes()


def test_five_handed_in_a_ballot_one_of_them_without_a_name(folder: Path) -> None:
    session = Session.open(folder)

    names = [ballot.participant for ballot in session.ballots.all]

    assert sorted(names) == ["", "Ana", "Jonas", "Priya", "Tom"]
    assert not any("ballot" in name for edition in session.editions.all for name in edition.files)


def test_the_team_met_in_each_round_and_parked_took_on_and_promised_proof(folder: Path) -> None:
    session = Session.open(folder)

    for edition, (_, sitting) in zip(session.editions.all, session.sittings.all, strict=True):
        assert len(sitting.participants) >= 5 and any(not one.named for one in sitting.participants)
        assert 3 <= len(sitting.taken_on) <= 7
        assert all(step.owner and step.due for step in sitting.taken_on)
        assert sitting.parked and sitting.proofs and sitting.minutes and sitting.closed
        held = [name for name in edition.files if name.startswith("sittings/")]
        assert len(held) == edition.number
    last = session.editions.all[-1].sealed_at.date()
    assert (
        next_round(session.editions, session.sittings, session.folder.settings)
        == session.sittings.all[-1][1].next_round
        != last + timedelta(days=92)
    )


def test_the_guide_says_where_the_team_saw_things_differently_and_where_it_still_does(folder: Path) -> None:
    guide = (folder / "guide.md").read_text("utf-8")

    assert "Our votes ranged from 1 to 3. Tom: “the daily cap is a guess.” Priya: “it held" in guide
    assert (
        "We could not agree: our votes ranged from 0 to 3. Tom: “nobody here has seen the setting.” One of us: "
        "“their page" in guide
    )
    assert "One of us: “legal reads the copy for it.”" in guide, "seen differently a round ago, and carried since"


def test_the_record_shows_the_last_sitting_in_full_and_the_one_before_in_a_line(folder: Path) -> None:
    record = (folder / "record.md").read_text("utf-8")
    said = record.split("\n## Sittings\n")[1].split("\n## ")[0]

    assert said.count("\n### ") == 1
    assert "**Discussed, one by one or as a list:** 1.1 Roles and responsibilities; " in said
    mira = "(Containment and recovery; raised by Mira): given to Mira, "
    assert f"- Who tells the branches when Alder is switched off? {mira}" in said
    assert re.search(
        r"- Who pays for an outside red team\? .*, open since .*: settled – The bank's testing budget", said
    )
    assert "Earlier:\n\n- " in said and ": 5 people, 48 practices discussed, 5 steps taken on" in said


def test_the_next_rounds_plan_has_something_to_confirm_and_something_to_talk_about(folder: Path) -> None:
    plan = Workshop(Session.open(folder)).plan(90)

    assert len(plan.agreed) >= 5 and plan.carried and plan.inherited
    spreads = [item.spread for item in plan.to_discuss if item.spread]
    assert spreads and spreads[0].is_wide


def test_it_never_writes_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsedWrongly, match="not empty"):
        demo.build(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_new_example_team_has_nothing_of_what_was_typed_into_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_play", "seal", "_write_by_hand", "_hand_in"):
        monkeypatch.setattr(demo, name, lambda *_, **__: None)
    before = demo.build(tmp_path / "book")
    Drafts(before).keep("", "Park something", "", {}, {"text": "Half a"})
    shutil.rmtree(tmp_path / "book")

    again = demo.build(tmp_path / "book")
    assert (Drafts(again).all, places_left(again)) == ((), ())
