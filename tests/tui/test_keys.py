"""The keys: every binding is in the table, under an id of its own, and nothing takes a key from something else."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

import levelbook.tui
from levelbook.book.session import Session
from levelbook.core.errors import FileIsWrong
from levelbook.keymap.commands import _NOT_IN_PALETTE, COMMANDS, PLACES, SCREENS
from levelbook.keymap.effective_keys import BY_ID
from levelbook.keymap.key_names import normal
from levelbook.keymap.user_settings import parse_user_settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import Palette
from levelbook.tui.help.screen import HelpScreen
from support.pilot import press, shows, text_of, until


def classes() -> list[type[DOMNode]]:
    """Every class of the TUI that could bind keys."""
    found: dict[type[DOMNode], None] = {}
    for module in pkgutil.walk_packages(levelbook.tui.__path__, "levelbook.tui."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__.startswith("levelbook."):
                found[value] = None
    return list(found)


def bound(node: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class brings itself, one for each key."""
    for listed in BindingsMap(vars(node).get("BINDINGS", [])).key_to_bindings.values():
        yield from listed


def test_every_binding_is_in_the_table_under_its_id_with_its_keys() -> None:
    seen = set()
    for node in classes():
        for binding in bound(node):
            command = BY_ID.get(binding.id or "")
            assert command is not None, f"{node.__name__}: {binding.key}"
            assert binding.key in command.keys.split(","), f"{node.__name__}: {binding.key}"
            seen.add(command.id)
    assert seen == set(BY_ID), "a command that nothing binds"


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


def test_every_command_has_a_place_a_name_a_sentence_and_keys_that_exist() -> None:
    for command in COMMANDS:
        assert command.where in PLACES, command.id
        assert command.name, command.id
        assert command.help, command.id
        assert not command.help.endswith("."), command.id
        for key in command.keys.split(","):
            assert normal(key) == key, f"{command.id}: {key}"


@pytest.mark.parametrize("screen", SCREENS)
def test_no_two_commands_of_a_screen_share_a_key(screen: str) -> None:
    keys = [
        key for command in COMMANDS if command.where in (screen, "", "parts", "rows") for key in command.keys.split(",")
    ]

    assert sorted(keys) == sorted(set(keys))


def test_every_command_has_an_action_where_it_is_bound() -> None:
    for node in classes():
        for binding in bound(node):
            name = binding.action.partition("(")[0]
            holder = LevelbookApp if name.startswith("app.") else node
            assert hasattr(holder, f"action_{name.removeprefix('app.')}"), f"{node.__name__}: {binding.action}"


def test_what_is_left_out_of_the_palette_is_a_command_that_there_is() -> None:
    assert set(BY_ID) >= _NOT_IN_PALETTE


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_palette_of_every_screen_has_all_its_commands_that_mean_something_without_a_cursor(
    session: Session, screen: str
) -> None:
    app = LevelbookApp(session, screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        offered = {hit.prompt.partition("  (")[0] async for hit in Palette(app.screen).discover()}
        for command in COMMANDS:
            if command.where in (screen, "") and command.id not in _NOT_IN_PALETTE:
                beyond = command.level is not None and command.level > session.questionnaire.max_level
                assert (command.name in offered) != beyond, command.id


# Other keys, from a person's settings


def with_keys(session: Session, toml: str, first: str = "interview") -> LevelbookApp:
    return LevelbookApp(session, first, settings=parse_user_settings(f"[keys]\n{toml}", "settings.toml"))


async def test_a_command_has_the_keys_that_the_settings_give_it_and_no_others(session: Session) -> None:
    app = with_keys(session, 'next = "ctrl+n,w"\nlevel-2 = "y"\nclear = "2"')
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y")
        await until(pilot, lambda: session.now.book.answer("s1.p1").level == 2)
        await pilot.press("2")
        await until(pilot, lambda: session.now.book.answer("s1.p1").level is None)
        await pilot.press("enter", "n", "w", "3")
        await until(pilot, lambda: session.now.book.answer("s1.p2").level == 3)
        await pilot.press("ctrl+n", "1")
        await until(pilot, lambda: session.now.book.answer("s1.p3").level == 1)


async def test_two_commands_that_change_places_do_so_in_the_app(session: Session) -> None:
    app = with_keys(session, 'unsure = "x"\nnot-applicable = "u"')
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await shows(pilot, "Who finds out?")
        await pilot.press("escape", "u")
        await shows(pilot, "Why does it not apply to you?")


async def test_the_footer_says_which_digits_answer(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "0-4 level")
        await pilot.press("2", "down")
        await shows(pilot, "0-4 level")


async def test_footer_help_palette_and_hints_show_the_present_keys(session: Session) -> None:
    changed = {"unsure": "ctrl+u", "level-1": "y", "help": "f12", "go-roadmap": "f9", "seal": "w"}
    changed |= {"form-save": "alt+s", "palette": "ctrl+g"}
    app = with_keys(session, "\n".join(f'{name} = "{key}"' for name, key in changed.items()))
    async with app.run_test(size=(120, 36)) as pilot:
        for words in ("0 y 2 3 4 level", "ctrl+u unsure", "F12 keys", "F9 Roadmap"):
            await shows(pilot, words)
        await pilot.press("ctrl+u")
        await shows(pilot, "(alt+s)")
        await pilot.press(*"Tom", "alt+s")
        await until(pilot, lambda: session.now.book.answer("s1.p1").ask_whom == "Tom")
        await pilot.press("f12")
        await shows(pilot, "ctrl+u")
        await pilot.press("f12", "ctrl+g", *"unsure")
        await shows(pilot, "Unsure  (ctrl+u)")
        await pilot.press("escape", "f7")
        await shows(pilot, "Press w to seal the first one.")


async def test_keys_of_lists_forms_and_pickers_can_be_changed_too(session: Session) -> None:
    app = with_keys(session, 'list-leave = "ctrl+w"\npicker-leave = "ctrl+w"\nform-leave = "f4"\ndown = "f10"')
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await shows(pilot, "ctrl+w back")
        await pilot.press("ctrl+w", "g")
        await shows(pilot, "Go to")
        await pilot.press("escape")
        await shows(pilot, "Go to")
        await pilot.press("ctrl+w", "u")
        await shows(pilot, "Cancel (F4)")
        await pilot.press("f4", "f10", "f10", "space")
        await until(pilot, lambda: session.now.book.answer("s1.p1").met or session.now.book.answer("s1.p1").unmet)


async def test_ctrl_q_leaves_out_of_a_form_whatever_the_settings_say(session: Session) -> None:
    app = with_keys(session, 'quit = "ctrl+x"')
    async with app.run_test() as pilot:
        await pilot.press("u")
        await shows(pilot, "Who finds out?")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)


