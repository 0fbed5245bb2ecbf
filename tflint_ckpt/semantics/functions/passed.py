"""What the passes of a loop give to a function: tensors, or another Python value each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, BindingKind
from tflint_ckpt.syntax.walk import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_TENSORS = ("tensorflow.constant", "tensorflow.convert_to_tensor", "tensorflow.cast")
_DEFINITIONS = (BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT)


class Passed:
    """The arguments of the calls *uses* of a traced function, and what they are computed from.

    A Python value is part of the signature that a trace is made for, a tensor is not. So a function that
    gets the counter of a loop is traced in each pass anyway.
    """

    def __init__(self, module: Module, uses: list[cst.Call]) -> None:
        self.module = module
        self._uses = uses
        self.names = [name for use in uses for one in use.args for name in self._names(one.value)]

    def carried(self, names: Iterable[cst.Name], maker: cst.FunctionDef, call: cst.Call) -> list[cst.Name]:
        """The names outside of *maker*, those in its *call* included, that *names* in it stand for."""
        found: list[cst.Name] = []
        seen: set[Binding] = set()
        queue = list(names)
        while queue:
            name = queue.pop()
            for binding in self.module.bindings(name):
                if binding in seen:
                    continue
                seen.add(binding)
                if not self._is_in(maker, binding.scope.node):
                    found.append(name)
                elif binding.kind is BindingKind.PARAMETER and binding.scope.node is maker:
                    found += self._given(maker, call, binding)
                elif binding.value is not None and not self._gives_tensors(binding):
                    queue += self._names(binding.value)
        return found

    def differ(self, names: Iterable[cst.Name], loop: cst.CSTNode) -> bool:
        """Whether one of *names* may be another Python value in each pass of *loop*."""
        seen: set[Binding] = set()
        queue = list(names)
        while queue:
            name = queue.pop()
            for binding in self.module.bindings(name):
                if binding in seen or binding.kind in _DEFINITIONS or not self._is_in(loop, binding.node):
                    continue
                seen.add(binding)
                if self._gives_tensors(binding):
                    continue
                value = binding.value
                if value is None or value is _iterated(loop) or binding.kind is BindingKind.AUGMENTED:
                    return True
                inner = list(self._names(value))
                if any(one.value == binding.name for one in inner):  # i = i + 1
                    return True
                queue += inner
        return False

    def _is_in(self, outer: cst.CSTNode, node: cst.CSTNode) -> bool:
        return node is outer or outer in self.module.ancestors(node)

    def _given(self, maker: cst.FunctionDef, call: cst.Call, binding: Binding) -> Iterator[cst.Name]:
        """The names in what *call* gives to a parameter of *maker*: in all it gives, if that is not known."""
        value = self.module.bound_argument(maker, call, binding.name)
        values = [argument.value for argument in call.args] if value is None else [value]
        for one in values:
            yield from self._names(one)

    def _names(self, node: cst.CSTNode) -> Iterator[cst.Name]:
        """The variables that decide which Python value *node* is; none where it is a tensor."""
        if isinstance(node, cst.Call) and (node in self._uses or self.module.is_named(node.func, *_TENSORS)):
            return
        if isinstance(node, cst.Name):
            yield node
            return
        for child in children(node):
            yield from self._names(child)

    def _gives_tensors(self, binding: Binding) -> bool:
        """Whether *binding* takes the elements of a dataset: ``for x, y in ds``, with ``enumerate`` too."""
        over, index = binding.value, binding.index
        if over is None or binding.kind not in (BindingKind.LOOP, BindingKind.OTHER):
            return False
        if isinstance(over, cst.Call) and over.args and index and not over.args[0].star:
            name = self.module.builtin(over.func)
            if name == "enumerate":
                return index[0] == 1 and bool(self.module.datasets.chains(over.args[0].value))
            if name == "zip":
                size = len(over.args)
                part = over.args[index[0]] if -size <= index[0] < size else None
                return part is not None and bool(self.module.datasets.chains(part.value))
        return bool(self.module.datasets.chains(over))


def _iterated(loop: cst.CSTNode) -> cst.BaseExpression | None:
    """What *loop* goes over."""
    if isinstance(loop, cst.For):
        return loop.iter
    return loop.for_in.iter if isinstance(loop, COMPREHENSIONS) else None
