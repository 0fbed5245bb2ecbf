"""Where in the project a name is defined that a file imports, through packages that import it from others."""

from __future__ import annotations

import builtins
from collections.abc import Callable

from tflint_ckpt.asking.imports import joined
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.imports import file_of, split
from tflint_ckpt.semantics.names.scopes import BindingKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

Useful = Callable[[str, str], bool]
_MOST_STEPS = 6
"""Files that import a name from one another, one after the other."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The one place at the top of another file where a name is bound."""

    module: Engine
    binding: Binding


@dataclass(frozen=True, slots=True)
class Defined:
    """A function, class or method of another file, or what else is bound there."""

    module: Engine
    node: cst.CSTNode


class Definitions:
    """Where other files of the project define what one module imports; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._known: dict[str, Definition | None] = {}
        self._useless: set[tuple[str, Useful]] = set()

    def of(self, imported: str, is_useful: Useful | None = None) -> Definition | None:
        """The definition in another file of what the module imports by the dotted name *imported*.

        ``None`` where the project has no such file, or the name has several bindings, or none that is seen;
        and where *is_useful* denies of the text of a file, and the name that is asked for there, that what
        is defined there can be of use, so that the file need not be parsed.
        """
        if imported in self._known:
            return self._known[imported]
        if is_useful is not None and (imported, is_useful) in self._useless:
            return None
        search = _Search(self.module, is_useful)
        found = search.definition(self.module, imported, _MOST_STEPS)
        if search.is_useless and is_useful is not None:
            self._useless.add((imported, is_useful))
        else:
            self._known[imported] = found
        return found

    def by_star(self, node: cst.Name, is_useful: Useful | None = None) -> Definition | None:
        """The definition of a name that the module has by ``from other import *``.

        ``None`` where a later ``import *`` of no file of the project may bring it, and for a builtin.
        """
        name = node.value
        if hasattr(builtins, name) or self.module.home(node) is not None:
            return None
        for star in reversed(self.module.facts.module.star_imports):
            found = self.of(joined(star, name), is_useful)
            if found is not None:
                return found
            if file_of(self.module.path, star, self.module) is None:
                return None
        return None


class _Search:
    """One search for a definition.

    Attributes:
        is_useless: whether a file was not parsed, as what is defined there is of no use.
    """

    def __init__(self, asking: Engine, is_useful: Useful | None) -> None:
        self._asking = asking
        self._is_useful = is_useful
        self.is_useless = False

    def definition(self, other: Engine, imported: str, steps: int) -> Definition | None:
        """The definition of what *other* imports by the dotted name *imported*."""
        root = imported.partition(".")[0]
        if root in ELSEWHERE or not steps:
            return None
        asking = self._asking
        head, name = split(imported)
        file = file_of(other.path, head, asking)
        if file is None or file in (other.path, asking.path):
            return None
        source = asking.project.source(file, besides=asking.path)
        if source is None or not _may_bind(source.text, name):
            return None
        if self._is_useful is not None and not self._is_useful(source.text, name):
            self.is_useless = True
            return None
        found = asking.other(source)
        if found is None:
            return None
        top = found.facts.module
        bindings = top.bindings.get(name, [])
        if len(bindings) == 1:
            only = bindings[0]
            if only.kind is BindingKind.IMPORT:
                return self.definition(found, only.imported, steps - 1) if only.imported else None
            return Definition(found, only)
        if bindings:
            return None
        for star in reversed(top.star_imports):
            inner = self.definition(found, joined(star, name), steps - 1)
            if inner is not None or self.is_useless:
                return inner
        return None


def _may_bind(text: str, name: str) -> bool:
    """Whether a statement at the top of a file may bind *name*; asked before the file is parsed."""
    if "*" in text and _STAR.search(text):
        return True
    place = text.find(name)
    if place < 0:
        return False
    word = rf"{re.escape(name)}\b"
    # What begins with a word that is written out is found ten times as fast.
    if re.search(rf"import(?<!\wimport)(?:\b.*\b{word}|\s*\([^)]*\b{word})", text):
        return True
    value = re.compile(rf"{word}\s*(?::[^=\n]+)?=(?!=)")
    whole = re.compile(word)
    while place >= 0:
        before = text[text.rfind("\n", 0, place) + 1 : place]
        form = value if not before else whole if _DEFINES.fullmatch(before) else None
        if form is not None and form.match(text, place):
            return True
        place = text.find(name, place + 1)
    return False


_STAR = pattern(r"import(?<!\wimport)\b.*\*")
_DEFINES = pattern(r"(?:(?:async +)?def|class) +")
