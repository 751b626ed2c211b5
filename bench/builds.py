"""The two builds that are measured side by side, each with a frozen book of questionnaire 1.0: today's, and an earlier.

The earlier build is the wheel of a commit, made once and kept in build/bench.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from timing import run

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
KEPT = REPOSITORY / "build" / "bench"
EARLIER = "1d0e9b7"
TODAY = "today"
PYTHON = sys.executable


@dataclass(frozen=True)
class Build:
    """A levelbook that can be run."""

    name: str
    scripts: Path
    """The folder of its own `screen.py` and `books.py`."""
    questionnaire: Path
    """Questionnaire 1.0, as this build reads it."""
    env: Mapping[str, str] = field(default_factory=dict)

    def words(self, *words: str) -> tuple[str, ...]:
        """A command line, started as its console script is."""
        start = "import sys; from levelbook.cli.main import main; sys.argv[0] = 'levelbook'; main()"
        return (PYTHON, "-c", start, *words)

    def memory(self, *words: str) -> float:
        """MiB of memory that a command line takes at its highest; 0 where the system does not tell."""
        at_the_end = "lambda: sys.stderr.write(open('/proc/self/status').read())"
        start = f"import atexit, sys; atexit.register({at_the_end}); {self.words()[2]}"
        told = re.search(r"VmHWM:\s+(\d+) kB", run(PYTHON, "-c", start, *words, env=self.env))
        return int(told[1]) / 1024 if told else 0.0

    def script(self, name: str, *words: str) -> tuple[str, ...]:
        return (PYTHON, str(self.scripts / name), *words)


def earlier() -> Build | None:
    """The build of the commit that the goals were set at; None where this clone does not have it."""
    folder = KEPT / EARLIER
    if not (folder / "wheel").is_dir():
        packed = subprocess.run(["git", "-C", str(REPOSITORY), "archive", EARLIER], capture_output=True)
        if packed.returncode:
            return None
        shutil.rmtree(folder, ignore_errors=True)
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
            archive.extractall(folder / "source", filter="data")
        run(
            *(PYTHON, "-m", "build", "--wheel", "--no-isolation"),
            *("--outdir", str(folder / "dist"), str(folder / "source")),
        )
        with zipfile.ZipFile(next((folder / "dist").glob("*.whl"))) as wheel:
            wheel.extractall(folder / "wheel")
    source = folder / "source"
    return Build(
        EARLIER, source / "bench", source / "questionnaires" / "genai-security", {"PYTHONPATH": str(folder / "wheel")}
    )


def today(before: Build | None) -> Build:
    """This working copy's build. Its book has the questionnaire of the earlier build, where there is one."""
    ours = REPOSITORY / "questionnaires" / "genai-security"
    return Build(TODAY, HERE, before.questionnaire if before else ours)


def frozen_book(build: Build, demo: Path, folder: Path) -> Path:
    """A copy of a demo book that an earlier build made, set to questionnaire 1.0, whose guide this build assembled."""
    shutil.copytree(demo, folder)
    settings = folder / "levelbook.toml"
    lines = settings.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("questionnaire =")]
    settings.write_text("\n".join([*kept[:2], f'questionnaire = "{build.questionnaire}"', *kept[2:]]) + "\n", "utf-8")
    if build.name == TODAY:
        run(*build.words("-C", str(folder), "upgrade", "--files", "--yes"))
    run(*build.words("-C", str(folder), "guide"), env=build.env)
    return folder
