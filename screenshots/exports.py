"""Take the pictures of docs/exchange.md: the workbook and the guide's PDF of the example team, as a person sees them.

`python screenshots/exports.py` writes screenshots/export-*.png. It needs what levelbook[exchange] brings, LibreOffice
(`soffice`) and Poppler (`pdftoppm`). Names and days are fixed, so that nothing changes by itself.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from levelbook.book.demo import build
from levelbook.book.export_file import export_source
from levelbook.export.registry import FORMATS

HERE = Path(__file__).parent
FIXED = {"SOURCE_DATE_EPOCH": "1795348800", "TZ": "UTC"}  # 22 November 2026, noon
DOTS_AN_INCH = "55"


def main() -> None:
    """Take both pictures."""
    os.environ.update(FIXED)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = export_source(build(work / "demo").state)
        workbook, guide = work / "levelbook.xlsx", work / "guide.pdf"
        workbook.write_bytes(FORMATS["xlsx"].export(source))
        guide.write_bytes(FORMATS["pdf"].export(source))
        profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
        _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(workbook))
        _take(work / "levelbook.pdf", "export-xlsx", page=1)
        _take(guide, "export-pdf", page=2)


def _take(document: Path, name: str, *, page: int) -> None:
    where = ("-f", str(page), "-l", str(page), "-singlefile")
    _run("pdftoppm", "-png", "-r", DOTS_AN_INCH, *where, str(document), str(HERE / name))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
