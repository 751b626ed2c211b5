"""`make frameworks`: what issuers added, renamed and retired since a questionnaire was made, and who cites it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli_w
import yaml  # type: ignore[import-untyped]

from levelbook.packs.starter_files import starter
from support import REPOSITORY

ITEMS: dict[str, list[dict[str, Any]]] = {
    "atlas": [
        {"id": "AML.TA0001", "title": "AI Attack Staging"},
        {"id": "AML.T0019", "title": "Publish Poisoned Datasets"},
        {"id": "AML.T0110", "title": "AI Agent Tool Poisoning"},
        {"id": "AML.T0110.000", "title": "AI Agent Tool Poisoning: Definition and Instructions"},
        {"id": "AML.T0009", "title": "Old", "retired": "5.0", "successor": "AML.T0110"},
        {"id": "AML.M0999", "title": "Heard of", "unverified": True},
    ],
    "aisvs": [
        {"id": "C10", "title": "MCP Security"},
        {"id": "C10.2", "title": "Authentication & Authorization"},
        {"id": "C10.2.6", "title": "Our words", "kind": "requirement"},
        {"id": "C10.2.7", "title": "Our words", "kind": "requirement"},
    ],
    "cosai": [{"id": "riskPromptInjection", "title": "Prompt Injection"}],
    "oscal": [
        {"id": "AC-2", "title": "Account Management"},
        {"id": "AC-13", "title": "Supervision and Review"},
        {"id": "ZZ-1", "title": "In another part of the catalogue"},
    ],
}


@pytest.fixture(name="questions")
def _questions(tmp_path: Path) -> Path:
    """The starter's questionnaire with four frameworks, of which its first practice cites one item each."""
    folder = tmp_path / "questions"
    for name, text in starter("small", "A small one").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "frameworks").mkdir()
    for key, items in ITEMS.items():
        table: dict[str, Any] = {"key": key, "name": key.upper(), "version": "1.0", "issuer_format": key}
        table |= {"issuer_title": "800-53 Rev 5", "partial": True} if key == "oscal" else {}
        table |= {"own_labels": True, "own_labels_of": ["requirement"]} if key == "aisvs" else {}
        (folder / "frameworks" / f"{key}.toml").write_text(tomli_w.dumps({**table, "items": items}), "utf-8")
    cited = '["atlas:AML.T0019", "aisvs:C10.2.6", "cosai:riskPromptInjection", "oscal:AC-13"]'
    section = folder / "sections" / "02-changes.toml"
    section.write_text(
        section.read_text("utf-8").replace("impact = 2", f"impact = 2\nreferences = {cited}", 1), "utf-8"
    )
    return folder


@pytest.fixture(name="issuers")
def _issuers(tmp_path: Path) -> Path:
    """What four issuers publish, side by side, in the forms that they use; older and unfinished versions too."""
    folder = tmp_path / "issuers"

    def write(name: str, content: Any) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), "utf-8")

    def named(table: dict[str, str]) -> dict[str, dict[str, str]]:
        return {key: {"id": key, "name": name} for key, name in table.items()}

    write(
        "atlas-data/dist/v6/ATLAS-2026.09.yaml",
        {
            "format-version": "6.0.0",
            "collection": {"version": "2026.09"},
            "tactics": named({"AML.TA0001": "AI Attack Adaptation"}),
            "techniques": named(
                {"AML.T0110": "AI Agent Tool Poisoning", "AML.T0110.000": "Definition and Instructions"}
            ),
            "mitigations": named({"AML.M0039": "AI Honeypots"}),
        },
    )
    old = [{"id": "AML.T0019", "name": "Publish Poisoned Datasets"}]
    write("atlas-data/dist/ATLAS.yaml", {"version": "5.6.0", "matrices": [{"tactics": [], "techniques": old}]})
    chapter = (
        "# C10 MCP Security\n\n## C10.2 Authentication & Authorization\n\n"
        "| **10.2.6** | Requirement removed. | |\n| **10.2.7** | **Verify that** it is so. | 1 |\n"
    )
    write("AISVS/1.01/en/0x10-C01-Training.md", "# C1 Training\n")
    write("AISVS/1.01/en/0x10-C10-MCP-Security.md", chapter + "| **10.2.8** | **Verify that** it is so. | 1 |\n")
    write("AISVS/1.0/en/0x10-C01-Training.md", "# C2 Something that is no more\n")
    write("AISVS/1.02-dev/en/0x10-C01-Training.md", "# C99 Something that is not yet\n")
    risks = [{"id": "riskPromptInjection", "title": "Prompt injection"}]
    write("cosai/risk-map/yaml/risks.yaml", {"risks": risks})
    write("cosai/risk-map/yaml/controls.yaml", {"controls": []})
    label = {"name": "label", "value": "AC-2"}
    controls = [
        {"id": "ac-2", "title": "Account Management", "props": [label]},
        {"id": "ac-13", "title": "Gone", "props": [{"name": "status", "value": "withdrawn"}]},
        {"id": "ac-99", "title": "One that the file leaves out"},
    ]
    title = "NIST Special Publication 800-53 Revision 5.2.0 Controls"
    catalog = {"metadata": {"title": title, "version": "5.2.0"}, "groups": [{"controls": controls}]}
    write("oscal/SP800-53_catalog.json", json.dumps({"catalog": catalog}))
    older = {"title": "NIST Special Publication 800-53 Revision 4: Security and Privacy", "version": "2015-01-22"}
    old_catalog = {"metadata": older, "groups": [{"controls": [{"id": "ac-2", "title": "As it was called then"}]}]}
    write("oscal/rev4/SP800-53_catalog.json", json.dumps({"catalog": old_catalog}))
    return folder


