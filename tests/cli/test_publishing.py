"""`guide`, `seal`, `editions`, `diff`, `check`, `questionnaire` and `demo`, as their user types them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from levelbook import clock
from levelbook.book.editions.edition_integrity import meaning
from levelbook.book.publishing.hand_edits import HandEdits
from levelbook.book.publishing.incident_contacts import TO_FILL
from levelbook.guide.keep import merge
from levelbook.guide.keep.blocks import parse, without_trailing_blanks
from levelbook.store.digests import digest
from support.command_line import Type
from support.made_guides import unpadded
from support.made_once import made_once


@pytest.fixture(name="new_guide")
def _new_guide(levelbook: Type, folder: Path) -> Path:
    """An assembled guide with one answer in it, in which nobody has written."""

    def build() -> None:
        levelbook("answer", "1.1", "--level", "2")
        assert levelbook("guide").code == 0

    made_once("a book with a guide", folder, build)
    return folder / "guide.md"


@pytest.fixture(name="guide")
def _guide(new_guide: Path) -> Path:
    """The same once the team has written its own part: whom to call when something looks wrong."""
    fill_in(new_guide, "Call Noor.")
    return new_guide


def fill_in(guide: Path, words: str) -> None:
    """Somebody writes over the lines of the team's own part."""
    text = guide.read_text("utf-8")
    begin, end = text.index("**Not filled in yet.**"), text.index("<!-- levelbook:end trouble -->")
    guide.write_text(f"{text[:begin]}{words}\n{text[end:]}", "utf-8")


def edit(guide: Path, block: str, word: str) -> None:
    """Somebody writes a line into a block."""
    head, marker, rest = guide.read_text("utf-8").partition(f"<!-- levelbook:begin {block} ")
    first, _, body = rest.partition("\n")
    guide.write_text(f"{head}{marker}{first}\n{word}\n{body}", "utf-8")


def test_assembling_twice_changes_nothing_and_says_so(levelbook: Type, guide: Path) -> None:
    said = levelbook("guide")

    assert (said.code, said.out) == (0, "book/guide.md is up to date.\n")
    assert levelbook("guide", "--check").code == 0
    assert levelbook("check").out == "No problems found.\n"


def test_the_guide_on_stdout_is_the_guide_and_nothing_else(levelbook: Type, guide: Path) -> None:
    said = levelbook("guide", "--stdout")

    assert (said.code, said.out, said.err) == (0, guide.read_text("utf-8"), "")


def test_the_guide_as_a_page_is_written_here_and_over_no_other_file(levelbook: Type, guide: Path) -> None:
    page = guide.parents[1] / "guide-page.html"
    assert levelbook("export", "html").out == "wrote guide-page.html\n"
    assert page.read_text("utf-8") == levelbook("export", "html", "-o", "-").out
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>") and "data:image/svg+xml;base64," in page.read_text(
        "utf-8"
    )

    assert levelbook("export", "html").code == 0
    page.write_text("<p>by hand</p>", "utf-8")
    said = levelbook("export", "html")
    assert (said.code, page.read_text("utf-8")) == (
        2,
        "<p>by hand</p>",
    ) and "is not a page that levelbook wrote" in said.err
    assert levelbook("export", "html", "-o", str(guide), "--yes").code == 2
    assert levelbook("export", "html", "--yes").code == 0


def test_changes_name_parts_that_were_edited_by_hand_as_their_headings_in_the_guide_do(
    levelbook: Type, guide: Path
) -> None:
    levelbook("seal", "first")
    text = guide.read_text("utf-8")
    guide.write_text(text.replace("## What comes next", "## Our plan"), "utf-8")
    assert "edited: Our plan." in levelbook("diff", "--markdown").out
    levelbook("answer", "1.1", "--note", "Discussed.")
    assert levelbook("seal", "second").code == 0
    assert "edited: Our plan." in levelbook("diff", "first", "second", "--markdown").out


def test_a_guide_that_stayed_where_the_settings_named_it_before_is_not_begun_anew_elsewhere(
    levelbook: Type, guide: Path, folder: Path
) -> None:
    settings = folder / "levelbook.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('guide = "guide.md"', 'guide = "pages/guide.md"'), "utf-8")
    moved = folder / "pages" / "guide.md"
    for command, code in (("guide", 3), ("check", 1), ("seal", 3)):
        said = levelbook(command)
        assert (said.code, moved.exists()) == (code, False)
        assert "The guide is still here, and levelbook.toml names pages/guide.md." in said.out + said.err

    moved.parent.mkdir()
    guide.rename(moved)

    assert levelbook("seal", "first").code == 0
    assert "Call Noor." in moved.read_text("utf-8")

    settings.write_text(text, "utf-8")
    assert levelbook("guide").code == 3, "nor where it was first, once it is elsewhere"


def test_a_guide_that_is_not_up_to_date_is_exit_1(levelbook: Type, guide: Path) -> None:
    levelbook("answer", "1.2", "--level", "2")

    assert levelbook("guide", "--check").code == 1
    assert "book/guide.md: This does not match the answers." in levelbook("check").out


def test_a_seal_says_first_which_edited_blocks_are_behind_the_answers(levelbook: Type, guide: Path) -> None:
    edit(guide, "practice/data.backups", "Our own words.")
    levelbook("answer", "1.1", "--level", "3")

    said = levelbook("seal", "first")
    assert (said.code, said.out.startswith("Sealed edition first, number 1")) == (0, True)
    assert said.err.startswith("book/guide.md: practice/data.backups was edited by hand and is behind the answers. ")
    assert "was edited by hand and is behind the answers" in levelbook("check").out

    assert levelbook("guide", "--take", "mine", "data.backups").code == 0
    levelbook("answer", "1.1", "--note", "The copies are tested each May.")
    assert levelbook("guide", "--take", "mine", "data.backups").code == 0
    settled = levelbook("seal", "second")
    assert (settled.code, "behind" in settled.err) == (0, False)


