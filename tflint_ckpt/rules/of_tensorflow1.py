"""Names of TensorFlow 1 that no release of TensorFlow 2 has: where a file has them, and what to write."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.names.mentions import Mention, mentions, shorter
from tflint_ckpt.semantics.names.tensorflow1 import may_be_target
from tflint_ckpt.semantics.names.tensorflow1_names import ALL, MOVED, OF_GRAPHS, gone
from tflint_ckpt.semantics.release_asked import asks_which_runs
from tflint_ckpt.syntax.moved import dotted_text, move_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

WORDS = tuple(sorted(f"tensorflow.{name}" for name in ALL))
"""What such a file mentions."""
_MEMORY = ("ConfigProto", "GPUOptions", "Session", "InteractiveSession")
_OPTIONS = ("allow_growth", "per_process_gpu_memory_fraction")
"""Of these and the memory of GPUs a rule of its own speaks (TFC308)."""
_WHOLE = ("contrib", "examples")
"""Modules that are gone for good."""
_OF_SESSIONS = frozenset(
    "Session InteractiveSession placeholder placeholder_with_default sparse_placeholder "
    "global_variables_initializer local_variables_initializer initialize_all_variables variables_initializer "
    "tables_initializer get_default_graph get_default_session get_collection add_to_collection train.Saver "
    "train.import_meta_graph train.MonitoredTrainingSession train.start_queue_runners".split()
)
"""What shows that a file builds a graph and runs it."""
_EAGER = "enable_eager_execution"


def names_of_tensorflow1(module: Module) -> Iterator[tuple[Mention, Fix]]:
    """Of each such name a place, one that runs with the file where there is one, and the fix of all."""
    if may_be_target(module) or asks_which_runs(module):
        return
    found: dict[str, list[Mention]] = {}
    tried: set[str] = set()
    for mention in mentions(module, "tensorflow"):
        name = gone(mention.spelled)
        if name is None or isinstance(mention.node, (cst.ImportFrom, cst.Name)):
            continue
        if not _is_left_out(module, mention, name):
            found.setdefault(name, []).append(mention)
        elif name in _WHOLE:
            tried.add(name)
    for name in tried:  # the file knows that it may be gone
        found.pop(name, None)
    for places in found.values():
        places.sort(key=lambda each: module.span(each.node)[0])
    if not OF_GRAPHS.isdisjoint(found):
        yield from _of_program(module, found)
        return
    for name, places in found.items():
        yield _shown(module, places), _fix(module, places, name)


def _of_program(module: Module, found: dict[str, list[Mention]]) -> Iterator[tuple[Mention, Fix]]:
    """One finding for a file that builds graphs; none where nothing says that it runs on TensorFlow 2."""
    if module.target.is_assumed:
        return
    shown = {name: _shown(module, places) for name, places in found.items()}
    name, first = min(shown.items(), key=lambda each: module.span(each[1].node)[0])
    others = len(found) - 1
    more = f", and {others} more such name{'s' * (others > 1)}" if others else ""
    if not _OF_SESSIONS.isdisjoint(found) and _EAGER not in found:
        advice = "it builds a graph for a session: write it for eager execution"
        title = f"the file is a program for TensorFlow 1{more}: {advice}"
    elif name in _WHOLE:
        title = f"tf.{name} is gone for good{more}"
    else:
        title = f"write for TensorFlow 2 what it does{more}"
    yield first, Fix(Applicability.MANUAL, title)


def _shown(module: Module, places: list[Mention]) -> Mention:
    return next((each for each in places if _is_at_top(module, each)), places[0])


def _is_left_out(module: Module, mention: Mention, name: str) -> bool:
    if len(module.spellings(mention.node)) > 1 or is_guarded(module, mention.node, *MISSING, "NameError"):
        return True
    if name in _MEMORY and any(option in module.source.text for option in _OPTIONS):
        return True
    last = name.partition(".")[0]
    return any(target.attr.value == last for target, _ in module.facts.attribute_targets)


def _is_at_top(module: Module, mention: Mention) -> bool:
    """Whether a mention stands in no function or class."""
    above = module.parent(mention.node) if isinstance(mention.node, cst.ImportAlias) else mention.node
    scope = module.facts.scopes.get(above) if above is not None else None
    return scope is not None and isinstance(scope.node, cst.Module)


def _fix(module: Module, places: list[Mention], name: str) -> Fix:
    """Another name at all places at once, or advice."""
    new = MOVED.get(name, f"compat.v1.{name}")
    title = f"use tf.{new}"
    edits: tuple[Edit, ...] = ()
    for mention in places:
        own = _renamed(module, mention, name, new)
        if not own:
            return Fix(Applicability.MANUAL, title)
        edits = (*edits, *own)
    return Fix(Applicability.SAFE, title, edits)


def _renamed(module: Module, mention: Mention, name: str, new: str) -> tuple[Edit, ...]:
    if not isinstance(mention.node, cst.ImportAlias):
        return _in_chain(module, mention, name, new)
    statement = module.parent(mention.node)
    if isinstance(statement, cst.ImportFrom) and mention.spelled == f"tensorflow.{name}":
        return move_names(module, statement, {mention.node: f"tensorflow.{new}"})
    return ()


def _in_chain(module: Module, mention: Mention, name: str, new: str) -> tuple[Edit, ...]:
    """An edit that writes *new* for *name* behind what stands for ``tf``."""
    for part in shorter(mention):
        if part.spelled != f"tensorflow.{name}" or not isinstance(part.node, cst.Attribute):
            continue
        root: cst.BaseExpression = part.node
        for _ in name.split("."):
            if not isinstance(root, cst.Attribute):
                return ()
            root = root.value
        if module.spelled(root) == "tensorflow" and "\n" not in module.text(part.node):
            return (Edit(module.path, *module.span(part.node), f"{dotted_text(module, root)}.{new}"),)
    return ()
