"""A book brought to another version: what goes along, what is asked again, what is put aside; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Step, TakenOver, Vote
from levelbook.core.answers.upgrade import brought_to, needs_upgrade, upgrade
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.version_map import is_later, upgrade_path_from
from levelbook.packs.read import read_questionnaire
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from levelbook.store.answers_check import misplaced_names
from support.any_assessments import IDS, migrations, second_version
from support.builders import DAY, a_full_answer, an_answer, tiny_questionnaire
from support.examples import examples
from support.two_versions import FIRST, MIDDLE, answer_all, new_team, publish


@pytest.fixture(name="two", scope="module")
def _two(tmp_path_factory: pytest.TempPathFactory) -> tuple[AnswerBook, Questionnaire]:
    """A book of the first version, and the second version."""
    root = tmp_path_factory.mktemp("two")
    session = new_team(root)
    answer_all(session)
    publish(root)
    return session.now.book, read_questionnaire(root / "questions")


Two = tuple[AnswerBook, Questionnaire]


def words_in(value: Any) -> Iterator[str]:
    """Everything that somebody may have said in an answer: texts, days, levels."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name != "rev":
                yield from words_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from words_in(item)
    else:
        yield str(value)


def test_what_is_taken_over_goes_along_with_its_criteria_as_they_are_called_now(two: Two) -> None:
    book, questionnaire = two
    taken = TakenOver(offer="gateway", team="Platform", edition="q3", digest="3", level=2, criteria=("c1-a", "c2-a"))
    said = book.answer("data.backups").changed(offer=taken, unmet=()).signed()

    upgraded = upgrade(book.with_answer("data.backups", said), questionnaire).book.answer("data.copies")

    assert upgraded.offer == taken.changed(criteria=("c1-a", "plan"))
    assert not upgraded.edited_outside


def test_a_renamed_practice_keeps_its_answer_and_what_it_names_is_renamed_in_it(two: Two) -> None:
    """By way of a version in between, and the wording counts as the same: it does not have to be looked at again."""
    book, questionnaire = two
    upgraded = upgrade(book, questionnaire)
    old, new = book.answer("data.backups"), upgraded.book.answer("data.copies")

    assert new.content == {
        **old.content,
        "unmet": ["plan"],
        "here": {"plan": "the wiki's page on copies"},
        "steps": [{"text": "Set up b for level 2.", "from": "first-copy", "owner": "Ana"}],
        "wording": questionnaire.wording("data.copies", inherited=False),
    }
    assert (new.confirmed_at, new.confirmed_after, new.rev) == (old.confirmed_at, old.confirmed_after, new.true_rev)
    assert "data.copies" not in upgraded.asked_again


def test_a_reworded_practice_keeps_its_answer_to_the_letter_and_is_looked_at_again(two: Two) -> None:
    book, questionnaire = two
    upgraded = upgrade(book, questionnaire)

    assert upgraded.book.answer("changes.reviews") is book.answer("changes.reviews")
    assert upgraded.reworded == ("changes.reviews",)


def test_a_reworded_practice_that_the_team_left_out_is_looked_at_again_too(two: Two) -> None:
    """Its reason was given to another question, and the next round asks whether it still holds."""
    book, questionnaire = two
    answer = book.answer("changes.reviews")
    left_out = answer.changed(level=None, unmet=(), met=(), not_applicable="Nobody here changes anything.").signed()
    book = replace(book, answers={**book.answers, "changes.reviews": left_out})

    upgraded = upgrade(book, questionnaire)

    assert upgraded.book.answer("changes.reviews") is left_out
    assert upgraded.reworded == ("changes.reviews",)


def test_the_parts_of_a_split_are_asked_as_new_with_what_helps_to_answer_them(two: Two) -> None:
    book, questionnaire = two
    upgraded = upgrade(book, questionnaire)
    restoring, rehearsals = (upgraded.book.answer(f"data.{name}") for name in ("restoring", "rehearsals"))

    assert upgraded.fresh == ("data.restoring", "data.rehearsals", "changes.trials", "changes.secrets")
    assert {restoring.status, rehearsals.status} == {"unanswered"}
    assert (restoring.owner, restoring.evidence) == ("Jonas", ()), "nobody has said which part the evidence proves"
    assert "stood at level 3 (22 November 2026)" in restoring.note, "no name is in a note"
    assert "rehearsal of 4 March (tested, 22 November 2026)" in rehearsals.note
    assert "It took 47 minutes." in rehearsals.note
    assert (restoring.here, rehearsals.here) == ({"c1-a": "restore.md"}, {"c1-b": "twice a year"})
    assert [step.text for step in restoring.steps] == ["Buy a spare machine"], "one of no action goes to the first part"
    assert [step.text for step in rehearsals.steps] == ["Set up b for level 2."]


