"""The one table of what APIs take and do, held against the API tables of every known release."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.keras_api.reader import snapshots
from tflint_ckpt.keras_api.signature import ParameterKind
from tflint_ckpt.semantics.api import positional, signature
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import FILES, POSITIONAL, Content, apis, argument_of, place

OF_KERAS = sorted(api for api in POSITIONAL if api.startswith("keras."))


@pytest.mark.parametrize("api", OF_KERAS)
def test_positions_are_those_of_every_release(api: str) -> None:
    owner, method = ("keras.Model", api.rpartition(".")[2]) if api.startswith("keras.Model.") else (api, "")
    told = [signature(owner, method, keras) for keras in snapshots()]
    known = [each for each in told if each is not None]
    assert known
    for each in known:
        for position, name in enumerate(POSITIONAL[api]):
            taken = positional(each, position)
            if taken is None:  # a release that takes ``*args`` tells nothing
                assert any(parameter.kind is ParameterKind.ARGS for parameter in each.parameters)
            else:
                assert taken in name.split("|")


@pytest.mark.parametrize(
    ("api", "names", "expected"),
    [
        ("keras.losses.BinaryCrossentropy", "from_logits", 0),
        ("keras.metrics.AUC", "name", 3),
        ("keras.utils.image_dataset_from_directory", "label_mode", 2),
        ("keras.preprocessing.image.ImageDataGenerator.flow_from_directory", "class_mode", 4),
        ("keras.optimizers.legacy.Adam", "learning_rate", 0),  # Keras 3 takes ``*args``
        ("keras.layers.ThresholdedReLU", "theta", 0),  # Keras 3 has none
        ("keras.Sequential.add_loss", "losses loss", 0),
        ("keras.Sequential.predict_on_batch", "x", 0),
        # Keras 2 takes something else there
        ("keras.Model.compile", "metrics", None),
        ("keras.Model.save_weights", "max_shard_size", None),
        ("keras.layers.Dense", "kernel", None),
        ("keras.mine.Dense", "units", None),
        ("mine.Dense", "units", None),
    ],
)
def test_the_api_tables_tell_the_others(api: str, names: str, expected: int | None) -> None:
    assert place(api, *names.split()) == expected


@pytest.mark.parametrize("contract", FILES, ids=lambda each: each.api)
def test_each_file_is_at_a_known_position(contract: object) -> None:
    (found,) = [each for each in FILES if each is contract]
    assert POSITIONAL[found.api][found.position] == found.argument
    assert place(found.api, found.argument) == found.position


def test_no_api_has_two_rows() -> None:
    assert len({each.api for each in FILES}) == len(FILES)


def test_who_writes_whole_models() -> None:
    assert apis(Content.MODEL, writes=True) == ("keras.models.save_model", "keras.saving.save_model")
    assert apis(Content.WEIGHTS, writes=True) == ()  # a method of a model


@pytest.mark.parametrize(
    ("code", "api", "names", "expected"),
    [
        ("f(a, 'acc')", "keras.callbacks.ModelCheckpoint", ("monitor",), "'acc'"),
        ("f(a, monitor='acc')", "keras.callbacks.ModelCheckpoint", ("monitor",), "'acc'"),
        ("f(a)", "keras.callbacks.ModelCheckpoint", ("monitor",), None),
        ("f(a, b, 3)", "keras.Model.fit_generator", ("nb_epoch", "epochs"), "3"),
        ("f(a, b, 3)", "keras.Model.fit", ("steps_per_epoch",), None),
        ("f(*a, 3)", "keras.Model.predict", ("x",), None),
        ("f(1)", "unknown.api", ("x",), None),
        ("f(x=1)", "unknown.api", ("x",), "1"),
    ],
)
def test_an_argument_of_a_call(code: str, api: str, names: tuple[str, ...], expected: str | None) -> None:
    facts = module(code + "\n")
    (call,) = (each for each in facts.facts.calls if isinstance(each, cst.Call))
    found = argument_of(bind(facts, call, api), *names)
    assert (facts.text(found.value) if found is not None else None) == expected