def test_a_link_that_people_kept_to_a_heading_that_was_renamed_is_named_and_puts_nothing_behind(
    levelbook: Type, guide: Path
) -> None:
    edit(guide, "about", "Our own words.")
    guide.write_text(guide.read_text("utf-8").replace("## If something looks wrong", "## When it burns"), "utf-8")
    levelbook("guide")

    said = "about: the link “If something looks wrong” leads to #if-something-looks-wrong, and the guide has no such "
    now = "“If something looks wrong” is “When it burns” now (#when-it-burns)."
    for words in (["guide"], ["guide", "--status"], ["check"]):
        done = levelbook(*words)
        assert said in done.out and now in done.out and "behind" not in done.out.replace("none behind", "")
        assert done.code == 0

    mended = guide.read_text("utf-8").replace("(#if-something-looks-wrong)", "(#when-it-burns)")
    guide.write_text(mended, "utf-8")
    assert "leads to" not in levelbook("guide", "--status").out + levelbook("check").out


def test_what_people_call_a_link_and_a_heading_cannot_end_the_quotation_marks_around_it(
    levelbook: Type, guide: Path
) -> None:
    edit(guide, "about", "Our own words.")
    text = guide.read_text("utf-8").replace("## If something looks wrong", "## Burns” now. “We sleep")
    end = "<!-- levelbook:end about -->\n"
    guide.write_text(text.replace(end, f"{end}\nSee [here” is right, “there](#gone).\n"), "utf-8")
    levelbook("guide")

    said = levelbook("guide", "--status").out

    assert "the link “here’ is right, ‘there” leads to #gone" in said
    assert "“If something looks wrong” is “Burns’ now. ‘We sleep” now" in said


