#!/usr/bin/env bash
# Typst writes an SVG into the PDF once for each time that it is shown, and a PNG or PDF only once.
#
# Version:  typst 0.15.2 (from PyPI).
# Expected: the drawing once, and a reference to it at each place, as PDF has form XObjects for it and as Typst does
#           with the other formats. The documentation of image() tells no difference between formats here.
# Seen:     an SVG of 12 KB in the header of a document adds some 20 KB for every page. It is the same for one path, and
#           for one variable that holds the picture. Made into a PDF by Typst first and shown as such, the same drawing
#           is there once; but the documentation says that PDF/UA-1 and PDF/A-3 allow no such picture, and names SVG
#           instead. The request for it is typst/typst issue 7379.
# Output:   svg: once 21,860 bytes, 20 times 388,568 bytes; pdf: once 22,604 bytes, 20 times 29,388 bytes
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check typst==0.15.2

venv/bin/python - <<'PY'
import pathlib
import random
import struct
import zlib

import typst

seed = random.Random(1)
dots = "".join(f'<circle cx="{seed.random() * 100:.3f}" cy="{seed.random() * 100:.3f}" r="1"/>' for _ in range(300))
pathlib.Path("a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{dots}</svg>')


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100, 100, 8, 2, 0, 0, 0))
pixels = b"".join(b"\x00" + seed.randbytes(300) for _ in range(100))
end = chunk(b"IEND", b"")
pathlib.Path("a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(pixels)) + end)


def pdf(text: str) -> bytes:
    pathlib.Path("main.typ").write_text(text)
    return typst.compile("main.typ")


pathlib.Path("a.pdf").write_bytes(pdf('#set page(width: auto, height: auto, margin: 0pt)\n#image("a.svg")'))

small = "#set page(width: 100pt, height: 60pt)\n"
empty = len(pdf(small))
growth = {}
for kind in "svg", "png", "pdf":
    shown = f'#image("a.{kind}", width: 10pt)\n'
    once, often = len(pdf(small + shown)), len(pdf(small + shown * 20))
    growth[kind] = (often - empty) / (once - empty)
    print(f"{kind}: once {once:,} bytes, 20 times {often:,} bytes")
variable = len(pdf(small + '#let a = image("a.svg", width: 10pt)\n' + "#a\n" * 20))
header = len(pdf(small + '#set page(header: image("a.svg", width: 10pt))\n' + "#pagebreak()\n" * 19))
one = len(pdf(small + '#image("a.svg", width: 10pt)\n')) - empty

assert growth["svg"] > 18, growth
assert growth["png"] < 2 and growth["pdf"] < 2, growth
assert variable > 18 * one and header > 18 * one, (variable, header, one)
PY
