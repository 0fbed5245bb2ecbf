"""Count the `ModelCheckpoint` calls of repositories that Keras 3 refuses because of the path's suffix.

Usage: python benchmarks/suffixes.py [--target TARGET] FOLDER ...

Each FOLDER is one repository, linted by itself with checkpoint-weights-suffix and checkpoint-model-suffix
for TARGET (2.21 by default); a file on tf_keras, or on TensorFlow's own copy of Keras 2, is on Keras 2. Of
the calls: how many have a path that can be read from the code, how many of those raise `ValueError` when the
callback is built, and how many could not be judged. Calls inside a `try` that waits for the error, or under
a test of the release, count as judged.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from tflint_ckpt import files
from tflint_ckpt.detection import Detector
from tflint_ckpt.linter import Linter
from tflint_ckpt.project import Project
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.semantics.paths.roles import CHECKPOINT
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source, SourceError

SUFFIXES = tuple(rule for rule in RULES if rule.code in ("TFC105", "TFC106"))


def main() -> int:
    """Print one line a repository, and the sum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--target", default="2.21")
    parser.add_argument("folders", metavar="FOLDER", nargs="+")
    arguments = parser.parse_args()
    detector = Detector(arguments.target)
    total: Counter[str] = Counter()
    for folder in arguments.folders:
        counted = count(folder, detector)
        total += counted
        print(f"{Path(folder).name}: {described(counted)}")
    print(f"in all: {described(total)}")
    return 0


def described(counted: Counter[str]) -> str:
    """The figures in one line."""
    readable = counted["calls"] - counted["not judged"]
    return (
        f"{counted['calls']} calls, {counted['not judged']} not judged; "
        f"{counted['error']} of {readable} raise ValueError, {counted['warning']} write what cannot be loaded"
    )


def count(folder: str, detector: Detector) -> Counter[str]:
    """Calls, findings by severity, and what was not judged, in the Python files under *folder*."""
    paths = files.collect([folder], Settings()).files
    project = Project(paths, _load, lambda source: detector.targets(source.path, source.text))
    linter = Linter(lambda path: SUFFIXES, project)
    counted: Counter[str] = Counter()
    for path in paths:
        source = _load(path)
        if source is None or "ModelCheckpoint" not in source.text:
            continue
        checked = linter.check(source)
        module = project.module(source)
        counted["calls"] += sum(1 for _ in module.calls(CHECKPOINT)) if module else 0
        counted["not judged"] += sum(checked.not_judged.values())
        counted.update(finding.severity.value for finding in checked.findings if finding.code != "TFC001")
    return counted


def _load(path: str) -> Source | None:
    try:
        return Source(path, Path(path).read_bytes())
    except (OSError, SourceError):
        return None


if __name__ == "__main__":
    raise SystemExit(main())
