"""This module finds editions that are gone: a sealed folder is not removed, no more than altered."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final

from levelbook.book.earlier_places import A_ROUND_AGO, earlier_places
from levelbook.book.editions.editions import Editions
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import valid_id
from levelbook.reading.toml import parse_toml
from levelbook.store.digests import digest
from levelbook.store.edition_digests import with_name
from levelbook.store.editions import EDITION, MOST_EDITIONS, Edition, number_in, taken_names
from levelbook.store.git import in_glob
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown

MOST_REMOVED: Final = 200
"""Removed editions that are looked at, the last ones first: a stranger's history may have any number of them."""
MOST_COMMITS: Final = 100
"""Commits of one edition that are looked into, the last ones first."""


def missing_predecessors(editions: Editions, told: Collection[str]) -> tuple[Problem, ...]:
    """Return a problem for each edition that another one followed and that is gone.

    told: the paths of editions whose absence is a problem already.
    """
    if editions.problems:  # one of those may be it, under another name
        return ()
    there = taken_names(editions.folder) if editions.all else frozenset()
    return tuple(
        Problem(
            f"This edition followed “{name}”, which no longer exists.",
            path=shown(edition.path / EDITION),
            key="previous" if name == edition.previous else "others_before",
            remedy="Editions stay where they were sealed: restore it from git.",
        )
        for edition in editions.all
        for name in edition.known_before
        if name not in there and shown(editions.folder.editions_path / name) not in told
    )


def gone_editions(editions: Editions, book: AnswerBook, *, by_git: bool = True) -> tuple[Problem, ...]:
    """Return a problem for each edition that is no longer there although nothing that was sealed later says so.

    Answers of `book` were confirmed after it, or git's present commit has it (`by_git`), as where a checkout is
    sparse. Without it the round and all that moved would be those since another edition.
    """
    if editions.problems:  # one of those may be it, under another name
        return ()
    committed = committed_names(editions) if by_git else frozenset()
    return tuple(
        Problem(
            f"The edition “{name}” is not there, but {why}.",
            path=shown(editions.folder.editions_path / name),
            remedy="Editions stay where they were sealed: restore it from git, or widen a sparse checkout.",
        )
        for name, why in sorted(_gone(editions, book, committed=committed).items())
    )


def _gone(editions: Editions, book: AnswerBook, *, committed: Collection[str]) -> dict[str, str]:
    there = taken_names(editions.folder)
    named = {answer.confirmed_after: "answers were confirmed after it" for answer in book.answers.values()}
    named |= dict.fromkeys(committed, "the present commit has it")
    return {name: why for name, why in named.items() if valid_id(name) and name not in there}


def removed_on_this_branch(editions: Editions) -> Iterator[Problem]:
    """Yield a problem for each edition that the branch removed which others are merged into still has.

    Only git knows of the last edition, since none followed it. One that was merely renamed is not gone.
    """
    if editions.problems:  # one of those may be it, under another name
        return
    git, path = editions.folder.git, editions.folder.editions_path
    here = taken_names(editions.folder) | committed_names(editions)  # what the present commit has is told as gone
    sealed = {with_name(edition.source, "") for edition in editions.all}
    with contextlib.suppress(UsedWrongly):  # such as a clone without that part of the history
        for branch in git.main_branches(editions.folder.path):
            missing = git.names_at(branch, path) - here
            began = git.common_ancestor(editions.folder.path, branch) if missing else None
            for name in sorted(missing & git.names_at(began, path))[:MOST_REMOVED] if began else ():
                text = git.text_at(branch, path / name / EDITION) if valid_id(name) else None
                if text is None or with_name(text.encode(), "") in sealed:
                    continue
                here |= {name}
                yield Problem(
                    f"The edition “{name}” is not there, but {branch} has it, and this branch had it when it began.",
                    path=shown(path / name),
                    remedy="Editions stay where they were sealed: restore it from git. If it was taken out on purpose, "
                    f"this is told until {branch} is without it, too.",
                )


