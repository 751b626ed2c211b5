"""A guide's front matter says which team owns it; another team's would mix its people's words into ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes
from levelbook.guide.keep import front_matter as front


def must_be_ours(text: str, path: str, *, team: str, questionnaire: str, sealed: Callable[[], Iterable[str]]) -> None:
    """Raise FileIsWrong where the guide says that it is another team's, or made by another questionnaire.

    questionnaire: its id. sealed: the guides of the editions, asked for only where a name differs: a team that was
    renamed since has a guide under its old name, and so has one whose questionnaire is another now.
    """
    found = _named_in(text)
    ours = {"team": clean_line(team), "questionnaire": questionnaire}
    differing = [key for key, name in found.items() if name and name != ours[key]]
    if not differing:
        return
    before = [_named_in(guide) for guide in sealed()]
    for key in differing:
        if not any(one[key] == found[key] for one in before):
            theirs, own = in_quotes(clean_line(found[key])), in_quotes(ours[key])
            raise FileIsWrong.one(
                f"This guide is of another {key}, by its first lines: {theirs}, and not {own}.",
                path=path,
                remedy="Move it away where it belongs to others; where ours has a new name, write that there.",
            )


def _named_in(text: str) -> dict[str, str]:
    values = front.of(text)
    return {"team": values.get("team", ""), "questionnaire": values.get("questionnaire", "").partition(" ")[0]}
