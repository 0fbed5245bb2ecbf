"""TFC202 pipeline-prefetch, of a dataset that is prefetched again, whatever the size."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
records = tf.data.TFRecordDataset(["a"])
AUTOTUNE = tf.data.AUTOTUNE
"""

# What it is, the code, "severity applicability" of its only finding, and what the fix makes of it.
BECOMES = [
    (
        "a parameter",
        "def load(n):\n    return records.prefetch(n).batch(8).prefetch(AUTOTUNE)\n",
        "warning safe",
        "def load(n):\n    return records.batch(8).prefetch(AUTOTUNE)\n",
    ),
    (
        "a parameter, over statements",
        "def load(n):\n    ds = records\n    ds = ds.prefetch(n)\n"
        "    ds = ds.batch(n)\n    return ds.prefetch(1)\n",
        "warning safe",
        "def load(n):\n    ds = records\n    ds = ds.batch(n)\n    return ds.prefetch(1)\n",
    ),
    (
        "a flag, over variables",
        "raw = records.prefetch(FLAGS.ahead)\nds = raw.map(parse)\nds = ds.batch(8).prefetch(AUTOTUNE)\n",
        "warning safe",
        "raw = records\nds = raw.map(parse)\nds = ds.batch(8).prefetch(AUTOTUNE)\n",
    ),
    (
        "an attribute",
        """
        class Data:
            def load(self):
                return records.map(parse).prefetch(self.ahead).repeat().prefetch(self.ahead + 1)
        """,
        "warning safe",
        """
        class Data:
            def load(self):
                return records.map(parse).repeat().prefetch(self.ahead + 1)
        """,
    ),
    (
        "a call, which may do more",
        "ds = records.prefetch(ahead()).batch(8).prefetch(AUTOTUNE)\n",
        "warning manual",
        "ds = records.prefetch(ahead()).batch(8).prefetch(AUTOTUNE)\n",
    ),
    (
        "again by an unknown size",
        "ds = records.prefetch(FLAGS.a).batch(8).prefetch(FLAGS.b)\n",
        "warning safe",
        "ds = records.batch(8).prefetch(FLAGS.b)\n",
    ),
    (
        "in a helper, again by its caller",
        "def load(n):\n    return records.prefetch(n)\nds = load(FLAGS.ahead).batch(8).prefetch(AUTOTUNE)\n",
        "warning safe",
        "def load(n):\n    return records\nds = load(FLAGS.ahead).batch(8).prefetch(AUTOTUNE)\n",
    ),
    (
        "by the caller, again in a helper",
        """
        def finish(ds, n):
            return ds.batch(n).prefetch(AUTOTUNE)
        ds = finish(records.prefetch(FLAGS.ahead), 8)
        """,
        "warning safe",
        """
        def finish(ds, n):
            return ds.batch(n).prefetch(AUTOTUNE)
        ds = finish(records, 8)
        """,
    ),
    (
        "in a helper, again by all its callers",
        """
        def load(split, n):
            return tf.data.TFRecordDataset(split).map(parse).prefetch(n)
        train = load("train", FLAGS.ahead).shuffle(9).batch(8).prefetch(AUTOTUNE)
        test = load("test", FLAGS.ahead).batch(8).prefetch(AUTOTUNE)
        """,
        "warning safe",
        """
        def load(split, n):
            return tf.data.TFRecordDataset(split).map(parse)
        train = load("train", FLAGS.ahead).shuffle(9).batch(8).prefetch(AUTOTUNE)
        test = load("test", FLAGS.ahead).batch(8).prefetch(AUTOTUNE)
        """,
    ),
    (
        "again in both sets that are made of it",
        "ds = records.prefetch(2)\na = ds.take(9).batch(2).prefetch(1)\n"
        "b = ds.skip(9).batch(2).prefetch(1)\n",
        "warning safe",
        "ds = records\na = ds.take(9).batch(2).prefetch(1)\nb = ds.skip(9).batch(2).prefetch(1)\n",
    ),
    (
        "again whichever way it goes",
        """
        ds = records.prefetch(FLAGS.ahead)
        if training:
            ds = ds.shuffle(9).batch(8).prefetch(1)
        else:
            ds = ds.batch(9).prefetch(1)
        """,
        "warning safe",
        """
        ds = records
        if training:
            ds = ds.shuffle(9).batch(8).prefetch(1)
        else:
            ds = ds.batch(9).prefetch(1)
        """,
    ),
    (
        "only where it is asked for",
        "def load(ds: tf.data.Dataset, n):\n    if n:\n        ds = ds.prefetch(n)\n"
        "    return ds.batch(8).prefetch(1)\n",
        "warning manual",
        "def load(ds: tf.data.Dataset, n):\n    if n:\n        ds = ds.prefetch(n)\n"
        "    return ds.batch(8).prefetch(1)\n",
    ),
]

