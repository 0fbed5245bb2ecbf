"""On which releases the API of Keras has a name, a method, an argument."""

from __future__ import annotations

import pytest

from tflint_ckpt.keras_api.history import Span
from tflint_ckpt.keras_api.reader import Version
from tflint_ckpt.semantics import api

KERAS2, KERAS3 = (2, 15), (3, 15)


def shown(spans: tuple[Span[bool], ...]) -> str:
    """``yes 2.6:no 3.0:yes``."""
    return " ".join(
        f"{span.since[0]}.{span.since[1]}:{'yes' if span.answer else 'no'}".removeprefix("0.0:")
        for span in spans
    )


PRESENCE = [
    ("keras.layers.Dense", "keras.layers.Dense", "yes 3.0:yes"),
    ("tensorflow.keras.layers.Dense", "keras.layers.Dense", "yes 3.0:yes"),
    ("keras.layers.CuDNNLSTM", "keras.layers.CuDNNLSTM", "yes 2.13:no 3.0:no"),
    ("keras.ops.abs", "keras.ops.abs", "no 3.0:yes"),
    ("keras.optimizers.Adam", "keras.optimizers.Adam", "yes 2.6:no 2.9:yes 3.0:yes"),
    # Only the standalone keras of before had it.
    ("keras.objectives", "keras.objectives", "yes 2.6:no 3.0:no"),
    ("tensorflow.keras.objectives", "keras.objectives", ""),
    ("keras.nothing", "keras.nothing", ""),
]


@pytest.mark.parametrize(("spelled", "name", "expected"), PRESENCE)
def test_presence(spelled: str, name: str, expected: str) -> None:
    assert shown(api.presence(spelled, name)) == expected


@pytest.mark.parametrize(
    ("name", "keras", "expected"),
    [
        ("keras.layers.Dense", KERAS3, True),
        ("keras.ops.abs", KERAS3, True),
        ("keras.ops.abs", KERAS2, False),
        ("keras.optimizers.Adam", (2, 7), False),
        ("keras.layers.CuDNNLSTM", (2, 13), False),
        ("keras.nothing", KERAS3, False),
    ],
)
def test_is_there(name: str, keras: Version, expected: bool) -> None:
    assert api.is_there(name, name, keras) is expected


@pytest.mark.parametrize(
    ("name", "replacement", "home"),
    [
        ("keras.utils.np_utils.to_categorical", "keras.utils.to_categorical", None),
        ("keras.objectives", None, "keras.losses"),
        ("keras.utils.np_utils", None, "keras.utils"),
        ("keras.layers.Dense", None, None),
        ("keras.nothing", None, None),
    ],
)
def test_where_a_name_went(name: str, replacement: str | None, home: str | None) -> None:
    assert (api.replacement(name), api.home(name)) == (replacement, home)


METHODS = [
    ("keras.Model", "fit", "yes 3.0:yes", False),
    ("keras.Model", "fit_generator", "yes 3.0:no", False),
    ("keras.Model", "export", "no 2.12:yes 3.0:yes", True),
    ("keras.Model", "nothing", "", False),
    ("keras.Nothing", "fit", "", False),
]


@pytest.mark.parametrize(("owner", "method", "expected", "changes"), METHODS)
def test_methods(owner: str, method: str, expected: str, changes: bool) -> None:
    assert shown(api.method_presence(owner, method)) == expected
    assert api.comes_or_goes(owner, method, (3, 0)) is changes


ARGUMENTS = [
    ("keras.layers.Dense", "", "units", "yes 3.0:yes"),
    ("keras.layers.Dense", "", "weights", "yes 3.0:no"),
    ("keras.layers.Dense", "", "nothing", ""),
    ("keras.Model", "fit", "workers", "yes 3.0:no"),
    ("keras.Nothing", "", "units", ""),
    # Names of Keras 1: ``keras`` may have taken them, ``tf.keras`` never did.
    ("keras.layers.Dense", "", "output_dim", "2.6:no 3.0:no"),
    ("keras.Model", "fit", "nb_epoch", "2.6:no 3.0:no"),
]


@pytest.mark.parametrize(("owner", "method", "argument", "expected"), ARGUMENTS)
def test_takes(owner: str, method: str, argument: str, expected: str) -> None:
    assert shown(api.takes(owner, method, argument)) == expected


@pytest.mark.parametrize(
    ("owner", "method", "argument", "expected"),
    [
        ("keras.layers.Dense", "", "units", 0),
        ("keras.layers.Dense", "", "activation", 1),
        ("keras.layers.Dense", "", "name", None),
        ("keras.Model", "fit", "epochs", 3),
        ("keras.Nothing", "", "units", None),
    ],
)
def test_place(owner: str, method: str, argument: str, expected: int | None) -> None:
    assert api.place(owner, method, argument, KERAS3) == expected


def test_signatures() -> None:
    dense = api.signature("keras.layers.Dense", "", KERAS3)
    assert dense is not None
    assert api.positionals(dense)[:2] == ["units", "activation"]
    assert (api.positional(dense, 0), api.positional(dense, 99)) == ("units", None)
    assert (api.default(dense, "use_bias"), api.default(dense, "units")) == ("True", None)
    assert api.default(dense, "nothing") is None
    assert api.signature("keras.Nothing", "", KERAS3) is None
    assert api.signature("keras.Model", "nothing", KERAS3) is None


def test_words_of_removed_names_hold_none_below_another() -> None:
    words = set(api.words_of_removed_names())
    assert {"keras.layers.CuDNNLSTM", "keras.objectives"} <= words
    assert not words & {"keras.layers.Dense", "keras.optimizers.Adam", "keras.layers"}
    assert not any(word.startswith(f"{above}.") for word in words for above in ("keras.objectives",))
