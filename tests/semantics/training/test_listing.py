"""Which callbacks stand in the list of a fit, and which surely do."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module

HEAD = """\
import keras
from keras.callbacks import CSVLogger, EarlyStopping, ReduceLROnPlateau
import other
from other import get, shared, options, Own
m = keras.Sequential()
"""
FIT = "\nm.fit(x, callbacks=cs)"
OTHER = """\
import keras
from keras.callbacks import CSVLogger, EarlyStopping
def get(t=1):
    cs = [EarlyStopping()]
    if t:
        cs.append(CSVLogger('a'))
    return cs
def two():
    return [EarlyStopping()], [CSVLogger('a')]
shared = [EarlyStopping()]
options = {'a': EarlyStopping(), 'b': CSVLogger('a')}
class Own(keras.callbacks.Callback):
    pass
"""

# Code, and the callbacks of its fit, with a question mark behind those that may not be there.
LISTS: list[tuple[str, str | None]] = [
    (f"cs = [EarlyStopping(), CSVLogger('a')]{FIT}", "EarlyStopping CSVLogger"),
    (f"cs = []\ncs.append(EarlyStopping()){FIT}", "EarlyStopping"),
    (f"cs = []\ncs += [EarlyStopping()]{FIT}", "EarlyStopping"),
    (f"cs = [EarlyStopping()] + [CSVLogger('a')]{FIT}", "EarlyStopping CSVLogger"),
    (f"cs = EarlyStopping(){FIT}", "EarlyStopping"),
    (f"cs = None{FIT}", ""),
    (f"cs = []\nif t:\n    cs.append(EarlyStopping()){FIT}", "EarlyStopping?"),
    (f"cs = []\nif t:\n    cs += [EarlyStopping()]{FIT}", "EarlyStopping?"),
    (f"cs = []\nif t:\n    cs.extend([EarlyStopping()]){FIT}", "EarlyStopping?"),
    (f"more = [EarlyStopping()]\ncs = []\nif t:\n    cs.extend(more){FIT}", "EarlyStopping?"),
    (f"cs = []\ncs.extend([EarlyStopping()]){FIT}", "EarlyStopping"),
    (f"more = [EarlyStopping()]\ncs = [CSVLogger('a')]\ncs.extend(more){FIT}", "CSVLogger EarlyStopping"),
    (
        f"def make():\n    return [EarlyStopping()]\ncs = make() + [CSVLogger('a')]{FIT}",
        "EarlyStopping CSVLogger",
    ),
    (f"cs = []\nif t:\n    cs = cs + [EarlyStopping()]{FIT}", "EarlyStopping?"),
    (f"cs = [EarlyStopping()] if t else [CSVLogger('a')]{FIT}", "EarlyStopping? CSVLogger?"),
    ("if t:\n    cs = []\n    cs.append(EarlyStopping())\n    m.fit(x, callbacks=cs)", "EarlyStopping"),
    ("def f(cs):\n    m.fit(x, callbacks=cs)\nf([EarlyStopping()])\nf([])", "EarlyStopping?"),
    (
        "class T:\n    def __init__(self):\n        self.cs = [EarlyStopping()]\n    def f(self):\n"
        "        m.fit(x, callbacks=self.cs)",
        "EarlyStopping",
    ),
    (f"cs = [CSVLogger(f'{{each}}.csv') for each in names]{FIT}", "CSVLogger?"),
    (
        f"cs = [EarlyStopping()] + [CSVLogger(f'{{each}}.csv') for each in names]{FIT}",
        "EarlyStopping? CSVLogger?",
    ),
    (
        f"cs = [EarlyStopping(), *[CSVLogger(f'{{each}}.csv') for each in names if t]]{FIT}",
        "EarlyStopping CSVLogger?",
    ),
    ("for n in names:\n    m.fit(x, callbacks=[CSVLogger(e) for e in n])", "CSVLogger?"),
    # of another file
    (f"cs = get(){FIT}", "EarlyStopping CSVLogger?"),
    (f"cs = [*get(), ReduceLROnPlateau()]{FIT}", "EarlyStopping CSVLogger? ReduceLROnPlateau"),
    (f"cs = get() + [ReduceLROnPlateau()]{FIT}", "EarlyStopping CSVLogger? ReduceLROnPlateau"),
    (f"a, cs = other.two(){FIT}", "CSVLogger"),
    (f"cs = other.two()[1]{FIT}", None),
    (f"cs = shared{FIT}", "EarlyStopping"),
    (f"cs = list(options.values()){FIT}", "EarlyStopping CSVLogger"),
    (f"cs = [options['b']]{FIT}", "CSVLogger"),
    (f"cs = [Own()]{FIT}", "Callback"),
    (
        f"cs = get()\nm.fit(x, callbacks=[])\ncs.append(ReduceLROnPlateau()){FIT}",
        "EarlyStopping CSVLogger? ReduceLROnPlateau?",
    ),
    # not all in sight
    (f"cs = [unknown]{FIT}", None),
    (f"cs = [EarlyStopping(), *more]{FIT}", None),
    (f"cs = []\nadd(cs){FIT}", None),
    (f"cs = shared\ncs.append(unknown){FIT}", None),
    (f"cs = shared\ncs += [unknown]{FIT}", None),
    (f"cs = shared\ncs += [CSVLogger('a')]{FIT}", None),
    (f"cs = shared + [CSVLogger('a')]{FIT}", "EarlyStopping CSVLogger"),
    (f"shared.append(unknown)\ncs = shared{FIT}", None),
    (f"options['c'] = unknown\ncs = list(options.values()){FIT}", None),
    (f"cs = [f() for f in makers]{FIT}", None),
]


@pytest.mark.parametrize(("code", "expected"), LISTS)
def test_lists(code: str, expected: str | None) -> None:
    fit = module(HEAD + dedent(code), other=OTHER).training.fits[-1]
    found = fit.callbacks
    shown = None
    if found is not None:
        shown = " ".join(f"{each.name.rpartition('.')[2]}{'?' * (not each.always)}" for each in found)
    assert shown == expected
