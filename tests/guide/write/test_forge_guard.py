"""What people type into an answer calls nobody and closes nothing where a pull request or a commit shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.token import Token

from levelbook.guide.text.markdown import block, cell, inline, label
from levelbook.guide.write.forge_guard import commit_message, without_effect
from levelbook.guide.write.tables import padded
from support.growth import assert_grows_at_most
from support.hostile_texts import HOSTILE
from support.looped import looped
from support.made_guides import html

ACTS = re.compile(
    r"(?<![0-9A-Za-z_])@[0-9A-Za-z_]|(?<![&])#[0-9]|(?<![0-9A-Za-z_])[Gg][Hh]-[0-9]|[!&][0-9]"
    r"|\b(?=[0-9a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,40}\b"
    r"|(?:https?://|www\.)\S*/(?:issues|pull|merge_requests|commit)/[0-9a-f]"
)
"""What GitHub and GitLab look for in text that is rendered already, wherever it is neither code nor a link."""
TYPED = (
    "closes #77", "Fixes: #77.", "per @octocat", "(@org/security-team)", "@a_b.c-d asked", "owner/repo#3", "user#3",
    "GH-3 and gh-4", "group/project!12", "!12", "group&7", "&7", "d2b0c49", "3d96982c1234567890abcdef1234567890abcdef",
    "https://github.com/o/r/issues/3", "(https://gitlab.example/g/p/-/merge_requests/4)", "www.github.com/o/r/pull/3",
    "https://github.com/o/r/commit/d2b0c49", "#12", "@octocat", "x @octocat, @octodog!",
)  # fmt: skip


def acting(markdown: str) -> list[str]:
    """What a forge would act upon."""

    def found(tokens: list[Token]) -> Iterator[str]:
        depth = 0
        for token in tokens:
            depth += (token.type == "link_open") - (token.type == "link_close")
            if token.type == "link_open" and ACTS.search(str(token.attrs["href"])):
                yield str(token.attrs["href"])
            if token.type == "text" and not depth:
                yield from ACTS.findall(token.content)
            yield from found(token.children or [])

    return list(found(MarkdownIt("commonmark").enable("table").parse(markdown)))


def shown(markdown: str) -> str:
    tokens = MarkdownIt("commonmark").parse(markdown)
    return "".join(child.content for token in tokens for child in token.children or [])


@looped("typed", ((text, text) for text in TYPED))
def test_a_reference_in_a_pull_request_is_shown_and_does_nothing(typed: str) -> None:
    for encode in (inline, cell, label, block):
        encoded = encode(typed)
        assert acting(encoded), "it acts as it was typed"

        assert acting(without_effect(encoded)) == []
        assert shown(without_effect(encoded)) == typed


@looped("typed", ((text, text) for text in TYPED))
def test_a_reference_in_a_commit_message_is_shown_and_does_nothing(typed: str) -> None:
    said = commit_message(without_effect(inline(typed)))

    assert ACTS.findall(said) == []
    letters = re.sub(r"[\s<>-]", "", typed)
    assert re.sub(r"[\s<>-]", "", said) == letters, "nothing is lost, and nothing invisible is added"


@looped(
    "typed",
    (
        (text, text)
        for text in (
            "mail a@b.example", "C# 12 and F#", "R&D, 5 & 7", "20261128", "1000000 questions", "defaced", "3 of 12!",
            "https://wiki.example/limits#12", "https://wiki.example/@people", "sips 5/12", "AT&T", "#hashtag",
            "SHA-256 and RA-398", "close to UTF-8", "stand-by: Tom", "we fixed it, see RA-398", "T1 and D2",
        )
    ),
)  # fmt: skip
def test_ordinary_words_stay_as_they_are(typed: str) -> None:
    assert without_effect(inline(typed)) == inline(typed)
    assert commit_message(inline(typed)).strip("<>") == typed


@looped(
    "case",
    (
        (said[0], said)
        for said in (
            ("closes ENG-3", "closes `ENG-3`", "closes ENG 3"),
            (
                "Fixes: eng-3, ENG-4 and ENG-5.",
                "Fixes: `eng-3`, `ENG-4` and `ENG-5`.",
                "Fixes: eng 3, ENG 4 and ENG 5.",
            ),
            ("completed ENG-3", "completed `ENG-3`", "completed ENG 3"),
            ("Fixes T123, depends on D5", "Fixes `T123`, depends on `D5`", "Fixes T 123, depends on D 5"),
            ("RA-398 #done", "RA-398 `#done`", "RA-398 # done"),
            ("RA-398 #time 2h #comment ok", "RA-398 `#time` 2h `#comment` ok", "RA-398 # time 2h # comment ok"),
            ("see #RA-398 Fixed", "see `#RA-398` Fixed", "see # RA-398 Fixed"),
            ("Signed-off-by: Ana", "Signed-off-by&#58; Ana", "Signed-off-by – Ana"),
            ("Co-authored-by : Ana", "Co-authored-by&#58; Ana", "Co-authored-by – Ana"),
            ("Change-Id: I12", "Change-Id&#58; I12", "Change-Id – I12"),
            ("Differential Revision: D1", "Differential Revision&#58; D1", "Differential Revision – D1"),
            ("Skip-Checks: true", "Skip-Checks&#58; true", "Skip-Checks – true"),
        )
    ),
)
def test_what_a_tracker_or_a_review_tool_takes_for_an_order_is_shown_and_does_nothing(
    case: tuple[str, str, str],
) -> None:
    typed, in_markdown, in_commit = case

    for encode in (inline, cell, label, block):
        assert without_effect(encode(typed)) == in_markdown
    assert commit_message(inline(typed)) == in_commit
    assert commit_message(without_effect(inline(typed))) == in_commit
    assert shown(without_effect(inline(typed))).replace(" :", ":") == typed.replace(" :", ":")


def test_a_trailer_in_the_minutes_of_a_sitting_is_none_either() -> None:
    said = commit_message(without_effect(block("We agreed.\n\nSigned-off-by: Tom\nCo-authored-by: Zoe <z@e.example>")))

    assert not re.search(r"(?m)^[A-Za-z-]+:", said)


@looped(
    "line", ((one, one) for one in ("Bug: 123", "Bug: b/123", "issue: 12", "Closes-Bug: #1", "Fixed: 9", "Bug-Id: 7"))
)
def test_a_line_that_names_a_bug_to_a_review_tool_is_none_in_a_commit(line: str) -> None:
    said = commit_message(without_effect(block(f"We agreed.\n\n{line}")))

    assert not re.search(r"(?m)^[A-Za-z-]+:", said)


def test_a_line_about_an_issue_without_a_number_is_prose() -> None:
    assert commit_message("Issue: nobody reads the samples") == "Issue: nobody reads the samples"


def test_links_of_the_template_stay_links_and_code_stays_code() -> None:
    text = "See [the guide](guide.md#4-2-limits) and `closes #77`."

    assert without_effect(text) == text


@looped("typed", ((text, text) for text in (*TYPED, "closes #12 | @octocat", "https://h.example/issues/1|#2")))
def test_a_table_stays_padded_around_a_reference(typed: str) -> None:
    table = padded(f"| What | Because |\n|---|---|\n| better | {cell(typed)} |\n| worse | we looked again, and again |")
    in_pull_request = without_effect(table)
    in_commit = commit_message(in_pull_request)

    assert acting(in_pull_request) == []
    assert padded(in_pull_request) == in_pull_request
    assert html(in_pull_request).count("<td>") == 4
    assert len({len(row) for row in in_commit.split("\n")}) == 1


def test_a_line_that_gitlab_would_take_for_an_order_is_none() -> None:
    assert without_effect("/close\nwith /close inside") == "&#47;close\nwith /close inside"
    assert without_effect("/Close") == "&#47;Close"


def test_a_description_that_becomes_a_commit_message_does_not_skip_ci_either() -> None:
    assert without_effect("x [skip ci] y [no-ci] [x] [ci](https://ci.example)") == (
        "x &#91;skip ci] y &#91;no-ci] [x] [ci](https://ci.example)"
    )
    assert without_effect("`a [skip ci]` b") == "`a (skip ci)` b"
    assert commit_message(without_effect("x [skip ci]")) == "x (skip ci)"


def test_a_commit_message_does_not_keep_ci_from_running() -> None:
    assert commit_message("x [skip ci] y [ci skip] [no ci] [x]") == "x (skip ci) y (ci skip) (no ci) [x]"
    assert commit_message("[skip travis ci] [Travis CI skip]") == "(skip travis ci) (Travis CI skip)"
    assert commit_message("[SKIP_CI] [ci_skip] [skip azurepipelines]") == "(SKIP_CI) (ci_skip) (skip azurepipelines)"
    assert commit_message("a ***NO_CI*** b") == "a NO_CI*** b"


@looped("text", HOSTILE)
def test_hostile_texts_are_no_more_than_text(text: str) -> None:
    assert shown(without_effect(inline(text))) == shown(inline(text))


def test_no_line_takes_long() -> None:
    for piece in (
        "a",
        "http://",
        "@",
        "a/",
        "0a",
        "&#35;",
        "`",
        "](x",
        "#1",
        "a-1 #b",
        "closes a-1, ",
        "fix ",
        "a-b-by",
        "- ",
    ):
        assert_grows_at_most(40, partial(_both, piece), 1_000, 16_000)


def _both(piece: str, size: int) -> str:
    return commit_message(without_effect(piece * size))
