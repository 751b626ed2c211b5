"""This module maps a model's answers to a scale with at least as many levels as its longest list of answers.

Levelbook has one scale for all practices, and models have questions with two answers beside questions with five. So the
worst answer is level 0, the best the top, and the others lie evenly between them. A level that no answer got means
that more than the answer below is true and less than the one above; by the model it counts as the one below.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from levelbook.core.frozen import frozen

_QUOTED = 90


@frozen
class ModelAnswer:
    """A possible answer to a model's question, and its value."""

    text: str
    value: Fraction


@frozen
class Ladder:
    """The statement and the value of each level, from 0 to the top."""

    statements: tuple[str, ...]
    values: tuple[int | float, ...]


def on_scale(answers: Sequence[ModelAnswer], top: int) -> Ladder:
    """Map answers to a scale, the worst first: at least two, and at most one for each level.

    Neighbouring answers with the same value share a level. Raises ValueError if they do not fit.
    """
    steps: list[ModelAnswer] = []
    for answer in answers:
        if steps and steps[-1].value == answer.value:
            steps[-1] = ModelAnswer(f"{steps[-1].text} / {answer.text}", answer.value)
        else:
            steps.append(answer)
    if not 2 <= len(steps) <= top + 1:
        raise ValueError(f"Here are {len(steps)} answers of different worth; from 2 to {top + 1} can be told apart.")
    places = [(2 * at * top + len(steps) - 1) // (2 * (len(steps) - 1)) for at in range(len(steps))]
    statements: list[str] = []
    values: list[int | float] = []
    for level in range(top + 1):
        below = max(at for at, place in enumerate(places) if place <= level)
        values.append(plain(steps[below].value))
        if places[below] == level:
            statements.append(f"{steps[below].text.rstrip('.')}.")
        else:
            lower, upper = (_quoted(steps[at].text) for at in (below, below + 1))
            statements.append(f"More than {lower} and less than {upper}; by the model it counts as the former.")
    return Ladder(tuple(statements), tuple(values))


def plain(value: Fraction) -> int | float:
    """Return a fraction as a TOML number."""
    return int(value) if value.denominator == 1 else float(value)


def _quoted(text: str) -> str:
    text = text.rstrip(".")
    return f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1] + '…'}”"
