"""The linter on a script and the modules that it imports: what it says, and what its fixes leave."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import script

ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONS = ("--isolated", "--no-cache", "--jobs", "1")
LIMIT = 300
"""Seconds that the linter may take for one script and its modules."""
Finding = dict[str, Any]
"""``code``, ``severity``, ``message``, ``file``, ``lines`` (first and last of what is run), ``assigned`` (the
names that its statement gives a value), ``fix``."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What the linter said of some files, which of them its fixes change, and a digest of what they become.

    *after* is the folder with the files as the fixes leave them, notebooks as the text that is run.
    """

    findings: list[Finding]
    changed: list[str]
    digest: str
    after: Path


class Linter:
    """A command that lints, and the release of TensorFlow that it lints for."""

    def __init__(self, target: str, command: Sequence[str] = ()) -> None:
        self.target = target
        self.command = tuple(command) or (sys.executable, "-m", "tflint_ckpt")

    def lint(self, folder: Path, names: Sequence[str], work: Path) -> Linted:
        """Lint and fix copies, made below *work*, of the files and packages called *names* in *folder*."""
        copy, after = work / "lint", work / "after"
        copy.mkdir()
        for name in names:
            if (folder / name).is_dir():
                shutil.copytree(folder / name, copy / name)
            else:
                shutil.copy(folder / name, copy)
        findings = self.findings(copy, names)
        before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        self._call(copy, "--fix", "--unsafe-fixes", *names)
        changed = sorted(str(p.relative_to(copy)) for p, raw in before.items() if p.read_bytes() != raw)
        digest = hashlib.sha256()
        for name in changed:
            digest.update(name.encode() + b"\0" + (copy / name).read_bytes() + b"\0")
        shutil.copytree(copy, after)
        for notebook in after.glob("*.ipynb"):
            notebook.unlink()
            text = script.read(copy / notebook.name).text
            notebook.with_suffix(".py").write_text(text, "utf-8")
        return Linted(findings, changed, digest.hexdigest(), after)

    def findings(self, folder: Path, names: Sequence[str]) -> list[Finding]:
        """What the linter says of the files and packages called *names* in *folder*."""
        shown = self._call(folder, "--format", "json", *names)
        return [_finding(each, folder) for each in json.loads(shown)["findings"]]

    def _call(self, folder: Path, *options: str) -> str:
        """What the command says. Raises `RuntimeError` where it fails."""
        command = [*self.command, *OPTIONS, "--target", self.target, *options]
        paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        variables = {**os.environ, "PYTHONPATH": paths, "PYTHONSAFEPATH": "1"}
        done = subprocess.run(
            command, cwd=folder, env=variables, capture_output=True, text=True, timeout=LIMIT
        )
        if done.returncode > 1:
            raise RuntimeError(f"the linter failed: {done.stderr[-300:]}")
        return done.stdout


def _finding(found: dict[str, Any], folder: Path) -> Finding:
    path = folder / found["path"]
    lines = found["range"]["start"]["line"], found["range"]["end"]["line"]
    text = script.read(path)
    numbers = [text.line(found["cell"], each) for each in lines]
    return {
        "code": found["code"],
        "severity": found["severity"],
        "message": found["message"],
        "file": str(path.with_suffix(".py").relative_to(folder)),
        "lines": numbers,
        "assigned": _assigned(text.text, numbers[0]),
        "fix": (found["fix"] or {}).get("applicability"),
    }


def _assigned(text: str, line: int) -> list[str]:
    try:
        return script.assigned(text, line)
    except (SyntaxError, ValueError):  # the finding may be that it is no Python
        return []
