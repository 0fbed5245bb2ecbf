"""The field trial on scripts of our own: crashes are predicted and mended, what runs is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.environments import Environment, environment

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "trial" / "sample"
VERDICTS: dict[str, tuple[str, str | None, str | None]] = {
    "batches.ipynb": ("exception", "TFC815", "MENDED"),
    "chain.py": ("exception", "TFC801", "MENDED"),
    "curves.py": ("exception", "TFC818", None),
    "first_gpu.py": ("exception", None, "MENDED"),
    "old_tutorial.py": ("exception", "TFC803", "MENDED"),
    "own_mistake.py": ("exception", None, None),
    "runs.py": ("ok", None, "still ok"),
    "training_loop.py": ("ok", None, None),
}
"""How each ends on Keras 3, the rule that says so if it is Keras' matter, and what the fixes do there."""


@pytest.fixture(scope="module")
def results(
    usable: Callable[[Environment], None], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """The verdicts by path."""
    folder = tmp_path_factory.mktemp("trial")
    chosen, records, verdicts = (folder / name for name in ("chosen.json", "records.jsonl", "verdicts.json"))
    pythons = []
    for name in ("keras3", "tf2.15"):
        usable(environment(name))
        pythons += ["--python", f"{name}={environment(name).python()}"]
    for arguments in (
        ["select", SAMPLE, chosen],
        ["run", SAMPLE, chosen, records, *pythons],
        ["judge", records, "--results", verdicts, "--strict"],
    ):
        command = [sys.executable, ROOT / "tools" / "trial", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
        assert done.returncode == 0, done.stdout + done.stderr
    return {each["path"]: each for each in json.loads(verdicts.read_text())}


def test_every_script_was_run(results: dict[str, dict[str, Any]]) -> None:
    assert sorted(results) == sorted(VERDICTS)


@pytest.mark.parametrize("path", VERDICTS)
def test_the_verdict(results: dict[str, dict[str, Any]], path: str) -> None:
    found, (status, rule, fixed) = results[path], VERDICTS[path]
    assert found["status"]["keras3"] == status
    assert (found["said"] or "").partition(" ")[0] == (rule or "")
    assert found["fixed"].get("keras3") == fixed
    assert status != "ok" or not found["alarms"]
