#!/usr/bin/env bash
# Python keeps half a compiled module when the disk is full, and cannot import that module any more.
#
# Version:  CPython 3.11.7, which no package index has: another python3 ends this script with an error.
# Expected: the compiled form of a module is a cache. It is written to a temporary file and renamed, so it is whole or
#           not there, and a module can be imported from its source whatever became of the cache.
# Seen:     a write that fits only in part is no error to Python: the first part is renamed into place. From then on the
#           import ends with an EOFError, also with room on the disk, until somebody removes the file. The limit on the
#           size of files stands in for the full disk here; a full tmpfs does the same.
# Output:   1024 bytes of a compiled module; EOFError: EOF read where not expected; and it works once the file is removed.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX

[ "$(python3 -c 'import platform; print(platform.python_implementation(), platform.python_version())')" = "CPython 3.11.7" ]
python3 -c 'print("words = " + repr([f"word {number}" for number in range(400)]))' >many_words.py
bash -c 'ulimit -f 1; python3 -c "import many_words"'

size=$(cat __pycache__/many_words.*.pyc | wc -c)
echo "$size bytes of a compiled module"
[ "$size" = 1024 ]
said=$(python3 -c 'import many_words' 2>&1 | tail -1 || true)
echo "$said"
[[ "$said" == EOFError:* ]]
rm -r __pycache__
python3 -c 'import many_words; print("without the file it works:", len(many_words.words), "words")'
