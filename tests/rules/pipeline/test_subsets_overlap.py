"""subsets-overlap: parts of one folder that have files in common."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.utils import image_dataset_from_directory
"""


def pair(
    training: str, validation: str, loader: str = "image_dataset_from_directory", folder: str = "'d'"
) -> str:
    """The two calls, with what each is given besides folder and subset."""
    return (
        f"train = {loader}({folder}, subset='training', {training})\n"
        f"val = {loader}({folder}, subset='validation', {validation})\n"
    )


def between(code: str, folder: str = "'d'") -> str:
    """A pair with two seeds, and *code* between the calls."""
    return pair(ONE, TWO, folder=folder).replace("val =", f"{code}\nval =")


SPLIT = "validation_split=0.2"
ONE, TWO = f"{SPLIT}, seed=1", f"{SPLIT}, seed=2"
PAIR = pair(ONE, TWO)
MENDED = pair(ONE, ONE)

LOOKING = """\
print(train.class_names, os.listdir(args.data), len(args.data))
train = train.map(lambda a, b: (a / 255, b)).prefetch(8)
def show(data):
    os.remove(args.data)
clear = lambda: os.remove(args.data)
args.seed = 3
for images, kinds in train.take(1):
    print(images.shape, os.path.join(args.data, "a"))"""

