"""What a result follows from, as digests: the file, the settings, the tool, and the other files."""

from __future__ import annotations

import os
from functools import cached_property
from hashlib import blake2b

from tflint_ckpt.cache.identity import identity
from tflint_ckpt.target import ROOTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.session import Session
    from tflint_ckpt.target import Target

_SIZE = 16
"""Bytes of a digest: with a billion results, two of them are alike with a chance of 1 to 10²⁰."""


class Keys:
    """The keys of one run's files, as they were when they were read.

    Attributes:
        by_path: the key of each file whose result can be kept: a digest of its path, its content, the
            rules that run on it and how it is read, and of the tool.
        tool: which tool that is.
    """

    def __init__(self, session: Session) -> None:
        self.tool = identity()
        self._session = session
        self._contents: dict[str, bytes] = {}
        self._prefixes: dict[tuple[RuleEntry, ...], bytes] = {}
        self.by_path: dict[str, bytes] = {}
        for path in session.paths:
            source = session.original(path)
            if source is not None:
                content = self._contents[path] = _digest(source.data)
                self.by_path[path] = _digest(self._prefix(session.rules_for(path)), _name(path), content)

    @cached_property
    def others(self) -> bytes:
        """A digest of all files of the run and of the projects around them, and of what they run on.

        A target that is found for a file follows from the file itself, and what the folders around say.
        """
        parts = []
        for path in self._session.paths:
            parts += [_name(path), self._contents.get(path, b"")]
        for folder in sorted({os.path.dirname(path) or os.curdir for path in self._session.paths}):
            found = self._session.targets_at(folder)
            parts += [_name(folder), repr([plain_target(found.of(root)) for root in ROOTS]).encode()]
        return _digest(*parts, self._session.around.digest)

    @cached_property
    def folders(self) -> bytes:
        """A digest of the folders that the projects of the run ship."""
        return _digest(b"folders", self._session.around.folder_digest)

    def _prefix(self, rules: tuple[RuleEntry, ...]) -> bytes:
        """A digest of what is the same for all files that *rules* run on."""
        prefix = self._prefixes.get(rules)
        if prefix is None:
            settings = self._session.settings
            told = (self.tool, sorted(settings.fixes.items()), sorted(settings.cell_magics))
            codes = [rule.code for rule in rules]
            prefix = self._prefixes[rules] = _digest(repr((told, codes)).encode("utf-8", "replace"))
        return prefix


def plain_target(target: Target) -> list[object]:
    """All that a target says."""
    return [target.source, *([*release.tensorflow, *release.keras] for release in target.releases)]


def _name(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")


def _digest(*parts: bytes) -> bytes:
    digest = blake2b(digest_size=_SIZE)
    for part in parts:
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.digest()