def test_the_owner_of_what_was_split_keeps_the_day(two: Two) -> None:
    book, questionnaire = two
    owned = book.answer("data.restores").changed(due=DAY)

    upgraded = upgrade(book.with_answer("data.restores", owned), questionnaire).book

    assert {upgraded.answer(f"data.{name}").due for name in ("restoring", "rehearsals")} == {DAY}


def test_what_was_merged_is_asked_as_new_and_every_old_answer_is_kept(two: Two) -> None:
    book, questionnaire = two
    upgraded = upgrade(book, questionnaire).book
    trials = upgraded.answer("changes.trials")

    assert (trials.status, trials.owner) == ("unanswered", "Priya")
    for said in (
        "“changes.tests” stood at level 3",
        "“changes.staging” was not known",
        "Who pays for it?",
        "make check",
    ):
        assert said in trials.note
    for name in ("changes.tests", "changes.staging", "data.restores", "data.tapes"):
        kept = dict(upgraded.retired[name])
        assert kept.pop("upgrade")["from"] == FIRST
        assert kept == book.answer(name).table


def test_facts_and_choices_are_renamed_and_what_is_no_more_is_put_aside(two: Two) -> None:
    book, questionnaire = two
    upgraded = upgrade(book, questionnaire).book

    assert upgraded.profile == {"running": "cloud", "holds": ("personal",)}
    assert upgraded.retired["profile.holds"]["answer"] == ["personal", "paper"]
    only_paper = upgrade(replace(book, profile={"holds": ("paper",)}), questionnaire)
    assert only_paper.book.profile == {} and "holds" in only_paper.open_facts, "so it is asked again"


def test_a_later_start_goes_only_the_rest_of_the_way(two: Two) -> None:
    _, questionnaire = two
    middle = AnswerBook("versions", MIDDLE, answers={"data.saved-copies": an_answer(2, unmet=("plan",))})

    upgraded = upgrade(middle, questionnaire)

    assert upgraded.book.answer("data.copies").unmet == ("plan",)
    known = questionnaire.version_map
    assert [upgrade_.from_version for upgrade_ in upgrade_path_from("1.0.7", known).upgrades] == [FIRST, MIDDLE]
    assert upgrade_path_from("strange", known).upgrades == ()
    assert is_later("1.10.0", "1.9") and not is_later("1.0", "1.0.0") and not is_later("b", "a")


def test_what_a_merge_of_branches_left_under_an_old_id_is_brought_in_and_never_over_an_answer(two: Two) -> None:
    """A branch that was not upgraded has answered data.backups; this one has answered it as data.copies."""
    book, questionnaire = two
    done = upgrade(book, questionnaire).book
    assert not needs_upgrade(done, questionnaire)
    assert upgrade(done, questionnaire).book == done
    mixed = replace(done, answers={**done.answers, "data.backups": an_answer(4, note="On the branch.")})
    assert needs_upgrade(mixed, questionnaire)

    healed = upgrade(mixed, questionnaire).book

    assert healed.answers == done.answers
    assert healed.retired["data.backups"]["note"] == "On the branch."
    alone = replace(done, answers={"data.backups": an_answer(4)})
    assert upgrade(alone, questionnaire).book.answer("data.copies").level == 4


def test_what_a_merge_left_under_old_names_inside_answers_and_facts_gets_the_present_ones() -> None:
    """The branch that was not upgraded has answered s1.p1, and this one has upgraded it."""
    old = {
        "criteria": [
            {"practice": "s1.p1", "id": "old", "became": "renamed", "to": "c2-a", "why": "So."},
            {"practice": "s1.p1", "id": "c1-a", "became": "split", "to": ["c1-a", "c1-b"], "why": "So."},
        ],
        "actions": [{"practice": "s1.p1", "id": "begin", "became": "renamed", "to": "reach-2-a", "why": "So."}],
    }
    said = strict.read(MigrationsFile, {"format": 1, "upgrades": [{"from": "0.9.0", "to": "1.0.0", **old}]})
    questionnaire = replace(tiny_questionnaire(1, 1, version="1.0.0"), version_map=said)
    answer = an_answer(2, unmet=("c1-a", "misspelt"), met=("c3-a",), steps=(Step(text="Go.", from_action="reach-2-a"),))
    book = AnswerBook("tiny", "1.0.0", answers={"s1.p1": answer})
    assert not needs_upgrade(book, questionnaire)
    steps = (Step(text="Go.", from_action="begin"),)
    mixed = answer.changed(unmet=(*answer.unmet, "old"), here={"old": "In the wiki."}, steps=steps).signed()
    assert needs_upgrade(replace(book, answers={"s1.p1": mixed}), questionnaire)
    told = misplaced_names(replace(book, answers={"s1.p1": mixed}), questionnaire)
    assert [one.remedy == "`levelbook upgrade` moves it to where it belongs." for one in told] == [
        False,
        True,
        True,
        True,
    ]

    healed = upgrade(replace(book, answers={"s1.p1": mixed}), questionnaire)

    wanted = answer.changed(unmet=(*answer.unmet, "c2-a"), here={"c2-a": "In the wiki."}).signed()
    assert healed.book.answer("s1.p1") == wanted
    assert healed.retired == ()
    assert not needs_upgrade(healed.book, questionnaire)


