"""What a session publishes: guide, record and charts, editions, and the words about what changed.

A `Publisher` holds a Session. It decides *as of* which day and compared with which edition things are written
(design section 6), lets `guide/` make the documents, and writes each file the one way that files are written.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from levelbook import packs
from levelbook.core.changes import Comparison, Snapshot, compare
from levelbook.core.migrations import successors, whole_passage
from levelbook.core.questionnaire import Framework
from levelbook.core.shapes import score_shape
from levelbook.core.text import nearest
from levelbook.errors import FileIsWrong, Problem, UnknownId, UsedWrongly
from levelbook.guide import assemble as making
from levelbook.guide import blocks, merging
from levelbook.guide import compare as comparing
from levelbook.guide.anchors import heading_of
from levelbook.guide.assemble import Documents, GuideInput, HandEdits, PastEdition, Team
from levelbook.guide.blocks import Assembled, BlockState, Edited
from levelbook.guide.compare import BlockChange
from levelbook.guide.given import HeldSitting
from levelbook.guide.render import Template
from levelbook.guide.web_page import web_page
from levelbook.guide.whose import must_be_ours
from levelbook.news import new_threats
from levelbook.session import Session, named_in_settings
from levelbook.store import atomic, ballots, documents, editions, git, locations, sittings_file, team_folder
from levelbook.store.answers_file import render
from levelbook.store.editions import Edition


@dataclass(frozen=True)
class Basis:
    """By which edition and day things are written."""

    as_of: date
    edition: str = ""
    """Name of the last sealed one, or of the one being sealed; empty before the first."""
    number: int = 0
    sealed_on: date | None = None
    previous: str = ""
    """Name of the edition before that one."""
    since: str = ""
    """Name of the edition that the guide compares with: `edition`, or `previous` while no answer, setting or question
    has changed since."""
    is_sealing: bool = False
    """The edition is being made, so that nothing has become known since."""


@dataclass(frozen=True)
class Written:
    """What an assembly wrote, or would write."""

    guide: Assembled
    record: str
    charts: Mapping[str, str]
    """File name to SVG."""
    changed: tuple[Path, ...]
    """The files whose content is another than before."""

    @property
    def edited(self) -> tuple[BlockState, ...]:
        return tuple(state for state in self.guide.blocks if state.edited)

    @property
    def behind(self) -> tuple[BlockState, ...]:
        return tuple(state for state in self.guide.blocks if state.behind)


class Publisher:
    """Makes and writes what a session publishes."""

    def __init__(self, session: Session, *, template: Path | None = None) -> None:
        """template: the folder of another one than the settings name."""
        self.session = session
        self.folder = session.folder
        self._template_folder = template

    @cached_property
    def template(self) -> Template:
        found = self._template_folder
        if found is None:
            with named_in_settings(self.folder, "template"):
                found = packs.find_template(self.session.settings.template, self.folder.path)
        template = packs.read_template(found)
        kept = locations.compiled_templates_path()
        return Template(manifest=template.manifest, files=template.files, name=atomic.shown(found), compiled=kept)

    @cached_property
    def frameworks(self) -> Mapping[str, Framework]:
        """Those that the practices, the rules or the settings name; others are not worth reading."""
        questionnaire = self.session.questionnaire
        named = {reference for rule in questionnaire.rules for reference in rule.legal}
        for practice in questionnaire.practices.values():
            named |= {*practice.references, *practice.threats}
        keys = {reference.partition(":")[0] for reference in named} | set(self.session.settings.frameworks)
        return packs.read_frameworks(Path(questionnaire.folder), keys)

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Block id in a guide of an earlier version to the block whose place it takes, with the words of people in it.

        Of all earlier versions, and at every assembly: it does not matter when a guide is assembled after an upgrade.
        """
        questionnaire = self.session.questionnaire
        found = successors(whole_passage(questionnaire), "practices", lambda key: key[0] in questionnaire.practices)
        places = {f"practice/{old[0]}": f"practice/{new[0]}" for old, new in found.items()}
        return places | _sections_moved(found, questionnaire.sections_by_id)

    @property
    def is_as_sealed(self) -> bool:
        """Whether answers, settings, questionnaire and sittings are those of the last edition."""
        last = self.session.history.last
        return last is not None and not any(self._not_as_sealed(last))

    # As of when, compared with what

    def basis(self, as_of: date | None = None) -> Basis:
        """The present basis; `as_of` fixes the day, as `guide --check` does."""
        last = self.session.history.last
        if last is None:
            return Basis(as_of or self.session.on())
        sealed_on, previous = last.sealed_at.date(), last.previous or ""
        others = {*self._not_as_sealed(last)}
        day = as_of or (self.session.on() if others else sealed_on)
        # A sitting alone opens no round: it is shown in the record, and all that is said stays what the edition says.
        since = previous if all(_is_sitting(name) for name in others) else last.name
        return Basis(day, last.name, last.number, sealed_on, previous, since)

    def _not_as_sealed(self, edition: Edition) -> Iterator[str]:
        """The sources that are now other than an edition holds them, gone or new."""
        held = {name: digest for name, digest in edition.files.items() if _is_source(name)}
        present = {name: editions.digest(text) for name, text in self._sources().items()}
        return (name for name in {**held, **present} if held.get(name) != present.get(name))

    def _sources(self) -> dict[str, str]:
        """What everything else is made of, as an edition holds it: relative path to text."""
        session = self.session
        sources = {
            "answers.toml": render(session.book, session.questionnaire),
            "settings.toml": documents.read_text(self.folder.settings_path),
        }
        for name, text in packs.texts(Path(session.questionnaire.folder)).items():
            sources[f"questionnaire/{name}"] = text
        for name, text in sittings_file.texts(self.folder.sittings_path).items():
            sources[f"sittings/{name}"] = text
        return sources

    # Making

    def documents(self, basis: Basis, guide: str = "") -> Documents:
        """Everything generated, before people's words come in; for a `guide` elsewhere than the settings say."""
        return making.assemble(self._input(basis, guide), self.template)

    def _input(self, basis: Basis, guide: str = "") -> GuideInput:
        settings = self.session.settings
        current = self._current(basis)
        return GuideInput(
            team=Team(settings.team, settings.organisation, settings.about),
            current=current,
            since=compare(self.session.snapshot(basis.since), current) if basis.since else None,
            as_of=basis.as_of,
            edition=basis.edition,
            previous=basis.previous,
            next_round=self.next_round(basis),
            frameworks=self.frameworks,
            chosen=tuple(settings.frameworks),
            edited_headings=self._edited_headings(),
            history=self._history(basis, current),
            sittings=self._sittings(basis),
            threats=() if basis.is_sealing else new_threats(self.session),
            # The words about the change that *since* sums up; there are none while a round is open.
            changes_path=f"editions/{basis.edition}/changes.md" if basis.since != basis.edition else "",
            guide=guide or self.session.settings.guide,
        )

    def _edited_headings(self) -> Mapping[str, str]:
        """What links within the guide lead to, where people edited a block. A damaged guide is refused elsewhere."""
        try:
            found = blocks.parse(self.guide_text() or "").blocks
        except blocks.DamagedGuide:
            return {}
        there: dict[str, blocks.FoundBlock] = {}
        for one in sorted(found, key=lambda one: one.id in self.renamed):  # as an assembly chooses between them
            there.setdefault(self.renamed.get(one.id, one.id), one)
        return {block_id: heading_of(one.text) for block_id, one in there.items() if not one.generated}

    def _current(self, basis: Basis) -> Snapshot:
        """Now, judged by the edition that it is compared with: what was confirmed before a seal still is after it."""
        session = self.session
        last_answers = session.history.answers_of(session.history.edition(basis.since)) if basis.since else None
        return Snapshot(
            "now", session.questionnaire, session.book, basis.as_of, last_edition=basis.since, last_answers=last_answers
        )

    def next_round(self, basis: Basis) -> date | None:
        """When the next round is due; None before the first edition."""
        if basis.sealed_on is None:
            return None
        return self.session.next_round_after(basis.sealed_on, basis.previous)

    def _history(self, basis: Basis, current: Snapshot) -> tuple[PastEdition, ...]:
        session = self.session
        past = [
            PastEdition(
                edition.name,
                edition.number,
                edition.sealed_at.date(),
                session.snapshot(edition.name).scorecard.overall,
                ends_round=not edition.before_upgrade_to,
            )
            for edition in session.history.editions
        ]
        if basis.sealed_on is not None and basis.edition not in {one.name for one in past}:  # the one being sealed
            past.append(PastEdition(basis.edition, basis.number, basis.sealed_on, current.scorecard.overall))
        return tuple(past)

    def _sittings(self, basis: Basis) -> tuple[HeldSitting, ...]:
        """Raises FileIsWrong: a record that leaves one out without a word would not be whole."""
        if wrong := sittings_file.read_all(self.folder.sittings_path)[1]:
            raise FileIsWrong(wrong)
        recent = {day for day, _ in self.session.sittings_since(basis.since)}
        return tuple(HeldSitting(day, sitting, is_new=day in recent) for day, sitting in self.session.sittings)

    def assembled(self, as_of: date | None = None) -> Written:
        """Guide, record and charts as they would be written now. Raises GuideDamaged, FileIsWrong."""
        self.session.history.must_be_whole()
        return self._assembled(self.basis(as_of))

    def _assembled(self, basis: Basis, guide: str = "", *, news: bool = True) -> Written:
        """`news=False` leaves what the guide says of new threats as it stands there."""
        made = self.documents(basis, guide)
        try:
            assembled = blocks.assemble(
                self.guide_text(),
                made.blocks if news else making.with_old_news(made.blocks, blocks.parse(self.guide_text() or "")),
                made.front_matter,
                renamed=self.renamed,
                titles=made.titles,
                kept_notes=made.kept_notes,
            )
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder.guide_path) from None
        texts = {self.folder.guide_path: assembled.text, self.folder.record_path: made.record}
        texts |= {self.folder.charts_path / name: chart for name, chart in made.charts.items()}
        changed = tuple(path for path, text in texts.items() if documents.text_or_none(path) != text)
        return Written(assembled, made.record, made.charts, changed)

    def guide_text(self) -> str | None:
        """The guide as it is on disk; None while there is none. Raises FileIsWrong, for another team's too."""
        path, settings = self.folder.guide_path, self.session.settings
        documents.must_stay_inside(path, self.folder.path)
        text = documents.text_or_none(path)
        if text is not None:
            ours = {"team": settings.team, "questionnaire": self.session.questionnaire.id}
            must_be_ours(text, atomic.shown(path), **ours, sealed=self._sealed_guides)
        return text

    def _sealed_guides(self) -> Iterator[str]:
        for edition in self.session.history.editions:
            yield documents.text_or_none(edition.path / "guide.md") or ""

    # Writing

    def write(self) -> Written:
        """Assemble, and write what has changed. Raises GuideDamaged, FileIsWrong, CouldNotWrite."""
        self.session.history.must_be_whole()
        return self._write(self.basis())

    def _write(self, basis: Basis) -> Written:
        with atomic.locked(self.folder.path):
            written = self._assembled(basis)
            texts = {self.folder.guide_path: written.guide.text, self.folder.record_path: written.record}
            texts |= {self.folder.charts_path / name: chart for name, chart in written.charts.items()}
            for path in written.changed:
                documents.must_stay_inside(path, self.folder.path)
            for path in written.changed:
                path.parent.mkdir(parents=True, exist_ok=True)
                atomic.write_text(path, texts[path])
        return written

    def web_page(self) -> str:
        """The guide as it would be written now, as one HTML page that needs nothing else. Raises GuideDamaged."""
        written = self.assembled()
        charts = {self.folder.charts_path / name: chart for name, chart in written.charts.items()}

        def picture(target: str) -> bytes | None:
            path = Path(os.path.normpath(self.folder.guide_path.parent / target))
            if path in charts:
                return charts[path].encode("utf-8")
            return documents.picture_or_none(path, within=self.folder.path)

        return web_page(written.guide.text, picture)

    # Settling what people edited

    def status(self) -> tuple[BlockState, ...]:
        """Of each block of the guide, whether it is edited and behind; empty while there is no guide."""
        text = self.guide_text()
        if text is None:
            return ()
        made = self.documents(self.basis())
        try:
            return blocks.status(text, made.blocks, renamed=self.renamed, kept_notes=made.kept_notes)
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder.guide_path) from None

    def edited(self) -> tuple[Edited, ...]:
        """The blocks that people edited, with both texts; empty while there is no guide. Raises GuideDamaged."""
        text = self.guide_text()
        if text is None:
            return ()
        made = self.documents(self.basis())
        try:
            return blocks.edited(text, made.blocks, renamed=self.renamed, kept_notes=made.kept_notes)
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder.guide_path) from None

    def edited_block(self, block: str) -> Edited | None:
        """One of them, by its id or a practice's id or number; None where nobody edited it. Raises UnknownId."""
        block_id = self._block_id(block, self.guide_text() or "")
        return next((one for one in self.edited() if one.id == block_id), None)

    def take(self, block: str, which: Literal["mine", "generated"], *, seen: Edited | None = None) -> str:
        """Settle one block, by its id or a practice's id or number; the block's id. Writes the guide.

        seen: as a person saw it when deciding. Where the file holds something else by now, nothing is written and
        UsedWrongly is raised: nobody drops words unread.
        """
        with atomic.locked(self.folder.path):
            text = self.guide_text()
            if text is None:
                raise UsedWrongly("There is no guide yet.", remedy="`levelbook guide` assembles it.")
            made = self.documents(self.basis())
            block_id = self._block_id(block, text)
            if seen is not None and not _still_so(
                seen, blocks.edited(text, made.blocks, renamed=self.renamed, kept_notes=made.kept_notes)
            ):
                raise UsedWrongly(
                    "The guide or the answers have changed since these words were shown.", remedy="Look at them again."
                )
            settle = blocks.take_mine if which == "mine" else blocks.take_generated
            settled = settle(text, block_id, made.blocks, renamed=self.renamed, kept_notes=made.kept_notes)
            atomic.write_text(self.folder.guide_path, settled)
        return block_id

    def _block_id(self, given: str, text: str) -> str:
        try:
            known = [block.id for block in blocks.parse(text).blocks]
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder.guide_path) from None
        name = self.session.questionnaire.ids_by_number.get(given, given)
        for candidate in (name, f"practice/{name}", f"section/{name}"):
            if candidate in known:
                return candidate
        raise UnknownId("block", given, nearest(given, known), hint="`levelbook guide --status` lists what is edited.")

    def repair(self) -> Literal["", "merged", "repaired"]:
        """Mend a damaged guide; what was done, empty where there was no damage.

        Conflicts that git left are merged, so that the words of both branches stay where they were written. Any other
        damaged region becomes text between blocks.
        """
        with atomic.locked(self.folder.path):
            text = self.guide_text()
            if text is None:
                raise UsedWrongly("There is no guide yet.", remedy="`levelbook guide` assembles it.")
            try:
                blocks.parse(text)
            except blocks.DamagedGuide:
                whole = merging.merged(text, self._guide_on_both_branches())
                atomic.write_text(self.folder.guide_path, blocks.repair(text) if whole is None else whole)
                return "repaired" if whole is None else "merged"
        return ""

    def _guide_on_both_branches(self) -> tuple[str, str] | None:
        """The guide as each of the commits has it that git is merging; None while it is merging none."""
        path = self.folder.guide_path
        other = git.merged_in(path.parent)
        sides = [git.text_at(commit, path) for commit in ("HEAD", other)] if other else []
        mine, theirs = sides if sides else (None, None)
        return (mine, theirs) if mine is not None and theirs is not None else None

    # Checking

    def out_of_date(self) -> list[Problem]:
        """What `guide --check` finds: files that are not what would be assembled as of the guide's own day."""
        text = self.guide_text()
        shown = atomic.shown(self.folder.guide_path)
        if text is None:
            return [Problem("There is no guide yet.", path=shown, remedy="`levelbook guide` assembles it.")]
        try:
            values = blocks.parse(text).values
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder.guide_path) from None
        self.session.history.must_be_whole()
        written = self._assembled(self.basis(_day_or_none(values.get("as_of", ""))), news=False)
        found = [
            Problem(
                "This is not what the answers say now.",
                path=atomic.shown(path),
                remedy="`levelbook guide` assembles it.",
            )
            for path in written.changed
        ]
        titles = {block.id: block.id for block in written.guide.blocks}
        found += [
            Problem(
                f"{titles[state.id]} was edited by hand and is behind the answers.",
                path=shown,
                remedy=f"Settle it: `levelbook guide --take mine {state.id}`, or `--take generated`.",
            )
            for state in written.behind
            if state.id != making.BULLETINS
        ]
        return found

    # Editions

    def seal(self, name: str | None = None, *, before_upgrade_to: str = "") -> Edition:
        """Assemble as the new edition, and make it. Raises UsedWrongly while nothing is answered.

        The round ends with it, and its ballots are put away; not where an upgrade to a version is about to begin.
        """
        session = self.session
        session.history.must_be_whole()
        if not session.book.answers or all(one.status == "unanswered" for one in session.book.answers.values()):
            raise UsedWrongly(
                "Nothing is answered yet, so there is nothing to seal.", remedy="`levelbook ask` or `levelbook` asks."
            )
        with atomic.locked(self.folder.path):
            basis = self._basis_of_coming(name)
            changes = self._changes_of_coming(basis)
            written = self._write(basis)
            # The same guide; only where it lay in a folder of its own, its links have to lead from beside the record.
            guide = self._assembled(basis, "guide.md") if "/" in session.settings.guide else written
            files = self._sources() | {"guide.md": guide.guide.text, "record.md": written.record}
            files |= {f"charts/{file}": chart for file, chart in written.charts.items()}
            if changes is not None:
                files["changes.md"] = changes
            shape = score_shape(self._current(basis).scorecard)
            edition = editions.seal(
                self.folder, basis.edition, session.now(), files, shape, before_upgrade_to=before_upgrade_to
            )
            if not before_upgrade_to:
                ballots.put_away(self.folder.ballots_path, edition.name)
        session.forget_editions()
        session.handed_in.forget()
        return edition

    def _basis_of_coming(self, name: str | None) -> Basis:
        session, last = self.session, self.session.history.last
        taken = [edition.name for edition in session.history.editions]
        if name is not None:
            editions.check_name(name, taken)
        chosen = name or editions.next_name(session.on(), taken)
        before = last.name if last else ""
        number = last.number + 1 if last else 1
        return Basis(session.on(), chosen, number, session.on(), before, since=before, is_sealing=True)

    def _changes_of_coming(self, basis: Basis) -> str | None:
        if not basis.since:
            return None
        current = replace(self._current(basis), name=basis.edition)
        return self.changes(compare(self.session.snapshot(basis.since), current), basis)

    # Changes in words

    def changes(self, comparison: Comparison, basis: Basis | None = None) -> str:
        """A comparison in Markdown for a reviewer."""
        used = basis or self.basis()
        return making.changes(comparison, self._input(used), self._hand_edits(used), self.template)

    def _hand_edits(self, basis: Basis) -> HandEdits:
        written = self._assembled(basis)
        parsed = blocks.parse(written.guide.text)
        notes = sum(bool(text.strip()) for text in (parsed.preface, *(block.notes for block in parsed.blocks)))
        titles = self.documents(basis).titles
        return HandEdits(
            notes=notes,
            edited=tuple(titles.get(state.id, state.id) for state in written.edited if not state.behind),
            behind=tuple(titles.get(state.id, state.id) for state in written.behind),
        )

    def guide_changes(self, old: str, new: str) -> tuple[BlockChange, ...]:
        """The guides of two editions, or of one and now, compared block by block. Raises FileIsWrong, GuideDamaged."""
        return comparing.compare(self._guide_of(old), self._guide_of(new))

    def _guide_of(self, name: str) -> str:
        if name == "now":
            return self.assembled().guide.text
        path = self.session.history.edition(name).path / "guide.md"
        try:
            text = documents.read_text(path)
            blocks.parse(text)
        except FileNotFoundError:
            raise FileIsWrong.one(
                "This file is missing.", path=atomic.shown(path), remedy="Restore it from git."
            ) from None
        except blocks.DamagedGuide as damaged:
            remedy = "An edition stays as it was sealed: restore it from git."
            raise blocks.DamagedGuide(damaged.damages, path=atomic.shown(path), remedy=remedy) from None
        return text

    def commit(self, edition: Edition) -> str:
        """One git commit of the team folder, its message what moved; the commit's short id."""
        questionnaire = Path(self.session.questionnaire.folder).resolve()
        inside = questionnaire.is_relative_to(self.folder.path.resolve())
        mine = questionnaire.relative_to(self.folder.path.resolve()).as_posix() if inside else ""
        own = (*team_folder.OURS, self.session.settings.guide, *([mine] if mine not in ("", ".") else []))
        return git.commit(self.folder.path, self.commit_message(edition), own=own)

    def commit_message(self, edition: Edition) -> str:
        session = self.session
        before = session.history.before(edition)
        subject = f"{session.settings.team}: edition {edition.name}"
        if before is None:
            return subject
        title, _, rest = documents.read_text(edition.path / "changes.md").strip("\n").partition("\n")
        moved = title.rpartition(": ")[2]
        return f"{subject}, {moved}\n\n{rest.strip()}\n"


