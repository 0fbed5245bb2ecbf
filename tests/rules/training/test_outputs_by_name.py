"""TFC725 outputs-by-name."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Dense, Lambda, TimeDistributed
i = Input((3,))
"""
ONE = "m = Model(i, Dense(1, name='out')(i))"
TWO = "m = Model(i, [Dense(1, name='a')(i), Dense(1, name='b')(i)])"
AUTOMATIC = "m = Model(i, [Dense(1)(i), Dense(1)(i)])"
KEYED = "m = Model(i, {'a': Dense(1, name='p')(i), 'b': Dense(1, name='q')(i)})"
ROW = "m = Sequential([Input((3,)), Dense(1, name='out')])"
CLASS = """\
class Net(Model):
    def __init__(self):
        super().__init__()
        self.a, self.b = Dense(1, name='a'), Dense(1, name='b')
    def call(self, x):
        return {}
m = Net()"""
SUBCLASS = CLASS.format("self.a(x)")
SUBCLASS_TWO = CLASS.format("self.a(x), self.b(x)")
SUBCLASS_KEYED = CLASS.format("{'a': self.a(x), 'b': self.b(x)}")

KERAS3_ONLY = [
    (ROW, "m.compile(loss={'out': 'mse'})"),
    (ROW, "m.compile('sgd', {'out': 'mse'})"),
    (ROW, "m.compile(loss=dict(out='mse'))"),
    (ROW, "losses = {'out': 'mse'}\nm.compile(loss=losses)"),
    (ROW, "def losses():\n    return {'out': 'mse'}\nm.compile(loss=losses())"),
    ("m = Sequential()\nm.add(Dense(1))", "m.compile(loss={'dense': 'mse'})"),
    (SUBCLASS, "m.compile(loss={'output_1': 'mse'})"),
    (SUBCLASS_TWO, "m.compile(loss={'output_1': 'mse', 'output_2': 'mse'})"),
    (SUBCLASS_TWO, "m.compile(loss='mse', metrics={'output_1': 'mae', 'output_2': 'mae'})"),
    (TWO, "m.compile(loss={'a': 'mse'})"),
    (TWO, "m.compile(loss={'a': 'mse', 'b': 'mse'}, loss_weights={'a': 0.5})"),
    (TWO, "m.compile(loss={'a': 'mse'})\nif again:\n    m.compile(loss=['mse', 'mse'])"),
    (TWO, "m.compile(loss={'a': 'mse'})\nm.fit(x, [y, y])\nm.compile(loss=['mse', 'mse'])"),
    (TWO, "if one:\n    m.compile(loss={'a': 'mse'})\nother.compile(loss='mse')"),
    (AUTOMATIC, "m.compile(loss={'dense_2': 'mse'})"),
    (KEYED, "m.compile(loss={'a': 'mse', 'q': 'mse'})"),
    (SUBCLASS_KEYED, "m.compile(loss={'a': 'mse', 'q': 'mse'})"),
    (ONE, "m.fit(x, {'out': y})"),
    (ONE, "m.evaluate(x, y={'out': y})"),
    (ONE, "m.fit(x, y, validation_data=(x, {'out': y}))"),
    (ONE, "m.train_on_batch(x, {'out': y})"),
    (ROW, "m.fit(x, {'out': y})"),
    (SUBCLASS, "m.fit(x, {'output_1': y})"),
    (TWO, "m.compile(loss='mse')\nm.fit(x, {'a': y})"),
    (TWO, "m.compile(loss={'a': 'mse', 'b': None})\nm.fit(x, {'a': y})"),
    (TWO, "m.compile(loss=['mse', keras.losses.Huber()])\nm.fit(x, {'a': y})"),
    (AUTOMATIC, "m.compile(loss='mse')\nm.fit(x, {'dense_2': y})"),
    (ONE, "def g():\n    while True:\n        yield x, {'out': y}\n"
     "m.compile(loss={'out': lambda a, b: b})\nm.fit(g())"),
    (ONE, "def g():\n    while True:\n        targets = {'out': y}\n        yield (x, targets)\n"
     "m.compile(loss={'out': 'mse'})\nm.fit(g())"),
    ("def make():\n    i = Input((3,))\n    return Model(i, [Dense(1, name='a')(i), Dense(1, name='b')(i)])\n"
     "m = make()", "m.compile(loss={'b': 'mse'})"),
]  # fmt: skip

