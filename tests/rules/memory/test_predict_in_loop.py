"""predict-in-loop: predict of one sample, again and again."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.models.load_model("m.keras")
"""

SAMPLES = {
    "expanded": "np.expand_dims(x, 0)",
    "expanded by name": "np.expand_dims(x, axis=0)",
    "a tensor": "tf.expand_dims(x, 0)",
    "reshaped": "x.reshape(1, -1)",
    "reshaped to a tuple": "x.reshape((1, 28, 28))",
    "reshaped by NumPy": "np.reshape(x, (1, 4))",
    "a new axis": "x[np.newaxis, ...]",
    "None": "x[None]",
    "a slice of one": "images[i:i + 1]",
    "a list of one": "np.array([x])",
    "cast": 'np.expand_dims(x, 0).astype("float32")',
    "noise": "np.random.normal(0, 1, size=(1, 100))",
    "zeros": "np.zeros((1, 10))",
}
FIRING = {
    "a variable": """
        for name in names:
            image = load(name)
            batch = np.expand_dims(image, 0)
            print(model.predict(batch))
    """,
    "a while": """
        while not done:
            action = model.predict(state.reshape(1, -1))
    """,
    "shown at the end": """
        import matplotlib.pyplot as plt
        for x in many:
            plt.plot(model.predict(np.expand_dims(x, 0))[0])
        plt.show()
    """,
    "a window that waits for nobody": """
        import cv2
        for x in many:
            cv2.imshow("found", model.predict(np.expand_dims(x, 0)))
            cv2.waitKey(1)
    """,
    "many that are drawn": """
        some = np.random.choice(len(images), size=60)
        for i in some:
            model.predict(images[i:i + 1])
    """,
    "a comprehension": "found = [model.predict(x[None]) for x in images]\n",
    "a range of many": "for i in range(100):\n    model.predict(images[i:i + 1])\n",
    "a function that a loop calls": """
        def act(state):
            return np.argmax(model.predict(np.array([state])))

        for episode in range(episodes):
            act(state)
    """,
    "a function that gets the model": """
        def play(agent, steps):
            for _ in range(steps):
                agent.predict(np.array([state]))

        play(model, 60)
    """,
    "a method": """
        class Agent:
            def __init__(self):
                self.model = keras.Sequential([keras.layers.Dense(2)])

            def act(self, state):
                return self.model.predict(np.reshape(state, (1, 4)))

        agent = Agent()
        for step in range(1000):
            agent.act(state)
    """,
    "the model of a callback": """
        class Generator(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                tokens = [1]
                while len(tokens) < 100:
                    tokens.append(sample(self.model.predict(np.array([tokens]))))
    """,
}
SILENT = {
    "a model of its own for each pass": """
        for fold in folds:
            net = keras.Sequential([keras.layers.Dense(1)])
            net.compile("adam", "mse")
            net.fit(fold, fold)
            print(net.predict(np.expand_dims(fold[0], 0)))
    """,
    "a model of its own, from elsewhere": """
        from nets import build
        for fold in folds:
            net = build(len(fold))
            net.compile("adam", "mse")
            print(net.predict(np.expand_dims(fold[0], 0)))
    """,
    "a model of its own, from a function": """
        def build():
            return keras.Sequential([keras.layers.Dense(1)])
        for fold in folds:
            net = build()
            print(net.predict(np.expand_dims(fold[0], 0)))
    """,
    "no loop": "model.predict(np.expand_dims(x, 0))\n",
    "all at once": "for fold in folds:\n    model.predict(images)\n",
    "batches": "for images, labels in dataset:\n    model.predict(images)\n",
    "a batch of several": "for x in many:\n    model.predict(x.reshape(32, -1))\n",
    "reshaped to what is not known": "for x in many:\n    model.predict(x.reshape(n, -1))\n",
    "reshaped to a column": "for x in many:\n    model.predict(x.reshape(-1, 1))\n",
    "another axis": "for x in many:\n    model.predict(np.expand_dims(x, -1))\n",
    "a person answers": """
        while True:
            x = encode(input())
            print(model.predict(np.expand_dims(x, 0)))
    """,
    "a person looks at each": """
        import matplotlib.pyplot as plt
        for x in many:
            plt.imshow(x)
            plt.show()
            print(model.predict(np.expand_dims(x, 0)))
    """,
    "a person presses a key": """
        import cv2
        for x in many:
            found = model.predict(np.expand_dims(x, 0))
            cv2.imshow("found", found)
            if cv2.waitKey(0) == ord("q"):
                break
    """,
    "one pass": "for x in many:\n    show(model.predict(np.expand_dims(x, 0)))\n    break\n",
    "another backend": """
        import os
        os.environ["KERAS_BACKEND"] = "jax"
        for x in many:
            model.predict(np.expand_dims(x, 0))
    """,
    "a few passes": "for i in range(5):\n    model.predict(images[i:i + 1])\n",
    "a few names": "for name in ['a', 'b', 'c']:\n    model.predict(np.expand_dims(load(name), 0))\n",
    "a few with numbers": "for i, x in enumerate(['a']):\n    model.predict(np.expand_dims(load(x), 0))\n",
    "the direct call": "for x in many:\n    model(np.expand_dims(x, 0), training=False)\n",
    "a call for a batch": "for x in many:\n    model.predict_on_batch(np.expand_dims(x, 0))\n",
    "one sample or many": "for x in many:\n    x = x[None] if x.ndim == 3 else x\n    model.predict(x)\n",
    "a function that is called outside too": """
        def act(state):
            return model.predict(np.array([state]))

        act(first)
        for state in states:
            act(state)
    """,
    "a function that nobody is seen to call": """
        def act(state):
            return model.predict(np.array([state]))
    """,
    "a function that is defined in a loop": """
        for name in names:
            def show(x):
                return model.predict(np.expand_dims(x, 0))
    """,
    "the iterable of a loop": "for x in model.predict(np.expand_dims(image, 0)):\n    print(x)\n",
    "after the loop": "for x in many:\n    pass\nelse:\n    model.predict(np.expand_dims(x, 0))\n",
    "several inputs": "for a, b in many:\n    model.predict([a, b])\n",
    "another library's model": """
        from sklearn.svm import SVC
        classifier = SVC().fit(x, y)
        for row in rows:
            classifier.predict(row.reshape(1, -1))
    """,
    "a few that are drawn": """
        some = np.random.choice(range(len(many)), size=6)
        for i, ax in zip(some, axes):
            model.predict(many[i:i + 1])
    """,
    "a program without eager execution": """
        if tf.__version__.startswith("2"):
            import tensorflow.compat.v1 as tf
            tf.disable_eager_execution()
        for x in many:
            model.predict(np.expand_dims(x, 0))
    """,
    "no model that is known": "for x in many:\n    net.predict(np.expand_dims(x, 0))\n",
    "its own predict": """
        class Mine(keras.Model):
            def predict(self, x):
                return self(x)

        mine = Mine()
        for x in many:
            mine.predict(np.expand_dims(x, 0))
    """,
}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_samples(sample: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = lint(
            f"{HEAD}for i, x in enumerate(images):\n    model.predict({sample})\n", target, "TFC306"
        )
        assert found.endswith("warning")


@pytest.mark.parametrize("code", FIRING.values(), ids=FIRING)
def test_firing(code: str) -> None:
    assert len(lint(HEAD + dedent(code), only="TFC306")) == 1


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC306") == []


def test_message() -> None:
    [found] = findings(HEAD + "for x in images:\n    model.predict(x[None])\n", only="TFC306")
    assert found.message == (
        "predict in a loop (line 5) sets up an input pipeline for each sample: "
        "some 0.1 s a call, many times what a small model takes"
    )


CARRIED = {
    "text": """
        text = list(start)
        for i in range(400):
            x = np.zeros((1, 40, 60))
            for t, letter in enumerate(text):
                x[0, t, letter] = 1.0
            preds = model.predict(x[0][None])[0]
            text = text[1:] + [np.argmax(preds)]
    """,
    "tokens": """
        while len(tokens) < limit:
            probabilities = model.predict(np.array([tokens]))[0]
            tokens.append(int(np.argmax(probabilities)))
    """,
    "a series": """
        for day in range(43):
            result = model.predict(np.array(window).reshape(1, 7, 5)).reshape(-1)
            window = np.concatenate((window[1:], result.reshape(1, 5)), axis=0)
    """,
    "a game": """
        while not done:
            action = np.argmax(model.predict(state[None]))
            state, reward, done = env.step(action)
    """,
    "faces in what a camera shows": """
        import cv2
        camera = cv2.VideoCapture(0)
        while True:
            found, frame = camera.read()
            for x, y in faces(frame):
                mood = model.predict(np.expand_dims(frame[y:, x:], 0))
    """,
    "a function that gets what it gave": """
        def following(notes, model, temperature=1.0):
            return int(np.argmax(model.predict(tf.expand_dims(notes, 0))[0]))

        for _ in range(120):
            note = following(notes, model, 2.0)
            notes = np.append(notes[1:], [note], axis=0)
    """,
    "a camera": """
        import cv2
        camera = cv2.VideoCapture(0)
        while True:
            found, frame = camera.read()
            boxes = model.predict(np.expand_dims(frame, 0))
    """,
}


@pytest.mark.parametrize("code", CARRIED.values(), ids=CARRIED)
def test_samples_that_cannot_be_gathered(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC306")
    assert found.severity.value == ("info" if "camera" in code else "warning")
    assert found.fix is not None and found.fix.title.startswith("call predict_on_batch: ")


APART = {
    "a function that gets one image after another": """
        def act(image):
            return np.argmax(model.predict(image[None]))

        results = []
        for name in names:
            results.append(act(load(name)))
    """,
    "results": """
        results = []
        for name in names:
            image = load(name)
            results.append(model.predict(image[None]))
    """,
    "a picture drawn on": """
        for name in names:
            image = load(name)
            mask = model.predict(np.expand_dims(image, 0))
            image = draw(image, mask)
    """,
    "a sum": """
        total = 0
        for image in images:
            total += model.predict(image[None])[0]
    """,
    "the place of the next": """
        for i in range(len(images)):
            scores[i] = model.predict(images[i:i + 1])
    """,
    "a file that is read": """
        file = open("names.txt")
        for _ in range(99):
            image = load(file.read(9))
            print(model.predict(image[None]))
    """,
}


@pytest.mark.parametrize("code", APART.values(), ids=APART)
def test_samples_that_can(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC306")
    assert found.severity.value == "warning"
    assert found.fix is not None and found.fix.title.startswith("predict all samples at once")
