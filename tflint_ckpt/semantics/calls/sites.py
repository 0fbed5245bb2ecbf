"""Where a function of the module is called, if every call of it is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls import classes, unseen
from tflint_ckpt.semantics.calls.callers import family, is_script, receives
from tflint_ckpt.semantics.calls.imports import imported_elsewhere
from tflint_ckpt.semantics.calls.overrides import decorators, owner_of
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Instance

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

Frame = tuple[cst.CSTNode, cst.Call]
Frames = tuple[Frame, ...]
_MOST_CONTEXTS = 12
_LONGEST_CONTEXT = 5


class CallSites:
    """The call sites of the functions of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._in_module: dict[cst.FunctionDef, tuple[cst.Call, ...] | None] = {}
        self._in_sight: dict[cst.FunctionDef, tuple[cst.Call, ...] | None] = {}
        self._elsewhere: dict[str, bool] = {}
        self._script: bool | None = None

    def in_module(self, function: cst.FunctionDef) -> tuple[cst.Call, ...] | None:
        """Every call of *function* in the module; ``None`` where some use of it is not a plain call."""
        if function not in self._in_module:
            owner = owner_of(self.module, function)
            found = self._by_name(function) if owner is None else self._by_method(function, owner)
            self._in_module[function] = found
        return self._in_module[function]

    def in_sight(self, function: cst.FunctionDef) -> tuple[cst.Call, ...] | None:
        """Every call of *function* there can be; ``None`` where other files may call it, or nothing does.

        Functions of a file that is run are taken to be called by it, unless a file of the project imports
        them; of other files only private and nested ones are.
        """
        if function not in self._in_sight:
            self._in_sight[function] = self._find_in_sight(function)
        return self._in_sight[function]

    def contexts(self, node: cst.CSTNode, frames: Frames = ()) -> tuple[Frames, ...]:
        """The calls inside which *node* may be run, the outermost first; one empty context if unknown.

        *frames* are those that are known already, the calls of what stands around *node*.
        """
        outermost: cst.CSTNode = frames[0][1] if frames else node
        function = self.module.enclosing_function(outermost)
        sites = self.in_sight(function) if function is not None else None
        if function is None or not sites or len(frames) >= _LONGEST_CONTEXT:
            return (frames,)
        if any(frame[0] is function for frame in frames):
            return (frames,)
        found: list[Frames] = []
        for site in sites:
            found += self.contexts(node, ((function, site), *frames))
            if len(found) > _MOST_CONTEXTS:
                return (frames,)
        return tuple(found)

    def exported(self, name: str) -> bool:
        """Whether another file of the project may use the module's top-level *name*."""
        if name not in self._elsewhere:
            self._elsewhere[name] = imported_elsewhere(self.module, name) or bool(
                unseen.by_string(self.module, name)
            )
        return self._elsewhere[name]

    @property
    def is_script(self) -> bool:
        """Whether the file is run rather than imported."""
        if self._script is None:
            self._script = (
                self.module.path.endswith(".ipynb") or is_script(self.module) or self._runs_methods()
            )
        return self._script

    def _runs_methods(self) -> bool:
        """Whether a statement at the top of the file calls a method of a class of it: ``Trainer().run()``."""
        module = self.module
        return any(
            module.facts.scopes[call] is module.facts.module
            and isinstance(call.func, cst.Attribute)
            and isinstance(module.parent(call), cst.Expr)
            and self.callee(call) is not None
            for call in module.facts.calls
        )

    def callee(self, call: cst.Call) -> cst.FunctionDef | None:
        """The function or method of the module that *call* surely calls."""
        found = self.module.local_function(call.func)
        if found is not None or not isinstance(call.func, cst.Attribute):
            return found
        methods = set()
        for value in self.module.evaluate_nearby(call.func.value):
            made = value.call if isinstance(value, Instance) else None
            local = classes.local_class(self.module, made.func) if made is not None else None
            methods.add(self.method(local, call.func.attr.value) if local is not None else None)
        return methods.pop() if len(methods) == 1 else None

    def run_by(self, call: cst.Call) -> cst.FunctionDef | None:
        """The function, method or constructor of the module that *call* surely runs."""
        local = classes.local_class(self.module, call.func)
        return self.method(local, "__init__") if local is not None else self.callee(call)

    def method(self, owner: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """The method *name* of a class, its own or that of a base in the module."""
        for one in (owner, *classes.ancestry(self.module, owner)):
            if not isinstance(one, cst.ClassDef):
                return None
            if name in classes.names(self.module, one):
                return classes.methods(one).get(name)
        return None

    def _find_in_sight(self, function: cst.FunctionDef) -> tuple[cst.Call, ...] | None:
        found = self.in_module(function)
        if not found or decorators(self.module, function) not in ([], ["staticmethod"]):
            return None
        owner = owner_of(self.module, function)
        if owner is not None and not self._has_known_bases(family(self.module, owner)):
            return None
        name = function.name.value if owner is None else owner.name.value
        if self.module.facts.scopes[owner or function] is not self.module.facts.module:
            return found
        if not (self.is_script or function.name.value.startswith("_")) or self.exported(name):
            return None
        return found

    def _by_name(self, function: cst.FunctionDef) -> tuple[cst.Call, ...] | None:
        name = function.name.value
        home = self.module.facts.scopes[function].home(name)
        if len(home.bindings[name]) != 1 or home.bindings[name][0].kind is not BindingKind.FUNCTION:
            return None
        found = []
        for use in self.module.uses(name, home):
            call = self.module.parent(use)
            if not isinstance(call, cst.Call) or call.func is not use:
                return None
            found.append(call)
        return tuple(found)

    def _by_method(self, function: cst.FunctionDef, owner: cst.ClassDef) -> tuple[cst.Call, ...] | None:
        name = function.name.value
        relatives = family(self.module, owner)
        if any(one is not owner and name in classes.names(self.module, one) for one in relatives):
            return None
        if name.startswith("__"):
            return None
        found = []
        for node in self.module.attributes(name):
            ours = receives(self.module, node.value, relatives)
            if ours is False:
                continue
            call = self.module.parent(node)
            if ours is None or not isinstance(call, cst.Call) or call.func is not node:
                return None
            found.append(call)
        return tuple(found)

    def _has_known_bases(self, relatives: list[cst.ClassDef]) -> bool:
        """Whether none of the classes has a base that may call its methods."""
        return all(
            isinstance(base, cst.ClassDef) or base in ("builtins.object", "abc.ABC")
            for one in relatives
            for base in classes.ancestry(self.module, one)
            if not (base is None and self._is_object(one))
        )

    def _is_object(self, node: cst.ClassDef) -> bool:
        bases = [base.value for base in node.bases]
        return len(bases) == 1 and isinstance(bases[0], cst.Name) and bases[0].value == "object"
