"""The pages of docs/ hold together: citations and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.command_line import typed

ROOT = Path(__file__).parents[2]
DESIGN = ROOT / "docs" / "design.md"
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("questionnaires/*/*.md")]
    if "example" not in page.parts
)
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PACKAGE = ROOT / "app" / "levelbook"
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CITATION = re.compile(r'docs/design\.md, "([^"]+)"')
LINK = re.compile(r"\]\(([^)\s]+)\)")


def cells(row: str) -> int:
    """Count the cells of a table's row, as forges do: only a bar with a backslash before it is text."""
    return len(re.sub(r"\\[\\|]", "", row.strip().strip("|")).split("|"))


@pytest.mark.parametrize("page", sorted({*PAGES, *ROOT.glob("docs/**/*.md")}), ids=lambda page: page.stem)
def test_every_row_of_a_table_has_as_many_cells_as_its_heading(page: Path) -> None:
    wanted = 0
    for line in FENCE.sub("", page.read_text("utf-8")).splitlines():
        if not line.startswith("|"):
            wanted = 0
            continue
        wanted = wanted or cells(line)
        assert cells(line) == wanted, line


def headings(page: Path) -> list[str]:
    """The headings of a page, in order, without their marks."""
    return HEADING.findall(FENCE.sub("", page.read_text("utf-8")))


def anchor(heading: str) -> str:
    """The fragment that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def sources() -> list[Path]:
    """Everything that may cite the design: code, tests, scripts, the Makefile."""
    folders = ("app", "tests", "bench", "screenshots")
    return [ROOT / "Makefile", *(file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))]


def test_every_citation_of_the_design_leads_to_one_of_its_headings() -> None:
    known = headings(DESIGN)
    cited = [(file, name) for file in sources() for name in CITATION.findall(file.read_text("utf-8"))]

    lost = [f"{file.relative_to(ROOT)}: {name}" for file, name in cited if name not in known]

    assert len(cited) > 20, "the pattern no longer finds the citations"
    assert not lost, lost


def test_no_comment_cites_a_section_by_its_number() -> None:
    numbered = re.compile(r"design,? section \d", re.IGNORECASE)

    found = [str(file.relative_to(ROOT)) for file in sources() if numbered.search(file.read_text("utf-8"))]

    assert not found, found


def test_headings_of_the_design_are_unique() -> None:
    names = headings(DESIGN)

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        file = (page.parent / name) if name else page

        assert file.exists(), target
        if fragment:
            assert fragment in [anchor(heading) for heading in headings(file)], target


PLACES = (ROOT, PACKAGE, PACKAGE / "cli", PACKAGE / "core")
"""Folders from which pages name modules."""
TO_COME = ("cli/commands/NAME.py",)
"""A pattern for names, in the table of what would go where."""


def test_the_map_of_contributing_names_what_is_there() -> None:
    named = [
        name for name in re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", CONTRIBUTING) if "/" in name or name.endswith(".py")
    ]
    lost = [name for name in named if not any((place / name).exists() for place in PLACES)]

    assert len(named) > 40, "the pattern no longer finds the places"
    assert sorted(lost) == sorted(TO_COME)


def test_every_file_of_ours_that_a_page_names_is_there() -> None:
    """Whatever is renamed is renamed on the pages too; the changelog tells of names as they were."""
    folders = ("app", "tests", "torture", "bench", "release", "screenshots", "guide_templates", "findings", "docs")
    source = re.compile(rf"`((?:[\w.-]+/)*\w[\w.-]*\.(?:py|jinja|tcss)|(?:{'|'.join(folders[:-1])})/[\w./-]*)`")
    named = {
        (page.relative_to(ROOT).as_posix(), name)
        for page in PAGES
        if page.name != "CHANGELOG.md"
        for name in source.findall(FENCE.sub("", page.read_text("utf-8")))
    }
    known = {
        "/" + path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder, *(ROOT / folder).rglob("*"))
    }

    lost = {(page, name) for page, name in named if not any(path.endswith(f"/{name.rstrip('/')}") for path in known)}

    assert len(named) > 100, "the pattern no longer finds the names"
    assert lost == {("docs/sites.md", "conf.py"), *(("CONTRIBUTING.md", name) for name in TO_COME)}


def test_the_scoring_model_of_the_page_on_questionnaires_is_one(tmp_path: Path) -> None:
    """The page's arithmetic belongs to what `questionnaire new` writes, and `score` says of it what the page says."""
    page = (ROOT / "docs" / "questionnaires.md").read_text("utf-8")
    (model,) = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert typed("questionnaire", "new", "my-questions", folder=tmp_path).code == 0
    (tmp_path / "my-questions" / "scoring.toml").write_text(model, "utf-8")

    assert typed("questionnaire", "check", "./my-questions", folder=tmp_path).code == 0
    begun = typed("init", "book", "--questionnaire", "./my-questions", "--team", "S", "--yes", folder=tmp_path)
    assert begun.code == 0, begun.err
    assert typed("-C", "book", "answer", "1.1", "--level", "2", folder=tmp_path).code == 0
    said = next(
        line for line in typed("-C", "book", "score", folder=tmp_path).out.splitlines() if "House score:" in line
    )
    assert f"`{said}`" in page
