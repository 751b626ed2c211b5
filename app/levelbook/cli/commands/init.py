"""`levelbook init`: start a book."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from levelbook.book import merging
from levelbook.book.authoring import questionnaire_authoring
from levelbook.book.new_book import NewBook, refuse_within_a_book, within_words
from levelbook.book.queue import queue
from levelbook.book.session import Session
from levelbook.book.tool_files import ToolFiles
from levelbook.cli import parameters, shell_completion, tool_files
from levelbook.cli.diagnostics import say
from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import BACK, HELP, Option, Prompter, prompter
from levelbook.core.assessment.queue import QueueChoice
from levelbook.core.questionnaire.facts import incompatible_facts
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue
from levelbook.words.facts import incompatible_sentence, incompatible_words
from levelbook.words.figures import days_words
from levelbook.words.files import shown
from levelbook.words.standing import scope_words


@click.command("init", epilog="DIR is docs/ plus the questionnaire's id unless given, such as docs/genai-security.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--team", metavar="NAME", help="The team's name.")
@click.option("--organisation", metavar="NAME", help="The organisation it belongs to.")
@click.option("--about", metavar="TEXT", help="The system or work to assess.")
@click.option(
    "--questionnaire", default="genai-security", show_default=True, metavar="Q", help="A shipped one, or a path."
)
@click.option(
    "--like",
    metavar="PROFILE",
    shell_complete=shell_completion.profiles,
    help="Copy the facts from a shipped example profile.",
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="ID=CHOICE[,…]",
    shell_complete=shell_completion.new_facts,
    help="Set a fact. Repeatable.",
)
@click.option("--yes", is_flag=True, help="Do not ask: facts that are not given stay open.")
@click.option(
    "--git",
    "with_git",
    is_flag=True,
    help="Set git up to merge answers one by one; in an existing book, do only that.",
)
@click.option(
    "--tool-files",
    "with_tool_files",
    is_flag=True,
    help="Add what other tools need to know about the book, such as git's attributes; in an existing book, do "
    "only that.",
)
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
    with_git: bool,
    with_tool_files: bool,
    plain: bool,
) -> None:
    """Start a book: create a team folder and ask for the facts."""
    if (with_git or with_tool_files) and (there := merging.book_at(folder, directory)):
        if with_git:
            put(*merging.set_up(there))
        if with_tool_files:
            tool_files.offer(ToolFiles(there), is_agreed=True)
        if team or organisation or about or like or facts:
            say("There is a book here already, so nothing else was set up. `levelbook profile` changes its facts.")
        return
    if directory is None:
        refuse_within_a_book(folder)
    found = questionnaire_authoring.find(questionnaire, folder)
    usual = questionnaire_authoring.team_folder(found)
    path = folder / (directory or usual)
    beginning = NewBook(path, found, like, parameters.facts(facts), folder)
    say(*(f"levelbook: {words}" for words in filter(None, [within_words(path)])))
    if with_git:
        merging.must_be_possible(path)  # before there is a book
    ask = prompter(plain=plain) if in_terminal() and not yes else None
    try:
        team = team or (_line(ask, "Which team is this?", _ABOUT_TEAM) if ask else None)
        if not team or not team.strip():
            parameters.missing("The team's name", "--team NAME")
        if about is None and ask:
            about = _line(ask, "What do you assess, such as a system's name? (may stay empty)", _ABOUT_SYSTEM)
        if organisation is None and ask:
            organisation = _line(ask, "Which organisation does it belong to? (may stay empty)", _ABOUT_ORGANISATION)
    except KeyboardInterrupt as stopped:
        raise KeyboardInterrupt("Stopped. No book was made.") from stopped
    session = beginning.begin(team, organisation or "", about or "")
    where = "" if path in (usual, Path()) else f" -C {shlex.quote(str(path))}"
    if with_git:
        put(*merging.set_up(session.folder))
    tool_files.offer(ToolFiles(session.folder), ask, is_agreed=with_tool_files)
    if ask:
        try:
            _ask_facts(session, ask)
        except KeyboardInterrupt:
            shows = "shows which facts are open, and with --fact sets one."
            say("", f"The book is set up. `levelbook{where} profile` {shows}")
            say(f"`levelbook{where}` opens it: there you can answer and change every fact.")
            raise
    put(f"The book of {session.folder.settings.team} is in {shown(beginning.settings_path)}.", scope_words(session.now))
    put(days_words(session.folder.settings.timezone))
    put(*incompatible_words(session.questionnaire.incompatible, session.now.tailoring.facts))
    if session.now.tailoring.open_facts:
        how = f"`levelbook{where} profile --fact ID=CHOICE` sets one."
        put(f"Open facts: {', '.join(session.now.tailoring.open_facts)}. {how}")
    only = " --only essential" if queue(session, QueueChoice("essential")) else ""
    put(f"Next: `levelbook{where}` opens it; `levelbook{where} ask{only}` asks in plain lines.")


_ABOUT_TEAM = (
    "The team that answers. Its name is at the head of the guide, and a portfolio lists it under this name. It can be "
    "changed later: `team` in levelbook.toml."
)
_ABOUT_SYSTEM = (
    "What the answers are about, such as a system or a product. The guide's title names it. Enter leaves it out; "
    "`about` in levelbook.toml changes it later."
)
_ABOUT_ORGANISATION = (
    "The company, or the part of it, that the team belongs to. Guide and record name it. Enter leaves it out; "
    "`organisation` in levelbook.toml changes it later."
)


def _line(ask: Prompter, question: str, about: str) -> str | None:
    """Ask for a line, and explain the question to whoever types `?`."""
    while (said := ask.line(question)) == HELP:
        say(about)
    return said


def _ask_facts(session: Session, ask: Prompter) -> None:
    """Ask every open fact in order, without those that an earlier one settles."""
    if _next_fact(session, "") is None:
        return
    words = "A few facts tailor the questionnaire; how many are asked depends on your answers."
    say("", f"{words} “{BACK}” goes back; Ctrl-C stops, and your answers are kept.")
    done: list[str] = []
    again = ""
    while (fact := _next_fact(session, again)) is not None:
        value = _ask_fact(session, fact, ask, can_go_back=bool(done))
        if value is None:
            return
        if value == BACK:
            again = done.pop()
            continue
        session.set_fact(fact.id, value)
        say(*(f"{words} “{BACK}” goes back." for words in _newly_incompatible(session, fact)))
        done.append(fact.id)
        again = ""


def _newly_incompatible(session: Session, fact: Fact) -> list[str]:
    """Return sentences about answers that contradict the one to `fact`."""
    states = session.now.tailoring.facts
    return [
        incompatible_sentence(one, states)
        for one in incompatible_facts(session.questionnaire.incompatible, states)
        if fact.id in one.when
    ]


def _next_fact(session: Session, again: str) -> Fact | None:
    """Return the fact to ask again, otherwise the first one without an answer."""
    states, profile = session.now.tailoring.facts, session.now.book.profile
    if again and states[again].asked:
        return states[again].fact
    return next((one.fact for one in states.values() if one.asked and one.open and not profile.get(one.fact.id)), None)


def _place(session: Session, fact: Fact) -> str:
    """Return the position, such as `3 of 12`, among all facts that are or may be asked."""
    asked = [name for name, state in session.now.tailoring.facts.items() if state.asked or state.open]
    return f"{asked.index(fact.id) + 1} of {len(asked)}"


def _ask_fact(session: Session, fact: Fact, ask: Prompter, *, can_go_back: bool) -> FactValue | None:
    """Ask for one fact; BACK to go back, None when there is no more input."""
    options = [Option(choice.id, choice.label) for choice in fact.choices]
    options.append(Option(NOT_KNOWN, "Nobody here knows"))
    if can_go_back:
        options.append(Option(BACK, "Back to the question before"))
    question = f"{_place(session, fact)}: {fact.question}"
    given = session.now.book.profile.get(fact.id, ())
    so_far = (given,) if isinstance(given, str) else tuple(given)
    if not fact.many:
        return ask.choose(question, options, next(iter(so_far), None))
    while (picked := ask.choose_many(question, options, so_far, none=NOT_KNOWN)) is not None:
        if BACK in picked:
            return BACK
        alone = {NOT_KNOWN, *(choice.id for choice in fact.choices if choice.exclusive)}
        if len(picked) == 1 or alone.isdisjoint(picked):
            return tuple(picked)
        words = next(option.words for option in options if option.key in alone and option.key in picked)
        say(f"“{words}” cannot be combined with other choices: please choose again.")
    return None
