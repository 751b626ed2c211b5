"""The guide as MkDocs publishes it: built for real, strictly, with every link and anchor resolved."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import teams
from levelbook import demo
from levelbook.guide import blocks

PAGE = Path(__file__).parents[2] / "docs" / "workshop.md"
CONFIG = """
site_name: Security
docs_dir: docs
site_dir: site
plugins: []
markdown_extensions: [toc, attr_list, admonition, pymdownx.superfences, pymdownx.tilde]
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
  omitted_files: ignore
"""


def build(folder: Path, more: str = "") -> None:
    (folder / "docs" / "index.md").write_text("# Security\n")
    (folder / "mkdocs.yml").write_text(CONFIG + more)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mkdocs_builds_guide_record_and_changes_without_a_warning(tmp_path: Path) -> None:
    demo.build(tmp_path / "docs" / "genai-security")

    build(tmp_path)

    site = tmp_path / "site" / "genai-security"
    assert (
        "We saw this differently, 1 to 3. Tom: the daily cap is a guess." in (site / "guide" / "index.html").read_text()
    )
    assert 'id="sittings"' in (site / "record" / "index.html").read_text("utf-8")
    page = (tmp_path / "site" / "genai-security" / "guide" / "index.html").read_text("utf-8")
    assert "the savings campaign" in page
    assert "levelbook:begin" not in page.replace("<!-- levelbook:begin", "")


def test_the_line_that_the_workshops_page_gives_keeps_ballots_out_of_a_site(tmp_path: Path) -> None:
    [line] = re.findall(r"`(exclude_docs: [^`]+)` in `mkdocs.yml`", PAGE.read_text("utf-8"))
    ballots = tmp_path / "docs" / "book" / "ballots"
    ballots.mkdir(parents=True)
    (ballots / "ana.toml").write_text("format = 1\n", "utf-8")
    (ballots.parent / "answers.toml").write_text("format = 1\n", "utf-8")

    build(tmp_path, line + "\n")

    assert (tmp_path / "site" / "book" / "answers.toml").exists()
    assert not list((tmp_path / "site").rglob("ana.toml"))


def test_mkdocs_builds_the_guides_of_all_example_profiles_without_a_warning(tmp_path: Path) -> None:
    for name in teams.NAMES:
        for answered in (False, True):
            made = teams.documents(name, answered)
            folder = tmp_path / "docs" / f"{name}-{'after' if answered else 'before'}"
            (folder / "charts").mkdir(parents=True)
            guide = blocks.assemble(
                None, made.blocks, made.front_matter, titles=made.titles, kept_notes=made.kept_notes
            )
            (folder / "guide.md").write_text(guide.text, "utf-8")
            (folder / "record.md").write_text(made.record, "utf-8")
            for file, chart in made.charts.items():
                (folder / "charts" / file).write_text(chart, "utf-8")

    build(tmp_path)

    assert len(list((tmp_path / "site").glob("*/guide/index.html"))) == 2 * len(teams.NAMES)
