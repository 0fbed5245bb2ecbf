"""Every call that CPython makes is a call site, and gives what is said of it."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module as parsed
from tests.semantics.calls.programs import Program
from tflint_ckpt.semantics.module import Module


def line_of(module: Module, node: cst.CSTNode) -> int:
    return module.source.position(module.span(node)[0])[0]


@pytest.mark.parametrize("seed", range(12))
def test_calls_are_those_of_cpython(seed: int) -> None:
    runs = ((each, each.run()) for each in map(Program, range(100 * seed, 100 * seed + 100)))
    program, seen = next((each, seen) for each, seen in runs if seen)
    assert len(seen) > 5
    module = parsed(program.text)
    for function in module.facts.functions:
        found = module.call_sites.calls_of(function)
        assert found.closed, found.why_open
        lines = {line_of(module, node) for node in (function, *function.decorators)}
        for defined, name, called, given in seen:
            if name != function.name.value or defined not in lines:
                continue
            sites = [site.node for site in found.sites if line_of(module, site.node) == called]
            assert sites, f"line {called} calls {name} of line {defined}:\n{program.text}"
            calls = [node for node in sites if isinstance(node, cst.Call)]
            values = [module.bound_argument(function, call, "a") for call in calls]
            if name != "p":
                assert str(given) in [module.text(value) for value in values if value is not None]
