"""What the tables say of names that everybody knows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tflint_ckpt import keras_api
from tflint_ckpt.keras_api import Change, Kind, ParameterKind, Signature, Takes

OLD, LATE, FIRST, NEWEST = (2, 5), (2, 15), (3, 0), (3, 15)
TF_KERAS = (2, 21)


def signature(name: str, keras: tuple[int, int]) -> Signature:
    api = keras_api.find(name)
    assert api is not None
    found = api.at(keras)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "keyword", "on_2_5", "on_2_15", "on_3_15"),
    [
        ("callbacks.ModelCheckpoint", "monitor", "NAMED", "NAMED", "NAMED"),
        ("callbacks.ModelCheckpoint", "period", "ACCEPTED", "ACCEPTED", "REFUSED"),
        ("callbacks.ModelCheckpoint", "load_weights_on_restart", "ACCEPTED", "ACCEPTED", "REFUSED"),
        ("callbacks.ModelCheckpoint", "max_to_keep", "SWALLOWED", "SWALLOWED", "REFUSED"),
        ("callbacks.ModelCheckpoint", "options", "NAMED", "NAMED", "REFUSED"),
        ("callbacks.LambdaCallback", "on_epoch_ends", "SWALLOWED", "SWALLOWED", "SWALLOWED"),
        ("callbacks.TensorBoard", "write_grads", "ACCEPTED", "ACCEPTED", "REFUSED"),
        ("optimizers.Adam", "learning_rate", "NAMED", "NAMED", "NAMED"),
        ("optimizers.Adam", "lr", "ACCEPTED", "ACCEPTED", "REFUSED"),
        ("optimizers.Adam", "decay", "ACCEPTED", "REFUSED", "ACCEPTED"),
        ("optimizers.Adam", "learnig_rate", "REFUSED", "REFUSED", "REFUSED"),
        ("layers.Dense", "batch_input_shape", "ACCEPTED", "ACCEPTED", "REFUSED"),
        ("layers.Dense", "input_shape", "ACCEPTED", "ACCEPTED", "ACCEPTED"),
        ("layers.Dense", "name", "ACCEPTED", "ACCEPTED", "ACCEPTED"),
        ("layers.BatchNormalization", "fused", "ACCEPTED", "ACCEPTED", "REFUSED"),
        ("layers.LSTM", "time_major", "NAMED", "NAMED", "REFUSED"),
        ("layers.Embedding", "input_length", "NAMED", "NAMED", "ACCEPTED"),
    ],
)
def test_what_a_constructor_takes(name: str, keyword: str, on_2_5: str, on_2_15: str, on_3_15: str) -> None:
    told = [signature(f"keras.{name}", version).takes(keyword).name for version in (OLD, LATE, NEWEST)]
    assert told == [on_2_5, on_2_15, on_3_15]


def test_tf_keras_answers_as_the_last_keras_2_does() -> None:
    assert signature("keras.optimizers.Adam", TF_KERAS).takes("lr") is Takes.ACCEPTED


def test_between_two_snapshots_the_older_one_answers_and_before_all_the_oldest() -> None:
    between = signature("keras.Model", (2, 13)).parameters
    assert [str(p) for p in between] == [str(p) for p in signature("keras.Model", (2, 11)).parameters]
    assert signature("keras.callbacks.ModelCheckpoint", (2, 1)).takes("period") is Takes.ACCEPTED


def test_parameters() -> None:
    checkpoint = signature("keras.callbacks.ModelCheckpoint", NEWEST)
    path, monitor = checkpoint.parameters[:2]
    assert checkpoint.kind is Kind.CLASS
    assert (path.name, path.kind, path.default, path.required) == (
        "filepath",
        ParameterKind.EITHER,
        None,
        True,
    )
    assert (monitor.name, monitor.default, monitor.required) == ("monitor", "'val_loss'", False)
    assert checkpoint.unknown_keyword is Takes.REFUSED
    assert checkpoint.parameter("period") is None


@pytest.mark.parametrize(
    ("name", "replacement"),
    [
        ("keras.layers.experimental.preprocessing.Rescaling", "keras.layers.Rescaling"),
        ("keras.experimental.CosineDecay", "keras.optimizers.schedules.CosineDecay"),
        ("keras.optimizers.experimental.Adam", "keras.optimizers.Adam"),
        ("keras.utils.np_utils.to_categorical", "keras.utils.to_categorical"),
        ("keras.optimizers.legacy.Adam", None),
        ("keras.backend.set_learning_phase", None),
        ("keras.wrappers.scikit_learn.KerasClassifier", None),
    ],
)
def test_names_that_went(name: str, replacement: str | None) -> None:
    api = keras_api.find(name)
    assert api is not None
    assert api.at(NEWEST) is None
    assert api.gone_in is not None
    assert api.replacement == replacement


def test_a_name_whose_use_always_raises_is_gone() -> None:
    for name in ("keras.optimizers.legacy", "keras.optimizers.legacy.SGD"):
        api = keras_api.find(name)
        assert api is not None
        assert api.gone_in == Change((2, 15), (3, 0))


def test_names_that_came() -> None:
    ops = keras_api.find("keras.ops.add")
    checkpoint = keras_api.find("keras.callbacks.ModelCheckpoint")
    assert ops is not None
    assert checkpoint is not None
    assert ops.came_in == Change((2, 15), (3, 0))
    assert ops.at(LATE) is None
    assert (checkpoint.came_in, checkpoint.gone_in) == (None, None)


def test_tf_keras_and_standalone_keras_differ() -> None:
    name = "keras.backend.set_value"
    by_tensorflow = keras_api.find("tensorflow.keras.backend.set_value")
    standalone = keras_api.find(name, spelled=name)
    either = keras_api.find(name)
    assert by_tensorflow is not None and standalone is not None and either is not None
    assert by_tensorflow.at(NEWEST) is not None
    assert standalone.at(NEWEST) is None
    assert either.at(NEWEST) is not None
    assert by_tensorflow.name == name


@pytest.mark.parametrize(
    "name", ["keras", "keras.", "keras.callbacks.ModelCheckpoints", "keras._top.Model", "os.path"]
)
def test_names_that_never_were(name: str) -> None:
    assert keras_api.find(name) is None


def test_members() -> None:
    model, sequential = keras_api.find("keras.Model"), keras_api.find("keras.models.Sequential")
    auc, dense = keras_api.find("keras.metrics.AUC"), keras_api.find("keras.layers.Dense")
    assert model and sequential and auc and dense
    fit = model.member("fit")
    assert fit is not None
    late, newest = fit.at(LATE), fit.at(NEWEST)
    assert late is not None and newest is not None
    assert late.takes("workers") is Takes.NAMED
    assert newest.takes("workers") is Takes.REFUSED
    for owner, name, gone in (
        (model, "fit_generator", Change((2, 15), (3, 0))),
        (sequential, "fit_generator", Change((2, 15), (3, 0))),
        (sequential, "predict_classes", Change((2, 5), (2, 6))),
        (auc, "reset_states", Change((2, 15), (3, 0))),
    ):
        member = owner.member(name)
        assert member is not None
        assert member.gone_in == gone
    trainable = dense.member("trainable")
    assert trainable is not None
    told = trainable.at(NEWEST)
    assert told is not None and told.kind is Kind.SETTABLE
    assert model.member("predict_classses") is None


@pytest.mark.parametrize("keras", [OLD, (2, 11), LATE, FIRST, NEWEST])
def test_what_is_a_what(keras: tuple[int, int]) -> None:
    assert keras_api.is_a("keras.callbacks.ModelCheckpoint", "keras.callbacks.Callback", keras)
    assert keras_api.is_a("keras.optimizers.Adam", "keras.optimizers.Optimizer", keras)
    assert keras_api.is_a("keras.layers.LSTM", "keras.layers.Layer", keras)
    assert keras_api.is_a("keras.Sequential", "keras.models.Model", keras)
    assert keras_api.is_a("keras.metrics.AUC", "keras.metrics.Metric", keras)
    assert keras_api.is_a("keras.Model", "keras.Model", keras)
    assert not keras_api.is_a("keras.layers.Dense", "keras.callbacks.Callback", keras)
    assert not keras_api.is_a("keras.layers.NoSuch", "keras.layers.Layer", keras)
    assert "keras.callbacks.EarlyStopping" in keras_api.subclasses("keras.callbacks.Callback", keras)


def test_aliases() -> None:
    assert keras_api.aliases("keras.Model", LATE) == ("keras.Model", "keras.models.Model")


def test_every_name() -> None:
    names = keras_api.every_name()
    assert len(names) == len(set(names)) > 2000
    assert {"keras.Model", "keras.layers.Dense", "keras.utils.np_utils.to_categorical"} <= set(names)
    assert all(keras_api.find(name) is not None for name in names[::50])


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import sys\nfrom tflint_ckpt import keras_api\nfrom tflint_ckpt.keras_api import reader\n"
        "assert reader._text.cache_info().currsize == 0\n"
        "keras_api.find('keras.callbacks.ModelCheckpoint').at((3, 15))\n"
        "print(reader._text.cache_info().currsize, 'libcst' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "2 False\n"
