"""Two apps, commands and an editor at one book, by turns in any order: nobody's words go, down to single fields.

What each field of each answer says is known at every moment, since each of them acknowledges what it wrote. A change is
refused only where somebody else changed the same field since it was last seen; what was to be said is then still there
to read. Words that are typed and not saved are drafts, which both apps share.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from levelbook.book.session import Session
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.merge import differing_fields
from levelbook.core.errors import AnsweredElsewhere, UsedWrongly
from levelbook.core.text.cleaning import spoken_day
from levelbook.store import answers_file
from support.builders import NOON
from support.command_line import typed
from support.small_book import PRACTICES, later, new_book
from torture.outcome import Budget, Fault, Outcome

WHAT: Final = "two apps, commands and an editor at one book by turns (hypothesis, stateful), 40 steps each"
RUNS, STEPS, BATCH = 300, 40, 10
APPS: Final = st.sampled_from((0, 1))
SOME_PRACTICE: Final = st.sampled_from(PRACTICES)
FIELDS: Final = ("claim", "note", "owner", "due", "here.one", "here.two")
SOME_FIELD: Final = st.sampled_from(FIELDS)
FORMS: Final = st.sampled_from(("Note", "Owner"))


class Together(RuleBasedStateMachine):
    """Anybody may do anything next."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="levelbook-together-"))
        first = new_book(self.place)
        self.book = first.folder.path
        self.apps = [first, later(first)]
        self.criteria = {name: tuple(practice.criteria) for name, practice in first.questionnaire.practices.items()}
        self.said: dict[str, Answer] = dict.fromkeys(PRACTICES, Answer())
        """What the file is known to hold."""
        self.drafts: dict[tuple[str, str], Mapping[str, str]] = {}
        self.comments: list[str] = []
        self.count = 0

    def teardown(self) -> None:
        for draft in Drafts(self.apps[0]).all:
            Drafts(self.apps[0]).discard(draft)
        shutil.rmtree(self.place, ignore_errors=True)

    # Somebody says something

    @rule(at=APPS, practice=SOME_PRACTICE, field=SOME_FIELD)
    def an_app_answers(self, at: int, practice: str, field: str) -> None:
        words, edit = self._something_new(practice, field)
        self._try(self.apps[at], practice, edit, words)

    @rule(at=APPS, practice=SOME_PRACTICE)
    def an_app_confirms(self, at: int, practice: str) -> None:
        with suppress(UsedWrongly):  # where there is nothing to confirm
            self._try(self.apps[at], practice, Edit(confirm=True), "")

    def _try(self, app: Session, practice: str, edit: Edit, words: str) -> None:
        seen, there = app.now.book.answer(practice), self.said[practice]
        others = set(differing_fields(seen, there))
        try:
            mine = app.apply(practice, edit)
        except AnsweredElsewhere as refused:
            assert others, "refused, and nobody else had changed it"
            after = self._on_disk(practice)
            assert {*differing_fields(there, after)} <= {"note"}, "what others said was changed by a refusal"
            assert there.note in after.note
            assert words in f"{after.note} {' '.join(refused.lines())}", f"{words} is nowhere"
        else:
            after = self._on_disk(practice)
            changed = {*differing_fields(there, after)}
            assert not changed & others, "somebody else's words in the same field are gone"
            assert len(changed) == (1 if words else 0), changed
            if mine != seen:  # else nothing was new, nothing was written, and nothing was looked at
                assert mine == after, "the app shows something else than the file holds"
        self.said[practice] = after

    @rule(practice=SOME_PRACTICE, field=SOME_FIELD)
    def a_command_answers(self, practice: str, field: str) -> None:
        _, edit = self._something_new(practice, field)
        words = {
            "level": lambda value: ("--level", str(value)),
            "note": lambda value: ("--note", value),
            "owner": lambda value: ("--owner", value),
            "due": lambda value: ("--due", value.isoformat()),
            "here": lambda value: ("--here", "=".join(next(iter(value.items())))),
        }
        (given,) = (make(value) for name, make in words.items() if (value := getattr(edit, name)) not in (None, {}))
        said = typed("-C", str(self.book), "answer", practice, "--by", "Cho", *given)
        assert said.code == 0, said.err
        after = self._on_disk(practice)
        assert len(differing_fields(self.said[practice], after)) == 1
        self.said[practice] = after

    @rule(practice=SOME_PRACTICE, field=st.sampled_from(("note", "owner")), with_comment=st.booleans())
    def somebody_types_in_an_editor(self, practice: str, field: str, with_comment: bool) -> None:
        path, header = self.book / "answers.toml", f"[answers.{practice}]\n"
        before, found, after = path.read_text("utf-8").partition(header)
        assert found
        words = self._new_words()
        table, next_header, rest = after.partition("\n[")
        table = re.sub(rf'^{field} = (?:"""(?s:.*?)"""|"[^\n]*")\n', "", table, flags=re.MULTILINE)
        if with_comment:
            self.comments.append(f"# {words}")
            table = f"# {words}\n{table}"
        path.write_text(f'{before}{header}{field} = "{words}"\n{table}{next_header}{rest}', "utf-8")
        now = self._on_disk(practice)
        assert set(differing_fields(self.said[practice], now)) == {field}
        self.said[practice] = now

    # Somebody looks, takes back, closes and opens

    @rule(at=APPS)
    def an_app_looks_again(self, at: int) -> None:
        self.apps[at].take_in_changes()
        for practice in PRACTICES:
            assert self.apps[at].now.book.answer(practice) == self.said[practice]

    @rule(at=APPS)
    def an_app_undoes(self, at: int) -> None:
        before = dict(self.said)
        seen = {name: self.apps[at].now.book.answer(name) for name in PRACTICES}
        refused = None
        try:
            turn = self.apps[at].undo()
        except AnsweredElsewhere as error:
            refused, turn = error, None
        except UsedWrongly:  # others changed the same since: the change stays
            turn = None
        for practice in PRACTICES:
            after = self._on_disk(practice)
            changed = set(differing_fields(before[practice], after))
            others = set(differing_fields(seen[practice], before[practice]))
            if refused:
                assert changed <= {"note"}
                assert before[practice].note in after.note
            elif turn is None or practice not in {change.id for change in turn.changes}:
                assert not changed
            else:
                assert not changed & others, "an undo took back what somebody else said"
            self.said[practice] = after

    @rule(at=APPS)
    def an_app_is_killed_and_opened_again(self, at: int) -> None:
        self.apps[at] = later(self.apps[at])

    # Words that are typed and not saved

    @rule(at=APPS, practice=SOME_PRACTICE, form=FORMS)
    def an_app_keeps_a_draft(self, at: int, practice: str, form: str) -> None:
        app = self.apps[at]
        values = {"words": self._new_words()}
        app.clock = lambda moment=NOON + timedelta(seconds=self.count): moment  # type: ignore[misc]
        Drafts(app).keep(practice, form, app.now.book.answer(practice).rev, {"words": ""}, values)
        self.drafts[practice, form] = values

    @rule(at=APPS, practice=SOME_PRACTICE, form=FORMS)
    def an_app_discards_what_is_kept(self, at: int, practice: str, form: str) -> None:
        drafts = Drafts(self.apps[at])
        for draft in drafts.of_practice(practice):
            if draft.form == form:
                drafts.discard(draft)
        self.drafts.pop((practice, form), None)

    # What holds at every moment

    @invariant()
    def every_field_says_what_was_acknowledged_last(self) -> None:
        for practice in PRACTICES:
            assert self._on_disk(practice) == self.said[practice]

    @invariant()
    def every_comment_of_a_person_is_there(self) -> None:
        text = (self.book / "answers.toml").read_text("utf-8")
        assert [comment for comment in self.comments if comment not in text] == []

    @invariant()
    def every_draft_is_there(self) -> None:
        for app in self.apps:
            for (practice, form), values in self.drafts.items():
                draft = Drafts(app).of_form(practice, form)
                assert draft is not None and draft.typed == values, f"the draft {form} of {practice} is {draft}"
            assert len({(one.practice, one.form) for one in Drafts(app).all}) == len(self.drafts)

    def _on_disk(self, practice: str) -> Answer:
        return answers_file.read(self.book / "answers.toml", within=self.book).answer(practice)

    def _new_words(self) -> str:
        self.count += 1
        return f"words {self.count}"

    def _something_new(self, practice: str, field: str) -> tuple[str, Edit]:
        """An edit of one field, which says something that it never said, and the words by which it is known again."""
        words = self._new_words()
        level = (self.said[practice].level or 0) + 1
        day = NOON.date() + timedelta(days=self.count)
        first, second = self.criteria[practice][:2]
        changes: dict[str, tuple[str, dict[str, Any]]] = {
            "claim": (f"level {level % 4}", {"level": level % 4}),
            "note": (words, {"note": words}),
            "owner": (words, {"owner": words}),
            "due": (spoken_day(day), {"due": day}),
            "here.one": (words, {"here": {first: words}}),
            "here.two": (words, {"here": {second: words}}),
        }
        found, change = changes[field]
        return found, Edit(**change)


def run_row(budget: Budget, place: Path, *, runs: int = RUNS, steps: int = STEPS) -> Outcome:
    """Let hypothesis look for a sequence that loses something, in small batches for as long as there is time."""
    outcome = Outcome(WHAT, wanted=runs)
    settings = hypothesis.settings(
        max_examples=BATCH,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],  # making a long sequence shorter would take the time of many others
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    while outcome.tries < runs and not budget.is_over:
        try:
            run_state_machine_as_test(hypothesis.seed(outcome.tries)(Together), settings=settings)
        except AssertionError as lost:
            steps = re.findall(r"^state\.(?!every_)(.+)$", "\n".join(getattr(lost, "__notes__", [])), re.MULTILINE)
            outcome.faults.append(Fault("lost", f"{lost}, after {'; '.join(steps)}"))
        outcome.tries += BATCH
    return outcome
