"""``--watch``: lint again whenever a file changes that the findings may follow from."""

from __future__ import annotations

import gc
import os
import sys
from itertools import chain

from tflint_ckpt.files import EXCLUDED_FOLDERS, SUFFIXES
from tflint_ckpt.options import PROGRAM, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SETTINGS = (".toml", ".cfg", ".txt", ".lock", ".yml", ".yaml", ".ini", ".in", "Pipfile", "Dockerfile")
"""How files end that say what the code runs on, or how it is linted."""
_CLEAR = "\x1b[2J\x1b[H"
"""Clears a terminal, and begins at its top."""
_LOOK_EVERY = 250
"""Milliseconds after which the watching answers even where nothing changed."""


def run(paths: Sequence[str], lint: Callable[[], str | None], *, is_quiet: bool) -> None:
    """Call *lint* now, and whenever a file in or at *paths* changes; returns after Ctrl-C.

    *lint* gives the configuration file of the run, which is watched as well. Raises ``UsageError`` without
    the package watchfiles.
    """
    try:
        import watchfiles
    except ImportError:
        needs = f'--watch needs the package watchfiles: pip install "{PROGRAM}[watch]"'
        raise UsageError(needs) from None
    try:
        configuration = _lint_once(lint)
        watched = _folders([*paths, configuration] if configuration else paths)
        named = frozenset(os.path.abspath(path) for path in (*paths, configuration or ""))
        every = watchfiles.watch(
            *watched,
            watch_filter=_Filter(named),
            raise_interrupt=True,
            yield_on_timeout=True,
            rust_timeout=_LOOK_EVERY,
        )
        first = next(every)  # from here on no change is missed
        if not is_quiet:
            print(f"{PROGRAM}: note: lints again when a file changes; Ctrl-C ends it", file=sys.stderr)
        for changes in chain((first,), every):
            if not changes:
                continue
            if sys.stdout.isatty():
                print(_CLEAR, end="", flush=True)
            _lint_once(lint)
    except KeyboardInterrupt:
        return


def _lint_once(lint: Callable[[], str | None]) -> str | None:
    configuration = lint()
    sys.stdout.flush()
    gc.collect()  # the collector is off: a single run ends before it is worth anything
    return configuration


def _folders(paths: Sequence[str]) -> list[str]:
    """What to watch for *paths*: of a file the folder, since editors put a new file into its place."""
    folders = {path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in paths}
    return sorted(folders)


class _Filter:
    """Whether a change is one to lint for: of a file that is linted or says how, not in a folder of tools.

    *named* are files and folders by their whole paths; of other folders that are watched for their sake only
    these count.
    """

    def __init__(self, named: frozenset[str]) -> None:
        self._named = named

    def __call__(self, change: object, path: str) -> bool:
        if path in self._named:
            return True
        folder = next((each for each in self._named if path.startswith(os.path.join(each, ""))), None)
        if folder is None or not path.endswith((*SUFFIXES, *_SETTINGS)):
            return False
        parts = os.path.dirname(path[len(folder) :]).split(os.sep)
        return EXCLUDED_FOLDERS.isdisjoint(parts)
