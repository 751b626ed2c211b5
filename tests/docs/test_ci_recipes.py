"""docs/ci: the recipes are what GitHub and GitLab take, may little, and their shell lines do what docs/ci.md says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from click.testing import CliRunner
from packaging.requirements import Requirement

import levelbook
from support import REPOSITORY
from support.made_guides import unpadded
from support.published_book import build

DOCS = REPOSITORY / "docs"
GITHUB, GITLAB = DOCS / "ci" / "github.yml", DOCS / "ci" / "gitlab.yml"
FRAMEWORKS = DOCS / "ci" / "frameworks.yml"
BOOK = "docs/genai-security"
NOON = 1_795_348_800  # 22 November 2026
DAY = 86_400


def loaded(path: Path) -> dict[str, Any]:
    # "on" is a truth value in the YAML that PyYAML reads.
    found: dict[str, Any] = yaml.safe_load(re.sub(r"(?m)^on:", '"on":', path.read_text("utf-8")))
    return found


JOBS = loaded(GITHUB)["jobs"]
LAB = loaded(GITLAB)


# --- What the platforms say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words", "slip"),
    [
        (GITHUB, ["--builtin-schema", "vendor.github-workflows"], ("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04")),
        (
            FRAMEWORKS,
            ["--builtin-schema", "vendor.github-workflows"],
            ("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04"),
        ),
        (GITLAB, ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"], ("script:", "scripts:")),
    ],
    ids=["GitHub", "frameworks", "GitLab"],
)
def test_a_recipe_fits_the_platforms_published_schema(
    tmp_path: Path, path: Path, words: list[str], slip: tuple[str, str]
) -> None:
    from check_jsonschema import main  # brings the schemas along: no network

    def validated(text: str) -> int:
        copy = tmp_path / path.name
        copy.write_text(text)
        return CliRunner().invoke(main, [*words, str(copy)]).exit_code

    text = path.read_text("utf-8")
    assert validated(text) == 0
    assert slip[0] in text
    assert validated(text.replace(*slip)) == 1


def test_jobs_may_what_they_need_and_no_more() -> None:
    assert loaded(GITHUB)["permissions"] == loaded(FRAMEWORKS)["permissions"] == {}
    drift = loaded(FRAMEWORKS)["jobs"]
    assert {name: job["permissions"] for name, job in drift.items()} == {
        "drift": {"contents": "read", "issues": "write"}
    }
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "remind": {"contents": "read", "issues": "write"},
    }
    steps = [step for job in (*JOBS.values(), *drift.values()) for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", name) for name in used), "each by its whole version"
    assert all("${{" not in step.get("run", "") for step in steps), "nobody's words become part of a script"
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert not any("checkout" in step.get("uses", "") for step in JOBS["comment"]["steps"])
    assert all("timeout-minutes" in job for job in (*JOBS.values(), *drift.values()))


@pytest.mark.parametrize("path", [GITHUB, GITLAB, FRAMEWORKS])
def test_no_file_of_a_branch_is_taken_for_one_of_pythons_own(path: Path) -> None:
    """A `json.py` in the work tree would otherwise run beside a token."""
    assert re.findall(r"\bpython (?!-I )\S+", path.read_text("utf-8")) == []


def test_the_recipes_install_this_version() -> None:
    for wanted in (loaded(GITHUB)["env"]["LEVELBOOK"], LAB[".levelbook"]["variables"]["LEVELBOOK"]):
        assert Requirement(wanted).specifier.contains(levelbook.__version__)


# --- Run for real -----------------------------------------------------------------------------------------------------


class Runner:
    """A repository with a book in it, and a machine that runs a job's shell lines."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 0
        programs = root.parent / "bin"
        programs.mkdir()
        self._program(programs / "levelbook", f'exec "{sys.executable}" -m levelbook "$@"')
        for name in ("gh", "curl"):  # what they would be asked; and an answer
            self._program(programs / name, f'printf "%s " "$@" >> "$CALLS"; echo >> "$CALLS"; cat "$ANSWER.{name}"')
        self.calls, self.answer = root.parent / "calls", root.parent / "answer"
        self.answers("", "[]")

    @staticmethod
    def _program(path: Path, line: str) -> None:
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def answers(self, gh: str, curl: str) -> None:
        self.calls.write_text("")
        Path(f"{self.answer}.gh").write_text(gh)
        Path(f"{self.answer}.curl").write_text(curl)

    def run(self, script: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": f"{self.root.parent / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(Path(levelbook.__file__).parents[1]),
            "SOURCE_DATE_EPOCH": str(NOON + self.day * DAY),
            "CALLS": str(self.calls),
            "ANSWER": str(self.answer),
            **variables,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def step(self, job: str, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One step of the GitHub recipe; what the platform would put in place of `${{ … }}` is given."""
        step = next(step for step in JOBS[job]["steps"] if step.get("name") == name)
        own = {key: value for key, value in step.get("env", {}).items() if "${{" not in value}
        summary = {"GITHUB_STEP_SUMMARY": str(self.root.parent / "summary.md")}
        return self.run(step["run"], {**loaded(GITHUB)["env"], **own, **summary, **more})

    def job(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One job of the GitLab recipe, but for the installing."""
        return self.run("\n".join(LAB[name]["script"]), {**LAB[".levelbook"]["variables"], **more})


@pytest.fixture(scope="module", name="machine")
def _machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """The merge of a branch on which one practice of a small book was answered anew."""
    root = tmp_path_factory.mktemp("ci") / "repository"
    build(root)
    (root / "docs").mkdir()
    (root / "book").rename(root / BOOK)
    settings = root / BOOK / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('"../questions"', '"../../questions"'), "utf-8")
    machine = Runner(root)
    done = machine.run(
        f"""
        git init -q -b main; git config user.name Noor; git config user.email noor@example.org
        git add -A; git commit -qm "the book"
        git switch -qc branch
        levelbook -C "{BOOK}" answer data.restores --level 3 > /dev/null
        levelbook -C "{BOOK}" guide > /dev/null
        git add -A; git commit -qm "rehearsed again"
        git switch -q main; git merge -q --no-ff branch -m "merge"
        """,
        {},
    )
    assert done.returncode == 0, done.stderr
    yield machine


def test_a_pull_request_is_checked_and_told_what_moved(machine: Runner) -> None:
    said = machine.step("check", "What moved")
    assert said.returncode == 0, said.stderr
    changes = (machine.root / "changes.md").read_text("utf-8")
    assert changes == (machine.root.parent / "summary.md").read_text("utf-8")
    assert changes.startswith("<!-- levelbook -->\n# Retail, 22 November 2026: claimed level 1.5 to 2.0\n")
    assert "| better | Restoring | 2 | 3 |" in unpadded(changes)
    assert machine.step("check", "Check").returncode == 0

    names = {"REPO": "bank/docs", "PULL": "7"}
    machine.answers("", "")
    assert machine.step("comment", "Post", **names).returncode == 0
    assert "api --method POST repos/bank/docs/issues/7/comments --field body=@changes.md" in machine.calls.read_text()
    machine.answers("41\n", "")
    assert machine.step("comment", "Post", **names).returncode == 0
    assert "api --method PATCH repos/bank/docs/issues/comments/41 --field" in machine.calls.read_text()


def test_a_schedule_reminds_once_a_round_is_overdue_and_stops_when_it_is_not(machine: Runner) -> None:
    machine.day = 100
    machine.answers("12\n", "")
    assert machine.step("remind", "Remind").returncode == 0
    assert "issue close 12" in machine.calls.read_text()

    machine.day = 101
    machine.answers("", "")
    assert machine.step("remind", "Remind").returncode == 0
    assert "issue create --title levelbook: the book needs a look --body-file issue.md" in machine.calls.read_text()
    report = (machine.root / "issue.md").read_text("utf-8")
    assert "    Edition second is 101 days old; the limit is 100. Hold the next round with `levelbook` or " in report
    assert "`levelbook seal` makes an edition." in report
    machine.answers("12\n", "")
    machine.step("remind", "Remind")
    assert "issue edit 12 --body-file issue.md" in machine.calls.read_text()
    assert machine.job("levelbook-remind").returncode == 1


def test_gitlab_jobs_check_and_post_what_moved(machine: Runner) -> None:
    machine.day = 0
    machine.answers("", "[]")
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1"}
    assert machine.job("levelbook-check").returncode == 0
    said = machine.job("levelbook-changes", **base)
    assert said.returncode == 0, said.stderr
    assert "| better | Restoring | 2 | 3 |" in unpadded(said.stdout)
    assert machine.calls.read_text() == "", "without a token nothing is posted"

    posting = {**base, "LEVELBOOK_TOKEN": "t", "CI_API_V4_URL": "https://lab/api/v4", "CI_PROJECT_ID": "3"}
    posting |= {"CI_MERGE_REQUEST_IID": "9"}
    notes = "https://lab/api/v4/projects/3/merge_requests/9/notes"
    machine.answers("", "[]")
    assert machine.job("levelbook-changes", **posting).returncode == 0
    assert (
        f"--request POST --header PRIVATE-TOKEN: t --data-urlencode body@changes.md {notes} "
        in machine.calls.read_text()
    )
    machine.answers("", '[{"id": 5, "body": "hello"}, {"id": 6, "body": "<!-- levelbook -->\\n# R"}]')
    assert machine.job("levelbook-changes", **posting).returncode == 0
    assert (
        f"--request PUT --header PRIVATE-TOKEN: t --data-urlencode body@changes.md {notes}/6 "
        in machine.calls.read_text()
    )


def test_before_the_first_edition_of_the_base_it_says_so(machine: Runner) -> None:
    machine.day = 0
    said = machine.job("levelbook-changes", CI_MERGE_REQUEST_DIFF_BASE_SHA="no-such-commit")
    assert said.returncode == 0
    assert "Nothing could be compared: the log of this job says why." in said.stdout
    assert "Has it been fetched?" in said.stderr


@pytest.mark.parametrize(
    ("report", "code", "open_issue", "called", "returned"),
    [
        ("ATLAS: 1 was read, 2\n  added    X\n", 2, "", "issue create --title Frameworks: issuers have changed", 0),
        ("ATLAS: 1 was read, 2\n  added    X\n", 2, "12\n", "issue edit 12 --body-file issue.md", 0),
        ("ATLAS: 1 was read, 1\n  nothing that it does not know\n", 0, "12\n", "issue close 12", 0),
        ("", 2, "", "", 2),
    ],
    ids=["something new", "still new", "nothing any more", "no comparison"],
)
def test_whoever_keeps_a_questionnaire_is_told_once_a_month_what_issuers_changed(
    tmp_path: Path, report: str, code: int, open_issue: str, called: str, returned: int
) -> None:
    (tmp_path / "repository").mkdir()
    machine = Runner(tmp_path / "repository")
    (tmp_path / "said").write_text(report)
    machine._program(tmp_path / "bin" / "make", f'cat "{tmp_path}/said"; exit {code}')
    machine.answers(open_issue, "")
    recipe = loaded(FRAMEWORKS)
    step = next(step for step in recipe["jobs"]["drift"]["steps"] if step.get("name") == "Compare")
    own = {key: value for key, value in step["env"].items() if "${{" not in value}

    said = machine.run(step["run"], {**recipe["env"], **own})

    assert said.returncode == returned, said.stderr
    assert called in machine.calls.read_text() if called else "create" not in machine.calls.read_text()


def test_the_recipe_calls_what_the_makefile_has() -> None:
    assert "make --silent frameworks FROM=" in FRAMEWORKS.read_text("utf-8")
    assert re.search(r"^frameworks: ", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
