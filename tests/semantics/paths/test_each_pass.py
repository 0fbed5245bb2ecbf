"""A path that is the same one in each pass of a loop."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.calls.bodies import run_by
from tflint_ckpt.semantics.paths.each_pass import EachPass
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.walk import descend


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for k in r: show('a/b.h5')", True),
        ("for k in r: show(out + '/b.h5')", True),
        ("for k in r: show(args.out + '/b.h5')", True),
        ("for k in r: show(args['out'] + '/b.h5')", True),
        ("def f(out):\n    for k in r: show(out + '/b.h5')", True),
        ("out = new()\nfor k in r: show(out + '/b.h5')", True),
        ("for k in r: show(k + '/b.h5')", False),
        ("for k in r: show(new() + '/b.h5')", False),
        ("for k in r:\n    out = new()\n    show(out + '/b.h5')", False),
        ("for k in r:\n    args.out = k\n    show(args.out + '/b.h5')", False),
        ("for k in r:\n    setattr(args, n, k)\n    show(args.out + '/b.h5')", False),
        ("for k in r:\n    args['out'] = k\n    show(args['out'] + '/b.h5')", False),
        ("for k in r:\n    args.update(k)\n    show(args['out'] + '/b.h5')", False),
        ("def f():\n    args.out = new()\nfor k in r:\n    f()\n    show(args.out + '/b.h5')", False),
        ("def f(out): show(out + '/b.h5')\nfor k in r: f(new(k))", False),
    ],
)
def test_kept(code: str, expected: bool) -> None:
    facts = module(code)
    (loop,) = (node for node in descend(facts.tree) if isinstance(node, cst.For))
    (value,) = facts.evaluate(calls(facts, "show")[0].args[0].value)
    bodies = run_by(facts, loop.body)
    assert isinstance(value, Text)
    assert bodies is not None
    path = EachPass(facts, value)
    assert path.is_told
    assert path.is_kept(bodies) is expected


@pytest.mark.parametrize(
    ("one", "other", "is_at", "may_be"),
    [
        ("'a/b.h5'", "'./a/b.h5'", True, True),
        ("'a/b.h5'", "'c/b.h5'", False, False),
        ("args.out + '/b.h5'", "args.out + '/b.h5'", True, True),
        ("args.out + '/b.h5'", "args.other + '/b.h5'", False, False),
        ("args.out + '/b.h5'", "args.out + '/c.h5'", False, False),
        ("args.out + '/b.h5'", "path", False, True),
    ],
)
def test_another_path(one: str, other: str, is_at: bool, may_be: bool) -> None:
    facts = module(f"show({one})\nshow({other})")
    value, values = (tuple(facts.evaluate(each.args[0].value)) for each in calls(facts, "show"))
    assert isinstance(value[0], Text)
    path = EachPass(facts, value[0])
    assert (path.is_at(facts, values), path.may_be_at(facts, values)) == (is_at, may_be)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("'a/b.h5'", True),
        ("args.out + '/b.h5'", True),
        ("'a/{epoch}.h5'", False),
        ("args.out + '.h5'", False),
        ("'%s.h5'", False),
    ],
)
def test_told(path: str, expected: bool) -> None:
    facts = module(f"show({path})")
    (value,) = facts.evaluate(calls(facts, "show")[0].args[0].value)
    assert isinstance(value, Text)
    assert EachPass(facts, value).is_told is expected
