"""The file of an offer: written one way, read back the same, and refused where it is not what was taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from levelbook.core.answers.offers import MOST_OFFERS
from levelbook.core.errors import FileIsWrong
from levelbook.reading.toml import MAX_BYTES
from levelbook.store import offers_file
from levelbook.store.offers_file import parse, path_of, read_all, render, write
from support.offers import an_offer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "book" / "offers"


def test_an_offer_reads_back_as_it_was_written(folder: Path) -> None:
    write(folder, an_offer())

    [stored], problems, _ = read_all(folder)

    assert (stored.offer, stored.name, problems) == (an_offer(), "gateway.toml", ())


def test_its_digests_hold_no_letters() -> None:
    text = render(an_offer())

    assert f'rev = "{int(an_offer().rev, 16):010}"' in text
    assert parse(text, "") == an_offer()


def test_keys_of_a_later_levelbook_are_kept(folder: Path) -> None:
    offer = an_offer(unknown={"colour": "red"})

    write(folder, offer)

    assert read_all(folder)[0][0].offer == offer


def test_one_that_was_changed_by_hand_is_told_and_left_out(folder: Path) -> None:
    write(folder, an_offer())
    path = path_of(folder, "gateway")
    path.write_text(path.read_text("utf-8").replace("level = 3", "level = 4"), "utf-8")

    found, [problem], _ = read_all(folder)

    assert found == ()
    assert problem.message == "This file was changed since the offer was taken."
    assert "offers take" in problem.remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 2\nneeds = '0.9.0'\n", "from a newer levelbook"),
        ("format = 1\n", "missing"),
        ("nothing", ""),
        (render(an_offer(id="other")), "in a file of another name"),
        ("x" * (MAX_BYTES + 1), "more than 8 MB"),
    ],
)
def test_a_file_that_is_no_offer_says_what_is_wrong(folder: Path, text: str, said: str) -> None:
    folder.mkdir(parents=True)
    path_of(folder, "gateway").write_text(text, "utf-8")

    found, problems, _ = read_all(folder)

    assert found == ()
    assert any(said in problem.message for problem in problems)
    assert all(problem.path.endswith("gateway.toml") for problem in problems)


def test_a_link_and_what_is_no_ordinary_file_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text(render(an_offer()), "utf-8")
    folder.mkdir(parents=True)
    path_of(folder, "gateway").symlink_to(tmp_path / "elsewhere.toml")
    path_of(folder, "folder").mkdir()
    os.mkfifo(path_of(folder, "pipe"))

    found, problems, _ = read_all(folder)

    assert found == ()
    assert [Path(problem.path).stem for problem in problems] == ["folder", "gateway", "pipe"]
    with pytest.raises(FileIsWrong, match="symbolic link"):
        write(folder, an_offer())
    assert (tmp_path / "elsewhere.toml").read_text("utf-8") == render(an_offer())


def test_a_folder_of_offers_that_is_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "elsewhere")

    assert "symbolic link" in read_all(folder)[1][0].message


def test_no_more_are_read_than_a_book_may_have(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(MOST_OFFERS + 1):
        offer = an_offer(id=f"offer-{number:03}")
        path_of(folder, offer.id).write_text(render(offer), "utf-8")

    found, [problem], _ = read_all(folder)

    assert len(found) == MOST_OFFERS
    assert f"{MOST_OFFERS + 1} offers" in problem.message


def test_a_change_in_the_folder_is_noticed_without_reading(folder: Path) -> None:
    before = offers_file.stamp(folder)
    write(folder, an_offer())

    assert offers_file.stamp(folder) != before
