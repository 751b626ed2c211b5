"""`levelbook guide`: assemble guide, record and charts; settle what people edited."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from levelbook.book.publishing import guide_check
from levelbook.book.publishing.contradictions import contradictions
from levelbook.book.publishing.guide_code import open_code_notices
from levelbook.book.publishing.guide_links import dead_link_words, dead_links_in
from levelbook.book.publishing.guide_template import template_at
from levelbook.book.publishing.hand_edits import REPAIRED, HandEdits
from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.publishing.left_guide import gone_guide
from levelbook.book.publishing.publish import Publisher
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, say_which_sittings_count
from levelbook.cli.output import in_terminal, put, put_exactly
from levelbook.cli.prompter import Option, prompter
from levelbook.cli.template_trust import agree, trust_option
from levelbook.core.errors import ExitCode, UsedWrongly
from levelbook.core.text.quotation import in_quotes
from levelbook.guide.keep.guide_diff import BlockChange, in_words
from levelbook.words.contradictions import contradiction_words
from levelbook.words.figures import listed, plural
from levelbook.words.files import shown
from levelbook.words.orphans import orphan_lines


@click.command(
    "guide", epilog="Text that people wrote in the guide is kept; only --take generated drops it, and asks first."
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the guide instead of writing files.")
@click.option(
    "--template",
    metavar="DIR",
    help="Use the template in DIR this once; docs/templates.md explains templates.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file is not up to date.")
@click.option(
    "--status",
    is_flag=True,
    help="List the blocks that people edited, and which are behind (exit 1); with BLOCK, show its edits.",
)
@click.option("--take", type=click.Choice(["mine", "generated"]), help="Settle BLOCK: keep its text, or replace it.")
@click.option(
    "--layout-only",
    is_flag=True,
    help="With --take generated: settle every block that differs only in layout. No words are lost.",
)
@click.option(
    "--bring-back", is_flag=True, help="Put back BLOCK, which the marker <!-- levelbook:omit BLOCK --> leaves out."
)
@click.option("--repair", is_flag=True, help="Repair a damaged guide; every line that people wrote is kept.")
@trust_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.argument("block", required=False)
@click.pass_obj
def command(
    folder: Path,
    to_stdout: bool,
    template: str | None,
    only_check: bool,
    status: bool,
    take: Literal["mine", "generated"] | None,
    layout_only: bool,
    bring_back: bool,
    repair: bool,
    trust: str | None,
    yes: bool,
    block: str | None,
) -> int | None:
    """Write the guide, record and charts; settle what people edited."""
    if sum((to_stdout, only_check, status, take is not None, bring_back, repair)) > 1:
        raise UsedWrongly(
            "--stdout, --check, --status, --take, --bring-back and --repair cannot be used together.",
            remedy="Give one.",
        )
    _refuse_misplaced_block(block, take, layout_only=layout_only, status=status, bring_back=bring_back)
    agree(folder, trust, template)
    chosen = template_at(template) if template is not None else None
    session = open_book(folder, tells_of_editions=True)
    say_which_sittings_count(session)
    publisher = Publisher(session.state, template=chosen)
    if to_stdout:
        put_exactly(publisher.guide_file().text)
        say(*orphan_lines(publisher.book.now))
        return None
    if only_check:
        return _check(publisher)
    if status:
        return _status(publisher) if block is None else _shown(publisher, block)
    if repair:
        done = HandEdits(publisher).repair()
        put(f"{REPAIRED[done]} `levelbook guide` assembles the rest again." if done else REPAIRED[done])
        return None
    if bring_back and block is not None:
        put(f"{HandEdits(publisher).bring_back(block)} is back in the guide.")
        _say_what_follows(publisher)
        return None
    if layout_only:
        _take_layout(publisher)
        return None
    if take is not None and block is not None:
        _take(publisher, block, take, yes)
        return None
    _write(publisher)
    put(*orphan_lines(publisher.book.now))
    return None


def _refuse_misplaced_block(
    block: str | None,
    take: Literal["mine", "generated"] | None,
    *,
    layout_only: bool,
    status: bool,
    bring_back: bool,
) -> None:
    """Raise UsedWrongly where an option lacks the BLOCK that it is about, or BLOCK goes with none."""
    if bring_back and block is None:
        raise UsedWrongly("--bring-back needs a BLOCK.", remedy="`levelbook guide --status` lists what is left out.")
    if layout_only and (take != "generated" or block is not None):
        raise UsedWrongly(
            "--layout-only goes with --take generated, and with no BLOCK.",
            remedy="levelbook guide --take generated --layout-only",
        )
    if take is not None and block is None and not layout_only:
        raise UsedWrongly("--take needs a BLOCK.", remedy="Such as: levelbook guide --take mine practice/ID")
    if block is not None and take is None and not status and not bring_back:
        raise UsedWrongly(
            "A BLOCK goes with --take, --bring-back or --status.", remedy="Such as: levelbook guide --status 4.2"
        )


def _write(publisher: Publisher) -> None:
    gone = gone_guide(publisher.folder, publisher.book.editions)
    written = publisher.write()
    say(*map(str, filter(None, [gone])))
    if not written.changed:
        put(f"{shown(publisher.folder.guide_path)} is up to date.")
    for path in written.changed:
        put(f"wrote {shown(path)}")
    for kept in written.guide.kept:
        put(f"kept in “Kept notes”: text from under {kept.title}")
    if back := HandEdits(publisher).put_back(written.guide):
        put(
            f"put back, because guide.md no longer had {'it' if len(back) == 1 else 'them'}: {listed(back)}",
            f"To leave a part out, write this in its place: <!-- levelbook:omit {back[0]} -->",
        )
    if written.edited:
        as_found = "it is" if len(written.edited) == 1 else "they are"
        put(
            f"{plural(len(written.edited), 'block')} edited by people and kept as {as_found}, "
            f"{len(written.behind) or 'none'} behind: `levelbook guide --status`"
        )
    put(*map(contradiction_words, contradictions(publisher, written)))
    put(*map(dead_link_words, dead_links_in(publisher, written.guide.text)))
    put(*map(str, open_code_notices(written.guide.text, publisher.folder.guide_path)))
    if words := to_fill_words(publisher.folder):
        put(f"{words} Write it there.")


def _check(publisher: Publisher) -> int:
    problems = guide_check.out_of_date(publisher)
    put(*(str(problem) for problem in problems))
    if (by_another := guide_check.assembled_by_another(publisher)) is not None:
        put(str(by_another))
    elif not problems:
        put("Guide, record and charts are up to date.")
    return int(ExitCode.FOUND if problems else ExitCode.DONE)


def _status(publisher: Publisher) -> int:
    states = HandEdits(publisher).status()
    edited = [state for state in states if state.edited]
    filled = [state.id for state in states if state.filled]
    if not edited and not filled:
        put("Nobody has edited a block." if publisher.guide_text() is not None else "There is no guide yet.")
    for state in edited:
        put(f"{'behind' if state.behind else 'edited'}  {state.id}")
    put(*(f"yours   {block_id}" for block_id in filled))
    for state in states:
        if state.unfilled:
            put(f"to fill  {state.id}", *(f"         {text}" for text in state.unfilled))
    if edited:
        put(*map(contradiction_words, contradictions(publisher, publisher.assembled())))
    put(*map(dead_link_words, dead_links_in(publisher, publisher.guide_text() or "")))
    put(*map(str, open_code_notices(publisher.guide_text(), publisher.folder.guide_path)))
    if (titles := HandEdits(publisher).kept_title()) is not None:
        kept, own = map(in_quotes, titles)
        put(f"The title in the front matter, {kept}, stays, and counts as yours; levelbook's own would be {own}.")
        put("To have that written, take `title` out of the front matter and run `levelbook guide`.")
    left_out = [state.id for state in states if state.omitted]
    put(*(f"left out  {block_id}" for block_id in left_out))
    if left_out:
        put("", "Left out by a marker in the guide: --bring-back BLOCK puts it back.")
    behind = any(state.behind for state in edited)
    if behind:
        put("", "Behind: levelbook's text has changed since. See both with --status BLOCK, keep your text")
        put("with --take mine BLOCK, or replace it with --take generated BLOCK.")
    return int(ExitCode.FOUND if behind else ExitCode.DONE)


def _shown(publisher: Publisher, block: str) -> int:
    if HandEdits(publisher).is_the_teams(block):
        put(f"{block} is yours to fill in: levelbook writes nothing else there.")
        return int(ExitCode.DONE)
    edited = HandEdits(publisher).edited_block(block)
    if edited is None:
        left_out = HandEdits(publisher).left_out(block)
        where = f"{left_out} is left out by a marker in the guide: --bring-back {left_out} puts it back."
        put(where if left_out else f"Nobody has edited {block}.")
        return int(ExitCode.DONE)
    if edited.generated is None:
        put(f"{edited.id}: the guide no longer has this block. The next assembly moves its text to the kept notes.")
    else:
        put("[-Your text-] and {+levelbook's text+}:", "")
        change = BlockChange(edited.id, "changed", edited.mine, edited.generated)
        put(*in_words([change]).removesuffix("\n").split("\n"))
        if edited.behind:
            put("Behind: levelbook's text has changed since the block was edited.")
    return int(ExitCode.FOUND if edited.behind else ExitCode.DONE)


def _take(publisher: Publisher, block: str, which: Literal["mine", "generated"], yes: bool) -> None:
    seen = None
    if which == "generated" and not yes:
        seen = HandEdits(publisher).edited_block(block)
        if not in_terminal():
            raise UsedWrongly("This drops what people wrote in the block.", remedy="If you mean it, add --yes.")
        answer = prompter().choose(
            f"Drop what people wrote in {block}?", [Option("no", "No, keep it"), Option("yes", "Yes, drop it")]
        )
        if answer != "yes":
            put("Nothing was changed.")
            return
    settled = HandEdits(publisher).take(block, which, seen=seen)
    put(f"{settled}: {'the text in the guide stays' if which == 'mine' else 'generated again'}.")
    _say_what_follows(publisher)
    found = contradictions(publisher, publisher.assembled())
    put(*(contradiction_words(one) for one in found if one.block == settled))


def _say_what_follows(publisher: Publisher) -> None:
    """Say that the rest of the guide is to be assembled: a block that is settled may change what others say."""
    if guide_check.out_of_date(Publisher(publisher.book, template=publisher.template)):
        put("The rest of the guide does not match it yet: `levelbook guide` assembles it.")


def _take_layout(publisher: Publisher) -> None:
    settled, still_edited = HandEdits(publisher).take_layout()
    put(*(f"generated again  {block_id}" for block_id in settled))
    words = (
        f"{plural(len(settled), 'block')} differed only in layout." if settled else "No block differs only in layout."
    )
    if still_edited:
        words += f" {plural(len(still_edited), 'block')} edited by people: `levelbook guide --status`"
    put(words)
