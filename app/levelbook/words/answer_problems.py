"""Problems of single answers, in words: where each is, what is wrong, and what mends it."""

from __future__ import annotations

from collections.abc import Iterator

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import Problem
from levelbook.words.files import in_command


def answer_problems(now: Assessment, path: str) -> Iterator[Problem]:
    """Answers that somebody edited outside levelbook. `path` is their file's."""
    for name, answer in now.book.answers.items():
        if answer.edited_outside:
            yield Problem(
                "This answer was edited outside levelbook.",
                path=path,
                key=f"answers.{name}",
                remedy=f"Look at it, then confirm it: `levelbook answer {in_command(name)} --confirm`",
            )


def targets_without_effect(now: Assessment, path: str) -> Iterator[Problem]:
    """The team's own targets that change nothing, perhaps since its facts changed. `path` is the answers' file."""
    for name, answer in now.book.answers.items():
        placement = now.tailoring.placements.get(name)
        if placement and answer.target is not None and answer.target <= placement.target:
            yield Problem(
                f"The team's own target of {answer.target} changes nothing: "
                f"the target is {placement.target} without it.",
                path=path,
                key=f"answers.{name}.target",
                remedy=f"Remove it: `levelbook answer {in_command(name)} --target ''`; "
                "to stay below the target, accept the risk.",
            )
