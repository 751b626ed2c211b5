"""The guide as MkDocs publishes it: built for real, strictly, with every link and anchor resolved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from levelbook import demo

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


def test_mkdocs_builds_guide_record_and_changes_without_a_warning(tmp_path: Path) -> None:
    demo.build(tmp_path / "docs" / "genai-security")
    (tmp_path / "docs" / "index.md").write_text("# Security\n\n[The guide](genai-security/guide.md)\n")
    (tmp_path / "mkdocs.yml").write_text(CONFIG)

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"], cwd=tmp_path, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "genai-security" / "guide" / "index.html").read_text("utf-8")
    assert "the savings campaign" in page
    assert "levelbook:begin" not in page.replace("<!-- levelbook:begin", "")