async def test_wrong_settings_leave_the_usual_keys_and_are_told(session: Session) -> None:
    with pytest.raises(FileIsWrong) as wrong:
        parse_user_settings('[keys]\nunsre = "w"', "settings.toml")
    app = LevelbookApp(session, "interview", wrong_settings=wrong.value)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "so the default keys and colours are used")
        await shows(pilot, "Did you mean “unsure”?")
        await pilot.press("u")
        await shows(pilot, "Who finds out?")


@pytest.mark.parametrize("opens", ["i", "s", "f", "question_mark"], ids=["panel", "list", "picker", "keys"])
async def test_a_function_key_opens_its_screen_from_a_box_too(session: Session, opens: str) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, opens)
        assert isinstance(app.screen, Modal)
        await press(pilot, "f5")
        assert app.screen_name == "roadmap"
        assert not isinstance(app.screen, Modal)


def _heads(app: LevelbookApp) -> list[str]:
    """The headings of the list of keys, in their order."""
    assert isinstance(app.screen, HelpScreen)
    return [row.words.plain for row in app.screen.rows() if row.words.plain in PLACES.values()]


@pytest.mark.parametrize(("opens", "said"), [("v", "In a vote"), ("s", "In evidence and steps")], ids=["vote", "list"])
async def test_the_list_of_keys_begins_with_those_of_the_box_that_one_is_in(
    session: Session, opens: str, said: str
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, opens, "f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert _heads(app)[0] == said


async def test_keys_that_have_no_room_in_their_column_stand_behind_the_words(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert isinstance(app.screen, HelpScreen)
        assert {row.lead.cell_length for row in app.screen.rows() if row.lead.plain} == {17}
        assert any("; so does ctrl+shift+z" in row.words.plain for row in app.screen.rows())


async def test_the_keys_can_be_looked_up_in_a_form_and_a_function_key_there_asks_first(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "x", "f1")
        await shows(pilot, "On every screen")
        assert _heads(app)[0] == "In forms", "the keys that work in the form come first"
        await press(pilot, "f5")
        await shows(pilot, "Leave?")
        open_screens = len(app.screen_stack)
        await press(pilot, "f5")
        assert len(app.screen_stack) == open_screens, "the question is asked once"
        await press(pilot, "k")
        assert app.screen_name == "roadmap"


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)], ids=["60x16", "80x24", "120x36"])
@pytest.mark.parametrize(
    ("opens", "said"),
    [("o", "esc cancel"), ("g", "esc close"), ("question_mark", "esc close"), ("i", ""), ("s", ""), ("v", "")],
    ids=["form", "picker", "panel", "details", "list", "vote"],
)
async def test_the_line_of_keys_below_a_box_names_its_keys_and_no_others(
    session: Session, size: tuple[int, int], opens: str, said: str
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await press(pilot, opens)
        assert isinstance(app.screen, Modal)
        line_of_keys = text_of(app).splitlines()[-1]
        assert said in line_of_keys
        assert "? keys" not in line_of_keys
        assert bool(said) == bool(line_of_keys.strip())
