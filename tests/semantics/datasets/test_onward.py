"""Where a dataset ends up, and what is done with it there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tests.semantics.marked import calls, marked
from tflint_ckpt.semantics.datasets.onward import conditions, ends, in_loop, only_evaluated

HEAD = "from tensorflow.data import Dataset\n"
DS = "ds = Dataset.range(9)\n"

# Code with one dataset, and the steps and the role of each place where it ends.
ENDS = [
    (DS, "UNREAD"),
    (DS + "model.fit(ds)", "TRAIN"),
    (DS + "model.fit(x=ds.batch(2))", "batch TRAIN"),
    (DS + "model.fit(a, validation_data=ds)", "VALIDATE"),
    (DS + "model.evaluate(ds)", "EVALUATE"),
    (DS + "model.predict(x=ds)", "EVALUATE"),
    (DS + "for x in ds.batch(2):\n    pass", "batch LOOP"),
    (DS + "for i, x in enumerate(ds):\n    pass", "LOOP"),
    (DS + "it = iter(ds)", "LOOP"),
    (DS + "y = [x for x in ds]", "LOOP"),
    (DS + "model.fit(ds.take(5))\nmodel.evaluate(ds.skip(5))", "skip EVALUATE, take TRAIN"),
    (DS + "train = ds.shuffle(9)\ntrain = train.batch(2)\nmodel.fit(train)", "shuffle batch TRAIN"),
    (DS + "train(ds)", "OTHER"),
    (DS + "model.fit(a, ds)", "OTHER"),
    (DS + "model.fit(a, callbacks=ds)", "OTHER"),
    (DS + "self.ds = ds", "OTHER"),
    (DS + "kept = [ds]", "OTHER"),
    ("def load():\n    return Dataset.range(9)\nmodel.fit(load().batch(2))", "batch TRAIN"),
    ("def load():\n    return Dataset.range(9)", "OTHER"),
]
# Code with one dataset that is there to evaluate only, or not.
EVALUATED = [
    (DS + "model.evaluate(ds)", True),
    (DS + "model.fit(a, validation_data=ds)", True),
    ("val_ds = Dataset.range(9)\nuse(val_ds)", True),
    ("test = Dataset.range(9).batch(2)\nuse(test)", True),
    ("def load_validation():\n    return Dataset.range(9)", True),
    (DS + "model.fit(ds)\nmodel.evaluate(ds)", False),
    (DS + "use(ds)", False),
    (DS, False),
    ("latest = Dataset.range(9)\nuse(latest)", False),
    ("evaluated = Dataset.range(9)\nuse(evaluated)", False),
]


@pytest.mark.parametrize(("code", "expected"), ENDS)
def test_ends(code: str, expected: str) -> None:
    facts = module(HEAD + dedent(code))
    (call,) = calls(facts, "range")
    found = [" ".join([*(step.name for step in one.steps), one.role.name]) for one in ends(facts, call)]
    assert ", ".join(sorted(found)) == expected


@pytest.mark.parametrize(("code", "expected"), EVALUATED)
def test_only_evaluated(code: str, expected: bool) -> None:
    facts = module(HEAD + dedent(code))
    (call,) = calls(facts, "range")
    assert only_evaluated(facts, call) is expected


@pytest.mark.parametrize(
    ("code", "branches", "loops"),
    [
        ("show(a)", 0, False),
        ("if t:\n    show(a)", 1, False),
        ("if t:\n    pass\nelse:\n    show(a)", 1, False),
        ("if show(a):\n    pass", 0, False),
        ("x = show(a) if t else b", 1, False),
        ("for b in c:\n    if t:\n        show(a)", 1, True),
        ("while t:\n    show(a)", 0, True),
        ("x = [show(a) for b in c]", 0, True),
        ("for b in c:\n    def f():\n        show(a)", 0, False),
        ("try:\n    pass\nexcept E:\n    show(a)", 1, False),
        ("if t:\n    f = lambda: show(a)", 0, False),
    ],
)
def test_what_stands_around(code: str, branches: int, loops: bool) -> None:
    facts, node = marked(code)
    assert len(conditions(facts, node)) == branches
    assert in_loop(facts, node) is loops
