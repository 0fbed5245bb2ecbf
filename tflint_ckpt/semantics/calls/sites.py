"""Where a function of the module is called, and whether every call of it is in sight."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import arguments, classes, unseen
from tflint_ckpt.semantics.calls.reached import reached
from tflint_ckpt.semantics.calls.receivers import Classes, Receivers
from tflint_ckpt.semantics.calls.scripts import is_script
from tflint_ckpt.semantics.names.scopes import BindingKind, all_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.named import CallSite, Function, Search
    from tflint_ckpt.semantics.engine import Engine

Frame = tuple[cst.CSTNode, cst.Call]
Frames = tuple[Frame, ...]
_MOST_CONTEXTS = 12
_LONGEST_CONTEXT = 5
OTHER_FILES = "other files may call it"
_BUILDING_NOTHING = ("builtins.object", "abc.ABC", "typing.Generic", "tensorflow.Module")
"""Classes that neither call methods of a subclass nor build objects of it."""
_REBUILT = ("get_config", "from_config")
"""Methods of a Keras class that say with what Keras builds an object of it again."""


@dataclass(frozen=True, slots=True)
class CallSet:
    """The calls of one function.

    Attributes:
        sites: the places that call it, in source order.
        closed: whether there are no others.
        reason: why there may be others, without the place; empty where there are none.
        place: what shows that there may be.
    """

    module: Engine
    sites: tuple[CallSite, ...]
    closed: bool
    reason: str = ""
    place: cst.CSTNode | None = None

    @property
    def calls(self) -> tuple[cst.Call, ...]:
        """The sites that are calls of it: no reads of a property, no ``partial`` that is handed on."""
        return tuple(site.node for site in self.sites if isinstance(site.node, cst.Call) and not site.partial)

    @property
    def giving(self) -> tuple[cst.Call, ...]:
        """The sites that give it arguments: its calls, and each ``partial`` that is handed on."""
        return tuple(site.node for site in self.sites if isinstance(site.node, cst.Call))

    @property
    def are_calls(self) -> bool:
        """Whether every site is such a call."""
        return len(self.calls) == len(self.sites)

    @property
    def why_open(self) -> str:
        """Why there may be other calls, for a message: ``it is handed on in line 8``; or empty."""
        if self.place is None:
            return self.reason
        return f"{self.reason} {self.module.where(self.place, preposition='in')}"


class CallSites:
    """The call sites of the functions of one module; answers are kept.

    Attributes:
        receivers: which classes of the module a receiver may have.
        cuts: how often a question came up again while it was being answered, and was answered with an open
            set. Who keeps answers compares: what was found meanwhile is no answer of its own.
    """

    def __init__(self, module: Engine) -> None:
        self.module = module
        self.receivers = module.fact(Receivers)
        self.cuts = 0
        self._within: dict[Function, CallSet] = {}
        self._names: dict[Function, frozenset[str]] = {}
        self._of: dict[Function, CallSet] = {}
        self._active: set[Function] = set()
        self._elsewhere: dict[str, bool] = {}
        self._script: bool | None = None

    def calls_of(self, function: Function) -> CallSet:
        """The calls of a function, method, constructor or lambda, and whether there can be others.

        The calls of a class are calls of its ``__init__``. A call on an object counts for each method that it
        may run, and a call through a subclass for the method that is inherited. Functions of a file that is
        run are taken to be called by it, unless a file of the project imports them; of other files only
        private and nested ones are. Receivers are evaluated outside of any call that is being followed: an
        evaluator that asks while it follows one lays its frames aside.
        """
        if function not in self._of:
            found = self._in_module(function)
            reason = self._why_others(function) if found.closed else None
            if reason is not None:
                found = CallSet(self.module, found.sites, False, reason)
            if function not in self._within:
                return found
            self._of[function] = found
        return self._of[function]

    def in_module(self, function: Function) -> tuple[cst.Call, ...] | None:
        """Every call of *function* in the module; ``None`` where some use of it is not a plain call."""
        found = self._in_module(function)
        return found.calls if found.closed and found.are_calls else None

    def in_sight(self, function: Function) -> tuple[cst.Call, ...] | None:
        """Every call of *function* there can be; ``None`` where there may be others, or there is none.

        See :meth:`calls_of`; :meth:`bound_argument` says what each gives.
        """
        found = self.calls_of(function)
        return found.calls if found.closed and found.are_calls and found.sites else None

    def bound_argument(
        self, function: cst.CSTNode, call: cst.Call, parameter: str
    ) -> cst.BaseExpression | None:
        """What *call* gives to *parameter* of the local *function*; see :func:`arguments.bound_argument`.

        *call* may be any of :meth:`calls_of`: of a method, a class, a variable that has the
        function or a ``functools.partial`` of it.
        """
        if not isinstance(function, (cst.FunctionDef, cst.Lambda)):
            return None
        from tflint_ckpt.semantics.calls.named import is_bound

        found = reached(self.module, call)
        bound_first = is_bound(self.module, self.receivers, function, found.func)
        given = arguments.unpacked(self.module, found.arguments)
        return arguments.bound_argument(
            function.params, given, parameter, bound_first=bound_first, is_open=found.partial
        )

    def parameter(
        self, function: cst.FunctionDef, call: cst.Call, given: str | int | None
    ) -> cst.Param | None:
        """The parameter of the local *function* that gets an argument of *call*.

        *given* is the keyword or the position, from 0, of the argument; ``None`` where neither is known.
        """
        if isinstance(given, str):
            params = all_parameters(function.params)
            return next((param for param in params if param.name.value == given), None)
        if given is None or any(argument.star for argument in call.args[: given + 1]):
            return None
        from tflint_ckpt.semantics.calls.named import is_bound

        positional = [*function.params.posonly_params, *function.params.params]
        through = reached(self.module, call)
        before = through.arguments[: len(through.arguments) - len(call.args)]  # those of a ``partial``
        place = given + sum(argument.keyword is None for argument in before)
        place += is_bound(self.module, self.receivers, function, through.func)
        return positional[place] if place < len(positional) else None

    def _in_module(self, function: Function) -> CallSet:
        """The calls of *function* in the module, and whether there are no others in it."""
        if function in self._within:
            return self._within[function]
        if function in self._active:
            self.cuts += 1
            return CallSet(self.module, (), False, "it depends on itself who calls it")
        from tflint_ckpt.semantics.calls.named import Search

        cuts = self.cuts
        self._active.add(function)
        try:
            search = Search(self.module, self.receivers, function)
            self._names[function] = frozenset(search.names)
            self._settle(function, search)
        finally:
            self._active.discard(function)
        reason, place = search.reason or ("", None)
        sites = tuple(dict.fromkeys(search.sites))
        if len(sites) > 1:
            sites = tuple(sorted(sites, key=lambda site: self._order[site.node]))
        found = CallSet(self.module, sites, search.reason is None, reason, place)
        if self.cuts == cuts or not self._active:
            self._within[function] = found
        return found

    def _settle(self, function: Function, search: Search) -> None:
        """Say of ``m.save(…)``, where ``m`` is a parameter, whether it calls *function*, a method ``save``.

        Within *function* itself the first call is one of the others: if none of these gives it an object of
        its own class, ``m.save`` never is a call of it.
        """
        own = [node for node in search.on_parameters if self._parameter_of(node.value) is function]
        for node in search.on_parameters:
            if node not in own:
                search.settle(node, self._classes(node.value))
        if not own or search.reason is not None:
            return
        known = self._why_others(function) is None and not any(site.partial for site in search.sites)
        calls = [site.node for site in search.sites if isinstance(site.node, cst.Call)]
        for node in own:
            given = self._given(function, calls, node.value) if known else None
            is_own = given is None or any(self.receivers.method(each, node.attr.value) for each in given)
            search.settle(node, None if is_own else given)

    def _parameter_of(self, node: cst.BaseExpression) -> cst.CSTNode | None:
        """The function whose parameter *node* is, if it is nothing else."""
        binding = self.module.sole_binding(node)
        is_parameter = binding is not None and binding.kind is BindingKind.PARAMETER
        return binding.scope.node if binding is not None and is_parameter else None

    def _classes(self, node: cst.BaseExpression, depth: int = 0) -> Classes | None:
        """The classes of the module that *node* may be of, a parameter by every call there can be."""
        found = self.receivers.classes_of(node)
        function = self._parameter_of(node) if found is None and depth < _LONGEST_CONTEXT else None
        if not isinstance(function, (cst.FunctionDef, cst.Lambda)):
            return found
        return self._given(function, self.in_sight(function), node, depth + 1)

    def _given(
        self, function: Function, calls: Sequence[cst.Call] | None, node: cst.BaseExpression, depth: int = 1
    ) -> Classes | None:
        """The classes of what *calls* of *function* give to its parameter *node*."""
        if calls is None or len(calls) > _MOST_CONTEXTS or not isinstance(node, cst.Name):
            return None
        every: set[cst.ClassDef] = set()
        for call in calls:
            value = self.bound_argument(function, call, node.value)
            found = self._classes(value, depth) if value is not None else None
            if found is None:
                return None
            every |= found
        return frozenset(every)

    @cached_property
    def _order(self) -> dict[cst.CSTNode, int]:
        return {node: place for place, node in enumerate(self.module.facts.scopes)}

    def _why_others(self, function: Function) -> str | None:
        """Why code that is no plain use in the module may call *function*; ``None`` where none can."""
        module = self.module
        names = self._names[function]
        private = all(name.startswith("_") for name in names)
        if isinstance(function, cst.FunctionDef):
            from tflint_ckpt.semantics.calls.overrides import decorators, owner_of

            if any(self._changes_calls(function, name) for name in decorators(module, function)):
                return "a decorator may call it otherwise"
            owner = owner_of(module, function)
            if owner is not None:
                if not self._has_known_bases(owner, function):
                    return "a base class of its class may call it"
                visible = set(filter(None, map(self._visible_name, self._called_on(owner, function))))
                named = visible if function.name.value == "__init__" else {function.name.value}
                private = private and all(name.startswith("_") for name in named)
                names |= visible
        if names and (not (private or self.is_script) or any(map(self.exported, names))):
            return OTHER_FILES
        return None

    def _changes_calls(self, function: cst.FunctionDef, name: str) -> bool:
        if name == "tensorflow.function":
            given = [item.decorator for item in function.decorators]
            return any(
                argument.keyword is not None and argument.keyword.value == "input_signature"
                for node in given
                for argument in (node.args if isinstance(node, cst.Call) else ())
            )
        from tflint_ckpt.semantics.calls.overrides import PASSING

        return name not in PASSING

    def _called_on(self, owner: cst.ClassDef, function: cst.FunctionDef) -> list[cst.ClassDef]:
        """The classes whose objects, or whose construction, run *function*."""
        return [
            each
            for each in self.receivers.with_heirs(owner)
            if self.receivers.method(each, function.name.value) is function
        ]

    def _visible_name(self, node: cst.ClassDef) -> str | None:
        """The name at the top of the module by which other files get at a class."""
        scope = self.module.facts.scopes[node]
        while isinstance(scope.node, cst.ClassDef):
            node = scope.node
            scope = self.module.facts.scopes[node]
        return node.name.value if scope is self.module.facts.module else None

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
            is_imported = self.module.project.is_imported(name, besides=self.module.path)
            self._elsewhere[name] = is_imported or bool(unseen.by_string(self.module, name))
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
        """Whether the top of the file calls a method of a class of it: ``x = Trainer().run()``."""
        module = self.module
        return any(
            module.facts.scopes[call] is module.facts.module
            and isinstance(call.func, cst.Attribute)
            and self.callee(call) is not None
            for call in module.facts.calls
        )

    def callee(self, call: cst.Call) -> cst.FunctionDef | None:
        """The function or method of the module that *call* surely calls, by its name or another one."""
        through = reached(self.module, call)
        func = through.func
        if through.partial:
            return None
        found = self.module.local_function(func)
        if found is not None or not isinstance(func, cst.Attribute):
            return found
        meant = self.receivers.meant(func)
        return next(iter(meant)) if meant is not None and len(meant) == 1 else None

    def run_by(self, call: cst.Call) -> cst.FunctionDef | None:
        """The function, method or constructor of the module that *call* surely runs."""
        through = reached(self.module, call)
        local = classes.local_class(self.module, through.func) if not through.partial else None
        return self.method(local, "__init__") if local is not None else self.callee(call)

    def method(self, owner: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """The method *name* of a class, its own or that of a base in the module."""
        for one in (owner, *classes.ancestry(self.module, owner)):
            if not isinstance(one, cst.ClassDef):
                return None
            if name in classes.names(self.module, one):
                return classes.methods(one).get(name)
        return None

    def _has_known_bases(self, owner: cst.ClassDef, function: cst.FunctionDef) -> bool:
        """Whether no class of which an object runs *function* has a base that may call it by itself."""
        return all(
            isinstance(base, cst.ClassDef) or base in _BUILDING_NOTHING or self._leaves(base, each, function)
            for each in self._called_on(owner, function)
            for base in classes.ancestry(self.module, each)
            if not (base is None and self._is_object(each))
        )

    def _leaves(self, base: str | None, owner: cst.ClassDef, function: cst.FunctionDef) -> bool:
        """Whether the base class *base* leaves *function*, or building objects of *owner*, to the module.

        Keras builds an object again with what it was built with, unless the class says otherwise.
        """
        if base is None or not base.startswith("keras."):
            return False
        if function.name.value != "__init__":
            from tflint_ckpt.keras_api.members import may_be_called

            return not may_be_called(function.name.value)
        every = self.receivers.order(owner)
        return not any(name in classes.names(self.module, each) for each in every for name in _REBUILT)

    def _is_object(self, node: cst.ClassDef) -> bool:
        bases = [base.value for base in node.bases]
        return len(bases) == 1 and isinstance(bases[0], cst.Name) and bases[0].value == "object"
