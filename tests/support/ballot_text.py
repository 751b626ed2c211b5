"""The text of a ballot as its form gives it back."""

from __future__ import annotations

import json
from collections.abc import Mapping


def ballot_text(
    answers: Mapping[str, int | str],
    participant: str | None = "Ana Lima",
    *,
    questionnaire: str = "small",
    version: str = "0.1.0",
    **more: str,
) -> str:
    """One answer a practice: a level, `unsure`, or more lines of its table. more: other keys of the file."""
    lines = ["format = 1", f'questionnaire = "{questionnaire}"', f'version = "{version}"']
    lines += [f"{key} = {json.dumps(value)}" for key, value in more.items()]
    if participant is not None:
        lines.append(f"participant = {json.dumps(participant)}")
    for practice, said in answers.items():
        table = f"level = {said}" if isinstance(said, int) else "unsure = true" if said == "unsure" else said
        lines += ["", f"[answers.{practice}]", table]
    return "\n".join(lines) + "\n"
