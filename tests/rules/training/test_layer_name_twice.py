"""TFC729 layer-name-twice."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Concatenate, Dense
i = Input((3,))
"""

FIRES = [
    "m = Sequential([Dense(2, name='a'), Dense(1, name='a')])",
    "m = Sequential()\nm.add(Dense(2, name='a'))\nm.add(Dense(1, name='a'))",
    "m = Model(i, Dense(1, name='a')(Dense(2, name='a')(i)))",
    "x = Dense(2, name='a')(i)\nx = Dense(2, name='a')(x)\nx = Dense(2, name='b')(x)\nm = Model(i, x)",
    "m = Model(i, [Dense(1, name='a')(i), Dense(1, name='a')(i)])",
    "m = Model(i, {'x': Dense(1, name='a')(i), 'y': Dense(1, name='a')(i)})",
    "b = Concatenate()([Dense(2, name='a')(i), Dense(2, name='a')(i)])\nm = Model(i, b)",
    "b = Concatenate()([Dense(2, name='a')(i), Dense(2, name='b')(i)])\nm = Model(i, Dense(1, name='a')(b))",
    "name = 'a'\nm = Sequential([Dense(2, name=name), Dense(1, name='a'), Dense(1, name='a')])",
    "def make():\n    i = Input((3,))\n    x = Dense(2, name='a')(i)\n    x = Dense(1, name='a')(x)\n"
    "    return Model(i, x)\nm = make()",
]

SILENT = [
    "m = Sequential([Dense(2, name='a'), Dense(1, name='b')])",
    "m = Sequential([Dense(2, name='a'), Dense(1, name='A')])",
    "m = Sequential([Dense(2), Dense(1)])",
    "m = Sequential([Dense(2, name='a')])\nn = Sequential([Dense(2, name='a')])",
    "m = Sequential([Dense(2, name=first), Dense(1, name=second)])",
    "m = Sequential([Dense(2, name='a'), Sequential([Dense(2, name='a')])])",
    "inner = Sequential([Dense(3, name='a')], name='n')\nm = Model(i, Dense(1, name='a')(inner(i)))",
    "d = Dense(3, name='a')\nm = Model(i, d(d(i)))\nn = Sequential([Dense(1, name='a')])",
    "d = Dense(3, name='a')\nm = Model(i, [d(i), d(i)])\nn = Sequential([Dense(1, name='a')])",
    "x = Dense(3, name='a')(i) if wide else Dense(1, name='a')(i)\nm = Model(i, x)",
    "if wide:\n    x = Dense(3, name='a')(i)\nelse:\n    x = Dense(1, name='a')(i)\nm = Model(i, x)",
    "m = Sequential()\nif wide:\n    m.add(Dense(3, name='a'))\nelse:\n    m.add(Dense(1, name='a'))",
    "m = Sequential()\nm.add(Dense(3, name='a'))\nm.pop()\nm.add(Dense(1, name='a'))",
    "m = Sequential()\nm.add(Dense(3, name='a'))\nm = Sequential()\nm.add(Dense(1, name='a'))",
    "x = Dense(3, name='a')(i)\nx = Dense(1, name='a')(i)\nm = Model(i, x)",
    "x = Dense(3, name='a')(i)\nm = Model(i, x)\nn = Model(i, Dense(1, name='a')(i))",
    "def head(x):\n    return Dense(1, name='a')(x)\nm = Model(i, head(i))\nn = Model(i, head(i))",
    "a = Dense(2, name='a')\nb = Dense(1, name='a')\nb._name = 'b'\nm = Sequential([a, b])",
    "with pytest.raises(ValueError):\n    m = Sequential([Dense(2, name='a'), Dense(1, name='a')])",
    "class Net(Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.a, self.b = Dense(1, name='a'), Dense(1, name='a')\n"
    "    def call(self, x):\n        return self.b(self.a(x))\nm = Net()",
    "from mine import Dense\nm = Sequential([Dense(2, name='a'), Dense(1, name='a')])",
]


@pytest.mark.parametrize("code", FIRES)
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_fires(code: str, target: str) -> None:
    (found, *_) = lint(f"{HEAD}{code}\n", target, "TFC729")
    assert found.endswith("error")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(f"{HEAD}{code}\n", "both", "TFC729") == []


def test_one_finding_for_each_that_is_too_many() -> None:
    layers = "".join(f"    Dense({units}, name='a'),\n" for units in (3, 2, 1))
    found = lint(f"{HEAD}m = Sequential([\n{layers}])\n", "both", "TFC729")
    assert found == ["TFC729:6 error", "TFC729:7 error"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dense(2, name='a'), Dense(1, name='a')", "Dense(2, name='a'), Dense(1, name='a_2')"),
        ("Dense(2, name='r'), Dense(1, name=r'r')", "Dense(2, name='r'), Dense(1, name=r'r_2')"),
        ("Dense(3, name='a'), Dense(2, name=\"a_2\"), Dense(1, name=\"a\")",
         "Dense(3, name='a'), Dense(2, name=\"a_2\"), Dense(1, name=\"a_3\")"),
    ],
)  # fmt: skip
def test_fix(before: str, after: str) -> None:
    code = f"{HEAD}m = Sequential([{{}}])\n"
    assert fix(code.format(before), "both", "TFC729", unsafe=True) == code.format(after)


def test_a_name_that_stands_elsewhere_is_left() -> None:
    code = f"{HEAD}n = 'a'\nm = Sequential([Dense(2, name='a'), Dense(3, name='b'), Dense(1, name=n)])\n"
    (found,) = findings(f"{code}Dense(1, name='a')\n", "both", "TFC729")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
