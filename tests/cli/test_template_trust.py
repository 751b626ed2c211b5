"""A template that did not come with levelbook is used once somebody has looked at it, and only as it was then."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from levelbook.store import user_paths
from support.command_line import Said, Type

ASSEMBLING = (
    *(["guide"], ["guide", "--check"], ["guide", "--stdout"], ["export", "html", "-o", "-"], ["guide", "--status"]),
    *(["seal"], ["diff", "--guide"], ["diff", "--markdown"]),
)
"""Commands that render the template which the settings name."""


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A state folder in which nobody has agreed to anything."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield


@pytest.fixture(name="house")
def _house(levelbook: Type, folder: Path) -> Path:
    """A template with a word of its own in a book's repository, which the book names since its first edition."""
    levelbook("answer", "1.1", "--level", "1")
    assert levelbook("seal", "first").code == 0
    levelbook("answer", "1.1", "--level", "2")
    levelbook("template", "new", "house")
    house = folder.parent / "house"
    add(house / "rules.md.jinja", "Rules of the house.")
    settings = folder / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('"living-guide"', '"../house"'), "utf-8")
    return house


def add(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")


def digest_of(said: Said) -> str:
    """The digest that a refusal names."""
    return re.findall(r"--trust ([0-9a-f]{64})", said.err)[0]


def pins() -> list[Path]:
    state = user_paths.state_path()
    assert state is not None
    return sorted((state / "templates").glob("*.toml"))


@pytest.mark.parametrize("words", ASSEMBLING, ids=" ".join)
def test_no_command_renders_a_template_that_nobody_agreed_to(
    levelbook: Type, house: Path, folder: Path, words: list[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    said = levelbook(*words)

    assert (said.code, said.out) == (2, "")
    assert "The template house does not come with levelbook, and nobody here has agreed to it yet." in said.err
    assert "`levelbook guide --trust`" in said.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_check_finds_that_nobody_agreed_to_the_template(levelbook: Type, house: Path) -> None:
    said = levelbook("check")

    assert said.code == 1
    assert "The template house does not come with levelbook" in said.out


@pytest.mark.parametrize("words", [["guide"], ["seal"], ["diff", "--markdown"], ["check"]], ids=" ".join)
def test_a_digest_agrees_where_nobody_can_be_asked_and_is_remembered(
    levelbook: Type, house: Path, folder: Path, words: list[str]
) -> None:
    digest = digest_of(levelbook("guide"))

    assert "nobody here has agreed" not in levelbook(*words, "--trust", digest).err
    assert levelbook("guide").code == 0
    assert "Rules of the house." in (folder / "guide.md").read_text("utf-8")
    [pin] = pins()
    assert stat.S_IMODE(pin.stat().st_mode) == 0o600
    assert not [path for path in folder.parent.rglob("*") if path.is_file() and digest.encode() in path.read_bytes()]


def test_another_digest_agrees_to_nothing(levelbook: Type, house: Path) -> None:
    digest = digest_of(levelbook("guide"))

    said = levelbook("guide", "--trust", "0" * 64)

    assert said.code == 2
    assert "The template house is not the one of that digest." in said.err and digest in said.err
    assert levelbook("guide").code == 2
    assert pins() == []


@pytest.mark.parametrize("name", ["template.toml", "rules.md.jinja", "another.md.jinja"])
def test_a_template_that_has_changed_is_asked_about_again(levelbook: Type, house: Path, name: str) -> None:
    before = digest_of(levelbook("guide"))
    assert levelbook("guide", "--trust", before).code == 0

    (house / name).touch()
    add(house / name, "# Another line." if name == "template.toml" else "Another line.")

    assert levelbook("guide").code == 2
    assert levelbook("guide", "--trust", before).code == 2
    assert digest_of(levelbook("guide")) != before


def test_what_was_agreed_to_before_needs_no_second_word(levelbook: Type, house: Path) -> None:
    """Such as on the way back to another branch."""
    rules = (house / "rules.md.jinja").read_text("utf-8")
    assert levelbook("guide", "--trust", digest_of(levelbook("guide"))).code == 0
    add(house / "rules.md.jinja", "More.")
    assert levelbook("guide", "--trust", digest_of(levelbook("guide"))).code == 0

    (house / "rules.md.jinja").write_text(rules, "utf-8")

    assert levelbook("guide").code == 0


def test_a_person_is_shown_what_is_new_and_asked(levelbook: Type, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("levelbook.cli.template_trust.in_terminal", lambda: True)

    refused = levelbook("guide", "--trust", given="1\n")
    assert (refused.code, "You did not agree to the template house" in refused.err) == (2, True)
    assert "1 file is other than in levelbook's living guide: rules.md.jinja." in refused.out
    assert "Rules of the house." not in refused.out
    agreed = levelbook("guide", "--trust", given="2\n3\n")
    assert agreed.code == 0
    assert "── rules.md.jinja" in agreed.out and "Rules of the house." in agreed.out
    assert "── about.md.jinja" not in agreed.out

    add(house / "about.md.jinja", "\x1b]0;New\x07 about.")
    again = levelbook("guide", "--trust", given="2\n3\n")
    assert "1 file is other than when you agreed to it: about.md.jinja." in again.out
    assert "New␇ about." in again.out and "\x1b" not in again.out


def test_without_a_terminal_nobody_is_shown_anything(levelbook: Type, house: Path) -> None:
    said = levelbook("guide", "--trust")

    assert (said.code, "If somebody has looked at it elsewhere, use --trust " in said.err) == (2, True)


def test_a_copy_of_the_living_guide_is_as_good_as_it(levelbook: Type, folder: Path) -> None:
    levelbook("template", "new", "copy")

    assert levelbook("guide", "--template", "copy").code == 0
    assert levelbook("guide", "--trust").code == 0, "there is nothing to agree to"


def test_a_template_may_be_tried_before_anybody_agrees(levelbook: Type, house: Path) -> None:
    assert levelbook("template", "check", "house").code == 0


@pytest.mark.parametrize("text", ["", "format = 2\n", "no toml", 'format = 1\nfolder = "x"\nfiles = 3\n'])
def test_a_pin_that_says_nothing_pins_nothing(levelbook: Type, house: Path, text: str) -> None:
    assert levelbook("guide", "--trust", digest_of(levelbook("guide"))).code == 0

    pins()[0].write_text(text)

    assert levelbook("guide").code == 2


def test_a_strangers_template_is_kept_in_no_cache(
    levelbook: Type, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    assert levelbook("guide", "--trust", digest_of(levelbook("guide"))).code == 0
    assert levelbook("template", "check", "house").code == 0
    assert [path for path in (tmp_path / "cache").rglob("templates-*/*") if path.is_file()] == []

    assert levelbook("guide", "--template", "living-guide").code == 0
    assert [path for path in (tmp_path / "cache").rglob("templates-*/*") if path.is_file()] != []
