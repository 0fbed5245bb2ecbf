"""One parsed file and the questions rules may ask of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TypeVar, cast

import libcst as cst

from tflint_ckpt.project import Project
from tflint_ckpt.semantics.calls import arguments as calls
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.definitions import Definition, definition_of
from tflint_ckpt.semantics.calls.named import is_bound
from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
from tflint_ckpt.semantics.calls.reached import reached
from tflint_ckpt.semantics.calls.returns import returned_values
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.datasets.chains import Datasets
from tflint_ckpt.semantics.datasets.readers import Readers
from tflint_ckpt.semantics.names.bindings import read_scopes
from tflint_ckpt.semantics.names.resolve import Names
from tflint_ckpt.semantics.names.scopes import Binding, Scope
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.flow import Flows
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.paths.directories import Directories
from tflint_ckpt.semantics.roots import Roots, imported
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints
from tflint_ckpt.semantics.training.training import Training
from tflint_ckpt.semantics.values import attributes
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Frame, Values
from tflint_ckpt.semantics.values.numbers import Numbers
from tflint_ckpt.semantics.wording import in_words
from tflint_ckpt.source import Source
from tflint_ckpt.syntax.parse import parse_source
from tflint_ckpt.syntax.positions import NotReproduced, Positions, Span
from tflint_ckpt.target import Target, Targets

Facts = TypeVar("Facts")


class Module:
    """A source file with its tree and its facts. Facts are built when first asked for.

    Attributes:
        source: the text and where it came from.
        targets: what the Kerases that the file imports run on, those that differ, each with the import root
            (see ``tflint_ckpt.target.ROOTS``) it is the target of; that of ``tf.keras`` first.
        target: the releases that are judged now: the one target, or of several each in turn. No fact that is
            kept may depend on it.
        unpacked: for an entry of a dictionary, the calls that it is unpacked into, where targets differ.
        project: the other files of the run.
        tree: the LibCST tree.
        facts: scopes, bindings, parents.
        not_judged: per rule code, the places a rule looked at and could not decide.
    """

    def __init__(self, source: Source, targets: Targets, project: Project) -> None:
        """Parse *source*. Raises ``libcst.ParserSyntaxError`` where it is not Python 3."""
        self.source = source
        self.project = project
        self.tree, self._text = parse_source(source)
        self.facts = read_scopes(self.tree)
        self.not_judged: Counter[str] = Counter()
        self._names = Names(self.facts)
        self.evaluator = Evaluator(self)
        self._definitions: dict[str, Definition | None] = {}
        self._nearby = Evaluator(self)
        self._nearby.callers = False
        self._facts: dict[object, object] = {}
        self._positions: Positions | None = None
        self._returns: dict[cst.FunctionDef, list[cst.BaseExpression] | None] = {}
        self._by_method: dict[str, list[cst.Call]] | None = None
        self._attributes: dict[str, list[cst.Attribute]] | None = None
        self._bases: dict[cst.ClassDef, list[cst.ClassDef | str | None]] | None = None
        self.unpacked: dict[cst.CSTNode, list[cst.Call]] = {}
        roots = imported(self) if targets.may_differ(source.text) else ()
        self.targets = targets.distinct(roots)
        self.target = next(iter(self.targets.values()))
        self._by_root = targets

    def fact(self, kind: Callable[[Module], Facts]) -> Facts:
        """The facts of *kind*, a class that is made of a module, made when first asked for.

        So a rule finds the facts of a domain, ``module.fact(Layers)``, that this class does not know.
        """
        if kind not in self._facts:
            self._facts[kind] = kind(self)
        return cast(Facts, self._facts[kind])

    # What the code runs on

    @cached_property
    def _roots(self) -> Roots:
        return Roots(self)

    def target_number(self, place: cst.CSTNode | Span) -> int | None:
        """Which of :attr:`targets`, counted from 0, the API that *place* belongs to runs on.

        It goes by the import root of that API: see :meth:`Roots.at`. ``None`` where targets differ and the
        code does not tell which one counts.
        """
        if len(self.targets) == 1:
            return 0
        root = self._roots.at(place)
        own = self._by_root.of(root) if root is not None else None
        every = enumerate(self.targets.values())
        return next((number for number, each in every if own is not None and each.is_like(own)), None)

    @contextmanager
    def on(self, target: Target) -> Iterator[None]:
        """Let *target* be the one that is judged."""
        kept, self.target = self.target, target
        try:
            yield
        finally:
            self.target = kept

    # Text and positions

    @property
    def path(self) -> str:
        """The file's path as shown to the user."""
        return self.source.path

    @property
    def positions(self) -> Positions:
        """Where every node stands. Raises :class:`NotReproduced` if LibCST does not give the text back."""
        if self._positions is None:
            positions = Positions(self.tree, self._text)
            # LibCST may lose white space behind the last line, where nothing stands.
            if positions.text.rstrip() != self._text.rstrip():
                raise NotReproduced
            self._positions = positions
        return self._positions

    def span(self, node: cst.CSTNode) -> Span:
        """Start and end of *node* in the text, without parentheses and the white space it owns."""
        return self.positions.syntactic[node]

    def where(self, *nodes: cst.CSTNode, preposition: str = "") -> str:
        """Where *nodes* begin, for a message: ``line 3``; see :func:`in_words`."""
        starts = sorted(self.span(node)[0] for node in nodes)
        return in_words([self.source.place(start) for start in starts], preposition)

    def full_span(self, node: cst.CSTNode) -> Span:
        """Start and end of *node* with its parentheses and all the white space it owns."""
        return self.positions.full[node]

    def text(self, node: cst.CSTNode) -> str:
        """The source text of *node*, parentheses included where it is an expression."""
        start, end = self.full_span(node) if isinstance(node, cst.BaseExpression) else self.span(node)
        return self.source.text[start:end]

    # Names

    def resolve(self, node: cst.CSTNode) -> str | None:
        """The canonical qualified name of an expression, such as ``keras.callbacks.ModelCheckpoint``."""
        return self._names.resolve(node)

    def is_named(self, node: cst.CSTNode, *names: str) -> bool:
        """Whether an expression is one of these canonical names; star imports count."""
        return self._names.is_named(node, *names)

    def spelled(self, node: cst.CSTNode) -> str | None:
        """The qualified name of an expression as the file imports it, ``tensorflow.keras.…``."""
        return self._names.spelled(node)

    def spellings(self, node: cst.CSTNode) -> frozenset[str]:
        """The same names, all of them where several imports may have brought it."""
        return self._names.spellings(node)

    def imports(self, *families: str) -> bool:
        """Whether the file imports anything from the canonical packages *families*."""
        return self._names.imports(*families)

    def bindings(self, node: cst.Name) -> list[Binding]:
        """All bindings of the variable that a use means, in source order; empty for a builtin."""
        scope = self.facts.scopes.get(node)
        home = scope.lookup(node.value) if scope else None
        return home.bindings[node.value] if home else []

    def sole_binding(self, node: cst.CSTNode) -> Binding | None:
        """The binding of a name that has only one; ``None`` for any other expression."""
        found = self.bindings(node) if isinstance(node, cst.Name) else []
        return found[0] if len(found) == 1 else None

    def uses(self, name: str, home: Scope) -> list[cst.Name]:
        """Every ``Name`` node, loads and stores, that means the variable *name* of scope *home*."""
        return [node for node in self.facts.named(name) if self.facts.scopes[node].lookup(name) is home]

    # Tree

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node of code above *node*; ``None`` for the module."""
        return self.facts.parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes above *node*, the nearest first."""
        parent = self.facts.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.facts.parents.get(parent)

    def enclosing_class(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """The nearest class around *node*, methods seen through."""
        return next((above for above in self.ancestors(node) if isinstance(above, cst.ClassDef)), None)

    def enclosing_function(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The nearest function around *node*."""
        return next((above for above in self.ancestors(node) if isinstance(above, cst.FunctionDef)), None)

    # Values

    def evaluate(self, node: cst.BaseExpression, frames: Sequence[Frame] = ()) -> Values:
        """Everything *node* may be; see :mod:`tflint_ckpt.semantics.values.kinds`.

        *frames* are calls of functions of this module, the outermost first, whose arguments count.
        """
        return self.evaluator.of_call(node, tuple(frames)) if frames else self.evaluator.of(node)

    def definition_of(self, imported: str) -> Definition | None:
        """Where another file of the project defines what this one imports by a dotted name."""
        if imported not in self._definitions:
            self._definitions[imported] = definition_of(self, imported)
        return self._definitions[imported]

    def evaluate_nearby(self, node: cst.BaseExpression) -> Values:
        """As :meth:`evaluate`, but no parameter is followed to its callers: on this the callers are found."""
        return self._nearby.of(node)

    @cached_property
    def numbers(self) -> Numbers:
        """Which expressions are numbers, whatever their values."""
        return Numbers(self)

    @cached_property
    def directories(self) -> Directories:
        """Which folders the module makes, or shows to exist."""
        return Directories(self)

    def attribute_values(self, node: cst.Attribute) -> list[cst.BaseExpression] | None:
        """What ``self.attribute`` is assigned anywhere in its class; ``None`` where that cannot be seen.

        Of ``Settings.attribute``, what the body of that class of the module says.
        """
        parts = self.attribute_parts(node)
        if parts is None or any(index for _, index in parts):
            return None
        return [value for value, _ in parts]

    def attribute_parts(self, node: cst.Attribute) -> attributes.Parts | None:
        """As :meth:`attribute_values`, with where in the value the attribute's part stands.

        Of ``self.a, self.b = f()`` the value of ``self.b`` is the call, and its part is 1.
        """
        return attributes.parts(self, node)

    def subclasses(self, owner: cst.ClassDef) -> list[cst.ClassDef]:
        """The classes of the module that inherit from *owner*."""
        if self._bases is None:
            found = [node for node in self.facts.scopes if isinstance(node, cst.ClassDef) and node.bases]
            self._bases = {node: classes.ancestry(self, node) for node in found}
        return [node for node, bases in self._bases.items() if owner in bases]

    # Objects

    @cached_property
    def objects(self) -> Instances:
        """What an expression provably is, and where it was made."""
        return Instances(self)

    @cached_property
    def flows(self) -> Flows:
        """Where an object goes after it was made."""
        return Flows(self)

    @cached_property
    def training(self) -> Training:
        """Fits with their callbacks, models, compiles and logs; which fits a callback reaches."""
        return Training(self)

    def instance_of(self, node: cst.BaseExpression) -> str | None:
        """The class of what *node* provably is: ``keras.metrics.Mean``, or the family that all ways share.

        For an object of a class of the module: the API class that it derives from.
        """
        return self.objects.instance_of(node)

    def is_instance(self, node: cst.BaseExpression, *wanted: str) -> bool:
        """Whether *node* provably is an object of one of these classes or families: ``keras.Model``."""
        name = self.objects.instance_of(node)
        return name is not None and families.is_a(name, *wanted)

    def calls_on(self, family: str, *methods: str) -> Iterator[tuple[Call, str]]:
        """Calls of *methods* on what provably is of *family*, with the class of the receiver."""
        return self.objects.calls_on(family, *methods)

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The ``tf.train.Checkpoint`` objects: what they hold, where they are saved and restored."""
        return Checkpoints(self)

    # Datasets

    @cached_property
    def datasets(self) -> Datasets:
        """What is a ``tf.data.Dataset``, and how it came about."""
        return Datasets(self)

    @cached_property
    def dataset_readers(self) -> Readers:
        """What goes on with a dataset."""
        return Readers(self)

    # Calls and functions

    def calls(self, *names: str) -> Iterator[Call]:
        """Calls of the APIs *names* (canonical), in source order.

        Included are ``functools.partial(api, …)``, calls of a local subclass that leaves the
        constructor alone, and ``super().__init__(…)`` in a direct subclass.
        """
        for node in self.facts.calls:
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
            for name in names:
                if self.is_named(node.args[0].value, name):
                    yield calls.bind(self, node, name, skip=1, partial=True)
            return
        local = classes.local_class(self, node.func)
        for name in names:
            if (local and classes.inherits_constructor(self, local, name)) or classes.constructs_base(
                self, node, name
            ):
                yield calls.bind(self, node, name, inherited=True)

    def method_calls(self, *methods: str) -> Iterator[tuple[cst.Call, cst.Attribute]]:
        """Calls of the form ``receiver.method(…)``, with the attribute, in source order."""
        for node in self.facts.calls:
            if isinstance(node.func, cst.Attribute) and node.func.attr.value in methods:
                yield node, node.func

    def attributes(self, name: str) -> list[cst.Attribute]:
        """Every expression ``….name``, loads and stores, in source order."""
        if self._attributes is None:
            self._attributes = defaultdict(list)
            for node in self.facts.scopes:
                if isinstance(node, cst.Attribute):
                    self._attributes[node.attr.value].append(node)
        return self._attributes.get(name, [])

    @cached_property
    def call_sites(self) -> CallSites:
        """Where the functions of the module are called."""
        return CallSites(self)

    def builtin(self, node: cst.CSTNode) -> str | None:
        """The name of the builtin that a name means, such as ``list``; ``None`` for anything else."""
        scope = self.facts.scopes.get(node)
        known = isinstance(node, cst.Name) and scope is not None and scope.lookup(node.value) is None
        return node.value if known and isinstance(node, cst.Name) else None

    def local_function(self, node: cst.BaseExpression) -> cst.FunctionDef | None:
        """The function of this module that a name, or ``self.name``, means where that is certain."""
        binding = self.sole_binding(node)
        if binding is not None and isinstance(binding.node, cst.FunctionDef):
            return binding.node
        on = node.value if isinstance(node, cst.Attribute) else None
        if isinstance(node, cst.Attribute) and isinstance(on, cst.Name) and on.value == "self":
            owner = self.enclosing_class(node)
            return classes.methods(owner).get(node.attr.value) if owner else None
        return None

    def returns(self, function: cst.FunctionDef | cst.Lambda) -> list[cst.BaseExpression] | None:
        """The expressions a function may return; ``None`` for a generator, coroutine or wrapped function."""
        if isinstance(function, cst.Lambda):
            return [function.body]
        if function not in self._returns:
            passing = set(decorators(self, function)) <= PASSING
            self._returns[function] = returned_values(function) if passing else None
        return self._returns[function]

    def bound_argument(
        self, function: cst.CSTNode, call: cst.Call, parameter: str
    ) -> cst.BaseExpression | None:
        """What *call* gives to *parameter* of the local *function*; see :func:`calls.bound_argument`.

        *call* may be any of :meth:`CallSites.calls_of`: of a method, a class, a variable that has the
        function or a ``functools.partial`` of it.
        """
        if not isinstance(function, (cst.FunctionDef, cst.Lambda)):
            return None
        found = reached(self, call)
        bound_first = is_bound(self, self.call_sites.receivers, function, found.func)
        return calls.bound_argument(
            function.params, found.arguments, parameter, bound_first=bound_first, is_open=found.partial
        )
