"""This module runs in the child process that renders a stranger's template (`sandbox.py`), and nowhere else.

Once it is shut in, the process can open no file and no connection, change nothing on a disk and start nothing: the
system refuses it a further descriptor, and Python whatever is not needed for rendering.
"""

from __future__ import annotations

import contextlib
import importlib
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.guide.text.markdown import check_generated
from levelbook.guide.write import record_check
from levelbook.guide.write.render import Template
from levelbook.guide.write.sandbox import Limits, received, send

if sys.platform != "win32":
    import resource

_NEEDED_LATER: Final = (
    "jinja2.sandbox", "jinja2.debug", "jinja2.runtime", "markdown_it", "markdown_it.presets", "mdurl",
    "levelbook.guide.write.notes", "unicodedata", "traceback", "linecache",
    "encodings.ascii", "encodings.idna", "encodings.punycode", "encodings.unicode_escape",
)  # fmt: skip
"""Modules that a rendering imports on its way: afterwards no file can be opened, not even a module's."""
ALLOWED: Final = frozenset({
    "compile", "exec", "import", "marshal.loads", "object.__getattr__", "object.__setattr__", "object.__delattr__",
    "code.__new__", "function.__new__", "sys._getframe", "builtins.id", "cpython._PySys_ClearAuditHooks",
})  # fmt: skip
"""What Python tells of (its audit events) and a rendering needs."""


def main() -> None:
    """Render whatever is asked for, until nobody asks any more."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    settings = received(asked)
    limits = Limits(**settings["limits"])
    template = Template({}, settings["files"], settings["name"], most_includes=settings["most_includes"])
    _prepare(template)
    confine(limits)
    while True:
        try:
            request = received(asked)
        except OSError:
            return
        send(answers, _answer(template, request, settings["record"], limits))


def _prepare(template: Template) -> None:
    """Import all that a rendering needs, and render something harmless, which imports the rest."""
    for name in _NEEDED_LATER:
        importlib.import_module(name)
    sample = Template({}, {"x": "{{ text | paragraphs }}{{ missing }}"}, template.name)
    with contextlib.suppress(FileIsWrong):
        sample.render("x", {"text": "A *word* and https://example.org"})
    check_generated("A [link](https://example.org).")


def confine(limits: Limits) -> None:
    """Take from this process whatever rendering does not need. There is no way back."""
    if sys.platform != "win32":
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        with contextlib.suppress(ValueError, OSError):  # macOS knows this limit, and may refuse it
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
            resource.setrlimit(what, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event not in ALLOWED:
        raise PermissionError(f"a template may do nothing of this kind ({event})")


def _answer(template: Template, request: dict[str, Any], record: str, limits: Limits) -> dict[str, Any]:
    try:
        with _no_longer_than(limits.seconds):
            text = template.render(request["file"], request["view"], request["up"])
            if len(text) > limits.characters:
                too_long = f"The template writes more than {limits.characters} characters."
                return _give_way(template.fault(request["file"], too_long))
            # Whoever asked reads the text back, and trusts nothing that is found here; but what this would take for
            # ever to read has to be met here, where there is a limit.
            if request["file"] == record:
                record_check.faults(text, ())
            else:
                check_generated(text, images=True)
            return {"text": text}
    except FileIsWrong as wrong:
        return _give_way(wrong) if isinstance(wrong.__cause__, MemoryError) else _problems(*wrong.problems)
    except MemoryError:
        return _give_way(template.fault(request["file"], "The template needs too much memory."))


def _problems(*problems: Problem) -> dict[str, Any]:
    return {"problems": [asdict(problem) for problem in problems]}


def _give_way(wrong: FileIsWrong) -> dict[str, Any]:
    """Say that a limit was met: whoever asked need not ask for more."""
    return {**_problems(*wrong.problems), "gave_up": True}


@contextlib.contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """End this process where it takes more of the processor."""
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
