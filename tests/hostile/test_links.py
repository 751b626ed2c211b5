"""A repository from a stranger holds symbolic links: no command writes through one, whichever file it writes.

Each command is run once to see what it writes. Then, for every file and folder that it wrote, it is run again where a
link stands in that place: out of the repository, into git's own folder, or to another file of the repository.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import pytest

import levelbook as package
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.cli.group import COMMANDS, levelbook
from levelbook.core.answers.edits import Edit
from support.ballot_text import ballot_text
from support.command_line import Said, typed
from support.examples import is_large
from support.format_one import as_format_one
from support.repository import git
from support.samm_model import write_model
from support.small_book import BACKUPS, RESTORES, hand_in, later, new_book
from support.two_versions import answer_all, new_team, publish

# --- The repository that a stranger made ------------------------------------------------------------------------------


def begun(here: Path) -> None:
    """A book in which something is answered, in a repository, and a ballot that waits to be taken in."""
    new_book(here).apply(BACKUPS, Edit(level=1))
    (here / "inbox").mkdir()
    (here / "inbox" / "ana.toml").write_text(ballot_text({BACKUPS: 2}, "Ana"))
    (here / "pages").mkdir()
    git(here, "init", "-q", "--template=")
    (here / ".git" / "hooks").mkdir()


def used(here: Path) -> None:
    """The same with an edition, and for the next one with a sitting, a ballot and one more answer."""
    begun(here)
    assert typed("seal", "first", folder=here).code == 0
    session = later(Session.open(here / "book"), 1)
    session.apply(RESTORES, Edit(level=2))
    hand_in(session, "Tom", {BACKUPS: 2})
    assert typed("sitting", "begin", "--participant", "Ana", folder=here).code == 0


def answered_elsewhere(here: Path) -> None:
    """The same with a workbook that came back."""
    openpyxl = pytest.importorskip("openpyxl")
    for library in ("xlsxwriter", "python_calamine"):
        pytest.importorskip(library)
    used(here)
    assert typed("export", "xlsx", "-o", "back.xlsx", folder=here).code == 0
    book = openpyxl.load_workbook(here / "back.xlsx")
    book["Answers"]["H2"] = "3"
    book.save(here / "back.xlsx")


def answered_in_csv(here: Path) -> None:
    """The same with a CSV file that came back."""
    used(here)
    rows = list(csv.reader(typed("export", "csv", "-o", "-", folder=here).out.splitlines()))
    rows[1][rows[0].index("answer")] = "3"
    with (here / "back.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)


def with_tickets(here: Path) -> None:
    """The same with a step for which a tracker has a ticket."""
    used(here)
    assert typed("answer", "1.1", "--step", "Restore one", folder=here).code == 0
    [_, step] = csv.reader(io.StringIO(typed("export", "steps", "-o", "-", folder=here).out, newline=""))
    with (here / "issues.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["number", "body"], ["7", step[1]]])


def in_guide(change: Callable[[str], str]) -> Callable[[Path], None]:
    """The same with a guide that somebody edited."""

    def edited(here: Path) -> None:
        used(here)
        assert typed("guide", folder=here).code == 0
        guide = here / "book" / "guide.md"
        guide.write_text(change(guide.read_text("utf-8")), "utf-8")

    return edited


def with_rules_edited(guide: str) -> str:
    return guide.replace("<!-- levelbook:end rules -->", "Our own words.\n<!-- levelbook:end rules -->")


def without_since(guide: str) -> str:
    begin, end = guide.index("<!-- levelbook:begin since"), guide.index("<!-- levelbook:end since -->\n")
    return guide[:begin] + "<!-- levelbook:omit since -->\n" + guide[end:].partition("\n")[2]


def without_an_end(guide: str) -> str:
    return guide.replace("<!-- levelbook:end rules -->\n", "")


def laid_out_by_hand(here: Path) -> None:
    """Answers that levelbook cannot change without losing something: it writes beside them."""
    begun(here)
    path = here / "book" / "answers.toml"
    top = path.read_text("utf-8").partition("[answers.")[0].replace("tables = 3", "tables = 1")
    path.write_text(f"{top}\n[answers.data]\nbackups = {{ level = 1 }} # by hand\n")


def two_branches(here: Path) -> None:
    """A merge of two branches that each sealed an edition `twice`."""
    begun(here)
    git(here, "add", "-A")
    git(here, "commit", "-qm", "begun")
    for name, level in (("ana", "2"), ("tom", "3")):
        git(here, "switch", "-qc", name, "main")
        typed("answer", "1.1", "--level", level, folder=here)
        assert typed("seal", "twice", "--commit", folder=here).code == 0
    subprocess.run(["git", "merge", "-q", "ana"], cwd=here, check=False, capture_output=True)


def half_merged(here: Path) -> None:
    """A merge of two branches that each answered the same."""
    begun(here)
    git(here, "add", "-A")
    git(here, "commit", "-qm", "begun")
    for name, level in (("ana", "2"), ("tom", "3")):
        git(here, "switch", "-qc", name, "main")
        typed("answer", "1.1", "--level", level, folder=here)
        git(here, "commit", "-qam", "answered")
    subprocess.run(["git", "merge", "-q", "ana"], cwd=here, check=False, capture_output=True)


def three_versions(here: Path) -> None:
    """The files that git gives a merge driver: of two branches that answered different practices."""
    begun(here)
    answers = (here / "book" / "answers.toml").read_text("utf-8")
    for name in ("base", "ours", "theirs"):
        (here / name).write_text(answers, "utf-8")
    typed("answer", "2.1", "--level", "2", folder=here)
    shutil.copy(here / "book" / "answers.toml", here / "theirs")


def old(here: Path) -> None:
    """A book whose questionnaire has a new version, with an edition, a guide and a ballot of the old one."""
    session = new_team(here)
    answer_all(session)
    seal(session, "first")
    hand_in(session, "Tom", {BACKUPS: 2})
    session.apply(BACKUPS, Edit(owner="Zoe"))
    publish(here)
    git(here, "init", "-q", "--template=")
    (here / ".git" / "hooks").mkdir()


def old_and_by_hand(here: Path) -> None:
    """The same with a comment in the answers, so that they are kept beside as they were."""
    old(here)
    path = here / "book" / "answers.toml"
    path.write_text(path.read_text("utf-8") + "# ours\n", "utf-8")


def of_format_one(here: Path) -> None:
    """A book of an older format, with an edition and a guide."""
    used(here)
    as_format_one(here / "book", here / "questions")


def nothing_yet(here: Path) -> None:
    """A repository without a book, with a questionnaire in it."""
    new_book(here)
    shutil.rmtree(here / "book")
    git(here, "init", "-q", "--template=")
    (here / ".git" / "hooks").mkdir()


def published_model(here: Path) -> None:
    """The same, with somebody's published model."""
    nothing_yet(here)
    write_model(here / "published")


