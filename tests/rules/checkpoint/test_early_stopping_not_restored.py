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
    f"stop = {STOP}\nmodel.fit(x, y, epochs=5, callbacks=[stop])\nmodel.predict(z)",
    f"stop = {STOP}\nmodel.fit(x, y, epochs=count, callbacks=[stop])\nmodel.predict(z)",
    FIT.replace("epochs=20", "epochs=3") + "model.save('m.h5')",
    f"""
    def train():
        net = keras.Sequential([keras.layers.Dense(1)])
        net.compile("sgd", "mse")
        net.fit(x, y, epochs=5, callbacks=[{STOP}])
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
    # one epoch
    FIT.replace("epochs=20", "epochs=1") + "model.save('m.h5')",
    FIT.replace("epochs=20, ", "") + "model.save('m.h5')",
    "EPOCHS = 1\n" + FIT.replace("epochs=20", "epochs=EPOCHS") + "model.save('m.h5')",
    FIT.replace("epochs=20", "epochs=0") + "model.save('m.h5')",
]
NEVER = ", and the callback can never stop it (patience {}, {} epochs)"


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
        "brings them back only where it stops early, not after the last epoch"
    )


@pytest.mark.parametrize(
    ("stop", "epochs", "expected"),
    [
        ("patience=200, ", "epochs=100", NEVER.format(200, 100)),
        ("patience=20, ", "epochs=20", NEVER.format(20, 20)),
        ("patience=19, ", "epochs=20", ""),
        ("patience=20, baseline=0.5, ", "epochs=20", ""),
        ("patience=21, baseline=0.5, ", "epochs=20", NEVER.format(21, 20)),
        ("patience=20, ", "epochs=count", ""),
        ("patience=patience, ", "epochs=5", ""),
        ("patience=50, ", "epochs=60, initial_epoch=30", ""),
        ("patience=20, ", "**options", ""),
    ],
)
def test_can_never_stop(stop: str, epochs: str, expected: str) -> None:
    code = FIT.replace("patience=3, ", stop).replace("epochs=20", epochs) + "model.save('m.h5')"
    [found] = findings(
        HEAD + code.replace("callbacks=", "validation_split=0.1, callbacks="), "2.15", "TFC123"
    )
    what = "the model is used after fit as if it had its best weights (line 6)"
    assert found.message.startswith(f"{what}{expected}: Keras 2")


def test_advice() -> None:
    code = f"stop = {STOP}\nmodel.fit(x, y, epochs=5, callbacks=[stop])\nmodel.save('m.h5')"
    for text, callback in ((code, "stop"), (FINDS[0], "callback")):
        [found] = findings(HEAD + text, "keras2", "TFC123")
        assert found.fix is not None
        assert found.fix.title == (
            "save the best in a ModelCheckpoint and load it, or call "
            f"model.set_weights({callback}.best_weights)"
        )
