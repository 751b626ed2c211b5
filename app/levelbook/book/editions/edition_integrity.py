"""This module reports what in an edition differs from what was sealed, and no other module does.

A file whose bytes differ is *laid out otherwise* where it says what was sealed: a formatter is no author. It is
*altered* where it says something else, or nobody can tell: values of TOML and JSON count, and the meaning of Markdown.
What was sealed is known from the edition's own digests; where these do not settle it, from git.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelbook.book.editions.edition_scorecard import scorecard_differences
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.guide.keep import front_matter
from levelbook.guide.keep.normal_form import count_masks, normal_form
from levelbook.packs.companions import file_texts
from levelbook.reading.json_keys import with_each_key_once
from levelbook.reading.toml import parse_toml
from levelbook.store import answers_text, path_guard, questionnaires
from levelbook.store.digests import Difference, digest
from levelbook.store.editions import EDITION, RESTORE, Edition, differences
from levelbook.store.questionnaires import StoredQuestionnaire
from levelbook.store.text_files import MOST_BYTES
from levelbook.words.figures import listed
from levelbook.words.files import shown

if TYPE_CHECKING:
    from levelbook.store.git import Git

ANSWERS = "answers.toml"
_OF_PEOPLE = ("guide.md", "sittings/", "offers/")
"""Files of an edition that are copies of the book's own, beside the answers, and hold what people said or took over."""
MOST_COMMITS = 20
"""Commits of a file that are looked into for what was sealed, the last ones first."""
MOST_NAMED = 20
"""Altered files that a warning names; a stranger's edition can list any number of them."""
MOST_MARKDOWN = 2_000_000
"""Characters of Markdown whose meaning is compared, which takes some two seconds for each million: of a longer text,
which no book of ours has, every other byte counts."""
MOST_TEXTS = 128
"""Texts of which it stays known what they say: a questionnaire's and some editions', which one process meets again."""


@frozen
class Alterations:
    """Alterations are all that is not as it was sealed in one edition."""

    altered: tuple[Difference, ...] = ()
    """Files that were changed, removed or added."""
    layout_only: tuple[Problem, ...] = ()
    """Files with the same content in another layout."""


def edition_alterations(
    edition: Edition, followed_otherwise_by: Edition | None, *, is_followed: bool, is_laid_out: bool, git: Git
) -> Alterations:
    """Compare every file of an edition with what was sealed.

    followed_otherwise_by: an edition that names another `edition.toml` as the one before it than is there.
    is_followed: whether an edition names the digest of this one; otherwise what its own files know has to do.
    is_laid_out: whether that file is laid out otherwise than the edition that followed it names it.
    """
    altered: list[Difference] = []
    layout_only = [_has_other_layout(shown(edition.path / EDITION))] if is_laid_out else []
    if followed_otherwise_by is not None:
        message = f"This is not the edition.toml that edition {followed_otherwise_by.name} followed."
        altered.append(Difference(EDITION, Problem(message, path=shown(edition.path / EDITION), remedy=RESTORE)))
    elif not is_followed:
        altered += scorecard_differences(edition)
        altered += _wrong_meanings(edition)
    for one in differences(edition):
        if is_layout_only(edition, one, git):
            layout_only.append(_has_other_layout(one.problem.path))
        else:
            altered.append(_with_what_was_not_sealed(edition, one, git))
    return Alterations(tuple(altered), tuple(layout_only))


def _with_what_was_not_sealed(edition: Edition, one: Difference, git: Git) -> Difference:
    """Return the difference with what people said in the file that was not sealed and may be nowhere else.

    Where a team folder was moved, git may take an edition's file, which was the same, for the place that the team's
    own went to, and merge what the other branch says there. Whoever restored the file would lose it.
    """
    if one.found is None:
        return one
    if one.name == ANSWERS:
        return _with_later_answers(edition, one, one.found, sealed_content(edition, ANSWERS, git))
    if one.name.startswith(_OF_PEOPLE):
        return _with_later_lines(edition, one, one.found, sealed_content(edition, one.name, git))
    return one


