"""The setting `people`: names of people in answers and sittings, and in nothing that is made of them for others."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from levelbook.book.sealing.edition_commit import commit_message
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Accepted
from levelbook.core.answers.ballots import ParticipantVote
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.export.registry import FORMATS
from support.builders import DAY
from support.command_line import Type
from support.small_book import BACKUPS, PRACTICES, RESTORES, REVIEWS, hand_in

PEOPLE = {
    "owner": "Quillon Aldertree",
    "owner of a step": "Zephyra Bramblecote",
    "whoever finds out": "Thaddeus Cobblewick",
    "whoever accepted a risk": "Ottoline Dunmarrow",
    "whoever is named beside a vote": "Peregrine Eastlack",
    "whoever answered": "Isolde Fennimore",
    "whoever confirmed": "Barnaby Gorsehill",
    "a participant": "Cressida Hollowbrook",
    "whoever parked something": "Leopold Inkerson",
    "whoever it was given to": "Marguerite Juniper",
    "whoever took something on": "Fitzgerald Kestrelby",
    "whoever brings evidence": "Henrietta Larkspur",
    "whoever handed in a ballot": "Archibald Mossington",
    "whoever owned it in the last edition": "Evangeline Nettleford",
    "whoever signed the edition": "Montague Oakshott",
}
GENERATED = (
    "guide.md",
    "record.md",
    "guide-page.html",
    "form.html",
    "charts/*",
    "editions/*/*.md",
    "editions/*/charts/*",
    "editions/*/scorecard.json",
)
"""What is written for others. An edition's own record of who signed it is like the answers that it holds."""
NOT_OF_THIS_BOOK = ("dsomm",)
"""Formats that only a book of another questionnaire has."""
COMMANDS = (
    *(("score",), ("score", "--json"), ("gaps", "--json"), ("plan", "--json"), ("profile", "--json")),
    *(("diff",), ("diff", "--json"), ("diff", "--markdown"), ("diff", "--guide"), ("diff", "first", "second")),
    *(("check",), ("check", "--json"), ("editions",), ("editions", "--json"), ("ballot", "compare", "--json")),
    *(("guide", "--stdout"), ("guide", "--status"), ("export", "html", "-o", "-"), ("explain", "overall")),
    *(("explain", practice, "--json") for practice in PRACTICES),
    *(("explain", practice, "--from", "first", "--json") for practice in PRACTICES),
    ("explain", "overall", "--from", "first", "--to", "second"),
)


def _write_settings(folder: Path, people: str | None) -> None:
    settings = folder / "levelbook.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("people")]
    settings.write_text("\n".join([*kept, *([f'people = "{people}"'] if people else []), ""]), "utf-8")


def _play(folder: Path) -> None:
    """Two rounds with everybody in them: what each sentence of guide, record and changes names somebody for."""
    names = PEOPLE
    session = Session.open(folder, who=names["whoever answered"])
    session.apply(BACKUPS, Edit(level=1, owner=names["whoever owned it in the last edition"]))
    session.apply(RESTORES, Edit(level=2))
    session.apply(REVIEWS, Edit(level=1))
    seal(session, "first", signed_by=[names["whoever signed the edition"]])
    step = StepEdit(text="Restore one", owner=names["owner of a step"], due=DAY)
    session.apply(BACKUPS, Edit(level=0, owner=names["owner"], step=step))
    session.apply(RESTORES, Edit(unsure=True, ask_whom=names["whoever finds out"]))
    accepted = Accepted(level=1, by=names["whoever accepted a risk"], until=DAY, reason="no money yet")
    session.apply(REVIEWS, Edit(level=1, accepted=accepted))
    workshop = Workshop(session)
    workshop.begin(60, [names["a participant"]])
    workshop.vote(
        BACKUPS,
        [ParticipantVote(0, names["whoever is named beside a vote"], "none was ever tried"), ParticipantVote(3)],
        0,
    )
    parked_items.park(workshop, "Who pays for it?", by=names["whoever parked something"])
    closing = Closing(workshop)
    closing.take_on(BACKUPS, text="Write it down", owner=names["whoever took something on"])
    closing.bring_proof(BACKUPS, "the restore log", names["whoever brings evidence"])
    closing.give(1, names["whoever it was given to"], DAY)
    Session.open(folder, who=names["whoever confirmed"]).apply(BACKUPS, Edit(confirm=True))
    hand_in(Session.open(folder), names["whoever handed in a ballot"], {BACKUPS: 1}, "not sure")


