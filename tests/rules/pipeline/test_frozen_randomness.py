"""TFC203 cache-freezes-randomness."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import functools
import numpy as np
import tensorflow as tf
from tensorflow import keras
from settings import AUGMENT, paths
model = keras.Sequential([keras.layers.Dense(1)])
files = tf.data.TFRecordDataset(paths)
layer = keras.layers.RandomFlip()
def flip(v):
    return tf.image.random_flip_left_right(v)
def crop(v):
    return tf.image.random_crop(v, (3, 3, 3))
def load(v):
    return flip(tf.io.decode_jpeg(tf.io.read_file(v)))
def mirror(v, training=False):
    return tf.image.random_flip_up_down(v) if training else v
"""
FIT = "\nmodel.fit(ds, epochs=9)\n"

# What it is, the code, "severity applicability" of its only finding, and what the fix makes of it.
BECOMES = [
    (
        "a random map that is trained on",
        f"ds = files.map(flip).cache().batch(8){FIT}",
        "error safe",
        f"ds = files.cache().map(flip).batch(8){FIT}",
    ),
    (
        "by statements",
        f"ds = files.map(flip, num_parallel_calls=2)\nds = ds.cache()\nds = ds.batch(8){FIT}",
        "error safe",
        f"ds = files.cache()\nds = ds.map(flip, num_parallel_calls=2)\nds = ds.batch(8){FIT}",
    ),
    (
        "that makes pictures smaller",
        f"ds = files.map(crop).cache(){FIT}",
        "error unsafe",
        f"ds = files.cache().map(crop){FIT}",
    ),
    (
        "that is also predicted on",
        f"ds = files.map(flip).cache().batch(2){FIT}model.predict(ds)\n",
        "error unsafe",
        f"ds = files.cache().map(flip).batch(2){FIT}model.predict(ds)\n",
    ),
    (
        "one epoch, time and again",
        "ds = files.map(flip).cache().batch(8)\nfor k in range(9):\n    model.fit(ds, epochs=1)\n",
        "error safe",
        "ds = files.cache().map(flip).batch(8)\nfor k in range(9):\n    model.fit(ds, epochs=1)\n",
    ),
    (
        "one epoch, twice",
        "ds = files.map(flip).cache().batch(8)\nmodel.fit(ds)\nmodel.fit(ds)\n",
        "error safe",
        "ds = files.cache().map(flip).batch(8)\nmodel.fit(ds)\nmodel.fit(ds)\n",
    ),
    (
        "that a function returns",
        "def make():\n    return files.map(flip).cache('file')\n",
        "error unsafe",
        "def make():\n    return files.cache('file').map(flip)\n",
    ),
    (
        "a shuffle that is trained on",
        f"ds = files.shuffle(1000).cache().batch(2).prefetch(1){FIT}",
        "warning safe",
        f"ds = files.cache().shuffle(1000).batch(2).prefetch(1){FIT}",
    ),
    (
        "a shuffle, and the labels are taken in another pass",
        "ds = files.shuffle(9).cache().batch(2)\nmodel.fit(ds)\nlabels = [y for x, y in ds]\n",
        "warning unsafe",
        "ds = files.cache().shuffle(9).batch(2)\nmodel.fit(ds)\nlabels = [y for x, y in ds]\n",
    ),
]

