"""TFC111 checkpoint-period."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import functools
import pytest
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""

# What stands after HEAD, and what --fix makes of it on either Keras.
BECOMES = [
    ("x = ModelCheckpoint('m', period=1)", "x = ModelCheckpoint('m')"),
    ("x = ModelCheckpoint('m', period=1, verbose=1)", "x = ModelCheckpoint('m', verbose=1)"),
    ("x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', period=1,)",
     "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min',)"),
    ("x = ModelCheckpoint(\n    'm',\n    period=1,\n)", "x = ModelCheckpoint(\n    'm',\n)"),
    ("P = 1\nx = ModelCheckpoint('m', period=P)", "P = 1\nx = ModelCheckpoint('m')"),
    ("o = {'verbose': 1, 'period': 1}\nx = ModelCheckpoint('m', **o)",
     "o = {'verbose': 1}\nx = ModelCheckpoint('m', **o)"),
    ("o = {}\no['period'] = 1\nx = ModelCheckpoint('m', **o)", "o = {}\nx = ModelCheckpoint('m', **o)"),
    ("x = functools.partial(ModelCheckpoint, 'm', period=1)", "x = functools.partial(ModelCheckpoint, 'm')"),
    ("class C(ModelCheckpoint): pass\nx = C('m', period=1)",
     "class C(ModelCheckpoint): pass\nx = C('m')"),
    ("class C(ModelCheckpoint):\n    def __init__(self, p):\n        super().__init__(p, period=1)",
     "class C(ModelCheckpoint):\n    def __init__(self, p):\n        super().__init__(p)"),
    # An integer save_freq overrules any period, on Keras 2 too.
    ("x = ModelCheckpoint('m', save_freq=100, period=5)", "x = ModelCheckpoint('m', save_freq=100)"),
    ("x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', 100, period=n)",
     "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', 100)"),
]  # fmt: skip


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    assert fix(f"{HEAD}{before}\n", target, only="TFC111") == f"{HEAD}{after}\n"


STAYS = [
    "x = ModelCheckpoint('m')",
    "x = ModelCheckpoint('m', save_freq=1)",
    "x = ModelCheckpoint('m', save_freq='epoch')",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', 'epoch')",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', 100)",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', n)",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', steps // 2)",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', 0)",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', True)",
    "x = ModelCheckpoint('m', 'loss', 0, False, True, 1)",
    "x = ModelCheckpoint('m', *rest, 0, False, True, 'min', 1)",
    "x = ModelCheckpoint('m', **options)",
    "x = ModelCheckpoint('m', periods=1)",
    "x = ModelCheckpoint('m', options={'period': 1})",
    "x = ModelCheckpoint('m').period",
    "period = 2\nx = ModelCheckpoint('m', verbose=period)",
    "x = tf.keras.callbacks.TensorBoard('b', period=1)",
    "x = other.ModelCheckpoint('m', period=1)",
    "from pytorch_lightning.callbacks import ModelCheckpoint as M\nx = M('m', period=1)",
    "from .callbacks import ModelCheckpoint\nx = ModelCheckpoint('m', period=1)",
    "class ModelCheckpoint(tf.keras.callbacks.Callback):\n    def __init__(self, path, period=1):\n"
    "        pass\nx = ModelCheckpoint('m', period=1)",
    "class C(ModelCheckpoint):\n    def __init__(self, *a, period=1, **k):\n"
    "        super().__init__(*a, **k)\nx = C('m', period=3)",
    "class C(Mixin, ModelCheckpoint):\n    pass\nx = C('m', period=1)",
    "def ModelCheckpointFull(path, period):\n    return ModelCheckpoint(path)\n"
    "x = ModelCheckpointFull('m', period=1)",
    "with pytest.raises(TypeError):\n    ModelCheckpoint('m', period=1)",
    "try:\n    x = ModelCheckpoint('m', period=1)\nexcept TypeError:\n    x = ModelCheckpoint('m')",
    "if tf.__version__ < '2.16':\n    x = ModelCheckpoint('m', period=5)",
    "ModelCheckpoint = make()\nx = ModelCheckpoint('m', period=1)",
    "o = {'period': 1}\no.pop('period')\nx = ModelCheckpoint('m', **o)",
    "o = {'period': 1} if a else {}\nx = ModelCheckpoint('m', **o)",
    "# ModelCheckpoint('m', period=1)",
    "x = \"ModelCheckpoint('m', period=1)\"",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC111") == []


@pytest.mark.parametrize(("target", "level"), [("keras2", "warning"), ("keras3", "error"), ("both", "error")])
@pytest.mark.parametrize("period", ["1", "5", "n"])
def test_the_level_is_that_of_the_release(target: str, level: str, period: str) -> None:
    assert lint(f"{HEAD}x = ModelCheckpoint('m', period={period})\n", target, "TFC111") == [
        f"TFC111:5 {level}"
    ]


# The call, who may apply the fix, and what its title says.
FIXES = [
    ("ModelCheckpoint('m', period=1)", "safe", "remove period: 1 is what happens without it"),
    ("ModelCheckpoint('m', period=ask())", "manual", "save_freq=ask() * steps_per_epoch"),
    ("ModelCheckpoint('m', period=5)", "manual", "save_freq=5 * steps_per_epoch: it counts batches"),
    ("ModelCheckpoint('m', period=1.0)", "manual", "save_freq=1.0 * steps_per_epoch"),
    ("ModelCheckpoint('m', save_freq='epoch', period=5)", "manual", "save_freq=5 * steps_per_epoch"),
    ("ModelCheckpoint('m', save_freq=9, period=ask())", "unsafe", "remove period"),
    ("ModelCheckpoint('m', save_best_only=True, period=5)", "manual", "no save_freq does the same"),
    ("ModelCheckpoint('m', 'val_acc', 1, True, period=5)", "manual", "no save_freq does the same"),
    ("ModelCheckpoint('m', 'loss', 1, True, period=5)", "manual", "save_freq=5 * steps_per_epoch"),
    ("ModelCheckpoint('m', save_best_only=False, period=5)", "manual", "save_freq=5 * steps_per_epoch"),
    ("ModelCheckpoint('m', period=  # each\n    1)", "manual", "remove period"),
    ("ModelCheckpoint('m', 'loss', 0, False, True, 'min', 1)", "unsafe", 'write "epoch"'),
    ("ModelCheckpoint('m', 'loss', 0, False, True, 'min', 5)", "manual", "write 5 * steps_per_epoch"),
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("call", "applicability", "title"), FIXES)
def test_who_may_apply_the_fix(call: str, applicability: str, title: str, target: str) -> None:
    [found] = findings(f"{HEAD}x = {call}\n", target, "TFC111")
    assert found.fix is not None
    assert (found.fix.applicability.value, title in found.fix.title) == (applicability, True), found.fix.title


@pytest.mark.parametrize(
    "code",
    [
        "o = {'period': 1}\nx = ModelCheckpoint('m', **o)\nprint(o)",
        "o = {'period': 1}\nx = [ModelCheckpoint('m', **o), ModelCheckpoint('n', save_freq='epoch')]\no",
    ],
)
def test_something_else_goes_by_the_argument(code: str) -> None:
    [found] = findings(f"{HEAD}{code}\n", only="TFC111")
    assert found.fix is not None
    assert found.fix.applicability.value == "unsafe"


def test_the_seventh_argument_is_save_freq_on_every_release() -> None:
    code = f"{HEAD}x = ModelCheckpoint('m', 'loss', 0, False, True, 'min', 1)\n"
    for target in ("keras2", "keras3", "both"):
        [found] = findings(code, target, "TFC111")
        assert found.severity.value == "warning"
        assert "Keras saves after every single batch" in found.message
    assert fix(code, only="TFC111") == code
    assert fix(code, only="TFC111", unsafe=True) == code.replace("1)", "'epoch')")


def test_a_range_names_both() -> None:
    [found] = findings(f"{HEAD}x = ModelCheckpoint('m', period=2)\n", "both", "TFC111")
    assert found.message == (
        "period of ModelCheckpoint is of Keras 2 only: Keras 2 (TensorFlow 2.15) still takes it; Keras 3 "
        "(TensorFlow 2.21) raises TypeError when the callback is built, before training"
    )
    [found] = findings(f"{HEAD}x = ModelCheckpoint('m', period=2)\n", "keras2", "TFC111")
    assert found.message == (
        "period of ModelCheckpoint is of Keras 2 only: Keras 2 still takes it, and Keras 3 raises TypeError"
    )


def test_the_finding_is_the_argument() -> None:
    code = dedent("""\
        from keras.callbacks import ModelCheckpoint
        x = ModelCheckpoint("m", verbose=1, period=2)
    """)
    [found] = findings(code, only="TFC111")
    assert code[found.start : found.end] == "period=2"
