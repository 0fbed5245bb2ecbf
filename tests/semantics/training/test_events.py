"""What happens to models, which one it is, and in which order."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.training.events import Layers, calls_of, happens_before, is_same, switches

HEAD = (
    "import keras\nfrom keras.layers import BatchNormalization\nm = keras.Sequential()\n"
    "n = keras.Sequential()\n"
)

# The one switch of some code: whether it sets free, and which layers a loop reaches.
SWITCHES: list[tuple[str, bool | None, Layers | None]] = [
    ("m.trainable = False", False, None),
    ("m.trainable = True", True, None),
    ("m.layers[0].trainable = False", False, None),
    ("setattr(m, 'trainable', False)", False, None),
    ("m.trainable = flag", None, None),
    ("m.trainable = True if t else False", None, None),
    ("def f(flag):\n    m.trainable = flag\nf(False)", False, None),
    ("for layer in m.layers:\n    layer.trainable = False", False, Layers()),
    ("for layer in m.layers[:-4]:\n    layer.trainable = False", False, Layers(some=True)),
    (
        "for layer in m.layers:\n    if layer.name in names:\n        layer.trainable = False",
        False,
        Layers(some=True),
    ),
    (
        "for layer in m.layers:\n    if not isinstance(layer, BatchNormalization):\n"
        "        layer.trainable = False",
        False,
        Layers("BatchNormalization"),
    ),
    (
        "for layer in m.layers:\n    if not isinstance(layer, BatchNormalization):\n        pass\n"
        "    else:\n        layer.trainable = False",
        False,
        Layers(some=True),
    ),
    (
        "for layer in m.layers:\n    if t:\n        break\n    layer.trainable = False",
        False,
        Layers(some=True),
    ),
    ("for layer in others:\n    layer.trainable = False", False, None),
    ("layer = m.get_layer('a')\nlayer.trainable = False", False, None),
    ("for i, layer in enumerate(m.layers):\n    layer.trainable = i > 9", None, None),
]


@pytest.mark.parametrize(("code", "freed", "layers"), SWITCHES)
def test_switches(code: str, freed: bool | None, layers: Layers | None) -> None:
    ((event, value),) = switches(module(HEAD + code))
    assert (value, event.layers) == (freed, layers)


# Code, and how many switches there are in what its calls run.
RUN = [
    ("def f(x, on=False):\n    if on:\n        x.trainable = False\n", "f(m)", 0),
    ("def f(x, on=False):\n    if on:\n        x.trainable = False\n", "f(m, True)", 1),
    ("def f(x, on=False):\n    if on:\n        x.trainable = False\n", "f(m, flag)", 1),
    ("def f(x, on=False):\n    if not on:\n        return\n    x.trainable = False\n", "f(m)", 0),
    ("def f(x, on=False):\n    if on:\n        pass\n    else:\n        x.trainable = False\n", "f(m)", 1),
    ("def f(x):\n    x.trainable = False\ndef g(x, on):\n    if on:\n        f(x)\n", "g(m, False)", 0),
    ("def f(x):\n    x.trainable = False\ndef g(x, on):\n    if on:\n        f(x)\n", "g(m, True)", 1),
    ("from there import f\ndef g(x, on):\n    if on:\n        f(x)\n", "g(m, False)", 0),
    ("from there import f\ndef g(x, on):\n    if on:\n        f(x)\n", "g(m, True)", 1),
]


@pytest.mark.parametrize(("code", "call", "count"), RUN)
def test_switches_that_no_call_comes_to(code: str, call: str, count: int) -> None:
    there = "def f(x):\n    x.trainable = False\n"
    assert len(switches(module(f"{HEAD}{code}{call}\n", there=there))) == count


# Code with one compile and one fit: whether they are of one model, and whether the compile comes first.
ORDERS: list[tuple[str, bool, bool | None]] = [
    ("m.compile('sgd')\nm.fit(x)", True, True),
    ("m.get_layer('a').compile('sgd')\nm.get_layer(name='a').fit(x)", True, True),
    ("m.get_layer('a').compile('sgd')\nm.get_layer('b').fit(x)", False, True),
    ("m.fit(x)\nm.compile('sgd')", True, False),
    ("m.compile('sgd')\nn.fit(x)", False, True),
    ("k = m\nk.compile('sgd')\nm.fit(x)", True, True),
    ("m.layers[0].compile('sgd')\nm.layers[0].fit(x)", True, True),
    ("m.layers[0].compile('sgd')\nm.layers[1].fit(x)", False, True),
    ("def f(k):\n    k.compile('sgd')\nf(m)\nm.fit(x)", True, True),
    ("def f(k):\n    k.compile('sgd')\nm.fit(x)\nf(m)", True, False),
    ("def f(k):\n    k.compile('sgd')\nf(n)\nm.fit(x)", False, True),
    ("def f(k):\n    k.compile('sgd')\n    k.fit(x)\nf(made())", True, True),
    ("class T:\n    def f(self):\n        self.m.compile('sgd')\n        self.m.fit(x)", True, True),
    (
        "class T:\n    def f(self):\n        self.m.compile('sgd')\n    def g(self):\n        self.m.fit(x)",
        True,
        None,
    ),
    ("def f(a_1, a_2):\n    a_1.compile('sgd')\n    a_2.fit(x)", True, True),
    ("for i in n:\n    m.fit(x)\n    m.compile('sgd')", True, False),
    ("def f():\n    m.compile('sgd')\ndef g():\n    m.fit(x)", True, None),
    ("if t:\n    m.compile('sgd')\nelse:\n    m.fit(x)", True, None),
]


@pytest.mark.parametrize(("code", "same", "before"), ORDERS)
def test_orders(code: str, same: bool, before: bool | None) -> None:
    facts = module(HEAD + code)
    (compiled,), (trained,) = calls_of(facts, "compile"), calls_of(facts, "fit")
    assert is_same(compiled, trained) is same
    assert happens_before(facts, compiled, trained) is before


def test_an_event_for_each_call_that_leads_there() -> None:
    facts = module(f"{HEAD}def f(k):\n    k.fit(x)\nf(m)\nf(n)\n")
    one, other = calls_of(facts, "fit")
    assert [line(facts, place) for place in (*one.places, *other.places)] == [7, 6, 8, 6]
    assert [facts.text(function.name) for function, _ in one.frames] == ["f"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", ["k.trainable = False", "top = k.get_layer('a')\n    top.trainable = False"])
def test_a_parameter_is_another_model_in_another_call(body: str) -> None:
    facts = module(f"{HEAD}def f(k):\n    {body}\nf(m)\nf(n)\nf(m)\n")
    (one, _), (other, _), (again, _) = switches(facts)
    assert not is_same(one, other)
    assert is_same(one, again)


def test_a_variable_that_has_a_layer_is_known_by_both() -> None:
    facts = module(f"{HEAD}top = unknown.get_layer('a')\ntop.compile('sgd')\ntop.trainable = False\n")
    (compiled,), ((switch, _),) = calls_of(facts, "compile"), switches(facts)
    assert is_same(compiled, switch)
    assert facts.text(switch.model) == "unknown.get_layer('a')"


@pytest.mark.parametrize(
    ("first", "last", "apart"),
    [
        ("[:n]", "[n:]", True),
        ("[n:]", "[:n]", True),
        ("[:n]", "[m:]", False),
        ("[:n]", "[:n]", False),
        ("", "[n:]", False),
    ],
)
def test_slices_that_share_nothing(first: str, last: str, apart: bool) -> None:
    loops = [f"for layer in m.layers{each}:\n    layer.trainable = False\n" for each in (first, last)]
    (one, _), (other, _) = switches(module(HEAD + "".join(loops)))
    assert one.layers is not None
    assert one.layers.is_apart(other.layers) is apart
