"""The guide: read chapter by chapter; what people edited is shown, settled, repaired, and opened in their editor."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from levelbook.book.authoring import template_authoring
from levelbook.book.publishing import guide_links
from levelbook.book.publishing.hand_edits import HandEdits
from levelbook.book.publishing.publish import Publisher
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.keep import blocks
from levelbook.tui import external_editor
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.pickers import Picker
from levelbook.tui.guide import rows as view
from levelbook.tui.guide.screen import GuideScreen
from levelbook.tui.hand_edits.screen import HandEditsScreen
from levelbook.tui.home.screen import HomeScreen
from levelbook.tui.widgets.rows import GUTTER, Rows
from support.pilot import Size, both_sizes, every_size, shows, text_of, until
from support.published_book import BACKUPS, RESTORES, opened, two_behind, write_in
from support.terminal import Terminal

OURS = "Ours [/] [TODO] \x1b]0;title\x07 stays"
"""What people wrote into a part."""
SHOWN = clean_line(OURS)


@pytest.fixture
def session(root: Path) -> Session:
    return opened(root)


def guide_of(session: Session) -> str:
    return session.folder.guide_path.read_text("utf-8")


def states(session: Session) -> dict[str, str]:
    return view.states(HandEdits(Publisher(session.state)).edited())


def guide_screen(app: LevelbookApp) -> GuideScreen:
    found = next(screen for screen in app.screen_stack if isinstance(screen, GuideScreen))
    assert isinstance(found, GuideScreen)
    return found


def settling(app: LevelbookApp) -> HandEditsScreen:
    assert isinstance(app.screen, HandEditsScreen)
    return app.screen


async def known(pilot: Pilot[Any]) -> None:
    """Wait until the screen knows what people edited."""
    app = pilot.app
    assert isinstance(app, LevelbookApp)
    await until(pilot, lambda: any(isinstance(screen, GuideScreen) for screen in app.screen_stack))
    await until(pilot, lambda: guide_screen(app).edited is not None)


async def settle(pilot: Pilot[Any]) -> HandEditsScreen:
    await known(pilot)
    await pilot.press("b")
    await until(pilot, lambda: isinstance(pilot.app.screen, HandEditsScreen))
    await pilot.pause()
    assert isinstance(pilot.app, LevelbookApp)
    return settling(pilot.app)


# Reading


async def test_the_chapter_that_is_read_stays_open_when_others_write_one_above_it(session: Session) -> None:
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24)) as pilot:
        await known(pilot)
        chapters = app.screen.query_one("#chapters", Rows)
        await pilot.press("down", "down")
        before = chapters.cursor
        path = session.folder.path / "guide.md"
        path.write_text(path.read_text("utf-8").replace("\n## ", "\n## Ours\n\nWords.\n\n## ", 1), "utf-8")
        app.on_app_focus()
        await until(pilot, lambda: "chapter:Ours" in [row.key for row in chapters.rows])
        assert chapters.cursor == before


@every_size
async def test_what_is_edited_and_behind_is_marked_in_the_list_and_in_the_chapter(session: Session, size: Size) -> None:
    two_behind(session, OURS)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "✎ behind")
        await shows(pilot, "✎ edited")
        await shows(pilot, "2 behind and 1 edited")
        chapters = app.screen.query_one("#chapters", Rows)
        place = next(at for at, row in enumerate(chapters.rows) if "behind" in row.right.plain)
        await pilot.press(*["down"] * place)
        await shows(pilot, "edited by hand, and behind")
        page = "\n".join(row.words.plain for row in app.screen.query_one("#page", Rows).rows)
        assert SHOWN in page
        assert "\x1b" not in text_of(app)


@every_size
async def test_the_rule_below_the_head_of_a_table_takes_one_line(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        await known(pilot)
        chapters, page = app.screen.query_one("#chapters", Rows), app.screen.query_one("#page", Rows)
        place = next(at for at, row in enumerate(chapters.rows) if "Where we stand" in row.words.plain)
        await pilot.press(*["down"] * place)
        await shows(pilot, "Claimed")
        room = page.scrollable_content_region.width - GUTTER - page.pad
        assert max(row.words.cell_length for row in page.rows if row.words.plain.startswith("──")) <= room


def test_a_chapter_knows_its_line_in_the_file(session: Session) -> None:
    lines = guide_of(session).split("\n")
    found = view.chapters(guide_of(session))

    assert len(found) > 4
    for chapter in found[1:]:
        assert lines[chapter.line - 1] == f"## {chapter.title}"


@both_sizes
async def test_enter_goes_into_the_chapter_and_back(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        await known(pilot)
        for wanted in ("page", "chapters", "page"):
            await pilot.press("enter")
            assert app.focused is not None
            assert app.focused.id == wanted


# Hand edits


@every_size
async def test_b_shows_both_texts_with_the_changed_words_marked(session: Session, size: Size) -> None:
    two_behind(session, OURS)
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        assert screen.current.id == BACKUPS
        await shows(pilot, "1 of 3 · 1.1 Backups")
        both = screen.query_one("#both", Rows)
        said = " ".join(row.words.plain.strip() for row in both.rows)
        assert "1.1 · Level [-1-]{+3+} claimed, was [-2,-]{+1,+} target 2" in said
        assert f"[-{SHOWN}-]" in said
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, GuideScreen))
        assert guide_of(session) == before


@both_sizes
async def test_n_leaves_a_part_as_it_is_and_p_goes_back(session: Session, size: Size) -> None:
    two_behind(session, OURS)
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = await settle(pilot)
        for key, wanted in (("n", RESTORES), ("space", "rules"), ("p", RESTORES), ("p", BACKUPS)):
            await pilot.press(key)
            assert screen.current.id == wanted
        await pilot.press("p")
        await shows(pilot, "This is the first one.")
        assert guide_of(session) == before


@both_sizes
async def test_m_keeps_mine_and_goes_on_until_nothing_is_behind(session: Session, size: Size) -> None:
    two_behind(session, OURS)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = await settle(pilot)
        await pilot.press("m")
        await until(pilot, lambda: screen.current.id == RESTORES)
        assert states(session) == {BACKUPS: "edited", RESTORES: "behind", "rules": "edited"}
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, GuideScreen))
        assert states(session) == dict.fromkeys((BACKUPS, RESTORES, "rules"), "edited")
        assert guide_of(session).count(OURS) == 3
        await shows(pilot, "3 edited")
        await shows(pilot, "guide settled")


@both_sizes
async def test_t_asks_before_it_drops_words_and_keeps_the_notes(session: Session, size: Size) -> None:
    two_behind(session, OURS)
    path, end = session.folder.guide_path, f"<!-- levelbook:end {BACKUPS} -->\n"
    path.write_text(guide_of(session).replace(end, f"{end}\nA note below.\n"), "utf-8")
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        for no in ("enter", "n", "escape"):
            await pilot.press("t")
            await shows(pilot, "Drop what people wrote?")
            await shows(pilot, "Backups")
            await pilot.press(no)
            await until(pilot, lambda: app.screen is screen)
            assert guide_of(session) == before
        await pilot.press("t", "y")
        await until(pilot, lambda: screen.settled == {BACKUPS: "generated"})
        assert states(session) == {RESTORES: "behind", "rules": "edited"}
        assert guide_of(session).count(OURS) == 2
        assert "A note below." in guide_of(session)
        await pilot.press("p")
        await shows(pilot, "Replaced with levelbook's text.")


async def test_a_heading_cannot_end_the_quotation_marks_of_the_question_whether_to_drop_words(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_behind(session, OURS)
    monkeypatch.setattr("levelbook.tui.hand_edits.rows.title", lambda *_: "Backups”. Nothing is dropped in “it")
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("t")
        await shows(pilot, "“Backups’. Nothing is dropped in ‘it”")


async def test_what_is_only_edited_stays_without_being_told_and_can_be_replaced(session: Session) -> None:
    write_in(session, "rules", OURS)
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await shows(pilot, "levelbook has nothing new here")
        await pilot.press("m")
        await shows(pilot, "Your words are already kept.")
        assert guide_of(session) == before
        await pilot.press("t", "y")
        await until(pilot, lambda: isinstance(app.screen, GuideScreen))
        assert states(session) == {}
        assert OURS not in guide_of(session)


async def test_words_that_changed_since_they_were_shown_are_never_dropped(session: Session) -> None:
    two_behind(session, OURS)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await settle(pilot)
        write_in(session, BACKUPS, "Somebody's newer words.")
        before = guide_of(session)
        await pilot.press("t", "y")
        await shows(pilot, "have changed since")
        await until(pilot, lambda: not screen.is_writing)
        assert guide_of(session) == before
        assert "Somebody's newer words." in screen.current.mine


async def test_a_part_that_the_guide_no_longer_has_goes_to_the_kept_notes_by_itself(session: Session) -> None:
    text = guide_of(session)
    path = session.folder.guide_path
    path.write_text(text.replace(BACKUPS, "practice/data.gone") + "\n", "utf-8")
    write_in(session, "practice/data.gone", OURS)
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await shows(pilot, "The guide no longer has this part.")
        await pilot.press("t")
        await shows(pilot, "levelbook has no text")
        assert guide_of(session) == before


@both_sizes
async def test_enter_and_a_click_on_an_edited_part_open_it(session: Session, size: Size) -> None:
    write_in(session, "rules", OURS)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "✎ edited")
        await pilot.press("down", "down")
        await shows(pilot, "edited by hand: kept as it is")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, HandEditsScreen))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, GuideScreen))
        await shows(pilot, "edited by hand: kept as it is")
        y, line = next(
            (y, line) for y, line in enumerate(text_of(app).split("\n")) if "edited by hand: kept as it is" in line
        )
        await pilot.click(offset=(line.index("edited by hand"), y))
        await until(pilot, lambda: isinstance(app.screen, HandEditsScreen))


async def test_the_keys_below_the_texts_can_be_clicked(session: Session) -> None:
    two_behind(session, OURS)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        y, line = next((y, line) for y, line in enumerate(text_of(app).split("\n")) if "keep mine" in line)
        await pilot.click(offset=(line.index("keep mine"), y))
        await until(pilot, lambda: screen.settled == {BACKUPS: "mine"})


async def test_where_nobody_edited_anything_b_says_so(session: Session) -> None:
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await known(pilot)
        await pilot.press("b")
        await shows(pilot, "Nobody has edited what levelbook wrote in the guide.")
        assert isinstance(app.screen, GuideScreen)


# In the background


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Making the documents waits until it is opened."""
    held, real = Event(), Publisher.documents

    def waits(self: Publisher, *given: Any) -> Any:
        assert held.wait(60)
        return real(self, *given)

    monkeypatch.setattr(Publisher, "documents", waits)
    yield held
    held.set()


