"""Guide, record and changes, with everything hostile in them, in the programs that make sites and documents of them.

`make sites` installs the programs into build/sites and runs this. Where one is not there, its test is skipped and names
it.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from levelbook.guide.keep import front_matter
from support import REPOSITORY
from support.site_pages import write_pages

TOOLS = Path(os.environ.get("LEVELBOOK_SITES", REPOSITORY / "build" / "sites"))
PAGES = ("guide", "record", "changes")

pytestmark = pytest.mark.skipif(not TOOLS.is_dir(), reason="no program for sites is installed; `make sites` does it")


@pytest.fixture(scope="module", name="plain")
def _plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module", name="mdx")
def _mdx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("mdx"), 'markers = "mdx"')


@pytest.fixture(name="beside_tools")
def _beside_tools() -> Iterator[Path]:
    """A folder from which a program of node finds its modules; webpack does not, through a link."""
    if not TOOLS.is_dir():
        pytest.skip(f"{TOOLS.name} is not there; `make sites` makes it")
    with tempfile.TemporaryDirectory(dir=(TOOLS / "node_modules").resolve().parent, prefix="site-") as folder:
        yield Path(folder)


def tool(name: str) -> str:
    for place in (TOOLS / "bin", TOOLS / "node_modules" / ".bin"):
        if (place / name).exists():
            return str(place / name)
    pytest.skip(f"{name} is not in {TOOLS.name}; `make sites` installs it")


def run(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    return said


def a_site(folder: Path, pages: Path, *, start: str = "# Security\n") -> Path:
    """A folder of pages with one to start from."""
    docs = folder / "docs"
    shutil.copytree(pages, docs)
    (docs / "index.md").write_text(start, "utf-8")
    return docs


# What a page says


def letters(text: str) -> str:
    """The letters and digits of a text, which no typographer changes; TechDocs shows (c) as the sign."""
    return "".join(character for character in text.replace("©", "c") if character.isalnum())


def words_of(page: str) -> str:
    """The letters of what a built page shows."""
    without_code = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL | re.IGNORECASE)
    return letters(html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", "", without_code, flags=re.DOTALL)))


def said_in(markdown: Path) -> Iterator[str]:
    """Every heading, paragraph, item and cell of a document, as CommonMark reads it, in letters."""
    _, lines = front_matter.split(markdown.read_text("utf-8").split("\n"))
    for token in MarkdownIt("commonmark").enable("table").parse("\n".join(lines)):
        if token.type == "inline" and "levelbook:" not in token.content:
            shown = "".join(
                "" if child.type in ("html_inline", "image") else child.content for child in token.children or ()
            )
            yield letters(shown)


def assert_reads_the_same(pages: Path, built: dict[str, Path]) -> None:
    for name, path in built.items():
        there = words_of(path.read_text("utf-8"))
        lost = [piece for piece in said_in(pages / f"{name}.md") if piece not in there]
        assert not lost, (name, len(lost), lost[:5])


def built_in(folder: Path) -> dict[str, Path]:
    """The pages of a site, as `guide.html` or `guide/index.html`."""
    found = {
        name: next(path for path in (folder / f"{name}.html", folder / name / "index.html") if path.exists())
        for name in PAGES
    }
    assert len(found) == len(PAGES)
    return found


# Sites

MKDOCS = """
site_name: Security
{theme}
plugins: {plugins}
validation:
  links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}