def test_the_title_that_people_gave_the_guide_cannot_end_the_quotation_marks_around_it(
    levelbook: Type, guide: Path
) -> None:
    ours = "title: Ours” is sealed. “Trust it"
    guide.write_text(re.sub("^title: .*$", ours, guide.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")

    said = levelbook("guide", "--status").out

    assert "The title in the front matter, “Ours’ is sealed. ‘Trust it”, stays, and counts as yours" in said


def test_whoever_wrote_lines_like_short_marks_of_git_themselves_is_told_to_indent_them(
    levelbook: Type, guide: Path
) -> None:
    """A whole conflict is believed, whatever the number of its signs: a real one must never be published."""
    before, indent = guide.read_text("utf-8"), "If somebody wrote these lines themselves, indent them instead."
    own = ("<<< fast", "===", ">>> safe")

    for more, is_told in ((0, True), (4, False), (5, True)):
        lines = "".join(f"{line[0] * more}{line}\n" for line in own)
        guide.write_text(f"{before}\n{lines}", "utf-8")
        said = levelbook("guide")
        assert (said.code, "git left a conflict here." in said.err, indent in said.err) == (3, True, is_told)

    indented = "".join(f"    {line}\n" for line in own)
    guide.write_text(f"{before}\n{indented}", "utf-8")
    assert levelbook("guide").code == 0
    assert indented in guide.read_text("utf-8")


def test_code_that_people_left_open_in_the_guide_is_named_wherever_a_page_is_made_of_it(
    levelbook: Type, guide: Path
) -> None:
    end = "<!-- levelbook:end about -->\n"
    guide.write_text(guide.read_text("utf-8").replace(end, f"{end}\n```sh\nrestart\n"), "utf-8")
    line = guide.read_text("utf-8").split("\n").index("```sh") + 1

    said = (
        f"guide.md:{line}: below about: the code that begins with “```sh” has no end, so what follows is shown as code."
    )
    for words in (["guide"], ["guide", "--status"], ["check"], ["export", "html"], ["seal", "first"]):
        done = levelbook(*words)
        assert (done.code, (done.out + done.err).count(said)) == (0, 1), words

    guide.write_text(guide.read_text("utf-8").replace("restart\n", "restart\n```\n"), "utf-8")
    assert "shown as code" not in levelbook("guide").out + levelbook("check").out


def test_a_new_round_alone_puts_no_edited_block_behind(levelbook: Type, guide: Path) -> None:
    edit(guide, "practice/data.backups", "Our own words.")
    levelbook("seal", "first")
    levelbook("answer", "1.2", "--level", "2")
    levelbook("guide")

    assert "Last reviewed" in levelbook("guide", "--status", "1.1").out
    assert levelbook("guide", "--status").code == 0
    assert "behind" not in levelbook("check").out
    levelbook("answer", "1.1", "--level", "3")
    assert levelbook("guide", "--status").code == 1


def test_an_edited_block_is_kept_falls_behind_and_is_settled(levelbook: Type, guide: Path) -> None:
    block = "practice/data.backups"
    assert levelbook("guide", "--status").out == "yours   trouble\n"
    edit(guide, block, "Our own words.")
    assert levelbook("guide", "--status").out == f"edited  {block}\nyours   trouble\n"
    shown = levelbook("guide", "--status", "1.1")
    assert (shown.code, "[-Our own words.-]" in shown.out) == (0, True)
    assert levelbook("guide", "--status", "about").out == "Nobody has edited about.\n"

    levelbook("answer", "1.1", "--level", "3")
    assert "1 block edited by people and kept as it is, 1 behind: " in levelbook("guide").out
    said = levelbook("guide", "--status")
    assert (said.code, f"behind  {block}" in said.out) == (1, True)
    assert "Our own words." in guide.read_text("utf-8")
    shown = levelbook("guide", "--status", block)
    assert (shown.code, "Behind: " in shown.out) == (1, True)

    refused = levelbook("guide", "--take", "generated", "1.1")
    assert (refused.code, "--yes" in refused.err) == (2, True)
    assert levelbook("guide", "--take", "mine", "data.backups").code == 0
    assert levelbook("guide", "--status").code == 0
    assert levelbook("guide", "--take", "generated", block, "--yes").code == 0
    assert "Our own words." not in guide.read_text("utf-8")


def test_a_part_that_is_left_out_stays_away_is_listed_and_can_be_brought_back(levelbook: Type, guide: Path) -> None:
    text, block = guide.read_text("utf-8"), "practice/data.backups"
    start, end = text.index(f"<!-- levelbook:begin {block} "), text.index(f"<!-- levelbook:end {block} -->\n")
    left_out = f"{text[:start]}<!-- levelbook:omit {block} -->{text[end + len(f'<!-- levelbook:end {block} -->') :]}"
    guide.write_text(left_out, "utf-8")

    levelbook("answer", "1.1", "--level", "3")
    levelbook("guide")
    assert f"levelbook:begin {block} " not in guide.read_text("utf-8")
    assert levelbook("guide", "--check").code == 0
    listed = levelbook("guide", "--status")
    assert (listed.code, f"left out  {block}" in listed.out) == (0, True)
    assert levelbook("guide", "--status", "1.1").out.startswith(f"{block} is left out by a marker in the guide: ")

    for which in (("mine",), ("generated", "--yes")):
        refused = levelbook("guide", "--take", which[0], "1.1", *which[1:])
        assert (refused.code, f"`levelbook guide --bring-back {block}`" in refused.err) == (2, True)
    assert levelbook("guide", "--take", "mine", "about").err.startswith("levelbook: Nobody has edited “about”.")
    assert levelbook("guide", "--bring-back", "2.1").code == 2, "that one was not left out"
    back = levelbook("guide", "--bring-back", "1.1").out
    assert f"levelbook:begin {block} " in guide.read_text("utf-8")
    assert levelbook("guide", "--check").code == 1, "what links to it does not yet"
    assert back == (
        f"{block} is back in the guide.\nThe rest of the guide does not match it yet: `levelbook guide` assembles it.\n"
    )
    levelbook("guide")
    assert levelbook("guide", "--check").code == 0


def test_a_damaged_guide_is_exit_3_with_its_line_until_it_is_repaired(levelbook: Type, guide: Path) -> None:
    text = guide.read_text("utf-8").replace("<!-- levelbook:end practice/data.backups -->\n", "", 1)
    guide.write_text(text, "utf-8")

    for words in (["guide"], ["guide", "--status"], ["guide", "--check"], ["seal"]):
        said = levelbook(*words)
        assert (said.code, said.out) == (3, ""), words
        assert said.err.startswith("levelbook: book/guide.md:")
    assert guide.read_text("utf-8") == text

    assert levelbook("guide", "--repair").code == 0
    assert levelbook("guide").code == 0
    assert levelbook("guide", "--repair").out == "Nothing in the guide is damaged.\n"


def layout_only_changes(text: str) -> str:
    """As a formatter would: other bullets, blank lines inside the markers, and no word another."""
    text = re.sub(r"^- ", "* ", text, flags=re.MULTILINE)
    return re.sub(r"(<!-- levelbook:begin [^>]*>\n)", r"\1\n", text)


def with_digests_of_earlier_versions(text: str) -> str:
    """Markers as a levelbook wrote them that took digests of the text to the letter."""
    for block in parse(text).blocks:
        to_the_letter = hashlib.sha256(without_trailing_blanks(block.text).encode()).hexdigest()[:8]
        text = text.replace(f"begin {block.id} {block.digest} ", f"begin {block.id} {to_the_letter} ")
    return text


def test_a_book_that_a_formatter_froze_before_is_settled_at_once_and_no_word_goes(levelbook: Type, guide: Path) -> None:
    levelbook("seal", "first")
    block = "practice/changes.reviews"
    text = layout_only_changes(with_digests_of_earlier_versions(guide.read_text("utf-8")))
    mine = text.replace(f"<!-- levelbook:end {block} -->", f"Our own words.\n<!-- levelbook:end {block} -->")
    guide.write_text(mine, "utf-8")
    levelbook("answer", "1.1", "--level", "3")
    levelbook("guide")
    frozen = levelbook("guide", "--status").out
    assert "behind  practice/data.backups\n" in frozen and f"  {block}\n" in frozen

    said = levelbook("guide", "--take", "generated", "--layout-only")
    assert said.code == 0
    assert "generated again  practice/data.backups\n" in said.out
    assert said.out.endswith("differed only in layout. 1 block edited by people: `levelbook guide --status`\n")
    assert re.findall(r"(?:behind|edited)  (.*)", levelbook("guide", "--status").out) == [block]
    assert "Our own words." in guide.read_text("utf-8")
    assert levelbook("guide", "--take", "generated", "--layout-only").out.startswith("No block differs only in layout.")


def without_an_end(text: str) -> str:
    """As somebody might who deletes a line too many."""
    return text.replace("<!-- levelbook:end about -->\n", "", 1)


@pytest.mark.parametrize(
    ("of", "search", "change", "words"),
    [
        (HandEdits, "_once_generated", without_an_end, ["--repair"]),
        (merge, "take_layout", layout_only_changes, ["--take", "generated", "--layout-only"]),
    ],
)
def test_a_guide_that_an_editor_saves_while_history_is_searched_is_not_written_over(
    levelbook: Type,
    guide: Path,
    monkeypatch: pytest.MonkeyPatch,
    of: object,
    search: str,
    change: Callable[[str], str],
    words: list[str],
) -> None:
    guide.write_text(change(guide.read_text("utf-8")), "utf-8")
    real = getattr(of, search)

    def searched(*given: Any, **named: Any) -> Any:
        guide.write_text(guide.read_text("utf-8") + "\nSaved meanwhile.\n", "utf-8")
        return real(*given, **named)

    monkeypatch.setattr(of, search, searched)
    said = levelbook("guide", *words)

    assert said.code == 5
    assert "guide.md was not written: somebody has changed it meanwhile." in said.err
    assert guide.read_text("utf-8").endswith("Saved meanwhile.\n")


def test_what_only_a_commit_of_the_guide_proves_to_be_layout_is_settled_too(levelbook: Type, guide: Path) -> None:
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run(["git", *words], check=True)
    guide.write_text(layout_only_changes(with_digests_of_earlier_versions(guide.read_text("utf-8"))), "utf-8")
    levelbook("answer", "1.1", "--level", "3")
    levelbook("guide")
    assert "behind  practice/data.backups\n" in levelbook("guide", "--status").out

    assert "generated again  practice/data.backups\n" in levelbook("guide", "--take", "generated", "--layout-only").out
    assert levelbook("guide", "--status").code == 0


@pytest.mark.parametrize(
    "words", [["--layout-only"], ["--take", "mine", "--layout-only"], ["--take", "generated", "--layout-only", "about"]]
)
def test_layout_only_goes_with_taking_what_is_generated_and_no_block(
    levelbook: Type, guide: Path, words: list[str]
) -> None:
    said = levelbook("guide", *words)

    assert (said.code, "levelbook guide --take generated --layout-only" in said.err) == (2, True)


def test_a_repaired_guide_has_no_block_twice_and_every_human_line(levelbook: Type, guide: Path) -> None:
    levelbook("seal", "first")
    sound = guide.read_text("utf-8")
    end = "<!-- levelbook:end practice/data.backups -->"
    harmed = sound.replace(end, f"{end}\n\nThe tapes are in room 4.").replace(f"\n\n{end}", f" {end}")
    harmed = re.sub(r"(begin rules) [0-9]{10}", r"\g<1>", harmed)
    guide.write_text(f"Our contents.\n\n{harmed}", "utf-8")

    refused = levelbook("guide")
    assert refused.code == 3
    for words in (
        "book/guide.md:3: the guide's front matter begins here, below other text",
        "the end of “practice/data.backups” is joined with a line of text",
        "the digest in this marker of “rules” is spoilt or gone",
    ):
        assert words in refused.err
    assert levelbook("guide", "--repair").out.startswith("Repaired: every line that people wrote is kept.")
    assert levelbook("guide").code == 0
    assert levelbook("guide", "--status").out.startswith("yours   trouble")
    repaired = guide.read_text("utf-8")
    for line in ("Our contents.\n", "The tapes are in room 4.\n"):
        assert repaired.count(line) == 1
        repaired = repaired.replace(f"{line}\n", "")
    assert repaired == sound


def test_right_after_a_seal_comparing_says_what_the_seal_moved(levelbook: Type, guide: Path) -> None:
    levelbook("seal", "first")
    assert "No level, target, question or proof changed." in levelbook("diff").out, "there is none before it"
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "second")

    assert levelbook("diff", "--markdown").out == levelbook("diff", "first", "second", "--markdown").out
    assert [levelbook("diff", "--json").json[end] for end in ("from", "to")] == ["first", "second"]
    assert "Overall from first to second" in levelbook("explain", "overall", "--to", "now").out

    levelbook("answer", "1.2", "--level", "1")
    assert [levelbook("diff", "--json").json[end] for end in ("from", "to")] == ["second", "now"]


def test_sealing_when_nothing_changed_makes_no_other_edition(levelbook: Type, guide: Path, folder: Path) -> None:
    levelbook("seal", "first")

    for words in (["seal"], ["seal", "first"], ["seal", "second"]):
        said = levelbook(*words)
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith("Nobody has changed anything since edition first, so no ")
    assert [path.name for path in (folder / "editions").iterdir()] == ["first"]

    text = guide.read_text("utf-8")
    guide.write_text(text.replace("<!-- levelbook:end rules -->\n", "<!-- levelbook:end rules -->\n\nOurs.\n"), "utf-8")
    assert "Sealed edition second" in levelbook("seal", "second").out, "what people write in the guide is a change"


def test_an_edition_keeps_who_signed_it_and_nobody_signs_it_later(levelbook: Type, guide: Path, folder: Path) -> None:
    signed = levelbook("seal", "first", "--signed-by", "Noor", "--signed-by", "H. Lindqvist", "--signed-by", " noor")

    assert signed.out.startswith("Sealed edition first, number 1, signed by Noor and H. Lindqvist, in ")
    for name in ("guide.md", "record.md", "editions/first/guide.md", "editions/first/record.md"):
        assert "signed by Noor and H. Lindqvist" in (folder / name).read_text("utf-8"), name
    assert levelbook("guide", "--check").code == 0
    assert "Noor and H. Lindqvist" in levelbook("editions").out
    assert json.loads(levelbook("editions", "--json").out)[0]["signed_by"] == ["Noor", "H. Lindqvist"]

    again = levelbook("seal", "--signed-by", "noor")
    assert (again.code, again.out.startswith("Nobody has changed anything since edition first")) == (0, True)
    late = levelbook("seal", "--signed-by", "Ana", "--signed-by", "Noor")
    assert late.code == 2 and "and Ana did not sign it: a sealed edition cannot be changed." in late.err
    assert [path.name for path in (folder / "editions").iterdir()] == ["first"]

    levelbook("answer", "1.1", "--level", "3")
    levelbook("seal", "second")
    assert "signed" not in guide.read_text("utf-8").partition("## Our rules")[0], "nobody signed this one"
    assert json.loads(levelbook("editions", "--json").out)[1]["signed_by"] == []


def test_the_teams_own_part_is_pointed_at_until_somebody_has_written_in_it(levelbook: Type, new_guide: Path) -> None:
    assert levelbook("guide").out.endswith(f"{TO_FILL} Write it there.\n")
    checked = levelbook("check")
    assert checked.code == 0 and TO_FILL in checked.out, "a notice fails nothing"
    assert TO_FILL in levelbook().out
    status = levelbook("guide", "--status")
    assert status.code == 0 and "to fill  trouble\n         **Not filled in yet.**" in status.out

    fill_in(new_guide, "Call Noor.")

    assert levelbook("guide", "--check").code == 0, "what people write there is no other guide"
    for words in (["guide"], ["check"], [], ["guide", "--status"], ["seal", "first"]):
        said = levelbook(*words).out
        assert TO_FILL not in said and "to fill" not in said, words
    assert levelbook("guide", "--status").out == "yours   trouble\n"
    assert "Call Noor." in new_guide.read_text("utf-8")
    assert "trouble is yours" in levelbook("guide", "--status", "trouble").out


def test_a_commit_that_a_hook_refused_is_made_up_for_by_the_next_seal(
    levelbook: Type, guide: Path, folder: Path
) -> None:
    root = guide.parent.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    refused = levelbook("seal", "first", "--commit")
    assert refused.code == 5 and "no second edition is made" in refused.err
    hook.unlink()

    said = levelbook("seal", "--commit")

    assert (
        said.code == 0 and "Nobody has changed anything since edition first" in said.out and "Committed as " in said.out
    )
    log = subprocess.run(["git", "log", "--format=%s"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert log == "Retail: edition first\n"
    assert [path.name for path in (folder / "editions").iterdir()] == ["first"]
    assert "It is committed already." in levelbook("seal", "--commit").out


FORMATTER = """#!/bin/sh
# Formats what is staged with a real formatter, as formatter hooks do; what .spared names is left alone.
files=$(git diff --cached --name-only --diff-filter=ACM | grep -v -E "$(cat .spared)" | grep '[.]md$')
[ -z "$files" ] || {python} -m mdformat $files
{then}
"""
REFUSES = "git diff --quiet || {{ echo 'files were modified by this hook' >&2; exit 1; }}"
ADDS = "git add --update"


@pytest.mark.parametrize("then", [REFUSES, ADDS], ids=["refuses", "adds"])
def test_beside_a_hook_that_formats_a_second_try_commits_the_same_edition(
    levelbook: Type, guide: Path, folder: Path, then: str
) -> None:
    root = guide.parent.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".spared").write_text("^$", "utf-8")
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(FORMATTER.format(python=sys.executable, then=then.format()), "utf-8")
    hook.chmod(0o755)
    levelbook("seal", "first")
    sealed = {path: path.read_bytes() for path in folder.rglob("editions/**/*") if path.is_file()}

    said = levelbook("seal", "--commit")

    assert said.code == 5, said.out + said.err
    assert "A commit hook rewrote sealed files: book/editions/first/guide.md" in said.err
    assert "“exclude: ^book/(editions|questionnaires)/”" in said.err and "commits the same edition" in said.err
    assert {path: path.read_bytes() for path in folder.rglob("editions/**/*") if path.is_file()} == sealed
    again = levelbook("seal", "--commit")
    assert again.code == 5, "nobody has excluded anything"
    (root / ".spared").write_text("^book/(editions|questionnaires)/", "utf-8")
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    done = levelbook("seal", "--commit")
    if done.code:  # the guide outside editions was formatted, as the team wants it
        done = levelbook("seal", "--commit")
    assert done.code == 0, done.out + done.err
    assert "Nobody has changed anything since edition first" in done.out
    assert [path.name for path in (folder / "editions").iterdir()] == ["first"]
    held = subprocess.run(["git", "ls-files", "book/editions"], cwd=root, capture_output=True, text=True, check=True)
    for name in held.stdout.split():
        shown = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=root, capture_output=True, check=True).stdout
        assert shown == sealed[folder.parent / name], name
    assert levelbook("check").code == 0


def test_a_hook_that_rewrites_files_beside_the_commit_changes_no_edition(levelbook: Type, guide: Path) -> None:
    root = guide.parent.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho more >> book/editions/first/guide.md\n", "utf-8")
    hook.chmod(0o755)

    said = levelbook("seal", "first", "--commit")

    assert said.code == 0 and "Committed as " in said.out
    assert not (root / "book/editions/first/guide.md").read_text("utf-8").endswith("more\n")
    assert "altered" not in levelbook("diff", "first").err


def test_an_edition_that_a_hook_sweeps_away_is_put_back_whole(levelbook: Type, guide: Path) -> None:
    root = guide.parent.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nrm -r book/editions\ngit add --all\n", "utf-8")
    hook.chmod(0o755)

    said = levelbook("seal", "first", "--commit")

    assert said.code == 5 and "A commit hook rewrote sealed files: book/editions/first/" in said.err
    hook.unlink()
    assert levelbook("seal", "--commit").code == 0
    assert levelbook("check").code == 0
    assert levelbook("diff", "first").code == 0


def test_what_moved_between_two_sealed_editions_is_told_alike_whatever_is_edited_or_renamed_since(
    levelbook: Type, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("seal", "first")
    edit(guide, "practice/data.backups", "Ask Noor first.")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "second")
    told = levelbook("diff", "first", "second", "--markdown").out
    assert "edited and behind: Backups" in told and told.startswith("# Retail, ")

    edit(guide, "standing", "We are fine.")
    levelbook("guide", "--take", "generated", "practice/data.backups")
    settings = guide.parent / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('team = "Retail"', 'team = "Tills"'), "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((clock.now() + timedelta(days=400)).timestamp())))
    assert levelbook("diff", "first", "second", "--markdown").out == told


def test_a_check_names_an_edition_that_says_it_was_sealed_before_the_one_it_followed(
    levelbook: Type, guide: Path
) -> None:
    for name, level in (("first", "1"), ("second", "2")):
        levelbook("answer", "1.1", "--level", level)
        levelbook("seal", name)
    path = guide.parent / "editions/second/edition.toml"
    text = re.sub(r"sealed_(at|on) = \d{4}", r"sealed_\1 = 1999", path.read_text("utf-8"))
    path.write_text(text, "utf-8")

    said = levelbook("check").out
    assert re.search(r"editions/second/edition.toml: sealed_at: This was sealed on \d+ \w+ 1999", said)
    assert "before “first” of " in said

    path.write_text(text.replace("= 1999-", "= 9998-"), "utf-8")
    assert "a day in the future" in levelbook("check").out


def test_words_of_people_have_no_effect_in_a_pull_request_or_a_commit(levelbook: Type, guide: Path) -> None:
    root = guide.parent.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    reason = "closes #77 per @octocat, see GH-3 and owner/repo#4"
    levelbook("seal", "first")
    accepted = ("--accept", "1", "--until", "2099-12-31", "--because", reason, "--accepted-by", "@org/team")
    levelbook("answer", "1.1", "--level", "1", *accepted)
    levelbook("seal", "second", "--commit")

    for text in (levelbook("diff", "--markdown").out, (root / "book/editions/second/changes.md").read_text("utf-8")):
        assert "closes `#77` per `@octocat`, see `GH-3` and `owner/repo#4`" in text
    log = subprocess.run(["git", "log", "--format=%B"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "closes # 77 per @ octocat, see GH 3 and owner/repo# 4" in log


def test_a_name_with_capitals_is_refused_with_the_reason(levelbook: Type, guide: Path) -> None:
    said = levelbook("seal", "Q1")

    assert said.code == 2 and "“Q1” has capitals" in said.err and "Name it q1." in said.err


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["guide", "--check", "--status"], "cannot be used together"),
        (["guide", "--take", "mine"], "--take needs a BLOCK"),
        (["guide", "about"], "goes with --take, --bring-back or --status"),
        (["guide", "--status", "abuot"], "Did you mean “about”?"),
        (["guide", "--take", "mine", "abuot"], "Did you mean “about”?"),
        (["guide", "--take", "theirs", "about"], "'mine'"),
        (["seal", "now"], "not “now”"),
        (["seal", "A Name"], "For example"),
        (["seal", "../x"], "For example"),
        (["diff"], "levelbook seal"),
        (["diff", "2026-01-01"], "levelbook seal"),
        (["diff", "--json", "--guide"], "cannot be used together"),
        (["check", "--min-attainment", "60"], "from 0 to 1"),
        (["check", "--min-attainment", "nan"], "from 0 to 1"),
        (["check", "--max-age", "-1"], "-1"),
        (["check", "--max-stale", "few"], "'few'"),
    ],
)
def test_what_cannot_be_meant_is_exit_2(levelbook: Type, guide: Path, words: list[str], remedy: str) -> None:
    said = levelbook(*words)

    assert (said.code, said.out) == (2, "")
    assert remedy in said.err


