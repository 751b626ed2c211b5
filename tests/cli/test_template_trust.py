"""A template that did not come with levelbook is used once somebody has looked at it, and only as it was then."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from levelbook.store import user_paths
from support.command_line import Said, Type, typed

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


@cache
def _made() -> TemporaryDirectory[str]:
    """Make a book of two answers, with an edition between them. It is gone with this process."""
    root = TemporaryDirectory(prefix="trust-")
    assert typed("questionnaire", "new", "questions", folder=Path(root.name)).code == 0
    for words in (
        ("init", "book", "--team", "Retail", "--questionnaire", "questions", "--yes"),
        ("-C", "book", "answer", "1.1", "--level", "1"),
        ("-C", "book", "seal", "first"),
        ("-C", "book", "answer", "1.1", "--level", "2"),
    ):
        assert typed(*words, folder=Path(root.name)).code == 0
    return root


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team folder in the working folder, with one edition and one answer since."""
    root = tmp_path / "here"
    shutil.copytree(_made().name, root)
    monkeypatch.chdir(root)
    return root / "book"


@pytest.fixture(name="whole_house")
def _whole_house(levelbook: Type, folder: Path) -> Path:
    """A copy of the living guide with a word of its own in a book's repository, which the book names by now."""
    levelbook("template", "new", "house")
    house = folder.parent / "house"
    add(house / "rules.md.jinja", "Rules of the house.")
    settings = folder / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('"living-guide"', '"../house"'), "utf-8")
    return house


@pytest.fixture(name="house")
def _house(whole_house: Path) -> Path:
    """The same with little to say in guide and record, which is soon compiled and rendered."""
    for name in SHORT:
        path = whole_house / f"{name}.md.jinja"
        title = re.search(r"^#+ .*$", path.read_text("utf-8"), re.MULTILINE)
        path.write_text(f"{title[0] if title else 'A word.'}\n", "utf-8")
    return whole_house


SHORT = ("about", "practice", "next", "since", "standing", "inherited", "inherited-practice")
"""Files of which the heading is enough for a test of who agreed to them."""


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


def test_a_person_is_shown_what_is_new_and_asked(
    levelbook: Type, whole_house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("levelbook.cli.template_trust.in_terminal", lambda: True)

    refused = levelbook("guide", "--trust", given="1\n")
    assert (refused.code, "You did not agree to the template house" in refused.err) == (2, True)
    assert "1 file differs from levelbook's living guide: rules.md.jinja." in refused.out
    assert "Rules of the house." not in refused.out
    agreed = levelbook("guide", "--trust", given="2\n3\n")
    assert agreed.code == 0
    assert "── rules.md.jinja" in agreed.out and "Rules of the house." in agreed.out
    assert "── about.md.jinja" not in agreed.out

    add(whole_house / "about.md.jinja", "\x1b]0;New\x07 about.")
    again = levelbook("guide", "--trust", given="2\n3\n")
    assert "1 file has changed since you agreed to it: about.md.jinja." in again.out
    assert "New␇ about." in again.out and "\x1b" not in again.out


def test_without_a_terminal_nobody_is_shown_anything(levelbook: Type, house: Path) -> None:
    said = levelbook("guide", "--trust")

    assert (said.code, "If somebody has looked at it elsewhere, use --trust " in said.err) == (2, True)


def test_a_copy_of_the_living_guide_is_as_good_as_it(levelbook: Type, folder: Path) -> None:
    levelbook("template", "new", "copy")

    assert levelbook("guide", "--template", "copy").code == 0
    assert levelbook("guide", "--trust").code == 0, "there is nothing to agree to"


@pytest.mark.parametrize("text", ["", "format = 2\n", "no toml", 'format = 1\nfolder = "x"\nfiles = 3\n'])
def test_a_pin_that_says_nothing_pins_nothing(levelbook: Type, house: Path, text: str) -> None:
    assert levelbook("guide", "--trust", digest_of(levelbook("guide"))).code == 0

    pins()[0].write_text(text)

    assert levelbook("guide").code == 2


def test_a_strangers_template_may_be_tried_before_anybody_agrees_and_is_kept_in_no_cache(
    levelbook: Type, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    assert levelbook("template", "check", "house").code == 0
    assert levelbook("guide", "--trust", digest_of(levelbook("guide"))).code == 0
    assert [path for path in (tmp_path / "cache").rglob("templates-*/*") if path.is_file()] == []

    assert levelbook("guide", "--template", "living-guide").code == 0
    assert [path for path in (tmp_path / "cache").rglob("templates-*/*") if path.is_file()] != []
