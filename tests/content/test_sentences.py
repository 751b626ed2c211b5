"""What the questionnaire and the guide say about a team is true of it, whatever else the team said about itself.

A rule's reason is printed when its own tests hold, and the other facts can be anything. So what each reason says is
written down here as tests of facts, and tried against every combination of answers that a team can give. Two reasons
that would contradict each other can then never stand in one guide.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from levelbook.core.questionnaire.questionnaire import Fact, FactValue, ListTest, When
from levelbook.core.questionnaire.tailoring import FactState, fact_states, holds
from levelbook.packs.companions import read_frameworks
from levelbook.packs.find import find_questionnaire
from levelbook.packs.read import read_questionnaire
from support import bank

FOLDER = find_questionnaire("genai-security", Path())
QUESTIONNAIRE = read_questionnaire(FOLDER)
FACTS = QUESTIONNAIRE.facts_by_id


def only(*choices: str) -> ListTest:
    return ListTest(only=choices)


def none(*choices: str) -> ListTest:
    return ListTest(none=choices)


BOUGHT = {"role": only("consumer-apps", "saas")}
STAFF = {"exposure": only("staff-only")}
OUTSIDERS = {"exposure": ("partners", "signed-in-public", "anonymous-public")}
PERSONAL_KINDS = ("personal", "special-category", "health", "payment-card", "children")
PERSONAL = {"data": PERSONAL_KINDS}
SEARCHED = {"rag": ("internal-sources", "outsider-writable")}
REMEMBERED = {"memory": ("per-user", "shared")}
ACTS = {"agency": ("prescribed", "supervised", "full")}
DECIDES = {"decisions": ("with-human", "automated")}
AGENTS_CODE = {"coding": ("agents-with-access",)}

SAYS: Mapping[str, When] = {
    "generative AI is not in use here yet": {"role": only("none")},
    "the product is somebody else's; who uses it, and with which data, is ours": BOUGHT,
    "no AI system is built here that has parts to list or to admit": BOUGHT,
    "the search is part of somebody else's product; what we connect to it is ours": {**BOUGHT, **SEARCHED},
    "the memory is part of somebody else's product": {**BOUGHT, **REMEMBERED},
    "agents run inside somebody else's product; what they may reach is ours": {**BOUGHT, "agency": none("none")},
    "any screen for approving what an agent does is part of somebody else's product": {**BOUGHT, **ACTS},
    "tools are called from inside somebody else's product; which ones we connect is ours": {
        **BOUGHT,
        "tools": none("no"),
    },
    "nobody but our own staff sends input, and the filters are those of somebody else's product": {**BOUGHT, **STAFF},
    "only our own staff see its screens, and these are part of somebody else's product": {**BOUGHT, **STAFF},
    "outsiders meet no AI system of ours in which they could find a flaw": {
        "role": none("fine-tune", "train"),
        **STAFF,
    },
    "people use finished products, and no tool or code of ours calls a model, so there is no key to keep": {
        **BOUGHT,
        "tools": only("no"),
        "coding": ("no",),
    },
    "chat apps are used on public accounts, and no model key, system prompt or log of theirs is ours": {
        "role": only("consumer-apps")
    },
    "no model is held here": {"role": none("none", "self-host", "fine-tune", "train")},
    "open weights were trained by their maker, who is the provider to ask": {"role": ("self-host",)},
    "no model is tuned or trained here": {"role": none("none", "fine-tune", "train")},
    "models run at their provider, which keeps their files and its machines": {
        "role": only("consumer-apps", "saas", "provider-api")
    },
    "models run at their provider, and no model file is opened here": {
        "role": none("none", "self-host", "train"),
        "hosting": only("provider"),
    },
    "no model runs at a provider, so no provider sees a prompt": {
        "role": none("none", "consumer-apps", "saas", "provider-api"),
        "hosting": none("provider", "own-cloud"),
        "rag": none("outsider-writable"),
        "tools": none("third-party-tools"),
        "coding": ("no",),
    },
    "nothing is looked up, so there is no index to guard and no source to cite": {"rag": ("no",)},
    "nothing is remembered from one session to the next": {"memory": ("no",)},
    "nothing that our systems answer is run as code or as a query": {"downstream": none("executed")},
    "coding and browsing aside, no model has a tool or is given more to do than answer": {
        "tools": only("no"),
        "agency": ("none",),
    },
    "coding and browsing aside, no model is allowed to change anything by itself": {"agency": ("none", "read-only")},
    "coding aside, no tool, plug-in or MCP server is connected": {"tools": only("no")},
    "no pictures, sound or video come out, and no duty or sector was named that has text marked": {
        "modality": none("generates-media"),
        "aiact": none("provider-transparency", "deployer-transparency", "check-transparency"),
        "sector": none("media"),
    },
    "no deployment of ours serves several organisations": {"tenancy": ("no",)},
    "the machines under our models are a provider's or a cloud's": {"hosting": only("provider", "own-cloud")},
    "coding aside, no model that we call runs at a provider, so none changes or retires under us": {
        "role": only("self-host", "fine-tune", "train"),
        "hosting": none("provider"),
    },
    "nothing is built here whose worst abilities would have to be tried out": BOUGHT,
    "nothing is tuned or trained, and output changes nothing by itself": {
        "role": none("fine-tune", "train"),
        "agency": ("none", "read-only"),
        "downstream": none("executed"),
    },
    "output has no part in decisions about people": {"decisions": ("no",)},
    "no agent works in a browser or on a desktop": {"browsing": ("no",)},
    "AI writes no code here": {"coding": ("no",)},
    "no MCP server of our own runs here": {"mcp": ("no",)},
    "nothing is retrieved, tuned or trained": {"rag": ("no",), "role": none("fine-tune", "train")},
    "coding aside, no source and no tool is connected to a model": {"rag": ("no",), "tools": only("no")},
    "no personal data reaches prompts, retrieval, tuning or logs": {"data": none(*PERSONAL_KINDS)},
    "nothing sensitive reaches a model, so nothing that a border would stop": {"data": only("none-sensitive")},
    "nobody but our own staff sends input, and output decides nothing about a person": {**STAFF, "decisions": ("no",)},
    "another team answers for staff at large": {"remit": ("product-only",)},
    "people use public chat apps, on accounts that are not ours": {"role": ("consumer-apps",)},
    "we run open-weight models ourselves, so trusting, serving and patching them is ours": {"role": ("self-host",)},
    "tuning puts our data into the weights and can wear down refusals": {"role": ("fine-tune",)},
    "personal data can end up in the weights for good": {
        "role": ("fine-tune", "train"),
        **PERSONAL,
    },
    "a model is made here that people rely on": {"role": ("train",)},
    "whoever tunes or trains a model may be its provider under EU law": {
        "role": ("fine-tune", "train"),
        "jurisdiction": ("eu",),
    },
    "people from outside can send input": OUTSIDERS,
    "prompts, data, keys and output are ours where we build on a provider's model": {"role": ("provider-api",)},
    "some callers have no identity to throttle or ban": {"exposure": ("anonymous-public",)},
    "answers may draw on sources that are closed to some users": SEARCHED,
    "outsiders can write to a source that the model reads": {"rag": ("outsider-writable",)},
    "the search is ours, and strangers can write what it finds": {
        "role": ("provider-api", "self-host", "fine-tune", "train"),
        "rag": ("outsider-writable",),
    },
    "tools made by others are called, and what they return reaches the model": {"tools": ("third-party-tools",)},
    "an agent clicks and types on pages that anybody may have written": {
        "browsing": ("own-browser", "peoples-browsers")
    },
    "agents work in browsers where people are signed in": {"browsing": ("peoples-browsers",)},
    "MCP servers of our own turn what a model asks for into calls on our systems": {"mcp": ("inside", "offered")},
    "others connect their agents to MCP servers of ours": {"mcp": ("offered",)},
    "a model can change things outside the conversation": ACTS,
    "a model acts without approval of each step": {"agency": ("supervised", "full")},
    "agents here act on their own, so bounds, tool limits and the stop must be proved": {
        "agency": ("supervised", "full")
    },
    "what is planted in memory outlives the session": REMEMBERED,
    "one user's words reach the next through shared memory": {"memory": ("shared",)},
    "several organisations share one deployment, and nothing may cross": {"tenancy": ("yes",)},
    "instructions can hide in images, audio and files": {"modality": ("takes-media",)},
    "generated images, audio or video can pass for real ones": {"modality": ("generates-media",)},
    "programs act on output before a person reads it": {"downstream": ("rendered", "executed")},
    "what a model writes is run as code, queries or transactions": {"downstream": ("executed",)},
    "inference servers, drivers and accelerators are ours to keep patched and closed": {
        "role": ("self-host", "fine-tune", "train"),
        "hosting": ("own-cloud", "own-hardware", "edge"),
    },
    "nothing but the invoice stops a runaway bill": {"spend": ("uncapped",)},
    "code that AI writes brings in packages, some of them invented, and needs a reader who did not ask for it": {
        "coding": ("assistants", "agents-with-access")
    },
    "coding tools obey instruction files and skills that lie beside the code": {
        "coding": ("assistants", "agents-with-access")
    },
    "coding agents can read the keys in repositories and pipelines": AGENTS_CODE,
    "coding agents run commands, call tools and install packages where our code is": AGENTS_CODE,
    "with more than ten systems, nobody can hold them all in mind": {"scale": ("more-than-ten",)},
    "personal data is in reach": PERSONAL,
    "personal data reaches systems that we build or run": {
        "role": ("provider-api", "self-host", "fine-tune", "train"),
        **PERSONAL,
    },
    "a leak of health or other special data does lasting harm to people": {"data": ("special-category", "health")},
    "card data in a prompt or a log brings the system under card rules": {"data": ("payment-card",)},
    "children's data is in reach, and children need more protection": {"data": ("children",)},
    "export-controlled data may not leave where it is": {"data": ("export-controlled",)},
    "output shapes decisions about people": DECIDES,
    "users, people in the data or operations are in the EU, where the EU AI Act applies": {"jurisdiction": ("eu",)},
    "personal data is in reach, and the GDPR applies in the EU": {**PERSONAL, "jurisdiction": ("eu",)},
    "personal data is in reach, and the UK GDPR applies in the UK": {**PERSONAL, "jurisdiction": ("uk",)},
    "people in the EU may ask for a person to look at what was decided about them by machine alone": {
        **DECIDES,
        "jurisdiction": ("eu",),
    },
    "people in the UK may ask for a person to look at what was decided about them by machine alone": {
        **DECIDES,
        "jurisdiction": ("uk",),
    },
    "people in the EU may ask how a high-risk system shaped a decision about them": {
        **DECIDES,
        "jurisdiction": ("eu",),
    },
    "personal data is in reach, and California's privacy law applies in California": {
        **PERSONAL,
        "jurisdiction": ("us-california",),
    },
    "California regulates automated decisions about people": {**DECIDES, "jurisdiction": ("us-california",)},
    "HIPAA may cover this health data": {"data": ("health",), "jurisdiction": ("us-california", "us-other")},
    "we must tell people that they meet AI, and mark what it makes": {"aiact": ("provider-transparency",)},
    "we must say where we publish deepfakes or AI text, or let AI read feelings": {"aiact": ("deployer-transparency",)},
    "people must be told that they meet AI, or that AI made what they see": {"aiact": ("check-transparency",)},
    "the EU AI Act calls one use here high-risk": {"aiact": ("deployer-high-risk", "provider-high-risk")},
    "output shapes decisions about people, and the EU AI Act calls one use here high-risk": {
        "aiact": ("deployer-high-risk", "provider-high-risk"),
        **DECIDES,
    },
    "whoever uses a high-risk system must watch it and keep its logs": {"aiact": ("deployer-high-risk",)},
    "whoever provides a high-risk system must prove its quality": {"aiact": ("provider-high-risk",)},
    "a general-purpose model is put on the market, and others build on it": {
        "aiact": ("gpai-provider", "gpai-systemic-risk")
    },
    "the EU AI Act counts that model as a systemic risk": {"aiact": ("gpai-systemic-risk",)},
    "one use here may be prohibited in the EU": {"aiact": ("check-prohibited",), "jurisdiction": ("eu",)},
    "DORA asks financial firms in the EU to govern the IT that they run and buy": {
        "jurisdiction": ("eu",),
        "sector": ("finance",),
    },
    "NIS2 may cover us in the EU: our sector is one of those that it names": {
        "jurisdiction": ("eu",),
        "sector": ("health", "public-sector", "critical-infrastructure"),
    },
    "what others run on their devices in the EU may be a product under the Cyber Resilience Act": {
        "jurisdiction": ("eu",),
        "hosting": ("edge",),
        **OUTSIDERS,
    },
    "a high-risk system that others buy as software or in a device may be a product under the Cyber Resilience Act": {
        "jurisdiction": ("eu",),
        "aiact": ("provider-high-risk",),
        **OUTSIDERS,
    },
    "supervisors in this sector expect resilience, and proof of it": {"sector": none("general")},
    "our sector deals with people's schooling or jobs": {"sector": ("education", "hr-recruitment")},
    "readers must know what a machine wrote": {"sector": ("media",)},
}
"""Each reason in tailoring.toml to what it says about the team."""

CLAUSES_SAY: Mapping[str, When] = {
    "our own staff": STAFF,
    "nothing sensitive": {"data": only("none-sensitive")},
    "takes no action of its own": {"agency": ("none",)},
    "chooses what to look up but changes nothing": {"agency": ("read-only",)},
    "makes changes only after a person has approved each one": {"agency": ("prescribed",)},
    "remembers nothing between sessions": {"memory": ("no",)},
}
"""Clauses of the guide's opening that say more than that their choice is among those that were given."""


