"""Books of version 1.0.0 come along to the present version, with every answer and every sentence of a person."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from levelbook.book.checks.nonblocking_problems import problems
from levelbook.book.publishing.publish import Publisher
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.summary import asked_again
from levelbook.book.upgrade import Upgrade
from levelbook.cli.upgrade_lines import forecast_words
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.errors import OtherVersion
from levelbook.core.questionnaire.questionnaire import FactValue, Practice
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.questionnaire.version_map import PracticeChange, whole_upgrade_path
from levelbook.packs.find import find_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.packs.unrecorded_changes import unrecorded_changes
from levelbook.store import answers_file, answers_text, editions
from support import version_1_0

OLDER = read_questionnaire(version_1_0.FOLDER)
NEWER = read_questionnaire(find_questionnaire("genai-security", Path()))

# --- The map ----------------------------------------------------------------------------------------------------------

PLAINER = (
    ("secrets and orders.", "secrets and instructions that the user did not give."),
    ("orders and odd", "instructions to the model and odd"),
    ("holds orders", "contains instructions"),
    ("an order by", "an instruction by"),
    ("orders", "instructions"),
    ("from order to", "from request to"),
    ("screened", "filtered"),
    ("got past the screen", "got past every check"),
    ("a screen flags", "a check flags"),
    ("Screen prompts and answers", "Check prompts and answers"),
    ("stray tool", "unwanted tool"),
    ("within ten working days", "within ten working days of closing the incident"),
    ("passes a limit", "exceeds a limit"),
    ("newborn", "brand-new"),
    ("who bites", "who installs one"),
    ("leafs through", "skims"),
    ("reach on call", "reach whoever is on call"),
    ("to on call", "to whoever is on call"),
    ("where on call", "where whoever is on call"),
    ("Give each client organisation an index", "Where several organisations are served, give each an index"),
    ("the provider's default decides", "the default decides"),
    ("the provider's filter", "the default filter"),
    ("Cover leaks,", "Cover, where they can happen, leaks,"),
    ("indexes, prompts and logs.", "indexes, prompts and logs, where you have them."),
    ("prompts, indexes, tuning and logs.", "prompts, indexes, tuning and logs, where you have them."),
    ("Keep the provider's content filter on.", "Keep on the content filter that the model or its provider brings."),
    ("Outsiders hear nothing, or hear marketing claims", "Those concerned hear nothing, or hear claims"),
    ("Keep folders known to be sensitive away", "Keep data known to be too sensitive away"),
    ("built the index chose its sources", "built the search chose its sources"),
    ("Choose by hand which sources are indexed.", "Choose by hand which sources are searched."),
    ("minutes, money and retries", "minutes, cost and retries"),
    ("any act for which it holds no approval", "any act that needs an approval and has none"),
    (
        "refuses without a fresh approval of that one act",
        "refuses an act that needs a fresh approval and has none",
    ),
    ("The person who tunes", "The person who trains"),
    ("part of each tuning set", "part of each training set"),
    ("may enter a tuning set", "may enter a training set"),
    ("missing or overdrawn", "missing or over-represented"),
    ("Some developers leave secrets out", "Some people leave secrets out"),
    ("the main model endpoint", "the main endpoint"),
    ("people's machines to loopback", "people's machines, if any, to loopback"),
    ("settings, index and adapters apart.", "settings, any index and adapters apart."),
    ("The model changes when its provider likes, and", "The model or its prompt changes unseen, and"),
    ("Let on call", "Let whoever is on call"),
    ("and on call can", "and whoever is on call can"),
    ("Someone looks after a scare", "Someone else checks after a scare"),
    ("keep away from what they know to be sensitive", "keep sensitive data away from the model"),
    ("Encryption is on where the cloud turns it on", "Encryption is on where it is the default"),
    ("and adds the worst of them to the training data", "and keeps those that worked"),
    ("the riskiest models live inside it", "the riskiest jobs run inside it"),
    ("anyone with the one shared key, can call the model", "with the one shared key, can call the model directly"),
    ("rights in code; the prompt only repeats", "rights in code or settings; prompts only repeat"),
    ("show users their entries", "show any users their entries"),
    ("Show users their entries", "Show any users their entries"),
    (
        "ground and its assessment beside each transfer",
        "ground beside each transfer, with an assessment where it needs one",
    ),
)
"""Words before and after that ask for the same."""
SAID_ANEW = {
    "No set can go round the masker, and made-up people seeded in the data are hunted in answers.": (
        "No set can go round the masker, and answers are searched for made-up people seeded in the data."
    ),
    "An engineer who knows the system could pull a key or roll back; it was done once, from memory.": (
        "Somebody who knows the system could cut it off or roll it back, from memory."
    ),
    "Know one way to cut the model off: a key, a flag or a route.": (
        "Know one way to cut the model off: an account, a key, a flag or a route."
    ),
    "Builders know their own agents; some have a service account, often one for several.": (
        "Builders know their own agents; few, if any, sign in as themselves."
    ),
    "Some agents ask first, in the chat, where one careless word waves them on.": (
        "Some agents ask first, often in the chat, where one careless word waves them on."
    ),
    "Tool actions are sorted by harm and undo; on the riskiest agents a named role approves the worst of them.": (
        "Tool actions are sorted into free, ask first and never; on the riskiest agents a named role gives each yes."
    ),
    "Anybody connects any MCP server, and nobody reads what it tells the model.": (
        "Anybody connects any tool or MCP server, and nobody reads what it tells the model."
    ),
    "Errors and uptime are watched; a model that answers wrongly looks healthy.": (
        "At most, errors and uptime are watched; a model that answers wrongly looks healthy."
    ),
    "Engineers look at cost and latency now and then, and meet odd answers by luck.": (
        "Engineers look at charts of cost, latency and refusals now and then, and meet odd answers by luck."
    ),
    "Curious colleagues poke at the chat box before a launch and mention what they find.": (
        "Curious colleagues poke at a system before its launch and mention what they find."
    ),
    "Keep the answers given to outsiders in one place.": "Keep what you told others about your AI in one place.",
    (
        "One table says which AI events count, how grave each is and who declares; legal has put its deadlines in."
    ): "One table says which AI events count, how grave each is, who declares and which legal deadlines run.",
    "Ask the privacy officer before a launch with personal data.": (
        "Ask whoever answers for privacy before launching with personal data."
    ),
    "Somebody picked a region in the console; failover, support access and logs were not looked at.": (
        "Somebody picked the region or the machines; failover, support access and logs were not looked at."
    ),
}
"""Whole sentences before and after that ask for the same."""


def changes() -> dict[str, PracticeChange]:
    assert NEWER.version_map is not None
    return {change.id: change for change in NEWER.version_map.upgrades[0].practices}


def test_what_changed_since_1_0_is_all_said() -> None:
    assert (OLDER.version, NEWER.version) == ("1.0.0", "1.1.0")
    assert list(map(str, unrecorded_changes(OLDER, NEWER))) == []


def test_nothing_is_said_of_a_practice_whose_words_are_the_same() -> None:
    for name, change in changes().items():
        whose = (False, True) if change.inherited_wording else (False,)
        assert any(OLDER.wording(name, inherited=one) != NEWER.wording(name, inherited=one) for one in whose), name


def words(practice: Practice, up_to: int) -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text: all that a team ticks or denies at the levels up to one."""
    yield "question", practice.question
    for level in practice.levels[: up_to + 1]:
        yield f"{level.level}", level.statement
        yield from ((f"{level.level} {one.id}", one.text) for one in level.criteria)


