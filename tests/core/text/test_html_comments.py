"""Comments go, the words around them and what is no comment stay, in time that grows with the text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.html_comments import without_html_comments
from support.examples import examples
from support.growth import lines_run

PIECES = st.sampled_from(["<!--", "-->", "-", "<!", "a", "\n", ">"])


@examples(200)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_whatever_is_typed_only_closed_comments_go(text: str) -> None:
    assert without_html_comments(text) == re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def test_comments_that_are_never_closed_are_looked_for_once() -> None:
    few, many = (lines_run(lambda text="<!--" * times: without_html_comments(text)) for times in (10, 1_000))  # type: ignore[misc]

    assert few == many
