"""`levelbook questionnaire`: list, show, check or write questionnaires."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from levelbook.book.authoring import question_import, questionnaire_authoring
from levelbook.book.authoring.question_import import Choices
from levelbook.cli.output import in_terminal, put, put_json, put_table
from levelbook.cli.prompter import Option, prompter
from levelbook.core.errors import ExitCode, UnknownId, UsedWrongly
from levelbook.core.text.cleaning import nearest
from levelbook.words.figures import plural, problems_words
from levelbook.words.files import in_command


@click.group("questionnaire")
def command() -> None:
    """List, show, check or write questionnaires."""


_UNLESS_GIVEN = f"QUESTIONNAIRE is {questionnaire_authoring.SHIPPED} unless given."


@command.command("list")
def list_() -> None:
    """List those that come with levelbook, and their example profiles."""
    rows = [("Id", "Title", "Version")]
    shipped = questionnaire_authoring.shipped()
    put_table([*rows, *((found.id, found.title, found.version) for found in shipped)])
    for found in shipped:
        put("", f"Example profiles of {found.id}, for `levelbook init --like`:")
        put_table(((name, title) for name, title in questionnaire_authoring.profiles(found.path)), indent=2)


@command.command("show", epilog=_UNLESS_GIVEN)
@click.argument("questionnaire", default=questionnaire_authoring.SHIPPED)
def show(questionnaire: str) -> None:
    """Show sections, practices and facts, of a shipped one or a path."""
    content = questionnaire_authoring.read_named(questionnaire)
    put(f"{content.title} {content.version} ({content.id})", "")
    for section in content.sections:
        put(f"{content.numbers[section.id]} {section.title}")
        for practice in section.practices:
            essential = " (essential)" if practice.essential else ""
            put(f"  {content.numbers[practice.id]} {practice.title}{essential}", f"      {practice.id}")
    if content.facts:
        put("", "Facts")
    for fact in content.facts:
        put(f"  {fact.id}: {fact.question}", f"      {', '.join(choice.id for choice in fact.choices)}")


@command.command("check", epilog=_UNLESS_GIVEN)
@click.argument("questionnaire", default=questionnaire_authoring.SHIPPED)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Compare it with the version before, and report what migrations.toml leaves out.",
)
def check(questionnaire: str, since: Path | None) -> int:
    """Report every problem with file, key and remedy. Exit 1 when there is one."""
    folder = questionnaire_authoring.find(questionnaire, Path())
    problems = questionnaire_authoring.problems(folder)
    if since is not None:
        problems += questionnaire_authoring.unrecorded_changes(since, folder)
    put(*(str(problem) for problem in problems))
    if problems:
        put(problems_words(problems))
        return int(ExitCode.FOUND)
    content = questionnaire_authoring.read(folder)
    put(f"{content.id} {content.version}: {plural(len(content.practices), 'practice')}, no problems found.")
    return int(ExitCode.DONE)


@command.command("schema", epilog="Without NAME, all of them are printed, as one object.")
@click.argument("name", required=False)
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="Write one NAME.schema.json each into DIR."
)
def schema(name: str | None, into: Path | None) -> None:
    """Print JSON Schema of files that you edit, or of scorecard.json.

    An editor with TOML support completes and checks the files with it.
    """
    schemas = questionnaire_authoring.schemas()
    if name is not None and name not in schemas:
        raise UnknownId("schema", name, nearest(name, schemas), hint=f"There are: {', '.join(schemas)}.")
    wanted = schemas if name is None else {name: schemas[name]}
    if into is None:
        put_json(wanted if name is None else wanted[name])
        return
    for path in questionnaire_authoring.write_schemas(wanted, into):
        put(f"wrote {path}")


@command.command("new")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--id", "id_", metavar="ID", help="Its id; the folder's name unless given.")
@click.option("--title", metavar="TEXT", help="Its title; made from the id unless given.")
def new(directory: Path, id_: str | None, title: str | None) -> None:
    """Write a small valid questionnaire to start from."""
    for path in questionnaire_authoring.begin(directory, id_, title):
        put(f"wrote {path}")
    put("", f"Check it with `levelbook questionnaire check {_as_path(directory)}`,")
    put(f"use it with `levelbook init --questionnaire {_as_path(directory)} --team NAME`.")


@command.command(
    "import",
    help="\n".join(
        [
            "Make a questionnaire of a published model, or of your own table.",
            "",
            "\b",
            *(f"{name:14}  {kind.what}" for name, kind in question_import.KINDS.items()),
        ]
    ),
)
@click.argument("kind", type=click.Choice(list(question_import.KINDS)))
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="For a table of questions: the questionnaire's title.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=HEAD",
    help="For a table of questions: the heading of a column; `NAME=` if there is none. Repeatable.",
)
@click.option("--sheet", metavar="NAME", help="For a workbook: the sheet with the questions.")
@click.option(
    "--rule", metavar="NAME", help="For a model with several rules: the one to use; otherwise levelbook asks."
)
@click.option(
    "--documentation", is_flag=True, help="Of CISO Assistant: each requirement's documentation is scored too."
)
@click.option("--guess", is_flag=True, help="For a table: show a proposal for the columns, and write nothing.")
def import_(
    kind: str,
    path: Path,
    directory: Path,
    title: str | None,
    columns: tuple[str, ...],
    sheet: str | None,
    rule: str | None,
    documentation: bool,
    guess: bool,
) -> None:
    if guess:
        _show_guess(kind, path, directory, sheet)
        return
    named = {here: there for here, equals, there in (one.partition("=") for one in columns) if equals and here}
    if len(named) != len(columns):
        raise UsedWrongly("--column takes a name, an equals sign and a heading, such as --column title=Control.")
    rules = question_import.KINDS[kind].rules
    if rules and rule is None and in_terminal():
        rule = prompter().choose("Which rule makes the figures?", [Option(name, name) for name in rules])
    choices = Choices(title=title, columns=named, sheet=sheet, rule=rule, documentation=documentation)
    written = question_import.import_questions(kind, path, directory, choices)
    content = questionnaire_authoring.read(directory)
    put(f"wrote {plural(len(written), 'file')} into {directory}: {plural(len(content.practices), 'practice')}.")
    if content.licence:
        put(f"Licence of its texts: {content.licence}")
    put("", f"Use it with `levelbook init --questionnaire {_as_path(directory)} --team NAME`.")


def _show_guess(kind: str, path: Path, directory: Path, sheet: str | None) -> None:
    """Print a proposal for the columns of a table, and the command for it."""
    found = question_import.guess_table(kind, path, sheet)
    guess = found.guess
    put(f"{found.path}: the headings are in row {guess.head_row}.", "")
    rows = [(one.name, one.head, one.example[:_EXAMPLE]) for one in guess.columns]
    put_table(
        [("Column", "Heading", "First cell"), *rows, *((name, "?", "nothing looks like it") for name in guess.missing)]
    )
    if guess.unused:
        heads = (f"{head} ({why})" if (why := guess.unfit.get(head)) else head for head in guess.unused)
        put("", f"Not read: {', '.join(heads)}.")
    words = ["levelbook", "questionnaire", "import", kind, str(path), str(directory)]
    words += ["--sheet", found.sheet] if found.sheet else []
    words += [word for here, there in guess.as_columns.items() for word in ("--column", f"{here}={there}")]
    put(
        "",
        "Nothing was written. This command uses the columns like this; correct it if needed:",
        f"  {shlex.join(words)}",
    )
    if guess.missing:
        put("", "Add a --column for each that nothing looks like: without them it is refused.")


_EXAMPLE = 60
"""How many characters of a first cell are shown."""


def _as_path(directory: Path) -> str:
    """Return a path, for a command, that cannot be mistaken for a shipped questionnaire's id."""
    text = str(directory)
    return in_command(text if "/" in text else f"./{text}")