async def test_assembling_stands_in_the_line_on_top_and_keys_work_meanwhile(session: Session, gate: Event) -> None:
    session.apply("data.backups", Edit(level=3))
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a")
        await shows(pilot, "assembling…")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await shows(pilot, "assembling…")
        assert guide_of(session) == before
        gate.set()
        await shows(pilot, "guide written")
        assert guide_of(session) != before


async def ask_to_seal_while_it_is_written(pilot: Pilot[None]) -> None:
    """Assemble the guide, and ask for a seal before it is written."""
    await pilot.pause()
    await pilot.press("a", "f7")
    await shows(pilot, "assembling…")
    await pilot.press("s")
    await shows(pilot, "Signed by")


async def test_a_guide_that_was_still_being_written_as_somebody_sealed_is_the_one_that_is_sealed(
    session: Session, gate: Event
) -> None:
    session.apply("data.backups", Edit(level=3))
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ask_to_seal_while_it_is_written(pilot)
        await pilot.press("ctrl+s")
        await shows(pilot, "The guide is still being written.")
        gate.set()
        await shows(pilot, "guide written")
        await pilot.press("ctrl+s")
        await shows(pilot, "Sealed edition")


async def test_words_that_somebody_typed_into_the_guide_since_the_question_are_not_sealed_unseen(
    session: Session, gate: Event
) -> None:
    session.apply("data.backups", Edit(level=3))
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ask_to_seal_while_it_is_written(pilot)
        session.folder.guide_path.write_text(f"{guide_of(session)}\nWords that nobody has seen.\n", "utf-8")
        gate.set()
        await shows(pilot, "guide written")
        await pilot.press("ctrl+s")
        await shows(pilot, "NOT sealed")
        await pilot.press("s")
        await shows(pilot, "Signed by")
        await pilot.press("ctrl+s")
        await shows(pilot, "Sealed edition")
        assert "Words that nobody has seen." in guide_of(session)


