"""What a function draws at random when it runs: random numbers, or the clock.

Followed are the functions, lambdas, methods and callable objects of the module that it calls, layers of
Keras, and flags (``training=False``) that switch a draw off.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import replace
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
from tflint_ckpt.semantics.calls.reached import as_partial
from tflint_ckpt.semantics.functions import random_names as names
from tflint_ckpt.semantics.functions.draw_walk import Walk
from tflint_ckpt.semantics.functions.drawn import NOTHING, UNKNOWN, Draw, Drawn, either, together
from tflint_ckpt.semantics.functions.flags import truth
from tflint_ckpt.semantics.functions.global_seed import sets_global_seed
from tflint_ckpt.semantics.functions.random_layers import SEQUENTIAL, Told, layer, told
from tflint_ckpt.semantics.functions.random_names import Draws
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import BindingKind, all_parameters
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.from_elsewhere import CallsFromElsewhere
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Instance, Items
from tflint_ckpt.syntax.forms import keyword

_KNOWN = ("tensorflow", "keras", "numpy", "math", "functools", "random", "operator", "collections", "time")
"""Packages whose functions draw nothing but by the names of ``random_names``."""
_UNSEEN = ("keras.models.", "keras.applications.", "tensorflow.saved_model.", "tensorflow.keras.models.")
_BUILTINS = frozenset(
    """abs all any bool bytes dict divmod enumerate float getattr int isinstance len list max min open pow
    print range repr reversed round set slice sorted str sum super tuple type zip""".split()
)
RUNNING = frozenset(
    "tensorflow.map_fn tensorflow.vectorized_map tensorflow.nest.map_structure tensorflow.scan".split()
)
"""Functions that run the function they are given first, without Python taking part."""
_IN_PYTHON = ("tensorflow.py_function", "tensorflow.numpy_function", "tensorflow.compat.v1.py_func")
_SHOWING = frozenset("print info debug warning log".split())
_DEEPEST = 12


def draws_at_random(module: Module, function: cst.BaseExpression | None, frames: Frames = ()) -> Drawn:
    """What *function*, an expression that somebody calls, draws whenever it runs.

    *frames* are the calls of functions of the module inside which the expression is evaluated.
    """
    return _Reader(module).callable(function, frames) if function is not None else UNKNOWN


def drawn_within(module: Module, node: cst.BaseExpression, functions: Iterable[cst.CSTNode]) -> Drawn:
    """What evaluating *node* draws, which stands in *functions* that are run."""
    return _Reader(module, functions).evaluated(node)


class _Bodies:
    """What functions of one file draw, whatever they are given, for other files that call them."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.known: dict[cst.CSTNode, Drawn] = {}

    @cached_property
    def is_seeded(self) -> bool:
        """See :func:`sets_global_seed`."""
        return sets_global_seed(self.module)


