"""The screen of every form, over what is there. Escape leaves without a change; a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.form_fields import both_texts, merge_fields
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.days import ago_words, parse_day, parse_past_day, weekday_of
from levelbook.tui.base.leaving import ask_before_leaving
from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import EMPTY, content, line
from levelbook.tui.widgets.choice import ChoiceLine
from levelbook.tui.widgets.form import ChangedElsewhere, Field, FieldRefused, Form, FormValues, TextChangedElsewhere
from levelbook.tui.widgets.line_input import LineInput, SentenceInput

_ROUND_THE_FIELDS = 8
"""Lines of a form that are no fields: frame, up to three lines of what it is about, buttons, and room around it."""

DRAFT_EVERY = 0.5
"""Seconds between looks whether there are words to keep."""


class FormScreen(Modal[bool]):
    """Shows a form and hands over what was given. `accept` refuses by raising UsedWrongly.

    What others wrote into its fields while it was open is merged as it is saved. Where they wrote something else into
    a field that was typed in, both are shown, and the form stays open: a text of several lines holds both from then on.
    """

    CSS_PATH = Path(__file__).with_name("form_screen.tcss")
    closes_by_click = False
    leads_to = ("help",)
    """A key beside the intended one takes nobody out of what is being typed."""
    BINDINGS: ClassVar[list[BindingType]] = bindings("form", "parts")

    def __init__(
        self, make: Callable[[], Form], accept: Callable[[FormValues], object], today: date, *, practice_id: str = ""
    ) -> None:
        """make: makes the form, with what its fields hold at that moment; UsedWrongly where there is none any more.
        practice_id: what the form is about, by which its draft is found again.
        """
        super().__init__()
        self._practice_id = practice_id
        self._make, form = make, make()
        self._draft: Draft | None = None
        """The draft of its text."""
        self._before = form.values
        self._kept: Mapping[str, str] = self._before
        self._not_kept: CouldNotWrite | None = None
        """Why the words are not on the disk; None while they are."""
        self._form, self._accept, self._today = form, accept, today
        self._field_ids = [f"field-{field.id}" for field in form.fields]
        self._refused = EMPTY
        self._refused_values: dict[str, str] = {}
        """What the fields held as they were refused."""
        self._theirs: Mapping[str, str] = {}
        """The values of others that the refusal tells of, by field; nobody reads them anywhere else."""

    @property
    def shown_keys(self) -> Mapping[str, str]:
        fields = self._form.fields
        goes_on = len(fields) > 1 and any(field.kind != "words" for field in fields)
        save = self._form.save[:1].lower() + self._form.save[1:]
        return {**({"form-next": "next field"} if goes_on else {}), "form-save": save, "form-leave": "cancel"}

    def compose(self) -> ComposeResult:
        self._draft = self.book_app.drafts.of_form(
            self._practice_id,
            self._form.title,
            self._form.subject,
            self._form.other_subjects,
            fields=[field.id for field in self._form.fields],
        )
        if self._draft is not None:
            # What a field held as its text was begun: who wrote there since is not overwritten unseen.
            self._before = {field.id: self._draft.before_or_now(field.id, field.value) for field in self._form.fields}
        self._opened_on = self.book_app.screen_name
        self._rev = self.session.now.book.answer(self._practice_id).rev
        with Vertical(classes="body form") as box:
            box.border_title = line(self._form.title)
            if self._form.about:
                yield Static(content(self._form.about), classes="about")
            if self._draft is not None:
                said = ("Your unsaved text is here again.", self.book_app.drafts.reworded_words(self._draft))
                yield Static(line(" ".join(filter(None, said)), "amber"), classes="about")
            with VerticalScroll(can_focus=False, classes="fields"):
                for field in self._form.fields:
                    yield Static(line(field.label), id=f"label-{field.id}", classes="label")
                    shown = self._draft.value(field.id, field.value) if self._draft else field.value
                    yield _widget(replace(field, value=shown))
                    if field.kind == "day":
                        yield Static(EMPTY, id=f"said-{field.id}", classes="said")
            with VerticalScroll(can_focus=False, classes="refused"):
                yield Static("", classes="refusal", markup=False)
            with Vertical(classes="buttons"):
                yield Button(
                    line(f"{self._form.save} ({self.keys.key('form-save')})"),
                    id="save",
                    compact=True,
                    variant="primary",
                )
                yield Button(line(f"Cancel ({self.keys.key('form-leave')})"), id="leave", compact=True)
        yield from self.around()

    def on_mount(self) -> None:
        self.query_one(f"#field-{self._form.opens_at}").focus()
        for text in self.query(TextArea):
            text.move_cursor(text.document.end)  # it is gone on with
        self._kept = self._typed()  # what a draft brought back is kept already
        self.set_interval(DRAFT_EVERY, self._keep_changes)

    def _typed(self) -> dict[str, str]:
        return {field.id: _value(self.query_one(f"#field-{field.id}")) for field in self._form.fields}

    def keep_draft(self) -> CouldNotWrite | None:
        if self._not_kept is not None:
            self._kept = {}  # so that it is tried once more
        self._keep_changes()
        return self._not_kept

    def _keep_changes(self) -> None:
        """Keep the words on the disk, where there are others than the last time; none where nothing was typed.

        Also where they are gone: another app that opened this form took them over, saved or discarded them, and they
        are still typed here.
        """
        typed = self._typed()
        if typed == self._kept:
            if self._draft is None or self.book_app.drafts.has(self._draft):
                return
            self._draft = None  # so that a disk that refuses them is reported once
        self._kept, self._not_kept = typed, None
        if typed == self._before:
            self._discard_draft()
            return
        try:
            self._draft = self.book_app.drafts.keep(
                self._practice_id,
                self._form.title,
                self._rev,
                self._before,
                typed,
                subject=self._form.subject,
                screen=self._opened_on,
                instead_of=self._draft,
            )
        except CouldNotWrite as refused:
            self._not_kept = refused
            self.book_app.tell(refused)

    @property
    def unsaved_words(self) -> str:
        return self._form.title if self._typed() != self._before else ""

    def discard_draft(self) -> None:
        self._end()

    def _discard_draft(self) -> None:
        if self._draft is not None:
            self.book_app.drafts.discard(self._draft)
            self._draft = None

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """The fields take what title, sentence, refusal and buttons leave of the window.

        A refusal longer than half of it, such as one with a long text of others, is scrolled, by Tab and arrows too.
        """
        fields, refused = self.query_one(".fields"), self.query_one(".refused")
        room = max(8, self.size.height - _ROUND_THE_FIELDS)
        wanted = len(self._refused.wrap(max(8, fields.size.width - 1))) + 1 if self._refused else 0
        refused.styles.max_height = min(wanted, room // 2)
        refused.can_focus = wanted > room // 2
        fields.styles.max_height = max(4, room - min(wanted, room // 2))
        self.call_after_refresh(self._show_field)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.call_after_refresh(self._show_field)

    def _show_field(self) -> None:
        """The field that is being filled in is seen, together with its label."""
        if self.focused is not None and self.focused.id in self._field_ids:
            self.focused.scroll_visible(animate=False, immediate=True)
            label = self.query_one(f"#label-{self.focused.id.removeprefix('field-')}")
            label.scroll_visible(animate=False, immediate=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to a field of several lines, where it is a line break, and to a button."""
        at_field = action != "next_field" or isinstance(self.focused, Input | SentenceInput | ChoiceLine)
        return at_field and super().check_action(action, parameters)

    def action_next_field(self) -> None:
        """Go to the next field; from the last one, save.

        It comes before the field's own keys, so that letters typed after it are never the old field's.
        """
        if self.focused is not None:
            self.enter(str(self.focused.id))

    def enter(self, widget_id: str) -> None:
        ids = self._field_ids
        field = self._form.fields[ids.index(widget_id)]
        if field.names and self.book_app.typed_next.isalpha():  # pasted without brackets, a line for each name
            self.query_one(f"#{widget_id}", LineInput).begin_another()
            return
        following = ids.index(widget_id) + 1
        if following < len(ids):
            # Not `focus()`, which waits behind the keys that have come in already.
            self.set_focus(self.query_one(f"#{ids[following]}"))
        else:
            self.drops_what_follows = True  # in a paste, a line break comes as Enter
            self.action_save()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which day was understood while it is typed."""
        field = next(field for field in self._form.fields if f"field-{field.id}" == event.input.id)
        if field.kind == "day":
            words, is_past = _understood(field, event.value, self._today)
            said = self.query_one(f"#said-{field.id}", Static)
            said.update(line(words))
            said.set_class(is_past, "past")
        self._clear_refusal_if_changed()

    def on_text_area_changed(self) -> None:
        self._clear_refusal_if_changed()

    def on_choice_line_changed(self) -> None:
        self._clear_refusal_if_changed()

    def _clear_refusal_if_changed(self) -> None:
        """Take a refusal away once the fields hold something else than what was refused.

        One that tells what others wrote stays until the fields hold just that.
        """
        typed = self._typed()
        if self._refused and typed != self._refused_values and self._theirs.items() <= typed.items():
            self._show_refusal(EMPTY)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        self.drops_what_follows = False
        ask_before_leaving([self], lambda: self.dismiss(False))

    def _end(self) -> None:
        """The words are saved, or given up: nothing is kept of them."""
        self._discard_draft()
        self._kept = self._before = self._typed()
        self._not_kept = None

    def action_save(self) -> None:
        """Save, once the field at hand has taken in what was typed before: this key is faster than letters are."""
        self.book_app.hold_keys(self)
        (self.focused or self).call_later(self._save)

    def _save(self) -> None:
        if not self.is_current:
            return  # a second key came in while the first one saved
        self.book_app.release_keys(self)  # leaving holds them again
        try:
            self._take_in_others()
            self._accept(self._read_fields())
        except UsedWrongly as refused:
            self.drops_what_follows = False
            self._refuse(refused)
        else:
            self._end()
            self.dismiss(True)

    def _take_in_others(self) -> None:
        """Put what others wrote meanwhile into the fields that nobody typed in. Raises UsedWrongly for the others."""
        self.book_app.disk.take_in_changes()
        now = self._make().values
        merged = merge_fields(self._before, self._typed(), now)
        fields = {field.id: field for field in self._form.fields}
        conflicts = [name for name in merged.conflicts if not fields[name].proposed]
        texts = [name for name in conflicts if fields[name].kind == "words"]
        both = {name: both_texts(self._before[name], merged.values[name], now[name]) for name in texts}
        gone = [name for name, value in {**merged.values, **both}.items() if not self._put(name, value)]
        self._before = {**self._before, **now}
        if gone:
            raise FieldRefused(
                gone[0], "Others have changed what this is about meanwhile. Look at it again, then save."
            )
        if texts:
            self.keep_draft()
            raise TextChangedElsewhere(texts[0], fields[texts[0]].label)
        if conflicts:
            raise ChangedElsewhere([fields[name] for name in conflicts], now)

    def _put(self, name: str, value: str) -> bool:
        """Put a value into a field, unless it is there; False where it is none of the choices that the form offers."""
        field = self.query_one(f"#field-{name}")
        if isinstance(field, ChoiceLine) and value not in field.values:
            return False
        _put(field, value)
        return True

    def _read_fields(self) -> FormValues:
        values, days = {}, {}
        for field in self._form.fields:
            value = _value(self.query_one(f"#field-{field.id}"))
            values[field.id] = value
            if field.kind == "day":
                days[field.id] = self._day(field, value)
        return FormValues(values, days)

    def _day(self, field: Field, value: str) -> date | Literal[""]:
        if not value.strip():
            return ""
        try:
            return _read_day(field, value, self._today)
        except ValueError as no_day:
            raise FieldRefused(field.id, str(no_day)) from None

    def _refuse(self, refused: UsedWrongly) -> None:
        self._refused_values = self._typed()
        self._theirs = refused.theirs if isinstance(refused, ChangedElsewhere) else {}
        self._show_refusal(content("\n".join(refused.lines())))
        if isinstance(refused, FieldRefused):
            self.set_focus(self.query_one(f"#field-{refused.field_id}"))

    def _show_refusal(self, words: Content) -> None:
        self._refused = words
        refusal = self.query_one(".refusal", Static)
        refusal.update(words)
        refusal.set_class(bool(words), "shown")
        self._fit()


def _read_day(field: Field, value: str, today: date) -> date:
    """Raises ValueError with a sentence."""
    return parse_past_day(value, today) if field.past else parse_day(value, today)


def _understood(field: Field, value: str, today: date) -> tuple[str, bool]:
    """Say which day was understood, and whether it is past and should not be; empty while there is no day."""
    try:
        day = _read_day(field, value, today) if value.strip() else None
    except ValueError:
        return "", False
    if day is None:
        return "", False
    said = f"{weekday_of(day)}, {spoken_day(day)}"
    if field.past or day >= today:
        return said, False
    return f"{said} is past: {ago_words(day, today)}", True


def _widget(field: Field) -> Widget:
    name = f"field-{field.id}"
    if field.kind == "words":
        return TextArea(field.value, id=name, compact=True, tab_behavior="focus", placeholder=content(field.hint))
    if field.kind == "sentence":
        return SentenceInput(field.value, id=name, placeholder=content(field.hint), classes="sentence")
    if field.kind == "choice":
        return ChoiceLine(field.choices, field.value, id=name)
    suggester = SuggestFromList(field.known, case_sensitive=False) if field.known else None
    hint = field.hint or ("friday, in 2 weeks, 4 December" if field.kind == "day" else "")
    return LineInput(
        field.value,
        separator=", " if field.names else " ",
        id=name,
        placeholder=content(hint).plain,
        suggester=suggester,
        select_on_focus=field.whole or field.kind == "day",
        classes="day" if field.kind == "day" else None,
    )


def _put(widget: Widget, value: str) -> None:
    """Put a value into a field, unless it is there."""
    if _value(widget) == value:
        return
    if isinstance(widget, SentenceInput) or not isinstance(widget, TextArea):
        assert isinstance(widget, Input | ChoiceLine | SentenceInput)
        widget.value = value
    else:
        widget.text = value


def _value(widget: Widget) -> str:
    if isinstance(widget, TextArea):
        return widget.text
    assert isinstance(widget, Input | ChoiceLine)
    return widget.value
