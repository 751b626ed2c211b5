#!/usr/bin/env bash
# WeasyPrint leaves the language of a part out of a PDF that says it is accessible, and takes a decorative picture for
# one whose description is missing.
#
# Version:  WeasyPrint 70.0; pikepdf 10.18.0 reads the tags.
# Expected: /Lang at what is in another language, and an artifact for the picture. PDF/UA-1 (7.2) asks that the language
#           of text can be determined, for which PDF has /Lang in the tag or beside the text, as HTML has lang. In HTML
#           an empty alt says that a picture means nothing to a reader, and PDF/UA-1 (7.1) makes an artifact of such
#           content.
# Seen:     only the language of the whole document is written. A screen reader reads the German quotation as English,
#           without a word about it from WeasyPrint. The decorative picture is a Figure without a description, which
#           PDF/UA-1 (7.3) forbids, and WeasyPrint's logger, which shows nothing unless a program asks for it, calls an
#           empty description a missing one. The claim pdfuaid:part 1 is in the file all the same.
# Output:   /Lang en once; [/Figure without /Alt]; logged: Image "data:..." has no required alt description
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0

venv/bin/python - <<'PY'
import base64
import io
import logging
import zlib

import pikepdf
import weasyprint


def chunk(name, data):
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


head = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
dot = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()
page = f"""<html lang="en"><head><title>Record</title></head><body>
<p>The answer was: <q lang="de">hinreichend</q></p><p lang="fr">Oui</p><p><img src="{dot}" alt=""> Level 2</p>
</body></html>"""
logged = []
handler = logging.Handler()
handler.emit = lambda record: logged.append(record.getMessage())
logging.getLogger("weasyprint").addHandler(handler)
made = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)

tags = []


def walk(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            tags.append((str(node.S), sorted(set(node.keys()) & {"/Alt", "/Lang", "/ActualText"})))
        if "/K" in node:
            walk(node.K)


with pikepdf.open(io.BytesIO(made)) as document:
    walk(document.Root.StructTreeRoot.K)
    language = str(document.Root.Lang)
    claim = document.open_metadata()["pdfuaid:part"]
    contents = document.pages[0].Contents.read_bytes()
print("language", language, "claim", claim, tags, made.count(b"/Lang"), [line[:30] for line in logged])
assert (language, claim) == ("en", "1")
assert made.count(b"/Lang") == 1 and b"/Lang" not in contents
assert ("/Figure", []) in tags and not any(keys for _, keys in tags)
assert [line.endswith("has no required alt description") for line in logged] == [True]
PY
