"""Restores of a file that surely holds all that it is read into."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.saving.checkpoints import Restore
from tflint_ckpt.semantics.saving.latest import is_surely_given, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_VARIABLE = "tensorflow.Variable"
_INPUT = ("keras.Input", "keras.layers.Input", "keras.layers.InputLayer")
_SHAPES = frozenset("input_shape batch_input_shape input_dim".split())


def is_of_one_kind(module: Module, restore: Restore) -> bool:
    """Whether what is restored was surely made as what was saved was, and has its variables already.

    The module writes the file, under the same names, and the same call made each object that was saved and
    the one that is restored: a variable, or a model with an input, that has the same optimizer if any. An
    optimizer of its own may have been built for other variables, and a model without an input gets its
    variables later: of those nobody can tell.
    """
    saves = tuple(written(module, restore))
    saved = [one for save in saves for one in save.checkpoints]
    if not saved or not all(save.checkpoints for save in saves) or len(restore.checkpoints) != 1:
        return False
    reader = restore.checkpoints[0]
    if not (is_surely_given(module, restore) and reader.whole and all(one.whole for one in saved)):
        return False
    for name, argument in reader.objects.items():
        mine = module.objects.origins(argument.value)
        theirs = [module.objects.origins(one.objects[name].value) for one in saved if name in one.objects]
        if not mine or len(theirs) != len(saved) or not all(_is_complete(module, one) for one in mine):
            return False
        if any({one.node for one in mine} != {one.node for one in other} for other in theirs):
            return False
        if _is_compiled_elsewhere(module, {one.node for one in mine}):
            return False
    return True


def _is_compiled_elsewhere(module: Module, made: set[cst.CSTNode]) -> bool:
    """Whether a model is compiled outside the function that makes it: one may be, and another not."""
    scopes = module.facts.scopes
    for call, _ in module.calls_on(families.MODEL, "compile"):
        func = call.node.func
        origins = module.objects.origins(func.value) if isinstance(func, cst.Attribute) else ()
        if any(one.node in made and scopes[one.node] is not scopes[call.node] for one in origins):
            return True
    return False


def _is_complete(module: Module, origin: Origin) -> bool:
    """Whether an object is a variable, or a model that has all its variables when it is made."""
    if origin.local is not None or not isinstance(origin.node, cst.Call):
        return False
    if origin.name == _VARIABLE:
        return True
    arguments = origin.node.args
    if origin.name == "keras.Sequential":
        layers = arguments[0].value if arguments else None
        first = layers.elements[0].value if isinstance(layers, cst.List) and layers.elements else None
        return isinstance(first, cst.Call) and (
            module.is_named(first.func, *_INPUT)
            or any(each.keyword is not None and each.keyword.value in _SHAPES for each in first.args)
        )
    return origin.name == families.MODEL and len(arguments) > 1
