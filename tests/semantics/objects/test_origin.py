"""Ways in which an object came about."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked

HEAD = "import keras\n"
MADE = [
    ("show(keras.Sequential())", True),
    ("class N(keras.Model): pass\nshow(N())", True),
    ("def b():\n    return keras.Sequential()\nshow(b())", True),
    ("show(keras.models.load_model('a'))", True),
    (
        "class C(keras.callbacks.Callback):\n    def on_train_end(self, logs=None):\n"
        "        show(self.model)",
        False,
    ),
    ("m = keras.Sequential()\nshow(m.layers[0])", False),
    ("def f(m: keras.Model):\n    show(m)", False),
]


@pytest.mark.parametrize(("code", "expected"), MADE)
def test_made(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    (origin,) = facts.objects.origins(node)
    assert origin.is_made is expected


def test_what_is_told_of_an_origin() -> None:
    facts, node = marked(f"{HEAD}class N(keras.Model): pass\ndef b():\n    return N()\nshow(b())")
    (origin,) = facts.objects.origins(node)
    assert (origin.name, facts.text(origin.node)) == ("keras.Model", "N()")
    assert [(facts.text(function.name), facts.text(call)) for function, call in origin.frames] == [
        ("b", "b()")
    ]  # type: ignore[attr-defined]
    assert origin.local is facts.facts.classes[0]
