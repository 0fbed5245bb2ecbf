"""augmented-validation-subset: one generator with random options for both subsets."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint

HEAD = "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
MADE = "data = ImageDataGenerator(rotation_range=40, horizontal_flip=True, validation_split=0.2)\n"
TRAIN = 'train = data.flow_from_directory("d", subset="training")\n'
VALIDATION = 'val = data.flow_from_directory("d", subset="validation", shuffle=False)\n'

FIRING = {
    "a folder": MADE + TRAIN + VALIDATION,
    "arrays": MADE + 'a = data.flow(x, y, subset="training")\nb = data.flow(x, y, subset="validation")\n',
    "a table": MADE
    + 'a = data.flow_from_dataframe(df, subset="training")\n'
    + 'b = data.flow_from_dataframe(df, subset="validation")\n',
    "validation first": MADE + VALIDATION + TRAIN,
    "a list of two": "data = ImageDataGenerator(zoom_range=[0.8, 1.2], validation_split=0.2)\n"
    + TRAIN
    + VALIDATION,
    "a constant": "TURN = 10\ndata = ImageDataGenerator(rotation_range=TURN, validation_split=0.2)\n"
    + TRAIN
    + VALIDATION,
    "options in a dictionary": 'options = {"shear_range": 0.2, "validation_split": 0.2}\n'
    "data = ImageDataGenerator(**options)\n" + TRAIN + VALIDATION,
    "in a function": """
        def load(folder, subset):
            return folder

        def loaders(folder):
            data = ImageDataGenerator(brightness_range=(0.5, 1.5), validation_split=0.1)
            train = data.flow_from_directory(folder, subset="training")
            return train, data.flow_from_directory(folder, subset="validation")
    """,
    "on an object": """
        class Data:
            def __init__(self):
                self.data = ImageDataGenerator(vertical_flip=True, validation_split=0.1)

            def train(self):
                return self.data.flow_from_directory("d", subset="training")

            def validation(self):
                return self.data.flow_from_directory("d", subset="validation")
    """,
}
FLOW = """\
def flow(data, subset, shuffle=True):
    return data.flow_from_directory("d", subset=subset, shuffle=shuffle)
