"""Arrays that stay in memory while a model trains on the copy that a dataset made of them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets.onward import Role, ends, in_loop
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.shape import Made
from tflint_ckpt.syntax.statements import statement_of
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

SLICES = "tensorflow.data.Dataset.from_tensor_slices"
_LARGE = 100_000_000
"""Bytes from which on a second copy is worth a line of code."""
_NEW = frozenset("astype mean std var min max sum".split())
"""Methods of an array whose result holds nothing of it, unlike that of ``reshape``."""
_ABOUT = frozenset("dtype nbytes ndim shape size".split())
_ASKING = frozenset("id isinstance len print type".split())
_MEASURING = frozenset(f"numpy.{name}" for name in "isnan max mean min std sum unique var".split())


@dataclass(frozen=True, slots=True)
class Kept:
    """The large arrays of one ``from_tensor_slices`` that nothing needs behind it.

    Attributes:
        names: their variables where they are given, each once.
        size: bytes of all of them.
        statement: the statement that makes the dataset.
        trains: whether the same statement trains on it.
    """

    names: tuple[cst.Name, ...]
    size: int
    statement: cst.CSTNode
    trains: bool


def kept_arrays(module: Module) -> Iterator[Kept]:
    """What ``del`` behind a ``from_tensor_slices`` would free, where a model trains on the dataset.

    Arrays whose size the code shows, that only their variable holds.
    """
    for call in module.calls(SLICES):
        if not isinstance(call.node.func, cst.Attribute) or in_loop(module, call.node):
            continue
        statement = statement_of(module, call.node)
        names: dict[str, tuple[cst.Name, int]] = {}
        for node in descend(call.node):
            size = _kept(module, node, statement) if isinstance(node, cst.Name) else None
            if size is not None and isinstance(node, cst.Name):
                names.setdefault(node.value, (node, size))
        fits = _fits(module, call.node) if names else []
        if fits:
            trains = any(statement_of(module, fit) is statement for fit in fits)
            sizes = [size for _, size in names.values()]
            yield Kept(tuple(node for node, _ in names.values()), sum(sizes), statement, trains)


def _kept(module: Module, node: cst.Name, statement: cst.CSTNode) -> int | None:
    """The bytes of the large array that *node* gives to a dataset in *statement*, if nothing else ever needs
    it."""
    if not _is_data(module, node):
        return None
    home = module.facts.scopes[node]
    bindings = home.bindings.get(node.value, [])
    seen = module.visible(node) if bindings else []
    if len(seen) != 1 or not _is_new(module, seen[0]) or isinstance(home.node, cst.ClassDef):
        return None
    array = module.fact(Shapes).at(node)
    size = array.size if array is not None and array.made is Made.NUMPY else None
    if size is None or size < _LARGE:
        return None
    end = module.span(statement)[1]
    uses = module.uses(node.value, home)
    if not all(_is_over(module, use, home, end) for use in uses):
        return None
    others = (use for use in uses if use is not node and use not in {each.node for each in bindings})
    return size if all(_keeps_nothing(module, use) for use in others) else None


def _is_data(module: Module, node: cst.Name) -> bool:
    """Whether *node* is what a ``from_tensor_slices`` gets, or stands in the tuple or dictionary it gets."""
    above = module.parent(node)
    while isinstance(above, (cst.Element, cst.Tuple, cst.DictElement, cst.Dict)):
        above = module.parent(above)
    call = module.parent(above) if isinstance(above, cst.Arg) else None
    return isinstance(call, cst.Call) and module.is_named(call.func, SLICES)


def _is_new(module: Module, binding: Binding) -> bool:
    """Whether an assignment makes an array that nothing else holds, no view of another."""
    value = binding.value
    if binding.kind is BindingKind.AUGMENTED or (binding.index and not isinstance(value, cst.Call)):
        return False
    if isinstance(value, cst.BinaryOperation):
        return True
    if binding.kind is not BindingKind.ASSIGNMENT or not isinstance(value, cst.Call):
        return False
    name = module.resolve(value.func) or ""
    method = value.func.attr.value if isinstance(value.func, cst.Attribute) else ""
    return name.startswith(("numpy.", "keras.datasets.")) or (not binding.index and method == "astype")


def _is_over(module: Module, use: cst.Name, home: Scope, end: int) -> bool:
    """Whether *use* has run, once and for all, when the text at *end* is reached."""
    return module.facts.scopes[use] is home and module.span(use)[1] <= end


def _keeps_nothing(module: Module, use: cst.Name) -> bool:
    """Whether what is made at *use* holds nothing of the array there."""
    above = module.parent(use)
    if isinstance(above, cst.Attribute):
        name, called = module.method_on(use)
        return name in (_NEW if called is not None else _ABOUT)
    if isinstance(above, (cst.BinaryOperation, cst.Comparison, cst.ComparisonTarget)):
        return True
    call = module.call_given(use)
    if call is not None and not _is_data(module, use):
        return module.builtin(call.func) in _ASKING or module.is_named(call.func, *_MEASURING)
    return _is_data(module, use)


def _fits(module: Module, call: cst.Call) -> list[cst.CSTNode]:
    """Where the dataset is trained on while the variables of the place where it is made still live."""
    function = module.enclosing_function(call)
    if function is not None and module.returns(function) != []:
        return []
    return [end.node for end in ends(module, call) if end.role is Role.TRAIN]