def with_a_portfolio(here: Path) -> None:
    """A book that is sealed, and a portfolio that it belongs to."""
    used(here)
    assert typed("portfolio", "init", ".", "--organisation", "Bank", "--books", ".", folder=here).code == 0


def beside_a_platform(here: Path) -> None:
    """The same with another team's book, whose edition offers a practice."""
    used(here)
    platform = here / ".platform"
    new_book(platform).apply(RESTORES, Edit(level=3))
    settings = platform / "book" / "levelbook.toml"
    offer = f'\n[offers.copies]\nfor = "Everybody."\npractices = ["{RESTORES}"]\n'
    settings.write_text(settings.read_text("utf-8").replace('team = "Retail"', 'team = "Platform"') + offer, "utf-8")
    assert typed("seal", "q3", folder=platform).code == 0


def with_an_offer(here: Path) -> None:
    """The same with that offer taken, of which the other team says something else by now."""
    beside_a_platform(here)
    assert typed(*["offers", "take", ".platform/book", "--practice", "1.2", "--yes"], folder=here).code == 0
    assert typed("answer", "1.2", "--level", "2", folder=here / ".platform").code == 0
    assert typed("seal", "q4", folder=here / ".platform").code == 0
    assert typed(*["offers", "take", ".platform/book", "--yes"], folder=here).code == 0


