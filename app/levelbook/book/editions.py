"""The editions that a team has sealed, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.text.cleaning import nearest
from levelbook.errors import FileIsWrong, Problem, UnknownId
from levelbook.packs.read import read_questionnaire
from levelbook.store import answers_file, branches, editions, guard, team_folder
from levelbook.store.editions import Edition as Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown


class Editions:
    """A team folder's editions, read when they are asked for and then kept.

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

    @cached_property
    def _found(self) -> tuple[tuple[Edition, ...], tuple[Problem, ...]]:
        """The editions, and what is wrong with the others. Every figure is judged by the last edition's answers, so
        one whose answers cannot be read is none."""
        if self._sealed is not None:
            return self._sealed, ()
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
        """Oldest first."""
        return self._found[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the editions that are left out; empty where all can be read."""
        return self._found[1]

    def must_be_whole(self) -> None:
        """Raises FileIsWrong where an edition is left out: what is published would be wrong without a word."""
        if self.problems:
            raise FileIsWrong(self.problems)

    def missing(self) -> tuple[Problem, ...]:
        """Editions that others followed and that are gone: a sealed folder is not removed, no more than altered."""
        there = editions.taken_names(self._folder) if self.all else frozenset()
        return tuple(
            Problem(
                f"This edition followed “{edition.previous}”, and there is no such edition any more.",
                path=shown(edition.path / editions.EDITION),
                key="previous",
                remedy="Editions stay where they were sealed: restore it from git.",
            )
            for edition in self.all
            if edition.previous is not None and edition.previous not in there
        )

    def altered(self, edition: Edition) -> tuple[Problem, ...]:
        """What was changed in an edition since it was sealed; empty where nothing was."""
        return tuple(editions.altered(edition))

    @property
    def abreast(self) -> tuple[tuple[Edition, ...], ...]:
        """Editions of one number, which two branches sealed beside each other; empty where nobody did."""
        by_number = groupby(self.all, key=lambda edition: edition.number)
        groups = (tuple(group) for _, group in by_number)
        return tuple(group for group in groups if len(group) > 1)

    def read_again(self) -> Editions:
        """The same folder, read anew."""
        return Editions(self._folder, self._questionnaire, self._sealed)

    @cached_property
    def past(self) -> tuple[PastEdition, ...]:
        """Every edition for an assessment's history, oldest first; none of them is read before somebody asks."""
        return tuple(
            PastEdition(
                edition.name,
                edition.number,
                edition.day,
                partial(self.assessment, edition),
                edition.previous or "",
                ends_round=not edition.before_upgrade_to,
                signed_by=edition.signed_by,
            )
            for edition in self.all
        )

    @property
    def last(self) -> Edition | None:
        return self.all[-1] if self.all else None

    @property
    def last_name(self) -> str:
        """The last edition's name; empty before the first."""
        return self.last.name if self.last else ""

    @property
    def last_book(self) -> AnswerBook | None:
        return self.book(self.last) if self.last else None

    @property
    def last_answers(self) -> Mapping[str, Answer] | None:
        """What the last edition holds, by the present questionnaire's full ids; None before the first."""
        return self.answers_of(self.last) if self.last else None

    @property
    def last_profile(self) -> Mapping[str, FactValue] | None:
        """The last edition's facts, as the present questionnaire asks them; None before the first."""
        return self._brought_book(self.last).profile if self.last else None

    def edition(self, name: str) -> Edition:
        """The edition of that name. Raises UnknownId; FileIsWrong where it is there and cannot be read."""
        names = [edition.name for edition in self.all]
        for edition in self.all:
            if edition.name == name:
                return edition
        # Where none can be read, perhaps because one may not even look, nobody can say that this one is not there.
        if name and self.problems and (not self.all or (self._folder.editions_path / name).is_dir()):
            raise FileIsWrong(self.problems)
        hint = f"There are: {', '.join(names)}." if names else "`levelbook seal` makes the first."
        raise UnknownId("edition", name, nearest(name, names), hint=hint)

    def files_of(self, name: str) -> Mapping[str, str]:
        """Path to digest of what an edition holds; nothing where there is no such edition."""
        return next((edition.files for edition in self.all if edition.name == name), {})

    def before(self, edition: Edition) -> Edition | None:
        """The edition that this one followed: the one it names, which after a merge need not be the one listed before
        it; the one listed before it where that is gone."""
        place = self.all.index(edition)
        named = next((other for other in self.all[:place] if other.name == edition.previous), None)
        if named is not None or not place or edition.previous is None:
            return named
        return self.all[place - 1]

    def book(self, edition: Edition) -> AnswerBook:
        """The answers that an edition holds."""
        if edition.path not in self._books:
            self._books[edition.path] = answers_file.read(edition.path / "answers.toml", within=edition.path.parent)
        return self._books[edition.path]

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
        """The questionnaire as it was; the present one where nothing in it has changed."""
        held = {name: digest for name, digest in edition.files.items() if name.startswith("questionnaire/")}
        if held == self._present_digests:
            return self._questionnaire
        if edition.path not in self._questionnaires:
            path = guard.real_place(edition.path / "questionnaire", within=self._folder.path)
            self._questionnaires[edition.path] = read_questionnaire(path)
        return self._questionnaires[edition.path]

    def assessment(self, edition: Edition) -> Assessment:
        """A team's record as an edition holds it, judged by the edition that it followed."""
        if edition.name not in self._assessments:
            earlier = self.before(edition)
            questionnaire = self.questionnaire_of(edition)
            self._assessments[edition.name] = Assessment(
                edition.name,
                questionnaire,
                self.book(edition),
                edition.day,
                last_edition=earlier.name if earlier else "",
                last_answers=self.answers_of(earlier, questionnaire) if earlier else None,
                zone=self._folder.settings.zone,
                editions=self.past[: self.all.index(edition) + 1],
            )
        return self._assessments[edition.name]

    @cached_property
    def _present_digests(self) -> dict[str, str]:
        from levelbook.packs.companions import file_texts  # 5 ms, which `score` does without

        texts = file_texts(Path(self._questionnaire.folder))
        return {f"questionnaire/{name}": editions.digest(text) for name, text in texts.items()}


def keep_both(start: Path, name: str) -> tuple[Edition, Edition]:
    """Keep both editions of one name in a merge of two branches that each sealed it: this branch's, and the other's.

    The answers may be in conflict too, so that no book is opened for this. Raises UsedWrongly, FileIsWrong,
    NoTeamFolder, CouldNotWrite.
    """
    return branches.keep_both(team_folder.open_folder(team_folder.find(start)), name)
