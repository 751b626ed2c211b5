"""A person's own settings: other keys, another theme, and what is said when they cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w

from levelbook.core.errors import FileIsWrong
from levelbook.keymap.key_names import normal, span, spelling_in_settings, written
from levelbook.keymap.user_settings import UserSettings, parse_user_settings, read_user_settings
from levelbook.reading.toml import MAX_BYTES
from levelbook.store.user_paths import user_settings_path
from support.hostile_texts import HOSTILE


def refused(text: str) -> list[str]:
    with pytest.raises(FileIsWrong) as wrong:
        parse_user_settings(text, "settings.toml")
    return wrong.value.lines()


def keys(*lines: str) -> str:
    return "[keys]\n" + "\n".join(lines)


def test_without_a_file_everything_is_as_usual() -> None:
    assert read_user_settings() == UserSettings()


def test_the_file_stands_in_the_folder_for_settings_and_a_variable_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path, named = user_settings_path()
    assert (path.name, path.parent.name, named) == ("settings.toml", "levelbook", False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('theme = "levelbook-light"')
    assert read_user_settings().theme == "levelbook-light"

    other = tmp_path / "other.toml"
    other.write_text('theme = "levelbook-contrast"')
    monkeypatch.setenv("LEVELBOOK_SETTINGS", str(other))
    assert read_user_settings().theme == "levelbook-contrast"


def test_a_named_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVELBOOK_SETTINGS", str(tmp_path / "nowhere.toml"))

    with pytest.raises(FileIsWrong, match=r"There is no such file. LEVELBOOK_SETTINGS names it."):
        read_user_settings()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVELBOOK_SETTINGS", str(tmp_path))

    with pytest.raises(FileIsWrong, match="This file cannot be read"):
        read_user_settings()


def test_keys_replace_those_of_the_command() -> None:
    settings = parse_user_settings(keys('next = "enter, ctrl+N"', 'unsure = "?"', 'help = "f1"'), "")

    assert settings.keys.changed == {
        "next": ("enter", "ctrl+n"),
        "unsure": ("question_mark",),
        "help": ("f1",),
    }
    assert settings.keys.written("next") == ("⏎", "ctrl+n")
    assert settings.keys.key("unsure") == "?"
    assert settings.keys.key("steps") == "s"
    assert settings.keys.keymap()["next"] == "enter,ctrl+n"


def test_two_commands_may_change_places() -> None:
    settings = parse_user_settings(keys('unsure = "x"', 'not-applicable = "u"'), "")

    assert (settings.keys.key("unsure"), settings.keys.key("not-applicable")) == ("x", "u")


def test_the_usual_keys_written_down_change_nothing() -> None:
    assert parse_user_settings(keys('next = "enter,right,n"'), "") == UserSettings()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('unsre = "u"', "There is no such command. Did you mean “unsure”?"),
        ('zzzzzzz = "u"', "There is no such command. `levelbook keys` lists all of them."),
        ('unsure = "entr"', "There is no key “entr”. Did you mean “enter”?"),
        ('unsure = "ctrl+pgup"', "There is no key “ctrl+pgup”. Did you mean “ctrl+pageup”?"),
        ('unsure = "f25"', "There is no key “f25”."),
        ('unsure = "shift+1"', "There is no key “shift+1”."),
        ('unsure = "ctrl+ctrl+a"', "There is no key “ctrl+ctrl+a”."),
        ('unsure = "a,,b"', "A key is missing between two commas."),
        ('unsure = ""', "No key is given."),
        ('unsure = "x"', "x is already the key of “not-applicable”."),
        ('unsure = "q"', "q is already the key of “quit”."),
        ('unsure = "j"', "j is already the key of “down”."),
        ('unsure = "tab"', "tab is already the key of “focus-next”."),
        ('step-done = "d"', "d is already the key of “list-drop”."),
        ('picker-up = "ctrl+q"', "ctrl+q is always a way out, so it cannot be used for anything else."),
        ('quit-always = "z"', "ctrl+q is always a way out, so it cannot be changed."),
        ('form-save = "s"', "s would be typed into the field."),
        ('form-save = "f5,space"', "space would be typed into the field."),
        ('owner = "ctrl+i"', "Many terminals cannot tell ctrl+i from tab."),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line_and_the_nearest(line: str, said: str) -> None:
    (found,) = refused(keys("", line))

    assert found.startswith(f"settings.toml:3: keys.{line.partition(' ')[0]}: {said}")


def test_every_problem_is_told_in_the_order_of_the_file() -> None:
    found = refused(keys('unsure = "x"', 'nxt = "n"', 'here = "nowhere"'))

    assert [line.split(":")[1] for line in found] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "levelbook-drak"', "settings.toml:1: theme: This is the text “levelbook-drak”"),
        ('thme = "levelbook-dark"', "Did you mean “theme”?"),
        ("[keys]\nunsure = 3", "settings.toml:2: keys.unsure"),
        ('keys = "a"', "settings.toml:1: keys"),
        ("theme = ", "settings.toml:1"),
        ("#" * (MAX_BYTES + 1), "MB"),
    ],
    ids=lambda text: text[:20],
)
def test_the_file_is_read_strictly(text: str, said: str) -> None:
    assert any(said in line for line in refused(text))


def test_a_misspelt_theme_gets_the_nearest() -> None:
    assert refused('theme = "levelbook-drak"')[0].endswith("Did you mean “levelbook-dark”?")


def test_hostile_text_is_no_key_and_said_in_one_line() -> None:
    for _, text in HOSTILE:
        if all(normal(part) for part in text.split(",")):
            continue  # such as “#”, which is a key
        found = refused(tomli_w.dumps({"keys": {"unsure": text, f"{text}!": "u"}}))

        assert len(found) == 2, text
        assert all("\x1b" not in line and "\n" not in line for line in found), text


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("a", "a"), ("A", "A"), ("ä", "ä"), ("?", "question_mark"), ("/", "slash"), ("-", "minus"), (" ", "space"),
        ("comma", "comma"), ("Ctrl+Z", "ctrl+z"), ("shift+ctrl+z", "ctrl+shift+z"), ("ctrl+/", "ctrl+slash"),
        ("shift+a", "A"), ("shift+tab", "shift+tab"), ("alt+x", "alt+x"), ("F12", "f12"), ("PageUp", "pageup"),
        ("ctrl++", "ctrl+plus"), ("+", "plus"),
        ("f0", None), ("super+a", None), ("", None), ("ab", None), ("ctrl+", None), ("\x07", None), ("👍", None),
    ],
)  # fmt: skip
def test_keys_are_called_as_the_app_calls_them(given: str, key: str | None) -> None:
    assert normal(given) == key


def test_every_name_is_one_that_the_toolkit_knows() -> None:
    from textual.keys import Keys as Known
    from textual.keys import _character_to_key

    from levelbook.keymap.key_names import NAMED

    assert set(NAMED) <= {key.value for key in Known}
    for character in map(chr, range(0x20, 0x7F)):
        assert normal(character) == _character_to_key(character)


def test_keys_are_written_as_people_know_them() -> None:
    assert [written(key) for key in ("question_mark", "enter", "f2", "ctrl+slash", "pageup")] == [
        "?",
        "⏎",
        "F2",
        "ctrl+/",
        "pgup",
    ]
    assert [spelling_in_settings(key) for key in ("question_mark", "enter", "comma")] == ["?", "enter", "comma"]
    assert span(["0", "1", "2"]) == "0-2"
    assert span(["0", "q", "2"]) == "0 q 2"
    assert span(["¹", "²", "³"]) == "¹ ² ³", "Python takes these for digits, and for no number"
    assert span(["٠", "١", "٢"]) == "٠ ١ ٢"


def test_digits_may_move_on_at_once_and_it_is_true_or_false() -> None:
    assert parse_user_settings("move_on = true", "").move_on
    assert not parse_user_settings("", "").move_on
    with pytest.raises(FileIsWrong) as refused:
        parse_user_settings('move_on = "yes"', "settings.toml")
    assert refused.value.problems[0].key == "move_on"
