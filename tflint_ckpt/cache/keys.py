"""What a result depends on, as digests: the file, the settings, the tool, and the other files."""

from __future__ import annotations

import os

from tflint_ckpt.around.kinds import PYTHON
from tflint_ckpt.cache.tool import identity
from tflint_ckpt.digests import blake2b
from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.target import ROOTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.session import Session
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.target import Target

_NAMED = "named"
"""The kind of the files of the run."""
_DIGEST_BYTES = 16
"""The size of a digest: among a billion results, two have the same with a probability of 1 to 10²⁰."""


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
        self._prefixes: dict[tuple[Settings, tuple[RuleEntry, ...]], bytes] = {}
        self._folders: dict[str, str] = {}
        self.by_path: dict[str, bytes] = {}
        for path in session.paths:
            source = session.original(path)
            if source is not None:
                content = self._contents[path] = _digest(source.data)
                self.by_path[path] = _digest(self._prefix(path), _name(path), content)

    @cached_property
    def state(self) -> bytes:
        """A digest of all files of the run and of the projects around them, and of their targets.

        The target of a file depends on the file itself, and on what is written in the folders around it.
        While this is the same, so are all answers.
        """
        parts = []
        for path in self._session.paths:
            parts += [_name(path), self._contents.get(path, b"")]
        for folder in sorted({os.path.dirname(path) or os.curdir for path in self._session.paths}):
            parts += [_name(folder), self.folder(folder).encode()]
        return _digest(*parts, self._session.around.digest)

    @cached_property
    def files(self) -> dict[str, str]:
        """All files of the run and of the projects around them: the kind and the digest of the content."""
        files = {path: f"{kind} {content.hex()}" for path, kind, content in self._session.around.contents()}
        for path in self._session.paths:
            files[path] = f"{_NAMED} {self._contents.get(path, b'').hex()}"
        return files

    def folder(self, folder: str) -> str:
        """A digest of what is written on the targets in a *folder*, and of which project it is in."""
        if folder not in self._folders:
            targets = self._session.targets_at(folder)
            told = [same_target(targets.of(root)) for root in ROOTS]
            root = self._session.around.command_folder(os.path.join(folder, "_"))
            self._folders[folder] = _digest(repr((told, root)).encode("utf-8", "surrogatepass")).hex()
        return self._folders[folder]

    def is_python(self, path: str) -> bool:
        """Whether a file is there that is a script or notebook."""
        return self.files.get(path, "").startswith((_NAMED, PYTHON))

    holds = is_python

    def text(self, path: str) -> str:
        """The text of a file; empty where it cannot be read."""
        if not self.is_python(path):
            return self._session.around.text(path)
        source = self._session.original(path)
        return source.text if source is not None else ""

    def ships(self, folder: str, path: str) -> bool:
        """Whether the project of a file ships a folder; see ``Around.ships``."""
        return self._session.around.ships(folder, path)

    @property
    def unsearched(self) -> str:
        """Why some file of a project was not searched; empty where all were."""
        return self._session.around.unsearched

    def _prefix(self, path: str) -> bytes:
        """A digest of what is the same for all files with the settings and the rules of the one at *path*."""
        rules, settings = self._session.rules_for(path), self._session.settings_of(path)
        prefix = self._prefixes.get((settings, rules))
        if prefix is None:
            handling = self._session.handling_of(path)
            same_for_all = (
                self.tool,
                sorted(handling.preferred.items()),
                sorted(handling.unfixable),
                handling.suppressed,
                sorted(settings.cell_magics),
            )
            codes = [rule.code for rule in rules]
            prefix = self._prefixes[settings, rules] = _digest(
                repr((same_for_all, codes)).encode("utf-8", "replace")
            )
        return prefix


def plain_target(target: Target) -> list[object]:
    """All that a target consists of."""
    return [target.source, *([*release.tensorflow, *release.keras] for release in target.releases)]


def same_target(target: Target) -> list[object]:
    """The part of it that findings follow from: not where it is written."""
    return [target.is_assumed, *plain_target(target)[1:]]


def _name(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")


def _digest(*parts: bytes) -> bytes:
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.digest()
