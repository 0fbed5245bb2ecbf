"""TFC105: checkpoints of weights that do not end in .weights.h5."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab, findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import keras
import tensorflow as tf
from functools import partial
from tensorflow.keras.callbacks import ModelCheckpoint
"""
MODEL = "model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,))])\n"


def code(body: str) -> str:
    return HEAD + MODEL + dedent(body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ModelCheckpoint('w.h5', save_weights_only=True)",
            "ModelCheckpoint('w.weights.h5', save_weights_only=True)",
        ),
        (
            "ModelCheckpoint('a/m_{epoch:02d}.hdf5', 'loss', 1, True, True)",
            "ModelCheckpoint('a/m_{epoch:02d}.weights.h5', 'loss', 1, True, True)",
        ),
        (
            "ModelCheckpoint(filepath='cp', save_weights_only=1)",
            "ModelCheckpoint(filepath='cp.weights.h5', save_weights_only=1)",
        ),
        (
            "partial(ModelCheckpoint, 'w.ckpt', save_weights_only=True)",
            "partial(ModelCheckpoint, 'w.weights.h5', save_weights_only=True)",
        ),
        (
            "class Mine(ModelCheckpoint):\n    pass\nMine('w.keras', save_weights_only=True)",
            "class Mine(ModelCheckpoint):\n    pass\nMine('w.weights.h5', save_weights_only=True)",
        ),
        (
            "def make(name):\n    return ModelCheckpoint(name, save_weights_only=True)\nmake('w.h5')",
            "def make(name):\n    return ModelCheckpoint(name, save_weights_only=True)\nmake('w.weights.h5')",
        ),
        (
            "def make(name):\n    return ModelCheckpoint(f'{name}.h5', save_weights_only=True)",
            "def make(name):\n    return ModelCheckpoint(f'{name}.weights.h5', save_weights_only=True)",
        ),
        (
            "p = 'w.h5' if best else 'w_{epoch}.h5'\nModelCheckpoint(p, save_weights_only=True)",
            "p = 'w.weights.h5' if best else 'w_{epoch}.weights.h5'\n"
            "ModelCheckpoint(p, save_weights_only=True)",
        ),
        (
            """
            def train(path):
                model.fit(x, callbacks=[ModelCheckpoint(path, save_weights_only=True)])
            def test(path):
                model.load_weights(path)
            train('w.h5')
            test('w.h5')
            """,
            """
            def train(path):
                model.fit(x, callbacks=[ModelCheckpoint(path, save_weights_only=True)])
            def test(path):
                model.load_weights(path)
            train('w.weights.h5')
            test('w.weights.h5')
            """,
        ),
        (
            """
            c = ModelCheckpoint('w.h5', save_weights_only=True)
            model.fit(x, callbacks=[c])
            model.load_weights('w.h5')
            """,
            """
            c = ModelCheckpoint('w.weights.h5', save_weights_only=True)
            model.fit(x, callbacks=[c])
            model.load_weights('w.weights.h5')
            """,
        ),
    ],
)
def test_becomes(before: str, after: str) -> None:
    assert fix(code(before), "keras3", "TFC105") == code(after)


SILENT = [
    "ModelCheckpoint('w.weights.h5', save_weights_only=True)",
    "ModelCheckpoint('a/w_{epoch:02d}.weights.h5', save_weights_only=True)",
    "ModelCheckpoint('w.h5')",
    "ModelCheckpoint('w.h5', save_weights_only=False)",
    "ModelCheckpoint('w.h5', save_weights_only=flag)",
    "ModelCheckpoint(path, save_weights_only=True)",
    "ModelCheckpoint(os.path.join('a', name), save_weights_only=True)",
    "ModelCheckpoint(os.environ['CKPT'], save_weights_only=True)",
    "ModelCheckpoint(args.prefix + 'weights.h5', save_weights_only=True)",
    "ModelCheckpoint(f'{name}{suffix}', save_weights_only=True)",
    "ModelCheckpoint(**kwargs)",
    "ModelCheckpoint(*args, save_weights_only=True)",
    "ModelCheckpoint('w.h5' if old else 'w.weights.h5', save_weights_only=True)",
    "p = 'w.h5'\nif new:\n    p = 'w.weights.h5'\nModelCheckpoint(p, save_weights_only=True)",
    "if tf.__version__ < '2.16':\n    ModelCheckpoint('w.h5', save_weights_only=True)",
    "try:\n    ModelCheckpoint('w.h5', save_weights_only=True)\nexcept ValueError:\n    pass",
    "with pytest.raises(ValueError):\n    ModelCheckpoint('w.h5', save_weights_only=True)",
    "name = 'a.weights'\ndef make(n):\n    return ModelCheckpoint(f'{n}.h5', save_weights_only=True)",
    "def make(name):\n    return ModelCheckpoint(name, save_weights_only=True)\nmake('w.weights.h5')",
    "def make(name='w.h5'):\n    return ModelCheckpoint(name, save_weights_only=True)",
    "class ModelCheckpoint:\n    pass\nModelCheckpoint('w.h5', save_weights_only=True)",
    "class Mine(ModelCheckpoint):\n    def __init__(self, *a, **k): ...\nMine('w.h5', save_weights_only=1)",
    "from lightning.callbacks import ModelCheckpoint\nModelCheckpoint('w.ckpt', save_weights_only=True)",
    "model.save_weights('w.h5')",
    "tf.train.CheckpointManager(c, 'w.ckpt', 3)",
    "ModelCheckpoint('w. weights.h5', save_weights_only=True)",
]


