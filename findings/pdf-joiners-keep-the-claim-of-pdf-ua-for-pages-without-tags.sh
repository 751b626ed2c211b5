#!/usr/bin/env bash
# A PDF/UA file to which pages of another one are added still says that it is PDF/UA, and the added pages have no tags.
#
# Version:  pypdf 7.1.1, pikepdf 10.18.0, pdf-lib 1.17.1; typst 0.15.2 writes the two files.
# Expected: both documents' tags, or no claim. PDF/UA-1 (ISO 14289-1, 7.1) wants all content that means something
#           tagged, and section 5 has the claim (pdfuaid:part) for files that conform. Each of the two files does.
# Seen:     pages are copied with the marks in their content, and nothing in the tree of tags leads to them, while the
#           claim stays: a screen reader that goes by the tags has the guide and not the record behind it. pikepdf
#           (pages.extend and add_pages_from) and pdf-lib (copyPages) also leave the number under which a page's marks
#           are looked up, which is then that of a page of the first document; pypdf (append) takes it away. pypdf into
#           an empty writer drops the tags of both, and the claim with them. There is no warning about tags.
# Output:   claims PDF/UA, marks on the two pages 6 and 6, of which the tree has 6 and 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check typst==0.15.2 pypdf==7.1.1 pikepdf==10.18.0
npm install --silent --no-audit --no-fund pdf-lib@1.17.1

cat >join.cjs <<'JS'
const fs = require("node:fs");
const { PDFDocument } = require("pdf-lib");

(async () => {
  const [guide, record] = await Promise.all(
    ["guide.pdf", "record.pdf"].map((name) => PDFDocument.load(fs.readFileSync(name), { updateMetadata: false })),
  );
  for (const page of await guide.copyPages(record, record.getPageIndices())) guide.addPage(page);
  fs.writeFileSync("pdf-lib.pdf", await guide.save());
})();
JS

venv/bin/python -W ignore - <<'PY'
import subprocess

import pikepdf
import pypdf
import typst


def leaves(element, page, found):
    """Count, for each page, the marks that the tree of tags leads to."""
    if isinstance(element, pikepdf.Array):
        for kid in element:
            leaves(kid, page, found)
    elif isinstance(element, pikepdf.Dictionary):
        page = element.Pg.objgen if "/Pg" in element else page
        if element.get("/Type") == "/MCR":
            found[page] = found.get(page, 0) + 1
        else:
            leaves(element.get("/K"), page, found)
    elif isinstance(element, int):
        found[page] = found.get(page, 0) + 1


def facts(name):
    with pikepdf.open(name) as pdf:
        found = {}
        leaves(pdf.Root.get("/StructTreeRoot"), None, found)
        metadata = pdf.Root.get("/Metadata")
        claims = metadata is not None and b"pdfuaid:part" in metadata.read_bytes()
        steps = [pikepdf.parse_content_stream(page) for page in pdf.pages]
        marks = [sum(str(step.operator) == "BDC" and "/MCID" in step.operands[1] for step in page) for page in steps]
        keys = [page.obj.get("/StructParents") for page in pdf.pages]
        return claims, marks, [found.get(page.obj.objgen, 0) for page in pdf.pages], keys


for name in "Guide", "Record":
    source = f'#set document(title: "{name}")\n#set text(lang: "en")\n= {name}\nOne sentence.\n\n- First\n- Second\n'
    with open("page.typ", "w") as file:
        file.write(source)
    typst.compile("page.typ", output=f"{name.lower()}.pdf", pdf_standards=["ua-1"])

writer = pypdf.PdfWriter(clone_from="guide.pdf")
writer.append("record.pdf")
writer.write("pypdf.pdf")
writer = pypdf.PdfWriter()
writer.append("guide.pdf")
writer.append("record.pdf")
writer.write("pypdf-empty.pdf")
for way in "extend", "add_pages_from":
    with pikepdf.open("guide.pdf") as guide, pikepdf.open("record.pdf") as record:
        guide.pages.extend(record.pages) if way == "extend" else guide.add_pages_from(record)
        guide.save(f"pikepdf-{way}.pdf")
subprocess.run(["node", "join.cjs"], check=True)

claims, [marks], [tagged], [key] = facts("guide.pdf")
print("guide alone:", claims, marks, tagged, key)
assert claims and marks == tagged > 0
assert facts("record.pdf") == (True, [marks], [tagged], [key])
for name in "pypdf", "pikepdf-extend", "pikepdf-add_pages_from", "pdf-lib":
    seen = facts(f"{name}.pdf")
    print(f"{name}:", *seen)
    second = None if name == "pypdf" else key
    assert seen == (True, [marks, marks], [tagged, 0], [key, second]), seen
print("pypdf into an empty one:", *facts("pypdf-empty.pdf"))
assert facts("pypdf-empty.pdf") == (False, [marks, marks], [0, 0], [None, None])
PY
