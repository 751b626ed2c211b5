"""What was asked says of which versions an answer is."""

from __future__ import annotations

from levelbook.core.portfolio.reports.asked import Kind


def test_a_version_of_a_questionnaire_is_written_as_commands_take_it() -> None:
    assert str(Kind("genai-security", "1.1.0")) == "genai-security@1.1.0"
