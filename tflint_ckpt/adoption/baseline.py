"""The findings that were there when a code base began to be linted, which a run then leaves out."""

from __future__ import annotations

import json
import os
from collections import Counter

from tflint_ckpt.paths import relative
from tflint_ckpt.report.fingerprints import VERSION, fingerprints
from tflint_ckpt.settings import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.result import FileResult, RunResult

NAME = "tflint-ckpt-baseline.json"
"""The file that ``--write-baseline`` writes where ``--baseline`` names none."""


def write(path: str, result: RunResult) -> int:
    """Write what *result* found to the file at *path*; how many findings that is.

    Entries stand one on a line, in the order of paths, so that a version control system merges them. Raises
    ``ConfigError`` where the file cannot be written.
    """
    entries = [
        {"path": shown, "code": finding.code, "fingerprint": fingerprint}
        for file in result.files
        for shown, finding, fingerprint in _identified(path, file)
    ]
    entries.sort(key=lambda entry: (entry["path"], entry["code"], entry["fingerprint"]))
    lines = ",\n".join(f"    {json.dumps(entry)}" for entry in entries)
    text = f'{{\n  "version": {json.dumps(VERSION)},\n  "findings": [\n{lines}\n  ]\n}}\n'
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror or error}") from None
    return len(entries)


def leave_out(path: str, result: RunResult) -> int:
    """Take the findings that the baseline at *path* has out of *result*.

    Returns how many of its entries about the files of the run are there no more. Raises ``ConfigError`` for a
    file that is no baseline.
    """
    known = _read(path)
    linted = set()
    for file in result.files:
        kept = []
        linted.add(_inside(path, file.path))
        for shown, finding, fingerprint in _identified(path, file):
            key = shown, finding.code, fingerprint
            if known[key] > 0:
                known[key] -= 1
            else:
                kept.append(finding)
        file.findings = kept
    return sum(count for (shown, _, _), count in known.items() if shown in linted)


def _identified(path: str, file: FileResult) -> Iterator[tuple[str, Finding, str]]:
    """The findings of *file* with its path and their fingerprints as the baseline at *path* has them."""
    shown = _inside(path, file.path)
    for finding, fingerprint in zip(file.findings, fingerprints(file, shown), strict=True):
        yield shown, finding, fingerprint


def _inside(path: str, linted: str) -> str:
    """The path of a linted file from the folder that the baseline is in, with forward slashes."""
    return relative(linted, os.path.dirname(os.path.abspath(path)))


def _read(path: str) -> Counter[tuple[str, str, str]]:
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        if content["version"] != VERSION:
            raise ConfigError(f"{path} is a baseline of another version; write it anew with --write-baseline")
        return Counter((each["path"], each["code"], each["fingerprint"]) for each in content["findings"])
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError):
        raise ConfigError(f"{path} is no baseline; --write-baseline writes one") from None
