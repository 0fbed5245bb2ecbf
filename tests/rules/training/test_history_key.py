"""TFC711 history-key."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
from tensorflow import keras
from tensorflow.keras.callbacks import Callback, CSVLogger, ReduceLROnPlateau
model = keras.Sequential([keras.layers.Dense(1)])
"""
FIT = "h = model.fit(x, y, validation_data=(v, w))\n"


def script(code: str, metrics: str = "['accuracy']", fit: str = FIT) -> str:
    return f"{HEAD}model.compile('adam', 'binary_crossentropy', metrics={metrics})\n{fit}{code}\n"


# What is read, the metrics that are compiled, the key, and the one that is there.
RENAMED = [
    ("plt.plot(h.history['acc'])", "['accuracy']", "acc", "accuracy"),
    ("plt.plot(h.history['val_acc'])", "['accuracy']", "val_acc", "val_accuracy"),
    ("plt.plot(h.history['accuracy'])", "['acc']", "accuracy", "acc"),
    ("a, b = h.history['loss'], h.history['acc']", "['accuracy']", "acc", "accuracy"),
    ("print(h.history['mean_squared_error'])", "['mse']", "mean_squared_error", "mse"),
    ("print(h.history['mae'][-1])", "['mean_absolute_error']", "mae", "mean_absolute_error"),
    ("d = h.history\nprint(d['val_acc'])", "['mse', 'accuracy']", "val_acc", "val_accuracy"),
    ("def plot(r):\n    show(r.history['acc'])\nplot(h)", "['accuracy']", "acc", "accuracy"),
    (
        "best = max(h.history['val_acc'])",
        "[keras.metrics.BinaryAccuracy()]",
        "val_acc",
        "val_binary_accuracy",
    ),
    ("show(model.history.history['acc'])", "['accuracy']", "acc", "accuracy"),
    ("for key in ['acc']:\n    pass\nshow(h.history['acc'])", "['accuracy']", "acc", "accuracy"),
]

MANUAL = [
    ("show(h.history['f1'])", "['accuracy']", FIT, "the fit does not log 'f1', only"),
    ("show(h.history['auc'])", "[keras.metrics.AUC(name='roc')]", FIT, "the fit does not log 'auc', only"),
    (
        "show(h.history['val_loss'])",
        "['accuracy']",
        "h = model.fit(x, y)\n",
        "the fit has no validation data, so it does not log 'val_loss'",
    ),
    (
        "show(h.history['val_acc'])",
        "['accuracy']",
        "h = model.fit(x, y)\n",
        "the fit has no validation data, so it does not log 'val_acc'",
    ),
    (
        "for key in ('loss', 'acc'):\n    show(h.history[key])",
        "['accuracy']",
        FIT,
        "the fit logs this as 'accuracy', not 'acc'",
    ),
    (
        "for a, b in [('loss', 'val_loss'), ('acc', 'val_acc')]:\n    show(h.history[b])",
        "['accuracy']",
        FIT,
        "the fit logs this as 'val_accuracy', not 'val_acc'",
    ),
    ("key = 'acc'\nshow(h.history[key])", "['accuracy']", FIT, "the fit logs this as 'accuracy', not 'acc'"),
]

IN_FUNCTIONS = [
    f"{HEAD}def train():\n    return model.fit(x, y).history\n"
    "def main():\n    model.compile('adam', 'mse', metrics=['accuracy'])\n    h = train()\n"
    "    show(h['acc'])\nmain()\n",
    f"{HEAD}class T:\n    def __init__(self):\n        self.history = None\n"
    "        model.compile('adam', 'mse', metrics=['accuracy'])\n"
    "    def fit(self):\n        self.history = model.fit(x, y)\n"
    "    def show(self):\n        show(self.history.history['acc'])\nt = T()\nt.fit()\nt.show()\n",
]

