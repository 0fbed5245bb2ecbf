"""The calls of a file by what they call, so that who looks for a few need not ask every one."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.semantics.names.resolve import Names
from tflint_ckpt.semantics.names.scopes import BindingKind, Scopes


class CallIndex:
    """The calls of one file. Each question is answered in source order."""

    def __init__(self, facts: Scopes, names: Names) -> None:
        self._facts = facts
        self._names = names
        self._calls = facts.calls

    @cached_property
    def places(self) -> dict[cst.Call, int]:
        """The calls with their places in source order."""
        return {call: place for place, call in enumerate(self._calls)}

    def named(self, *names: str) -> list[cst.Call]:
        """The calls of these canonical names; star imports count."""
        return self._at(self._named.get(name, ()) for name in names)

    def methods(self, *names: str) -> list[cst.Call]:
        """The calls of attributes of these names, ``receiver.name(…)``."""
        return self._at(self._methods.get(name, ()) for name in names)

    def reaching(self, *names: str) -> list[cst.Call]:
        """The calls that may reach one of these APIs: by name, in a partial, through a class of the file."""
        found = [self._named.get(name, ()) for name in (*names, "functools.partial")]
        return self._at((*found, self._through_classes))

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, call in enumerate(self._calls):
            for name in self._names.names(call.func):
                found.setdefault(name, []).append(place)
        return found

    @cached_property
    def _methods(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, call in enumerate(self._calls):
            if isinstance(call.func, cst.Attribute):
                found.setdefault(call.func.attr.value, []).append(place)
        return found

    @cached_property
    def _through_classes(self) -> list[int]:
        every = enumerate(self._calls)
        return [place for place, call in every if _may_be_of_class(self._facts, call.func)]

    def _at(self, places: Iterable[Iterable[int]]) -> list[cst.Call]:
        return [self._calls[place] for place in sorted(set().union(*places))]


def _may_be_of_class(facts: Scopes, func: cst.BaseExpression) -> bool:
    """Whether what is called is a name of a class of the file, or ``….__init__``."""
    if isinstance(func, cst.Attribute):
        return func.attr.value == "__init__"
    if not isinstance(func, cst.Name):
        return False
    scope = facts.scopes.get(func)
    home = scope.lookup(func.value) if scope is not None else None
    bindings = home.bindings[func.value] if home is not None else []
    return len(bindings) == 1 and bindings[0].kind is BindingKind.CLASS
