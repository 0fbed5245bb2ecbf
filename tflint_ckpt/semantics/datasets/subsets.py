"""The files that ``image_dataset_from_directory`` and the like take for training, and for validation."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_KINDS = ("image", "text", "audio")
_LOADERS = tuple(
    f"keras.{place}.{kind}_dataset_from_directory" for place in ("utils", "preprocessing") for kind in _KINDS
)
_PURE = ("os.path.join", "pathlib.Path", "str")
"""What gives the same folder for the same names."""
_LOOKING = frozenset(
    """print len range enumerate zip list tuple dict set sorted min max sum str int float bool isinstance repr
    type os.listdir os.getcwd os.walk os.cpu_count os.environ.get glob.glob""".split()
)
_LOOKING_IN = ("os.path.", "keras.", "tensorflow.", "numpy.", "matplotlib.", "random.", "time.", "logging.")
"""What leaves files as they are, but for what draws them."""
_DRAWING = frozenset(
    """save savefig save_img imwrite imsave write write_file write_text write_bytes get_file extract
    extractall unlink rename rmdir rmtree remove copy move touch mkdir symlink_to""".split()
)
_Block = cst.IndentedBlock | cst.SimpleStatementSuite | cst.Module
_SUITES = (cst.IndentedBlock, cst.SimpleStatementSuite, cst.Module)
_SOMETIMES = (
    cst.IfExp,
    cst.BooleanOperation,
    cst.Lambda,
    cst.ListComp,
    cst.SetComp,
    cst.GeneratorExp,
    cst.DictComp,
)


@dataclass(frozen=True, slots=True)
class Subset:
    """One call that takes a part of the files of a folder.

    Attributes:
        call: the call.
        folder: its argument ``directory``.
        seed: its argument ``seed``, if the files are shuffled; ``None`` where they stay in order.
        split: its argument ``validation_split``.
        share: the number that this is, where the code tells.
    """

    call: Call
    folder: cst.BaseExpression
    seed: Argument | None
    split: Argument
    share: float | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two calls whose parts have files in common.

    Attributes:
        training: the call for training.
        validation: the call for validation.
        orders: whether they put the files in different orders before these are split.
        share: about how much of the files for validation is trained on, if that is known.
    """

    training: Subset
    validation: Subset
    orders: bool
    share: float | None


def overlaps(module: Module) -> Iterator[Overlap]:
    """Each call for validation whose files the call for training beside it has too.

    Where several of these stand beside it, none of them fits.
    """
    parts: dict[str, list[Subset]] = {"training": [], "validation": []}
    for call in module.calls(*_LOADERS):
        subset = argument_of(call, "subset")
        which = module.literal(subset.value) if subset is not None else None
        part = _subset(module, call) if which in parts else None
        if which is not None and part is not None:
            parts[which].append(part)
    for validation in parts["validation"]:
        beside = [each for each in parts["training"] if _are_beside(module, each, validation)]
        found = [_overlap(module, each, validation) for each in beside]
        if found and found[-1] is not None and None not in found:
            yield found[-1]


def _subset(module: Module, call: Call) -> Subset | None:
    if call.open or call.partial:
        return None
    folder, seed, split = (argument_of(call, name) for name in ("directory", "seed", "validation_split"))
    shuffle = argument_of(call, "shuffle")
    share = _number(module, split) if split is not None else None
    if folder is None or split is None or (share is not None and not 0 < share < 1):
        return None
    if shuffle is not None and module.is_constant(shuffle.value, False):
        seed = None
    elif shuffle is not None and not module.is_constant(shuffle.value, True):
        return None
    elif seed is None or module.is_constant(seed.value, None):
        return None  # Keras raises ValueError
    return Subset(call, folder.value, seed, split, share)


def _are_beside(module: Module, one: Subset, other: Subset) -> bool:
    """Whether two calls read the same files, and whoever comes by one comes by the other."""
    kinds = {each.call.name.rpartition(".")[2] for each in (one, other)}
    if len(kinds) > 1 or not _is_same(module, one.folder, other.folder):
        return False
    classes = [argument_of(each.call, "class_names") for each in (one, other)]
    given = [each.value for each in classes if each is not None]
    if len(given) == 1 or (given and not _is_same(module, given[0], given[1])):
        return False
    blocks = [_block(module, each.call.node) for each in (one, other)]
    if blocks[0] is None or blocks[0] is not blocks[1]:
        return False
    parts = list(descend(one.folder))
    names = {part.value for part in parts if isinstance(part, cst.Name)}
    texts = {
        module.text(part) for part in parts if isinstance(part, (cst.Name, cst.Attribute, cst.Subscript))
    }
    places = [_statement(module, each.call.node, blocks[0]) for each in (one, other)]
    between = blocks[0].body[min(places) + 1 : max(places)]
    return not any(_may_change(module, node, names, texts) for each in between for node in _run(each))


