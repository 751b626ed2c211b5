"""Bodies of controls, threats and law to which a questionnaire refers: their ids and titles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from levelbook.core.questionnaire.content import Many, Shaped, Text
from levelbook.core.text.cleaning import clean, clean_line, valid_id


def _framework_key(value: str) -> str:
    if not valid_id(value.replace(".", "-")):
        raise ValueError("a framework's key is lower-case words and numbers joined by hyphens or full stops")
    return value


FrameworkKey = Annotated[str, AfterValidator(_framework_key), Shaped("^[a-z0-9]+([.-][a-z0-9]+)*$")]


class FrameworkItem(BaseModel):
    """One item of a framework. Keys that levelbook does not use are kept as they are."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, defer_build=True)

    id: Text
    title: Text
    url: Annotated[str, AfterValidator(clean_line)] = ""
    unverified: bool = False
    """The id or title came from memory and was not checked with the issuer."""


class Framework(BaseModel):
    """Ids and titles of a body of controls, threats or law. Mirrors `frameworks/*.toml`."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, defer_build=True)

    key: FrameworkKey
    name: Text
    version: Text
    items: Many[FrameworkItem]
    url: Annotated[str, AfterValidator(clean_line)] = ""
    law: bool = False
    """Shown only where a rule in force names it."""
    note: Annotated[str, AfterValidator(clean)] = ""

    @cached_property
    def by_id(self) -> Mapping[str, FrameworkItem]:
        return {item.id: item for item in self.items}