BOTH = [
    (ONE, "m.compile(loss={'zz': 'mse'})"),
    (TWO, "m.compile(loss={'a': 'mse', 'c': 'mse'})"),
    (TWO, "m.compile(loss={'a': 'mse', 'b': 'mse', 'c': 'mse'})"),
    (TWO, "m.compile(loss='mse', metrics={'zz': 'mae'})"),
    (TWO, "m.compile(loss='mse', weighted_metrics={'zz': 'mae'})"),
    (KEYED, "m.compile(loss='mse', metrics={'p': 'mae'})"),
    (SUBCLASS, "m.compile(loss={'a': 'mse'})"),
    (ONE, "m.compile(loss={'out': 'mse'})\nm.fit(x, {'zz': y})"),
    (TWO, "m.compile(loss={'a': 'mse', 'b': 'mse'})\nm.fit(x, {'a': y, 'c': y})"),
    (KEYED, "m.compile(loss={'a': 'mse', 'b': 'mse'})\nm.fit(x, {'p': y, 'q': y})"),
    ("t = TimeDistributed(Dense(1, name='inner'), name='outer')(i)\nm = Model(i, [t, Dense(1, name='b')(i)])",
     "m.compile(loss={'inner': 'mse', 'b': 'mse'})"),
]  # fmt: skip

SILENT = [
    (ROW, "m.compile(loss='mse', metrics=['mae'])"),
    (ROW, "m.compile(loss=['mse'])"),
    (ROW, "m.compile(loss=unseen)"),
    (ROW, "m.compile(loss={})"),
    (ROW, "m.compile(loss={'out': 'mse', **more})"),
    (ROW, "m.compile(loss={name: 'mse'})"),
    (ROW, "m.compile(loss={'out': 'mse'}, **more)"),
    (ROW, "m.compile(loss='mse', loss_weights={'out': 1.0})"),
    (ROW, "m.compile(loss='mse', metrics={'out': 'mae'})"),
    (ROW, "with pytest.raises(TypeError):\n    m.compile(loss={'out': 'mse'})"),
    (ROW, "m.fit({'in': x}, y)"),
    (ROW, "m.fit(x, y, class_weight={'0': 1.0})"),
    (ROW, "m.fit(x, y, validation_data=({'in': x}, y))"),
    (ROW, "m.predict({'in': x})"),
    (ONE, "m.compile(loss={'out': 'mse'}, metrics={'out': 'mae'})"),
    (ONE, "m.compile(loss='mse', metrics={'zz': 'mae'})"),
    (ONE, "m.fit(x, y)"),
    (ONE, "m.fit(x, targets)"),
    ("m = Model(i, {'out': Dense(1)(i)})", "m.compile(loss={'out': 'mse'})\nm.fit(x, {'out': y})"),
    ("m = Model(i, [Dense(1, name='out')(i)])", "m.compile(loss={'out': 'mse'})"),
    (TWO, "m.compile(loss={'a': 'mse', 'b': None})"),
    (TWO, "m.compile(loss={'a': 'mse', 'b': 'mse'}, metrics={'a': 'mae'})"),
    (TWO, "m.compile(loss='mse', loss_weights={'a': 0.5})"),
    (TWO, "m.compile(loss=['mse', 'mse'], loss_weights={'a': 0.5})"),
    (TWO, "losses = {'a': 'mse'}\nlosses['b'] = 'mae'\nm.compile(loss=losses)"),
    (TWO, "losses = {'a': 'mse'}\nlosses.update(more)\nm.compile(loss=losses)"),
    (TWO, "losses = {'a': 'mse'}\nif two:\n    losses['b'] = 'mae'\nm.compile(loss=losses)"),
    (TWO, "m.compile(loss=['mse', 'mse'])\nm.fit(x, {'a': y, 'b': y})"),
    (AUTOMATIC, "m.compile(loss={'dense': 'mse', 'dense_1': 'mse'})"),
    (KEYED, "m.compile(loss={'a': 'mse'}, metrics={'b': 'mae'})\nm.fit(x, {'a': y, 'b': y})"),
    (SUBCLASS_KEYED, "m.compile(loss={'a': 'mse'})\nm.fit(x, {'a': y, 'b': y})"),
    (TWO, "m.compile(loss=['mse', None])\nm.fit(x, {'a': y})"),
    (TWO, "m.compile(loss=losses)\nm.fit(x, {'a': y})"),
    (TWO, "m.fit(x, {'a': y})"),
    (TWO, "m.compile(loss={'a': 'mse'})\nwith pytest.raises(ValueError):\n    m.fit(x, [y, y])"),
    # another compile comes before the model is used
    (TWO, "m.compile(loss={'a': 'mse'})\nm.compile(loss={'a': 'mse', 'b': 'mse'})"),
    (TWO, "m.compile(loss={'a': 'mse'})\nx = load()\nm.compile(loss=['mse', 'mse'])\nm.fit(x, [y, y])"),
    (TWO, "def train(m):\n    m.compile(loss={'zz': 'mse'})\n    m.compile(loss='mse')\ntrain(m)"),
    # nobody knows the outputs, or their names
    ("m = Model(i, unseen)", "m.compile(loss={'zz': 'mse'})"),
    ("m = Model(i, [Dense(1, name=name)(i), Dense(1, name='b')(i)])", "m.compile(loss={'a': 'x', 'b': 'x'})"),
    ("m = Model(i, [Dense(1, name='a')(i) * 2, Dense(1, name='b')(i)])",
     "m.compile(loss={'a': 'x', 'b': 'x'})"),
    ("d = Dense(1, name='a')\nm = Model(i, [d(i), d(Dense(3)(i))])",
     "m.compile(loss={'a': 'x', 'a_1': 'x'})"),
    ("m = keras.models.load_model('m.keras')", "m.compile(loss={'a': 'mse'})\nm.fit(x, {'a': y})"),
    ("m = keras.applications.ResNet50()", "m.compile(loss={'predictions': 'mse'})"),
    (f"{TWO}\nif one:\n    m = Model(i, Dense(1, name='a')(i))", "m.compile(loss={'a': 'mse'})"),
    ("class Mine(Model):\n    def train_step(self, data): pass\n    def call(self, x): return x\nm = Mine()",
     "m.compile(loss={'a': 'mse'})\nm.fit(x, {'a': y})"),
    ("class Mine(Model):\n    def compile(self, optimizer, loss): pass\n    def call(self, x): return x\n"
     "m = Mine()", "m.compile(loss={'a': 'mse'})"),
    ("from mine import Model\nm = Model(i, Dense(1)(i))", "m.fit(x, {'a': y})"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "used"), KERAS3_ONLY)
