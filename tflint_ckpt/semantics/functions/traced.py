"""Which functions of a module run traced: once for each signature, to build a graph, not at every call."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
from tflint_ckpt.semantics.calls.reached import as_partial
from tflint_ckpt.semantics.datasets.mapped import unnamed
from tflint_ckpt.semantics.functions.conditions import asks_once, is_asked
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects.families import STRATEGY
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

Function = cst.FunctionDef | cst.Lambda

TF_FUNCTION = "tensorflow.function"
_MAPPING = ("map", "filter", "flat_map", "interleave")
_KEEPING = PASSING | frozenset(
    """tensorflow.custom_gradient tensorflow.recompute_grad tensorflow.Module.with_name_scope
    typing.no_type_check""".split()
)
"""Decorators that leave it to the function to run, once for each call of what they return."""
_RUNNING = frozenset(
    f"tensorflow.{name}"
    for name in """map_fn vectorized_map scan foldl foldr while_loop cond case switch_case
    custom_gradient recompute_grad""".split()
)
"""Functions of TensorFlow that, in a traced function, trace those they are given."""
_ON_REPLICAS = ("run", "experimental_run_v2")
_RUN_EAGERLY = (
    "tensorflow.config.run_functions_eagerly",
    "tensorflow.config.experimental_run_functions_eagerly",
    "tensorflow.data.experimental.enable_debug_mode",
)
_DEEPEST = 5


class Kind(Enum):
    """What traces a function."""

    FUNCTION = "tf.function"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a function runs traced.

    Attributes:
        module: the file.
        kind: what traces it.
        function: the function that is traced first.
        place: the decorator, the call of ``tf.function`` or the operation on a dataset that has it traced.
        calls: the calls that lead from there to the function in question, the outermost first.
    """

    module: Module
    kind: Kind
    function: Function
    place: cst.CSTNode
    calls: tuple[cst.Call, ...] = ()

    @property
    def why(self) -> str:
        """Why, for a message: ``line 12 makes it a tf.function``."""
        line = self.module.where(self.place)
        if not self.calls:
            return f"{line} makes it a tf.function" if self._is_function else f"{line} maps it over a dataset"
        name = self.function.name.value if isinstance(self.function, cst.FunctionDef) else "a lambda"
        by = f"which {line} makes a tf.function" if self._is_function else f"which {line} maps over a dataset"
        return f"it is called from {name}, {by}"

    @property
    def _is_function(self) -> bool:
        return self.kind is Kind.FUNCTION


