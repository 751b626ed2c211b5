"""Kinds of evidence are chosen by what they mean, and not by ids that only an author knows."""

from __future__ import annotations

from levelbook.core.questionnaire.questionnaire import EvidenceKind
from levelbook.words.evidence_kinds import evidence_kind_words
from support import bank


def test_every_kind_of_the_shipped_questionnaire_says_what_it_means_and_how_long_it_counts() -> None:
    said = [evidence_kind_words(kind) for kind in bank.questionnaire().evidence_kinds]

    assert said[0] == "asserted: somebody said so"
    assert said[2] == "sampled: records or settings were looked at; counts for 120 days"
    assert all(": " in words for words in said)


def test_a_kind_of_an_own_questionnaire_is_called_by_its_id() -> None:
    assert evidence_kind_words(EvidenceKind(id="signed")) == "signed"
    assert evidence_kind_words(EvidenceKind(id="signed", valid_days=30)) == "signed: counts for 30 days"
