"""TFC115 checkpoint-save-frequency."""

from __future__ import annotations

import pytest

from tests.lint import Lab, findings, fix, lint

HEAD = """\
import functools
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""

# Arguments after the path, with which nothing is saved, or everything.
COMPARES = [
    "save_best_only=True, save_freq=100",
    "save_best_only=True, save_freq=5 * steps",
    "save_best_only=True, save_freq=steps // 2",
    "save_best_only=True, save_freq=int(steps / 2)",
    "save_best_only=True, save_freq=len(data)",
    "monitor='val_accuracy', save_best_only=True, save_freq=1000, mode='max'",
    "'val_auc', 0, True, False, 'max', 50",
    "save_freq=-1 * -100, save_best_only=1",
    "**{'save_freq': 10, 'save_best_only': True}",
]

FREQUENCIES = [
    ("'Epoch'", "'epoch'", "safe"),
    ('"EPOCH"', '"epoch"', "safe"),
    ("' epoch'", "'epoch'", "safe"),
    ("2.0", "2", "safe"),
    ("1e3", "1000", "safe"),
    ("0.5", None, "manual"),
    ("2.5", None, "manual"),
    ("'epochs'", None, "manual"),
    ("'batch'", None, "manual"),
    ("'100'", None, "manual"),
    ("None", None, "manual"),
    ("''", None, "manual"),
]

SILENT = [
    "'m.keras'",
    "'m.keras', save_freq='epoch'",
    "'m.keras', save_best_only=True",
    "'m.keras', save_best_only=True, save_freq='epoch'",
    "'m.keras', save_freq=100",
    "'m_{epoch}_{batch}.keras', save_freq=100",
    "'m_{epoch}_{loss:.2f}.keras', save_freq=100",
    "'m.keras', save_best_only=False, save_freq=100",
    "'m.keras', save_best_only=flag, save_freq=100",
    "'m.keras', monitor=name, save_best_only=True, save_freq=100",
    "'m.keras', monitor='loss' if quick else 'val_loss', save_best_only=True, save_freq=100",
    "'m.keras', save_best_only=True, save_freq=freq",
    "'m.keras', save_best_only=True, save_freq=config['freq']",
    "'m.keras', save_best_only=True, save_freq=100 if big else 'epoch'",
    "'m.keras', save_best_only=True, save_freq=2.0 if big else 'epoch'",
    "'m_{val_loss}.keras', save_freq=freq",
    "'m_{val_loss}.keras', save_freq='epoch'",
    "'m_{val_loss}.keras' if slow else 'm.keras', save_freq=10",
    "'m.keras', save_freq=True",
    "'m.keras', save_freq='ep' + rest",
    "'m.keras', save_freq=100, **options",
    "*paths, save_freq=100",
]


@pytest.mark.parametrize("target", ["keras2", "2.11", "2.16", "keras3", "both"])
@pytest.mark.parametrize("arguments", COMPARES)
def test_the_best_by_what_a_batch_does_not_have(arguments: str, target: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m.keras', {arguments})\n"
    assert lint(code, target, "TFC115") == ["TFC115:4 error"]
    assert fix(code, target, "TFC115", unsafe=True) == code


NEVER, EVERY = "never saves anything", "saves every time, better or not"


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
    code = f"{HEAD}x = ModelCheckpoint('m.keras', save_best_only=True, save_freq=100)\n"
    (finding,) = findings(code, target, "TFC115")
    assert {effect.tensorflow: effect.text for effect in finding.effects} == what
    assert "save_best_only compares val_loss, which is known only after an epoch" in finding.message
    assert all(text in finding.message for text in what.values())


@pytest.mark.parametrize("monitor", ["'loss'", "'accuracy', mode='max'", "'loss' if quick else 'acc'"])
@pytest.mark.parametrize(
    ("target", "found"), [("keras2", []), ("2.16", []), ("keras3", ["warning"]), ("both", ["warning"])]
)
def test_the_best_before_keras_knows_which_way_is_better(monitor: str, target: str, found: list[str]) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m.keras', save_best_only=True, save_freq=100, monitor={monitor})\n"
    assert [finding.severity.value for finding in findings(code, target, "TFC115")] == found
    for finding in findings(code, target, "TFC115"):
        assert "raises TypeError at the second save, if it is in that epoch" in finding.message


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize("rest", ["", ", save_best_only=True", ", monitor='loss', save_best_only=True"])
def test_a_placeholder_that_a_batch_does_not_have(rest: str, target: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{epoch}}_{{val_loss:.2f}}.keras', save_freq=100{rest})\n"
    (finding,) = findings(code, target, "TFC115")
    assert finding.severity.value == "error"
    assert "{val_loss:.2f} is known only after an epoch: Keras raises KeyError" in finding.message
    assert code[finding.start : finding.end] == "save_freq=100"


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("written", "after", "applicability"), FREQUENCIES)
def test_a_frequency_that_keras_does_not_know(
    written: str, after: str | None, applicability: str, target: str
) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m.keras', save_freq={written}, verbose=1)\n"
    (finding,) = findings(code, target, "TFC115")
    assert finding.fix is not None
    assert (finding.severity.value, finding.fix.applicability.value) == ("error", applicability)
    assert "Keras raises ValueError: Unrecognized save_freq" in finding.message
    assert fix(code, target, "TFC115") == code.replace(
        f"save_freq={written}", f"save_freq={after or written}"
    )


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("arguments", SILENT)
def test_stays_silent(arguments: str, target: str) -> None:
    assert lint(f"{HEAD}x = ModelCheckpoint({arguments})\n", target, "TFC115") == []


@pytest.mark.parametrize(
    "code",
    [
        "x = functools.partial(ModelCheckpoint, 'm.keras', save_freq=100)",
        "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint('m', save_best_only=True, save_freq=9)",
        "class C(ModelCheckpoint):\n    def __init__(self, p, **k):\n        pass\nx = C('m', save_freq=2.0)",
        "import pytest\nwith pytest.raises(ValueError):\n    x = ModelCheckpoint('m', save_freq='Epoch')",
        "x = tf.keras.callbacks.TensorBoard('l', update_freq=2.0)",
        "x = tf.keras.callbacks.BackupAndRestore('b', save_freq=100)",
    ],
)
def test_stays_silent_elsewhere(code: str) -> None:
    assert lint(f"{HEAD}{code}\n", only="TFC115") == []


def test_a_variable_is_left_to_a_person() -> None:
    code = f"{HEAD}freq = 'Epoch'\nx = ModelCheckpoint('m.keras', save_freq=freq)\n"
    (finding,) = findings(code, only="TFC115")
    assert finding.fix is not None
    assert (finding.fix.applicability.value, finding.fix.title) == ("manual", 'write "epoch"')


def test_in_a_try_that_catches_the_error_it_is_unsafe() -> None:
    code = (
        f"{HEAD}try:\n    x = ModelCheckpoint('m.keras', save_freq=2.0)\nexcept ValueError:\n    x = None\n"
    )
    (finding,) = findings(code, only="TFC115")
    assert finding.fix is not None
    assert finding.fix.applicability.value == "unsafe"


def test_what_is_not_in_sight_is_counted() -> None:

    lab = Lab(f"{HEAD}x = ModelCheckpoint('m.keras', save_best_only=True, save_freq=freq)\n", only="TFC115")
    assert lab.check().not_judged["TFC115"] == 1
