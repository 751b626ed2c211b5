"""OSCAL's own toolkit reads what is written, and every id in it leads somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from levelbook.core.answers.answers import Evidence
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.export import oscal
from levelbook.export.registry import FORMATS
from support import bank
from support.any_assessments import assessments
from support.builders import a_book, an_assessment, tiny_questionnaire
from support.export_sources import source_of

NAMES = ("oscal", "oscal-catalog", "oscal-profile")


def written(assessment: Assessment, folder: Path) -> dict[str, Any]:
    """The three files in a folder, each by the name of its format."""
    source = source_of(assessment)
    found: dict[str, Any] = {}
    for name in NAMES:
        content = FORMATS[name].export(source)
        (folder / FORMATS[name].file).write_bytes(content)
        [found[name]] = json.loads(content).values()
    return found


def read_by_trestle(folder: Path) -> None:
    """Read the three files with compliance-trestle; skipped where it is not installed."""
    pytest.importorskip("trestle")
    from trestle.oscal.assessment_results import AssessmentResults
    from trestle.oscal.catalog import Catalog
    from trestle.oscal.profile import Profile

    for kind, name in zip((AssessmentResults, Catalog, Profile), NAMES, strict=True):
        assert kind.oscal_read(folder / FORMATS[name].file) is not None


def values(shape: Any, key: str) -> Iterator[Any]:
    """Every value of a key, however deep."""
    if isinstance(shape, dict):
        yield from ([shape[key]] if key in shape else [])
        for held in shape.values():
            yield from values(held, key)
    elif isinstance(shape, list):
        for held in shape:
            yield from values(held, key)


def must_lead_somewhere(files: dict[str, Any]) -> None:
    results, catalog, profile = (files[name] for name in NAMES)
    [result] = results["results"]
    controls = {control["id"] for group in catalog["groups"] for control in group["controls"]}
    ids = list(values(catalog, "id"))
    assert len(ids) == len(set(ids))
    assert set(values(results["results"], "control-id")) <= controls
    assert {name for names in values(profile, "with-ids") for name in names} <= controls
    assert set(values(profile.get("modify", {}), "control-id")) <= controls
    objectives = {
        part["id"] for parts in values(catalog, "parts") for part in parts if part["name"] == "assessment-objective"
    }
    assert {finding["target"]["target-id"] for finding in result.get("findings", [])} <= objectives
    observed = {observation["uuid"] for observation in result.get("observations", [])}
    assert set(values(result, "observation-uuid")) == observed
    uuids = list(values(results, "uuid"))
    assert len(uuids) == len(set(uuids))
    assert results["import-ap"]["href"].removeprefix("#") in set(values(results["back-matter"], "uuid"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(assessment=assessments())
def test_any_book_is_read_and_every_id_leads_somewhere(assessment: Assessment, tmp_path: Path) -> None:
    files = written(assessment, tmp_path)

    read_by_trestle(tmp_path)
    must_lead_somewhere(files)


def test_a_real_team_has_a_finding_for_each_answer_and_a_remark_for_what_is_open(tmp_path: Path) -> None:
    assessment = bank.assessments()[-1]
    files = written(assessment, tmp_path)
    read_by_trestle(tmp_path)
    must_lead_somewhere(files)
    [result] = files["oscal"]["results"]
    scores = assessment.scorecard.practices

    found = {finding["target"]["target-id"].removesuffix("_obj"): finding for finding in result["findings"]}

    assert set(found) == {name for name, one in scores.items() if one.settled}
    for name, finding in found.items():
        said = {prop["name"]: prop["value"] for prop in finding["props"]}
        one = scores[name]
        assert (said["level"], said["target"], said["gap"]) == (str(one.level), str(one.target), str(one.gap))
        assert finding["target"]["status"]["state"] == ("not-satisfied" if one.gap else "satisfied")
        assert len(finding.get("related-observations", [])) == len(one.answer.evidence)
    open_ = [name for name, one in scores.items() if one.counts and not one.settled]
    assert open_ and all(name in result["remarks"] for name in open_)


def test_the_profile_has_what_applies_and_its_targets_as_trestle_resolves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("trestle")
    from trestle.core.profile_resolver import ProfileResolver

    assessment = bank.assessments()[-1]
    written(assessment, tmp_path)
    (tmp_path / ".trestle").mkdir()
    monkeypatch.chdir(tmp_path)

    resolved = ProfileResolver.get_resolved_profile_catalog(tmp_path, str(tmp_path / FORMATS["oscal-profile"].file))

    targets = {
        control.id: next(prop.value for prop in control.props if prop.name == "target")
        for group in resolved.groups
        for control in group.controls
    }
    applying = [one for one in assessment.scorecard.practices.values() if one.scope != "not-applicable"]
    assert targets == {one.id: str(one.target) for one in applying}


def test_the_same_team_has_the_same_ids_next_quarter_and_another_team_has_others() -> None:
    first, second = bank.assessments()

    def findings(assessment: Assessment, team: str) -> dict[str, str]:
        shape = json.loads(oscal.assessment_results(source_of(assessment, team)))
        return {one["title"]: one["uuid"] for one in shape["assessment-results"]["results"][0]["findings"]}

    then, now, others = findings(first, "A"), findings(second, "A"), findings(second, "B")
    assert {title: then[title] for title in then if title in now} == {t: now[t] for t in now if t in then}
    assert not set(now.values()) & set(others.values())


def test_evidence_that_is_there_twice_is_two_observations(tmp_path: Path) -> None:
    assessment = bank.assessments()[-1]
    name = next(name for name, one in assessment.scorecard.practices.items() if one.settled)
    piece = Evidence(kind="documented", reference="https://wiki.example/a b", seen_on=date(2026, 11, 2))
    twice = assessment.book.answer(name).changed(evidence=(piece, piece, Evidence(kind="elsewhere", reference="R")))

    files = written(assessment.with_answer(name, twice), tmp_path)

    read_by_trestle(tmp_path)
    must_lead_somewhere(files)
    methods = [
        one["methods"]
        for one in files["oscal"]["results"][0]["observations"]
        if one["title"] == title(assessment, name)
    ]
    assert methods == [["EXAMINE"], ["EXAMINE"], ["UNKNOWN"]]


def title(assessment: Assessment, name: str) -> str:
    questionnaire: Questionnaire = assessment.questionnaire
    return questionnaire.practices[name].title


def test_where_no_practice_applies_nothing_is_selected_instead_of_everything(tmp_path: Path) -> None:
    left_out = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "not_applicable": ["s1"]}]
    questionnaire = tiny_questionnaire(1, 2, rules=left_out)
    files = written(an_assessment(questionnaire, a_book(questionnaire, profile={"role": ("saas",)})), tmp_path)
    read_by_trestle(tmp_path)

    [imported] = files["oscal-profile"]["imports"]
    [selected] = files["oscal"]["results"][0]["reviewed-controls"]["control-selections"]
    names = list(questionnaire.practices)
    assert imported["exclude-controls"] == [{"with-ids": names}]
    assert selected["exclude-controls"] == [{"control-id": name} for name in names]
    assert imported["include-all"] == selected["include-all"] == {}