def test_nothing_is_sealed_before_the_first_answer(levelbook: Type, folder: Path) -> None:
    said = levelbook("seal")

    assert (said.code, "No practice is answered yet" in said.err) == (2, True)
    assert not (folder / "editions").exists()


def test_editions_are_made_listed_and_compared(levelbook: Type, guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    assert "Sealed edition 2026-11-22, number 1, in book/editions/2026-11-22." in levelbook("seal").out
    levelbook("answer", "1.1", "--level", "1")
    sealed = levelbook("seal")

    assert "Sealed edition 2026-11-22-2, number 2" in sealed.out
    assert "worse               Backups: 2 to 1" in sealed.out
    assert [line.split()[:2] for line in levelbook("editions").out.splitlines()[1:]] == [
        ["1", "2026-11-22"],
        ["2", "2026-11-22-2"],
    ]
    between = levelbook("diff", "2026-11-22", "2026-11-22-2").out
    assert between.startswith("From 2026-11-22 to 2026-11-22-2: level 2.0 (")
    assert "Like for like, on 1 practice answered both times: −1.0." in between
    assert levelbook("diff").out == between, "right after a seal, what it moved is what people want to know"
    assert "No level, target, question or proof changed." in levelbook("diff", "2026-11-22-2").out
    assert "Did you mean “2026-11-22-2”? It is the last one sealed by then." in levelbook("diff", "2026-11-23").err
    assert levelbook("diff", "2026-11-22", "now", "--markdown").out.startswith("# Retail")
    assert "Backups" in levelbook("diff", "2026-11-22", "--guide").out


def test_a_day_without_an_edition_names_those_sealed_before_and_after_it(
    levelbook: Type, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, day in (("spring", "2027-03-30"), ("summer", "2027-06-30")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(f"{day}T12:00Z").timestamp())))
        levelbook("answer", "1.2", "--level", "1" if name == "spring" else "2")
        assert levelbook("seal", name).code == 0

    def told(day: str) -> str:
        return levelbook("explain", "overall", "--from", day).err

    assert "“spring” is the last one sealed by then, “summer” the first one after." in told("2027-06-29")
    assert "“spring” is the last one sealed by then, “summer” the first one after." in told("2027-4")
    assert "Did you mean “summer”? It is the last one sealed by then." in told("2027-07-03")
    assert "Did you mean “spring”? It is the first one sealed after." in told("2027-01-31")
    assert "There are: spring, summer." in told("2027-06-31"), "no such day"


