"""Commands that write, the books that they are tried on, and what a disk may look like after one was disturbed.

Time stands still here, so that the same command on the same book writes the same bytes. So everything that may be found
afterwards is known: each file as it was or as it was meant to become, and after one more run of the command all of it.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from levelbook.store import atomic
from support.command_line import typed
from support.format_one import as_format_one
from support.offers import platform_beside
from support.small_book import BACKUPS, RESTORES, REVIEWS, hand_in, later, new_book
from support.two_versions import answer_all, new_team, publish
from torture.outcome import Fault
from torture.processes import Ended, run

Tree = Mapping[str, bytes | None]
"""Path below a folder to what the file there holds; None for a folder."""
CLEAN_CODES = frozenset({0, 1, 2, 3, 4, 5, 130})
"""Exit codes by which a command says in words how it ended."""


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def used(here: Path) -> None:
    """A book with an edition, and since then a sitting, two ballots, a changed answer and words in its guide."""
    session = new_book(here)
    session.apply(BACKUPS, Edit(level=1, note="Said on Monday."))
    seal(session, "first")
    session.apply(RESTORES, Edit(level=2, owner="Ana"))
    session.apply(REVIEWS, Edit(unsure=True, ask_whom="Tom"))
    hand_in(later(session), "Tom", {BACKUPS: 2}, "We never tried.")
    hand_in(later(session), "Zoe", {BACKUPS: 0})
    guide = here / "book" / "guide.md"
    guide.write_text(
        guide.read_text("utf-8").replace("<!-- levelbook:end rules -->", "Ours.\n\n<!-- levelbook:end rules -->")
    )


def ready_to_upgrade(here: Path) -> None:
    """A book whose questionnaire has a new version, with an edition, a guide and a ballot of the old one."""
    session = new_team(here)
    answer_all(session)
    seal(session, "first")
    hand_in(session, "Tom", {BACKUPS: 2})
    session.apply(BACKUPS, Edit(owner="Zoe"))
    publish(here)


def of_an_older_format(here: Path) -> None:
    """A book whose files are of format 1, with an edition, a guide and ballots."""
    used(here)
    as_format_one(here / "book", here / "questions")


def with_answers_that_came_back(here: Path) -> None:
    """A book beside a table of its answers in which somebody answered two and changed one."""
    used(here)
    typed("export", "csv", folder=here)
    path = here / "answers.csv"
    head, *rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    for row in rows:
        if row[0].strip():
            row[head.index("answer")] = "3"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def beside_a_platform(here: Path) -> None:
    """A book beside that of a team which offers it two practices."""
    platform_beside(new_book(here))


def half_merged(here: Path) -> None:
    """A book of which git merged two versions of an answer line by line, and could not."""
    used(here)
    answers = here / "book" / "answers.toml"
    versions = {"base": answers.read_bytes()}
    for name, level in (("ours", "2"), ("theirs", "3")):
        answers.write_bytes(versions["base"])
        typed("answer", "1.1", "--level", level, "--note", f"By {name}.", folder=here)
        versions[name] = answers.read_bytes()
    answers.write_bytes(versions["ours"])
    for name in ("base", "theirs"):
        (here / name).write_bytes(versions[name])
    words = ["git", "merge-file", "-L", "ours", "-L", "base", "-L", "theirs", answers, here / "base", here / "theirs"]
    subprocess.run(words, check=False, capture_output=True)
    for name in ("base", "theirs"):
        (here / name).unlink()


@dataclass(frozen=True)
class Scene:
    """A command, and the book that it is given."""

    name: str
    words: tuple[str, ...]
    made: Callable[[Path], None] = used


SCENES = {
    scene.name: scene
    for scene in (
        Scene("save", ("answer", "1.1", "--by", "Noor", "--level", "3", "--note", "Said on Tuesday.")),
        Scene("seal", ("seal", "next")),
        Scene("guide", ("guide",)),
        Scene("upgrade", ("upgrade", "--yes"), ready_to_upgrade),
        Scene("files", ("upgrade", "--files", "--yes"), of_an_older_format),
    )
}

MORE_SCENES = {
    scene.name: scene
    for scene in (
        Scene("import", ("import", "answers", "answers.csv", "--from", "csv", "--yes"), with_answers_that_came_back),
        Scene(
            "offers",
            ("-C", "book", "offers", "take", "platform", "--by", "Noor", "--yes"),
            beside_a_platform,
        ),
        Scene("resolve", ("resolve", "--take", "theirs", "1.1"), half_merged),
    )
}
"""Commands that write as a save does, but more of it at once: `make torture` tries them less often."""

ALL_SCENES = {**SCENES, **MORE_SCENES}


class Stage:
    """A scene that is set up once and disturbed often."""

    def __init__(self, scene: Scene, place: Path, here: Path | None = None) -> None:
        """place: an empty folder of this stage's own. here: where the book is disturbed, by default in there."""
        self.scene = scene
        self._model = place / "model"
        self._here = here or place / "here"
        self._said = place / "said"
        self._model.mkdir(parents=True)
        scene.made(self._model)
        self.before: Tree = tree(self._model)
        ended = run(scene.words, self.fresh(), self._said)
        if ended.code:
            raise RuntimeError(f"`levelbook {' '.join(scene.words)}` fails undisturbed: {ended.said}")
        self.after: Tree = tree(self._here)
        faults = list(how_it_ended(run(scene.words, self._here, self._said), "again"))
        self._recovers = {_known_again(self.before)}
        """States of the disk after which the same command, given again, is known to end the work."""
        if not faults and tree(self._here) == self.after:
            self._recovers.add(_known_again(self.after))

    def fresh(self, *, keep_folder: bool = False) -> Path:
        """A new copy of the book in its folder; into the folder that is there, where a disk is mounted on it."""
        if not keep_folder:
            shutil.rmtree(self._here, ignore_errors=True)
        shutil.copytree(self._model, self._here, dirs_exist_ok=keep_folder)
        return self._here

    def warmed(self) -> Stage:
        """Give the command once in this process, so that each child finds compiled what it would compile anew.

        For whoever disturbs the disk, not the calls by which levelbook reads its own files.
        """
        typed(*self.scene.words, folder=self.fresh())
        shutil.rmtree(self._here)
        return self

    @property
    def here(self) -> Path:
        return self._here

    @property
    def said(self) -> Path:
        return self._said

    @cached_property
    def new_editions(self) -> Mapping[str, frozenset[str]]:
        """Folder of each edition that the command makes, to its files."""
        made = {
            name.rpartition("/")[0] for name in self.after if name.endswith("/edition.toml") and name not in self.before
        }
        return {folder: frozenset(name for name in self.after if name.startswith(f"{folder}/")) for folder in made}

    # Judging

    def judge(self, ended: Ended, how: str) -> Iterator[Fault]:
        """Compare the disk with what it may hold after a disturbed run; `how` is for whoever wants to see it again."""
        how = f"`levelbook {' '.join(self.scene.words)}` {how}"
        now = _without_leftovers(tree(self._here))
        yield from how_it_ended(ended, how)
        if "Left out, because it cannot be read" in ended.said:
            now = self._with_another_round(now)
        yield from self._torn(now, how)
        yield from self._lost(now, how)
        left = re.findall(r"(\S+\.toml): This file cannot be read", ended.said)
        if "Left as it was" in ended.said:  # it was told
            now |= {name: self.after.get(name) for name in left}
        if ended.code == 0 and now != self.after:
            yield Fault("lost", f"{how}: exit 0, but {_differing(now, self.after)} is not as it should be")
        if ended.code > 0:
            for name in re.findall(r"(\S+) was not written", ended.said):
                path = f"book/{name}"
                if self.before.get(path) != self.after.get(path) == now.get(path):
                    yield Fault("untrue", f"{how}: it says that {name} was not written, and it was")

    def judge_again(self, how: str) -> Iterator[Fault]:
        """Run the command once more, undisturbed: everything has to be as it was meant, with nothing left over.

        Where it was so once with the same files, it is so again, and nothing is run.
        """
        found = _known_again(tree(self._here))
        if found in self._recovers:
            return
        how = f"`levelbook {' '.join(self.scene.words)}` {how}, then again undisturbed"
        ended = run(self.scene.words, self._here, self._said)
        now = tree(self._here)
        faults = list(how_it_ended(ended, how))
        if now != self.after:
            faults.append(
                Fault("lost", f"{how} (exit {ended.code}): {_differing(now, self.after)} is not as it should be")
            )
        if not faults:
            self._recovers.add(found)
        yield from faults

    def _with_another_round(self, now: dict[str, bytes | None]) -> dict[str, bytes | None]:
        """Take answers for what they should be that differ only in the edition after which they were confirmed.

        A command that says that it cannot read an edition goes on with the others.
        """
        name = "book/answers.toml"
        held, wanted = now.get(name), self.after.get(name)
        if held and wanted and _ROUND.sub(b"", held) == _ROUND.sub(b"", wanted):
            return {**now, name: wanted}
        return now

    def _torn(self, now: Tree, how: str) -> Iterator[Fault]:
        for name, held in now.items():
            if held is not None and held not in self._may_hold(name):
                yield Fault("torn", f"{how}: {name} is neither as it was nor as it should become")
        for folder, files in self.new_editions.items():
            there = {name for name in now if name.startswith(f"{folder}/")}
            if there and there != files:
                yield Fault("torn", f"{how}: of {folder} there are only {len(there)} of {len(files)} files")

    def _may_hold(self, name: str) -> set[bytes | None]:
        """What a file was, or should become; or is in an edition, since an upgrade seals one on its way."""
        sealed = {
            self.after[f"{folder}/{name.rpartition('/')[2]}"]
            for folder in self.new_editions
            if f"{folder}/{name.rpartition('/')[2]}" in self.after
        }
        return {self.before.get(name), self.after.get(name), *sealed}

    def _lost(self, now: Tree, how: str) -> Iterator[Fault]:
        held_now = set(now.values())
        for name, held in self.before.items():
            if held is not None and name not in now and (name in self.after or held not in held_now):
                yield Fault("lost", f"{how}: {name} is gone")


