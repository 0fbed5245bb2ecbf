"""The whole result of an earlier run, given again where nothing is otherwise that it followed from.

A run notes what it looked at on the disk (:mod:`tflint_ckpt.looks`). When the same is asked again, a look at
the state of each of these files and folders is all it takes: no file is read, and none of what lints is
imported. What has not rested when the run began is not trusted, as in Git's index.
"""

from __future__ import annotations

import os
import time

from tflint_ckpt import looks
from tflint_ckpt.cache import tool
from tflint_ckpt.cache.folder import note
from tflint_ckpt.digests import blake2b
from tflint_ckpt.result import FileResult, RunResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from tflint_ckpt.looks import Looks
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Target

    Show = Callable[[FileResult, Callable[[str], Source | None]], None]
    """What is called with the result of a file, and what gives a file of the run."""

FOLDER_NAME = "runs-1"
"""With the number of the layout."""
_MOST_RUNS = 100
"""Runs that are kept; the oldest are dropped."""
_MOST_SECONDS = 30 * 24 * 60 * 60
"""After which none is given again: one that replays nothing is the first after that."""
_RESTED, _RESTED_COARSE = 100_000_000, 2_000_000_000
"""Nanoseconds after which a file that is written again gets another time: some ticks of the system's clock,
or where times are whole milliseconds or coarser, of any file system."""


class Unchanged:
    """What one call was told before: *paths* with *settings*, with the cache in *folder*."""

    def __init__(self, folder: str, paths: Sequence[str], settings: Settings) -> None:
        self._folder = os.path.abspath(folder)
        self._begun = time.time_ns()
        self._settings = settings
        self._tool = tool.here()
        self._key = _key(self._tool, paths, settings)
        name = blake2b(self._key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        self.path = os.path.join(self._folder, FOLDER_NAME, name)

    def result(self) -> RunResult | None:
        """The result, where all that it follows from is as it was."""
        kept = self._read()
        if kept is None or not _holds(kept["kinds"], kept["folders"], kept["chosen"], self._folder):
            return None
        clean, told = kept["clean"], kept["told"]
        files = [FileResult.elsewhere(path, _loader(path, self._settings), changed=False) for path in clean]
        files += [_file_result(row, self._settings) for row in told]
        files.sort(key=lambda file: file.path)
        return RunResult(files, lambda: _target(files, self._settings), self._settings, [])

    def shown(self, result: RunResult, show: Show | None) -> str:
        """Call *show* with each file that has findings, in order; says what this was, for ``--verbose``."""
        sources = {file.path: file for file in result.files} if show is not None else {}
        for file in result.files:
            if show is not None and file.findings:
                show(file, lambda path: sources[path].source)
        return note(len(result.files), len(result.files), self._folder)

    def keep(self, results: Mapping[str, FileResult]) -> None:
        """Keep *results*, those of all files; nothing is kept of what has just changed, or might have."""
        seen = looks.noted()
        if seen is None or not seen.is_steady or self._tool != tool.here():
            return
        compact = _compact(seen, self._folder, self._begun)
        if compact is None:
            return
        from tflint_ckpt.cache.records import plain
        from tflint_ckpt.plain_json import dumps

        told = {path: plain(result) for path, result in results.items()}
        kinds, folders, chosen = compact
        kept = {
            "key": self._key,
            "kinds": kinds,
            "folders": folders,
            "chosen": chosen,
            "clean": [path for path, row in told.items() if row is None],
            "told": [[path, *row] for path, row in told.items() if row is not None],
        }
        data = dumps(kept).encode()
        self._write(_digest(data) + data)

    def _read(self) -> dict[str, Any] | None:
        try:
            with open(self.path, "rb") as file:
                if os.fstat(file.fileno()).st_mtime < self._begun / 1e9 - _MOST_SECONDS:
                    return None
                data = file.read()
        except OSError:
            return None
        if _digest(data[16:]) != data[:16]:
            return None
        from tflint_ckpt.plain_json import loads

        kept: dict[str, Any] = loads(data[16:].decode())
        return kept if kept["key"] == self._key else None

    def _write(self, data: bytes) -> None:
        """Keep *data*, and drop the oldest runs; where that cannot be done, the next run takes longer."""
        folder = os.path.dirname(self.path)
        written = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(folder, exist_ok=True)
            with open(written, "wb") as file:
                file.write(data)
            os.replace(written, self.path)
            with os.scandir(folder) as entries:
                kept = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries)
            for _, path in kept[:-_MOST_RUNS]:
                os.remove(path)
        except OSError:  # no room, no right to write, or another run was first
            return


def _key(told_by: tuple[str, ...], paths: Sequence[str], settings: Settings) -> str:
    """All that a result follows from besides what is on the disk, as a text."""
    asked = [getattr(settings, name) for name in settings.__slots__ if name != "nearest"]
    around = [os.getcwd(), os.path.expanduser("~"), os.environ.get("TMPDIR"), os.environ.get("TEMP")]
    # A configuration of a folder may name files by any variable.
    variables = sorted(os.environ.items()) if settings.nearest is not None else ()
    return repr((told_by, list(paths), asked, settings.nearest is not None, around, variables))


