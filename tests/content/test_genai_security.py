"""The shipped questionnaire: complete, sound, and tailored as an expert would."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue, ListTest, Practice
from levelbook.core.questionnaire.tailoring import Tailoring, tailor
from levelbook.packs.check import check_questionnaire
from levelbook.packs.companions import example_profiles, file_texts, read_frameworks, read_profile
from levelbook.packs.find import find_questionnaire
from levelbook.packs.read import read_questionnaire
from support.examples import examples

FOLDER = find_questionnaire("genai-security", Path())
QUESTIONNAIRE = read_questionnaire(FOLDER)

# In the order of the interview. Ids are for ever: answers in other people's repositories hold them.
SECTIONS = {
    "risk-governance": (
        "roles-and-responsibilities",
        "risk-assessment-protocol",
        "security-audits",
        "ai-system-inventory",
    ),
    "data-pipeline": (
        "classification-and-labelling",
        "anonymisation-and-deidentification",
        "secure-storage-and-transmission",
        "data-provenance-tracking",
    ),
    "model-training": (
        "dataset-curation",
        "adversarial-training",
        "fine-tuning-and-guardrails",
        "model-isolation",
        "model-weight-protection",
    ),
    "model-deployment": (
        "authentication-and-access-control",
        "rate-limiting-and-abuse-detection",
        "input-validation-and-sanitisation",
        "output-filtering",
        "multi-tenant-isolation",
        "accelerator-and-runtime-security",
        "resilience-and-fallback",
    ),
    "rag-and-memory": (
        "retrieval-source-integrity",
        "retrieval-authorisation",
        "memory-hardening",
        "hidden-context-and-secrets",
        "grounding-and-citations",
        "natural-language-data-gateways",
    ),
    "agentic-ai": (
        "agent-identity-and-registry",
        "least-agency-tool-permissions",
        "human-approval-gates",
        "execution-bounds-and-kill-switch",
        "agent-sandboxing",
        "browser-and-computer-use",
        "mcp-and-tool-supply-chain",
        "skills-and-instruction-files",
        "own-mcp-servers",
        "inter-agent-trust",
        "agent-observability",
    ),
    "ai-supply-chain": (
        "artifact-verification-and-signing",
        "safe-model-loading",
        "ai-bom",
        "dependency-and-hub-policy",
        "coding-agents-and-generated-code",
        "provider-change-and-deprecation",
        "provider-data-terms",
    ),
    "third-party-and-apis": (
        "api-key-management",
        "oauth-and-scopes",
        "vendor-security-assessments",
        "endpoint-hardening",
    ),
    "adversarial-monitoring": (
        "prompt-injection-detection",
        "inversion-and-extraction-defence",
        "anomaly-detection",
        "red-teaming",
    ),
    "incident-response": (
        "trigger-events",
        "response-teams",
        "containment-and-recovery",
        "post-mortem-analysis",
    ),
    "testing-and-updates": (
        "model-re-evaluation",
        "evaluation-environments",
        "patch-management",
        "decommissioning",
        "threat-intelligence",
        "community-engagement",
    ),
    "user-education-and-access": (
        "usage-guidelines",
        "feedback-channels",
        "role-based-permissioning",
        "session-logging",
        "shadow-ai",
        "synthetic-media-fraud",
    ),
    "transparency": (
        "model-documentation",
        "transparency-reports",
        "user-facing-warnings",
        "content-provenance",
        "audit-trails",
    ),
    "ethics-and-compliance": (
        "fairness-and-bias",
        "human-oversight",
        "content-moderation-policies",
        "data-protection-laws",
        "cross-border-data-controls",
    ),
}
PRACTICES = [f"{section}.{practice}" for section, practices in SECTIONS.items() for practice in practices]

NEVER_TAKEN_AWAY = ("risk-governance", "incident-response", "user-education-and-access")
OF_ALL_STAFF = {"user-education-and-access.shadow-ai", "user-education-and-access.synthetic-media-fraud"}
"""What a team that answers for one product cannot do is not asked of it."""
ROLES = ("consumer-apps", "saas", "provider-api", "self-host", "fine-tune", "train")
OURS, NOT_OURS = "applicable", "not-applicable"
HIGH_RISK: dict[str, FactValue] = {
    "role": ("provider-api",),
    "jurisdiction": ("eu",),
    "aiact": ("deployer-high-risk",),
}
LAWS = {"eu-ai-act", "gdpr", "dora", "nis2", "cra", "uk-gdpr", "hipaa", "ccpa"}
EXAMPLES = [name for name, _ in example_profiles(FOLDER)]

# --- What is there ----------------------------------------------------------------------------------------------------


def test_its_check_finds_nothing() -> None:
    assert list(map(str, check_questionnaire(FOLDER))) == []


def test_all_practices_that_it_promises_are_there_under_their_ids() -> None:
    assert list(QUESTIONNAIRE.practices) == PRACTICES


def test_its_folder_is_called_by_its_id() -> None:
    assert FOLDER.name == QUESTIONNAIRE.id


def test_its_scale_asks_for_the_evidence_that_the_design_names() -> None:
    needs = [level.needs for level in QUESTIONNAIRE.scale]

    assert needs == ["asserted", "asserted", "documented", "sampled", "tested"]
    assert [kind.valid_days for kind in QUESTIONNAIRE.evidence_kinds] == [None, 365, 120, 365]


def test_every_framework_is_read_and_the_laws_are_marked() -> None:
    frameworks = read_frameworks(FOLDER)

    assert len(frameworks) >= 29
    assert {key for key, framework in frameworks.items() if framework.law} == LAWS


def test_about_fifteen_practices_are_essential_and_fill_no_more_than_one_page() -> None:
    """The rules page has at most 20 lines: a line for each rule, and one for each moment."""
    first_moments = [practice.moments[0] for practice in QUESTIONNAIRE.practices.values() if practice.essential]

    assert 12 <= len(first_moments) <= 18
    assert len(first_moments) + len(set(first_moments)) <= 20


def test_impact_has_a_spread() -> None:
    impacts = [practice.impact for practice in QUESTIONNAIRE.practices.values()]

    assert all(impacts.count(impact) >= 5 for impact in (1, 2, 3))
    assert impacts.count(3) <= len(impacts) / 2


@pytest.mark.parametrize("practice_id", PRACTICES)
def test_every_practice_fits_a_terminal_of_80_by_24(practice_id: str) -> None:
    """Question, five statements and the criteria of one level, beside what else the screen needs."""
    practice = QUESTIONNAIRE.practices[practice_id]

    def lines(text: str, width: int) -> int:
        return len(textwrap.wrap(text, width))

    criteria = max(sum(lines(one.text, 66) for one in level.criteria) for level in practice.levels)
    statements = sum(lines(level.statement, 74) for level in practice.levels)
    assert lines(practice.question, 76) + statements + criteria <= 18


def texts(practice: Practice) -> Iterator[str]:
    """Every sentence of a practice that people read."""
    yield from (practice.rule, practice.question, practice.why)
    yield from (*practice.ask, *practice.meanwhile, *practice.metrics, *practice.avoid, *practice.provider_evidence)
    for level in practice.levels:
        yield level.statement
        yield from (criterion.text for criterion in level.criteria)
        yield from (action.text for action in level.actions)
        yield from level.evidence


EVERY_TEXT = [(name, text) for name, practice in QUESTIONNAIRE.practices.items() for text in texts(practice)]


def test_dates_of_law_stand_in_no_sentence() -> None:
    sentences = [*EVERY_TEXT, *(("tailoring", rule.because) for rule in QUESTIONNAIRE.rules)]

    assert [(name, text) for name, text in sentences if re.search(r"\b20[0-9]{2}\b", text)] == []


def test_the_spelling_is_british() -> None:
    american = re.compile(
        r"\b\w*((anit|rgan|ecogn|inim|uthor|nonym|ummar|ormal|riorit|ategor)iz\w*|behavior\w*|labeling|labeled|defense"
        r"|artifacts?|centers?|catalogs?)\b",
        re.IGNORECASE,
    )

    assert [(name, text) for name, text in EVERY_TEXT if american.search(text)] == []


def test_no_sentence_is_said_in_two_practices() -> None:
    said: dict[str, str] = {}
    for name, text in EVERY_TEXT:
        if len(text.split()) > 5:
            assert said.setdefault(text.lower(), name) == name, text


ALIKE = [
    ("model-deployment.resilience-and-fallback", "ai-supply-chain.provider-change-and-deprecation"),
    ("model-deployment.resilience-and-fallback", "incident-response.containment-and-recovery"),
    ("testing-and-updates.decommissioning", "ai-supply-chain.provider-change-and-deprecation"),
    ("testing-and-updates.decommissioning", "agentic-ai.agent-identity-and-registry"),
    ("ethics-and-compliance.human-oversight", "agentic-ai.human-approval-gates"),
    ("ethics-and-compliance.human-oversight", "ethics-and-compliance.fairness-and-bias"),
    ("model-training.model-weight-protection", "model-training.model-isolation"),
    ("model-training.model-weight-protection", "adversarial-monitoring.inversion-and-extraction-defence"),
    ("testing-and-updates.evaluation-environments", "adversarial-monitoring.red-teaming"),
    ("testing-and-updates.evaluation-environments", "testing-and-updates.model-re-evaluation"),
    ("model-deployment.multi-tenant-isolation", "rag-and-memory.retrieval-authorisation"),
    ("model-deployment.accelerator-and-runtime-security", "third-party-and-apis.endpoint-hardening"),
    ("transparency.content-provenance", "transparency.user-facing-warnings"),
    ("transparency.content-provenance", "user-education-and-access.synthetic-media-fraud"),
    ("user-education-and-access.shadow-ai", "user-education-and-access.usage-guidelines"),
    ("user-education-and-access.shadow-ai", "risk-governance.ai-system-inventory"),
    ("user-education-and-access.synthetic-media-fraud", "model-deployment.authentication-and-access-control"),
    ("agentic-ai.agent-sandboxing", "agentic-ai.browser-and-computer-use"),
    ("ai-supply-chain.coding-agents-and-generated-code", "ai-supply-chain.dependency-and-hub-policy"),
    ("ai-supply-chain.coding-agents-and-generated-code", "agentic-ai.skills-and-instruction-files"),
    ("agentic-ai.mcp-and-tool-supply-chain", "agentic-ai.own-mcp-servers"),
    ("agentic-ai.mcp-and-tool-supply-chain", "agentic-ai.skills-and-instruction-files"),
    ("transparency.audit-trails", "user-education-and-access.session-logging"),
    ("transparency.audit-trails", "agentic-ai.agent-observability"),
    ("model-deployment.authentication-and-access-control", "user-education-and-access.role-based-permissioning"),
    ("model-deployment.input-validation-and-sanitisation", "adversarial-monitoring.prompt-injection-detection"),
    ("model-deployment.output-filtering", "rag-and-memory.natural-language-data-gateways"),
    ("risk-governance.security-audits", "adversarial-monitoring.red-teaming"),
    ("third-party-and-apis.vendor-security-assessments", "ethics-and-compliance.cross-border-data-controls"),
    ("third-party-and-apis.vendor-security-assessments", "ai-supply-chain.provider-data-terms"),
    ("ethics-and-compliance.cross-border-data-controls", "ai-supply-chain.provider-data-terms"),
    ("data-pipeline.data-provenance-tracking", "ai-supply-chain.ai-bom"),
    ("ai-supply-chain.provider-change-and-deprecation", "testing-and-updates.model-re-evaluation"),
    ("third-party-and-apis.api-key-management", "agentic-ai.agent-identity-and-registry"),
    ("rag-and-memory.memory-hardening", "rag-and-memory.retrieval-source-integrity"),
    ("rag-and-memory.retrieval-authorisation", "user-education-and-access.role-based-permissioning"),
    ("agentic-ai.least-agency-tool-permissions", "third-party-and-apis.oauth-and-scopes"),
    ("agentic-ai.agent-sandboxing", "model-training.model-isolation"),
    ("risk-governance.ai-system-inventory", "ai-supply-chain.ai-bom"),
    ("incident-response.containment-and-recovery", "agentic-ai.execution-bounds-and-kill-switch"),
    ("testing-and-updates.patch-management", "ai-supply-chain.dependency-and-hub-policy"),
    ("testing-and-updates.patch-management", "third-party-and-apis.endpoint-hardening"),
    ("user-education-and-access.feedback-channels", "testing-and-updates.community-engagement"),
    ("adversarial-monitoring.red-teaming", "model-training.adversarial-training"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_practices_that_sound_alike_name_each_other(one: str, other: str) -> None:
    assert other in QUESTIONNAIRE.practices[one].see_also
    assert one in QUESTIONNAIRE.practices[other].see_also


def test_files_whose_titles_are_ours_say_so_to_machines_too() -> None:
    frameworks = read_frameworks(FOLDER)
    extras = {key: framework.unknown for key, framework in frameworks.items()}
    noted = {key for key, framework in frameworks.items() if "OUR labels" in framework.note}

    assert {key for key, extra in extras.items() if extra.get("own_labels")} == noted
    for key, extra in extras.items():
        kinds = {item.unknown.get("kind") for item in frameworks[key].items}
        assert set(extra.get("own_labels_of", ())) <= kinds


def test_a_superseded_list_names_the_one_that_counts() -> None:
    frameworks = read_frameworks(FOLDER)
    newer = {key: framework.unknown.get("superseded_by") for key, framework in frameworks.items()}

    assert newer["owasp-llm-top10-2025"] == "owasp-llm-top10-2026"
    assert {key for key in newer.values() if key} <= set(frameworks)


def test_readme_and_changelog_are_no_part_of_what_is_read_and_name_this_version() -> None:
    assert {Path(name).suffix for name in file_texts(FOLDER)} == {".toml"}
    for name in ("README.md", "CHANGELOG.md"):
        assert QUESTIONNAIRE.version in (FOLDER / name).read_text(encoding="utf-8")


def test_readme_counts_what_is_there() -> None:
    first_lines = (FOLDER / "README.md").read_text(encoding="utf-8")[:300]

    assert f"{len(QUESTIONNAIRE.practices)} practices, {len(QUESTIONNAIRE.facts)} facts" in first_lines


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
    """A reason stands after "target 3 because …" and, capitalised, alone."""
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
    tailoring = tailor(QUESTIONNAIRE, read_profile(FOLDER, name).profile)

    assert tailoring.open_facts == ()
    assert "applicable" in scopes(tailoring).values()


def test_the_examples_are_teams_that_differ() -> None:
    tailored = [tailor(QUESTIONNAIRE, read_profile(FOLDER, name).profile) for name in EXAMPLES]
    seen = {tuple((one.scope, one.target) for one in tailoring.placements.values()) for tailoring in tailored}

    assert len(seen) == len(EXAMPLES) >= 4


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [
        ("saas-only", 20, 34),
        ("bank-assistant", 40, 56),
        ("hospital-open-weights", 40, 61),
        ("startup-agent", 50, 66),
        ("model-maker", 60, 70),
    ],
)
def test_an_example_team_is_asked_as_much_as_it_should_be(name: str, fewest: int, most: int) -> None:
    found = scopes(tailor(QUESTIONNAIRE, read_profile(FOLDER, name).profile))

    assert fewest <= sum(scope == "applicable" for scope in found.values()) <= most


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        (
            "bank-assistant",
            {
                "model-deployment.input-validation-and-sanitisation": 3,
                "model-deployment.rate-limiting-and-abuse-detection": 3,
                "rag-and-memory.retrieval-authorisation": 3,
                "third-party-and-apis.api-key-management": 3,
                "risk-governance.security-audits": 3,
                "transparency.model-documentation": 2,
                "transparency.content-provenance": 3,
                "model-deployment.resilience-and-fallback": 3,
            },
        ),
        (
            "hospital-open-weights",
            {
                "data-pipeline.secure-storage-and-transmission": 4,
                "ethics-and-compliance.data-protection-laws": 4,
                "ethics-and-compliance.fairness-and-bias": 3,
                "ai-supply-chain.safe-model-loading": 3,
                "testing-and-updates.patch-management": 3,
                "ethics-and-compliance.human-oversight": 3,
                "model-deployment.accelerator-and-runtime-security": 3,
            },
        ),
        (
            "startup-agent",
            {
                "model-deployment.rate-limiting-and-abuse-detection": 4,
                "model-deployment.input-validation-and-sanitisation": 4,
                "agentic-ai.least-agency-tool-permissions": 4,
                "agentic-ai.execution-bounds-and-kill-switch": 4,
                "incident-response.containment-and-recovery": 4,
                "rag-and-memory.memory-hardening": 3,
                "ai-supply-chain.coding-agents-and-generated-code": 3,
                "model-deployment.multi-tenant-isolation": 3,
            },
        ),
        (
            "model-maker",
            {
                "model-training.dataset-curation": 4,
                "adversarial-monitoring.red-teaming": 4,
                "transparency.model-documentation": 3,
                "data-pipeline.anonymisation-and-deidentification": 3,
                "model-training.model-weight-protection": 4,
                "testing-and-updates.evaluation-environments": 4,
            },
        ),
        (
            "saas-only",
            {
                "user-education-and-access.usage-guidelines": 3,
                "ai-supply-chain.provider-data-terms": 3,
                "third-party-and-apis.vendor-security-assessments": 3,
                "incident-response.containment-and-recovery": 2,
                "user-education-and-access.shadow-ai": 3,
            },
        ),
    ],
)
def test_an_example_team_needs_what_its_facts_call_for(name: str, targets: dict[str, int]) -> None:
    placements = tailor(QUESTIONNAIRE, read_profile(FOLDER, name).profile).placements

    assert {practice: placements[practice].target for practice in targets} == targets


def test_what_is_taken_from_each_example_team_is_what_others_need() -> None:
    bank = scopes(tailor(QUESTIONNAIRE, read_profile(FOLDER, "bank-assistant").profile))
    office = scopes(tailor(QUESTIONNAIRE, read_profile(FOLDER, "saas-only").profile))

    assert {scope for name, scope in bank.items() if name.startswith("agentic-ai.")} == {"not-applicable"}
    assert bank["rag-and-memory.memory-hardening"] == "not-applicable"
    assert bank["rag-and-memory.natural-language-data-gateways"] == "not-applicable"
    assert bank["model-training.fine-tuning-and-guardrails"] == "inherited"
    assert bank["ai-supply-chain.safe-model-loading"] == "not-applicable"
    assert office["model-deployment.input-validation-and-sanitisation"] == "inherited"
    assert office["rag-and-memory.memory-hardening"] == "inherited"
    assert office["third-party-and-apis.api-key-management"] == "not-applicable"


@pytest.mark.parametrize(
    ("practice", "not_ours", "ours"),
    [
        ("model-training.model-weight-protection", {"role": ("self-host",)}, {"role": ("fine-tune",)}),
        ("model-deployment.multi-tenant-isolation", {"tenancy": "no"}, {"tenancy": "yes"}),
        ("model-deployment.accelerator-and-runtime-security", {"role": ("saas",)}, {"hosting": ("own-hardware",)}),
        ("model-deployment.resilience-and-fallback", {"role": ("none",)}, {"role": ("saas",)}),
        ("agentic-ai.browser-and-computer-use", {"browsing": "no"}, {"browsing": "peoples-browsers"}),
        ("agentic-ai.skills-and-instruction-files", {"agency": "none", "tools": ("no",)}, {"coding": "assistants"}),
        ("agentic-ai.own-mcp-servers", {"mcp": "no"}, {"mcp": "offered", "agency": "none", "tools": ("no",)}),
        ("ai-supply-chain.coding-agents-and-generated-code", {"coding": "no"}, {"coding": "assistants"}),
        ("testing-and-updates.evaluation-environments", {"role": ("saas",)}, {"role": ("train",)}),
        ("testing-and-updates.decommissioning", {"role": ("consumer-apps",)}, {"role": ("saas",)}),
        ("user-education-and-access.shadow-ai", {"remit": "product-only"}, {"remit": "staff-too"}),
        ("user-education-and-access.synthetic-media-fraud", {"remit": "product-only"}, {"remit": "staff-too"}),
        (
            "transparency.content-provenance",
            {"modality": ("text",), "jurisdiction": ("uk",), "sector": ("general",)},
            {"modality": ("generates-media",)},
        ),
        ("ethics-and-compliance.human-oversight", {"decisions": "no"}, {"decisions": "with-human"}),
    ],
)
def test_the_practices_of_1_1_are_for_whom_they_concern(
    practice: str, not_ours: dict[str, FactValue], ours: dict[str, FactValue]
) -> None:
    builds: dict[str, FactValue] = {"role": ("provider-api",)}

    assert tailor(QUESTIONNAIRE, {**builds, **not_ours})[practice].scope == "not-applicable"
    assert (
        tailor(QUESTIONNAIRE, {**builds, "role": ("provider-api", "self-host"), **ours})[practice].scope == "applicable"
    )


NO_SOURCE_OR_TOOL: dict[str, FactValue] = {"rag": "no", "tools": ("no",), "agency": "none"}


@pytest.mark.parametrize(
    ("practice", "profile", "scope"),
    [
        ("ai-supply-chain.provider-change-and-deprecation", {"role": ("self-host",), "hosting": ("edge",)}, NOT_OURS),
        ("ai-supply-chain.provider-change-and-deprecation", {"role": ("train",), "hosting": ("own-cloud",)}, NOT_OURS),
        (
            "ai-supply-chain.provider-change-and-deprecation",
            {"role": ("saas", "self-host"), "hosting": ("edge",)},
            OURS,
        ),
        ("model-deployment.accelerator-and-runtime-security", {"role": ("provider-api",)}, NOT_OURS),
        (
            "model-deployment.accelerator-and-runtime-security",
            {"role": ("provider-api", "self-host"), "hosting": ("provider", "own-cloud")},
            "inherited",
        ),
        (
            "model-deployment.accelerator-and-runtime-security",
            {"role": ("provider-api", "self-host"), "hosting": ("own-cloud", "edge")},
            OURS,
        ),
        ("adversarial-monitoring.inversion-and-extraction-defence", {"role": ("self-host",)}, "inherited"),
        ("adversarial-monitoring.anomaly-detection", {"role": ("consumer-apps", "saas")}, "inherited"),
        ("transparency.user-facing-warnings", {"role": ("saas",), "exposure": ("staff-only",)}, "inherited"),
        ("transparency.user-facing-warnings", {"role": ("saas",), "exposure": ("signed-in-public",)}, OURS),
        ("testing-and-updates.community-engagement", {"role": ("self-host",), "exposure": ("staff-only",)}, NOT_OURS),
        ("transparency.audit-trails", {"role": ("consumer-apps",)}, NOT_OURS),
        ("transparency.audit-trails", {"role": ("consumer-apps", "saas")}, OURS),
        ("third-party-and-apis.oauth-and-scopes", {**NO_SOURCE_OR_TOOL, "role": ("saas",)}, NOT_OURS),
        ("third-party-and-apis.oauth-and-scopes", {**NO_SOURCE_OR_TOOL, "role": ("consumer-apps", "saas")}, OURS),
        ("ethics-and-compliance.human-oversight", {**HIGH_RISK, "decisions": "no"}, NOT_OURS),
        ("ethics-and-compliance.human-oversight", {**HIGH_RISK, "decisions": "automated"}, OURS),
    ],
)
def test_a_practice_is_asked_of_whoever_can_do_it(practice: str, profile: dict[str, FactValue], scope: str) -> None:
    assert tailor(QUESTIONNAIRE, profile)[practice].scope == scope


def test_only_who_builds_has_to_mask_inside_the_pipeline() -> None:
    masking = "data-pipeline.anonymisation-and-deidentification"
    targets = {role: tailor(QUESTIONNAIRE, {"role": (role,), "data": ("health",)})[masking].target for role in ROLES}

    assert targets == {role: 2 if role in ("consumer-apps", "saas") else 3 for role in ROLES}


def test_high_risk_raises_oversight_only_where_output_shapes_decisions_about_people() -> None:
    oversight = "ethics-and-compliance.human-oversight"
    decides: dict[str, FactValue] = {"decisions": "with-human"}

    assert tailor(QUESTIONNAIRE, {**HIGH_RISK, **decides})[oversight].target == 4
    assert tailor(QUESTIONNAIRE, {"role": ("provider-api",), **decides})[oversight].target == 3
    assert tailor(QUESTIONNAIRE, {**HIGH_RISK, "decisions": "no"})[oversight].target == 2


NOES = {"no", "none", "none-sensitive", "staff-only", "text", "general", "negligible"}


def test_a_no_takes_something_away_or_says_why_not() -> None:
    """An answer of "we have none of that" shortens the interview; where it cannot, tailoring.toml says why."""
    tailoring = (FOLDER / "tailoring.toml").read_text(encoding="utf-8")
    explained = set(re.findall(r"^# why not (\w+): \w", tailoring, re.MULTILINE))
    taking = [rule for rule in QUESTIONNAIRE.rules if rule.not_applicable or rule.inherited]

    for fact in QUESTIONNAIRE.facts:
        for no in NOES & {choice.id for choice in fact.choices}:
            takes = any(says_no(rule.when.get(fact.id), no) for rule in taking)
            assert takes != (fact.id in explained), fact.id


def says_no(test: object, no: str) -> bool:
    if isinstance(test, ListTest):
        return no in (test.only or ()) or (test.none is not None and no not in test.none)
    return isinstance(test, tuple) and no in test


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


@examples(300)
@given(PROFILES)
def test_governance_incidents_and_education_are_never_taken_away(profile: dict[str, FactValue]) -> None:
    for name, scope in scopes(tailor(QUESTIONNAIRE, profile)).items():
        if name.startswith(NEVER_TAKEN_AWAY):
            answers_for_staff = profile.get("remit") != "product-only"
            assert scope == "applicable" or (name in OF_ALL_STAFF and not answers_for_staff), name


@examples(300)
@given(PROFILES)
def test_targets_stay_on_the_scale_and_never_below_the_default(profile: dict[str, FactValue]) -> None:
    targets = {placement.target for placement in tailor(QUESTIONNAIRE, profile).placements.values()}

    assert targets <= {2, 3, 4}


REACH = ("not-applicable", "inherited", "applicable")


@examples(400)
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


@examples(400)
@given(PROFILES, st.data())
def test_one_more_way_of_using_ai_never_shrinks_the_scope(profile: dict[str, FactValue], data: st.DataObject) -> None:
    """Of two ways to use AI, the one that needs more decides."""
    chosen = data.draw(st.sets(st.sampled_from(ROLES), min_size=1, max_size=5))
    more = data.draw(st.sampled_from([role for role in ROLES if role not in chosen]))
    rest = {name: value for name, value in profile.items() if name != "role"}
    before = tailor(QUESTIONNAIRE, {**rest, "role": tuple(sorted(chosen))})
    after = tailor(QUESTIONNAIRE, {**rest, "role": tuple(sorted({*chosen, more}))})

    for name, placement in after.placements.items():
        if REACH.index(placement.scope) < REACH.index(before[name].scope):
            raise AssertionError((name, before[name].scope, placement.scope, placement.scope_because))
