"""What the command costs beyond starting Python: a slow import, or a gate that is lost, fails here."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = Path(__file__).parent.parent / "benchmarks" / "measure.py"
MOST = {"no trigger": 3.0, "good script": 13.0, "tree": 14.0}
"""Bare starts of Python, half as many again as they are: 1.7, 8.5 and 8.8. With the whole of LibCST a good
script takes 14 more, with the standard library's dataclasses 6."""


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="Windows does not tell the time of a child")
def test_ratios(tmp_path: Path) -> None:
    ratios = runpy.run_path(str(MEASURE))["starts"](tmp_path)
    assert ratios.keys() == MOST.keys()
    for name, ratio in ratios.items():
        assert ratio <= MOST[name], f"{name}: {ratio:.1f} bare starts of Python"


def test_what_a_good_script_does_not_need(tmp_path: Path) -> None:
    slow = {"typing", "dataclasses", "re", "fnmatch", "json", "ast", "inspect", "pathlib", "libcst.native"}
    slow |= {"enum", "functools", "contextlib", "pathspec"}
    # The tables of the API, and what writes fixes.
    slow |= {"tflint_ckpt.keras_api.reader", "tflint_ckpt.semantics.api", "tflint_ckpt.syntax.arguments"}
    # What follows values that are changed, of arms of an ``if``, of classes and of other files; what calls a
    # function; and where LibCST's nodes stand.
    slow |= {
        f"tflint_ckpt.{name}"
        for name in (
            *("semantics.values.changes", "semantics.values.decided", "semantics.values.heritage"),
            *("semantics.values.foreign", "semantics.values.containers", "semantics.names.reaching"),
            *("semantics.calls.callers", "semantics.calls.named", "semantics.calls.definitions"),
            *("semantics.objects.model_evidence", "semantics.callbacks.classes", "syntax.positions"),
            "not_linted",
        )
    }
    (tmp_path / "good.py").write_text(runpy.run_path(str(MEASURE))["GOOD"])
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("__pycache__/\n*.py[cod]\n/build/\n!kept.py\n")
    script = f"""
import sys
from tflint_ckpt.__main__ import status
from tflint_ckpt.fast_libcst import finder
finder.install()
status(["--isolated", "--no-cache", "good.py"])
print(sorted({slow} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.splitlines()[1:], done.stderr) == (["[]"], "")