@dataclass(frozen=True)
class Sentence:
    """A sentence is printed when `when` holds, and says what `says` holds of."""

    words: str
    when: When
    says: When


RULES = [Sentence(rule.because, rule.when, SAYS.get(rule.because, {})) for rule in QUESTIONNAIRE.rules]


def clauses() -> Iterator[Sentence]:
    for fact, words in bank.template().words("clauses").items():
        for choice, clause in words.items():
            yield Sentence(clause, {fact: (choice,)}, CLAUSES_SAY.get(clause, {fact: (choice,)}))


EVERY = [*RULES, *clauses()]


# What a team can answer


def values(fact: Fact) -> Iterator[FactValue | None]:
    """Every answer that a team can give, and none."""
    yield None
    names = [choice.id for choice in fact.choices]
    if not fact.many:
        yield from names
        return
    yield from ((choice.id,) for choice in fact.choices if choice.exclusive)
    together = [choice.id for choice in fact.choices if not choice.exclusive]
    for size in range(1, len(together) + 1):
        yield from itertools.combinations(together, size)


def profiles(*tests: When) -> Iterator[Mapping[str, FactState]]:
    """The states of the facts that these tests look at, for every profile that they can tell from another."""
    wanted = {name for when in tests for name in when}
    for fact in reversed(QUESTIONNAIRE.facts):  # a fact hangs on earlier ones only
        if fact.id in wanted:
            wanted |= set(fact.when)
    facts = tuple(fact for fact in QUESTIONNAIRE.facts if fact.id in wanted)
    looked_at = [*tests, *(fact.when for fact in facts)]
    part = replace(QUESTIONNAIRE, facts=facts)
    told_apart = [list(_told_apart(fact, [when[fact.id] for when in looked_at if fact.id in when])) for fact in facts]
    for combination in itertools.product(*told_apart):
        profile = {fact.id: value for fact, value in zip(facts, combination, strict=True) if value is not None}
        yield fact_states(part.facts, profile)


