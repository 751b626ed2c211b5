"""The shipped questionnaire: complete, sound, and tailored as an expert would."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelbook import packs
from levelbook.core.answers import FactValue
from levelbook.core.conditions import Tailoring, tailor
from levelbook.core.questionnaire import NOT_KNOWN, Fact, ListTest

FOLDER = packs.find_questionnaire("genai-security", Path())
QUESTIONNAIRE = packs.read_questionnaire(FOLDER)

PRACTICES = [
    "risk-governance.roles-and-responsibilities",
    "risk-governance.risk-assessment-protocol",
    "risk-governance.security-audits",
    "data-pipeline.classification-and-labelling",
    "data-pipeline.anonymisation-and-deidentification",
    "data-pipeline.secure-storage-and-transmission",
    "data-pipeline.data-provenance-tracking",
    "model-training.dataset-curation",
    "model-training.adversarial-training",
    "model-training.fine-tuning-and-guardrails",
    "model-training.model-isolation",
    "model-deployment.authentication-and-access-control",
    "model-deployment.rate-limiting-and-abuse-detection",
    "model-deployment.input-validation-and-sanitisation",
    "model-deployment.output-filtering",
    "adversarial-monitoring.prompt-injection-detection",
    "adversarial-monitoring.inversion-and-extraction-defence",
    "adversarial-monitoring.anomaly-detection",
    "adversarial-monitoring.red-teaming",
    "transparency.model-documentation",
    "transparency.transparency-reports",
    "transparency.user-facing-warnings",
    "transparency.audit-trails",
    "ethics-and-compliance.fairness-and-bias",
    "ethics-and-compliance.content-moderation-policies",
    "ethics-and-compliance.data-protection-laws",
    "ethics-and-compliance.cross-border-data-controls",
    "third-party-and-apis.api-key-management",
    "third-party-and-apis.oauth-and-scopes",
    "third-party-and-apis.vendor-security-assessments",
    "third-party-and-apis.endpoint-hardening",
    "user-education-and-access.usage-guidelines",
    "user-education-and-access.feedback-channels",
    "user-education-and-access.role-based-permissioning",
    "user-education-and-access.session-logging",
    "incident-response.trigger-events",
    "incident-response.response-teams",
    "incident-response.containment-and-recovery",
    "incident-response.post-mortem-analysis",
    "testing-and-updates.model-re-evaluation",
    "testing-and-updates.patch-management",
    "testing-and-updates.threat-intelligence",
    "testing-and-updates.community-engagement",
]

NEVER_TAKEN_AWAY = ("risk-governance", "incident-response", "user-education-and-access")
LAWS = {"eu-ai-act", "gdpr", "hipaa", "ccpa"}
EXAMPLES = [name for name, _ in packs.profiles(FOLDER)]


# --- What is there ----------------------------------------------------------------------------------------------------


def test_its_check_finds_nothing() -> None:
    assert list(map(str, packs.check_questionnaire(FOLDER))) == []


def test_all_practices_that_it_promises_are_there_under_their_ids() -> None:
    found = list(QUESTIONNAIRE.practices)

    assert [name for name in PRACTICES if name not in found] == []
    assert [name for name in found if name in PRACTICES] == PRACTICES


def test_its_folder_is_called_by_its_id() -> None:
    assert FOLDER.name == QUESTIONNAIRE.id


def test_its_scale_asks_for_the_evidence_that_the_design_names() -> None:
    needs = [level.needs for level in QUESTIONNAIRE.scale]

    assert needs == ["asserted", "asserted", "documented", "sampled", "tested"]
    assert [kind.valid_days for kind in QUESTIONNAIRE.evidence_kinds] == [None, 365, 120, 365]


def test_every_framework_is_read_and_the_laws_are_marked() -> None:
    frameworks = packs.read_frameworks(FOLDER)

    assert len(frameworks) >= 29
    assert {key for key, framework in frameworks.items() if framework.law} == LAWS


def test_about_fifteen_practices_are_essential() -> None:
    assert 12 <= sum(practice.essential for practice in QUESTIONNAIRE.practices.values()) <= 18


@pytest.mark.parametrize("practice_id", PRACTICES)
def test_every_practice_is_complete_enough_for_a_workshop(practice_id: str) -> None:
    practice = QUESTIONNAIRE.practices[practice_id]

    assert practice.question.endswith("?")
    assert practice.ask and practice.roles and practice.moments and practice.meanwhile
    assert practice.references


@pytest.mark.parametrize("practice_id", PRACTICES)
def test_owasp_items_carry_their_year(practice_id: str) -> None:
    """LLM03 means one thing in 2025 and another in 2026."""
    practice = QUESTIONNAIRE.practices[practice_id]

    for reference in (*practice.references, *practice.threats):
        framework, _, item = reference.partition(":")
        if framework.startswith("owasp-llm-top10-"):
            assert item.endswith(framework.removeprefix("owasp-llm-top10")[1:]), reference


def test_no_reason_is_a_sentence_of_its_own() -> None:
    """A reason stands after "needs 3 because …" and, capitalised, alone."""
    assert [rule.because for rule in QUESTIONNAIRE.rules if rule.because.endswith(".")] == []


# --- How it is tailored -----------------------------------------------------------------------------------------------


def scopes(tailoring: Tailoring) -> dict[str, str]:
    return {name: placement.scope for name, placement in tailoring.placements.items()}


def test_an_empty_profile_leaves_everything_applicable() -> None:
    tailoring = tailor(QUESTIONNAIRE, {})

    assert set(scopes(tailoring).values()) == {"applicable"}
    assert {placement.target for placement in tailoring.placements.values()} == {2}
    assert set(tailoring.open_facts) == {fact.id for fact in QUESTIONNAIRE.facts}


def test_not_knowing_anything_takes_nothing_away() -> None:
    unknown: dict[str, FactValue] = {fact.id: (NOT_KNOWN,) if fact.many else NOT_KNOWN for fact in QUESTIONNAIRE.facts}

    assert set(scopes(tailor(QUESTIONNAIRE, unknown)).values()) == {"applicable"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_profile_settles_every_fact(name: str) -> None:
    tailoring = tailor(QUESTIONNAIRE, packs.read_profile(FOLDER, name).profile)

    assert tailoring.open_facts == ()
    assert "applicable" in scopes(tailoring).values()


def test_the_examples_are_teams_that_differ() -> None:
    tailored = [tailor(QUESTIONNAIRE, packs.read_profile(FOLDER, name).profile) for name in EXAMPLES]
    seen = {tuple((one.scope, one.target) for one in tailoring.placements.values()) for tailoring in tailored}

    assert len(seen) == len(EXAMPLES) >= 4


def test_a_team_without_generative_ai_is_asked_little() -> None:
    found = scopes(tailor(QUESTIONNAIRE, {"role": ("none",)}))

    assert sum(scope == "not-applicable" for scope in found.values()) > len(found) / 2


def values_of(fact: Fact) -> st.SearchStrategy[FactValue]:
    """What a team may answer: one choice, or several that go together."""
    names = [choice.id for choice in fact.choices]
    if not fact.many:
        return st.sampled_from([*names, NOT_KNOWN])
    together = [choice.id for choice in fact.choices if not choice.exclusive]
    alone = [(choice.id,) for choice in fact.choices if choice.exclusive]
    several = st.sets(st.sampled_from(together), min_size=1).map(lambda some: tuple(sorted(some, key=names.index)))
    return st.one_of(several, st.sampled_from([*alone, (NOT_KNOWN,)]))


PROFILES = st.fixed_dictionaries({}, optional={fact.id: values_of(fact) for fact in QUESTIONNAIRE.facts})


@settings(max_examples=300, deadline=None)
@given(PROFILES)
def test_governance_incidents_and_education_are_never_taken_away(profile: dict[str, FactValue]) -> None:
    for name, scope in scopes(tailor(QUESTIONNAIRE, profile)).items():
        if name.startswith(NEVER_TAKEN_AWAY):
            assert scope == "applicable", name


@settings(max_examples=300, deadline=None)
@given(PROFILES)
def test_targets_stay_on_the_scale_and_never_below_the_default(profile: dict[str, FactValue]) -> None:
    targets = {placement.target for placement in tailor(QUESTIONNAIRE, profile).placements.values()}

    assert targets <= {2, 3, 4}


REACH = ("not-applicable", "inherited", "applicable")


@settings(max_examples=400, deadline=None)
@given(PROFILES, st.data())
def test_one_more_choice_takes_away_only_what_says_only_or_none(
    profile: dict[str, FactValue], data: st.DataObject
) -> None:
    """What one choice needs, no other takes away, unless a rule says `none` of it; and targets never fall for it."""
    many = [fact for fact in QUESTIONNAIRE.facts if fact.many and isinstance(profile.get(fact.id), tuple)]
    if not many:
        return
    fact = data.draw(st.sampled_from(many))
    chosen = profile[fact.id]
    assert isinstance(chosen, tuple)
    addable = [one.id for one in fact.choices if not one.exclusive and one.id not in chosen]
    if not addable or any(choice.id in chosen and choice.exclusive for choice in fact.choices) or NOT_KNOWN in chosen:
        return
    before = tailor(QUESTIONNAIRE, profile)
    after = tailor(QUESTIONNAIRE, {**profile, fact.id: (*chosen, data.draw(st.sampled_from(addable)))})

    for name, placement in after.placements.items():
        if REACH.index(placement.scope) < REACH.index(before[name].scope):
            new = [rule for rule in after.rules if rule not in before.rules]
            assert any(
                by_only_or_none(rule.when) and not rule.names.isdisjoint((name, name.split(".")[0])) for rule in new
            )


def by_only_or_none(when: object) -> bool:
    assert isinstance(when, dict)
    return any(isinstance(test, ListTest) and test.all is None for test in when.values())


@settings(max_examples=400, deadline=None)
@given(PROFILES, st.data())
def test_one_more_way_of_using_ai_never_shrinks_the_scope(profile: dict[str, FactValue], data: st.DataObject) -> None:
    """Of two ways to use AI, the one that needs more decides."""
    roles = ["consumer-apps", "saas", "provider-api", "self-host", "fine-tune", "train"]
    chosen = data.draw(st.sets(st.sampled_from(roles), min_size=1, max_size=5))
    more = data.draw(st.sampled_from([role for role in roles if role not in chosen]))
    rest = {name: value for name, value in profile.items() if name != "role"}
    before = tailor(QUESTIONNAIRE, {**rest, "role": tuple(sorted(chosen))})
    after = tailor(QUESTIONNAIRE, {**rest, "role": tuple(sorted({*chosen, more}))})

    for name, placement in after.placements.items():
        if REACH.index(placement.scope) < REACH.index(before[name].scope):
            raise AssertionError((name, before[name].scope, placement.scope, placement.scope_because))
