"""What a form asks, and what stands in the file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from levelbook.core.assessment.scoring import Scorecard, score
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.export.ballot_form.page import BallotForm, ballot_form_of, form_html
from support import bank
from support.ballot_forms import a_form, a_practice
from support.builders import DAY, a_book, tiny_questionnaire
from support.hostile_texts import HOSTILE

RULES = [
    {
        "when": {"exposure": ["public"]},
        "because": "everybody reaches it",
        "inherited": ["s1.p2"],
        "not_applicable": ["s1.p3", "s2"],
    }
]


def tiny_scorecard(rules: list[dict[str, object]] | None = None) -> Scorecard:
    """Two sections of four practices, of which the first of each is essential."""
    questionnaire = tiny_questionnaire(
        2, 4, rules=rules, changes={"s1.p1": {"essential": True}, "s2.p1": {"essential": True}}
    )
    book = a_book(questionnaire, profile={"exposure": "public"})
    return score(tailor(questionnaire, book.profile), book.answers, DAY)


def asked(form: BallotForm) -> list[str]:
    return [practice.id for practice in form.practices]


# --- What is asked ----------------------------------------------------------------------------------------------------


def test_everything_in_scope_is_asked_in_the_order_of_the_questionnaire() -> None:
    form = ballot_form_of(tiny_scorecard(RULES), team="Blue")

    assert asked(form) == ["s1.p1", "s1.p2", "s1.p4"]
    assert [practice.number for practice in form.practices] == ["1.1", "1.2", "1.4"]


def test_only_the_essential_practices_are_asked_where_that_is_wanted() -> None:
    assert asked(ballot_form_of(tiny_scorecard(), team="Blue", only_essential=True)) == ["s1.p1", "s2.p1"]


def test_an_inherited_practice_is_asked_by_the_inherited_scale_and_its_own_wording() -> None:
    scorecard = tiny_scorecard(RULES)
    form = ballot_form_of(scorecard, team="Blue")
    own, inherited = form.practices[:2]

    assert own.statements == tuple(f"It looks like level {level}." for level in range(5))
    assert inherited.statements == tuple(f"They prove {level}." for level in range(5))
    assert (own.inherited, inherited.inherited) == (False, True)
    assert own.wording == scorecard.questionnaire.wording("s1.p1", inherited=False)
    assert inherited.wording == scorecard.questionnaire.wording("s1.p2", inherited=True)


@pytest.mark.parametrize(("only_essential", "words"), [(False, "No practice"), (True, "No essential practice")])
def test_a_form_that_would_ask_nothing_is_refused_with_a_sentence(only_essential: bool, words: str) -> None:
    nothing = tiny_scorecard([{"when": {"exposure": ["public"]}, "because": "none", "not_applicable": ["s1", "s2"]}])

    with pytest.raises(UsedWrongly, match=f"^{words} is in scope"):
        ballot_form_of(nothing, team="Blue", only_essential=only_essential)


def test_the_bank_is_asked_about_all_that_its_profile_leaves_it() -> None:
    scorecard = bank.assessments()[1].scorecard
    form = ballot_form_of(scorecard, team="Retail Assistant", about="Ask Alder")

    assert asked(form) == [name for name, one in scorecard.practices.items() if one.scope != "not-applicable"]
    assert (form.questionnaire, form.version, form.on) == (
        "genai-security",
        scorecard.questionnaire.version,
        bank.NOVEMBER,
    )
    assert [level.name for level in form.scale] == [
        "Absent",
        "Ad hoc",
        "Defined",
        "Implemented",
        "Measured and improving",
    ]
    assert len(form_html(form)) < 200_000


def test_a_form_that_asks_something_else_keeps_what_is_typed_elsewhere() -> None:
    form = a_form()

    assert form.digest == a_form(team="Another", about="").digest
    assert form.digest != a_form(practices=(*form.practices[:3], a_practice(3, wording="ffffffff"))).digest
    assert form.digest != a_form(practices=form.practices[:3]).digest


@pytest.mark.parametrize(("practices", "minutes"), [(1, 5), (14, 10), (51, 40), (64, 50)])
def test_how_long_it_takes_is_said_in_steps_of_five_minutes(practices: int, minutes: int) -> None:
    assert a_form(practices).minutes == minutes


# --- What stands in the file ------------------------------------------------------------------------------------------


class _Elements(HTMLParser):
    """What a browser would find: the elements with their attributes, and the text inside scripts, style and title."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.found[-1] if self.found else ("", {})
        name = "data" if attributes.get("type") == "application/json" else tag
        if tag in ("script", "style", "title"):
            self.texts.setdefault(name, data)


def test_the_same_form_is_the_same_file() -> None:
    assert form_html(a_form()) == form_html(a_form())


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    elements = _Elements(form_html(a_form()))
    policy = next(
        attributes["content"] for tag, attributes in elements.found if tag == "meta" and "http-equiv" in attributes
    )

    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "style-src": _hash(elements.texts["style"]),
        "script-src": _hash(elements.texts["script"]),
    }


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_file_names_nothing_to_load_and_holds_no_handler_and_no_style_of_an_element() -> None:
    elements = _Elements(form_html(a_form()))
    names = {name for _, attributes in elements.found for name in attributes}

    assert not {name for name in names if name.startswith("on")} | names & {
        "src",
        "srcset",
        "action",
        "style",
        "formaction",
    }
    assert all(attributes["href"].startswith("#") for _, attributes in elements.found if attributes.get("href"))  # type: ignore[union-attr]
    assert not {tag for tag, _ in elements.found} & {"link", "iframe", "object", "embed", "img", "base", "form"}
    assert "http://" not in elements.texts["script"] and "https://" not in elements.texts["script"]


def test_a_text_that_looks_like_one_of_our_placeholders_is_a_text() -> None:
    page = form_html(a_form(team="{{ script }}", about="{{ nothing }}"))

    assert page.count("function tomlString") == 1
    assert "<title>Ballot for {{ script }}</title>" in page


def test_hostile_texts_are_data_in_the_file_and_add_no_element() -> None:
    plain = [tag for tag, _ in _Elements(form_html(a_form(1))).found]
    texts = [text for _, text in HOSTILE]
    practice = a_practice(0, section_title=texts[0], title=texts[1], question=texts[2], statements=tuple(texts))
    for nasty in ("</title></script><script>x</script>", "<!--<script>", "\ud800", "]]>", "&lt;"):
        page = form_html(a_form(team=nasty, about=nasty, title=nasty, practices=(practice,)))
        elements = _Elements(page.encode("utf-8").decode("utf-8"))

        assert [tag for tag, _ in elements.found] == plain
        assert re.search("[<>&\u2028\u2029]", elements.texts["data"]) is None
        data = json.loads(elements.texts["data"])
        assert (data["team"], data["about"], data["title"]) == (nasty, nasty, nasty)
        # JSON has one way to write both halves of a pair of surrogates, and reads it as the one character.
        assert data["sections"][0]["practices"][0]["statements"] == json.loads(json.dumps(texts))