def test_fires_on_keras3(made: str, used: str) -> None:
    found = lint(f"{HEAD}{made}\n{used}\n", "keras3", "TFC725")
    assert len(found) == 1
    assert found[0].endswith("error")
    assert lint(f"{HEAD}{made}\n{used}\n", "keras2", "TFC725") == []


@pytest.mark.parametrize(("made", "used"), BOTH)
def test_fires_on_both(made: str, used: str) -> None:
    for target in ("keras2", "keras3"):
        found = lint(f"{HEAD}{made}\n{used}\n", target, "TFC725")
        assert len(found) == 1, target
        assert found[0].endswith("error")


@pytest.mark.parametrize(("made", "used"), SILENT)
def test_silent(made: str, used: str) -> None:
    assert lint(f"{HEAD}{made}\n{used}\n", "keras3", "TFC725") == []


@pytest.mark.parametrize(
    ("made", "used", "keras", "number"),
    [
        (TWO, "m.compile(loss={'a': 'mse'})", "3.4", 0),
        (TWO, "m.compile(loss={'a': 'mse'})", "3.5", 1),
        (TWO, "m.compile(loss='mse')\nm.fit(x, {'a': y})", "3.4", 0),
        (TWO, "m.compile(loss='mse')\nm.fit(x, {'a': y})", "3.7", 1),
        (ONE, "m.fit(x, {'out': y})", "3.7", 0),
        (ONE, "m.fit(x, {'out': y})", "3.8", 1),
        (ROW, "m.compile(loss='mse', metrics={'out': 'mae'})", "3.13", 1),
        (ROW, "m.compile(loss='mse', metrics={'out': 'mae'})", "3.14", 0),
        (ONE, "m.compile(loss='mse', metrics={'zz': 'mae'})", "3.13", 1),
        (ONE, "m.compile(loss='mse', metrics={'zz': 'mae'})", "3.14", 0),
        (ROW, "m.compile(loss={'out': 'mse'})", "3.3", 1),
    ],
)
def test_each_release_is_stricter(made: str, used: str, keras: str, number: int) -> None:
    assert len(lint(f"{HEAD}{made}\n{used}\n", f"keras{keras}", "TFC725")) == number


