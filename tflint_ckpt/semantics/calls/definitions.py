"""Where in the project a name is defined that a file imports, through packages that import it from others."""

from __future__ import annotations

import builtins
from collections.abc import Callable

import libcst as cst

from tflint_ckpt.asking.imports import joined
from tflint_ckpt.light_functools import lru_cache
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.imports import file_of, split
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.unparsed import imported_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding
    from tflint_ckpt.source import Source

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
            source = _file(self.module, self.module, star)
            if source is None:
                return None
            if not _gives(self.module, source, name):
                continue
            found = self.of(joined(star, name), is_useful)
            if found is not None or _binds(source.text, name):
                return found
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
        source = _file(asking, other, head)
        if source is None or source.path == asking.path or not _may_bind(source.text, name):
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
            inner_source = _file(asking, found, star)
            if inner_source is None:
                return None
            if not _gives(asking, inner_source, name):
                continue
            inner = self.definition(found, joined(star, name), steps - 1)
            if inner is not None or self.is_useless or _binds(inner_source.text, name):
                return inner
        return None


def _file(asking: Engine, other: Engine, imported: str) -> Source | None:
    """The other file of the project that *other* imports as *imported*."""
    file = file_of(other.path, imported, asking)
    return asking.project.source(file, besides=asking.path) if file not in (None, other.path) else None


def _gives(asking: Engine, source: Source, name: str) -> bool:
    """Whether ``import *`` from a file brings *name*, if it is there: ``__all__`` may leave it out."""
    if "__all__" not in source.text:
        return not name.startswith("_")
    found = asking.other(source) if source.path != asking.path else None
    bindings = found.facts.module.bindings.get("__all__", ()) if found is not None else ()
    value = bindings[0].value if len(bindings) == 1 else None
    if not isinstance(value, (cst.List, cst.Tuple)) or re.search(r"__all__\s*\.", source.text):
        return True
    texts = [each.value for each in value.elements]
    names = [text.evaluated_value for text in texts if isinstance(text, cst.SimpleString)]
    return name in names or len(names) < len(texts)


def _may_bind(text: str, name: str) -> bool:
    """Whether a statement at the top of a file may bind *name*; asked before the file is parsed."""
    return ("*" in text and _STAR.search(text) is not None) or _binds(text, name)


def _binds(text: str, name: str) -> bool:
    """The same, of a statement that names it."""
    place = text.find(name)
    if place < 0:
        return False
    # A pattern with the name in it would be compiled anew for each: only for what some import names.
    if name in _imported_words(text):
        word = rf"{re.escape(name)}\b"
        if re.search(rf"import(?<!\wimport)(?:\b.*\b{word}|\s*\([^)]*\b{word})", text):
            return True
    while place >= 0:
        before, end = text[text.rfind("\n", 0, place) + 1 : place], place + len(name)
        form = _VALUE if not before else _WHOLE if _DEFINES.fullmatch(before) else None
        if form is not None and form.match(text, end):
            return True
        place = text.find(name, end)
    return False


_imported_words = lru_cache(64)(imported_words)
_STAR = pattern(r"import(?<!\wimport)\b.*\*")
_WHOLE = pattern(r"(?!\w)")
_VALUE = pattern(r"(?!\w)\s*(?::[^=\n]+)?=(?!=)")
_DEFINES = pattern(r"(?:(?:async +)?def|class) +")