def _told_apart(fact: Fact, tests: Iterable[tuple[str, ...] | ListTest]) -> Iterator[FactValue | None]:
    """One answer for each way in which these tests of the fact can come out."""
    seen: set[tuple[bool, ...]] = set()
    every = list(tests)
    for value in values(fact):
        choices = () if value is None else (value,) if isinstance(value, str) else value
        state = {fact.id: FactState(fact, asked=True, open=not choices, choices=choices)}
        outcome = (not choices, *(holds({fact.id: test}, state) for test in every))
        if outcome not in seen:
            seen.add(outcome)
            yield value


def untrue(sentence: Sentence) -> list[Mapping[str, tuple[str, ...]]]:
    """The answers with which a sentence is printed and not true."""
    return [
        {name: state.choices for name, state in states.items()}
        for states in profiles(sentence.when, sentence.says)
        if holds(sentence.when, states) and not holds(sentence.says, states)
    ]


def exclude_each_other(one: When, other: When) -> bool:
    """Tell whether no answer to some fact fits what both say."""
    for name in set(one) & set(other):
        fact = FACTS[name]
        given = [value for value in values(fact) if value is not None]
        states = [
            {name: FactState(fact, asked=True, open=False, choices=(one_,) if isinstance(one_, str) else one_)}
            for one_ in given
        ]
        if not any(holds({name: one[name]}, state) and holds({name: other[name]}, state) for state in states):
            return True
    return False


