"""What reads a dataset: the operations called on it next, and what else."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.readers import Readers

HEAD = "import tensorflow as tf\nDataset = tf.data.Dataset\n"

# Code whose dataset is called "ds" first, and what reads it: operations, "-" for anything else.
READERS = [
    ("ds = Dataset.range(3)", ""),
    ("ds = Dataset.range(3)\nds.element_spec", ""),
    ("ds = Dataset.range(3)\nds = ds.map(f)\nds = ds.batch(2)", "map"),
    ("ds = Dataset.range(3)\nmodel.fit(ds)", "-"),
    ("ds = Dataset.range(3)\nfor v in ds:\n    pass", "-"),
    ("ds = Dataset.range(3)\na = ds.take(1)\nb = ds.skip(1)", "take skip"),
    ("ds = Dataset.range(3)\nif t:\n    ds = ds.shuffle(2)\nds = ds.batch(2)", "shuffle batch"),
    ("ds = Dataset.range(3)\nother = ds\nother.map(f)", "map"),
    ("ds = Dataset.range(3)\nds = (ds if t else None)\nds.map(f)", "map"),
    ("ds = Dataset.range(3)\nself.ds = ds", "-"),
    ("ds = Dataset.range(3)\nparts = [ds]", "-"),
    ("def load():\n    return Dataset.range(3)\nds = load()\nds.map(f)", "map"),
    ("def load():\n    return Dataset.range(3)", "-"),
    ("def load():\n    return Dataset.range(3), 5\nds, n = load()\nds.map(f)", "map"),
    ("def load():\n    return Dataset.range(3), 5\nboth = load()", ""),
    ("def load():\n    return Dataset.range(3), 5\nboth = load()\nboth[0].map(f)\nprint(both[1])", "map"),
    ("def load():\n    return Dataset.range(3), 5\nboth = load()\nshow(both)", "-"),
    ("def load():\n    return Dataset.range(3), 5\nself.ds, n = load()", "-"),
    ("def load():\n    return Dataset.range(3), 5\nshow(load)", "-"),
    ("ds = Dataset.range(3)\na, b = ds", "-"),
    ("ds = Dataset.range(3)\nx = ds[0]", "-"),
    ("ds = Dataset.range(3)\nparts['a'] = ds", "-"),
    ("ds = Dataset.range(3)\nparts.append(ds)", "-"),
    ("ds = Dataset.range(3)\nclass A:\n    data = ds", "-"),
    ("def use(data):\n    return data.map(f)\nds = Dataset.range(3)\nuse(ds)\nuse(ds)", "map map"),
    ("def use(data):\n    return data.map(f)\nds = Dataset.range(3)\nuse(ds)", "map"),
    ("ds = Dataset.range(3).map(f)", "map"),
    ("it = Dataset.range(3).as_numpy_iterator()", "-"),
    ("ds = Dataset.range(3)\ndef later():\n    return ds.map(f)", "map"),
    ("print(len(ds := Dataset.range(3)))", ""),
    ("ds = Dataset.range(3)\nif ds is None or isinstance(ds, list): pass", ""),
    ("ds = Dataset.range(3)\ntf.data.experimental.cardinality(ds)\nds.cardinality()", ""),
    ("ds = Dataset.range(3)\nif x in ds: pass", "-"),
    ("ds = Dataset.range(3)\n[v for v in ds]", "-"),
    ("ds = Dataset.range(3)\nf(*ds)", "-"),
    ("ds = Dataset.range(3)\nyield_ = lambda: ds", "-"),
    ("def gen():\n    yield Dataset.range(3)", "-"),
    ("ds = Dataset.range(3)\nds.map(f) if t else ds.batch(2)", "map batch"),
    ("ds = Dataset.range(3)\n(a, b), c = (ds, 1), 2\na.map(f)", "-"),
    ("ds = Dataset.range(3)\nds += 1", ""),
    ("def f(*parts):\n    parts[0].map(g)\nds = Dataset.range(3)\nf(ds)", "-"),
    ("ds: tf.data.Dataset = Dataset.range(3)\nds.map(f)", "map"),
    ("ds = Dataset.range(3)\nmatch ds:\n    case x: x.map(f)", "-"),
]


@pytest.mark.parametrize(("code", "expected"), READERS)
def test_readers(code: str, expected: str) -> None:
    facts = module(HEAD + code + "\n")
    (call,) = (
        node for node in facts.facts.calls if facts.resolve(node.func) == "tensorflow.data.Dataset.range"
    )
    readers = facts.fact(Readers).of(call)
    assert sorted(one.operation.name if one.operation else "-" for one in readers) == sorted(expected.split())


REBOUND = [
    ("ds = ds.map(f)", True),
    ("ds = ds.map(f).batch(2)", True),
    ("other = ds.map(f)", False),
    ("ds.map(f)", False),
    ("ds, n = ds.map(f), 1", False),
    ("ds = run(ds.map(f))", False),
]


@pytest.mark.parametrize(("statement", "expected"), REBOUND)
def test_whether_the_variable_holds_the_result(statement: str, expected: bool) -> None:
    facts = module(f"{HEAD}ds = Dataset.range(3)\n{statement}\n")
    (reader,) = facts.fact(Readers).of(facts.facts.calls[0])
    assert reader.rebinds is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ds = Dataset.range(3)\nds.map(f)\nds.batch(2)", 2),
        ("ds = Dataset.range(3)\nds = ds.map(f)\nds.batch(2)", 1),
        ("ds = other = Dataset.range(3)\nds.map(f)", 0),
        ("ds, n = Dataset.range(3)\nds.map(f)", 0),
        ("self.ds = Dataset.range(3)\nself.ds.map(f)", 0),
    ],
)
def test_uses(code: str, expected: int) -> None:
    facts = module(f"{HEAD}{code}\n")
    statement = facts.facts.every(cst.Assign)[1]
    assert len(facts.fact(Readers).uses(statement)) == expected