# What goes, and what it becomes; ``None`` where that is left to a person.
FIRING: dict[str, tuple[str, str | None]] = {
    "two seeds": (PAIR, MENDED),
    "keras.preprocessing": (
        pair(ONE, TWO, "keras.preprocessing.image_dataset_from_directory"),
        pair(ONE, ONE, "keras.preprocessing.image_dataset_from_directory"),
    ),
    "texts": (
        pair(ONE, TWO, "tf.keras.utils.text_dataset_from_directory"),
        pair(ONE, ONE, "tf.keras.utils.text_dataset_from_directory"),
    ),
    "sounds": (
        pair(ONE, TWO, "keras.utils.audio_dataset_from_directory"),
        pair(ONE, ONE, "keras.utils.audio_dataset_from_directory"),
    ),
    "a folder by name": (
        "folder = load()\n" + pair(ONE, TWO, folder="folder"),
        "folder = load()\n" + pair(ONE, ONE, folder="folder"),
    ),
    "a folder that is put together": (
        "base = load()\n" + pair(ONE, TWO, folder="os.path.join(base, 'train')"),
        "base = load()\n" + pair(ONE, ONE, folder="os.path.join(base, 'train')"),
    ),
    "a folder of the arguments": (pair(ONE, TWO, folder="args.data"), pair(ONE, ONE, folder="args.data")),
    "shuffled on demand": (
        pair(f"shuffle=True, {ONE}", f"shuffle=True, {TWO}"),
        pair(f"shuffle=True, {ONE}", f"shuffle=True, {ONE}"),
    ),
    "constants": (
        "SEED = 3\n" + pair(f"{SPLIT}, seed=SEED", ONE),
        "SEED = 3\n" + pair(f"{SPLIT}, seed=SEED", f"{SPLIT}, seed=SEED"),
    ),
    "the split as well": (pair(ONE, "validation_split=0.1, seed=2"), MENDED),
    "a split that is not known": (
        pair("validation_split=part, seed=1", "validation_split=part, seed=2"),
        pair("validation_split=part, seed=1", "validation_split=part, seed=1"),
    ),
    "a larger split": (pair(ONE, "validation_split=0.3, seed=1"), MENDED),
    "a larger split in order": (
        pair(f"{SPLIT}, shuffle=False", "validation_split=0.3, shuffle=False"),
        pair(f"{SPLIT}, shuffle=False", f"{SPLIT}, shuffle=False"),
    ),
    "a larger split by a seed that is not known": (
        pair(f"{SPLIT}, seed=seed", "validation_split=0.3, seed=seed"),
        pair(f"{SPLIT}, seed=seed", f"{SPLIT}, seed=seed"),
    ),
    "the validation in order": (pair(ONE, f"{ONE}, shuffle=False"), None),
    "the training in order": (pair(f"{SPLIT}, shuffle=False", ONE), None),
    "validation first": (
        "".join(reversed(PAIR.splitlines(True))),
        "".join(reversed(MENDED.splitlines(True))),
    ),
    "in a function": (
        "def load(folder):\n"
        + "".join(f"    {line}\n" for line in pair(ONE, TWO, folder="folder").splitlines())
        + "    return train, val\n",
        "def load(folder):\n"
        + "".join(f"    {line}\n" for line in pair(ONE, ONE, folder="folder").splitlines())
        + "    return train, val\n",
    ),
    "options of both": (
        f"options = dict({SPLIT}, image_size=(8, 8))\n" + pair("seed=1, **options", "seed=2, **options"),
        f"options = dict({SPLIT}, image_size=(8, 8))\n" + pair("seed=1, **options", "seed=1, **options"),
    ),
    "options of each": (
        f"other = dict({TWO})\n" + pair(ONE, "**other"),
        None,
    ),
    "what changes nothing between": (
        between(LOOKING, "args.data"),
        between(LOOKING, "args.data").replace("seed=2", "seed=1"),
    ),
    "the same classes": (
        pair(f"{ONE}, class_names=['a', 'b']", f"{TWO}, class_names=['a', 'b']"),
        pair(f"{ONE}, class_names=['a', 'b']", f"{ONE}, class_names=['a', 'b']"),
    ),
}
SILENT = {
    "one seed": MENDED,
    "one seed by another name": "SEED = 1\n" + pair(f"{SPLIT}, seed=SEED", ONE),
    "seeds that are not known": pair(f"{SPLIT}, seed=a", f"{SPLIT}, seed=b"),
    "a seed that is not known": pair(f"{SPLIT}, seed=a", TWO),
    "one seed that is not known": pair(f"{SPLIT}, seed=a", f"{SPLIT}, seed=a"),
    "one seed of two": pair(f"{SPLIT}, seed=1 if a else 2", TWO),
    "a number and a truth": pair(f"{SPLIT}, seed=True", ONE),
    "in order": pair(f"{SPLIT}, shuffle=False", f"{SPLIT}, shuffle=False"),
    "in order with two seeds": pair(f"{ONE}, shuffle=False", f"{TWO}, shuffle=False"),
    "shuffled or not": pair(f"{ONE}, shuffle=a", f"{TWO}, shuffle=a"),
    "no seed, which raises": pair(ONE, SPLIT),
    "no seed at all": pair(SPLIT, SPLIT),
    "no seed, and in order": pair(SPLIT, f"{SPLIT}, shuffle=False"),
    "None as a seed": pair(ONE, f"{SPLIT}, seed=None"),
    "a smaller split": pair(ONE, "validation_split=0.1, seed=1"),
    "splits that are not known": pair("validation_split=a, seed=1", "validation_split=b, seed=1"),
    "a split that raises": pair("validation_split=20, seed=1", "validation_split=20, seed=2"),
    "no split": pair("seed=1", "seed=2"),
    "two folders": pair(ONE, TWO).replace("'d', subset='v", "'e', subset='v"),
    "two folders by name": pair(ONE, TWO, folder="a").replace("(a, subset='v", "(b, subset='v"),
    "a folder that changes": "a = load()\n"
    + pair(ONE, TWO, folder="a").replace("val =", "a = other()\nval ="),
    "a folder that is made": pair(ONE, TWO, folder="make()"),
    "another working folder": between("os.chdir('x')"),
    "a folder that is filled again": between("import shutil\nshutil.rmtree('d')\nshutil.copytree('e', 'd')"),
    "a folder that a shell fills again": between("os.system('make pictures')"),
    "a folder that a function fills again": "def draw():\n    fill('d')\n" + between("draw()"),
    "a folder that another file fills again": "from mine import draw\n" + between("draw()"),
    "a folder that an archive is unpacked into": between("archive.extractall('d')"),
    "a folder that pictures are drawn into": between(
        "for n, p in enumerate(more):\n    p.save(f'd/{n}.png')"
    ),
    "a folder of arguments that are set": between("args.data = 'e'", "args.data"),
    "a folder of arguments that are set unseen": between("args.read()", "args.data"),
    "a folder of arguments that are handed on": between("print(change(args))", "args.data"),
    "a folder of options that are set": between("options['d'] = 'e'", "options['d']"),
    "a folder of options that are taken out": between("del options['d'][0]", "options['d'][0]"),
    "a folder of a list that gets shorter": between("folders.pop(0)", "folders[0]"),
    "a folder that a function sets": "folder = 'a'\ndef change():\n    global folder\n    folder = 'b'\n"
    + between("change()", "folder"),
    "two kinds of files": PAIR.replace("val = image", "val = keras.utils.text"),
    "other classes": pair(f"{ONE}, class_names=['a']", f"{TWO}, class_names=['b']"),
    "classes for one": pair(f"{ONE}, class_names=['a']", TWO),
    "training only": PAIR.replace("'validation'", "'training'"),
    "validation only": PAIR.replace("'training'", "'validation'"),
    "both": PAIR.replace("'training'", "'both'"),
    "a subset that is not known": PAIR.replace("'training'", "which") + "print('training')\n",
    "no subset": "a = image_dataset_from_directory('d', seed=1)\n"
    "b = image_dataset_from_directory('d', seed=2)\n",
    "two pairs": MENDED + pair(TWO, TWO),
    "two pairs, one after the other": MENDED + "train.map(f)\n" + pair(TWO, TWO).replace("train =", "more ="),
    "a pair that fits besides": pair(TWO, TWO)
    + f"train = image_dataset_from_directory('d', subset='training', {ONE})\n",
    "two functions": """
        def one():
            return image_dataset_from_directory("d", subset="training", validation_split=0.2, seed=1)

        def other():
            return image_dataset_from_directory("d", subset="validation", validation_split=0.2, seed=2)
    """,
    "two branches": """
        if a:
            ds = image_dataset_from_directory("d", subset="training", validation_split=0.2, seed=1)
        else:
            ds = image_dataset_from_directory("d", subset="validation", validation_split=0.2, seed=2)
    """,
    "two arms": f"a = image_dataset_from_directory('d', subset='training', {ONE}) if a else "
    f"image_dataset_from_directory('d', subset='validation', {TWO})\n",
    "options that are not known": pair(ONE, f"{TWO}, **more"),
    "a seed given by more options": pair(f"{SPLIT}, **more", TWO),
    "a loader of its own": "from mine import image_dataset_from_directory\n" + PAIR,
    "the loader of the file": "def image_dataset_from_directory(*a, **b):\n    return a\n\n" + PAIR,
    "an ImageDataGenerator": """
        data = keras.preprocessing.image.ImageDataGenerator(validation_split=0.2)
        train = data.flow_from_directory("d", subset="training", seed=1)
        val = data.flow_from_directory("d", subset="validation", seed=2)
    """,
    "a partial": """
        from functools import partial
        train = partial(image_dataset_from_directory, "d", subset="training", validation_split=0.2, seed=1)
        val = image_dataset_from_directory("d", subset="validation", validation_split=0.2, seed=2)
    """,
}


