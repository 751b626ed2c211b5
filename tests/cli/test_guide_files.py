"""A guide file that cannot be one: every command says so in a clear word, and nothing is lost or changed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import Type

COMMANDS = (
    ("guide",),
    ("guide", "--status"),
    ("guide", "--take", "generated", "about", "--yes"),
    ("guide", "--repair"),
    ("export", "html"),
    ("seal",),
)


def not_utf_8(guide: Path) -> None:
    guide.write_bytes(guide.read_bytes() + b"caf\xe9\n")


def a_folder(guide: Path) -> None:
    guide.unlink()
    guide.mkdir()
    (guide / "mine.md").write_text("human words")


def a_link(guide: Path) -> None:
    elsewhere = guide.parents[1] / "elsewhere.md"
    shutil.move(guide, elsewhere)
    guide.symlink_to(elsewhere)


def a_link_to_itself(guide: Path) -> None:
    guide.unlink()
    guide.symlink_to(guide.name)


def another_teams(guide: Path) -> None:
    guide.write_text(guide.read_text("utf-8").replace("team: Retail", "team: Payments"), "utf-8")


def of_another_questionnaire(guide: Path) -> None:
    guide.write_text(guide.read_text("utf-8").replace("questionnaire: small ", "questionnaire: cloud "), "utf-8")


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def emptied(guide: Path) -> None:
    guide.write_text("\ufeff\n", "utf-8")


def a_pointer(guide: Path) -> None:
    guide.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "utf-8")


def without_comments(guide: Path) -> None:
    guide.write_text(re.sub("<!--.*-->", "", guide.read_text("utf-8")), "utf-8")


def fifty_megabytes(guide: Path) -> None:
    with guide.open("ab") as file:
        file.write(b"human words, many of them.\n" * 2_000_000)


def everything(folder: Path) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file():
            found[str(path)] = path.read_bytes()
    return found


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (not_utf_8, "This file is not UTF-8: byte"),
        (a_folder, "This is a folder. Move it away."),
        (a_link, "This is a symbolic link"),
        (a_link_to_itself, "This is a symbolic link"),
        (another_teams, "This guide is of another team, by its first lines: “Payments”, and not “Retail”."),
        (
            of_another_questionnaire,
            "This guide is of another questionnaire, by its first lines: “cloud”, and not “small”.",
        ),
        (emptied, "The guide is empty. Restore it from git; or remove the file, and `levelbook guide` assembles a new"),
        (zeroed, "The guide holds zero bytes in the place of words, as after a power cut. Restore it from git"),
        (a_pointer, "This is a pointer of Git LFS, and not the guide itself. `git lfs pull` brings the guide."),
        (without_comments, "The guide has lost its markers, so its parts cannot be told from what people wrote."),
        (fifty_megabytes, "it has more than 32 MB"),
    ],
)
def test_a_guide_that_cannot_be_one_is_refused_and_stays_as_it_is(
    levelbook: Type, folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    assert levelbook("guide").code == 0
    spoil(folder / "guide.md")
    before = everything(folder.parent)

    for command in COMMANDS:
        given = levelbook(*command)
        assert (given.code, given.out) == (3, ""), command
        assert given.err.startswith("levelbook: book/guide.md: ") and said in given.err

    assert everything(folder.parent) == before


def test_a_page_that_people_began_gets_its_parts_and_a_repaired_one_gets_them_again(
    levelbook: Type, folder: Path
) -> None:
    guide = folder / "guide.md"
    guide.write_text("# Our words\n", "utf-8")
    said = "guide.md: This page has none of the guide's parts. `levelbook guide` adds them; what people wrote stays."
    for command in ("check",), ("guide", "--check"):
        looked = levelbook(*command)
        assert looked.code == 1 and said in looked.out and "earlier levelbook" not in looked.out
    assert levelbook("guide").code == 0 and "levelbook:begin about" in guide.read_text("utf-8")

    guide.write_text(guide.read_text("utf-8").replace("<!-- ", "<!--"), "utf-8")
    assert levelbook("guide", "--repair", "--yes").code == levelbook("guide").code == 0
    assert "\n<!-- levelbook:begin about" in guide.read_text("utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no such permissions")
def test_a_guide_that_may_not_be_written_is_said_and_stays_as_it_is(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")
    levelbook("answer", "1.1", "--level", "1")
    (folder / "guide.md").chmod(0o444)
    before = everything(folder)

    for command in (("guide",), ("guide", "--take", "generated", "about", "--yes"), ("seal",)):
        given = levelbook(*command)
        assert given.code == 5
        assert "book/guide.md was not written: the file is read-only." in given.err

    assert everything(folder) == before
    assert levelbook("guide", "--status").code == 0


def test_the_title_that_levelbook_wrote_follows_the_settings_also_where_people_renamed_the_heading(
    levelbook: Type, folder: Path
) -> None:
    settings, guide = folder / "levelbook.toml", folder / "guide.md"
    own = settings.read_text("utf-8")
    settings.write_text(f'{own}\nabout = "Beta"\n', "utf-8")
    levelbook("guide")
    text = guide.read_text("utf-8")
    guide.write_text(text.replace("# Working safely on Beta", "# Our house rules"), "utf-8")
    settings.write_text(f'{own}\nabout = "Gamma"\n', "utf-8")
    levelbook("guide")
    said = guide.read_text("utf-8")
    assert "title: Working safely on Gamma\n" in said and "# Our house rules" in said

    guide.write_text(said.replace("title: Working safely on Gamma", "title: Our own"), "utf-8")
    settings.write_text(f'{own}\nabout = "Delta"\n', "utf-8")
    levelbook("guide")
    assert "title: Our own\n" in guide.read_text("utf-8")


def test_status_tells_a_title_that_levelbook_does_not_know_for_its_own_and_how_it_is_written_again(
    levelbook: Type, folder: Path
) -> None:
    settings, guide = folder / "levelbook.toml", folder / "guide.md"
    settings.write_text(settings.read_text("utf-8") + '\nabout = "Gamma"\n', "utf-8")
    levelbook("guide")
    assert "title" not in levelbook("guide", "--status").out
    own = guide.read_text("utf-8")
    stuck = own.replace("title: Working safely on Gamma", "title: Working safely on Beta").replace(
        "# Working safely on Gamma", "# Our house rules"
    )
    guide.write_text(stuck, "utf-8")
    levelbook("guide")
    said = levelbook("guide", "--status")
    assert (said.code, "“Working safely on Beta”, stays, and" in said.out) == (0, True)
    assert "levelbook's own would be “Working safely on Gamma”" in said.out

    guide.write_text(guide.read_text("utf-8").replace("title: Working safely on Beta\n", "", 1), "utf-8")
    levelbook("guide")
    assert "title: Working safely on Gamma\n" in guide.read_text("utf-8")
    assert "title" not in levelbook("guide", "--status").out


def test_check_points_at_a_title_that_only_levelbook_can_read(levelbook: Type, folder: Path) -> None:
    levelbook("guide")
    guide = folder / "guide.md"
    title = next(line for line in guide.read_text().splitlines() if line.startswith("title:"))
    place = guide.read_text().splitlines().index(title) + 1
    guide.write_text(guide.read_text().replace(title, "title: Ask Alder: how we work", 1))

    said = levelbook("check")

    assert said.code == 0
    assert f"guide.md:{place}: title: This line is not valid YAML" in said.out


def test_charts_that_have_no_folder_to_go_to_are_said_before_anything_is_written(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    (folder / "charts").symlink_to("nowhere/charts")
    before = everything(folder)

    said = levelbook("guide")

    assert (said.code, "charts is a symbolic link" in said.err) == (3, True), said.err
    assert everything(folder) == before


def test_a_team_that_was_renamed_keeps_its_guide(levelbook: Type, folder: Path) -> None:
    """An edition knows the old name; before the first one, whoever renames the team says so in the guide as well."""
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")
    settings, guide = folder / "levelbook.toml", folder / "guide.md"
    settings.write_text(settings.read_text("utf-8").replace('"Retail"', '"Shops"'), "utf-8")
    assert levelbook("guide").code == 3
    guide.write_text(guide.read_text("utf-8").replace("team: Retail", "team: Shops"), "utf-8")
    assert levelbook("guide").code == 0

    levelbook("seal")
    settings.write_text(settings.read_text("utf-8").replace('"Shops"', '"Stores"'), "utf-8")
    assert levelbook("guide").code == 0
    assert "team: Stores" in guide.read_text("utf-8")


def test_a_block_that_somebody_deleted_is_put_back_and_the_way_to_leave_it_out_is_named(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    guide = folder / "guide.md"
    before, _, rest = guide.read_text("utf-8").partition("<!-- levelbook:begin practice/data.restores")
    after = rest.partition("<!-- levelbook:end practice/data.restores -->\n")[2]
    guide.write_text(before + after, "utf-8")

    said = levelbook("guide").out
    assert "put back, because guide.md no longer had it: practice/data.restores\n" in said
    assert "<!-- levelbook:omit practice/data.restores -->" in said
    assert "put back" not in levelbook("guide").out


def test_a_record_and_a_chart_that_were_there_before_the_book_are_not_replaced(levelbook: Type, folder: Path) -> None:
    (folder / "record.md").write_text("# Our decisions\n\n## In May\n", "utf-8")
    (folder / "charts").mkdir()
    (folder / "charts" / "standing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"></svg>\n', "utf-8")
    levelbook("answer", "1.1", "--level", "2")
    before = everything(folder)

    for command in ("guide",), ("seal", "q1"):
        given = levelbook(*command)
        assert given.code == 3 and given.err.count("levelbook writes a file of this name, and did not write this") == 2
    assert {path: text for path, text in everything(folder).items() if "/questionnaires/" not in path} == before

    (folder / "record.md").rename(folder / "decisions.md")
    (folder / "charts" / "standing.svg").unlink()
    (folder / "charts" / "trend.svg").write_text("<svg></svg>\n", "utf-8")
    assert levelbook("seal", "q1").code == 0
    with (folder / "guide.md").open("a", encoding="utf-8") as guide:
        guide.write("\n![Our trend](charts/trend.svg)\n")
    levelbook("answer", "1.1", "--level", "1")
    given = levelbook("seal", "q2")
    assert given.code == 3 and "book/charts/trend.svg: levelbook writes a file of this name" in given.err


def test_a_chart_that_git_left_in_conflict_is_written_anew(levelbook: Type, folder: Path) -> None:
    chart = folder / "charts" / "standing.svg"
    drawn = []
    for level in ("1", "2"):
        levelbook("answer", "1.1", "--level", level)
        levelbook("guide")
        drawn.append(chart.read_text("utf-8"))
    ours, theirs = drawn
    (folder / "guide.md").unlink()  # which names the charts that levelbook drew for it
    chart.write_text(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n", "utf-8")

    assert levelbook("guide").code == 0
    assert chart.read_text("utf-8") == theirs

    (folder / "guide.md").unlink()
    by_hand = f"<<<<<<< HEAD\n{ours}=======\n<svg></svg>\n>>>>>>> theirs\n"
    chart.write_text(by_hand, "utf-8")
    assert (levelbook("guide").code, chart.read_text("utf-8")) == (3, by_hand)

    levelbook("answer", "1.1", "--clear")
    assert (levelbook("guide").code, chart.read_text("utf-8")) == (0, by_hand)
    chart.write_text(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n", "utf-8")
    assert "charts/standing.svg" in levelbook("check").out
    assert levelbook("guide").code == 0
    assert chart.read_text("utf-8") == ours, "no document shows it any more"
    assert "charts/standing.svg" not in levelbook("check").out


def test_a_record_and_a_chart_of_an_assembly_that_was_cut_short_are_written_again(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")
    (folder / "guide.md").unlink()
    levelbook("answer", "1.1", "--level", "1")
    assert levelbook("guide").code == 0