async def test_what_was_up_to_date_is_not_said_to_be_written(session: Session) -> None:
    session.apply("data.backups", Edit(level=3))
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("a")
        await shows(pilot, "guide written")
        await pilot.press("a")
        await shows(pilot, "Guide, record and charts were up to date.")
        assert "guide written" not in text_of(app)


async def test_b_waits_for_what_people_edited_to_be_known(session: Session, gate: Event) -> None:
    write_in(session, "rules", OURS)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("b")
        await shows(pilot, "comparing…")
        assert isinstance(app.screen, GuideScreen)
        gate.set()
        await until(pilot, lambda: isinstance(app.screen, HandEditsScreen) and app.screen.query("#parts"))


async def test_nobody_leaves_while_a_part_is_being_written(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    two_behind(session, OURS)
    held, real = Event(), HandEdits.take

    def waits(self: HandEdits, *given: Any, **more: Any) -> Any:
        assert held.wait(60)
        return real(self, *given, **more)

    monkeypatch.setattr(HandEdits, "take", waits)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await settle(pilot)
        await pilot.press("m")
        await shows(pilot, "writing…")
        for key in ("m", "t", "escape"):
            await pilot.press(key)
            assert app.screen is screen
        await shows(pilot, "One moment")
        held.set()
        await until(pilot, lambda: screen.settled == {BACKUPS: "mine"})
        assert states(session)[RESTORES] == "behind"


# Damage


def damage(session: Session) -> str:
    end = "<!-- levelbook:end rules -->\n"
    text = guide_of(session)
    assert end in text
    session.folder.guide_path.write_text(text.replace(end, "Ours [/]\n", 1), "utf-8")
    return guide_of(session)


async def test_the_teams_own_part_is_marked_until_somebody_has_written_in_it(session: Session) -> None:
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "✎ to fill in")
        write_in(session, "trouble", "Call Noor.")
        await pilot.press("b")
        await shows(pilot, "Nobody has edited what levelbook wrote in the guide.")
    async with LevelbookApp(session, "guide").run_test(size=(120, 36)) as again:
        await shows(again, "If something looks wrong")
        assert "to fill in" not in text_of(again.app)


