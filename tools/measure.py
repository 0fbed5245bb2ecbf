"""Measure what the pictures of the documentation show, and write it to ``docs/pictures/measured.json``.

It asks `pictures_probe.py` in the environments that `tools/check.py` makes; those
that have not been made are left out, and said so. What was measured before in others is kept.

    python tools/check.py --environments tf2.11,tf2.12,tf2.13,tf2.14,tf2.15,keras3.3,keras3.7 environments
    python tools/measure.py [endings] [memory]
    python tools/pictures.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.integration.environments import environment  # noqa: E402

MEASURED = ROOT / "docs" / "pictures" / "measured.json"
RELEASES = ("tf2.11", "tf2.12", "tf2.13", "tf2.14", "tf2.15", "keras3.3", "keras3.7", "keras3")
CACHES = (
    "no cache",
    "batch, then cache",
    "cache, then batch",
    "cached twice",
    "map, then cache",
    "repeat, then cache",
)
BUFFERS = ("AUTOTUNE", "1", "16", "100", "1000", "3000")


def main() -> int:
    """Measure what is asked for, all by default."""
    asked = sys.argv[1:] or ["endings", "memory"]
    found = json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}
    if "endings" in asked:
        endings = found.setdefault("endings", {})
        for release in RELEASES:
            if _python(release) is not None:
                endings[release] = _ask(release, "endings")
                _write(found)
    if "memory" in asked:
        for what, kinds in (("cache", CACHES), ("prefetch", BUFFERS)):
            answers = {kind: _ask("keras3", what, kind) for kind in kinds}
            release = answers[kinds[0]]["tensorflow"]
            found[what] = {"tensorflow": release, "MiB": {kind: answers[kind]["answer"] for kind in kinds}}
            _write(found)
    return 0


def _write(found: dict[str, object]) -> None:
    MEASURED.parent.mkdir(parents=True, exist_ok=True)
    MEASURED.write_text(json.dumps(_rounded(found), indent=1, sort_keys=True) + "\n", "utf-8")


def _python(release: str) -> str | None:
    """The interpreter of *release*; ``None``, and a line about it, where it has not been made."""
    python = environment(release).python()
    if python == sys.executable:
        print(f"{release} has not been made: tools/check.py --environments {release} environments")
        return None
    return python


def _ask(release: str, *question: str) -> dict[str, object]:
    """The answer of the probe in a fresh process, in an empty folder; ends the program where it has none."""
    print(release, *question, flush=True)
    variables = {**os.environ, **environment(release).variables(), "TF_CPP_MIN_LOG_LEVEL": "3"}
    with tempfile.TemporaryDirectory() as folder:
        asked = subprocess.run(
            [_python(release) or sys.executable, ROOT / "tools" / "pictures_probe.py", *question],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
        )
    if asked.returncode:
        sys.exit(f"{' '.join(question)} failed on {release}:\n{asked.stderr[-2000:]}")
    answer: dict[str, object] = json.loads(asked.stdout.strip().rpartition("\n")[2])
    return answer


def _rounded(found: object) -> object:
    """Memory in whole MiB: more is chance."""
    if isinstance(found, dict):
        return {key: _rounded(value) for key, value in found.items()}
    return round(found) if isinstance(found, float) else found


if __name__ == "__main__":
    sys.exit(main())
