"""Two records of a team are paired by what the later questionnaire says became of each practice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.promises import evidence_outcomes, to_bring
from levelbook.packs.read import read_questionnaire
from support.builders import DAY, an_assessment, levels, tiny_questionnaire
from support.two_versions import answer_all, new_team, publish


@pytest.fixture(name="pairing", scope="module")
def _pairing(tmp_path_factory: pytest.TempPathFactory) -> Pairing:
    """A record of the first version, paired with an empty one of the second."""
    root: Path = tmp_path_factory.mktemp("pairing")
    session = new_team(root)
    answer_all(session)
    before = session.now
    publish(root)
    second = read_questionnaire(root / "questions")
    return Pairing.of(before, Assessment("later", second, levels(second), DAY))


def test_renamed_and_reworded_practices_are_one_and_split_and_merged_ones_are_not(pairing: Pairing) -> None:
    assert pairing.earlier == {"data.copies": "data.backups", "changes.reviews": "changes.reviews"}
    assert pairing.gone == ("data.restores", "data.tapes", "changes.tests", "changes.staging")


def test_backwards_what_was_renamed_is_one_too(pairing: Pairing) -> None:
    back = Pairing.of(pairing.after, pairing.before)
    assert back.earlier == {"data.backups": "data.copies", "changes.reviews": "changes.reviews"}
    assert back.after is pairing.before and back.carried.questionnaire is pairing.before.questionnaire
    assert "data.restoring" in back.gone, "what was split was said of something else"


def test_what_is_gone_names_what_it_has_become(pairing: Pairing) -> None:
    assert [practice.id for practice in pairing.successors("data.restores")] == ["data.restoring", "data.rehearsals"]
    assert pairing.why("data.restores", None) == (
        "now “Restoring” and “Rehearsals”: Being able to is one thing, having tried is another."
    )
    assert pairing.why("data.tapes", None) == "Nobody has tapes any more."


def test_a_new_practice_names_what_it_came_of(pairing: Pairing) -> None:
    assert pairing.why(None, "changes.trials") == "it came from “Tests” and “Staging”"
    assert pairing.why(None, "changes.secrets") == ""


def test_a_practice_is_called_by_its_later_id_given_either(pairing: Pairing) -> None:
    assert pairing.present_id("data.backups") == pairing.present_id("data.copies") == "data.copies"


def test_the_earlier_record_is_carried_under_the_later_questionnaire(pairing: Pairing) -> None:
    assert pairing.carried.questionnaire is pairing.after.questionnaire
    assert pairing.carried.book.answer("data.copies").level == 2


def test_a_renamed_practice_is_not_reworded_and_one_that_asks_otherwise_is(pairing: Pairing) -> None:
    before, after = pairing.before.scorecard, pairing.after.scorecard

    assert not pairing.is_reworded(before["data.backups"], after["data.copies"])
    assert pairing.is_reworded(before["changes.reviews"], after["changes.reviews"])


def test_under_one_questionnaire_everything_is_itself() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    pairing = Pairing.of(
        an_assessment(questionnaire, levels(questionnaire, 1), "then"),
        an_assessment(questionnaire, levels(questionnaire)),
    )

    assert pairing.earlier == {"s1.p1": "s1.p1", "s1.p2": "s1.p2"}
    assert (pairing.gone, pairing.carried) == ((), pairing.before)


def test_evidence_that_was_to_be_brought_for_a_renamed_practice_is_to_be_brought_for_its_present_one(
    pairing: Pairing,
) -> None:
    proof = EvidenceToBring(practice="data.backups", what="the log", who="Bea", by=DAY, pieces=0)
    gone = proof.changed(practice="data.tapes")

    def held() -> tuple[tuple[date, Sitting], ...]:
        return ((DAY - timedelta(days=90), Sitting(proofs=(proof, gone))),)

    before, after = pairing.before.with_sittings(held), pairing.after.with_sittings(held)

    assert [one.score.id for one in to_bring(before)] == ["data.backups", "data.tapes"]
    assert [one.score.id for one in to_bring(after)] == ["data.copies"]
    assert [(one.practice_id, one.fate, one.is_new) for one in evidence_outcomes(before, after)] == [
        ("data.copies", "open", False),
        ("data.tapes", "dropped", False),
    ]