def contradictions(sentences: list[Sentence]) -> list[tuple[str, str, Mapping[str, tuple[str, ...]]]]:
    """Every pair of sentences of which both can be printed and only one can be true, with answers that print both."""
    found = []
    for one, other in itertools.combinations(sentences, 2):
        if not exclude_each_other(one.says, other.says):
            continue
        for states in profiles(one.when, other.when):
            if holds(one.when, states) and holds(other.when, states):
                found.append((one.words, other.words, {name: state.choices for name, state in states.items()}))
                break
    return found


# What is right


def test_of_each_reason_it_is_written_down_what_it_says() -> None:
    """A new or a changed reason has to be thought about against all other facts before it ships."""
    assert set(SAYS) == {rule.because for rule in QUESTIONNAIRE.rules}
    clauses_there = {clause for words in bank.template().words("clauses").values() for clause in words.values()}
    assert set(CLAUSES_SAY) <= clauses_there


@pytest.mark.parametrize("sentence", EVERY, ids=lambda sentence: sentence.words[:50])
def test_a_sentence_is_true_of_every_team_that_reads_it(sentence: Sentence) -> None:
    assert untrue(sentence) == []


def test_no_two_sentences_that_one_team_can_read_contradict_each_other() -> None:
    assert contradictions(EVERY) == []