# What it is, the code, and "severity applicability" of its only finding.
FIRES = [
    ("loads as well", f"ds = files.map(load).cache(){FIT}", "error manual"),
    ("a batch between", f"ds = files.map(flip).batch(2).cache(){FIT}", "error manual"),
    ("a lambda", f"ds = files.map(lambda v, y: (flip(v), y)).cache(){FIT}", "error safe"),
    ("a layer", f"ds = files.map(lambda v: layer(v, training=True)).cache(){FIT}", "error unsafe"),
    ("a layer as it is", f"ds = files.map(layer).cache(){FIT}", "error unsafe"),
    ("noise", f"ds = files.map(lambda v: v + tf.random.normal((3,))).cache(){FIT}", "error unsafe"),
    ("a flag", f"ds = files.map(lambda v: mirror(v, training=True)).cache(){FIT}", "error safe"),
    ("a partial", f"ds = files.map(functools.partial(mirror, training=True)).cache(){FIT}", "error safe"),
    (
        "Python in a py_function",
        "def turn(v):\n    return tf.numpy_function(lambda w: w * np.random.rand(), [v], tf.float32)\n"
        f"ds = files.map(turn).cache(){FIT}",
        "error manual",
    ),
    (
        "a layer draws, whatever the seed",
        f"tf.random.set_seed(1)\nds = files.map(layer).cache(){FIT}",
        "error unsafe",
    ),
    ("a map in between", f"ds = files.map(flip).map(tf.cast).cache(){FIT}", "error manual"),
    ("a shuffle before it", f"ds = files.shuffle(9).map(flip).cache().shuffle(9){FIT}", "error safe"),
    (
        "on one of two ways",
        f"if AUGMENT:\n    files = files.map(flip)\nds = files.cache(){FIT}",
        "error manual",
    ),
    (
        "in the arguments of a function",
        "def make(ds, training):\n    return ds.map(lambda v: mirror(v, training)).cache()\n"
        f"ds = make(files, True){FIT}",
        "error safe",
    ),
    (
        "an object with a flag",
        "class Augment:\n    def __init__(self, train):\n        self.train = train\n"
        "    def __call__(self, v):\n        return flip(v) if self.train else v\n"
        f"ds = files.map(Augment(train=True)).cache(){FIT}",
        "error manual",
    ),
    ("pictures numbered", f"ds = tf.data.Dataset.range(9).map(load).cache(){FIT}", "error manual"),
    (
        "a loop over epochs",
        "ds = files.map(flip).cache()\nfor epoch in range(9):\n    for v in ds:\n        train_step(v)\n",
        "error unsafe",
    ),
    ("batches of what is shuffled", f"ds = files.shuffle(9).batch(2).cache(){FIT}", "warning manual"),
    ("prefetched in between", f"ds = files.shuffle(9).prefetch(16).cache().batch(2){FIT}", "warning manual"),
    ("a seed only", f"ds = files.shuffle(9, seed=1).cache().batch(2){FIT}", "warning safe"),
    (
        "a helper of two",
        "def make(ds):\n    return ds.shuffle(9).batch(2).cache()\nds = make(files)" + FIT,
        "",
    ),
    (
        "loaded in between",
        f"ds = tf.data.Dataset.from_tensor_slices(paths).shuffle(9).map(load2).cache().batch(2){FIT}",
        "warning manual",
    ),
]

