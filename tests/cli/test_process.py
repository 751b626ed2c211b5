"""What only a process of its own shows: pipes, signals, terminals and shell completion."""

from __future__ import annotations

import json
import os
import py_compile
import shlex
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import click
import pytest

from levelbook import __main__, cli
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.cli import diagnostics
from levelbook.cli.main import main
from levelbook.store import ballots
from support.terminal import Program, in_a_shell

LEVELBOOK = (sys.executable, "-m", "levelbook")


def completed(**variables: str) -> subprocess.CompletedProcess[str]:
    """Levelbook as a shell calls it to complete a word."""
    return subprocess.run(LEVELBOOK, capture_output=True, text=True, check=False, env={**os.environ, **variables})


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m levelbook questionnaire show | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[1:] == ["0"]
    assert done.stderr == ""


def test_a_command_does_its_work_though_nobody_reads_what_it_says(folder: Path) -> None:
    def typed_into_nothing(words: str) -> str:
        line = f"{sys.executable} -m levelbook {words} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout.strip()

    subprocess.run(["git", "init", "-q"], check=True)

    assert typed_into_nothing("answer 1.1 --level 2") == "0"
    assert typed_into_nothing("seal q1 --commit") == "0"

    committed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout
    assert "book/editions/q1/edition.toml" in committed
    assert "book/record.md" in committed and "book/charts/" in committed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("score", "levelbook: The output was not written: the disk is full."),
        ("export json", "levelbook: The output was not written: the disk is full."),
        ("--help", "levelbook: This cannot be read or written: the disk is full.\n  Earlier answers are saved."),
    ],
)
def test_output_that_nobody_takes_is_exit_5(folder: Path, words: str, said: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*LEVELBOOK, *words.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 5
    assert done.stderr == f"{said}\n"


def test_without_any_input_it_stops_as_at_its_end(folder: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m levelbook ask <&-", shell=True, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


OFFERED = (
    ("levelbook an", ["answer"]),
    ("levelbook answer data.re", ["data.restores"]),
    ("levelbook answer 1.", ["1.1", "1.2"]),
    ("levelbook explain ov", ["overall"]),
    ("levelbook profile --fact hos", ["hosting=ourselves", "hosting=provider"]),
    ("levelbook profile --fact hosting = pro", ["provider"]),
    ("levelbook profile --fact holds = business,per", ["business,personal"]),
    ("levelbook init --like saas", ["saas-only"]),
    ("levelbook ask --section ch", ["changes"]),
    ("levelbook diff n", ["now"]),
    ("levelbook ballot fill a", ["ana"]),
    ("levelbook ask --ballot b", ["ben"]),
    ("levelbook sitting begin --participant A", ["Ada", "Ana"]),
    ("levelbook sitting park x --practice data.b", ["data.backups"]),
    ("levelbook -C nowhere answer d", []),
)
"""What is typed, and what a shell may offer for its last word."""


def words_of(typed: str) -> dict[str, str]:
    """How bash asks."""
    return {
        "_LEVELBOOK_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }


def offered_by(out: str) -> list[str]:
    return [line.partition(",")[2] for line in out.split()]


def test_completion_knows_commands_practices_facts_editions_ballots_and_people(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    session = Session.open(folder)
    for name in ("Ana", "Ben"):
        ballots.create(session.folder.ballots_path, session.questionnaire, name, {})
    Workshop(session).begin(90, ["Eve", "Ada"])
    for typed, offered in OFFERED:
        for name, value in words_of(typed).items():
            monkeypatch.setenv(name, value)
        capfd.readouterr()
        with pytest.raises(SystemExit):
            main()

        said = capfd.readouterr()
        assert said.err == ""
        assert offered_by(said.out) == offered, typed


def test_a_shell_that_asks_for_completions_gets_them(folder: Path) -> None:
    done = completed(**words_of("levelbook answer data.re"))

    assert (done.stderr, offered_by(done.stdout)) == ("", ["data.restores"])


def test_bash_takes_the_completion_script(folder: Path) -> None:
    script = completed(_LEVELBOOK_COMPLETE="bash_source").stdout

    done = subprocess.run(
        ["bash", "-c", f"{script}\ncomplete -p levelbook"], capture_output=True, text=True, check=True
    )

    assert "levelbook" in done.stdout


NAMES = (
    "Cy Day",
    "Zoë-Łu",
    "O'Neil; echo hi #",
    'Al "B" $(echo hi)',
    "`echo hi`",
    "back\\slash",
    "*",
    "a&b|c>d<e!",
    "~",
)


def test_a_name_that_bash_completes_is_typed_as_that_name_and_runs_nothing(folder: Path) -> None:
    Workshop(Session.open(folder)).begin(90, NAMES)
    script = completed(_LEVELBOOK_COMPLETE="bash_source").stdout
    levelbook = shlex.quote(str(Path(sys.executable).parent / "levelbook"))
    typed = f"COMP_WORDS=({levelbook} gaps --owner ''); COMP_CWORD=3; _levelbook_completion {levelbook}"

    done = subprocess.run(
        ["bash", "-c", f"{script}\n{typed}\neval \"printf '%s\\0' ${{COMPREPLY[*]}}\""],
        capture_output=True,
        check=True,
    )

    assert sorted(done.stdout.decode("utf-8").rstrip("\0").split("\0")) == sorted(("Noor", *NAMES))


# --- In a terminal ----------------------------------------------------------------------------------------------------


def in_terminal(words: Sequence[str], script: Sequence[tuple[str, str]]) -> tuple[int, str]:
    """Run in a terminal; each text of the script is waited for, then its keys are pressed. Exit code and all output."""
    with Program(words) as program:
        seen = 0
        for wanted, keys in script:
            text = wanted.encode("utf-8")
            program.until(lambda text=text, seen=seen: text in program.raw[seen:])  # type: ignore[misc]
            seen = program.raw.index(text, seen) + len(text)
            program.press(keys)
        return program.drain(), program.text


def test_in_a_terminal_init_asks_for_what_is_missing(folder: Path) -> None:
    code, output = in_terminal(
        ["init", "asked", "--questionnaire", "questions"],
        [
            ("Which team is this?", "Retail [x]\r"),
            ("What do you assess", "\r"),
            ("Which organisation", "Shop & Co\r"),
            ("What data do you hold?", "\r"),  # the cursor is on a line, and nothing is chosen
            ("Space chooses", "\x1b[B \r"),
            ("Who runs the machines?", "\x1b[B\r"),
        ],
    )

    assert (code, "3 practices apply, 1 of them inherited" in output) == (0, True), output
    session = Session.open(Path("asked"))
    assert (session.folder.settings.team, session.folder.settings.organisation) == ("Retail [x]", "Shop & Co")
    assert session.now.book.profile == {"holds": ("business",), "hosting": "provider"}


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_init_explains_a_question_to_whoever_types_a_question_mark(folder: Path, plain: list[str]) -> None:
    enter = "\r"
    code, output = in_terminal(
        ["init", "asked", *plain, "--questionnaire", "questions"],
        [
            ("Which team is this?", f"?{enter}"),
            ("levelbook.toml", f"Retail{enter}"),
            ("What do you assess", f"?{enter}"),
            ("levelbook.toml", enter),
            ("Which organisation", f"?{enter}"),
            ("levelbook.toml", enter),
            ("What data do you hold?", "\x03"),
        ],
    )

    assert code == 130, output
    settings = Session.open(Path("asked")).folder.settings
    assert (settings.team, settings.about, settings.organisation) == ("Retail", "", "")


def test_init_announces_no_facts_where_all_are_given(folder: Path) -> None:
    given = (
        "--team",
        "T",
        "--about",
        "",
        "--organisation",
        "",
        "--fact",
        "holds=business",
        "--fact",
        "hosting=provider",
    )
    code, output = in_terminal(["init", "asked", "--plain", *given, "--questionnaire", "questions"], [])

    assert (code, "3 practices apply" in output) == (0, True), output
    assert "A few facts" not in output


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_in_init_the_sign_goes_back_and_a_stop_says_how_to_go_on(folder: Path, plain: list[str]) -> None:
    enter = "\r" if plain else ""
    code, output = in_terminal(
        ["init", "asked", *plain, "--team", "T", "--about", "", "--organisation", "", "--questionnaire", "questions"],
        [
            ("What data do you hold?", "2\r" if plain else "\x1b[B \r"),
            ("Who runs the machines?", f"<{enter}"),
            ("What data do you hold?", "\r"),
            ("Who runs the machines?", "\x03"),
        ],
    )

    assert code == 130
    said = " ".join(output.split())
    assert "`levelbook -C asked profile` shows which facts are open, and with --fact sets one." in said
    assert "holds" in Session.open(Path("asked")).now.book.profile


def test_init_counts_its_questions_and_goes_back_to_one(folder: Path) -> None:
    code, output = in_terminal(
        [
            "init",
            "asked",
            "--plain",
            "--team",
            "T",
            "--about",
            "",
            "--organisation",
            "",
            "--questionnaire",
            "questions",
        ],
        [
            ("1 of 2: What data do you hold?", ""),
            ("Numbers", "2\r"),
            ("2 of 2: Who runs the machines?", ""),
            ("4 Back to the question before", "4\r"),
            ("1 of 2: What data do you hold?", ""),
            ("2 Our own business data (as it is)", ""),
            ("Numbers", "3\r"),
            ("2 of 2: Who runs the machines?", ""),
            ("Number", "1\r"),
        ],
    )

    assert code == 0, output
    assert Session.open(Path("asked")).now.book.profile == {"holds": ("personal",), "hosting": "ourselves"}


def test_init_tells_at_once_of_answers_that_cannot_both_be_true(folder: Path) -> None:
    with Path("questions/questionnaire.toml").open("a", encoding="utf-8") as main:
        main.write(
            '\n[[incompatible]]\nwhen = { holds = ["business"], hosting = ["ourselves"] }\nbecause = "why pay"\n'
        )
    code, output = in_terminal(
        [
            *("init", "asked", "--plain", "--team", "T", "--about", ""),
            *("--organisation", ""),
            "--questionnaire",
            "questions",
        ],
        [
            ("1 of 2: What data do you hold?", ""),
            ("Numbers", "2\r"),
            ("2 of 2: Who runs the machines?", ""),
            ("Number", "1\r"),
        ],
    )

    assert code == 0, output
    assert "cannot both be true: why pay. “<” goes back." in " ".join(output.split())


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_ctrl_z_stops_ask_as_a_shell_does_and_the_line_goes_on_without_a_trace_of_it(
    folder: Path, plain: list[str]
) -> None:
    with Program(["ask", *plain], start=in_a_shell) as program:
        program.until(lambda: "or a letter" in program.text)
        program.press("n\r")
        program.until(lambda: "Note" in program.text.rpartition("or a letter")[2])
        program.press("Restored ")
        program.until(lambda: "Restored" in program.text)
        program.press("\x1a")
        program.until(program.is_stopped)
        assert program.modes() & (termios.ECHO | termios.ICANON) == termios.ECHO | termios.ICANON, "as it was before"
        program.kill(signal.SIGCONT)
        if not plain:
            program.until(lambda: not program.modes() & termios.ICANON)
        program.press("Restored in May\r" if plain else "in May\r")
        program.until(lambda: Session.open(folder).now.book.answer("data.backups").note)
        assert Session.open(folder).now.book.answer("data.backups").note == "Restored in May"


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_in_a_terminal_ask_takes_answers_until_the_person_stops(folder: Path, plain: list[str]) -> None:
    code, output = in_terminal(
        ["ask", *plain],
        [("or a letter", "2\r"), ("are not true", "\r"), ("1.2 Restoring", ""), ("or a letter", "q\r")],
    )

    assert (code, "Saved. 1 answer given" in output) == (0, True), output
    assert Session.open(folder).now.book.answer("data.backups").level == 2


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_in_a_terminal_what_a_level_claims_can_be_struck_out_at_once(folder: Path, plain: list[str]) -> None:
    code, output = in_terminal(
        ["ask", *plain],
        [
            ("or a letter", "2\r"),
            ("are not true", "9\r"),
            ("is not understood", "1\r"),
            ("Not yet:", ""),
            ("or a letter", "q\r"),
        ],
    )

    assert code == 0, output
    answer = Session.open(folder).now.book.answer("data.backups")
    assert (answer.level, answer.unmet) == (2, ("some-copy",))


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_ctrl_c_before_a_book_has_its_name_says_that_none_was_made(tmp_path: Path, plain: list[str]) -> None:
    code, output = in_terminal(
        ["-C", str(tmp_path), "init", *plain], [("Which team", "Cards\r"), ("What do you assess", "\x03")]
    )

    assert (code, "Stopped. No book was made." in output) == (130, True), output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_ctrl_c_is_exit_130_and_what_was_answered_is_saved(folder: Path, plain: list[str]) -> None:
    code, output = in_terminal(
        ["ask", *plain],
        [("or a letter", "2\r"), ("are not true", "\r"), ("1.2 Restoring", ""), ("or a letter", "\x03")],
    )

    assert (code, "Stopped. All answers are saved." in output) == (130, True), output
    assert "Traceback" not in output
    assert Session.open(folder).now.book.answer("data.backups").level == 2


def test_ctrl_c_keeps_the_line_that_is_being_typed(folder: Path) -> None:
    code, output = in_terminal(["ask"], [("or a letter", "n\r"), ("Note", "Half a note"), ("Half a note", "\x03")])

    assert (code, "Stopped. All answers are saved." in output) == (130, True), output
    assert "Typed and not entered: Half a note" in output
    [draft] = Drafts(Session.open(folder)).all
    assert draft.words == ("Half a note",)


def test_ctrl_c_says_that_a_terminal_drops_the_line_of_plain_lines(folder: Path) -> None:
    script = [("or a letter", "n\r"), ("Note", "Half a note"), ("Half a note", "\x03")]
    code, output = in_terminal(["ask", "--plain"], script)

    said = "Stopped. All answers are saved. A line that you were typing is not kept."
    assert (code, said in " ".join(output.split())) == (130, True), output
    assert Drafts(Session.open(folder)).all == ()


@pytest.fixture(name="asking")
def _asking(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([*LEVELBOOK, "ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asking:
        yield asking
        asking.kill()


def test_an_answer_is_on_disk_before_the_next_line_is_read(folder: Path, asking: subprocess.Popen[str]) -> None:
    assert asking.stdin is not None and asking.stdout is not None
    asking.stdin.write("2\n")
    asking.stdin.flush()
    while not asking.stdout.readline().startswith("Saved:"):
        pass
    asking.send_signal(signal.SIGKILL)

    assert Session.open(folder).now.book.answer("data.backups").level == 2


@pytest.mark.parametrize("end", ["", "\r"])
@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_the_lines_of_a_pasted_note_are_one_note_and_no_commands(folder: Path, plain: list[str], end: str) -> None:
    """The terminal does not say that it is a paste: its lines come as quick typing does."""
    code, output = in_terminal(
        ["-C", str(folder), "ask", *plain],
        [
            ("Level 0 to 3", "n\r"),
            ("Note", f"We copy at night.\r3\rRestores are next.{end}"),
            ("Level 0 to 3", "q\r"),
        ],
    )

    answers = Session.open(folder).now.book.answers
    assert code == 0, output
    assert [(one.note, one.level) for one in answers.values()] == [("We copy at night.\n3\nRestores are next.", None)]


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_pasted_minutes_stay_lines_as_in_the_app_and_one_undo_takes_all_of_them_back(
    folder: Path, plain: list[str]
) -> None:
    Workshop(Session.open(folder)).begin(90)
    script = [
        ("Level 0 to 3", "m\r"),
        ("What goes into the minutes", "We decided:\r- paper at night\r- Ben asks\r"),
        ("Level 0 to 3", "q\r"),
    ]

    code, output = in_terminal(["-C", str(folder), "ask", *plain], script)
    minutes = Workshop(Session.open(folder)).sitting.minutes
    in_terminal(["-C", str(folder), "ask", *plain], [*script[:2], ("Level 0 to 3", "z\r"), *script[2:]])

    assert code == 0, output
    assert minutes == "We decided:\n- paper at night\n- Ben asks"
    assert Workshop(Session.open(folder)).sitting.minutes == minutes


def test_a_reason_that_was_pasted_is_one_line(folder: Path) -> None:
    in_terminal(
        ["-C", str(folder), "ask", "--plain"],
        [("Level 0 to 3", "x\r"), ("It does not apply", "Others\rdo it.\r"), ("Level 0 to 3", "q\r")],
    )

    assert [one.not_applicable for one in Session.open(folder).now.book.answers.values()] == ["Others do it."]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii:strict"])
def test_a_terminal_without_all_characters_gets_question_marks_and_json_stays_whole(
    folder: Path, encoding: str
) -> None:
    def printed(*words: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        return subprocess.run([*LEVELBOOK, *words], capture_output=True, check=False, env=environment)

    shown, figures = printed("score"), printed("questionnaire", "schema", "questionnaire")

    assert (shown.returncode, b"?" in shown.stdout) == (0, True), shown.stderr
    assert figures.returncode == 0
    json.loads(figures.stdout.decode("utf-8"))


def test_a_compiled_module_that_a_full_disk_cut_short_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut_short.py").write_text("words = 'a module of some length'\n", "utf-8")
    compiled = Path(py_compile.compile(str(tmp_path / "cut_short.py"), doraise=True))
    compiled.write_bytes(compiled.read_bytes()[:60])
    monkeypatch.syspath_prepend(str(tmp_path))

    def through_click() -> None:
        try:
            import_module("cut_short")
        except EOFError as end:
            raise click.Abort from end

    for command in (through_click, lambda: import_module("cut_short")):
        assert diagnostics.run(command) == 3
        told = capsys.readouterr().err
        assert compiled.name in told and "Python makes it again." in told


def test_a_module_before_the_command_line_that_a_full_disk_cut_short_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.py").write_text("words = 'a module of some length'\n", "utf-8")
    compiled = Path(py_compile.compile(str(tmp_path / "main.py"), doraise=True))
    compiled.write_bytes(compiled.read_bytes()[:60])
    monkeypatch.setattr(__main__, "_end_at_once_when_interrupted", lambda: None)  # it would be the tests' process
    monkeypatch.setattr(cli, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "levelbook.cli.main")
    monkeypatch.delattr(cli, "main")

    with pytest.raises(SystemExit) as ended:
        __main__.main()

    told = capsys.readouterr().err
    assert (ended.value.code, compiled.name in told, "Python makes it again." in told) == (3, True, True)


@pytest.mark.parametrize("words", ["score", "score --json", "export json", "--version", "--help", "keys", "plan"])
def test_output_for_a_stdout_that_is_closed_is_no_success(folder: Path, words: str) -> None:
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *LEVELBOOK, *words.split()], stderr=subprocess.PIPE, text=True, check=False
    )

    assert closed.returncode == 5
    assert closed.stderr.startswith("levelbook: The output was not written: stdout is closed.\n")


def test_with_a_closed_stdout_the_work_is_done_and_a_finding_stays_a_finding(folder: Path) -> None:
    def run(*words: str) -> int:
        return subprocess.run(["sh", "-c", '"$@" >&- 2>&- <&-', "sh", *LEVELBOOK, *words], check=False).returncode

    assert run("-C", "book", "answer", "1.1", "--level", "2") == 5
    assert "level = 2" in (folder / "answers.toml").read_text("utf-8")
    assert run("-C", "book", "seal", "first") == 5
    assert (folder / "editions" / "first" / "edition.toml").exists()
    (folder / "guide.md").write_text("# Ours\n", "utf-8")
    assert run("-C", "book", "check") in (1, 3)


def test_a_reader_who_has_enough_is_no_failure_and_nothing_to_tell(folder: Path) -> None:
    words = ["bash", "-c", 'set -o pipefail; "$@" | head -n 1 >/dev/null', "bash", *LEVELBOOK, "questionnaire", "show"]
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