def removed_since_the_last(editions: Editions) -> Iterator[Problem]:
    """Yield a problem for each edition that was removed, or left out by a merge, since the last one was committed.

    Nothing names the last edition of all but git's history. One that was merely renamed is not gone.
    """
    for name, (commit, _) in _removed(editions, committed_names(editions), since=editions.last).items():
        yield Problem(
            f"The edition “{name}” is not there: the commit {commit} removed it.",
            path=shown(editions.folder.editions_path / name),
            remedy="Editions stay where they were sealed: restore it from git. If it was taken out on purpose, "
            "this is told until the next one is sealed.",
        )


def _removed(
    editions: Editions, committed: frozenset[str], *, since: Edition | None = None
) -> dict[str, tuple[str, int]]:
    """Map the name of each edition that a commit removed, since another one was committed, to that commit and to the
    number that it had, 0 for none. committed: as `committed_names` gives it."""
    found: dict[str, tuple[str, int]] = {}
    if editions.problems:  # one of those may be it, under another name
        return found
    git, folder = editions.folder.git, editions.folder
    here = taken_names(folder) | committed
    sealed = {with_name(edition.source, "") for edition in editions.all}
    with contextlib.suppress(UsedWrongly):  # such as a clone without that part of the history
        removals = ((path, path.parent.name, commit) for path, commit in _removals(folder, since).items())
        unknown = (one for one in removals if one[1] not in here and valid_id(one[1]))
        for path, name, commit in islice(unknown, MOST_REMOVED):
            before = (git.text_at(f"{commit}^{parent}", path) for parent in (1, 2))
            text = next((one for one in before if one is not None), None)
            if text is None or with_name(text.encode(), "") in sealed:
                continue
            found[name] = (commit, number_in(text))
    return found


def _removals(folder: TeamFolder, since: Edition | None) -> dict[Path, str]:
    """Map each `edition.toml` that a commit removed to that commit, also where the book was before its folder moved."""
    git, name = folder.git, folder.editions_path.name
    places = earlier_places(folder)
    if since is None:
        commit = ""
    elif not places:
        commit = "".join(git.commits_of(since.path / EDITION, 1))
    else:  # since it came into the book, and not since it moved with it
        paths = (place / name / since.name / EDITION for place in (*reversed(places), folder.path))
        added = (git.commit_that_added(path, days=A_ROUND_AGO) for path in paths)
        commit = next(filter(None, added), "")
    span: Any = {"since": commit, "days": A_ROUND_AGO}
    found = git.removals_of(folder.path, [f"{name}/*/{EDITION}"], **span)
    removed = {folder.path / path: commit for path, commit in found.items()}
    root = git.root_of(folder.path) if places else None
    if root is not None:
        patterns = [f"{in_glob((place / name).relative_to(root).as_posix())}/*/{EDITION}" for place in places]
        elsewhere = git.removals_of(folder.path, patterns, **span, relative=False)
        removed = {root / path: commit for path, commit in elsewhere.items()} | removed
    return removed


def named_by_the_guide(editions: Editions, guide: str) -> Iterator[Problem]:
    """Yield a problem where the guide was assembled after an edition that is not there and that nothing else misses.

    As where a merge lost the last edition and was committed: until the guide is assembled again, only it knows of that.
    """
    from levelbook.guide.keep import front_matter  # 3 ms and the reader of Markdown, which only a check needs

    name = front_matter.of(guide).get("edition", "")
    if not editions.problems and valid_id(name) and name not in taken_names(editions.folder):
        yield Problem(
            f"The guide was assembled after edition “{name}”, which is not there.",
            path=shown(editions.folder.guide_path),
            key="edition",
            remedy="Editions stay where they were sealed: restore it from git. If it was taken out on purpose, "
            "`levelbook guide` assembles the guide without it.",
        )


