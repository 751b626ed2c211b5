"""`levelbook init`: start a book."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from levelbook.book import own_questionnaire
from levelbook.book.beginning import Beginning
from levelbook.book.queue import queue
from levelbook.book.session import Session
from levelbook.cli import complete, parameters
from levelbook.cli.asker import Asker, Option, asker
from levelbook.cli.diagnostics import say
from levelbook.cli.output import in_terminal, put
from levelbook.core.assessment.queue import Walk
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue
from levelbook.words.figures import days_words
from levelbook.words.files import shown
from levelbook.words.standing import scope_words


@click.command("init", epilog="DIR is docs/ and the questionnaire's id, such as docs/genai-security, unless given.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--team", metavar="NAME", help="The team that answers.")
@click.option("--organisation", metavar="NAME", help="Where it belongs.")
@click.option("--about", metavar="TEXT", help="The system or work that is assessed.")
@click.option(
    "--questionnaire", default="genai-security", show_default=True, metavar="Q", help="A shipped one, or a path."
)
@click.option(
    "--like", metavar="PROFILE", shell_complete=complete.profiles, help="Take the facts of a shipped example profile."
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="ID=CHOICE[,…]",
    shell_complete=complete.new_facts,
    help="Set a fact. Repeatable.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: facts that are not given stay open.")
@click.option("--plain", is_flag=True, help="Plain lines in a terminal too, as for a screen reader.")
@click.pass_obj
def command(
    folder: Path,
    directory: Path | None,
    team: str | None,
    organisation: str | None,
    about: str | None,
    questionnaire: str,
    like: str | None,
    facts: tuple[str, ...],
    yes: bool,
    plain: bool,
) -> None:
    """Start a book: create a team folder and ask for the facts."""
    found = own_questionnaire.find(questionnaire, folder)
    usual = own_questionnaire.team_folder(found)
    path = folder / (directory or usual)
    beginning = Beginning(path, found, like, parameters.facts(facts))
    ask = asker(plain=plain) if in_terminal() and not yes else None
    team = team or (ask.line("Which team is this?") if ask else None)
    if not team or not team.strip():
        parameters.missing("The team's name", "--team NAME")
    if about is None and ask:
        about = ask.line("What is assessed, such as a system's name? (may stay empty)")
    session = beginning.begin(team, organisation or "", about or "")
    if ask:
        _ask_facts(session, ask)
    put(f"The book of {session.folder.settings.team} is in {shown(beginning.settings_path)}.", scope_words(session.now))
    put(days_words(session.folder.settings.timezone))
    if session.now.tailoring.open_facts:
        put(f"Open facts: {', '.join(session.now.tailoring.open_facts)}. Set them with `levelbook profile`.")
    where = "" if path == usual else f" -C {shlex.quote(str(path))}"
    only = " --only essential" if queue(session, Walk("essential")) else ""
    put(f"Next: `levelbook{where}` opens it; `levelbook{where} ask{only}` asks in plain lines.")


def _ask_facts(session: Session, ask: Asker) -> None:
    """Every fact that is asked and open, in order; what an earlier one settles is left out."""
    say("", "A few facts tailor the questionnaire. Ctrl-C stops; what was said is kept.")
    for fact in session.questionnaire.facts:
        state = session.now.tailoring.facts[fact.id]
        if not state.asked or not state.open or session.now.book.profile.get(fact.id):
            continue
        value = _ask_fact(fact, ask)
        if value is None:
            return
        session.set_fact(fact.id, value)


def _ask_fact(fact: Fact, ask: Asker) -> FactValue | None:
    options = [Option(choice.id, choice.label) for choice in fact.choices]
    options.append(Option(NOT_KNOWN, "Nobody here knows"))
    if not fact.many:
        return ask.choose(fact.question, options)
    while (picked := ask.choose_many(fact.question, options, none=NOT_KNOWN)) is not None:
        alone = {NOT_KNOWN, *(choice.id for choice in fact.choices if choice.exclusive)}
        if len(picked) == 1 or alone.isdisjoint(picked):
            return tuple(picked)
        words = next(option.words for option in options if option.key in alone and option.key in picked)
        say(f"“{words}” stands alone: please choose again.")
    return None
