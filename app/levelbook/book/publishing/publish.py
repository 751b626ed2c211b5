"""Guide, record and charts of a book: what they are made from, making them, and writing what is new.

A Publisher holds a book as it is at one moment. It lets `guide/` make the documents, and writes each file as all files
are written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from levelbook.book.bulletins import recent_threats
from levelbook.book.conflicts_in_texts import must_hold_no_conflict
from levelbook.book.contents.rounds import next_round, next_round_after
from levelbook.book.contents.sittings import sittings_since
from levelbook.book.contents.state import BookState
from levelbook.book.not_checked_out import must_not_be_left_out
from levelbook.book.publishing.earlier_titles import earlier_titles
from levelbook.book.publishing.edition_basis import EditionBasis, present_basis
from levelbook.book.publishing.foreign_files import must_not_be_of_others, undrawn_in_conflict
from levelbook.book.publishing.guide_damage import located, must_not_hide_a_conflict
from levelbook.book.publishing.guide_template import named_template
from levelbook.book.publishing.left_guide import must_not_be_left
from levelbook.book.publishing.published_names import shown_names
from levelbook.core.answers.shown_names import ShownNames
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.version_map import successors, whole_upgrade_path
from levelbook.export.source import GuideFile
from levelbook.guide import text_cache
from levelbook.guide.keep import blocks, merge
from levelbook.guide.keep.lost_parts import must_hold_its_parts
from levelbook.guide.keep.merge import Assembled, BlockState
from levelbook.guide.keep.normal_form import says_the_same
from levelbook.guide.keep.ownership import must_be_ours
from levelbook.guide.text.anchors import heading_of
from levelbook.guide.write import assemble as making
from levelbook.guide.write.assemble import Documents, GuideContext, Team
from levelbook.guide.write.inputs import HeldSitting, System
from levelbook.guide.write.render import Template
from levelbook.guide.write.site import Site
from levelbook.packs.companions import read_frameworks
from levelbook.store import atomic, text_files
from levelbook.store.team_folder import Settings
from levelbook.words.files import shown


@frozen
class Written:
    """The result of an assembly, written or not."""

    guide: Assembled
    record: str
    charts: Mapping[str, str]
    """File name to SVG."""
    titles: Mapping[str, str]
    """Block id to the words that name it."""
    changed: tuple[Path, ...]
    """The files with changed content."""
    unmasked: tuple[str, ...] = ()
    """Ids of the blocks in which a formatter decoded what levelbook masks."""
    settled: Mapping[Path, str] = field(default_factory=dict)
    """Charts that git left in conflict and no document shows, as they are written."""
    made_of: str | None = None
    """The digest of the guide that was on disk before, where the result was written; None where there was none."""

    @property
    def edited(self) -> tuple[BlockState, ...]:
        return tuple(state for state in self.guide.blocks if state.edited)

    @property
    def behind(self) -> tuple[BlockState, ...]:
        return tuple(state for state in self.guide.blocks if state.behind)


class Publisher:
    """Makes and writes what a book publishes, as the book stood when the publisher was made.

    What is said from then on is not in it, so that a publisher may work while people go on answering.
    """

    def __init__(self, book: BookState, *, template: Template | None = None) -> None:
        """template: another one than the settings name."""
        self.book = book
        self.folder = book.folder
        self._template = template
        self._contexts: dict[EditionBasis, GuideContext] = {}
        self._current: dict[EditionBasis, Assessment] = {}
        self._shown: dict[tuple[str, ...], ShownNames] = {}
        self._documents: dict[EditionBasis, tuple[GuideContext, Documents]] = {}

    @cached_property
    def template(self) -> Template:
        return self._template or named_template(self.folder)

    @cached_property
    def frameworks(self) -> Mapping[str, Framework]:
        """Frameworks that the practices, the rules or the settings name; others are not worth reading."""
        questionnaire = self.book.now.questionnaire
        named = {reference for rule in questionnaire.rules for reference in rule.legal}
        for practice in questionnaire.practices.values():
            named |= {*practice.references, *practice.threats}
        keys = {reference.partition(":")[0] for reference in named} | set(self.folder.settings.frameworks)
        return read_frameworks(Path(questionnaire.folder), keys)

    def _names(self, basis: EditionBasis) -> ShownNames:
        """Return how people's names are shown in generated documents."""
        if basis.signed_by not in self._shown:
            self._shown[basis.signed_by] = shown_names(self.book, basis.signed_by)
        return self._shown[basis.signed_by]

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Block id in a guide of an earlier version to the block whose place it takes, with the words of people in it.

        Of all earlier versions, and at every assembly: it does not matter when a guide is assembled after an upgrade.
        """
        questionnaire = self.book.now.questionnaire
        found = successors(
            whole_upgrade_path(questionnaire.version_map), "practices", lambda key: key[0] in questionnaire.practices
        )
        places = {f"practice/{old[0]}": f"practice/{new[0]}" for old, new in found.items()}
        return places | _sections_moved(found, questionnaire.sections_by_id)

    def basis(self, as_of: date | None = None) -> EditionBasis:
        """The present one; `as_of` fixes the day, as `guide --check` does."""
        return present_basis(self.book, as_of)

    # Making

    def documents(self, basis: EditionBasis, guide: str = "") -> Documents:
        """Return the generated documents without people's text, optionally for a `guide` in another place."""
        context = self.context(basis, guide)
        if basis not in self._documents or self._documents[basis][0] != context:
            self._documents[basis] = (context, self._made(basis, context))
        return self._documents[basis][1]

    def _made(self, basis: EditionBasis, context: GuideContext) -> Documents:
        """Make the documents; once more where a block passed for edited that says what levelbook says now.

        Such a block, as a merge of two branches leaves it below a marker of one of them, is levelbook's own from then
        on. What other blocks say must not depend on that, or the next assembly would say something else.
        """
        made = making.assemble(self.current(basis), context, self.template)
        new = {block.id: block for block in made.blocks}
        there = self._found_blocks() if context.edited_headings else {}
        own = {
            one
            for one, found in there.items()
            if one in new and not found.omitted and not merge.is_edited(found, new[one])
        }
        edited = {name: heading for name, heading in context.edited_headings.items() if name not in own}
        if edited == context.edited_headings:
            return made
        return making.assemble(self.current(basis), replace(context, edited_headings=edited), self.template)

    def context(self, basis: EditionBasis, guide: str = "") -> GuideContext:
        """Gather what the guide says that no assessment holds; the guide on disk is looked at each time."""
        if basis not in self._contexts:
            self._contexts[basis] = self._read_context(basis)
        guide = guide or self.folder.settings.guide
        return replace(self._contexts[basis], edited_headings=self._edited_headings(), guide=guide)

    def _read_context(self, basis: EditionBasis) -> GuideContext:
        settings = self.folder.settings
        return GuideContext(
            team=team_of(settings),
            next_round=self.next_round(basis),
            frameworks=self.frameworks,
            chosen=tuple(settings.frameworks),
            site=Site(settings.markers, settings.title_in),
            sittings=self._sittings(basis),
            recent=recent_threats(self.book.editions, self.book.now, compared_with=basis.since, as_of=basis.as_of),
        )

    def _edited_headings(self) -> Mapping[str, str]:
        """Return the headings of edited blocks as link targets."""
        return {
            block_id: "" if one.omitted else heading_of(one.text)
            for block_id, one in self._found_blocks().items()
            if one.omitted or not one.generated
        }

    def _found_blocks(self) -> Mapping[str, blocks.FoundBlock]:
        """Map the ids that blocks have now to those in the guide on disk. A damaged guide is refused elsewhere."""
        try:
            found = blocks.parse(self.guide_text() or "").blocks
        except blocks.DamagedGuide:
            return {}
        there: dict[str, blocks.FoundBlock] = {}
        for one in sorted(found, key=lambda one: one.id in self.renamed):  # as an assembly chooses between them
            there.setdefault(self.renamed.get(one.id, one.id), one)
        return there

    def current(self, basis: EditionBasis) -> Assessment:
        """Now, judged by the edition that it is compared with: what was confirmed before a seal still is after it.

        With people's names as the settings want them shown.
        While an edition is sealed, it is that edition. Raises UnknownId where the edition compared with is gone.
        """
        if basis not in self._current:
            current = self._judged(basis)
            if basis.is_sealing:
                current = current.as_edition(basis.edition, basis.number, basis.signed_by)
            self._current[basis] = current.with_names(self._names(basis))
        return self._current[basis]

    def _judged(self, basis: EditionBasis) -> Assessment:
        """Take an assessment that is the same and is there already, so that it is scored once; else make one."""
        editions, now = self.book.editions, self.book.now
        before = editions.edition(basis.since) if basis.since else None
        if (now.on, now.last_edition) == (basis.as_of, basis.since):
            return now
        if basis.edition and basis.since == basis.previous and not basis.is_sealing:
            sealed = editions.assessment(editions.edition(basis.edition))
            if sealed.on == basis.as_of and sealed.questionnaire is now.questionnaire and sealed.book == now.book:
                same = sealed.sittings == now.sittings
                return sealed if same else sealed.with_sittings(now.read_sittings)
        return Assessment(
            "now",
            now.questionnaire,
            now.book,
            basis.as_of,
            last_edition=basis.since,
            last_answers=editions.answers_of(before) if before else None,
            zone=now.zone,
            editions=editions.past,
            read_sittings=now.read_sittings,
            offers=now.offers,
            faulty_offers=now.faulty_offers,
        )

    def next_round(self, basis: EditionBasis) -> date | None:
        """The day on which the next round is due; None before the first edition."""
        if basis.sealed_on is None:
            return None
        if not (basis.is_sealing and basis.ends_round) and self.book.editions.all:
            return next_round(self.book.editions, self.book.sittings, self.folder.settings)
        return next_round_after(
            self.book.editions, self.book.sittings, self.folder.settings, basis.sealed_on, basis.previous
        )

    def _sittings(self, basis: EditionBasis) -> tuple[HeldSitting, ...]:
        """Raises FileIsWrong: a record that leaves one out without a word would not be whole."""
        self.book.sittings.must_be_whole()
        names = self._names(basis)
        recent = {day for day, _ in sittings_since(self.book.editions, self.book.sittings, basis.since)}
        return tuple(
            HeldSitting(day, names.sitting(sitting), is_new=day in recent) for day, sitting in self.book.sittings.all
        )

    def assembled(self, as_of: date | None = None) -> Written:
        """Guide, record and charts as they would be written now. Raises GuideDamaged, FileIsWrong."""
        self.book.editions.must_be_whole()
        return self.assembled_by(self.basis(as_of))

    def assembled_by(self, basis: EditionBasis, guide: str = "", *, new_bulletins: bool = True) -> Written:
        """Assemble with another basis; `new_bulletins=False` keeps the guide's present text on new threats."""
        made = self.documents(basis, guide)
        assembled = self._merged(made, basis, new_bulletins=new_bulletins)
        texts = {self.folder.guide_path: assembled.text, self.folder.record_path: made.record}
        texts |= {self.folder.charts_path / name: chart for name, chart in made.charts.items()}
        settled = undrawn_in_conflict(self.folder.charts_path, made.charts, within=self.folder.path)
        texts |= settled
        changed = tuple(path for path, text in texts.items() if not self._holds(path, text))
        unmasked = merge.unmasked(self.guide_text() or "", made.blocks) if self.folder.guide_path in changed else ()
        text_cache.keep()
        return Written(assembled, made.record, made.charts, made.titles, changed, unmasked, settled)

    def _merged(self, made: Documents, basis: EditionBasis, *, new_bulletins: bool = True) -> Assembled:
        """Merge people's words in the guide on disk into the generated blocks. Raises GuideDamaged, FileIsWrong."""
        try:
            return merge.assemble(
                self.guide_text(),
                made.blocks
                if new_bulletins
                else making.with_bulletins_as_held(made.blocks, blocks.parse(self.guide_text() or "")),
                made.front_matter,
                renamed=self.renamed,
                titles=made.titles,
                kept_notes=made.kept_notes,
                markers=self.folder.settings.markers,
                settled=self._settled if basis.is_sealing else (),
                earlier_titles=self._earlier_titles,
            )
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder) from None

    def _earlier_titles(self) -> frozenset[str]:
        """Return the titles that levelbook gave the guide by other settings than today's. Raises FileIsWrong."""
        sealed = (self.book.editions.settings_of(edition).about for edition in self.book.editions.all)
        record = self._text(self.folder.record_path) or ""
        return earlier_titles(self.template, self.book.now.questionnaire, record=record, sealed=sealed)

    @cached_property
    def _settled(self) -> frozenset[str]:
        """Name the blocks that people edited and that are not behind before an edition is sealed.

        They are not behind after it either: sealing changes what levelbook says of rounds and days, and nothing that
        anybody answered.
        """
        if not self.is_edited():
            return frozenset()
        basis = self.basis()
        states = self._merged(self.documents(basis), basis).blocks
        return frozenset(state.id for state in states if state.edited and not state.behind)

    def guide_text(self) -> str | None:
        """The guide as it is on disk; None while there is none. Raises FileIsWrong, for another team's too, for one
        that is left in another place, and for one that has lost its parts; DamagedGuide for a conflict that looks like
        one that is only shown.
        """
        text = self.guide_text_with_conflicts()
        if text is not None:
            must_not_hide_a_conflict(text, self.folder)
        return text

    def guide_text_with_conflicts(self) -> str | None:
        """The guide as it is on disk, whatever git left in it. Raises FileIsWrong as `guide_text` does."""
        path, settings = self.folder.guide_path, self.folder.settings
        text = self._text(path)
        if text is not None:
            ours = {"team": settings.team, "questionnaire": self.book.now.questionnaire.id}
            must_be_ours(text, shown(path), **ours, sealed=self._sealed_guides)
            must_hold_its_parts(text, shown(path))
        else:
            must_not_be_left(self.folder, self.book.editions)
        return text

    def is_edited(self) -> bool:
        """Return whether people edited a block of the guide on disk. Raises DamagedGuide, FileIsWrong."""
        return not all(found.generated for found in blocks.parse(self.guide_text() or "").blocks)

    def _sealed_guides(self) -> Iterator[str]:
        for edition in self.book.editions.all:
            yield self._text(edition.path / "guide.md") or ""

    def _text(self, path: Path) -> str | None:
        """The text of a file in the team folder; None where there is no file. Raises FileIsWrong."""
        return text_files.text_or_none(path, within=self.folder.path)

    def _holds(self, path: Path, text: str) -> bool:
        """Return whether a file says `text` already: the guide to the letter, since its blocks keep the layout that
        they have, and the record in whatever layout. Line ends are git's business.
        """
        there = self._text(path)
        if there is None:
            return False
        there = there.replace("\r\n", "\n")
        return there == text or (path == self.folder.record_path and says_the_same(there, text))

    # Writing

    def write(self, basis: EditionBasis | None = None, *, as_opened: bool = False) -> Written:
        """Assemble, and write what has changed. Raises GuideDamaged, FileIsWrong, CouldNotWrite.

        as_opened: raises AnsweredElsewhere, and writes nothing, where the guide on disk is another than the book's.
        """
        self.book.editions.must_be_whole()
        must_not_be_left_out(self.folder)
        must_hold_no_conflict(self.folder)
        with atomic.locked(self.folder.path):
            self.folder.must_still_be_there()
            written = self._assembled_with_latest_guide(basis or self.basis())
            if as_opened and written.made_of != self.book.guide:
                raise changed_since_opened(f"{shown(self.folder.guide_path)} has")
            texts = {self.folder.guide_path: written.guide.text, self.folder.record_path: written.record}
            texts |= {self.folder.charts_path / name: chart for name, chart in written.charts.items()}
            texts |= written.settled
            new = {path: texts[path] for path in written.changed if not self._was_written_before(path)}
            must_not_be_of_others(new, within=self.folder.path)
            for path in written.changed:
                atomic.make_folder(path.parent, within=self.folder.path)
                atomic.must_take(path, within=self.folder.path)
            for path in reversed(written.changed):  # the guide last: it says which levelbook has assembled everything
                has_crlf = "\r\n" in (self._text(path) or "")
                text = texts[path].replace("\n", "\r\n") if has_crlf else texts[path]
                atomic.write_text(path, text, within=self.folder.path)
        return written

    def _was_written_before(self, path: Path) -> bool:
        """Return whether levelbook has written a file of this name: the guide, whatever is in it, is never replaced."""
        if path == self.folder.guide_path:
            return True
        name = path.relative_to(self.folder.path)
        ours = blocks.parse(self.guide_text() or "").blocks
        is_named = path == self.folder.record_path or any(name.as_posix() in block.text for block in ours)
        return (is_named and bool(ours)) or any(
            os.path.lexists(edition.path / name) for edition in self.book.editions.all
        )

    def _assembled_with_latest_guide(self, basis: EditionBasis) -> Written:
        """Assemble until the guide on disk stays the same, because an editor holds no lock and may save meanwhile."""
        path, team = self.folder.guide_path, self.folder.path
        found = text_files.content_digest(path, within=team)
        for _ in range(3):
            written = self.assembled_by(basis)
            before, found = found, text_files.content_digest(path, within=team)
            if found == before:
                return replace(written, made_of=found)
        raise CouldNotWrite(f"{shown(path)} was not written: somebody keeps changing it.", remedy="Try again.")

    def guide_file(self) -> GuideFile:
        """Return the guide as it would be written now, with its pictures. Raises GuideDamaged, FileIsWrong."""
        return self._file_of(lambda written: written.guide.text)

    def record_file(self) -> GuideFile:
        """Return the record as it would be written now, with its pictures. Raises GuideDamaged, FileIsWrong."""
        return self._file_of(lambda written: written.record)

    def _file_of(self, text: Callable[[Written], str]) -> GuideFile:
        must_hold_no_conflict(self.folder)
        written = self.assembled()
        charts = {self.folder.charts_path / name: chart for name, chart in written.charts.items()}

        def picture(target: str) -> bytes | None:
            path = Path(os.path.normpath(self.folder.guide_path.parent / target))
            if path in charts:
                return charts[path].encode("utf-8")
            return text_files.picture_or_none(path, within=self.folder.path)

        return GuideFile(text(written), picture)


def changed_since_opened(what: str) -> AnsweredElsewhere:
    """Say that something is other than it was when somebody agreed to seal. what: its name, with “has” or “have”."""
    said = f"{what} changed since the book was opened, so no edition was made."
    return AnsweredElsewhere((), said, remedy="Look at what is there now, then seal again.")


def team_of(settings: Settings) -> Team:
    """Return the team as some settings name it."""
    systems = tuple(System(one.name, one.model, one.version) for one in settings.systems)
    return Team(settings.team, settings.organisation, settings.about, settings.handling, systems)


def _sections_moved(found: Mapping[tuple[str, ...], tuple[str, ...]], known: Collection[str]) -> dict[str, str]:
    """Sections that are no more, and the one to which their practices have gone."""
    went: dict[str, set[str]] = {}
    for old, new in found.items():
        went.setdefault(old[0].partition(".")[0], set()).add(new[0].partition(".")[0])
    return {f"section/{old}": f"section/{min(new)}" for old, new in went.items() if old not in known and len(new) == 1}
