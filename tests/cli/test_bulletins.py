"""Bulletins between rounds: told to the teams whose practices they touch, and never a reason to turn red overnight."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import Type

BULLETINS = """
[[bulletins]]
date = 2026-11-20
sentence = "Old news."
practices = ["data.backups"]
source = "The Paper"

[[bulletins]]
date = 2026-12-01
sentence = "A [thing] got out."
practices = ["data.backups", "data.restores"]
source = "Advisory 7"
url = "https://example.org/7"

[[bulletins]]
date = 2026-12-24
sentence = "Not yet."
practices = ["data.backups"]
source = "The Paper"
"""
DAY = 86_400
SEALED = 1_795_348_800  # 22 November 2026


@pytest.fixture(name="later")
def _later(levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book sealed on 22 November, on 10 December, with bulletins since."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED))
    levelbook("answer", "1.1", "--level", "1")
    levelbook("answer", "1.2", "--not-applicable", "nothing to restore")
    assert levelbook("seal").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED + 18 * DAY))
    (folder.parent / "questions" / "bulletins.toml").write_text(BULLETINS)
    return folder


def test_home_check_and_guide_tell_of_what_touches_this_team_since_its_edition(levelbook: Type, later: Path) -> None:
    home = levelbook().out
    assert "New since your last round: 1 threat that touches what you do." in home
    assert "  1 December: A [thing] got out. (Advisory 7)\n    1.1 Backups: level 1, target 2\n" in home
    assert not any(words in home for words in ("Old news", "Not yet", "Restoring: "))

    said = levelbook("check")
    assert said.code == 0, "news fails nothing"
    assert "note: New on 1 December 2026: A [thing] got out. Touches data.backups (level 1, target 2)." in said.out

    levelbook("guide")
    text = (later / "guide.md").read_text("utf-8")
    assert "## New threats" in text
    assert "first at those that are below target or not settled." in text
    assert "(#backups), level 1 claimed, target 2. Source: Advisory 7, <https://example.org/7>" in text
    assert text.index("levelbook:begin next") < text.index("levelbook:begin bulletins") < text.index("begin standing")


def test_a_guide_of_an_edition_says_of_what_news_touches_how_well_it_was_proven_then(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED))
    levelbook("answer", "1.1", "--level", "2", "--evidence", "documented=plan@2025-11-25")
    levelbook("seal")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED + 18 * DAY))  # the evidence has expired since
    (folder.parent / "questions" / "bulletins.toml").write_text(BULLETINS)

    levelbook("guide")
    text = (folder / "guide.md").read_text("utf-8")
    assert "1.1 · Level 2 (proven)" in text and "(#backups), level 2, proven" in text


def test_what_a_new_bulletin_touches_needs_another_look_until_somebody_confirms_it(
    levelbook: Type, later: Path
) -> None:
    said = levelbook("plan").out
    assert "touched by a new threat" in said and "an answer to confirm" not in said

    levelbook("answer", "1.1", "--confirm")
    assert "touched by a new threat" not in levelbook("plan").out


def test_ask_reads_out_why_a_practice_is_asked_again_and_the_news_that_touches_it(levelbook: Type, later: Path) -> None:
    why = "  Needs another look: touched by a new threat.\n  New threat, 1 December: A [thing] got out. (Advisory 7)\n"

    assert levelbook("ask", "--only", "revisit", given="w\n").out.count(why) == 2, "at the practice, and at w"
    assert why in levelbook("ask", "--plan").out
    levelbook("answer", "1.1", "--confirm")
    assert "Needs another look" not in levelbook("ask", given="w\n").out


def test_a_risk_accepted_anew_and_a_practice_that_news_still_touches_are_counted_alike_everywhere(
    levelbook: Type, later: Path
) -> None:
    def done() -> list[bool]:
        """Where practice 1.1 counts as reviewed: the plan, home, the queue, the changes."""
        return [
            "  1.1 " in levelbook("plan").out.partition("Done in this sitting")[2],
            "touched by a new threat" not in levelbook().out,
            "1.1 Backups (" not in levelbook("ask", "--only", "revisit").out,
        ]

    levelbook("sitting", "begin", "--participant", "Ana")
    levelbook("answer", "1.1", "--evidence", "documented=https://wiki.example/backups")
    assert done() == [False] * 3, "nobody has said that the level holds"

    levelbook("answer", "1.1", "--accept", "1", "--accepted-by", "Ana", "--until", "2027-03-31", "--because", "tape")
    assert done() == [True] * 3
    assert "Not reviewed this round:** 0 of 1" in levelbook("diff", "--markdown").out


@pytest.mark.parametrize(("days", "is_asked"), [(8, True), (9, False)])
def test_what_was_confirmed_before_the_day_of_a_bulletin_needs_another_look_in_the_same_round(
    levelbook: Type, later: Path, monkeypatch: pytest.MonkeyPatch, days: int, is_asked: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED + days * DAY))  # 30 November, and 1 December
    levelbook("answer", "1.1", "--confirm")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED + 18 * DAY))
    assert ("touched by a new threat" in levelbook("plan").out) == is_asked
    assert ("1.1 Backups (" in levelbook("ask", "--only", "revisit").out) == is_asked

    levelbook("answer", "1.1", "--level", "1")
    assert "touched by a new threat" not in levelbook("plan").out


def test_a_practice_that_nobody_reviewed_in_a_round_stays_touched_by_its_news(
    levelbook: Type, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_asked() -> list[bool]:
        return [
            "touched by a new threat" in levelbook("plan").out,
            "1.1 Backups (" in levelbook("ask", "--only", "revisit").out,
        ]

    levelbook("answer", "1.2", "--not-applicable", "nothing to restore yet")
    assert levelbook("seal").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED + 20 * DAY))
    assert is_asked() == [True, True]
    levelbook("answer", "1.2", "--not-applicable", "nothing to restore still")
    assert levelbook("seal").code == 0
    assert is_asked() == [True, True], "however many rounds have ended"

    levelbook("answer", "1.1", "--confirm")
    assert is_asked() == [False, False]
    levelbook("answer", "1.2", "--not-applicable", "nothing to restore for now")
    assert levelbook("seal").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED + 22 * DAY))
    assert is_asked() == [False, False]


def test_a_guide_before_the_first_edition_tells_of_the_last_three_months_and_nobody_is_asked_to_look(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SEALED))
    earlier = BULLETINS.replace("2026-12-24", "2026-08-22").replace("Not yet", "A summer ago")
    (folder.parent / "questions" / "bulletins.toml").write_text(earlier)

    levelbook("guide")

    text = (folder / "guide.md").read_text("utf-8")
    assert "Published since 22 August. " in text and "Old news." in text
    assert "A summer ago" not in text and "got out" not in text
    assert "protect against it.\n" in text and "[Backups](#backups), target 2. Source" in text, (
        "nothing is answered yet"
    )
    assert "New since" not in levelbook().out
    assert "New on" not in levelbook("check").out


def test_the_guide_says_that_a_source_was_read_in_a_copy_and_where_the_attack_is_described(
    levelbook: Type, later: Path
) -> None:
    questions = later.parent / "questions" / "bulletins.toml"
    more = 'url = "https://example.org/7"\nread_in_copy = true\ncase = "ATLAS CS1"'
    questions.write_text(BULLETINS.replace('url = "https://example.org/7"', more))

    levelbook("guide")

    text = (later / "guide.md").read_text("utf-8")
    assert "Source: Advisory 7 (read in a copy), ATLAS CS1, <https://example.org/7>" in text


def test_a_bulletin_never_turns_a_check_red_and_is_no_part_of_an_edition(levelbook: Type, later: Path) -> None:
    questions = later.parent / "questions" / "bulletins.toml"
    assert levelbook("guide", "--check").code == 0, "the guide was assembled before there was one"
    levelbook("guide")
    for text in (BULLETINS.replace("got out", "broke out"), "", BULLETINS + BULLETINS.replace("thing", "other")):
        questions.write_text(text)
        assert levelbook("guide", "--check").code == 0, text
        assert levelbook("check").code == 0
    questions.unlink()
    assert levelbook("check").out.endswith("No problems found; 1 note.\n")

    questions.write_text(BULLETINS)
    levelbook("answer", "1.1", "--level", "2")
    assert levelbook("guide", "--check").code == 1, "an answer still does"
    levelbook("seal", "second")
    assert not (later / "editions" / "second" / "questionnaire" / "bulletins.toml").exists()
    assert "Published since 22 November," in (later / "guide.md").read_text("utf-8"), "as its changes are since then"
    assert levelbook("check").out.endswith("No problems found; 1 note.\n")


def test_wrong_bulletins_are_named_and_stop_nobody_from_working(levelbook: Type, later: Path) -> None:
    questions = later.parent / "questions" / "bulletins.toml"
    questions.write_text('[[bulletins]]\ndate = "2026-12-01"\nsentence = "x"\npractices = ["data.backups"]\n')

    assert "Cannot check for new threats: " in levelbook().out
    said = levelbook("check")
    assert (said.code, "bulletins.toml:2: bulletins[0].date" in said.out) == (1, True), said.out
    assert levelbook("answer", "1.1", "--level", "2").code == 0
    assert levelbook("guide").code == 3


def test_where_the_news_is_left_out_an_assembled_guide_is_up_to_date(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    levelbook("seal")
    guide = folder / "guide.md"
    above, below = guide.read_text("utf-8").split("<!-- levelbook:begin standing", 1)
    omitted = "<!-- levelbook:omit bulletins -->\n\n<!-- levelbook:begin standing"
    guide.write_text(f"{above}{omitted}{below}", "utf-8")
    levelbook("answer", "1.1", "--level", "2")  # what has changed since is a part of its own
    levelbook("guide")
    assert levelbook("guide", "--check").code == 0


def test_of_a_practice_without_a_level_a_check_does_not_ask_whether_the_answer_is_still_true(
    levelbook: Type, later: Path
) -> None:
    assert "Is your answer still true? Source" in levelbook("check").out
    levelbook("answer", "1.1", "--unsure")
    assert "Could it happen to you? Source" in levelbook("check").out


def test_a_bulletin_without_a_full_stop_runs_into_no_other_sentence(levelbook: Type, later: Path) -> None:
    path = later.parent / "questions" / "bulletins.toml"
    path.write_text(BULLETINS.replace("A [thing] got out.", "A [thing] got out"))

    assert "  1 December: A [thing] got out. (Advisory 7)\n" in levelbook().out
    assert "note: New on 1 December 2026: A [thing] got out. Touches data.backups" in levelbook("check").out


def test_check_asks_nothing_more_about_news_once_the_answer_was_confirmed(levelbook: Type, later: Path) -> None:
    news = "Touches data.backups (level 1, target 2)."
    assert f"{news} Is your answer still true? Source: https://example.org/7" in levelbook("check").out

    levelbook("answer", "1.1", "--confirm")
    assert f"{news} Source: https://example.org/7" in levelbook("check").out


def test_bulletins_that_home_leaves_out_are_called_older_only_where_they_are(levelbook: Type, later: Path) -> None:
    _, _, one, _ = BULLETINS.split("[[bulletins]]")
    same_day = "".join("[[bulletins]]" + one.replace("A [thing]", f"Thing {number}") for number in range(4))
    (later.parent / "questions" / "bulletins.toml").write_text(same_day)

    assert "  1 more: `levelbook check` names all." in levelbook().out
