"""A questionnaire whose … is answered with …: every kind of problem, each from one slip in a valid questionnaire."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.packs import files
from levelbook.packs.check import check_questionnaire
from levelbook.packs.read import read_questionnaire

MAIN, DATA, CHANGES, TAILORING = (
    "questionnaire.toml",
    "sections/01-data.toml",
    "sections/02-changes.toml",
    "tailoring.toml",
)

# What is wrong, how it came about, where it is found, and words of the answer.
SLIPS: list[tuple[str, tuple[str, str, str], str, tuple[str, ...]]] = [
    # keys and values
    ("key is misspelt", (MAIN, "default_target", "default_traget"), f"{MAIN} default_traget", ("default_target",)),
    ("key deep inside is misspelt", (DATA, "impact = 3", "impct = 3"), f"{DATA} practices[0].impct", ("“impact”",)),
    ("key is missing", (DATA, 'rule = "Bring', '# rule = "Bring'), f"{DATA} practices[1].rule", ("missing",)),
    ("number is a text", (DATA, "impact = 3", 'impact = "3"'), f"{DATA} practices[0].impact", ("“3”", "whole number")),
    ("number is true", (DATA, "weight = 1 ", "weight = true "), f"{DATA} weight", ("true", "a number")),
    ("impact is 4", (DATA, "impact = 3", "impact = 4"), f"{DATA} practices[0].impact", ("4", "at most 3")),
    ("weight is 0", (DATA, "weight = 1 ", "weight = 0 "), f"{DATA} weight", ("more than 0",)),
    ("weight is infinite", (DATA, "weight = 1 ", "weight = inf "), f"{DATA} weight", ("finite",)),
    ("text is empty", (DATA, '"Looking after data"', '"  "'), f"{DATA} title", ("empty",)),
    ("list is a text", (DATA, 'roles = ["platform"]', 'roles = "platform"'), f"{DATA} practices[0].roles", ("list",)),
    ("moment is unknown", (DATA, '"design", "run"', '"deisgn"'), f"{DATA} practices[0].moments[0]", ("design",)),
    (
        "effort is unknown",
        (DATA, 'effort = "M"', 'effort = "XL"'),
        f"{DATA} practices[0].levels[3].actions[0].effort",
        ("S",),
    ),
    ("format is a later one", (MAIN, "format = 1", "format = 2"), f"{MAIN} format", ("format 2", "newer levelbook")),
    ("format is true", (MAIN, "format = 1", "format = true"), f"{MAIN} format", ("true",)),
    ("id has capitals", (MAIN, 'id = "small"', 'id = "Small"'), f"{MAIN} id", ("lower-case words",)),
    (
        "id leads out of the folder",
        (MAIN, '["data", "changes"]', '["../../x", "changes"]'),
        f"{MAIN} sections[0]",
        ("lower-case",),
    ),
    ("id is a device's name", (DATA, 'id = "backups"', 'id = "con"'), f"{DATA} practices[0].id", ("“con”",)),
    ("file is no TOML", (DATA, 'id = "data"', 'id = "data'), DATA, ("not valid TOML",)),
    # sections
    (
        "section has no file",
        (MAIN, '"changes"]', '"changes", "people"]'),
        f"{MAIN} sections[2]",
        ("sections/NN-people.toml",),
    ),
    ("section is listed twice", (MAIN, '"changes"]', '"changes", "data"]'), f"{MAIN} sections[2]", ("“data”", "twice")),
    ("section's file is not listed", (MAIN, ', "changes"]', "]"), CHANGES, ("lists no section “changes”",)),
    (
        "section's id is another than its file's",
        (DATA, 'id = "data"', 'id = "date"'),
        f"{DATA} id",
        ("“date”", "Write “data”"),
    ),
    ("section's id is a number", (MAIN, '"changes"]', '"7"]'), f"{MAIN} sections[1]", ("number",)),
    ("section's id has another meaning", (MAIN, '"changes"]', '"overall"]'), f"{MAIN} sections[1]", ("overall",)),
    # the scale
    (
        "scale has a hole",
        (MAIN, "level = 1\nname", "level = 5\nname"),
        f"{MAIN} scale[1].level",
        ("0, 5, 2, 3", "without a gap"),
    ),
    (
        "default target is above the scale",
        (MAIN, "default_target = 2", "default_target = 9"),
        f"{MAIN} default_target",
        ("0 to 3",),
    ),
    (
        "scale needs unknown evidence",
        (MAIN, 'needs = "tested"', 'needs = "testet"'),
        f"{MAIN} scale[3].needs",
        ("“tested”",),
    ),
    (
        "scale needs weaker evidence upwards",
        (MAIN, 'needs = "tested"', 'needs = "asserted"'),
        f"{MAIN} scale[3].needs",
        ("weaker", "“documented” or “tested”"),
    ),
    (
        "kind of evidence is there twice",
        (MAIN, 'id = "tested" ', 'id = "asserted" '),
        f"{MAIN} evidence_kinds[2].id",
        ("twice",),
    ),
    (
        "inherited scale lacks a level",
        (MAIN, "level = 3\nstatement", "level = 2\nstatement"),
        f"{MAIN} inherited_scale",
        ("Level 3 is missing",),
    ),
    # facts
    ("fact is there twice", (MAIN, 'id = "hosting"', 'id = "holds"'), f"{MAIN} facts[1].id", ("“holds”", "twice")),
    (
        "choice is there twice",
        (MAIN, 'id = "provider"', 'id = "ourselves"'),
        f"{MAIN} facts[1].choices[1].id",
        ("twice",),
    ),
    (
        "choice is a reserved word",
        (MAIN, '"ourselves", label', '"not-known", label'),
        f"{MAIN} facts[1].choices[0].id",
        ("not-known",),
    ),
    (
        "fact looks at a later one",
        (MAIN, "many = true   ", 'many = true\nwhen = { hosting = ["provider"] }'),
        f"{MAIN} facts[0].when.hosting",
        ("not asked before",),
    ),
    (
        "fact looks at an unknown one",
        (MAIN, "when = { holds", "when = { hold"),
        f"{MAIN} facts[1].when.hold",
        ("“holds”",),
    ),
    (
        "fact looks at an unknown choice",
        (MAIN, '["nothing"]', '["nothin"]'),
        f"{MAIN} facts[1].when.holds.none[0]",
        ("“nothing”",),
    ),
    ("test of a fact is misspelt", (MAIN, "{ none =", "{ nnoe ="), f"{MAIN} facts[1].when.holds.nnoe", ("“none”",)),
    (
        "test has two keys",
        (MAIN, "{ none =", '{ all = ["business"], none ='),
        f"{MAIN} facts[1].when.holds",
        ("all and none", "exactly one"),
    ),
    ("test has no key", (MAIN, '{ none = ["nothing"] }', "{}"), f"{MAIN} facts[1].when.holds", ("exactly one",)),
    ("test names no choice", (MAIN, '["nothing"]', "[]"), f"{MAIN} facts[1].when.holds.none", ("no choice",)),
    (
        "test names not-known",
        (MAIN, '["nothing"]', '["not-known"]'),
        f"{MAIN} facts[1].when.holds.none[0]",
        ("matches nothing",),
    ),
    (
        "otherwise is an unknown choice",
        (MAIN, 'otherwise = "ourselves"', 'otherwise = "us"'),
        f"{MAIN} facts[1].otherwise",
        ("Known are ourselves, provider",),
    ),
    (
        "otherwise is two choices of one",
        (MAIN, 'otherwise = "ourselves"', 'otherwise = ["ourselves", "provider"]'),
        f"{MAIN} facts[1].otherwise",
        ("exactly one",),
    ),
    # practices
    (
        "practice is there twice",
        (DATA, 'id = "restores"', 'id = "backups"'),
        f"{DATA} practices[1].id",
        ("“backups”", "twice"),
    ),
    (
        "practice's id names its section",
        (DATA, 'id = "backups"', 'id = "data.backups"'),
        f"{DATA} practices[0].id",
        ("Write “backups”",),
    ),
    (
        "practice lacks a level",
        (DATA, "level = 3\n", "level = 2\n"),
        f"{DATA} practices[0].levels",
        ("Level 3 is missing",),
    ),
    (
        "practice has a level twice",
        (DATA, "level = 3\n", "level = 2\n"),
        f"{DATA} practices[0].levels[3].level",
        ("Level 2 appears twice",),
    ),
    (
        "practice has a level above the scale",
        (DATA, "level = 3\n", "level = 4\n"),
        f"{DATA} practices[0].levels[3].level",
        ("0 to 3",),
    ),
    (
        "criterion is there twice",
        (DATA, 'id = "locked"', 'id = "plan"'),
        f"{DATA} practices[0].levels[3].criteria[1].id",
        ("“plan”", "twice"),
    ),
    (
        "action is there twice",
        (DATA, 'id = "lock-copies"', 'id = "first-copy"'),
        f"{DATA} practices[0].levels[3].actions[0].id",
        ("“first-copy”",),
    ),
    (
        "essential practice has no moments",
        (CHANGES, 'moments = ["change", "release"]\n', ""),
        f"{CHANGES} practices[0].moments",
        ("at which moments",),
    ),
    (
        "see_also is unknown",
        (DATA, '"data.restores"', '"data.restore"'),
        f"{DATA} practices[0].see_also[0]",
        ("“data.restores”",),
    ),
    (
        "see_also names a section",
        (DATA, '"data.restores"', '"data"'),
        f"{DATA} practices[0].see_also[0]",
        ("no practice",),
    ),
    (
        "reference has no framework",
        (DATA, '# references = ["iso-27001:A.8.13"]', 'references = ["A.8.13"]'),
        f"{DATA} practices[0].references[0]",
        ("framework:item",),
    ),
    # rules
    (
        "rule names an unknown practice",
        (TAILORING, '["data.backups"]', '["data.bakcups"]'),
        f"{TAILORING} rules[0].inherited[0]",
        ("“data.backups”",),
    ),
    (
        "rule's floor names an unknown practice",
        (TAILORING, '["data.restores"]', '["date.restores"]'),
        f"{TAILORING} rules[0].floor[0].practices[0]",
        ("“data.restores”",),
    ),
    (
        "rule's floor is above the scale",
        (TAILORING, "level = 3", "level = 4"),
        f"{TAILORING} rules[0].floor[0].level",
        ("0 to 3",),
    ),
    (
        "rule looks at an unknown fact",
        (TAILORING, "{ hosting =", "{ hostin ="),
        f"{TAILORING} rules[0].when.hostin",
        ("“hosting”",),
    ),
    (
        "rule looks at an unknown choice",
        (TAILORING, '["provider"]', '["providers"]'),
        f"{TAILORING} rules[0].when.hosting[0]",
        ("“provider”",),
    ),
    (
        "rule gives no reason",
        (TAILORING, '"our copies are in a provider\'s hands"', '""'),
        f"{TAILORING} rules[0].because",
        ("empty",),
    ),
    (
        "rule takes away by any",
        (TAILORING, '{ none = ["personal"] }', '["business"]'),
        f"{TAILORING} rules[0].when.holds",
        ("only by only or none",),
    ),
    (
        "rule takes away by all",
        (TAILORING, '{ none = ["personal"] }', '{ all = ["business"] }'),
        f"{TAILORING} rules[0].when.holds",
        ("only by only or none",),
    ),
    (
        "rule's law has no item",
        (TAILORING, '# legal = ["gdpr:Art. 32"]', 'legal = ["gdpr:"]'),
        f"{TAILORING} rules[0].legal[0]",
        ("whole framework",),
    ),
]


@pytest.mark.parametrize(("slip", "change", "where", "words"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_questionnaire_whose(
    slip: str, change: tuple[str, str, str], where: str, words: tuple[str, ...], pack
) -> None:
    """A questionnaire whose … is answered with file, key, what was found and what to do."""
    pack.change(change)

    found = [str(problem) for problem in pack.problems() if pack.where(problem) == where]

    assert any(all(word in text for word in words) for text in found), (found, [str(one) for one in pack.problems()])


def test_a_valid_questionnaire_is_put_together_with_full_ids(pack) -> None:
    questionnaire = read_questionnaire(pack.folder)

    assert list(questionnaire.practices) == ["data.backups", "data.restores", "changes.reviews"]
    assert questionnaire.practices["data.backups"].section == "data"
    assert questionnaire.numbers["changes.reviews"] == "2.1"
    assert questionnaire.max_level == 3
    assert questionnaire.folder == str(pack.folder)


def test_every_problem_of_every_file_is_told_at_once(pack) -> None:
    pack.change(
        (MAIN, "default_target = 2", "default_target = 9"),
        (MAIN, 'otherwise = "ourselves"', 'otherwise = "us"'),
        (DATA, "impact = 3", "impact = 4"),
        (DATA, '"data.backups"]', '"data.backup"]'),
        (CHANGES, 'title = "Reviews"', "title = 7"),
        (TAILORING, "{ hosting =", "{ hostin ="),
    )

    assert [pack.where(problem) for problem in pack.problems()] == [
        f"{DATA} practices[0].impact",
        f"{CHANGES} practices[0].title",
        f"{MAIN} default_target",
        f"{MAIN} facts[1].otherwise",
        f"{DATA} practices[1].see_also[0]",
        f"{TAILORING} rules[0].when.hostin",
    ]


def test_a_slip_is_told_once_and_hides_no_other(pack) -> None:
    """Rules may name a practice that cannot be read, and facts whose choices cannot."""
    pack.change((DATA, 'id = "backups"', 'id = "backups"\nextra = 1'), (MAIN, "many = true", "many = 1"))

    assert [pack.where(problem) for problem in pack.problems()] == [
        f"{MAIN} facts[0].many",
        f"{DATA} practices[0].extra",
    ]


def test_a_section_that_is_no_toml_hides_no_other_file(pack) -> None:
    pack.change((DATA, 'id = "data"', "id = data"), (TAILORING, "level = 3", "level = 4"))

    assert [pack.where(problem) for problem in pack.problems()] == [DATA, f"{TAILORING} rules[0].floor[0].level"]


def test_a_problem_says_its_line(pack) -> None:
    pack.change((DATA, "impact = 3", "impact = 4"))
    line = pack.text(DATA).split("impact = 4")[0].count("\n") + 1

    assert [problem.line for problem in pack.problems()] == [line]


def test_a_rule_that_makes_something_inherited_wants_an_inherited_scale(pack) -> None:
    text = pack.text(MAIN)
    start, end = text.index("[[inherited_scale]]"), text.index("# Kinds of evidence")
    pack.write(MAIN, text[:start] + text[end:])

    assert [pack.where(problem) for problem in pack.problems()] == [f"{MAIN} inherited_scale"]

    pack.change((TAILORING, 'inherited = ["data.backups"]', ""))

    assert pack.problems() == []


def test_levels_out_of_order_are_told(pack) -> None:
    text = pack.text(CHANGES)
    first, second = text.index("[[practices.levels]]\nlevel = 0"), text.index("[[practices.levels]]\nlevel = 1")
    third = text.index("[[practices.levels]]\nlevel = 2")
    pack.write(CHANGES, text[:first] + text[second:third] + text[first:second] + text[third:])

    (problem,) = pack.problems()

    assert (pack.where(problem), "1, 0, 2, 3" in problem.message) == (f"{CHANGES} practices[0].levels", True)


def test_a_questionnaire_without_rules_is_one(pack) -> None:
    (pack.folder / TAILORING).unlink()

    assert read_questionnaire(pack.folder).rules == ()


# --- Files and folders ------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong, match="There is no such folder"):
        read_questionnaire(tmp_path / "nowhere")


def test_a_folder_that_holds_no_questionnaire_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong) as caught:
        read_questionnaire(tmp_path)

    assert [str(problem) for problem in caught.value.problems] == [
        f"{tmp_path}/questionnaire.toml: This file is missing.",
        f"{tmp_path}/sections: This folder is missing.",
    ]


def test_a_file_is_no_folder(pack) -> None:
    with pytest.raises(FileIsWrong, match="not a folder"):
        read_questionnaire(pack.folder / MAIN)


def test_a_misspelt_tailoring_file_is_not_silently_left_out(pack) -> None:
    (pack.folder / TAILORING).rename(pack.folder / "tailering.toml")

    (problem,) = pack.problems()

    assert (pack.where(problem), problem.remedy) == ("tailering.toml", "Did you mean “tailoring.toml”?")


def test_a_section_file_with_a_misspelt_name_gets_the_nearest(pack) -> None:
    (pack.folder / CHANGES).rename(pack.folder / "sections/02-chnges.toml")

    found = {pack.where(problem): problem.remedy for problem in pack.problems()}

    assert found["sections/02-chnges.toml"] == "Did you mean “changes”?"
    assert f"{MAIN} sections[1]" in found


def test_a_section_file_without_a_number_is_read_and_named(pack) -> None:
    (pack.folder / CHANGES).rename(pack.folder / "sections/changes.toml")

    (problem,) = pack.problems()

    assert (pack.where(problem), "NN-<id>.toml" in problem.message) == ("sections/changes.toml", True)


def test_two_files_for_one_section_are_told(pack) -> None:
    pack.write("sections/07-data.toml", pack.text(DATA))

    (problem,) = pack.problems()

    assert pack.where(problem) == f"{MAIN} sections[0]"
    assert "01-data.toml, 07-data.toml" in problem.message


def test_what_is_wrong_in_a_file_that_is_not_listed_is_told_too(pack) -> None:
    pack.write("sections/03-people.toml", 'id = "people"\ntitle = 3\n')

    assert [pack.where(problem) for problem in pack.problems()] == [
        "sections/03-people.toml",
        "sections/03-people.toml title",
    ]


def test_files_that_nobody_reads_do_no_harm(pack) -> None:
    pack.write("README.md", "# read me")
    pack.write("sections/notes.txt", "x")
    pack.write(".hidden.toml", "not toml")
    pack.write("lang/sv/data.toml", "later")

    assert pack.problems() == []


@pytest.mark.parametrize("name", [MAIN, DATA, TAILORING])
def test_a_symbolic_link_inside_is_refused(name: str, pack, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    (pack.folder / name).rename(outside)
    (pack.folder / name).symlink_to(outside)

    found = [str(problem) for problem in pack.problems()]

    assert found == [
        f"{pack.folder / name}: This is a symbolic link; levelbook follows none inside a questionnaire or template."
    ]


def test_a_link_instead_of_the_sections_folder_is_refused(pack, tmp_path: Path) -> None:
    (pack.folder / "sections").rename(tmp_path / "outside")
    (pack.folder / "sections").symlink_to(tmp_path / "outside")

    found = {pack.where(problem): problem.message for problem in pack.problems()}

    assert "symbolic link" in found["sections"]
    assert len(found) == 1


def test_the_folder_itself_may_be_reached_through_a_link(pack, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(pack.folder)

    assert read_questionnaire(tmp_path / "link").id == "small"
    assert check_questionnaire(tmp_path / "link") == []


def test_a_pipe_instead_of_a_file_does_not_hang(pack) -> None:
    (pack.folder / DATA).unlink()
    os.mkfifo(pack.folder / DATA)

    assert [problem.message for problem in pack.problems()] == ["This is not an ordinary file."]


def test_a_file_that_is_too_large_is_not_read(pack) -> None:
    with (pack.folder / DATA).open("ab") as file:
        file.truncate(9 * 1024 * 1024)

    (problem,) = pack.problems()

    assert (pack.where(problem), "8 MiB" in problem.message) == (DATA, True)


def test_a_file_that_is_not_utf_8_says_so(pack) -> None:
    pack.write(DATA, pack.text(DATA).replace("Backups", "Säkerhet").encode("cp1252"))

    (problem,) = pack.problems()

    assert (pack.where(problem), problem.remedy) == (DATA, "Save it as UTF-8.")


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(pack) -> None:
    before = read_questionnaire(pack.folder)
    for name in (MAIN, DATA, CHANGES, TAILORING):
        pack.write(name, b"\xef\xbb\xbf" + pack.text(name).replace("\n", "\r\n").encode())

    assert read_questionnaire(pack.folder) == before


def test_text_of_strangers_is_cleaned_and_titles_stay_one_line(pack) -> None:
    pack.change((DATA, '"Looking after data"', '"Looking\\u001b[2J\\nafter\\u202e data"'))

    title = read_questionnaire(pack.folder).sections[0].title

    assert title == "Looking␛[2J after<U+202E> data"


def test_hostile_names_in_problems_are_shown_and_short(pack) -> None:
    pack.change((DATA, '"data.restores"', '"\\u001b]0;x\\u0007' + "a" * 5_000 + '"'))
    pack.write("sections/03-\x1b[2J.toml", "")

    text = "\n".join(map(str, pack.problems()))

    assert "\x1b" not in text and "␛" in text
    assert len(text) < 2_000


def test_reading_never_opens_frameworks_or_profiles(pack, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.write("frameworks/broken.toml", "no toml")
    pack.write("profiles/broken.toml", "no toml")
    opened: list[str] = []
    read = files.content_of
    monkeypatch.setattr(files, "content_of", lambda path, **how: opened.append(path.name) or read(path, **how))

    assert pack.problems() == []
    assert sorted(opened) == ["01-data.toml", "02-changes.toml", "questionnaire.toml", "tailoring.toml"]


def test_a_questionnaire_with_thousands_of_slips_is_answered_in_time(make_pack: Callable) -> None:
    pack = make_pack("many")
    names = ", ".join(f'"data.nothing-{number}"' for number in range(20_000))
    pack.change((DATA, 'see_also = ["data.restores"]', f"see_also = [{names}]"))

    assert len(pack.problems()) == 1_000


def test_hostile_ids_are_fit_for_a_terminal_also_where_they_are_suggested(pack) -> None:
    pack.change((MAIN, '["data", "changes"]', '["\\u001b[2J", "changes"]'), (DATA, 'id = "restores"', 'id = "\\u001b"'))

    text = "\n".join(map(str, pack.problems()))

    assert "␛[2J" in text
    assert "\x1b" not in text
