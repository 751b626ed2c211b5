"""Take the pictures of docs/exchange.md: what goes out of the example team's book, and what comes in, as people see it.

`python screenshots/exchange.py [FOLDER]` writes docs/pictures/. What people open in a program is taken from that
program: LibreOffice (`soffice`), Chromium (`chromium`), and Poppler (`pdftoppm`) for documents. The rest is an excerpt
of the file, or what the command says. FOLDER holds what the publishers of models publish, as clones side by side;
without a model's clone its pictures stay as they are. Names and days are fixed, so that nothing changes by itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import duckdb
import openpyxl
from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.export.registry import FORMATS

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
FIXED = {
    "SOURCE_DATE_EPOCH": "1795348800",  # 22 November 2026, noon
    "TZ": "UTC",
    "COLUMNS": "96",
    "NO_COLOR": "1",
    "GIT_AUTHOR_NAME": "Ana",
}
WIDTH = 96
LONGEST = 14
"""How many lines of a file, or of what a command says, a picture shows."""
COMMAND = (sys.executable, "-c", "from levelbook.cli.main import main; main()")


@dataclass(frozen=True)
class Excerpt:
    """The lines of a file that say most: `LONGEST` from the first that holds `start`."""

    format: str
    start: str
    language: str


EXCERPTS = (
    Excerpt("json", '"overall"', "json"),
    Excerpt("junit", "<?xml", "xml"),
    Excerpt("oscal", '"findings"', "json"),
    Excerpt("oscal-catalog", '"controls"', "json"),
    Excerpt("oscal-profile", '"alters"', "json"),
    Excerpt("cyclonedx", '"conformance"', "json"),
    Excerpt("cyclonedx-1.6", '"specVersion"', "json"),
    Excerpt("ciso-assistant", '"framework"', "json"),
    Excerpt("gemara", '"evaluations"', "json"),
)


@dataclass(frozen=True)
class Model:
    """A published model: the kind of its importer, where its clone holds it, and how it is imported."""

    kind: str
    path: str
    options: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """What the team says about itself when its book begins."""


MODELS = (
    Model("samm", "core"),
    Model("aisvs", "AISVS/1.0"),
    Model("dsomm", "DevSecOps-MaturityModel-data/generated/model.yaml"),
    Model("aima", "www-project-ai-maturity-assessment/releases/V1/OWASP-AIMA-Toolkit_V1.0.1.xlsx", ("--rule", "text")),
    Model("aia", "aia-eia-js/src/survey-enfr.json"),
    Model(
        "csf",
        "oscal-content/nist.gov/CSF/v2.0/json/NIST_CSF_v2.0_catalog.json",
        facts=tuple(f"target-{function}=tier-3" for function in ("gv", "id", "pr", "de", "rs", "rc")),
    ),
    Model(
        "ciso-assistant",
        "ciso-assistant-community/backend/library/libraries/nist-csf-2.0.yaml",
        ("--rule", "mean"),
    ),
)
STEPS = {
    "risk-governance.roles-and-responsibilities": "Name a stand-in for Ask Alder's owner",
    "risk-governance.ai-system-inventory": "Add the translation service to the inventory",
    "data-pipeline.data-provenance-tracking": "Keep the source of each document with its vector",
}
"""What the example team agrees on besides, by practice."""
TOOLBOX = "toolbox-spreadsheet/resources/SAMM_spreadsheet.xlsx"


class Desk:
    """A folder to work in, with the example team's book in `demo` and one without answers in `empty`."""

    def __init__(self, folder: Path, published: Path | None) -> None:
        self.folder = folder
        self.published = published
        self.run("levelbook demo demo")
        self._agree_on_steps()
        self.run("levelbook init empty --team Shop --yes")

    def run(self, command: str, book: str = "") -> str:
        """What a command says, typed in this folder about `book`. Codes that name refused rows are no failure."""
        words = shlex.split(command)[1:]
        typed = [*COMMAND, *(("-C", book) if book else ()), *words]
        done = subprocess.run(typed, cwd=self.folder, check=False, capture_output=True, text=True)
        if done.returncode not in (0, 3, 4):
            raise SystemExit(f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def export(self, name: str, book: str = "demo") -> Path:
        """The file of a format, in this folder, under the name that it has by itself."""
        file = self.folder / FORMATS[name].file
        self.run(f"levelbook export {name} --yes -o {shlex.quote(str(file))}", book)
        return file

    def answer(self, book: str, levels: Iterable[int]) -> None:
        """Answer a book's first practices, one level each."""
        session = Session.open(self.folder / book, who="Ana")
        for practice, level in zip(session.questionnaire.practices, levels, strict=False):
            session.apply(practice, Edit(level=level))

    def _agree_on_steps(self) -> None:
        """Add steps without a ticket; those that the example team has are all on its tracker."""
        session = Session.open(self.folder / "demo", who="Ana")
        for practice, text in STEPS.items():
            session.apply(practice, Edit(step=StepEdit(text=text, owner="Ana")))

    def source(self, path: str) -> Path | None:
        """What a publisher publishes, or None where its clone is not there."""
        found = self.published / path if self.published else None
        return found if found and found.exists() else None


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("published", nargs="?", type=Path, metavar="FOLDER", help="clones of models, side by side")
    published = parser.parse_args().published
    os.environ.update(FIXED)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), published.resolve() if published else None)
        take_documents(desk)
        take_tables(desk)
        take_pages(desk)
        for excerpt in EXCERPTS:
            take_excerpt(excerpt, desk.export(excerpt.format))
        take_columns(desk)
        take_answered_files(desk)
        take_own_questions(desk)
        for model in MODELS:
            take_model(desk, model)
        take_samm_assessments(desk)


