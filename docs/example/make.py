"""Builds the example teams' documents beside this file, the same each time: `make example`, or `make.py --into DIR`.

Only what people read is kept: guides, records, changes and charts. A real team folder also holds answers, settings and,
in each edition, the questionnaire as it was.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from levelbook.book import demo
from levelbook.book.export_file import export_source
from levelbook.book.publishing.publish import Publisher
from levelbook.book.session import Session
from levelbook.export.registry import FORMATS
from levelbook.packs.companions import read_profile
from levelbook.store.atomic import remove_tree
from levelbook.store.team_folder import Settings, System

HERE = Path(__file__).parent
DAY = "1795518000"
"""24 November 2026, at noon in UTC, in seconds."""
KEPT = ("*.md", "charts/*.svg", "editions/*/*.md", "editions/*/charts/*.svg", "guide-page.html")
AS_LAST = ("guide.md", "record.md", "charts")
"""In the last edition these are what stands beside it."""


def retail_assistant(folder: Path) -> Session:
    """The example team of `levelbook demo`, two quarters old."""
    return demo.build(folder)


def skipper(folder: Path) -> Session:
    """A start-up whose agent acts for its customers, on its first day: facts are known, nothing is answered."""
    settings = Settings(
        team="Agents",
        organisation="Example Start-up",
        about="Skipper",
        systems=(System(name="Skipper", model="northwind-agent", version="3.1"),),
        frameworks=("owasp-llm-top10-2026",),
    )
    session = Session.create(folder, settings, who="Mira")
    profile = read_profile(Path(session.questionnaire.folder), "startup-agent")
    for fact, value in profile.profile.items():
        session.set_fact(fact, value)
    return session


TEAMS = {"retail-assistant": retail_assistant, "skipper": skipper}


def make(into: Path) -> None:
    """Writes the documents of each team below `into`, and takes away what it wrote there before."""
    for name, build in TEAMS.items():
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work) / name
            publisher = Publisher(build(folder).state)
            publisher.write()
            (folder / "guide-page.html").write_bytes(FORMATS["html"].export(export_source(publisher.book)))
            shutil.rmtree(into / name, ignore_errors=True)
            for edition in publisher.book.editions.all[-1:]:
                for same in AS_LAST:
                    remove_tree(edition.path / same)
            for pattern in KEPT:
                for path in folder.glob(pattern):
                    target = into / name / path.relative_to(folder)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE, metavar="DIR", help="somewhere else than beside this file")
    os.environ["SOURCE_DATE_EPOCH"] = DAY
    make(parser.parse_args().into)