SILENT = [
    ("in the right order", f"ds = files.cache().shuffle(9).map(flip).batch(2){FIT}"),
    ("nothing random", f"ds = files.map(tf.io.parse_tensor).cache(){FIT}"),
    ("a flag that is off", f"ds = files.map(mirror).cache(){FIT}"),
    ("a flag that is off in a lambda", f"ds = files.map(lambda v: mirror(v, training=False)).cache(){FIT}"),
    ("a flag from elsewhere", f"ds = files.map(lambda v: mirror(v, AUGMENT)).cache(){FIT}"),
    ("a function from elsewhere", f"from other import augment\nds = files.map(augment).cache(){FIT}"),
    (
        "an object that does not",
        "class Augment:\n    def __init__(self, train):\n        self.train = train\n"
        "    def __call__(self, v):\n        return flip(v) if self.train else v\n"
        f"ds = files.map(Augment(train=False)).cache(){FIT}",
    ),
    ("a layer that is told not to", f"ds = files.map(lambda v: layer(v, training=False)).cache(){FIT}"),
    ("dropout without training", f"ds = files.map(keras.layers.Dropout(0.5)).cache(){FIT}"),
    ("stateless", f"ds = files.map(lambda v: tf.image.stateless_random_hue(v, 1, (1, 2))).cache(){FIT}"),
    (
        "a seed: each pass is the same",
        f"ds = files.map(lambda v: tf.image.random_hue(v, 1, seed=3)).cache(){FIT}",
    ),
    ("a seed for all", f"tf.random.set_seed(1)\nds = files.map(flip).cache(){FIT}"),
    ("a seed for all of Keras", f"keras.utils.set_random_seed(1)\nds = files.map(flip).cache(){FIT}"),
    ("a seed from a helper", f"from help import seed_all\nseed_all(1)\nds = files.map(flip).cache(){FIT}"),
    ("numbers of NumPy are constants", f"ds = files.map(lambda v: v * np.random.rand()).cache(){FIT}"),
    ("validation by name", "val_ds = files.map(crop).cache()\nmodel.fit(files, validation_data=val_ds)\n"),
    ("validation by use", "held = files.map(crop).cache()\nmodel.fit(files, validation_data=held)\n"),
    ("a function for tests", "def make_test_data():\n    return files.map(crop).cache()\n"),
    ("an evaluation", "held = files.shuffle(9).cache().batch(2)\nmodel.evaluate(held)\n"),
    ("augmented once, ten times", f"ds = files.repeat(10).map(flip).cache(){FIT}"),
    ("an endless cache is another matter", f"ds = files.repeat().map(flip).cache(){FIT}"),
    (
        "split by what was drawn",
        f"ds = files.map(lambda v: (v, tf.random.uniform(()))).filter(low).cache(){FIT}",
    ),
    ("made up", f"ds = tf.data.Dataset.range(99).map(lambda i: tf.random.normal((3,))).cache(){FIT}"),
    (
        "made up of one",
        f"ds = tf.data.Dataset.from_tensors(0).map(lambda i: tf.random.normal((3,))).cache(){FIT}",
    ),
    ("anew in each pass", "for epoch in range(9):\n    ds = files.map(flip).cache()\n    train(ds)\n"),
    ("augmented again", f"ds = files.map(crop).cache().map(flip){FIT}"),
    (
        "one epoch each, of what is made anew for each fold, read for training and for validation",
        "def make(paths, train=True):\n    ds = tf.data.TFRecordDataset(paths)\n    if train:\n"
        "        ds = ds.shuffle(9)\n    return ds.batch(2).cache()\n"
        "for part in paths:\n    a = make(part)\n    b = make(part)\n"
        "    model.fit(a, epochs=1, validation_data=b)\n",
    ),
    (
        "one epoch, and evaluated",
        "ds = files.map(flip).cache().batch(2)\nmodel.fit(ds)\nmodel.evaluate(ds)\n",
    ),
    ("one epoch", "ds = files.map(flip).cache().batch(2)\nmodel.fit(ds, epochs=1)\n"),
    ("one pass", "ds = files.map(flip).cache()\nfor v in ds:\n    write(v)\n"),
    ("no epochs given", "ds = files.map(flip).cache().batch(2)\nmodel.fit(ds)\n"),
    (
        "only where it is not augmented",
        f"ds = files\nif AUGMENT:\n    ds = ds.map(flip)\nif not AUGMENT:\n    ds = ds.cache(){FIT}",
    ),
    (
        "either or",
        f"ds = files\nif AUGMENT:\n    ds = ds.map(flip)\nelse:\n    ds = ds.cache(){FIT}",
    ),
    ("taken from", f"ds = files.map(flip).take(1).cache(){FIT}"),
    ("another cache", f"files = frame.map(flip).cache()\nds = files{FIT}"),
    ("shuffled again", f"ds = files.shuffle(9).cache().shuffle(9).batch(2){FIT}"),
    ("shuffled again later", f"ds = files.shuffle(9).cache()\nds = ds.shuffle(9).batch(2){FIT}"),
    (
        "shuffled again by the caller",
        f"def make():\n    return files.shuffle(9).cache()\nds = make().shuffle(9){FIT}",
    ),
    ("a caller that nobody sees", "def make():\n    return files.shuffle(9).cache()\n"),
    ("file names", f"ds = files.shuffle(9).interleave(tf.data.TFRecordDataset).cache(){FIT}"),
    ("file names, read one by one", f"ds = files.shuffle(9).flat_map(tf.data.TFRecordDataset).cache(){FIT}"),
    ("meant", f"ds = files.shuffle(9, reshuffle_each_iteration=False).cache().batch(2){FIT}"),
    ("meant by position", f"ds = files.shuffle(9, 1, False).cache().batch(2){FIT}"),
    ("not known", f"ds = files.shuffle(9, reshuffle_each_iteration=AUGMENT).cache().batch(2){FIT}"),
    ("not known either", f"ds = files.shuffle(9, **options).cache().batch(2){FIT}"),
    ("no shuffle at all", f"ds = files.shuffle(1).cache().batch(2){FIT}"),
    ("a sample", f"ds = files.shuffle(9).take(3).cache().batch(2){FIT}"),
    ("split behind the cache", "a = files.shuffle(9).cache()\nmodel.fit(a.skip(3).batch(2), epochs=3)\n"),
    ("a loader that shuffles", f"ds = keras.utils.image_dataset_from_directory('d').cache(){FIT}"),
    ("listed files", f"ds = tf.data.Dataset.list_files('*.png').map(tf.io.read_file).cache(){FIT}"),
    ("no dataset", "a = thing.shuffle(3).cache().batch(2)\n"),
]


