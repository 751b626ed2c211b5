"""The scope of a report says of which versions of questionnaires its answers are."""

from __future__ import annotations

from levelbook.core.portfolio.reports.scope import QuestionnaireVersion


def test_a_version_of_a_questionnaire_is_written_as_commands_take_it() -> None:
    assert str(QuestionnaireVersion("genai-security", "1.1.0")) == "genai-security@1.1.0"
