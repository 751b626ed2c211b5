"""`levelbook diff`: what moved between two editions, and why."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book import summary
from levelbook.book.editions.compare import NOW, compare, since_commit
from levelbook.book.editions.edition_audit import note_alterations
from levelbook.book.publishing.published_names import shown_names
from levelbook.book.session import Session
from levelbook.cli import shell_completion
from levelbook.cli.comparison_lines import comparison_lines
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_session, say_if_all_are_of_another_team
from levelbook.cli.output import put, put_exactly, put_json
from levelbook.cli.template_trust import agree, trust_option
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.errors import UsedWrongly
from levelbook.export.json import diff_shape


@click.command(
    "diff",
    epilog="OLD is the last edition and NEW is now, unless given; right after a seal, OLD is the edition before "
    "that. “now” is the present state.",
)
@click.argument("old", required=False, shell_complete=shell_completion.edition_names)
@click.argument("new", required=False, shell_complete=shell_completion.edition_names)
@click.option(
    "--base", metavar="REF", help="Compare the last edition in git's REF with the present state, as for a pull request."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--markdown", is_flag=True, help="Print Markdown for a pull request.")
@click.option(
    "--guide", "guides", is_flag=True, help="Compare the guides' text, block by block, with changed words marked."
)
@trust_option
@click.pass_obj
def command(
    folder: Path,
    old: str | None,
    new: str | None,
    base: str | None,
    as_json: bool,
    markdown: bool,
    guides: bool,
    trust: str | None,
) -> None:
    """Show what changed between two editions, and why."""
    if as_json + markdown + guides > 1:
        raise UsedWrongly("--json, --markdown and --guide cannot be used together.", remedy="Give one of them.")
    if base is not None and old is not None:
        raise UsedWrongly("--base and editions cannot be used together.", remedy="Give one of them.")
    agree(folder, trust)
    session = open_session(folder, tells_of_editions=True)
    say_if_all_are_of_another_team(session)
    if base is not None:
        since = since_commit(session.editions, session.now, base)
        old, new = since.old, since.new
        say(*since.notes)
    comparison = compare(session.editions, session.now, old, new, names=shown_names(session.state))
    _say_what_to_know(session, comparison, by_default=old is None)
    if as_json:
        put_json(diff_shape(comparison))
    elif markdown:
        # 90 ms together, with the templates.
        from levelbook.book.publishing.publish import Publisher
        from levelbook.book.sealing.edition_changes import changes

        put_exactly(changes(Publisher(session.state), comparison))
    elif guides:
        # 90 ms together, likewise.
        from levelbook.book.publishing.publish import Publisher
        from levelbook.book.sealing.edition_changes import guide_changes
        from levelbook.guide.keep.guide_diff import in_words

        moved = guide_changes(Publisher(session.state), comparison.before.name, comparison.after.name)
        put(*in_words(moved).removesuffix("\n").split("\n"))
    else:
        put(*comparison_lines(comparison, session.now.on))


def _say_what_to_know(session: Session, comparison: Comparison, *, by_default: bool) -> None:
    """Warn about a surprising comparison: figures differ from the sealed ones, or two branches both sealed."""
    for name in (comparison.before.name, comparison.after.name):
        if name != NOW:
            note_alterations(session.editions, session.editions.edition(name))
        if name != NOW and (words := summary.figures_differ_words(session, session.editions.edition(name))):
            say(f"levelbook: {words}")
    last = session.editions.last
    by_default = by_default and last is not None and comparison.before.name == last.name
    beside = (
        next((group for group in session.editions.lineage.with_same_number if last in group), ()) if by_default else ()
    )
    if beside and last:
        others = " and ".join(edition.name for edition in beside if edition is not last)
        say(f"{others} was sealed beside {last.name} on another branch: its changes are shown here too.")
