#!/usr/bin/env bash
# Typst's Python package takes a document and its files from memory, unless one of the files is a picture.
#
# Version:  typst 0.15.2 (from PyPI).
# Expected: the README of typst-py says that several files can be passed as a dictionary of their names to "their content
#           as bytes". A picture is bytes, so a PNG beside `main.typ` can be shown with `#image("dot.png")`.
# Seen:     every value has to be UTF-8; a PNG raises RuntimeError("file is not valid UTF-8"), before the document is
#           looked at. An SVG is taken. Written out as numbers in a file of its own, the PNG is shown.
# Output:   RuntimeError: file is not valid UTF-8
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check typst==0.15.2

venv/bin/python - <<'PY'
import struct
import zlib

import typst


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
dot = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
square = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

assert typst.compile({"main.typ": b'#image("square.svg")', "square.svg": square})
try:
    typst.compile({"main.typ": b'#image("dot.png")', "dot.png": dot})
    raise SystemExit("a picture is taken from memory")
except RuntimeError as error:
    print(f"RuntimeError: {error}")
    assert "UTF-8" in str(error)

numbers = f"#let dot = bytes(({', '.join(map(str, dot))},))".encode()
assert typst.compile({"main.typ": b'#import "dot.typ": dot\n#image(dot)', "dot.typ": numbers})
PY