def _block(module: Module, node: cst.CSTNode) -> _Block | None:
    """The block in which a call is surely made when it is run."""
    for above in module.ancestors(node):
        if isinstance(above, _SUITES):
            return above
        if isinstance(above, _SOMETIMES):
            return None
    return None


def _statement(module: Module, node: cst.CSTNode, block: _Block) -> int:
    """Which statement of *block* has *node*."""
    above = [node, *module.ancestors(node)]
    return next(place for place, statement in enumerate(block.body) if statement in above)


def _run(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What is in *node*, without the functions that are defined there."""
    if not isinstance(node, (cst.FunctionDef, cst.Lambda)):
        yield node
        for child in children(node):
            yield from _run(child)


def _may_change(module: Module, node: cst.CSTNode, names: set[str], texts: set[str]) -> bool:
    """Whether *node* may change the files of a folder, or which folder an expression is.

    That has *names*, and parts that are written as in *texts*.
    """
    if isinstance(node, (cst.AssignTarget, cst.AugAssign, cst.Del)):
        return any(
            (isinstance(part, cst.Attribute) and module.text(part) in texts)
            or (isinstance(part, cst.Subscript) and module.text(part.value) in texts)
            for part in descend(node.target)
        )
    if not isinstance(node, cst.Call):
        return False
    name = module.builtin(node.func) or module.resolve(node.func)
    if name in _LOOKING or (name or "").startswith(_LOOKING_IN):
        return last_name(node.func) in _DRAWING
    if name is not None or not isinstance(node.func, cst.Attribute):
        return True
    is_handed_on = any(_has(argument, names) for argument in node.args)
    return node.func.attr.value in _DRAWING or _has(node.func, names) or is_handed_on


def _has(node: cst.CSTNode, names: set[str]) -> bool:
    return any(isinstance(part, cst.Name) and part.value in names for part in descend(node))


def _is_same(module: Module, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether two expressions that are evaluated one after the other have one value."""
    literals = module.literal(one), module.literal(other)
    if literals[0] is not None and literals[1] is not None:
        return literals[0] == literals[1]
    if module.text(one) != module.text(other):
        return False
    return _bound(module, one) == _bound(module, other) is not None


def _bound(module: Module, node: cst.CSTNode) -> list[object] | None:
    """What the names in an expression mean, in order; ``None`` where a call in it may give anything."""
    found: list[object] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, cst.Call):
            name = module.builtin(current.func) or module.resolve(current.func)
            if name not in _PURE:
                return None
        found.append(module.visible(current))
        stack += children(current)
    return found


def _overlap(module: Module, training: Subset, validation: Subset) -> Overlap | None:
    """How the files of two calls overlap; ``None`` where they may not."""
    orders = _differ_in_order(module, training, validation)
    if orders is None:
        return None
    shares = training.share, validation.share
    if orders:
        share = 1 - shares[0] if shares[0] is not None else None
        return Overlap(training, validation, True, share)
    if shares[0] is None or shares[1] is None or shares[1] <= shares[0]:
        return None  # of fewer files for validation some are used for nothing
    return Overlap(training, validation, False, (shares[1] - shares[0]) / shares[1])


def _differ_in_order(module: Module, one: Subset, other: Subset) -> bool | None:
    """Whether two calls put the files in different orders; ``None`` where that is not known."""
    if one.seed is None or other.seed is None:
        return one.seed is not other.seed
    numbers = [_number(module, each) for each in (one.seed, other.seed)]
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] != numbers[1]
    return False if _is_same(module, one.seed.value, other.seed.value) else None


def _number(module: Module, given: Argument) -> float | None:
    only = module.only(given.value)
    value = only.value if isinstance(only, Constant) else None
    return value if isinstance(value, (int, float)) else None
