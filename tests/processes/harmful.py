"""The command, except that some files do to the process that lints them what their first line says.

``python tests/processes/harmful.py ARGUMENTS``; with ``TEST_SPAWN`` in the environment, its processes are no
copies of it but new ones.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tflint_ckpt import __main__
from tflint_ckpt.linter import Checked, Linter
from tflint_ckpt.processes import workers
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.settings import ConfigError
from tflint_ckpt.source import Source

check, init = Linter.check, Module.__init__


def harm(source: Source) -> None:
    """Do what the first line of a file says."""
    word = source.text.split("\n", 1)[0].removeprefix("# ")
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "leave":
        os._exit(7)
    elif word == "loop":
        while True:
            try:
                time.sleep(0.01)
            except Exception:  # noqa: BLE001 - as whoever reports the defects of a rule
                continue
    elif word == "never":
        sum(range(10**15))  # does not come back to Python
    elif word == "sleep":
        time.sleep(0.3)
    elif word == "config":
        raise ConfigError("no such release")
    elif word == "defect":
        raise LookupError("a defect of ours")
    elif word == "meanwhile":
        Path(source.path).write_text("# somebody saved this\n")


def harmful_check(self: Linter, source: Source) -> Checked:
    harm(source)
    return check(self, source)


def harmful_parse(self: Module, source: Source, *rest: object) -> None:
    if source.text.startswith("# parse"):
        harm(Source(source.path, source.data.removeprefix(b"# parse and ")))
    init(self, source, *rest)  # type: ignore[arg-type]


Linter.check = harmful_check  # type: ignore[method-assign]
Module.__init__ = harmful_parse  # type: ignore[method-assign, assignment]

if __name__ == "__main__":
    if "TEST_SPAWN" in os.environ:
        workers.can_fork = lambda: False
    __main__.run()
