#!/usr/bin/env bash
# A Textual app ends with a traceback when its terminal sends one byte that is not UTF-8, as a paste may.
#
# Version:  textual 8.2.8, Linux.
# Expected: what cannot be decoded is shown as U+FFFD, as terminals themselves do, and the app goes on.
# Seen:     the driver's input thread decodes strictly; the error ends the app, with whatever was typed in its fields.
# Output:   ended: True, UnicodeDecodeError on the screen: True
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textual==8.2.8

cat > app.py <<'PY'
from textual.app import App
from textual.widgets import Input


class Form(App):
    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def compose(self):
        yield Input()


app = Form()
app.run()
raise SystemExit(app.return_code)
PY

venv/bin/python - <<'PY'
import os, pty, select, subprocess, sys, time

master, slave = pty.openpty()
app = subprocess.Popen([sys.executable, "app.py"], stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
os.close(slave)
seen = b""


def until(holds):
    global seen
    patience = time.monotonic() + 30
    while not holds() and time.monotonic() < patience:
        if select.select([master], [], [], 0.05)[0]:
            try:
                seen += os.read(master, 65_536)
            except OSError:
                return


until(lambda: b"\x1b[?2004h" in seen)
time.sleep(1)
os.write(master, b"\x1b[200~Caf\xe9 and more\x1b[201~")
until(lambda: app.poll() is not None)
until(lambda: False if app.poll() is None else not select.select([master], [], [], 0.2)[0])
app.wait(timeout=30)
told = b"UnicodeDecodeError" in seen
print(f"ended: {app.poll() is not None}, UnicodeDecodeError on the screen: {told}")
assert told
PY