@pytest.mark.parametrize(
    ("made", "before", "after"),
    [
        (ROW, "m.compile(loss={'out': 'mse'})", "m.compile(loss='mse')"),
        (ROW, "m.compile('sgd', {'out': 'mse'}, ['mae'])", "m.compile('sgd', 'mse', ['mae'])"),
        (ROW, "losses = {'out': 'mse'}\nm.compile(loss=losses)",
         "losses = {'out': 'mse'}\nm.compile(loss=losses[\"out\"])"),
        (TWO, "m.compile(loss={'a': 'mse'})", "m.compile(loss={'a': 'mse', 'b': None})"),
        (TWO, "m.compile(loss={\n    'b': 'x',\n})", "m.compile(loss={\n    'b': 'x',\n    'a': None,\n})"),
        (TWO, "m.compile(loss={'a': 'x', 'b': 'x'}, loss_weights={'a': 0.5})",
         "m.compile(loss={'a': 'x', 'b': 'x'}, loss_weights={'a': 0.5, 'b': 1.0})"),
        (ONE, "m.fit(x, {'out': y})", "m.fit(x, y)"),
        (ONE, "m.fit(x, {'out': y[:9]}, validation_data=(x, {'out': v}))",
         "m.fit(x, y[:9], validation_data=(x, v))"),
        (ONE, "t = {'out': y}\nm.fit(x, t)", "t = {'out': y}\nm.fit(x, t[\"out\"])"),
    ],
)  # fmt: skip
def test_safe_fix(made: str, before: str, after: str) -> None:
    assert fix(f"{HEAD}{made}\n{before}\n", "keras3", "TFC725") == f"{HEAD}{made}\n{after}\n"


@pytest.mark.parametrize(
    "used",
    [
        "m.compile(loss={'a': 'mse'  # the other has none\n    })",
        "losses = {'a': 'mse'  # the other has none\n    }\nm.compile(loss=losses)",
    ],
)
def test_a_comment_leaves_no_place(used: str) -> None:
    (found,) = findings(f"{HEAD}{TWO}\n{used}\n", "keras3", "TFC725")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


def test_what_stands_in_another_dictionary_is_not_written_here() -> None:
    code = f"{HEAD}{ONE}\ndef given(y):\n    return {{'out': y}}\nm.fit(x, {{**given(labels)}})\n"
    for found in findings(code, "keras3", "TFC725"):
        assert found.fix is not None
        assert found.fix.applicability is Applicability.MANUAL


def test_metrics_become_a_list() -> None:
    before = f"{HEAD}{ROW}\nm.compile(loss='mse', metrics={{'out': {{}}}})\n"
    for given, listed in (
        ("'mae'", "['mae']"),
        ("['mae', 'mse']", "['mae', 'mse']"),
        ("('mae', 'mse')", "('mae', 'mse')"),
    ):
        code = before.replace("{}", given)
        assert fix(code, "keras3.3", "TFC725") == code.replace(f"{{'out': {given}}}", listed)


@pytest.mark.parametrize(
    ("made", "used"),
    [
        (ONE, "def g():\n    while True:\n        yield x, {'out': y}\n"
         "m.compile(loss={'out': 'mse'})\nm.fit(g())"),
        (TWO, "losses = {'a': 'mse'}\nm.compile(loss=losses)"),
    ],
)  # fmt: skip
def test_others_may_read_it(made: str, used: str) -> None:
    (found,) = findings(f"{HEAD}{made}\n{used}\n", "keras3", "TFC725")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize(
    ("made", "used", "cure"),
    [
        (TWO, "m.compile(loss={'a': 'mse', 'c': 'mse'})", "use the names of the outputs"),
        (AUTOMATIC, "m.compile(loss={'dense_2': 'mse'})", "give a loss for each output"),
        (TWO, "m.compile(loss='mse')\nm.fit(x, {'a': y})", "give targets for each output"),
        (SUBCLASS_TWO, "m.compile(loss={'output_1': 'x', 'output_2': 'x'})", "give a loss for each output"),
    ],
)
def test_manual(made: str, used: str, cure: str) -> None:
    (found,) = findings(f"{HEAD}{made}\n{used}\n", "keras3", "TFC725")
    assert found.fix is not None
    assert (found.fix.applicability, found.fix.title) == (Applicability.MANUAL, cure)
