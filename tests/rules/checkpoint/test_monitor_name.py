"""TFC113 checkpoint-monitor-name."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import keras
from keras.callbacks import Callback, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from keras.layers import Dense
from keras.models import Model, Sequential
"""
LINES = HEAD.count("\n")

# What is monitored, the metrics that are compiled, and the name that is in the logs.
NAMES = [
    ("val_acc", "['accuracy']", "val_accuracy"),
    ("val_accuracy", "['acc']", "val_acc"),
    ("acc", "['accuracy']", "accuracy"),
    ("val_acc", "['mse', 'accuracy']", "val_accuracy"),
    ("val_acc", "('accuracy',)", "val_accuracy"),
    ("val_categorical_accuracy", "['accuracy']", "val_accuracy"),
    ("val_accuracy", "[keras.metrics.BinaryAccuracy()]", "val_binary_accuracy"),
    ("val_acc", "[keras.metrics.BinaryAccuracy(name='accuracy')]", "val_accuracy"),
    ("val_mean_absolute_error", "['mae']", "val_mae"),
    ("val_mse", "[keras.metrics.MeanSquaredError()]", "val_mean_squared_error"),
    ("val_mape", "[keras.metrics.MeanAbsolutePercentageError()]", "val_mean_absolute_percentage_error"),
]


def model(metrics: str) -> str:
    return f"m = Sequential([Dense(1)])\nm.compile('sgd', 'bce', metrics={metrics})\n"


def script(callback: str, metrics: str = "['accuracy']", fit: str = "validation_split=0.1") -> str:
    return f"{HEAD}{model(metrics)}c = {callback}\nm.fit(x, y, {fit}, callbacks=[c])\n"


@pytest.mark.parametrize("target", ["keras2", "2.16", "keras3", "both"])
@pytest.mark.parametrize(("monitored", "metrics", "compiled"), NAMES)
def test_the_metric_has_another_name(monitored: str, metrics: str, compiled: str, target: str) -> None:
    code = script(f"EarlyStopping(monitor='{monitored}', patience=3)", metrics)
    (finding,) = findings(code, target, "TFC113")
    assert finding.severity.value == "error"
    assert code[finding.start : finding.end] == f"'{monitored}'"
    assert repr(compiled) in finding.message
    assert fix(code, target, "TFC113", unsafe=True) == code.replace(f"'{monitored}'", f"'{compiled}'")


@pytest.mark.parametrize("monitored", ["val_acc", "val_categorical_accuracy"])
def test_tensorflow_1_names_the_accuracy_otherwise(monitored: str) -> None:
    """What requires it is judged as TensorFlow 2.0: there ``accuracy`` may be logged as ``acc``."""
    code = script(f"EarlyStopping('{monitored}', patience=3)")
    assert findings(code, "2.0", "TFC113") == []
    assert len(findings(code, "2.0 2.1", "TFC113")) == len(findings(code, "2.1", "TFC113")) == 1
    assert len(findings(code.replace("'accuracy'", "'acc'"), "2.0", "TFC113")) == (monitored != "val_acc")


NEVER, EVERY = "never writes a file", "saves every epoch"
RAISES = "raises ValueError at the end of the first epoch: it cannot tell the direction of the metric"
BEST = "ModelCheckpoint('m.keras', monitor='val_acc', save_best_only=True)"
BEST_MAX = "ModelCheckpoint('m.keras', monitor='val_acc', save_best_only=True, mode='max')"
STOP, STOP_MAX = "EarlyStopping('val_acc')", "EarlyStopping('val_acc', mode='max')"
PLATEAU = "ReduceLROnPlateau(monitor='val_acc')"
STOPS, LOWERS = "never stops the training", "never lowers the learning rate"


@pytest.mark.parametrize(
    ("callback", "target", "what", "applicability"),
    [
        (BEST, "keras2", {"2.15": NEVER}, "unsafe"),
        (BEST, "2.16", {"2.16": NEVER}, "unsafe"),
        (BEST, "keras3", {"2.21": RAISES}, "safe"),
        (BEST, "both", {"2.15": NEVER, "2.21": RAISES}, "unsafe"),
        (BEST_MAX, "keras2", {"2.15": NEVER}, "unsafe"),
        (BEST_MAX, "2.16", {"2.16": NEVER}, "unsafe"),
        (BEST_MAX, "keras3", {"2.21": EVERY}, "unsafe"),
        (STOP, "keras2", {"2.15": STOPS}, "unsafe"),
        (STOP, "2.16", {"2.16": RAISES}, "safe"),
        (STOP, "keras3", {"2.21": RAISES}, "safe"),
        (STOP_MAX, "keras3", {"2.21": STOPS}, "unsafe"),
        (PLATEAU, "keras2", {"2.15": LOWERS}, "unsafe"),
        (PLATEAU, "2.16", {"2.16": LOWERS}, "unsafe"),
        (PLATEAU, "keras3", {"2.21": RAISES}, "safe"),
    ],
)
def test_what_happens_on_which_release(
    callback: str, target: str, what: dict[str, str], applicability: str
) -> None:
    (finding,) = findings(script(callback), target, "TFC113")
    assert {effect.tensorflow: effect.text for effect in finding.effects} == what
    assert finding.fix is not None
    assert finding.fix.applicability.value == applicability


