"""labels-from-another-pass: predictions and labels of data that are shuffled anew for each pass."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
model = keras.models.load_model("m.keras")
"""
TEST = 'ds = keras.utils.image_dataset_from_directory("test", batch_size=8)\n'
FLOW = """\
generator = ImageDataGenerator(rescale=1 / 255)
test = generator.flow_from_directory("test", class_mode="categorical")
"""
COMPREHENSION = "labels = np.concatenate([y for x, y in ds], axis=0)\n"
PREDICTED = "predicted = np.argmax(model.predict(ds), axis=1)\n"
REPORT = "print(confusion_matrix(labels, predicted))\n"

FIRING = {
    "a loader": TEST + PREDICTED + COMPREHENSION + REPORT,
    "labels first": TEST + COMPREHENSION + PREDICTED + REPORT,
    "a seed": TEST.replace('"test"', '"test", seed=1') + PREDICTED + COMPREHENSION + REPORT,
    "a subset": TEST.replace('"test"', '"d", seed=1, validation_split=0.2, subset="validation"')
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "options in a dictionary": 'options = {"batch_size": 8}\n'
    + TEST.replace("batch_size=8", "**options").replace("batch_size=32", "**options")
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "a generator, options in a dictionary": 'options = {"class_mode": "categorical"}\n'
    + FLOW.replace('class_mode="categorical"', "**options")
    + "print(confusion_matrix(test.classes, model.predict(test).argmax(1)))\n",
    "a function with options that nobody gives": "def load(**options):\n"
    + TEST.replace("ds = ", "    return ").replace("batch_size=8", "batch_size=8, **options")
    + "ds = load()\n"
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "prefetched": TEST + "ds = ds.map(scale).prefetch(2)\n" + PREDICTED + COMPREHENSION + REPORT,
    "cached before": "ds = data.cache()\n"
    "ds = tf.data.Dataset.from_tensor_slices((a, b)).cache().shuffle(100).batch(8)\n"
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "a loop": TEST
    + """\
labels = []
for images, batch in ds:
    labels.extend(batch.numpy())
"""
    + PREDICTED
    + REPORT,
    "in a function": TEST
    + """\
def evaluate(model, data):
    truth = tf.concat([y for _, y in data], axis=0)
    guess = tf.argmax(model.predict(data), axis=1)
    return tf.math.confusion_matrix(truth, guess)

evaluate(model, ds)
""",
    "two functions": TEST
    + """\
def truth(data):
    return np.array([y.numpy() for _, y in data.unbatch()])

labels = truth(ds)
"""
    + PREDICTED
    + REPORT,
    "compared by hand": TEST + PREDICTED + COMPREHENSION + "print((labels == predicted).mean())\n",
    "a report by keywords of another order": TEST
    + PREDICTED
    + COMPREHENSION
    + "print(classification_report(labels, predicted, target_names=names))\n",
    "classes of a flow": FLOW
    + "predicted = model.predict(test).argmax(1)\nprint(classification_report(test.classes, predicted))\n",
    "classes of a flow, an old model": FLOW
    + "predicted = np.argmax(model.predict_generator(test), 1)\n"
    + "print(accuracy_score(test.classes, predicted))\n",
    "classes in a variable": FLOW
    + """\
test.reset()
scores = model.predict(test, steps=len(test))
y_true = test.classes
y_pred = np.argmax(scores, axis=1)
cm = confusion_matrix(y_true, y_pred)
""",
}
SILENT = {
    "not shuffled": TEST.replace("batch_size", "shuffle=False, batch_size")
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "not shuffled, by a dictionary": 'options = {"shuffle": False}\n'
    + TEST.replace("batch_size", "**options, batch_size")
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "a function that is told": "def load(**options):\n"
    + TEST.replace("ds = ", "    return ").replace("batch_size=8", "batch_size=8, **options")
    + "ds = load(shuffle=False)\n"
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "a function that is told once": "def load(**options):\n"
    + TEST.replace("ds = ", "    return ").replace("batch_size=8", "batch_size=8, **options")
    + "ds = load(shuffle=False)\nother = load()\n"
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "shuffled or not": TEST.replace("batch_size", "shuffle=flag, batch_size")
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "both subsets": TEST.replace('"test"', '"d", seed=1, validation_split=0.2, subset="both"').replace(
        "ds =", "train, ds ="
    )
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "cached after": TEST + "ds = ds.cache()\n" + PREDICTED + COMPREHENSION + REPORT,
    "one order for good": "ds = tf.data.Dataset.from_tensor_slices((a, b))"
    ".shuffle(100, reshuffle_each_iteration=False).batch(8)\n" + PREDICTED + COMPREHENSION + REPORT,
    "not shuffled at all": "ds = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)\n"
    + PREDICTED
    + COMPREHENSION
    + REPORT,
    "one loop": TEST
    + """\
labels, predicted = [], []
for images, batch in ds:
    predicted.extend(np.argmax(model.predict(images), axis=1))
    labels.extend(batch.numpy())
"""
    + REPORT,
    "other data": TEST
    + 'other = keras.utils.image_dataset_from_directory("test", batch_size=8)\n'
    + "labels = np.concatenate([y for x, y in other])\n"
    + PREDICTED
    + REPORT,
    "gathered first": TEST
    + """\
images = np.concatenate([x for x, y in ds])
predicted = model.predict(images).argmax(1)
"""
    + COMPREHENSION
    + REPORT,
    "only counted": TEST + PREDICTED + COMPREHENSION + "print(len(labels), len(predicted))\n",
    "compared with something else": TEST
    + PREDICTED
    + COMPREHENSION
    + "print(confusion_matrix(truth, predicted))\n",
    "the labels of one pass": TEST
    + """\
pairs = list(ds)
labels = np.concatenate([y for x, y in pairs])
predicted = np.concatenate([model.predict(x) for x, y in pairs])
"""
    + REPORT,
    "a flow in order": FLOW.replace('"categorical"', '"categorical", shuffle=False')
    + "predicted = model.predict(test).argmax(1)\nprint(classification_report(test.classes, predicted))\n",
    "a flow by flag": FLOW.replace('"categorical"', '"categorical", shuffle=flag')
    + "predicted = model.predict(test).argmax(1)\nprint(classification_report(test.classes, predicted))\n",
    "classes of other data": FLOW
    + """\
train = generator.flow_from_directory("train")
predicted = model.predict(test).argmax(1)
print(classification_report(train.classes, predicted))
""",
    "a flow of a class of its own": """
        from mine import Loader
        test = Loader().flow_from_directory("test")
        predicted = model.predict(test).argmax(1)
        print(classification_report(test.classes, predicted))
    """,
    "a parameter": """
        def evaluate(model, data):
            truth = tf.concat([y for _, y in data], axis=0)
            guess = tf.argmax(model.predict(data), axis=1)
            return tf.math.confusion_matrix(truth, guess)
    """,
    "some of it": TEST + "ds = ds.take(4)\n" + PREDICTED + COMPREHENSION + REPORT,
    "no model": TEST + "predicted = np.argmax(net.predict(ds), axis=1)\n" + COMPREHENSION + REPORT,
}


