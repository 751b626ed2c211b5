"""The repository's own habits: the locked environment, licences, and what GitHub is told."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements" / "dev.lock").read_text("utf-8")
PINNED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; [^\\]+)? \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)", re.M
)
CC_BY = ("questionnaires/LICENSE", "guide_templates/LICENSE")
FORMS = sorted(path.name for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def locked() -> dict[str, list[str]]:
    """Each locked project's name to its versions; several where markers tell them apart."""
    found: dict[str, list[str]] = {}
    for pin in PINNED.finditer(LOCK):
        found.setdefault(canonicalize_name(pin["name"]), []).append(pin["version"])
    return found


# --- The locked environment


def test_the_lock_holds_a_fitting_version_of_every_dependency() -> None:
    pins = locked()

    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]:
        wanted = Requirement(line)
        versions = pins.get(canonicalize_name(wanted.name), [])

        assert versions, f"{line} is not in requirements/dev.lock: run `make lock`"
        assert all(wanted.specifier.contains(version) for version in versions), f"{line}: run `make lock`"


def test_the_lock_is_versions_and_hashes_and_nothing_else() -> None:
    rest = PINNED.sub("", LOCK)

    assert all(line.startswith("#") for line in rest.splitlines()), rest
    assert "://" not in LOCK
    assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", word) for word in LOCK.split() if word.startswith("--"))


def test_make_installs_the_lock_and_what_is_locked_only() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile[makefile.index("$(READY): ") : makefile.index("\ndemo:")]

    assert "--require-hashes --requirement requirements/dev.lock" in recipe
    assert "--no-deps --no-build-isolation --editable ." in recipe


def test_a_commit_is_linted_by_what_ci_runs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))

    assert [repo["repo"] for repo in config["repos"]] == ["local"], "a hook from elsewhere would be fetched"
    assert [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]] == ["make lint"]


# --- Licences


def test_every_licence_that_is_declared_is_there_in_full() -> None:
    assert PROJECT["license"] == "Apache-2.0 AND CC-BY-4.0"
    assert set(PROJECT["license-files"]) == {"LICENSE", *CC_BY}
    apache = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in apache
    assert "END OF TERMS AND CONDITIONS" in apache
    for name in CC_BY:
        text = (ROOT / name).read_text("utf-8")
        assert text.startswith("Attribution 4.0 International\n")
        assert all(f"Section {number} -- " in text for number in range(1, 9)), name


def test_the_package_says_that_it_is_typed() -> None:
    assert resources.files("levelbook").joinpath("py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["classifiers"]


# --- GitHub


def validated(schema: str, path: Path, text: str) -> int:
    from check_jsonschema import main  # brings the schemas along: no network

    path.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["--builtin-schema", f"vendor.{schema}", str(path)]).exit_code


@pytest.mark.parametrize(
    ("schema", "name", "slip"),
    [
        ("github-workflows", "workflows/ci.yml", ("runs-on:", "run-on:")),
        ("github-issue-config", "ISSUE_TEMPLATE/config.yml", ("true", "perhaps")),
        *(("github-issue-forms", f"ISSUE_TEMPLATE/{form}", ("type: textarea", "type: textfield")) for form in FORMS),
    ],
)
def test_what_github_is_told_fits_its_published_schema(
    tmp_path: Path, schema: str, name: str, slip: tuple[str, str]
) -> None:
    text = (ROOT / ".github" / name).read_text("utf-8")

    assert validated(schema, tmp_path / "told.yml", text) == 0
    assert slip[0] in text
    assert validated(schema, tmp_path / "told.yml", text.replace(*slip)) == 1, "the schema looks"


def test_the_workflow_runs_what_decides_here_and_holds_no_secret() -> None:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    job = jobs["ci"]
    oldest = PROJECT["requires-python"].removeprefix(">=")

    assert job["steps"][-1] == {"run": ".ci/run"}
    assert job["strategy"]["matrix"]["python"][0] == oldest
    assert {name.partition("-")[0] for name in job["strategy"]["matrix"]["system"]} == {"ubuntu", "macos"}
    on_engines = {"portfolio-spark", "portfolio-engines"}
    assert set(jobs) == {"ci", *on_engines}
    assert all(jobs[name]["steps"][-1] == {"run": f"make {name}"} for name in on_engines)
    assert "secrets." not in text
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
