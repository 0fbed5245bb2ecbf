"""TFC721 image-too-small."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import applications
from tensorflow.keras.applications import VGG16, InceptionV3, MobileNetV2, ResNet50, Xception
from tensorflow.keras.applications.densenet import DenseNet121
"""
FIRES = [
    "m = VGG16(weights=None, include_top=False, input_shape=(28, 28, 3))",
    "m = ResNet50(False, input_shape=(31, 64, 3))",
    "m = MobileNetV2(input_shape=(64, 31, 3), include_top=False)",
    "m = InceptionV3(include_top=False, input_shape=(64, 64, 3))",
    "m = Xception(include_top=False, input_shape=[64, 64, 3])",
    "m = DenseNet121(include_top=False, input_shape=(8, 8, 3))",
    "m = applications.EfficientNetB0(include_top=False, input_shape=(24, 24, 3))",
    "m = keras.applications.resnet50.ResNet50(include_top=False, input_shape=(28, 28, 3))",
    "m = tf.keras.applications.ResNet152V2(weights=None, input_shape=(28, 28, 3))",
    "SIZE = 28\nm = VGG16(include_top=False, input_shape=(SIZE, SIZE, 3))",
    "SHAPE = (28, 28, 3)\nm = VGG16(include_top=False, input_shape=SHAPE)",
    "def make(n):\n    return VGG16(include_top=False, input_shape=(n, n, 3))\nm = make(16)",
    "m = VGG16(**{'include_top': False, 'input_shape': (28, 28, 3)})",
]
SILENT = [
    "m = VGG16(include_top=False, input_shape=(32, 32, 3))",
    "m = InceptionV3(include_top=False, input_shape=(75, 75, 3))",
    "m = Xception(include_top=False, input_shape=(71, 71, 3))",
    "m = VGG16()",
    "m = VGG16(include_top=False, input_shape=(None, None, 3))",
    "m = VGG16(include_top=False, input_shape=(28, None, 3))",
    "m = VGG16(include_top=False, input_shape=shape)",
    "m = VGG16(include_top=False, input_shape=x.shape[1:])",
    "m = VGG16(include_top=False, input_shape=(size, size, 3))",
    "m = VGG16(include_top=False, input_shape=(28, 28))",
    "m = VGG16(include_top=False, input_shape=(28, 28, 3), **more)",
    "m = VGG16(include_top=False, input_tensor=x, input_shape=(28, 28, 3))",
    "m = VGG16(include_top=False, input_tensor=keras.Input((64, 64, 3)))",
    "size = 28 if small else 224\nm = VGG16(include_top=False, input_shape=(size, size, 3))",
    "keras.backend.set_image_data_format('channels_first')\nm = VGG16(input_shape=(3, 28, 28))",
    "with pytest.raises(ValueError):\n    m = VGG16(include_top=False, input_shape=(28, 28, 3))",
    "try:\n    m = VGG16(include_top=False, input_shape=(28, 28, 3))\nexcept ValueError:\n    m = None",
    "def VGG16(input_shape): pass\nm = VGG16(input_shape=(28, 28, 3))",
    "from classification_models.keras import VGG16\nm = VGG16(include_top=False, input_shape=(28, 28, 3))",
    "from torchvision.models import VGG16\nm = VGG16(input_shape=(28, 28, 3))",
    "layer = keras.layers.Conv2D(3, 3, input_shape=(8, 8, 3))\nm = VGG16()",
    "def make(n):\n    return VGG16(include_top=False, input_shape=(n, n, 3))",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    for target in ("keras2", "keras3"):
        (found,) = lint(HEAD + code, target, "TFC721")
        assert found.endswith("error")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC721") == []


def test_message() -> None:
    (found,) = findings(HEAD + "m = Xception(include_top=False, input_shape=(64, 48, 3))", "both", "TFC721")
    assert found.message == (
        "Xception takes images of at least 71 x 71, not 64 x 48: "
        "Keras raises ValueError when the model is made"
    )