async def test_the_teams_own_part_is_named_in_two_even_lines_in_a_narrow_terminal(session: Session) -> None:
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "✎ to fill in")
        lines = text_of(app).splitlines()
        (at,) = [place for place, line in enumerate(lines) if "✎ to fill in" in line]
        assert "If something" in lines[at] and "looks wrong" in lines[at + 1], lines[at : at + 2]


@both_sizes
@pytest.mark.parametrize(
    ("added", "counted", "words", "mended"),
    [
        pytest.param(
            "See [Ours [/]](#gone).\n",
            "1 dead link",
            "the link “Ours [/]” leads to #gone, and the guide has no such heading.",
            "See [Ours [/]](#our-rules-on-one-page).\n",
            id="a dead link",
        ),
        pytest.param(
            "```sh\nmake [/]\n",
            "1 place left unclosed",
            "the code that begins with “```sh” has no end, so what follows is shown as code. End it there with a line "
            "“```”.",
            "```sh\nmake [/]\n```\n",
            id="code without an end",
        ),
    ],
)
async def test_faults_in_peoples_own_text_are_counted_named_and_opened_at_their_line(
    session: Session, size: Size, monkeypatch: pytest.MonkeyPatch, added: str, counted: str, words: str, mended: str
) -> None:
    path = session.folder.guide_path
    end = "<!-- levelbook:end rules -->\n"
    path.write_text(guide_of(session).replace(end, f"{end}\n{added}", 1), "utf-8")
    line = guide_of(session).split("\n").index(added.split("\n")[0]) + 1
    opened_at: list[int] = []
    monkeypatch.setattr(external_editor, "edit", lambda app, path, line: opened_at.append(line))
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, f"! {counted}")
        await pilot.press("end")
        page = app.screen.query_one("#page", Rows)
        await until(pilot, lambda: page.rows[0].words.plain == f"Line {line}, below rules: {words}")
        await pilot.press("e")
        await until(pilot, lambda: opened_at == [line])
        path.write_text(guide_of(session).replace(added, mended), "utf-8")
        app.on_app_focus()
        await until(pilot, lambda: counted not in text_of(app))


