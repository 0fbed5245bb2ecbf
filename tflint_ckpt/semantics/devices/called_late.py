"""Functions that configure devices, and that another file calls after it has started the runtime."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.calls.used_elsewhere import calls_of
from tflint_ckpt.semantics.devices.runtime import starters
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.order import Before, runs_before

Late = tuple[Module, cst.Call, cst.Call]
"""A file, the call in it that starts the runtime, and the later one that configures the devices."""


def late_calls(module: Module, call: cst.Call, configuring: Sequence[cst.Call]) -> Iterator[Late]:
    """Where another file surely calls the function with *call* too late.

    Nothing where any of *configuring*, all such calls of the file, may have been run before: when the file
    is imported, or by another of its functions. Nor where a third file may do it.
    """
    function = module.enclosing_function(call)
    functions = {module.enclosing_function(each) for each in configuring}
    if function is None or None in functions or not isinstance(call.func, cst.Attribute):
        return
    every = [each for each in functions if each is not None]
    at_top = all(module.facts.scopes[each] is module.facts.module and not each.decorators for each in every)
    if not at_top or any(module.call_sites.calls_of(each).calls for each in every):
        return
    word = call.func.attr.value
    if any(True for _ in module.project.mentioning(word, besides=module.path)):
        return
    calls = [calls_of(module, each) for each in every]
    for there, late in calls[every.index(function)] or () if None not in calls else ():
        assert isinstance(there, Module)
        if is_handled(there, late, "RuntimeError") or is_expected(there, late):
            continue
        others = [each for found in calls for home, each in found or () if home is there]
        earlier = [each for each in others if each is not late]
        for starter in starters(there):
            if starter in there.ancestors(late) or runs_before(there, starter, late) is not Before.ALWAYS:
                continue
            if all(runs_before(there, each, starter) is Before.NEVER for each in earlier):
                yield there, starter, late
            break
