"""Files that are written for TensorFlow 1, or that have TensorFlow 2 behave like it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.evidence.tensorflow1 import CALLED, GONE, ITERATORS
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.names.mentions import mentions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_LAST = (2, 0)
"""A file that is judged on it may be one for TensorFlow 1."""
_GONE = frozenset((*GONE, *CALLED))
_PROGRAM = frozenset(
    "placeholder placeholder_with_default layers app flags gfile contrib python_io enable_eager_execution "
    "get_variable variable_scope global_variables_initializer local_variables_initializer "
    "reset_default_graph get_default_graph set_random_seed get_collection add_to_collection "
    "train.AdamOptimizer train.AdagradOptimizer train.GradientDescentOptimizer train.MomentumOptimizer "
    "train.RMSPropOptimizer train.Saver train.MonitoredTrainingSession train.get_or_create_global_step "
    "summary.FileWriter summary.merge_all".split()
)
"""What only a program for TensorFlow 1 has, be it called or imported: nobody would move one line of it to
TensorFlow 2. Source: run on TensorFlow 2.11, 2.15 and 2.21, which have none of these names."""
_SESSIONS = ("tensorflow.Session", "tensorflow.InteractiveSession")
_DISABLING = ("tensorflow.compat.v1.disable_v2_behavior", "tensorflow.disable_v2_behavior")
_GRAPHS = frozenset(
    "Session InteractiveSession get_session set_session disable_eager_execution disable_v2_behavior".split()
)
_ABSENT = ("AttributeError", "ImportError", "ModuleNotFoundError")


def may_be_target(module: Code) -> bool:
    """Whether one of the releases that the file is judged on may stand for TensorFlow 1."""
    return any(release.tensorflow <= _LAST for release in module.target.releases)


def is_only_target(module: Code) -> bool:
    """Whether nothing but that release is: the project requires TensorFlow 1, or the first TensorFlow 2."""
    return all(release.tensorflow <= _LAST for release in module.target.releases)


def is_meant(module: Code) -> bool:
    """Whether a call shows that the file runs on TensorFlow 1 only, or with the behaviour of it.

    Keras names metrics otherwise there: ``metrics=["accuracy"]`` is logged as ``acc``. What stands under a
    test of the version shows nothing.
    """
    for call in module.facts.calls:
        name = module.spelled(call.func) or ""
        root, _, rest = name.partition(".")
        if root != "tensorflow" or not rest:
            continue
        shows = rest.partition(".")[0] in _GONE or name in _DISABLING
        if shows and not is_guarded(module, call, "AttributeError"):
            return True
    return _makes_old_iterators(module)


def builds_graphs(module: Code) -> bool:
    """Whether a call shows a session, or that TensorFlow 2 is to build graphs as TensorFlow 1 does."""
    for call in module.facts.calls:
        root, _, rest = (module.spelled(call.func) or "").partition(".")
        if root in ("tensorflow", "keras") and rest.rpartition(".")[2] in _GRAPHS:
            return True
    return False


def is_program(module: Code) -> bool:
    """Whether a file is a program for TensorFlow 1, in which all is of that release.

    A session that is only made to set the memory of GPUs, as code for Keras had it, does not count, nor does
    what stands under a test of the version.
    """
    for mention in mentions(module, "tensorflow"):
        name = mention.spelled.removeprefix("tensorflow.")
        first, second = (*name.split("."), "")[:2]
        is_old = first in _PROGRAM or f"{first}.{second}" in _PROGRAM
        is_old = is_old or _is_session_that_runs(module, mention.node)
        if is_old and not is_guarded(module, mention.node, *_ABSENT):
            return True
    return _makes_old_iterators(module)


def _makes_old_iterators(module: Code) -> bool:
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
