"""The questionnaire that a book or an edition is about is read as it was compiled, where it was read before.

What compiling saves is reading and checking some 400 KB of TOML that has not changed: 75 ms of 80, and the import of
all that checks it. Whoever writes a questionnaire and wants to know what is wrong with it reads it itself
(`packs.read`, `packs.check`).
"""

from __future__ import annotations

from pathlib import Path

from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs import compiled, find
from levelbook.store.cache import COMPILED_QUESTIONNAIRES


def questionnaire_in(folder: Path) -> Questionnaire:
    """Read the questionnaire in a folder. Raises FileIsWrong with every problem that the program cannot work with."""
    known = compiled.fingerprint(folder)
    if known is None:
        return _read(folder)
    name = f"{known}.json"
    shipped = find.shipped_compiled(name)
    found = compiled.loaded(shipped, folder) if shipped is not None else None
    if found is None:
        kept = COMPILED_QUESTIONNAIRES.find(name)
        found = compiled.loaded(kept, folder) if kept is not None else None
        if found is None and kept is not None:
            COMPILED_QUESTIONNAIRES.drop(name)
    if found is not None:
        return found
    questionnaire = _read(folder)
    if compiled.fingerprint(folder) == known:  # else somebody saved it while it was read
        COMPILED_QUESTIONNAIRES.keep(name, compiled.compiled(questionnaire))
    return questionnaire


def _read(folder: Path) -> Questionnaire:
    from levelbook.packs.read import read_questionnaire  # 60 ms, which a compiled questionnaire does without

    return read_questionnaire(folder)
