"""The command as a process of its own, with what it took."""

from __future__ import annotations

import ast
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent

SECONDS = 10.0
"""Processor time that any input may take, on a machine like the one that `REFERENCE` was measured on."""
REFERENCE = 0.022
"""Seconds of the processor for `WORK` on a quiet AMD EPYC with Python 3.11: the least of 60. Where another
process has the other half of the core, it is half as much again, and so is everything else."""
WORK = "def f(a, b=1):\n    return [a + b for b in range(10)], {'a': a}\n" * 400
GRACE = 6
"""How many times more may pass on the clock: what waits for something uses no processor."""
MEGABYTES = 1024.0
"""Memory that any input may take at its peak."""


@dataclass(frozen=True)
class Done:
    """What a run of the command came to.

    Attributes:
        status: its exit status; negative for the signal that ended it.
        out: what it wrote to stdout.
        err: what it wrote to stderr.
        seconds: the time on the clock.
        processor: the processor time, of the processes it started as well.
        megabytes: the peak of its resident memory, or of the process it started that had most.
    """

    status: int
    out: str
    err: str
    seconds: float
    processor: float
    megabytes: float

    @property
    def figures(self) -> str:
        """What it took, for people."""
        return f"{self.seconds:.2f} s ({self.processor:.2f} s of the processor), {self.megabytes:.0f} MiB"

    @property
    def findings(self) -> list[tuple[str, str, str]]:
        """Path, code and message of each finding; the run must have had ``--format json``."""
        found = json.loads(self.out)["findings"]
        return [(each["path"], each["code"], each["message"]) for each in found]

    def of(self, path: str) -> list[tuple[str, str]]:
        """Code and message of each finding in one file."""
        return [(code, message) for where, code, message in self.findings if where == path]

    def codes(self, path: str) -> list[str]:
        """The codes of the findings in one file."""
        return [code for code, _ in self.of(path)]

    def ends_well(self, seconds: float = SECONDS, megabytes: float = MEGABYTES) -> None:
        """Fail where it took more than it may, or said more than a line of anything."""
        assert self.status in (0, 1, 2), f"exit status {self.status} after {self.figures}: {self.err[-500:]}"
        assert "Traceback" not in self.err + self.out
        assert "internal error" not in self.err
        for line in self.err.splitlines():
            assert line.startswith("tflint-ckpt: "), line
        if self.processor > seconds or self.seconds > seconds * GRACE:
            seconds *= slowness()
        assert self.processor <= seconds, f"took {self.figures}, of at most {seconds:.1f} s of the processor"
        assert self.seconds <= seconds * GRACE, f"took {self.figures}, of at most {seconds * GRACE:.1f} s"
        assert self.megabytes <= megabytes, f"took {self.figures}, of at most {megabytes:.0f} MiB"


def slowness() -> float:
    """How many times longer than on the machine of the limits work takes here and now; at least 1."""
    taken = []
    for _ in range(15):
        begun = time.process_time()
        ast.parse(WORK)
        taken.append(time.process_time() - begun)
    return max(1.0, median(taken) / REFERENCE)


def run(
    folder: Path,
    *arguments: str | bytes,
    before: Callable[[], None] | None = None,
    stdin: bytes = b"",
    patience: float = 120,
) -> Done:
    """Run the command in *folder*, with neither its configuration nor a cache.

    *before* is called in the process before it becomes the command; after *patience* seconds it is ended.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", "tflint_ckpt", "--isolated", "--no-cache", "--color", "never"]
    with (folder / ".out").open("w+b") as out, (folder / ".err").open("w+b") as err:
        begun = time.monotonic()
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            preexec_fn=before,
        )
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
        status, usage = _waited(process, begun + patience)
        seconds = time.monotonic() - begun
        texts = [_read(out), _read(err)]
    for name in (".out", ".err"):
        (folder / name).unlink()
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Done(
        os.waitstatus_to_exitcode(status),
        *texts,
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / unit,
    )


def _waited(process: subprocess.Popen[bytes], end: float) -> tuple[int, resource.struct_rusage]:
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return status, usage
        if time.monotonic() > end:
            process.kill()
            end = float("inf")
        time.sleep(0.005)


def _read(file: object) -> str:
    file.seek(0)  # type: ignore[attr-defined]
    return file.read().decode("utf-8", "surrogateescape")  # type: ignore[attr-defined,no-any-return]


def written(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> Path:
    """*folder* with *files* in it."""
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
