"""`levelbook diff`: what moved between two editions, and why."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.cli import complete
from levelbook.cli.changes import moved_words
from levelbook.cli.diagnostics import say
from levelbook.cli.opening import open_session
from levelbook.cli.output import put, put_exactly, put_json
from levelbook.core.changes import Comparison
from levelbook.core.shapes import diff_shape
from levelbook.errors import UsedWrongly
from levelbook.session import Session
from levelbook.store.editions import NOW, altered


@click.command("diff", epilog="OLD is the last edition and NEW is now, unless given. “now” is the present state.")
@click.argument("old", required=False, shell_complete=complete.edition_names)
@click.argument("new", required=False, shell_complete=complete.edition_names)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--markdown", is_flag=True, help="As Markdown for a pull request.")
@click.option("--guide", "guides", is_flag=True, help="The guides' text, block by block, changed words marked.")
@click.pass_obj
def command(folder: Path, old: str | None, new: str | None, as_json: bool, markdown: bool, guides: bool) -> None:
    """What moved between two editions, and why."""
    if as_json + markdown + guides > 1:
        raise UsedWrongly("--json, --markdown and --guide exclude each other.", remedy="Give one of them.")
    session = open_session(folder)
    comparison = session.compare(old, new)
    _say_what_to_know(session, comparison, by_default=old is None)
    if as_json:
        put_json(diff_shape(comparison))
    elif markdown:
        from levelbook.publishing import Publisher

        put_exactly(Publisher(session).changes(comparison))
    elif guides:
        from levelbook.guide.compare import in_words
        from levelbook.publishing import Publisher

        changes = Publisher(session).guide_changes(comparison.before.name, comparison.after.name)
        put(*in_words(changes).removesuffix("\n").split("\n"))
    else:
        put(*moved_words(comparison, session.on()))


def _say_what_to_know(session: Session, comparison: Comparison, *, by_default: bool) -> None:
    """What makes a comparison other than one would think: an edition that was altered, or two sealed abreast."""
    for name in (comparison.before.name, comparison.after.name):
        if name != NOW and (problems := altered(session.history.edition(name))):
            say(f"levelbook: {name} is not as it was sealed:", *(f"  {problem}" for problem in problems))
    last = session.history.last
    beside = next((group for group in session.history.abreast if last in group), ()) if by_default else ()
    if beside and last:
        others = " and ".join(edition.name for edition in beside if edition is not last)
        say(f"{others} was sealed beside {last.name} on another branch: what it changed is shown here too.")
