"""Tables are padded as formatters pad them."""

import pytest

from levelbook.guide.write.tables import padded


def test_every_column_is_as_wide_as_its_widest_cell() -> None:
    text = "Before.\n\n| | What |\n|---|---|\n| now | Look |\n| b | Look longer |\n\nAfter | all."

    assert padded(text) == (
        "Before.\n\n|     | What        |\n| --- | ----------- |\n"
        "| now | Look        |\n| b   | Look longer |\n\nAfter | all."
    )
    assert padded(padded(text)) == padded(text)


def test_a_wide_character_takes_two_columns_and_an_accent_none() -> None:
    assert padded("| a | b |\n|---|---|\n| 東京都 | e\u0301e\u0301 |").split("\n") == [
        "| a      | b   |",
        "| ------ | --- |",
        "| 東京都 | e\u0301e\u0301  |",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| 1 |",
        "| a |\n|:-:|\n| long |",
        "| a | b |",
        "    | a | long |\n    |---|---|",
        "no table",
    ],
)
def test_what_is_no_plain_table_stays_as_it_is(text: str) -> None:
    assert padded(text) == text


def test_a_masked_or_escaped_column_mark_is_no_edge() -> None:
    assert padded("| a |\n|---|\n| b \\| c |\n| &#124; |") == ("| a      |\n| ------ |\n| b \\| c |\n| &#124; |")
