"""A participant fills in a form: the file opened from disk in a real Chromium."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from levelbook.core.answers.answers import Answer
from levelbook.export.ballot_form.page import ballot_form_of
from levelbook.store import answers_text
from levelbook.store.ballot_import import BallotImport
from levelbook.words.standing import answered_of_words
from support import bank
from support.ballot_forms import Filler, a_form, a_practice, written


def fill_in(filler: Filler) -> None:
    """A level with a note, "I can't say", and only a note."""
    filler.name.fill("Ana Lima")
    filler.choice(0, 2).check()
    filler.note(0).fill("The daily cap is a guess.\nAsk Tom.")
    filler.choice(1, "unsure").check()
    filler.note(3).fill("No idea who does this.")


FILLED_IN = {
    "section-1.practice-0": Answer(level=2, note="The daily cap is a guess.\nAsk Tom.", wording="00000000"),
    "section-1.practice-1": Answer(unsure=True, wording="00000001"),
    "section-2.practice-3": Answer(note="No idea who does this.", wording="00000003"),
}


# --- What is seen -----------------------------------------------------------------------------------------------------


def test_the_page_says_who_asks_about_what_and_how_long_it_takes(open_form) -> None:
    page = open_form().page

    assert page.title() == "Ballot for Retail Assistant"
    expect(page.get_by_role("heading", level=1)).to_have_text("Retail Assistant")
    expect(page.get_by_role("banner")).to_contain_text("About Ask Alder")
    expect(page.get_by_role("banner")).to_contain_text("4 questions, about 5 minutes.")
    expect(page.get_by_role("contentinfo")).to_contain_text(
        "A tiny questionnaire 1.0.0. This form was made on 22 November 2026"
    )


def test_a_team_without_a_system_is_not_about_anything(open_form) -> None:
    expect(open_form(a_form(about="")).page.locator("#about")).to_be_hidden()


def test_each_level_is_a_radio_button_named_by_number_name_and_statement(open_form) -> None:
    filler = open_form()
    group = filler.page.get_by_role("group", name="How do you mind practice 1?")

    names = ["0 Absent", "1 Ad hoc", "2 Defined", "3 Implemented", "4 Measured and improving"]
    for level, name in enumerate(names):
        radio = group.get_by_role("radio", name=f"{name} Practice 1 looks like level {level}.", exact=True)
        expect(radio).to_have_value(str(level))
        expect(radio).not_to_be_checked()
    expect(group.get_by_role("radio", name="I can’t say", exact=True)).not_to_be_checked()
    expect(group.get_by_role("radio", name="No answer", exact=True)).to_be_checked()


def test_essential_and_inherited_practices_say_so_in_words(open_form) -> None:
    filler = open_form()

    for place in range(4):
        expect(filler.practice(place).get_by_text("Essential", exact=True)).to_have_count(1 if place % 2 == 0 else 0)
        expect(filler.practice(place).get_by_text("Your provider does this.")).to_have_count(1 if place == 3 else 0)


def test_progress_is_said_in_words_for_everything_and_for_each_section(open_form) -> None:
    filler = open_form()
    expect(filler.page.get_by_text("0 of 4 answered", exact=True)).to_be_visible()

    filler.choice(0, 2).check()
    filler.choice(1, "unsure").check()
    filler.note(2).fill("Only a note is no answer.")

    expect(filler.page.locator("#progress")).to_have_text("1 of 4 answered, 1 unsure")
    expect(filler.page.get_by_role("navigation").get_by_role("listitem")).to_have_text(
        ["Section 1 1 of 2, 1 unsure", "Section 2 0 of 2", "Save your ballot"]
    )
    filler.choice(1, 0).check()
    expect(filler.page.get_by_role("navigation").get_by_role("listitem").first).to_have_text("Section 1 all answered")
    filler.choice(0, "").check()
    expect(filler.page.locator("#progress")).to_have_text("1 of 4 answered")


def test_progress_is_spoken_once_it_is_quiet_and_not_at_every_key(open_form, context: BrowserContext) -> None:
    filler = open_form()
    spoken = filler.page.get_by_role("status").and_(filler.page.locator("#spoken"))
    context.clock.install(time=0)
    context.clock.pause_at(1_000)

    for level in range(5):
        filler.choice(0, level).check()
        context.clock.run_for(500)
    filler.choice(1, 1).check()
    context.clock.run_for(1_000)
    expect(spoken).to_have_text("1 of 4 answered")
    context.clock.run_for(500)
    expect(spoken).to_have_text("2 of 4 answered")


# --- Going through it -------------------------------------------------------------------------------------------------


def test_next_goes_to_the_first_unanswered_after_the_one_looked_at_and_begins_again_after_the_end(open_form) -> None:
    filler = open_form()
    filler.choice(1, 3).check()

    filler.button("Next unanswered").click()
    assert filler.focused() == "practice-2="
    filler.button("Next unanswered").click()
    assert filler.focused() == "practice-3="
    filler.button("Next unanswered").click()
    assert filler.focused() == "practice-0="


def test_next_goes_to_the_end_when_everything_is_answered(open_form) -> None:
    filler = open_form()
    for place in range(4):
        filler.choice(place, 1).check()

    filler.button("Next unanswered").click()

    assert filler.focused() == "save"
    expect(filler.page.locator("#summary")).to_have_text("You have answered everything.")


def test_the_page_counts_what_the_book_will_count(open_form) -> None:
    filler = open_form()
    for place, choice in enumerate((1, "unsure", 2, "unsure")):
        filler.choice(place, choice).check()

    filler.button("Next unanswered").click()

    words = answered_of_words(["answered", "unsure", "answered", "unsure"])
    expect(filler.page.locator("#progress")).to_have_text(words)
    assert filler.focused() == "save", "nothing is left to go to"
    expect(filler.page.locator("#summary")).to_have_text("Every question has an answer or “I can’t say”.")


def test_what_is_gone_to_is_not_covered_by_the_bar(open_form) -> None:
    filler = open_form(viewport={"width": 375, "height": 640})
    filler.choice(0, 1).check()

    filler.button("Next unanswered").click()

    bar, practice = filler.page.locator(".bar").bounding_box(), filler.practice(1).bounding_box()
    assert bar is not None and practice is not None
    assert bar["y"] + bar["height"] <= practice["y"] < 640


def test_by_keyboard_alone_from_the_start_to_the_saved_file(open_form) -> None:
    filler = open_form()
    keys = filler.page.keyboard
    keys.press("Tab")
    expect(filler.page.get_by_role("link", name="Skip to the questions")).to_be_focused()

    filler.tab_to("name")
    keys.type("Ana Lima")
    filler.tab_to("practice-0=")
    keys.press("2")
    filler.tab_to("note-0")
    keys.type("The daily cap is a guess.")
    keys.press("Enter")
    keys.type("Ask Tom.")
    filler.tab_to("practice-1=")
    keys.press("ArrowUp")  # back from "No answer" to "I can't say"
    keys.press("Enter")
    assert filler.focused() == "practice-2="
    keys.press("ArrowDown")  # on from the end to the first
    keys.press("ArrowDown")
    keys.press("7")  # no such level
    keys.press("Enter")
    assert filler.focused() == "practice-3="
    filler.tab_to("note-3")
    keys.type("No idea who does this.")
    filler.tab_to("save-ballot")
    with filler.page.expect_download() as download:
        keys.press("Enter")

    book = answers_text.parse(download.value.path().read_bytes(), "ballot.toml")
    assert book.answers == {**FILLED_IN, "section-2.practice-2": Answer(level=1, wording="00000002")}
    assert filler.focused() == "saved"


def test_the_skip_link_leads_to_the_questions(open_form) -> None:
    filler = open_form()
    filler.page.keyboard.press("Tab")
    filler.page.keyboard.press("Enter")
    expect(filler.page.locator("#questions")).to_be_focused()
    filler.page.keyboard.press("Tab")

    assert filler.focused() == "practice-0="


# --- The file ---------------------------------------------------------------------------------------------------------


def test_the_saved_file_holds_exactly_what_was_chosen(open_form) -> None:
    filler = open_form()
    fill_in(filler)

    name, saved = filler.save()

    assert name == "ballot-ana-lima.toml"
    assert re.sub('form = "[0-9a-f]{4}"', 'form = "1a2b"', saved.decode()) == (
        "# A ballot for levelbook. Hand it to whoever runs the workshop; `levelbook ballot import FILE` takes it in.\n"
        "format = 1\n"
        'questionnaire = "tiny"\n'
        'version = "1.0.0"\n'
        "tables = 3\n"
        'team = "Retail Assistant"\n'
        'after = ""\n'
        'form = "1a2b"\n'
        'participant = "Ana Lima"\n'
        "\n"
        "[answers.section-1.practice-0]\n"
        "level = 2\n"
        'note = "The daily cap is a guess.\\nAsk Tom."\n'
        'wording = "00000000"\n'
        "\n"
        "[answers.section-1.practice-1]\n"
        "unsure = true\n"
        'wording = "00000001"\n'
        "\n"
        "[answers.section-2.practice-3]\n"
        'note = "No idea who does this."\n'
        'wording = "00000003"\n'
    )
    book = answers_text.parse(saved, "ballot.toml")
    assert (book.questionnaire, book.version, book.answers) == ("tiny", "1.0.0", FILLED_IN)


def test_every_level_of_the_bank_is_taken_in_as_it_was_chosen(open_form, tmp_path: Path) -> None:
    scorecard = bank.assessments()[1].scorecard
    form = ballot_form_of(scorecard, team="Retail Assistant", about="Ask Alder", only_essential=True)
    filler = open_form(form)
    filler.name.fill("Noor")
    levels = {practice.id: place % 5 for place, practice in enumerate(form.practices)}
    for place, level in enumerate(levels.values()):
        filler.choice(place, level).check()

    name, saved = filler.save()
    (tmp_path / name).write_bytes(saved)

    taken = BallotImport(tmp_path / "ballots", scorecard.tailoring).import_one(tmp_path / name)

    assert (taken.refused, taken.remarks) == (None, ())
    assert taken.ballot is not None and taken.ballot.id == "noor"
    assert {name: answer.level for name, answer in taken.ballot.book.answers.items()} == levels
    inherited = {practice.id: practice.inherited for practice in form.practices}
    for name, answer in taken.ballot.book.answers.items():
        assert answer.wording == scorecard.questionnaire.wording(name, inherited=inherited[name])


def test_the_text_is_there_to_copy_for_who_gets_no_download(open_form, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    filler = open_form()
    fill_in(filler)
    _, saved = filler.save()

    expect(filler.page.get_by_role("textbox", name="This is what the file holds")).to_have_value(saved.decode())
    filler.button("Copy the text").click()
    expect(filler.page.get_by_text("Copied.")).to_be_visible()
    assert filler.page.evaluate("navigator.clipboard.readText()") == saved.decode()


def test_a_browser_without_a_clipboard_selects_the_text(open_form, context: BrowserContext) -> None:
    context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { get() { return undefined; } });"
        "document.execCommand = () => false;"
    )
    filler = open_form()
    fill_in(filler)
    _, saved = filler.save()

    filler.button("Copy the text").click()

    expect(filler.page.get_by_text("The text is selected: copy it with your keyboard.")).to_be_visible()
    assert filler.page.evaluate("getSelection().toString()") == saved.decode()


def test_a_change_after_saving_is_pointed_out_until_it_is_saved_too(open_form) -> None:
    filler = open_form()
    fill_in(filler)
    filler.save()
    hint = filler.page.get_by_text("You have made changes since. Save again.")
    expect(hint).to_be_hidden()

    filler.choice(2, 4).check()
    expect(hint).to_be_visible()
    _, again = filler.save()

    expect(hint).to_be_hidden()
    assert answers_text.parse(again, "ballot.toml").answers["section-2.practice-2"].level == 4


def test_a_name_is_asked_for_in_words_beside_the_field(open_form) -> None:
    filler = open_form()
    filler.choice(0, 2).check()
    filler.name.fill("   ")

    filler.button("Save my ballot").click()

    assert filler.focused() == "name"
    expect(filler.name).to_have_attribute("aria-invalid", "true")
    expect(filler.name).to_have_accessible_description(
        re.compile("Write your name here, or tick “Without my name” below.")
    )
    expect(filler.page.locator("#saved")).to_be_hidden()
    filler.name.fill("Ana")
    expect(filler.page.locator("#name-missing")).to_be_hidden()
    assert filler.save()[0] == "ballot-ana.toml"


def test_an_anonymous_ballot_names_nobody(open_form) -> None:
    filler = open_form()
    fill_in(filler)
    filler.page.get_by_label("Without my name").check()
    expect(filler.name).to_be_disabled()

    name, saved = filler.save()

    assert re.fullmatch(r"ballot-anonymous-[0-9a-f]{4}\.toml", name)
    assert "participant" not in tomllib.loads(saved.decode())
    assert b"Ana" not in saved
    assert answers_text.parse(saved, "ballot.toml").answers == FILLED_IN
    assert tomllib.loads(saved.decode())["form"] in name
    assert filler.save()[0] == name


def test_a_ballot_that_says_nothing_is_not_saved(open_form) -> None:
    filler = open_form()
    filler.name.fill("Ana")
    filler.note(1).fill("  \n ")

    filler.button("Save my ballot").click()

    expect(filler.page.get_by_role("alert")).to_have_text(
        "There is nothing to save yet: no question has an answer or a note."
    )
    expect(filler.page.locator("#saved")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ana Lima", "ballot-ana-lima.toml"),
        ("  José  Müller-Ørsted ", "ballot-jose-muller-ørsted.toml"),
        ("שלום עולם", "ballot-שלום-עולם.toml"),
        ("../../etc/passwd", "ballot-etc-passwd.toml"),
        ("\u202egpj.exe", "ballot-gpj-exe.toml"),
        ("👍🏽", "ballot-participant.toml"),
        ("x" * 300, f"ballot-{'x' * 40}.toml"),
        ("</script><img src=x onerror=alert(1)>", "ballot-script-img-src-x-onerror-alert-1.toml"),
    ],
)
def test_the_file_is_named_after_the_participant_whatever_the_name(open_form, name: str, file: str) -> None:
    filler = open_form()
    filler.choice(0, 2).check()
    filler.name.fill(name)

    found, saved = filler.save()

    assert found == file
    assert tomllib.loads(saved.decode())["participant"] == name.strip()[:120]


# --- What was typed is kept -------------------------------------------------------------------------------------------


def expect_filled_in(filler: Filler) -> None:
    expect(filler.name).to_have_value("Ana Lima")
    expect(filler.choice(0, 2)).to_be_checked()
    expect(filler.note(0)).to_have_value("The daily cap is a guess.\nAsk Tom.")
    expect(filler.choice(1, "unsure")).to_be_checked()
    expect(filler.choice(2, "")).to_be_checked()
    expect(filler.note(3)).to_have_value("No idea who does this.")


def test_a_reload_loses_nothing(open_form) -> None:
    filler = open_form()
    fill_in(filler)

    filler.page.reload()

    expect_filled_in(filler)
    expect(filler.page.locator("#progress")).to_have_text("1 of 4 answered, 1 unsure")
    assert answers_text.parse(filler.save()[1], "ballot.toml").answers == FILLED_IN


def test_anonymous_stays_anonymous_over_a_reload(open_form) -> None:
    filler = open_form()
    filler.choice(0, 2).check()
    filler.page.get_by_label("Without my name").check()
    name, _ = filler.save()

    filler.page.reload()

    expect(filler.page.get_by_label("Without my name")).to_be_checked()
    assert filler.save()[0] == name


def test_the_same_form_in_another_folder_goes_on_and_one_that_asks_something_else_begins_anew(
    open_form, tmp_path: Path
) -> None:
    fill_in(open_form())

    expect_filled_in(open_form(path=written(tmp_path / "moved.html", a_form())))
    reworded = a_form(practices=(a_practice(0, wording="ffffffff"), *a_form().practices[1:]))
    for other in (reworded, a_form(team="Another team"), a_form(version="1.1.0"), a_form(after="2026-11-22")):
        expect(open_form(path=written(tmp_path / "other.html", other)).page.locator("#progress")).to_have_text(
            "0 of 4 answered"
        )


def test_two_windows_of_one_form_lose_nothing_of_each_other(open_form) -> None:
    one = open_form()
    other = open_form()
    one.choice(0, 2).check()
    expect(other.choice(0, 2)).to_be_checked()
    other.choice(1, 3).check()
    expect(one.choice(1, 3)).to_be_checked()

    one.page.reload()

    expect(one.choice(0, 2)).to_be_checked()
    expect(one.choice(1, 3)).to_be_checked()


def test_a_window_that_slept_goes_on_from_what_another_kept_meanwhile(open_form) -> None:
    filler = open_form()
    filler.choice(0, 2).check()
    other = """() => {
        const ballot = JSON.parse(localStorage.getItem(place));
        ballot.answers.push(["section-1.practice-1", { choice: "3", note: "" }]);
        localStorage.setItem(place, JSON.stringify(ballot));
        window.dispatchEvent(new Event("focus"));
    }"""

    filler.page.evaluate(other)

    expect(filler.choice(1, 3)).to_be_checked()
    expect(filler.choice(0, 2)).to_be_checked()


@pytest.mark.parametrize(
    "kept",
    [
        *("", "{", "null", "7", '"x"', "[]"),
        '{"answers": 1, "name": {}}',
        '{"answers": [["section-1.practice-0", null], 3, [], [4]]}',
        '{"answers": [["section-1.practice-0", {"choice": "99", "note": 5}]]}',
        '{"answers": [["nobody.asks", {"choice": "1", "note": "x"}]]}',
    ],
)
def test_what_another_program_left_in_our_place_is_taken_for_nothing(open_form, kept: str) -> None:
    filler = open_form()
    filler.page.evaluate("kept => localStorage.setItem(place, kept)", kept)

    filler.page.reload()

    expect(filler.page.locator("#progress")).to_have_text("0 of 4 answered")
    filler.choice(0, 2).check()
    filler.name.fill("Ana")
    assert list(answers_text.parse(filler.save()[1], "ballot.toml").answers) == ["section-1.practice-0"]


@pytest.mark.parametrize(
    "refusal",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    ],
    ids=["forbidden", "full"],
)
def test_a_browser_that_keeps_nothing_is_named_before_anybody_types(
    open_form, context: BrowserContext, refusal: str
) -> None:
    context.add_init_script(refusal)
    filler = open_form()
    expect(filler.page.get_by_text("This browser does not keep what you type.")).to_be_visible()

    fill_in(filler)

    assert answers_text.parse(filler.save()[1], "ballot.toml").answers == FILLED_IN


def test_a_page_that_is_not_kept_asks_before_it_is_closed_unsaved(open_form, context: BrowserContext) -> None:
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    filler = open_form()
    filler.choice(0, 2).click()

    with filler.page.expect_event("dialog") as asked:
        filler.page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_starting_over_asks_in_the_page_and_can_be_thought_better_of(open_form) -> None:
    filler = open_form()
    fill_in(filler)

    filler.button("Start over").click()
    asked = "Clear 1 answer, 1 “I can’t say”, 2 notes and your name from this page?"
    expect(filler.page.get_by_text(asked)).to_be_visible()
    expect(filler.button("Keep everything")).to_be_focused()
    filler.page.keyboard.press("Escape")

    expect(filler.button("Start over")).to_be_focused()
    expect(filler.page.locator("#sure")).to_be_hidden()
    expect_filled_in(filler)


def test_nobody_is_told_that_they_can_save_before_there_is_something_to_save(open_form) -> None:
    filler = open_form()
    summary = filler.page.locator("#summary")

    expect(summary).to_have_text(re.compile(r"no answer\.$"))
    filler.choice(0, 2).click()
    expect(summary).to_have_text(re.compile(r"no answer\. You can still save\.$"))


def test_starting_over_speaks_of_no_name_where_none_was_typed(open_form) -> None:
    filler = open_form()
    filler.choice(0, 2).click()

    filler.button("Start over").click()

    expect(filler.page.get_by_text("Clear 1 answer and 0 notes from this page?")).to_be_visible()


def test_starting_over_clears_everything_for_good(open_form) -> None:
    filler = open_form()
    fill_in(filler)
    filler.save()

    filler.button("Start over").click()
    filler.button("Clear everything").click()

    for _ in range(2):
        expect(filler.name).to_have_value("")
        expect(filler.page.locator("#progress")).to_have_text("0 of 4 answered")
        expect(filler.note(0)).to_have_value("")
        expect(filler.page.locator("#saved")).to_be_hidden()
        assert filler.page.evaluate("localStorage.length") == 0
        filler.page.reload()


# --- Nothing goes in or out -------------------------------------------------------------------------------------------


def test_the_policy_stops_whatever_would_load_or_send(context: BrowserContext, tmp_path: Path) -> None:
    filler = Filler.at(context.new_page(), written(tmp_path / "ballot.html", a_form()))

    with_full_stop = filler.page.evaluate(
        """async () => {
            const stopped = [];
            document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
            const part = document.createElement("div");
            part.innerHTML =
                `<img src="http://127.0.0.1:9/x.png"><b style="color: red" onclick="window.owned = true">x</b>`;
            document.body.append(part);
            part.querySelector("b").click();
            const script = document.createElement("script");
            script.textContent = "window.owned = true";
            document.body.append(script);
            await fetch("http://127.0.0.1:9/").catch(() => {});
            await new Promise((done) => setTimeout(done));
            return [stopped.sort(), window.owned];
        }"""
    )

    assert with_full_stop == [["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-attr"], None]
