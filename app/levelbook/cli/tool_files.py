"""Functions here show what other tools need to know about a book, and add it if somebody agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from levelbook.book.tool_files import ToolFile, ToolFiles
from levelbook.cli.output import put
from levelbook.cli.prompter import Option, Prompter
from levelbook.words.files import shown


def offer(tools: ToolFiles, ask: Prompter | None = None, *, is_agreed: bool = False, dry_run: bool = False) -> None:
    """Show what is missing, and add it if that is agreed or a person says so; otherwise name the command for it.

    dry_run: only show it.
    """
    missing = tools.missing
    if not missing:
        if is_agreed:
            known = (
                "The tools of this repository know of the book" if tools.root else "The book is in no git repository"
            )
            put(f"{known}. Nothing to add.")
        return
    if not is_agreed and ask is None:
        names = ", ".join(shown(one.path) for one in missing)
        put(f"`levelbook init --tool-files` shows what other tools need to know of the book, and adds it: {names}.")
        return
    addable = [one for one in missing if not one.is_for_people]
    put(*_shown(addable, "Other tools need to know of the book; missing in"))
    if addable and not dry_run and (is_agreed or (ask is not None and _agrees(ask))):
        put(f"Added to {', '.join(shown(one.path) for one in tools.add())}. Commit them.")
    put(*_shown([one for one in missing if one.is_for_people], "Please merge these lines yourself with"))


def _shown(files: Sequence[ToolFile], heading: str) -> Iterator[str]:
    for one in files:
        yield f"{heading} {shown(one.path)}:"
        yield from (f"    {line}" for line in one.lines)


def _agrees(ask: Prompter) -> bool:
    options = [Option("yes", "Yes, add these lines"), Option("no", "No, leave the files as they are")]
    return ask.choose("Add them?", options) == "yes"
