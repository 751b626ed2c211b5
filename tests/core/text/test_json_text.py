"""JSON as levelbook prints it."""

from __future__ import annotations

import json

from levelbook.core.text.json_text import json_text


def test_it_is_indented_readable_and_ends_its_last_line() -> None:
    assert json_text({"who": "Zoë", "level": 2}) == '{\n  "who": "Zoë",\n  "level": 2\n}\n'


def test_what_nobody_could_see_is_visible_and_the_rest_is_read_back() -> None:
    text = json_text({"name": "a\u202egnp.exe \x1b[2J", "note": "one\ntwo"})

    assert "\u202e" not in text and "\x1b" not in text
    assert json.loads(text)["note"] == "one\ntwo"
