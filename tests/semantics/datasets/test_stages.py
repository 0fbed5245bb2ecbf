"""A pipeline stage by stage."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.datasets.stages import Holds, Stage, stages

HEAD = """\
import numpy as np
import tensorflow as tf
x = np.zeros((1000, 10), "float32")
D = tf.data.Dataset
"""


def made(code: str) -> tuple[Stage, ...]:
    """The stages of the only way in which the dataset ``ds`` comes about."""
    module = Lab(f"{HEAD}{code}").module
    value = module.facts.module.bindings["ds"][-1].value
    assert value is not None
    [chain] = module.datasets.chains(value)
    return stages(module, chain)


@pytest.mark.parametrize(
    ("chain", "held"),
    [
        ("", [40_000]),
        (".cache()", [40_000, 40_000]),
        (".batch(32).cache()", [40_000, None, 40_960]),
        (".batch(32, drop_remainder=True).cache()", [40_000, None, 39_680]),
        (".repeat(2).cache()", [40_000, None, 80_000]),
        (".rebatch(2).cache()", [40_000, None, None]),
        (".batch(32).prefetch(4)", [40_000, None, 5_120]),
        (".shuffle(100)", [40_000, 4_000]),
        (".shuffle(5000)", [40_000, 40_000]),
        (".take(10).cache()", [40_000, None, 400]),
        (".map(f).cache()", [40_000, None, None]),
        (".prefetch(tf.data.AUTOTUNE)", [40_000, None]),
        (".batch(n).prefetch(2)", [40_000, None, None]),
    ],
)
def test_how_many_bytes_a_step_holds(chain: str, held: list[int | None]) -> None:
    assert [stage.bytes for stage in made(f"ds = D.from_tensor_slices(x){chain}")] == held


@pytest.mark.parametrize(
    ("chain", "holds"),
    [
        (".cache()", Holds.ALL),
        (".cache('/data/cache')", Holds.FILE),
        (".shuffle(10)", Holds.BUFFER),
        (".prefetch(2)", Holds.BUFFER),
        (".batch(2)", Holds.NOTHING),
    ],
)
def test_what_a_step_holds(chain: str, holds: Holds) -> None:
    source, stage = made(f"ds = D.from_tensor_slices(x){chain}")
    assert (source.holds, stage.holds) == (Holds.SOURCE, holds)


@pytest.mark.parametrize(
    ("code", "random"),
    [
        ("ds = D.range(9).shuffle(3)", [False, True]),
        ("ds = D.range(9).map(lambda v: v + tf.random.uniform([]))", [False, True]),
        ("ds = D.range(9).map(lambda v: v + 1)", [False, False]),
        ("ds = D.range(9).map(elsewhere)", [False, None]),
        ("ds = D.list_files('*.png')", [True]),
        ("ds = D.list_files('*.png', shuffle=False)", [False]),
    ],
)
def test_what_is_random(code: str, random: list[bool | None]) -> None:
    assert [stage.random for stage in made(code)] == random


@pytest.mark.parametrize(
    ("chain", "each_epoch"),
    [
        (".map(f).batch(2)", [True, True, True]),
        (".map(f).cache().batch(2)", [False, False, True, True]),
        (".cache().map(f).cache()", [False, False, False, True]),
        (".repeat().cache()", [True, True, True]),
        (".map(f).cache().take(3)", [True, True, True, True]),
    ],
)
def test_what_runs_in_every_epoch(chain: str, each_epoch: list[bool]) -> None:
    assert [stage.each_epoch for stage in made(f"ds = D.from_tensor_slices(x){chain}")] == each_epoch


def test_the_datasets_of_a_zip() -> None:
    [stage] = made("ds = D.zip((D.from_tensor_slices(x).cache(), D.range(3)))")
    assert [[each.name for each in given] for given in stage.inputs] == [
        ["from_tensor_slices", "cache"],
        ["range"],
    ]


def test_repeats() -> None:
    assert [stage.repeats for stage in made("ds = D.range(3).repeat().repeat(2)")] == [None, -1, 2]
