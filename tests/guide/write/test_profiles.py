"""The guide reads well for each kind of team that the questionnaire has an example profile for."""

from __future__ import annotations

import itertools
import re

import pytest

from levelbook.guide.keep import merge
from levelbook.guide.text.anchors import github_anchor, mkdocs_anchor
from levelbook.guide.write.assemble import Documents
from levelbook.guide.write.pages import about
from support import bank, profile_teams

EACH = pytest.mark.parametrize(
    "made",
    [
        pytest.param((name, answered), id=f"{name}-{answered}")
        for name in profile_teams.NAMES
        for answered in (False, True)
    ],
    indirect=True,
)


@pytest.fixture(name="made")
def _made(request: pytest.FixtureRequest) -> Documents:
    return profile_teams.documents(*request.param)


def text_of(made: Documents) -> str:
    return "\n\n".join(block.text for block in made.blocks)


def block(made: Documents, block_id: str) -> str:
    return next(block.text for block in made.blocks if block.id == block_id)


@EACH
def test_no_practice_is_longer_than_thirty_lines_nor_the_rules_than_twenty(made: Documents) -> None:
    assert [one.id for one in made.blocks if one.id.startswith("practice/") and one.text.count("\n") >= 30] == []
    rules = block(made, "rules").partition("**")[2]  # a sentence says first where nothing is answered
    assert len([line for line in rules.split("\n") if line]) <= 20


@EACH
def test_every_link_leads_to_one_heading_in_both_readers(made: Documents) -> None:
    guide = text_of(made)
    for slug in (github_anchor, mkdocs_anchor):
        anchors = [slug(heading) for heading in re.findall(r"^#+ (.*)$", guide, re.MULTILINE)]
        assert [link for link in re.findall(r"\]\(#([^)]*)\)", guide) if anchors.count(link) != 1] == []
    parts = {github_anchor(heading) for heading in re.findall(r"^## (.*)$", made.record, re.MULTILINE)}
    assert set(re.findall(r"record\.md#([^)]*)", guide)) <= parts


@EACH
def test_every_chapter_has_a_practice_and_every_practice_something_to_work_by(made: Documents) -> None:
    ids = [one.id for one in made.blocks]
    for before, after in zip(ids, [*ids[1:], ""], strict=True):
        if before.startswith("section/"):
            assert after.startswith(f"practice/{before.removeprefix('section/')}.")
    chapters = ids[: ids.index("inherited") if "inherited" in ids else ids.index("not-for-us")]
    for name in (name for name in chapters if name.startswith("practice/")):
        assert re.search(r"^(?:[-*]|1\.) |^\*\*.*\*\* \d", block(made, name), re.MULTILINE), name


@EACH
def test_its_sentences_are_whole(made: Documents) -> None:
    slips = re.compile(r".{0,30}(?:\.\.(?!\.)| ,|  \w|\(\)|\bNone\b(?! of)|\bthe the\b|: \.).{0,10}")
    assert slips.findall(text_of(made)) + slips.findall(made.record) == []


@EACH
def test_it_takes_what_people_write_and_assembles_to_itself(made: Documents) -> None:
    def assembled(text: str | None) -> str:
        return merge.assemble(text, made.blocks, made.front_matter, titles=made.titles, kept_notes=made.kept_notes).text

    first = assembled(None)
    written = first.replace("<!-- levelbook:end rules -->\n", "<!-- levelbook:end rules -->\n\nAsk Noor.\n")
    assert assembled(first) == first
    assert assembled(written) == written


LONGEST = {
    "bank-assistant": (7_036, 7_995),
    "hospital-open-weights": (7_485, 8_726),
    "model-maker": (8_917, 9_809),
    "saas-only": (5_655, 6_959),
    "startup-agent": (9_088, 10_182),
}
"""Words of the guide before the first answer and after an edition: what version 1.0 of the questionnaire took, and a
tenth for its further practices."""


@pytest.mark.parametrize("name", profile_teams.NAMES)
@pytest.mark.parametrize("answered", [False, True])
def test_the_guide_is_short_enough_to_be_read(name: str, answered: bool) -> None:
    blocks = (one.text for one in profile_teams.documents(name, answered).blocks)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", "\n".join(blocks))  # what a chart says in words is not read
    words = len(re.findall(r"\w[\w'’.-]*", re.sub(r"\]\([^)]*\)", "]", text)))

    assert words <= LONGEST[name][answered]


def test_only_who_has_a_provider_is_told_to_ask_one() -> None:
    for name in ("model-maker", "hospital-open-weights"):
        assert "From the provider" not in text_of(profile_teams.documents(name, True))
    made = profile_teams.documents("model-maker", True).blocks
    by_others = [one.id for one in made if "Done by others, because" in one.text]
    assert by_others == ["practice/model-deployment.accelerator-and-runtime-security"]  # in a cloud, by its host
    assert "Done by others, because" in text_of(profile_teams.documents("saas-only", False))


def test_before_the_first_answer_it_says_what_to_do_first_and_gives_each_reason_once() -> None:
    for name in profile_teams.NAMES:
        said = block(profile_teams.documents(name, False), "next")
        first = re.findall(r"^1\. .+ \(\[.+\]\(#.+\): target (\d) because (.+)\)$", said, re.MULTILINE)
        assert 4 <= len(first) <= 5, name
        assert sorted((target for target, _ in first), reverse=True) == [target for target, _ in first]
        assert len({reason for _, reason in first}) == len(first)
        assert "Our targets are highest here" not in block(profile_teams.documents(name, True), "next")
    startup = block(profile_teams.documents("startup-agent", False), "next")
    assert "target 4 because outsiders can write to a source that the model reads)" in startup


