"""TFC107 checkpoint-fstring-placeholder."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""

# The lines after HEAD, and after --fix; nothing of the first ran.
BECOMES = [
    ("x = ModelCheckpoint(f'm_{epoch:02d}.keras')", "x = ModelCheckpoint(f'm_{{epoch:02d}}.keras')"),
    (
        "x = ModelCheckpoint(filepath=f'm_{epoch}.keras')",
        "x = ModelCheckpoint(filepath=f'm_{{epoch}}.keras')",
    ),
    ("x = ModelCheckpoint(f'{ epoch :02d}.keras')", "x = ModelCheckpoint(f'{{epoch:02d}}.keras')"),
    ("x = ModelCheckpoint(f'm_{epoch!s}.keras')", "x = ModelCheckpoint(f'm_{{epoch!s}}.keras')"),
    ("x = ModelCheckpoint(f'{d}{epoch}{d}.keras')", "x = ModelCheckpoint(f'{d}{{epoch}}{d}.keras')"),
    (
        "x = ModelCheckpoint(rf'C:\\new\\{epoch}.keras')",
        "x = ModelCheckpoint(rf'C:\\new\\{{epoch}}.keras')",
    ),
    (
        'x = ModelCheckpoint(F"""m_{val_loss:.2f}.keras""")',
        'x = ModelCheckpoint(F"""m_{{val_loss:.2f}}.keras""")',
    ),
    (
        "x = ModelCheckpoint('{n}' f'/{epoch}' '.keras')",
        "x = ModelCheckpoint('{n}' f'/{{epoch}}' '.keras')",
    ),
    (
        "x = ModelCheckpoint(os.path.join(d, f'{epoch:02d}-{val_loss:.2f}.keras'))",
        "x = ModelCheckpoint(os.path.join(d, f'{{epoch:02d}}-{{val_loss:.2f}}.keras'))",
    ),
    (
        "get_ipython().system('ls')\nx = ModelCheckpoint(f'm_{epoch}.keras')",
        "get_ipython().system('ls')\nx = ModelCheckpoint(f'm_{{epoch}}.keras')",
    ),
    (
        "p = f'm_{epoch:02d}.keras'\nx = ModelCheckpoint(p)",
        "p = f'm_{{epoch:02d}}.keras'\nx = ModelCheckpoint(p)",
    ),
    (
        "x = ModelCheckpoint(f'm_{epoch}.keras')\nfor epoch in range(3): pass",
        "x = ModelCheckpoint(f'm_{{epoch}}.keras')\nfor epoch in range(3): pass",
    ),
    (
        "def f(n):\n    return f'{n}_{epoch}.keras'\nx = ModelCheckpoint(f('a'))",
        "def f(n):\n    return f'{n}_{{epoch}}.keras'\nx = ModelCheckpoint(f('a'))",
    ),
    (
        "x = ModelCheckpoint('{}/m_{epoch:02d}.keras'.format(d))",
        "x = ModelCheckpoint('{}/m_{{epoch:02d}}.keras'.format(d))",
    ),
    (
        "x = ModelCheckpoint('{d}/m_{epoch:02d}-{val_loss:.2f}.keras'.format(d=d))",
        "x = ModelCheckpoint('{d}/m_{{epoch:02d}}-{{val_loss:.2f}}.keras'.format(d=d))",
    ),
    (
        "x = ModelCheckpoint(r'{}/m_' u'{epo' 'ch}.keras'.format(d))",
        "x = ModelCheckpoint(r'{}/m_' u'{{epo' 'ch}}.keras'.format(d))",
    ),
    (
        "x = ModelCheckpoint(f'{{}}/m_' '{ep' 'och}.keras'.format(d))",
        "x = ModelCheckpoint(f'{{}}/m_' '{{ep' 'och}}.keras'.format(d))",
    ),
    (
        "x = ModelCheckpoint(('{}/m_'\n    '{epoch}.keras').format(d))",
        "x = ModelCheckpoint(('{}/m_'\n    '{{epoch}}.keras').format(d))",
    ),
    (
        "x = ModelCheckpoint(('{}/m_' + '{epoch}.keras').format(d))",
        "x = ModelCheckpoint(('{}/m_' + '{{epoch}}.keras').format(d))",
    ),
    (
        "x = ModelCheckpoint(f'{{}}/{n}_{{epoch}}.keras'.format(d))",
        "x = ModelCheckpoint(f'{{}}/{n}_{{{{epoch}}}}.keras'.format(d))",
    ),
    (
        "t = '{}/m_{epoch}.keras'\nx = ModelCheckpoint(t.format(d))",
        "t = '{}/m_{{epoch}}.keras'\nx = ModelCheckpoint(t.format(d))",
    ),
    (
        "p = '{}/m_{epoch}.keras'.format(d)\nx = ModelCheckpoint(p)",
        "p = '{}/m_{{epoch}}.keras'.format(d)\nx = ModelCheckpoint(p)",
    ),
    (
        "class C(ModelCheckpoint):\n    pass\nx = C(f'm_{epoch}.keras')",
        "class C(ModelCheckpoint):\n    pass\nx = C(f'm_{{epoch}}.keras')",
    ),
    (
        "o = dict(filepath=f'm_{epoch}.keras')\nx = ModelCheckpoint(**o)",
        "o = dict(filepath=f'm_{{epoch}}.keras')\nx = ModelCheckpoint(**o)",
    ),
]

STAYS = [
    "x = ModelCheckpoint(f'{d}/m_{{epoch:02d}}.keras')",
    "x = ModelCheckpoint('{}/m_{{epoch:02d}}.keras'.format(d))",
    "x = ModelCheckpoint('%s/m_{epoch:02d}.keras' % d)",
    "x = ModelCheckpoint('m_{epoch:02d}.keras')",
    "x = ModelCheckpoint(f'{name}/m.keras')",
    "x = ModelCheckpoint(f'{name}/{lr}_{batch_size}_{fold}.keras')",
    "x = ModelCheckpoint(f'{logs[\"val_loss\"]}.keras')",
    "x = ModelCheckpoint(f'{args.epoch}.keras')",
    "for epoch in range(3):\n    x = ModelCheckpoint(f'm_{epoch:02d}.keras')",
    "for epoch in range(3):\n    for fold in y:\n        x = ModelCheckpoint(f'm_{epoch}.keras')",
    "xs = [ModelCheckpoint(f'm_{epoch}.keras') for epoch in (1, 2)]",
    "def f(epoch):\n    return ModelCheckpoint(f'm_{epoch}.keras')",
    "def f(epoch):\n    return f'm_{epoch}.keras'\nx = ModelCheckpoint(f(3))",
    "f = lambda epoch: ModelCheckpoint(f'm_{epoch}.keras')",
    "epoch = 50\nx = ModelCheckpoint(f'm_{epoch}.keras')\nm.fit(y, epochs=epoch, callbacks=[x])",
    "epoch = 50\nx = ModelCheckpoint(f'm_{epoch}.keras')\nm.fit(y, epochs=50, callbacks=[x])",
    "epoch = 0\nx = ModelCheckpoint(f'm_{epoch}.keras')\nm.fit(y, initial_epoch=epoch)",
    "epoch = 0\ndef f():\n    global epoch\n    epoch += 1\n"
    "while y:\n    f()\n    x = ModelCheckpoint(f'm_{epoch}.keras')",
    "epoch = 0\nwhile y:\n    x = ModelCheckpoint(f'm_{epoch}.keras')\n    epoch += 1",
    "epoch = int(input())\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "batch = 32\nx = ModelCheckpoint(f'm_{batch}.keras')\nm.fit(y, batch_size=batch)",
    "loss = 'mse'\nx = ModelCheckpoint(f'm_{loss}.keras')",
    "loss, acc = m.evaluate(y)\nx = ModelCheckpoint(f'm_{acc:.2f}.keras')",
    "from settings import epoch\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "from settings import *\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "get_ipython().run_line_magic('run', 'settings.py')\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "exec(open('settings').read())\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "def set_it():\n    global epoch\n    epoch = now()\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "if y:\n    epoch = now()\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "x = ModelCheckpoint('m_{epoch:02d}.keras'.format(epoch=now()))",
    "x = ModelCheckpoint('m_{epoch:02d}.keras'.format(epoch=EPOCHS))",
    "x = ModelCheckpoint('m_{epoch:02d}.keras'.format(**names))",
    "x = ModelCheckpoint('m_{epoch:02d}.keras'.format(*names))",
    "x = ModelCheckpoint('m_{run}.keras'.format(d))",
    "x = ModelCheckpoint('{}_{}.keras'.format(d))",
    "x = ModelCheckpoint('m_{epoch}.keras'.replace('{epoch}', '1'))",
    "t = 'm_{epoch}.keras'\nx = ModelCheckpoint(t)\nm.load_weights(t.format(epoch=3))",
    "t = 'm_{epoch}.keras'\nx = ModelCheckpoint(t)\nprint(f'{epoch}')",
    "print(f'm_{epoch}.keras')",
    "m.save(f'm_{epoch}.keras')",
    "x = tf.keras.callbacks.CSVLogger(f'm_{epoch}.csv')",
    "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint(f'm_{epoch}.keras')",
    "class C(ModelCheckpoint):\n    def _save_model(self, *a):\n        pass\nx = C('{}_{epoch}'.format(1))",
    "import pytest\nwith pytest.raises(NameError):\n    x = ModelCheckpoint(f'm_{epoch}.keras')",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both", "2.11"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    code = f"{HEAD}{before}\n"
    assert {found.severity.value for found in findings(code, target, "TFC107")} == {"error"}
    assert fix(code, target, "TFC107") == f"{HEAD}{after}\n"


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC107") == []


# A name that has one value for the whole training: the new braces may not be what is meant.
FROZEN = [
    ("epoch = 0\nx = ModelCheckpoint(f'm_{epoch:02d}.keras')", "f'm_{{epoch:02d}}.keras'"),
    ("epoch = 0\nx = ModelCheckpoint(f'm_{epoch}.keras')", "f'm_{{epoch}}.keras'"),
    ("val_loss = 0.0\nx = ModelCheckpoint(f'm_{val_loss:.2f}.keras')", "f'm_{{val_loss:.2f}}.keras'"),
    ("for epoch in y:\n    go()\nx = ModelCheckpoint(f'm_{epoch}.keras')", "f'm_{{epoch}}.keras'"),
    ("epoch = 0\ndef f():\n    return ModelCheckpoint(f'm_{epoch}.keras')", "f'm_{{epoch}}.keras'"),
]


@pytest.mark.parametrize(("before", "written"), FROZEN)
def test_a_field_that_has_one_value(before: str, written: str) -> None:
    code = f"{HEAD}{before}\n"
    (finding,) = findings(code, only="TFC107")
    assert finding.fix is not None
    assert (finding.severity.value, finding.fix.applicability) == ("warning", Applicability.UNSAFE)
    assert fix(code, only="TFC107") == code
    assert written in fix(code, only="TFC107", unsafe=True)


# What a person has to do.
BY_HAND = [
    "x = ModelCheckpoint(f'm_{epoch=}.keras')",
    "x = ModelCheckpoint(f'm_{(epoch)}.keras')",
    "x = ModelCheckpoint(f'm_{{{epoch}}}.keras')",
    "x = ModelCheckpoint('m_{{{epoch}}}_{}.keras'.format(d))",
    "x = ModelCheckpoint('{}_{epoch}_{run}.keras'.format(d))",
    "x = ModelCheckpoint('{}_{}_{epoch}.keras'.format(d))",
    "x = ModelCheckpoint('{}_{{}}_{{epoch}}.keras'.format(d).format(e))",
    "t = '{}_{epoch}.keras'\nx = ModelCheckpoint(t.format(d))\nm.load_weights(t.format(d, epoch=3))",
    "t = '{}_{epoch}.keras'\nx = ModelCheckpoint(os.path.join(d, t).format(d))",
]


@pytest.mark.parametrize("before", BY_HAND)
def test_what_a_person_has_to_do(before: str) -> None:
    code = f"{HEAD}{before}\n"
    found = findings(code, only="TFC107")
    assert all(each.fix is not None and each.fix.applicability is Applicability.MANUAL for each in found)
    assert len(found) == (0 if "{epoch=}" in before else 1)
    assert fix(code, only="TFC107", unsafe=True) == code


@pytest.mark.parametrize("error", ["NameError", "Exception"])
def test_in_a_try_that_catches_the_error_it_is_unsafe(error: str) -> None:
    code = f"{HEAD}try:\n    x = ModelCheckpoint(f'm_{{epoch}}.keras')\nexcept {error}:\n    x = None\n"
    (finding,) = findings(code, only="TFC107")
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE


def test_a_path_that_two_callbacks_share_is_found_once() -> None:
    code = f"{HEAD}p = f'm_{{epoch}}.keras'\nx = [ModelCheckpoint(p), ModelCheckpoint(p)]\n"
    assert lint(code, only="TFC107") == ["TFC107:4 error"]


@pytest.mark.parametrize(
    ("path", "said", "marked"),
    [
        ("f'm_{epoch:02d}'", "raises NameError when the string is built: name 'epoch'", "{epoch:02d}"),
        ("'{}/{epoch:02d}'.format(d)", "str.format raises KeyError: 'epoch'", "{epoch:02d}"),
        ("'{d}{epoch}_{loss}'.format(d=d)", "it fills {epoch} in, before Keras can", "{epoch}_{loss}"),
    ],
)
def test_the_message_says_what_happens_and_where(path: str, said: str, marked: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint({path})\n"
    (finding,) = findings(code, only="TFC107")
    assert said in finding.message
    assert code[finding.start : finding.end] == marked