def test_lines_and_markdown_name_the_same_changes(levelbook: Type, guide: Path) -> None:
    levelbook("answer", "1.2", "--level", "1")
    in_two_years = f"{clock.now().year + 2}-06-01"  # so far away that lines too say which year
    levelbook("seal", "first")
    levelbook(
        "answer",
        "1.1",
        "--level",
        "1",
        "--accept",
        "1",
        "--until",
        in_two_years,
        "--because",
        "later",
        "--accepted-by",
        "Lin",
    )
    levelbook("answer", "1.2", "--unsure", "--ask-whom", "Tom")

    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", unpadded(levelbook("diff", "--markdown").out), re.MULTILINE
    )
    assert rows.pop(0)[0] == "What", "the head of the table"
    lines = levelbook("diff").out.splitlines()

    assert [row[:2] for row in rows] == [
        ("worse", "Backups"),
        ("not known", "Restoring"),
        ("risk accepted", "Backups"),
    ]
    for kind, title, old, new in rows:
        assert any(line.startswith(f"  {kind:18}  {title}: {old} to {new.removeprefix('target ')}") for line in lines)


def test_the_guides_compared_mark_changed_words_and_show_hostile_ones_as_words(levelbook: Type, guide: Path) -> None:
    levelbook("seal", "first")
    text = guide.read_text("utf-8")
    end = "<!-- levelbook:end rules -->\n"
    assert end in text
    guide.write_text(text.replace(end, f"{end}\nOur \x1b]0;title\x07 note [/].\n"), "utf-8")
    levelbook("guide")
    said = levelbook("diff", "first", "--guide").out

    assert "changed: rules" in said
    assert "{+Our ␛]0;title␇ note [/].+}" in said


