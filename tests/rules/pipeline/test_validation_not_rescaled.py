"""validation-not-rescaled: pictures of one scale to train on, and of another one to validate with."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator
"""
MODEL = """\
model = keras.Sequential([layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(2)])
model.compile("adam", "mse")
"""
SCALED = "scaled = ImageDataGenerator(rescale=1. / 255, zoom_range=0.2)\n"
PLAIN = "plain = ImageDataGenerator()\n"
FOLDERS = """\
train = scaled.flow_from_directory("train", batch_size=8)
val = plain.flow_from_directory("val", shuffle=False)
"""
FIT = "model.fit(train, validation_data=val, epochs=2)\n"
FOLDER_FIT = FOLDERS + MODEL + FIT

READ = """\
import os
import cv2
def read(folder):
    images, kinds = [], []
    for name in os.listdir(folder):
        images.append(cv2.imread(os.path.join(folder, name)))
        kinds.append(name[0])
"""

# What goes, as (code, what of it is replaced, what stands there then).
FIRING = {
    "folders": (SCALED + PLAIN + FOLDER_FIT, "plain = ImageDataGenerator()", "(rescale=1. / 255)"),
    "fit_generator": (
        SCALED + PLAIN + FOLDERS + MODEL + "model.fit_generator(train, 9, validation_data=val)\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "options": (
        SCALED + "plain = ImageDataGenerator(horizontal_flip=False)\n" + FOLDER_FIT,
        "(horizontal_flip=False)",
        "(horizontal_flip=False, rescale=1. / 255)",
    ),
    "None": (SCALED + "plain = ImageDataGenerator(rescale=None)\n" + FOLDER_FIT, "None", "1. / 255"),
    "one": (
        SCALED + "plain = ImageDataGenerator(rescale=1)\n" + FOLDER_FIT,
        "rescale=1)",
        "rescale=1. / 255)",
    ),
    "another number": (
        SCALED + "plain = ImageDataGenerator(rescale=1 / 127.5)\n" + FOLDER_FIT,
        "1 / 127.5",
        "1. / 255",
    ),
    "a number that is upside down": (
        SCALED + "plain = ImageDataGenerator(rescale=255)\n" + FOLDER_FIT,
        "rescale=255)",
        "rescale=1. / 255)",
    ),
    "the reverse": (
        "scaled = ImageDataGenerator(shear_range=0.2)\nplain = ImageDataGenerator(rescale=0.0039)\n"
        + FOLDER_FIT,
        "(shear_range=0.2)",
        "(shear_range=0.2, rescale=0.0039)",
    ),
    "a constant": (
        "SCALE = 1 / 255.0\n" + SCALED.replace("1. / 255", "SCALE") + PLAIN + FOLDER_FIT,
        "plain = ImageDataGenerator()",
        "(rescale=SCALE)",
    ),
    "options that are off": (
        SCALED + "plain = ImageDataGenerator(featurewise_center=False)\n" + FOLDER_FIT,
        "(featurewise_center=False)",
        "(featurewise_center=False, rescale=1. / 255)",
    ),
    "a table": (
        SCALED + PLAIN + FOLDER_FIT.replace("flow_from_directory(", "flow_from_dataframe(df, "),
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "parts of one array": (
        SCALED
        + PLAIN
        + "x, y = load()\na = x.astype('float32')\n"
        + MODEL
        + "model.fit(scaled.flow(a[:80], y[:80]), validation_data=plain.flow(a[80:], y[80:]))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "parts that are split": (
        SCALED
        + PLAIN
        + "x_train, x_val, y_train, y_val = train_test_split(np.array(pictures), y)\n"
        + MODEL
        + "model.fit(scaled.flow(x_train, y_train), validation_data=plain.flow(x_val, y_val))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "parts that are split twice": (
        SCALED
        + PLAIN
        + "x_train, x_test, y_train, y_test = train_test_split(x, y)\n"
        + "x_train, x_val, y_train, y_val = train_test_split(x_train, y_train)\n"
        + MODEL
        + "model.fit(scaled.flow(x_train, y_train), validation_data=plain.flow(x_test, y_test))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "a data set of Keras": (
        SCALED
        + PLAIN
        + "(x, y), (a, b) = keras.datasets.cifar10.load_data()\n"
        + MODEL
        + "model.fit(scaled.flow(x, y), validation_data=plain.flow(a, b))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "two folders that one function reads": (
        SCALED
        + PLAIN
        + READ
        + "    return np.array(images)\n\nx, z = read('train'), read('val')\n"
        + MODEL
        + "model.fit(scaled.flow(x, y), validation_data=plain.flow(z, w))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "two folders that one function reads with their kinds": (
        SCALED
        + PLAIN
        + READ
        + "    return np.array(images), np.array(kinds)\n\nx, y = read('train')\nz, w = read('val')\n"
        + MODEL
        + "model.fit(scaled.flow(x, y), validation_data=plain.flow(z, w))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "two lists of files that one function reads": (
        SCALED
        + PLAIN
        + READ.replace("os.listdir(folder)", "tqdm(folder)").replace("os.path.join(folder, name)", "name")
        + "    return np.array(images)\n\nx = read(paths[:90])\nz = read(folder=paths[90:])\n"
        + MODEL
        + "model.fit(scaled.flow(x, y), validation_data=plain.flow(z, w))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "of one size": (
        SCALED
        + PLAIN
        + READ.replace("folder)", "folder, size)", 1)
        + "    return np.array(images), size\n\nx, n = read('train', 64)\nz, m = read('val', size=64)\n"
        + MODEL
        + "model.fit(scaled.flow(x, y), validation_data=plain.flow(z, w))\n",
        "plain = ImageDataGenerator()",
        "(rescale=1. / 255)",
    ),
    "in functions": (
        """\
        def build():
            model = keras.Sequential()
            model.add(layers.Conv2D(8, 3))
            model.add(layers.Dense(2))
            model.compile("adam", "mse")
            return model

        def flow(data, folder):
            return data.flow_from_directory(folder)

        def train():
            scaled = ImageDataGenerator(rescale=1 / 255)
            plain = ImageDataGenerator()
            build().fit(flow(scaled, "train"), validation_data=flow(plain, "val"))

        train()
        """,
        "plain = ImageDataGenerator()",
        "(rescale=1 / 255)",
    ),
}
# The same, where somebody has to decide.
MANUAL = {
    "the plain one trains another model": SCALED
    + PLAIN
    + FOLDER_FIT
    + "other = keras.Sequential([layers.Dense(2)])\nother.compile('adam', 'mse')\n"
    + "other.fit(plain.flow_from_directory('train'), epochs=3)\n",
    "two numbers for one": SCALED
    + PLAIN
    + FOLDER_FIT
    + "halves = ImageDataGenerator(rescale=1 / 127.5)\n"
    + "model.fit(halves.flow_from_directory('train'), validation_data=val)\n",
    "the number of another function": """
        def scaled():
            by = 1 / 255
            return ImageDataGenerator(rescale=by).flow_from_directory("train")

        val = ImageDataGenerator().flow_from_directory("val")
        """
    + "".join(
        f"        {line}\n" for line in (MODEL + "model.fit(scaled(), validation_data=val)").splitlines()
    ),
    "options of both": "options = {'rescale': None}\n"
    + SCALED
    + "plain = ImageDataGenerator(**options)\n"
    + FOLDER_FIT,
}
BOTH = SCALED + PLAIN
# What is done with an array, as each reads it, or some of its numbers are written by another name.
READING = r"""
print(x.shape, x[9:].mean(), len(x))
m = np.mean(x) + x[0, 0]
for i, p in enumerate(x[:4]): print(i, p.max())
for p, q in zip(x, y): plt.imshow(p)
z = np.concatenate([x, other])
z = x.astype('float32'); z /= 255
z = x * 2; z[0] = 1
z += x
z = x[9:].copy(); z[:] = 0
show = [p.shape for p in x if p.any()]
def show(images, n=3): return images[:n].shape\nshow(x)\nshow(images=x[9:])
scaled.fit(x)
model.predict(x[:3])
assert x.max() > 1 and x.ndim == 4
""".strip().splitlines()
WRITING = r"""
x /= 255
x[9:] /= 255
z = x[9:]; z /= 255
z = x[9:]; z[:] = z / 255
z = x; z[9:] *= s
z, w = x, y; z[9:] *= s
z = x.reshape(-1, 8)[9:]; z /= 255
z = np.squeeze(x); z /= 255
for p in x[9:]: p /= 255
for i, p in enumerate(x[9:]): p /= 255
for p, q in zip(x, y): p *= s
for p in [x[9:]]: p /= 255
parts = [x[:9], x[9:]]; parts[1] /= 255
d = {'x': x}; d['x'][9:] /= 255
(z := x[9:])[:] = 0
np.divide(x[9:], 255, x[9:])
np.divide(x[9:], 255, out=x[9:])
np.copyto(x[9:], x[9:] / 255)
np.putmask(x, m, x / 255)
x[9:].fill(0)
x[9:].__itruediv__(255)
x.flat[:] = 0
prepare(x[9:])
later.append(x)
self.x = x
list(map(prepare, x))
[prepare(p) for p in x]
def prepare(images): images /= 255\nprepare(x[9:])
def prepare(images):\n    for one in images: one /= 255\nprepare(images=x[9:])
def prepare(images): return images\nz = prepare(x)\nz /= 255
whole = load(); x = whole[:50]; whole[9:] /= 255
whole = load(); x = np.squeeze(whole); whole[9:] /= 255
whole = load(); x = whole; whole[9:] /= 255
def prepare():\n    global x\n    x[9:] /= 255\nprepare()
""".strip().splitlines()


def arrays(code: str, train: str, validation: str) -> str:
    """Two generators, and a fit with arrays that *code* makes."""
    return f"{BOTH}{code}\n{MODEL}model.fit(scaled.flow({train}), validation_data=plain.flow({validation}))\n"


def of_model(code: str) -> str:
    """The same with folders, and another model."""
    return BOTH + FOLDERS + code + "\nmodel.compile('adam', 'mse')\n" + FIT


SILENT = {
    "both": SCALED + "plain = ImageDataGenerator(rescale=1 / 255.0)\n" + FOLDER_FIT,
    "neither": SCALED.replace("rescale=1. / 255, ", "") + PLAIN + FOLDER_FIT + "# rescale=1\n",
    "one generator for both": BOTH + FOLDER_FIT.replace("plain.", "scaled."),
    "1/256": SCALED + "plain = ImageDataGenerator(rescale=1 / 256)\n" + FOLDER_FIT,
    "no validation": BOTH + FOLDERS + MODEL + "model.fit(train)\nval.reset()\n",
    "a split": BOTH + FOLDERS + MODEL + "model.fit(train, validation_data=None)\n",
    "a number that is not known": SCALED + "plain = ImageDataGenerator(rescale=scale)\n" + FOLDER_FIT,
    "one of two numbers": SCALED
    + "plain = ImageDataGenerator(rescale=1 / 255 if scale else None)\n"
    + FOLDER_FIT,
    "options that are not known": SCALED + "plain = ImageDataGenerator(**options)\n" + FOLDER_FIT,
    "a function of its own": SCALED
    + "plain = ImageDataGenerator(preprocessing_function=lambda x: x / 255)\n"
    + FOLDER_FIT,
    "a function beside the number": "scaled = ImageDataGenerator(rescale=2, preprocessing_function=f)\n"
    + PLAIN
    + FOLDER_FIT,
    "preprocess_input": SCALED
    + "plain = ImageDataGenerator(preprocessing_function=keras.applications.vgg16.preprocess_input)\n"
    + FOLDER_FIT,
    "each picture normalized": SCALED
    + "plain = ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True)\n"
    + FOLDER_FIT,
    "the data set normalized": "scaled = ImageDataGenerator(rescale=1 / 255, featurewise_center=True)\n"
    + PLAIN
    + FOLDER_FIT,
    "set afterwards": BOTH + "plain.rescale = 1 / 255\n" + FOLDER_FIT,
    "set by name": BOTH + "setattr(plain, 'rescale', 1 / 255)\n" + FOLDER_FIT,
    "set by some name": BOTH + "for k, v in options.items():\n    setattr(plain, k, v)\n" + FOLDER_FIT,
    "set in its dictionary": BOTH + "vars(plain)['rescale'] = 1 / 255\n" + FOLDER_FIT,
    "set in its dictionary, as others are": BOTH + "plain.__dict__.update(options)\n" + FOLDER_FIT,
    "a generator that comes in": SCALED
    + "def run(plain):\n    "
    + FOLDER_FIT.replace("\n", "\n    ").rstrip()
    + "\n",
    "one of two generators": SCALED
    + "plain = ImageDataGenerator() if fast else ImageDataGenerator(rescale=1 / 255)\n"
    + FOLDER_FIT,
    "a class of its own": "class Mine(ImageDataGenerator):\n    pass\n\n"
    + SCALED
    + "plain = Mine()\n"
    + FOLDER_FIT,
    "another library's": BOTH.replace("plain = Image", "plain = lib.Image") + FOLDER_FIT,
    "divided before": arrays(
        "x_train, x_val, y_train, y_val = train_test_split(x, y)\nx_val = x_val / 255", "x_train", "x_val"
    ),
    "divided in place": arrays("a, b = train_test_split(x)\nb /= 255", "a", "b"),
    "divided inside": arrays("a, b = train_test_split(x)\nb[:] = b[:] / 255", "a", "b"),
    "divided into": arrays("a, b = train_test_split(x)\nnp.divide(b, 255, out=b)", "a", "b"),
    "divided in the call": arrays("a, b = train_test_split(x)", "a", "b / 255"),
    "divided on some way": arrays("a, b = train_test_split(x)\nif scale:\n    b = b / 255", "a", "b"),
    "a function between": arrays("a, b = train_test_split(x)\nb = prepare(b)", "a", "b"),
    "two arrays": arrays("a, b = np.load('a.npy'), np.load('b.npy')", "a", "b"),
    "parts that a function gives": arrays("a, b = load()", "a", "b"),
    "a function that asks for the folder": arrays(
        READ + "    return np.array(images) / 255 if folder == 'b' else np.array(images)\n"
        "x, z = read('a'), read('b')",
        "x",
        "z",
    ),
    "a function that asks for the folder first": arrays(
        READ + "    if folder == 'b':\n        return np.array(images) / 255\n    return np.array(images)\n"
        "x, z = read('a'), read('b')",
        "x",
        "z",
    ),
    "a function that looks the scale up": arrays(
        READ + "    return np.array(images) * SCALES[folder]\nx, z = read('a'), read('b')", "x", "z"
    ),
    "a function that hands the folder on": arrays(
        READ + "    return scaled_for(folder, np.array(images))\n"
        "def scaled_for(folder, images):\n    return images * SCALES[folder]\nx, z = read('a'), read('b')",
        "x",
        "z",
    ),
    "a function that is given the scale": arrays(
        READ.replace("folder)", "folder, by=1)", 1) + "    return np.array(images) * by\n"
        "x, z = read('a'), read('b', 1 / 255)",
        "x",
        "z",
    ),
    "a function that is given two things": arrays(
        READ.replace("folder)", "folder, how)", 1) + "    return np.array(images, how)\n"
        "x, z = read('a', one), read('b', other)",
        "x",
        "z",
    ),
    "a function that is given two numbers": arrays(
        READ.replace("folder)", "folder, depth)", 1) + "    return convert(np.array(images), depth)\n"
        "x, z = read('a', 8), read('b', 16)",
        "x",
        "z",
    ),
    "a function that is given a number once": arrays(
        READ.replace("folder)", "folder, depth=8)", 1) + "    return convert(np.array(images), depth)\n"
        "x, z = read('a'), read('b', 16)",
        "x",
        "z",
    ),
    "a function that is given files and more": arrays(
        READ.replace("os.listdir(folder)", "folder.paths").replace("kinds.append(name[0])", "pass")
        + "    return convert(np.array(images), folder)\nx, z = read(a), read(b)",
        "x",
        "z",
    ),
    "a function that scales some": arrays(
        READ + "    images = np.array(images)\n    if len(images) < 100:\n        images = images / 255\n"
        "    return images\nx, z = read('a'), read('b')",
        "x",
        "z",
    ),
    "a function that scales by what is set elsewhere": arrays(
        READ + "    return np.array(images) * cfg.scale\nx = read('a')\ncfg.scale = 1 / 255\nz = read('b')",
        "x",
        "z",
    ),
    "a function that leaves the scaling to another one": arrays(
        READ + "    return prepare(np.array(images))\ndef prepare(images):\n    return images * cfg.scale\n"
        "x, z = read('a'), read('b')",
        "x",
        "z",
    ),
    "a function that reads numbers": arrays(
        "def read(path):\n    return np.load(path)\nx, z = read('a.npy'), read('b.npy')", "x", "z"
    ),
    "two things that are split": arrays("a, b, c, d = train_test_split(x, z)", "a", "d"),
    "divided between": BOTH
    + MODEL
    + "x = load()\ntrain = scaled.flow(x[:9])\nx = x / 255\nval = plain.flow(x[9:])\n"
    + FIT,
    "one function for two files": BOTH
    + "def flow(data, path):\n    x = read(path)\n    return data.flow(x)\n\n"
    + MODEL
    + "model.fit(flow(scaled, 'a'), validation_data=flow(plain, 'b'))\n",
    "an array and a folder": BOTH
    + MODEL
    + "model.fit(scaled.flow(x), validation_data=plain.flow_from_directory('val'))\n",
    "no generator validates": BOTH + FOLDERS + MODEL + "model.fit(train, validation_data=(a, b))\n",
    "a batch of it": BOTH + FOLDERS + MODEL + "model.fit(train, validation_data=next(val))\n",
    "a function around it": BOTH + FOLDERS + MODEL + "model.fit(train, validation_data=scale(val))\n",
    "a layer that scales": of_model(
        "model = keras.Sequential([layers.Rescaling(1 / 255), layers.Conv2D(8, 3), layers.Dense(2)])"
    ),
    "a layer that normalizes": of_model(
        "model = keras.Sequential([layers.Normalization(), layers.Conv2D(8, 3), layers.Dense(2)])"
    ),
    "a layer that makes the scale matter little": of_model(
        "model = keras.Sequential([layers.LayerNormalization(), layers.Dense(2)])"
    ),
    "a model that divides by the greatest value": of_model(
        "i = keras.Input((8, 8, 3))\n"
        "model = keras.Model(i, layers.Dense(2)(layers.Flatten()(i / keras.ops.max(i))))"
    ),
    "a model that normalizes by a function": of_model(
        "import tensorflow as tf\ni = keras.Input((8, 8, 3))\n"
        "model = keras.Model(i, layers.Dense(2)(layers.Flatten()(tf.math.l2_normalize(i))))"
    ),
    "a lambda": of_model("model = keras.Sequential([layers.Lambda(fixed), layers.Dense(2)])"),
    "a network that scales": of_model(
        "model = keras.Sequential([keras.applications.EfficientNetB0(include_top=False), layers.Dense(2)])"
    ),
    "a model that is loaded": of_model("model = keras.models.load_model('model.keras')"),
    "a model that comes in": of_model("from models import build\nmodel = build()"),
    "a model of its own class": of_model(
        "class Net(keras.Model):\n    def call(self, x):\n        return x\n\nmodel = Net()"
    ),
    "what tests is plain": BOTH
    + FOLDERS
    + MODEL
    + "model.fit(train, validation_data=scaled.flow_from_directory('val'))\nmodel.evaluate(val)\n",
}


@pytest.mark.parametrize(("code", "before", "after"), FIRING.values(), ids=FIRING)
def test_firing(code: str, before: str, after: str) -> None:
    code = HEAD + dedent(code)
    for target in ("keras2", "keras3"):
        [found] = lint(code, target, "TFC224")
        assert found.endswith("warning")
    after = before.partition("()")[0] + after if before.endswith("()") else after
    assert fix(code, only="TFC224", unsafe=True) == code.replace(before, after)
    assert fix(code, only="TFC224") == code
    assert lint(code.replace(before, after), only="TFC224") == []


@pytest.mark.parametrize("code", MANUAL.values(), ids=MANUAL)
def test_left_to_a_person(code: str) -> None:
    code = HEAD + dedent(code)
    assert lint(code, only="TFC224")
    assert fix(code, only="TFC224", unsafe=True) == code


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC224") == []


@pytest.mark.parametrize("code", READING)
def test_an_array_that_is_read(code: str) -> None:
    code = "import matplotlib.pyplot as plt\nx = load()\n" + code.replace("\\n", "\n")
    assert lint(HEAD + arrays(code, "x[:9]", "x[9:]"), only="TFC224")


@pytest.mark.parametrize("code", WRITING)
def test_an_array_that_is_written_into(code: str) -> None:
    code = "x = load()\n" + code.replace("\\n", "\n")
    assert lint(HEAD + arrays(code, "x[:9]", "x[9:]"), only="TFC224") == []


def test_message() -> None:
    [found] = findings(HEAD + SCALED + PLAIN + FOLDER_FIT, only="TFC224")
    assert found.message == (
        "validation pictures are left as they are, those that are trained on (line 6) are multiplied by "
        "1. / 255: val_loss, and what is chosen by it, means nothing"
    )