def test_only_roles_that_a_team_has_are_named() -> None:
    office = text_of(profile_teams.documents("saas-only", False))
    assert re.findall(r" For (?:.* and )?(?:backend|model team|product)\b.*\.$", office, re.MULTILINE) == []
    assert "4.1 · Target 2. For platform and security." in office
    assert "4.1 · Target 2. For platform and backend." in text_of(profile_teams.documents("bank-assistant", False))
    assert "For everyone and" not in office
    assert [
        office.count(f"{number} · Target {target}. For everyone.") for number, target in (("10.1", 2), ("12.6", 2))
    ] == [1, 1]
    assert "12.5 · Target 3 because people use public chat apps, on accounts that are not ours. For security" in office


def test_a_rule_for_others_to_keep_is_in_italics() -> None:
    made = profile_teams.documents("saas-only", False)
    assert "_Read before you train, and keep out what you cannot vouch for._" in block(
        made, "practice/model-training.dataset-curation"
    )
    assert "Rules in italics are for others to keep." in block(made, "inherited")


def test_a_reason_why_something_is_not_for_a_team_is_given_once() -> None:
    said = text_of(profile_teams.documents("hospital-open-weights", False))
    assert said.count("no model has a tool or is given more to do than answer") == 1
    assert "**Browser and computer use** (6.6): as for Agent identity and registry; no agent works" in said


def test_who_only_uses_ai_is_not_said_to_build_it() -> None:
    said = block(profile_teams.documents("saas-only", False), "about")
    assert "We work with public chat apps, use company chat accounts or business software with AI in it" in said
    assert "build" not in said.lower()
    assert "builds and runs WardNotes" in block(profile_teams.documents("hospital-open-weights", False), "about")


def test_the_opening_has_words_for_all_that_a_team_can_say_about_itself() -> None:
    """Only what it does not have goes without saying: it stands among what is not for the team."""
    template = bank.template().manifest
    told = {name for shape in template["profile"]["sentences"] for name in shape["facts"]}
    unsaid = {"no", "text", "one-or-two", "general"}
    for fact in bank.questionnaire().facts:
        assert fact.id in told
        assert {choice.id for choice in fact.choices} - set(template["clauses"][fact.id]) <= unsaid, fact.id


def test_the_opening_repeats_nothing_where_a_team_has_several_of_one_kind() -> None:
    def runs(clause: str) -> set[str]:
        return {" ".join(run) for run in zip(*(clause.split()[start:] for start in range(4)), strict=False)}

    clauses = bank.template().manifest["clauses"]
    for fact in (fact for fact in bank.questionnaire().facts if fact.many):
        together = [runs(clauses[fact.id].get(choice.id, "")) for choice in fact.choices if not choice.exclusive]
        repeated = [one & other for one, other in itertools.combinations(together, 2) if one & other]
        assert repeated == [], fact.id
    said = block(profile_teams.documents("model-maker", False), "about")
    assert "put a general-purpose model on the market and have the duties that come with systemic risk." in said


def test_a_place_that_no_choice_names_is_said_to_be_neither_of_those_that_one_does() -> None:
    """“Our users and data are in other countries” told a Canadian team that they were abroad."""
    clauses = bank.template().manifest["clauses"]["jurisdiction"]
    assert clauses["other"] == "in countries outside the EU, the UK and the US"


def test_each_place_of_users_and_data_has_its_own_in() -> None:
    """“In the EU, and countries outside the EU” is not said aloud by anybody."""
    clauses = bank.template().manifest["clauses"]["jurisdiction"]
    with_others = about.listed_apart([clauses["eu"], clauses["other"]])
    assert with_others == "in the EU, and in countries outside the EU, the UK and the US"
    said = block(profile_teams.documents("saas-only", False), "about")
    assert "Our users and data are in the UK." in said


def test_the_opening_says_who_writes_the_code_and_which_tools_are_called() -> None:
    said = block(profile_teams.documents("startup-agent", False), "about")
    assert "\n\nWe pay per use without a hard cap and let coding agents reach repositories or pipelines. " in said
    assert "calls tools that we built; uses other people's tools, plug-ins or MCP servers; makes changes" in said


def test_a_superseded_edition_is_named_only_where_the_current_one_is_not_mapped() -> None:
    record = profile_teams.documents("bank-assistant", True).record
    rests_on = record.split("\n## References and threats")[1].split("\n## ")[0]
    for practice in rests_on.split("\n- **")[1:]:
        assert "LLM Applications 2025" not in practice or "LLM Top 10 2026" not in practice
    assert "Superseded by OWASP GenAI LLM Top 10 2026" in record.split("\n## Coverage")[1]


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (("the EU", "the UK", "California"), "the EU, the UK and California"),
        (("finance", "recruitment and personnel"), "finance, and recruitment and personnel"),
        (("publish, or let it read", "sell one", "use one"), "publish, or let it read; sell one; and use one"),
        (("publish, or let it read",), "publish, or let it read"),
    ],
)
def test_each_clause_of_a_sentence_about_the_team_is_seen_to_end(clauses: tuple[str, ...], said: str) -> None:
    assert about.listed_apart(clauses) == said
