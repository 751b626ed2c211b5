"""Pictures of a guide are shown up to a number of bytes, and decoded up to a number of pixels."""

from __future__ import annotations

import base64

import pytest

from levelbook.export import shown_pictures
from levelbook.export.html import web_page
from levelbook.export.shown_pictures import ShownPictures, can_be_decoded

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + (300).to_bytes(4, "big") + (200).to_bytes(4, "big")
GIF = b"GIF89a" + (300).to_bytes(2, "little") + (200).to_bytes(2, "little")
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x0b\x08" + (200).to_bytes(2, "big") + (300).to_bytes(2, "big") + b"\x03" * 3
FILLED = JPEG.replace(b"\xff\xc2", b"\xff\xff\xff\xc2")
WEBP = b"RIFF....WEBPVP8X" + b"." * 8 + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")
LOSSLESS = b"RIFF....WEBPVP8L" + b"." * 5 + (299 | 199 << 14).to_bytes(4, "little")
LOSSY = b"RIFF....WEBPVP8 " + b"." * 10 + (300).to_bytes(2, "little") + (200).to_bytes(2, "little")
HOLDING = b"<svg><image href='data:image/png;base64," + base64.b64encode(PNG) + b"'/></svg>"


@pytest.mark.parametrize("content", [PNG, GIF, JPEG, FILLED, WEBP, LOSSLESS, LOSSY, HOLDING])
def test_a_picture_is_decoded_as_far_as_it_has_no_more_pixels_than_the_limit(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_pictures, "MOST_PIXELS", 300 * 200)
    assert can_be_decoded(content)
    monkeypatch.setattr(shown_pictures, "MOST_PIXELS", 300 * 200 - 1)
    assert not can_be_decoded(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"words", b"\xff\xd8\xff", b"<svg><a b='data:,words'/></svg>", b"<svg><a b='data:;base64,A'/></svg>"],
)
def test_a_picture_that_does_not_say_its_size_is_not_decoded(content: bytes) -> None:
    assert not can_be_decoded(content)


def test_a_drawing_without_a_picture_in_it_is_decoded() -> None:
    assert can_be_decoded(b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>")


def test_pictures_are_given_until_there_is_no_more_room_and_each_is_read_once() -> None:
    read: list[str] = []
    pictures = ShownPictures(lambda path: read.append(path) or b"12345", 12)

    assert [pictures(path) for path in ("a", "a", "b", "a")] == [b"12345", b"12345", None, None]
    assert read == ["a", "b"]


def test_a_page_has_no_more_of_its_pictures_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("levelbook.export.html.MOST_OF_PICTURES", 3 * len(GIF))

    page = web_page("# Guide\n\n" + "![A dot](dot.gif)\n\n" * 5, lambda _: GIF)

    assert page.count("data:image/gif") == 3
    assert page.count("(A dot)") == 2
