"""TFC112 checkpoint-monitor-unavailable."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import keras
import tensorflow as tf
from keras.callbacks import Callback, EarlyStopping, LambdaCallback, ModelCheckpoint, ReduceLROnPlateau
from keras.layers import Dense
from keras.models import Model, Sequential
"""
LINES = HEAD.count("\n")
MODEL = "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics=['accuracy'])\n"

# Callbacks that wait for validation, and the severity.
CALLBACKS = [
    ("ModelCheckpoint('m.keras', save_best_only=True)", "error"),
    ("ModelCheckpoint('m.keras', 'val_accuracy', 1, True)", "error"),
    ("ModelCheckpoint('m.keras', monitor='val_loss', mode='min', save_best_only=True)", "error"),
    ("ModelCheckpoint('m.keras', **{'save_best_only': True})", "error"),
    ("EarlyStopping()", "warning"),
    ("EarlyStopping(patience=3)", "warning"),
    ("EarlyStopping('val_accuracy', mode='max')", "warning"),
    ("ReduceLROnPlateau(factor=0.5)", "warning"),
    ("EarlyStopping('val_acc' if old else 'val_accuracy')", "warning"),
]

# Fits without validation data.
FITS = [
    "m.fit(x, y, callbacks=[c])",
    "m.fit(x, y, 32, 10, 1, [c])",
    "m.fit(x, y, validation_data=None, callbacks=c)",
    "m.fit(x, y, validation_split=0.0, callbacks=(c,))",
    "m.fit_generator(x, 10, 5, 1, [c])",
    "m.fit(x, y, callbacks=[keras.callbacks.TensorBoard('logs'), c])",
    "cs = [c]\nm.fit(x, y, callbacks=cs)\nm.fit(x, y, epochs=9, callbacks=cs)",
    "def train():\n    m.fit(x, y, callbacks=[c])\ntrain()",
    "h = m.fit(x, y, callbacks=[c])\nprint(c, h)",
]

# The model of fchollet's chapter on diffusion: the loss is its own, what it validates is not.
OWN_LOSS = """\
class Tracked(Model):
    def __init__(self):
        super().__init__()
        self.tracker = keras.metrics.Mean(name='total_loss')
    @property
    def metrics(self):
        return [self.tracker]
    def train_step(self, data):
        return {'loss': 1.0}
class Diffusion(Model):
    def compute_loss(self, x, y, y_pred, sample_weight=None, training=True):
        return self.loss(x, y_pred)
class Drawing(Callback):
    def on_epoch_end(self, epoch=None, logs=None):
        print(epoch)
m = Diffusion()
m.compile('adam')
"""


@pytest.mark.parametrize("target", ["keras2", "2.16", "keras3", "both"])
@pytest.mark.parametrize(("callback", "severity"), CALLBACKS)
def test_what_waits_for_validation(callback: str, severity: str, target: str) -> None:
    code = f"{HEAD}{MODEL}c = {callback}\nm.fit(x, y, epochs=3, callbacks=[c])\n"
    assert lint(code, target, "TFC112") == [f"TFC112:{LINES + 3} {severity}"]
    assert fix(code, target, "TFC112", unsafe=True) == code


@pytest.mark.parametrize("fits", FITS)
def test_fits_without_validation(fits: str) -> None:
    code = f"{HEAD}{MODEL}c = ModelCheckpoint('m.keras', save_best_only=True)\n{fits}\n"
    assert lint(code, "keras3", "TFC112") == [f"TFC112:{LINES + 3} error"]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_a_model_with_its_own_loss(target: str) -> None:
    code = f"{HEAD}{OWN_LOSS}m.fit(x, callbacks=[Drawing(), ModelCheckpoint('m', save_best_only=True)])\n"
    assert lint(code, target, "TFC112") == [f"TFC112:{code.count(chr(10))} error"]


NEVER, EVERY = "never writes a file", "saves every epoch, so that the best is just the last"


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("keras2", {"2.15": NEVER}),
        ("2.16", {"2.16": NEVER}),
        ("keras3", {"2.21": EVERY}),
        ("2.16 2.21", {"2.16": NEVER, "2.21": EVERY}),
        ("both", {"2.15": NEVER, "2.21": EVERY}),
    ],
)
def test_what_happens_on_which_release(target: str, what: dict[str, str]) -> None:
    code = f"{HEAD}{MODEL}m.fit(x, callbacks=[ModelCheckpoint('m.keras', save_best_only=True)])\n"
    (finding,) = findings(code, target, "TFC112")
    assert {effect.tensorflow: effect.text for effect in finding.effects} == what
    assert "monitors 'val_loss', and fit (line 8) gets no validation data" in finding.message


def test_every_fit_is_named() -> None:
    code = f"{HEAD}{MODEL}c = [EarlyStopping()]\nm.fit(x, callbacks=c)\nm.fit(y, callbacks=c)\n"
    (finding,) = findings(code, only="TFC112")
    assert "monitors 'val_loss', and fit (lines 9, 10) gets no validation data" in finding.message


@pytest.mark.parametrize(
    ("callback", "text"),
    [
        ("EarlyStopping()", "never stops the training"),
        ("ReduceLROnPlateau()", "never lowers the learning rate"),
    ],
)
def test_what_never_happens(callback: str, text: str) -> None:
    (finding,) = findings(f"{HEAD}{MODEL}m.fit(x, callbacks=[{callback}])\n", "both", "TFC112")
    assert text in finding.message


