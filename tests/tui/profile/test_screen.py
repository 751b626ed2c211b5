"""The profile: every fact in one list, what a choice would change, and what it changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from levelbook.book.session import BallotOf, Session
from levelbook.core.questionnaire.facts import decided_by, effect_of, find_fact
from levelbook.core.questionnaire.questionnaire import IncompatibleFacts
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.text.cleaning import clean_line
from levelbook.store.answers_file import AnswersFile
from levelbook.tui.app import LevelbookApp
from levelbook.tui.profile.rows import rows, toggled
from levelbook.tui.profile.screen import ProfileScreen
from levelbook.tui.widgets.rows import Rows
from support.builders import NOON, tiny_questionnaire
from support.demo_book import copied_demo
from support.hostile_texts import HOSTILE
from support.pilot import Size, a_questionnaire, both_sizes, open_book, shows, text_of, until


def cursor(app: LevelbookApp) -> str:
    assert isinstance(app.screen, ProfileScreen)
    return app.screen.query_one("#facts", Rows).cursor


@both_sizes
async def test_space_chooses_a_fact_and_says_what_that_changes(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "space")
        assert session.now.book.profile == {"role": ("saas",)}
        await shows(pilot, "→ 4 now done by a provider")
        await pilot.press("space")
        assert session.now.book.profile == {}
        await pilot.press("ctrl+z")
        assert session.now.book.profile == {"role": ("saas",)}


@both_sizes
async def test_it_opens_on_the_first_open_fact(session: Session, size: Size) -> None:
    first, second, *_ = [state.fact.id for state in session.now.facts if state.asked]
    session.set_fact(first, ("none",))
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: cursor(app).startswith(f"{second}="))


@both_sizes
async def test_a_choice_that_stands_alone_pushes_the_others_out(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "space", "down", "space")
        assert session.now.book.profile["role"] == ("saas", "provider-api")
        await pilot.press("up", "up", "space")
        assert session.now.book.profile["role"] == ("none",)
        await pilot.press("down", "down", "down", "space")
        assert session.now.book.profile["role"] == ("not-known",)
        await pilot.press("delete")
        assert session.now.book.profile == {}


async def test_c_which_confirms_elsewhere_clears_no_fact_and_clearing_says_how_it_comes_back(session: Session) -> None:
    session.set_fact("exposure", "public")
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press(*["down"] * 4, "c")
        assert cursor(app).startswith("exposure=")
        assert session.now.book.profile == {"exposure": "public"}
        await pilot.press("backspace")
        await shows(pilot, "Removed the answer to “Who can reach it?”. ctrl+z brings it back.")
        assert session.now.book.profile == {}


def test_toggling_a_single_choice_replaces_it_and_takes_it_back(session: Session) -> None:
    fact = find_fact(session.questionnaire, "exposure")
    assert toggled(fact, (), "public") == "public"
    assert toggled(fact, ("public",), "staff-only") == "staff-only"
    assert toggled(fact, ("public",), "public") is None


# One line a fact


@both_sizes
async def test_a_fact_opens_as_the_cursor_comes_to_it_from_above_and_from_below(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "Not at all")
        assert "Everybody" not in text_of(app)
        assert cursor(app) == "role=none"
        await pilot.press("down", "down", "down")
        assert cursor(app) == "role=not-known"
        await pilot.press("down")
        assert cursor(app) == "exposure=staff-only"
        await shows(pilot, "Everybody")
        assert "Not at all" not in text_of(app)
        await pilot.press("up")
        assert cursor(app) == "role=not-known"
        await pilot.press("end")
        assert cursor(app).startswith("exposure=")


async def test_a_folded_fact_says_what_was_said(session: Session) -> None:
    session.set_fact("exposure", "public")
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Everybody")
        await shows(pilot, "1 of 2 facts open")
        session.set_fact("exposure", "not-known")
        await pilot.press("f2", "f4")
        await shows(pilot, "not known")


def test_a_fact_that_is_not_asked_names_the_answer_that_keeps_it_from_being_asked(tmp_path: Path) -> None:
    session = copied_demo(tmp_path / "book")
    session.set_fact("jurisdiction", ("us-other",))

    said = [str(row.right) for row in rows(session, "role", width=200)]

    assert "not asked, because of “Elsewhere in the United States”" in said


async def test_a_click_opens_a_fact_and_chooses_nothing(session: Session) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Who can reach it?")
        y = next(y for y, words in enumerate(text_of(app).split("\n")) if "Who can reach it?" in words)
        await pilot.click(offset=(8, y))
        await until(pilot, lambda: cursor(app) == "exposure=staff-only")
        assert session.now.book.profile == {}


async def test_all_facts_of_the_shipped_questionnaire_can_be_scrolled_to(tmp_path: Path) -> None:
    session = copied_demo(tmp_path / "book")
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "all answered")
        *first, last = [f"{number:>2} {one.fact.question[:40]}" for number, one in enumerate(session.now.facts, 1)]
        for question in first[:18]:
            await shows(pilot, question)
        await pilot.press("end")
        await shows(pilot, last)


# What a choice would change


@both_sizes
async def test_before_choosing_it_says_what_that_would_change(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "Choosing this: 4 no longer in scope (P1, P2 …)")
        await shows(pilot, "This fact affects 8 practices.")
        await pilot.press("down")
        await shows(pilot, "Choosing this: 4 now done by a provider (P1, P2 …)")
        assert session.now.book.profile == {}
        await pilot.press("space")
        await shows(pilot, "→ 4 now done by a provider (P1, P2 …)")
        await pilot.press("down", "up")
        await shows(pilot, "Clearing this: 4 no longer done by a provider (P1, P2 …)")


async def test_with_very_many_practices_it_is_said_once_it_is_chosen(tmp_path: Path) -> None:
    session = open_book(tmp_path / "large", a_questionnaire(sections=6, practices=100))
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "space chooses it, and shows what that changes.")
        await pilot.press("space")
        await shows(pilot, "→ 100 no longer in scope")
        assert session.now.book.profile == {"role": ("none",)}


async def test_a_fact_that_is_taken_back_opens(session: Session) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "down", "down", "down", "down")
        assert cursor(app).startswith("exposure=")
        await pilot.press("ctrl+z")
        assert session.now.book.profile == {}
        assert cursor(app).startswith("role=")


async def test_in_a_ballot_facts_are_read_only_and_it_says_so(session: Session) -> None:
    own = Session(
        session.folder,
        session.questionnaire,
        AnswersFile.load(session.answers_path, session.questionnaire),
        "Ana",
        lambda: NOON,
        BallotOf("Ana", {"exposure": "public"}),
    )
    app = LevelbookApp(own, "profile")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "They shape this ballot, which cannot")
        await pilot.press("space", "delete")
        assert own.now.book.profile == {"exposure": "public"}


async def test_hostile_facts_end_nothing(tmp_path: Path) -> None:
    kinds = ("textual markup", "escape", "bidi", "long")
    texts = [clean_line(text)[:200] for name, text in HOSTILE if name.startswith(kinds) and clean_line(text)]
    facts = [
        {"id": f"f{number}", "question": text, "choices": [{"id": "a", "label": text}, {"id": "b", "label": "B"}]}
        for number, text in enumerate(texts)
    ]
    session = open_book(tmp_path / "book", tiny_questionnaire(facts=facts))
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: cursor(app) == "f0=a")
        for number in range(len(texts)):
            await pilot.press("space")
            assert session.now.book.profile[f"f{number}"] == "a"
            await pilot.press("down", "down", "down")
            assert "\x1b" not in text_of(app)
            assert "\u202e" not in text_of(app)


@both_sizes
async def test_answers_that_cannot_both_be_true_are_named_until_one_is_corrected(tmp_path: Path, size: Size) -> None:
    both = IncompatibleFacts({"role": ("saas",), "exposure": ("public",)}, "nobody could reach it")
    session = open_book(tmp_path / "book", replace(a_questionnaire(), incompatible=(both,)))
    session.set_fact("role", ("saas",))
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, ProfileScreen)
        app.screen.say("exposure", "public")
        await shows(pilot, "(exposure) cannot both be true")
        app.screen.query_one("#facts", Rows).move_to("exposure=public")
        app.screen.redraw()
        await shows(pilot, "This contradicts the answer to fact 1: the top of this list says why.")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "cannot both be true" not in text_of(app) and "contradicts" not in text_of(app))


# Pure


RULES = [
    {"when": {"exposure": ["public"]}, "because": "b", "floor": [{"level": 3, "practices": ["s1.p1"]}]},
    {"when": {"memory": ["yes"]}, "because": "b", "floor": [{"level": 3, "practices": ["s2"]}]},
]
FACTS = [
    {"id": "exposure", "question": "Who?", "choices": [{"id": "staff", "label": "S"}, {"id": "public", "label": "P"}]},
    {
        "id": "memory",
        "question": "Memory?",
        "when": {"exposure": ["public"]},
        "choices": [{"id": "yes", "label": "Y"}, {"id": "no", "label": "N"}],
    },
]


def test_a_fact_bears_on_what_its_rules_name_and_on_what_facts_that_hang_on_it_do() -> None:
    asked = tiny_questionnaire(2, 2, facts=FACTS, rules=RULES)

    assert [practice.id for practice in decided_by(asked, "memory")] == ["s2.p1", "s2.p2"]
    assert [practice.id for practice in decided_by(asked, "exposure")] == ["s1.p1", "s2.p1", "s2.p2"]


def test_what_a_choice_would_change_is_what_it_changes() -> None:
    asked = tiny_questionnaire(2, 2, facts=FACTS, rules=RULES)
    found = effect_of(tailor(asked, {}), {}, "exposure", "public")

    assert [practice.id for practice in found.raised] == ["s1.p1"]
    assert effect_of(tailor(asked, {"exposure": "public"}), {"exposure": "public"}, "exposure", None).lowered == (
        found.raised
    )


def test_a_fact_that_depends_on_an_open_one_is_counted_as_open_here_as_on_home(tmp_path: Path) -> None:
    session = copied_demo(tmp_path / "book")
    session.set_fact("role", None)
    opened = len(session.now.tailoring.open_facts)
    words = rows(session, "", width=80)[0].right.plain
    assert opened > sum(state.open for state in session.now.facts if state.asked)
    assert words.startswith(f"{opened} of ")
