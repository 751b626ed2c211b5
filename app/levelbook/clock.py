"""The one place where "now" comes from. Everything else takes it as an argument."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from levelbook.errors import UsedWrongly


def now() -> datetime:
    """The present moment in UTC, to the second. `SOURCE_DATE_EPOCH` (seconds since 1970) sets it.

    Raises UsedWrongly when that variable holds no such number.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed:
        try:
            return datetime.fromtimestamp(int(fixed), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsedWrongly(
                f"SOURCE_DATE_EPOCH is “{fixed}”, which is no time.",
                remedy="Unset it, or give whole seconds since 1970.",
            ) from None
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The present UTC day."""
    return now().date()