@pytest.mark.parametrize(
    ("code", "expected", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES]
)
def test_becomes(code: str, expected: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC203")
    assert finding.fix is not None
    assert f"{finding.severity.value} {finding.fix.applicability.value}" == expected
    safe = expected.endswith(" safe")
    assert fix(HEAD + code, only="TFC203", unsafe=not safe) == HEAD + after
    if not safe:
        assert fix(HEAD + code, only="TFC203") == HEAD + code


@pytest.mark.parametrize(("code", "expected"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_fires(code: str, expected: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC203")
    assert finding.fix is not None
    assert f"{finding.severity.value} {finding.fix.applicability.value}".startswith(expected)


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC203") == []


def test_the_message_says_what_is_drawn_where() -> None:
    (finding,) = findings(f"{HEAD}ds = files.map(flip).cache(){FIT}", only="TFC203")
    assert "tf.image.random_flip_left_right in line 10 drew in the first epoch" in finding.message


def test_other_files() -> None:
    other = "import tensorflow as tf\ndata = files.map(lambda v: tf.image.random_hue(v, 1))\n"
    code = "from other import data\nds = data.cache()\n"
    assert lint(code, only="TFC203", other=other) == []


def test_a_look_at_the_data_is_no_part_of_it() -> None:
    code = "def make():\n    return files.shuffle(9).batch(2).cache()\nds = make()\n"
    look = "for v in ds.take(1):\n    print(v)\n"
    assert len(lint(f"{HEAD}{code}{look}model.fit(ds, epochs=3)\n", only="TFC203")) == 1
    assert lint(f"{HEAD}{code}model.fit(ds.take(1), epochs=3)\n", only="TFC203") == []


FOLDS = """\
import tensorflow as tf
def make(paths, train=True):
    ds = tf.data.TFRecordDataset(paths)
    if train:
        ds = ds.shuffle(9)
    return ds.batch(2).cache()
for part in paths:
    model.fit(make(part), epochs=1, validation_data=make(part, False))
"""


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("def make(n):\n    return n\nmake(2)\n", 0),
        ("import other\nother.make(2)\n", 0),
        ("from train import make\nds = make(2)\n", 1),
        ("import train\nds = train.make(2)\n", 1),
    ],
)
def test_a_function_of_that_name_in_another_file_is_another(other: str, found: int) -> None:
    assert len(lint(FOLDS, only="TFC203", utils=other)) == found


LAYER = """\
class Augment(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.flip = keras.layers.RandomFlip()
    def call(self, v, training={}):
        {}return self.flip(v)
"""


@pytest.mark.parametrize(
    ("layer", "given", "found"),
    [
        (LAYER.replace(", training={}", "").format(""), "Augment()", 1),
        (LAYER.replace(", training={}", "").format(""), "lambda v: Augment()(v)", 1),
        (LAYER.format("None", "if not training:\n            return v\n        "), "Augment()", 0),
        (LAYER.format("False", "if not training:\n            return v\n        "), "Augment()", 0),
        (LAYER.replace(", training={}", "").format(""), "lambda v: Augment()(v, training=False)", 0),
        (LAYER.replace("keras.layers.Layer", "Base").format("None", ""), "Augment()", 0),
    ],
)
def test_a_layer_of_the_file(layer: str, given: str, found: int) -> None:
    code = f"{HEAD}{layer}ds = files.map({given}).cache(){FIT}"
    assert len(lint(code, only="TFC203")) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("augment", 1),
        ("lambda v: augment(v)", 1),
        ("maybe", 0),
        ("plain", 0),
        ("wrapped", 0),
        ("seeded", 0),
        ("unknown", 0),
    ],
)
def test_a_function_of_another_file(given: str, found: int) -> None:
    other = """\
import tensorflow as tf
def augment(v):
    return tf.image.random_flip_left_right(v)
def maybe(v, train=False):
    return augment(v) if train else v
def plain(v):
    return tf.image.resize(v, (8, 8))
@other
def wrapped(v):
    return augment(v)
def seeded(v):
    return tf.image.random_flip_left_right(v, seed=1)
"""
    names = "augment, maybe, plain, wrapped, seeded, unknown"
    code = f"from helper import {names}\n{HEAD}ds = files.map({given}).cache(){FIT}"
    assert len(lint(code, only="TFC203", helper=other)) == found


