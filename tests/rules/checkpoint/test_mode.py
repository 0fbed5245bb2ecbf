"""TFC114 checkpoint-mode."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import keras
import tensorflow as tf
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from keras.layers import Dense
from keras.models import Model, Sequential
"""
LINES = HEAD.count("\n")

GROWING = """
val_auc auc val_precision val_recall val_f1 val_f1_score val_iou val_mean_io_u val_dice val_dice_coef val_psnr
val_ssim val_auc_1 val_r2_score val_kappa val_specificity
""".split()


@pytest.mark.parametrize("monitor", GROWING)
@pytest.mark.parametrize("mode", ["", ", mode='auto'"])
def test_what_must_grow_is_minimised(monitor: str, mode: str) -> None:
    code = f"{HEAD}c = ModelCheckpoint('m.keras', monitor='{monitor}', save_best_only=True{mode})\n"
    for target in ("keras2", "2.16", "both"):
        assert lint(code, target, "TFC114") == [f"TFC114:{LINES + 1} error"]
        after = code.replace(mode, ", mode='max'") if mode else code.replace("True)", "True, mode='max')")
        assert fix(code, target, "TFC114") == after
    assert lint(code, "keras3", "TFC114") == []  # asks the metric


# The callback, and whether it is found on Keras 2, 3.3 and 3.15.
DIRECTIONS = [
    ("ModelCheckpoint('m', 'val_auc', 0, True)", "110"),
    ("ModelCheckpoint('m', 'val_auc', 0, False)", "000"),
    ("ModelCheckpoint('m', 'val_accuracy', 0, True)", "000"),
    ("ModelCheckpoint('m', 'val_top_k_categorical_accuracy', 0, True)", "000"),
    ("ModelCheckpoint('m', 'val_fmeasure', 0, True)", "110"),
    ("ModelCheckpoint('m', 'fmeasure', 0, True)", "000"),
    ("EarlyStopping('val_auc')", "000"),
    ("EarlyStopping('val_accuracy')", "000"),
    ("EarlyStopping('val_precision')", "100"),
    ("EarlyStopping('val_f1', patience=3)", "100"),
    ("EarlyStopping('val_auc_1')", "100"),
    ("ReduceLROnPlateau('val_auc')", "110"),
    ("ReduceLROnPlateau('val_acc')", "000"),
    ("ReduceLROnPlateau(monitor='val_iou', factor=0.5)", "110"),
    ("ReduceLROnPlateau('val_f1', mode='max')", "000"),
]


@pytest.mark.parametrize(("callback", "found"), DIRECTIONS)
def test_each_callback_has_its_own_rules(callback: str, found: str) -> None:
    code = f"{HEAD}c = {callback}\n"
    for target, expected in zip(("keras2", "2.16", "keras3"), found, strict=True):
        assert len(lint(code, target, "TFC114")) == int(expected), target


CONTRADICTIONS = [
    (
        "ModelCheckpoint('m', 'val_loss', mode='max', save_best_only=True)",
        "keeps the model whose val_loss is worst",
    ),
    ("ModelCheckpoint('m', mode='max', save_best_only=True)", "keeps the model whose val_loss is worst"),
    ("ModelCheckpoint('m', 'val_accuracy', mode='min', save_best_only=True)", "val_accuracy is worst"),
    ("EarlyStopping(mode='max')", "stops training while val_loss improves"),
    ("EarlyStopping('val_accuracy', 0, 3, 0, 'min')", "stops training while val_accuracy improves"),
    ("EarlyStopping('val_auc', mode='min')", "stops training while val_auc improves"),
    ("ReduceLROnPlateau('val_mae', mode='max')", "lowers the learning rate while val_mae improves"),
    ("ReduceLROnPlateau('loss', mode='max')", "lowers the learning rate while loss improves"),
]


@pytest.mark.parametrize("target", ["keras2", "2.16", "keras3", "both"])
@pytest.mark.parametrize(("callback", "lost"), CONTRADICTIONS)
def test_a_mode_that_contradicts_the_name(callback: str, lost: str, target: str) -> None:
    code = f"{HEAD}c = {callback}\n"
    (finding,) = findings(code, target, "TFC114")
    assert finding.severity.value == "error"
    assert lost in finding.message
    turned = code.replace("'max'", "'other'").replace("'min'", "'max'").replace("'other'", "'min'")
    assert fix(code, target, "TFC114") == code
    assert fix(code, target, "TFC114", unsafe=True) == turned


FUNCTION = """\
def score(a, b):
    return a
m = Sequential([Dense(1)])
m.compile('sgd', 'mse', metrics=[score, 'mae'])
"""
OUTPUTS = """\
i = keras.Input((3,))
m = Model(i, [Dense(1, name='a')(i), Dense(1, name='b')(i)])
m.compile('sgd', {'a': 'mse', 'b': 'mse'}, metrics={'a': ['accuracy'], 'b': ['mae']})
"""

