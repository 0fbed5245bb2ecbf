"""What callbacks read of themselves that Keras gave them once."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.given import reads

HEAD = "import keras\nfrom keras.callbacks import Callback\n"


def in_hook(line: str, base: str = "Callback", more: str = "") -> str:
    return f"class C({base}):\n{more}    def on_epoch_end(self, epoch, logs=None):\n        {line}\n"


INIT = "    def __init__(self, v):\n        super().__init__()\n        self.validation_data = v\n"
READS: list[tuple[str, list[str]]] = [
    (in_hook("x = self.validation_data[0]"), ["self.validation_data"]),
    (
        in_hook("if self.validation_data is not None:\n            use(self.validation_data)"),
        ["self.validation_data asked"],
    ),
    (in_hook("x = self.params['metrics']"), ["self.params['metrics'] metrics"]),
    (in_hook("x = self.params['nb_epoch'], self.params['nb_epoch']"), ["self.params['nb_epoch'] nb_epoch"]),
    (in_hook("x = self.validation_data[0], self.validation_data[1]"), ["self.validation_data"]),
    (
        f"{in_hook('pass')}class D(C):\n    def on_batch_end(self, b, l):\n"
        f"        x = self.validation_data\n",
        ["self.validation_data"],
    ),
    # set, there, or maybe set
    (in_hook("x = self.validation_data[0]", more=INIT), []),
    (in_hook("x = self.validation_data[0]", more="    validation_data = None\n"), []),
    (f"{in_hook('x = self.validation_data[0]')}c = C()\nc.validation_data = v\n", []),
    (f"{in_hook('x = self.validation_data[0]')}setattr(C(), 'validation_data', v)\n", []),
    (in_hook("x = self.validation_data[0]", base="Other"), []),
    (in_hook("self.validation_data = 1"), []),
    (in_hook("x = self.params['epochs']"), []),
    (in_hook("x = self.params.get('metrics')"), []),
    (in_hook("x = self.params[key]"), []),
    (in_hook("if 'metrics' in self.params:\n            x = self.params['metrics']"), []),
    (in_hook("if 'metrics' in self.params.keys():\n            x = self.params['metrics']"), []),
    (
        in_hook(
            "x = self.validation_data",
            more="    def __init__(self, **k):\n        super().__init__()\n"
            "        self.__dict__.update(k)\n",
        ),
        [],
    ),
    (in_hook("x = self.validation_data", more="    def put(self, k):\n        setattr(self, k, 1)\n"), []),
    (in_hook("self.params['metrics'] = 1\n        x = self.params['metrics']"), []),
    (in_hook("self.params.update(metrics=1)\n        x = self.params['metrics']"), []),
    (in_hook("x = self.validation_data[0]", base="object"), []),
]


@pytest.mark.parametrize(("code", "expected"), READS)
def test_reads(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    shown = [f"{facts.text(each.node)} {each.key}{'asked' * each.asked}".strip() for each in reads(facts)]
    assert shown == expected


def test_another_file_may_set_it() -> None:
    code = f"{HEAD}{in_hook('x = self.validation_data[0]')}"
    assert list(reads(module(code, other="from train import C\nc = C()\nc.validation_data = v\n"))) == []
    assert len(list(reads(module(code, other="model.fit(x, validation_data=v)\n")))) == 1
