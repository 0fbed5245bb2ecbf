"""Files that are written for TensorFlow 1, or that have TensorFlow 2 behave like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_ckpt.evidence.tensorflow1 import CALLED, GONE
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.names.tensorflow1_only import makes_old_iterators

if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_LAST = (2, 0)
"""A file that is judged on it may be one for TensorFlow 1."""
_GONE = frozenset((*GONE, *CALLED))
_DISABLING = ("tensorflow.compat.v1.disable_v2_behavior", "tensorflow.disable_v2_behavior")
_GRAPHS = frozenset(
    "Session InteractiveSession get_session set_session disable_eager_execution disable_v2_behavior".split()
)


def may_be_target(module: Code) -> bool:
    """Whether one of the releases that the file is judged on may stand for TensorFlow 1."""
    return any(release.tensorflow <= _LAST for release in module.target.releases)


def is_meant(module: Code) -> bool:
    """Whether a call shows that the file runs on TensorFlow 1 only, or with the behaviour of it.

    Keras names metrics otherwise there: ``metrics=["accuracy"]`` is logged as ``acc``. What stands under a
    test of the version shows nothing.
    """
    for call in module.facts.calls:
        root, _, rest = (module.spelled(call.func) or "").partition(".")
        if root != "tensorflow" or not rest:
            continue
        is_gone = rest.partition(".")[0] in _GONE
        if (is_gone or f"{root}.{rest}" in _DISABLING) and not is_guarded(module, call, "AttributeError"):
            return True
    return makes_old_iterators(module)


def builds_graphs(module: Code) -> bool:
    """Whether a call shows a session, or that TensorFlow 2 is to build graphs as TensorFlow 1 does."""
    for call in module.facts.calls:
        root, _, rest = (module.spelled(call.func) or "").partition(".")
        if root in ("tensorflow", "keras") and rest.rpartition(".")[2] in _GRAPHS:
            return True
    return False
