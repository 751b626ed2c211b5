"""Questionnaires and guide templates: found, read, and every problem in them reported at once.

who                                     what it uses                            file
--------------------------------------  --------------------------------------  ------------------------------
every command                           find_questionnaire, read_questionnaire  find, read, consistency
init --like, the record, an edition     profiles, read_profile,                 companions
                                        read_frameworks, texts
home, guide, check                      read_bulletins                          companions
guide                                   find_template, read_template            find, templates
questionnaire list|check|schema|new     shipped, check_questionnaire, schemas,  find, check (prose,
                                        starter                                 companions), schema, starter

`draft` is what can be read of a questionnaire, right or wrong; reading and checking both begin there.

A questionnaire is data from strangers: `files` is the only place here that opens one, and it follows no symbolic link.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelbook.packs.check import check_questionnaire as check_questionnaire
    from levelbook.packs.companions import profiles as profiles
    from levelbook.packs.companions import read_bulletins as read_bulletins
    from levelbook.packs.companions import read_frameworks as read_frameworks
    from levelbook.packs.companions import read_profile as read_profile
    from levelbook.packs.companions import texts as texts
    from levelbook.packs.find import Shipped as Shipped
    from levelbook.packs.find import content_roots as content_roots
    from levelbook.packs.find import find_questionnaire as find_questionnaire
    from levelbook.packs.find import find_template as find_template
    from levelbook.packs.find import shipped as shipped
    from levelbook.packs.find import shipped_templates as shipped_templates
    from levelbook.packs.read import read_questionnaire as read_questionnaire
    from levelbook.packs.schema import schemas as schemas
    from levelbook.packs.starter_files import starter as starter
    from levelbook.packs.templates import Template as Template
    from levelbook.packs.templates import read_template as read_template

_PLACES = {
    "check_questionnaire": "check",
    "profiles": "companions",
    "read_bulletins": "companions",
    "read_frameworks": "companions",
    "read_profile": "companions",
    "texts": "companions",
    "Shipped": "find",
    "content_roots": "find",
    "find_questionnaire": "find",
    "find_template": "find",
    "shipped": "find",
    "shipped_templates": "find",
    "read_questionnaire": "read",
    "schemas": "schema",
    "starter": "starter_files",
    "Template": "templates",
    "read_template": "templates",
}
"""Each part is imported when it is first asked for: `score` needs neither schemas nor checks of prose."""


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"levelbook.packs.{_PLACES[name]}"), name)