def _generated(levelbook: Type, folder: Path) -> dict[str, str]:
    """Everything that levelbook makes of a book, by the name of the file or the command."""
    assert levelbook("guide").code == 0
    assert levelbook("export", "html", "-o", str(folder / "guide-page.html"), "--yes").code == 0
    assert levelbook("ballot", "form", "-o", str(folder / "form.html"), "--yes").code == 0
    found = {}
    for words in COMMANDS:
        if (folder / "editions" / "second").exists() or "second" not in words:
            said = levelbook(*words)
            assert said.code in (0, 1), (words, said.err)
            found[" ".join(words)] = said.out + said.err
    for pattern in GENERATED:
        for path in folder.glob(pattern):
            found[path.relative_to(folder).as_posix()] = path.read_text("utf-8")
    session = Session.open(folder)
    if session.editions.last is not None:
        found["the commit"] = commit_message(session, session.editions.last)
    return found


def _exported(levelbook: Type, folder: Path) -> Iterator[tuple[str, str]]:
    """A file of each format, of now and of an edition where there are such files; as text, whatever it is packed in."""
    folder.mkdir(exist_ok=True)
    for name, one in FORMATS.items():
        if name in NOT_OF_THIS_BOOK:
            continue
        for edition in ((), ("--edition", "first"))[: 2 if one.made_of == "editions too" else 1]:
            path = folder / one.file
            path.unlink(missing_ok=True)
            said = levelbook("export", name, "-o", str(path), *edition)
            assert said.code in (0, 1), (name, said.err)
            yield f"export {' '.join((name, *edition))}", _text_of(path)


def _text_of(path: Path) -> str:
    """Everything that a file says."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as workbook:
            return "\n".join(workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist())
    if path.suffix == ".pdf":
        pages = pytest.importorskip("pypdf").PdfReader(path)
        return "\n".join([*(page.extract_text() for page in pages.pages), str(pages.metadata)])
    if path.suffix == ".parquet":
        return str(pytest.importorskip("duckdb").sql(f"SELECT * FROM '{path}'").fetchall())
    return path.read_text("utf-8")


def _named_in(texts: dict[str, str]) -> dict[str, set[str]]:
    """Role to where its person's first or last name stands, in small letters or large ones."""
    small = {where: text.casefold() for where, text in texts.items()}
    return {
        role: {where for where, text in small.items() if any(word in text for word in name.casefold().split())}
        for role, name in PEOPLE.items()
    }


@pytest.fixture(name="played")
def _played(levelbook: Type, folder: Path) -> Callable[[str | None], dict[str, str]]:
    def play(people: str | None) -> dict[str, str]:
        _write_settings(folder, people)
        _play(folder)
        texts = _generated(levelbook, folder) | dict(_exported(levelbook, folder.parent / "exported"))
        said = levelbook("seal", "second", "--signed-by", PEOPLE["owner"])
        assert said.code == 0, said.err
        return {
            **texts,
            **{f"{where}, sealed": text for where, text in _generated(levelbook, folder).items()},
        }

    return play


def test_where_nothing_is_set_everybody_is_named(played: Callable[[str | None], dict[str, str]]) -> None:
    named = _named_in(played(None))

    assert [role for role, where in named.items() if not where] == []
    seen = {where for places in named.values() for where in places}
    exported = {f"export {name}" for name in ("csv", "html", "junit", "parquet", "pdf", "pdf-record", "steps", "xlsx")}
    assert {*exported, "editions/first/scorecard.json", "the commit, sealed"} <= seen


@pytest.mark.parametrize("people", [None, "none", "initials"])
def test_check_names_a_ballot_by_its_participant_only_where_people_are_shown(
    levelbook: Type, folder: Path, people: str | None
) -> None:
    session, name = Session.open(folder), PEOPLE["whoever handed in a ballot"]
    session.apply(BACKUPS, Edit(level=1))
    ballot = folder / "ballots" / f"{hand_in(session, name, {BACKUPS: 1})}.toml"
    text = ballot.read_text("utf-8")
    ballot.with_stem(f"{ballot.stem}-again").write_text(text)
    ballot.with_stem(f"{ballot.stem}-cut").write_text(text[:200])
    _write_settings(folder, people)

    said = [levelbook("check").out, levelbook("check", "--json").out]

    assert [name.split()[0].casefold() in one.casefold() for one in said] == [people is None] * 2
    assert people is None or all("levelbook ballot list" in one for one in said)
    listed = levelbook("ballot", "list")
    told = listed.out + listed.err
    assert name in told and f"{ballot.stem}-cut.toml" in told


@pytest.mark.parametrize("people", ["none", "initials"])
def test_no_name_stands_in_anything_generated(
    played: Callable[[str | None], dict[str, str]], folder: Path, people: str
) -> None:
    found = {role: where for role, where in _named_in(played(people)).items() if where}

    assert found == {}
    answers = "".join(path.read_text("utf-8") for path in folder.rglob("*.toml"))
    assert [role for role, name in PEOPLE.items() if name not in answers] == []