def test_sealing_can_make_a_commit_whose_message_says_what_moved(levelbook: Type, guide: Path) -> None:
    root = guide.parent.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "1")

    said = levelbook("seal", "second", "--commit")

    log = subprocess.run(["git", "log", "--format=%s%n%b"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "Committed as " in said.out
    assert log.startswith(
        "Retail: edition second, claimed level 2.0 to 1.0\n**Look here first:** one practice got worse."
    )
    assert "Backups" in log


def test_check_limits_what_a_team_lets_pass(
    levelbook: Type, guide: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    levelbook("answer", "1.1", "--evidence", "documented=old@2025-01-01", "--step", "Write", "--step-due", "2026-11-01")
    levelbook("seal")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795348800 + 10 * 86_400))

    said = levelbook("check")
    assert said.code == 0, said.out
    assert "note: data.backups: “Write” was due on 1 November 2026 (nobody)." in said.out, "late steps are only told"
    for words, finding in (
        (["--min-attainment", "0.5"], "is reached; at least 50% is required."),
        (["--max-age", "9"], "Edition 2026-11-22 is 10 days old; the limit is 9."),
        (
            ["--max-age", "9"],
            "ask`: 1 answer is not confirmed in this round and 2 practices are not settled. Then `levelbook seal` ",
        ),
        (["--max-stale", "0"], "The evidence of 1 practice has expired: data.backups."),
    ):
        found = levelbook("check", *words)
        assert (found.code, finding in found.out, found.err) == (1, True, ""), found.out
    assert levelbook("check", "--min-attainment", "0", "--max-age", "10", "--max-stale", "1").code == 0


def test_a_round_that_is_due_and_wholly_reviewed_only_has_to_be_sealed(
    levelbook: Type, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    levelbook("seal")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795348800 + 10 * 86_400))
    for number in ("1.1", "1.2", "2.1"):
        levelbook("answer", number, "--level", "2")

    said = levelbook("check", "--max-age", "9").out

    assert "the limit is 9. Everything is reviewed: `levelbook seal` makes an edition.\n" in said