def collected(here: Path) -> None:
    """The same, collected."""
    with_a_portfolio(here)
    assert typed("portfolio", "collect", folder=here).code == 0


# --- The commands -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Writer:
    """A command that writes, the repository that it is run in, and what a pipe gives it."""

    words: str
    made: Callable[[Path], None] = used
    given: str = ""
    only: tuple[str, ...] = ()
    """The files that it is tried with, where another row has the rest of what it writes. Empty for all."""

    @property
    def command(self) -> str:
        """The command alone, as `levelbook --help` has it."""
        first, *rest = self.words.split()
        grouped = isinstance(levelbook.get_command(click.Context(levelbook), first), click.Group)  # type: ignore[attr-defined]
        return f"{first} {rest[0]}" if grouped and rest else first

    def run(self, here: Path) -> Said:
        return typed(*self.words.split(), folder=here, given=self.given)


WRITERS = [
    Writer("init --team Shops --questionnaire ./questions --yes", nothing_yet),
    Writer("init book --git", begun),
    Writer("resolve --take ours 1.1", half_merged),
    Writer("merge-driver base ours theirs answers.toml", three_versions),
    Writer("ask", given="2\n\n"),
    Writer("ballot new Zoe"),
    Writer("ballot new Zoe", begun),
    Writer("ballot form"),
    Writer("ballot import inbox"),
    Writer("sitting begin --participant Ana", begun),
    Writer("sitting park Why?"),
    Writer("sitting note Rain."),
    Writer("sitting close --yes --next-round 2027-02-01"),
    Writer("profile --fact hosting=provider"),
    Writer("answer 1.1 --level 3"),
    Writer("answer 1.1 --level 3", laid_out_by_hand),
    Writer("guide"),
    Writer("guide", begun),
    Writer("export html"),
    Writer("export html -o pages/page.html --yes"),
    Writer("export csv"),
    Writer("import xlsx back.xlsx --yes", answered_elsewhere),
    Writer("import answers back.csv --from csv --yes", answered_in_csv),
    Writer("import tickets issues.csv --yes", with_tickets),
    Writer("guide --take generated rules --yes", in_guide(with_rules_edited)),
    Writer("guide --bring-back since", in_guide(without_since)),
    Writer("guide --repair", in_guide(without_an_end)),
    Writer("seal next"),
    Writer("seal first", begun),
    Writer("editions --keep-both twice", two_branches),
    Writer("editions --copy first pages", used),
    Writer("upgrade --files --yes", of_format_one),
    Writer("upgrade --yes", old),
    Writer("upgrade --yes", old_and_by_hand, only=("book/answers-1.0.0.toml", "book/answers.toml")),
    Writer("questionnaire new ours", nothing_yet),
    Writer("questionnaire schema --into schemas", nothing_yet),
    Writer("questionnaire import samm published theirs", published_model),
    Writer("template new house", nothing_yet),
    Writer("demo --no-open", nothing_yet),
    Writer("portfolio init bank --organisation Bank", begun),
    Writer("portfolio demo bank --teams 1", nothing_yet),
    Writer("portfolio collect", with_a_portfolio),
    Writer("portfolio page", collected),
    Writer("portfolio export csv", collected),
    Writer("offers take .platform/book --practice 1.2 --yes", beside_a_platform),
    Writer("offers confirm --yes", with_an_offer),
]
READERS = {
    "plan": "plan", "ballot fill": "ballot fill tom", "ballot list": "ballot list",
    "ballot compare": "ballot compare", "score": "score", "gaps": "gaps", "explain": "explain overall",
    "sitting evidence": "sitting evidence", "unsaved": "unsaved", "offers": "offers", "diff": "diff", "check": "check",
    "questionnaire list": "questionnaire list",
    "questionnaire show": "questionnaire show", "questionnaire check": "questionnaire check questions",
    "template check": "template check living-guide", "keys": "keys",
    **{
        f"portfolio {report}": f"portfolio {report}"
        for report in (
            "show", "trend", "teams", "late", "risks", "proof", "practices", "gains", "spread", "movement", "problems",
        )
    },
    "portfolio compare": "portfolio compare cards loans", "portfolio open": "portfolio open --plain",
}  # fmt: skip
"""Commands that write nothing."""


