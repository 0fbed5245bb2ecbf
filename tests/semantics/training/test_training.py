"""Fits: their callbacks, validation data, models, compiles and logs; which fits a callback reaches."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.fits import Fit

HEAD = """\
import keras
import tensorflow as tf
from keras.callbacks import Callback, EarlyStopping, LambdaCallback, LearningRateScheduler, ModelCheckpoint
from keras.callbacks import ReduceLROnPlateau
from keras.layers import Dense
from keras.models import Model, Sequential
"""
LINES = HEAD.count("\n")
MODEL = "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse', metrics=['mae'])\n"
K2, K3 = (2, 15), (3, 15)


def read(code: str, head: str = "", **files: str) -> Module:
    return module(HEAD + head + dedent(code), **files)


def only_fit(facts: Module) -> Fit:
    (fit,) = facts.training.fits
    return fit


def line(facts: Module, fit: Fit) -> int:
    return facts.source.position(facts.span(fit.node)[0])[0] - LINES


# Which fits the one ModelCheckpoint reaches, by their lines; None where some may be out of sight.
FITS_OF: list[tuple[str, list[int] | None]] = [
    ("m.fit(x, callbacks=[ModelCheckpoint('a')])", [1]),
    ("m.fit(x, callbacks=ModelCheckpoint('a'))", [1]),
    ("m.fit(x, callbacks=(ModelCheckpoint('a'),))", [1]),
    ("m.fit(x, y, 32, 3, 1, [ModelCheckpoint('a')])", [1]),
    ("m.fit_generator(g, 3, 1, 1, [ModelCheckpoint('a')])", [1]),
    ("c = ModelCheckpoint('a')\nm.fit(x, callbacks=[c])", [2]),
    (
        "c = ModelCheckpoint('a')\ncs = [EarlyStopping(), c]\nm.fit(x, callbacks=cs)\nn.fit(x, callbacks=cs)",
        [3, 4],
    ),
    ("cs = []\ncs.append(ModelCheckpoint('a'))\nm.fit(x, callbacks=cs)", [3]),
    ("cs = []\ncs.insert(0, ModelCheckpoint('a'))\nm.fit(x, callbacks=cs)", [3]),
    ("cs = []\nm.fit(x, callbacks=cs)\ncs.append(ModelCheckpoint('a'))\nm.fit(x, callbacks=cs)", [4]),
    ("cs = [EarlyStopping()]\ncs += [ModelCheckpoint('a')]\nm.fit(x, callbacks=cs)", [3]),
    ("cs = [ModelCheckpoint('a')]\ncs += [EarlyStopping()]\nm.fit(x, callbacks=cs)", [3]),
    ("cs = [ModelCheckpoint('a')] + [EarlyStopping()]\nm.fit(x, callbacks=cs)", [2]),
    ("cs = [EarlyStopping()]\ncs.extend([ModelCheckpoint('a')])\nm.fit(x, callbacks=cs)", [3]),
    ("cs = [*old, ModelCheckpoint('a')]\nm.fit(x, callbacks=cs)", [2]),
    ("cs = [ModelCheckpoint('a')] if t else []\nm.fit(x, callbacks=cs)", [2]),
    ("if t:\n    c = ModelCheckpoint('a')\nelse:\n    c = None\nm.fit(x, callbacks=[c])", [5]),
    ("c, d = ModelCheckpoint('a'), EarlyStopping()\nm.fit(x, callbacks=[c])\nm.fit(x, callbacks=[d])", [2]),
    ("for i in n:\n    c = ModelCheckpoint('a')\n    m.fit(x, callbacks=[c])", [3]),
    ("c = ModelCheckpoint('a')\nprint(c)\nif c is None:\n    pass\nm.fit(x, epochs=1)", []),
    ("c = ModelCheckpoint('a')\nm.fit(x)", []),
    ("def f():\n    c = ModelCheckpoint('a')", []),
    ("ModelCheckpoint('a')", []),
    ("c = ModelCheckpoint('a')\nd = EarlyStopping()\nm.fit(x, callbacks=[d])", []),
    ("cs = [ModelCheckpoint('a')]\ncs = []\nm.fit(x, callbacks=cs)", []),
    ("c = ModelCheckpoint('a')\nm.fit(x, callbacks=[c])\nprint(c.best)", [2]),
    ("def f():\n    c = ModelCheckpoint('a')\n    m.fit(x, callbacks=[c])", [3]),
    ("def f():\n    return ModelCheckpoint('a')\nm.fit(x, callbacks=[f()])", [3]),
    ("def f():\n    cs = [ModelCheckpoint('a')]\n    return cs\nm.fit(x, callbacks=f())", [4]),
    ("def f():\n    return [ModelCheckpoint('a')], 3\ncs, n = f()\nm.fit(x, callbacks=cs)", [4]),
    ("def f():\n    return 3, [ModelCheckpoint('a')]\ncs, n = f()\nm.fit(x, callbacks=cs)", []),
    ("def f(cs):\n    m.fit(x, callbacks=cs)\nf([ModelCheckpoint('a')])", [2]),
    ("def f(c):\n    m.fit(x, callbacks=[c])\nf(c=ModelCheckpoint('a'))", [2]),
    ("def add(cs):\n    cs.append(ModelCheckpoint('a'))\ncs = []\nadd(cs)\nm.fit(x, callbacks=cs)", [5]),
    ("def f():\n    return ModelCheckpoint('a')\nc = f()\ndef g():\n    m.fit(x, callbacks=[c])\ng()", [5]),
    ("cs = {'a': ModelCheckpoint('a')}\nm.fit(x, callbacks=list(cs.values()))", [2]),
    ("cs = [ModelCheckpoint('a')]\nfor c in cs:\n    m.fit(x, callbacks=[c])", [3]),
    ("cs = [ModelCheckpoint('a')]\nm.fit(x, callbacks=cs[:1])", [2]),
    ("cs = [EarlyStopping(), ModelCheckpoint('a')]\nm.fit(x, callbacks=[cs[0]])", []),
    ("(c := ModelCheckpoint('a'))\nm.fit(x, callbacks=[c])", [2]),
    (
        "class T:\n    def __init__(self):\n        self.c = [ModelCheckpoint('a')]\n"
        "    def go(self):\n        self.m.fit(x, callbacks=self.c)",
        [5],
    ),
    (
        "class T:\n    def __init__(self):\n        self.c = []\n"
        "        self.c.append(ModelCheckpoint('a'))\n"
        "    def go(self):\n        self.m.fit(x, callbacks=self.c)",
        [6],
    ),
    (
        "class T:\n    def cs(self):\n        return [ModelCheckpoint('a')]\n"
        "    def go(self):\n        self.m.fit(x, callbacks=self.cs())\nT().go()",
        [5],
    ),
    (
        "class T:\n    def __init__(self, c):\n        self.c = c\n"
        "    def go(self):\n        self.m.fit(x, callbacks=self.c)\nT(ModelCheckpoint('a')).go()",
        [5],
    ),
    # Not in sight.
    ("class C(ModelCheckpoint):\n    def __init__(self):\n        super().__init__('a')", None),
    ("import functools\nc = functools.partial(ModelCheckpoint, save_best_only=True)", None),
    ("c = ModelCheckpoint('a')", None),
    ("use(ModelCheckpoint('a'))", None),
    ("c = ModelCheckpoint('a')\nm.fit(x, callbacks=[c])\nuse(c)", None),
    ("c = ModelCheckpoint('a')\nm.fit(x, callbacks=use([c]))", None),
    ("cs = [ModelCheckpoint('a')]\nuse(cs)\nm.fit(x, callbacks=cs)", None),
    ("m.fit(x, **{'callbacks': [ModelCheckpoint('a')]})", None),
    ("k = dict(callbacks=[ModelCheckpoint('a')])\nm.fit(x, **k)", None),
    ("m.fit(x, 3, *[ModelCheckpoint('a')])", None),
    ("m.evaluate(x, callbacks=[ModelCheckpoint('a')])", None),
    ("tuner.search(x, callbacks=[ModelCheckpoint('a')])", None),
    ("m.fit(x, cbs=[ModelCheckpoint('a')])", None),
    (
        "from sklearn.model_selection import GridSearchCV\ng = GridSearchCV(m, p)\n"
        "g.fit(x, callbacks=[ModelCheckpoint('a')])",
        None,
    ),
    (
        "from scikeras.wrappers import KerasClassifier\nk = KerasClassifier(f)\n"
        "k.fit(x, callbacks=[ModelCheckpoint('a')])",
        None,
    ),
    ("def f():\n    return ModelCheckpoint('a')", None),
    ("def f():\n    return ModelCheckpoint('a')\ng = f", None),
    ("def f():\n    return ModelCheckpoint('a')\ndef g():\n    m.fit(x, callbacks=[f()])", None),
    ("def f():\n    yield ModelCheckpoint('a')\nm.fit(x, callbacks=f())", None),
    ("@cached\ndef f():\n    return ModelCheckpoint('a')\nm.fit(x, callbacks=f())", None),
    ("class T:\n    def f(self):\n        return ModelCheckpoint('a')", None),
    ("class T(Base):\n    def __init__(self):\n        self.callbacks = [ModelCheckpoint('a')]", None),
    ("class T:\n    def __init__(self):\n        self.c = [ModelCheckpoint('a')]\nuse(t.c)", None),
    ("args.c = ModelCheckpoint('a')", None),
    ("d[k] = ModelCheckpoint('a')\nd = {}\nuse(d)", None),
    ("c = ModelCheckpoint('a')\nc.monitor = 'loss'\nm.fit(x, callbacks=[c])", None),
    ("c = ModelCheckpoint('a')\nc.set_model(m)\nc.on_train_begin()", None),
    ("f = lambda: ModelCheckpoint('a')\nm.fit(x, callbacks=[f()])", None),
    ("def f(c=ModelCheckpoint('a')):\n    m.fit(x, callbacks=[c])\nf()", None),
    ("class C:\n    c = ModelCheckpoint('a')", None),
    ("cs = keras.callbacks.CallbackList([ModelCheckpoint('a')])", None),
    ("def f(cs):\n    cs.append(ModelCheckpoint('a'))", None),
    ("get().append(ModelCheckpoint('a'))", None),
    ("def f(*cs):\n    m.fit(x, callbacks=cs)\nf(ModelCheckpoint('a'))", None),
    ("import functools\nfit = functools.partial(m.fit, callbacks=[ModelCheckpoint('a')])", None),
    ("def f():\n    with ModelCheckpoint('a') as c:\n        pass", None),
    ("cs = [ModelCheckpoint('a')]\ndel cs[0]\nm.fit(x, callbacks=cs)", [3]),
]


@pytest.mark.parametrize(("code", "expected"), FITS_OF)
def test_fits_of(code: str, expected: list[int] | None) -> None:
    facts = read(code)
    (call,) = facts.calls("keras.callbacks.ModelCheckpoint")
    found = facts.training.fits_of(call.node)
    assert (None if found is None else [line(facts, fit) for fit in found]) == expected


EXPORTED = [
    ("from train import cs\nuse(cs)", None),
    ("from train import *\nuse(cs)", None),
    ("import train\nuse(train.cs)", None),
    ("import other\nuse(other.cs)", [2]),
]


@pytest.mark.parametrize(("other", "expected"), EXPORTED)
def test_a_list_that_other_files_import(other: str, expected: list[int] | None) -> None:
    facts = read("cs = [ModelCheckpoint('a')]\nm.fit(x, callbacks=cs)\n", other=other)
    (call,) = facts.calls("keras.callbacks.ModelCheckpoint")
    found = facts.training.fits_of(call.node)
    assert (None if found is None else [line(facts, fit) for fit in found]) == expected


# The callbacks of the one fit, those that may be missing with a question mark.
CALLBACKS: list[tuple[str, str | None]] = [
    ("m.fit(x, epochs=1)", ""),
    ("m.fit(x, callbacks=None)", ""),
    ("m.fit(x, callbacks=[])", ""),
    ("m.fit(x, callbacks=EarlyStopping())", "EarlyStopping"),
    ("m.fit(x, callbacks=[EarlyStopping(), ModelCheckpoint('a')])", "EarlyStopping ModelCheckpoint"),
    ("m.fit(x, y, 32, 3, 1, (EarlyStopping(),))", "EarlyStopping"),
    ("m.fit_generator(g, 1, 1, 1, [EarlyStopping()])", "EarlyStopping"),
    ("m.fit(x, **dict(callbacks=[EarlyStopping()]))", "EarlyStopping"),
    (
        "cs = [EarlyStopping()]\ncs.append(ModelCheckpoint('a'))\nm.fit(x, callbacks=cs)",
        "EarlyStopping ModelCheckpoint",
    ),
    ("cs = [EarlyStopping()]\nm.fit(x, callbacks=cs)\ncs.append(ModelCheckpoint('a'))", "EarlyStopping"),
    ("cs = []\nif t:\n    cs.append(EarlyStopping())\nm.fit(x, callbacks=cs)", "EarlyStopping?"),
    ("cs = []\ncs += [EarlyStopping()]\nm.fit(x, callbacks=cs)", "EarlyStopping"),
    ("cs = [EarlyStopping()] if t else []\nm.fit(x, callbacks=cs)", "EarlyStopping?"),
    (
        "m.fit(x, callbacks=[EarlyStopping() if t else ModelCheckpoint('a')])",
        "EarlyStopping? ModelCheckpoint?",
    ),
    ("m.fit(x, callbacks=[[EarlyStopping()]])", "EarlyStopping"),
    ("def cs():\n    return [EarlyStopping()]\nm.fit(x, callbacks=cs())", "EarlyStopping"),
    ("def c():\n    return EarlyStopping()\nm.fit(x, callbacks=[c()])", "EarlyStopping"),
    ("def f(cs):\n    m.fit(x, callbacks=cs)\nf([EarlyStopping()])", "EarlyStopping"),
    ("def f(cs):\n    m.fit(x, callbacks=cs)\nf([EarlyStopping()])\nf([])", "EarlyStopping?"),
    ("class C(EarlyStopping):\n    pass\nm.fit(x, callbacks=[C()])", "EarlyStopping"),
    (
        "class T:\n    def __init__(self):\n        self.c = [EarlyStopping()]\n"
        "        self.c.append(ModelCheckpoint('a'))\n"
        "    def go(self):\n        self.m.fit(x, callbacks=self.c)",
        "EarlyStopping ModelCheckpoint?",
    ),
    ("m.fit(x, callbacks=cs)", None),
    ("m.fit(x, callbacks=[EarlyStopping(), c])", None),
    ("m.fit(x, callbacks=[EarlyStopping(), make()])", None),
    ("m.fit(x, callbacks=[EarlyStopping, ModelCheckpoint('a')])", None),
    ("from wandb.keras import WandbCallback\nm.fit(x, callbacks=[WandbCallback()])", None),
    ("class C(Unknown):\n    pass\nm.fit(x, callbacks=[C()])", None),
    ("m.fit(x, epochs=1, **kwargs)", None),
    ("m.fit(x, *args, epochs=1)", None),
    ("cs = [EarlyStopping()]\nuse(cs)\nm.fit(x, callbacks=cs)", None),
    ("cs = [EarlyStopping()]\nd = cs\nd.append(ModelCheckpoint('a'))\nm.fit(x, callbacks=cs)", None),
    ("cs = [EarlyStopping()]\ncs.remove(c)\nm.fit(x, callbacks=cs)", None),
    ("def add(cs):\n    cs.append(ModelCheckpoint('a'))\ncs = []\nadd(cs)\nm.fit(x, callbacks=cs)", None),
    ("cs = [EarlyStopping()] + old\nm.fit(x, callbacks=cs)", None),
    ("cs = [EarlyStopping(), *old]\nm.fit(x, callbacks=cs)", None),
    ("cs = [EarlyStopping()]\ncs.extend(old)\nm.fit(x, callbacks=cs)", None),
    ("def f(cs):\n    m.fit(x, callbacks=cs)", None),
    ("def f(cs):\n    m.fit(x, callbacks=cs)\nf([EarlyStopping()])\nf(old)", None),
    ("def f(cs=None):\n    m.fit(x, callbacks=cs)\nf()", ""),
    ("m.fit(x, callbacks=[f(EarlyStopping())])", None),
    ("m.fit(x, callbacks=[EarlyStopping()(3)])", None),
    (
        "class T:\n    def __init__(self):\n        self.c = [EarlyStopping()]\n"
        "    def go(self):\n        self.m.fit(x, callbacks=self.c)\nt.c.append(y)",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), CALLBACKS)
def test_callbacks(code: str, expected: str | None) -> None:
    found = only_fit(read(code)).callbacks
    shown = None
    if found is not None:
        shown = " ".join(one.name.rpartition(".")[2] + ("" if one.always else "?") for one in found)
    assert shown == expected


VALIDATION: list[tuple[str, bool | None]] = [
    ("m.fit(x, epochs=1)", False),
    ("m.fit(x, validation_data=None)", False),
    ("m.fit(x, validation_split=0)", False),
    ("m.fit(x, validation_split=0.0)", False),
    ("m.fit(x, y, 32, 3, 1, None, 0.0, None)", False),
    ("m.fit(x, verbose=1, **{})", False),
    ("v = None\nm.fit(x, validation_data=v)", False),
    ("m.fit_generator(g, 1, 1, 1, None)", False),
    ("m.fit(x, validation_data=(a, b))", True),
    ("m.fit(x, validation_data=[a, b])", True),
    ("m.fit(x, validation_split=0.2)", True),
    ("s = 0.2\nm.fit(x, validation_split=s)", True),
    ("m.fit(x, y, 32, 3, 1, None, 0.1)", True),
    ("m.fit(x, y, 32, 3, 1, None, 0.0, (a, b))", True),
    ("m.fit(x, validation_data=None, validation_split=0.2)", True),
    ("m.fit_generator(g, 1, 1, 1, None, (a, b))", True),
    ("v = tf.data.Dataset.range(3)\nm.fit(x, validation_data=v)", True),
    ("v = tf.data.Dataset.range(3).batch(3)\nm.fit(x, validation_data=v)", True),
    ("v = gen.flow_from_directory('a')\nm.fit(x, validation_data=v)", True),
    ("class G(keras.utils.Sequence):\n    pass\nm.fit(x, validation_data=G())", True),
    ("m.fit(x, **dict(validation_split=0.3))", True),
    ("def f(v):\n    m.fit(x, validation_data=v)\nf((a, b))\nf((c, d))", True),
    ("def f(v=None):\n    m.fit(x, validation_data=v)\nf()", False),
    ("m.fit(x, validation_data=v)", None),
    ("m.fit(x, validation_data=load())", None),
    ("m.fit(x, validation_data=args.v)", None),
    ("m.fit(x, validation_split=args.v)", None),
    ("m.fit(x, epochs=1, **kwargs)", None),
    ("m.fit(x, *args, epochs=1)", None),
    ("m.fit(x, validation_data=(a, b) if t else None)", None),
    ("v = None\nif t:\n    v = (a, b)\nm.fit(x, validation_data=v)", None),
    ("def f(v):\n    m.fit(x, validation_data=v)", None),
    ("def f(v=None):\n    m.fit(x, validation_data=v)", None),
    ("def f(v):\n    m.fit(x, validation_data=v)\nf((a, b))\nf(None)", None),
    ("def load():\n    return None if t else (a, b)\nm.fit(x, validation_data=load())", None),
    ("m.fit(x, validation_split=0.2 if t else 0)", None),
    ("from data import load\nm.fit(x, validation_data=load())", None),
]


@pytest.mark.parametrize(("code", "expected"), VALIDATION)
def test_validation(code: str, expected: bool | None) -> None:
    assert only_fit(read(code)).validation is expected


# The model of the one fit, and the lines of the compiles that may be in effect.
MODELS: list[tuple[str, str, list[int] | None]] = [
    ("m = Sequential()\nm.compile('sgd')\nm.fit(x)", "Sequential", [2]),
    ("m = Model(a, b)\nm.compile('sgd')\nm.compile('adam')\nm.fit(x)", "Model", [3]),
    ("m = Model(a, b)\nm.compile('sgd')\nm.fit(x)\nm.compile('adam')", "Model", [2]),
    ("m = Model(a, b)\nm.compile('sgd')\nif t:\n    m.compile('adam')\nm.fit(x)", "Model", [2, 4]),
    ("m = Model(a, b)\nif t:\n    m.compile('sgd')\nelse:\n    m.compile('adam')\nm.fit(x)", "Model", [3, 5]),
    ("m = Model(a, b)\nfor i in n:\n    m.fit(x)\n    m.compile('sgd')", "Model", [4]),
    ("def b():\n    m = Sequential()\n    m.compile('sgd')\n    return m\nb().fit(x)", "Sequential", [3]),
    (
        "def b():\n    m = Sequential()\n    m.compile('sgd')\n    return m\n"
        "m = b()\nm.compile('a')\nm.fit(x)",
        "Sequential",
        [6],
    ),
    ("def c(m):\n    m.compile('sgd')\nm = Sequential()\nc(m)\nm.fit(x)", "Sequential", [2]),
    ("def c(m):\n    m.compile('sgd')\n    return m\nm = c(Sequential())\nm.fit(x)", "Sequential", [2]),
    ("def f(m):\n    m.fit(x)\nm = Sequential()\nm.compile('sgd')\nf(m)", "Sequential", [4]),
    (
        "class T:\n    def __init__(self):\n        self.m = self.b()\n        self.m.compile('sgd')\n"
        "    def b(self):\n        return Sequential()\n    def go(self):\n        self.m.fit(x)",
        "Sequential",
        [4],
    ),
    ("class N(Model):\n    pass\nm = N()\nm.compile('sgd')\nm.fit(x)", "Model", [4]),
    ("m = Sequential()\nm.compile('sgd')\nkeras.utils.plot_model(m)\nm.fit(x)", "Sequential", [2]),
    ("m = Sequential()\nm.compile('sgd')\nn = Model(m.input, m.output)\nm.fit(x)", "Sequential", [2]),
    ("m = keras.models.load_model('a')\nm.compile('sgd')\nm.fit(x)", "Model", [2]),
    ("m = n = Sequential()\nn.compile('sgd')\nm.fit(x)", "Sequential", [2]),
    # Not in sight.
    ("m = keras.models.load_model('a')\nm.fit(x)", "Model", None),
    ("m = keras.models.load_model('a')\nif t:\n    m.compile('sgd')\nm.fit(x)", "Model", None),
    ("m = Sequential()\nm.fit(x)", "Sequential", None),
    ("m = Sequential()\nm.compile('sgd')\nprepare(m)\nm.fit(x)", "Sequential", None),
    ("m = Sequential()\nprepare([m])\nm.compile('sgd')\nm.fit(x)", "Sequential", None),
    ("m.compile('sgd')\nm.fit(x, epochs=1)", "", None),
    ("m = build()\nm.compile('sgd')\nm.fit(x, epochs=1)", "", None),
    ("def f(m):\n    m.compile('sgd')\n    m.fit(x, epochs=1)", "", None),
    ("def f(m):\n    m.fit(x, epochs=1)\nf(Sequential())\nf(y)", "", None),
    ("m = Sequential()\nm.compile('sgd')\nargs.m = m\nm.fit(x)", "Sequential", None),
]


@pytest.mark.parametrize(("code", "name", "expected"), MODELS)
def test_models_and_compiles(code: str, name: str, expected: list[int] | None) -> None:
    facts = read(code)
    fit = only_fit(facts)
    found = fit.compiles
    assert {origin.name.rpartition(".")[2] for origin in fit.model} == ({name} if name else set())
    lines = None
    if found is not None:
        lines = sorted(facts.source.position(facts.span(one.node)[0])[0] - LINES for one in found)
    assert lines == expected


# Metrics given to ``compile``, and their names on Keras 2 and on Keras 3; a question mark for unknown.
METRICS = [
    ("", "", ""),
    ("metrics=None", "", ""),
    ("metrics=[]", "", ""),
    ("metrics=['accuracy']", "accuracy", "accuracy"),
    ("metrics=['acc']", "acc", "acc"),
    ("metrics=('acc', 'mse')", "acc mse", "acc mse"),
    ("metrics=['mse', 'mean_squared_error']", "mse mean_squared_error", "mse mean_squared_error"),
    ("metrics=['MSE']", "MSE", "MSE"),
    ("metrics=['MeanSquaredError']", "mean_squared_error", "MeanSquaredError"),
    ("metrics=['AUC']", "?", "AUC"),
    ("metrics='accuracy'", "accuracy", "?"),
    ("metrics=[['accuracy']]", "accuracy", "accuracy"),
    ("metrics={'out': ['accuracy']}", "accuracy", "accuracy"),
    ("metrics={'out': 'accuracy'}", "accuracy", "accuracy"),
    ("metrics=[keras.metrics.MeanSquaredError()]", "mean_squared_error", "mean_squared_error"),
    ("metrics=[keras.metrics.MeanSquaredError('q')]", "q", "q"),
    ("metrics=[keras.metrics.KLDivergence()]", "kullback_leibler_divergence", "kl_divergence"),
    ("metrics=[keras.metrics.AUC()]", "auc", "auc"),
    ("metrics=[keras.metrics.AUC(name='q')]", "q", "q"),
    ("metrics=[keras.metrics.MeanIoU(2)]", "mean_io_u", "mean_io_u"),
    ("metrics=[keras.metrics.MeanIoU(2, 'q')]", "q", "q"),
    ("metrics=[keras.metrics.binary_accuracy]", "binary_accuracy", "binary_accuracy"),
    ("metrics=[keras.losses.MSE]", "mean_squared_error", "mean_squared_error"),
    ("metrics=[dice_coef]", "dice_coef", "dice_coef"),
    ("metrics=[IoU]", "IoU", "io_u"),
    ("metrics=[Own()]", "own", "own"),
    ("metrics=['acc'], weighted_metrics=['mse']", "acc mse", "acc mse"),
    ("metrics=['acc'], weighted_metrics=[]", "acc", "acc"),
    ("metrics=['acc'], weighted_metrics=['acc']", "?", "?"),
    ("metrics=['acc', 'acc']", "?", "?"),
    ("metrics=[keras.metrics.AUC(), keras.metrics.AUC()]", "?", "?"),
    ("metrics=[keras.metrics.AUC(name=n)]", "?", "?"),
    ("metrics=[keras.metrics.AUC(*a)]", "?", "?"),
    ("metrics=[unknown]", "?", "?"),
    ("metrics=[make()]", "?", "?"),
    ("metrics=[lambda a, b: a]", "?", "?"),
    ("metrics=['acc', *more]", "?", "?"),
    ("metrics=more", "?", "?"),
    ("metrics={'a': ['acc'], 'b': ['acc']}", "?", "?"),
    ("metrics=['acc'], **more", "?", "?"),
    ("metrics=['acc'] if t else ['mse']", "?", "?"),
    ("metrics=[Dictionary()]", "?", "?"),
    ("metrics=[Wrapped()]", "?", "?"),
    ("metrics=[wrapped]", "?", "?"),
    ("loss=['mse', 'mse'], metrics=['acc']", "?", "?"),
    ("loss={'a': 'mse', 'b': 'mse'}, metrics=['acc']", "?", "?"),
]
METRIC_CODE = """\
def dice_coef(a, b): return a
def IoU(a, b): return a
@decorated
def wrapped(a, b): return a
class Own(keras.metrics.Mean):
    def __init__(self, name='own', **kwargs):
        super().__init__(name=name, **kwargs)
