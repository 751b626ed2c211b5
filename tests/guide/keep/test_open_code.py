"""Code that people begin in a guide and do not end is found: every reader shows what follows as code."""

import pytest

from levelbook.guide.keep.merge import assemble
from levelbook.guide.keep.open_code import OpenCode, open_code
from support.guide_files import ABOUT, ACCESS, BLOCKS, OUTPUT, after, guide


@pytest.mark.parametrize(
    ("opening", "ends_with"), [("```sh", "```"), ("~~~~", "~~~~"), ("<pre>", "</pre>"), ("  <PRE class=x>", "</pre>")]
)
def test_code_that_is_left_open_is_found_with_its_line_and_what_ends_it(opening: str, ends_with: str) -> None:
    text = after(ABOUT, f"Restart it:\n\n{opening}\nrestart", assemble(guide(None), BLOCKS, {"title": "Output"}).text)
    [found] = open_code(text)
    assert found == OpenCode("about", found.line, opening.strip(), ends_with, is_below=True)
    assert text.split("\n")[found.line - 1] == opening
    assert open_code(text.replace(f"{opening}\nrestart", f"{opening}\nrestart\n{ends_with}")) == ()


def test_code_that_is_left_open_in_a_block_or_on_top_is_found_there() -> None:
    inside = guide(None).replace("How we work.", "How we work.\n\n```\nrestart")
    assert [(one.block, one.is_below) for one in open_code(inside)] == [("about", False)]
    assert [(one.block, one.line) for one in open_code(guide("```\nrestart\n"))] == [("", 1)]


def test_code_that_only_the_code_below_another_part_would_end_is_found_and_that_one_is_not() -> None:
    text = after(ACCESS, "```\nwhole\n```", after(ABOUT, "```\nopen", guide(None)))
    assert [one.block for one in open_code(text)] == ["about"]


@pytest.mark.parametrize(
    "note",
    [
        "```\nwhole\n```",
        "- ```\n  ended by its list",
        "> ```\n> ended by its quotation",
        "    ```\n    indented",
        "``` is no `code` of several lines",
        "Words with ``` in them.",
        "````\n```\n````",
        "<pre>whole</pre>",
    ],
)
def test_code_that_ends_before_the_next_part_is_none(note: str) -> None:
    assert open_code(after(ABOUT, note, guide(None))) == ()


def test_nothing_is_behind_code_below_the_last_part() -> None:
    assert open_code(after(OUTPUT, "```\nrestart", guide(None))) == ()


@pytest.mark.parametrize("opening", ["<details>", "<Details class=x><summary>Old</summary>", "- See <details> here"])
def test_an_element_that_hides_what_follows_is_found_where_nothing_in_the_guide_ends_it(opening: str) -> None:
    text = after(ABOUT, f"Restart it:\n\n{opening}\n\nrestart", assemble(guide(None), BLOCKS, {"title": "Output"}).text)
    [found] = open_code(text)
    assert found == OpenCode("about", found.line, opening, "</details>", is_below=True, hides=True)
    assert text.split("\n")[found.line - 1] == opening
    assert open_code(text.replace("\nrestart", "\nrestart\n</details>")) == ()
    assert open_code(after(ACCESS, "</details>", text)) == (), "a part of levelbook's may be folded away on purpose"


@pytest.mark.parametrize(
    "note",
    [
        "```\n<details>\n```",
        "`<details>`",
        "<!-- <details> -->",
        "<details open>",
        "<details>\n<details>\n</details>\n\nMore.\n\n</details>",
        "</details>",
        "<details-of-something>",
    ],
)
def test_what_hides_nothing_is_not_told(note: str) -> None:
    assert open_code(after(ABOUT, note, guide(None))) == ()


def test_of_two_elements_that_hide_the_one_without_an_end_is_found() -> None:
    text = after(ACCESS, "<details>\n\nwhole\n\n</details>", after(ABOUT, "<details>\n\nopen", guide(None)))
    assert [one.block for one in open_code(text)] == ["about"]
    assert open_code(after(OUTPUT, "<details>", guide(None))) == (), "nothing is behind it"


def test_of_several_elements_that_hide_in_one_place_the_first_is_found() -> None:
    [found] = open_code(after(ABOUT, "<details>\n<details>\n\n<details> <template>", guide(None)))
    assert found.begins_with == "<details>"
