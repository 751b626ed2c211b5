"""`levelbook upgrade`, as its user types it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.answers import Accepted
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting
from levelbook.store import sittings_file
from levelbook.words.merging import answer_title
from support.command_line import Type
from support.two_versions import answer_all, new_team, publish, write_version


@pytest.fixture(name="_old", scope="module")
def _old_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("old")
    session = new_team(root)
    answer_all(session)
    accepted = Accepted(level=1, by="Lin", until=session.now.on.replace(year=2027), reason="Later.")
    session.apply_all({name: Edit(accepted=accepted) for name in ("data.tapes", "data.restores")})
    session.apply("changes.tests", Edit(accepted=replace(accepted, until=session.now.on - timedelta(days=1))))
    seal(session, "first")
    session.apply("changes.reviews", Edit(owner="Zoe", due=session.now.on))
    session.apply("data.restores", Edit(owner="Zoe", due=session.now.on))
    session.apply("changes.staging", Edit(unsure=True, ask_whom="Ida", ask_by=session.now.on))
    publish(root)
    return root


@pytest.fixture(name="book")
def _book(_old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of the first version whose questionnaire has a second one, in the working folder."""
    shutil.copytree(_old, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here" / "book"


def tree(book: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in book.rglob("*") if path.is_file()}


def test_every_command_names_the_remedy_and_the_remedy_works(levelbook: Type, book: Path) -> None:
    for words in ([], ["score"], ["seal"], ["ask"]):
        said = levelbook(*words)
        assert (said.code, said.out) == (3, "")
        assert said.err.splitlines() == [
            "levelbook: book/answers.toml: version: These answers belong to versions 1.0.0; "
            "the questionnaire is versions 2.0.0.",
            "  Upgrade them: levelbook upgrade",
        ]

    said = levelbook("upgrade", "--yes")

    assert (said.code, said.err) == (0, "")
    assert re.search(r"^Sealed edition \d{4}-\d\d-\d\d, number 2, in book/editions/", said.out, re.MULTILINE)
    assert "The answers belong to versions 2.0.0 now." in said.out
    assert "kept in “Kept notes”" not in said.out
    reworded = "`levelbook ask --only revisit`, which has the one that is reworded."
    assert f"Next: `levelbook ask --only new` for 4 practices; {reworded}" in said.out
    assert levelbook("check").code == 0
    assert "Version 2.0.0: 4 practices are new, 1 is reworded." in levelbook().out
    again = levelbook("upgrade", "--yes")
    assert (again.code, again.out.count("\n")) == (0, 1) and "Nothing to upgrade." in again.out


def test_without_a_terminal_it_shows_what_it_would_do_and_never_asks(levelbook: Type, book: Path) -> None:
    before = tree(book)

    shown, refused = levelbook("upgrade", "--dry-run"), levelbook("upgrade", given="yes\n")

    assert shown.code == 0 and shown.out.endswith("\nNothing was written.\n")
    assert (refused.code, refused.err.splitlines()[1]) == (2, "  If you mean it, add --yes.")
    assert levelbook("upgrade", "--dry-run", "--yes").code == 2
    for line in (
        "From versions 1.0.0 to 2.0.0.",
        "First an edition of the present state is sealed, under 1.0.0.",
        "  retired   Tapes. Nobody has tapes any more.",
        "  split     Restores is now Restoring and Rehearsals. Being able to is one thing, having tried is another.",
        "  merged    Tests is now part of Trials. Teams answered it twice.",
        "  renamed   Backups is now Copies. Assessments count too. One word is enough.",
        "  reworded  Reviews. Emergencies are asked about now.",
        "  renamed   hosting=provider is now running=cloud. They all are one.",
        "  Tapes: the risk that Lin accepted until 22 November 2027",
        "  Restores: the risk that Lin accepted until 22 November 2027; accept it again if it is still right",
        "To be asked afterwards: 5 practices, 4 that have no answer and 1 that is reworded.",
    ):
        assert line in shown.out.splitlines(), shown.out
    assert "  Tests: the risk" not in shown.out, "it had run out before"
    ended = re.findall(r"^  .*(?: was to .*)$", shown.out, re.MULTILINE)
    assert ended == [
        "  Restores: Zoe was to reach the target by 22 November 2026",
        "  Staging: Ida was to find out by 22 November 2026",
    ]
    assert tree(book) == before


def test_as_many_practices_are_said_to_be_reworded_as_home_and_the_queue_then_have(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them was left out by the team, which is an answer to the old words as well."""
    session = new_team(tmp_path)
    session.apply("data.backups", Edit(level=2))
    session.apply("changes.reviews", Edit(not_applicable="Nobody here changes anything."))
    seal(session, "first")
    publish(tmp_path)
    monkeypatch.chdir(tmp_path)

    forecast, done = levelbook("upgrade", "--dry-run").out, levelbook("upgrade", "--yes").out

    assert "To be asked afterwards: 5 practices, 4 that have no answer and 1 that is reworded." in forecast
    assert "1 answer stays as it is." in forecast
    assert "`levelbook ask --only revisit`, which has the one that is reworded." in done
    assert "Version 2.0.0: 4 practices are new, 1 is reworded." in levelbook().out
    assert levelbook("ask", "--only", "revisit", given="\n" * 9).out.count("Needs another look: reworded.") == 1


def test_where_nothing_is_answered_any_more_no_edition_is_said_to_hold_it(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_team(tmp_path)
    session.apply("data.backups", Edit(level=2))
    seal(session, "first")
    session.apply_all({"data.backups": Edit(clear=True, note="We are less sure now.")})
    publish(tmp_path)
    monkeypatch.chdir(tmp_path)

    said = levelbook("upgrade", "--dry-run").out

    assert "Nothing is answered, so no edition is made first." in said
    assert "Edition first already contains" not in said


def test_answers_that_a_newer_version_was_given_to_are_left_alone(levelbook: Type, book: Path) -> None:
    levelbook("upgrade", "--yes")
    write_version(book.parent / "questions", "1.0.0")

    said = levelbook("upgrade", "--yes")

    assert said.code == 3
    assert "use the questionnaire's new version" in levelbook("score").err
    assert "there is only 1.0.0 here" in said.err and "Use the questionnaire's new version" in said.err


def test_what_a_merged_branch_said_under_an_old_name_is_told_as_put_aside_with_its_steps(
    levelbook: Type, book: Path
) -> None:
    path = book / "answers.toml"
    assert levelbook("upgrade", "--yes").code == 0
    from_the_branch = '[answers.data.backups]\nlevel = 1\n\n[[answers.data.backups.steps]]\ntext = "Ask Zed"\n\n'
    merged = path.read_text("utf-8").replace("[retired.", from_the_branch + "[retired.", 1)
    path.write_text(re.sub(r"^tables = .*\n", "", merged, flags=re.MULTILINE), "utf-8")

    said = levelbook("upgrade", "--dry-run").out

    aside = "  renamed   data.backups is now Copies, where the book says something already, so this one is put aside. "
    assert aside in said
    assert "\nThis ends with it:\n  data.backups: 1 open step put aside with it\n" in said


def test_a_conflict_under_an_old_name_says_what_the_practice_is_called_now(levelbook: Type, book: Path) -> None:
    levelbook("upgrade", "--yes")
    questionnaire = Session.open(book).questionnaire
    assert answer_title(questionnaire, "data.backups").startswith("data.backups, now 1.1 Copies")
    assert re.fullmatch(
        r"data.restores, now 1\.\d Restoring and 1\.\d Rehearsals", answer_title(questionnaire, "data.restores")
    )
    assert answer_title(questionnaire, "data.tapes") == "data.tapes"


def test_another_questionnaire_is_said_to_be_one(levelbook: Type, book: Path) -> None:
    main = book.parent / "questions" / "questionnaire.toml"
    main.write_text(main.read_text("utf-8").replace('id = "versions"', 'id = "others"'), "utf-8")

    said = levelbook("upgrade", "--dry-run")

    assert "These are two different questionnaires." in said.out
    assert "If levelbook.toml names the wrong one, correct it there instead." in said.out


def test_a_map_that_is_wrong_stops_everything_with_a_word(levelbook: Type, book: Path) -> None:
    path = book.parent / "questions" / "migrations.toml"
    path.write_text(path.read_text("utf-8").replace("data.rehearsals", "data.rehearsal"), "utf-8")

    said = levelbook("upgrade", "--yes")

    assert said.code == 3
    assert "migrations.toml" in said.err and "This version has no practice “data.rehearsal”." in said.err


def test_an_old_name_that_no_edition_compared_knows_is_explained_by_what_it_became(levelbook: Type, book: Path) -> None:
    levelbook("upgrade", "--yes")
    assert levelbook("seal", "third").code == 0

    said = levelbook("explain", "data.restores", "--from", "third")

    assert (said.code, "“overall”" in said.err, "`overall`" in said.err) == (2, False, False), said
    assert "It is now data.restoring (Restoring) and data.rehearsals (Rehearsals)." in said.err


def test_a_change_is_explained_by_the_old_name_of_a_practice_too(levelbook: Type, book: Path) -> None:
    levelbook("upgrade", "--yes")

    by_old, by_new = (levelbook("explain", name, "--from", "first").out for name in ("data.backups", "data.copies"))

    assert by_old == by_new
    assert "The questionnaire has renamed this practice: Assessments count too. One word is enough." in by_new


def test_what_a_sitting_took_up_before_an_upgrade_is_named_by_todays_titles(levelbook: Type, book: Path) -> None:
    held = Sitting(begun_at=clock.now(), taken_up=("data.backups", "changes.staging"))
    sittings_file.change(book / "sittings", clock.today(), lambda _: held)
    levelbook("upgrade", "--yes")

    said = levelbook("sitting").out

    assert "Taken up (2)\n  1.1 Copies: level 2" in said and "\n  2.2 Trials: " in said
    assert "Done in this sitting (1)\n  1.1 Copies: level 2" in levelbook("plan").out


def test_an_upgrade_names_evidence_that_nobody_has_to_bring_any_more(levelbook: Type, book: Path) -> None:
    proofs = tuple(EvidenceToBring(practice=name, what="the log", pieces=9) for name in ("data.tapes", "data.backups"))
    sittings_file.change(book / "sittings", clock.today(), lambda _: Sitting(closed=True, proofs=proofs))

    said = levelbook("upgrade", "--dry-run").out

    assert "  Tapes: 1 piece of evidence that nobody has to bring any more\n" in said
    assert said.count("nobody has to bring any more") == 1, "that of backups is still to be brought, for copies"


def test_a_sitting_names_what_is_no_longer_asked_by_its_title_and_asks_nobody_for_its_evidence(
    levelbook: Type, book: Path
) -> None:
    held = Sitting(
        begun_at=clock.now(),
        taken_up=("data.tapes",),
        parked=(Parked(text="Who keeps them?", practice="data.tapes"),),
        proofs=(EvidenceToBring(practice="data.tapes", what="the log", who="Tom"),),
    )
    sittings_file.change(book / "sittings", clock.today(), lambda _: held)
    levelbook("upgrade", "--yes")

    said = levelbook("sitting").out

    assert "data.tapes" not in said
    assert "Who keeps them? (Tapes)" in said
    assert "  Tapes: the log – dropped\n" in said
