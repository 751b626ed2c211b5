"""`levelbook questionnaire`: list, show, check or write questionnaires."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book import own_questionnaire
from levelbook.cli.output import put, put_json, put_table
from levelbook.core.text.cleaning import nearest
from levelbook.errors import ExitCode, UnknownId, UsedWrongly
from levelbook.words.figures import plural


@click.group("questionnaire")
def command() -> None:
    """List, show, check or write questionnaires."""


@command.command("list")
def list_() -> None:
    """List those that come with levelbook, and their example profiles."""
    rows = [("Id", "Title", "Version")]
    shipped = own_questionnaire.shipped()
    put_table([*rows, *((found.id, found.title, found.version) for found in shipped)])
    for found in shipped:
        put("", f"Example profiles of {found.id}, for `levelbook init --like`:")
        put_table(((name, title) for name, title in own_questionnaire.profiles(found.path)), indent=2)


@command.command("show")
@click.argument("questionnaire", default=own_questionnaire.SHIPPED)
def show(questionnaire: str) -> None:
    """Show sections, practices and facts, of a shipped one or a path."""
    content = own_questionnaire.read_named(questionnaire)
    put(f"{content.title} {content.version} ({content.id})", "")
    for section in content.sections:
        put(f"{content.numbers[section.id]} {section.title}")
        for practice in section.practices:
            essential = " (essential)" if practice.essential else ""
            put(f"  {content.numbers[practice.id]} {practice.title}{essential}", f"      {practice.id}")
    put("", "Facts")
    for fact in content.facts:
        put(f"  {fact.id}: {fact.question}", f"      {', '.join(choice.id for choice in fact.choices)}")


@command.command("check")
@click.argument("questionnaire", default=own_questionnaire.SHIPPED)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Hold it against the version before, and report what migrations.toml does not say.",
)
def check(questionnaire: str, since: Path | None) -> int:
    """Report every problem with file, key and remedy. Exit 1 when there is one."""
    folder = own_questionnaire.find(questionnaire, Path())
    problems = own_questionnaire.problems(folder)
    if since is not None:
        problems += own_questionnaire.unsaid_changes(since, folder)
    put(*(str(problem) for problem in problems))
    if problems:
        put(f"{plural(len(problems), 'problem')} found.")
        return int(ExitCode.FOUND)
    content = own_questionnaire.read(folder)
    put(f"{content.id} {content.version}: {plural(len(content.practices), 'practice')}, no problem found.")
    return int(ExitCode.DONE)


@command.command("schema")
@click.argument("name", required=False)
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="Write one NAME.schema.json each into DIR."
)
def schema(name: str | None, into: Path | None) -> None:
    """Print JSON Schema of the content files, or of scorecard.json.

    An editor with TOML support completes and checks the files with it.
    """
    schemas = own_questionnaire.schemas()
    if name is not None and name not in schemas:
        raise UnknownId("schema", name, nearest(name, schemas), hint=f"There are: {', '.join(schemas)}.")
    wanted = schemas if name is None else {name: schemas[name]}
    if into is None:
        put_json(wanted if name is None else wanted[name])
        return
    for path in own_questionnaire.write_schemas(wanted, into):
        put(f"wrote {path}")


@command.command("new")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--id", "id_", metavar="ID", help="Its id; the folder's name unless given.")
@click.option("--title", metavar="TEXT", help="Its title.")
def new(directory: Path, id_: str | None, title: str | None) -> None:
    """Write a small valid questionnaire to start from."""
    for path in own_questionnaire.begin(directory, id_, title):
        put(f"wrote {path}")
    put("", f"Check it with `levelbook questionnaire check {_as_path(directory)}`,")
    put(f"use it with `levelbook init --questionnaire {_as_path(directory)} --team NAME`.")


@command.command("import")
@click.argument("kind", type=click.Choice(own_questionnaire.IMPORTS))
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="Of a table of questions: the questionnaire's title.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=HEADING",
    help="Of a table of questions: what a column is called in its first row. Can be repeated.",
)
def import_(kind: str, path: Path, directory: Path, title: str | None, columns: tuple[str, ...]) -> None:
    """Make a questionnaire of a published model, or of your own table.

    \b
    aisvs  OWASP AISVS: the folder of a version, github.com/OWASP/AISVS
    csv    your questions, a row each: section, title, question, 0, 1 …
    dsomm  OWASP DSOMM: its model.yaml, of DevSecOps-MaturityModel-data
    samm   OWASP SAMM: its core model, github.com/owaspsamm/core
    """
    named = {here: there for here, equals, there in (one.partition("=") for one in columns) if equals and there}
    if len(named) != len(columns):
        raise UsedWrongly("--column takes a name, an equals sign and a heading, such as --column title=Control.")
    written = own_questionnaire.import_questions(kind, path, directory, title=title, columns=named)
    content = own_questionnaire.read(directory)
    put(f"wrote {plural(len(written), 'file')} into {directory}: {plural(len(content.practices), 'practice')}.")
    if content.licence:
        put(f"Its texts are under {content.licence}.")
    put("", f"Use it with `levelbook init --questionnaire {_as_path(directory)} --team NAME`.")


def _as_path(directory: Path) -> str:
    """A path that cannot be taken for a shipped questionnaire's id."""
    text = str(directory)
    return text if "/" in text else f"./{text}"
