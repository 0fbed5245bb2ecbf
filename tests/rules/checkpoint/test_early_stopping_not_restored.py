"""TFC123 early-stopping-not-restored."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""
STOP = "EarlyStopping(patience=3, restore_best_weights=True)"
FIT = f"model.fit(x, y, epochs=20, callbacks=[{STOP}])\n"

FINDS = [
    FIT + "model.save('m.h5')",
    FIT + "print(model.evaluate(x, y))",
    FIT + "model.save_weights('m.weights.h5')",
    FIT + "keras.models.save_model(model, 'm.h5')",
    f"stop = {STOP}\nmodel.fit(x, y, callbacks=[stop])\nmodel.predict(z)",
    f"stop = {STOP}\nmodel.fit(x, y, epochs=count, callbacks=[stop])\nmodel.predict(z)",
    FIT.replace("epochs=20", "epochs=3") + "model.save('m.h5')",
    f"""
    def train():
        net = keras.Sequential([keras.layers.Dense(1)])
        net.compile("sgd", "mse")
        net.fit(x, y, callbacks=[{STOP}])
        net.save("m.h5")
    train()
    """,
]

SILENT = [
    FIT,
    "model.fit(x, y, callbacks=[EarlyStopping(patience=3)])\nmodel.save('m.h5')",
    "model.fit(x, y, callbacks=[EarlyStopping(restore_best_weights=False)])\nmodel.save('m.h5')",
    "model.fit(x, y, callbacks=[EarlyStopping(restore_best_weights=best)])\nmodel.save('m.h5')",
    FIT + "model.load_weights('best.weights.h5')\nmodel.evaluate(x, y)",
    FIT + "model = keras.models.load_model('best.keras')\nmodel.evaluate(x, y)",
    FIT + "model.set_weights(kept)\nmodel.save('m.h5')",
    FIT + "model.fit(x, y)\nmodel.save('m.h5')",
    "model.evaluate(x, y)\n" + FIT,
    FIT + "other = keras.Sequential()\nother.save('m.h5')",
    FIT + "model = keras.Sequential()\nmodel.save('m.h5')",
    f"run(model, [{STOP}])\nmodel.save('m.h5')",
    f"def train(net):\n    net.fit(x, y, callbacks=[{STOP}])\n    net.save('m.h5')",
    f"from mylib import EarlyStopping\nmodel.fit(x, y, callbacks=[{STOP}])\nmodel.save('m.h5')",
    FIT + "print('done')",
    f"stop = {STOP}\nmodel.fit(x, y)\nmodel.save('m.h5')",
    # stops early
    FIT.replace("epochs=20", "epochs=1000") + "model.save('m.h5')",
    "stop = EarlyStopping(restore_best_weights=True)\nmodel.fit(x, y, None, 50, callbacks=[stop])\n"
    "model.save('m.h5')",
]


@pytest.mark.parametrize("code", FINDS)
def test_finds(code: str) -> None:
    [found] = findings(HEAD + dedent(code), "keras2", only="TFC123")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), "keras2", only="TFC123") == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [("2.4", True), ("2.11", True), ("keras2", True), ("2.16", False), ("keras3", False), ("both", True)],
)
def test_targets(target: str, expected: bool) -> None:
    assert lint(HEAD + FINDS[0], target, only="TFC123") == (["TFC123:5 info"] if expected else [])


def test_message() -> None:
    [found] = findings(HEAD + FINDS[0], "keras2", only="TFC123")
    assert found.message == (
        "the model is used after fit as if it had its best weights (line 6): Keras 2 before 2.16 "
        "brings them back only where it stops early: after the last epoch, the model keeps its weights"
    )
