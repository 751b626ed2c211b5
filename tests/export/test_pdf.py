"""Guide and record as PDF: tagged, with their fonts, the same each time, and every text only text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.export_file import edition_source, export_source
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.export import pdf, shown_pictures
from levelbook.export.registry import FORMATS
from levelbook.export.source import ExportSource, GuideFile
from levelbook.guide.keep import blocks
from support.builders import a_book, an_assessment, tiny_questionnaire
from support.looped import each_hostile_text
from support.small_book import BACKUPS, new_book

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")

DOT = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
NOW = an_assessment(tiny_questionnaire(), a_book(tiny_questionnaire(), {}))


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2, note="In the cellar."))
    return session


def written(guide: str, *, pictures: dict[str, bytes] | None = None) -> bytes:
    """The PDF of a guide that says this."""
    file = GuideFile(guide, (pictures or {}).get)
    return pdf.guide(ExportSource(NOW, "Retail", "", lambda: file, lambda: file))


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def fonts(content: bytes) -> list[Any]:
    """The fonts of all pages, down to the font that holds the shapes."""
    named = [font for page in read(content).pages for font in page["/Resources"].get("/Font", {}).values()]
    return [font.get_object()["/DescendantFonts"][0].get_object() for font in named]


@pytest.mark.parametrize(("name", "said"), [("pdf", "Backups"), ("pdf-record", "In the cellar.")])
def test_guide_and_record_are_tagged_with_their_fonts_and_the_same_each_time(
    session: Session, name: str, said: str
) -> None:
    content = FORMATS[name].export(export_source(session.state))

    catalog = read(content).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"].value and "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en"
    assert b"pdfuaid:part>1<" in catalog["/Metadata"].get_object().get_data()
    assert said in words(content)
    assert fonts(content)
    for font in fonts(content):
        assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]), "the font is in the file"
    assert FORMATS[name].export(export_source(session.state)) == content


def test_an_editions_pdf_is_of_what_was_sealed(session: Session) -> None:
    seal(session, "first")
    session.apply(BACKUPS, Edit(note="In the attic."))

    content = FORMATS["pdf-record"].export(edition_source(session.state, "first"))

    assert "In the cellar." in words(content) and "In the attic." not in words(content)
    assert "edition first" in words(content)


NESTED_TOO_DEEP = "> " * 30
"""Typst shows no more quotations in each other."""


@each_hostile_text
def test_what_people_write_is_only_text(text: str) -> None:
    said = f"# Guide\n\nBefore.\n\n{text}\n\nAfter.\n".encode("utf-8", "replace").decode("utf-8")
    try:
        blocks.parse(said)
    except blocks.DamagedGuide:  # which nobody can export
        return
    if text.startswith(NESTED_TOO_DEEP):
        with pytest.raises(FileIsWrong, match="It cannot be turned into a PDF"):
            written(said)
        return

    assert words(written(said)).startswith("Guide Before.")


def test_a_heading_without_words_is_none_and_links_to_it_lead_there() -> None:
    content = written("# Guide\n\n##\n\n## <!-- later -->\n\n## Kept\n\n[there](#) [kept](#kept)\n")

    assert "Guide Kept" in words(content)


def test_no_two_headings_of_a_file_are_one_place_for_its_links() -> None:
    content = written("# Guide\n\n## Round\n\n## Round 1\n\n## Round\n\n[second](#round-1) [last](#round-2)\n")

    assert "Guide Round Round 1 Round second last" in words(content)


def test_code_of_typst_is_shown_and_not_run() -> None:
    content = written(
        '# Guide\n\n#sys.version "quoted" \\ #image("/etc/passwd") $x$ `#let x = 1`\n\n    #panic("no")\n'
    )

    said = words(content)
    for literal in ("#sys.version", '"quoted"', '#image("/etc/passwd")', "$x$", "#let x = 1", '#panic("no")'):
        assert literal in said


def test_everything_that_a_guide_is_made_of_is_there() -> None:
    content = written(
        "# Guide\n\n### Deep\n\n- one\n  - **inner** *it*\n- two ~~gone~~\n\n4. fourth\n\n> said\n\n---\n\n"
        "| Head | Other |\n|---|---|\n| cell | `code` |\n\n[out](https://example.org) [in](#deep) [file](record.md) "
        "[nowhere](#no)\n\n```\nfenced\n```\n\n<b>shown</b><!-- hidden -->\n\n## Deep\n\n## Deep\n"
    )

    said = words(content)
    for literal in ("one", "inner", "gone", "4. fourth", "said", "Head", "cell", "code", "fenced", "<b>shown</b>"):
        assert literal in said
    assert "hidden" not in said
    links = [note.get_object() for page in read(content).pages for note in page.get("/Annots", [])]
    assert [link["/A"].get("/URI", "within") for link in links if "/A" in link][:1] == ["https://example.org"]
    assert len(links) == 2, "one to the web, one within; the others are words"


def test_pictures_have_their_words_and_broken_ones_are_words() -> None:
    content = written(
        "# Guide\n\n![A dot](dot.gif)\n\n![Broken](broken.png)\n\n![Away](https://example.org/a.png)\n",
        pictures={"dot.gif": DOT, "broken.png": b"no picture"},
    )

    said = words(content)
    assert "(Broken)" in said and "(Away)" in said and "(A dot)" not in said
    assert b"/Figure" in content or "/Figure" in str(read(content).trailer["/Root"]["/StructTreeRoot"])


def test_a_picture_that_is_mentioned_often_is_in_the_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[bytes] = []
    monkeypatch.setattr(pdf, "_can_be_shown", lambda content: not looked_at.append(content))

    written("# Guide\n\n" + "![A dot](dot.gif)\n\n" * 20, pictures={"dot.gif": DOT})

    assert looked_at == [DOT]


def test_a_picture_of_too_many_pixels_is_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_pictures, "MOST_PIXELS", 0)

    assert "(A dot)" in words(written("# Guide\n\n![A dot](dot.gif)\n", pictures={"dot.gif": DOT}))


def test_a_sign_that_no_font_has_keeps_no_guide_from_being_written() -> None:
    content = written("# Guide\n\nA sign of nobody's: \U000e01ef \ue123.\n")

    assert "A sign of nobody" in words(content)
    assert read(content).trailer["/Root"]["/MarkInfo"]["/Marked"].value
