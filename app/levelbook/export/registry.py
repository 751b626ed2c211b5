"""The registry lists the formats in which a book, or a portfolio, can be exported, by name.

A format is one function of a module, by default `export`, and one entry here. The function takes an `ExportSource`; or,
where the entry says so, what `check` found or the tables of a portfolio. It returns the bytes of the file: the same
bytes for the same book.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from levelbook.core.frozen import frozen
from levelbook.export.source import GENERATOR, CheckFindings, ExportSource
from levelbook.words.missing_extra import not_installed

if TYPE_CHECKING:  # 30 ms, which a single team's commands do without
    from levelbook.export.portfolio_tables import PortfolioTables


@frozen
class ExportFormat:
    """One format, and the rules for its files."""

    name: str
    what: str
    """Says what a file of it holds, to complete a sentence: “Write the guide as one HTML page”."""
    noun: str
    """Names a file of it, as in “a page”."""
    file: str
    """The name of its files unless somebody names another."""
    module: str
    function: str = "export"
    made_of: Literal["editions too", "now", "findings", "portfolio"] = "editions too"
    """An assessment, of now or of an edition; an assessment of now only; what `check` found; tables of many teams."""
    endings: tuple[str, ...] = ()
    """The only endings that its files may have, in small letters; any where this is empty."""
    mark: str = ""
    """Stands near the top of every file of it: a file that has it may be written over. Empty where none may."""
    libraries: tuple[str, ...] = ()
    """Modules that it needs and that only an extra of levelbook brings."""
    extra: str = "exchange"
    """The name of the extra."""

    @property
    def ending(self) -> str:
        """The usual ending of its files, with the dot."""
        return self.file[self.file.rindex(".") :]

    def export(self, source: ExportSource | CheckFindings | PortfolioTables) -> bytes:
        """Return the content of a file. Raises what the format and `source.guide` raise.

        Raises UsedWrongly where a library is missing.
        """
        try:
            # A command loads only the format that it writes: the guide's page takes 40 ms, a workbook 60.
            module = import_module(self.module)
        except ModuleNotFoundError as missing:
            if missing.name in self.libraries:
                raise not_installed(f"Writing a {self.noun}", self.extra) from None
            raise
        content: bytes = getattr(module, self.function)(source)
        return content


FORMATS: Final[Mapping[str, ExportFormat]] = {
    one.name: one
    for one in (
        ExportFormat("json", "the figures as JSON", "file", "score.json", "levelbook.export.json"),
        ExportFormat(
            "html",
            "the guide as one self-contained HTML page",
            "page",
            "guide-page.html",
            "levelbook.export.html",
            endings=(".html", ".htm"),
            mark=GENERATOR,
        ),
        *(
            ExportFormat(
                name,
                what,
                "PDF",
                file,
                "levelbook.export.pdf",
                function=function,
                endings=(".pdf",),
                libraries=("typst",),
            )
            for name, what, file, function in (
                ("pdf", "the guide as PDF, for the board and for print", "guide.pdf", "guide"),
                ("pdf-record", "the record as PDF", "record.pdf", "record"),
            )
        ),
        ExportFormat(
            "csv",
            "answers and figures, one practice per row",
            "CSV file",
            "answers.csv",
            "levelbook.export.csv",
            endings=(".csv",),
        ),
        ExportFormat(
            "parquet",
            "the same with column types, for analytics engines",
            "Parquet file",
            "answers.parquet",
            "levelbook.export.parquet",
            endings=(".parquet",),
            libraries=("duckdb",),
            extra="portfolio",
        ),
        ExportFormat(
            "steps",
            "the open steps without a ticket, for Jira, GitLab or GitHub",
            "CSV file",
            "steps.csv",
            "levelbook.export.steps_csv",
            made_of="now",
            endings=(".csv",),
        ),
        ExportFormat(
            "xlsx",
            "a workbook: figures with charts, and cells for answering without levelbook",
            "workbook",
            "levelbook.xlsx",
            "levelbook.export.xlsx",
            endings=(".xlsx",),
            libraries=("xlsxwriter",),
        ),
        ExportFormat(
            "junit",
            "the findings of `check`, as test results for CI",
            "report",
            "levelbook-check.xml",
            "levelbook.export.junit",
            made_of="findings",
            endings=(".xml",),
            mark='<testsuites name="levelbook"',
        ),
        *(
            ExportFormat(
                name, what, "JSON file", f"{name}.json", "levelbook.export.oscal", function=function, endings=(".json",)
            )
            for name, what, function in (
                ("oscal", "OSCAL assessment results, for auditors and their platforms", "assessment_results"),
                ("oscal-catalog", "the questionnaire as OSCAL catalog", "catalog"),
                ("oscal-profile", "which practices apply to the team, and their targets, as OSCAL profile", "profile"),
            )
        ),
        *(
            ExportFormat(
                name,
                what,
                "JSON file",
                f"{name}.json",
                "levelbook.export.cyclonedx",
                function=function,
                endings=(".json",),
            )
            for name, what, function in (
                ("cyclonedx", "CycloneDX 1.7 attestations, for supply chain tools", "version_1_7"),
                ("cyclonedx-1.6", "the same as CycloneDX 1.6", "version_1_6"),
            )
        ),
        ExportFormat(
            "ciso-assistant",
            "the questionnaire as a library for CISO Assistant",
            "YAML file",
            "ciso-assistant.yaml",
            "levelbook.export.ciso_assistant",
            function="library",
            endings=(".yaml", ".yml"),
        ),
        ExportFormat(
            "ciso-assistant-audit",
            "the answers as an audit that CISO Assistant imports",
            "CSV file",
            "ciso-assistant-audit.csv",
            "levelbook.export.ciso_assistant",
            function="audit",
            endings=(".csv",),
        ),
        ExportFormat(
            "gemara",
            "an evaluation log for tools that read the OpenSSF's Gemara",
            "JSON or YAML file",
            "gemara.json",
            "levelbook.export.gemara",
            endings=(".json", ".yaml", ".yml"),
        ),
        ExportFormat(
            "dsomm",
            "the team's progress for OWASP DSOMM's app, if the book uses its activities",
            "YAML file",
            "team-progress.yaml",
            "levelbook.export.dsomm",
            endings=(".yaml", ".yml"),
        ),
        ExportFormat(
            "ballot-form",
            "a form that any browser opens from disk",
            "form",
            "ballot-form.html",
            "levelbook.export.ballot_form.page",
            made_of="now",
        ),
    )
}

PORTFOLIO_FORMATS: Final[Mapping[str, ExportFormat]] = {
    one.name: one
    for one in (
        ExportFormat(
            "xlsx",
            "every table as a workbook",
            "workbook",
            "portfolio.xlsx",
            "levelbook.export.portfolio_workbook",
            made_of="portfolio",
            endings=(".xlsx",),
            libraries=("xlsxwriter",),
        ),
        ExportFormat(
            "csv",
            "one table as CSV",
            "CSV file",
            "portfolio.csv",
            "levelbook.export.portfolio_tables",
            function="csv_file",
            made_of="portfolio",
            endings=(".csv",),
        ),
    )
}
"""The formats in which a portfolio can be exported, by name."""
