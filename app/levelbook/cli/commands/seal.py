"""`levelbook seal`: make an edition of everything."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.checks.brought_back import brought_back
from levelbook.book.editions.compare import compare
from levelbook.book.editions.editions import Edition
from levelbook.book.publishing.contradictions import contradictions
from levelbook.book.publishing.guide_check import behind
from levelbook.book.publishing.guide_code import open_code_notices
from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.publishing.left_guide import gone_guide
from levelbook.book.publishing.publish import Publisher
from levelbook.book.publishing.published_names import shown_names
from levelbook.book.sealing import edition_commit, seal
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.summary import clock_words, not_closed_words
from levelbook.cli.comparison_lines import comparison_lines
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, say_doubtful_sittings, say_if_all_are_of_another_team
from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import Option, prompter
from levelbook.cli.template_trust import agree, trust_option
from levelbook.core.errors import UsedWrongly
from levelbook.guide.text.phrases import people_named
from levelbook.words.contradictions import contradiction_words
from levelbook.words.figures import listed
from levelbook.words.files import shown
from levelbook.words.orphans import orphan_lines, sealing_words


@click.command(
    "seal",
    epilog="NAME is today's date unless given. While nothing has changed since the last edition, no new one is "
    "made; with --commit, a commit of the last one that failed is made now.",
)
@click.argument("name", required=False)
@click.option("--commit", is_flag=True, help="Make one git commit of the team folder.")
@click.option(
    "--signed-by",
    "signed_by",
    metavar="NAME",
    multiple=True,
    help="Who signs it; may be given several times. The names are at the head of guide and record.",
)
@click.option(
    "--with-orphaned-answers",
    is_flag=True,
    help="Do not ask: seal answers, too, to practices and facts that the questionnaire does not have.",
)
@click.option(
    "--with-altered-editions",
    is_flag=True,
    help="Seal although an edition was altered, as where a person was erased from it.",
)
@trust_option
@click.pass_obj
def command(
    folder: Path,
    name: str | None,
    commit: bool,
    signed_by: tuple[str, ...],
    with_orphaned_answers: bool,
    with_altered_editions: bool,
    trust: str | None,
) -> None:
    """Assemble everything, then seal an edition of it."""
    if not all(one.strip() for one in signed_by):
        raise UsedWrongly("--signed-by needs a name.", remedy='Such as: --signed-by "H. Lindqvist"')
    agree(folder, trust)
    session = open_book(folder)
    book = session.state
    if commit:
        edition_commit.must_be_able_to_commit(session)  # before anything is sealed
    say(*filter(None, [clock_words(session), not_closed_words(Workshop(session))]))
    if (last := seal.unchanged(book, with_altered_editions=with_altered_editions)) is not None:
        seal.must_be_signed_already(last, signed_by)
        put(seal.unchanged_words(last, name))
        if commit and edition_commit.is_committed(session, last):
            put("It is committed already.")
        elif commit:
            _commit(session, last)
        return
    if not with_orphaned_answers and in_terminal() and (words := sealing_words(session.now)):
        put(*orphan_lines(session.now), "")
        with_orphaned_answers = prompter().choose(words, _WITH_ORPHANS) == "yes"
        if not with_orphaned_answers:
            put("Nothing was sealed.")
            return
    say_if_all_are_of_another_team(session)
    say_doubtful_sittings(session)
    say(*map(str, brought_back(book)))  # afterwards the new edition has them, and nothing tells them apart
    publisher = Publisher(book)
    say(*map(str, filter(None, [gone_guide(publisher.folder, session.editions)])))
    say(*map(str, behind(publisher)))  # it is sealed as people left it
    say(*map(str, open_code_notices(publisher.guide_text(), publisher.folder.guide_path)))
    edition = seal.seal(
        session,
        name,
        signed_by=signed_by,
        with_orphaned_answers=with_orphaned_answers,
        with_altered_editions=with_altered_editions,
        as_read=book,
    )
    names = shown_names(session.state)
    signed = f", signed by {listed(people_named(names.signatures(edition.signed_by)))}" if edition.signed_by else ""
    put(f"Sealed edition {edition.name}, number {edition.number}{signed}, in {shown(edition.path)}.")
    edition = session.editions.edition(edition.name)
    before = session.editions.lineage.before(edition)
    if before is not None:
        moved = compare(session.editions, session.now, before.name, edition.name, names=names)
        put(*comparison_lines(moved, session.now.on))
    if words := to_fill_words(session.folder):
        put(words)
    publisher = Publisher(session.state)
    put(*map(contradiction_words, contradictions(publisher, publisher.assembled())))
    if commit:
        _commit(session, edition)


_WITH_ORPHANS = (Option("no", "Do not seal; fix them first"), Option("yes", "Seal anyway"))


def _commit(session: Session, edition: Edition) -> None:
    made = edition_commit.commit(session, edition)
    put(f"Committed as {made.id}.")
    say(*filter(None, [made.changed_meanwhile]))
    if edition_commit.is_on_no_branch(session):
        say("No branch is checked out, so the commit is on none: `git switch --create NAME` puts it on one.")
