"""What proves a variable to be a dataset besides its value: annotations, checks, ``AUTOTUNE``, callers."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


class Evidence:
    """Proofs that do not say how a dataset was made; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._proved: dict[Binding, bool] = {}
        self._checks: dict[str, list[cst.Call]] | None = None
        self._elsewhere: dict[str, bool] = {}

    def proves(self, binding: Binding) -> bool:
        """Whether what this binding gives is a dataset: it is annotated so, or used as only one is."""
        from tflint_ckpt.semantics.names.annotations import annotation_of

        known = self._proved.get(binding)
        if known is None:
            self._proved[binding] = False  # what follows from itself is no proof
            known = self.annotates(annotation_of(self.module, binding)) or self._used_as_one(binding)
            self._proved[binding] = known
        return known

    def annotates(self, annotation: cst.Annotation | None) -> bool:
        """Whether an annotation says ``tf.data.Dataset``, alone, optional, or quoted."""
        from tflint_ckpt.semantics.names.annotations import is_typed

        return is_typed(self.module, annotation, *api.DATASET_CLASSES)

    def _used_as_one(self, binding: Binding) -> bool:
        """Whether some use begins a chain of operations, one of which is given ``AUTOTUNE``."""
        if "AUTOTUNE" not in self.module.source.text:
            return False
        return any(
            binding in self.module.visible(use)
            for use in self.module.uses(binding.name, binding.scope)
            if self._begins_tuned(use)
        )

    def _begins_tuned(self, use: cst.Name) -> bool:
        links = self._links_above(use)
        if any(self._takes_autotune(link) for link in links):
            return True
        assigned = self._assigned(links[-1]) if links else None
        return assigned is not None and self.proves(assigned)

    def _assigned(self, node: cst.CSTNode) -> Binding | None:
        """The variable that *node* alone is assigned to."""
        target = self.module.parent(node)
        if not (isinstance(target, cst.Assign) and len(target.targets) == 1):
            return None
        name = target.targets[0].target
        home = self.module.home(name)
        if home is None or not isinstance(name, cst.Name):
            return None
        return next((binding for binding in home.bindings[name.value] if binding.node is name), None)

    def autotuned(self, call: cst.Call) -> bool:
        """Whether *call*, or a link after it in the same chain, is a dataset operation with ``AUTOTUNE``."""
        return any(self._takes_autotune(link) for link in (call, *self._links_above(call)))

    def _links_above(self, node: cst.CSTNode) -> list[cst.Call]:
        """The operations called one on the other, from the one called on *node* outwards."""
        found: list[cst.Call] = []
        while True:
            name, call = self.module.method_on(node)
            if call is None or name not in api.OPERATIONS:
                return found
            found.append(call)
            node = call

    def _takes_autotune(self, call: cst.Call) -> bool:
        if not isinstance(call.func, cst.Attribute) or call.func.attr.value not in api.OPERATIONS:
            return False
        return any(self.module.is_named(argument.value, *api.AUTOTUNE) for argument in call.args)

    def narrowed(self, use: cst.Name) -> bool:
        """Whether an ``assert isinstance(x, tf.data.Dataset)`` before, or an ``if`` around, says so."""
        facts = self.module.facts
        for check in self._isinstance_checks().get(use.value, ()):
            statement = self.module.parent(check)
            checked = check.args[0].value
            if facts.scopes[check] is not facts.scopes[use] or not isinstance(checked, cst.Name):
                continue
            home = facts.scopes[use].lookup(use.value)
            if home is None or visible(facts, checked, home) != visible(facts, use, home):
                continue
            if isinstance(statement, cst.Assert) and precedes(facts, statement, use):
                return True
            if isinstance(statement, (cst.If, cst.IfExp)) and statement.test is check:
                inside = {use, *self.module.ancestors(use)}
                if statement.body in inside:
                    return True
        return False

    def _isinstance_checks(self) -> dict[str, list[cst.Call]]:
        if self._checks is None:
            self._checks = {}
            for call in self.module.facts.calls:
                if not (isinstance(call.func, cst.Name) and call.func.value == "isinstance"):
                    continue
                if len(call.args) != 2 or not isinstance(call.args[0].value, cst.Name):
                    continue
                if self.module.is_named(call.args[1].value, *api.DATASET_CLASSES):
                    self._checks.setdefault(call.args[0].value.value, []).append(call)
        return self._checks

    # Callers

    def callers(self, function: cst.FunctionDef) -> tuple[cst.Call, ...]:
        """Every call of a local function in the module; empty where some use of it cannot be followed."""
        return self.module.fact(CallSites).in_module(function) or ()

    def called_elsewhere(self, function: cst.FunctionDef) -> bool:
        """Whether another file of the project may call the function: it imports it, or names a method."""
        name = function.name.value
        if self.module.facts.scopes[function] is self.module.facts.module:
            return self.module.fact(CallSites).exported(name)
        if name not in self._elsewhere:
            project, path = self.module.project, self.module.path
            self._elsewhere[name] = project.somewhere(re.compile(name), name, besides=path)
        return self._elsewhere[name]