def tree(folder: Path) -> dict[str, str | bytes | None]:
    """Everything below a folder: what files hold, where links lead; of git's own only its hooks."""
    found: dict[str, str | bytes | None] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if ".git/" in name and ".git/hooks" not in name:
            continue
        found[name] = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Path], None]], Path]:
    """Each state of the repository, made once."""
    there: dict[Callable[[Path], None], Path] = {}

    def make(state: Callable[[Path], None]) -> Path:
        if state not in there:
            here = tmp_path_factory.mktemp("stranger") / "here"
            here.mkdir()
            state(here)
            there[state] = here
        return there[state]

    return make


@pytest.fixture(name="copies")
def _copies(made: Callable[[Callable[[Path], None]], Path], tmp_path: Path) -> Callable[[Writer], Iterator[Path]]:
    """As many copies of a writer's repository as are asked for, each in a folder of its own."""

    def copy(writer: Writer) -> Iterator[Path]:
        number = 0
        while True:
            number += 1
            here = tmp_path / str(number) / "here"
            shutil.copytree(made(writer.made), here, symlinks=True)
            yield here

    return copy


def written_by(writer: Writer, here: Path) -> list[str]:
    """What a command writes, and the folders that it makes or writes into, without what was there and stayed."""
    before = tree(here)
    said = writer.run(here)
    after = tree(here)
    files = [name for name in after if after[name] != before.get(name, ...) and after[name] is not None]
    assert files, f"{writer.words} wrote nothing: {said.out}{said.err}"
    folders = {parent.as_posix() for name in files for parent in Path(name).parents} - {"."}
    return sorted({*files, *folders})


PLACES: Final = ("../victim", ".git/hooks/victim", "another")
"""Where a link leads: out of the repository, into git's own folder, elsewhere in the repository."""


