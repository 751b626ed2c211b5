"""The template that a guide is written by: found, and used only once somebody has agreed to it.

What comes with levelbook is rendered in this process. Whatever else a book or a person names may be a stranger's: it is
rendered in a sandbox (`guide/write/sandbox.py`), and not before a person has looked at it and pinned its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from levelbook.book.opening import named_in_settings
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.guide.write.render import Template
from levelbook.guide.write.sandbox import LIMITS
from levelbook.packs import templates
from levelbook.packs.find import find_template, is_shipped_template
from levelbook.store import folder_search, team_folder, template_pins, user_paths
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown

SHIPPED: Final = "living-guide"
"""The template that others are compared with, and begun as a copy of."""


def template_at(name_or_path: str) -> Template:
    """Open a template by the name of a shipped one, or by its path from here.

    Raises UnknownId, FileIsWrong; UsedWrongly for one that nobody has agreed to.
    """
    return FoundTemplate(find_template(name_or_path, Path()), name_or_path).agreed_to()


def named_template(folder: TeamFolder) -> Template:
    """Open the template that the settings name. Raises FileIsWrong; UsedWrongly as `template_at` does."""
    return _named(folder).agreed_to()


def found_template(start: Path, name_or_path: str | None) -> FoundTemplate:
    """Find a template by its name or path, else the one that the book at or nearest to `start` names."""
    if name_or_path is not None:
        return FoundTemplate(find_template(name_or_path, Path()), name_or_path)
    return _named(team_folder.open_folder(folder_search.find(start)))


def _named(folder: TeamFolder) -> FoundTemplate:
    with named_in_settings(folder, "template"):
        return FoundTemplate(find_template(folder.settings.template, folder.path))


@frozen
class FoundTemplate:
    """A template in its folder, of which nothing has been run."""

    folder: Path
    given: str = ""
    """The path that a command was given, where the settings do not name it."""

    @cached_property
    def held(self) -> templates.Template:
        """Return the contents of its files. Raises FileIsWrong."""
        return templates.read_template(self.folder)

    @property
    def name(self) -> str:
        """The template's folder, for messages."""
        return shown(self.folder)

    def opened(self) -> Template:
        """Open the template for rendering; a stranger's in a process of its own, with limits."""
        ours = is_shipped_template(self.folder)
        return Template(
            manifest=self.held.manifest,
            files=self.held.files,
            name=self.name,
            # What a stranger's template was compiled to is a program, and is kept nowhere.
            compiled=user_paths.compiled_templates_path() if ours else None,
            limits=None if ours else LIMITS,
        )

    def agreed_to(self) -> Template:
        """Open it if somebody has agreed to it. Raises UsedWrongly otherwise."""
        if not self.is_trusted:
            command = f"levelbook guide --template {self.name}" if self.given else "levelbook guide"
            raise UsedWrongly(
                f"The template {self.name} does not come with levelbook, and nobody here has agreed to it yet.",
                remedy=f"Look at it with `{command} --trust`. Where nobody can be asked, such as in CI, look at it "
                f"elsewhere first, then use --trust {self.held.digest}",
            )
        return self.opened()

    @property
    def is_trusted(self) -> bool:
        """Return whether it comes with levelbook, is a copy of such a template, or was agreed to in this form."""
        ours = is_shipped_template(self.folder) or self.held.digests == self._shipped
        return ours or template_pins.is_pinned(self.held.digest)

    def trust(self) -> Path:
        """Pin it as it is; the file that says so. Raises CouldNotWrite."""
        return template_pins.pin(self.held.digest, self.folder, self.held.digests)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The digests of the version that it is most like: one that was agreed to, else the living guide."""
        versions = list(template_pins.pinned_versions(self.folder))
        return max(versions or [self._shipped], key=lambda one: len(self.held.digests.items() & one.items()))

    @property
    def has_changed(self) -> bool:
        """Return whether somebody agreed to another version of it."""
        return any(template_pins.pinned_versions(self.folder))

    @property
    def new_files(self) -> tuple[str, ...]:
        """Files that are other than in `known`, or were not there; `template.toml` first."""
        names = [name for name, digest in self.held.digests.items() if self.known.get(name) != digest]
        return tuple(sorted(names, key=lambda name: (name != templates.MANIFEST, name)))

    def text(self, name: str) -> str:
        """The text of one of its files."""
        return self.held.manifest_text if name == templates.MANIFEST else self.held.files[name]

    @cached_property
    def _shipped(self) -> Mapping[str, str]:
        return templates.read_template(find_template(SHIPPED, Path())).digests
