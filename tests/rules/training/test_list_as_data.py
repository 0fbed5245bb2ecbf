"""list-as-data: Python lists and numbers where Keras 3 takes arrays."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""

# What is wrapped stands in « ».
BECOMES = {
    "one number": "print(model.predict(«[6]»))",
    "negative": "model.predict(«[-1.5]»)",
    "a row": "model.predict(«[[1, 2, 3]]»)",
    "a tuple": "model.predict(«(6, 7)»)",
    "by name": "model.predict(x=«[6]»)",
    "more arguments": "model.predict(«[6]», verbose=0)",
    "a variable": """
        xs = [1.0, 2.0, 3.0]
        model.evaluate(«xs», «xs»)
    """,
    "both": "model.fit(«[1, 2]», «[3, 4]», epochs=5)",
    "labels only": "model.fit(np.ones((2, 1)), «[0, 1]»)",
    "filled in a loop": """
        labels = []
        for name in names:
            labels.append(int(name))
        model.fit(images, «labels»)
    """,
    "a comprehension": "model.fit(images, «[float(row[0]) for row in rows]»)",
    "counted": "model.predict(«list(range(10))»)",
    "sums": "model.predict(«[1] + [2]»)",
    "an array as a list": "model.predict(«np.ones((2, 1)).tolist()»)",
    "repeated": "model.fit(«[[0.0] * 4]», «[0.0] * 1»)",
    "repeated in a variable": """
        xs = [[0.0] * 4] * 8
        model.fit(«xs», «[1] * len(names)»)
    """,
    "what a function gets": """
        def show(model, value):
            return model.predict(«value»)

        show(model, [6])
    """,
    "the list of a loop": """
        for pair in ([1, 2], [3, 4]):
            model.predict(«pair»)
    """,
}
BY_HAND = {
    "the other is a list of arrays": "model.fit([np.ones(3)], [0, 1])",
    "the other is a list of what is not known": "model.fit([a, b], [0, 1])",
    "the other is a list that is repeated by what is not known": "model.fit([[0.0] * n], [0, 1])",
    "the other is a list on some way": """
        xs = [a] if small else load()
        model.fit(xs, [0, 1])
    """,
    "a list of what is not known": "model.fit(x.tolist(), y.values.tolist())",
    "a number": "model.predict(6)",
    "rows of several lengths": "model.predict([[1, 2], [3]])",
    "rows whose lengths are not known": "model.predict([list(range(n)) for n in sizes])",
    "an array among them": "model.predict([image, 1])",
    "unpacked": 'model.predict(**{"x": [6]})',
    "several inputs": """
        a, b = keras.Input((1,)), keras.Input((1,))
        two = keras.Model([a, b], keras.layers.Add()([a, b]))
        two.predict([[1.0], [2.0]])
    """,
}
SILENT = {
    "repeated by an array": "model.predict([0.0] * np.array([4]))",
    "a list of an image, repeated": "model.predict([image] * 4)",
    "an array": "model.predict(np.array([6]))",
    "a list of arrays": "model.predict([np.array([6.0])])",
    "a tensor": "model.predict(tf.constant([6.0]))",
    "a list of an image": "model.predict([image])",
    "a list of what is not known": "model.fit([a, b], y)",
    "an array that was a list": """
        xs = [1.0, 2.0]
        xs = np.asarray(xs)
        model.predict(xs)
    """,
    "filled with arrays": """
        images = []
        for name in names:
            images.append(load(name))
        model.predict(images)
    """,
    "an empty list": "model.predict([])",
    "a list on some way only": """
        xs = [1.0] if small else load()
        model.predict(xs)
    """,
    "a parameter": """
        def show(value):
            return model.predict(value)
    """,
    "a parameter that gets an array from some caller": """
        def show(value):
            return model.predict(value)

        show([6])
        show(np.array([6]))
    """,
    "a loop over what is not known": """
        for value in values:
            model.predict(value)
    """,
    "sums that may be those of arrays": "model.predict([np.sum(x, axis=0)])",
    "one array for each input": "model.predict([np.ones(3), np.ones(3)])",
    "None": "model.fit(dataset, None)",
    "a dictionary of arrays": 'model.predict({"a": np.ones(3)})',
    "other arguments": "model.fit(x, y, 32, 10, verbose=1, class_weight=[1.0, 2.0])",
    "other methods": "model.predict_on_batch([6])",
    "another library's model": """
        from sklearn.linear_model import LinearRegression
        regression = LinearRegression().fit([[1], [2]], [1, 2])
        regression.predict([[6]])
    """,
    "no model that is known": "other.predict([6])",
    "its own predict": """
        class Mine(keras.Model):
            def predict(self, x):
                return super().predict(np.array(x))

        Mine().predict([6])
    """,
    "the error is waited for": """
        with pytest.raises(ValueError):
            model.predict([6])
    """,
    "the error is caught": """
        try:
            model.predict([6])
        except ValueError:
            model.predict(np.array([6]))
    """,
    "under a test of the version": """
        if tf.__version__.startswith("2.15"):
            model.predict([6])
    """,
    "unknown arguments": "model.predict(*args)",
    "a path": """
        from pathlib import Path
        model.predict(Path("x"))
    """,
    "a list that is emptied": """
        xs = [1]
        xs.clear()
        xs.append(image)
        model.predict(xs)
    """,
}


@pytest.mark.parametrize("code", BECOMES.values(), ids=BECOMES)
def test_wrapped(code: str) -> None:
    before = HEAD + dedent(code).translate({ord("«"): "", ord("»"): ""})
    after = HEAD + dedent(code).translate({ord("«"): "np.array(", ord("»"): ")"})
    assert fix(before, only="TFC718") == after
    assert {found.severity.value for found in findings(before, only="TFC718")} == {"error"}


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC718")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC718") == []


def test_texts_become_a_tensor() -> None:
    code = 'from tensorflow import keras\nmodel = keras.Sequential()\nmodel.predict(["a", "b"])\n'
    after = (
        "import tensorflow as tf\nfrom tensorflow import keras\n"
        'model = keras.Sequential()\nmodel.predict(tf.constant(["a", "b"]))\n'
    )
    assert fix(code, only="TFC718") == after


def test_numpy_is_imported() -> None:
    code = "import keras\nmodel = keras.Sequential()\nmodel.predict([6])\n"
    after = "import keras\nimport numpy as np\nmodel = keras.Sequential()\nmodel.predict(np.array([6]))\n"
    assert fix(code, only="TFC718") == after


def test_numpy_cannot_be_imported() -> None:
    code = "import keras\nnp = 3\nmodel = keras.Sequential()\nmodel.predict([6])\n"
    [found] = findings(code, only="TFC718")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize(
    ("code", "severity"),
    {
        "model.predict([6])": None,
        "model.fit([1, 2], [3, 4])": None,
        "model.fit(images, [3, 4])": None,
        "model.fit(np.ones(2), [3, 4])": "error",
        "model.fit([1, 2], np.ones(2))": "error",
        "model.predict(6)": "error",
    }.items(),
)
def test_keras2(code: str, severity: str | None) -> None:
    assert [found.severity.value for found in findings(HEAD + code, "keras2", "TFC718")] == (
        [severity] if severity else []
    )


def test_message() -> None:
    [found] = findings(HEAD + "model.fit([1, 2], [3, 4])", "both", "TFC718")
    assert found.message == (
        "x and y are Python lists: Keras 2 (TensorFlow 2.15) makes an array of a list; "
        "Keras 3 (TensorFlow 2.21) raises ValueError: Unrecognized data type"
    )


def test_numbers_are_not_called_lists() -> None:
    (found,) = findings(HEAD + "model.fit(1, 2)\n", only="TFC718")
    assert found.message.startswith("x and y are Python data, no arrays: ")
