"""A template can write words around its data, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.guide.text.markdown import cell, label
from levelbook.guide.write.render import Template
from support.looped import each_hostile_text


def rendered(source: str, **context: object) -> str:
    return Template({}, {"page.md.jinja": source}).render("page.md.jinja", context)


@each_hostile_text
def test_whatever_is_printed_is_encoded_without_being_asked(text: str) -> None:
    assert rendered("x {{ text }} x", text=text) == f"x {cell(text)} x"


def test_what_a_filter_made_is_printed_as_it_is() -> None:
    assert (
        rendered("{{ 'Trigger [events]' | link('#trigger-events') }}") == "[Trigger &#91;events&#93;](#trigger-events)"
    )
    assert rendered("## {{ title | label }}", title="a # b #") == f"## {label('a # b #')}"


def test_a_piece_joined_to_ready_markdown_is_encoded_again_and_never_less() -> None:
    assert "<b>" not in rendered("{{ ('a' | label) ~ text }}", text="<b>")


def test_a_sentence_can_be_written_in_short_lines() -> None:
    """Docs/templates.md says which lines go on where the one before them ends."""
    source = 'We do\n  {#-#} {{ name }}\n  {%- if late %}, late{% endif %}\n  {{- "." }}'

    assert rendered(source, name="this", late=True) == "We do this, late."


def test_a_title_without_an_anchor_is_printed_without_a_link() -> None:
    assert rendered("{{ 'Doubles' | link('') }}") == "Doubles"


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "//evil.example", "/etc/passwd", "../../x.md", "https://evil.example", "a b", "#a)"],
)
def test_a_link_leads_nowhere_but_to_an_anchor_or_a_file_beside(target: str) -> None:
    with pytest.raises(FileIsWrong, match="a link leads to"):
        rendered("{{ 'x' | link(target) }}", target=target)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ text.upper() }}", "can call nothing"),
        ("{{ text.__class__ }}", "there is no variable “__class__” here"),
        ("{{ 'x' * 10 }}", "not available in templates"),
        ("{{ 9 ** 9 }}", "not available in templates"),
        ("{{ '%s' % text }}", "not available in templates"),
        ("{{ lipsum() }}", "can call nothing"),
        ("{% for i in range(9) %}{% endfor %}", "can call nothing"),
        ("{{ text | replace('a', 'b') }}", "No filter named"),
        ("{{ missing }}", "there is no variable “missing” here"),
        ("{{ data.missing }}", "there is no variable “missing” here"),
        ("{{ missing.part['one'] }}", "there is no variable “missing” here"),
        ("{{ data }}", "can be printed"),
        ("{{ truth }}", "can be printed"),
        ("{{ nothing }}", "can be printed"),
        ("{% include '/etc/passwd' %}", "/etc/passwd"),
        ("{% if %}", "Expected an expression"),
        ("{% do data.clear() %}", "unknown tag"),
    ],
)
def test_a_template_at_fault_is_named_with_what_is_wrong(source: str, said: str) -> None:
    with pytest.raises(FileIsWrong, match=r"living-guide/page\.md\.jinja") as failure:
        rendered(source, text="x", data={"a": 1}, truth=True, nothing=None)
    assert said in str(failure.value)


def test_a_fault_is_named_with_its_line_also_in_an_included_file() -> None:
    template = Template({}, {"page.md.jinja": "\n{% include 'part.md.jinja' %}", "part.md.jinja": "\n\n{{ missing }}"})
    with pytest.raises(FileIsWrong) as failure:
        template.render("page.md.jinja", {})
    assert failure.value.problems[0].path == "living-guide/part.md.jinja"
    assert failure.value.problems[0].line == 3


def test_a_key_that_is_named_like_a_method_is_the_key() -> None:
    assert rendered("{{ data.items }} {{ data.keys }}", data={"items": "mine", "keys": 2}) == "mine 2"


def test_files_that_include_each_other_too_deep_are_refused_with_the_line() -> None:
    files = {
        "page.md.jinja": "one {% include 'second.md.jinja' %}",
        "second.md.jinja": "two\n{% include 'third.md.jinja' %} {% include 'third.md.jinja' %}",
        "third.md.jinja": "three",
    }
    assert Template({}, files, most_includes=2).render("page.md.jinja", {}) == "one two\nthree three"

    with pytest.raises(FileIsWrong) as failure:
        Template({}, files, most_includes=1).render("page.md.jinja", {})

    (problem,) = failure.value.problems
    assert (problem.path, problem.line) == ("living-guide/second.md.jinja", 2)
    assert "files include each other more than 1 deep" in problem.message


def test_blank_lines_and_line_ends_are_tidied() -> None:
    assert rendered("\n\na  \n\n\n\nb\n\n") == "a\n\nb"


def test_counts_and_lists_read_as_words() -> None:
    assert rendered("{{ 1 | counted('practice') }}, {{ 12 | counted('entry', 'entries') }}, {{ 13 | in_words }}") == (
        "one practice, twelve entries, 13"
    )
    assert rendered("{{ names | listed }}", names=["a", "b|c", "d"]) == "a, b&#124;c and d"


def test_a_manifest_is_refused_with_everything_that_is_wrong_in_it() -> None:
    blocks = [{"id": "about", "file": "gone.md.jinja"}, {"id": "about", "file": "a.md.jinja"}, {"id": "odd"}]
    with pytest.raises(FileIsWrong) as failure:
        _ = Template({"blocks": blocks}, {"a.md.jinja": ""}).blocks
    said = [str(problem) for problem in failure.value.problems]
    assert any("gone.md.jinja" in line and "blocks[0].file" in line for line in said)
    assert any("twice" in line for line in said)
    assert any("“odd” is not a block" in line for line in said)
    assert any("missing: rules" in line for line in said)


def test_compiled_templates_are_kept_and_what_spoils_the_keeping_spoils_no_guide(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()

    def rendered() -> str:
        return Template(manifest={}, files={"a.md.jinja": "{{ said }}!"}, compiled=kept).render(
            "a.md.jinja", {"said": "Hm"}
        )

    assert rendered() == "Hm!"
    [compiled] = kept.iterdir()
    compiled.write_bytes(b"what another program wrote")
    assert rendered() == "Hm!"
    compiled.unlink()
    compiled.mkdir()
    assert rendered() == "Hm!"
    compiled.rmdir()
    kept.rmdir()
    assert rendered() == "Hm!"
