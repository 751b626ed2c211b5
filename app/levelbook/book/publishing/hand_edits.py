"""This module settles people's edits in the guide block by block, and repairs a damaged guide."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, TypeVar

from levelbook.book.publishing import guide_in_git
from levelbook.book.publishing.guide_damage import conflict_in_a_fence, located, must_not_hide_a_conflict
from levelbook.book.publishing.publish import Publisher
from levelbook.core.errors import CouldNotWrite, UnknownId, UsedWrongly
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.guide.keep import blocks, front_matter, git_conflict, merge
from levelbook.guide.keep.merge import BlockState, EditedBlock
from levelbook.guide.keep.repairing import repair
from levelbook.store import atomic, text_files
from levelbook.words.files import shown

T = TypeVar("T")

Repair = Literal["", "merged", "repaired"]
"""What was done to a damaged guide; empty where there was no damage."""

REPAIRED: Final[Mapping[Repair, str]] = {
    "": "Nothing in the guide is damaged.",
    "merged": "Merged: everything that people wrote on either branch is kept.",
    "repaired": "Repaired: every line that people wrote is kept.",
}

_MOST_COMMITS = 100
"""Commits of a guide that are searched for what it once said; each takes about 5 ms."""

_COME_AND_GO = ("since", "bulletins")
"""Blocks that a guide has only while there is something to say."""


class HandEdits:
    """The guide on disk beside what would be assembled."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def status(self) -> tuple[BlockState, ...]:
        """Return for each block whether it is edited, behind or left out; empty while there is no guide."""
        return self._beside_what_would_be_assembled(merge.status)

    def edited(self) -> tuple[EditedBlock, ...]:
        """The blocks that people edited, with both texts; empty while there is no guide. Raises GuideDamaged."""
        return self._beside_what_would_be_assembled(merge.edited)

    def _beside_what_would_be_assembled(self, look: Callable[..., tuple[T, ...]]) -> tuple[T, ...]:
        """Return the result of `look` for the guide on disk and the blocks of a new assembly."""
        text = self._publisher.guide_text()
        if text is None:
            return ()
        made = self._publisher.documents(self._publisher.basis())
        try:
            return look(text, made.blocks, renamed=self._publisher.renamed, kept_notes=made.kept_notes)
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self._publisher.folder) from None

    def kept_title(self) -> tuple[str, str] | None:
        """Return the title in the front matter that stays as people's, and levelbook's own; None where none stays."""
        own = self._publisher.documents(self._publisher.basis()).front_matter.get("title")
        there = front_matter.of(self._publisher.guide_text() or "").get("title", "")
        if not own or there in ("", own):
            return None  # without assembling, which reads every edition
        kept = self._publisher.assembled().guide.kept_title
        return (clean_line(kept), own) if kept else None

    def edited_block(self, block: str) -> EditedBlock | None:
        """Return an edited block by its id or a practice's id or number; None if it is unedited. Raises UnknownId."""
        block_id = self._block_id(block, self._publisher.guide_text() or "")
        return next((one for one in self.edited() if one.id == block_id), None)

    def left_out(self, block: str) -> str:
        """Return the id of a block, given likewise, if people left it out; else nothing. Raises UnknownId."""
        block_id = self._block_id(block, self._publisher.guide_text() or "")
        return block_id if any(one.id == block_id and one.omitted for one in self.status()) else ""

    def is_the_teams(self, block: str) -> bool:
        """Return whether a block belongs to the team, so that it is never behind. Raises UnknownId."""
        return self._block_id(block, self._publisher.guide_text() or "") in blocks.TEAMS_OWN

    def take(self, block: str, which: Literal["mine", "generated"], *, seen: EditedBlock | None = None) -> str:
        """Settle one block, by its id or a practice's id or number, write the guide, and return the block's id.

        seen: as a person saw it when deciding. Where the file holds something else by now, nothing is written and
        UsedWrongly is raised: nobody drops words unread.
        """
        with atomic.locked(self._publisher.folder.path):
            made = self._publisher.documents(self._publisher.basis())
            text = self._publisher.guide_text()  # last, since an editor holds no lock and may have saved meanwhile
            if text is None:
                raise UsedWrongly("There is no guide yet.", remedy="`levelbook guide` assembles it.")
            block_id = self._block_id(block, text)
            if seen is not None and not _is_unchanged(
                seen, merge.edited(text, made.blocks, renamed=self._publisher.renamed, kept_notes=made.kept_notes)
            ):
                raise UsedWrongly(
                    "The guide or the answers have changed since this text was shown.", remedy="Look at them again."
                )
            states = merge.status(text, made.blocks, renamed=self._publisher.renamed, kept_notes=made.kept_notes)
            _must_be_settled(next((one for one in states if one.id == block_id), None), which)
            settle = merge.take_mine if which == "mine" else merge.take_generated
            settled = settle(text, block_id, made.blocks, renamed=self._publisher.renamed, kept_notes=made.kept_notes)
            self._write(settled, instead_of=text)
        return block_id

    def bring_back(self, block: str) -> str:
        """Put back a block that people left out, by its id or a practice's; write the guide and return the block's id.

        Raises UsedWrongly where it was not left out.
        """
        with atomic.locked(self._publisher.folder.path):
            made = self._publisher.documents(self._publisher.basis())
            text = self._publisher.guide_text()
            if text is None:
                raise UsedWrongly("There is no guide yet.", remedy="`levelbook guide` assembles it.")
            block_id = self._block_id(block, text)
            brought = merge.bring_back(text, block_id, made.blocks, renamed=self._publisher.renamed)
            self._write(brought, instead_of=text)
        return block_id

    def put_back(self, assembled: merge.Assembled) -> tuple[str, ...]:
        """Name the blocks of the last edition that the guide on disk no longer had, and that an assembly put back.

        What comes and goes by itself, such as news of threats, is not named: nobody took that out.
        """
        last = self._publisher.book.editions.last
        text = text_files.text_or_none(last.path / "guide.md", within=last.path) if assembled.added and last else None
        try:
            sealed = {block.id for block in blocks.parse(text or "").blocks if not block.omitted}
        except blocks.DamagedGuide:
            return ()
        return tuple(name for name in assembled.added if name in sealed and name not in _COME_AND_GO)

    def _write(self, text: str, *, instead_of: str) -> None:
        """Write the guide, unless an editor, which holds no lock, has saved another one than `instead_of` meanwhile.

        Raises CouldNotWrite.
        """
        folder = self._publisher.folder
        if self._publisher.guide_text_with_conflicts() != instead_of:
            raise CouldNotWrite(
                f"{shown(folder.guide_path)} was not written: somebody has changed it meanwhile.",
                remedy="Run this again.",
            )
        atomic.write_text(folder.guide_path, text, within=folder.path)

    def _block_id(self, given: str, text: str) -> str:
        try:
            known = [block.id for block in blocks.parse(text).blocks]
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self._publisher.folder) from None
        name = self._publisher.book.now.questionnaire.ids_by_number.get(given, given)
        for candidate in (name, f"practice/{name}", f"section/{name}"):
            if candidate in known:
                return candidate
        raise UnknownId("block", given, nearest(given, known), hint="`levelbook guide --status` lists what is edited.")

    def repair(self) -> Repair:
        """Mend a damaged guide; what was done, empty where there was no damage.

        Conflicts that git left are merged, so that the words of both branches stay where they were written. Other
        damage is taken apart by what levelbook generated once, so that no block appears twice.
        """
        folder = self._publisher.folder
        with atomic.locked(folder.path):
            text = self._publisher.guide_text_with_conflicts()
            if text is None:
                raise UsedWrongly("There is no guide yet.", remedy="`levelbook guide` assembles it.")
            if conflict_in_a_fence(text, folder):
                sides, base = guide_in_git.as_git_holds_it(folder), guide_in_git.before_both(folder)
                whole = git_conflict.merged(text, sides, self._once_generated, base=base, in_fences_too=True)
                if whole is None:
                    must_not_hide_a_conflict(text, folder)
                else:
                    self._write(whole, instead_of=text)
                    return "merged"
            try:
                blocks.parse(text)
            except blocks.DamagedGuide:
                sides, base = guide_in_git.on_both_branches(folder), guide_in_git.before_both(folder)
                whole = git_conflict.merged(text, sides, self._once_generated, base=base)
                self._write(repair(text, self._once_generated()) if whole is None else whole, instead_of=text)
                return "repaired" if whole is None else "merged"
        return ""

    def take_layout(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Write each block that differs in layout only as levelbook lays it out: their ids, and of those still edited.

        A block differs in layout only where it says what levelbook says, or what it once said: in an edition, or in a
        commit of the guide. So none of anybody's words goes.
        """
        with atomic.locked(self._publisher.folder.path):
            made = self._publisher.documents(self._publisher.basis())
            text = self._publisher.guide_text()
            if text is None:
                raise UsedWrongly("There is no guide yet.", remedy="`levelbook guide` assembles it.")
            renamed, kept_notes = self._publisher.renamed, made.kept_notes
            try:
                states = merge.status(text, made.blocks, renamed=renamed, kept_notes=kept_notes)
                edited = {state.id for state in states if state.edited}
                once = self._once_generated() if edited else {}
                settled, ids = merge.take_layout(text, made.blocks, once, renamed=renamed, kept_notes=kept_notes)
            except blocks.DamagedGuide as damaged:
                raise located(damaged, self._publisher.folder) from None
            if settled != text:
                self._write(settled, instead_of=text)
        return ids, tuple(sorted(edited - set(ids)))

    def _once_generated(self) -> dict[str, list[str]]:
        """Block id to each text that levelbook is known to have generated for it, today's first."""
        made = self._publisher.documents(self._publisher.basis())
        found = {block.id: [block.text] for block in (*made.blocks, *([made.kept_notes] if made.kept_notes else []))}
        for text in self._guides_before():
            with contextlib.suppress(blocks.DamagedGuide):
                for block in blocks.parse(text).blocks:
                    texts = found.setdefault(block.id, [])
                    if not block.omitted and block.generated and block.text not in texts:
                        texts.append(block.text)
        return found

    def _guides_before(self) -> Iterator[str]:
        """Yield the guides of the editions, newest first, then those of commits, of the branch being merged too."""
        folder = self._publisher.folder
        for edition in reversed(self._publisher.book.editions.all):
            yield text_files.text_or_none(edition.path / "guide.md", within=folder.path) or ""
        path, git = folder.guide_path, folder.git
        other = git.merged_in(path.parent)
        for commit in (*git.commits_of(path, _MOST_COMMITS), *([other] if other else [])):
            yield git.text_at(commit, path) or ""
        if other is None:  # what a stash has, no commit of this branch does
            yield from guide_in_git.as_git_holds_it(folder) or ()


def _is_unchanged(seen: EditedBlock, now: tuple[EditedBlock, ...]) -> bool:
    """Return whether a block's text and its replacement are still what was seen; its line does not matter."""
    return any((one.id, one.mine, one.generated) == (seen.id, seen.mine, seen.generated) for one in now)


def _must_be_settled(state: BlockState | None, which: Literal["mine", "generated"]) -> None:
    """Raise UsedWrongly for a block that is left out, and for one to keep that holds nothing of people's."""
    if state is not None and state.omitted:
        raise UsedWrongly(
            f"“{state.id}” is left out by a marker in the guide.",
            remedy=f"`levelbook guide --bring-back {state.id}` puts it back.",
        )
    if state is not None and which == "mine" and not (state.edited or state.filled):
        raise UsedWrongly(f"Nobody has edited “{state.id}”.", remedy="`levelbook guide` keeps it up to date.")
