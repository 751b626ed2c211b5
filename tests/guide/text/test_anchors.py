"""Which heading of a block people and levelbook link to."""

from __future__ import annotations

import pytest

from levelbook.guide.text.anchors import heading_of


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("## Backups\n\nCopy it.\n", "Backups"),
        ("\n## [Backups](backups.md) ##\n", "Backups"),
        ("Ask Ana first.\n\n## Backups\n\nCopy it.\n", "Backups"),
        ("<!-- Ana: ## Copies? -->\n\n## Backups\n", "Backups"),
        ("<!--\n## Copies\n-->\n\n## Backups\n", "Backups"),
        ("```\n# make backups\n```\n\n## Backups\n", "Backups"),
        ("- one\n- two\n\n---\n\n## Backups\n", "Backups"),
    ],
)
def test_a_blocks_heading_is_found_below_what_people_wrote_above_it(text: str, heading: str) -> None:
    assert heading_of(text) == heading


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Copy it.\n",
        "#backups is a channel.\n",
        "Backups\n=======\n\n### Details\n",
        "Ask Ana first.\n\n## Backups {#copies}\n",
        f"## {'Backups ' * 100}\n",
        "```\n# make backups\n```\n",
    ],
)
def test_a_heading_on_whose_anchor_readers_would_not_agree_is_none(text: str) -> None:
    assert heading_of(text) == ""