"""


@pytest.mark.parametrize(
    ("name", "theme", "plugins"),
    [("material", "theme: {name: material, font: false}", "[]"), ("techdocs", "", "[techdocs-core]")],
)
def test_mkdocs_builds_the_pages_without_a_warning(
    name: str, theme: str, plugins: str, plain: Path, tmp_path: Path
) -> None:
    a_site(tmp_path, plain)
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.format(theme=theme, plugins=plugins), "utf-8")

    said = run(tool("mkdocs"), "build", "--strict", folder=tmp_path)

    assert "WARNING" not in said
    assert_reads_the_same(plain, built_in(tmp_path / "site"))


def test_zensical_builds_the_pages_without_an_issue(plain: Path, tmp_path: Path) -> None:
    a_site(tmp_path, plain)
    theme = "theme: {name: material, font: false}"
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.format(theme=theme, plugins="[]"), "utf-8")

    assert "No issues found" in run(tool("zensical"), "build", "--strict", folder=tmp_path)

    assert_reads_the_same(plain, built_in(tmp_path / "site"))


def test_sphinx_with_myst_builds_the_pages_without_a_warning(plain: Path, tmp_path: Path) -> None:
    docs = a_site(tmp_path, plain, start="# Security\n\n```{toctree}\nguide\nrecord\nchanges\n```\n")
    (docs / "conf.py").write_text('extensions = ["myst_parser"]\nmyst_heading_anchors = 3\n', "utf-8")

    run(tool("sphinx-build"), "-W", "--keep-going", "-q", "-b", "html", str(docs), "out", folder=tmp_path)

    assert_reads_the_same(plain, built_in(tmp_path / "out"))


def test_vitepress_builds_the_pages_without_a_warning(plain: Path, beside_tools: Path) -> None:
    docs = a_site(beside_tools, plain)

    said = run(tool("vitepress"), "build", str(docs), folder=beside_tools)

    assert "warn" not in said.lower()
    assert_reads_the_same(plain, built_in(docs / ".vitepress" / "dist"))


DOCUSAURUS = """
module.exports = {
  title: "Security", url: "https://docs.example", baseUrl: "/", onBrokenLinks: "throw", onBrokenAnchors: "throw",
  markdown: { emoji: false, FORMAT hooks: { onBrokenMarkdownLinks: "throw", onBrokenMarkdownImages: "throw" } },
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false, pages: false }]],
};
"""


@pytest.mark.parametrize("markers", ["html", "mdx"])
def test_docusaurus_builds_the_pages_in_either_way_of_writing_markers(
    markers: str, request: pytest.FixtureRequest, beside_tools: Path
) -> None:
    """As it comes it reads MDX; told to go by the name of a file, it reads Markdown.

    Its emoji are made of the text that was read, where no mask is left.
    """
    pages: Path = request.getfixturevalue("mdx" if markers == "mdx" else "plain")
    program = tool("docusaurus")
    a_site(beside_tools, pages, start="---\nslug: /\n---\n\n# Security\n")
    (beside_tools / "package.json").write_text('{"name": "security", "version": "1.0.0", "private": true}', "utf-8")
    by_name = 'format: "detect",' if markers == "html" else ""
    (beside_tools / "docusaurus.config.js").write_text(DOCUSAURUS.replace("FORMAT", by_name), "utf-8")

    said = run(program, "build", folder=beside_tools)

    assert "[WARNING]" not in said
    assert_reads_the_same(pages, built_in(beside_tools / "build"))


# Forges, and a word processor

IN_PYTHON = {
    "github": "import cmarkgfm, sys; print(cmarkgfm.github_flavored_markdown_to_html(sys.stdin.read()))",
    "gitlab": (
        "import comrak, sys; o = comrak.ExtensionOptions(); "
        "o.table = o.strikethrough = o.autolink = o.tasklist = o.footnotes = True; "
        "print(comrak.render_markdown(sys.stdin.read(), extension_options=o))"
    ),
}


@pytest.mark.parametrize("forge", IN_PYTHON)
def test_the_renderers_of_forges_show_what_the_pages_say(forge: str, plain: Path, tmp_path: Path) -> None:
    """cmark-gfm is GitHub's own, comrak GitLab's."""
    package = "cmarkgfm" if forge == "github" else "comrak"
    if not list(TOOLS.glob(f"lib/python*/site-packages/{package}")):
        pytest.skip(f"{package} is not in {TOOLS.name}; `make sites` installs it")
    built = {}
    for name in PAGES:
        _, lines = front_matter.split((plain / f"{name}.md").read_text("utf-8").split("\n"))
        done = subprocess.run(
            [tool("python"), "-c", IN_PYTHON[forge]], input="\n".join(lines), capture_output=True, text=True, check=True
        )
        built[name] = tmp_path / f"{name}.html"
        # GitLab's shows a typed [x] as a ticked box, however its bracket is written: a box says the same.
        boxes = done.stdout.replace('<input type="checkbox" checked="" disabled="" />', "[x]")
        built[name].write_text(boxes, "utf-8")

    assert_reads_the_same(plain, built)


def test_pandoc_makes_documents_that_say_what_the_pages_say(plain: Path, tmp_path: Path) -> None:
    """Pictures want rsvg-convert on the machine; without it they are left out here."""
    pandoc = next(iter(TOOLS.glob("lib/python*/site-packages/pypandoc/files/pandoc")), None)
    if pandoc is None:
        pytest.skip(f"pandoc is not in {TOOLS.name}; `make sites` installs it")
    folder = tmp_path / "docs"
    shutil.copytree(plain, folder)
    if shutil.which("rsvg-convert") is None:
        for path in folder.glob("*.md"):
            path.write_text(re.sub(r"^!\[.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    reads: Sequence[str] = ("-f", "gfm+yaml_metadata_block")
    built = {}
    for name in PAGES:
        run(str(pandoc), *reads, f"{name}.md", "-o", f"{name}.docx", "--fail-if-warnings", folder=folder)
        built[name] = tmp_path / f"{name}.html"
        built[name].write_text(run(str(pandoc), f"{name}.docx", "-t", "html", "--wrap=none", folder=folder), "utf-8")

    assert_reads_the_same(folder, built)