def _with_later_lines(edition: Edition, one: Difference, found: bytes, sealed: bytes | None) -> Difference:
    """Name the lines that were not sealed and that the book's own file does not have; their words may name people."""
    if sealed is None:
        return one
    folder = edition.path.parent.parent
    try:
        own = path_guard.content(folder / one.name, within=folder, most=MOST_BYTES)
    except (OSError, FileIsWrong):
        own = b""
    known = {line.strip() for text in (sealed, own) for line in _text(text).split("\n")}
    lines = enumerate(_text(found).split("\n"), start=1)
    return _naming(one, "lines", [str(number) for number, line in lines if line.strip() not in known])


def _with_later_answers(edition: Edition, one: Difference, found: bytes, sealed: bytes | None) -> Difference:
    """Name the answers that levelbook wrote and that were not sealed."""
    try:
        answers = answers_text.parse(found, "").answers
        before = answers_text.parse(sealed, "").answers if sealed is not None else {}
    except FileIsWrong:
        return one
    later = [
        name
        for name, answer in answers.items()
        if not answer.edited_outside and answer != before.get(name) and (before or _is_later(answer, edition))
    ]
    return _naming(one, "answers", later)


def _naming(one: Difference, what: str, later: Sequence[str]) -> Difference:
    if not later:
        return one
    more = len(later) - MOST_NAMED
    names = listed([*later[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
    message = f"{one.problem.message} It has {what} that were not sealed, and may be nowhere else: {names}."
    into = "Give them in the book" if what == "answers" else "Put them into the book's own file"
    remedy = f"git may have merged them here, as where a folder was moved. {into}, then restore this."
    return replace(one, problem=replace(one.problem, message=message, remedy=remedy))


def _is_later(answer: Answer, edition: Edition) -> bool:
    moments = (answer.answered_at, answer.confirmed_at)
    return any(moment is not None and not edition.was_sealed_after(moment) for moment in moments)


def _wrong_meanings(edition: Edition) -> Iterator[Difference]:
    """Yield a difference where `edition.toml` ends before its last meanings, of which no other file knows, or where
    bytes and meaning of a file cannot both have been sealed: somebody made one digest fit."""
    if edition.questionnaire is None:  # format 1, which has none
        return
    for name in sorted(edition.files):
        known = edition.meaning.get(name)
        if known is not None and name.endswith(".md"):
            continue  # a later levelbook may read the same Markdown otherwise
        try:
            content = path_guard.content(edition.path / name, within=edition.path.parent, most=MOST_BYTES)
        except (OSError, FileIsWrong):
            continue  # reported by itself
        if digest(content) != edition.files[name] or meaning(name, _text(content)) == known:
            continue
        if known is None:
            message = f"This does not say what {name} means, as every edition does: was it cut short?"
        else:
            message = f"{name} was sealed with another content than this says: one of the two was changed."
        yield Difference(EDITION, Problem(message, path=shown(edition.path / EDITION), key="meaning", remedy=RESTORE))
        return


def _has_other_layout(path: str) -> Problem:
    message = "This file of a sealed edition was reformatted; its content is still as sealed."
    return Problem(message, path=path, remedy="Keep formatters away from editions.")


def questionnaire_alterations(stored: StoredQuestionnaire, path: Path) -> Alterations:
    """Compare a stored questionnaire, which lies at `path`, with what was stored."""
    altered: list[Difference] = []
    layout_only: list[Problem] = []
    said = questionnaires.values_of(stored, path)
    for one in questionnaires.differences(stored, path, file_texts(path)):
        known = said.get(one.name)
        if one.found is not None and known and known == meaning(one.name, _text(one.found)):
            message = "This file of a stored questionnaire was reformatted; its content is still as stored."
            layout_only.append(
                Problem(message, path=one.problem.path, remedy="Keep formatters away from questionnaires.")
            )
        else:
            altered.append(one)
    return Alterations(tuple(altered), tuple(layout_only))


def is_layout_only(edition: Edition, one: Difference, git: Git) -> bool:
    """Return whether a file whose bytes are others says what was sealed."""
    if one.found is None:
        return False
    text = _text(one.found)
    if one.name in edition.meaning and edition.meaning[one.name] == meaning(one.name, text):
        return True
    if one.name == ANSWERS and edition.files[ANSWERS] in _digests_as_sealed(text):
        return True
    sealed = sealed_content(edition, one.name, git)
    said = None if sealed is None else meaning(one.name, _text(sealed))
    return said is not None and said == meaning(one.name, text)


def sealed_content(edition: Edition, name: str, git: Git) -> bytes | None:
    """Read a file as it was sealed from git's history; None where that does not have it."""
    path, wanted = edition.path / name, edition.files.get(name)
    try:
        for commit in git.commits_of(path, MOST_COMMITS):
            text = git.text_at(commit, path)
            if text is not None and digest(text) == wanted:
                return text.encode("utf-8")
    except UsedWrongly:  # a clone without the contents of its history
        return None
    return None


def _digests_as_sealed(text: str) -> Iterator[str]:
    """Yield the digests of answers as every seal lays them out, so that no history is needed to know them again."""
    reader = answers_text.Reader(text, "")
    try:
        book = reader.book()
    except FileIsWrong:
        return
    as_sealed = answers_text.RenderedBook.in_order(book, practices=reader.names, facts=book.profile).data.decode()
    yield digest(as_sealed)
    yield digest(answers_text.uncounted(as_sealed))


def meanings(texts: Mapping[str, str]) -> dict[str, str]:
    """Map paths of files to digests of their content; files without a normal form are left out."""
    found = {name: meaning(name, text) for name, text in texts.items()}
    return {name: known for name, known in found.items() if known is not None}


def meaning(name: str, text: str) -> str | None:
    """Return a digest of a file's content; None for files without a normal form, or too long."""
    ending = next((one for one in (".md", ".toml", ".json") if name.endswith(one)), None)
    if ending is None or (ending == ".md" and len(text) > MOST_MARKDOWN):
        return None
    return _meaning(ending, text)


@lru_cache(maxsize=MOST_TEXTS)
def _meaning(ending: str, text: str) -> str | None:
    try:
        if ending == ".md":
            return digest(json.dumps(_said_in_markdown(text)))
        if ending == ".toml":
            return digest(values(parse_toml(text, ending)))
        return digest(values(json.loads(text, object_pairs_hook=with_each_key_once)))
    except (FileIsWrong, ValueError, RecursionError):
        return None


def _said_in_markdown(text: str) -> list[Any]:
    """Write down what a document says: its front matter, which formatters quote in their own way, and the rest."""
    lines = text.split("\n")
    front, rest = front_matter.split(lines)
    entries = (entry for entry in front_matter.entries(front or ()) if entry[0].strip())
    said = [front_matter.values(entry) or entry[0].strip() for entry in entries]
    below = "\n".join(rest)
    return [said, count_masks(below), normal_form(below)]


def values(document: Any) -> str:
    """Write down the values of a document in one way, whatever the order of its keys; `1`, `1.0` and `true` differ."""
    return json.dumps(document, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> list[str]:
    assert isinstance(value, datetime | date | time), "TOML has no other values"
    return [type(value).__name__, value.isoformat()]


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def altered_words(edition: str, names: Mapping[str, bool]) -> str:
    """Say that an edition that was used is not as it was sealed, and what that does to figures.

    names: its altered files, and whether git has each as it was sealed.
    """
    of_figures = [has_sealed for name, has_sealed in names.items() if _figures_come_from(name)]
    figures = "Figures are as git has it sealed. " if all(of_figures) else "Comparisons with it may be wrong. "
    more = len(names) - MOST_NAMED
    files = listed([*list(names)[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
    said = f"Edition {edition} was altered after it was sealed ({files})."
    return f"{said} {figures if of_figures else ''}`levelbook check` says what to do."


def _figures_come_from(name: str) -> bool:
    return name in (ANSWERS, EDITION) or name.startswith("questionnaire")
