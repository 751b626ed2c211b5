"""A stranger's template is rendered in a process that can do nothing else, and that ends when it takes too much."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from levelbook.book.authoring.template_authoring import try_out
from levelbook.book.publishing.guide_template import FoundTemplate
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean
from levelbook.guide.write import render, sandbox
from levelbook.guide.write.sandbox import LIMITS, Limits
from levelbook.packs.find import find_template
from support.hostile_texts import HOSTILE

LIVING_GUIDE = FoundTemplate(find_template("living-guide", Path()))


def apart(source: str, limits: Limits = LIMITS, **more: str) -> render.Template:
    return render.Template({}, {"page.md.jinja": source, **more}, "house", limits=limits)


def test_a_template_gives_the_same_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letter by letter, each file for each made-up team."""
    given: list[tuple[str, str]] = []
    original = render.Template.render

    def noted(self: render.Template, file: str, view: render.View, up: str = "") -> str:
        text = original(self, file, view, up)
        given.append((file, text))
        return text

    monkeypatch.setattr(render.Template, "render", noted)
    here = LIVING_GUIDE.opened()
    assert here.limits is None, "what comes with levelbook is rendered in this process"

    assert try_out(here) == ()
    in_this_process, given = given, []
    assert try_out(replace(here, compiled=None, limits=LIMITS)) == ()

    assert len(given) > 100
    assert given == in_this_process


def test_whatever_people_typed_gives_the_same_apart() -> None:
    source = "{{ text }}\n\n{{ text | prose }}\n\n{{ text | paragraphs(2) }}\n\n{{ text | label }}"
    here, there = render.Template({}, {"page.md.jinja": source}), apart(source)

    for text in (clean(text) for _, text in HOSTILE):
        assert there.render("page.md.jinja", {"text": text}) == here.render("page.md.jinja", {"text": text}), text


def test_a_fault_is_named_with_file_and_line_as_here() -> None:
    template = apart("\n{% include 'part.md.jinja' %}", **{"part.md.jinja": "\n\n{{ missing }}"})

    with pytest.raises(FileIsWrong) as failure:
        template.render("page.md.jinja", {})

    assert str(failure.value.problems[0]).startswith("house/part.md.jinja:3: The template cannot be rendered: ")
    assert template.render("page.md.jinja", {"missing": "Not any more."}) == "Not any more."


def test_a_template_that_takes_too_long_is_ended_and_not_tried_again() -> None:
    template = replace(LIVING_GUIDE.opened(), compiled=None, name="house", limits=replace(LIMITS, seconds=0.001))

    with pytest.raises(FileIsWrong) as failure:
        template.render("record.md.jinja", {})
    assert "house/record.md.jinja: The template cannot be rendered: it takes more than 0.001 seconds" in str(
        failure.value
    )
    with pytest.raises(FileIsWrong, match=r"record\.md\.jinja"):
        template.render("about.md.jinja", {})


def test_a_template_that_needs_too_much_memory_is_refused() -> None:
    template = apart("{{ text }}{{ text | label }}", replace(LIMITS, memory=1_000_000))

    with pytest.raises(FileIsWrong, match="house/page"):
        template.render("page.md.jinja", {"text": "many words " * 300_000})


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
def test_what_met_a_limit_is_not_tried_again() -> None:
    small = apart("{% for line in lines %}{{ line }}{% endfor %}", replace(LIMITS, characters=20))
    for lines in (6, 1):
        with pytest.raises(FileIsWrong, match="writes more than 20 characters"):
            small.render("page.md.jinja", {"lines": ["four"] * lines})
    text = "many words " * 400_000
    shows = "{{ text }}{{ text | label }}"
    hungry = apart(shows, replace(LIMITS, memory=memory_of(apart(shows)) + 3 * len(text)))
    assert hungry.render("page.md.jinja", {"text": "few words"})
    for given in (text, "many words "):
        with pytest.raises(FileIsWrong, match="needs more memory than it may have"):
            hungry.render("page.md.jinja", {"text": given})


