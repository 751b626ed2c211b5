"""The editions that a team has sealed, and what each of them holds, as it was sealed.

`lineage.py` says which of them followed which. `edition_audit.py` finds what was altered in them, `missing_editions.py`
what is gone.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook.book.editions.edition_scorecard import scorecard_differences
from levelbook.book.editions.lineage import Lineage
from levelbook.book.editions.other_teams import (
    all_of_another_team,
    first_editions_of_others,
    problem_of_other_team,
)
from levelbook.book.questionnaires import questionnaire_in
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.sittings import Sitting
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.scoring import Figures
from levelbook.core.errors import FileIsWrong, Problem, UnknownId
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.text.cleaning import nearest
from levelbook.core.text.numbers import exact_number
from levelbook.core.text.short_digests import in_hex
from levelbook.store import (
    answers_file,
    answers_text,
    editions,
    folder_search,
    offers_file,
    path_guard,
    questionnaires,
    sittings_file,
    team_folder,
    text_files,
)
from levelbook.store.digests import Difference, digest
from levelbook.store.editions import OFFERS
from levelbook.store.editions import Edition as Edition
from levelbook.store.offers_file import ReadOffers
from levelbook.store.team_folder import Settings, TeamFolder
from levelbook.words.files import shown

if TYPE_CHECKING:
    from levelbook.core.assessment.sealed_scorecard import SealedScorecard


_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?")
"""A name that people may have typed for a day, or a month."""

_REV = re.compile(r'(?m)^rev = "(\w+)"')
"""The line of an answer's `rev` in its file."""

SITTINGS = "sittings/"
"""The folder of an edition with its sittings."""


