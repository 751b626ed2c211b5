"""This module defines small tables with the question's inputs, so that no query needs a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INPUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "asked": {
        "quarter": "VARCHAR",
        "as_of": "DATE",  # the day by which late is late
        "late_before": "DATE",  # a round that ended before this day is overdue
        "facts": "BIGINT",  # how many facts are asked about
    },
    "wanted_units": {"unit": "VARCHAR", "row": "VARCHAR"},  # in which row of the answer each is counted
    "wanted_teams": {"team": "VARCHAR", "row": "VARCHAR"},  # the same of teams: what `teams_of_units` finds, or others
    "wanted_kinds": {"questionnaire": "VARCHAR", "version": "VARCHAR"},  # those that are counted together
    "wanted_facts": {"fact": "VARCHAR", "choice": "VARCHAR"},  # any of these choices of each fact
    "wanted_practices": {"practice": "VARCHAR"},  # every id of the practice whose teams are listed
}
CHOSEN: Final[Mapping[str, str]] = {
    "quarter": "VARCHAR",
    "team": "VARCHAR",
    "row": "VARCHAR",
    "edition": "BIGINT",
    "sealed_on": "DATE",
    "round_on": "DATE",
    "age_days": "BIGINT",
    "is_old": "BOOLEAN",
    "is_new": "BOOLEAN",
}
"""Each team's last edition, for the teams asked about."""
TALLY: Final[Mapping[str, str]] = {
    "practice": "VARCHAR",
    "section": "VARCHAR",
    "title": "VARCHAR",
    "essential": "BOOLEAN",
    "level": "BIGINT",
    "evidenced": "BIGINT",
    "target": "BIGINT",
    "teams": "BIGINT",
    "share": "DOUBLE",
}
"""The number of teams with the same answer to a practice, and the sum of its shares."""
HELD: Final[Mapping[str, str]] = {
    "team": "VARCHAR",
    "practice": "VARCHAR",
    "wording": "VARCHAR",
    "level": "BIGINT",
    "offered": "BIGINT",
}
"""The practices of teams that offer anything; `offered` is 1 or 0."""
MADE: Final[Mapping[str, Mapping[str, str]]] = {
    "chosen": CHOSEN,
    "chosen_by_quarter": CHOSEN,
    "tally": TALLY,
    "held": HELD,
}
"""Tables that the queries of their names make, each once, for others to begin with."""
