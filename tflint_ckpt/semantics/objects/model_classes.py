"""Whether a class of another file may be a Keras model, as the text of that file shows, unparsed."""

from __future__ import annotations

from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.objects.families import MODELS

_CLASS = pattern(r"^class[ \t]+(\w+)[ \t]*(?:\(([\w.,= \t\n]*)\))?[ \t]*:", re.MULTILINE)
"""A class at the top of a file whose bases are names, with these."""
_IMPORTED = (
    r"(?m)^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b(?:[^\n(#]*|[ \t]*\([^)]*)\b{name}\b"
    r"|import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+{name})?[ \t]*$)"
)
"""An import of one name, with the module that it is from."""


def may_be_model(text: str, name: str) -> bool:
    """Whether what a file with *text* calls *name* may be a model, or anything but a class.

    A class is none if it derives, through classes of its file, from nothing that could be a model of Keras.
    """
    bases_of: dict[str, list[str]] = {}
    for match in _CLASS.finditer(text):
        bases_of.setdefault(match[1], []).extend((match[2] or "").split(","))
    if name not in bases_of:
        return True
    queue, seen = [name], {name}
    while queue:
        for base in map(str.strip, bases_of[queue.pop()]):
            if base in bases_of:
                queue += {base} - seen
                seen.add(base)
            elif base and "=" not in base and _may_be_model_of_keras(text, base):
                return True
    return False


def _may_be_model_of_keras(text: str, base: str) -> bool:
    """Whether a dotted name may mean a class of models, by that name or another."""
    if base.rpartition(".")[2] in MODELS or "applications" in text:
        return True
    if base == "object":
        return False
    if "keras" in text and _is_imported_of_project(text, base.partition(".")[0]):
        return True
    if "." in base:
        return False
    return re.search(rf"\b(?:as|class|def)[ \t]+{base}\b|\b{base}[ \t]*[:=]", text) is not None


def _is_imported_of_project(text: str, name: str) -> bool:
    """Whether *name* may be imported from a file of the project, as it is where models are made of layers."""
    imports = re.finditer(_IMPORTED.format(name=re.escape(name)), text)
    return any((match[1] or match[2] or "").partition(".")[0] not in ELSEWHERE for match in imports)
