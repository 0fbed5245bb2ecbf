"""What rules ask of a file: calls of an API however it is reached, and which target counts at a place."""

from __future__ import annotations

import pytest

from tests.lint import module, target_of
from tests.semantics.marked import calls, marked
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.source import Source
from tflint_ckpt.target import Targets

HEAD = "from functools import partial\nfrom keras.layers import Dense, Conv2D\n"
# Code, and its calls of Dense: "p" for a partial, "i" where a class of the file leads to it.
CALLS = [
    ("Dense(1)\nConv2D(1, 2)", "Dense(1)"),
    ("partial(Dense, 1)", "p:partial(Dense, 1)"),
    ("partial(Conv2D, 1)", ""),
    ("partial(*Dense)", ""),
    ("partial()", ""),
    ("D = Dense\nD(1)", "D(1)"),
    ("class C(Dense): pass\nC(1)", "i:C(1)"),
    ("class C(Dense):\n    def __init__(self):\n        super().__init__(1)\nC()", "i:super().__init__(1)"),
    ("class C(Dense):\n    def build(self): super().build(1)", ""),
    ("class C(Conv2D): pass\nC(1)", ""),
    ("def f(Dense): Dense(1)", ""),
    ("x = [Dense]\nx[0](1)", ""),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: str) -> None:
    facts = module(f"{HEAD}{code}\n")
    found = list(facts.calls("keras.layers.Dense"))
    told = ["p:" * call.partial + "i:" * call.inherited + facts.text(call.node) for call in found]
    assert " ".join(told) == expected
    for call in found:
        again = facts.as_call(call.node, "keras.layers.Conv2D", "keras.layers.Dense")
        assert again is not None
        assert (again.name, again.arguments) == ("keras.layers.Dense", call.arguments)


def test_several_names_in_source_order() -> None:
    facts = module(f"{HEAD}Conv2D(1, 2)\nDense(1)\nConv2D(3, 4)\n")
    found = facts.calls("keras.layers.Dense", "keras.layers.Conv2D")
    assert [call.name.rpartition(".")[2] for call in found] == ["Conv2D", "Dense", "Conv2D"]
    assert facts.as_call(facts.facts.calls[0], "keras.layers.Dense") is None


ATTRIBUTES = [
    ("class A:\n    def __init__(self): self.x = 1\n    def f(self): show(self.x)", ["1"]),
    ("class A:\n    def __init__(self): self.x, self.y = f()\n    def f(self): show(self.y)", None),
    ("class A:\n    x = 1\nshow(A.x)", ["1"]),
    ("show(a.x)", None),
]


@pytest.mark.parametrize(("code", "expected"), ATTRIBUTES)
def test_values_of_attributes(code: str, expected: list[str] | None) -> None:
    facts, node = marked(code)
    found = facts.attribute_values(node)  # type: ignore[arg-type]
    assert (None if found is None else [facts.text(value) for value in found]) == expected


def test_parts_of_attributes() -> None:
    facts, node = marked(
        "class A:\n    def __init__(self): self.x, self.y = f()\n    def f(self): show(self.y)"
    )
    parts = facts.attribute_parts(node)  # type: ignore[arg-type]
    assert parts is not None
    assert [(facts.text(value), index) for value, index in parts] == [("f()", (1,))]


def on_two_kerases(code: str) -> Module:
    """*code* where ``keras`` runs on Keras 3, and ``tf.keras`` on Keras 2."""
    source = Source("train.py", f"import keras\nimport tensorflow as tf\nother = tf.keras\n{code}\n".encode())
    targets = Targets(target_of("keras3"), "TF_USE_LEGACY_KERAS")
    return Project([source.path], {source.path: source}.get, lambda source: targets).parse(source)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("show(tf.keras.layers.Dense(1))", 0),
        ("show(keras.layers.Dense(1))", 1),
        ("show(keras.layers.Dense(1)(tf.keras.Input((3,))))", 1),
        ("m = keras.Sequential()\nshow(m.fit(x))", 1),
        ("m = tf.keras.Sequential()\nshow(m.fit(x))", 0),
        ("m = keras.Sequential() if t else tf.keras.Sequential()\nshow(m.fit(x))", None),
        ("show(unknown.fit(x))", None),
    ],
)
def test_which_target_counts(code: str, expected: int | None) -> None:
    facts = on_two_kerases(code)
    assert len(facts.targets) == 2
    assert not facts.is_one_keras()
    (call,) = calls(facts, "show")
    assert facts.target_number(call.args[0].value) == expected


def test_one_target_counts_everywhere() -> None:
    facts, node = marked("import keras\nshow(unknown.fit(x))")
    assert facts.target_number(node) == 0
    assert facts.is_one_keras()