def test_check_finds_an_altered_edition_and_what_was_edited_outside(levelbook: Type, guide: Path, folder: Path) -> None:
    levelbook("seal", "first")
    record = folder / "editions" / "first" / "record.md"
    record.write_text(record.read_text("utf-8") + "more\n", "utf-8")
    answers = folder / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace("level = 2\n", "level = 3\n"), "utf-8")

    edition = folder / "editions" / "first" / "edition.toml"
    card = edition.with_name("scorecard.json")
    sealed = card.read_text("utf-8")
    new = sealed.replace('"level":2.0', '"level":3.0', 1)
    card.write_text(new, "utf-8")
    text = edition.read_text("utf-8").replace(digest(sealed), digest(new))
    edition.write_text(text.replace(str(meaning(card.name, sealed)), str(meaning(card.name, new))), "utf-8")

    said = levelbook("check")

    assert said.code == 1
    assert "editions/first/record.md" in said.out
    other = "first computed again has other figures than it was sealed with: level 3.0 then, 2.0 now."
    assert f"editions/first/scorecard.json: overall: {other}" in said.out
    compared = levelbook("diff", "first").err
    assert other in compared and "Edition first was altered after it was sealed (record.md)." in compared
    assert "book/answers.toml: data.backups" in said.out.replace("answers.data", "data")
    assert "`levelbook answer data.backups --confirm`" in said.out


