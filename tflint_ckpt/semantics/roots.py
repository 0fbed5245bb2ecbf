"""From which import the Keras comes that a place in the code uses: ``tf.keras``, ``keras`` or ``tf_keras``.

It decides what the code runs on where the roots that a file imports have different targets, as with
``TF_USE_LEGACY_KERAS=1``, which leaves ``import keras`` alone. Only such files are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.reached import OtherNames, reached
from tflint_ckpt.semantics.names.canonical import import_root
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.semantics.objects.instances import Instances

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.instances import Origin
    from tflint_ckpt.syntax.positions import Span

_DEEPEST = 20
_SEVERAL = ""
"""Stands for more than one root: ``try: from tensorflow.keras… except ImportError: from keras…``."""


class Roots:
    """The roots of the places of one module."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._active: set[cst.CSTNode] = set()

    def at(self, place: cst.CSTNode | Span) -> str | None:
        """The root of the API that *place*, a node or a pair of offsets, belongs to.

        That is the API of the innermost call around it whose root is known: of a constructor or function
        as it is spelled there, of a method the class of its object. ``None`` where the code does not tell.
        """
        if isinstance(place, tuple) or place not in self.module.facts.parents:  # as the name of a method
            span = place if isinstance(place, tuple) else self.module.span(place)
            call = self._call_around(span)
            return (next(self._around(call), None) or None) if call is not None else None
        node = place
        known = self._of_import(node) if isinstance(node, cst.ImportAlias) else self._as_spelled(node)
        if known is not None:
            return known or None
        # What is given to a call says less than the call: ``ModelCheckpoint(model.name + ".h5")``.
        above = self.module.parent(node)
        begin = above if isinstance(above, cst.Arg) else node
        return next(self._around(begin), self._of(node)) or None

    def of_object(self, node: cst.BaseExpression) -> str | None:
        """The root of the object, or symbolic tensor, that an expression is; ``None``: several."""
        return self._of_value(node) or None

    def _call_around(self, span: Span) -> cst.CSTNode | None:
        """The innermost call that holds the characters *span*."""
        start, end = span
        around = []
        for call in self.module.facts.calls:
            first, last = self.module.span(call)
            if first <= start and end <= last:
                around.append((last - first, call))
        return min(around, key=lambda each: each[0])[1] if around else None

    def _around(self, node: cst.CSTNode) -> Iterator[str]:
        """The roots of *node* and what is around it, the innermost first."""
        for each in self._outward(node):
            root = self._of(each)
            if root is not None:
                yield root

    def _outward(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """*node* and what is around it in its statement; of an entry of a dictionary its calls."""
        for each in (node, *self.module.ancestors(node)):
            yield from self.module.unpacked.get(each, ())
            yield each
            if isinstance(each, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
                return

    def _of(self, node: cst.CSTNode) -> str | None:
        return self._of_call(node) if isinstance(node, cst.Call) else self._as_spelled(node)

    def _as_spelled(self, node: cst.CSTNode) -> str | None:
        """The root that the name of an API, or of the API that is called, begins with."""
        named = node.func if isinstance(node, cst.Call) else node
        if not isinstance(named, (cst.Name, cst.Attribute)):
            return None
        return _only(map(import_root, self.module.spellings(named)))

    def _of_import(self, node: cst.ImportAlias) -> str | None:
        statement = self.module.parent(node)
        name = dotted(node.name)
        if isinstance(statement, cst.ImportFrom):
            if statement.relative or statement.module is None:
                return None
            name = f"{dotted(statement.module)}.{name}"
        return import_root(name) if name else None

    def _of_call(self, call: cst.Call) -> str | None:
        module, func = self.module, call.func
        root = self._as_spelled(call)
        if root is not None:
            return root
        if module.is_named(func, "functools.partial") and call.args:
            return self._as_spelled(call.args[0].value)
        local = classes.local_class(module, func)
        if local is not None:
            return self._of_class(local)
        if call in module.fact(OtherNames).calls:
            return self._as_spelled(reached(module, call).func)
        name = module.spelled(func)
        if name is not None:  # a function of TensorFlow works on the tensors and models it is given
            given = (argument.value for argument in call.args)
            return self._of_values(given) if name.startswith("tensorflow.") else None
        return self._of_value(func.value if isinstance(func, cst.Attribute) else func)

    def _of_class(self, node: cst.ClassDef) -> str | None:
        """The root of the API that a class of the module is derived from."""
        found: list[str | None] = []
        for base in node.bases:
            local = classes.local_class(self.module, base.value)
            if local is None:
                found.append(self._as_spelled(base.value))
            elif local not in self._active:
                self._active.add(local)
                found.append(self._of_class(local))
                self._active.discard(local)
        return _only(found)

    def _of_value(self, node: cst.BaseExpression) -> str | None:
        """The root of the object that an expression is: of the class that made it."""
        if node in self._active or len(self._active) > _DEEPEST:
            return None
        self._active.add(node)
        try:
            origins = self.module.fact(Instances).origins(node)
            root = _only(map(self._of_origin, origins))
            return root if root is not None else self._traced(node)
        finally:
            self._active.discard(node)

    def _of_values(self, nodes: Iterable[cst.BaseExpression]) -> str | None:
        return _only(map(self._of_value, nodes))

    def _of_origin(self, origin: Origin) -> str | None:
        node = origin.local or origin.node
        if isinstance(node, cst.ClassDef):
            return self._of_class(node)
        if isinstance(node, cst.Call):
            return self._of_call(node)
        root = self._as_spelled(node)
        if root is None and isinstance(node, cst.Attribute):  # ``self.model`` of a callback
            return self._of_value(node.value)
        return root

    def _traced(self, node: cst.BaseExpression) -> str | None:
        """The root of what is no object of a known class: a symbolic tensor, what a method returned."""
        if isinstance(node, cst.Call):
            return self._of_call(node)
        if isinstance(node, (cst.Attribute, cst.Subscript)):
            return self._of_value(node.value)
        if isinstance(node, cst.BinaryOperation):
            return self._of_values((node.left, node.right))
        if isinstance(node, (cst.List, cst.Tuple)):
            return self._of_values(element.value for element in node.elements)
        if self.module.home(node) is None:
            return None
        values = (binding.value for binding in self.module.visible(node))
        return self._of_values(value for value in values if value is not None)


def _only(roots: Iterable[str | None]) -> str | None:
    """The one root among *roots*; empty where there are several, ``None`` where none of them is known."""
    found = {root for root in roots if root is not None}
    if len(found) > 1:
        return _SEVERAL
    return found.pop() if found else None