def take_documents(desk: Desk) -> None:
    """The first pages of the workbook, the guide and the record that say most."""
    workbook = desk.export("xlsx")
    _paged(workbook, "export-xlsx", ("-f", "1", "-r", "44"))
    for name in ("pdf", "pdf-record"):
        _page(desk.export(name), f"export-{name}", ("-f", "2", "-r", "36"))


def take_tables(desk: Desk) -> None:
    """CSV files as a spreadsheet shows them: their upper left corner."""
    corner = ("-f", "1", "-r", "48", "-x", "0", "-y", "0", "-W", "760", "-H", "160", "-gray")
    for name in ("csv", "steps", "ciso-assistant-audit"):
        _paged(desk.export(name), f"export-{name}", corner)


def take_pages(desk: Desk) -> None:
    """The top of each page that a browser opens."""
    for name in ("html", "ballot-form"):
        page = desk.export(name)
        document = desk.folder / f"{name}-page.pdf"
        _run(
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={desk.folder / 'chromium'}"),
            *("--no-pdf-header-footer", f"--print-to-pdf={document}", page.as_uri()),
        )
        _page(document, f"export-{name}", ("-f", "1", "-r", "55", "-H", "400"))


def take_excerpt(excerpt: Excerpt, file: Path) -> None:
    """A part of a file, in the colours that an editor gives it."""
    lines = file.read_text("utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if excerpt.start in line)
    shown = "\n".join(line[:WIDTH] for line in lines[first : first + LONGEST])
    _drawn(Syntax(shown, excerpt.language, theme="ansi_dark"), f"export-{excerpt.format}", file.name)


def take_columns(desk: Desk) -> None:
    """The Parquet file, as an engine that reads columns shows it."""
    file = desk.export("parquet")
    query = f"select id, level, target, as_of from '{file}' limit 6"
    said = str(duckdb.sql(query))
    _said("export-parquet", {"duckdb -c \"from 'answers.parquet' select id, level, target, as_of limit 6\"": said})


def take_answered_files(desk: Desk) -> None:
    """What the commands say of files that came back, or were made elsewhere."""
    _answer_workbook(desk.folder / "levelbook.xlsx")
    _change_csv(desk.folder / "answers.csv")
    _name_tickets(desk.folder / "steps.csv", desk.folder / "issues.csv")
    for name, command, book in (
        ("xlsx", "levelbook import xlsx levelbook.xlsx --dry-run", "demo"),
        ("csv", "levelbook import answers answers.csv --from csv --dry-run", "demo"),
        ("tickets", "levelbook import tickets issues.csv --dry-run", "demo"),
        (
            "ciso-assistant",
            "levelbook import answers ciso-assistant-audit.csv --from ciso-assistant --dry-run",
            "empty",
        ),
        ("oscal", "levelbook import answers oscal.json --from oscal --dry-run", "empty"),
    ):
        _said(f"import-{name}", {command: desk.run(command, book)})


def take_own_questions(desk: Desk) -> None:
    """What is made of a company's own table of questions."""
    rows = [
        ["Domain", "Control", "Question", "0: Not done", "1: Done"],
        ["Keys", "Vault", "Where are keys?", "Anywhere", "In a vault"],
        ["Keys", "Rotation", "When do keys change?", "Never", "Each quarter"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(desk.folder / "our-controls.xlsx")
    with (desk.folder / "our-controls.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    columns = "--column section=Domain --column title=Control --column '0=0: Not done' --column '1=1: Done'"
    for kind, options in (("csv", columns), ("xlsx", "--guess")):
        command = f"levelbook questionnaire import {kind} our-controls.{kind} ours {options}"
        _said(f"model-{kind}", {command: desk.run(command)})


def take_model(desk: Desk, model: Model) -> None:
    """What a model makes of answers, once it is imported."""
    path = desk.source(model.path)
    if path is None:
        print(f"left as it is: {model.kind}, since there is no {model.path}")
        return
    options = " ".join(model.options)
    made = f"levelbook questionnaire import {model.kind} {Path(model.path).name} {model.kind} {options}".strip()
    facts = " ".join(f"--fact {fact}" for fact in model.facts)
    began = f"levelbook init shop-{model.kind} --questionnaire ./{model.kind} --team Shop {facts} --yes"
    said = desk.run(made.replace(Path(model.path).name, shlex.quote(str(path)), 1))
    desk.run(began)
    desk.answer(f"shop-{model.kind}", (1, 0, 1, 1, 0, 1))
    figures = desk.run("levelbook score", f"shop-{model.kind}").splitlines()
    sentences = [line for line in figures if line.endswith(".")]
    _said(f"model-{model.kind}", {made: said.partition("\n")[0], "levelbook score": "\n\n".join(sentences)})
    if model.kind == "dsomm":
        take_excerpt(Excerpt("dsomm", "progress", "yaml"), desk.export("dsomm", "shop-dsomm"))


def take_samm_assessments(desk: Desk) -> None:
    """What comes of a SAMM assessment that SAMMwise saved, or that the toolbox's workbook holds."""
    toolbox = desk.source(TOOLBOX)
    if not (desk.folder / "samm").exists() or toolbox is None:
        print(f"left as it is: SAMM's assessments, since there is no {TOOLBOX}")
        return
    desk.run("levelbook init blank-samm --questionnaire ./samm --team Shop --yes")
    (desk.folder / "saved.json").write_text(json.dumps({f"question{at}": 0.5 for at in (1, 2, 3, 5)}), "utf-8")
    _answer_toolbox(toolbox, desk.folder / "SAMM_spreadsheet.xlsx")
    for name, file in (("sammwise", "saved.json"), ("samm-toolbox", "SAMM_spreadsheet.xlsx")):
        command = f"levelbook import answers {file} --from {name} --dry-run"
        _said(f"import-{name}", {command: desk.run(command, "blank-samm")})


def _answer_workbook(path: Path) -> None:
    """Answer two rows as somebody would in a spreadsheet, and put a formula where words are wanted."""
    book = openpyxl.load_workbook(path)
    sheet = book["Answers"]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "Owner" for cell in row))
    column = {cell.value: cell.column for cell in heads}
    first = heads[0].row + 1
    sheet.cell(first, column["Owner"], "Priya")
    sheet.cell(first + 1, column["Note"], "Since the audit of May.")
    sheet.cell(first + 2, column["Owner"], "=A1")
    book.save(path)


def _change_csv(path: Path) -> None:
    heads, rows = _table(path)
    rows[0]["owner"], rows[1]["note"], rows[2]["answer"] = "Priya", "Since the audit of May.", "7"
    _write(path, heads, rows)


def _name_tickets(path: Path, into: Path) -> None:
    _, rows = _table(path)
    rows = [{"Issue key": f"SEC-{at}", "Description": row["description"]} for at, row in enumerate(rows, start=41)]
    _write(into, ["Issue key", "Description"], rows)


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(StringIO(path.read_text("utf-8"), newline=""))
    rows = list(reader)
    return list(reader.fieldnames or ()), rows


def _write(path: Path, heads: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)


def _answer_toolbox(path: Path, into: Path) -> None:
    """Answer the first questions of the toolbox's interview, by the words of its lists."""
    book = openpyxl.load_workbook(path)
    sheet = book["Interview"]
    asked = [row[0].row for row in sheet.iter_rows(max_col=1) if str(row[0].value or "").count("-") == 4]
    for row in asked[:3]:
        sheet.cell(row, 6, "No")
    book.save(into)


def _said(name: str, said: Mapping[str, str]) -> None:
    """Draw commands and what they say, as a terminal shows them."""
    text = Text()
    for command, words in said.items():
        lines = words.rstrip().splitlines()
        if len(lines) > LONGEST:
            lines = [*lines[: LONGEST - 5], "  …", *lines[-3:]]
        text.append(f"$ {command}\n", style="bold")
        text.append("\n".join(lines) + "\n\n")
    text.right_crop(2)
    _drawn(text, name, "levelbook")


def _drawn(shown: Text | Syntax, name: str, title: str) -> None:
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(shown)
    picture = console.export_svg(title=title, unique_id=name)
    (PICTURES / f"{name}.svg").write_text(picture, "utf-8")


def _paged(file: Path, name: str, options: tuple[str, ...]) -> None:
    """Picture a page of what LibreOffice opens."""
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    whole = 'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}'
    _run("soffice", profile, "--headless", "--convert-to", whole, "--outdir", str(file.parent), str(file))
    _page(file.with_suffix(".pdf"), name, options)


def _page(document: Path, name: str, options: tuple[str, ...]) -> None:
    _run("pdftoppm", "-png", *options, "-singlefile", str(document), str(PICTURES / name))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
