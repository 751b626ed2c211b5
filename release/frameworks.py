"""Says what issuers have changed since a questionnaire's frameworks were read: `python release/frameworks.py FOLDER`.

FOLDER holds what issuers publish, such as clones of their repositories side by side; it is searched to the bottom. A
framework's file says by `issuer_format` in which form its issuer publishes it:

atlas   MITRE ATLAS: the YAML of format 6, and the lists of before
aisvs   OWASP AISVS: the chapters of one version in Markdown, `en/0x10-C01-….md`; unfinished versions (`-dev`) are left
cosai   the CoSAI risk map: `risks.yaml` and `controls.yaml`
oscal   a catalogue in NIST's OSCAL, as JSON or YAML, whose title has the words of `issuer_title`, or ones that begin so

Printed for each framework: ids that were added, renamed and retired, and which practices and rules cite them. Added ids
are left out where the file lists only a part (`partial = true`), new words where they are our own labels.

Exit codes: 0 the questionnaire knows everything that was found; 1 it does not; 2 the folder holds none of it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from levelbook.core.questionnaire.frameworks import Framework, FrameworkItem
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.versions import is_later
from levelbook.packs.companions import read_frameworks
from levelbook.packs.read import read_questionnaire

SHIPPED = Path(__file__).resolve().parents[1] / "questionnaires" / "genai-security"
LARGEST = 64_000_000
"""Bytes of a file that is still read: the whole catalogue of SP 800-53 has some 10 million."""


@dataclass(frozen=True)
class Published:
    """What an issuer publishes in one version."""

    version: str
    titles: Mapping[str, str]
    """Id to title. An empty title says nothing: AISVS gives its requirements none."""
    retired: frozenset[str] = frozenset()
    """Ids that stand there as removed."""
    where: Path = Path()


# --- Readers: each yields the versions that it finds ------------------------------------------------------------------


def atlas(folder: Path) -> Iterator[Published]:
    """Find files of MITRE ATLAS; a link to another file, such as `ATLAS-latest.yaml`, is the same version twice."""
    for path in _files(folder, "ATLAS*.yaml"):
        table = _yaml(path)
        if "format-version" in table and "techniques" in table:
            kinds = [table.get(kind) or {} for kind in ("tactics", "techniques", "mitigations")]
            named = {key: one for kind in kinds for key, one in kind.items()}
            version = str(table.get("collection", {}).get("version", ""))
        elif "matrices" in table:
            matrix = table["matrices"][0]
            lists = (matrix.get(kind, []) for kind in ("tactics", "techniques", "mitigations"))
            named = {one["id"]: one for kind in lists for one in kind}
            version = str(table.get("version", ""))
        else:
            continue
        yield Published(version, {key: _with_parent(key, named) for key in named}, where=path)


def _with_parent(key: str, named: Mapping[str, Mapping[str, Any]]) -> str:
    """Put the technique's name before a sub-technique's: two are called “AI Agent Tools”."""
    parent = named.get(key.rpartition(".")[0])
    return f"{parent['name']}: {named[key]['name']}" if parent else str(named[key]["name"])


AISVS_TITLE = re.compile(r"^#{1,2} (?:Appendix )?(C\d+(?:\.\d+)?|AC\.\d+):? (.+)$", re.MULTILINE)
AISVS_REQUIREMENT = re.compile(r"^\| \*\*((?:AC\.)?\d+\.\d+(?:\.\d+)?)\*\* \|(.*)$", re.MULTILINE)


def aisvs(folder: Path) -> Iterator[Published]:
    """Find versions of OWASP AISVS: folders with a chapter in each file."""
    for home in sorted({path.parent for path in _files(folder, "0x10-C01-*.md")}):
        version = home.parent.name
        if version.endswith("-dev"):
            continue
        titles: dict[str, str] = {}
        retired: set[str] = set()
        for path in sorted(home.glob("0x*.md")):
            text = path.read_text(encoding="utf-8")
            titles |= {key: title.strip() for key, title in AISVS_TITLE.findall(text)}
            for number, words in AISVS_REQUIREMENT.findall(text):
                key = number if number.startswith("AC") else f"C{number}"
                if "Requirement removed" in words:
                    retired.add(key)
                else:
                    titles[key] = ""
        yield Published(version, titles, frozenset(retired), where=home)


def cosai(folder: Path) -> Iterator[Published]:
    """Find the CoSAI risk map: both lists side by side. It has no version but its day."""
    for path in _files(folder, "risks.yaml"):
        beside = path.with_name("controls.yaml")
        if not beside.is_file():
            continue
        lists = (_yaml(path).get("risks", []), _yaml(beside).get("controls", []))
        yield Published("", {one["id"]: str(one["title"]) for listed in lists for one in listed}, where=path.parent)


def oscal(folder: Path, title: str) -> Iterator[Published]:
    """Find catalogues in OSCAL with this title. Parts of one catalogue, such as its baselines, are taken together."""
    versions: dict[str, dict[str, str]] = {}
    withdrawn: dict[str, set[str]] = {}
    where: dict[str, Path] = {}
    for path in [*_files(folder, "*catalog*.json"), *_files(folder, "*catalog*.yaml")]:
        catalog = (_json(path) if path.suffix == ".json" else _yaml(path)).get("catalog", {})
        about = catalog.get("metadata", {})
        if begins_words(title, str(about.get("title", ""))):
            version = str(about.get("version", ""))
            for key, name, stands in _controls(catalog):
                if stands:
                    versions.setdefault(version, {})[key] = name
                else:
                    withdrawn.setdefault(version, set()).add(key)
            where[version] = path.parent
    for version, titles in versions.items():
        yield Published(version, titles, frozenset(withdrawn.get(version, ())), where[version])


def begins_words(wanted: str, title: str) -> bool:
    """Whether each word of `wanted` begins a word of the title, one after another.

    So `800-53 Rev 5` is in “NIST SP 800-53 Rev 5.2.0 …” and in “… 800-53 Revision 5.1.1 …”, and not in revision 4.
    """
    return re.search(r"\S*\s+".join(rf"(?<!\S){re.escape(word)}" for word in wanted.split()), title) is not None


def _controls(group: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield id, title and whether it stands, of every control in a group and below."""
    for inside in group.get("groups", []):
        yield from _controls(inside)
    for control in group.get("controls", []):
        labels = {one.get("class", ""): one["value"] for one in control.get("props", []) if one.get("name") == "label"}
        stands = not any(one.get("value") == "withdrawn" for one in control.get("props", []))
        label = labels.get("", "") or next(iter(labels.values()), control["id"].upper())
        yield label, str(control["title"]), stands
        yield from _controls(control)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file() and path.stat().st_size <= LARGEST)


