"""What a callback reads of itself that Keras gave it once: validation data, parameters of the training."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.callbacks.classes import CallbackClass, CallbackClasses
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

DATA = "validation_data"
PARAMS = "params"
KEYS = ("verbose", "epochs", "steps")
"""The keys that ``params`` has (ran on 2.11, 2.15, 3.3 and 3.15)."""
_GONE = frozenset("metrics nb_epoch nb_sample samples batch_size do_validation size".split())
"""Keys that it had before."""
_SETS_ANY = pattern(r"\b(?:setattr|vars)\(|\b__dict__\b")
"""What may set any attribute."""
_STORES = (cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.Del)


@dataclass(frozen=True, eq=False, slots=True)
class Read:
    """A place in a callback that reads what is not there.

    Attributes:
        node: ``self.validation_data``, or ``self.params["metrics"]``.
        key: the key that is read of the parameters; empty for the validation data.
        asked: whether the class asks first whether the data are there: nothing happens where they are None.
    """

    node: cst.BaseExpression
    key: str = ""
    asked: bool = False


def reads(module: Module) -> Iterator[Read]:
    """The first such place of each method of each callback class that does not set it itself."""
    seen: set[tuple[cst.CSTNode | None, str]] = set()
    callbacks = module.fact(CallbackClasses)
    for callback, node in callbacks.uses_of_self(DATA):
        place = module.enclosing_function(node), DATA
        if place not in seen and _is_unset(callbacks, callback, DATA) and not _is_stored(module, node):
            seen.add(place)
            yield Read(node, asked=any(_is_test(module, each) for _, each in callbacks.uses_of_self(DATA)))
    for callback, node in callbacks.uses_of_self(PARAMS):
        subscript = module.parent(node)
        key = _key(subscript, node)
        place = module.enclosing_function(node), key
        if not isinstance(subscript, cst.Subscript) or key not in _GONE or place in seen:
            continue
        if any(_asks_for_keys(module, each) for _, each in callbacks.uses_of_self(PARAMS)):
            continue
        if _is_unset(callbacks, callback, PARAMS) and not _adds_key(module, callback):
            seen.add(place)
            yield Read(subscript, key)


def _key(node: cst.CSTNode | None, holder: cst.CSTNode) -> str:
    if not isinstance(node, cst.Subscript) or node.value is not holder or len(node.slice) != 1:
        return ""
    index = node.slice[0].slice
    text = index.value if isinstance(index, cst.Index) else None
    value = text.evaluated_value if isinstance(text, cst.SimpleString) else ""
    return value if isinstance(value, str) else ""


def _is_unset(callbacks: CallbackClasses, callback: CallbackClass, name: str) -> bool:
    """Whether nothing that is in sight, and nothing out of sight, gives the callback the attribute."""
    module = callbacks.module
    if not all(each.closed and not each.has(name) for each in callbacks.with_heirs(callback)):
        return False
    targets = (target for target, _ in module.facts.attribute_targets if target.attr.value == name)
    if not all(is_self(target.value) and module.enclosing_class(target) is not None for target in targets):
        return False  # of the callback, perhaps; what its classes set themselves has been looked at
    if _SETS_ANY.search(module.source.text):
        return False
    itself = rf"\.{name}\b[^\n=]*=(?!=)"
    sets = re.compile(rf"(?<!\bself){itself}|[\"']{name}[\"']|\.set_{name}\(|\.set_params\(")
    if re.search(rf"[\"']{name}[\"']|\.set_{name}\(|\.set_params\(", module.source.text):
        return False
    if module.project.somewhere(sets, name, besides=module.path):
        return False
    if not module.project.somewhere(re.compile(rf"\bself{itself}"), name, besides=module.path):
        return True
    own = callback.node.name.value
    heirs = re.compile(rf"class \w+\([^()\n]*\b{own}\b")
    return not module.project.somewhere(heirs, own, besides=module.path)


def _is_stored(module: Module, node: cst.CSTNode) -> bool:
    return isinstance(module.parent(node), _STORES)


def _is_test(module: Module, node: cst.Attribute) -> bool:
    """Whether a use asks for the data: ``if self.validation_data is not None``."""
    for child, above in module.steps(node):
        if isinstance(above, (cst.If, cst.IfExp, cst.While, cst.Assert)):
            return child is above.test
        if not isinstance(above, (cst.Comparison, cst.UnaryOperation, cst.BooleanOperation)):
            return False
    return False


def _asks_for_keys(module: Module, node: cst.Attribute) -> bool:
    """Whether a use of the parameters asks which keys they have: ``if "metrics" in self.params``."""
    for above in module.ancestors(node):
        if isinstance(above, cst.ComparisonTarget):
            return isinstance(above.operator, (cst.In, cst.NotIn))
        if not isinstance(above, (cst.Attribute, cst.Call)):
            break
    return False


def _adds_key(module: Module, callback: CallbackClass) -> bool:
    """Whether a method of the class, or of one behind it, sets a key of the parameters."""
    if callback.method("set_params") is not None:
        return True
    return any(
        isinstance(module.parent(above), _STORES)
        for _, node in module.fact(CallbackClasses).uses_of_self(PARAMS)
        if (above := module.parent(node)) is not None
    ) or bool(re.search(r"\.params\.(update|setdefault)\(", module.source.text))
