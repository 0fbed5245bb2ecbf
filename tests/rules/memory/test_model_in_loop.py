"""model-in-loop: another model in each pass."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint

HEAD = """\
import gc
from sklearn.model_selection import KFold, StratifiedKFold
from tensorflow import keras

def build(units=8):
    model = keras.Sequential([keras.layers.Dense(units)])
    model.compile("adam", "mse")
    return model
"""

FIRING = {
    "built by a function": """
        for trial in range(100):
            model = build()
            model.fit(x, y, epochs=5)
    """,
    "built in place": """
        for seed in seeds:
            model = keras.Sequential([keras.layers.Dense(1)])
            model.compile("adam", "mse")
            model.fit(x, y)
    """,
    "while": """
        while True:
            model = build()
            model.fit(x, y)
            if good(model):
                break
    """,
    "folds, many": """
        for train, test in KFold(n_splits=20).split(x):
            model = build()
            model.fit(x[train], y[train])
    """,
    "a search in a function": """
        def search(choices):
            best = None
            for units in choices:
                model = build(units)
                history = model.fit(x, y)
                best = better(best, history)
            return best
    """,
    "functional": """
        for units in choices:
            i = keras.Input((4,))
            net = keras.Model(i, keras.layers.Dense(units)(i))
            net.compile("adam", "mse")
            net.fit(x, y)
    """,
}
SILENT = {
    "one model": "model = build()\nfor epoch in range(100):\n    model.fit(x, y, initial_epoch=epoch)\n",
    "a few": "for units in [8, 16, 32]:\n    model = build(units)\n    model.fit(x, y)\n",
    "a few, counted": "for trial in range(5):\n    model = build()\n    model.fit(x, y)\n",
    "folds": "for train, _ in KFold(n_splits=5).split(x):\n    model = build()\n    model.fit(x[train])\n",
    "folds, of a variable": """
        folds = StratifiedKFold(5, shuffle=True)
        for number, (train, test) in enumerate(folds.split(x, y)):
            model = build()
            model.fit(x[train], y[train])
    """,
    "folds by default": "for train, _ in KFold().split(x):\n    model = build()\n    model.fit(x[train])\n",
    "cleared": """
        for trial in range(100):
            keras.backend.clear_session()
            model = build()
            model.fit(x, y)
    """,
    "collected": "for trial in range(100):\n    model = build()\n    model.fit(x, y)\n    gc.collect()\n",
    "deleted": "for trial in range(100):\n    model = build()\n    model.fit(x, y)\n    del model\n",
    "built, and not trained": "for trial in range(100):\n    model = build()\n    model.summary()\n",
    "a fit in a function": """
        def train(units):
            model = build(units)
            model.fit(x, y)

        for units in choices:
            train(units)
    """,
    "built anew at times": """
        model = build()
        for trial in range(100):
            if worse(model):
                model = build()
            model.fit(x, y)
    """,
    "another library's model": """
        from sklearn.linear_model import LinearRegression
        for trial in range(100):
            LinearRegression().fit(x, y)
    """,
    "a model that is not known": "for trial in range(100):\n    model = make()\n    model.fit(x, y)\n",
    "loaded before": """
        models = [build() for _ in range(100)]
        for model in models:
            model.fit(x, y)
    """,
}


@pytest.mark.parametrize("code", FIRING.values(), ids=FIRING)
def test_firing(code: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = lint(HEAD + dedent(code), target, "TFC307")
        assert found.endswith("info")


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC307") == []


def test_message() -> None:
    [found] = findings(HEAD + dedent(FIRING["built by a function"]), only="TFC307")
    assert found.message == (
        "each pass of the loop (line 10) builds and trains another model, and part of each stays in memory"
    )
