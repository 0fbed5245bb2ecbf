"""What a parameter holds, as far as its function and its callers show: a name, an object, or either."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.ranges import LiveRange, is_del, live_ranges
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.parameters import evidence
from tflint_ckpt.semantics.parameters.annotations import Annotation, of_annotation
from tflint_ckpt.semantics.parameters.evidence import Evidence, Proof
from tflint_ckpt.semantics.parameters.kept import of_attribute
from tflint_ckpt.semantics.values.kinds import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.callers import Callers
    from tflint_ckpt.semantics.module import Module


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function, and what is done with it there.

    Attributes:
        function: its function.
        node: the parameter.
        binding: its binding in the function's scope.
        own: the range of uses that the argument may reach.
        others: the ranges that the name has after it was bound again.
        rebound: the first later binding of the name, where there is one.
        names: proofs that it holds a name, the strongest first.
        objects: proofs that it holds an object.
        mixed: proofs of an object from uses that may see a later value.
        checked: a look at its type (``isinstance``), which says that it may hold several.
        foreign: whether it holds a model of another framework.
    """

    function: cst.FunctionDef
    node: cst.Param
    binding: Binding
    own: LiveRange
    others: tuple[LiveRange, ...]
    rebound: Binding | None
    names: tuple[Evidence, ...]
    objects: tuple[Evidence, ...]
    mixed: tuple[Evidence, ...]
    checked: Evidence | None
    foreign: bool

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.node.name.value

    @property
    def ignored(self) -> bool:
        """Whether the name is bound again before anything reads what the caller passed."""
        return not self.own.uses and self.rebound is not None

    def reads(self, module: Module) -> list[cst.Name]:
        """The uses of what was passed; to delete it is none."""
        return [use for use in self.own.uses if not isinstance(module.parent(use), cst.Del)]

    def keras(self, module: Module) -> Evidence | None:
        """The first proof that it holds a Keras model; an annotation has the last word."""
        shown = (*self.objects, *self.mixed)
        typed = tuple(found for found in shown if found.proof is Proof.TYPED)
        return next((found for found in typed or shown if evidence.is_keras(module, found)), None)

    def held_name(self, passed: Evidence | None = None) -> Evidence | None:
        """The best proof that the parameter holds a name and nothing else; *passed* is that of callers."""
        proofs = self.names if passed is None else (*self.names, passed)
        if not proofs or proofs[0].proof in (Proof.ANNOTATED, Proof.ANNOTATED_PATH):
            return proofs[0] if proofs and not self.objects else None
        if self.objects or self.checked is not None:
            return None
        if self.mixed:
            # ``if model == "a": model = A()`` before ``model.fit()`` lets a model through as well.
            proofs = tuple(found for found in proofs if found.proof not in (Proof.COMPARED, Proof.FORMATTED))
        return proofs[0] if proofs else None

    @property
    def is_path(self) -> bool:
        """Whether something shows that it holds the path of a file or folder."""
        return any(found.proof.of_path for found in self.names)


def parameters(module: Module, name: str) -> Iterator[Parameter]:
    """Every parameter called *name* of a function of the module (no ``*args``, no lambda)."""
    for function in module.facts.functions:
        params = function.params
        for node in (*params.posonly_params, *params.params, *params.kwonly_params):
            if node.name.value == name:
                yield _read(module, function, node)


def _read(module: Module, function: cst.FunctionDef, node: cst.Param) -> Parameter:
    scope = module.facts.scopes[function.body]
    name = node.name.value
    binding = next(binding for binding in scope.bindings[name] if binding.node is node)
    ranges = live_ranges(module, name, scope)
    own = next(found for found in ranges if binding in found.bindings)
    sure: list[Evidence] = []
    mixed: list[Evidence] = []
    for use in own.uses:
        found = evidence.of_use(module, use)
        if found is not None:
            (sure if module.visible(use) == [binding] else mixed).append(found)
    annotated = of_annotation(module, node.annotation)
    type_ = Evidence(Proof.ANNOTATED, node.annotation.annotation) if node.annotation is not None else None
    names = sorted((found for found in sure if found.proof.of_name), key=lambda found: found.proof.rank)
    objects = [found for found in sure if found.proof.of_object]
    checks = [found for found in (*sure, *mixed) if found.proof in (Proof.EITHER, Proof.CHECKED)]
    checks.sort(key=lambda found: found.proof is Proof.CHECKED)
    if isinstance(node.default, _STRINGS):
        names.insert(0, Evidence(Proof.DEFAULT, node.default))
    if type_ is not None and annotated is Annotation.NAME:
        names.insert(0, type_)
    elif type_ is not None and annotated is Annotation.PATH:
        names.insert(0, Evidence(Proof.ANNOTATED_PATH, type_.node))
        objects = [found for found in objects if found.proof is not Proof.ATTRIBUTE]  # ``model.exists()``
    elif type_ is not None and annotated is Annotation.EITHER:
        checks.insert(0, Evidence(Proof.EITHER, type_.node))
    elif type_ is not None and annotated is Annotation.OBJECT:
        objects.append(Evidence(Proof.TYPED, type_.node))
    if not objects:
        kept = (use for use in own.uses if module.visible(use) == [binding])
        objects += [found for use in kept for found in of_attribute(module, use)]
    return Parameter(
        function,
        node,
        binding,
        own,
        tuple(found for found in ranges if found is not own),
        next(
            (other for other in scope.bindings[name] if not (other is binding or is_del(module, other))), None
        ),
        tuple(names),
        tuple(objects),
        tuple(found for found in mixed if found.proof.of_object),
        checks[0] if checks else None,
        annotated is Annotation.FOREIGN or any(_is_foreign(module, found) for found in (*sure, *mixed)),
    )


def _is_foreign(module: Module, found: Evidence) -> bool:
    parent = module.parent(found.node)
    return isinstance(parent, cst.Attribute) and parent.attr.value in evidence.FOREIGN_ATTRIBUTES


_STRINGS = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)


def passed(parameter: Parameter, found: Callers) -> tuple[Evidence | None, bool]:
    """The first string that a caller passes, and whether some caller passes what surely is none."""
    string: Evidence | None = None
    other = False
    for site in found.sites:
        value = site.value(parameter.function, parameter.name)
        if value is None:
            continue
        if evidence.is_text(site.module, value):
            string = string or Evidence(Proof.CALLERS, value)
        elif any(not isinstance(given, Unknown) for given in site.module.evaluate(value)):
            other = True
    return string, other
