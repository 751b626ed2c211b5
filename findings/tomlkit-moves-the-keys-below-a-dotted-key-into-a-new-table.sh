#!/usr/bin/env bash
# tomlkit moves the keys of a document into a table that is added under a dotted key above them.
#
# Version:  tomlkit 0.15.2; Python's tomllib judges.
# Expected: the key is added and nothing else changes. The quickstart says that tomlkit keeps a document as it was and
#           that it is changed like a dict; `document.unwrap()` has the right data after the change.
# Seen:     the new table is written where the dotted key stands, with a header. All lines below it, up to the next
#           header, belong to the new table from then on: "level" is now team.contacts.level. The text is valid TOML, so
#           nobody complains; what was read has one key less at the top. With a header, [team], in place of the dotted
#           key it is right, and so it is with an inline table. tomlkit's pull request 588 is about this.
# Output:   {'team': ..., 'level': 2} -> {'team': {..., 'contacts': {'owner': 'Priya', 'level': 2}}}
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tomlkit==0.15.2

venv/bin/python - <<'PY'
import tomllib

import tomlkit

contacts = {"owner": "Priya"}
wanted = {"team": {"name": "Retail", "contacts": contacts}, "level": 2}

document = tomlkit.parse('team.name = "Retail"\nlevel = 2\n')
document["team"]["contacts"] = contacts
written = tomlkit.dumps(document)
print(written)
print(document.unwrap())
print(tomllib.loads(written))
assert document.unwrap() == wanted
assert tomllib.loads(written) == {"team": {"name": "Retail", "contacts": {"owner": "Priya", "level": 2}}}

inline = tomlkit.inline_table()
inline.update(contacts)
document = tomlkit.parse('team.name = "Retail"\nlevel = 2\n')
document["team"]["contacts"] = inline
assert tomllib.loads(tomlkit.dumps(document)) == wanted
document = tomlkit.parse('level = 2\n\n[team]\nname = "Retail"\n')
document["team"]["contacts"] = contacts
assert tomllib.loads(tomlkit.dumps(document)) == wanted
PY
