"""The guide of the bank, as two quarters and as no answer make it."""

from __future__ import annotations

import pytest

from levelbook.guide.write.assemble import Documents, assemble
from support import bank


@pytest.fixture(scope="session")
def after() -> Documents:
    return assemble(*bank.after_two_quarters(), bank.template())


@pytest.fixture(scope="session")
def before() -> Documents:
    return assemble(*bank.before_the_first_answer(), bank.template())