STAYS = [
    ("once", "def load(n):\n    return records.batch(8).prefetch(n)\n"),
    ("once, before work", "def load(n):\n    return records.prefetch(n).map(parse).batch(8)\n"),
    ("unpacked", "ds = records.prefetch(*args).batch(8).prefetch(AUTOTUNE)\n"),
    ("none at first", "ds = records.prefetch(0).batch(8).prefetch(AUTOTUNE)\n"),
    ("none the second time", "def load(n):\n    return records.prefetch(n).batch(8).prefetch(0)\n"),
    ("copied to a device", "def load(n):\n    return records.prefetch(n).apply(copy).prefetch(1)\n"),
    (
        "no dataset",
        "def load(queue, n):\n    return queue.prefetch(n).batch(8).prefetch(2)\n",
    ),
    (
        "trained on in between",
        "ds = records.prefetch(FLAGS.ahead)\nmodel.fit(ds)\nds = ds.batch(8).prefetch(AUTOTUNE)\n",
    ),
    (
        "kept in between",
        "ds = records.prefetch(FLAGS.ahead)\nself.raw = ds\nds = ds.batch(8).prefetch(AUTOTUNE)\n",
    ),
    (
        "one of two sets is not prefetched",
        "ds = records.prefetch(FLAGS.ahead)\na = ds.take(9).prefetch(1)\n"
        "b = ds.skip(9).batch(2)\nmodel.fit(b)\n",
    ),
    (
        "one of the callers does not prefetch",
        "def load(n):\n    return records.prefetch(n)\na = load(1).batch(8).prefetch(1)\n"
        "model.fit(load(2))\n",
    ),
    (
        "one way does not lead to another",
        "ds = records.prefetch(FLAGS.ahead)\nif training:\n    ds = ds.batch(8).prefetch(1)\nmodel.fit(ds)\n",
    ),
    (
        "the same one in the next pass",
        "ds = records\nfor n in sizes:\n    ds = ds.map(parse).prefetch(n)\n",
    ),
    (
        "two branches",
        "def load(n):\n    if n > 9:\n        return records.batch(8).prefetch(n)\n"
        "    return records.batch(9).prefetch(n)\n",
    ),
    (
        "a helper that is handed on",
        "def load(n):\n    return records.prefetch(n)\nds = load(1).batch(8).prefetch(1)\nregister(load)\n",
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(
    ("code", "expected", "after"), [row[1:] for row in BECOMES], ids=[r[0] for r in BECOMES]
)
def test_becomes(code: str, expected: str, after: str, target: str) -> None:
    code, after = HEAD + dedent(code), HEAD + dedent(after)
    (finding,) = findings(code, target, "TFC202")
    assert finding.fix is not None
    assert f"{finding.severity.value} {finding.fix.applicability.value}" == expected
    assert fix(code, target, "TFC202") == after


@pytest.mark.parametrize("code", [row[1] for row in STAYS], ids=[row[0] for row in STAYS])
def test_stays(code: str) -> None:
    assert lint(HEAD + code, only="TFC202") == []


def test_a_helper_that_another_file_calls_may_be_all_there_is() -> None:
    code = f"{HEAD}def load(n):\n    return records.prefetch(n)\nds = load(1).batch(8).prefetch(1)\n"
    assert lint(code, only="TFC202") == ["TFC202:6 warning"]
    assert lint(code, only="TFC202", other="from train import load\n") == []


def test_the_message_names_every_prefetch_that_follows() -> None:
    code = f"{HEAD}ds = records.prefetch(2)\na = ds.batch(2).prefetch(1)\nb = ds.batch(3).prefetch(1)\n"
    (finding,) = findings(code, only="TFC202")
    assert "prefetch again at lines 6, 7:" in finding.message
