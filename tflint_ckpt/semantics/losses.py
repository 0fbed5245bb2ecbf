"""Losses that models are compiled with, where how they are written decides whether a file can be loaded.

Source: run on Keras 3.8 and 3.15, HDF5 files of models compiled with each alias of
``keras.src.losses.ALL_OBJECTS_DICT``; the long names, classes and metrics by alias load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_ckpt.semantics.values.kinds import Items, Text, Value

if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.module import Module

_SHORT = ("mse", "mae", "mape", "msle", "bce", "kld")
SHORT_NAMES = frozenset((*_SHORT, *map(str.upper, _SHORT)))
"""Losses that Keras 3 writes into HDF5 by a name that it does not know when the file is loaded."""


def short_loss(module: Module) -> str | None:
    """A short name by which every model that the module compiles has its loss; ``None`` for any other."""
    found: list[str | None] = []
    for call, _ in module.method_calls("compile"):
        if module.resolve(call.func) is not None:
            continue  # ``re.compile``
        positional = [argument for argument in call.args if argument.keyword is None and not argument.star]
        named = [argument for argument in call.args if argument.keyword and argument.keyword.value == "loss"]
        given = named or positional[1:2]
        found.append(short_in(module, given[0].value) if given else None)
    return found[0] if found and None not in found else None


def short_in(module: Module, node: cst.BaseExpression) -> str | None:
    """The short name, or one of a list, that *node* surely is."""
    names = [_name(module, value) for value in module.evaluate(node)]
    return names[0] if None not in names else None


def _name(module: Module, value: Value) -> str | None:
    if isinstance(value, Text):
        return value.literal if value.literal in SHORT_NAMES else None
    if isinstance(value, Items):
        return next(filter(None, (short_in(module, element) for element in value.elements)), None)
    return None