# What is compiled, the callback, and whether Keras 2, 3.3 and 3.15 are asked in vain.
UNDIRECTED = [
    (FUNCTION, "ModelCheckpoint('m.keras', 'val_score')", "001"),
    (FUNCTION, "ModelCheckpoint('m.keras', 'val_score', save_best_only=True)", "001"),
    (FUNCTION, "EarlyStopping('val_score')", "011"),
    (FUNCTION, "ReduceLROnPlateau('val_score')", "001"),
    (FUNCTION, "EarlyStopping('val_mae')", "000"),
    (FUNCTION, "EarlyStopping('val_loss')", "000"),
    (FUNCTION, "EarlyStopping('val_score', mode='max')", "000"),
    (FUNCTION, "EarlyStopping('val_score', mode='min')", "000"),
    (FUNCTION.replace("score", "f1"), "EarlyStopping('val_f1')", "111"),
    (FUNCTION.replace("score", "psnr"), "ModelCheckpoint('m', 'val_psnr', save_best_only=True)", "111"),
    (OUTPUTS, "ModelCheckpoint('m.keras', 'val_a_accuracy', save_best_only=True)", "001"),
    (OUTPUTS, "ModelCheckpoint('m.keras', 'val_a_loss', save_best_only=True)", "001"),
    (OUTPUTS, "EarlyStopping('val_b_loss')", "011"),
    (OUTPUTS, "EarlyStopping('val_loss')", "000"),
    (OUTPUTS, "EarlyStopping('val_a_accuracy', mode='max')", "000"),
]


@pytest.mark.parametrize(("compiled", "callback", "found"), UNDIRECTED)
def test_what_keras_3_cannot_tell(compiled: str, callback: str, found: str) -> None:
    code = f"{HEAD}{compiled}m.fit(x, y, validation_split=0.1, callbacks=[{callback}])\n"
    for target, expected in zip(("keras2", "2.16", "keras3"), found, strict=True):
        messages = [finding.message for finding in findings(code, target, "TFC114")]
        assert len(messages) == int(expected), target
        if target == "keras3":
            assert all("raises ValueError at the end of the first epoch" in text for text in messages)


def test_a_direction_that_nobody_knows_is_given_by_hand() -> None:
    code = f"{HEAD}{FUNCTION}m.fit(x, y, callbacks=[EarlyStopping('score')])\n"
    (finding,) = findings(code, "keras3", "TFC114")
    assert finding.fix is not None
    assert finding.fix.applicability.value == "manual"
    code = code.replace("score", "recall")
    assert fix(code, "keras3", "TFC114") == code.replace("('recall')", "('recall', mode='max')")


def test_a_mode_from_elsewhere_is_changed_by_hand() -> None:
    code = f"{HEAD}mode = 'max'\nc = EarlyStopping('val_loss', mode=mode)\n"
    (finding,) = findings(code, "keras3", "TFC114")
    assert finding.fix is not None
    assert finding.fix.applicability.value == "manual"


SILENT = [
    "c = ModelCheckpoint('m', 'val_auc', save_best_only=True, mode='max')",
    "c = ModelCheckpoint('m', 'val_auc')",
    "c = ModelCheckpoint('m', 'val_auc', save_best_only=flag)",
    "c = ModelCheckpoint('m', 'val_loss', mode='max')",
    "c = ModelCheckpoint('m', 'val_loss', save_best_only=True)",
    "c = ModelCheckpoint('m', save_best_only=True, mode='min')",
    "c = ModelCheckpoint('m', 'val_acc', save_best_only=True)",
    "c = ModelCheckpoint('m', 'val_sparse_categorical_accuracy', save_best_only=True)",
    "c = ModelCheckpoint('m', 'val_cosine_similarity', save_best_only=True)",
    "c = ModelCheckpoint('m', 'val_cosine_similarity', save_best_only=True, mode='min')",
    "c = ModelCheckpoint('m', 'val_score', save_best_only=True)",
    "c = ModelCheckpoint('m', 'val_score', save_best_only=True, mode='min')",
    "c = ModelCheckpoint('m', 'val_dice_loss', save_best_only=True, mode='min')",
    "c = ModelCheckpoint('m', 'val_auc_loss', save_best_only=True)",
    "c = ModelCheckpoint('m', 'val_perplexity', save_best_only=True)",
    "c = ModelCheckpoint('m', monitor=name, save_best_only=True)",
    "c = ModelCheckpoint('m', monitor='val_' + name, save_best_only=True, mode='max')",
    "c = ModelCheckpoint('m', 'val_auc', save_best_only=True, mode=mode)",
    "c = ModelCheckpoint('m', 'val_auc', save_best_only=True, **options)",
    "c = ModelCheckpoint('m', 'val_loss' if l else 'val_accuracy', 0, True, mode='min' if l else 'max')",
    "c = ModelCheckpoint('m', 'val_loss' if l else 'val_accuracy', 0, True, mode='max')",
    "c = EarlyStopping('val_loss', mode='min')",
    "c = EarlyStopping('val_mae')",
    "c = EarlyStopping('val_accuracy', mode='max')",
    "c = EarlyStopping(**options)",
    "c = EarlyStopping('val_precision', mode=options['mode'])",
    "c = keras.callbacks.BackupAndRestore('val_auc')",
    "c = tf.keras.callbacks.TensorBoard('val_auc')",
    "class EarlyStopping:\n    pass\nc = EarlyStopping('val_f1')",
    "from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint\nc = EarlyStopping('val_f1')\n"
    "d = ModelCheckpoint(monitor='val_f1', mode='min', save_best_only=True)",
    "with pytest.raises(ValueError):\n    m.fit(x, callbacks=[EarlyStopping('val_f1')])",
    "if keras.__version__ < '2':\n    c = EarlyStopping('val_f1')",
    "if keras.__version__ < '3.11':\n    c = EarlyStopping('val_auc', mode='max')\nelse:\n"
    "    c = EarlyStopping('val_auc')",
]


