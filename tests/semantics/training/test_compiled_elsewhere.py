"""Which compiles are in effect where another file makes the model."""

from __future__ import annotations

import pytest

from tests.lint import module

HEAD = "import keras\nfrom models import build\nm = build()\n"
MADE = "import keras\ndef build():\n    m = keras.Sequential([keras.layers.Dense(1)])\n"
COMPILED = f"{MADE}    m.compile('adam', 'mse')\n    return m\n"
PLAIN = f"{MADE}    return m\n"

# What this file does with ``m``, the file that makes it, and the files with their compiles.
COMPILES: list[tuple[str, str, list[str] | None]] = [
    ("m.fit(x, epochs=3)", COMPILED, ["models.py"]),
    ("m.compile('sgd', 'mse')\nm.fit(x, epochs=3)", COMPILED, ["train.py"]),
    ("m.compile('sgd', 'mse')\nm.fit(x, epochs=3)", PLAIN, ["train.py"]),
    ("print(m)\nm.summary()\nm.fit(x, epochs=3)", COMPILED, ["models.py"]),
    ("def train(n):\n    n.fit(x, epochs=3)\ntrain(m)", COMPILED, ["models.py"]),
    # maybe another one, or none
    ("m.fit(x, epochs=3)", PLAIN, None),
    ("if t:\n    m.compile('sgd', 'mse')\nm.fit(x, epochs=3)", COMPILED, None),
    ("m.compile('sgd', 'mse')\nprepare(m)\nm.fit(x, epochs=3)", COMPILED, None),
    ("prepare(m)\nm.fit(x, epochs=3)", COMPILED, None),
    ("m.fit(x, epochs=3)", f"{MADE}    if t:\n        m.compile('adam', 'mse')\n    return m\n", None),
    ("m.fit(x, epochs=3)", f"{MADE}    m.compile('adam')\n    m.compile('sgd')\n    return m\n", None),
    ("m.fit(x, epochs=3)", f"{MADE}    m.compile('adam', 'mse')\n    prepare(m)\n    return m\n", None),
    ("m.fit(x, epochs=3)", f"{MADE}    prepare(m)\n    m.compile('adam', 'mse')\n    return m\n", None),
    (
        "m.fit(x, epochs=3)",
        f"{MADE}    return compiled(m)\ndef compiled(m):\n    m.compile('a')\n    return m",
        None,
    ),
]


# How the model is a part of what is returned there, and is taken out of that here.
WAYS = [
    ("m", "m = build()"),
    ("m, 1", "m, n = build()"),
    ("1, m", "m = build()[1]"),
    ("1, m", "made = build()\nm = made[1]"),
    ("{'m': m}", "made = build()\nm = made['m']"),
]


@pytest.mark.parametrize(("given", "taken"), WAYS)
@pytest.mark.parametrize(("code", "models", "expected"), COMPILES)
def test_compiles(code: str, models: str, expected: list[str] | None, given: str, taken: str) -> None:
    head = HEAD.replace("m = build()", taken)
    facts = module(head + code, models=models.replace("    return m\n", f"    return {given}\n"))
    (fit,) = facts.training.fits
    found = fit.compiles_everywhere
    assert ([each.module.path for each in found] if found is not None else None) == expected


def test_a_model_of_a_class_that_another_file_trains_itself() -> None:
    net = "import keras\nclass Net(keras.Model):\n    def train_step(self, data): return {}\n"
    facts = module(
        "from models import build\nm = build()\nm.fit(x, epochs=3)\n",
        models=f"{net}def build():\n    m = Net()\n    m.compile('adam', 'mse')\n    return m\n",
    )
    (fit,) = facts.training.fits
    assert fit.compiles_everywhere is None
