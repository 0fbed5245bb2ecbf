"""What proves that there is a checkpoint: a save that is sure to have run, a look at its very folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.saving.counted import never_holds
from tflint_ckpt.semantics.saving.places import Place, is_latest
from tflint_ckpt.semantics.values.decided import leaves_function
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

WRITING = ("save", "write", "save_weights", "train", "train_and_evaluate")
_LOOKING = frozenset("exists isdir isfile listdir glob iglob is_dir is_file iterdir scandir Exists".split())
_LOOPS = (cst.For, cst.While)
_ONE_OF_MANY = pattern(r"rank|chief|master|main_process|__name__", re.IGNORECASE)
"""What picks the one process that saves for all, or the script from the module."""
_DEEPEST = 4


def is_sure(module: Module, writer: cst.Call, node: cst.Call) -> bool:
    """Whether no condition that *node* does not share keeps *writer* from running, in its own function.

    A condition in a loop that follows what the loop counts, or finds out, is met in some round.
    """
    shared = {node, *module.ancestors(node)}
    for child, above in module.steps(writer):
        if above in shared or isinstance(above, (cst.FunctionDef, cst.Lambda)):
            return True
        asked = _asked(above, child)
        if asked is not None and not _is_met(module, above, *asked, writer, node):
            return False
        if isinstance(above, cst.IndentedBlock) and _is_left_before(module, above, child, writer, node):
            return False
    return True


def _asked(choice: cst.CSTNode, part: cst.CSTNode) -> tuple[cst.BaseExpression, bool] | None:
    """The test that decides on *part* of *choice*, and what it has to give for that part to run."""
    if isinstance(choice, (cst.If, cst.IfExp)) and part is not choice.test:
        return choice.test, part is choice.body
    if isinstance(choice, cst.BooleanOperation) and part is choice.right:
        return choice.left, isinstance(choice.operator, cst.And)
    return None


def _is_left_before(
    module: Module, block: cst.IndentedBlock, line: cst.CSTNode, writer: cst.Call, node: cst.Call
) -> bool:
    """Whether an ``if`` before *line* may return: ``if dry: return`` does as ``if not dry:`` around it."""
    for statement in block.body:
        if statement is line:
            return False
        if not isinstance(statement, cst.If) or statement.orelse is not None:
            continue
        if not leaves_function(statement.body):
            continue
        if not _is_met(module, statement, statement.test, False, writer, node):
            return True
    return False


def _is_met(
    module: Module,
    choice: cst.CSTNode,
    test: cst.BaseExpression,
    wanted: bool,
    writer: cst.Call,
    node: cst.Call,
) -> bool:
    """Whether the *test* of *choice* gives what *writer* needs before a run gets to *node*."""
    known = _known(module, test)
    if known is not None:
        return known is wanted
    loop = next(
        (above for above in module.ancestors(choice) if isinstance(above, (*_LOOPS, cst.FunctionDef))), None
    )
    if isinstance(loop, _LOOPS) and _varies(module, test, loop):
        contexts = module.call_sites.contexts(choice)
        return not wanted or not _never(module, test, loop, contexts)
    if any(is_look(part) or is_latest(module, part) for part in descend(test)):
        return True  # it is saved unless it is there already
    text = module.text(test)
    if _ONE_OF_MANY.search(text) or _is_receiver(module, test, writer):
        return True
    same = (above.test for above in module.ancestors(node) if isinstance(above, (cst.If, cst.IfExp)))
    return any(module.text(one) == text for one in same) or _in_every_arm(choice)


def _known(module: Module, test: cst.BaseExpression) -> bool | None:
    values = module.evaluate(test)
    known = {bool(value.value) for value in values if isinstance(value, Constant)}
    return known.pop() if len(known) == 1 and all(isinstance(value, Constant) for value in values) else None


def _varies(module: Module, test: cst.BaseExpression, loop: cst.For | cst.While) -> bool:
    """Whether *test* may turn out otherwise in another round of *loop*."""
    for part in descend(test):
        if isinstance(part, (cst.Call, cst.Attribute, cst.Subscript)):
            return True
        if isinstance(part, cst.Name):
            bound = (binding.node for binding in module.bindings(part))
            if any(loop in module.ancestors(one) for one in bound):
                return True
    return False


def _never(
    module: Module, test: cst.BaseExpression, loop: cst.For | cst.While, contexts: tuple[Frames, ...]
) -> bool:
    return isinstance(loop, cst.For) and all(never_holds(module, test, loop, frames) for frames in contexts)


def _is_receiver(module: Module, test: cst.BaseExpression, writer: cst.Call) -> bool:
    """Whether *test* only asks for the object that saves: ``if manager: manager.save()``."""
    saver = module.text(writer.func.value) if isinstance(writer.func, cst.Attribute) else ""
    asked = test.left if isinstance(test, cst.Comparison) else test
    return bool(saver) and module.text(asked) == saver


def _in_every_arm(choice: cst.CSTNode) -> bool:
    """Whether each arm of *choice* has a call that saves, and one is always taken."""
    arms: list[cst.CSTNode] = []
    rest: cst.CSTNode | None = choice
    while isinstance(rest, (cst.If, cst.IfExp)):
        arms.append(rest.body)
        rest = rest.orelse
    return bool(arms) and rest is not None and all(any(map(_saves, descend(arm))) for arm in (*arms, rest))


def _saves(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and last_name(node.func) in WRITING


def is_look(node: cst.CSTNode) -> bool:
    """Whether *node* is a call that looks whether something is on disk."""
    return isinstance(node, cst.Call) and last_name(node.func) in _LOOKING


def may_be_of(read: Iterable[Place], asked: Iterable[Place]) -> bool:
    """Whether a question about one of the places *asked* may be one about those that are *read*."""
    wanted, found = set(read), set(asked)
    known = all(isinstance(place, str) for place in wanted | found)
    return not (wanted and found and known) or bool(wanted & found)


def tests_for_it(module: Module, test: cst.BaseExpression, read: Iterable[Place]) -> bool:
    """Whether *test* follows from a look at the folders *read*, directly or by a variable."""
    folders = list(read)
    return any(
        is_latest(module, part) or (is_look(part) and _is_about(module, part, folders))
        for part in _origins(module, test, 0)
    )


def _origins(module: Module, node: cst.CSTNode, depth: int) -> Iterator[cst.CSTNode]:
    """The parts of *node*, and those of what its variables were set to."""
    for part in descend(node):
        yield part
        if not isinstance(part, cst.Name) or depth >= _DEEPEST:
            continue
        for binding in module.visible(part):
            if binding.value is not None:
                yield from _origins(module, binding.value, depth + 1)


def _is_about(module: Module, look: cst.CSTNode, folders: list[Place]) -> bool:
    """Whether a look may be one at one of *folders*, at something in them, or above them."""
    assert isinstance(look, cst.Call)
    given = [argument.value for argument in look.args]
    if not given and isinstance(look.func, cst.Attribute):
        given = [look.func.value]
    values = [value for node in given[:1] for value in module.evaluate(node)]
    texts = [value.literal for value in values if isinstance(value, Text)]
    if not texts or len(texts) != len(values) or None in texts or not folders:
        return True
    known = [f"{place.strip('/')}/".removeprefix("./") for place in folders if isinstance(place, str)]
    if len(known) != len(folders):
        return True
    looked = [f"{(text or '').strip('/')}/".removeprefix("./") for text in texts]
    return any(one.startswith(other) or other.startswith(one) for one in looked for other in known)