def _yaml(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # The loader is a safe one, in C where there is one.
    return _table(path, lambda: yaml.load(path.read_text(encoding="utf-8"), Loader=loader))


def _json(path: Path) -> dict[str, Any]:
    return _table(path, lambda: json.loads(path.read_bytes()))


def _table(path: Path, read: Callable[[], Any]) -> dict[str, Any]:
    """Return a file's table; an empty one, and a word about it, where the file cannot be read or holds no table."""
    try:
        table = read()
    except (OSError, ValueError, yaml.YAMLError) as problem:
        print(f"{path}: left out, because it cannot be read ({str(problem).splitlines()[0]}).", file=sys.stderr)
        return {}
    return table if isinstance(table, dict) else {}


READERS: Mapping[str, Callable[[Path], Iterable[Published]]] = {"atlas": atlas, "aisvs": aisvs, "cosai": cosai}


def newest(framework: Framework, folder: Path) -> Published | None:
    """Return the newest version that the folder holds of a framework; None where it holds none of it."""
    form = str(framework.unknown.get("issuer_format", ""))
    title = str(framework.unknown.get("issuer_title", ""))
    found: Published | None = None
    for one in oscal(folder, title) if form == "oscal" and title else READERS.get(form, lambda _: ())(folder):
        if found is None or is_later(_comparable(one.version), _comparable(found.version)):
            found = one
    return found


def _comparable(version: str) -> str:
    """Leave out what NIST puts behind a version: `5.1.1+u4`."""
    return version.partition("+")[0]


# --- The comparison ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drift:
    """What one framework's issuer has changed since it was read."""

    framework: Framework
    published: Published
    lines: tuple[str, ...]
    """Empty where the file knows everything."""


def drift(framework: Framework, published: Published, citing: Mapping[str, list[str]]) -> Drift:
    """Compare what was read with what is published. `citing`: id of an item to who cites it."""
    known = {item.id: item for item in framework.items}
    lines: list[str] = []
    if not framework.unknown.get("partial"):
        lines += [f"added    {key} {title}".rstrip() for key, title in published.titles.items() if key not in known]
    for key, item in known.items():
        if item.unverified and key not in published.titles:
            continue
        title = published.titles.get(key)
        if title is None and not item.retired and key not in published.retired and framework.unknown.get("partial"):
            continue  # a part is held against a part, such as one baseline of a catalogue
        if title is None and not item.retired:
            lines += [f"retired  {key} {item.title}", *_cited(citing.get(key, []))]
        elif title is not None and item.retired:
            lines += [f"back     {key} {title}, which is marked as retired", *_cited(citing.get(key, []))]
        elif title and not _is_our_label(framework, item) and _plain(title) != _plain(item.title):
            lines += [f"renamed  {key} {item.title} -> {title}", *_cited(citing.get(key, []))]
    return Drift(framework, published, tuple(lines))


def _cited(names: Iterable[str]) -> Iterator[str]:
    listed = ", ".join(names)
    yield f"         cited by {listed}" if listed else "         cited by nothing"


def _is_our_label(framework: Framework, item: FrameworkItem) -> bool:
    kinds = framework.unknown.get("own_labels_of")
    ours = bool(framework.unknown.get("own_labels"))
    return ours and (kinds is None or item.unknown.get("kind") in kinds)


def _plain(title: str) -> str:
    return " ".join(title.replace("&", "and").split()).casefold()


def citing(questionnaire: Questionnaire, key: str) -> dict[str, list[str]]:
    """Map each item of a framework to the practices and rules that cite it."""
    found: dict[str, list[str]] = {}
    named = [(name, (*one.references, *one.threats)) for name, one in questionnaire.practices.items()]
    named += [
        (f"rule {place}", (*rule.references, *rule.legal)) for place, rule in enumerate(questionnaire.rules, start=1)
    ]
    for name, references in named:
        for reference in dict.fromkeys(references):
            framework, _, item = reference.partition(":")
            if framework == key:
                found.setdefault(item, []).append(name)
    return found


def main(words: list[str] | None = None) -> int:
    """Print the drift of every framework whose file names a form."""
    parser = argparse.ArgumentParser(description="Say what issuers have changed since frameworks were read.")
    parser.add_argument("folder", type=Path, help="what issuers publish, searched to the bottom")
    parser.add_argument("--questionnaire", type=Path, default=SHIPPED, help="its folder; the shipped one unless given")
    given = parser.parse_args(words)
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder")
    questionnaire = read_questionnaire(given.questionnaire)
    found, drifted = 0, 0
    for framework in read_frameworks(given.questionnaire).values():
        if not framework.unknown.get("issuer_format"):
            continue
        published = newest(framework, given.folder)
        if published is None:
            print(f"{framework.name}: not in {given.folder}")
            continue
        found += 1
        if is_later(framework.version.partition(" ")[0], _comparable(published.version)):
            print(f"{framework.name}: {framework.version} was read; {published.where} holds only {published.version}")
            continue
        lines = drift(framework, published, citing(questionnaire, framework.key)).lines
        drifted += bool(lines)
        version = f", {published.version} in {published.where}" if published.version else f", as in {published.where}"
        print(f"{framework.name}: {framework.version} was read{version}")
        for line in lines or ("nothing that it does not know",):
            print(f"  {line}")
    if not found:
        print(f"{given.folder} holds nothing that one of the frameworks is published as.", file=sys.stderr)
        return 2
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