@pytest.mark.parametrize(
    ("words", "when", "says"),
    [
        (
            "the public can send input",
            {"exposure": ("signed-in-public", "anonymous-public")},
            {"exposure": ("anonymous-public",)},
        ),
        (
            "children may be among the users",
            {"data": ("children",)},
            OUTSIDERS,
        ),
        (
            "the model is a provider's, and only what goes in and out is ours",
            {"role": ("provider-api",)},
            {"role": none("train")},
        ),
        ("the EU AI Act reaches this team", {"jurisdiction": ("eu",)}, {"aiact": none("none")}),
    ],
)
def test_a_sentence_that_is_not_always_true_is_found(words: str, when: When, says: When) -> None:
    wrong = Sentence(words, when, says)

    assert untrue(wrong)


def test_two_that_contradict_each_other_are_found_with_the_answers_that_print_both() -> None:
    children = Sentence("children may be among the users", {"data": ("children",)}, OUTSIDERS)

    found = contradictions([*EVERY, children])

    staff = "nobody but our own staff sends input, and output decides nothing about a person"
    [answers] = [answers for one, other, answers in found if (one, other) == (staff, children.words)]
    assert answers["data"] == ("children",) and answers["exposure"] == ("staff-only",)


# Law

PLACES = {
    "eu-ai-act": ("eu",),
    "gdpr": ("eu",),
    "dora": ("eu",),
    "nis2": ("eu",),
    "cra": ("eu",),
    "uk-gdpr": ("uk",),
    "ccpa": ("us-california",),
    "hipaa": ("us-california", "us-other"),
}
WORDS = {
    r"\bEU\b": ("eu",),
    r"\b(DORA|NIS2|Cyber Resilience Act)\b": ("eu",),
    r"(?<!UK )\bGDPR\b": ("eu",),
    r"\bUK\b": ("uk",),
    r"\bCalifornia": ("us-california",),
    r"\bHIPAA\b": ("us-california", "us-other"),
}


def test_a_law_comes_in_only_with_facts_of_its_own_place() -> None:
    frameworks = read_frameworks(FOLDER)
    assert set(PLACES) == {key for key, framework in frameworks.items() if framework.law}

    for rule in QUESTIONNAIRE.rules:
        named = {PLACES[reference.partition(":")[0]] for reference in rule.legal}
        named |= {places for word, places in WORDS.items() if re.search(word, rule.because)}
        for places in named:
            assert untrue(Sentence(rule.because, rule.when, {"jurisdiction": places})) == [], rule.because


def test_no_law_of_the_united_kingdom_goes_by_the_number_of_an_eu_regulation() -> None:
    framework = read_frameworks(FOLDER)["uk-gdpr"]

    assert not re.search(r"\bEU\b|2016/679", f"{framework.name} {framework.version}")
    cited = {
        reference
        for practice in QUESTIONNAIRE.practices.values()
        for reference in practice.references
        if reference.startswith("uk-gdpr:")
    }
    assert cited <= {f"uk-gdpr:{item}" for item in framework.by_id} and cited
