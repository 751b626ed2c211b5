"""This module lets a person type in a list of questionary: the pointer moves, or a word refuses."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from levelbook.core.text.numbers import whole_number

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyPressEvent


def add_keys(application: Application[Any], keys: Sequence[str], words: Sequence[str], *, many: bool) -> None:
    """Add keys to a list: what is typed chooses; an option whose key is a sign, such as “<”, is taken at once.

    Ctrl-D ends a list as it ends a text. keys, words: of each option, in the list's order; an empty key has no number.
    many: whether several can be chosen: Space ticks one then, and so does Enter behind its words.
    """
    from prompt_toolkit.filters import Condition  # 0 ms, and the others too: questionary has them loaded
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
    from prompt_toolkit.keys import Keys

    typed, pressed = _Typed(application, keys, words), KeyBindings()
    unknown, found_of_many = Condition(lambda: typed.is_unknown), Condition(lambda: many and typed.is_found)

    def types(event: KeyPressEvent) -> None:
        typed.add(event.data)

    # A list of questionary has meanings of its own for some letters, which would go before any key.
    for character in string.printable[:95]:
        pressed.add(character, eager=True)(types)
    pressed.add(Keys.Any)(types)
    pressed.add(Keys.BracketedPaste, eager=True)(types)

    @pressed.add(Keys.Backspace, eager=True)
    def _(event: KeyPressEvent) -> None:
        typed.drop_last()

    @pressed.add(Keys.ControlM, eager=True, filter=unknown)
    def _(event: KeyPressEvent) -> None:
        typed.refuse()

    @pressed.add(" ", eager=True, filter=Condition(lambda: many))
    @pressed.add(Keys.ControlM, eager=True, filter=found_of_many)
    def _(event: KeyPressEvent) -> None:
        typed.tick()

    @pressed.add(Keys.ControlD, eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())

    for key in keys:
        if len(key) == 1 and not key.isalnum():
            pressed.add(key, eager=True)(_taking([key] if many else key))
    application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), pressed])


def _taking(chosen: object) -> Callable[[KeyPressEvent], None]:
    return lambda event: event.app.exit(result=chosen)


class _Typed:
    """The letters typed since the pointer was last moved otherwise."""

    def __init__(self, application: Application[Any], keys: Sequence[str], words: Sequence[str]) -> None:
        from questionary.prompts.common import InquirerControl  # 0 ms: questionary is loaded

        controls = (window.content for window in application.layout.find_all_windows())
        self._list = next(one for one in controls if isinstance(one, InquirerControl))
        self._keys, self._words = keys, words
        self._letters, self._place = "", -1

    @property
    def letters(self) -> str:
        return self._letters if self._place == self._list.pointed_at else ""

    @property
    def _found(self) -> int | None:
        return place_meant(self.letters, self._keys, self._words)

    @property
    def is_unknown(self) -> bool:
        return bool(self.letters.strip()) and self._found is None

    @property
    def is_found(self) -> bool:
        return self._found is not None

    def add(self, letters: str) -> None:
        self._show("".join(one for one in self.letters + letters if one.isprintable()))

    def drop_last(self) -> None:
        self._show(self.letters[:-1])

    def refuse(self) -> None:
        said = self.letters.strip()
        self._show("")
        self._say(f"“{said}” is not in the list.")

    def tick(self) -> None:
        """Tick the option at the pointer, or take its tick away."""
        chosen, key = self._list.selected_options, self._keys[self._list.pointed_at]
        chosen.remove(key) if key in chosen else chosen.append(key)
        self._show("")

    def _show(self, letters: str) -> None:
        self._letters = letters
        found = place_meant(letters, self._keys, self._words)
        if found is not None:
            self._list.pointed_at = found
        self._place = self._list.pointed_at
        none = " – not in the list" if letters.strip() and found is None else ""
        self._say(f"Typed: {letters}{none}" if letters else "")

    def _say(self, words: str) -> None:
        from prompt_toolkit.formatted_text import FormattedText  # 0 ms: questionary has it loaded

        # Where a list of questionary shows its own refusals.
        vars(self._list)["error_message"] = FormattedText([("class:validation-toolbar", words)]) if words else None


def place_meant(typed: str, keys: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the place of the option that was typed: by its number or key, how it begins, or a word in it.

    None where nothing was typed or no option is meant.
    """
    said = typed.strip().casefold()
    if not said:
        return None
    number, numbered = whole_number(said), [place for place, key in enumerate(keys) if key]
    if number is not None and 1 <= number <= len(numbered):
        return numbered[number - 1]
    offered = [(key.casefold(), " ".join(text.split()).casefold()) for key, text in zip(keys, words, strict=True)]
    ways: tuple[Callable[[str, str], bool], ...] = (
        lambda key, _: key == said,
        lambda key, text: key.startswith(said) or text.startswith(said),
        lambda _, text: f" {said}" in text,
    )
    found = (place for way in ways for place, (key, text) in enumerate(offered) if way(key, text))
    return next(found, None)
