"""Fields that are meant for Keras and that Python fills in already when the path is built."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.paths.consumed import Unfilled, consumed
from tflint_ckpt.semantics.values.kinds import Text

FIELDS = [
    ("show(f'{epoch}.h5')", "Unbound epoch"),
    ("show(f'{epoch:02d}-{val_loss:.2f}.h5')", "Unbound epoch, Unbound val_loss"),
    ("show('a' + f'{epoch}.h5')", "Unbound epoch"),
    ("def f():\n    show(f'{epoch}.h5')\n    epoch = 1", "Unbound epoch"),
    ("for epoch in range(3):\n    pass\nshow(f'{epoch}.h5')", "Frozen epoch"),
    ("epoch = 0\nshow(f'{epoch}.h5')", "Frozen epoch"),
    ("show('{epoch}-{n}.h5'.format(n=3))", "Unfilled epoch, complete"),
    ("show('{epoch}-{n}.h5'.format(3))", "Unfilled epoch"),
    ("show('{epoch}-{}.h5'.format(3))", "Unfilled epoch, complete"),
    ("show('{epoch}-{}-{}.h5'.format(3))", "Unfilled epoch"),
    # filled in on purpose, or left for Keras
    ("for epoch in range(3):\n    show(f'{epoch}.h5')", ""),
    ("def f(epoch):\n    show(f'{epoch}.h5')", ""),
    ("epoch = 0\nepoch += 1\nshow(f'{epoch}.h5')", ""),
    ("epoch = 30\nmodel.fit(x, epochs=30)\nshow(f'{epoch}.h5')", ""),
    ("epoch = 30\ntrain(epoch)\nshow(f'{epoch}.h5')", ""),
    ("epoch = read()\nshow(f'{epoch}.h5')", ""),
    ("from config import *\nshow(f'{epoch}.h5')", ""),
    ("exec(open('config.py').read())\nshow(f'{epoch}.h5')", ""),
    ("def f(n):\n    global epoch\n    epoch = n\nshow(f'{epoch}.h5')", ""),
    ("show(f'{{epoch}}.h5')", ""),
    ("show(f'{name}.h5')", ""),
    ("show(f'{epoch=}.h5')", ""),
    ("show(f'{epoch + 1}.h5')", ""),
    ("show('{epoch}.h5'.format(epoch=3))", ""),
    ("show('{{epoch}}-{}.h5'.format(3))", ""),
    ("show('{epoch}.h5')", ""),
    ("show('{epoch}.h5'.format(**fields))", ""),
]


@pytest.mark.parametrize(("code", "expected"), FIELDS)
def test_fields(code: str, expected: str) -> None:
    facts, node = marked(code)
    shown: dict[str, None] = {}
    for value in facts.evaluate(node):
        for each in consumed(facts, value) if isinstance(value, Text) else ():
            if isinstance(each, Unfilled):
                names = " ".join(field.name for field in each.fields)
                shown[f"Unfilled {names}" + ", complete" * each.complete] = None
            else:
                shown[f"{type(each).__name__} {each.name}"] = None
    assert ", ".join(shown) == expected
