"""`levelbook ask`: the interview as plain lines."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.asking import ONLY, Only, Walk, queue
from levelbook.cli import complete
from levelbook.cli.ask import Interview
from levelbook.cli.asker import asker
from levelbook.cli.output import put
from levelbook.core import finding
from levelbook.session import Session


@click.command("ask", epilog="The end of the input means: stop, saved.")
@click.option("--section", metavar="ID", shell_complete=complete.section_ids, help="Only this section, or its number.")
@click.option("--only", type=click.Choice(ONLY), default="all", show_default=True, help="Which practices.")
@click.option("--by", metavar="WHO", help="Who answers; git's user.name unless given.")
@click.option("--plain", is_flag=True, help="Plain lines in a terminal too, as for a screen reader.")
@click.pass_obj
def command(folder: Path, section: str | None, only: Only, by: str | None, plain: bool) -> None:
    """The interview as plain lines, for a terminal, a screen reader or a pipe."""
    session = Session.open(folder, who=by)
    section_id = finding.section_id(session.questionnaire, section) if section else None
    ids = [one.id for one in queue(session, Walk(only, section_id))]
    if not ids:
        put("Nothing to go through" + (f": no practice is “{only}”." if only != "all" else ": nothing is in scope."))
        return
    Interview(session, asker(plain=plain), ids).run()
