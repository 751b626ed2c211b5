"""A guide in which people kept their words may claim another level than the answers: whoever reads either is told."""

from __future__ import annotations

import re
from pathlib import Path

from support.command_line import Type

BLOCK = "practice/data.backups"


def with_words_kept(levelbook: Type, folder: Path) -> str:
    """Somebody words the part on backups at level 2, keeps that when the answer falls to 1; what is said of it."""
    levelbook("answer", "1.1", "--level", "2")
    levelbook("answer", "1.2", "--level", "2")
    levelbook("guide")
    levelbook("seal", "q1")
    guide = folder / "guide.md"
    text = guide.read_text("utf-8")
    end = f"<!-- levelbook:end {BLOCK} -->"
    guide.write_text(text.replace(end, f"\nWe copy to two places.\n{end}"), "utf-8")
    levelbook("answer", "1.1", "--level", "1")
    return levelbook("guide", "--take", "mine", "1.1").out


SAID = "1.1 Backups: the guide says level 2, in text that people edited; the answer is level 1."


def test_keeping_words_that_claim_another_level_is_said_at_once_and_wherever_the_guide_is_looked_at(
    levelbook: Type, folder: Path
) -> None:
    assert SAID in with_words_kept(levelbook, folder)
    assert SAID in levelbook("guide").out
    assert SAID in levelbook("guide", "--status").out
    assert SAID not in levelbook("guide", "--check").out
    checked = levelbook("check")
    assert (checked.code, SAID in checked.out) == (0, True)
    assert f"`levelbook guide --take generated {BLOCK}`" in checked.out

    assert SAID in levelbook("diff", "--markdown").out
    assert SAID in levelbook("seal", "q2").out
    assert f"**The guide contradicts the answers:** {SAID}" in (folder / "editions/q2/changes.md").read_text("utf-8")


def test_a_level_that_a_formatter_has_wrapped_is_compared_too(levelbook: Type, folder: Path) -> None:
    with_words_kept(levelbook, folder)
    guide = folder / "guide.md"
    kept = guide.read_text("utf-8")
    for wrapped in ("1.1 ·\nLevel 2", "1.1 · Level\n2"):
        guide.write_text(kept.replace("1.1 · Level 2", wrapped), "utf-8")
        assert SAID in levelbook("check").out


def test_nothing_is_said_once_words_and_answers_agree(levelbook: Type, folder: Path) -> None:
    with_words_kept(levelbook, folder)
    guide = folder / "guide.md"
    guide.write_text(guide.read_text("utf-8").replace("1.1 · Level 2", "1.1 · Level 1"), "utf-8")

    assert "the guide says" not in levelbook("check").out
    levelbook("answer", "1.1", "--unsure")
    assert "the guide says level 1, in text that people edited; the answer is not known." in levelbook("check").out
    levelbook("answer", "1.1", "--clear")
    said = levelbook("check").out
    assert "the guide says level 1, in text that people edited; the practice is not answered." in said


def test_the_overall_level_in_a_page_that_people_kept_is_compared_too(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")
    guide = folder / "guide.md"
    guide.write_text(
        guide.read_text("utf-8").replace("**We claim level 2.0 of 3", "**Our own level is level 2.5 of 3"), "utf-8"
    )

    said = levelbook("guide").out
    assert "“Where we stand”: the guide says level 2.5, in text that people edited; the answers give level 2.0." in said


def test_the_changes_say_how_much_of_the_teams_own_part_still_stands_as_levelbook_wrote_it(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "q1")
    guide = folder / "guide.md"
    text = re.sub(r"(?m)^1\. Whom to call: .*$", "1. Whom to call: Zoe, at the desk", guide.read_text("utf-8"))
    guide.write_text(text, "utf-8")

    levelbook("answer", "1.2", "--level", "1")
    said = "- **If something looks wrong:** partly filled in: three lines still stand as levelbook wrote them."
    assert said in levelbook("diff", "q1", "now", "--markdown").out
    levelbook("seal", "q2")
    assert said in (folder / "editions/q2/changes.md").read_text("utf-8")
    assert said in levelbook("diff", "q1", "q2", "--markdown").out


def test_what_people_left_out_and_wrote_of_their_own_is_in_the_changes(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "q1")
    unfilled = levelbook("diff", "q1", "now", "--markdown").out
    assert "**If something looks wrong:** not filled in yet: whom to call" in unfilled
    assert "Left out" not in unfilled

    guide = folder / "guide.md"
    text = guide.read_text("utf-8")
    for block, words in (("rules", "<!-- levelbook:omit rules -->"), ("trouble", "")):
        begin, end = f"<!-- levelbook:begin {block} ", f"<!-- levelbook:end {block} -->"
        head, rest = text.split(begin, 1)
        marker, body = rest.split("\n", 1)
        _, tail = body.split(end, 1)
        text = head + (words or f"{begin}{marker}\n## If something looks wrong\n\nCall Noor.\n{end}") + tail
    guide.write_text(text, "utf-8")

    said = levelbook("diff", "q1", "now", "--markdown").out
    assert "- **Left out of the guide by the team:** Our rules on one page." in said
    assert "- **If something looks wrong:** filled in by the team." in said