def test_what_a_merge_left_of_old_facts_and_choices_gets_the_present_ids(two: Two) -> None:
    book, questionnaire = two
    done = upgrade(book, questionnaire).book
    mixed = replace(done, profile={"hosting": "provider", "holds": ("paper", "personal")})
    assert needs_upgrade(mixed, questionnaire)

    healed = upgrade(mixed, questionnaire).book

    assert healed.profile == {"running": "cloud", "holds": ("personal",)}
    assert healed.retired["profile.holds-2"]["answer"] == ["paper", "personal"]
    assert not needs_upgrade(healed, questionnaire)
    kept = replace(done, profile={"hosting": "provider", "running": "ourselves"})
    assert upgrade(kept, questionnaire).book.profile == {"running": "ourselves"}


def test_an_answer_that_was_edited_outside_stays_marked(two: Two) -> None:
    book, questionnaire = two
    edited = book.answer("data.backups").changed(level=1)
    assert edited.edited_outside

    upgraded = upgrade(book.with_answer("data.backups", edited), questionnaire).book

    assert upgraded.answer("data.copies").edited_outside


def test_levels_that_a_shorter_scale_does_not_have_are_put_aside() -> None:
    new = tiny_questionnaire(1, 1, version="2.0.0", levels=3)
    accepted = Accepted(level=3, by="Lin", until=date(2027, 1, 1), reason="Later.")
    answer = an_answer(
        4, target=4, target_reason="They ask.", accepted=accepted, votes=(Vote(level=4, count=2),), left_open=True
    )

    upgraded = upgrade(AnswerBook("tiny", "1.0.0", answers={"s1.p1": answer}), new)

    left = upgraded.book.answer("s1.p1")
    assert (left.status, left.target, left.accepted, left.votes) == ("unanswered", None, None, ())
    assert not left.left_open
    kept = upgraded.book.retired["s1.p1"]
    assert (kept["level"], kept["target"], kept["accepted"]["by"], kept["votes"][0]["count"]) == (4, 4, "Lin", 2)


def test_another_questionnaire_has_no_map_and_takes_what_it_knows() -> None:
    new = tiny_questionnaire(1, 1, questionnaire_id="other", version="9")
    book = AnswerBook("tiny", "1.0.0", answers={"s1.p1": an_answer(1), "s1.p2": an_answer(2)})

    brought = brought_to(book, new)

    assert (list(brought.answers), list(brought.retired)) == (["s1.p1"], ["s1.p2"])


TEXTS = st.text("abc äé]#", min_size=1, max_size=6).map(str.strip).filter(bool)


@st.composite
def said(draw: st.DrawFn) -> Answer:
    made = a_full_answer(draw(st.integers(0, 4)), note=draw(TEXTS), here={"c1-a": draw(TEXTS), "gone": draw(TEXTS)})
    step = Step(text=draw(TEXTS), from_action=draw(st.sampled_from(["reach-2-a", "reach-9", ""])))
    made = made.changed(steps=(*made.steps, step), unknown={"colour": "blue"}, met=("c4-a", "lost"))
    return draw(st.sampled_from([made.signed(), made, made.as_unsure(), made.as_not_applicable("no")]))


@examples(60)
@given(migrations(), st.dictionaries(st.sampled_from([*IDS, "x.strange"]), said(), min_size=1))
def test_nothing_that_was_said_is_lost_and_a_second_time_nothing_happens(
    table: dict[str, Any], answers: dict[str, Answer]
) -> None:
    questionnaire = second_version(table)
    earlier = {"s1.p1": {"note": "put aside before"}}
    book = AnswerBook("tiny", "1.0.0", {"exposure": "public", "strange": "x"}, answers, earlier, {"mine": {"a": 1}})

    upgraded = upgrade(book, questionnaire).book

    held = set(words_in([answer.table for answer in upgraded.answers.values()]))
    held |= {part for text in held for part in text.split("; ")}
    held |= set(words_in(list(upgraded.retired.values()))) | set(words_in(upgraded.profile))
    ids = {"c2-a"}  # an id is no word of theirs
    for name, answer in answers.items():
        assert set(words_in(answer.table)) - {answer.wording} - ids <= held, name
    assert "x" in held and upgraded.unknown == book.unknown
    assert "put aside before" in set(words_in(list(upgraded.retired.values())))
    assert set(upgraded.answers) <= set(questionnaire.practices)
    if not any(answer.edited_outside for answer in answers.values()):
        assert not any(answer.edited_outside for answer in upgraded.answers.values())
    assert not needs_upgrade(upgraded, questionnaire)
    assert upgrade(upgraded, questionnaire).book == upgraded