SILENT = [
    script("for key in h.history:\n    show(h.history[key])"),
    script("for key in ('loss', 'accuracy'):\n    show(h.history[key])"),
    script("for key in ('loss', 'acc'):\n    if key != 'acc':\n        show(h.history[key])"),
    script(
        "for key in ('loss', 'acc'):\n    try:\n        show(h.history[key])\n"
        "    except KeyError:\n        pass"
    ),
    script("for key in keys:\n    show(h.history[key])"),
    script("key = 'loss' if short else 'acc'\nshow(h.history[key])"),
    script(
        "model.compile('sgd', 'mse', metrics=['acc'])\nmodel.fit(x, y)\nshow(model.history.history['acc'])"
    ),
    script("trainer.fit(model)\nshow(model.history.history['acc'])"),
    script("def done():\n    return h.history if h else {}\nd = done()\nshow(d['acc'])"),
    script("show(h.history['accuracy'], h.history['val_accuracy'], h.history['val_loss'])"),
    script("show(h.history['acc'])", "['acc']"),
    script("show(h.history['acc'])", "names"),
    script("show(h.history['acc'])", "[metric]"),
    script("show(h.history['acc'])", "['accuracy'] if new else ['acc']"),
    script("show(h.history[key])"),
    script("show(h.history['acc' if old else 'accuracy'])"),
    script("show(h.history.get('acc'))"),
    script("print('acc')\nshow(other.history['acc'])"),
    script("show(h['acc'])"),
    script("h.history['acc'] = h.history['accuracy']\nshow(h.history['acc'])"),
    script("h.history.update(old)\nshow(h.history['acc'])"),
    script("h.history.setdefault('acc', [])\nshow(h.history['acc'])"),
    script("d = h.history\nd['acc'] = d.pop('accuracy')\nshow(d['acc'])"),
    script("d = h.history\nd = load()\nshow(d['acc'])"),
    script("h.history = pickle.load(f)\nshow(h.history['acc'])"),
    # the code asks first
    script("if 'acc' in h.history:\n    show(h.history['acc'])\nelse:\n    show(h.history['accuracy'])"),
    script("acc = h.history['acc'] if 'acc' in h.history.keys() else h.history['accuracy']"),
    script("d = h.history\nif 'acc' not in d:\n    raise SystemExit\nshow(d['acc'])"),
    script("try:\n    show(h.history['acc'])\nexcept KeyError:\n    show(h.history['accuracy'])"),
    script("key = 'acc' if 'acc' in h.history else 'accuracy'\nshow(h.history[key])"),
    # what may be in the logs
    script("show(h.history['acc'])", fit="h = model.fit(x, y, callbacks=callbacks)\n"),
    script("show(h.history['acc'])", fit="h = model.fit(x, y, **options)\n"),
    script("show(h.history['val_loss'])", fit="h = model.fit(x, y, validation_data=data)\n"),
    script("show(h.history['val_loss'])", fit="h = model.fit(x, y, validation_split=split)\n"),
    script("show(h.history['lr'])", fit="h = model.fit(x, y, callbacks=[Mine()])\n"),
    script(
        "show(h.history['f1'])",
        fit="class F1(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['f1'] = 1.0\n"
        "h = model.fit(x, y, callbacks=[F1()])\n",
    ),
    # not this fit, or more than one
    script("h = load()\nshow(h.history['acc'])"),
    script("def plot(r):\n    show(r.history['acc'])"),
    script("def plot(r):\n    show(r.history['acc'])\nplot(h)\nplot(other)"),
    script("if again:\n    h = other.fit(x, y)\nshow(h.history['acc'])"),
    script("from sklearn.svm import SVC\nh = SVC().fit(x, y)\nshow(h.history['acc'])"),
    # models of other kinds
    HEAD + "h = model.fit(x, y)\nshow(h.history['acc'])",
    HEAD + "class Net(keras.Model):\n    def train_step(self, data):\n        return {'acc': 1.0}\n"
    "n = Net()\nn.compile('sgd', metrics=['accuracy'])\nh = n.fit(x, y)\nshow(h.history['acc'])",
    HEAD + "i = keras.Input((3,))\nd = keras.layers.Dense\nm = keras.Model(i, [d(1, name='a')(i), d(1)(i)])\n"
    "m.compile('sgd', 'mse', metrics=['acc'])\nh = m.fit(x, y)\nshow(h.history['a_acc'])",
    HEAD + "def train(m):\n    h = m.fit(x, y, epochs=2)\n    show(h.history['acc'])",
]


