"""What code takes of the text of a release: its first characters, one of its numbers, a list of them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Agreeing
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import only_index

VERSIONS = {
    "tensorflow.__version__": "TensorFlow",
    "tensorflow.version.VERSION": "TensorFlow",
    "keras.__version__": "Keras",
}
Taken = str | int | float | tuple[str, ...]
_NUMBERS = {"int": int, "float": float}


@dataclass(frozen=True, slots=True)
class Form:
    """What is made of a release, one step after the other.

    Attributes:
        version: the expression that is the release, ``tf.__version__``.
        package: what it is the release of.
        steps: what is done with it: ``[:3]``, ``[2]``, ``split``, ``join``, ``int``, ``float``.
        part: which of the numbers alone it is; ``None`` for all.
    """

    version: cst.Attribute | cst.Name
    package: str
    steps: tuple[tuple[str, int], ...] = ()
    part: int | None = None

    @property
    def is_list(self) -> bool:
        return self._kind == "split"

    @property
    def is_number(self) -> bool:
        return self._kind in _NUMBERS

    @property
    def is_cut(self) -> bool:
        """Whether characters are counted, of which a number may have two."""
        return bool(self.steps) and self.steps[0][0] in ("cut", "character")

    @property
    def _kind(self) -> str:
        kinds = [step for step, _ in self.steps if step != "cut"]
        return kinds[-1] if kinds else "text"

    def of(self, numbers: tuple[int, int]) -> Taken:
        """What it is on one release."""
        value: Taken = f"{numbers[0]}.{numbers[1]}.0"
        for step, place in self.steps:
            assert not isinstance(value, (int, float))
            if step == "split":
                assert isinstance(value, str)
                value = tuple(value.split("."))
            elif step == "cut":
                value = value[:place]
            elif step in ("character", "element"):
                value = value[place]
            elif step == "join":
                value = ".".join(value)
            else:
                assert isinstance(value, str)
                value = _NUMBERS[step](value)
        return value

    def after(self, step: str, place: int = 0, part: int | None = None) -> Form:
        """The same with one step more."""
        return Form(
            self.version, self.package, (*self.steps, (step, place)), self.part if part is None else part
        )


class ReleaseForms(Agreeing[Form]):
    """What of a release each expression of a module is."""

    def of(self, node: cst.BaseExpression) -> Form | None:
        return self.at(node)

    def brought(self, found: Form | None, use: cst.CSTNode) -> None:
        return None

    def own(self, node: cst.BaseExpression, path: Path) -> Form | Passed | None:
        if isinstance(node, (cst.Attribute, cst.Name)):
            package = VERSIONS.get(self.module.resolve(node) or "")
            if package is None:
                return PASS
            form = Form(node, package)
            return form if not path else self._characters(form, path)
        if isinstance(node, cst.Subscript):
            return self._sliced(node, path)
        return self._made(node, path) if isinstance(node, cst.Call) else PASS

    def _characters(self, form: Form, path: Path) -> Form | None:
        """One character of the text: ``tf.__version__[2]`` begins the second number."""
        place = path[0]
        if len(path) > 1 or place not in (0, 2):
            return None
        assert isinstance(place, int)
        return form.after("character", place, place // 2)

    def _sliced(self, node: cst.Subscript, path: Path) -> Form | Passed | None:
        """``v[:3]`` of a text, ``v.split(".")[:2]`` of a list; an element is left to the language."""
        index = only_index(node)
        if not isinstance(index, cst.Slice):
            return PASS
        length, whole = _head(index), self.at(node.value)
        if length is None or whole is None or whole.is_number:
            return None
        if whole.is_list:
            if path:
                return self._element(whole, path) if path[0] in range(length) else None
            return whole.after("cut", length)
        if whole.steps or path or length not in (1, 3):
            return None
        return whole.after("cut", length, 0 if length == 1 else None)

    def _element(self, form: Form, path: Path) -> Form | None:
        place = path[0]
        if len(path) > 1 or place not in (0, 1):
            return None
        assert isinstance(place, int)
        return form.after("element", place, place)

    def _made(self, node: cst.Call, path: Path) -> Form | Passed | None:
        func, only = node.func, node.args[0] if len(node.args) == 1 else None
        if only is None or only.star or only.keyword:
            return PASS
        if isinstance(func, cst.Attribute) and func.attr.value == "split":
            whole = self.at(func.value) if self.module.literal(only.value) == "." else None
            if whole is None or whole.steps:
                return None if whole is not None else PASS
            split = whole.after("split")
            return self._element(split, path) if path else split
        if path:
            return PASS
        if isinstance(func, cst.Attribute) and func.attr.value == "join":
            parts = self.at(only.value) if self.module.literal(func.value) == "." else None
            return parts.after("join") if parts is not None and parts.is_list else PASS
        name = self.module.builtin(func)
        if name not in _NUMBERS:
            return PASS
        text = self.at(only.value)
        if text is None or text.is_list or text.is_number:
            return None
        return text.after(name) if text.part is not None or (name == "float" and _is_decimal(text)) else None


def _is_decimal(form: Form) -> bool:
    """Whether the text of every release is that of a number with one point, ``2.21`` or its beginning."""
    joined = form.steps[-1:] == (("join", 0),) and ("cut", 2) in form.steps
    return joined or form.steps == (("cut", 3),)


def _head(index: cst.Slice) -> int | None:
    """How many a slice takes from the beginning; ``None`` for any other."""
    begins = index.lower is None or (isinstance(index.lower, cst.Integer) and index.lower.value == "0")
    if not begins or index.step is not None or not isinstance(index.upper, cst.Integer):
        return None
    return index.upper.evaluated_value