"""
FIRING["the subset as a parameter"] = (
    FLOW
    + MADE
    + 'a, b = flow(data, "training"), flow(data, "validation")\nc = flow(data, "validation", False)\n'
)
PLAIN = "plain = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)\n"
FIRING["the subset as a parameter of a lambda"] = (
    MADE
    + 'flow = lambda part: data.flow_from_directory("d", subset=part)\n'
    + 'a, b = flow("training"), flow("validation")\n'
)
BOTH = '("training", "validation")'
FLOWN = 'data.flow_from_directory("d", subset=part)'
FIRING["the subsets of a loop"] = f"{MADE}sets = {{}}\nfor part in {BOTH}:\n    sets[part] = {FLOWN}\n"
FIRING["the subsets of a comprehension"] = f"{MADE}sets = [{FLOWN} for part in {BOTH}]\n"
FIRING["the subsets of a dictionary"] = f"P = {BOTH}\n{MADE}sets = {{part: {FLOWN} for part in P}}\n"
SILENT = {
    "some of the subsets of a loop": MADE
    + f'for part in {BOTH}:\n    if part == "training":\n        x = {FLOWN}\n    else:\n        x = 1\n',
    "a loop that is left": MADE + f"for part in {BOTH}:\n    x = {FLOWN}\n    if x:\n        break\n",
    "some of the subsets of a comprehension": MADE + f"x = [{FLOWN} for part in {BOTH} if wanted(part)]\n",
    "another generator for each subset of a loop": MADE
    + PLAIN
    + 'of = {"training": data, "validation": plain}\n'
    + f"for part in {BOTH}:\n    x = {FLOWN.replace('data.', 'of[part].')}\n",
    "one of two generators in a loop": MADE
    + PLAIN
    + f"for part in {BOTH}:\n    it = data if part == 'training' else plain\n"
    + f"    x = {FLOWN.replace('data.', 'it.')}\n",
    "a subset that may be either": MADE + f'part = "training" if train else "validation"\nx = {FLOWN}\n',
    "a loop around a loop": MADE + f"for part in {BOTH}:\n    for x in unknown():\n        y = {FLOWN}\n",
    "one subset by one lambda": MADE
    + 'flow = lambda part: data.flow_from_directory("d", subset=part)\n'
    + 'a, b = flow("training"), flow("training")\n',
    "a lambda that others may call": MADE
    + 'run(lambda part: data.flow_from_directory("d", subset=part))\n'
    + TRAIN,
    "two generators for one function": FLOW
    + MADE
    + PLAIN
    + 'a, b = flow(data, "training"), flow(plain, "validation")\n',
    "a subset that one call does not tell": FLOW
    + MADE
    + 'a, b = flow(data, "training"), flow(data, which)\n',
    "one subset by one function": FLOW + MADE + 'a, b = flow(data, "training"), flow(data, "training")\n',
    "two generators": MADE + PLAIN + TRAIN + VALIDATION.replace("data.", "plain."),
    "no random option": PLAIN.replace("plain", "data") + TRAIN + VALIDATION,
    "random options that are off": "data = ImageDataGenerator(rotation_range=0, horizontal_flip=False, "
    "zoom_range=0.0, validation_split=0.2)\n" + TRAIN + VALIDATION,
    "an option that is not known": "data = ImageDataGenerator(rotation_range=turn, validation_split=0.2)\n"
    + TRAIN
    + VALIDATION,
    "on or off": "data = ImageDataGenerator(vertical_flip=True if augment else False, validation_split=0.2)\n"
    + TRAIN
    + VALIDATION,
    "options that are not known": "data = ImageDataGenerator(**options, validation_split=0.2)\n"
    + TRAIN
    + VALIDATION,
    "training only": MADE + TRAIN,
    "validation only": MADE + VALIDATION,
    "no subsets": MADE + 'a = data.flow_from_directory("a")\nb = data.flow_from_directory("b")\n'
    "# validation_split subset\n",
    "a subset that is not known": MADE + 'data.flow_from_directory("d", subset=which)\n' + TRAIN,
    "made anew between": MADE + TRAIN + PLAIN.replace("plain", "data") + VALIDATION,
    "the function of a plain generator": PLAIN
    + TRAIN.replace("data.", "plain.")
    + VALIDATION.replace("data.", "plain."),
    "a generator that comes in": """
        def loaders(data):
            train = data.flow_from_directory("d", subset="training")
            return train, data.flow_from_directory("d", subset="validation")
    """,
    "one of two": "data = ImageDataGenerator(horizontal_flip=True, validation_split=0.2) if augment "
    "else ImageDataGenerator(validation_split=0.2)\n" + TRAIN + VALIDATION,
    "a class of its own": "class Mine(ImageDataGenerator):\n    pass\n\n"
    "data = Mine(horizontal_flip=True, validation_split=0.2)\n" + TRAIN + VALIDATION,
    "another library's": "from mine import ImageDataGenerator\n" + MADE + TRAIN + VALIDATION,
    "a loader of datasets": """
        import keras
        train = keras.utils.image_dataset_from_directory("d", validation_split=0.2, subset="training", seed=1)
        val = keras.utils.image_dataset_from_directory("d", validation_split=0.2, subset="validation", seed=1)
    """,
}


@pytest.mark.parametrize("code", FIRING.values(), ids=FIRING)
def test_firing(code: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = lint(HEAD + dedent(code), target, "TFC221")
        assert found.endswith("warning")


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC221") == []


def test_message() -> None:
    [found] = findings(HEAD + MADE + TRAIN + VALIDATION, only="TFC221")
    assert found.message == (
        "the generator (line 2) changes pictures at random (rotation_range, horizontal_flip), "
        "those of the validation subset too: val_loss is that of changed pictures"
    )