@pytest.mark.parametrize("body", SILENT)
@pytest.mark.parametrize("target", ["keras3", "both"])
def test_stays_silent(body: str, target: str) -> None:
    assert lint(code(body), target, "TFC105") == []


WRITER = "c = ModelCheckpoint('c/w.ckpt', save_weights_only=True)\n"
NOT_SAFE = [
    (WRITER + "os.listdir('c')", {}),
    ("model.load_weights('c/w.ckpt')\n" + WRITER + "model.fit(x, callbacks=[c])", {}),
    (WRITER + "other = Net()\nother.load_weights('c/w.ckpt')", {}),
    (
        "P = 'c/w.ckpt'\nc = ModelCheckpoint(P, save_weights_only=True)",
        {"evaluate": "from train import P\nload(P)"},
    ),
]


@pytest.mark.parametrize(("body", "files"), NOT_SAFE)
def test_is_left_alone_without_unsafe_fixes(body: str, files: dict[str, str]) -> None:
    assert fix(code(body), "keras3", "TFC105", False, **files) == code(body)
    found = findings(code(body), "keras3", "TFC105", **files)
    assert [each.fix.applicability for each in found if each.fix] == [Applicability.UNSAFE]
    changed = fix(code(body), "keras3", "TFC105", True, **files)
    assert "ModelCheckpoint('c/w.weights.h5'" in changed or "P = 'c/w.weights.h5'" in changed


def test_a_reader_in_another_file_is_edited_by_the_same_fix() -> None:
    reader = "import keras\nmodel = keras.Sequential()\nmodel.load_weights('c/w.ckpt')\n"
    [found] = findings(code(WRITER), "keras3", "TFC105", evaluate=reader)
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE
    assert sorted(edit.path for edit in found.fix.edits) == ["evaluate.py", "train.py"]
    assert "not safe: evaluate.py:3 is edited too, and a file of the old name may be there" in found.fix.title


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        ("tf.train.latest_checkpoint('c')", "finds only TensorFlow's own checkpoints"),
        ("tf.train.Checkpoint(model=model).restore('c/w.ckpt')", "line 8 names such a file too"),
        ("tf.saved_model.load('c/w.ckpt')", "line 8 names such a file too"),
        ("h5py.File('c/w.ckpt')", "line 8 names such a file too"),
    ],
)
def test_is_left_to_a_person_where_a_reader_would_not_find_it(reader: str, reason: str) -> None:
    body = code(WRITER + reader)
    (found,) = findings(body, "keras3", "TFC105")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert found.fix.edits == ()
    assert reason in found.fix.title
    assert "wherever" not in found.fix.title


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("keras2", []),
        ("2.11", []),
        ("keras3", ["TFC105:7 error"]),
        ("both", ["TFC105:7 error"]),
        ("2.16", ["TFC105:7 error"]),
    ],
)
def test_target(target: str, expected: list[str]) -> None:
    body = code("ModelCheckpoint('w.h5', save_weights_only=True)")
    assert lint(body, target, "TFC105") == expected


def test_where_keras2_may_run_it_files_are_on_disk() -> None:
    (found,) = findings(code("ModelCheckpoint('w.h5', save_weights_only=True)"), "both", "TFC105")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE
    assert "Keras 2 (TensorFlow 2.15) writes HDF5" in found.message
    assert "Keras 3 (TensorFlow 2.21) raises ValueError" in found.message


@pytest.mark.parametrize("path", ["'ckpts/'", "'w' + ext", "'w.' + ext + '.x' + e"])
def test_by_hand(path: str) -> None:
    found = findings(code(f"e = get()\nModelCheckpoint({path}, save_weights_only=True)"), "keras3", "TFC105")
    assert all(each.fix and each.fix.applicability is Applicability.MANUAL for each in found)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("ModelCheckpoint(path, save_weights_only=True)", 1),
        ("ModelCheckpoint('w.h5' if a else b, save_weights_only=True)", 1),
        ("ModelCheckpoint(*args, save_weights_only=True)", 1),
        ("def f(p):\n    ModelCheckpoint(p, save_weights_only=True)\nf(a)\nf(b)", 1),
        ("ModelCheckpoint('w.h5', save_weights_only=True)", 0),
        ("ModelCheckpoint('w.weights.h5', save_weights_only=True)", 0),
        ("ModelCheckpoint(path)", 0),
        ("with pytest.raises(ValueError):\n    ModelCheckpoint(path, save_weights_only=True)", 0),
    ],
)
def test_counts_what_it_could_not_judge_once(body: str, count: int) -> None:
    assert Lab(code(body), "keras3", "TFC105").check().not_judged.get("TFC105", 0) == count