TRANSFORMS = """\
import tensorflow as tf
def plain(v, y):
    return v / 255., y
def jitter(v, y):
    return tf.image.random_crop(v, (28, 28, 1)), y
def flagged(v, train=True):
    return tf.image.random_hue(v, 0.1) if train else v
class Compose:
    def __init__(self, *steps):
        self.steps = steps
    def __call__(self, v, y):
        for step in self.steps:
            v, y = step(v, y)
        return v, y
for_training = Compose(plain, jitter)
for_tests = Compose(plain)
"""
INPUTS = """\
import tensorflow as tf
from tensorflow import keras
import transforms
from transforms import flagged, for_tests, for_training, jitter, plain
def make(split, augment=True, repeat=False):
    ds = tf.data.Dataset.from_tensor_slices(load(split))
    {}
    ds = ds.cache().batch(32)
    if repeat:
        ds = ds.repeat()
    return ds
"""
BY_FLAG = "ds = ds.map(transforms.for_training if augment else transforms.for_tests)"
CALLER = "from tensorflow import keras\nfrom train import make\nfrom transforms import jitter\n{}"
PLAIN = "model.fit(make('train', augment=False), epochs=9)\n"
FITS = "model.fit(make('train'), epochs=9, validation_data=make('val', augment=False))\n"

