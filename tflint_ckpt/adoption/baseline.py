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
    from tflint_ckpt.result import FileResult, RunResult

NAME = "tflint-ckpt-baseline.json"
"""The file that ``--write-baseline`` writes where ``--baseline`` names none."""


def write(path: str, result: RunResult) -> int:
    """Write what *result* found to the file at *path*; how many findings that is.

    Entries stand one on a line, in the order of paths, so that a version control system merges them. Raises
    ``ConfigError`` where the file cannot be written.
    """
    entries = []
    folder = os.path.dirname(os.path.abspath(path))  # paths start from where the baseline is
    for file in result.files:
        name = relative(file.path, folder)
        for finding, fingerprint in zip(file.findings, fingerprints(file, name), strict=True):
            entries.append({"path": name, "code": finding.code, "fingerprint": fingerprint})
    entries.sort(key=lambda entry: (entry["path"], entry["code"], entry["fingerprint"]))
    lines = ",\n".join(f"    {json.dumps(entry)}" for entry in entries)
    text = f'{{\n  "version": {json.dumps(VERSION)},\n  "findings": [\n{lines}\n  ]\n}}\n'
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as baseline:
            baseline.write(text)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror or error}") from None
    return len(entries)


def leave_out(path: str, result: RunResult) -> tuple[int, int]:
    """Take the findings that the baseline at *path* has out of *result*.

    Entries of a file that is gone go with a file that has the same findings under another name. Returns how
    many findings that were, and how many entries about the files of the run, and about those that are gone,
    are there no more. Raises ``ConfigError`` for a file that is no baseline.
    """
    known = _read(path)
    folder = os.path.dirname(os.path.abspath(path))
    linted = {relative(file.path, folder) for file in result.files}
    names = {name for name, _, _ in known}
    entries = known.total()
    gone = sorted(name for name in names if not os.path.exists(os.path.join(folder, name)))
    for file in result.files:
        for name in (relative(file.path, folder), *(gone if file.findings else ())):
            _leave_out(known, file, name)
    told = linted.union(gone)
    return entries - known.total(), sum(count for (name, _, _), count in known.items() if name in told)


def _leave_out(known: Counter[tuple[str, str, str]], file: FileResult, name: str) -> None:
    """Take the findings that *known* has of a file of this *name* out of *file*, and out of *known*."""
    kept = []
    for finding, fingerprint in zip(file.findings, fingerprints(file, name), strict=True):
        key = name, finding.code, fingerprint
        if known[key] > 0:
            known[key] -= 1
        else:
            kept.append(finding)
    file.findings = kept


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
