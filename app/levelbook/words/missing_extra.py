"""This module words the message about a missing library of an extra."""

from __future__ import annotations

from levelbook.core.errors import UsedWrongly


def not_installed(what: str, extra: str = "exchange") -> UsedWrongly:
    """Say how to get the libraries that something needs.

    what: what needs them, to begin the sentence, such as “Reading a workbook”.
    """
    return UsedWrongly(
        f"{what} needs libraries that are not installed.", remedy=f"Get them with: pip install 'levelbook[{extra}]'"
    )
