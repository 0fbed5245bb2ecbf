"""What is seen to be no Keras model, though it may be compiled and fitted: its package or class tells."""

from __future__ import annotations

import builtins
import sys

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.parameters.annotations import FOREIGN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.code import Code

METHODS = frozenset(
    """parameters named_parameters state_dict load_state_dict zero_grad cuda eval wv build_vocab partial_fit
    best_estimator_ best_params_ cv_results_ get_params set_params forward""".split()
)
"""Methods and attributes that other packages' models have, and those of Keras do not."""

_OF_MODELS = frozenset(
    """compile fit fit_generator evaluate_generator predict_generator train_on_batch test_on_batch
    predict_on_batch save save_weights load_weights""".split()
)
"""What a class that has it itself does in a way of its own."""
_ALIKE = frozenset(("rl", "poutyne", "skorch", "tensorlayer"))
"""Packages whose models are compiled or trained by calls that look like those of Keras."""
_PACKAGES = (
    FOREIGN
    | _ALIKE
    | frozenset(
        """gensim autokeras keras_tuner kerastuner scikeras elephas tflearn deepchem imblearn statsmodels
    tensorforce stable_baselines stable_baselines3 ktrain tpot surprise implicit lightfm
    ludwig""".split()
    )
)
_HOLDING = (
    cst.List, cst.Tuple, cst.Set, cst.Dict, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp
)  # fmt: skip
_PLAIN = (*_HOLDING, cst.Lambda, cst.Comparison, cst.BinaryOperation, cst.UnaryOperation, cst.BaseString)


def is_other(module: Code, value: cst.BaseExpression | None) -> bool:
    """Whether *value*, which a variable gets, is seen to be no Keras model."""
    if isinstance(value, cst.IfExp):
        return is_other(module, value.body) or is_other(module, value.orelse)
    if isinstance(value, cst.BooleanOperation):
        return is_other(module, value.left) or is_other(module, value.right)
    if isinstance(value, (*_PLAIN, cst.BaseNumber)):
        return True
    if isinstance(value, cst.Name) and not is_none(value):
        kinds = {binding.kind for binding in module.bindings(value)}
        return bool(kinds & {BindingKind.IMPORT, BindingKind.FUNCTION, BindingKind.CLASS})
    return isinstance(value, cst.Call) and _makes_other(module, value)


def imports_others(module: Code) -> bool:
    """Whether the file imports a library whose models are used much as those of Keras are."""
    scopes = module.facts.each_scope
    imported = {each.imported for scope in scopes for every in scope.bindings.values() for each in every}
    names = [name for name in (*imported, *(star for scope in scopes for star in scope.star_imports)) if name]
    return any(name.split(".", maxsplit=1)[0] in _ALIKE or "torch" in name.lower() for name in names)


def is_api_model(module: Code, value: cst.BaseExpression) -> bool:
    """Whether *value* is a call of the API that gives a model: ``load_model(…)``, ``Sequential()``."""
    name = module.resolve(value.func) if isinstance(value, cst.Call) else None
    made = families.made_by(name) if name is not None else None
    return made is not None and families.is_a(made, families.MODEL)


def _makes_other(module: Code, call: cst.Call) -> bool:
    local = classes.local_class(module, call.func)
    if local is not None:
        return _is_other_class(module, local)
    if _is_builtin(module, call.func):
        return True
    name = module.resolve(call.func)
    if name is None:
        return False
    made = families.made_by(name)
    return _is_foreign(name) or (made is not None and not families.is_a(made, families.MODEL))


def _is_other_class(module: Code, owner: cst.ClassDef) -> bool:
    """Whether a class of the module is no Keras model, or has methods of models that are its own."""
    if any(classes.names(module, each) & _OF_MODELS for each in _line(module, owner)):
        return True
    bases = [base for each in _line(module, owner) for base in each.bases]
    known = [each for each in bases if classes.local_class(module, each.value) is None]
    roots = [module.resolve(each.value) for each in known]
    if any(root is not None and _is_foreign(root) for root in roots):
        return True
    return all(
        _is_builtin(module, each.value) or (root or "").split(".")[0] in sys.stdlib_module_names
        for each, root in zip(known, roots, strict=True)
    )


def _line(module: Code, owner: cst.ClassDef) -> Iterator[cst.ClassDef]:
    yield owner
    yield from (each for each in classes.ancestry(module, owner) if isinstance(each, cst.ClassDef))


def _is_builtin(module: Code, node: cst.BaseExpression) -> bool:
    """Whether a name is one of Python's own; one that nothing binds may come from a star import."""
    return hasattr(builtins, module.builtin(node) or "")


def _is_foreign(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in _PACKAGES or "torch" in name.lower()
