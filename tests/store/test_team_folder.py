"""The folder that holds one team's book."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.shown_names import People
from levelbook.core.errors import CouldNotWrite, FileIsWrong, NoTeamFolder, UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.store.folder_search import find
from levelbook.store.team_folder import Settings, System, create, open_folder, parse_settings, settings_toml
from support.hostile_texts import HOSTILE

RETAIL = Settings(
    team="Retail Assistant",
    organisation="Example Bank",
    about="Ask Alder",
    frameworks=("owasp-llm-top10-2026", "eu-ai-act"),
    timezone="Europe/Berlin",
)

line = (st.text(max_size=30) | st.sampled_from([text for _, text in HOSTILE])).map(clean_line)
no_surrogates = line.filter(lambda text: text.isprintable() or "\ud800" not in text)


def a_team_folder(path: Path) -> Path:
    create(path, RETAIL)
    return path.resolve()


# --- Settings ---------------------------------------------------------------------------------------------------------


def test_new_settings_are_readable_and_say_what_they_are_for() -> None:
    assert settings_toml(RETAIL) == (
        "# The settings of this team's book. Edit them freely: levelbook only reads this file.\n"
        "format = 1\n"
        'team = "Retail Assistant"\n'
        '\n# Optional.\norganisation = "Example Bank"\n'
        '\n# Optional: the system or work that is assessed.\nabout = "Ask Alder"\n'
        '\n# Optional: who may see the guide and the record; shown at their top.\n# handling = ""\n'
        "\n# Optional: names, with model and version where a system has them, are shown at the top of both.\n"
        '# systems = [{ name = "", model = "", version = "" }]\n'
        '\n# One that comes with levelbook, or the path of a folder.\nquestionnaire = "genai-security"\n'
        '\n# The template that lays out the guide.\ntemplate = "living-guide"\n'
        '\n# Where the guide is written; people may write in it.\nguide = "guide.md"\n'
        '\n# Frameworks whose coverage the record shows.\nframeworks = ["owasp-llm-top10-2026", "eu-ai-act"]\n'
        "\n# Days from one edition to the next round.\nround_days = 92\n"
        '\n# The time zone for dates; UTC unless you name one.\ntimezone = "Europe/Berlin"\n'
        "\n# How names are shown to others, or none; shown as they are unless you set this.\n"
        '# people = "initials"\n'
    )


def test_the_example_of_the_design_is_understood() -> None:
    text = (
        'format = 1\nteam = "Retail Assistant"\norganisation = "Example Bank"        # optional\n'
        'about = "Ask Alder"\nquestionnaire = "genai-security"\ntemplate = "living-guide"\nguide = "guide.md"\n'
        'frameworks = ["owasp-llm-top10-2026", "eu-ai-act"]\nround_days = 92\ntimezone = "Europe/Berlin"\n'
    )

    assert parse_settings(text, "levelbook.toml") == RETAIL


@pytest.mark.parametrize("people", ["initials", "none"])
def test_how_names_are_shown_is_kept_where_somebody_says_it(people: People) -> None:
    settings = Settings(team="A", people=people)

    assert parse_settings(settings_toml(settings), "levelbook.toml") == settings


def test_what_is_optional_is_shown_as_a_comment_until_somebody_says_it() -> None:
    text = settings_toml(Settings(team="A"))

    assert '# organisation = ""' in text
    assert parse_settings(text, "levelbook.toml") == Settings(team="A")


systems = st.lists(st.builds(System, name=line.filter(bool), model=line, version=line), max_size=2).map(tuple)


@given(line.filter(bool), line, line, systems, line.filter(bool), st.lists(line.filter(bool), max_size=3))
def test_settings_read_back_whatever_people_call_themselves(
    team: str, about: str, handling: str, systems: tuple[System, ...], questionnaire: str, frameworks: list[str]
) -> None:
    settings = Settings(
        team=team,
        about=about,
        handling=handling,
        systems=systems,
        questionnaire=questionnaire,
        frameworks=tuple(frameworks),
    )

    assert parse_settings(settings_toml(settings), "levelbook.toml") == settings


def problems_of(text: str) -> list[str]:
    with pytest.raises(FileIsWrong) as caught:
        parse_settings(text, "levelbook.toml")
    return [str(problem) for problem in caught.value.problems]


def test_every_mistake_is_told_at_once_and_a_misspelt_key_gets_the_nearest() -> None:
    text = 'format = 1\nteam = ""\norganization = "x"\nround_days = "92"\nguide = "../guide.md"\nframeworks = "a"\n'

    assert problems_of(text) == [
        "levelbook.toml:2: team: This text is empty.",
        "levelbook.toml:5: guide: This is the text “../guide.md”: "
        "this must be a path inside the team folder, such as guide.md or pages/security.md.",
        "levelbook.toml:6: frameworks: This is the text “a”; it must be a list.",
        "levelbook.toml:4: round_days: This is the text “92”; it must be a whole number.",
        "levelbook.toml:3: organization: There is no such key here. Did you mean “organisation”?",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('systems = "Ask Alder"', "systems: This is the text “Ask Alder”; it must be a list."),
        ('systems = ["Ask Alder"]', "systems[0]: This is the text “Ask Alder”; it must be a table."),
        ('systems = [{ model = "x" }]', "systems[0].name: This key is missing."),
        ('systems = [{ name = "" }]', "systems[0].name: This text is empty."),
        (
            'systems = [{ name = "a" }, { name = "b", version = 3 }]',
            "systems[1].version: This is the number 3; it must be text in quotes.",
        ),
        (
            'systems = [{ name = "a", modell = "b" }]',
            "systems[0].modell: There is no such key here. Did you mean “model”?",
        ),
        ('handling = ["Internal"]', "handling: This is a list of 1; it must be text in quotes."),
        ('handeling = "Internal"', "handeling: There is no such key here. Did you mean “handling”?"),
    ],
)
def test_a_mistake_in_handling_or_systems_is_told_with_its_place(line: str, said: str) -> None:
    assert problems_of(f'format = 1\nteam = "A"\n{line}\n') == [f"levelbook.toml:3: {said}"]


@pytest.mark.parametrize(
    "guide",
    [
        "../guide.md", "/etc/guide.md", "a/../../guide.md", "", ".", "a//b.md", "a\\b.md", "C:guide.md", "./guide.md",
        "record.md", "Record.md", "answers.toml", "levelbook.toml", "editions/guide.md", "charts/x.md", "ballots/x.md",
        ".git/x.md", "a/.hidden.md", "guide.html", "guide\u202e.md", "guide.md\n", "~/.md",
        f"{'a/' * 500}guide.md",
    ],
)  # fmt: skip
def test_the_guide_stays_inside_the_folder_and_off_what_levelbook_keeps_there(guide: str) -> None:
    with pytest.raises(ValueError, match="guide"):
        Settings(team="A", guide=guide)


@pytest.mark.parametrize("guide", ["guide.md", "pages/security.md", "Our guide.md", "säkerhet.MD"])
def test_the_guide_may_be_called_otherwise(guide: str) -> None:
    assert Settings(team="A", guide=guide).guide == guide


# --- The folder -------------------------------------------------------------------------------------------------------


def test_a_new_folder_holds_its_settings_and_knows_where_everything_lives(tmp_path: Path) -> None:
    folder = create(tmp_path / "docs" / "security", RETAIL)

    assert [entry.name for entry in folder.path.iterdir()] == ["levelbook.toml"]
    assert open_folder(folder.path) == folder
    assert [
        place.relative_to(tmp_path / "docs" / "security").as_posix()
        for place in (
            folder.settings_path,
            folder.answers_path,
            folder.guide_path,
            folder.record_path,
            folder.charts_path,
            folder.editions_path,
            folder.ballots_path,
        )
    ] == ["levelbook.toml", "answers.toml", "guide.md", "record.md", "charts", "editions", "ballots"]


def test_a_folder_that_is_one_already_is_left_alone(tmp_path: Path) -> None:
    create(tmp_path, RETAIL)
    old = (tmp_path / "levelbook.toml").read_bytes()

    with pytest.raises(UsedWrongly):
        create(tmp_path, Settings(team="Other"))

    assert (tmp_path / "levelbook.toml").read_bytes() == old


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CouldNotWrite):
        create(tmp_path / "file" / "deeper", RETAIL)


def test_opening_what_is_no_team_folder_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(NoTeamFolder) as caught:
        open_folder(tmp_path)

    assert "levelbook init" in caught.value.remedy


def test_the_first_upwards_is_found(tmp_path: Path) -> None:
    outer = a_team_folder(tmp_path)
    inner = a_team_folder(tmp_path / "a" / "b")
    (tmp_path / "a" / "b" / "editions" / "x").mkdir(parents=True)

    assert find(tmp_path / "a" / "b" / "editions" / "x") == inner
    assert find(tmp_path / "a" / "b") == inner
    assert find(tmp_path / "a") == outer


@pytest.mark.parametrize("what", ["folder", "pipe", "link to nothing"])
def test_settings_that_are_no_ordinary_file_are_a_wrong_file_and_no_missing_book(tmp_path: Path, what: str) -> None:
    outer = a_team_folder(tmp_path)
    inner = outer / "a"
    (inner / "below").mkdir(parents=True)
    settings = inner / "levelbook.toml"
    put = {
        "folder": settings.mkdir,
        "pipe": lambda: os.mkfifo(settings),
        "link to nothing": lambda: settings.symlink_to("x"),
    }
    put[what]()

    assert find(inner / "below") == find(inner) == inner
    with pytest.raises(FileIsWrong):
        open_folder(inner)


def test_the_only_one_below_is_found(tmp_path: Path) -> None:
    below = a_team_folder(tmp_path / "docs" / "genai-security")
    for unseen in (".git", "node_modules/x", ".venv", "venv", "docs/editions"):
        (tmp_path / unseen).mkdir(parents=True)
        (tmp_path / unseen / "levelbook.toml").write_text("")

    assert find(tmp_path) == below


def test_a_working_folder_given_with_dots_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_team_folder(tmp_path / "a")
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "b")

    assert find(Path("../a")) == folder


def test_several_below_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    a_team_folder(tmp_path / "docs" / "one")
    a_team_folder(tmp_path / "docs" / "two")

    with pytest.raises(NoTeamFolder) as caught:
        find(tmp_path)

    assert "docs/one, docs/two" in caught.value.message
    assert "levelbook -C docs/one" in caught.value.remedy


def test_a_copy_in_a_built_site_and_a_portfolios_books_count_where_there_is_no_other(tmp_path: Path) -> None:
    for unlike, mark in (("site", "index.html"), ("forty/teams", "portfolio.toml")):
        a_team_folder(tmp_path / unlike / "genai-security")
        (tmp_path / unlike.partition("/")[0] / mark).write_text("")
    assert find(tmp_path / "site") == find(tmp_path / "site" / "genai-security")
    with pytest.raises(NoTeamFolder, match="There are 2 books below") as caught:
        find(tmp_path)
    assert "portfolio`" not in caught.value.remedy

    a_team_folder(tmp_path / "forty" / "teams" / "other")
    with pytest.raises(NoTeamFolder, match="There are 2 books below") as caught:
        find(tmp_path / "forty")
    assert f"`levelbook -C {tmp_path / 'forty'} portfolio` opens the portfolio." in caught.value.remedy

    own = a_team_folder(tmp_path / "docs" / "genai-security")
    assert find(tmp_path) == own


def test_none_at_all_says_how_to_start_one(tmp_path: Path) -> None:
    for start in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoTeamFolder):
            find(start)
    with pytest.raises(NoTeamFolder, match="no book") as caught:
        find(tmp_path)
    assert "levelbook init" in caught.value.remedy


def test_looking_below_ends_even_where_folders_go_round_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    deep = tmp_path.joinpath(*"abcdefghij")
    deep.mkdir(parents=True)
    (deep / "levelbook.toml").write_text("")

    with pytest.raises(NoTeamFolder):
        find(tmp_path)


def test_folders_that_may_not_be_read_are_passed_over(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (tmp_path / "closed").mkdir(mode=0)
    folder = a_team_folder(tmp_path / "open")

    assert find(tmp_path) == folder


def test_of_many_books_below_ten_are_named_and_the_others_counted(tmp_path: Path) -> None:
    for number in range(13):
        (tmp_path / f"team-{number:02}").mkdir()
        (tmp_path / f"team-{number:02}" / "levelbook.toml").write_text("")

    with pytest.raises(NoTeamFolder) as caught:
        find(tmp_path)

    assert "There are 13 books below" in caught.value.message
    assert caught.value.message.endswith("team-08, team-09 and 3 more.")
