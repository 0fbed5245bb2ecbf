"""rescaled-twice: pictures divided by 255 for what does that itself."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.applications import EfficientNetB0, ResNet50
from tensorflow.keras.applications.resnet50 import preprocess_input
from tensorflow.keras.preprocessing.image import ImageDataGenerator
x, y = load()
"""
MODEL = """\
inputs = keras.Input((224, 224, 3))
base = EfficientNetB0(include_top=False, pooling="avg")
base.trainable = False
model = keras.Model(inputs, layers.Dense(2)(base(inputs, training=False)))
model.compile("adam", "mse")
"""

# What goes, as (code, what it becomes); the model is EfficientNetB0 with a layer on top.
DATA = {
    "an array": ("model.fit(x / 255.0, y)", "model.fit(x, y)"),
    "of integers": (
        'x = x.astype("float32") / 255\nmodel.fit(x, y)',
        'x = x.astype("float32")\nmodel.fit(x, y)',
    ),
    "in place": ("x = load()\nx /= 255.0\nmodel.fit(x, y)", "x = load()\nmodel.fit(x, y)"),
    "by a statement of its own": ("x = load()\nx = x / 255\nmodel.fit(x, y)", "x = load()\nmodel.fit(x, y)"),
    "what a function returns": (
        """\
        def read():
            (a, b), _ = keras.datasets.cifar10.load_data()
            a = a.astype("float32") / 255.0
            return a, b

        x, y = read()
        model.fit(x, y)
        """,
        """\
        def read():
            (a, b), _ = keras.datasets.cifar10.load_data()
            a = a.astype("float32")
            return a, b

        x, y = read()
        model.fit(x, y)
        """,
    ),
    "what an object keeps": (
        """\
        class Data:
            def __init__(self, a):
                self.a = a / 255.0

        model.fit(Data(x).a, y)
        """,
        """\
        class Data:
            def __init__(self, a):
                self.a = a

        model.fit(Data(x).a, y)
        """,
    ),
    "multiplied": ("x = load() * (1.0 / 255)\nmodel.fit(x, y)", "x = load()\nmodel.fit(x, y)"),
    "split before": (
        """\
        from sklearn.model_selection import train_test_split
        x = np.array(pictures) / 255.0
        x_train, x_test, y_train, y_test = train_test_split(x, y)
        model.fit(x_train, y_train)
        """,
        """\
        from sklearn.model_selection import train_test_split
        x = np.array(pictures)
        x_train, x_test, y_train, y_test = train_test_split(x, y)
        model.fit(x_train, y_train)
        """,
    ),
    "a generator": (
        """\
        data = ImageDataGenerator(rescale=1./255, rotation_range=20)
        model.fit(data.flow_from_directory("train"), epochs=2)
        """,
        """\
        data = ImageDataGenerator(rotation_range=20)
        model.fit(data.flow_from_directory("train"), epochs=2)
        """,
    ),
    "a mapped function": (
        """\
        def read(path, label):
            image = tf.image.decode_jpeg(tf.io.read_file(path), channels=3)
            image = tf.image.resize(image, (224, 224)) / 255.0
            return image, label

        model.fit(tf.data.Dataset.from_tensor_slices((paths, y)).map(read).batch(8))
        """,
        """\
        def read(path, label):
            image = tf.image.decode_jpeg(tf.io.read_file(path), channels=3)
            image = tf.image.resize(image, (224, 224))
            return image, label

        model.fit(tf.data.Dataset.from_tensor_slices((paths, y)).map(read).batch(8))
        """,
    ),
    "a mapped lambda": (
        'ds = keras.utils.image_dataset_from_directory("d").map(lambda x, y: (x / 255.0, y))\nmodel.fit(ds)',
        'ds = keras.utils.image_dataset_from_directory("d").map(lambda x, y: (x, y))\nmodel.fit(ds)',
    ),
}
OTHERS = {
    "the network of a class": """
        class Study:
            body = staticmethod(EfficientNetB0)
            def model(self):
                i = keras.Input((224, 224, 3))
                h = self.body(include_top=False)(layers.Rescaling(scale=1 / 255)(i))
                return keras.Model(i, layers.Dense(2)(h))
        net = Study().model()
        net.fit(x, y)
    """,
    "the network of a partial": """
        import functools
        body = functools.partial(EfficientNetB0, include_top=False)
        net = keras.Sequential([layers.Rescaling(1.0 / 255), body(pooling="avg"), layers.Dense(2)])
        net.fit(x, y)
    """,
    "a layer in a Sequential": """
        net = keras.Sequential([layers.Rescaling(1.0 / 255), EfficientNetB0(), layers.Dense(2)])
        net.fit(x, y)
    """,
    "a layer of a functional model": """
        i = keras.Input((224, 224, 3))
        h = layers.Rescaling(scale=1 / 255)(i)
        h = EfficientNetB0(include_top=False)(h)
        net = keras.Model(i, layers.Dense(2)(h))
        net.fit(x, y)
    """,
    "added one after the other": """
        net = keras.Sequential()
        net.add(keras.applications.MobileNetV3Small(include_top=False))
        net.add(layers.Dense(2))
        net.fit(x / 255.0, y)
    """,
    "on top of the network's own input": """
        base = keras.applications.ConvNeXtTiny(include_top=False)
        net = keras.Model(inputs=base.input, outputs=layers.Dense(2)(base.output))
        net.fit(x / 255.0, y)
    """,
    "made by a function": """
        def build(classes):
            base = keras.applications.EfficientNetV2B0(include_top=False)
            return keras.Sequential([base, layers.Dense(classes)])

        net = build(4)
        net.fit(x / 255.0, y)
    """,
    "a generator with preprocess_input": """
        ImageDataGenerator(preprocessing_function=preprocess_input, rescale=1.0 / 255)
    """,
    "an argument of preprocess_input": "x = preprocess_input(x / 255.0)",
    "a variable for preprocess_input": """
        def prepare(image):
            image = tf.cast(image, tf.float32) / 255.0
            return preprocess_input(image)
    """,
}
OTHERS["a network that an object makes and keeps"] = """
class Study:
    def body(self):
        return EfficientNetB0(include_top=False, pooling="avg")
    def build(self):
        self.base = self.body()
        inputs = keras.Input((224, 224, 3))
        self.model = keras.Model(inputs, layers.Dense(2)(self.base(inputs)))
        self.model.compile("adam", "mse")
    def train(self):
        self.build()
        self.model.fit(x / 255.0, y)
Study().train()
"""
OTHERS["a network that a function adds"] = """
def build(count):
    base = EfficientNetB0(include_top=False, pooling="avg")
    model = keras.Sequential()
    model.add(base)
    model.add(layers.Dense(count))
    return model
model = build(3)
model.compile("adam", "mse")
model.fit(x / 255.0, y)
"""
SILENT = {
    "a partial that brings pictures to no scale": """
        import functools
        from tensorflow.keras.applications import MobileNetV3Small
        body = functools.partial(MobileNetV3Small, include_preprocessing=False)
        net = keras.Sequential([layers.Rescaling(1.0 / 255), body(include_top=False), layers.Dense(2)])
        net.fit(x, y)
    """,
    "another network of a class": """
        class Study:
            body = staticmethod(ResNet50)
            def model(self):
                i = keras.Input((224, 224, 3))
                h = self.body(include_top=False)(layers.Rescaling(scale=1 / 255)(i))
                return keras.Model(i, layers.Dense(2)(h))
        net = Study().model()
        net.fit(x, y)
    """,
    "another network, that an object makes": """
        class Study:
            def body(self):
                return ResNet50(include_top=False, pooling="avg")
            def train(self):
                inputs = keras.Input((224, 224, 3))
                model = keras.Model(inputs, layers.Dense(2)(self.body()(inputs)))
                model.fit(x / 255.0, y)
        Study().train()
    """,
    "pixels of 0 to 255": MODEL + "model.fit(x, y)",
    "its own scaling switched off": """
        base = keras.applications.MobileNetV3Small(include_preprocessing=False, include_top=False)
        keras.Sequential([base, layers.Dense(2)]).fit(x / 255.0, y)
    """,
    "switched by a flag": """
        base = keras.applications.MobileNetV3Small(include_preprocessing=flag, include_top=False)
        keras.Sequential([base, layers.Dense(2)]).fit(x / 255.0, y)
    """,
    "a network that does not scale": """
        net = keras.Sequential([ResNet50(include_top=False), layers.Dense(2)])
        net.fit(x / 255.0, y)
    """,
    "two networks": """
        i = keras.Input((224, 224, 3))
        both = layers.Concatenate()([EfficientNetB0()(i), ResNet50()(i)])
        keras.Model(i, both).fit(x / 255.0, y)
    """,
    "scaled back in the model": """
        net = keras.Sequential([layers.Rescaling(255.0), EfficientNetB0()])
        net.fit(x / 255.0, y)
    """,
    "scaled back by a lambda": """
        net = keras.Sequential([layers.Lambda(lambda x: x * 255.0), EfficientNetB0()])
        net.fit(x / 255.0, y)
    """,
    "scaled back by arithmetic": """
        i = keras.Input((224, 224, 3))
        net = keras.Model(i, EfficientNetB0()(i * 255.0))
        net.fit(x / 255.0, y)
    """,
    "scaled back in the pipeline": MODEL
    + """\
ds = tf.data.Dataset.from_tensor_slices((x, y)).map(lambda a, b: (a / 255.0, b))
ds = ds.map(lambda a, b: (a * 255.0, b))
model.fit(ds)
""",
    "augmented between": MODEL
    + """\
def read(image, label):
    image = image / 255.0
    image = tf.image.random_brightness(image, 0.2) * 255.0
    return image, label

model.fit(tf.data.Dataset.from_tensor_slices((x, y)).map(read))
""",
    "the mask is divided": MODEL
    + """\
def read(image, mask):
    mask = mask / 255.0
    return image, mask

model.fit(tf.data.Dataset.from_tensor_slices((x, y)).map(read))
""",
    "divided on some way only": MODEL + "x = x / 255.0 if small else x\nmodel.fit(x, y)",
    "divided before it is known": MODEL + "x = prepare(x / 255.0)\nmodel.fit(x, y)",
    "divided under a condition": MODEL + "if scale:\n    x = x / 255.0\nmodel.fit(x, y)",
    "divided for one caller of two": MODEL
    + """\
def read(scale):
    a = load()
    if scale:
        a = a / 255.0
    return a

model.fit(read(False), y)
other.fit(read(True), y)
""",
    "divided by something else": MODEL + "model.fit(x / 2.0, y)",
    "the targets": MODEL + "model.fit(x, y / 255.0)",
    "divided afterwards": MODEL + "model.fit(x, y)\nx = x / 255.0\nplot(x)",
    "another model in between": MODEL
    + """\
model = keras.Sequential([layers.Conv2D(8, 3), layers.Dense(2)])
model.fit(x / 255.0, y)
""",
    "a model of its own class": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.base = EfficientNetB0()

            def call(self, x):
                return self.base(x * 255.0)

        Net().fit(x / 255.0, y)
    """,
    "a function of another file": """
        from models import scaled
        i = keras.Input((224, 224, 3))
        net = keras.Model(i, EfficientNetB0()(i))
        wrapped = scaled(net)
        wrapped.fit(x / 255.0, y)
    """,
    "the layers come in from outside": """
        def build(before):
            return keras.Sequential([before, EfficientNetB0()])

        build(given).fit(load(x / 255.0), y)
    """,
    "a layer that scales to -1 … 1": MODEL + "scale = layers.Rescaling(1 / 127.5, offset=-1)\n"
    "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).map(lambda a, b: (scale(a), b)))\n",
    "a generator with a function of its own": MODEL
    + """\
data = ImageDataGenerator(rescale=1.0 / 255, preprocessing_function=prepare)
model.fit(data.flow_from_directory("train"))
""",
    "preprocess_input that returns what it gets": """
        from tensorflow.keras.applications import efficientnet
        efficientnet.preprocess_input(x / 255.0)
    """,
    "preprocess_input of pixels": "preprocess_input(x * 255.0)",
    "preprocess_input of the file's own": """
        def prepare_input(x):
            return x / 127.5 - 1

        prepare_input(x / 255.0)
    """,
    "another library's network": """
        from efficientnet.tfkeras import EfficientNetB3
        keras.Sequential([EfficientNetB3(), layers.Dense(2)]).fit(x / 255.0, y)
    """,
}


@pytest.mark.parametrize(("code", "after"), DATA.values(), ids=DATA)
def test_data(code: str, after: str) -> None:
    before = HEAD + MODEL + dedent(code)
    [found] = findings(before, only="TFC222")
    assert found.severity.value == "warning"
    assert fix(before, only="TFC222", unsafe=True) == HEAD + MODEL + dedent(after)
    assert fix(before, only="TFC222") == before


@pytest.mark.parametrize("code", OTHERS.values(), ids=OTHERS)
def test_other_places(code: str) -> None:
    assert len(lint(HEAD + dedent(code), only="TFC222")) == 1


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC222") == []


def test_message() -> None:
    [found] = findings(HEAD + MODEL + "model.fit(x / 255.0, y)", only="TFC222")
    assert found.message == (
        "pictures are divided by 255, and EfficientNetB0 (line 10) brings 0 … 255 to its own scale itself: "
        "it sees almost constant pictures"
    )


def test_all_data_of_the_model() -> None:
    code = HEAD + MODEL + "x, v = x / 255.0, v / 255.0\nmodel.fit(x, y, validation_data=(v, w))\n"
    code += "model.predict(t / 255.0)\nother.predict(t / 255.0)\n"
    assert len(findings(code, only="TFC222")) == 3
    fixed = fix(code, only="TFC222", unsafe=True)
    assert fixed.endswith(
        "x, v = x, v\nmodel.fit(x, y, validation_data=(v, w))\nmodel.predict(t)\nother.predict(t / 255.0)\n"
    )
