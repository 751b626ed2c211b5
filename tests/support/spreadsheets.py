"""A real spreadsheet program, without a window: LibreOffice opens a workbook and saves it in another format."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")


def saved_by_libreoffice(workbook: Path, kind: str = "xlsx") -> Path:
    """The workbook as LibreOffice saves it in a folder beside; the test is skipped where there is no LibreOffice."""
    if SOFFICE is None:
        pytest.skip("there is no LibreOffice on this machine: apt-get install libreoffice-calc-nogui")
    saved = workbook.parent / "saved"
    profile = f"-env:UserInstallation={(workbook.parent / 'profile').as_uri()}"
    words = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(saved), str(workbook)]
    subprocess.run(words, check=True, capture_output=True, timeout=240)
    return saved / f"{workbook.stem}.{kind}"
