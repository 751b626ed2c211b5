#!/usr/bin/env bash
# A Textual app that was stopped by SIGSTOP and continued leaves the terminal without echo, or does not end at all.
#
# Version:  textual 8.2.8, Linux.
# Expected: the terminal is as it was before the app. The driver says of SIGCONT that it is for coming back from a stop.
# Seen:     SIGSTOP cannot be caught, so the driver hears of the continuing only, and starts again what still runs. What
#           it takes for the terminal's own modes, to be restored at the end, are then its own; and a second thread reads
#           keys, of which only one is waited for.
# Output:   threads before and after: 3 5
#           echo after the app: False
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textual==8.2.8

cat > app.py <<'PY'
from textual.app import App


class Waiting(App):
    BINDINGS = [("q", "quit", "Quit")]


Waiting().run()
PY

venv/bin/python - <<'PY'
import os, pty, select, signal, subprocess, sys, termios, time

master, slave = pty.openpty()
app = subprocess.Popen([sys.executable, "app.py"], stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
seen = b""


def until(holds):
    global seen
    patience = time.monotonic() + 30
    while not holds() and time.monotonic() < patience:
        if select.select([master], [], [], 0.05)[0]:
            seen += os.read(master, 65_536)


def threads():
    return len(os.listdir(f"/proc/{app.pid}/task"))


TAKEN = b"\x1b[?1049h"
until(lambda: TAKEN in seen and threads() >= 3)
before = threads()
app.send_signal(signal.SIGSTOP)
time.sleep(0.5)
app.send_signal(signal.SIGCONT)
until(lambda: seen.count(TAKEN) == 2 and threads() > before)
after = threads()
os.write(master, b"q")
until(lambda: app.poll() is not None or seen.count(b"\x1b[?1049l") > 0)
time.sleep(0.5)
echo = bool(termios.tcgetattr(master)[3] & termios.ECHO)
app.kill()
print("threads before and after:", before, after)
print("echo after the app:", echo)
assert after > before and not echo
PY
