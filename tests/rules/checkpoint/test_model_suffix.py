"""TFC106: checkpoints of whole models that do not end in .keras."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab, findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import keras
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""


def code(body: str) -> str:
    return HEAD + dedent(body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ModelCheckpoint('m.hdf5')", "ModelCheckpoint('m.keras')"),
        ("ModelCheckpoint('m')", "ModelCheckpoint('m.keras')"),
        (
            "ModelCheckpoint('m.H5', save_weights_only=False)",
            "ModelCheckpoint('m.keras', save_weights_only=False)",
        ),
        ("ModelCheckpoint('ckpt/m_{epoch}.tf')", "ModelCheckpoint('ckpt/m_{epoch}.keras')"),
        ("ModelCheckpoint(os.path.join(d, 'best.ckpt'))", "ModelCheckpoint(os.path.join(d, 'best.keras'))"),
        (
            "d = dict(filepath='m.hdf5', monitor='loss')\nModelCheckpoint(**d)",
            "d = dict(filepath='m.keras', monitor='loss')\nModelCheckpoint(**d)",
        ),
        (
            """
            model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
            p = 'm.hdf5'
            c = ModelCheckpoint(p)
            model.fit(x, callbacks=[c])
            best = keras.models.load_model(p)
            print('kept m.hdf5')
            """,
            """
            model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
            p = 'm.keras'
            c = ModelCheckpoint(p)
            model.fit(x, callbacks=[c])
            best = keras.models.load_model(p)
            print('kept m.keras')
            """,
        ),
    ],
)
def test_becomes(before: str, after: str) -> None:
    assert fix(code(before), "keras3", "TFC106") == code(after)


SILENT = [
    "ModelCheckpoint('m.keras')",
    "ModelCheckpoint('a/m_{epoch:02d}-{val_loss:.2f}.keras', save_best_only=True)",
    "ModelCheckpoint(f'{name}.keras')",
    "ModelCheckpoint('m.hdf5', save_weights_only=True)",
    "ModelCheckpoint('m.weights.h5', save_weights_only=True)",
    "ModelCheckpoint(path)",
    "ModelCheckpoint(os.path.join('a', name))",
    "ModelCheckpoint(args.out)",
    "ModelCheckpoint()",
    "ModelCheckpoint(**kwargs)",
    "ModelCheckpoint('m.weights.h5' if w else 'm.keras', save_weights_only=w)",
    "ModelCheckpoint('m.keras', save_weights_only=w)",
    "ModelCheckpoint('m.h5', save_weights_only=w)",
    "ModelCheckpoint('m.weights.h5', save_weights_only=w)",
    "p = 'm.hdf5' if old else 'm.keras'\nModelCheckpoint(p)",
    "if int(tf.__version__.split('.')[1]) < 16:\n    ModelCheckpoint('m.hdf5')",
    "try:\n    ModelCheckpoint('m.hdf5')\nexcept ValueError:\n    ModelCheckpoint('m.keras')",
    "with self.assertRaises(ValueError):\n    ModelCheckpoint('m.hdf5')",
    "def make(p='m.hdf5'):\n    return ModelCheckpoint(p)",
    "def make(p):\n    return ModelCheckpoint(p)\nmake('m.keras')\nmake(q)",
    "class ModelCheckpoint:\n    pass\nModelCheckpoint('m.hdf5')",
    "class Mine(ModelCheckpoint):\n    def __init__(self, p):\n        super().__init__(p + q)\nMine('a')",
    "from pytorch_lightning.callbacks import ModelCheckpoint\nModelCheckpoint('m')",
    "model.save('m.hdf5')",
    "ModelCheckpoint('m. keras')",
]


@pytest.mark.parametrize("body", SILENT)
@pytest.mark.parametrize("target", ["keras3", "both"])
def test_stays_silent(body: str, target: str) -> None:
    assert lint(code(body), target, "TFC106") == []


@pytest.mark.parametrize(
    ("path", "target", "expected"),
    [
        ("m.h5", "2.11", ""),
        ("m.h5", "2.14", ""),
        ("m.hdf5", "2.12", ""),
        ("m.h5", "2.11 2.21", "info"),
        ("m.keras", "2.11", "warning"),
        ("m.keras", "2.12", "warning"),
        ("m.keras", "2.13", ""),
        ("m.keras", "2.14", ""),
        ("m.keras", "2.11 2.21", "warning"),
        ("m.keras", "keras2", ""),
        ("m.h5", "keras2", "info"),
        ("m.h5", "2.16", "error"),
        ("m.h5", "keras3", "info"),
        ("m.h5", "2.15 2.21", "info"),
        ("m.h5", "2.16 2.21", "error"),
        ("m.hdf5", "keras2", "info"),
        ("m.hdf5", "2.16", "error"),
        ("m.hdf5", "keras3", "error"),
        ("m.ckpt", "keras2", ""),
        ("m.ckpt", "both", "error"),
        ("m", "keras3", "error"),
        ("m.H5", "keras2", ""),
        ("m.H5", "keras3", "error"),
        ("m.weights.h5", "keras2", "warning"),
        ("m.weights.h5", "2.16", "error"),
        ("m.weights.h5", "keras3", "warning"),
    ],
)
def test_target(path: str, target: str, expected: str) -> None:
    found = lint(code(f"ModelCheckpoint('{path}')"), target, "TFC106")
    assert found == ([f"TFC106:5 {expected}"] if expected else [])


@pytest.mark.parametrize(
    ("path", "target", "expected"),
    [
        ("m.hdf5", "keras3", Applicability.SAFE),
        ("m.hdf5", "keras2", Applicability.UNSAFE),
        ("m.hdf5", "both", Applicability.UNSAFE),
        ("m.h5", "2.16", Applicability.SAFE),
        ("m.h5", "keras3", Applicability.UNSAFE),
        ("m.h5", "2.16 2.21", Applicability.UNSAFE),
        ("models/", "keras3", Applicability.MANUAL),
        ("m.keras", "2.12", Applicability.MANUAL),
        ("m.ckpt", "2.11 2.21", Applicability.MANUAL),
        ("m.hdf5", "2.14 2.21", Applicability.MANUAL),
    ],
)
def test_safe_only_where_it_never_ran(path: str, target: str, expected: Applicability) -> None:
    (found,) = findings(code(f"ModelCheckpoint('{path}')"), target, "TFC106")
    assert found.fix is not None
    assert found.fix.applicability is expected


@pytest.mark.parametrize("target", ["2.13", "2.14", "2.14 2.15"])
def test_on_two_releases_only_the_best_model_cannot_be_saved(target: str) -> None:
    """Run on 2.13.1 and 2.14.1: each model is saved in the Keras format without ``save_best_only``."""
    assert lint(code("ModelCheckpoint('m.keras', save_best_only=True)"), target, "TFC106") == [
        "TFC106:5 error"
    ]
    assert lint(code("ModelCheckpoint('m.keras', save_best_only=False)"), target, "TFC106") == []
    assert lint(code("ModelCheckpoint('m.keras')"), target, "TFC106") == []


def test_before_the_keras_format_no_fix_writes_its_ending() -> None:
    (found,) = findings(code("ModelCheckpoint('best.keras', save_best_only=True)"), "2.14", "TFC106")
    assert found.message == (
        "the whole model is saved to 'best.keras': Keras 2 from 2.13 and before 2.15 raises ValueError at "
        "the first save"
    )
    assert found.fix is not None
    assert found.fix.title == "end the name in .h5, which is what can be written there"
    (found,) = findings(code("ModelCheckpoint('best.hdf5')"), "2.12 2.21", "TFC106")
    assert found.fix is not None
    assert found.fix.title == "give a whole model .keras on TensorFlow 2.15 and later, .h5 before"


@pytest.mark.parametrize(
    "body",
    [
        "ModelCheckpoint('m.keras', save_best_only=True, save_weights_only=w)",
        "ModelCheckpoint('m.keras', save_best_only=b)",
        "ModelCheckpoint('m.keras' if new else 'm.h5')",
        "ModelCheckpoint(path)",
        "try:\n    ModelCheckpoint('m.keras', save_best_only=True)\n"
        "except ValueError:\n    ModelCheckpoint('m.h5')",
        "if tf.__version__ >= '2.15':\n    ModelCheckpoint('m.keras', save_best_only=True)",
        "ModelCheckpoint('m.h5')",
    ],
)
def test_silent_before_the_keras_format(body: str) -> None:
    assert lint(code(body), "2.13", "TFC106") == []


FITTED = """\
c = ModelCheckpoint('m.h5')
m = keras.Sequential([keras.layers.Dense(1)])
{compiled}
m.fit(x, y, callbacks=[c])
"""


@pytest.mark.parametrize(
    ("compiled", "expected"),
    [
        ("m.compile('adam', 'mse')", "warning"),
        ("m.compile(optimizer='adam', loss='MAE', metrics=['mae'])", "warning"),
        ("loss = 'bce'\nm.compile('adam', loss)", "warning"),
        ("m.compile('adam', ['mse', 'mean_squared_error'])", "warning"),
        ("m.compile('adam', 'mse' if a else 'kld')", "warning"),
        ("if a:\n    m.compile('adam', 'mse')", "warning"),
        ("m.compile('adam', 'huber')\nm.compile('adam', 'mse')", "warning"),
        ("m.compile('adam', 'mse')\nn = keras.Sequential()\nn.compile('adam', 'huber')", "warning"),
        ("m.compile('adam', 'mse')\nn.compile('adam', 'huber')", "warning"),
        ("import re\nre.compile('x')\nm.compile('adam', 'mse')", "warning"),
        ("m.compile('adam', 'mean_squared_error', metrics=['mse'])", "info"),
        ("m.compile('adam', 'binary_crossentropy')", "info"),
        ("m.compile('adam', keras.losses.MeanSquaredError())", "info"),
        ("m.compile('adam', 'mse' if a else 'huber')", "info"),
        ("m.compile('adam', loss)", "info"),
        ("m.compile(**options)", "info"),
        ("m.compile('adam')", "info"),
        ("m.compile('adam', 'mse')\nm.compile('adam', 'huber')", "info"),
        ("m.compile('adam', 'huber')\nif a:\n    m.compile('adam', 'mse')", "info"),
        ("m.compile('adam', 'mse')\nm = keras.models.load_model('n.keras')", "info"),
        ("m.compile('adam', 'mse')\nm.fit(x, y)\nm = build()", "info"),
        ("m.compile('adam', 'mse')\nprepare(m)", "info"),
        ("n.compile('adam', 'mse')", "info"),
        ("import re\nre.compile('x', 'mse')", "info"),
    ],
)
def test_a_loss_by_its_short_name_cannot_be_loaded_from_hdf5(compiled: str, expected: str) -> None:
    body = code(FITTED.format(compiled=compiled))
    assert lint(body, "keras3", "TFC106") == [f"TFC106:5 {expected}"]
    assert lint(body, "keras2", "TFC106") == ["TFC106:5 info"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("c = ModelCheckpoint('m.h5')\nm = keras.Sequential()\nm.compile('sgd', 'mse')\nm.fit(x)", "info"),
        (
            """
            c = ModelCheckpoint('m.h5')
            for loss in 'mse', 'huber':
                m = keras.Sequential()
                m.compile('sgd', loss)
                m.fit(x, callbacks=[c])
            """,
            "info",
        ),
        (
            """
            def build():
                m = keras.Sequential([keras.layers.Dense(1)])
                m.compile('sgd', loss='mse')
                return m
            m = build()
            m.fit(x, callbacks=[ModelCheckpoint('m.h5')])
            """,
            "warning",
        ),
        (
            """
            def build(loss):
                m = keras.Sequential([keras.layers.Dense(1)])
                m.compile('sgd', loss=loss)
                return m
            def train(loss):
                m = build(loss)
                m.fit(x, callbacks=[ModelCheckpoint('m.h5')])
            train('mse')
            train('huber')
            """,
            "info",
        ),
        (
            """
            def build(loss):
                m = keras.Sequential([keras.layers.Dense(1)])
                m.compile('sgd', loss=loss)
                return m
            m = build('mse')
            m.fit(x, callbacks=[ModelCheckpoint('m.h5')])
            """,
            "warning",
        ),
        (
            """
            m, n = keras.Sequential(), keras.Sequential()
            m.compile('sgd', 'mse')
            n.compile('sgd', 'mae')
            c = ModelCheckpoint('m.h5')
            m.fit(x, callbacks=[c])
            n.fit(x, callbacks=[c])
            """,
            "warning",
        ),
        (
            """
            m = keras.Sequential()
            n = keras.Sequential()
            m.compile('sgd', 'mse')
            n.compile('sgd', 'huber')
            c = ModelCheckpoint('m.h5')
            m.fit(x, callbacks=[c])
            n.fit(x, callbacks=[c])
            """,
            "info",
        ),
        (
            """
            m = keras.Sequential()
            m.compile('sgd', 'mse')
            c = ModelCheckpoint('m.h5')
            m.fit(x, callbacks=[c])
            train(m, c)
            """,
            "info",
        ),
        (
            """
            class Mine(keras.Model):
                def compile(self, loss, name):
                    super().compile('sgd', 'huber')
            m = Mine()
            m.compile('sgd', 'mse')
            m.fit(x, callbacks=[ModelCheckpoint('m.h5')])
            """,
            "info",
        ),
    ],
    ids=[
        "of no fit",
        "another loss in a loop",
        "made by a function",
        "losses by callers",
        "the loss of the only caller",
        "two fits",
        "two fits, one loads",
        "handed on",
        "a compile of its own",
    ],
)
def test_the_loss_is_that_of_the_models_that_the_checkpoint_saves(body: str, expected: str) -> None:
    (found,) = lint(code(body), "keras3", "TFC106")
    assert found.endswith(f" {expected}")


def test_an_error_whatever_is_saved() -> None:
    (found,) = findings(code("ModelCheckpoint('m.ckpt', save_weights_only=w)"), "keras3", "TFC106")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert "nor in .weights.h5" in found.message


@pytest.mark.parametrize(
    "body",
    [
        "ModelCheckpoint('s/m')\ntf.lite.TFLiteConverter.from_saved_model(d)",
        "ModelCheckpoint('s/m')\nos.listdir('s')",
        "model = keras.models.load_model('s/m')\nmodel.fit(x, callbacks=[ModelCheckpoint('s/m')])",
    ],
)
def test_is_left_alone_without_unsafe_fixes(body: str) -> None:
    assert fix(code(body), "keras3", "TFC106") == code(body)
    assert "'s/m.keras'" in fix(code(body), "keras3", "TFC106", unsafe=True)


@pytest.mark.parametrize("rest", ["", "\n# model.fit(x, callbacks=[c])", "\nmodel.fit(x)"])
def test_a_file_that_only_another_program_can_have_written_keeps_its_name(rest: str) -> None:
    body = code(f"model = keras.models.load_model('s/m')\nc = ModelCheckpoint('s/m'){rest}")
    [finding] = findings(body, "keras3", "TFC106")
    assert finding.fix is not None
    assert (finding.fix.applicability, finding.fix.edits) == (Applicability.MANUAL, ())
    assert "may read a file that is there already" in finding.fix.title


@pytest.mark.parametrize(
    "body",
    [
        "ModelCheckpoint('s/m')\ntf.saved_model.load('s/m')",
        "p = 's/m'\nModelCheckpoint(p)\nserve(p)",
        "p = 's/m'\nModelCheckpoint(p)\nh5py.File(p)",
        "p = 's/m.h5'\nModelCheckpoint(p)\nmodel.save_weights(p)",
    ],
)
def test_is_left_to_a_person_where_a_use_needs_the_old_file(body: str) -> None:
    assert fix(code(body), "keras3", "TFC106", unsafe=True) == code(body)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("ModelCheckpoint(path)", 1),
        ("ModelCheckpoint('m.h5', save_weights_only=w)", 1),
        ("ModelCheckpoint('m.keras', save_weights_only=w)", 1),
        ("ModelCheckpoint('m.ckpt', save_weights_only=w)", 0),
        ("ModelCheckpoint('m.hdf5' if a else 'm.keras')", 1),
        ("ModelCheckpoint(path, save_weights_only=w)", 1),
        ("ModelCheckpoint(**kwargs)", 1),
        ("ModelCheckpoint()", 0),
        ("ModelCheckpoint(path, save_weights_only=True)", 0),
    ],
)
def test_counts_what_it_could_not_judge_once(body: str, count: int) -> None:
    assert Lab(code(body), "keras3", "TFC106").check().not_judged.get("TFC106", 0) == count


NET = """
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = keras.layers.Dense(units)
    def call(self, x):
        return self.dense(x)
