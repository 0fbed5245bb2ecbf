"""Where in the project a name is defined that a file imports, through packages that import it from others."""

from __future__ import annotations

from tflint_ckpt.asking.imports import joined
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.imports import file_of, split
from tflint_ckpt.semantics.names.scopes import BindingKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

_MOST_STEPS = 6
"""Files that import a name from one another, one after the other."""

@dataclass(frozen=True, slots=True)
class Definition:
    """The one place at the top of another file where a name is bound."""

    module: Engine
    binding: Binding


class Definitions:
    """Where other files of the project define what one module imports; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._known: dict[str, Definition | None] = {}

    def of(self, imported: str) -> Definition | None:
        """The definition in another file of what the module imports by the dotted name *imported*.

        ``None`` where the project has no such file, or the name has several bindings, or none that is seen.
        """
        if imported not in self._known:
            self._known[imported] = _definition(self.module, imported, self.module, _MOST_STEPS)
        return self._known[imported]


def _definition(other: Engine, imported: str, asking: Engine, steps: int) -> Definition | None:
    root = imported.partition(".")[0]
    if root in ELSEWHERE or not steps:
        return None
    head, name = split(imported)
    file = file_of(other.path, head, asking)
    if file is None or file in (other.path, asking.path):
        return None
    source = asking.project.source(file, besides=asking.path)
    if source is None or not _may_bind(source.text, name):
        return None
    found = asking.other(source)
    if found is None:
        return None
    top = found.facts.module
    bindings = top.bindings.get(name, [])
    if len(bindings) == 1:
        only = bindings[0]
        if only.kind is BindingKind.IMPORT:
            return _definition(found, only.imported, asking, steps - 1) if only.imported else None
        return Definition(found, only)
    if bindings:
        return None
    for star in reversed(top.star_imports):
        inner = _definition(found, joined(star, name), asking, steps - 1)
        if inner is not None:
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
