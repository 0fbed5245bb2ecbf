"""How many elements a dataset has, where the code tells."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.datasets.chains import Chain, Datasets, Operation
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_KEEPING = frozenset("cache enumerate map prefetch shuffle with_options".split())
_BATCHING = ("batch", "padded_batch", "ragged_batch")


def elements(module: Engine, node: cst.BaseExpression) -> int | None:
    """How many elements the dataset *node* has; ``None`` where that is not known, or it has no end."""
    return agreed(_of(module, chain) for chain in module.fact(Datasets).chains(node))


def _of(module: Engine, chain: Chain) -> int | None:
    count = _begun(module, chain)
    own = chain.operations
    if count is None and isinstance(chain.source.node, cst.Call):
        count = _brought(module, chain.source.node)
        own = tuple(operation for operation in own if module.parent(operation.call) is not None)
    for operation in own:
        if count is None:
            return None
        count = after(module, operation, count)
    return count


def _brought(module: Engine, call: cst.Call) -> int | None:
    """How many elements the dataset has that a function of another file returns, whatever it is given."""
    spelled = module.spelled(call.func) if isinstance(call.func, (cst.Name, cst.Attribute)) else None
    found = module.fact(Definitions).of(spelled) if spelled is not None else None
    function = found.binding.node if found is not None else None
    if found is None or not isinstance(function, cst.FunctionDef):
        return None
    chains = found.module.fact(Datasets)
    returned = found.module.returns(function) or ()
    every = [chain for node in returned for chain in chains.chains(node) or (None,)]
    return agreed(_of(found.module, chain) if chain is not None else None for chain in every)


def _begun(module: Engine, chain: Chain) -> int | None:
    from tflint_ckpt.semantics.values.amounts import Amounts

    call = chain.source.node
    if chain.source.brought or not isinstance(call, cst.Call) or not call.args or call.args[0].star:
        return None
    given = call.args[0].value
    if chain.source.name == "tensorflow.data.Dataset.range":
        amount = module.fact(Amounts).at(given) if len(call.args) == 1 else None
    elif chain.source.name == "tensorflow.data.Dataset.from_tensor_slices":
        amount = _rows(module, given)
    else:
        return None
    return int(amount) if amount is not None else None


def _rows(module: Engine, given: cst.BaseExpression) -> int | float | None:
    """Of a tuple or dictionary of arrays those of the first one of which they are known."""
    from tflint_ckpt.semantics.values.amounts import Shapes

    parts = [given]
    if isinstance(given, cst.Tuple):
        parts = [element.value for element in given.elements]
    elif isinstance(given, cst.Dict):
        parts = [element.value for element in given.elements if isinstance(element, cst.DictElement)]
    known = (module.fact(Shapes).length(part) for part in parts)
    return next((rows for rows in known if rows is not None), None)


def after(module: Engine, operation: Operation, count: int) -> int | None:
    """How many elements *operation* gives of *count*; ``None`` where that is not known, or it has no end."""
    from tflint_ckpt.semantics.values.amounts import Amounts

    if operation.name in _KEEPING:
        return count
    if operation.name in _BATCHING:
        return _batched(module, operation, count)
    if operation.name not in ("take", "skip", "repeat"):
        return None
    given = operation.argument("count")
    if given is None or is_none(given):
        return None
    amount = module.fact(Amounts).at(given)
    if not isinstance(amount, int) or amount < 0:
        return None
    if operation.name == "repeat":
        return count * amount
    return min(count, amount) if operation.name == "take" else max(0, count - amount)


def _batched(module: Engine, operation: Operation, count: int) -> int | None:
    from tflint_ckpt.semantics.values.amounts import Amounts

    size = operation.argument("batch_size")
    amount = module.fact(Amounts).at(size) if size is not None else None
    drops = operation.argument("drop_remainder")
    if not isinstance(amount, int) or amount < 1 or any(arg.star for arg in operation.call.args):
        return None
    if drops is None or (isinstance(drops, cst.Name) and drops.value == "False"):
        return -(-count // amount)
    return count // amount if isinstance(drops, cst.Name) and drops.value == "True" else None