def run(questions: Path, issuers: Path) -> tuple[int, list[str], str]:
    words = [str(REPOSITORY / "release" / "frameworks.py"), str(issuers), "--questionnaire", str(questions)]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def of(name: str, lines: list[str]) -> list[str]:
    """What is said of one framework, without its heading."""
    start = next(place for place, line in enumerate(lines) if line.startswith(f"{name}: "))
    said = []
    for line in lines[start + 1 :]:
        if not line.startswith("  "):
            break
        said.append(line.strip())
    return said


def test_what_an_issuer_added_renamed_and_retired_is_said_with_who_cites_it(questions: Path, issuers: Path) -> None:
    code, lines, _ = run(questions, issuers)

    assert code == 1
    assert of("ATLAS", lines) == [
        "added    AML.M0039 AI Honeypots",
        "renamed  AML.TA0001 AI Attack Staging -> AI Attack Adaptation",
        "cited by nothing",
        "retired  AML.T0019 Publish Poisoned Datasets",
        "cited by changes.reviews",
    ], "a retired id is known, and what is not verified proves nothing"
    assert of("AISVS", lines) == [
        "added    C1 Training",
        "added    C10.2.8",
        "retired  C10.2.6 Our words",
        "cited by changes.reviews",
    ], "neither an older version nor one that is not finished counts"


def test_a_part_of_a_catalogue_is_held_against_what_it_lists(questions: Path, issuers: Path) -> None:
    _, lines, _ = run(questions, issuers)

    assert of("OSCAL", lines) == ["retired  AC-13 Supervision and Review", "cited by changes.reviews"]


def test_a_title_is_the_same_in_other_letters(questions: Path, issuers: Path) -> None:
    _, lines, _ = run(questions, issuers)

    assert of("COSAI", lines) == ["nothing that it does not know"]


def test_data_older_than_what_was_read_says_nothing(questions: Path, issuers: Path) -> None:
    (issuers / "atlas-data" / "dist" / "v6" / "ATLAS-2026.09.yaml").unlink()
    path = questions / "frameworks" / "atlas.toml"
    path.write_text(path.read_text("utf-8").replace('version = "1.0"', 'version = "2026.09"'), "utf-8")

    _, lines, _ = run(questions, issuers)

    assert any(line.startswith("ATLAS: 2026.09 was read; ") and line.endswith("holds only 5.6.0") for line in lines)


def test_a_framework_that_the_folder_does_not_hold_is_named(questions: Path, issuers: Path) -> None:
    for name in ("atlas-data", "AISVS", "oscal"):
        (issuers / name).rename(issuers.parent / name)

    code, lines, _ = run(questions, issuers)

    assert code == 0
    assert f"ATLAS: not in {issuers}" in lines


def test_a_folder_with_nothing_of_it_is_an_error(questions: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    code, _, said = run(questions, tmp_path / "empty")

    assert (code, "holds nothing" in said) == (2, True)
    assert run(questions, tmp_path / "nowhere")[0] == 2


def test_a_file_that_cannot_be_read_is_named_and_stops_nothing(questions: Path, issuers: Path) -> None:
    broken = issuers / "oscal" / "a_catalog.json"
    broken.write_text("{", "utf-8")
    crooked = issuers / "atlas-data" / "ATLAS-crooked.yaml"
    crooked.write_text("techniques: [", "utf-8")

    code, lines, said = run(questions, issuers)

    assert code == 1
    assert of("OSCAL", lines) == ["retired  AC-13 Supervision and Review", "cited by changes.reviews"]
    assert "Traceback" not in said
    assert all(f"{path}: left out, because it cannot be read" in said for path in (broken, crooked))
