"""This module reads published JSON like published YAML (`published_yaml.py`): numbers stay as text."""

from __future__ import annotations

import json
from pathlib import Path

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line
from levelbook.packs.files import Problems, shown, text_of
from levelbook.packs.published_models.published_yaml import Table
from levelbook.reading.json_keys import KeyTwice, with_each_key_once


def table_of(path: Path) -> Table:
    """Read a file that holds one JSON object. Raises FileIsWrong, with the line where it is no JSON."""
    problems = Problems()
    text = text_of(path, problems)
    problems.refuse()
    assert text is not None
    try:
        found = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=with_each_key_once
        )
    except KeyTwice as twice:
        raise FileIsWrong.one(str(twice), path=shown(path)) from None
    except json.JSONDecodeError as error:
        message = f"This is not valid JSON: {clean_line(error.msg)}."
        raise FileIsWrong.one(message, path=shown(path), line=error.lineno) from None
    except RecursionError:
        raise FileIsWrong.one("This file is nested too deeply.", path=shown(path)) from None
    if not isinstance(found, dict):
        raise FileIsWrong.one("This file must hold a JSON object.", path=shown(path))
    return Table(path, found)
