"""`levelbook seal`: make an edition of everything."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book import seal
from levelbook.book.compare import compare
from levelbook.book.session import Session
from levelbook.cli.comparison_lines import moved_words
from levelbook.cli.diagnostics import say
from levelbook.cli.output import put
from levelbook.words.files import shown


@click.command("seal", epilog="NAME is today's date unless given.")
@click.argument("name", required=False)
@click.option("--commit", is_flag=True, help="Make one git commit of the team folder.")
@click.pass_obj
def command(folder: Path, name: str | None, commit: bool) -> None:
    """Assemble everything, then make an edition of it."""
    session = Session.open(folder)
    if commit:
        seal.must_be_able_to_commit(session)  # before anything is sealed
    edition = seal.seal(session, name)
    put(f"Sealed edition {edition.name}, number {edition.number}, in {shown(edition.path)}.")
    before = session.editions.before(session.editions.edition(edition.name))
    if before is not None:
        put(*moved_words(compare(session.editions, session.now, before.name, edition.name), session.now.on))
    if commit:
        put(f"Committed as {seal.commit(session, session.editions.edition(edition.name))}.")
        if seal.is_on_no_branch(session):
            say("No branch is checked out, so the commit is on none: `git switch --create NAME` makes one of it.")
