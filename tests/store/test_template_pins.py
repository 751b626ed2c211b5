"""Only a file that is named by a digest says that somebody agreed to a template."""

from __future__ import annotations

from pathlib import Path

from levelbook.store.private_files import PrivateFolder
from levelbook.store.template_pins import is_pinned, pin, pinned_versions

DIGEST = "0123456789abcdef" * 4


def test_a_pin_of_another_name_is_none(tmp_path: Path) -> None:
    text = pin(DIGEST, tmp_path, {"guide.md.jinja": DIGEST}).read_text("utf-8")
    pins = PrivateFolder("templates")

    pins.write("house.toml", text)

    assert is_pinned(DIGEST)
    assert not is_pinned("house")
    assert len(list(pinned_versions(tmp_path))) == 1