@pytest.mark.parametrize(("code", "after"), FIRING.values(), ids=FIRING)
def test_firing(code: str, after: str | None) -> None:
    for target in ("keras2", "keras3"):
        [found] = lint(HEAD + code, target, "TFC223")
        assert found.endswith("error")
    assert fix(HEAD + code, only="TFC223", unsafe=True) == HEAD + (after or code)
    assert fix(HEAD + code, only="TFC223") == HEAD + code
    assert after is None or lint(HEAD + after, only="TFC223") == []


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC223") == []


MESSAGES = {
    PAIR: "files are shuffled with seed 1 before the training subset is taken (line 5), and are shuffled "
    "with seed 2 before this one: about 80% of the validation files are trained on",
    pair(
        ONE, f"{SPLIT}, shuffle=False"
    ): "files are shuffled with seed 1 before the training subset is taken "
    "(line 5), and stay in order before this one: about 80% of the validation files are trained on",
    pair(
        ONE, "validation_split=0.4, seed=1"
    ): "the training subset (line 5) leaves 0.2 of the files out, and "
    "0.4 validate: about 50% of the validation files are trained on",
    pair(
        "validation_split=a, seed=1", "validation_split=a, seed=2"
    ): "files are shuffled with seed 1 before the "
    "training subset is taken (line 5), and are shuffled with seed 2 before this one: validation files are "
    "trained on",
}


@pytest.mark.parametrize(("code", "message"), MESSAGES.items())
def test_message(code: str, message: str) -> None:
    [found] = findings(HEAD + code, only="TFC223")
    assert found.message == message
