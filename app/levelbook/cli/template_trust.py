"""`--trust` lets a person look at a template that did not come with levelbook, and agree to it before it is used.

Where nobody can be asked, the digest says what somebody looked at elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import Option, prompter
from levelbook.core.errors import UsedWrongly
from levelbook.words.figures import listed, plural

_MOST_NAMED: Final = 8


def trust_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--trust`, which `agree` takes."""
    return click.option(
        "--trust",
        metavar="[DIGEST]",
        is_flag=False,
        flag_value="",
        help="Agree to a template that did not come with levelbook, after looking at it; without a terminal, give "
        "the digest of a template that you know.",
    )(command)


def agree(start: Path, trust: str | None, template: str | None = None) -> None:
    """Let a person agree to the book's template, or to the one given. Does nothing if `trust` is None.

    Raises UsedWrongly where nobody agrees.
    """
    if trust is None:
        return
    # 60 ms, which `diff` and `check` may do without
    from levelbook.book.publishing.guide_template import found_template

    found = found_template(start, template)
    if found.is_trusted:
        return
    digest = found.held.digest
    if trust and trust.strip().lower() != digest:
        raise UsedWrongly(
            f"The template {found.name} is not the one of that digest.",
            remedy=f"Look at what has changed in it. As it is now, its digest is {digest}",
        )
    if not trust and not in_terminal():
        raise UsedWrongly(
            "Without a terminal, levelbook cannot show you the template.",
            remedy=f"If somebody has looked at it elsewhere, use --trust {digest}",
        )
    if not trust and not _is_agreed_to(found):
        raise UsedWrongly(f"You did not agree to the template {found.name}, so it is not used.")
    found.trust()


def _is_agreed_to(found: Any) -> bool:
    """Show what there is, and ask."""
    new = found.new_files
    if found.has_changed:
        what = f"{plural(len(new), 'file has', 'files have')} changed since you agreed to it"
    else:
        what = f"{plural(len(new), 'file differs', 'files differ')} from levelbook's living guide"
    named = [*new[:_MOST_NAMED], *([f"{len(new) - _MOST_NAMED} more"] if len(new) > _MOST_NAMED else [])]
    put(
        f"The template {found.name} does not come with levelbook.",
        f"{what}: {listed(named)}." if new else "Files were removed from it; the others are unchanged.",
        "It decides every word of the guide around your answers. It runs in its own process, with limits.",
        f"Its digest is {found.held.digest}.",
    )
    options = [
        Option("no", "No, do not use it"),
        Option("show", "Show what is new in it"),
        Option("yes", "Yes, use it"),
    ]
    while (said := prompter().choose("Do you agree to it, as it is now?", options)) == "show":
        for name in new:
            put("", f"── {name}", found.text(name))
    return said == "yes"