def test_a_checkpoint_of_every_epoch_raises_from_keras_3_11_on() -> None:
    code = script("ModelCheckpoint('m.keras', monitor='val_acc')")
    assert lint(code, "keras2", "TFC113") == []
    assert lint(code, "2.16", "TFC113") == []
    assert lint(code, "keras3", "TFC113") == [f"TFC113:{LINES + 3} error"]
    assert lint(code.replace("'val_acc'", "'val_acc', mode='max'"), "keras3", "TFC113") == []


def test_a_name_in_a_variable_is_changed_by_hand() -> None:
    code = HEAD + model("['accuracy']") + "name = 'val_acc'\n"
    code += "m.fit(x, y, validation_split=0.1, callbacks=[EarlyStopping(monitor=name)])\n"
    (finding,) = findings(code, "keras3", "TFC113")
    assert finding.fix is not None
    assert finding.fix.applicability.value == "manual"


# What is monitored, the metrics that are compiled, and what is said of the logs.
OTHERS = [
    ("val_f1", "['accuracy']", "the logs have no 'val_f1', only val_accuracy and val_loss"),
    ("f1", "['accuracy']", "the logs have no 'f1', only accuracy and loss"),
    ("val_acc", "['mse']", "the logs have no 'val_acc', only val_loss and val_mse"),
    ("val_rmse", "[keras.metrics.RootMeanSquaredError(name='rmsle')]", "only val_loss and val_rmsle"),
    ("val_f1", "None", "the logs have no 'val_f1', only val_loss"),
    ("val_acc", "['binary_accuracy', 'categorical_accuracy']", "val_binary_accuracy"),
    ("val_f1", "['mae', 'mse', 'mape', 'msle', 'acc', 'accuracy']", "the logs have no 'val_f1'"),
    ("val_f1_score", "['accuracy', F1()]", "only val_accuracy, val_f1 and val_loss"),
    ("val_f1_score", "['accuracy', f1]", "only val_accuracy, val_f1 and val_loss"),
]
F1 = """\
class F1(keras.metrics.Metric):
    def __init__(self, name='f1', **kwargs):
        super().__init__(name=name, **kwargs)
    def result(self):
        return self.n
def f1(y, p):
    return keras.ops.mean(y * p)
"""


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("monitored", "metrics", "said"), OTHERS)
def test_nothing_of_that_name_is_logged(monitored: str, metrics: str, said: str, target: str) -> None:
    for callback in ("EarlyStopping", "ReduceLROnPlateau"):
        code = script(f"{callback}('{monitored}', mode='max')", metrics).replace(HEAD, HEAD + F1)
        (finding,) = findings(code, target, "TFC113")
        assert finding.severity.value == "error"
        assert said in finding.message
        assert code[finding.start : finding.end] == f"'{monitored}'"
        assert finding.fix is not None
        assert finding.fix.applicability.value == "manual"


KNOWN_WRITER = """\
class Known(Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        logs['val_sk'] = 1.0
"""


@pytest.mark.parametrize(
    ("callbacks", "found"),
    [
        ("[Known(), EarlyStopping('val_f1', mode='max')]", 1),
        ("[Known(), EarlyStopping('val_sk', mode='max')]", 0),
        ("[EarlyStopping('val_sk', mode='max'), Known()]", 1),  # it stops before it is written
        ("[EarlyStopping('val_f1', mode='max'), Known()]", 1),
    ],
)
def test_what_a_callback_writes_is_there(callbacks: str, found: int) -> None:
    code = f"{HEAD}{model('None')}{KNOWN_WRITER}m.fit(x, y, validation_split=0.1, callbacks={callbacks})\n"
    for target in ("keras2", "keras3"):
        assert len(lint(code, target, "TFC113")) == found


@pytest.mark.parametrize(
    "body",
    [
        "logs[name] = 1.0",
        "logs.update(a)",
        "logs.setdefault('val_sk', 1.0)",
        "self.write(logs)",
        "if epoch: logs['val_sk'] = 1.0",
        "for a in b:\n            logs[a] = 1.0",
        "if not epoch: return\n        logs['val_sk'] = 1.0",
        "del logs['loss']",
        "logs['val_sk'] += 1.0",
        "more = logs or {}",
    ],
)
def test_what_a_callback_may_write(body: str) -> None:
    writer = KNOWN_WRITER.replace("logs['val_sk'] = 1.0", body)
    callbacks = "[Known(), EarlyStopping('val_f1', mode='max')]"
    code = f"{HEAD}{model('None')}{writer}m.fit(x, y, validation_split=0.1, callbacks={callbacks})\n"
    for target in ("keras2", "keras3"):
        assert lint(code, target, "TFC113") == []