def how_it_ended(ended: Ended, how: str) -> Iterator[Fault]:
    """Judge an exit: in words, by a code that means something, or by the SIGKILL that it was sent."""
    if ended.hung:
        yield Fault("crashed", f"{how}: it does not end")
    elif ended.code not in CLEAN_CODES and ended.code != -9:
        yield Fault("crashed", f"{how}: exit {ended.code}: {ended.said.strip()[-300:]}")
    elif "Traceback" in ended.said or "Exception ignored" in ended.said:
        yield Fault("crashed", f"{how}: a traceback: {ended.said.strip()[-300:]}")


_ROUND = re.compile(rb'^(?:rev|confirmed_after) = "[^"]*"\n', re.MULTILINE)


def _known_again(found: Tree) -> bytes:
    """Return a digest that is the same for the same files; temporary names differ each time."""
    digest = hashlib.sha256()
    names = {name: "/".join("*" if atomic.is_temporary(part) else part for part in name.split("/")) for name in found}
    for name in sorted(names, key=lambda name: (names[name], found[name] or b"")):
        held = found[name]
        digest.update(repr((names[name], held if held is None else len(held))).encode())
        digest.update(held or b"")
    return digest.digest()


def _without_leftovers(found: Tree) -> dict[str, bytes | None]:
    """All but what is half built under a temporary name, which the next writer clears away."""
    return {name: held for name, held in found.items() if not any(map(atomic.is_temporary, name.split("/")))}


def _differing(one: Tree, other: Tree) -> str:
    names = sorted(name for name in {*one, *other} if one.get(name, ...) != other.get(name, ...))
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