def dropped_by_a_merge(editions: Editions) -> Iterator[Problem]:
    """Yield a problem for each edition that was sealed under the last one's name on a branch that was merged, and of
    which the merge left nothing, such as `git merge -X ours`.

    One that was put aside on its own branch, and sealed anew there, is no such edition.
    """
    last = editions.last
    if last is None:
        return
    git, path, before = editions.folder.git, last.path / EDITION, editions.lineage.before(last)
    known = {_sealed_as(edition.source.decode("utf-8", "replace")) for edition in editions.all}
    with contextlib.suppress(UsedWrongly):  # such as a clone without that part of the history
        since = git.commits_of(before.path / EDITION, 1) if before else ()
        commits = git.last_commits_of(path, MOST_COMMITS, since="".join(since))
        sealed = {one: _sealed_as(text) for one in commits if (text := git.text_at(one, path)) is not None}
        here = [commit for commit, one in sealed.items() if one == _sealed_as(last.source.decode("utf-8", "replace"))]
        for commit, one in sealed.items() if here else ():
            if not one or one in known or git.led_to(path.parent, commit, here[-1]):
                continue
            known |= {one}
            if not git.led_to(path.parent, here[-1], commit):
                yield Problem(
                    f"Two branches sealed an edition “{last.name}”, and a merge kept only this one.",
                    path=shown(last.path),
                    remedy=f"`git show {commit[:10]}` shows the other one. To keep both, merge again, and run "
                    f"`levelbook editions --keep-both {last.name}` before you commit.",
                )


def _sealed_as(edition_toml: str) -> str:
    """Return a digest that tells an edition from every other one, whatever its name and layout; empty where nothing
    does."""
    try:
        table = parse_toml(edition_toml, "")
    except FileIsWrong:
        return ""
    return digest(repr([table.get(key) for key in ("number", "sealed_at", "previous_digest", "files")]))


@frozen
class GoneEditions:
    """The editions that are known to be gone; what git knows of them is read once, whatever is asked of it."""

    editions: Editions
    book: AnswerBook

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of all editions that are known to be gone, each with what still names it.

        A new edition cannot have such a name: an answer that was confirmed after the old one would count as confirmed
        after the new one, and a later edition would seem to follow it.
        """
        there = taken_names(self.editions.folder)
        named = {name: f"the commit {commit} removed it" for name, (commit, _) in self._removed.items()}
        named |= {name: f"edition “{one.name}” followed it" for one in self.editions.all for name in one.known_before}
        gone = _gone(self.editions, self.book, committed=self._committed)
        return {name: why for name, why in named.items() if name not in there} | gone

    @property
    def next_number(self) -> int:
        """Return the number of the next edition: one more than that of the last, and than all that are known to be
        gone.

        One that is gone has the number that git's history gives it; one that only answers name is counted.
        """
        editions, gone = self.editions, self.names
        known = [editions.last.number if editions.last else 0]
        if gone:
            git, path = editions.folder.git, editions.folder.editions_path
            numbers = {name: number for name, (_, number) in self._removed.items()}
            for name in self._committed & gone.keys():
                numbers[name] = number_in(git.text_at("HEAD", path / name / EDITION) or "")
            known += numbers.values()
            if not all(numbers.get(name) for name in gone):
                known.append(len(editions.all) + len(gone))
        return min(max(known) + 1, MOST_EDITIONS)

    @cached_property
    def _committed(self) -> frozenset[str]:
        return committed_names(self.editions)

    @cached_property
    def _removed(self) -> dict[str, tuple[str, int]]:
        return _removed(self.editions, self._committed)


def committed_names(editions: Editions) -> frozenset[str]:
    """Return the names in the folder of editions in git's present commit; none where there is no commit."""
    with contextlib.suppress(UsedWrongly):
        return editions.folder.git.names_at("HEAD", editions.folder.editions_path)
    return frozenset()
