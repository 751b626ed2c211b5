"""Builds what a release consists of: `python release/build.py DIR [SOURCE]`, this checkout by default.

The wheel, the sdist, and a bill of materials (CycloneDX 1.6, JSON) that lists what requirements/levelbook.lock installs
beside the wheel. The same checkout gives the same bytes, whatever the folder, the clock, the umask and the order of its
files: tests/test_release.py builds twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

# hatchling dates every file of an archive by this; a release is not younger because it was built again.
BUILT_AT = "1767225600"  # 2026-01-01


def build(source: Path, target: Path) -> list[Path]:
    """Write wheel, sdist and bill of materials of the checkout at `source` into `target`, and return their paths."""
    target.mkdir(parents=True, exist_ok=True)
    _run(source, "build", "--no-isolation", "--wheel", "--sdist", "--outdir", str(target), str(source))
    (wheel,) = target.glob("*.whl")
    (sdist,) = target.glob("*.tar.gz")
    bill = target / f"{'-'.join(wheel.name.split('-')[:2])}.cdx.json"
    bill.write_text(json.dumps(bill_of_materials(source, wheel), indent=2, sort_keys=True) + "\n", "utf-8")
    return [wheel, sdist, bill]


def bill_of_materials(source: Path, wheel: Path) -> dict[str, Any]:
    """The CycloneDX document for `wheel`: of what is installed here, what requirements/levelbook.lock names.

    Raises LookupError when something else is installed than the lock says.
    """
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "bill.json"
        options = (
            "--no-validate",
            "--pyproject",
            str(source / "pyproject.toml"),
            "--output-reproducible",
            "--output-file",
            str(found),
        )
        _run(source, "cyclonedx_py", "environment", *options, sys.executable)
        bill: dict[str, Any] = json.loads(found.read_text("utf-8"))
    lock = (source / "requirements" / "levelbook.lock").read_text("utf-8")
    bill["components"] = [component for component in bill["components"] if _is_locked(component, lock)]
    kept = {component["bom-ref"] for component in bill["components"]} | {"root-component"}
    bill["dependencies"] = [
        {key: _only(kept, value) for key, value in entry.items()}
        for entry in bill["dependencies"]
        if entry["ref"] in kept
    ]
    # The tool leaves out a version that pyproject.toml calls dynamic.
    name, version = wheel.name.split("-")[:2]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    bill["metadata"]["component"] |= {
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
    return bill


def invalid(bill: Path) -> str | None:
    """What CycloneDX's schema says against `bill`; None when it is valid. Takes some 15 s of processor time."""
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.read_text("utf-8"))
    return None if problem is None else str(problem)


def _is_locked(component: dict[str, Any], lock: str) -> bool:
    name = canonicalize_name(component["name"])
    if not re.search(rf"^{re.escape(name)}==", lock, re.M):
        return False
    if not re.search(rf"^{re.escape(name)}=={re.escape(component['version'])}[ ;]", lock, re.M):
        raise LookupError(
            f"{name} {component['version']} is installed, which is not what the lock says: run `make clean`"
        )
    return True


def _only(kept: set[str], value: Any) -> Any:
    return [ref for ref in value if ref in kept] if isinstance(value, list) else value


def _run(source: Path, module: str, *arguments: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": BUILT_AT}
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=source, env=environment, check=True)


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1]
    built = build(Path(sys.argv[2]).resolve() if sys.argv[2:] else here, Path(sys.argv[1]).resolve())
    if fault := invalid(built[-1]):
        sys.exit(f"{built[-1]} is no CycloneDX document: {fault}")
    for path in built:
        print(path)
