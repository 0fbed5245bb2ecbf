"""The file that a checkpoint writes, and what reads it again."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.written_to import is_one_file, is_written_to, written_path

STORE = """\
import glob
import os
class Store:
    def __init__(self, out):
        self.out = out
    @property
    def best(self):
        return os.path.join(self.out, "best.keras")
    @property
    def each(self):
        return os.path.join(self.out, "m_{epoch:03d}.keras")
    def path(self):
        return os.path.join(self.out, "best.keras")
    def last(self):
        found = sorted(glob.glob(os.path.join(self.out, "m_*.keras")))
        return found[-1] if found else None
    def first(self):
        return sorted(glob.glob(os.path.join(self.out, "m_*.keras")))[0]
"""
USE = """\
from store import Store
class Use:
    def __init__(self, store):
        self.store = store
    def go(self):
        see({}, {})
"""
MAIN = "from train import Use\nfrom store import Store\nUse(Store(out)).go()\n"

# What is written and what is read, whether that is known to be one file, and whether they are the same.
PATHS = [
    ("self.store.best", "self.store.best", True, True),
    ("self.store.best", "self.store.path()", True, True),
    ("self.store.best", "self.store.last()", True, False),
    ("self.store.best", "self.store.each", True, False),
    ("self.store.best", "other.best", True, False),
    ("self.store.best", "self.store.path", True, False),
    ("self.store.best", "'best.keras'", True, False),
    ("self.store.each", "self.store.last()", False, True),
    ("self.store.each", "self.store.first()", False, False),
    ("'a/best.keras'", "'a/best.keras'", True, True),
    ("'a/best.keras'", "'b/best.keras'", True, False),
    ("self.store.path()", "self.store.path()", False, False),
    ("self.store.unknown", "self.store.unknown", False, False),
]


@pytest.mark.parametrize(("written", "read", "is_one", "same"), PATHS)
def test_written_to(written: str, read: str, is_one: bool, same: bool) -> None:
    facts = module(USE.format(written, read), store=STORE, main=MAIN)
    (see,) = (call for call in facts.facts.calls if facts.text(call.func) == "see")
    one, other = (argument.value for argument in see.args)
    found = written_path(facts, one)
    assert is_one_file(found) is is_one
    assert (found is not None and is_written_to(facts, found, other)) is same


@pytest.mark.parametrize(
    "main",
    [
        "from train import Use\nUse(store).go()\n",
        MAIN + "Use(Other(out)).go()\n",
        MAIN + "class Mine(Use):\n    pass\n",
        MAIN + "store.best = 'b'\n",
        "",
    ],
)
def test_objects_that_are_not_known(main: str) -> None:
    facts = module(USE.format("self.store.best", 1), store=STORE, main=main)
    (see,) = (call for call in facts.facts.calls if facts.text(call.func) == "see")
    assert written_path(facts, see.args[0].value) is None
