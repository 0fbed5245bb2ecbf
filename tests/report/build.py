"""Results of made-up runs, for the tests of what is made of them."""

from __future__ import annotations

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.result import FileResult, RunResult
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source
from tflint_ckpt.target import Release, Target

KERAS_2 = Target((Release((2, 15), (2, 15)),), "requirements.txt:3")
KERAS_3 = Target((Release((2, 21), (3, 15)),), "default")

TRAIN = """\
import tensorflow as tf

checkpoint = tf.keras.callbacks.ModelCheckpoint(
    "model.keras",
    max_to_keep=3,
)
"""


def source(text: str, path: str = "train.py", encoding: str = "utf-8") -> Source:
    """A file that holds *text*."""
    return Source(path, text.encode(encoding))


def finding(
    file: Source,
    marked: str,
    *,
    code: str = "TFC101",
    name: str = "checkpoint-max-to-keep",
    severity: Severity = Severity.ERROR,
    message: str = "raises TypeError",
    fix: Fix | None = None,
) -> Finding:
    """A finding at the first place in *file* where *marked* stands."""
    start = file.text.index(marked)
    return Finding(code, name, severity, message, file.path, start, start + len(marked), fix)


def removal(file: Source, removed: str, applicability: Applicability = Applicability.SAFE) -> Fix:
    """A fix that removes the first occurrence of *removed* from *file*."""
    start = file.text.index(removed)
    return Fix(
        applicability, f"remove `{removed.strip()}`", (Edit(file.path, start, start + len(removed), ""),)
    )


def file_result(
    file: Source,
    *findings: Finding,
    original: Source | None = None,
    fixed: int = 0,
    not_judged: dict[str, int] | None = None,
    targets: dict[str, Target] | None = None,
) -> FileResult:
    """What became of *file*; *original* is what it was before fixing."""
    result = FileResult(file.path, original or file, file)
    result.findings = list(findings)
    result.count_fixes(["TFC101"] * fixed)
    result.not_judged = not_judged or {}
    result.targets = targets or {}
    return result


def run_result(*files: FileResult, target: Target = KERAS_2) -> RunResult:
    """A run over *files*, of which those with findings run on *target*, if they have none."""
    for file in files:
        if file.findings and not file.targets:
            file.targets = {"tensorflow": target}
    return RunResult(list(files), lambda: target, Settings(), [])


def train_result() -> RunResult:
    """One file with one error that has a safe fix."""
    file = source(TRAIN)
    return run_result(
        file_result(file, finding(file, "max_to_keep=3", fix=removal(file, "    max_to_keep=3,\n")))
    )
