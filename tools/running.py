"""Running the commands of the checks: what they print, and what each step takes of the processor.

Two steps may run at once. What the one in the background prints is kept, and shown in one piece when it is
done.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, local
from typing import IO, TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent


class CheckError(Exception):
    """A check did not pass, or could not be made; the message is one line."""


@dataclass(slots=True)
class Result:
    """How a step went.

    Attributes:
        name: of the step.
        began: when, in seconds since all began.
        ended: when it was done.
        processor: seconds of all cores together, for the commands it ran.
        verdict: ``passed``, or why not.
    """

    name: str
    began: float
    ended: float = 0.0
    processor: float = 0.0
    verdict: str = "passed"


class _Here(local):
    """What belongs to the step that runs in this thread."""

    output: IO[str] | None = None
    result: Result | None = None


_HERE = _Here()
_COUNTING = Lock()
_STOPPED = Event()
_BEGAN = time.monotonic()


def tell(line: str) -> None:
    """Print *line*, or keep it with what the step in the background prints."""
    print(line, file=_HERE.output or sys.stdout, flush=True)


def run(python: Path, *arguments: str, **variables: str) -> None:
    """Run *python* at the root of the repository. Raises `CheckError` where its status is not 0."""
    shown = " ".join((str(python.relative_to(ROOT)), *arguments))
    tell(f"\n$ {shown}")
    status = _status([python, *arguments], variables)
    if status:
        raise CheckError(f"exit status {status} of {shown}")


def step(command: Sequence[str | Path]) -> None:
    """One step of setting up. Raises `CheckError` where it fails; what it says is shown."""
    if _status(command, {}):
        raise CheckError(f"could not set up: {' '.join(map(str, command))}")


def _status(command: Sequence[str | Path], variables: dict[str, str]) -> int:
    """The exit status of *command*; its time counts for the step of this thread."""
    if _STOPPED.is_set():
        raise CheckError("stopped")
    output, result = _HERE.output, _HERE.result
    errors = None if output is None else subprocess.STDOUT
    environment = {**os.environ, **variables}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=errors)
    if not hasattr(os, "wait4"):
        return process.wait()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if result is not None:
        with _COUNTING:
            result.processor += usage.ru_utime + usage.ru_stime
    return process.returncode


def both(
    foreground: Iterable[str], background: Iterable[str], steps: Mapping[str, Callable[[], None]]
) -> list[Result]:
    """Run two lists of steps at once, each in its order; how they went, in the order of their beginnings.

    What one of the *background* prints is shown when it is done, and the one in front with its own step.
    """
    results: list[Result] = []
    with ThreadPoolExecutor(1) as pool:
        behind = deque(pool.submit(_kept, name, steps[name]) for name in background)
        try:
            for name in foreground:
                results.append(_one(name, steps[name]))
                while behind and behind[0].done():
                    results.append(_shown(behind.popleft()))
            while behind:
                results.append(_shown(behind.popleft()))
        except BaseException:
            _STOPPED.set()
            pool.shutdown(cancel_futures=True)
            raise
    return sorted(results, key=lambda result: result.began)


def _kept(name: str, work: Callable[[], None]) -> tuple[Result, str]:
    """Run one step; how it went, and what it printed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        result = _one(name, work, output)
        output.seek(0)
        return result, output.read()


def _shown(step: Future[tuple[Result, str]]) -> Result:
    """How a step in the background went; what it printed is printed."""
    result, text = step.result()
    print(text, end="", flush=True)
    return result


def each(function: Callable[[T], object], items: Iterable[T]) -> None:
    """Call *function* with each of the *items*, two at a time, as a part of the step of this thread."""
    output, result = _HERE.output, _HERE.result

    def adopted(item: T) -> None:
        _HERE.output, _HERE.result = output, result
        function(item)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(adopted, items))


def _one(name: str, work: Callable[[], None], output: IO[str] | None = None) -> Result:
    """Run one step in this thread."""
    result = Result(name, time.monotonic() - _BEGAN)
    _HERE.output, _HERE.result = output, result
    try:
        work()
    except CheckError as failure:
        result.verdict = f"FAILED: {failure}"
    result.ended = time.monotonic() - _BEGAN
    return result


def table(results: Iterable[Result]) -> str:
    """When each step ran and what it took; the last line is of all."""
    rows = [(one.name, one.began, one.ended, one.processor, one.verdict) for one in results]
    rows.append(("all", 0.0, time.monotonic() - _BEGAN, sum(row[3] for row in rows), ""))
    lines = [f"{'step':<12} {'began':>6} {'took':>6} {'processor':>10}"]
    lines += [
        f"{name:<12} {began:4.0f} s {ended - began:4.0f} s {processor:8.0f} s  {verdict}".rstrip()
        for name, began, ended, processor, verdict in rows
    ]
    return "\n".join(lines)
