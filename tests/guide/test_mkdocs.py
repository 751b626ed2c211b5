"""The guide as MkDocs Material publishes it: built for real, strictly, with every link and anchor resolved."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Set
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from levelbook.book.export_file import export_source
from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from levelbook.export.registry import FORMATS
from levelbook.guide.keep import merge
from levelbook.store import text_files
from support import REPOSITORY, profile_teams, small_book
from support.demo_book import copied_demo
from support.examples import is_large

PAGE = REPOSITORY / "docs" / "workshop.md"
CONFIG = """
site_name: Security
docs_dir: docs
site_dir: site
theme: {name: material, font: false}
plugins: []
markdown_extensions:
  [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.arithmatex, pymdownx.betterem,
   pymdownx.caret, pymdownx.critic, pymdownx.details, pymdownx.emoji, pymdownx.keys, pymdownx.magiclink, pymdownx.mark,
   pymdownx.superfences, pymdownx.tasklist, pymdownx.tilde]
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
  omitted_files: ignore
"""


def build(folder: Path, more: str = "") -> Path:
    """The site of what is in `docs`. Not `--quiet`: that would keep the warnings from being counted."""
    (folder / "docs" / "index.md").write_text("# Security\n")
    (folder / "mkdocs.yml").write_text(CONFIG + more)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0 and "WARNING" not in done.stderr, done.stdout + done.stderr
    return folder / "site"


class Links(HTMLParser):
    """What a page links to and shows, and the anchors that it has."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.add(values.get("id") or "")
        self.targets.add((values.get("href") if tag == "a" else values.get("src") if tag == "img" else "") or "")


@cache
def anchors_of(page: Path) -> Set[str]:
    """The anchors of a page, which hundreds of links of another lead to."""
    return Links(page).anchors


def dead_links(site: Path, page: Path) -> list[str]:
    """Targets of a page that are no page or picture of the site, or no anchor there."""
    dead = []
    for target in Links(page).targets:
        parts = urlsplit(target)
        where = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        where = where / "index.html" if where.is_dir() else where
        if parts.scheme or not target:
            continue
        if not where.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors_of(where)):
            dead.append(target)
    return dead


def test_material_builds_guide_record_editions_and_changes_without_a_warning(tmp_path: Path) -> None:
    book = tmp_path / "docs" / "genai-security"
    session = copied_demo(book)
    source = export_source(session.state)
    (book / "guide-page.html").write_bytes(FORMATS["html"].export(source))

    site = build(tmp_path)

    last = session.editions.all[-1].name
    pages = [site / "genai-security" / name / "index.html" for name in ("guide", "record", f"editions/{last}/guide")]
    for page in pages:
        assert dead_links(site, page) == []
        assert "levelbook:begin" not in re.sub("<!--.*?-->", "", page.read_text("utf-8"))
    guide, record, _ = (page.read_text("utf-8") for page in pages)
    assert "Our votes ranged from 1 to 3. Tom: “the daily cap is a guess.”" in guide
    assert "the savings campaign" in guide and 'id="sittings"' in record
    assert (site / "genai-security" / "editions" / last / "changes" / "index.html").exists()
    assert (site / "genai-security" / "guide-page.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_guide_in_a_folder_of_its_own_finds_record_and_charts(tmp_path: Path) -> None:
    session = small_book.new_book(tmp_path / "docs")
    settings = text_files.read_text(session.folder.settings_path, within=session.folder.path)
    typed = "A </title><i class=typed>team</i>"
    settings = re.sub('(?m)^team = ".*"', f'team = "{typed}"\nabout = "{typed}"', settings)
    session.folder.settings_path.write_text(settings.replace('"guide.md"', '"pages/security.md"'), "utf-8")
    session = small_book.later(session)
    session.apply(small_book.BACKUPS, Edit(level=2))
    session = small_book.later(session)
    seal(session)
    assert b"data:image/svg+xml" in FORMATS["html"].export(export_source(session.state))

    site = build(tmp_path)

    page = site / "book" / "pages" / "security" / "index.html"
    assert dead_links(site, page) == []
    assert {"../../record/", "../../charts/standing.svg"} <= Links(page).targets
    pages = [one.read_text("utf-8") for one in site.rglob("*.html")]
    assert not [one for one in pages if "<i class=typed>" in one], "themes decode titles"
    assert any("A ‹/title&gt;‹i class=typed&gt;team" in one for one in pages)


def test_the_line_that_the_workshops_page_gives_keeps_ballots_out_of_a_site(tmp_path: Path) -> None:
    [line] = re.findall(r"`(exclude_docs: [^`]+)` in `mkdocs.yml`", PAGE.read_text("utf-8"))
    ballots = tmp_path / "docs" / "book" / "ballots"
    ballots.mkdir(parents=True)
    (ballots / "ana.toml").write_text("format = 1\n", "utf-8")
    (ballots.parent / "answers.toml").write_text("format = 1\n", "utf-8")

    site = build(tmp_path, line + "\n")

    assert (site / "book" / "answers.toml").exists()
    assert not list(site.rglob("ana.toml"))


def test_material_builds_the_guides_of_all_example_profiles_without_a_warning(tmp_path: Path) -> None:
    """Each before or after its answers, in turns; in a large run both."""
    built = [
        (name, answered)
        for place, name in enumerate(profile_teams.NAMES)
        for answered in (False, True)
        if is_large() or answered == bool(place % 2)
    ]
    for name, answered in built:
        made = profile_teams.documents(name, answered)
        folder = tmp_path / "docs" / f"{name}-{'after' if answered else 'before'}"
        (folder / "charts").mkdir(parents=True)
        guide = merge.assemble(None, made.blocks, made.front_matter, titles=made.titles, kept_notes=made.kept_notes)
        (folder / "guide.md").write_text(guide.text, "utf-8")
        (folder / "record.md").write_text(made.record, "utf-8")
        for file, chart in made.charts.items():
            (folder / "charts" / file).write_text(chart, "utf-8")

    site = build(tmp_path)

    assert len(list(site.glob("*/guide/index.html"))) == len(built) >= len(profile_teams.NAMES)