class Wrapped(keras.metrics.Mean):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
class Dictionary(Own):
    def result(self): return {'p': 1}
m = Sequential([Dense(1)])
"""


@pytest.mark.parametrize(("arguments", "keras2", "keras3"), METRICS)
def test_metrics(arguments: str, keras2: str, keras3: str) -> None:
    loss = "" if "loss=" in arguments else "'mse', "
    facts = read(f"m.compile('sgd', {loss}{arguments})\n", METRIC_CODE)
    (compiled,) = facts.training.compiles
    shown = [("?" if found is None else " ".join(found)) for found in map(compiled.metrics, (K2, K3))]
    assert shown == [keras2, keras3]


def test_positional_metrics_differ() -> None:
    facts = read("m = Sequential()\nm.compile('sgd', 'mse', ['acc'])\n")
    (compiled,) = facts.training.compiles
    assert (compiled.metrics(K2), compiled.metrics(K3)) == (("acc",), ())


def test_an_unnamed_metric_that_may_be_built_twice() -> None:
    builder = (
        "def b():\n    m = Sequential()\n"
        "    m.compile('sgd', 'mse', metrics=[keras.metrics.AUC()])\n    return m\n"
    )
    for calls, expected in (
        ("b()", ("auc",)),
        ("b()\nb()", None),
        ("for i in n:\n    b()", None),
        ("", None),
    ):
        (compiled,) = read(builder + calls).training.compiles
        assert compiled.metrics(K3) == expected


# The keys at the end of an epoch, after ``m`` was compiled with ``metrics=['mae']``.
LOGS: list[tuple[str, str | None]] = [
    ("m.fit(x)", "loss mae"),
    ("m.fit(x, validation_split=0.2)", "loss mae val_loss val_mae"),
    ("m.fit(x, callbacks=[EarlyStopping(), ModelCheckpoint('a')])", "loss mae"),
    ("m.fit(x, callbacks=[ReduceLROnPlateau()])", "learning_rate loss mae"),
    ("m.fit(x, callbacks=[LearningRateScheduler(f)])", "learning_rate loss mae"),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
        "        print(logs['loss'], logs.get('a'))\n"
        "m.fit(x, callbacks=[C()])",
        "loss mae",
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs = logs or {}\n"
        "        if 'a' in logs:\n            pass\nm.fit(x, callbacks=[C()])",
        "loss mae",
    ),
    (
        "class C(EarlyStopping):\n    def on_epoch_end(self, epoch, logs=None):\n"
        "        super().on_epoch_end(epoch, logs)\nm.fit(x, callbacks=[C()])",
        "loss mae",
    ),
    (
        "class C(Callback):\n    def on_batch_end(self, batch, logs=None):\n        logs['a'] = 1\n"
        "m.fit(x, callbacks=[C()])",
        "loss mae",
    ),
    ("m.fit(x, callbacks=[LambdaCallback(on_epoch_end=lambda e, logs: print(logs))])", "loss mae"),
    ("m.fit(x, validation_split=0.2, validation_freq=1)", "loss mae val_loss val_mae"),
    ("m.fit(x, validation_freq=2)", "loss mae"),
    ("m.compile('sgd', 'mse', metrics=['acc'])\nm.fit(x)", "acc loss"),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['a'] = 1\n"
        "m.fit(x, callbacks=[C()])",
        "a loss mae",
    ),
    # Not known.
    ("m.compile('sgd', 'mse')\nm.fit(x)", None),
    ("m.fit(x, validation_split=0.2, validation_freq=2)", None),
    ("m.fit(x, validation_data=v)", None),
    ("m.fit(x, callbacks=cs)", None),
    ("m.fit(x, **k)", None),
    ("m.fit(x, callbacks=[ReduceLROnPlateau()] if t else [])", None),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['a'] = 1\n"
        "m.fit(x, callbacks=[C()] if t else [])",
        None,
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs[a] = 1\n"
        "m.fit(x, callbacks=[C()])",
        None,
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        if t: logs['a'] = 1\n"
        "m.fit(x, callbacks=[C()])",
        None,
    ),
    (
        "class B(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['b'] = 1\n"
        "class C(B):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['a'] = 1\n"
        "m.fit(x, callbacks=[C()])",
        None,
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs.update(a=1)\n"
        "m.fit(x, callbacks=[C()])",
        None,
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        use(logs)\n"
        "m.fit(x, callbacks=[C()])",
        None,
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        self.logs = logs\n"
        "m.fit(x, callbacks=[C()])",
        None,
    ),
    ("m.fit(x, callbacks=[LambdaCallback(on_epoch_end=f)])", None),
    ("m.fit(x, callbacks=[LambdaCallback(on_epoch_end=lambda e, logs: logs.update(a=1))])", None),
    ("m.compile('sgd', 'mse', metrics=[f])\nm.fit(x)", None),
    ("if t:\n    m.compile('sgd', 'mse')\nm.fit(x)", None),
    ("m.add_metric(y, name='a')\nm.fit(x)", None),
    ("m.metrics_names.append('lr')\nm.fit(x)", None),
    ("m.train_step = f\nm.fit(x)", None),
    ("use(m)\nm.fit(x)", None),
    ("m = Model(a, [b, c])\nm.compile('sgd', 'mse')\nm.fit(x)", None),
    ("m = Model(a, outputs)\nm.compile('sgd', 'mse')\nm.fit(x)", None),
    ("m = keras.models.load_model('a')\nm.compile('sgd', 'mse')\nm.fit(x)", None),
    (
        "class N(Model):\n    def train_step(self, data):\n        pass\n"
        "m = N()\nm.compile('sgd', 'mse')\nm.fit(x)",
        None,
    ),
    (
        "class N(Model):\n    def call(self, x):\n        return a, b\n"
        "m = N()\nm.compile('sgd', 'mse')\nm.fit(x)",
        None,
    ),
    (
        "class L(keras.layers.Layer):\n    def __init__(self):\n"
        "        self.t = keras.metrics.Mean(name='q')\n"
        "m = Sequential([L()])\nm.compile('sgd', 'mse')\nm.fit(x)",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), LOGS)
def test_logs(code: str, expected: str | None) -> None:
    found = only_fit(read(code, MODEL)).logs(K3)
    assert (None if found is None else " ".join(sorted(found))) == expected


OUTPUTS: list[tuple[str, str | None]] = [
    ("i = keras.Input((3,))\nm = Model(i, Dense(1)(i))", "loss"),
    ("i = keras.Input((3,))\no = Dense(1)(i)\nm = Model(inputs=i, outputs=[o])", "loss"),
    ("i = keras.Input((3,))\no = keras.layers.add([a, b])\nm = Model(i, o)", "loss"),
    ("b = keras.applications.ResNet50()\nm = Model(b.input, Dense(1)(b.output))", "loss"),
    ("i = keras.Input((3,))\nb = Sequential([Dense(3)])\nm = Model(i, b(i))", "loss"),
    (
        "class N(Model):\n    def __init__(self):\n        super().__init__()\n        self.d = Dense(1)\n"
        "    def call(self, x):\n        return self.d(x)\nm = N()",
        "loss",
    ),
    ("m = Model(a, b)", None),
    ("i = keras.Input((3,))\nm = Model(i, other(i))", None),
    ("i = keras.Input((3,))\nm = Model(i, {'a': Dense(1)(i), 'b': Dense(1)(i)})", None),
    ("i = keras.Input((3,))\nm = Model(i, keras.layers.Lambda(f)(i))", None),
    ("def f(i):\n    return i, i\ni = keras.Input((3,))\nm = Model(i, f(i))", None),
]


@pytest.mark.parametrize(("code", "expected"), OUTPUTS)
def test_one_output(code: str, expected: str | None) -> None:
    found = only_fit(read(code + "\nm.compile('sgd', 'mse')\nm.fit(x, epochs=1)")).logs(K3)
    assert (None if found is None else " ".join(sorted(found))) == expected


def test_metrics_of_an_earlier_compile() -> None:
    fit = only_fit(read("m.compile('sgd', 'mse')\nm.fit(x)", MODEL))
    assert (fit.logs(K2), fit.logs(K3)) == ({"loss"}, None)


def test_the_learning_rate_is_there_for_callbacks_behind() -> None:
    facts = read(
        "a = ModelCheckpoint('a')\nb = EarlyStopping()\nm.fit(x, callbacks=[a, ReduceLROnPlateau(), b])",
        MODEL,
    )
    fit = only_fit(facts)
    (first,), (second,) = (
        tuple(facts.calls(f"keras.callbacks.{name}")) for name in ("ModelCheckpoint", "EarlyStopping")
    )
    assert fit.logs(K2, seen_by=first.node) == {"loss", "mae"}
    assert fit.logs(K2, seen_by=second.node) == {"loss", "mae", "lr"}
    assert fit.logs(K3, seen_by=second.node) == {"loss", "mae", "learning_rate"}


def test_a_fit_inside_a_function_is_that_of_the_call() -> None:
    facts = read(
        """\
        def train(cs, v):
            m.fit(x, callbacks=cs, validation_data=v)
        train([ModelCheckpoint('a')], None)
        train([], (a, b))
        """
    )
    (call,) = facts.calls("keras.callbacks.ModelCheckpoint")
    (fit,) = facts.training.fits_of(call.node) or ()
    assert fit.validation is False
    assert only_fit(facts).validation is None


# What is a fit of a Keras model, or looks like one.
NO_FITS = [
    "s = makers['svc']()()\ns.fit(x)",
    "scaler.fit(x)",
    "model.fit(x, y)",
    "from sklearn.svm import SVC\ns = SVC()\ns.fit(x, verbose=1)",
    "t = keras.preprocessing.image.ImageDataGenerator()\nt.fit(x, verbose=1)",
    "fit(x, epochs=1)",
    "m.fit",
]


@pytest.mark.parametrize("code", NO_FITS)
def test_no_fits(code: str) -> None:
    assert read(code).training.fits == ()
