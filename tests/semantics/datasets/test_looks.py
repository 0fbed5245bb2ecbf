"""What reads a dataset for more than a look at it."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.steps import Steps

HEAD = """\
import tensorflow as tf
from tensorflow import keras
ds = tf.data.Dataset.range(3)
"""


def left(code: str, *, adapting: bool = False) -> str:
    """The readers of the first dataset that are no looks: operations, "-" for anything else."""
    facts = module(HEAD + dedent(code))
    (call,) = (
        node for node in facts.facts.calls if facts.resolve(node.func) == "tensorflow.data.Dataset.range"
    )
    readers = facts.fact(Steps).but_looks(call, adapting=adapting)
    return " ".join(sorted(one.operation.name if one.operation else "-" for one in readers))


# Code after ``ds``, and what is left of its readers.
READERS = [
    ("next(iter(ds))\nmodel.fit(ds)\n", "-"),
    ("print(list(ds.take(2)))\nds = ds.batch(2)\n", "batch"),
    ("for v in ds.map(f).take(2):\n    print(v)\nds = ds.batch(2)\n", "batch"),
    ("for v in ds.map(f):\n    print(v)\nds = ds.batch(2)\n", "batch map"),
    ("part = ds.take(2)\nprint(next(iter(part)))\nmodel.fit(part)\nds = ds.batch(2)\n", "batch take"),
    ("part = ds.take(2)\nds = ds.batch(2)\n", "batch take"),
    ("ds.skip(1).take(2)\nds = ds.batch(2)\n", "batch"),
    # Where all are looks, none is left out: the one that goes on is not known.
    ("next(iter(ds))\nprint(list(ds.batch(2).take(1)))\n", "- batch"),
    # Where the variable gets the result, the pipeline goes on.
    ("next(iter(ds))\nds = ds.batch(2)\nnext(iter(ds))\n", "batch"),
    # In the loop that reads the data as well, a look is one of as many.
    ("while t:\n    next(iter(ds))\n    model.fit(ds)\n", "-"),
    ("while t:\n    next(iter(ds))\nmodel.fit(ds)\n", "- -"),
    ("for i in range(5):\n    next(iter(ds))\nmodel.fit(ds)\n", "-"),
    ("for i in range(500):\n    next(iter(ds))\nmodel.fit(ds)\n", "- -"),
    ("for i in range(5):\n    train(next(iter(ds)))\nmodel.fit(ds)\n", "- -"),
    ("for v in ds.take(5):\n    trainer.train(v)\nmodel.fit(ds)\n", "- take"),
    ("def show():\n    next(iter(ds))\nmodel.fit(ds)\n", "- -"),
    ("def show():\n    next(iter(ds))\nshow()\nmodel.fit(ds)\n", "-"),
    ("def show():\n    next(iter(ds))\nregister(show)\nmodel.fit(ds)\n", "- -"),
    ("def a():\n    next(iter(ds))\ndef b():\n    a()\nb()\nmodel.fit(ds)\n", "-"),
    ("def a():\n    next(iter(ds))\n    a()\na()\nmodel.fit(ds)\n", "- -"),
]


@pytest.mark.parametrize(("code", "expected"), READERS)
def test_what_is_left_of_the_readers(code: str, expected: str) -> None:
    assert left(code) == expected


ADAPTING = [
    ("layer.adapt(ds)\nmodel.fit(ds)\n", "- -", "-"),
    ("layer.adapt(ds.map(f))\nmodel.fit(ds)\n", "- map", "-"),
    ("layer.adapt(data=ds)\nmodel.fit(ds)\n", "- -", "-"),
    ("layer.adapt(ds.take(5))\nmodel.fit(ds)\n", "-", "-"),
    ("adapt(ds)\nmodel.fit(ds)\n", "- -", "- -"),
    ("text = ds.map(f)\nlayer.adapt(text)\nmodel.fit(text)\nmodel.fit(ds)\n", "- map", "- map"),
]


@pytest.mark.parametrize(("code", "without", "adapting"), ADAPTING)
def test_a_layer_that_adapts(code: str, without: str, adapting: str) -> None:
    assert left(code) == without
    assert left(code, adapting=True) == adapting


# What reads no element is no reader in any case.
UNREAD = [
    "ds.element_spec",
    "ds.cardinality()",
    "len(ds)",
    "print(ds, type(ds))",
    "tf.data.experimental.get_structure(ds)",
    "ds is None",
    "assert ds",
    "del ds",
    "f'{ds}'",
    "n = 1 if ds else 2",
]


@pytest.mark.parametrize("code", UNREAD)
def test_what_reads_no_element(code: str) -> None:
    assert left(f"{code}\n") == ""


@pytest.mark.parametrize("code", ["3 in ds", "list(ds)", "print(*ds)", "n = ds or other", "ds.reduce(0, f)"])
def test_what_reads_all(code: str) -> None:
    assert left(f"{code}\n") == "-"


def test_the_only_operation_behind_looks() -> None:
    facts = module(f"{HEAD}next(iter(ds))\nlayer.adapt(ds)\nds = ds.batch(2)\n")
    call = next(node for node in facts.facts.calls if isinstance(node.func, cst.Attribute))
    readers = facts.fact(Steps)
    assert readers.only_operation(call) is None
    assert readers.only_operation(call, looks=True) is None
    only = readers.only_operation(call, looks=True, adapting=True)
    assert only is not None
    assert only.name == "batch"
