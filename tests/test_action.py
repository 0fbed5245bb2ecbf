"""The shell step of ``action.yml``, run as a GitHub runner runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
TRAIN = "from keras.callbacks import ModelCheckpoint\nx = ModelCheckpoint('m_{epoch}.keras', max_to_keep=3)\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the step is one of bash")


def action() -> dict[str, Any]:
    """The action as YAML reads it."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return read


class Runner:
    """A folder with a script, and the linting step run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.summary = path / "summary.md"
        (path / "train.py").write_text(TRAIN)
        tools = path / "tools"
        tools.mkdir()
        python = tools / "python3"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the step with *inputs*, written with underscores, and the defaults of the others."""
        described = action()
        given = {name: each["default"] for name, each in described["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        [step] = [step for step in described["runs"]["steps"] if step["name"] == "Lint"]
        variables = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], value)
            for name, value in step["env"].items()
        }
        environment = {
            **os.environ,
            **variables,
            "PATH": f"{self.path / 'tools'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "TFLINT_CKPT_CACHE_DIR": str(self.path / "cache"),
        }
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(
            command, cwd=self.path, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_it_annotates_and_summarises(runner: Runner) -> None:
    done = runner.run(target="keras3", sarif="out.sarif")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=train.py,line=2,")
    assert runner.summary.read_text().startswith("**tflint-ckpt**: 1 error")
    assert json.loads((runner.path / "out.sarif").read_text())["version"] == "2.1.0"


def test_its_inputs_reach_the_command(runner: Runner) -> None:
    (runner.path / "other.py").write_text("x = 1\n")
    assert runner.run(paths="other.py").returncode == 0
    assert runner.run(paths="other.py train.py", target="keras3", fail_on="never").returncode == 0
    assert runner.run(args="--ignore TFC101", target="keras3").returncode == 0


def test_without_inputs_the_configuration_decides(runner: Runner) -> None:
    settings = runner.path / "tflint-ckpt.toml"
    settings.write_text('target = "keras2"\nfail-on = "never"\n')
    done = runner.run()
    assert (done.returncode, "Keras 2" in done.stdout) == (0, True), done.stderr
    assert runner.run(fail_on="warning", target="keras3").returncode == 1
    assert runner.run(args="--target keras3 --exit-zero").returncode == 0


def test_an_input_is_never_run(runner: Runner) -> None:
    done = runner.run(paths="$(touch hit);`touch hit`", since="$(touch hit)", args="; touch hit")
    assert done.returncode == 2
    assert not (runner.path / "hit").exists()


def test_every_input_is_used() -> None:
    described = action()
    text = json.dumps(described["runs"])
    assert [name for name in described["inputs"] if f"inputs.{name} " not in text] == []