def test_an_edition_that_cannot_be_read_keeps_nobody_from_the_others(
    levelbook: Type, guide: Path, folder: Path
) -> None:
    for name in ("first", "second", "third", "fourth", "fifth"):
        levelbook("answer", "1.1", "--level", "1" if name == "first" else "2")
        levelbook("seal", name)
    path = folder / "editions"
    sealed = (path / "second" / "edition.toml").read_text("utf-8")
    (path / "second" / "edition.toml").write_text(sealed.replace("format = 2", "format = 9"), "utf-8")
    (path / "third" / "edition.toml").write_text("format = 1\nnumber = false\n", "utf-8")
    (path / "fourth").rename(path / "other")
    (path / "fifth" / "answers.toml").unlink()
    shutil.copytree(path / "first", path / "copy")
    guide_text = guide.read_text("utf-8")

    said = levelbook("check")
    assert said.code == 1
    for words in (
        "editions/second/edition.toml: format: This file has format 9, from a newer levelbook",
        "editions/third/edition.toml:2: number: This is false",
        "“fourth”, in a folder of another name. Rename the folder to fourth.",
        "editions/fifth/answers.toml: This file is missing. Restore it from git.",
        "a copy of the one in book/editions/first. Move the folder copy elsewhere.",
    ):
        assert words in said.out, said.out
    listed = levelbook("editions")
    assert (listed.code, len(listed.out.splitlines()), "from a newer levelbook" in listed.err) == (3, 2, True)
    moved = levelbook("diff", "first", "now")
    assert (moved.code, "better              Backups: 1 to 2" in moved.out) == (0, True)
    assert levelbook("answer", "1.2", "--level", "1").code == 0
    for words_ in (["guide"], ["seal"], ["diff", "second", "now"]):
        refused = levelbook(*words_)
        assert (refused.code, "from a newer levelbook" in refused.err) == (3, True), words_
    assert guide.read_text("utf-8") == guide_text


def test_an_edition_that_is_gone_is_missed_by_the_one_that_followed_it(
    levelbook: Type, guide: Path, folder: Path
) -> None:
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "3")
    levelbook("seal", "second")
    shutil.rmtree(folder / "editions" / "first")

    said = levelbook("check")

    assert said.code == 1
    assert "book/editions/first: The edition “first” is not there, but answers were confirmed after it." in said.out
    assert said.out.endswith("\n1 problem found.\n"), "what follows from it is no problem of its own"
    assert levelbook("diff").code == 0, "what is left is still of use"


def test_questionnaires_are_listed_shown_checked_and_begun(levelbook: Type, folder: Path) -> None:
    assert "genai-security" in levelbook("questionnaire", "list").out
    assert "1.2 Restoring" in levelbook("questionnaire", "show", "./questions").out
    assert levelbook("questionnaire", "check", "./questions").code == 0

    begun = levelbook("questionnaire", "new", "cloud")
    assert (begun.code, levelbook("questionnaire", "check", "./cloud").code) == (0, 0)
    assert levelbook("questionnaire", "new", "cloud").code == 2
    assert "Give one with --id" in levelbook("questionnaire", "new", "My Cloud").err
    named = levelbook("questionnaire", "new", "My Cloud", "--id", "cloud", "--title", "Cloud")
    assert (named.code, "`levelbook questionnaire check './My Cloud'`" in named.out) == (0, True)
    assert "`levelbook template check 'My house'`" in levelbook("template", "new", "My house").out

    broken = Path("cloud/questionnaire.toml")
    broken.write_text(
        broken.read_text("utf-8").replace("default_target", "default_targte").replace("level = 3", "level = 9")
    )
    found = levelbook("questionnaire", "check", "cloud")
    assert (found.code, found.err) == (1, "")
    assert "Did you mean “default_target”?" in found.out and "2 problems found." in found.out
    shown = levelbook("questionnaire", "show", "./cloud")
    assert (shown.code, shown.out, "levelbook questionnaire check ./cloud" in shown.err) == (3, "", True)


def test_a_questionnaire_is_shown_with_its_facts_where_it_has_any(levelbook: Type, folder: Path) -> None:
    Path("table.csv").write_text("section,title,question,0,1\nAccess,Logins,Who can log in?,Anybody,We do\n", "utf-8")
    assert levelbook("questionnaire", "import", "csv", "table.csv", "table").code == 0

    assert "\nFacts\n" in levelbook("questionnaire", "show", "./questions").out
    assert "Facts" not in levelbook("questionnaire", "show", "./table").out


def test_schemas_are_json_one_or_all_or_into_files(levelbook: Type, folder: Path) -> None:
    schemas = levelbook("questionnaire", "schema").json

    assert "section" in schemas
    assert levelbook("questionnaire", "schema", "section").json == schemas["section"]
    assert "Did you mean “section”?" in levelbook("questionnaire", "schema", "sectoin").err
    levelbook("questionnaire", "schema", "--into", "schemas")
    written = {path.name.partition(".")[0]: json.loads(path.read_text("utf-8")) for path in Path("schemas").iterdir()}
    assert written == schemas


def test_the_demo_builds_beside_what_is_there_and_never_into_it(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    said = levelbook("demo")

    assert (said.code, said.err) == (0, "")
    assert "levelbook-demo/guide.md" in said.out and "better" in said.out
    again = levelbook("demo")
    assert (again.code, "Give another folder" in again.err) == (2, True)
    assert levelbook("-C", "levelbook-demo", "check").code == 0
    shutil.rmtree("levelbook-demo")


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(levelbook: Type, folder: Path) -> None:
    who = "Bo Ash Jr."
    levelbook("answer", "1.1", "--level", "1", "--owner", who, "--step", "Ask Bo Jr.", "--step-owner", who)
    levelbook("answer", "1.2", "--unsure", "--ask-whom", who)
    close = ("--take-on", "2.1=Ask twice.", "--owner", who, "--evidence", "1.1=The log.", "--who", who, "--yes")

    said = levelbook("sitting", "begin", "--participant", who).out
    said += levelbook("ask", given=f"close\n2.1 Look\n{who}\n\n-1\n\n").out + levelbook("sitting", "close", *close).out
    said += levelbook("sitting").out + levelbook("seal", "first", "--signed-by", who).out
    pages = [path.read_text("utf-8") for path in sorted(folder.rglob("*.md"))]

    assert f"2.1 Reviews: Look – {who}\n" in said
    for words in (f"; owner {who}_", f", signed by {who}\n"):
        assert any(words in page for page in pages), words
    assert not re.findall(r".*Jr\.\..*", "\n".join([said, *pages]))