@pytest.mark.parametrize("code", FIRING.values(), ids=FIRING)
def test_firing(code: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = lint(HEAD + dedent(code), target, "TFC220")
        assert found.endswith("error")


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC220") == []


@pytest.mark.parametrize("data", [TEST, TEST.replace("batch_size", "shuffle=True, batch_size")])
def test_loaded_in_order(data: str) -> None:
    code = HEAD + data + PREDICTED + COMPREHENSION + REPORT
    after = fix(code, only="TFC220", unsafe=True)
    assert "shuffle=False" in after
    assert "shuffle=True" not in after
    assert lint(after, only="TFC220") == []
    assert fix(code, only="TFC220") == code


@pytest.mark.parametrize(
    "data",
    [
        TEST + "model.fit(ds)\n",
        "ds = tf.data.Dataset.from_tensor_slices((a, b)).shuffle(100).batch(8)\n",
    ],
)
def test_by_hand(data: str) -> None:
    code = HEAD + data + PREDICTED + COMPREHENSION + REPORT
    assert fix(code, only="TFC220", unsafe=True) == code
    [found] = findings(code, only="TFC220")
    assert found.fix is not None
    assert found.fix.title == "gather labels and predictions in one loop over the data"


def test_message() -> None:
    [found] = findings(HEAD + TEST + PREDICTED + COMPREHENSION + REPORT, only="TFC220")
    assert found.message == (
        "these labels come from another pass over the data than the predictions, and "
        "image_dataset_from_directory (line 7) gives each pass an order of its own: "
        "each prediction is compared with the label of another example"
    )
