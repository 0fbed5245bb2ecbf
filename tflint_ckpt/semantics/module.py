"""One parsed file and the questions rules may ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.semantics.calls import arguments as calls
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.call import Call
from tflint_ckpt.semantics.calls.reached import OtherNames, reached
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.engine import Engine
from tflint_ckpt.semantics.values.evaluate import Evaluator, NearbyEvaluator
from tflint_ckpt.semantics.values.kinds import Frame, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.datasets.chains import Datasets
    from tflint_ckpt.semantics.objects.flow import Flows
    from tflint_ckpt.semantics.objects.instances import Instances
    from tflint_ckpt.semantics.training.training import Training
    from tflint_ckpt.semantics.values import attributes
    from tflint_ckpt.syntax.positions import Span


class Module(Engine):
    """A source file with its tree and its facts. Facts are built when first asked for.

    What many rules ask has a name here; the facts of any other domain are asked for by their class,
    ``module.fact(Checkpoints)``.
    """

    def target_number(self, place: cst.CSTNode | Span) -> int | None:
        """Which of :attr:`targets`, counted from 0, the API that *place* belongs to runs on.

        It goes by the import root of that API: see :meth:`Roots.at`. ``None`` where targets differ and the
        code does not tell which one counts.
        """
        from tflint_ckpt.semantics.roots import Roots

        if len(self.targets) == 1:
            return 0
        root = self.fact(Roots).at(place)
        own = self._by_root.of(root) if root is not None else None
        every = enumerate(self.targets.values())
        return next((number for number, each in every if own is not None and each.is_like(own)), None)

    def is_one_keras(self) -> bool:
        """Whether ``tf.keras`` and ``keras`` run on the same releases, so that objects of both fit."""
        return self._by_root.tensorflow.is_like(self._by_root.of("keras"))

    # Values

    def evaluate(self, node: cst.BaseExpression, frames: Sequence[Frame] = ()) -> Values:
        evaluator = self._evaluator
        return evaluator.of_call(node, tuple(frames)) if frames else evaluator.of(node)

    def evaluate_nearby(self, node: cst.BaseExpression) -> Values:
        return self._nearby.of(node)

    @cached_property
    def _evaluator(self) -> Evaluator:
        return self.fact(Evaluator)

    @cached_property
    def _nearby(self) -> Evaluator:
        return NearbyEvaluator(self)

    def attribute_values(self, node: cst.Attribute) -> list[cst.BaseExpression] | None:
        """What ``self.attribute`` is assigned anywhere in its class; ``None`` where that cannot be seen.

        Of ``Settings.attribute``, what the body of that class of the module says.
        """
        parts = self.attribute_parts(node)
        if parts is None or any(index for _, index in parts):
            return None
        return [value for value, _ in parts]

    def attribute_parts(self, node: cst.Attribute) -> attributes.Parts | None:
        from tflint_ckpt.semantics.values import attributes

        return attributes.parts(self, node)

    # Objects

    @cached_property
    def objects(self) -> Instances:
        """What an expression provably is, and where it was made."""
        from tflint_ckpt.semantics.objects.instances import Instances

        return self.fact(Instances)

    @cached_property
    def flows(self) -> Flows:
        """Where an object goes after it was made."""
        from tflint_ckpt.semantics.objects.flow import Flows

        return self.fact(Flows)

    @cached_property
    def training(self) -> Training:
        """Fits with their callbacks, models, compiles and logs; which fits a callback reaches."""
        from tflint_ckpt.semantics.training.training import Training

        return self.fact(Training)

    def instance_of(self, node: cst.BaseExpression) -> str | None:
        return self.objects.instance_of(node)

    def is_instance(self, node: cst.BaseExpression, *wanted: str) -> bool:
        """Whether *node* provably is an object of one of these classes or families: ``keras.Model``."""
        return self.objects.is_instance(node, *wanted)

    def calls_on(self, family: str, *methods: str) -> Iterator[tuple[Call, str]]:
        """Calls of *methods* on what provably is of *family*, with the class of the receiver."""
        return self.objects.calls_on(family, *methods)

    # Datasets

    @cached_property
    def datasets(self) -> Datasets:
        """What is a ``tf.data.Dataset``, and how it came about."""
        from tflint_ckpt.semantics.datasets.chains import Datasets

        return self.fact(Datasets)

    # Calls and functions

    def calls(self, *names: str) -> Iterator[Call]:
        """Calls of the APIs *names* (canonical), in source order.

        Included are the calls of what ``functools.partial(api, …)`` gives, by whichever name, itself where
        it is more than called, calls of a local subclass that leaves the constructor alone, and
        ``super().__init__(…)`` in a direct subclass.
        """
        every = self.call_index.reaching(*names)
        others = self.fact(OtherNames).calls
        if others:
            places = self.call_index.places
            every = sorted({*every, *others}, key=places.__getitem__)
        for node in every:
            yield from self._as_call(node, names)

    def as_call(self, node: cst.Call, *names: str) -> Call | None:
        """*node* as :meth:`calls` gives it; ``None`` where it is no call of one of the APIs *names*."""
        return next(self._as_call(node, names), None)

    def _as_call(self, node: cst.Call, names: tuple[str, ...]) -> Iterator[Call]:
        for name in names:
            if self.is_named(node.func, name):
                yield calls.bind(self, node, name)
                return
        if self.is_named(node.func, "functools.partial") and node.args and not node.args[0].star:
            for name in names if node not in self.fact(OtherNames).only_called else ():
                if self.is_named(node.args[0].value, name):
                    yield calls.bind(self, node, name, skip=1, partial=True)
            return
        local = classes.local_class(self, node.func)
        for name in names:
            if (local and classes.inherits_constructor(self, local, name)) or classes.constructs_base(
                self, node, name
            ):
                yield calls.bind(self, node, name, inherited=True)
                return
        if node in self.fact(OtherNames).calls:
            func = reached(self, node).func
            for name in names:
                if self.is_named(func, name):
                    yield calls.bind(self, node, name)

    @cached_property
    def call_sites(self) -> CallSites:
        """Where the functions of the module are called."""
        return self.fact(CallSites)

    def bound_argument(
        self, function: cst.CSTNode, call: cst.Call, parameter: str
    ) -> cst.BaseExpression | None:
        """What *call* gives to *parameter* of the local *function*; see :meth:`CallSites.bound_argument`."""
        return self.call_sites.bound_argument(function, call, parameter)
