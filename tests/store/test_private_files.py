"""What a person typed and did not save is kept in files of that person's own, and read from nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levelbook.store.private_files import LeftElsewhere, PrivateFolder


def test_a_link_in_the_place_of_a_private_file_is_not_read(tmp_path: Path) -> None:
    folder = PrivateFolder("drafts", tmp_path / "answers.toml")
    path = folder.write("typed.toml", "typed")
    assert folder.read("typed.toml") == b"typed"

    path.rename(elsewhere := tmp_path / "elsewhere.toml")
    path.symlink_to(elsewhere)

    with pytest.raises(OSError):
        folder.read("typed.toml")


def kept(place: Path, team: str, about: str = "") -> PrivateFolder:
    """What is kept of the book at a place, which is begun there if there is none."""
    settings = place.with_name("levelbook.toml")
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        place.touch()
        settings.touch()
    return PrivateFolder("drafts", place, book=(team, about, "genai-security"), settings=settings)


def test_another_teams_book_at_the_same_place_is_not_offered_what_the_former_one_kept(tmp_path: Path) -> None:
    place = tmp_path / "book" / "answers.toml"
    kept(place, "Retail").write("typed.toml", "a weakness of Retail")
    place.parent.rename(tmp_path / "moved")

    assert kept(place, "Claims").names() == ()
    kept(place, "Claims").write("typed.toml", "a weakness of Claims")

    moved = kept(tmp_path / "moved" / "answers.toml", "Retail")
    assert moved.read("typed.toml") == b"a weakness of Retail"
    assert kept(place, "Claims").read("typed.toml") == b"a weakness of Claims"


def test_a_book_is_offered_what_it_kept_after_another_one_lay_in_its_place(tmp_path: Path) -> None:
    place = tmp_path / "book" / "answers.toml"
    kept(place, "Retail").write("typed.toml", "typed")
    kept(place, "Claims")

    assert kept(place, "Retail").read("typed.toml") == b"typed"


@pytest.mark.parametrize("names", [("Retail", "Ask Birch"), ("Shops", "Ask Alder")])
def test_a_book_keeps_its_texts_under_a_new_name_and_moves_with_that(tmp_path: Path, names: tuple[str, str]) -> None:
    place = tmp_path / "book" / "answers.toml"
    kept(place, "Retail", "Ask Alder").write("typed.toml", "typed")
    assert kept(place, *names).read("typed.toml") == b"typed"

    place.parent.rename(tmp_path / "moved")

    assert kept(tmp_path / "moved" / "answers.toml", *names).read("typed.toml") == b"typed"


def test_a_copy_is_not_offered_what_was_typed_in_the_book_that_it_was_copied_from(tmp_path: Path) -> None:
    place = tmp_path / "book" / "answers.toml"
    kept(place, "Retail").write("typed.toml", "typed")
    shutil.copytree(place.parent, tmp_path / "copy", copy_function=shutil.copy2)

    copy = kept(tmp_path / "copy" / "answers.toml", "Retail")
    assert (copy.names(), copy.left_elsewhere) == ((), ())


def test_a_book_that_is_begun_anew_is_not_offered_what_was_kept_of_others_of_its_name(tmp_path: Path) -> None:
    place, gone = tmp_path / "book" / "answers.toml", tmp_path / "gone" / "answers.toml"
    for one in (place, gone):
        kept(one, "Retail").write("typed.toml", "typed")
        shutil.rmtree(one.parent)

    kept(place, "Retail").begin_anew()
    folder = kept(place, "Retail")
    assert (folder.names(), folder.left_elsewhere) == ((), ())
    folder.write("typed.toml", "anew")
    assert kept(place, "Retail").read("typed.toml") == b"anew"


def test_a_text_whose_name_is_taken_where_the_book_moved_to_is_not_lost(tmp_path: Path) -> None:
    old, new = tmp_path / "old" / "answers.toml", tmp_path / "new" / "answers.toml"
    kept(old, "Retail").write("typed.toml", "old")
    kept(new, "Retail").write("typed.toml", "new")
    shutil.rmtree(new.parent)
    old.parent.rename(new.parent)

    moved = kept(new, "Retail")
    assert moved.read("typed.toml") == b"new"
    moved.remove("typed.toml")
    assert kept(new, "Retail").read("typed.toml") == b"old"


@pytest.mark.parametrize("gone", ["its answers", "its folder"])
def test_a_book_that_is_missing_for_a_moment_is_not_taken_for_another_one_of_its_name(
    tmp_path: Path, gone: str
) -> None:
    place, other = tmp_path / "book" / "answers.toml", tmp_path / "other" / "answers.toml"
    kept(other, "Platform")
    folder = kept(place, "Platform")
    folder.write("typed.toml", "typed")
    if gone == "its answers":
        place.unlink()
    else:
        shutil.rmtree(place.parent)

    assert kept(other, "Platform").names() == ()
    left = (LeftElsewhere(folder.path, place.parent),) if gone == "its folder" else ()
    assert kept(other, "Platform").left_elsewhere == left
    assert kept(place, "Platform").read("typed.toml") == b"typed", "as soon as it is back"
    assert kept(other, "Platform").left_elsewhere == ()


def test_what_was_left_of_a_book_on_another_disk_comes_along_once_somebody_says_that_it_is_this_one(
    tmp_path: Path,
) -> None:
    """Copied and removed, as a move to another disk is: the files are others on the disk."""
    old, new = tmp_path / "old" / "answers.toml", tmp_path / "new" / "answers.toml"
    kept(old, "Retail").write("typed.toml", "typed")
    kept(old, "Retail").write("same.toml", "old")
    shutil.rmtree(old.parent)
    folder = kept(new, "Retail")
    folder.write("same.toml", "new")

    assert folder.take_over(tmp_path / "elsewhere") == 0
    assert folder.take_over(old.parent) == 1

    assert (folder.read("typed.toml"), folder.read("same.toml")) == (b"typed", b"new")
    [left] = folder.left_elsewhere
    assert (left.folder / "same.toml").read_bytes() == b"old"
    folder.remove("same.toml")
    assert (folder.take_over(old.parent), folder.left_elsewhere) == (1, ())
