"""The process around the command: its exit status, and what a pipe, Ctrl-C or ``kill`` does to it."""

from __future__ import annotations

import _signal
import gc
import os
import sys

from tflint_ckpt import fast_import

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 128 + 2
"""What a shell expects of a command that SIGINT ended."""
BROKEN_PIPE = 128 + 13
"""What a shell expects of a command that SIGPIPE ended."""
TERMINATED = 128 + 15
"""What a shell expects of a command that SIGTERM ended."""


class Terminated(BaseException):
    """Raised by SIGTERM, so that what is half done is undone on the way out, as after Ctrl-C."""


def run() -> NoReturn:
    """Run the command on ``sys.argv`` and leave the process with its exit status."""
    # The module ``signal`` makes enumerations of all signals, which takes 2 ms.
    _signal.signal(_signal.SIGTERM, _terminate)
    fast_import.install()
    from tflint_ckpt.fast_libcst import finder

    finder.install()  # here and not below: only in a process of our own may LibCST be less than it is
    ended = status(sys.argv[1:])
    # Nothing is left to do. Tearing the interpreter down would free every tree one by one: 2 ms of the
    # 18 of a clean file, and far more after a large run.
    os._exit(ended)


def status(arguments: list[str]) -> int:
    """Run the command, with all it prints written out; the exit status."""
    # Parsing allocates trees of small objects and drops next to none of them meanwhile, so the collector
    # walks them again and again for nothing: 26,000 lines took 2.05 s with it and 1.29 s without. The
    # project collects by itself between files. It would also run once over all that importing our modules
    # makes (1 ms), so they come after this.
    gc.disable()
    from tflint_ckpt import cli

    try:
        ended = cli.main(arguments)
        _flush()
    except KeyboardInterrupt as interruption:
        print(": ".join(("tflint-ckpt: interrupted", *map(str, interruption.args))), file=sys.stderr)
        ended = INTERRUPTED
    except Terminated:
        ended = TERMINATED
    except BrokenPipeError:
        from tflint_ckpt.outputs import discard

        discard(sys.stdout)
        discard(sys.stderr)
        ended = BROKEN_PIPE
    return ended


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by whoever started us
            stream.flush()


if __name__ == "__main__":
    run()
