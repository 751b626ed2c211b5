"""What a site needs that reads MDX, or that makes the title of the front matter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from levelbook.book.publishing.guide_check import out_of_date
from levelbook.book.publishing.publish import Publisher
from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.guide.keep.blocks import parse
from levelbook.guide.keep.merge import assemble as merged
from levelbook.guide.keep.repairing import repair
from levelbook.guide.write.assemble import assemble
from levelbook.guide.write.site import Site, for_site
from levelbook.store.team_folder import parse_settings
from support import bank
from support.builders import tiny_questionnaire
from support.made_guides import guide_sources, html
from support.small_book import BACKUPS, later, new_book

MDX = Site(markers="mdx")


def set_to(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")


def test_an_address_is_a_link_in_words_and_reads_the_same() -> None:
    text = "See <https://a.example/_x_/y_z?a=1&b=~c>, `<d>` and a < b."

    assert for_site(text, Site()) == text
    assert for_site(text, MDX) == (
        "See [https://a.example/&#95;x&#95;/y_z?a=1&b=&#126;c](https://a.example/_x_/y_z?a=1&b=~c), `<d>` and a &lt; b."
    )
    assert html(for_site(text, MDX)) == html(text)


def test_a_table_stays_padded_where_a_cell_is_written_otherwise() -> None:
    assert for_site("| a     |\n| ----- |\n| 1 < 2 |", MDX) == "| a        |\n| -------- |\n| 1 &lt; 2 |"


def test_nothing_that_mdx_refuses_is_left_in_guide_and_record() -> None:
    answer = Answer(
        level=1,
        note="a < b, <c>, {d} and https://e.example",
        evidence=(Evidence(kind="documented", reference="https://f.example"),),
    )
    made = guide_sources(tiny_questionnaire(1, 2), {"s1.p1": answer})
    documents = assemble(made.current, replace(made.context, site=MDX), bank.template())

    for text in (documents.record, *(block.text for block in documents.blocks)):
        assert "<" not in text and "{" not in text
    assert "[https://f.example](https://f.example)" in documents.record


def test_markers_follow_the_setting_and_nobodys_words_change(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    Publisher(session.state).write()
    path = session.folder.guide_path
    end = f"<!-- levelbook:end practice/{BACKUPS} -->"
    path.write_text(path.read_text("utf-8").replace(end, f"{end}\n\nAsk Noor."), "utf-8")
    before = parse(path.read_text("utf-8"))

    set_to(session.folder.settings_path, 'markers = "mdx"')
    written = Publisher(later(session).state).write()

    text = path.read_text("utf-8")
    assert "<!--" not in text and f"{{/* levelbook:end practice/{BACKUPS} */}}\n\nAsk Noor." in text
    assert parse(text).markers == "mdx" and written.edited == ()
    assert [(one.id, one.notes) for one in parse(text).blocks] == [(one.id, one.notes) for one in before.blocks]
    assert out_of_date(Publisher(later(session).state)) == []


def test_what_mdformat_does_to_a_marker_is_healed_and_repair_keeps_its_kind() -> None:
    made = guide_sources(tiny_questionnaire(1, 1))
    blocks = assemble(made.current, made.context, bank.template()).blocks
    text = merged(None, blocks, {}, markers="mdx").text

    assert merged(text.replace("/*", "/\\*").replace("*/", "\\*/"), blocks, {}).text == text
    assert repair(text.replace("{/* levelbook:end rules */}\n", "", 1), {one.id: [one.text] for one in blocks}) == text


@pytest.mark.parametrize(("where", "title", "heading"), [("both", 1, 1), ("heading", 0, 1), ("front-matter", 1, 0)])
def test_a_site_shows_one_title_where_it_is_to(tmp_path: Path, where: str, title: int, heading: int) -> None:
    session = new_book(tmp_path)
    Publisher(session.state).write()
    set_to(session.folder.settings_path, f'title_in = "{where}"')
    assert not Publisher(later(session).state).write().edited

    text = session.folder.guide_path.read_text("utf-8")

    assert (text.count("\ntitle: "), text.count("\n# ")) == (title, heading)
    assert out_of_date(Publisher(later(session).state)) == []


def test_a_persons_title_stays_where_the_guide_has_no_heading(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    set_to(session.folder.settings_path, 'title_in = "front-matter"')
    Publisher(later(session).state).write()
    path = session.folder.guide_path
    path.write_text(path.read_text("utf-8").replace("\ntitle: ", "\ntitle: Ours, "), "utf-8")

    Publisher(later(session, 1).state).write()

    assert "\ntitle: Ours, " in path.read_text("utf-8")


@pytest.mark.parametrize("line", ['markers = "html5"', 'title_in = "nowhere"'])
def test_other_kinds_are_refused_with_those_there_are(line: str) -> None:
    with pytest.raises(FileIsWrong) as caught:
        parse_settings(f'format = 1\nteam = "A"\n{line}\n', "levelbook.toml")

    assert "html" in str(caught.value) or "heading" in str(caught.value)
