"""`questionnaire check`: what reading refuses, references that lead nowhere, profiles, and matters of wording."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from levelbook.packs.check import check_questionnaire
from levelbook.packs.wording_check import criterion_faults
from support.growth import assert_grows_at_most

MAIN, DATA, CHANGES, TAILORING = (
    "questionnaire.toml",
    "sections/01-data.toml",
    "sections/02-changes.toml",
    "tailoring.toml",
)
PROFILE = "profiles/hosted-shop.toml"
FRAMEWORK = """\
key = "iso-27001"
name = "ISO/IEC 27001"
version = "2022"
[[items]]
id = "A.8.13"
title = "Information backup"
[[items]]
id = "A.8.14"
title = "Redundancy"
"""

FINDINGS: list[tuple[str, tuple[str, str, str], str, tuple[str, ...]]] = [
    (
        "practice has no reason",
        (
            DATA,
            'why = "Copies turn out to be broken on the day when they are needed: most failures show only on the way '
            'back."\n',
            "",
        ),
        f"{DATA} practices[1].why",
        ("Nothing says why this matters", "Write what happens where it is missing"),
    ),
    (
        "rule is long",
        (DATA, '"Bring something back', '"' + "Bring " * 20 + "something back"),
        f"{DATA} practices[1].rule",
        ("29 words", "at most 20"),
    ),
    (
        "statement is long",
        (DATA, '"Nobody has ever', '"' + "Nobody " * 20 + "has ever"),
        f"{DATA} practices[1].levels[0].statement",
        ("5 to 22",),
    ),
    (
        "statement is short",
        (DATA, '"Nobody has ever brought anything back."', '"Nobody ever."'),
        f"{DATA} practices[1].levels[0].statement",
        ("2 words",),
    ),
    (
        "criterion is long",
        (DATA, '"Copy the main', '"' + "Copy " * 20 + "the main"),
        f"{DATA} practices[0].levels[1].criteria[0].text",
        ("at most 20",),
    ),
    (
        "level has too few criteria",
        (DATA, '  { id = "plan", text = "Write down what is copied, how often and for how long." },\n', ""),
        f"{DATA} practices[0].levels[2].criteria",
        ("2 criteria", "3 to 6"),
    ),
    (
        "level has one criterion",
        (
            DATA,
            '  { id = "plan", text = "Write down what is copied, how often and for how long." },\n'
            '  { id = "owner", text = "Name one person who notices when a copy fails." },\n',
            "",
        ),
        f"{DATA} practices[0].levels[2].criteria",
        ("has one criterion; it should have 3 to 6",),
    ),
    (
        "level has no evidence",
        (DATA, 'evidence = ["dated plan with an owner", "list of copies"]\n', ""),
        f"{DATA} practices[0].levels[2].evidence",
        ("Add evidence",),
    ),
    (
        "level has no action",
        (DATA, 'actions = [{ id = "one-file"', '# actions = [{ id = "one-file"'),
        f"{DATA} practices[1].levels[1].actions",
        ("Level 1 lists no action",),
    ),
    (
        "criterion says nothing",
        (DATA, "Raise an alarm when a copy is missing", "Raise appropriate alarms when a copy is missing"),
        f"{DATA} practices[0].levels[3].criteria[2].text",
        ("“appropriate”",),
    ),
    (
        "statement stands elsewhere too",
        (
            CHANGES,
            '"People change live systems directly, and nobody else sees it."',
            '"There are no copies, or nobody knows where."',
        ),
        f"{CHANGES} practices[0].levels[0].statement",
        ("data.backups",),
    ),
    (
        "fact is never looked at",
        (TAILORING, 'hosting = ["provider"], ', ""),
        f"{MAIN} facts[1].id",
        ("“hosting”",),
    ),
    (
        "otherwise is never seen",
        (MAIN, 'when = { holds = { none = ["nothing"] } }', ""),
        f"{MAIN} facts[1].otherwise",
        ("always asked",),
    ),
    (
        "choice of one is exclusive",
        (MAIN, '"We do" }', '"We do", exclusive = true }'),
        f"{MAIN} facts[1].choices",
        ("many = true",),
    ),
    (
        "inherited practice asks for nothing",
        (DATA, "provider_evidence =", "# provider_evidence ="),
        f"{DATA} practices[0].provider_evidence",
        ("what to ask the provider",),
    ),
    (
        "rule changes nothing",
        (TAILORING, "[[rules]]", '[[rules]]\nwhen = {}\nbecause = "so"\n\n[[rules]]'),
        f"{TAILORING} rules[0]",
        ("changes nothing",),
    ),
    (
        "reference has no such framework",
        (DATA, '# references = ["iso-27001:A.8.13"]', 'references = ["iso-2701:A.8.13"]'),
        f"{DATA} practices[0].references[0]",
        ("frameworks/iso-2701.toml", "“iso-27001”"),
    ),
    (
        "threat has no such item",
        (DATA, '# threats = ["att-ck:T1490"]', 'threats = ["iso-27001:A.8.31"]'),
        f"{DATA} practices[0].threats[0]",
        ("“A.8.31”", "Did you mean “A.8.1"),
    ),
    (
        "law has no such item",
        (TAILORING, '# legal = ["gdpr:Art. 32"]', 'legal = ["iso-27001:Art. 32"]'),
        f"{TAILORING} rules[0].legal[0]",
        ("no item “Art. 32”",),
    ),
    (
        "whole law is not there",
        (TAILORING, '# legal = ["gdpr:Art. 32"]', 'legal = ["gdpr"]'),
        f"{TAILORING} rules[0].legal[0]",
        ("frameworks/gdpr.toml",),
    ),
    (
        "rule rests on nothing",
        (TAILORING, '# references = ["iso-27001:A.8.13"]', 'references = ["iso-27001:A.9.13"]'),
        f"{TAILORING} rules[0].references[0]",
        ("no item",),
    ),
    (
        "framework's key is another",
        ("frameworks/iso-27001.toml", '"iso-27001"', '"iso-27002"'),
        "frameworks/iso-27001.toml key",
        ("rename",),
    ),
    (
        "framework has an item twice",
        ("frameworks/iso-27001.toml", "A.8.14", "A.8.13"),
        "frameworks/iso-27001.toml items[1].id",
        ("twice",),
    ),
    (
        "framework lacks a title",
        ("frameworks/iso-27001.toml", "title", "titel"),
        "frameworks/iso-27001.toml items[0].title",
        ("missing",),
    ),
    ("profile names an unknown fact", (PROFILE, "hosting =", "hostin ="), f"{PROFILE} profile.hostin", ("“hosting”",)),
    (
        "profile names an unknown choice",
        (PROFILE, '["business"]', '["bussiness"]'),
        f"{PROFILE} profile.holds[0]",
        ("“business”",),
    ),
    (
        "profile gives a text for many",
        (PROFILE, '["business"]', '"business"'),
        f"{PROFILE} profile.holds",
        ("Write a list",),
    ),
    (
        "profile gives a list for one",
        (PROFILE, '"provider"', '["provider"]'),
        f"{PROFILE} profile.hosting",
        ("Write a text",),
    ),
    (
        "profile mixes what excludes",
        (PROFILE, '["business"]', '["business", "nothing"]'),
        f"{PROFILE} profile.holds",
        ("“nothing”",),
    ),
    (
        "profile mixes not-known",
        (PROFILE, '["business"]', '["business", "not-known"]'),
        f"{PROFILE} profile.holds",
        ("cannot be combined with other choices", "only “not-known”"),
    ),
    ("profile is misspelt inside", (PROFILE, "[profile]", "[profil]"), f"{PROFILE} profil", ("“profile”",)),
]


@pytest.mark.parametrize(("finding", "change", "where", "words"), FINDINGS, ids=[one[0] for one in FINDINGS])
def test_a_questionnaire_whose(
    finding: str, change: tuple[str, str, str], where: str, words: tuple[str, ...], pack
) -> None:
    """A questionnaire whose … can be used, and its check says so, with file, key and remedy."""
    pack.write("frameworks/iso-27001.toml", FRAMEWORK)
    pack.change(change)

    found = [str(problem) for problem in pack.findings() if pack.where(problem) == where]

    assert any(all(word in text for word in words) for text in found), [str(one) for one in pack.findings()]
    assert pack.problems() == []


def test_a_valid_questionnaire_has_no_findings(pack) -> None:
    pack.write("frameworks/iso-27001.toml", FRAMEWORK)
    pack.change((DATA, '# references = ["iso-27001:A.8.13"]', 'references = ["iso-27001:A.8.13"]'))

    assert pack.findings() == []


def test_what_reading_refuses_comes_first(pack) -> None:
    pack.change(
        (TAILORING, "{ hosting =", "{ hostin ="),
        (DATA, '"Nobody has ever brought anything back."', '"Nobody ever."'),
    )

    assert [pack.where(problem) for problem in pack.findings()] == [
        f"{TAILORING} rules[0].when.hostin",
        f"{DATA} practices[1].levels[0].statement",
        f"{MAIN} facts[1].id",
    ]


def test_a_folder_that_is_not_there_is_a_finding(tmp_path) -> None:
    (problem,) = check_questionnaire(tmp_path / "nowhere")

    assert problem.message == "There is no such folder."


def test_links_among_frameworks_and_profiles_are_refused_once(pack, tmp_path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (pack.folder / "frameworks").symlink_to(outside)
    (pack.folder / "profiles/link.toml").symlink_to("hosted-shop.toml")

    assert [pack.where(problem) for problem in pack.findings()] == ["frameworks", "profiles/link.toml"]


# --- Criteria ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "List every way into the prompt, and who can write to it.",
        "Have a second person approve changes.",
        "Before each release, run the injection set.",
        "Never log a prompt in full.",
        "Bring one system back a quarter; note the time.",
        "Feed every finding back into the set.",
        "Sign out idle sessions after 15 min. of silence.",
        "“Red team” the system yearly.",
        "Re-test after every model change, e.g. a new version.",
    ],
)
def test_a_criterion_that_reads_as_a_tick_and_a_rule(text: str) -> None:
    assert list(criterion_faults(text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Use robust filters.", "robust"),
        ("Use best practices for keys.", "best practices"),
        ("Review access as needed.", "as needed"),
        ("Ensure that logs are kept.", "Ensure"),
        ("The team lists every prompt.", "The"),
        ("Logging is on everywhere.", "Logging"),
        ("Rotated keys every month.", "Rotated"),
        ("Log every call. Read the log weekly.", "more than one sentence"),
        ("Log every call", "end like a sentence"),
        ("log every call.", "log"),
        ("All keys are listed.", "All"),
    ],
)
def test_a_criterion_that_does_not(text: str, words: str) -> None:
    assert any(words in message for message, _ in criterion_faults(text)), list(criterion_faults(text))


# --- Sentences said twice ---------------------------------------------------------------------------------------------


def test_a_practice_may_repeat_itself_and_a_short_likeness_is_none(pack) -> None:
    pack.change(
        (DATA, '"Write one page: what, how often, where, who."', '"Write down what is copied, how often and by whom."'),
        (CHANGES, '"Record who approved what, and when."', '"Write down what is approved, when and by whom."'),
    )

    assert pack.findings() == []


def test_looking_for_likeness_takes_time_in_proportion(make_pack: Callable) -> None:
    """A questionnaire of one sentence said thousands of times is the worst case."""

    def look(count: int) -> None:
        pack = make_pack(f"pack-{count}")
        practices = "".join(
            f'[[practices]]\nid = "p{number}"\ntitle = "T"\nrule = "R"\nquestion = "Q"\nwhy = "W"\nimpact = 1\n'
            + "".join(
                f'[[practices.levels]]\nlevel = {level}\nstatement = "One sentence, said again and again."\n'
                for level in range(4)
            )
            for number in range(count)
        )
        pack.write(CHANGES, f'id = "changes"\ntitle = "C"\n{practices}')
        assert len(pack.findings()) >= count

    assert_grows_at_most(30, look, 100, 1_000)
