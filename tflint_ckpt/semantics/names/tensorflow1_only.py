"""Whether a file is for TensorFlow 1 by what it uses: nobody would move one line of it to TensorFlow 2.

Source: run on TensorFlow 2.11, 2.15 and 2.21, which have none of these names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.evidence.tensorflow1 import ITERATORS
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.names.mentions import mentions

if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_NAMES = frozenset(
    "placeholder placeholder_with_default layers app flags gfile contrib python_io enable_eager_execution "
    "get_variable variable_scope global_variables_initializer local_variables_initializer "
    "reset_default_graph get_default_graph set_random_seed get_collection add_to_collection "
    "train.AdamOptimizer train.AdagradOptimizer train.GradientDescentOptimizer train.MomentumOptimizer "
    "train.RMSPropOptimizer train.Saver train.MonitoredTrainingSession train.get_or_create_global_step "
    "summary.FileWriter summary.merge_all".split()
)
"""What ``tf`` has in TensorFlow 1 only."""
_SESSIONS = ("tensorflow.Session", "tensorflow.InteractiveSession")
_ABSENT = ("AttributeError", "ImportError", "ModuleNotFoundError")


def is_tensorflow1_only(module: Code) -> bool:
    """Whether a file is a program for TensorFlow 1, in which all is of that release.

    A session that is only made to set the memory of GPUs, as code for Keras had it, does not count, nor does
    what stands under a test of the version.
    """
    for mention in mentions(module, "tensorflow"):
        name = mention.spelled.removeprefix("tensorflow.")
        first, second = (*name.split("."), "")[:2]
        is_old = (
            first in _NAMES or f"{first}.{second}" in _NAMES or _is_session_that_runs(module, mention.node)
        )
        if is_old and not is_guarded(module, mention.node, *_ABSENT):
            return True
    return makes_old_iterators(module)


def makes_old_iterators(module: Code) -> bool:
    """Whether a method is called that only the datasets of TensorFlow 1 have."""
    return any(
        module.spelled(method) is None and not is_guarded(module, call, *_ABSENT)
        for call, method in module.method_calls(*ITERATORS)
    )


def _is_session_that_runs(module: Code, node: cst.CSTNode) -> bool:
    """Whether *node* names a session of TensorFlow 1 that is made, and used for more than its options."""
    made = module.parent(node)
    if not isinstance(made, cst.Call) or made.func is not node or module.spelled(node) not in _SESSIONS:
        return False
    if not any(each.keyword is not None and each.keyword.value == "config" for each in made.args):
        return True
    outer = module.parent(made)
    if isinstance(outer, cst.Assign):
        held = [re.escape(module.text(each.target)) for each in outer.targets]
        return (
            re.search(rf"\b(?:with\s+(?:{'|'.join(held)})\b|(?:{'|'.join(held)})\s*\.)", module.source.text)
            is not None
        )
    return not isinstance(outer, (cst.Arg, cst.Expr))