def test_of_several_who_signed_is_said_how_many_they_are_where_names_are_left_out(
    levelbook: Type, folder: Path
) -> None:
    _write_settings(folder, "none")
    levelbook("answer", "1.1", "--level", "1")
    sealed = levelbook("seal", "first", "--signed-by", "Ana", "--signed-by", "Tom")

    assert "number 1, signed by two people, in" in sealed.out
    assert levelbook("editions").out.splitlines()[-1].endswith("  two people")
    assert [one["signed_by"] for one in levelbook("editions", "--json").json] == [["somebody", "somebody"]]
    for page in ("guide.md", "record.md"):
        assert "signed by two people" in (folder / page).read_text("utf-8")


def test_initials_tell_two_people_apart_in_guide_and_json(levelbook: Type, folder: Path) -> None:
    _write_settings(folder, "initials")
    levelbook("answer", "1.1", "--level", "1", "--owner", "Noor Bakker")
    levelbook("answer", "2.1", "--level", "1", "--owner", "Nils Berg")
    levelbook("guide")

    guide = (folder / "guide.md").read_text("utf-8")
    owners = {gap["id"]: gap["owner"] for gap in levelbook("gaps", "--json", "--owner", "noor bakker").json}
    assert "Owner: NB2" in guide and re.search(r"Owner: NB\b", guide)
    assert owners == {"data.backups": "NB2"}


def test_the_team_itself_goes_on_seeing_names(levelbook: Type, folder: Path) -> None:
    _write_settings(folder, "none")
    levelbook("answer", "1.1", "--level", "1", "--owner", "Noor Bakker")

    for words in (("answer", "1.1"), ("gaps",)):
        assert "Noor Bakker" in levelbook(*words).out
    assert "Noor Bakker" in (folder / "answers.toml").read_text("utf-8")


def test_free_text_keeps_what_is_written(levelbook: Type, folder: Path) -> None:
    _write_settings(folder, "none")
    levelbook("answer", "1.1", "--level", "1", "--note", "Ask Noor Bakker.")
    levelbook("guide")

    assert "Ask Noor Bakker." in (folder / "record.md").read_text("utf-8")


def test_a_changed_setting_reassembles_blocks_and_keeps_those_that_people_edited(levelbook: Type, folder: Path) -> None:
    for practice in ("1.1", "2.1"):
        levelbook("answer", practice, "--level", "1", "--owner", "Noor Bakker")
    levelbook("guide")
    guide = folder / "guide.md"
    end = "<!-- levelbook:end practice/data.backups -->"
    guide.write_text(guide.read_text("utf-8").replace(end, f"\nOurs.\n{end}"), "utf-8")
    _write_settings(folder, "none")
    levelbook("guide")

    text = guide.read_text("utf-8")
    edited = text.partition("<!-- levelbook:begin practice/data.backups")[2].partition(end)[0]
    assert "Ours." in edited and "Owner: Noor Bakker" in edited
    assert text.count("Noor Bakker") == edited.count("Noor Bakker")
    assert levelbook("guide", "--status").out.splitlines()[0] == "behind  practice/data.backups"


def test_a_changed_setting_opens_no_round(levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide is still of the day of its edition, and compared with the one before; only its names are others."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    levelbook("answer", "1.1", "--level", "1", "--owner", "Noor Bakker")
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "second")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1802000000")

    def guide() -> str:
        return re.sub(r" \d{10} -->", " -->", (folder / "guide.md").read_text("utf-8"))

    before = guide()
    settings = folder / "levelbook.toml"
    settings.write_text("# Names are nobody's business.\n" + settings.read_text("utf-8"), "utf-8")
    _write_settings(folder, "none")

    levelbook("guide")

    assert guide() == before.replace("Noor Bakker", "somebody") != before
    settings.write_text(settings.read_text("utf-8").replace("round_days = 92", "round_days = 30"), "utf-8")
    levelbook("guide")
    assert "as_of: 2027-02-07" in guide(), "another setting does"


@pytest.mark.parametrize("people", ['"Initials"', '""', "true", "1", '["none"]'])
def test_anything_else_is_refused_and_nothing_is_written(levelbook: Type, folder: Path, people: str) -> None:
    settings = folder / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8") + f"people = {people}\n", "utf-8")
    before = settings.read_bytes()
    said = levelbook("guide")

    assert said.code == 3
    assert "levelbook.toml" in said.err and "people" in said.err and "it must be initials or none." in said.err
    assert settings.read_bytes() == before and not (folder / "guide.md").exists()
