"""Which lines of a file are new since a commit, as git and a comparison of the two texts tell."""

from __future__ import annotations

import os
import subprocess
from difflib import SequenceMatcher

from tflint_ckpt.reading import read
from tflint_ckpt.settings import ConfigError
from tflint_ckpt.source import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.result import RunResult
    from tflint_ckpt.source import Source

HEAD = "HEAD"
_ADDED = "AC?"
"""The letters by which git marks files that were not there before."""


def leave_out_old(result: RunResult, revision: str, *, staged: bool = False) -> None:
    """Take the findings out of *result* that do not stand on a line that changed since *revision*.

    What another branch changed since this one left it is no change of this one: compared is with the commit
    where they parted. With *staged* only files count that are staged for a commit. A renamed file is compared
    with what it was called before; one that git does not know is new as a whole. Raises ``ConfigError`` where
    git is missing, there is no repository, or no such revision.
    """
    repositories: dict[str, _Repository] = {}
    for file in result.files:
        if not file.findings or file.source is None:
            continue
        folder = os.path.dirname(os.path.abspath(file.path))
        if folder not in repositories:
            repositories[folder] = _Repository(folder, revision, staged=staged)
        lines = repositories[folder].changed_lines(file.path, file.source)
        source = file.source
        file.findings = [
            finding
            for finding in file.findings
            if any(line in lines for line in _lines(source, finding.start, finding.end))
        ]


def _lines(source: Source, start: int, end: int) -> range:
    return range(source.position(start)[0], source.position(max(end - 1, start))[0] + 1)


class _Repository:
    """The repository that *folder* is in."""

    def __init__(self, folder: str, revision: str, *, staged: bool) -> None:
        self._folder = folder
        self._staged = staged
        self._asked = revision
        self._root = self._git("rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").strip()
        self._base = self._parted_from(revision)
        options = ["--cached"] if staged else []
        listed = self._git("diff", *options, "--no-relative", "--name-status", "-M", "-z", self._base, "--")
        self._before = dict(_before(listed.decode("utf-8", "surrogateescape").split("\0")))
        tracked = self._git("ls-files", "-z", "--full-name", f"{self._root}")
        self._tracked = set(tracked.decode("utf-8", "surrogateescape").split("\0"))

    def _parted_from(self, revision: str) -> str:
        """The commit that this branch left *revision* at.

        Where no history joins them, as in a shallow clone, that is *revision*; where there is no commit yet,
        the tree without files.
        """
        known = self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if self._staged and known.returncode:
            return self._git("hash-object", "-t", "tree", "--stdin").decode().strip()
        if known.returncode:
            raise self._error(known.stderr)
        joined = self._run("merge-base", revision, HEAD)
        return revision if joined.returncode else joined.stdout.decode().strip()

    def changed_lines(self, path: str, source: Source) -> range | set[int]:
        """The lines of *source*, from 1, that are new or changed."""
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(self._root)).replace(os.sep, "/")
        every = range(1, len(source.line_starts) + 1)
        if name not in self._before:
            return set() if self._staged or name in self._tracked else every
        before = self._before[name]
        if before is None:
            return every
        try:
            old = read(path, self._git("show", f"{self._base}:{before}")).text
        except SourceError:
            return every
        return _new_lines(old.splitlines(), source.text.splitlines())

    def _git(self, *arguments: str) -> bytes:
        done = self._run(*arguments)
        if done.returncode:
            raise self._error(done.stderr)
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", self._folder, *arguments]
        try:
            return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        except OSError as error:
            reason = f"asks git, which cannot be run: {error.strerror or error}"
            raise ConfigError(f"{'--staged' if self._staged else '--since'} {reason}") from None

    def _error(self, stderr: bytes) -> ConfigError:
        option = "--staged" if self._staged else f"--since {self._asked}"
        said = stderr.decode("utf-8", "replace").strip().splitlines()
        return ConfigError(f"{option}: {said[0] if said else f'git knows no commit {self._asked}'}")


def _before(fields: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each changed file with what it was called before, of the output of ``git diff --name-status -z``."""
    found: list[tuple[str, str | None]] = []
    rest = iter(fields)
    for status in rest:
        if not status:
            continue
        name = next(rest)
        if status[0] in "RC":
            found.append((next(rest), name))
        else:
            found.append((name, None if status[0] in _ADDED else name))
    return found


def _new_lines(old: Sequence[str], new: Sequence[str]) -> set[int]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {
        line + 1
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind in ("insert", "replace")
        for line in range(start, end)
    }
