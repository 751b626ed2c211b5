#!/usr/bin/env bash
# pandoc's reader for GitHub's Markdown makes a picture of the end of a name that has colons.
#
# Version:  pandoc as pypandoc_binary 1.17 brings it.
# Expected: the manual says that the extension emoji, which the format gfm switches on, parses textual emojis like
#           :smile:. The name of a bucket with a colon behind it, as a list of evidence has it, is no such thing.
# Seen:     of `arn:aws:s3:::bucket: read in May` the picture of a bucket is left, and the name is gone. Without the
#           extension, or with one colon as a character reference, the words stay.
# Output:   arn:aws:s3::🪣 read in May
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17
pandoc=$(echo venv/lib/python3*/site-packages/pypandoc/files/pandoc)

printf 'arn:aws:s3:::bucket: read in May\n' >evidence.md
"$pandoc" -f gfm -t plain evidence.md
if "$pandoc" -f gfm -t plain evidence.md | grep bucket; then exit 1; fi
diff <("$pandoc" -f gfm-emoji -t plain evidence.md) evidence.md
diff <(sed 's/::bucket/:\&#58;bucket/' evidence.md | "$pandoc" -f gfm -t plain) evidence.md
