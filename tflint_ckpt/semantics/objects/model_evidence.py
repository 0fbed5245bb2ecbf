"""What proves a variable, parameter or attribute to be a Keras model, though nobody sees where it is made.

It is annotated as one, or used as only one is: compiled and trained with keywords of Keras, or trained by
``fit_generator``. Nothing is known then of the class of the model.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.resolve import is_none, visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.objects.flow import Flows
from tflint_ckpt.syntax.forms import is_self, keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_ckpt.semantics.engine import Engine

_CLASSES = tuple(
    f"{place}.{name}"
    for place in ("keras", "keras.models", "keras.engine.training", "keras.engine.sequential")
    for name in ("Model", "Sequential", "Functional")
)
_COMPILE = frozenset(
    """optimizer loss metrics loss_weights sample_weight_mode weighted_metrics target_tensors run_eagerly
    steps_per_execution jit_compile auto_scale_loss distribute cloning experimental_run_tf_function""".split()
)
_DECIDING = frozenset(("optimizer", "loss"))
_FIT = frozenset(
    """x y generator batch_size epochs nb_epoch verbose callbacks validation_split validation_data shuffle
    class_weight sample_weight initial_epoch steps_per_epoch samples_per_epoch validation_steps nb_val_samples
    validation_batch_size validation_freq max_queue_size max_q_size nb_worker workers pickle_safe
    use_multiprocessing show_accuracy""".split()
)
_OF_KERAS = _FIT - frozenset("x y generator shuffle verbose sample_weight class_weight workers".split())
"""Keywords of ``fit`` that other packages do not have."""
_GENERATORS = frozenset(("fit_generator", "evaluate_generator", "predict_generator"))
_BATCHES = frozenset(("train_on_batch", "test_on_batch", "predict_on_batch"))
"""Methods that only models of Keras have."""
_OWN = _GENERATORS | {"save_weights", "load_weights"}
"""Methods whose every definition counts: models of Keras often have a ``compile`` or ``fit`` of their own."""
_ASKED = pattern(
    r"isinstance|hasattr|backend|framework|torch|keras|tensorflow|sklearn|scikit|xgb|lgb|catboost|\btf\b",
    re.I,
)
"""Words in a test by which code tells what kind of a model it has."""
_BRANCHES = (cst.If, cst.IfExp, cst.Match, cst.ExceptHandler, cst.BooleanOperation)
_KINDS = (BindingKind.ASSIGNMENT, BindingKind.PARAMETER, BindingKind.LOOP)


class ModelEvidence:
    """Proofs that do not say how a model was made; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._proved: dict[Binding, bool] = {}
        self._attributes: dict[tuple[cst.ClassDef, str], bool] = {}
        self._own: dict[str, bool] = {}

    def proves(self, binding: Binding) -> bool:
        """Whether what this binding gives is a Keras model: it is annotated so, or used as only one is."""
        if binding not in self._proved:
            self._proved[binding] = self._imports_keras and self._is_model(binding)
        return self._proved[binding]

    def proves_attribute(self, owner: cst.ClassDef, name: str) -> bool:
        """Whether ``self.name`` in the methods of the class *owner* is a Keras model, by the same signs."""
        key = owner, name
        if key not in self._attributes:
            self._attributes[key] = self._imports_keras and self._is_model_attribute(owner, name)
        return self._attributes[key]

    def proved_attribute(self, node: cst.Attribute) -> cst.Attribute | None:
        """Where ``self.model`` stands first in its class, where *node* is that and a model by evidence."""
        owner = self.module.enclosing_class(node) if is_self(node.value) else None
        if owner is None or not self.proves_attribute(owner, node.attr.value):
            return None
        return next(self._of_self({owner}, node.attr.value))

    @cached_property
    def _imports_keras(self) -> bool:
        module = self.module
        return "keras" in module.source.text and module.imports("keras", "tensorflow")

    @cached_property
    def _may_show(self) -> bool:
        """Whether the file has calls that may be evidence at all, and no models of another library."""
        from tflint_ckpt.semantics.objects import not_models

        if not_models.imports_others(self.module):
            return False
        methods = {
            func.attr.value for _, func in self.module.method_calls("compile", "fit", *_GENERATORS, *_BATCHES)
        }
        return bool(methods & _GENERATORS) or ("compile" in methods and len(methods) > 1)

    # Variables and parameters

    def _is_model(self, binding: Binding) -> bool:
        from tflint_ckpt.semantics.names.annotations import annotation_of, is_typed
        from tflint_ckpt.semantics.objects import not_models

        if binding.kind not in _KINDS:
            return False
        if is_typed(self.module, annotation_of(self.module, binding), *_CLASSES):
            return True
        if binding.kind is BindingKind.LOOP and self._goes_through_models(binding):
            return True
        if binding.kind is BindingKind.ASSIGNMENT and not binding.index:
            if self._returns_model(binding.value):
                return True
            if not_models.is_other(self.module, binding.value):
                return False
        if not self._may_show or (isinstance(binding.node, cst.Param) and binding.node.star in ("*", "**")):
            return False
        reads = self.module.fact(Flows).reads(binding)
        return self._are_used_as_one(reads, [use for use in reads if self._surely_sees(use, binding)])

    def _goes_through_models(self, binding: Binding) -> bool:
        """Whether a loop goes through what is annotated to hold models: ``for one in models``."""
        from tflint_ckpt.semantics.names.annotations import annotation_of, holds_typed

        through, index = binding.value, binding.index
        if isinstance(through, cst.Call) and self.module.builtin(through.func) == "enumerate":
            through, index = (through.args[0].value, index[1:]) if index[:1] == (1,) else (None, ())
        held = self.module.sole_binding(through) if isinstance(through, cst.Name) and not index else None
        return held is not None and holds_typed(self.module, annotation_of(self.module, held), *_CLASSES)

    def _returns_model(self, value: cst.BaseExpression | None) -> bool:
        """Whether *value* is a call of a function of the module that says it returns a model."""
        from tflint_ckpt.semantics.names.annotations import is_typed

        function = self.module.local_function(value.func) if isinstance(value, cst.Call) else None
        if function is None or function.asynchronous is not None:
            return False
        return is_typed(self.module, function.returns, *_CLASSES)

    def _surely_sees(self, use: cst.Name, binding: Binding) -> bool:
        """Whether *use* is run with what *binding* gives, whatever else the variable may be bound to.

        Where it may see another binding, too, it must not stand in a branch that may be for that one.
        """
        facts = self.module.facts
        seen = visible(facts, use, binding.scope)
        if all(each is binding or _is_none(each) for each in seen):
            return True
        around = set(self.module.ancestors(binding.node))
        return facts.scopes[use] is binding.scope and not any(
            isinstance(above, _BRANCHES) and above not in around for above in self.module.ancestors(use)
        )

    # Attributes

    def _is_model_attribute(self, owner: cst.ClassDef, name: str) -> bool:
        from tflint_ckpt.semantics.objects import not_models

        module = self.module
        above = {each for each in classes.ancestry(module, owner) if isinstance(each, cst.ClassDef)}
        line = {owner, *above}
        family = line | set(module.subclasses(owner))
        values: list[cst.BaseExpression] = []
        for target, _ in module.facts.attribute_targets:
            if target.attr.value != name:
                continue
            holder = module.enclosing_class(target) if is_self(target.value) else None
            if holder is None:
                return False  # ``trainer.model = …`` may mean an instance of this class
            if holder in family:
                value, index = module.facts.attribute_parts.get(target, (None, ()))
                if value is None:
                    return False
                if not index:
                    values.append(value)
        if any(self._is_typed_in(each, name) for each in line):
            return True
        if any(self._is_defined(each, name) for each in family):
            return False
        others = [value for value in values if not (is_none(value) or not_models.is_api_model(module, value))]
        if len(others) > 1 and len({module.text(_made_by(value)) for value in others}) > 1:
            return False
        if any(not_models.is_other(module, value) for value in others) or not self._may_show:
            return False
        uses = list(self._of_self(line, name))
        return self._are_used_as_one(uses, uses)

    def _of_self(self, owners: set[cst.ClassDef], name: str) -> Iterator[cst.Attribute]:
        for node in self.module.attributes(name):
            if is_self(node.value) and self.module.enclosing_class(node) in owners:
                yield node

    def _is_defined(self, owner: cst.ClassDef, name: str) -> bool:
        """Whether the body of a class gives *name* anything but ``None``: a property, a default."""
        scope = self.module.facts.scopes.get(owner.body)
        bindings = scope.bindings.get(name, ()) if scope is not None else ()
        return any(not is_none(each.value) for each in bindings)

    def _is_typed_in(self, owner: cst.ClassDef, name: str) -> bool:
        """Whether a class annotates the attribute *name* as a model, in its body or where it is set."""
        from tflint_ckpt.semantics.names.annotations import is_typed

        for target in self._annotated:
            place = target.target
            in_body = isinstance(place, cst.Name) and place.value == name
            of_self = isinstance(place, cst.Attribute) and is_self(place.value) and place.attr.value == name
            scope = self.module.facts.scopes[place]
            here = (in_body and scope.node is owner) or (
                of_self and self.module.enclosing_class(place) is owner
            )
            if here and is_typed(self.module, target.annotation, *_CLASSES):
                return True
        return False

    @cached_property
    def _annotated(self) -> list[cst.AnnAssign]:
        return [node for node in self.module.facts.parents if isinstance(node, cst.AnnAssign)]

    # Uses

    def _are_used_as_one(
        self, uses: Iterable[cst.BaseExpression], certain: Iterable[cst.BaseExpression]
    ) -> bool:
        """Whether the *certain* ones of all *uses* show a Keras model, and none of them something else."""
        shown = self._shown(certain)
        proved = bool(shown & _GENERATORS) or ("compile" in shown and len(shown) > 1)
        return proved and not any(self._speaks_against(use) for use in uses) and not self._has_own(uses)

    def _has_own(self, uses: Iterable[cst.BaseExpression]) -> bool:
        """Whether some class of the project defines one of the methods that are called on *uses* itself."""
        methods = {self.module.method_on(use)[0] for use in uses}
        return any(self._is_defined_somewhere(method) for method in methods)

    def _is_defined_somewhere(self, method: str) -> bool:
        """Whether a class of the project defines *method*, where that is one of :data:`_OWN`."""
        if method in _OWN and method not in self._own:
            definition = re.compile(rf"\bdef\s+{method}\(\s*self\b")
            others = self.module.project.somewhere(definition, method, besides=self.module.path)
            self._own[method] = definition.search(self.module.source.text) is not None or others
        return self._own.get(method, False)

    def _shown(self, uses: Iterable[cst.BaseExpression]) -> set[str]:
        """The methods that are called on one of *uses* as only those of a Keras model are."""
        found = set[str]()
        for use in uses:
            method, call = self.module.method_on(use)
            given = keywords(call) if call is not None else set()
            telling = {"compile": _DECIDING, "fit": _OF_KERAS}.get(method, frozenset())
            if call is None:
                continue
            if method in _GENERATORS | _BATCHES or given & telling or _names_loss(method, call):
                found.add(method)
        return found

    def _speaks_against(self, use: cst.BaseExpression) -> bool:
        """Whether *use* is one of no Keras model, or the code asks there what kind of a model it has."""
        from tflint_ckpt.semantics.objects import not_models

        method, call = self.module.method_on(use)
        if method in not_models.METHODS:
            return True
        taken = {"compile": _COMPILE, "fit": _FIT}.get(method)
        if call is not None and taken is not None and keywords(call) - taken:
            return True
        for above in self.module.ancestors(use):
            if isinstance(above, (cst.If, cst.IfExp)) and _ASKED.search(self.module.text(above.test)):
                return True
            if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
                return False
        return False


def _names_loss(method: str, call: cst.Call) -> bool:
    """Whether a call is ``compile(…, "mse")``: agents of Keras-RL get their metrics there, in a list."""
    second = call.args[1] if method == "compile" and len(call.args) > 1 else None
    return second is not None and second.keyword is None and isinstance(second.value, cst.SimpleString)


def _is_none(binding: Binding) -> bool:
    return binding.kind is BindingKind.ASSIGNMENT and is_none(binding.value)


def _made_by(value: cst.BaseExpression) -> cst.BaseExpression:
    """What is called to make *value*; *value* itself where that is no call."""
    return value.func if isinstance(value, cst.Call) else value