def memory_of(template: render.Template) -> int:
    """The bytes of address space that a template's process has, once it has rendered a few words."""
    template.render("page.md.jinja", {"text": "few words"})
    pages = Path(f"/proc/{template._sandboxed._process.pid}/statm").read_text().split()[0]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_a_template_that_writes_too_much_is_refused() -> None:
    template = apart("{% for line in lines %}{{ line }}{% endfor %}", replace(LIMITS, characters=20))

    assert template.render("page.md.jinja", {"lines": ["four"] * 5}) == "four" * 5
    with pytest.raises(FileIsWrong, match="writes more than 20 characters"):
        template.render("page.md.jinja", {"lines": ["four"] * 6})


@pytest.mark.parametrize(
    "said",
    ["{'text': 'long'}", "{'problems': [{'message': 'long' * 300_000}]}"],
    ids=["a text that is too long", "a message that is too long"],
)
def test_what_a_process_says_beyond_its_limits_is_not_believed(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that a template had taken over would not keep to limits of its own."""
    taken_over = (
        "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
        "from levelbook.guide.write.sandbox import received, send; "
        "received(sys.stdin.buffer); received(sys.stdin.buffer); "
        f"send(sys.stdout.buffer, {said}); sys.stdin.buffer.read()"
    )
    monkeypatch.setattr(sandbox, "_START", taken_over)
    template = apart("x", replace(LIMITS, characters=3))

    with pytest.raises(FileIsWrong, match=r"has ended|more memory"):
        template.render("page.md.jinja", {})


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what another process was given")
def test_the_process_is_given_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUSE_TOKEN", "of nobody's business")
    template = sandbox.SandboxedTemplate("house", {"page.md.jinja": "x"}, "record.md.jinja", 10, LIMITS)

    assert template.render("page.md.jinja", {}, "") == "x"
    assert b"HOUSE_TOKEN" not in Path(f"/proc/{template._process.pid}/environ").read_bytes()


def test_the_process_ends_with_the_template() -> None:
    template = apart("x")
    template.render("page.md.jinja", {})
    process = template._sandboxed._process
    assert process.poll() is None

    del template

    assert process.poll() is not None


ATTEMPTS = {
    "open a file": "open('/dev/null')",
    "write a file": "open('written', 'w')",
    "open a file past Python's own opening": "os.open('/dev/null', os.O_RDONLY)",
    "list a folder": "os.listdir('/')",
    "remove a file": "os.remove('kept')",
    "rename a file": "os.rename('kept', 'other')",
    "make a folder": "os.mkdir('made')",
    "make a link": "os.symlink('kept', 'link')",
    "change a mode": "os.chmod('kept', 0)",
    "open a connection": "socket.socket()",
    "look a name up": "socket.getaddrinfo('localhost', 80)",
    "start a program": "subprocess.run(['true'])",
    "start a program through a shell": "os.system('true')",
    "fork": "os.fork()",
    "become another program": "os.execv('/bin/true', ['true'])",
    "send a signal": "os.kill(os.getppid(), 0)",
    "load a library": "ctypes.CDLL(None)",
    "import a module": "import wave",
    "duplicate a descriptor": "os.dup(1)",
}
"""What a template might be made to do, if ever it got out of its sandbox; each harmless, and allowed elsewhere."""


def test_the_process_can_do_nothing_but_render(tmp_path: Path) -> None:
    """One process tries everything, each as if nothing had been tried before."""
    (tmp_path / "kept").touch()
    program = f"""
import ctypes, os, socket, subprocess, sys
sys.path[:] = {json.dumps(sys.path)}
from levelbook.guide.write.sandbox import LIMITS
from levelbook.guide.write.rendering_process import confine
attempts = [(name, compile(attempt, name, "exec")) for name, attempt in {ATTEMPTS!r}.items()]
confine(LIMITS)
for name, attempt in attempts:
    try:
        exec(attempt)
    except OSError:
        print(name, flush=True)
"""

    said = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert said.stdout.splitlines() == list(ATTEMPTS), said
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
