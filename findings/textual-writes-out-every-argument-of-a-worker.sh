#!/usr/bin/env bash
# Each call of a Textual worker makes the repr of its arguments, however long that is, before anything is done.
#
# Version:  textual 8.2.8.
# Expected: a call of a method with `@work(thread=True)` returns at once, whatever is handed to the thread: work is put
#           there so that the app goes on.
# Seen:     where no description is given, one is made of repr() of every argument, on the app's own thread. A record
#           that holds a hundred thousand rows took nearly a second at each key.
# Output:   reprs for a call: 1
#           reprs with a description: 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textual==8.2.8

venv/bin/python - <<'PY'
import asyncio

from textual import work
from textual.app import App


class LongList:
    reprs = 0

    def __repr__(self):
        LongList.reprs += 1
        return "…"


class Sorting(App):
    @work(thread=True)
    def sort(self, rows):
        pass

    @work(thread=True, description="sort")
    def sort_described(self, rows):
        pass


async def main():
    counts = []
    app = Sorting()
    async with app.run_test():
        for method in (app.sort, app.sort_described):
            LongList.reprs = 0
            await method(LongList()).wait()
            counts.append(LongList.reprs)
    return counts


plain, described = asyncio.run(main())
print(f"reprs for a call: {plain}")
print(f"reprs with a description: {described}")
assert (plain, described) == (1, 0)
PY
