"""A real spreadsheet program, without a window: LibreOffice opens a workbook, types into it, and saves it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SOFFICE = shutil.which("soffice")


def saved_by_libreoffice(workbook: Path, kind: str = "xlsx") -> Path:
    """The workbook as LibreOffice saves it in a folder beside; the test is skipped where there is no LibreOffice."""
    saved = workbook.parent / "saved"
    _run(workbook.parent / "profile", "--convert-to", kind, "--outdir", str(saved), str(workbook))
    return saved / f"{workbook.stem}.{kind}"


def typed_in_libreoffice(workbook: Path, sheet: str, cells: Mapping[str, str]) -> None:
    """Type into cells of a sheet as a person would, by their places such as `H2`, and save the workbook.

    What is typed into a locked cell is not taken. The test is skipped where there is no LibreOffice.
    """
    typing = "\n".join(
        f'sheet.getCellRangeByName("{place}").setFormula("{text.replace(chr(34), chr(34) * 2)}")'
        for place, text in cells.items()
    )
    program = f"""
Sub Main
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL("{workbook.as_uri()}", "_blank", 0, hidden())
  sheet = document.Sheets.getByName("{sheet}")
  On Error Resume Next
  {typing}
  On Error Goto 0
  document.store()
  document.close(True)
End Sub
"""
    profile = workbook.parent / "profile"
    if not (profile / "user" / "basic").exists():
        _run(profile, "--terminate_after_init")
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    names = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
    (library / "Typing.xba").write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">
{escape(program)}
</script:module>
""",
        "utf-8",
    )
    (library / "script.xlb").write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library {names} library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Typing"/>
</library:library>
""",
        "utf-8",
    )
    _run(profile, "macro:///Standard.Typing.Main")


def _run(profile: Path, *words: str) -> None:
    if SOFFICE is None:
        pytest.skip("there is no LibreOffice on this machine: apt-get install libreoffice-calc-nogui")
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", *words]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
