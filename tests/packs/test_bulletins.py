"""`bulletins.toml`: read strictly, checked for what it names, and no part of what makes up a questionnaire."""

from __future__ import annotations

from datetime import date

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.packs.check import check_questionnaire
from levelbook.packs.companions import file_texts, read_bulletins


def test_bulletins_are_checked_for_practices_days_sources_and_addresses(pack) -> None:
    good = (
        '[[bulletins]]\ndate = 2026-05-12\nsentence = "It broke."\npractices = ["data.backups"]\nsource = "A paper"\n'
    )
    pack.write("bulletins.toml", good)
    assert check_questionnaire(pack.folder, date(2026, 5, 12)) == []
    assert len(read_bulletins(pack.folder)) == 1
    assert "bulletins.toml" not in file_texts(pack.folder)

    wrong = good.replace("data.backups", "data.backup").replace("It", "All") + good.replace("2026-05-12", "2026-05-13")
    pack.write("bulletins.toml", wrong + good + good + good.replace("It broke.", "It broke. " * 21))
    found = check_questionnaire(pack.folder, date(2026, 5, 12))
    assert [(pack.where(problem).partition(" ")[2], problem.remedy or problem.message) for problem in found] == [
        ("bulletins[0].practices[0]", "Did you mean “data.backups”?"),
        ("bulletins[1].date", "2026-05-13 is in the future; a bulletin tells what is known."),
        ("bulletins[3].sentence", "Keep one."),
        ("bulletins[4].sentence", "This sentence has 42 words; it should have at most 40."),
    ]

    address = 'url = "https://paper.example/2026/05/{}/it-broke"\n'
    pack.write("bulletins.toml", good + address.format("12") + good.replace("It", "All") + address.format("11"))
    [problem] = check_questionnaire(pack.folder, date(2026, 5, 12))
    assert (problem.key, problem.message) == (
        "bulletins[1].date",
        "2026-05-12 is not the day in its address, “/2026/05/11/”, and readers see both.",
    )

    facts = 'source = "A paper"\nwhen = { hostin = ["provider"], hosting = ["provder"] }'
    pack.write("bulletins.toml", good.replace('source = "A paper"', facts))
    found = check_questionnaire(pack.folder, date(2026, 5, 12))
    assert [(problem.key, problem.remedy) for problem in found] == [
        ("bulletins[0].when.hostin", "Did you mean “hosting”?"),
        ("bulletins[0].when.hosting[0]", "Did you mean “provider”?"),
    ]

    for old, new, key in (
        ('source = "A paper"\n', "", "source"),
        ('source = "A paper"', 'source = ""', "source"),
        ('["data.backups"]', "[]", "practices"),
        ('source = "A paper"', 'source = "A paper"\nurl = "javascript:alert(1)"', "url"),
        ('source = "A paper"', 'source = "A paper"\nlink = "x"', "link"),
    ):
        pack.write("bulletins.toml", good.replace(old, new))
        [problem] = check_questionnaire(pack.folder, date(2026, 5, 12))
        assert problem.key == f"bulletins[0].{key}"
        with pytest.raises(FileIsWrong):
            read_bulletins(pack.folder)