OUTPUTS = """\
i = keras.Input((3,))
m = Model(i, [Dense(1, name='a')(i), Dense(1, name='b')(i)])
m.compile('sgd', 'mse', metrics=['accuracy'])
"""
OWN_STEP = """\
class Own(Model):
    def train_step(self, data):
        return {'val_acc': 1.0}
m = Own()
m.compile('sgd', metrics=['accuracy'])
"""
WRITER = """\
class Writer(Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs.update(val_acc=logs['val_accuracy'])
"""
FIT = "m.fit(x, y, validation_split=0.1, callbacks=[EarlyStopping('val_acc')])\n"
TWICE = "m.compile('sgd', 'mse', metrics=['accuracy'])\n"

SILENT = [
    script("EarlyStopping('val_accuracy')"),
    script("EarlyStopping('val_acc')", "['acc']"),
    script("EarlyStopping('val_loss')"),
    script("EarlyStopping()"),
    script("EarlyStopping('loss')"),
    script("EarlyStopping('val_f1')", "['accuracy', f1]"),
    script("EarlyStopping('val_acc')", "['acc', 'accuracy']"),
    script("EarlyStopping('val_acc')", "metrics"),
    script("EarlyStopping('val_acc')", "[metric]"),
    script("EarlyStopping('val_acc')", "[*old, 'accuracy']"),
    script("EarlyStopping('val_acc')", "['accuracy'] if new else ['acc']"),
    script("EarlyStopping('val_acc')", "['accuracy']", "**options"),
    script("EarlyStopping('val_acc')", "['accuracy']", "validation_data=data if data else None"),
    script("EarlyStopping('val_acc')", "['accuracy']", "validation_freq=5, validation_split=0.1"),
    script("EarlyStopping(name)"),
    script("EarlyStopping('val_acc' if old else 'val_accuracy')"),
    script("EarlyStopping(**options)"),
    script("ModelCheckpoint('m.keras', 'val_accuracy', save_best_only=True)"),
    script("keras.callbacks.TensorBoard('val_acc')"),
    HEAD + OUTPUTS + FIT,
    HEAD + OWN_STEP + FIT,
    HEAD + model("['accuracy']") + WRITER + FIT.replace("[E", "[Writer(), E"),
    HEAD + model("['accuracy']") + FIT.replace("[E", "[mine, E"),
    HEAD + model("['accuracy']") + "m.add_metric(z, name='acc')\n" + FIT,
    HEAD + model("['accuracy']") + "setup(m)\n" + FIT,
    HEAD + "m = keras.models.load_model('old.h5')\n" + FIT,
    HEAD + "from project import m\n" + FIT,
    HEAD + "m = Sequential([Dense(1)])\n" + FIT,  # nothing is compiled in sight
    HEAD + "m = keras.models.load_model(f)\nif new:\n    " + TWICE + FIT,
    HEAD + model("['acc']") + "if new:\n    " + TWICE + FIT,
    HEAD + "def train(m):\n    " + FIT,
    HEAD + model("['accuracy']") + "def stop():\n    return EarlyStopping('val_acc')\n",
    HEAD + model("['accuracy']") + "c = EarlyStopping('val_acc')\ntrain(m, c)\n",
    # Somebody waits for the warning.
    HEAD + model("None") + "with pytest.warns(UserWarning):\n    " + FIT,
    HEAD + model("None") + "class T:\n    def test(self):\n        with self.assertWarns(UserWarning):\n"
    "            " + FIT,
    # Written for old and new releases.
    HEAD + model("['accuracy']") + "name = 'acc' if keras.__version__ < '2.3' else 'accuracy'\n"
    "m.fit(x, y, callbacks=[EarlyStopping(name)])\n",
    HEAD + model("['accuracy']") + "if keras.__version__ < '2.3':\n    c = EarlyStopping('acc')\n"
    "else:\n    c = EarlyStopping('accuracy')\nm.fit(x, y, callbacks=[c])\n",
    HEAD + model("['accuracy']") + "with pytest.raises(ValueError):\n    " + FIT,
    HEAD + model("['accuracy']") + "try:\n    " + FIT + "except ValueError:\n    pass\n",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(code, target, "TFC113") == []


def test_metrics_in_the_place_of_the_weights_of_losses() -> None:
    """Keras 3 raises before it logs anything; what it would log once that is mended is another thing."""
    code = HEAD + "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', ['accuracy'])\n"
    code += FIT.replace("val_acc", "val_accuracy")
    assert lint(code, "keras3", "TFC113") == []
    assert lint(code, "keras2", "TFC113") == []
    assert len(lint(code.replace("'val_accuracy'", "'val_f1'"), "keras2", "TFC113")) == 1