BEST = "ModelCheckpoint('m.keras', save_best_only=True)"
OWN_STEP = """\
class Own(Model):
    def train_step(self, data):
        return {'loss': 1.0, 'val_loss': 1.0}
m = Own()
m.compile('sgd')
"""
OWN_FIT = """\
class Own(Model):
    def fit(self, x, **options):
        return super().fit(x, validation_split=0.1, **options)
m = Own()
m.compile('sgd')
"""
WRITER = """\
class Validation(Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs['val_loss'] = self.model.evaluate(z)[0]
"""

SILENT = [
    MODEL + f"m.fit(x, y, validation_data=(v, w), callbacks=[{BEST}])\n",
    MODEL + f"m.fit(x, y, validation_split=0.1, callbacks=[{BEST}])\n",
    MODEL + f"m.fit(x, y, 32, 9, 1, [{BEST}], 0.1)\n",
    MODEL + f"m.fit(x, y, 32, 9, 1, [{BEST}], 0.0, (v, w))\n",
    MODEL + f"m.fit(x, y, validation_data=data, callbacks=[{BEST}])\n",
    MODEL + f"m.fit(x, y, validation_split=split, callbacks=[{BEST}])\n",
    MODEL + f"m.fit(x, y, validation_data=(v, w) if v else None, callbacks=[{BEST}])\n",
    MODEL + f"m.fit(x, y, callbacks=[{BEST}], **options)\n",
    MODEL + f"m.fit(*data, callbacks=[{BEST}])\n",
    MODEL + f"m.fit(x, y, callbacks=[mine, {BEST}])\n",
    MODEL + f"m.fit(x, y, callbacks=[*mine, {BEST}])\n",
    MODEL + f"m.fit(x, y, callbacks=mine + [{BEST}])\n",
    MODEL + WRITER + f"m.fit(x, y, callbacks=[Validation(), {BEST}])\n",
    MODEL + f"m.fit(x, callbacks=[LambdaCallback(on_epoch_end=lambda e, logs: logs.update(v)), {BEST}])\n",
    MODEL + f"from project import Validation\nm.fit(x, y, callbacks=[Validation(), {BEST}])\n",
    MODEL + "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras')])\n",
    MODEL + "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras', save_best_only=False)])\n",
    MODEL + "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras', save_best_only=best)])\n",
    MODEL + "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras', save_best_only=True, monitor='loss')])\n",
    MODEL + "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras', save_best_only=True, monitor=name)])\n",
    MODEL + "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras', **options)])\n",
    MODEL + "m.fit(x, y, callbacks=[EarlyStopping('loss'), ReduceLROnPlateau('accuracy', mode='max')])\n",
    MODEL + "m.fit(x, y, callbacks=[EarlyStopping('loss' if v is None else 'val_loss')])\n",
    MODEL + "m.fit(x, y, callbacks=[EarlyStopping(**options)])\n",
    MODEL + f"c = {BEST}\nm.fit(x, callbacks=[c])\nm.fit(x, validation_split=0.1, callbacks=[c])\n",
    MODEL + f"c = {BEST}\nm.fit(x)\ntrain(m, c)\n",
    MODEL + f"def callbacks():\n    return [{BEST}]\n",
    f"class Trainer:\n    def __init__(self):\n        self.c = {BEST}\n    def run(self, m):\n"
    f"        m.fit(x, epochs=1)\n",
    f"c = {BEST}\n",
    OWN_STEP + f"m.fit(x, callbacks=[{BEST}])\n",
    OWN_FIT + f"m.fit(x, callbacks=[{BEST}])\n",
    f"from project import Base\nclass Own(Base):\n    pass\nm = Own()\nm.fit(x, callbacks=[{BEST}])\n",
    f"from scikeras.wrappers import KerasClassifier\nm = KerasClassifier(b)\n"
    f"m.fit(x, y, callbacks=[{BEST}])\n",
    f"import keras_tuner\nt = keras_tuner.RandomSearch(b)\nt.search(x, callbacks=[{BEST}])\nm.fit(x)\n",
    f"from sklearn.model_selection import GridSearchCV\ng = GridSearchCV(b, p)\n"
    f"g.fit(x, y, callbacks=[{BEST}])\n",
    f"def train(m, x, data=None):\n    m.fit(x, validation_data=data, callbacks=[{BEST}])\n",
    f"def train(m, x, **options):\n    m.fit(x, callbacks=[{BEST}], **options)\n",
    "class ModelCheckpoint:\n    pass\n" + MODEL + f"m.fit(x, callbacks=[{BEST}])\n",
    MODEL + f"with pytest.raises(ValueError):\n    m.fit(x, callbacks=[{BEST}])\n",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC112") == []


@pytest.mark.parametrize(
    "code",
    [
        "m.fit(x, y, callbacks=[ModelCheckpoint('m.keras', **options)])\n",
        f"train(m, {BEST})\n",
        "m.fit(x, y, callbacks=[EarlyStopping(monitor=name)])\n",
    ],
)
def test_counts_what_is_out_of_sight(code: str) -> None:
    from tests.lint import Lab

    lab = Lab(f"{HEAD}{MODEL}{code}m.fit(x)\n", "keras3", "TFC112")
    assert lab.check().not_judged["TFC112"] == 1
