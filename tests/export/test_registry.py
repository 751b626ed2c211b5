"""Every registered format makes its bytes from an export source, the same each time, and loads no other format."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from levelbook.book.export_file import check_source, export_source
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import UsedWrongly
from levelbook.export.json import score_shape
from levelbook.export.registry import FORMATS, ExportFormat
from support import small_book


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = small_book.new_book(tmp_path)
    session.apply(small_book.BACKUPS, Edit(level=2))
    return session


def made(form: ExportFormat, session: Session) -> bytes:
    """A file of this format; the test is skipped where a library that it needs is not installed."""
    for library in form.libraries:
        pytest.importorskip(library)
    found = form.made_of == "findings"
    return form.export(check_source(session.folder.path) if found else export_source(session.state))


OF_ANY_BOOK = {name: form for name, form in FORMATS.items() if name != "dsomm"}
"""Formats that any questionnaire can be written in; a book of DSOMM's activities is in test_dsomm.py."""


@pytest.mark.parametrize("form", OF_ANY_BOOK.values(), ids=list(OF_ANY_BOOK))
def test_a_format_makes_the_same_bytes_of_the_same_book(form: ExportFormat, session: Session) -> None:
    content = made(form, session)

    assert content and content == made(form, session)
    assert form.ending in form.endings or not form.endings
    assert form.mark.encode("utf-8") in content[:2000]
    assert FORMATS[form.name] is form and form.what and form.noun


def test_a_library_that_is_missing_is_said_in_one_sentence(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    form = replace(FORMATS["csv"], name="workbook", noun="workbook", libraries=("csv",))
    monkeypatch.delitem(sys.modules, form.module, raising=False)
    monkeypatch.setitem(sys.modules, "csv", None)

    with pytest.raises(UsedWrongly) as refused:
        form.export(export_source(session.state))

    assert refused.value.lines() == [
        "Writing a workbook needs libraries that are not installed.",
        "Get them with: pip install 'levelbook[exchange]'",
    ]


def test_the_extra_that_brings_a_library_is_named(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    form = FORMATS["parquet"]
    monkeypatch.delitem(sys.modules, form.module, raising=False)
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(UsedWrongly) as refused:
        form.export(export_source(session.state))

    assert refused.value.remedy == "Get them with: pip install 'levelbook[portfolio]'"


def test_json_is_the_scorecard(session: Session) -> None:
    exported = json.loads(FORMATS["json"].export(export_source(session.state)))

    assert exported == score_shape(session.now.scorecard) | {"orphaned": [], "scoring_model": None}


def test_a_format_that_asks_can_leave_out_what_is_not_essential(session: Session) -> None:
    form = FORMATS["ballot-form"]

    everything = form.export(export_source(session.state))
    essential = form.export(export_source(session.state, only_essential=True))

    assert len(essential) < len(everything)


def test_whose_name_ends_otherwise_reads_which_kind_of_file_it_is() -> None:
    """“x.out is not a name for a file” is no help: it is one."""
    assert [form.name for form in FORMATS.values() if form.endings and form.noun == "file"] == []


def test_the_registry_loads_no_format() -> None:
    modules = [form.module for form in FORMATS.values()]
    probe = f"import sys, levelbook.export.registry; assert not set({modules!r}) & set(sys.modules)"

    subprocess.run([sys.executable, "-c", probe], check=True)
