"""TFC110 checkpoint-unknown-argument."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import functools
import pytest
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.callbacks import *
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    # Misspelled
    ("x = ModelCheckpoint('m', montior='val_acc')", "x = ModelCheckpoint('m', monitor='val_acc')"),
    ("x = ModelCheckpoint('m', monital='val_acc')", "x = ModelCheckpoint('m', monitor='val_acc')"),
    ("x = ModelCheckpoint('m', best_only=True)", "x = ModelCheckpoint('m', save_best_only=True)"),
    ("x = ModelCheckpoint('m', save_best=True)", "x = ModelCheckpoint('m', save_best_only=True)"),
    ("x = ModelCheckpoint('m', save_weights=True)", "x = ModelCheckpoint('m', save_weights_only=True)"),
    ("x = ModelCheckpoint('m', verbosity = 1)", "x = ModelCheckpoint('m', verbose = 1)"),
    ("x = ModelCheckpoint(file_path='m')", "x = ModelCheckpoint(filepath='m')"),
    ("x = keras.callbacks.EarlyStopping(patient=3)", "x = keras.callbacks.EarlyStopping(patience=3)"),
    ("x = EarlyStopping(restore_best_weight=True)", "x = EarlyStopping(restore_best_weights=True)"),
    (
        "from keras.callbacks import EarlyStopping as Stop\nx = Stop(patient=3)",
        "from keras.callbacks import EarlyStopping as Stop\nx = Stop(patience=3)",
    ),
    ("Stop = EarlyStopping\nx = Stop(patient=3)", "Stop = EarlyStopping\nx = Stop(patience=3)"),
    ("x = TensorBoard(logdir='a')", "x = TensorBoard(log_dir='a')"),
    ("x = CSVLogger('a', seperator=';')", "x = CSVLogger('a', separator=';')"),
    ("x = functools.partial(ModelCheckpoint, montior='loss')",
     "x = functools.partial(ModelCheckpoint, monitor='loss')"),
    ("o = {'montior': 'loss'}\nx = ModelCheckpoint('m', **o)",
     "o = {'monitor': 'loss'}\nx = ModelCheckpoint('m', **o)"),
    ("class C(ModelCheckpoint): pass\nx = C('m', montior='loss')",
     "class C(ModelCheckpoint): pass\nx = C('m', monitor='loss')"),
    ("class C(ModelCheckpoint):\n    def __init__(self, p):\n        super().__init__(p, montior='loss')",
     "class C(ModelCheckpoint):\n    def __init__(self, p):\n        super().__init__(p, monitor='loss')"),
    # Another name
    ("x = ReduceLROnPlateau(patience=3, epsilon=1e-4)", "x = ReduceLROnPlateau(patience=3, min_delta=1e-4)"),
    # Gone, and without effect
    ("x = ModelCheckpoint('m', options=None)", "x = ModelCheckpoint('m')"),
    ("x = ModelCheckpoint('m', load_weights_on_restart=False)", "x = ModelCheckpoint('m')"),
    ("x = ModelCheckpoint('m', load_weights_on_restart=None, verbose=1)",
     "x = ModelCheckpoint('m', verbose=1)"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(f"{HEAD}{before}\n", only="TFC110") == f"{HEAD}{after}\n"


STAYS = [
    "x = ModelCheckpoint('m')",
    "x = ModelCheckpoint(filepath='m', monitor='a', verbose=1, save_best_only=True, save_weights_only=True, "
    "mode='min', save_freq='epoch', initial_value_threshold=1.0)",
    "x = ModelCheckpoint('m', max_to_keep=3)",
    "x = ModelCheckpoint('m', keep_max=3)",
    "x = ModelCheckpoint('m', period=3)",
    "x = ModelCheckpoint('m', **options)",
    "x = ModelCheckpoint('m', *rest)",
    "x = EarlyStopping(monitor='a', min_delta=0, patience=1, verbose=0, mode='auto', baseline=None, "
    "restore_best_weights=True, start_from_epoch=2)",
    "x = ReduceLROnPlateau(monitor='a', factor=0.1, patience=1, verbose=0, mode='auto', min_delta=1e-4, "
    "cooldown=0, min_lr=0)",
    "x = TensorBoard(log_dir='a', histogram_freq=0, write_graph=True, update_freq='epoch', profile_batch=0)",
    "x = TensorBoard('a', write_grads=True)",
    "x = LambdaCallback(on_epoch_ends=f)",
    "x = LambdaCallback(on_train_batch_end=f, anything=1)",
    "x = LearningRateScheduler(schedule=f, verbose=1)",
    "x = TerminateOnNaN()",
    "x = tf.keras.layers.Dense(3, activaton='relu')",
    "x = other.ModelCheckpoint('m', montior='loss')",
    "from pytorch_lightning.callbacks import ModelCheckpoint\nx = ModelCheckpoint('m', save_top_k=3)",
    "from .callbacks import ModelCheckpoint\nx = ModelCheckpoint('m', montior='loss')",
    "class ModelCheckpoint(Callback):\n    def __init__(self, path, best_only):\n        pass\n"
    "x = ModelCheckpoint('m', best_only=True)",
    "class C(ModelCheckpoint):\n    def __init__(self, path, best_only):\n        super().__init__(path)\n"
    "x = C('m', best_only=True)",
    "class C(ModelCheckpoint):\n    def __init__(self, *a, best_only, **k):\n"
    "        super().__init__(*a, **k)\nx = C('m', best_only=True)",
    "class C(Mixin, ModelCheckpoint):\n    pass\nx = C('m', best_only=True)",
    "class C(Callback):\n    def __init__(self, best_only):\n        self.best_only = best_only\n"
    "x = C(best_only=True)",
    "class C(Callback):\n    pass\nx = C()",
    "def checkpoint(best_only):\n    return ModelCheckpoint('m', save_best_only=best_only)\n"
    "x = checkpoint(best_only=True)",
    "with pytest.raises(TypeError):\n    ModelCheckpoint('m', montior='loss')",
    "try:\n    x = ModelCheckpoint('m', options=o)\nexcept TypeError:\n    x = ModelCheckpoint('m')",
    "if tf.__version__ < '2.16':\n    x = ModelCheckpoint('m', options=o)",
    "o = {'montior': 'loss'}\no.pop('montior')\nx = ModelCheckpoint('m', **o)",
    "o = {'montior': 'loss'} if a else {}\nx = ModelCheckpoint('m', **o)",
    "model.fit(x, callbacks=[cb], best_only=True)",
    "# ModelCheckpoint('m', montior='loss')",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC110") == []


# A call; level and applicability on Keras 2, on Keras 3, and where it may be either.
LEVELS = [
    ("ModelCheckpoint('m', montior='a')", "error unsafe", "error safe", "error unsafe"),
    ("ModelCheckpoint('m', monital='val_loss')", "info safe", "error safe", "error safe"),
    ("ModelCheckpoint('m', monital=m)", "error unsafe", "error safe", "error unsafe"),
    ("ModelCheckpoint('m', quux=1)", "error manual", "error manual", "error manual"),
    ("ModelCheckpoint('m', quux=None)", "error safe", "error safe", "error safe"),
    ("ModelCheckpoint('m', options=None)", "", "error safe", "error safe"),
    ("ModelCheckpoint('m', options=o)", "", "error manual", "error manual"),
    ("ModelCheckpoint('m', load_weights_on_restart=True)", "", "error manual", "error manual"),
    ("ModelCheckpoint('m', load_weights_on_restart=False)", "", "error safe", "error safe"),
    ("ModelCheckpoint('m', monitor='a', monitors='b')", "error manual", "error manual", "error manual"),
    ("ModelCheckpoint('m', 'loss', montior='a')", "error manual", "error manual", "error manual"),
    ("EarlyStopping(patient=3)", "error safe", "error safe", "error safe"),
    ("ReduceLROnPlateau(epsilon=1e-4)", "info safe", "info safe", "info safe"),
    ("ReduceLROnPlateau(epsilon=0.01)", "info safe", "error unsafe", "error unsafe"),
    ("ReduceLROnPlateau(epsilon=e)", "info safe", "error unsafe", "error unsafe"),
    ("ReduceLROnPlateau(epsilon=e, min_delta=0)", "info manual", "error manual", "error manual"),
    ("ReduceLROnPlateau(epsilon=1e-4, min_delta=0)", "info manual", "error manual", "error manual"),
    ("ReduceLROnPlateau(epsilon=1e-4 / 1)", "info safe", "error unsafe", "error unsafe"),
    ("ReduceLROnPlateau(epsilon=10e-5)", "info safe", "info safe", "info safe"),
    ("ReduceLROnPlateau(patiance=2)", "error unsafe", "error unsafe", "error unsafe"),
]


@pytest.mark.parametrize(("call", "keras2", "keras3", "both"), LEVELS)
def test_level_and_fix_are_those_of_the_release(call: str, keras2: str, keras3: str, both: str) -> None:
    for target, expected in (("keras2", keras2), ("keras3", keras3), ("both", both)):
        said = [
            f"{found.severity.value} {found.fix.applicability.value}"
            for found in findings(f"{HEAD}x = {call}\n", target, "TFC110")
            if found.fix is not None
        ]
        assert " ".join(said) == expected, target


@pytest.mark.parametrize(
    "code",
    [
        "o = {'montior': 'loss'}\nx = [ModelCheckpoint('m', **o), EarlyStopping(**o)]",
        "o = {'options': None}\nx = ModelCheckpoint('m', **o)\nprint(o)",
    ],
)
def test_a_shared_dictionary_is_unsafe_to_edit(code: str) -> None:
    for found in findings(f"{HEAD}{code}\n", only="TFC110"):
        assert found.fix is not None
        assert found.fix.applicability.value == "unsafe"


def test_the_message_says_what_happens_where() -> None:
    [found] = findings(f"{HEAD}x = ModelCheckpoint('m', best_only=True)\n", "both", "TFC110")
    assert found.message == (
        "ModelCheckpoint has no argument best_only: Keras 2 (TensorFlow 2.15) ignores it silently, and "
        "leaves save_best_only at its default; Keras 3 (TensorFlow 2.21) raises TypeError when the callback "
        "is built, before training"
    )


def test_what_came_later_is_no_mistake_between_two_known_releases() -> None:
    code = f"{HEAD}x = ModelCheckpoint('m', initial_value_threshold=1)\n"
    assert lint(code, "2.11", "TFC110") == []


def test_an_argument_of_another_name() -> None:
    [found] = findings(f"{HEAD}x = ReduceLROnPlateau(epsilon=0.01)\n", "both", "TFC110")
    assert found.message == (
        "epsilon of ReduceLROnPlateau was renamed to min_delta: Keras 2 (TensorFlow 2.15) takes it as "
        "min_delta, and logs a deprecation warning; Keras 3 (TensorFlow 2.21) ignores it silently, and "
        "leaves min_delta at its default"
    )
    assert found.fix is not None
    assert found.fix.title == "write min_delta"
