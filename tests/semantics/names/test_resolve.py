"""Which API an expression is, after all that a file may do to a name."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked

IMPORTS = [
    ("import keras\nshow(keras.Model)", "keras.Model"),
    ("import keras.layers\nshow(keras.layers.Dense)", "keras.layers.Dense"),
    ("import keras.layers as L\nshow(L.Dense)", "keras.layers.Dense"),
    ("from tensorflow import keras\nimport keras.layers\nshow(keras.Model)", "keras.Model"),
    ("import mine as k\nimport keras as k\nshow(k.Model)", "keras.Model"),
    ("import keras as k\nimport mine as k\nshow(k.Model)", "mine.Model"),
    ("from . import keras\nshow(keras.Model)", ".keras.Model"),
    ("try:\n    import keras\nexcept ImportError:\n    import mine as keras\nshow(keras.Model)", None),
    ("try:\n    import keras\nexcept ImportError:\n    keras = None\nshow(keras.Model)", "keras.Model"),
    ("def f():\n    import keras\nshow(keras.Model)", None),
    ("def f():\n    global keras\n    import keras\ndef g(): show(keras.Model)", "keras.Model"),
    ("import importlib\nkeras = importlib.import_module('keras')\nshow(keras.Model)", None),
]
# What else the name may be there; ``keras`` is imported first.
NAMES = [
    ("k = keras\nshow(k.Model)", "keras.Model"),
    ("L, M = keras.layers, keras.models\nshow(M.Model)", "keras.models.Model"),
    ("*L, M = keras.layers, keras.models\nshow(M.Model)", "keras.models.Model"),
    ("*L, M = keras.layers, keras.models\nshow(L.Dense)", None),
    ("D = keras.layers.Dense if c else keras.layers.LSTM\nshow(D)", None),
    ("keras = 3\nshow(keras.Model)", None),
    ("if c: keras = other\nshow(keras.Model)", None),
    ("keras += 1\nshow(keras.Model)", None),
    ("del keras\nshow(keras.Model)", None),
    ("for keras in x: show(keras.Model)", None),
    ("with x as keras: show(keras.Model)", None),
    ("if (keras := x): show(keras.Model)", None),
    ("try: pass\nexcept E as keras: show(keras.Model)", None),
    ("match x:\n    case keras: show(keras.Model)", None),
    ("match x:\n    case keras.Model(): show(keras.Model)", "keras.Model"),
    ("type keras = int\nshow(keras.Model)", None),
    ("def f[keras](x): show(keras.Model)", None),
    ("def f[T](x): show(keras.Model)", "keras.Model"),
    ("def f(keras): show(keras.Model)", None),
    ("def f(k=keras): show(k.Model)", None),
    ("f = lambda keras: show(keras.Model)", None),
    ("[show(keras.Model) for keras in x]", None),
    ("[keras for keras in x]\nshow(keras.Model)", "keras.Model"),
    ("def f():\n    show(keras.Model)\n    keras = 3", None),
    ("def f(): show(keras.Model)\nkeras = other", None),
    ("def f():\n    keras = 3\n    def g():\n        nonlocal keras\n        show(keras.Model)", None),
    ("def f():\n    keras = 3\n    def g():\n        global keras\n        show(keras.Model)", "keras.Model"),
    ("class A:\n    keras = 3\n    show(keras.Model)", None),
    ("class A:\n    keras = 3\n    def f(self): show(keras.Model)", "keras.Model"),
    ("class A:\n    keras = 3\n    x = [show(keras.Model) for i in y]", "keras.Model"),
    ("class A:\n    keras = 3\n    x = [i for i in show(keras.Model)]", None),
    ("def keras(): pass\nshow(keras.Model)", None),
    ("if c:\n    class keras: pass\nshow(keras.Model)", None),
]
# What is put in the place of an API.
REPLACED = [
    ("keras.Model = Mine\nshow(keras.Model)", None),
    ("keras.Model = Mine\nshow(keras.layers.Dense)", "keras.layers.Dense"),
    ("keras.layers = mine\nshow(keras.layers.Dense)", None),
    ("keras.layer = mine\nshow(keras.layers.Dense)", "keras.layers.Dense"),
    ("setattr(keras, 'Model', Mine)\nshow(keras.Model)", None),
    ("setattr(keras.layers, 'Dense', Mine)\nshow(keras.layers.Dense)", None),
    ("setattr(keras, name, Mine)\nshow(keras.Model)", "keras.Model"),
    ("def test_it(monkeypatch):\n    monkeypatch.setattr(keras, 'Model', Mine)\n    show(keras.Model)", None),
    ("m = keras.Model()\nsetattr(m, 'Model', 1)\nshow(keras.Model)", "keras.Model"),
]


@pytest.mark.parametrize(
    ("code", "expected"), [*IMPORTS, *((f"import keras\n{code}", said) for code, said in [*NAMES, *REPLACED])]
)
def test_which_it_is(code: str, expected: str | None) -> None:
    facts, node = marked(code)
    assert facts.resolve(node) == expected
