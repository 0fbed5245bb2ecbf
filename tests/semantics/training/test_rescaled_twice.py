"""Pictures that are rescaled before something that does so itself."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.rescaled_twice import before_network, before_preprocessing

HEAD = """\
from tensorflow import keras
from tensorflow.keras.applications import EfficientNetB0, ResNet50
from tensorflow.keras.applications.efficientnet import preprocess_input as identity
from tensorflow.keras.applications.resnet50 import preprocess_input
from tensorflow.keras.layers import Dense, Rescaling
from tensorflow.keras.preprocessing.image import ImageDataGenerator
(x, y), (a, b) = keras.datasets.cifar10.load_data()
"""
NET = "m = keras.Sequential([EfficientNetB0(), Dense(1)])\nm.compile('sgd', 'mse')\n"

NETWORKS = [
    (f"x = x / 255\n{NET}m.fit(x, y)", ["x / 255"]),
    (f"{NET}m.fit(x / 255.0, y)\nm.evaluate(a / 255.0, b)", ["x / 255.0", "a / 255.0"]),
    (f"{NET}m.fit(x / 255, y, validation_data=(a / 255, b))", ["x / 255", "a / 255"]),
    (f"x = x.astype('float32')\nx /= 255\n{NET}m.fit(x, y)", ["x /= 255"]),
    (
        f"g = ImageDataGenerator(rescale=1 / 255)\n{NET}m.fit(g.flow(x, y), epochs=2)",
        ["rescale=1 / 255"],
    ),
    (
        "m = keras.Sequential([Rescaling(1 / 255), EfficientNetB0()])\nm.compile('sgd', 'mse')\nm.fit(x, y)",
        ["Rescaling(1 / 255)"],
    ),
    # as they were, scaled otherwise, another network, or not known
    (f"{NET}m.fit(x, y)", []),
    (f"{NET}m.fit(x / 127.5, y)", []),
    (f"{NET}m.fit(x / 255 * 255, y)", []),
    (f"x = x / 255 if t else x\n{NET}m.fit(x, y)", []),
    (f"x = x / 255\n{NET.replace('EfficientNetB0()', 'ResNet50()')}m.fit(x, y)", []),
    (f"x = x / 255\n{NET.replace('EfficientNetB0()', 'EfficientNetB0(), ResNet50()')}m.fit(x, y)", []),
    (f"x = x / 255\n{NET.replace('[Eff', '[Rescaling(255), Eff')}m.fit(x, y)", []),
    (f"x = x / 255\n{NET.replace('EfficientNetB0()', 'stem')}m.fit(x, y)", []),
    (
        "x = x / 255\n"
        "m = keras.Sequential([keras.applications.MobileNetV3Small(include_preprocessing=False)])\n"
        "m.compile('sgd', 'mse')\nm.fit(x, y)",
        [],
    ),
]


@pytest.mark.parametrize(("code", "expected"), NETWORKS)
def test_networks(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    (fit,) = facts.training.fits
    assert list(dict.fromkeys(facts.text(place) for place, _ in before_network(facts, fit))) == expected


PREPROCESSED = [
    ("ImageDataGenerator(preprocessing_function=preprocess_input, rescale=1 / 255)", ["rescale=1 / 255"]),
    ("x = x / 255\nx = preprocess_input(x)", ["x / 255"]),
    ("preprocess_input(x.astype('float32') / 255)", ["x.astype('float32') / 255"]),
    ("ImageDataGenerator(preprocessing_function=preprocess_input)", []),
    ("ImageDataGenerator(preprocessing_function=identity, rescale=1 / 255)", []),
    ("ImageDataGenerator(preprocessing_function=f, rescale=1 / 255)", []),
    ("preprocess_input(x)", []),
    ("preprocess_input(x * 255)", []),
    ("preprocess_input(x / 255 * 255)", []),
    ("x = x / 255\nx = x * 255\npreprocess_input(x)", []),
]


@pytest.mark.parametrize(("code", "expected"), PREPROCESSED)
def test_preprocessing(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [facts.text(place) for place, _ in before_preprocessing(facts)] == expected
