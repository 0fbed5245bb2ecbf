"""APIs that a file has from another one of the project, which imports them: ``from common import keras``.

The other file is not parsed: its import statements, and what else may bind the name, show in its text.
"""

from __future__ import annotations

import sys

from tflint_ckpt.asking.imports import file_meant, joined
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.names.canonical import HANDED_ON, canonical
from tflint_ckpt.unparsed import import_statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.project_files import ProjectFiles

_API = ("tensorflow", "keras", "tf_keras")
_MOST_STEPS = 3


class Reexports:
    """What the names mean that one file has from others of the project; answers are kept."""

    def __init__(self, path: str, project: ProjectFiles) -> None:
        self._path = path
        self._project = project
        self._known: dict[str, str | None] = {}
        self._files: dict[tuple[str, str], str | None] = {}

    def of(self, imported: str) -> str | None:
        """The API that the dotted name *imported* is, as the other file spells it; ``None`` for all else."""
        name = imported.rpartition(".")[2]
        if name not in HANDED_ON or imported.partition(".")[0] in ELSEWHERE:
            return None
        if imported not in self._known:
            self._known[imported] = self._found(self._path, imported, _MOST_STEPS)
        return self._known[imported]

    def _found(self, path: str, imported: str, steps: int) -> str | None:
        head, _, name = imported.rpartition(".")
        if not head.strip("."):
            head += "."
        file = self._file(path, head) if head else None
        if file is None or file in (path, self._path) or not steps:
            return None
        source = self._project.source(file, besides=self._path)
        return self._in_text(file, source.text, name, steps) if source is not None else None

    def _file(self, path: str, module: str) -> str | None:
        key = path, module
        if key not in self._files:
            self._files[key] = file_meant(path, module, self._path, self._holds)
        return self._files[key]

    def _holds(self, file: str) -> bool:
        return self._project.holds(file, besides=self._path)

    def _in_text(self, file: str, text: str, name: str, steps: int) -> str | None:
        """What *name* means at the top of the file; ``None`` too where several things bind it."""
        assigned = re.findall(rf"(?m)^{name}[ \t]*(?::[^=\n]+)?=(?!=)[ \t]*(.*)$", text)
        origins = [*_bound(text, name)]
        if len(assigned) + bool(origins) > 1 or _is_defined(text, name):
            return None
        if assigned:
            return self._alias(file, text, assigned[0], steps)
        if not origins:
            origins = [joined(star, name) for star in _stars(text)]
            origins = [each for each in origins if not _is_api(each) or _is_there(each)]
        found = [each if _is_api(each) else self._onward(file, each, steps) for each in origins]
        known = [each for each in found if each is not None]
        same = {canonical(each) for each in known}
        return known[0] if len(known) == len(found) and len(same) == 1 else None

    def _onward(self, file: str, imported: str, steps: int) -> str | None:
        root = imported.partition(".")[0]
        return self._found(file, imported, steps - 1) if root not in ELSEWHERE else None

    def _alias(self, file: str, text: str, value: str, steps: int) -> str | None:
        """What ``keras = tf.keras`` gives."""
        first, dot, rest = value.partition("#")[0].strip().partition(".")
        if not first.isidentifier() or (dot and not all(map(str.isidentifier, rest.split(".")))):
            return None
        found = self._in_text(file, text, first, steps - 1) if steps else None
        return f"{found}{dot}{rest}" if found is not None else None


def _is_defined(text: str, name: str) -> bool:
    """Whether a function or class has the name, or a branch at the top of the file assigns to it."""
    if re.search(rf"(?m)^[ \t]*(?:def|class)[ \t]+{name}\b", text):
        return True
    for match in re.finditer(rf"(?m)^[ \t]+{name}[ \t]*=(?!=)(?![ \t]*None\b)", text):
        before = re.findall(r"(?m)^[^\s#)\]}].*", text[: match.start()])
        if before and not before[-1].startswith(("def ", "async ", "class ", "@")):
            return True
    return False


def _is_api(name: str) -> bool:
    return name.partition(".")[0] in _API


def _is_there(name: str) -> bool:
    """Whether the public API of some release has *name*."""
    from tflint_ckpt.semantics.api import presence

    return bool(presence(name, canonical(name)))


def _bound(text: str, name: str) -> Iterator[str]:
    """The dotted names that import statements of a text bind to *name*."""
    for statement in import_statements(text) if name in text else ():
        origin, _, behind = statement.partition("import")
        module = origin.removeprefix("from").strip()
        for part in re.sub("#.*", "", behind).strip().strip("()").replace("\\", " ").split(","):
            words = part.split()
            bound = words[2] if len(words) == 3 and words[1] == "as" else words[0] if len(words) == 1 else ""
            if bound == name and words[0] != "*":
                yield joined(module, words[0]) if module else words[0]


def _stars(text: str) -> Iterator[str]:
    """The modules from which a text imports all names, the last one first."""
    for statement in reversed(import_statements(text) if "*" in text else []):
        origin, _, behind = statement.partition("import")
        module = origin.removeprefix("from").strip()
        if behind.split("#")[0].strip() == "*" and module.partition(".")[0] not in sys.stdlib_module_names:
            yield module
