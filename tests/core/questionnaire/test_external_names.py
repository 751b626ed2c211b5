"""Other tools' names for our practices can be read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.questionnaire.external_names import of_oscal_token, oscal_token, requirement_urn


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?", fullmatch=True))
def test_every_id_is_a_token_and_comes_back(name: str) -> None:
    token = oscal_token(name)

    assert token[0].isalpha() or token[0] == "_"
    assert of_oscal_token(token) == name


def test_no_two_practices_have_one_urn() -> None:
    assert requirement_urn("genai-security", "1.1") == "urn:levelbook:risk:req_node:genai-security:1.1"
    assert requirement_urn("genai-security", "1.1") != requirement_urn("ours", "1.1")
