"""`score`, `gaps`, `explain` and home as text."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.cli.comparison_lines import comparison_lines
from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import compare
from support.builders import DAY, a_book, tiny_questionnaire
from support.command_line import Type


def test_a_level_is_shown_with_its_range_while_anything_is_open(levelbook: Type, folder: Path) -> None:
    assert "Nothing is answered yet; the target is 2.0 of 3. 0 of 3 practices answered." in levelbook("score").out

    levelbook("answer", "1.1", "--level", "2")
    said = levelbook("score")

    assert said.out.startswith("Level 2.0 (")
    assert "25–100% of target reached. 1 of 3 practices answered." in said.out
    assert "no level yet (0.0–3.0)" in said.out, "a section that nobody has answered"
    assert "1.1 (2)" in said.out, "the lowest practice, by its number"


def test_open_facts_are_said_to_do_the_same_wherever_they_are_named(levelbook: Type, folder: Path) -> None:
    told = "Open facts, by which targets may rise: holds, hosting.\n"

    assert told in levelbook("score").out and told in levelbook().out


def test_shares_are_per_cent_for_people_and_whole_levels_have_no_decimals(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")

    practice = levelbook("explain", "1.1").out
    overall = levelbook("explain", "overall").out

    for line in ("level 1", "not proven yet", "target 2", "gap 1", "share of the whole 25%"):
        assert f"\n{line}\n" in practice
    for line in ("level 1.0", "target reached 13%", "answered 33%", "reviewed this round 33%"):
        assert f"\n{line}\n" in overall


def test_explaining_names_the_values_that_went_in(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("answer", "1.2", "--level", "1")

    said = levelbook("explain", "1.2").out

    assert "3 because our copies are in a provider's hands: the target is 3" in said
    assert "3 − 1 = 2" in said
    assert "Scope: inherited because our copies are in a provider's hands" in levelbook("explain", "1.1").out


@pytest.mark.parametrize(
    ("name", "remedy"), [("data.backup", "data.backups"), ("dta", "data"), ("9.9", ""), ("", "overall")]
)
def test_a_misspelt_figure_is_answered(levelbook: Type, folder: Path, name: str, remedy: str) -> None:
    said = levelbook("explain", name)

    assert (said.code, said.out) == (2, "")
    assert f"There is no practice or section “{name}”." in said.err
    assert remedy in said.err


def test_the_roadmap_stands_in_waves_with_what_comes_first(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Write", "--step-owner", "Ana", "--step-due", "2020-01-01")
    levelbook("answer", "1.2", "--unsure", "--ask-whom", "Tom")

    said = levelbook("gaps").out

    assert "Find out: unsure, or not answered (2)\n" in said
    assert "1.2 Restoring: unsure, target 2" in said and "finds out: Tom" in said
    assert "1 practice not answered yet: --unanswered lists it\n" in said and "2.1 Reviews" not in said
    assert "2.1 Reviews: not answered, target 2" in levelbook("gaps", "--unanswered").out
    assert "1.1 Backups: level 1, target 2" in said and "step: Write – Ana, 1 January 2020 (late)" in said
    assert not said.endswith("\n\n")


def test_the_roadmap_says_of_a_day_without_a_person_that_nobody_has_it_yet(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--due", "2020-01-01")
    levelbook("answer", "1.2", "--unsure", "--ask-by", "2020-01-01")

    said = levelbook("gaps").out

    assert "    owner: nobody yet, by 1 January 2020 (late)\n" in said
    assert "    finds out: nobody yet, by 1 January 2020 (late)\n" in said


def test_the_roadmap_lists_what_is_promised_about_an_unanswered_practice(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--step", "Write", "--step-owner", "Ana", "--step-due", "2020-01-01")
    levelbook("sitting", "begin", "--participant", "Tom")
    levelbook("sitting", "close", "--evidence", "1.2=The log", "--who", "Tom", "--yes")

    assert "1.1 Backups: not answered, target 2" in (said := levelbook("gaps").out)
    assert "step: Write – Ana, 1 January 2020 (late)" in said and "bring evidence: The log – Tom" in said
    assert "1 practice not answered yet: --unanswered lists it\n" in said
    assert "step: Write – Ana" in levelbook("gaps", "--owner", "Ana").out


def test_the_roadmap_is_filtered_and_cut_off_alike_for_people_and_programs(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Write", "--step-owner", "Ana")
    levelbook("answer", "1.2", "--unsure", "--ask-whom", "Tom")

    def ids(*options: str) -> list[str]:
        return [gap["id"] for gap in levelbook("gaps", "--json", *options).json]

    assert ids() == ["data.restores", "changes.reviews", "data.backups"], "what nobody has answered too"
    assert ids("--section", "1") == ["data.restores", "data.backups"]
    assert ids("--owner", "ana") == ["data.backups"]
    assert ids("--owner", "") == ["changes.reviews"], "Ana has taken a step of the other"
    assert ids("--wave", "find-out") == ["data.restores", "changes.reviews"]
    assert ids("--limit", "1") == ["data.restores"]

    text = levelbook("gaps", "--owner", "Tom").out
    assert "1.2 Restoring" in text and "1.1" not in text
    assert levelbook("gaps", "--limit", "1").out.endswith("\n\n1 more; a higher --limit lists them.\n")
    assert levelbook("gaps", "--owner", "Nobody at all").out == "Nothing on the roadmap matches.\n"
    assert levelbook("gaps", "--section", "nowhere").code == 2
    assert levelbook("gaps", "--limit", "0").code == 2


def test_where_nothing_is_in_scope_no_target_is_said_to_be_reached(levelbook: Type, folder: Path) -> None:
    for number in ("1.1", "1.2", "2.1"):
        levelbook("answer", number, "--not-applicable", "We do none of it")
    assert levelbook("gaps").out == "Nothing is in scope, so there is nothing to do.\n"


def test_the_roadmap_asks_for_nothing_while_somebody_accepts_the_risk_and_says_when_nobody_does_any_more(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("answer", "1.1", "--level", "1")
    assert "get from the provider: how often copies are made" in levelbook("gaps").out
    levelbook("answer", "1.1", "--accept", "1", "--accepted-by", "Gus", "--until", "in 2 weeks", "--because", "It ends")
    said = levelbook("gaps").out
    assert "accepted at 1 until" in said and "get from the provider" not in said

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((clock.now() + timedelta(days=15)).timestamp())))
    said = levelbook("gaps").out
    assert "risk acceptance expired: Gus had accepted level 1 until " in said and "get from the provider" in said


def test_a_person_whose_step_is_done_is_not_shown_its_gap(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Write", "--step-owner", "Ana")
    levelbook("answer", "1.1", "--step-number", "1", "--done", "today")

    assert levelbook("gaps", "--owner", "Ana").out == "Nothing on the roadmap matches.\n"
    assert "1.1 Backups" in levelbook("gaps", "--owner", "").out


def test_the_roadmap_has_open_steps_of_practices_on_target_and_the_evidence_to_bring(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2", "--step", "Write", "--step-owner", "Ana", "--step-due", "2020-01-01")
    levelbook("answer", "1.2", "--level", "1")
    levelbook("sitting", "begin", "--participant", "Tom")
    levelbook("sitting", "close", "--evidence", "1.2=the drill", "--who", "Tom", "--by", "2030-01-01", "--yes")

    tom = levelbook("gaps", "--owner", "Tom").out
    assert "1.2 Restoring: level 1" in tom and "    bring evidence: the drill – Tom, 1 January 2030\n" in tom
    ana = levelbook("gaps", "--owner", "Ana").out
    assert ana == (
        "Reached: on target, with work still to do (1)\n"
        "  1.1 Backups: level 2, target 2\n      step: Write – Ana, 1 January 2020 (late)\n"
    )
    assert "Reached" not in levelbook("gaps", "--limit", "1").out + levelbook("gaps", "--wave", "later").out


def test_without_a_terminal_home_is_text(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Write.", "--step-due", "2020-01-01")

    said = levelbook()

    assert (said.code, said.err) == (0, "")
    for words in (
        *("Retail\n", "No edition yet.", "Promises: 1 late.\n  1.1 Write – nobody, 1 January 2020, late\n"),
        *(
            "1 of 2 answered",
            "2 practices not answered yet (about 4 minutes).",
            "First on the roadmap (1 gap, 2 not answered):",
        ),
    ):
        assert words in said.out


def test_a_terminal_that_draws_no_app_is_led_to_plain_lines(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "In a terminal, `levelbook` opens the book;" in levelbook().out

    monkeypatch.setattr("levelbook.cli.home.in_terminal", lambda: True)
    assert levelbook().out.endswith(
        "\nThis terminal cannot draw the app: `levelbook ask` goes through the practices in plain lines; "
        "`levelbook --help` lists the commands.\n"
    )


def test_home_lists_as_first_on_the_roadmap_the_gaps_that_the_app_lists(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("answer", "1.2", "--unsure")

    said = levelbook().out

    listed = said.partition("First on the roadmap")[2]
    assert listed.startswith(" (1 gap, 1 unsure, 1 not answered):\n  1.1 Backups: level 1, target 2\n\n")
    assert "1 practice unsure" in said


def test_without_a_book_it_says_how_to_start_one(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    for words in ([], ["score"], ["ask"], ["answer", "1.1", "--level", "2"], ["check"], ["seal"], ["diff"]):
        said = levelbook(*words)

        assert (said.code, said.out) == (2, "")
        assert "There is no book" in said.err and "levelbook init" in said.err


def test_why_the_level_moved_is_explained_between_editions(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("answer", "1.2", "--level", "3")

    said = levelbook("explain", "overall", "--from", "first", "--to", "now")
    assert said.code == 0
    assert "Overall from first to now" in said.out
    assert "  Backups, all, times (2 − 1); 0 of 1 did not move = +1.0000" in said.out
    assert "  2.5000 − 1.0000 = +1.5000" in said.out
    assert "  + 0.0000 + 0.0000 + 1.5000 = +1.5000" in said.out
    shape = levelbook("explain", "overall", "--from", "first", "--json").json
    assert [shape["from"], shape["to"]] == ["first", "now"]
    assert sum(one["contribution"] for one in shape["practices"]) == 1.5
    assert "level 1, then level 2." in levelbook("explain", "1.1", "--from", "first").out
    section = levelbook("explain", "data", "--to", "now").out
    assert "section's level" in section and "part of the overall level's change" in section
    assert "is the first edition" in levelbook("explain", "1.1", "--to", "first").err
    assert "Did you mean “data.backups”?" in levelbook("explain", "backups", "--from", "first").err
    for options in ((), ("--from", "first")):
        assert (
            "Section 1 (Looking after data) has the practices 1.1 to 1.2." in levelbook("explain", "1.9", *options).err
        )


def test_an_answer_kept_for_a_practice_that_is_not_for_the_team_is_no_news(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=nothing")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("answer", "2.1", "--level", "2")
    levelbook("seal")
    levelbook("answer", "1.1", "--level", "1")

    assert levelbook("diff").out.endswith("No level, target, question or proof changed.\n")
    assert "one down" not in levelbook("guide", "--stdout").out


def test_a_share_that_is_too_low_says_what_open_answers_could_bring(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")

    said = levelbook("check", "--min-attainment", "0.9").out
    reached = re.search(r"; (\d+)–(\d+)% of target reached", levelbook("score").out)

    assert reached is not None
    assert f"{reached[1]}% of target is reached; at least 90% is required." in said
    assert f"Unanswered practices count as level 0 here; if they all reach their targets, it is {reached[2]}%." in said


def test_a_share_that_is_too_low_is_not_rounded_up_to_what_is_required(levelbook: Type, folder: Path) -> None:
    for number, level in (("1.1", "2"), ("1.2", "0"), ("2.1", "2")):
        levelbook("answer", number, "--level", level)
    reached = levelbook("score", "--json").json["overall"]["attainment"]
    least = f"{reached:.2f}" if f"{reached:.2f}" > str(reached) else f"{reached + 0.001:.3f}"

    said = levelbook("check", "--min-attainment", least).out
    found = re.search(r"([\d.]+)% of target is reached; at least ([\d.]+)% is required", said)
    assert found is not None, said
    assert float(found[1]) < float(found[2])


def test_a_comparison_says_which_facts_changed(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    assert "Fact changed" not in levelbook("diff").out
    levelbook("profile", "--fact", "holds=personal")

    fact = "Fact changed: What data do you hold? “Data of people”, before not answered.\n"
    assert fact in levelbook("diff").out


def test_a_comparison_with_a_side_that_has_no_level_says_the_other_sides() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    level = Answer(level=2, wording=questionnaire.wording("s1.p1", inherited=False))
    none, one = (
        Assessment(name, questionnaire, a_book(questionnaire, answers), DAY)
        for name, answers in (("none", {}), ("one", {"s1.p1": level}))
    )

    assert comparison_lines(compare(none, one), DAY)[0] == (
        "From none to one: no level yet (0.0–4.0) to level 2.0 (1.0–3.0)."
    )
    assert comparison_lines(compare(one, none), DAY)[0] == (
        "From one to none: level 2.0 (1.0–3.0) to no level yet (0.0–4.0)."
    )
    assert "to no level yet" in comparison_lines(compare(none, none), DAY)[0]


def test_a_comparison_says_how_many_of_its_answers_were_reworded_since() -> None:
    old = tiny_questionnaire(1, 2)
    new = tiny_questionnaire(1, 2, changes={"s1.p1": {"question": "What else?"}})
    answers = {name: Answer(level=2, wording=old.wording(name, inherited=False)) for name in ("s1.p1", "s1.p2")}
    before, now = (Assessment("a", one, a_book(one, answers), DAY) for one in (old, new))

    said = comparison_lines(compare(before, now), DAY)
    assert "Like for like, on 2 practices answered both times (1 of them reworded since): 0.0." in said
