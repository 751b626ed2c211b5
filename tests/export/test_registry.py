"""Every registered format makes its bytes from an export source, the same each time, and loads no other format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.export.json import score_shape
from levelbook.export.registry import FORMATS, ExportFormat
from support import small_book


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = small_book.new_book(tmp_path)
    session.apply(small_book.BACKUPS, Edit(level=2))
    return session


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_format_makes_the_same_bytes_of_the_same_book(form: ExportFormat, session: Session) -> None:
    content = form.export(export_source(session.state))

    assert content and content == form.export(export_source(session.state))
    assert form.ending in form.endings or not form.endings
    assert form.mark in content.decode("utf-8")[:2000]
    assert FORMATS[form.name] is form and form.what and form.noun


def test_json_is_the_scorecard(session: Session) -> None:
    exported = json.loads(FORMATS["json"].export(export_source(session.state)))

    assert exported == score_shape(session.now.scorecard) | {"orphaned": []}


def test_a_format_that_asks_can_leave_out_what_is_not_essential(session: Session) -> None:
    form = FORMATS["ballot-form"]

    everything = form.export(export_source(session.state))
    essential = form.export(export_source(session.state, only_essential=True))

    assert len(essential) < len(everything)


def test_the_registry_loads_no_format() -> None:
    modules = [form.module for form in FORMATS.values()]
    probe = f"import sys, levelbook.export.registry; assert not set({modules!r}) & set(sys.modules)"

    subprocess.run([sys.executable, "-c", probe], check=True)
