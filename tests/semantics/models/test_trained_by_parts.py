"""Model classes whose training does not build them."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.models.trained_by_parts import is_made_of_parts, leaves_unbuilt, trains_only_parts

HEAD = "import keras\n"
STEP = "def train_step(self, data):\n    return self.generator(data)\n"

# Bodies of the class, and whether it trains only its parts.
BODIES = [
    (STEP, True),
    (f"def __init__(self, g):\n    super().__init__()\n    self.generator = g\n{STEP}", True),
    (f"def __init__(self, g):\n    super(N, self).__init__(name='n')\n{STEP}", True),
    (f"def compile(self, o):\n    super().compile()\n    self.o = o\n{STEP}", True),
    (f"{STEP}def test_step(self, data):\n    return self.generator(data)\n", True),
    ("def call(self, x): return x\n", False),
    ("def train_step(self, data):\n    return self(data)\n", False),
    ("def train_step(self, data):\n    return super().train_step(data)\n", False),
    (f"{STEP}def build(self, shape):\n    pass\n", False),
    (f"def __init__(self, g):\n    super().__init__()\n    self.build((None, 3))\n{STEP}", False),
    (f"def __init__(self, a, b):\n    super().__init__(inputs=a, outputs=b)\n{STEP}", False),
    (f"def __init__(self, g):\n    super().__init__()\n    prepare(self)\n{STEP}", False),
    ("if t:\n    def train_step(self, data):\n        return {}\n", False),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies(body: str, expected: bool) -> None:
    facts = module(f"{HEAD}class N(keras.Model):\n{indent(body, '    ')}")
    assert trains_only_parts(facts, facts.facts.classes[0]) is expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("class N(keras.Model):", True),
        ("class N(keras.Sequential):", False),
        ("class N(Base):", False),
        ("class N(keras.Model, Mixin):", False),
        ("@register\nclass N(keras.Model):", False),
    ],
)
def test_bases(head: str, expected: bool) -> None:
    facts = module(f"{HEAD}{head}\n{indent(STEP, '    ')}")
    assert trains_only_parts(facts, facts.facts.classes[-1]) is expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [("N(g)", True), ("N(inputs=a, outputs=b)", False), ("N(*given)", False), ("N(**given)", False)],
)
def test_objects(made: str, expected: bool) -> None:
    facts = module(f"{HEAD}class N(keras.Model):\n{indent(STEP, '    ')}n = {made}\n")
    (call,) = calls(facts, "N")
    assert is_made_of_parts(facts, facts.facts.classes[0], call) is expected
    assert is_made_of_parts(facts, facts.facts.classes[0], None) is False


OWN = f"{STEP}def test_step(self, data):\n    return {{}}\n"
CALLS = [
    (STEP, "n.fit(x)", True),
    (STEP, "n.train_on_batch(x)", True),
    (STEP, "n.fit(x, epochs=3, callbacks=[c])", True),
    (STEP, "n.fit(x, validation_data=v)", False),
    (STEP, "n.fit(x, y, 32, 1, 1, None, 0.1)", False),
    (STEP, "n.fit(**k)", False),
    (STEP, "n.evaluate(x)", False),
    (STEP, "n.predict(x)", False),
    (OWN, "n.fit(x, validation_data=v)", True),
    (OWN, "n.evaluate(x)", True),
]


@pytest.mark.parametrize(("body", "call", "expected"), CALLS)
def test_calls(body: str, call: str, expected: bool) -> None:
    facts = module(f"{HEAD}class N(keras.Model):\n{indent(body, '    ')}{call}\n")
    assert leaves_unbuilt(facts, facts.facts.classes[0], facts.facts.calls[-1]) is expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("self.model.generator(x)", True),
        ("self.model(x)", False),
        ("show(self.model)", False),
        ("self.model.build(s)", False),
    ],
)
def test_a_callback_that_uses_the_model(use: str, expected: bool) -> None:
    facts = module(
        f"{HEAD}class N(keras.Model):\n{indent(STEP, '    ')}class C(keras.callbacks.Callback):\n"
        f"    def on_epoch_end(self, epoch, logs=None):\n        {use}\nn.fit(x, callbacks=[C()])\n"
    )
    (fit,) = calls(facts, "fit")
    assert leaves_unbuilt(facts, facts.facts.classes[0], fit) is expected