# What is mapped, and what another file does with what it gets; whether that is found.
SWITCHED = [
    (BY_FLAG, FITS, 1),
    (BY_FLAG, "model.fit(make('train', True), epochs=9)\n", 1),
    (BY_FLAG, "model.fit(x=make('train', augment=True), epochs=9)\n", 1),
    (BY_FLAG, "ds = make('train')\nmodel.fit(ds.prefetch(1), epochs=9)\n", 1),
    ("ds = ds.map(jitter if augment else plain)", FITS, 1),
    ("f = jitter if augment else plain\n    ds = ds.map(f)", FITS, 1),
    ("if augment:\n        f = jitter\n    else:\n        f = plain\n    ds = ds.map(f)", FITS, 0),
    ("ds = ds.map(lambda v: flagged(v, augment))", FITS, 1),
    ("ds = ds.map(lambda v: flagged(v, train=augment))", FITS, 1),
    ("ds = ds.map(jitter)", FITS, 1),
    ("ds = ds.map(for_training)", FITS, 1),
    # nobody trains on what is augmented
    (BY_FLAG, PLAIN, 0),
    (BY_FLAG, "model.fit(make('train', False), epochs=9)\nmodel.evaluate(make('test'))\n", 0),
    (BY_FLAG, "model.fit(make('train', augment=flag), epochs=9)\n", 0),
    (BY_FLAG, "model.evaluate(make('test'))\n", 0),
    (BY_FLAG, f"{PLAIN}model.evaluate(make('test'))\n", 0),
    (BY_FLAG, f"{PLAIN}show(make('test'))\n", 0),
    (BY_FLAG, f"{PLAIN}model.fit(make('train'), epochs=1)\n", 0),
    (BY_FLAG, f"{PLAIN}model.fit(make('train').map(jitter), epochs=9)\n", 0),
    (BY_FLAG, f"{PLAIN}for k in folds:\n    model.fit(make(k), epochs=9)\n", 0),
    # the same in each pass, cached or not, unless it is repeated
    (BY_FLAG, f"keras.utils.set_random_seed(1)\n{FITS}", 0),
    (BY_FLAG, "keras.utils.set_random_seed(1)\nmodel.fit(make('a', repeat=True), epochs=9)\n", 1),
    (BY_FLAG, "keras.utils.set_random_seed(1)\nmodel.fit(make('a').repeat(), epochs=9)\n", 1),
    # another function for the rest
    ("ds = ds.map(for_tests)", FITS, 0),
    ("ds = ds.map(plain if augment else plain)", FITS, 0),
    ("ds = ds.map(lambda v: flagged(v, train=False))", FITS, 0),
    ("ds = ds.map(lambda v: flagged(v, not augment))", FITS.replace(", validation_data", ", y"), 0),
    (BY_FLAG + ".filter(low)", FITS, 0),
    ("augment = False\n    " + BY_FLAG, FITS, 0),
]


@pytest.mark.parametrize(("mapped", "caller", "found"), SWITCHED)
def test_what_a_call_in_another_file_switches_on(mapped: str, caller: str, found: int) -> None:
    files = {"transforms": TRANSFORMS, "fit": CALLER.format(caller)}
    assert len(lint(INPUTS.format(mapped), only="TFC203", **files)) == found


@pytest.mark.parametrize(("mapped", "caller", "found"), SWITCHED)
def test_what_a_call_in_the_file_switches_on(mapped: str, caller: str, found: int) -> None:
    code = f"{INPUTS.format(mapped)}model = keras.Sequential()\n{caller}"
    seeded = "seed" in caller  # where the file itself sets a seed, nobody looks whether it repeats
    assert len(lint(code, only="TFC203", transforms=TRANSFORMS)) == (0 if seeded else found)


def test_the_message_says_in_which_files() -> None:
    files = {"transforms": TRANSFORMS, "fit": CALLER.format(FITS)}
    (finding,) = findings(INPUTS.format(BY_FLAG), only="TFC203", **files)
    assert finding.message == (
        "cache() keeps what tf.image.random_crop in transforms.py, line 5, switched on in fit.py, line 4, "
        "drew in the first epoch: all later epochs train on the same random data"
    )
    (finding,) = findings(INPUTS.format("ds = ds.map(jitter)"), only="TFC203", **files)
    assert "tf.image.random_crop in transforms.py, line 5 drew in the first epoch" in finding.message


def test_a_function_that_comes_through_a_package() -> None:
    files = {"data/transforms": TRANSFORMS, "data/__init__": "from .transforms import jitter, for_training\n"}
    for name in ("data.jitter", "data.for_training", "data.transforms.for_training"):
        code = f"import data, data.transforms\n{HEAD}ds = files.map({name}).cache(){FIT}"
        assert len(lint(code, only="TFC203", **files)) == 1, name
