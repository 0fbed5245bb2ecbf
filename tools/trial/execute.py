"""Run a script by a Python whose TensorFlow is imported once, with limits of time and memory."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
WALL = 4
"""The limit of a run is one of processor time; on a machine that is shared, that can take so much longer."""
Run = dict[str, Any]
"""What happened: ``status`` (``ok``, ``exception``, ``exit``, ``time up``, ``memory``, ``died``),
``seconds``, ``ran`` (lines by file), and of an exception ``type``, ``message``, ``file``, ``line``, ``code``,
``calls``, ``raised``."""


class Environment:
    """A Python with a TensorFlow: each script runs in a fork of one process, or in a process of its own."""

    def __init__(self, python: Path, seconds: int, gigabytes: int) -> None:
        self.python, self.seconds, self.bytes = python, seconds, gigabytes << 30
        self._warm: subprocess.Popen[str] | None = None

    def run(self, sources: Path, script: str, fresh: bool) -> Run:
        """What happened to *script*, a file below *sources*, when it ran in an empty folder.

        *fresh*: nothing was imported before, for scripts that set what TensorFlow reads when it is imported.
        """
        server = self._start(fresh=True) if fresh else self._running()
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            (work / "cwd").mkdir()
            job = {
                "script": str(sources / script),
                "source": str(sources),
                "folder": str(work / "cwd"),
                "result": str(work / "result.json"),
                "log": str(work / "log"),
                "seconds": self.seconds,
            }
            began = time.monotonic()
            result: Run = {"status": self._wait(server, job)}
            told = work / "result.json"
            if told.exists() and (text := told.read_text()):
                result = json.loads(text)
            log = work / "log"
            if result["status"] == "died" and log.exists():
                result["log"] = log.read_text(errors="replace")[-600:]
        if fresh:
            _end(server)
        return {**result, "seconds": round(time.monotonic() - began, 1)}

    def close(self) -> None:
        """End the process of the environment."""
        if self._warm is not None:
            _end(self._warm)
            self._warm = None

    def _running(self) -> subprocess.Popen[str]:
        if self._warm is None or self._warm.poll() is not None:
            self._warm = self._start(fresh=False)
        return self._warm

    def _start(self, fresh: bool) -> subprocess.Popen[str]:
        own = ("PYTHONPATH", "PYTHONSAFEPATH")  # a script runs as anywhere
        return subprocess.Popen(
            [self.python, "-u", HERE / "child.py", *(["--fresh"] if fresh else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name not in own},
            text=True,
        )

    def _wait(self, server: subprocess.Popen[str], job: dict[str, Any]) -> str:
        """Wait for the end of one script; what ended it if it wrote no result."""
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(json.dumps(job) + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.python} does not run the scripts")
        process = int(answer)
        began = time.monotonic()
        while Path(f"/proc/{process}").exists():
            pages = 0
            with contextlib.suppress(OSError, ValueError, IndexError):  # it ends while it is looked at
                pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
            late = time.monotonic() - began > WALL * self.seconds
            if late or pages * os.sysconf("SC_PAGE_SIZE") > self.bytes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                return "time up" if late else "memory"
            time.sleep(0.05)
        return "died"


def _end(server: subprocess.Popen[str]) -> None:
    if server.stdin is not None:
        server.stdin.close()
    server.wait()