def located(damaged: blocks.DamagedGuide, path: Path) -> blocks.DamagedGuide:
    """The same damage, with the name of the file and what mends it."""
    remedy = damaged.remedy
    if merging.merged(documents.text_or_none(path) or "") is not None:
        remedy = "`levelbook guide --repair` merges it: what people wrote on either branch is kept."
    return blocks.DamagedGuide(damaged.damages, path=atomic.shown(path), remedy=remedy)


def _still_so(seen: Edited, now: tuple[Edited, ...]) -> bool:
    """Whether a block still holds what was seen, and would get what was seen; its line does not matter."""
    return any((one.id, one.mine, one.generated) == (seen.id, seen.mine, seen.generated) for one in now)


def _sections_moved(found: Mapping[tuple[str, ...], tuple[str, ...]], known: Collection[str]) -> dict[str, str]:
    """Sections that are no more, and the one to which their practices have gone."""
    went: dict[str, set[str]] = {}
    for old, new in found.items():
        went.setdefault(old[0].partition(".")[0], set()).add(new[0].partition(".")[0])
    return {f"section/{old}": f"section/{min(new)}" for old, new in went.items() if old not in known and len(new) == 1}


def _is_source(name: str) -> bool:
    """Whether an edition's file is one that the others are made from. Ballots are in no edition."""
    return name in ("answers.toml", "settings.toml") or name.startswith("questionnaire/") or _is_sitting(name)


def _is_sitting(name: str) -> bool:
    return name.startswith("sittings/")


def _day_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
