"""What a practice cites stands by framework; a law only where it applies, an earlier edition only where it is alone."""

from __future__ import annotations

from dataclasses import replace

from levelbook.core.questionnaire.citations import Cited, cited, cited_frameworks, in_force
from levelbook.core.questionnaire.frameworks import Framework, FrameworkItem
from levelbook.core.questionnaire.tailoring import tailor
from support.builders import tiny_questionnaire

REFERENCES = ("code-1:A.1", "code-2:B.1", "law:Art. 1", "code-2:B.9")
QUESTIONNAIRE = tiny_questionnaire(
    1,
    1,
    changes={"s1.p1": {"references": list(REFERENCES), "threats": ["threats:T1"]}},
    rules=[{"when": {"exposure": ["public"]}, "because": "anybody can", "legal": ["law:Art. 1"]}],
)
PRACTICE = QUESTIONNAIRE.practices["s1.p1"]
CODE_2 = Framework("code-2", "Code", "2", (FrameworkItem("B.1", "Backups"), FrameworkItem("B.9", "B.9")))
CODE_1 = Framework("code-1", "Old code", "1", (FrameworkItem("A.1", "Copies"),), unknown={"superseded_by": "code-2"})


def test_a_practice_names_frameworks_by_references_and_threats() -> None:
    assert cited_frameworks(PRACTICE) == {"code-1", "code-2", "law", "threats"}


def test_a_law_counts_only_where_a_rule_in_force_names_it() -> None:
    at_home, in_public = tailor(QUESTIONNAIRE, {}), tailor(QUESTIONNAIRE, {"exposure": "public"})

    assert "law:Art. 1" not in in_force(QUESTIONNAIRE, at_home, REFERENCES)
    assert in_force(QUESTIONNAIRE, in_public, REFERENCES) == list(REFERENCES)


def test_items_stand_under_their_framework_with_titles_that_say_more_than_the_id() -> None:
    assert cited(PRACTICE, REFERENCES, {"code-2": CODE_2}) == [
        Cited("code-1", (("A.1", ""),)),
        Cited("Code", (("B.1", "Backups"), ("B.9", ""))),
        Cited("law", (("Art. 1", ""),)),
    ]


def test_an_earlier_edition_is_left_out_where_the_practice_names_its_successor() -> None:
    frameworks = {"code-1": CODE_1, "code-2": CODE_2}
    alone = replace(PRACTICE, references=("code-1:A.1",))

    assert [one.framework for one in cited(PRACTICE, REFERENCES, frameworks)] == ["Code", "law"]
    assert cited(alone, alone.references, frameworks) == [Cited("Old code", (("A.1", "Copies"),))]
