"""TFC109 checkpoint-unknown-placeholder."""

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
MODEL = "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics=['accuracy'])\n"
VALIDATED = "validation_split=0.1, callbacks=[c]"

# The path, the arguments of fit, and the path that the fix writes; None where a person must.
UNKNOWN: list[tuple[str, str, str | None]] = [
    ("m_{val_acc:.2f}.keras", VALIDATED, "m_{val_accuracy:.2f}.keras"),
    ("m_{acc:.2f}.keras", VALIDATED, "m_{accuracy:.2f}.keras"),
    ("m_{acc}.keras", "callbacks=[c]", "m_{accuracy}.keras"),
    ("m_{epoch:02d}-{val_binary_accuracy}.keras", VALIDATED, "m_{epoch:02d}-{val_accuracy}.keras"),
    ("m_{val_loss:.2f}.keras", "callbacks=[c]", None),
    ("m_{val_accuracy:.2f}.keras", "validation_data=None, callbacks=[c]", None),
    ("m_{val_f1}.keras", VALIDATED, None),
    ("{model_name}_{epoch}.keras", VALIDATED, None),
    ("m_{lr:.5f}.keras", VALIDATED, None),
    ("m_{mse}.keras", VALIDATED, None),
]


def script(path: str, arguments: str, head: str = MODEL) -> str:
    return f"{HEAD}{head}c = ModelCheckpoint('{path}')\nm.fit(x, y, {arguments})\n"


@pytest.mark.parametrize("target", ["keras2", "2.16", "keras3", "both"])
@pytest.mark.parametrize(("path", "arguments", "after"), UNKNOWN)
def test_a_name_that_no_log_has(path: str, arguments: str, after: str | None, target: str) -> None:
    code = script(path, arguments)
    (finding,) = findings(code, target, "TFC109")
    assert finding.severity.value == "error"
    assert "KeyError" in finding.message
    assert finding.fix is not None
    assert finding.fix.applicability.value == ("safe" if after else "manual")
    assert fix(code, target, "TFC109") == code.replace(path, after or path)


def test_each_name_is_found_and_what_two_calls_share_once() -> None:
    code = HEAD + MODEL + "p = 'm_{val_acc}_{val_mse}.keras'\n"
    code += "m.fit(x, y, validation_split=0.1, callbacks=[ModelCheckpoint(p), ModelCheckpoint(p)])\n"
    found = findings(code, "keras3", "TFC109")
    assert [code[each.start : each.end] for each in found] == ["{val_acc}", "{val_mse}"]


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("since fit gets no validation data", "callbacks=[c]"),
        ("logs this metric as 'val_accuracy'", VALIDATED),
    ],
)
def test_says_why(words: str, arguments: str) -> None:
    (finding,) = findings(script("m_{val_acc}.keras", arguments), "keras3", "TFC109")
    assert words in finding.message


OLD = "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics=['acc'])\n"
ELSEWHERE = "from project import m\n"
OUTPUTS = """\
i = keras.Input((3,))
m = Model(i, [Dense(1, name='a')(i), Dense(1, name='b')(i)])
m.compile('sgd', 'mse', metrics=['accuracy'])
"""
OWN_STEP = """\
class Own(Model):
    def train_step(self, data):
        return {'val_acc': 0.0}
m = Own()
m.compile('sgd', 'mse', metrics=['accuracy'])
"""
WRITER = """\
class Writer(Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs['val_acc'] = 0.0
"""
ADDED = "m = Sequential([Dense(1)])\nm.add_metric(z, name='acc')\nm.compile('sgd', 'mse')\n"