@both_sizes
async def test_a_damaged_guide_says_where_and_can_still_be_read(session: Session, size: Size) -> None:
    damaged = damage(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "The guide is damaged")
        line = damaged.split("\n").index(next(one for one in damaged.split("\n") if "begin harm" in one)) + 1
        page = "\n".join(row.words.plain for row in app.screen.query_one("#page", Rows).rows)
        assert f"guide.md:{line}" in page
        await pilot.press("down")
        await shows(pilot, "This is how the Retail team")
        assert guide_of(session) == damaged


async def test_a_guide_whose_template_nobody_agreed_to_is_not_called_damaged(session: Session) -> None:
    manifest = session.folder.path.parent / "house-style" / "template.toml"
    template_authoring.begin(manifest.parent)
    manifest.write_text(manifest.read_text("utf-8") + "\n# ours\n", "utf-8")
    settings = session.folder.settings_path
    said = settings.read_text("utf-8")
    settings.write_text(said.replace('template = "living-guide"', 'template = "../house-style"'), "utf-8")
    app = LevelbookApp(Session.open(session.folder.path), "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "Cannot assemble")
        assert "amaged" not in text_of(app)
        await pilot.press("b")
        await until(pilot, lambda: any("agreed to it yet" in one.message for one in app._notifications))
        assert "amaged" not in text_of(app)


@both_sizes
async def test_r_repairs_a_damaged_guide_when_that_is_meant(session: Session, size: Size) -> None:
    damaged = damage(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "The guide is damaged")
        for no in ("enter", "n", "escape"):
            await pilot.press("r")
            await until(pilot, lambda: isinstance(app.screen, Picker))
            await pilot.press(no)
            await until(pilot, lambda: isinstance(app.screen, GuideScreen))
            assert guide_of(session) == damaged
        await pilot.press("b")
        await shows(pilot, "repair it before you review")
        await pilot.press("r", "y")
        await until(pilot, lambda: guide_of(session) != damaged)
        assert blocks.parse(guide_of(session)).blocks
        assert {line.strip() for line in damaged.split("\n")} <= {
            line.strip() for line in guide_of(session).split("\n")
        }
        await until(pilot, lambda: "The guide is damaged" not in text_of(app))


async def test_r_merges_what_git_left_in_conflict_and_says_so(session: Session) -> None:
    path, text = session.folder.guide_path, guide_of(session)
    end = next(line for line in text.split("\n") if line.startswith("<!-- levelbook:end "))
    sides = f"<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> other\n{end}"
    path.write_text(text.replace(end, sides, 1), "utf-8")
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "git left a conflict here")
        await pilot.press("r", "y")
        await shows(pilot, "Merged: everything that people wrote on either branch is kept.")
        assert {"Ours.", "Theirs."} <= set(guide_of(session).split("\n"))


async def test_where_nothing_is_damaged_r_changes_nothing(session: Session) -> None:
    before = guide_of(session)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await known(pilot)
        await pilot.press("r")
        await shows(pilot, "Nothing in the guide is damaged.")
        assert guide_of(session) == before


# The editor


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("vi", ["vi", "+7", "g.md"]),
        ("/usr/bin/nvim -n", ["/usr/bin/nvim", "-n", "+7", "g.md"]),
        ("emacs -nw", ["emacs", "-nw", "+7", "g.md"]),
        ("micro", ["micro", "+7", "g.md"]),
        ("hx", ["hx", "g.md:7"]),
        ("code", ["code", "-w", "-g", "g.md:7"]),
        ("code --wait", ["code", "--wait", "-g", "g.md:7"]),
        ("subl", ["subl", "-w", "g.md:7"]),
        ("'my editor' -x", ["my editor", "-x", "g.md"]),
    ],
)
def test_an_editor_is_told_the_line_where_it_is_known_to_take_one(given: str, expected: list[str]) -> None:
    assert external_editor.command({"EDITOR": given}, Path("g.md"), 7) == expected