def tried_links(writer: Writer, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each file of a command with each place that its link leads to; of many files each with one place in turn.

    Every file and, with every command, every place is tried: one guard looks at all of them. A large run tries all.
    """
    many = len(names) > len(PLACES) and not is_large()
    for position, name in enumerate(names, start=WRITERS.index(writer)):
        # A book that was moved within the repository is found there.
        places = [place for place in PLACES if (name, place) != ("book", "another")]
        for place in [places[position % len(places)]] if many else places:
            yield name, place


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: f"{writer.words} ({writer.made.__name__})")
def test_no_command_writes_through_a_link(writer: Writer, copies: Callable[[Writer], Iterator[Path]]) -> None:
    fresh = copies(writer)
    names = written_by(writer, next(fresh))
    if writer.only:
        assert set(writer.only) <= set(names)
        names = list(writer.only)
    if writer.made is nothing_yet:
        names = names[:3]  # what is in a folder that is to be made is refused for being there at all
    for name, where in tried_links(writer, names):
        here = next(fresh)
        path, victim = here / name, here / where
        if path.exists():
            shutil.move(path, victim)
        elif path.suffix:
            victim.write_text("mine")
        else:
            victim.mkdir()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(victim)
        before = tree(here.parent)

        said = writer.run(here)

        after, at = tree(here.parent), victim.resolve().relative_to(here.parent).as_posix()
        case = (name, where, said)
        if (name, where) == ("book/answers.toml", "another"):
            assert said.code == 0 and path.is_symlink(), case  # the one file that may be such a link
            continue
        assert said.code in (0, 2, 3), case  # refused, or another free name was taken
        assert {key: after.get(key) for key in before if key.startswith(at)} == {
            key: held for key, held in before.items() if key.startswith(at)
        }, case
        elsewhere = [key for key in after if not key.startswith("here/") or "/.git/" in key]
        assert {key: after[key] for key in elsewhere} == {key: before.get(key) for key in elsewhere}, case


def test_every_command_is_known_to_write_or_not_to(copies: Callable[[Writer], Iterator[Path]]) -> None:
    """A new command takes its place above, so that it is tried with links as well."""
    known = {writer.command for writer in WRITERS} | set(READERS)
    context = click.Context(levelbook)
    for name in COMMANDS:
        command = levelbook.get_command(context, name)  # type: ignore[attr-defined]
        below = command.commands if isinstance(command, click.Group) else {}
        assert {f"{name} {one}" for one in below} | ({name} if not below else set()) <= known, name

    here = next(copies(Writer("")))
    before = tree(here)
    for words in READERS.values():
        typed(*words.split(), folder=here)
        assert tree(here) == before, words


CHANGES_THE_DISK = {
    "mkdir", "rename", "unlink", "rmdir", "touch", "symlink_to", "hardlink_to", "makedirs", "symlink",
    "write_text", "write_bytes", "replace", "rmtree", "copy", "copy2", "copyfile", "copytree", "move",
    "mkstemp", "mkdtemp",
}  # fmt: skip
"""Names of functions and methods that change something on disk, and are called nowhere but where it is listed here."""
ALLOWED = {
    "store/atomic.py": {"mkdir", "rename", "replace", "unlink", "rmdir"},
    "store/ballots.py": {"unlink"},
    "store/user_paths.py": {"mkdir"},  # of a person's own, nobody's repository
    "portfolio/repositories.py": {"rename", "unlink", "rmtree"},  # clones in the same place
}
OPENS_TO_WRITE = re.compile(r"""\bopen\([^)\n]*["'](?:[rwax]b?\+?|[rwax]\+?b)["']""")


def _moves_a_file(node: ast.AST) -> bool:
    """Tell `path.replace(other)` and `os.replace` from a text's `replace`, which takes two arguments."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace"):
        return False
    of_os = isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
    return of_os or (len(node.args) == 1 and not isinstance(node.args[0], ast.Starred))


def _names_columns(node: ast.AST) -> bool:
    """Tell a table's `rename(new="old")` from a path's, which takes a place to move to."""
    return isinstance(node, ast.Call) and not node.args and "target" not in {word.arg for word in node.keywords}


def test_files_are_written_by_the_one_writer_which_asks_the_guard() -> None:
    root = Path(package.__file__).parent
    may_change = re.compile(rf"\.(?:{'|'.join(CHANGES_THE_DISK)})\(")
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        text = re.sub(r"os\.open\(os\.devnull, os\.O_\w+\)", "nowhere", path.read_text("utf-8"))
        assert ("O_WRONLY" not in text and "O_RDWR" not in text) or name == "store/atomic.py", name
        # Rows go into the temporary folder of the one writer, which moves the store to its place.
        opened = [found for found in OPENS_TO_WRITE.findall(text) if "r" not in found or "+" in found]
        assert not opened or name in ("store/atomic.py", "portfolio/engine.py"), (name, opened)
        if not may_change.search(text):
            continue  # reading it as Python would take a hundred times as long
        nodes = list(ast.walk(ast.parse(text)))
        called = {
            node.func.attr
            for node in nodes
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and not (isinstance(node.func.value, ast.Name) and node.func.value.id in ("atomic", "formatter"))
            and not (node.func.attr == "rename" and _names_columns(node))
        }
        called = called - {"replace"} | {"replace" for node in nodes if _moves_a_file(node)}
        assert called & CHANGES_THE_DISK <= ALLOWED.get(name, set()), name