SILENT = [
    script("m_{val_accuracy:.2f}.keras", VALIDATED),
    script("m_{val_loss:.2f}.keras", VALIDATED),
    script("m_{epoch:02d}-{loss:.2f}.keras", "callbacks=[c]"),
    script("m_{accuracy}.keras", "callbacks=[c]"),
    script("m_{val_acc}.keras", VALIDATED, OLD),
    script("m_{val_acc}.keras", VALIDATED, ELSEWHERE),
    script("m_{val_acc}.keras", VALIDATED, OUTPUTS),
    script("m_{val_a_accuracy}.keras", VALIDATED, OUTPUTS),
    script("m_{val_acc}.keras", VALIDATED, OWN_STEP),
    script("m_{val_acc}.keras", VALIDATED, ADDED),
    script("m_{val_acc}.keras", VALIDATED, "m = keras.models.load_model('old.keras')\n"),
    script(
        "m_{val_acc}.keras", VALIDATED, "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', **options)\n"
    ),
    script("m_{val_acc}.keras", VALIDATED, "m = Sequential([Dense(1)])\nm.compile('sgd', metrics=names)\n"),
    script("m_{val_acc}.keras", VALIDATED, "m = Sequential([Dense(1)])\nsetup(m)\n"),
    script("m_{val_loss}.keras", "callbacks=[c], **options"),
    script("m_{val_loss}.keras", "validation_data=data, callbacks=[c]"),
    script("m_{val_acc}.keras", "validation_split=0.1, callbacks=[mine, c]"),
    script("m_{val_acc}.keras", "validation_split=0.1, callbacks=[Writer(), c]", MODEL + WRITER),
    script("m_{val_acc}.keras", "validation_split=0.1, callbacks=callbacks + [c]"),
    script("m_{val_acc}.keras", "validation_split=0.1"),
    script("m_{{val_acc}}.keras", VALIDATED),
    script("m_{epoch}_{batch}.keras", VALIDATED),
    script("m_{0}.keras", VALIDATED),
    script("m_{ val_acc}.keras", VALIDATED),
    HEAD + MODEL + "c = ModelCheckpoint('m_{val_acc}.keras', save_freq=100)\nm.fit(x, y, callbacks=[c])\n",
    HEAD + MODEL + "c = ModelCheckpoint('m_{val_acc}.keras', save_freq=f)\nm.fit(x, y, callbacks=[c])\n",
    HEAD + MODEL + "c = ModelCheckpoint(path)\nm.fit(x, y, callbacks=[c])\n",
    HEAD + MODEL + "c = ModelCheckpoint('m_{val_loss}')\nc.filepath = p\nm.fit(x, y, callbacks=[c])\n",
    HEAD + "c = ModelCheckpoint('m_{val_acc}.keras')\n",
    HEAD + "def f(m):\n    c = ModelCheckpoint('m_{val_acc}.keras')\n"
    "    m.fit(x, validation_split=0.1, callbacks=[c])\n",
    HEAD + "def f():\n    return [ModelCheckpoint('m_{val_acc}.keras')]\n",
    # The bare name of a metric that is put into the text before: keras-retinanet.
    HEAD + MODEL + "c = ModelCheckpoint('{n}_{{epoch}}.keras'.format(n='a'))\nm.fit(x, callbacks=[c])\n",
    # One template with the validation loss and one without: object-detection-in-keras.
    HEAD + MODEL + "c = ModelCheckpoint('{epoch}-{val_loss}.keras' if v else '{epoch}.keras')\n"
    "m.fit(x, validation_data=v if v else None, callbacks=[c])\n",
    # A subclass that fills in the path itself.
    HEAD + MODEL + "class C(ModelCheckpoint):\n    def _get_file_path(self, *a):\n        return 'a'\n"
    "c = C('m_{val_acc}.keras')\nm.fit(x, validation_split=0.1, callbacks=[c])\n",
    # A test of the error itself.
    HEAD + MODEL + "c = ModelCheckpoint('m_{mape}.keras')\n"
    "with self.assertRaisesRegex(KeyError, 'Failed'):\n    m.fit(x, callbacks=[c])\n",
    HEAD + MODEL + "c = ModelCheckpoint('m_{mape}.keras')\n"
    "try:\n    m.fit(x, callbacks=[c])\nexcept KeyError:\n    pass\n",
    HEAD + MODEL + "c = ModelCheckpoint('m_{val_acc}.keras' if keras.__version__ < '2.3' else 'm.keras')\n"
    "m.fit(x, validation_split=0.1, callbacks=[c])\n",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(code, target, "TFC109") == []


def test_the_rate_has_another_name_on_each_keras() -> None:
    code = script("m_{lr:.5f}.keras", "callbacks=[ReduceLROnPlateau('loss'), c]")
    assert lint(code, "keras2", "TFC109") == []
    assert lint(code, "both", "TFC109") == []
    assert lint(code, "keras3", "TFC109") == [f"TFC109:{LINES + 3} error"]
    code = code.replace("{lr:", "{learning_rate:")
    assert lint(code, "keras3", "TFC109") == []


def test_the_other_file_that_trains() -> None:
    code = f"{HEAD}{MODEL}from callbacks import c\nm.fit(x, y, callbacks=[c])\n"
    assert (
        lint(code, "keras3", "TFC109", callbacks=f"{HEAD}c = ModelCheckpoint('m_{{val_acc}}.keras')\n") == []
    )