def test_visual_comes_before_editor_and_without_either_it_says_what_to_set() -> None:
    assert external_editor.command({"VISUAL": "vim", "EDITOR": "ed"}, Path("g.md"), 1)[0] == "vim"
    for nothing in ({}, {"EDITOR": " "}, {"VISUAL": "", "EDITOR": ""}):
        with pytest.raises(UsedWrongly) as refused:
            external_editor.command(nothing, Path("g.md"), 1)
        assert "EDITOR" in refused.value.remedy
    with pytest.raises(UsedWrongly):
        external_editor.command({"EDITOR": "'vi"}, Path("g.md"), 1)


async def test_without_an_editor_e_says_what_to_set(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await known(pilot)
        await pilot.press("e")
        await shows(pilot, "No editor is set.")
        assert "export EDITOR=nano" in " ".join(text_of(app).replace("▌", "").split()), "it may go over two lines"


async def test_a_terminal_that_cannot_step_aside_is_told_in_words(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await known(pilot)
        await pilot.press("e")
        await shows(pilot, "This terminal cannot be suspended for an editor")
        assert isinstance(app.screen, GuideScreen)


F6 = "\x1b[17~"


def a_script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_e_opens_the_guide_at_the_chapter_in_ones_own_editor_and_reads_it_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a real terminal, with a real editor: told Ctrl-C, as levelbook is too, it waits for a line and writes it."""
    said = tmp_path / "said"
    script = a_script(
        tmp_path / "vi",
        f'kill -INT $PPID\nkill -QUIT $PPID\nprintf "%s\\n" "$@" > {said}\nread answer\n'
        'printf "\\nWritten in the editor [/] %s\\n" "$answer" >> "$2"',
    )
    monkeypatch.setenv("VISUAL", str(script))
    session = opened(root)
    chapters = view.chapters(guide_of(session))
    place, line = len(chapters) - 1, chapters[-1].line
    with Terminal(root / "book", 100, 60) as terminal:
        terminal.shows("Retail")
        terminal.press(F6)
        terminal.shows("▸ Start")
        terminal.press("j" * place)
        terminal.shows(f"▸ {chapters[-1].title}")
        terminal.press("e")
        terminal.until(said.exists)
        terminal.press("yes\r")
        terminal.shows("Written in the editor [/] yes")
        terminal.press("q")
        assert terminal.drain() == 0
        assert b"Traceback" not in terminal.raw
    assert said.read_text().split("\n")[:2] == [f"+{line}", str(session.folder.guide_path)]
    assert "Written in the editor [/] yes" in guide_of(session)


@pytest.mark.parametrize(
    ("body", "words"), [("exit 3", "ended with error 3"), ("kill -9 $$", "was ended by SIGKILL"), (None, "no program")]
)
def test_an_editor_that_fails_is_told_in_words(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str | None, words: str
) -> None:
    script = tmp_path / "ed"
    if body is not None:
        a_script(script, body)
    monkeypatch.setenv("VISUAL", str(script))
    with Terminal(root / "book", 160, 40) as terminal:
        terminal.shows("Retail")
        terminal.press(F6)
        terminal.shows("▸ Start")
        terminal.press("e")
        terminal.shows(words)
        terminal.press("q")
        assert terminal.drain() == 0


async def test_a_comparison_that_was_overtaken_and_ends_last_says_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = session.folder.guide_path
    end = "<!-- levelbook:end rules -->\n"
    path.write_text(guide_of(session).replace(end, f"{end}\nSee [Ours](#gone).\n", 1), "utf-8")
    begun, may_end, ended = Event(), Event(), list[int]()
    look, compare = guide_links.dead_links_in, GuideScreen._compare

    def slow_at_first(*given: Any) -> Any:
        found = look(*given)
        if not begun.is_set():
            begun.set()
            may_end.wait()
        return found

    def noted(self: GuideScreen, *given: Any) -> None:
        compare(self, *given)
        ended.append(1)

    monkeypatch.setattr(guide_links, "dead_links_in", slow_at_first)
    monkeypatch.setattr(GuideScreen, "_compare", noted)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, begun.is_set)
        path.write_text(guide_of(session).replace("#gone", "#our-rules-on-one-page"), "utf-8")
        cast("GuideScreen", app.screen).redraw()
        await until(pilot, lambda: len(ended) == 1)
        may_end.set()
        await until(pilot, lambda: len(ended) == 2)
        await pilot.pause()
        assert "dead link" not in text_of(app)
