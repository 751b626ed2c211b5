"""Asks whether a locked dependency is known to be vulnerable: `python release/audit.py [LOCK …]`; all by default.

pip-audit ends with 0 and "No known vulnerabilities found" when the index has no word on a single package, such as a
mirror without advisories. So its list is read: what was not audited is named, and when that is everything, it is said.

Exit codes: 0 nothing known, or nowhere to ask, which is said; 1 vulnerable, or only some could be audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]


def report(dependencies: list[dict[str, Any]]) -> tuple[str, int]:
    """Turn pip-audit's list of dependencies into what is said, and the exit code."""
    vulnerable = [
        f"{found['name']} {found['version']}: {known['id']}; fixed: {', '.join(known['fix_versions']) or 'no version'}"
        for found in dependencies
        for known in found.get("vulns", [])
    ]
    skipped = [found["name"] for found in dependencies if "skip_reason" in found]
    if vulnerable:
        return "\n".join(["Known to be vulnerable:", *(f"  {line}" for line in vulnerable)]), 1
    if dependencies and len(skipped) == len(dependencies):
        return f"Nothing was audited: the index here has no advisories on any of {len(skipped)} packages.", 0
    if skipped:
        return f"Not audited, since the index has no advisories for them: {', '.join(skipped)}.", 1
    return f"{len(dependencies)} packages audited, none is known to be vulnerable.", 0


def audit(lock: Path) -> tuple[str, int]:
    """Audit the packages that `lock` names, by pip-audit; without a network, say that nothing was audited."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    done = subprocess.run([*command, "--format", "json", "-r", str(lock)], capture_output=True, text=True, check=False)
    return read(done.stdout, done.stderr)


def read(output: str, errors: str) -> tuple[str, int]:
    """Read what pip-audit printed: its JSON, or why there is none. Only an index out of reach is nobody's fault."""
    if output.strip():
        return report(json.loads(output)["dependencies"])
    last = errors.strip().splitlines()[-1:] or ["pip-audit printed nothing."]
    if "ConnectionError" in last[0] or "connect" in last[0].lower():
        return "Nothing was audited: the index cannot be reached from here.", 0
    return f"Nothing was audited: {last[0]}", 1


if __name__ == "__main__":
    worst = 0
    for path in [Path(name) for name in sys.argv[1:]] or sorted((HERE / "requirements").glob("*.lock")):
        words, code = audit(path)
        print(f"{path.name}: {words}")
        worst = max(worst, code)
    sys.exit(worst)
