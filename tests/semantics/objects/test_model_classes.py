"""Classes of other files that are surely no models, told without parsing them."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.objects.model_classes import may_be_model


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("class Net(tf.keras.Model): pass", True),
        ("class Net(keras.Sequential): pass", True),
        ("class Base(keras.Model): pass\nclass Net(Base): pass", True),
        ("class Base(\n    keras.Model,\n): pass\nclass Net(Mixin, Base): pass", True),
        ("from keras import Model as Base\nclass Net(Base): pass", True),
        ("Base = keras.Model\nclass Net(Base): pass", True),
        ("if new:\n    class Base(keras.Model): pass\nclass Net(Base): pass", True),
        ("from keras import applications\nclass Net(applications.ResNet50): pass", True),
        ("from keras.applications import ResNet50\nclass Net(ResNet50): pass", True),
        # Not a class that can be read in this way.
        ("def Net(): return keras.Model()", True),
        ("class Net(make()): pass", True),
        ("class Net(  # a net\n    Layer,\n): pass", True),
        ("if new:\n    class Net(keras.layers.Layer): pass", True),
        ("class Net: pass", False),
        ("class Net(object): pass", False),
        ("class Net(keras.layers.Layer): pass", False),
        ("class Base(tf.Module): pass\nclass Net(Base, metaclass=Meta): pass", False),
        ("import keras\nfrom there import Base\nclass Net(Base): pass", True),
        ("import keras\nfrom .there import (\n    Other,\n    Base,\n)\nclass Net(Base): pass", True),
        ("import keras\nimport there.base as b\nclass Net(b.Base): pass", True),
        ("import keras\nimport there.base\nclass Net(there.base.Base): pass", True),
        ("from there import Base\nclass Net(Base): pass\nmodel = build()", False),
        ("from sklearn.base import Base\nclass Net(Base): pass\nmodel = keras.Model()", False),
        ("import torch.nn as nn\nclass Net(nn.Module): pass", False),
        ("class Net(Other): pass\nclass Other(Net): pass", False),
    ],
)
def test_a_class_may_be_a_model(text: str, may_be: bool) -> None:
    assert may_be_model(text, "Net") is may_be
