"""What is set on objects and classes unseen, or in the place of a method: ``setattr``, ``__dict__``."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.syntax.forms import is_self_or_cls, only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_SETTING = ("update", "setdefault", "__setitem__")
_HOOKS = ("__setattr__", "__getattribute__")
"""Methods that decide what is set, or what is read."""


class SetMembers:
    """What the file sets on objects and classes otherwise than by ``self.name = …``."""

    def __init__(self, module: Code) -> None:
        self._module = module
        self._targets: dict[str, list[cst.Attribute]] = {}
        for target, _ in module.facts.attribute_targets:
            self._targets.setdefault(target.attr.value, []).append(target)
        self._by_name = [*self._calls(), *self._dictionaries()]

    def by_name(self, relatives: Collection[cst.ClassDef], name: str) -> bool:
        """Whether something may set, or hand out, the attribute *name* of an object of *relatives* unseen."""
        if any(hook in classes.names(self._module, each) for each in relatives for hook in _HOOKS):
            return True
        return any(
            known in (None, name) and self._may_be(receiver, relatives) for receiver, known in self._by_name
        )

    def replaces(self, relatives: Collection[cst.ClassDef], name: str) -> bool:
        """Whether something may be put in the place of the method *name* of *relatives*."""
        targets = (target.value for target in self._targets.get(name, ()))
        if any(self._may_be(receiver, relatives) for receiver in targets):
            return True
        named = (receiver for receiver, known in self._by_name if known == name)
        return any(self._may_be(receiver, relatives) for receiver in named)

    def sets(self, name: str) -> bool:
        """Whether an attribute *name* is set on anything but ``self``: perhaps an object from elsewhere."""
        return not all(is_self_or_cls(target.value) for target in self._targets.get(name, ()))

    def hides(self, *names: str) -> bool:
        """Whether one of these attributes may be set unseen, on whatever object."""
        return any(known is None or known in names for _, known in self._by_name)

    def _may_be(self, receiver: cst.BaseExpression, relatives: Collection[cst.ClassDef]) -> bool:
        """Whether *receiver* may be one of *relatives*, or an object of one."""
        if is_self_or_cls(receiver):
            return self._module.enclosing_class(receiver) in relatives
        local = classes.local_class(self._module, receiver)
        return local in relatives if local is not None else self._module.resolve(receiver) is None

    def _calls(self) -> Iterator[tuple[cst.BaseExpression, str | None]]:
        """Calls that set an attribute: of what, and which, if that is written there."""
        for call in self._module.facts.calls:
            is_setting = self._module.builtin(call.func) in ("setattr", "delattr")
            if isinstance(call.func, cst.Attribute) and call.func.attr.value == "__setattr__":
                is_setting = isinstance(call.func.value, cst.Name)  # ``super()`` is in a ``__setattr__``
            if not is_setting or len(call.args) < 2:
                continue
            name = call.args[1].value
            known = str(name.evaluated_value) if isinstance(name, cst.SimpleString) else None
            yield call.args[0].value, known

    def _dictionaries(self) -> Iterator[tuple[cst.BaseExpression, str | None]]:
        """Objects whose attributes are set in their dictionary: ``self.__dict__.update(…)``."""
        module = self._module
        every: list[tuple[cst.BaseExpression, cst.BaseExpression]]
        every = [(node, node.value) for node in module.attributes("__dict__")]
        for call in module.facts.calls:
            if module.builtin(call.func) == "vars" and len(call.args) == 1:
                every.append((call, call.args[0].value))
        for node, receiver in every:
            above, key = module.parent(node), None
            method, called = module.method_on(node)
            if isinstance(above, cst.Subscript):
                index = only_index(above)
                key = index.value if isinstance(index, cst.Index) else None
                above = module.parent(above)
            is_called = called is not None and method in _SETTING
            if called is not None and method != "update" and called.args:
                key = called.args[0].value
            if is_called or isinstance(above, (cst.AssignTarget, cst.AugAssign, cst.Del)):
                yield receiver, str(key.evaluated_value) if isinstance(key, cst.SimpleString) else None
