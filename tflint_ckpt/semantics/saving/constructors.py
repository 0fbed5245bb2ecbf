"""What Keras 3 makes of the constructor of a class without ``get_config`` when its model is saved and loaded.

Source: run on Keras 3.3, 3.7, 3.8 and 3.15. It saves ``name``, ``trainable`` and ``dtype`` and, of a subclass
of ``Model``, no argument: from 3.12 on the defaults, and it refuses to save where a parameter has none.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.scopes import all_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

OF_EVERY_LAYER = ("name", "trainable", "dtype")
"""What ``load_model`` gives to the constructor of every layer and model."""


def constructor_of(module: Code, owner: cst.ClassDef) -> cst.FunctionDef | None:
    """The ``__init__`` of a class, or of the nearest class of the file that it is derived from."""
    bases = (base for base in classes.ancestry(module, owner) if isinstance(base, cst.ClassDef))
    found = (classes.methods(one).get("__init__") for one in (owner, *bases))
    return next((each for each in found if each is not None), None)


def not_taken(constructor: cst.FunctionDef) -> tuple[str, ...]:
    """Which of ``name``, ``trainable`` and ``dtype`` a constructor does not take."""
    names = {param.name.value for param in all_parameters(constructor.params)}
    return (
        ()
        if constructor.params.star_kwarg is not None
        else tuple(each for each in OF_EVERY_LAYER if each not in names)
    )


def required(constructor: cst.FunctionDef) -> tuple[str, ...]:
    """The parameters of a constructor without a default, but for ``self``."""
    params = constructor.params
    positional = (*params.posonly_params, *params.params)[1:]
    return tuple(each.name.value for each in (*positional, *params.kwonly_params) if each.default is None)


def defaults(constructor: cst.FunctionDef) -> tuple[cst.BaseExpression, ...]:
    """The defaults of a constructor's parameters but for ``name``."""
    found = all_parameters(constructor.params)
    return tuple(each.default for each in found if each.default is not None and each.name.value != "name")
