"""model-in-loop: another model in each pass."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint
from tflint_ckpt.rules.memory.model_in_loop import ModelInLoop

HEAD = """\
import gc
from sklearn.model_selection import GroupShuffleSplit, KFold, RepeatedKFold, StratifiedKFold
from sklearn.model_selection import StratifiedShuffleSplit
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
    "splits, many": """
        for train, test in StratifiedShuffleSplit(n_splits=50, test_size=0.2).split(x, y):
            model = build()
            model.fit(x[train], y[train])
    """,
    "folds, repeated": """
        for train, test in RepeatedKFold(n_splits=5, n_repeats=10).split(x):
            model = build()
            model.fit(x[train], y[train])
    """,
    "folds, repeated as often as they are by default": """
        for train, test in RepeatedKFold(n_splits=5).split(x):
            model = build()
            model.fit(x[train], y[train])
    """,
    "its scores are kept": """
        scores, names = [], {}
        for units in choices:
            model = build(units)
            history = model.fit(x, y)
            scores.append(history.history["loss"][-1])
            scores.append(model.evaluate(x, y))
            names[units] = model.name
    """,
    "cleared in another function": """
        def reset():
            keras.backend.clear_session()

        def search():
            for units in choices:
                model = build(units)
                model.fit(x, y)
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
    "cleared after the loop": """
        def search(choices):
            for units in choices:
                model = build(units)
                model.fit(x, y)
            keras.backend.clear_session()
    """,
    "cleared before the loop": """
        keras.backend.clear_session()
        for units in choices:
            model = build(units)
            model.fit(x, y)
    """,
    "cleared by what builds it": """
        def fresh():
            keras.backend.clear_session()
            model = keras.Sequential([keras.layers.Dense(1)])
            model.compile("adam", "mse")
            return model

        for trial in range(100):
            model = fresh()
            model.fit(x, y)
    """,
    "splits": """
        for train, _ in StratifiedShuffleSplit(n_splits=10, test_size=0.2).split(x, y):
            model = build()
            model.fit(x[train], y[train])
    """,
    "splits by default": """
        for train, _ in GroupShuffleSplit().split(x, y, groups):
            model = build()
            model.fit(x[train], y[train])
    """,
    "folds, repeated twice": """
        folds = RepeatedKFold(n_splits=5, n_repeats=2)
        for train, _ in folds.split(x):
            model = build()
            model.fit(x[train], y[train])
    """,
    "splits, as many as an option says": """
        for train, _ in StratifiedShuffleSplit(n_splits=args.splits).split(x, y):
            model = build()
            model.fit(x[train], y[train])
    """,
    "an ensemble": """
        members = []
        for seed in seeds:
            model = build()
            model.fit(x, y)
            members.append(model)
    """,
    "an ensemble, with its scores": """
        for seed in seeds:
            model = build()
            model.fit(x, y)
            members.append((seed, model, model.evaluate(x, y)))
    """,
    "by name": """
        models = {}
        for name in names:
            model = build()
            model.fit(x, y)
            models[name] = model
    """,
    "in place": """
        for number, name in enumerate(names):
            models[number] = build()
            models[number].fit(x, y)
    """,
    "in an attribute": """
        class Ensemble:
            def fit(self, x, y):
                for member in self.members:
                    net = build()
                    member.net = net
                    net.fit(x, y)
    """,
    "in a dictionary of dictionaries": """
        for name in names:
            model = build()
            model.fit(x, y)
            found.update({name: {"model": model}})
    """,
    "yielded": """
        def members():
            for seed in seeds:
                model = build()
                model.fit(x, y)
                yield model
    """,
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


def test_is_switched_on_by_all_or_by_name() -> None:
    assert ModelInLoop.presets == ()


def test_message() -> None:
    [found] = findings(HEAD + dedent(FIRING["built by a function"]), only="TFC307")
    assert found.message == (
        "each pass of the loop (line 11) builds and trains another model, and part of each stays in memory"
    )