@pytest.mark.parametrize("target", ["keras2", "2.16", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC114") == []


# Where nobody can say what Keras 3 will find among the metrics.
IN_SIGHT = [
    FUNCTION.replace("[score, 'mae']", "[score, 'score']"),
    FUNCTION.replace("[score, 'mae']", "metrics"),
    FUNCTION.replace("[score, 'mae']", "[score] + more"),
    FUNCTION.replace("[score, 'mae']", "[score], **options"),
    FUNCTION.replace("m = Sequential([Dense(1)])", "from project import m"),
    FUNCTION.replace("[score, 'mae']", "[wrapped(score)]"),
    "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics=['score'])\n",
    "from project import score\nm = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics=[score])\n",
    "m = keras.models.load_model('old.keras')\n",
    "m = Sequential([Dense(1)])\nm.compile('sgd', ['mse'])\n",
    "class Own(Model):\n    def train_step(self, d):\n        return {}\nm = Own()\nm.compile('sgd')\n",
]


@pytest.mark.parametrize("compiled", IN_SIGHT)
def test_stays_silent_about_what_keras_3_may_know(compiled: str) -> None:
    code = f"{HEAD}{compiled}m.fit(x, y, validation_split=0.1, callbacks=[EarlyStopping('val_score')])\n"
    assert lint(code, "keras3", "TFC114") == []


OWN = "class Lift(keras.metrics.Metric):\n    def __init__(self, name='lift'):\n"
OWN += "        super().__init__(name=name)\n"
FITTED = (
    "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics={})\n"
    "m.fit(x, y, validation_split=0.1, callbacks=[EarlyStopping('val_lift')])\n"
)
# What is before the training, the metrics, and what stands in ``other.py``.
UNDIRECTED = [
    (OWN, "[Lift()]", ""),
    (OWN, "['mae', Lift()]", ""),
    (OWN, "[Lift(name='lift')]", ""),
    ("from other import Lift\n", "[Lift()]", f"import keras\n{OWN}"),
    ("import other\n", "[other.Lift()]", f"import keras\n{OWN}"),
    ("import other\n", "other.LIST", f"import keras\n{OWN}LIST = [Lift()]\n"),
    ("from other import lift\n", "[lift]", "def lift(a, b):\n    return a\n"),
]
DIRECTED = [
    (OWN + "        self._direction = 'up'\n", "[Lift()]", ""),
    (OWN.replace(".Metric", ".Recall"), "[Lift()]", ""),
    (OWN.replace("keras.metrics.Metric", "Base"), "[Lift()]", ""),
    (OWN, "[Lift(name='other')]", ""),
    (OWN, "[Lift(), 'lift']", ""),
    (OWN, "[Lift()] + more", ""),
    ("", "[keras.metrics.Recall(name='lift')]", ""),
    ("from other import Lift\n", "[Lift()]", f"import keras\n{OWN}        self._direction = 'up'\n"),
    ("from other import lift\n", "[lift()]", "def lift():\n    return unknown()\n"),
]


@pytest.mark.parametrize(("before", "metrics", "other"), UNDIRECTED)
def test_a_metric_of_the_project_has_no_direction(before: str, metrics: str, other: str) -> None:
    (finding,) = findings(HEAD + before + FITTED.format(metrics), "keras3", "TFC114", other=other)
    assert "cannot tell the direction" in finding.message


@pytest.mark.parametrize(("before", "metrics", "other"), DIRECTED)
def test_a_metric_may_have_a_direction(before: str, metrics: str, other: str) -> None:
    assert findings(HEAD + before + FITTED.format(metrics), "keras3", "TFC114", other=other) == []