def plainer(text: str) -> str:
    if text in SAID_ANEW:
        return SAID_ANEW[text]
    for old, new in PLAINER:
        text = text.replace(old, new)
    return text


CLARIFIED = {name: change for name, change in changes().items() if change.became == "clarified"}


@pytest.mark.parametrize("name", CLARIFIED)
def test_what_is_clarified_demands_the_same_in_plainer_words(name: str) -> None:
    up_to = NEWER.max_level if (level := CLARIFIED[name].up_to) is None else level

    before = {place: plainer(text) for place, text in words(OLDER.practices[name], up_to)}

    assert dict(words(NEWER.practices[name], up_to)) == before


# --- The books --------------------------------------------------------------------------------------------------------


@pytest.fixture(name="made", scope="module", params=sorted(version_1_0.TEAMS))
def _made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return version_1_0.make(request.param, tmp_path_factory.mktemp("teams") / request.param)


@pytest.fixture(name="folder")
def _folder(made: Path, tmp_path: Path) -> Path:
    """A team folder of 1.0.0 that a test may upgrade, with a sentence of a person below each practice of its guide."""
    folder = tmp_path / made.name
    shutil.copytree(made, folder)
    guide = folder / "guide.md"
    guide.write_text("".join(with_a_note(line) for line in guide.read_text("utf-8").splitlines(keepends=True)), "utf-8")
    return folder


END = "<!-- levelbook:end practice/"


def with_a_note(line: str) -> str:
    """A line of a guide; after the end of a practice, somebody's note on it."""
    return f"{line}\nOur note on {line.removeprefix(END).split()[0]}.\n\n" if line.startswith(END) else line


def book_in(folder: Path) -> AnswerBook:
    path = folder / "answers.toml"
    return answers_text.parse(answers_file.bytes_of(path, within=folder), str(path))


def said(answer: Answer) -> dict[str, object]:
    """All that people said in an answer, without the digests over it."""
    return {key: value for key, value in answer.table.items() if key not in ("rev", "wording", "confirmed_after")}


def present_id(fact: str, value: FactValue) -> FactValue:
    """What a team said of a fact, by the names that its choices have now."""
    path = whole_upgrade_path(NEWER.version_map)
    if isinstance(value, str):
        return path.outcome("choices", (fact, value)).ids[0]
    return tuple(path.outcome("choices", (fact, choice)).ids[0] for choice in value)


def carried_out(folder: Path) -> Session:
    Upgrade.open(folder, who="Noor").carry_out()
    return Session.open(folder, who="Noor")