# Written for TensorFlow 1, or run with its behaviour: "accuracy" is logged as "acc".
OF_TENSORFLOW1 = [
    "tf.enable_eager_execution()",
    "p = tf.placeholder(tf.float32)",
    "with tf.Session() as s:\n    s.run(op)",
    "def main(_):\n    pass\ntf.app.run(main)",
    "tf.app.flags.DEFINE_string('data', '', 'where')",
    "from tensorflow.contrib import slim\nslim.conv2d(x)",
    "i = tf.data.Dataset.from_tensor_slices(x).make_one_shot_iterator()",
    "i = load(path).make_one_shot_iterator()",
    "tf.compat.v1.disable_v2_behavior()",
    "import tensorflow.compat.v1 as tf1\ntf1.disable_v2_behavior()",
]
# Runs on TensorFlow 2 all the same.
OF_BOTH = [
    "tf.compat.v1.enable_eager_execution()",
    "if tf.__version__.startswith('1.'):\n    tf.enable_eager_execution()",
    "try:\n    tf.enable_eager_execution()\nexcept AttributeError:\n    pass",
    "with tf.compat.v1.Session() as s:\n    s.run(op)",
    "i = tf.compat.v1.data.make_one_shot_iterator(ds)",
    "from absl import app\napp.run(main)",
    "import other as tf2\ntf2.placeholder(3)",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize("code", OF_TENSORFLOW1)
def test_tensorflow_1(code: str, target: str) -> None:
    assert (
        lint("import tensorflow as tf\n" + script(f"{code}\nshow(h.history['acc'])"), target, "TFC711") == []
    )


@pytest.mark.parametrize("code", OF_BOTH)
def test_both_tensorflows(code: str) -> None:
    text = "import tensorflow as tf\n" + script(f"{code}\nshow(h.history['acc'])")
    assert [found.severity.value for found in findings(text, only="TFC711")] == ["error"]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("code", "metrics", "key", "there"), RENAMED)
def test_renamed(code: str, metrics: str, key: str, there: str, target: str) -> None:
    text = script(code, metrics)
    (found,) = findings(text, target, "TFC711")
    assert found.severity.value == "error"
    assert found.message.startswith(f"the fit logs this as {there!r}, not {key!r}: ")
    head, _, rest = text.rpartition(f"history['{key}']" if "d[" not in code else f"d['{key}']")
    written = "history" if "d[" not in code else "d"
    assert fix(text, target, "TFC711") == f"{head}{written}['{there}']{rest}"


@pytest.mark.parametrize(("code", "metrics", "fit_", "message"), MANUAL)
def test_manual(code: str, metrics: str, fit_: str, message: str) -> None:
    (found,) = findings(script(code, metrics, fit_), only="TFC711")
    assert found.message.startswith(message)
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(code, target, "TFC711") == []


def test_the_learning_rate_has_another_name_on_keras_3() -> None:
    code = script("show(h.history['lr'])", fit="h = model.fit(x, y, callbacks=[ReduceLROnPlateau('loss')])\n")
    (found,) = findings(code, "keras3", "TFC711")
    assert found.message.startswith("the fit logs this as 'learning_rate', not 'lr': ")
    mended = code.replace("h.history['lr']", "h.history.get('learning_rate', h.history.get('lr'))")
    assert fix(code, "keras3", "TFC711") == mended
    assert lint(code, "keras2", "TFC711") == []
    (found,) = findings(code, "both", "TFC711")
    assert [(one.keras, one.text) for one in found.effects] == [
        ("Keras 2", "logs it"),
        ("Keras 3", "raises KeyError after the training"),
    ]
    assert fix(code, "both", "TFC711") == mended


def test_the_learning_rate_that_nobody_logs() -> None:
    (found,) = findings(script("show(h.history['lr'])"), "keras3", "TFC711")
    assert found.fix is not None
    assert found.fix.title == "read a key that is logged"


@pytest.mark.parametrize(
    "code",
    [
        "show(h.history['acc'])\nmodel.save('m.keras')",
        "def plot(r):\n    show(r.history['acc'])\nplot(h)\nmodel.save_weights('m.weights.h5')",
        "def run():\n    show(h.history['acc'])\n    model.save('m.keras')\nrun()",
    ],
)
def test_what_stands_below_is_never_reached(code: str) -> None:
    (found,) = findings(script(code), only="TFC711")
    assert "raises KeyError after the training, before the model is saved (line " in found.message


