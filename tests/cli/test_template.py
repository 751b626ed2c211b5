"""`template` and `guide --template`, as the author of a template types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from levelbook.packs import files
from support.command_line import Said, Type


@pytest.fixture(name="house")
def _house(levelbook: Type, folder: Path) -> Path:
    """A copy of the living guide, to change."""
    assert "wrote house/template.toml" in levelbook("template", "new", "house").out
    return folder.parent / "house"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def digest_of(said: Said) -> str:
    """The digest that a refusal names."""
    return re.findall(r"--trust ([0-9a-f]{64})", said.err)[0]


def test_a_template_of_ones_own_writes_the_guide(levelbook: Type, house: Path, folder: Path) -> None:
    change(house / "template.toml", "Our rules on one page", "The rules of the house")

    digest = digest_of(levelbook("guide", "--template", "house", "--stdout"))
    said = levelbook("guide", "--template", "house", "--stdout", "--trust", digest)
    assert "## The rules of the house" in said.out
    assert not (folder / "guide.md").exists()
    change(folder / "levelbook.toml", '"living-guide"', '"../house"')
    assert levelbook("guide").code == 0
    assert "## The rules of the house" in (folder / "guide.md").read_text("utf-8")
    said = levelbook("template", "new", "house")
    assert (said.code, "not empty" in said.err) == (2, True)
    said = levelbook("template", "new", str(folder / "guide.md" / "house"))
    assert (said.code, "its folder is not a folder" in said.err) == (5, True)


def test_a_template_whose_beginning_was_interrupted_is_finished(levelbook: Type, house: Path) -> None:
    whole = {path.name: path.read_bytes() for path in house.iterdir()}
    (house / "status.md.jinja").unlink()
    (house / ".levelbook-0123456789ab.tmp").write_text("half", "utf-8")

    assert levelbook("template", "new", "house").code == 0
    assert {path.name: path.read_bytes() for path in house.iterdir()} == whole

    (house / "status.md.jinja").unlink()
    (house / "next.md.jinja").write_text("Ours.", "utf-8")
    assert levelbook("template", "new", "house").code == 2
    assert (house / "next.md.jinja").read_text("utf-8") == "Ours."


def test_a_template_of_many_large_files_is_refused_before_memory_runs_out(
    levelbook: Type, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_TOGETHER", 2_000_000)
    (house / "zz.md.jinja").write_text("x" * 2_000_000, "utf-8")

    said = levelbook("template", "check", "house")

    assert (said.code, "levelbook reads no more" in said.out + said.err) == (1, True)


def test_every_fault_of_a_template_is_named_with_its_file_and_line(levelbook: Type, house: Path) -> None:
    """Also in branches that only some team reaches: an open question, a risk that ran out, a sitting long ago."""
    change(house / "status.md.jinja", "%}Not known", "%}{{ practice.nothing }}")
    change(house / "next.md.jinja", "{{ page.accepted_more", "{{ page.missing")
    change(house / "record-sittings.md.jinja", "{% endfor", "{% endfro")
    (house / "proof.md.jinja").unlink()
    (house / "about.md.jinja").write_text("# {{ title | label }}\n\n<b>bold</b>\n")

    said = levelbook("template", "check", "house")

    assert said.code == 1
    assert "house/status.md.jinja:6: " in said.out and "“nothing”" in said.out
    assert "house/next.md.jinja:" in said.out and "“missing”" in said.out
    assert "house/record-sittings.md.jinja:" in said.out and "endfro" in said.out
    assert "there is no file “proof.md.jinja” in it" in said.out
    assert (
        "house/about.md.jinja: Block “about” contains something that a guide may not contain: line 3: HTML" in said.out
    )
    assert "house/next.md.jinja" in said.out and said.out.endswith(" problems found.\n")
    digest = digest_of(levelbook("guide", "--template", "house", "--stdout"))
    wrong = levelbook("guide", "--template", "house", "--stdout", "--trust", digest)
    assert (wrong.code, wrong.out) == (3, "")


@pytest.mark.parametrize(
    "link",
    [
        *("[a](https://example.org)", "![a](x.png)", "<https://example.org>", "{# a #}www.example.org"),
        *("[a]{# #}(b.md)", "{% raw %}{#{% endraw %}www.example.org"),
    ],
)
def test_a_template_that_writes_out_a_link_or_an_address_is_refused(levelbook: Type, house: Path, link: str) -> None:
    (house / "trouble.md.jinja").write_text(f"{{{{ title | label }}}}\n\n{link}\n", "utf-8")

    said = levelbook("template", "check", "house")

    assert said.code == 1
    assert "house/trouble.md.jinja" in said.out and "writes out an address or a link" in said.out
    assert said.out.endswith("\n1 problem found.\n")


@pytest.mark.parametrize(
    "link",
    [
        '{{ "ht" ~ "tps://evil.example" }}',
        '{{ "ht" }}tps://evil.example',
        '{% set a = "w" %}{{ a }}{{ a }}w.evil.example',
        '[a]{{ "(h" }}ttps:/{{ "/" }}evil.example)',
    ],
)
def test_a_template_that_puts_an_address_together_is_refused(levelbook: Type, house: Path, link: str) -> None:
    (house / "trouble.md.jinja").write_text(f"{{{{ title | label }}}}\n\n{link}\n", "utf-8")

    said = levelbook("template", "check", "house")

    assert said.code == 1
    assert "house/trouble.md.jinja: “evil.example” is an address that the template puts together" in said.out


def test_a_template_that_cannot_be_one_is_told_at_once(levelbook: Type, house: Path) -> None:
    change(house / "template.toml", 'id = "rules"', 'id = "rulse"')
    said = levelbook("template", "check", "house")
    assert said.code == 1 and "house/template.toml: blocks[3].id: “rulse” is not a block." in said.out
    assert levelbook("template", "check", "nowhere").code == 2