class Traced:
    """The traced functions of one module.

    A function is traced where ``tf.function`` decorates or wraps it, where it is mapped over a dataset, and
    where a traced function calls it. What ``tf.py_function`` runs is not, and nothing is in a file that has
    functions run eagerly.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        self._traces: dict[Function, list[Trace]] = {}
        self._open: set[Function] = set()
        self._calls: dict[Function, list[cst.Call]] = {}
        if self._runs_eagerly():
            return
        for call in module.facts.calls:
            function = self.home(call)
            if function is not None:
                self._calls.setdefault(function, []).append(call)
        for trace in [*self._decorated(), *self._wrapped(), *self._mapped()]:
            self._add(trace.function, trace)

    def traces(self, function: Function) -> tuple[Trace, ...]:
        """Why *function* runs traced, one for each kind; empty where nothing shows that it does."""
        return tuple(self._traces.get(function, ()))

    def is_traced(self, function: Function) -> bool | None:
        """Whether *function* runs traced; ``None`` where the code does not tell."""
        if function in self._traces:
            return True
        if function in self._open or not self.module.call_sites.calls_of(function).closed:
            return None
        return False

    def at(self, node: cst.CSTNode, kind: Kind | None = None) -> Trace | None:
        """Why the code at *node* runs traced, by *kind* if that is given; ``None`` where nothing shows it."""
        function = self.home(node)
        if function is None or function not in self._traces or is_asked(self.module, node):
            return None
        return next((one for one in self._traces[function] if kind in (None, one.kind)), None)

    def functions(self, kind: Kind | None = None) -> Iterator[tuple[Function, Trace]]:
        """Every traced function with the reason, those of *kind* only if that is given."""
        for function, traces in self._traces.items():
            for trace in traces:
                if kind in (None, trace.kind):
                    yield function, trace
                    break

    def calls_in(self, function: Function) -> list[cst.Call]:
        """The calls that run when *function* does, those of functions in it left out."""
        return self._calls.get(function, [])

    def calls_of(self, trace: Trace) -> list[cst.Call]:
        """The calls in sight of the ``tf.function`` of *trace*, by its own name or that of what wraps it."""
        own = self.module.call_sites.calls_of(trace.function).calls
        return [*own, *self._calls_by_name(trace.function), *self._calls_of_wrapped(trace.place)]

    def _calls_by_name(self, function: Function) -> list[cst.Call]:
        """The calls of *function* by a name that is given to others, too: the cells of a notebook."""
        if not isinstance(function, cst.FunctionDef):
            return []
        name, scope = function.name.value, self.module.facts.scopes[function]
        if scope.is_class or len(scope.home(name).bindings[name]) == 1:
            return []
        calls = (self.module.parent(use) for use in self.module.uses(name, scope.home(name)))
        return [
            call
            for call in calls
            if isinstance(call, cst.Call) and isinstance(call.func, cst.Name)
            if self._defined(call.func) is function
        ]

    def _calls_of_wrapped(self, place: cst.CSTNode) -> list[cst.Call]:
        """The calls of the variable that has the ``tf.function`` which the call *place* makes."""
        parent, call = self.module.parent(place), self.module.call_of(place)
        if call is not None:
            return [call]
        target = parent.targets[0].target if isinstance(parent, cst.Assign) else None
        scope = self.module.facts.scopes.get(target) if target is not None else None
        if not isinstance(target, cst.Name) or scope is None:
            return []
        uses = self.module.uses(target.value, scope.home(target.value))
        return [call for call in map(self.module.call_of, uses) if call is not None]

    def is_expected(self, trace: Trace, *exceptions: str) -> bool:
        """Whether a call of the ``tf.function`` of *trace* waits for one of *exceptions*."""
        return any(
            is_expected(self.module, call) or is_handled(self.module, call, *exceptions)
            for call in self.calls_of(trace)
        )

    def home(self, node: cst.CSTNode) -> Function | None:
        """The function or lambda whose run evaluates *node*."""
        for child, above in self.module.steps(node):
            if isinstance(above, (cst.FunctionDef, cst.Lambda)) and child is above.body:
                return above
        return None

    def is_once(self, node: cst.CSTNode, trace: Trace) -> bool:
        """Whether *node* may be run once on purpose: ``if self.w is None:``, here or on the way to it."""
        return any(asks_once(self.module, place) for place in (node, *trace.calls))

    def makes_function(self, node: cst.BaseExpression, depth: int = 0) -> bool:
        """Whether *node*, as a decorator, has a function traced: ``tf.function``, with options or without."""
        module = self.module
        if module.is_named(node, TF_FUNCTION):
            return True
        partial = as_partial(module, node)
        if partial is not None:
            return module.is_named(partial.args[0].value, TF_FUNCTION) and len(_positional(partial)) == 1
        if isinstance(node, cst.Call):
            return module.is_named(node.func, TF_FUNCTION) and self.wrapped(node) is None
        binding = module.sole_binding(node)
        if depth < _DEEPEST and binding is not None and binding.kind is BindingKind.ASSIGNMENT:
            return (
                binding.value is not None
                and not binding.index
                and self.makes_function(binding.value, depth + 1)
            )
        return False

    def decorator(self, function: cst.FunctionDef) -> cst.BaseExpression | None:
        """The decorator that makes *function* a ``tf.function``."""
        made = (item.decorator for item in function.decorators)
        return next((node for node in made if self.makes_function(node)), None)

    def wrapped(self, call: cst.Call) -> cst.BaseExpression | None:
        """What *call*, of ``tf.function``, wraps; ``None`` where it is given options only."""
        for argument in call.args:
            named = argument.keyword.value if argument.keyword is not None else ""
            if named in ("", "func") and not argument.star:
                return argument.value
        return None

    def meant(self, node: cst.BaseExpression) -> Function | None:
        """The function or lambda of the module that *node* surely is, through ``partial`` too."""
        partial = as_partial(self.module, node)
        node = unnamed(self.module, partial.args[0].value if partial is not None else node)
        if isinstance(node, cst.Lambda):
            return node
        return self.module.local_function(node) or self._defined(node)

    def _defined(self, node: cst.BaseExpression) -> cst.FunctionDef | None:
        """The function that a name means at that place, though others follow: ``f = tf.function(f)``."""
        found = self.module.visible(node)
        only = found[0].node if len(found) == 1 else None
        return only if isinstance(only, cst.FunctionDef) else None

    # Where tracing begins

    def _runs_eagerly(self) -> bool:
        """Whether the file may have functions run eagerly."""
        for call in self.module.facts.calls:
            off = bool(call.args) and _is_false(call.args[0].value)
            if not off and self.module.is_named(call.func, *_RUN_EAGERLY):
                return True
            for argument in call.args:
                named = argument.keyword is not None and argument.keyword.value == "run_eagerly"
                if named and not _is_false(argument.value):
                    return True
        targets = self.module.facts.attribute_targets
        return any(target.attr.value == "run_eagerly" and not _is_false(value) for target, value in targets)

    def _decorated(self) -> Iterator[Trace]:
        for function in self.module.facts.functions:
            decorator = self.decorator(function) if function.decorators else None
            if decorator is None:
                continue
            others = [
                name
                for item, name in zip(function.decorators, decorators(self.module, function), strict=True)
                if item.decorator is not decorator
            ]
            if set(others) <= _KEEPING:
                yield Trace(self.module, Kind.FUNCTION, function, decorator)
            else:
                self._open.add(function)

    def _wrapped(self) -> Iterator[Trace]:
        for call in self.module.facts.calls:
            if not isinstance(call.func, cst.Call) and not self.makes_function(call.func):
                continue
            given = self.wrapped(call) if self.makes_function(call.func) else None
            function = self.meant(given) if given is not None else None
            if function is None or not self._is_plain(function):
                continue
            if self._is_conditional(call):
                self._open.add(function)
            else:
                yield Trace(self.module, Kind.FUNCTION, function, call)

    def _mapped(self) -> Iterator[Trace]:
        for operation in self.module.datasets.operations(*_MAPPING):
            given = operation.function
            function = self.meant(given) if given is not None else None
            if function is not None and self._is_plain(function):
                yield Trace(self.module, Kind.DATASET, function, operation.call)

    def _is_plain(self, function: Function) -> bool:
        """Whether no decorator may run something else in the place of *function*."""
        if isinstance(function, cst.Lambda):
            return True
        others = [
            name
            for item, name in zip(function.decorators, decorators(self.module, function), strict=True)
            if not self.makes_function(item.decorator)
        ]
        if set(others) <= _KEEPING:
            return True
        self._open.add(function)
        return False

    def _is_conditional(self, node: cst.CSTNode) -> bool:
        """Whether *node* is evaluated under a condition, other than that of a script."""
        return any(
            isinstance(above, (cst.If, cst.IfExp))
            and not any(isinstance(e, cst.Name) and e.value == "__name__" for e in descend(above.test))
            for _, above in self.module.steps_within(node)
        )

    # Where it goes on

    def _add(self, function: Function, trace: Trace) -> None:
        """Add *function*, and in turn what it calls."""
        queue = [(function, trace)]
        while queue:
            function, trace = queue.pop(0)
            known = self._traces.setdefault(function, [])
            if any(one.kind is trace.kind for one in known):
                continue
            known.append(trace)
            for call in self.calls_in(function):
                if is_asked(self.module, call):
                    continue
                further = Trace(trace.module, trace.kind, trace.function, trace.place, (*trace.calls, call))
                queue += [(one, further) for one in self._run_by(call)]

    def _run_by(self, call: cst.Call) -> list[Function]:
        """The functions of the module that *call* runs, when a traced function makes it."""
        found: list[Function] = []
        handing = self.module.is_named(call.func, *_RUNNING) or self._runs_on_replicas(call)
        for argument in call.args if handing else ():
            elements = argument.value.elements if isinstance(argument.value, cst.Tuple) else ()
            for node in (argument.value, *(element.value for element in elements)):
                function = self.meant(node)
                if function is not None:
                    found.append(function)
        called = self.module.call_sites.callee(call)
        if called is not None:
            found.append(called)
        return [one for one in found if self._is_plain(one)]

    def _runs_on_replicas(self, call: cst.Call) -> bool:
        """Whether *call* is ``strategy.run(f, …)``."""
        func = call.func
        if not (isinstance(func, cst.Attribute) and func.attr.value in _ON_REPLICAS):
            return False
        is_called_so = "strategy" in last_name(func.value).lower()
        return is_called_so or self.module.is_instance(func.value, STRATEGY)


def _positional(call: cst.Call) -> list[cst.Arg]:
    return [argument for argument in call.args if argument.keyword is None]


def _is_false(node: cst.CSTNode | None) -> bool:
    return isinstance(node, cst.Name) and node.value in ("False", "None")