@pytest.mark.parametrize(
    "code",
    ["model.save('m.keras')\nshow(h.history['acc'])", "show(h.history['acc'])\nother.save('m.keras')"],
)
def test_what_was_saved_is_saved(code: str) -> None:
    (found,) = findings(script(code), only="TFC711")
    assert "before the model" not in found.message


def test_an_attribute_of_an_object_of_ones_own() -> None:
    code = HEAD + (
        "class Run:\n    def train(self):\n        m = keras.Sequential()\n"
        "        m.compile('sgd', 'mse', metrics=['mse'])\n        self.history = m.fit(x, y)\n"
        "        show(self.history.history['mean_squared_error'])\n"
    )
    assert lint(code, only="TFC711") == ["TFC711:9 error"]


PLOT = "def plot(r, key):\n    show(r.history[key])\n    show(r.history['val_' + key])\n"
BY_CALLS = [
    (PLOT + "plot(h, 'loss')\nplot(h, 'acc')", 10),
    (PLOT + "plot(h, 'loss')\nplot(r=h, key='acc')", 10),
    (PLOT.replace("'val_' + key", "f'val_{key}'") + "plot(h, 'loss')\nplot(h, 'acc')", 10),
    ("class P:\n    def plot(self, r, key):\n        show(r.history[key])\n"
     "p = P()\np.plot(h, 'loss')\np.plot(h, 'acc')", 11),
    # which may ask, return before, or not be called
    (PLOT.replace("    show(r", "    if key in r.history:\n        show(r")
     + "plot(h, 'loss')\nplot(h, 'acc')", None),
    (PLOT.replace("    show(r", "    if key == 'acc':\n        return\n    show(r", 1)
     + "plot(h, 'loss')\nplot(h, 'acc')", None),
    (PLOT + "plot(h, 'loss')\nif 'acc' in h.history:\n    plot(h, 'acc')", None),
    (PLOT + "plot(h, 'loss')\ntry:\n    plot(h, 'acc')\nexcept KeyError:\n    pass", None),
    (PLOT + "plot(h, 'loss')\nplot(h, name)", None),
    (PLOT + "plot(h, 'loss')\nplot(other, 'acc')", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "line"), BY_CALLS)
def test_a_key_that_a_function_is_called_with(code: str, line: int | None) -> None:
    found = findings(script(code), only="TFC711")
    assert lint(script(code), only="TFC711") == ([] if line is None else [f"TFC711:{line} error"])
    for one in found:
        assert one.message.startswith("plot reads 'acc', and the fit logs this as 'accuracy', not 'acc': ")
        assert one.fix is not None
        assert one.fix.applicability.value == "unsafe"


GIVEN = "def plot(r):\n    show(r['acc'])\n"
GIVEN_ON = [
    (GIVEN + "plot(h.history)", 7),
    (GIVEN + "plot(h.history)\nplot(r=h.history)", 7),
    ("def plot(r, key):\n    show(r[key])\nplot(h.history, 'loss')\nplot(h.history, 'acc')", 7),
    ("class P:\n    def plot(self, r):\n        show(r['acc'])\nP().plot(h.history)", 8),
    (GIVEN.replace("    show", "    if 'acc' in r:\n        show") + "plot(h.history)", None),
    (GIVEN.replace("    show", "    if full:\n        show") + "plot(h.history)", None),
    (GIVEN.replace("    show", "    r = dict(r, acc=1)\n    show") + "plot(h.history)", None),
    (GIVEN.replace("    show", "    r['acc'] = r['accuracy']\n    show") + "plot(h.history)", None),
    (GIVEN + "plot(other.history)", None),
    (GIVEN + "plot({'acc': 1})", None),
]


@pytest.mark.parametrize(("code", "line"), GIVEN_ON)
def test_a_record_that_is_given_to_a_function(code: str, line: int | None) -> None:
    assert lint(script(code), only="TFC711") == ([] if line is None else [f"TFC711:{line} error"])


@pytest.mark.parametrize("code", IN_FUNCTIONS)
def test_what_a_function_or_an_object_keeps(code: str) -> None:
    (found,) = findings(code, only="TFC711")
    assert found.message.startswith("the fit logs this as 'accuracy', not 'acc'")