def _compact(
    seen: Looks, cache: str, begun: int
) -> tuple[list[list[str]], list[list[Any]], dict[str, str]] | None:
    """What was seen, by folder; ``None`` where something had not rested when the run began."""
    folders: dict[str, list[Any]] = {}
    names_in: dict[str, frozenset[str]] = {}
    for path, names in seen.names.items():
        path = _whole(path)
        if _is_in(path, cache):
            continue
        if names is None or names_in.setdefault(path, names) != names:
            return None
        folders[path] = [path, _names_digest(names, path, cache).hex(), [], []]
    chosen: dict[str, str] = {}
    for path, some in seen.chosen.items():
        path = _whole(path)
        if path not in folders and not _is_in(path, cache):
            chosen[path] = _names_digest(some, path, cache).hex()
    for path, state in seen.states.items():
        path = _whole(path)
        if _is_in(path, cache):
            continue
        if state is None or not _has_rested(state, begun):
            return None
        folder, name = os.path.split(path)
        row = folders.setdefault(folder, [folder, "", [], []])
        if name not in row[2]:
            row[2].append(name)
            row[3] += state
    kinds: list[list[str]] = [[], [], [], []]
    for path, kind in seen.kinds.items():
        path = _whole(path)
        folder, name = os.path.split(path)
        if not _is_in(path, cache) and not _is_told(kind, name, names_in.get(folder)):
            kinds[kind].append(path)
    return kinds, list(folders.values()), chosen


def _whole(path: str) -> str:
    """As ``os.path.abspath``, which most of what was looked at has been through."""
    return path if path.startswith("/") and "/." not in path and "//" not in path else os.path.abspath(path)


def _is_told(kind: int, name: str, names: frozenset[str] | None) -> bool:
    """Whether the *names* in a folder tell what is at *name*."""
    if names is None or f"{name}@" in names:
        return False
    if kind == looks.NOTHING:
        return name not in names and f"{name}/" not in names
    return f"{name}/" in names if kind == looks.FOLDER else kind == looks.FILE and name in names


def _has_rested(state: looks.State, begun: int) -> bool:
    newest = max(state[0], state[1])
    return newest < begun - (_RESTED if newest % 1_000_000 else _RESTED_COARSE)


def _holds(kinds: list[list[str]], folders: list[list[Any]], chosen: dict[str, str], cache: str) -> bool:
    """Whether all is as it was seen."""
    if not all(looks.kind(path) == kind for kind, paths in enumerate(kinds) for path in paths):
        return False
    stat = os.stat
    try:
        for folder, digest in chosen.items():
            from tflint_ckpt.evidence.names import saying

            if _names_digest(saying(os.listdir(folder)), folder, cache).hex() != digest:
                return False
        for folder, digest, names, states in folders:
            if digest:
                with os.scandir(folder) as entries:
                    if _names_digest(looks.names_of(entries), folder, cache).hex() != digest:
                        return False
            base = os.path.join(folder, "")
            at = 0
            for name in names:
                found = stat(base + name)
                changed, entry, size, number = states[at : at + 4]
                if (
                    found.st_mtime_ns != changed
                    or found.st_ctime_ns != entry
                    or found.st_size != size
                    or found.st_ino != number
                ):
                    return False
                at += 4
    except OSError:
        return False
    return True


def _names_digest(names: Iterable[str], folder: str, cache: str) -> bytes:
    """A digest of what is in a folder, but for that of the cache, which comes with the first run."""
    if os.path.dirname(cache) == folder:
        names = [name for name in names if name != f"{os.path.basename(cache)}/"]
    return _digest("\0".join(sorted(names)).encode("utf-8", "surrogatepass"))


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder) and (path == folder or path.startswith(os.path.join(folder, "")))


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _loader(path: str, settings: Settings) -> Any:
    def load() -> tuple[Source, Source]:
        from tflint_ckpt.reading import read

        with open(path, "rb") as file:
            source = read(path, file.read(), settings.of(path).cell_magics)
        return source, source

    return load


def _file_result(row: list[Any], settings: Settings) -> FileResult:
    """The result that :func:`tflint_ckpt.cache.records.plain` gave, behind its path."""
    path, targets, not_judged, findings = row
    result = FileResult.elsewhere(path, _loader(path, settings), changed=False)
    result.not_judged = not_judged
    if findings:
        from tflint_ckpt.cache.records import finding_of

        result.findings = [finding_of(*fields) for fields in findings]
    result.targets_from(lambda: _targets(targets))
    return result


def _targets(rows: list[Any]) -> Mapping[str, Target]:
    from tflint_ckpt.target import Release, Target

    return {
        root: Target(tuple(Release((a, b), (c, d)) for a, b, c, d in releases), source)
        for root, (source, *releases) in rows
    }


def _target(files: Sequence[FileResult], settings: Settings) -> Target:
    """What the folder of the first file runs on."""
    from tflint_ckpt.session import Session

    paths = [file.path for file in files]
    return Session(paths, settings).targets_at(min(paths, default=None)).tensorflow