"""
LAYER = """
class Scale(keras.layers.Layer):
    def __init__(self, by, **kwargs):
        super().__init__(**kwargs)
        self.by = by
    def call(self, x):
        return x * self.by
"""
STEP = """
i = keras.Input((2,))
class Net(keras.Model):
    def train_step(self, data):
        return super().train_step(data)
"""
CONFIG = """
    def get_config(self):
        return {}
"""
FIT = "\nmodel.fit(x, y, callbacks=[ModelCheckpoint('m.hdf5')])\n"
PLAIN = "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])"
LAMBDA = "model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x)])"


@pytest.mark.parametrize(
    ("model", "keras2", "keras3"),
    [
        (PLAIN, "unsafe", "safe"),
        ("model = build()", "manual", "unsafe"),
        (NET + PLAIN, "unsafe", "safe"),
        (NET + "model = Net(3)", "unsafe", "manual"),
        (NET + CONFIG + "model = Net(3)", "unsafe", "safe"),
        (NET + "model = Net(keras.layers.Dense(3))", "manual", "manual"),
        (NET + "model = make(Net(3))", "manual", "unsafe"),
        (NET + PLAIN + "\nother = Net(3)", "unsafe", "safe"),
        (LAYER + "model = keras.Sequential([Scale(2)])", "unsafe", "safe"),
        (LAYER + "model = keras.Sequential([Scale(tf.nn.relu)])", "manual", "manual"),
        (LAYER + "model = keras.Sequential([Scale(factor)])", "manual", "unsafe"),
        (LAYER + "model = keras.Sequential([Scale(keras.layers.Dense(1))])", "manual", "manual"),
        (LAYER + "model = keras.Sequential([Scale(lambda x: x)])", "manual", "manual"),
        (LAYER + CONFIG + "model = keras.Sequential([Scale(lambda x: x)])", "unsafe", "safe"),
        (LAYER.replace(", **kwargs", "").replace("**kwargs", "") + "model = keras.Sequential([Scale(2)])",
         "unsafe", "manual"),
        (LAYER + "i = keras.Input((2,))\nmodel = keras.Model(i, Scale(by=[1, keras.layers.Dense(1)])(i))",
         "manual", "manual"),
        (LAMBDA, "manual", "unsafe"),
        (STEP + "model = Net(i, keras.layers.Dense(1)(i))", "unsafe", "safe"),
        (STEP + "model = Net()", "manual", "unsafe"),
        (STEP.replace("keras.Model", "keras.Sequential") + "model = Net([i])", "unsafe", "safe"),
        (NET.replace("keras.Model", "keras.Sequential") + "model = Net(3)", "unsafe", "unsafe"),
        (LAMBDA.replace("lambda x: x", "tf.nn.relu"), "unsafe", "safe"),
    ],
)  # fmt: skip
def test_a_model_that_could_not_be_loaded_again(model: str, keras2: str, keras3: str) -> None:
    for target, expected in (("keras2", keras2), ("keras3", keras3)):
        (found,) = findings(code(model + FIT), target, "TFC106")
        assert found.fix is not None
        assert found.fix.applicability.value == expected, found.fix.title


def test_without_get_config_only_the_weights_are_saved() -> None:
    (found,) = findings(code(NET + "model = Net(3)" + FIT), "keras3", "TFC106")
    assert found.fix is not None
    assert "save_weights_only=True" in found.fix.title
    assert "Net has no get_config" in found.fix.title


@pytest.mark.parametrize(
    ("load", "both", "keras3"),
    [
        ("load_model('m.hdf5')", "manual", "unsafe"),
        ("load_model('m.hdf5', safe_mode=False)", "unsafe", "safe"),
        ("load_model('m.hdf5', safe_mode=True)", "manual", "unsafe"),
    ],
)
def test_a_lambda_that_is_loaded_again(load: str, both: str, keras3: str) -> None:
    for target, expected in (("both", both), ("keras3", keras3)):
        (found,) = findings(code(LAMBDA + FIT + f"keras.models.{load}"), target, "TFC106")
        assert found.fix is not None
        assert found.fix.applicability.value == expected, found.fix.title
        if "False" not in load:
            assert "load_model refuses the Lambda layer on line 5" in found.fix.title