class _Reader(Walk):
    """A walk through what runs in one file.

    Attributes:
        running: the functions of the file that run now.
        around: those of other files, which wait for these.
        cut: whether one of those was called again, so that what was found holds within it alone.
    """

    def __init__(
        self,
        module: Module,
        running: Iterable[cst.CSTNode] = (),
        around: frozenset[cst.CSTNode] = frozenset(),
    ) -> None:
        super().__init__(module)
        self.running: list[cst.CSTNode] = list(running)
        self.around = around
        self.cut = False

    def evaluated(self, node: cst.BaseExpression) -> Drawn:
        """What evaluating *node* draws, in the functions that are running."""
        return self._expression(node, ())

    # What is called

    def callable(self, node: cst.BaseExpression, frames: Frames) -> Drawn:
        """What running *node* draws, which is handed on to be called."""
        partial = as_partial(self.module, node)
        if partial is not None:
            return self._function(partial.args[0].value, partial, frames)
        value = self.module.assigned(node)
        if value is not None and as_partial(self.module, value) is not None:
            return self.callable(value, frames)
        return self._function(node, None, frames)

    def _function(self, func: cst.BaseExpression, call: cst.Call | None, frames: Frames) -> Drawn:
        """What *func* draws, called as *call* if that is known."""
        several = self._several(func, call, frames)
        if several is not None:
            return several
        held = self.module.assigned(func) or func
        function = held if isinstance(held, cst.Lambda) else self.module.local_function(held)
        if function is not None:
            inner = (*frames, (function, call)) if call is not None else frames
            return self._decorated(function, inner)
        name = self.module.resolve(func)
        if name is not None:
            return self._named(name, func, call, frames)
        return self._object(func, call, frames)

    def _several(self, func: cst.BaseExpression, call: cst.Call | None, frames: Frames) -> Drawn | None:
        """What *func* draws where it is one of several functions, or each of a list in turn."""
        func = self.module.assigned(func) or func
        if isinstance(func, cst.IfExp):
            return self._sides(func, frames, lambda side: self._function(side, call, frames))
        if not isinstance(func, cst.Name):
            return None
        found = self.module.visible(func)
        if len(found) == 1 and found[0].kind is BindingKind.LOOP and not found[0].index:
            return self._each(found[0].value, call, frames)
        values = [one.assigned for one in found if one.assigned is not None]
        if len(found) < 2 or len(values) < len(found):
            return None
        return either([self._function(one, call, frames) for one in values])

    def _each(self, node: cst.BaseExpression | None, call: cst.Call | None, frames: Frames) -> Drawn | None:
        """What the functions in the list *node* draw, each of which is run."""
        values = self.module.evaluate(node, frames) if node is not None else ()
        only = values[0] if len(values) == 1 else None
        if not isinstance(only, Items) or not only.complete or not only.exact:
            return None
        if not all(one in self.module.facts.scopes for one in only.elements):
            return UNKNOWN
        return together([self._function(one, call, frames) for one in only.elements])

    def _decorated(self, function: cst.FunctionDef | cst.Lambda, frames: Frames) -> Drawn:
        """What a call of *function* draws by the name that its decorators leave it under."""
        if isinstance(function, cst.Lambda):
            return self.body(function, frames)
        around = set(decorators(self.module, function)) - PASSING
        if not around <= set(_IN_PYTHON):
            return UNKNOWN
        drawn = self.body(function, frames)
        return drawn.in_python() if around else drawn

    def body(self, function: cst.FunctionDef | cst.Lambda, frames: Frames) -> Drawn:
        """What the body of *function* draws."""
        if function in self.running:
            return NOTHING
        if function in self.around:
            self.cut = True
            return NOTHING
        if len(self.running) > _DEEPEST or function not in self.module.facts.parents:
            return UNKNOWN
        self.running.append(function)
        try:
            if isinstance(function, cst.Lambda):
                return self._expression(function.body, frames)
            return self._block(function.body.body, frames)[0]
        finally:
            self.running.pop()

    def _named(self, name: str, func: cst.BaseExpression, call: cst.Call | None, frames: Frames) -> Drawn:
        node = call or func
        kind = names.draws(name)
        if kind is Draws.STATE and self._gives_the_same(call, frames):
            return NOTHING
        if kind is not None:
            return Drawn((Draw(node, name, kind, _is_seeded(call)),))
        if call is not None and name in _IN_PYTHON and call.args:
            return self.callable(_first(call), frames).in_python()
        if name.startswith(_UNSEEN):
            return UNKNOWN
        if name.split(".", maxsplit=1)[0] in _KNOWN:
            return NOTHING
        return self._elsewhere(func, node, call, frames)

    def _gives_the_same(self, call: cst.Call | None, frames: Frames) -> bool:
        """Whether a call of ``keras.random`` has a number for its seed, and no state then (run on 3.15)."""
        seed = keyword(call, "seed") if call is not None else None
        values = self.module.evaluate(seed, frames) if seed is not None else ()
        return any(isinstance(value, Constant) and isinstance(value.value, int) for value in values)

    def _elsewhere(
        self, func: cst.BaseExpression, node: cst.CSTNode, call: cst.Call | None, frames: Frames
    ) -> Drawn:
        """What a function of another file of the project draws, or an object that is made there."""
        spelled = self.module.spelled(func)
        found = self.module.fact(Definitions).of(spelled) if spelled is not None else None
        if found is None or not isinstance(found.module, Module):
            return UNKNOWN
        if found.binding.kind is not BindingKind.ASSIGNMENT:
            return self._body_elsewhere(found.module, found.binding.node, node, call, frames)
        held = self.module.fact(Evaluator).assigned_elsewhere(func)
        value = held.binding.value if held is not None and not held.binding.index else None
        if value is None or sets_global_seed(found.module):
            return UNKNOWN
        reader = _Reader(found.module, around=self.around.union(self.running))
        return self._brought(found.module, reader.callable(value, ()), node)

    def _body_elsewhere(
        self,
        there: Module,
        function: cst.CSTNode | None,
        node: cst.CSTNode,
        call: cst.Call | None = None,
        frames: Frames = (),
    ) -> Drawn:
        """What the body of a function or method of the file *there* draws, which *node* runs."""
        if not isinstance(function, cst.FunctionDef) or decorators(there, function):
            return UNKNOWN
        bodies = there.fact(_Bodies)
        if bodies.is_seeded:
            return UNKNOWN
        drawn = bodies.known.get(function)
        if drawn is None:
            reader = _Reader(there, around=self.around.union(self.running))
            drawn = reader.body(function, ())
            if reader.cut:
                self.cut = True
            else:
                bodies.known[function] = drawn
        if call is not None and (drawn.sure or drawn.possible) and _has_options(function):
            drawn = self._called_elsewhere(there, function, call, frames)
        return self._brought(there, drawn, node)

    def _called_elsewhere(
        self, there: Module, function: cst.FunctionDef, call: cst.Call, frames: Frames
    ) -> Drawn:
        """What the body of a function of the file *there* draws for *call*, which may switch it off."""
        calls = there.fact(CallsFromElsewhere)
        if call in calls.asking:
            return UNKNOWN
        around = calls.enter(call, self.module, frames)
        try:
            reader = _Reader(there, around=self.around.union(self.running))
            drawn = reader.body(function, ((function, call),))
        finally:
            calls.leave(call, around)
        self.cut = self.cut or reader.cut
        return drawn

    def _brought(self, there: Module, drawn: Drawn, node: cst.CSTNode) -> Drawn:
        """The same of what another file draws for *node*, with the place there."""
        sure, possible = (
            tuple(replace(draw, node=node, there=draw.there or (there, draw.node)) for draw in draws)
            for draws in (drawn.sure, drawn.possible)
        )
        return Drawn(sure, possible, drawn.known)

    def _object(self, func: cst.BaseExpression, call: cst.Call | None, frames: Frames) -> Drawn:
        """Calling an object: a method of a generator, a layer, a callable of a class of the module."""
        if isinstance(func, cst.Attribute):
            for value in self.module.evaluate(func.value, frames):
                made = self.module.resolve(value.call.func) if isinstance(value, Instance) else None
                if made in names.GENERATORS and func.attr.value in names.DRAWING:
                    return Drawn((Draw(call or func, f"{made}.{func.attr.value}", Draws.STATE),))
                if made in names.HOST_GENERATORS and func.attr.value != "seed":
                    return Drawn((Draw(call or func, f"{made}.{func.attr.value}", Draws.HOST),))
            method = self.module.fact(Evaluator).called_elsewhere(call) if call is not None else None
            if method is not None and isinstance(method.module, Module):
                return self._body_elsewhere(method.module, method.node, call or func, call, frames)
        values = self.module.evaluate(func, frames)
        found = [self._called(value, call or func, call, frames) for value in values]
        return found[0] if len(found) == 1 else either(found)

    def _called(self, value: object, node: cst.CSTNode, call: cst.Call | None, frames: Frames) -> Drawn:
        if not isinstance(value, Instance):
            return UNKNOWN
        name = self.module.resolve(value.call.func) or ""
        if name.startswith("keras.layers.") or name in SEQUENTIAL:
            return layer(self.module, value, name, node, told(self.module, call, frames))
        owner = classes.local_class(self.module, value.call.func)
        foreign = self.module.fact(Evaluator).class_elsewhere(value.call) if owner is None else None
        if foreign is not None and isinstance(foreign.module, Module):
            assert isinstance(foreign.node, cst.ClassDef)
            method = classes.methods(foreign.node).get("__call__")
            return self._body_elsewhere(foreign.module, method, node)
        method = classes.methods(owner).get("__call__") if owner is not None else None
        if isinstance(method, cst.FunctionDef):
            return self._decorated(method, self._of_object(owner, method, value, call, frames))
        return self._own_layer(owner, value, told(self.module, call, frames))

    def _of_object(
        self,
        owner: cst.ClassDef | None,
        method: cst.FunctionDef,
        made: Instance,
        call: cst.Call | None,
        frames: Frames,
    ) -> Frames:
        """The calls inside which a method of an object runs: that which made it, and its own."""
        assert owner is not None
        start = self.module.call_sites.method(owner, "__init__")
        inside = (*made.frames, (start, made.call)) if start is not None else made.frames
        return (*inside, *frames, (method, call)) if call is not None else inside

    def _own_layer(self, owner: cst.ClassDef | None, made: Instance, told: Told) -> Drawn:
        """What a layer of a class of the module draws that is not told whether it trains."""
        if owner is None or told != (None, True):
            return UNKNOWN
        if "keras.layers.Layer" not in classes.ancestry(self.module, owner):
            return UNKNOWN
        call = classes.methods(owner).get("call")
        if not isinstance(call, cst.FunctionDef) or _is_told(call):
            return UNKNOWN
        return self._decorated(call, (*made.frames, (call, made.call)))

    # What is run

    def _call(self, call: cst.Call, frames: Frames) -> Drawn:
        func = call.func
        last = func.attr.value if isinstance(func, cst.Attribute) else getattr(func, "value", "")
        if last in _SHOWING:
            return NOTHING  # what is shown when the function is traced
        given = together([self._expression(argument.value, frames) for argument in call.args])
        if isinstance(func, cst.Attribute):
            given = together([self._expression(func.value, frames), given])
        return together([given, self._run(call, frames)])

    def _run(self, call: cst.Call, frames: Frames) -> Drawn:
        """What a call draws, its arguments aside."""
        func = call.func
        builtin = self.module.builtin(func)
        if builtin is not None:
            return NOTHING if builtin in _BUILTINS or builtin[:1].isupper() else UNKNOWN
        name = self.module.resolve(func)
        if name == "tensorflow.cond" and len(call.args) > 2:
            held = truth(self.module, call.args[0].value, frames)
            sides = [self.callable(one.value, frames) for one in call.args[1:3]]
            return either(sides) if held is None else sides[0 if held else 1]
        if name in RUNNING and call.args:
            return self.callable(_first(call), frames)
        if name is None and isinstance(func, cst.Attribute) and self._is_given(func.value):
            return self._method(call, frames)
        handed = [one.value for one in call.args if isinstance(one.value, cst.Lambda)]
        others = [self.callable(one, frames).perhaps() for one in handed] if name not in _IN_PYTHON else []
        return together([self._function(func, call, frames), *others])

    def _method(self, call: cst.Call, frames: Frames) -> Drawn:
        """A method of a tensor draws nothing; one of a dataset that ``window`` gives runs a function."""
        assert isinstance(call.func, cst.Attribute)
        if call.func.attr.value in ("apply", "filter", "flat_map", "interleave", "map", "scan", "take_while"):
            return self.callable(_first(call), frames) if call.args else UNKNOWN
        return NOTHING if call.func.attr.value != "shuffle" else UNKNOWN

    def _is_given(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is what a function that runs here was given, or made of it."""
        while isinstance(node, (cst.Attribute, cst.Subscript, cst.Call)):
            node = node.func if isinstance(node, cst.Call) else node.value
        if not isinstance(node, cst.Name) or node.value in ("self", "cls"):
            return False
        home = self.module.home(node)
        return home is not None and home.node in self.running


def _is_told(function: cst.FunctionDef) -> bool:
    """Whether Keras may tell a layer's ``call`` that it trains, by what is not in its file."""
    return any(parameter.name.value == "training" for parameter in all_parameters(function.params))


def _has_options(function: cst.FunctionDef) -> bool:
    """Whether a call may leave out a parameter, such as a flag."""
    return any(parameter.default is not None for parameter in all_parameters(function.params))


def _is_seeded(call: cst.Call | None) -> bool:
    seed = keyword(call, "seed") if call is not None else None
    return seed is not None and not is_none(seed)


def _first(call: cst.Call) -> cst.BaseExpression:
    return call.args[0].value
