"""The calls of the project that lead to a place, within its file and from others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import libcst as cst

from tflint_ckpt.semantics.calls.sites import OTHER_FILES, CallSites
from tflint_ckpt.semantics.objects.abroad import calls_from_elsewhere

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.kinds import Frames

_MOST_WAYS = 8
_DEEPEST = 4

Place = tuple["Engine", cst.CSTNode]
Way = tuple[Place, ...]


def ways(module: Engine, node: cst.CSTNode, frames: Frames = ()) -> list[Way]:
    """The calls that lead to *node*, the outermost first, then *node*, within the file and from others.

    *frames* are those that are known. A way begins in a function where that may be called out of sight, too.
    """
    inner = (*((module, call) for _, call in frames), (module, node))
    return [(*outer, *inner[1:]) for outer in islice(_ways_to(module, inner[0][1], _DEEPEST), _MOST_WAYS)]


def _ways_to(module: Engine, node: cst.CSTNode, deeper: int) -> Iterator[Way]:
    here: Way = ((module, node),)
    function = module.enclosing_function(node) if deeper else None
    calling, is_all = callers(module, function) if function is not None else ([], False)
    for there, call in calling:
        yield from ((*way, *here) for way in _ways_to(there, call, deeper - 1))
    if not (calling and is_all):
        yield here


def callers(module: Engine, function: cst.FunctionDef) -> tuple[list[tuple[Engine, cst.Call]], bool]:
    """The calls of a function in the project, and whether none is out of sight."""
    calls = module.fact(CallSites).calls_of(function)
    found = [(module, call) for call in calls.calls if function not in module.ancestors(call)]
    if calls.reason != OTHER_FILES:
        return found, calls.closed and calls.are_calls
    others = calls_from_elsewhere(module, function)
    return found + (others or []), calls.are_calls and others is not None
