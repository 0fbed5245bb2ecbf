"""What proves that there is a checkpoint: a save that is sure to have run, a look at its folder."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, marked
from tflint_ckpt.semantics.saving.proofs import is_look, is_sure, may_be_of
from tflint_ckpt.semantics.saving.proofs import tests_for_it as follows_from_look

# Code with a call of write and one of read: whether no condition of its own keeps the first from running.
SURE = [
    ("write()\nread()", True),
    ("if t:\n    write()\n    read()", True),
    ("for e in range(3):\n    write()\nread()", True),
    ("for e in range(3):\n    if e % 2 == 0:\n        write()\nread()", True),
    ("for e in range(3):\n    if loss() < best:\n        write()\nread()", True),
    ("if True:\n    write()\nread()", True),
    ("if rank == 0:\n    write()\nread()", True),
    ("if not os.path.exists('a'):\n    write()\nread()", True),
    ("if t:\n    write()\nif t:\n    read()", True),
    ("if manager:\n    manager.write()\nread()", True),
    ("manager and manager.write()\nread()", True),
    ("skip or write()\nread()", False),
    ("if t:\n    m.write()\nelse:\n    m.save()\nread()", True),
    ("def f():\n    write()\nif t:\n    f()\nread()", True),  # in its own function
    ("if t:\n    write()\nread()", False),
    ("t and write()\nread()", False),
    ("x = write() if t else 0\nread()", False),
    ("for e in range(3):\n    if e == 7:\n        write()\nread()", False),
    ("for e in range(3):\n    if verbose:\n        write()\nread()", False),
    ("if False:\n    write()\nread()", False),
    ("def f():\n    if dry:\n        return\n    write()\nread()", False),
    ("def f():\n    if rank > 0:\n        return\n    write()\nread()", True),
    ("try:\n    write()\nexcept E:\n    pass\nread()", True),
]


@pytest.mark.parametrize(("code", "expected"), SURE)
def test_sure(code: str, expected: bool) -> None:
    facts = module(f"import os\n{code}")
    (writer,), (reader,) = calls(facts, "write"), calls(facts, "read")
    assert is_sure(facts, writer, reader) is expected


HEAD = "import os\nimport tensorflow as tf\nfrom pathlib import Path\n"
# A test, and whether it follows from a look at the folder runs/a.
TESTS = [
    ("os.path.exists('runs/a')", True),
    ("os.listdir('runs/a')", True),
    ("not os.path.isdir('./runs/a/')", True),
    ("os.path.exists('runs')", True),
    ("os.path.isfile('runs/a/checkpoint')", True),
    ("Path('runs/a').exists()", True),
    ("os.path.exists(folder)", True),
    ("there", True),
    ("tf.train.latest_checkpoint('runs/a')", True),
    ("os.path.exists('runs/b')", False),
    ("os.path.exists('runs/ab')", False),
    ("missing", False),
    ("resume", False),
    ("exists('runs/a') and resume", True),
]


@pytest.mark.parametrize(("test", "expected"), TESTS)
def test_tests_for_it(test: str, expected: bool) -> None:
    before = "there = os.path.exists('runs/a')\nmissing = os.path.exists('other')\n"
    facts, node = marked(f"{HEAD}{before}show({test})")
    assert follows_from_look(facts, node, ["runs/a"]) is expected


def test_a_look() -> None:
    facts, node = marked("show(os.path.exists(p))")
    assert is_look(node)
    assert not is_look(calls(facts, "show")[0])


def test_places_that_may_be_one() -> None:
    assert may_be_of(["a"], ["a", "b"])
    assert not may_be_of(["a"], ["b"])
    assert may_be_of([], ["b"])
    assert may_be_of(["a"], [])
