"""The tests here run rows of the torture, on its machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from torture.processes import load_everything, own_machine


@pytest.fixture(autouse=True)
def _own_machine(_clean_machine: None, tmp_path: Path) -> Iterator[None]:
    """The machine of the torture, on which time stands still; after the one that each test has, which has no clock."""
    load_everything()
    with own_machine(tmp_path / "home"):
        yield