class Editions:
    """The editions of a team folder, read on demand and then cached.

    One that cannot be read keeps nobody from the others: it is left out here, and named in `problems`. Whatever is
    published or sealed goes through `must_be_whole` first.
    """

    def __init__(
        self, folder: TeamFolder, questionnaire: Questionnaire, sealed: tuple[Edition, ...] | None = None
    ) -> None:
        """`sealed` are the editions; None reads them from the folder."""
        self._folder = folder
        self._sealed = sealed
        self._questionnaire = questionnaire
        """The present one."""
        self._books: dict[Path, AnswerBook] = {}
        self._questionnaires: dict[Path, Questionnaire] = {}
        self._assessments: dict[str, Assessment] = {}
        self._brought: dict[tuple[Path, str, str], AnswerBook] = {}
        self._read_sittings: dict[bytes, Sitting] = {}
        """Sittings that editions hold, by the content of their files."""
        self._altered: dict[str, dict[str, bool]] = {}
        """Names of editions that were used, to their altered files: whether git has them as sealed."""
        self._seen: tuple[int, int] | None = None
        """The folder's stamp when the editions were read."""

    @property
    def folder(self) -> TeamFolder:
        """Return the team folder that they are in."""
        return self._folder

    @cached_property
    def _found(self) -> tuple[tuple[Edition, ...], tuple[Problem, ...]]:
        """The editions, and what is wrong with the others. Every figure is judged by the last edition's answers, so
        one whose answers cannot be read is none."""
        if self._sealed is not None:
            return self._sealed, ()
        self._seen = editions.stamp(self._folder)
        found, problems = editions.read_all(self._folder)
        while found:
            try:
                self.book(found[-1])
            except FileIsWrong as wrong:
                found, problems = found[:-1], (*problems, *wrong.each_with_remedy())
            else:
                break
        return found, problems

    @property
    def all(self) -> tuple[Edition, ...]:
        """All editions that can be read, oldest first."""
        return self._found[0]

    @property
    def are_as_read(self) -> bool:
        """Return whether no edition has come or gone since they were read, without reading any."""
        return "_found" not in self.__dict__ or self._sealed is not None or editions.stamp(self._folder) == self._seen

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of editions that are left out; empty if all can be read."""
        return self._found[1]

    def must_be_whole(self) -> None:
        """Raises FileIsWrong where an edition is left out: what is published would be wrong without a word."""
        if self.problems:
            raise FileIsWrong(self.problems)

    @cached_property
    def lineage(self) -> Lineage:
        """The order in which they followed each other, as far as they can be read."""
        return Lineage(self.all)

    def contradicting_successor(self, edition: Edition) -> Edition | None:
        """Return the edition that followed another `edition.toml` of this name than this one; None where none did.

        After a merge of two branches that sealed one name, that one is there under another name. An edition of another
        team's book tells nothing of this one.
        """
        for other in self.all:
            known = other.known_before.get(edition.name)
            is_loose = known and not any(one.is_known_as(edition.name, known) for one in (edition, *self.all))
            if is_loose and other not in self._first_of_others:  # which followed another team's edition of this name
                return other
        return None

    def note_altered(self, edition: Edition, names: Iterable[str]) -> None:
        """Have `altered_words` speak of files, besides those that figures were made from."""
        for name in names:
            self._altered.setdefault(edition.name, {}).setdefault(name, False)

    @property
    def altered_words(self) -> tuple[str, ...]:
        """A sentence for each edition that was used so far and is not as it was sealed, or that another team's copy is.

        That all are of a team of another name is not among them: `all_of_another_team` is told where it matters."""
        for edition in self.all:
            if edition.path in self._books and self.contradicting_successor(edition) is not None:
                self._altered.setdefault(edition.name, {})[editions.EDITION] = False
        if (last := self.last) is not None and any(scorecard_differences(last)):
            self._altered.setdefault(last.name, {})[editions.EDITION] = False
        of_others = tuple(map(str, self.of_others))
        if not self._altered:
            return of_others
        # 12 ms, which an untouched book does without
        from levelbook.book.editions.edition_integrity import altered_words

        return (*(altered_words(name, files) for name, files in self._altered.items()), *of_others)

    @cached_property
    def _first_of_others(self) -> tuple[Edition, ...]:
        return first_editions_of_others(self.lineage, self._team_of, self.folder.settings.team)

    @property
    def of_others(self) -> tuple[Problem, ...]:
        """A problem for each edition that begins a history of its own and is of another team, as a copy would be."""
        return tuple(problem_of_other_team(edition, self._team_of(edition)) for edition in self._first_of_others)

    @property
    def all_of_another_team(self) -> Problem | None:
        """A notice where all editions are of a team of another name than the book's; None where one is of its own."""
        return all_of_another_team(self.lineage, self._team_of, self.folder.settings.team)

    def _team_of(self, edition: Edition) -> str:
        """Return the team in an edition's settings; empty where they cannot be read, which is reported by itself."""
        try:
            return self.settings_of(edition).team
        except FileIsWrong:
            return ""

    def read_again(self) -> Editions:
        """Return the same folder, read again."""
        return Editions(self._folder, self._questionnaire, self._sealed)

    @cached_property
    def past(self) -> tuple[PastEdition, ...]:
        """Return every edition for an assessment's history, oldest first; each is read on demand."""
        return tuple(
            PastEdition(
                edition.name,
                edition.number,
                edition.day,
                partial(self.assessment, edition),
                edition.previous or "",
                ends_round=not edition.before_upgrade_to,
                signed_by=edition.signed_by,
                read_revs=cache(partial(self._revs_of, edition)),
                read_answer=cache(partial(self._answer_in, edition)),
            )
            for edition in self.all
        )

    def _revs_of(self, edition: Edition) -> frozenset[str]:
        """Read the `rev` of each answer in an edition, as its file has it; none where that cannot be read."""
        with contextlib.suppress(FileIsWrong):
            text = text_files.text_or_none(edition.path / "answers.toml", within=self._folder.path)
            return frozenset(in_hex(rev) or rev for rev in _REV.findall(text or ""))
        return frozenset()

    def _answer_in(self, edition: Edition, practice_id: str) -> Answer | None:
        """Read an edition's answer to an id alone, which takes a hundredth of reading them all; None where that cannot
        be done."""
        with contextlib.suppress(FileIsWrong):
            text = text_files.text_or_none(edition.path / "answers.toml", within=self._folder.path)
            return answers_text.answer_in(text or "", practice_id)
        return None

    @property
    def last(self) -> Edition | None:
        return self.all[-1] if self.all else None

    @property
    def last_of_a_round(self) -> Edition | None:
        """The edition that ended the last round; the last of all where none of them ended one."""
        return self.lineage.of_a_round(self.last) or self.last

    def name_of_a_round(self, name: str) -> str:
        """Return the name of the edition that ended the round with which one goes on; empty where there is none."""
        found = self.lineage.of_a_round(next((edition for edition in self.all if edition.name == name), None))
        return found.name if found else ""

    @property
    def last_name(self) -> str:
        """The last edition's name; empty before the first."""
        return self.last.name if self.last else ""

    @property
    def last_book(self) -> AnswerBook | None:
        return self.book(self.last) if self.last else None

    @property
    def last_answers(self) -> Mapping[str, Answer] | None:
        """Return the last edition's answers by the present questionnaire's full ids; None before the first."""
        return self.answers_of(self.last) if self.last else None

    @property
    def last_profile(self) -> Mapping[str, FactValue] | None:
        """The last edition's facts, as the present questionnaire asks them; None before the first."""
        return self._brought_book(self.last).profile if self.last else None

    def edition(self, name: str) -> Edition:
        """Return the edition of that name. Raises UnknownId; FileIsWrong if it exists but cannot be read."""
        names = [edition.name for edition in self.all]
        for edition in self.all:
            if edition.name == name:
                return edition
        # Where none can be read, perhaps because one may not even look, nobody can say that this one is not there.
        if name and self.problems and (not self.all or (self._folder.editions_path / name).is_dir()):
            raise FileIsWrong(self.problems)
        hint = f"There are: {', '.join(names)}." if names else "`levelbook seal` makes the first."
        if _DAY.fullmatch(name):  # of days with like digits, one may be far away
            raise UnknownId("edition", name, hint=self._sealed_around(name) or hint)
        raise UnknownId("edition", name, nearest(name, names), hint=hint)

    def _sealed_around(self, text: str) -> str:
        """Name the editions sealed last before a day, or by the end of it, and first after it; empty for no day."""
        year, month, *day = (int(part) for part in text.split("-"))
        try:
            wanted = date(year, month, day[0] if day else 1)
        except ValueError:
            return ""
        before = max(
            (one for one in self.all if one.day <= wanted), key=lambda one: (one.day, one.number), default=None
        )
        after = min((one for one in self.all if one.day > wanted), key=lambda one: (one.day, one.number), default=None)
        if before and after:
            return f"“{before.name}” is the last one sealed by then, “{after.name}” the first one after."
        if before:
            return f"Did you mean “{before.name}”? It is the last one sealed by then."
        return f"Did you mean “{after.name}”? It is the first one sealed after." if after else ""

    def files_of(self, name: str) -> Mapping[str, str]:
        """Path to digest of what an edition holds; nothing where there is no such edition."""
        return next((edition.files for edition in self.all if edition.name == name), {})

    def book(self, edition: Edition) -> AnswerBook:
        """The answers that an edition holds, as they were sealed where that can be found out."""
        if edition.path not in self._books:
            path = edition.path / "answers.toml"
            content = answers_file.bytes_of(path, within=edition.path.parent)
            content = self._as_sealed(edition, path.name, content)
            self._books[edition.path] = answers_text.parse(content, shown(path))
        return self._books[edition.path]

    def _as_sealed(self, edition: Edition, name: str, found: bytes) -> bytes:
        """Return an edition as it was sealed, if git has it; otherwise as it is on disk."""
        if digest(found) == edition.files.get(name):
            return found
        from levelbook.book.editions import edition_integrity  # 12 ms, as above

        git = self.folder.git
        problem = Problem("This was changed.", path=shown(edition.path / name))
        if name in edition.files and edition_integrity.is_layout_only(edition, Difference(name, problem, found), git):
            return found
        sealed = edition_integrity.sealed_content(edition, name, git)
        self._altered.setdefault(edition.name, {})[name] = sealed is not None
        return found if sealed is None else sealed

    def sealed_overall(self, edition: Edition) -> Mapping[str, object]:
        """Return an edition's sealed overall figures, rounded; none if they cannot be read."""
        if edition.questionnaire is None:
            held = edition.scorecard.get("overall")
            return held if isinstance(held, Mapping) else {}
        scorecard = self.sealed_scorecard(edition)
        return vars(scorecard.overall) if scorecard else {}

    def sealed_scorecard(self, edition: Edition) -> SealedScorecard | None:
        """The figures that an edition was sealed with; None where it is of format 1, or they are not as sealed."""
        from levelbook.core.assessment.sealed_scorecard import SealedScorecard  # 10 ms, for who reads sealed figures
        from levelbook.reading import fast_path  # the same

        name = editions.SCORECARD
        try:
            content = path_guard.content(edition.path / name, within=edition.path.parent)
            if digest(content) == edition.files.get(name):
                return fast_path.read(SealedScorecard, json.loads(content))
        except (OSError, FileIsWrong, ValueError, RecursionError):
            return None
        return None

    def figures(self, edition: Edition) -> Figures:
        """Return an edition's overall figures: computed again, or the sealed ones if its answers were altered.

        Raises FileIsWrong.
        """
        computed = self.assessment(edition).scorecard.overall
        if self._altered.get(edition.name, {}).get("answers.toml") is not False:
            return computed
        scorecard = self.sealed_scorecard(edition)
        if scorecard is None:
            return computed
        try:
            return Figures(**{name: exact_number(value) for name, value in scorecard.overall.exact.items()})
        except (ValueError, TypeError):  # no figures of ours, although the edition says that they were sealed so
            return computed

    def answers_of(self, edition: Edition, questionnaire: Questionnaire | None = None) -> Mapping[str, Answer]:
        """An edition's answers by the full ids of a questionnaire, by default the present one."""
        return self._brought_book(edition, questionnaire).answers

    def _brought_book(self, edition: Edition, questionnaire: Questionnaire | None = None) -> AnswerBook:
        wanted = questionnaire or self._questionnaire
        book = self.book(edition)
        if (book.questionnaire, book.version) == (wanted.id, wanted.version):
            return book
        key = (edition.path, wanted.id, wanted.version)
        if key not in self._brought:
            from levelbook.core.answers.upgrade import brought_to  # 12 ms, and few editions are of another version

            self._brought[key] = brought_to(book, wanted, self._folder.settings.zone)
        return self._brought[key]

    def questionnaire_of(self, edition: Edition) -> Questionnaire:
        """The questionnaire as it was; the present one where nothing in it has changed. Raises FileIsWrong."""
        if self.has_present_questionnaire(edition):
            return self._questionnaire
        path = self.questionnaire_path(edition)
        if path not in self._questionnaires:
            if edition.questionnaire is not None and not path.is_dir():
                raise FileIsWrong([questionnaires.missing(edition.questionnaire, path)])
            self._questionnaires[path] = questionnaire_in(path)
            self._look_at_questionnaire(edition, path)
        return self._questionnaires[path]

    def has_present_questionnaire(self, edition: Edition) -> bool:
        """Return whether an edition was sealed with exactly the present questionnaire."""
        if edition.questionnaire is not None:
            return edition.questionnaire.is_of(self._present_digests)
        own = f"{editions.OWN_QUESTIONNAIRE}/"
        held = {name.removeprefix(own): known for name, known in edition.files.items() if name.startswith(own)}
        return held == self._present_digests

    def questionnaire_path(self, edition: Edition) -> Path:
        """Return the folder of an edition's questionnaire: its own, or a shared one."""
        own = edition.path / editions.OWN_QUESTIONNAIRE
        if edition.questionnaire is not None and not own.is_dir():
            own = questionnaires.path_of(self._folder, edition.questionnaire.folder)
        return path_guard.real_place(own, within=self._folder.path)

    def _look_at_questionnaire(self, edition: Edition, path: Path) -> None:
        """Notice what is not as it was sealed or stored in a questionnaire that was read."""
        if edition.questionnaire is None:
            for name, text in file_texts_of(path).items():
                self._as_sealed(edition, f"{editions.OWN_QUESTIONNAIRE}/{name}", text.encode("utf-8"))
            return
        from levelbook.book.editions.edition_integrity import questionnaire_alterations  # 12 ms, as above

        for one in questionnaire_alterations(edition.questionnaire, path).altered:
            name = f"{path.parent.name}/{path.name}/{one.name}"
            self._altered.setdefault(edition.name, {})[name] = False

    def assessment(self, edition: Edition) -> Assessment:
        """A team's record as an edition holds it, judged by the edition that it followed."""
        if edition.name not in self._assessments:
            earlier = self.lineage.before(edition)
            # Its answers were confirmed after the name that the edition before it had then.
            is_renamed = earlier is not None and edition in self.lineage.followers(earlier)
            called = (edition.previous if is_renamed else earlier.name if earlier else "") or ""
            questionnaire = self.questionnaire_of(edition)
            offers = _offers_in(edition)
            self._assessments[edition.name] = Assessment(
                edition.name,
                questionnaire,
                self.book(edition),
                edition.day,
                last_edition=called,
                last_answers=self.answers_of(earlier, questionnaire) if earlier else None,
                zone=self._folder.settings.zone,
                offers={one.offer.id: one.offer for one in offers.offers},
                faulty_offers=offers.faulty,
                editions=self.past[: self.all.index(edition) + 1],
                read_sittings=partial(self.sittings_of, edition),
            )
        return self._assessments[edition.name]

    def settings_of(self, edition: Edition) -> Settings:
        """Return an edition's settings, as they were sealed if that can be found out. Raises FileIsWrong."""
        name = editions.SETTINGS
        content = answers_file.bytes_of(edition.path / name, within=edition.path.parent)
        sealed = self._as_sealed(edition, name, content)
        return team_folder.parse_settings(sealed, shown(edition.path / name))

    def sittings_of(self, edition: Edition) -> tuple[tuple[date, Sitting], ...]:
        """The sittings that an edition holds, as they were sealed where that can be found out, oldest first.

        One that cannot be read is left out: `altered` names it.
        """
        found = []
        for name in sorted(name for name in edition.files if name.startswith(SITTINGS)):
            day, path = sittings_file.day_of(name.removeprefix(SITTINGS)), edition.path / name
            with contextlib.suppress(FileIsWrong):
                content = answers_file.bytes_of(path, within=edition.path.parent)
                if day is not None:
                    found.append((day, self._sitting(self._as_sealed(edition, name, content), path)))
        return tuple(found)

    def _sitting(self, content: bytes, path: Path) -> Sitting:
        """Most editions hold the same sittings: each is read once."""
        if content not in self._read_sittings:
            self._read_sittings[content] = sittings_file.parse(content, shown(path))
        return self._read_sittings[content]

    @cached_property
    def _present_digests(self) -> dict[str, str]:
        texts = file_texts_of(Path(self._questionnaire.folder))
        return {name: digest(text) for name, text in texts.items()}


def _offers_in(edition: Edition) -> ReadOffers:
    """Read the offers that an edition holds; one that cannot be read is among what was altered."""
    if not any(name.startswith(OFFERS) for name in edition.files):
        return ReadOffers()
    return offers_file.read_all(edition.path / OFFERS)


def file_texts_of(questionnaire: Path) -> dict[str, str]:
    """Read every file of a questionnaire by its path."""
    from levelbook.packs.companions import file_texts  # 5 ms, which `score` does without

    return file_texts(questionnaire)


def keep_both(start: Path, name: str) -> tuple[Edition, Edition]:
    """Keep both editions of one name in a merge of two branches that each sealed it: this branch's, and the other's.

    The answers may be in conflict too, so that no book is opened for this. Raises UsedWrongly, FileIsWrong,
    NoTeamFolder, CouldNotWrite.
    """
    from levelbook.store import edition_name_clash  # 9 ms with git, which only a merge needs

    return edition_name_clash.keep_both(team_folder.open_folder(folder_search.find(start)), name)