def test_a_book_of_1_0_is_opened_after_its_upgrade(folder: Path) -> None:
    assert book_in(folder).version == OLDER.version
    with pytest.raises(OtherVersion, match=r"1\.0\.0"):
        Session.open(folder)

    session = carried_out(folder)

    assert session.now.book.version == NEWER.version
    assert problems(session) == []
    assert [difference for edition in session.editions.all for difference in editions.differences(edition)] == []


def test_every_answer_says_what_it_said(folder: Path) -> None:
    before = book_in(folder)

    after = carried_out(folder).now.book

    assert {name: said(answer) for name, answer in after.answers.items()} == {
        name: said(answer) for name, answer in before.answers.items()
    }
    assert dict(after.profile) == {fact: present_id(fact, value) for fact, value in before.profile.items()}
    assert (after.retired, after.unknown) == (before.retired, before.unknown)


def test_a_duty_to_tell_or_to_mark_keeps_its_target_until_somebody_says_the_role(folder: Path) -> None:
    warnings = "transparency.user-facing-warnings"
    target = tailor(OLDER, book_in(folder).profile)[warnings].target

    profile = carried_out(folder).now.book.profile

    assert profile["aiact"] == ("check-transparency",)
    tailoring = tailor(NEWER, profile)
    assert tailoring[warnings].target == target == 3
    assert {f"eu-ai-act:Art. 50({number})" for number in (1, 2, 3, 4)} <= {
        reference for rule in tailoring.rules for reference in rule.legal
    }


def test_every_sentence_that_people_wrote_in_the_guide_is_there(folder: Path) -> None:
    before = (folder / "guide.md").read_text("utf-8")
    notes = [line for line in before.splitlines() if line.startswith("Our note on ")]
    by_hand = ["Priya: the savings campaign", "The off switch is the job"] if folder.name == "retail-assistant" else []

    carried_out(folder)

    after = (folder / "guide.md").read_text("utf-8")
    assert len(notes) >= 30, "the guide has a block for each practice in scope"
    assert [note for note in notes if note not in after] == []
    assert [words for words in by_hand if words not in before or words not in after] == []
    for note in notes:
        practice = note.removeprefix("Our note on ").removesuffix(".")
        assert after.index(f"{END}{practice} ") < after.index(note), "it stands below its practice as before"


def test_ballots_come_along_with_all_that_they_say(folder: Path) -> None:
    before = {path.name: path for path in (folder / "ballots").glob("*.toml")}
    levels = {
        name: {
            practice: answer.level for practice, answer in answers_text.parse(path.read_bytes(), name).answers.items()
        }
        for name, path in before.items()
    }

    session = carried_out(folder)

    assert list(session.ballots.problems) == []
    for ballot in session.ballots.all:
        after = {practice: answer.level for practice, answer in ballot.book.answers.items()}
        assert after == levels[f"{ballot.id}.toml"]


def test_what_is_asked_again_is_said_with_its_reason(folder: Path) -> None:
    upgrade = Upgrade.open(folder, who="Noor")
    outcome = upgrade.outcome
    forecast = "\n".join(forecast_words(upgrade))

    session = carried_out(folder)

    assert asked_again(session).reworded == outcome.reworded
    for name in outcome.reworded:
        assert changes()[name].why in forecast, name
    assert set(outcome.fresh) - set(OLDER.practices) == {
        name for name, one in session.now.scorecard.practices.items() if one.counts and name not in OLDER.practices
    }


def test_answered_practices_with_another_number_are_named_since_people_type_numbers(folder: Path) -> None:
    moved = [name for name in book_in(folder).answers if OLDER.numbers[name] != NEWER.numbers[name]]
    assert set(moved) <= set(NEWER.numbers)

    said = [line for line in forecast_words(Upgrade.open(folder, who="Noor")) if line.startswith("Numbers that")]

    named = [f"{OLDER.numbers[name]} {NEWER.practices[name].title} is now {NEWER.numbers[name]}" for name in moved]
    assert len(said) == bool(moved)
    assert [one for one in named[:6] if one not in "".join(said)] == []
    assert (f"and {len(named) - 6} more." in "".join(said)) == (len(named) > 6)


def test_no_more_is_asked_again_than_the_words_that_ask_for_something_else(folder: Path) -> None:
    """A book at the usual levels is asked again where a demand changed, not wherever words are plainer."""
    before = book_in(folder)
    outcome = Upgrade.open(folder, who="Noor").outcome
    changed = [name for name in before.answers if name in changes()]

    for name in outcome.reworded:
        level = before.answers[name].level or 0
        change = changes()[name]
        assert (
            change.became == "reworded"
            or (change.up_to is not None and level > change.up_to)
            or before.answers[name].met
        )
    assert len(outcome.reworded) <= len(changed) * 3 / 5 or len(changed) < 5


def test_a_round_after_the_upgrade_seals_and_compares_across_the_versions(folder: Path) -> None:
    session = carried_out(folder)

    seal(session, "after")

    again = Session.open(folder, who="Noor")
    assert again.editions.all[-1].name == "after"
    assert Publisher(again.state).assembled().changed == ()
