"""What a ModelCheckpoint is asked to save, and which suffixes Keras goes by."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths import checkpoints
from tflint_ckpt.semantics.paths.checkpoints import (
    best_is_set,
    best_only,
    needed_suffix,
    path_is_set_again,
    refused_until,
    spaced_suffix,
    weights_only,
)
from tflint_ckpt.semantics.paths.shape import templates
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Piece, Text

HEAD = "import functools\nimport keras\nfrom keras.callbacks import ModelCheckpoint\n"
NAME = "keras.callbacks.ModelCheckpoint"
# The arguments of a checkpoint; what save_weights_only and save_best_only are.
FLAGS = [
    ("'a'", False, False),
    ("'a', save_weights_only=True", True, False),
    ("'a', 'val_loss', 0, True, False", False, True),
    ("'a', save_weights_only=1", True, False),
    ("'a', save_weights_only=flag", None, False),
    ("'a', save_weights_only=True if t else False", None, False),
    ("'a', **options", None, None),
    ("*arguments", None, None),
]


@pytest.mark.parametrize(("arguments", "weights", "best"), FLAGS)
def test_flags(arguments: str, weights: bool | None, best: bool | None) -> None:
    facts = module(f"{HEAD}ModelCheckpoint({arguments})")
    (call,) = facts.calls(NAME)
    assert (weights_only(facts, call), best_only(facts, call)) == (weights, best)


def test_a_partial_may_be_given_more() -> None:
    facts = module(f"{HEAD}c = functools.partial(ModelCheckpoint, 'a')")
    (call,) = facts.calls(NAME)
    assert weights_only(facts, call) is None


# Code, whether the path of a checkpoint is set again, and whether its best value is.
SET = [
    ("c.filepath = p", True, False),
    ("c.best = 0.3", False, True),
    ("class C(ModelCheckpoint):\n    def f(self):\n        self.best = 0", False, True),
    ("class C(Unknown):\n    def f(self):\n        self.best = 0", False, True),
    ("class C:\n    def f(self):\n        self.best = 'a'", False, False),
    ("print(c.filepath, c.best)", False, False),
    ("filepath = best = 3", False, False),
]


@pytest.mark.parametrize(("code", "path", "best"), SET)
def test_what_is_set_again(code: str, path: bool, best: bool) -> None:
    facts = module(HEAD + code)
    assert (path_is_set_again(facts), best_is_set(facts)) == (path, best)


SUFFIXES = [
    ("2.15", True, ".weights.h5 .keras .hdf5 .h5"),
    ("2.15", False, ".keras .hdf5 .h5"),
    ("both", False, ".keras .hdf5 .h5"),
    ("keras3.3", False, ".keras"),
    ("keras3.15", False, ".keras .h5"),
    ("keras3.3 keras3.15", False, ".keras"),
    ("keras3.15", True, ".weights.h5"),
]


@pytest.mark.parametrize(("target", "weights", "expected"), SUFFIXES)
def test_suffixes(target: str, weights: bool, expected: str) -> None:
    assert " ".join(checkpoints.tested_suffixes(module(HEAD, target), weights)) == expected
    assert expected.startswith(needed_suffix(weights))


# A path, whether it is one of weights, and what of it is a suffix with spaces.
SPACED = [
    ("a. keras", False, ". keras"),
    ("a.keras ", False, ".keras "),
    ("a.weights .h5", True, ".weights .h5"),
    ("a b.keras", False, None),
    ("a.keras", False, None),
    ("a. ckpt", False, None),
]


@pytest.mark.parametrize(("path", "weights", "expected"), SPACED)
def test_spaced_suffixes(path: str, weights: bool, expected: str | None) -> None:
    found = spaced_suffix(module(HEAD), Template(Text((Piece(path),))), weights)
    assert (path[slice(*found)] if found else None) == expected


# A checkpoint, and the first Keras 3 that takes its path; 3.16 is later than any.
REFUSED = [
    ("'a.keras'", "3.0"),
    ("'a.weights.h5', save_weights_only=True", "3.0"),
    ("'a.h5'", "3.8"),
    ("name", "3.0"),
    ("'a.h5', save_weights_only=True", "none"),
    ("'a.ckpt'", "none"),
    ("'a.ckpt' if t else 'a.h5'", "3.8"),
]


@pytest.mark.parametrize(("arguments", "expected"), REFUSED)
def test_refused_until(arguments: str, expected: str) -> None:
    facts = module(
        f"{HEAD}def f(name: str, t):\n    ModelCheckpoint({arguments.replace('name', 'str(name)')})"
    )
    (call,) = facts.calls(NAME)
    argument = call.argument("filepath", position=0)
    assert argument is not None
    paths = templates(facts.evaluate(argument.value))
    assert paths is not None
    found = refused_until(facts, call, paths)
    assert (f"{found[0]}.{found[1]}" if found < (3, 100) else "none") == expected
