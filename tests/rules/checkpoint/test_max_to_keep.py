"""TFC101 checkpoint-max-to-keep."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import functools
import tensorflow as tf
from functools import partial
from tensorflow.keras.callbacks import ModelCheckpoint
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    # Where in the call
    ("x = ModelCheckpoint('m', max_to_keep=3)", "x = ModelCheckpoint('m')"),
    ("x = ModelCheckpoint(max_to_keep=3)", "x = ModelCheckpoint()"),
    ("x = ModelCheckpoint(max_to_keep=3, filepath='m')", "x = ModelCheckpoint(filepath='m')"),
    (
        "x = ModelCheckpoint('m', max_to_keep=3, verbose=1)",
        "x = ModelCheckpoint('m', verbose=1)",
    ),
    ("x = ModelCheckpoint('m', max_to_keep=3,)", "x = ModelCheckpoint('m',)"),
    ("x = ModelCheckpoint('m' , max_to_keep = 3 )", "x = ModelCheckpoint('m' )"),
    ("x = ModelCheckpoint( max_to_keep = 3 )", "x = ModelCheckpoint(  )"),
    ("x = ModelCheckpoint('m', max_to_keep=(3), mode='min')", "x = ModelCheckpoint('m', mode='min')"),
    ("x = ModelCheckpoint('m', max_to_keep=3, keep_max=2)", "x = ModelCheckpoint('m')"),
    ("x = ModelCheckpoint('m', keep_checkpoint_max=3)", "x = ModelCheckpoint('m')"),
    ("x = ModelCheckpoint('m', keep_checkpoints=3)", "x = ModelCheckpoint('m')"),
    # Layout
    (
        """
        x = ModelCheckpoint(
            'm',
            max_to_keep=3,
            verbose=1,
        )
        """,
        """
        x = ModelCheckpoint(
            'm',
            verbose=1,
        )
        """,
    ),
    (
        """
        x = ModelCheckpoint(
            'm',
            max_to_keep=3
        )
        """,
        """
        x = ModelCheckpoint(
            'm'
        )
        """,
    ),
    (
        """
        x = ModelCheckpoint('m', max_to_keep=3,
                            verbose=1)
        """,
        """
        x = ModelCheckpoint('m',
                            verbose=1)
        """,
    ),
    (
        """
        x = ModelCheckpoint('m',
                            verbose=1, max_to_keep=3)
        """,
        """
        x = ModelCheckpoint('m',
                            verbose=1)
        """,
    ),
    (
        """
        x = ModelCheckpoint(max_to_keep=3,
                            filepath='m')
        """,
        """
        x = ModelCheckpoint(filepath='m')
        """,
    ),
    (
        """
        x = ModelCheckpoint(
            'm'
            , max_to_keep=3
            , verbose=1
        )
        """,
        """
        x = ModelCheckpoint(
            'm'
            , verbose=1
        )
        """,
    ),
    # Comments stay
    (
        """
        x = ModelCheckpoint(
            'm',  # where
            max_to_keep=3,  # three are enough
            verbose=1,  # talk
        )
        """,
        """
        x = ModelCheckpoint(
            'm',  # where
            # three are enough
            verbose=1,  # talk
        )
        """,
    ),
    (
        """
        x = ModelCheckpoint(
            'm',
            # three are enough
            max_to_keep=3,
        )
        """,
        """
        x = ModelCheckpoint(
            'm',
            # three are enough
        )
        """,
    ),
    (
        """
        x = ModelCheckpoint(
            'm',  # where
            max_to_keep=3  # three
        )
        """,
        """
        x = ModelCheckpoint(
            'm',  # where
            # three
        )
        """,
    ),
    # Where the call is
    (
        "m.fit(x, callbacks=[a, ModelCheckpoint('m', max_to_keep=3), b], epochs=2)",
        "m.fit(x, callbacks=[a, ModelCheckpoint('m'), b], epochs=2)",
    ),
    (
        "m.fit(x, callbacks=[ModelCheckpoint('m', max_to_keep=3), ModelCheckpoint('n', max_to_keep=3)])",
        "m.fit(x, callbacks=[ModelCheckpoint('m'), ModelCheckpoint('n')])",
    ),
    (
        "c.append(ModelCheckpoint(filepath=ModelCheckpoint('m', max_to_keep=3), max_to_keep=3))",
        "c.append(ModelCheckpoint(filepath=ModelCheckpoint('m')))",
    ),
    (
        "def cbs(n=ModelCheckpoint('m', max_to_keep=3)): return n",
        "def cbs(n=ModelCheckpoint('m')): return n",
    ),
    ("f = lambda: ModelCheckpoint('m', max_to_keep=3)", "f = lambda: ModelCheckpoint('m')"),
    ("if a: x = ModelCheckpoint('m', max_to_keep=3); y = 1", "if a: x = ModelCheckpoint('m'); y = 1"),
    # How it is named
    (
        "x = tf.keras.callbacks.ModelCheckpoint('m', max_to_keep=3)",
        "x = tf.keras.callbacks.ModelCheckpoint('m')",
    ),
    (
        "import keras\nx = keras.callbacks.ModelCheckpoint('m', max_to_keep=3)",
        "import keras\nx = keras.callbacks.ModelCheckpoint('m')",
    ),
    (
        "import tf_keras as k\nx = k.callbacks.ModelCheckpoint('m', max_to_keep=3)",
        "import tf_keras as k\nx = k.callbacks.ModelCheckpoint('m')",
    ),
    (
        "from tensorflow.compat.v1 import keras as k\nx = k.callbacks.ModelCheckpoint('m', max_to_keep=3)",
        "from tensorflow.compat.v1 import keras as k\nx = k.callbacks.ModelCheckpoint('m')",
    ),
    (
        "import tensorflow.compat.v1 as t\nx = t.keras.callbacks.ModelCheckpoint('m', max_to_keep=3)",
        "import tensorflow.compat.v1 as t\nx = t.keras.callbacks.ModelCheckpoint('m')",
    ),
    (
        "from tensorflow.python.keras.callbacks import ModelCheckpoint as M\nx = M('m', max_to_keep=3)",
        "from tensorflow.python.keras.callbacks import ModelCheckpoint as M\nx = M('m')",
    ),
    (
        "from keras.src.callbacks import ModelCheckpoint as M\nx = M('m', max_to_keep=3)",
        "from keras.src.callbacks import ModelCheckpoint as M\nx = M('m')",
    ),
    (
        "C = tf.keras.callbacks\nx = C.ModelCheckpoint('m', max_to_keep=3)",
        "C = tf.keras.callbacks\nx = C.ModelCheckpoint('m')",
    ),
    ("MC = ModelCheckpoint\nx = MC('m', max_to_keep=3)", "MC = ModelCheckpoint\nx = MC('m')"),
    (
        """
        def f():
            from keras.callbacks import ModelCheckpoint as MC
            return MC('m', max_to_keep=3)
        """,
        """
        def f():
            from keras.callbacks import ModelCheckpoint as MC
            return MC('m')
        """,
    ),
    (
        """
        try:
            from keras.callbacks import ModelCheckpoint as MC
        except ImportError:
            from tensorflow.keras.callbacks import ModelCheckpoint as MC
        x = MC('m', max_to_keep=3)
        """,
        """
        try:
            from keras.callbacks import ModelCheckpoint as MC
        except ImportError:
            from tensorflow.keras.callbacks import ModelCheckpoint as MC
        x = MC('m')
        """,
    ),
    (
        "x = partial(ModelCheckpoint, 'm', max_to_keep=3)",
        "x = partial(ModelCheckpoint, 'm')",
    ),
    (
        "x = functools.partial(ModelCheckpoint, max_to_keep=3)(filepath='m')",
        "x = functools.partial(ModelCheckpoint)(filepath='m')",
    ),
    (
        "class C(ModelCheckpoint): pass\nx = C('m', max_to_keep=3)",
        "class C(ModelCheckpoint): pass\nx = C('m')",
    ),
    (
        """
        class C(ModelCheckpoint):
            def __init__(self, path):
                super().__init__(path, max_to_keep=3)
        """,
        """
        class C(ModelCheckpoint):
            def __init__(self, path):
                super().__init__(path)
        """,
    ),
    # Dictionaries of arguments
    (
        "o = dict(verbose=1, max_to_keep=3)\nx = ModelCheckpoint('m', **o)",
        "o = dict(verbose=1)\nx = ModelCheckpoint('m', **o)",
    ),
    (
        "o = {'max_to_keep': 3, 'verbose': 1}\nx = ModelCheckpoint('m', **o)",
        "o = {'verbose': 1}\nx = ModelCheckpoint('m', **o)",
    ),
    ("x = ModelCheckpoint('m', **{'max_to_keep': 3})", "x = ModelCheckpoint('m', **{})"),
    (
        "x = ModelCheckpoint('m', **dict(max_to_keep=3, verbose=1))",
        "x = ModelCheckpoint('m', **dict(verbose=1))",
    ),
    ("o = {}\no['max_to_keep'] = 3\nx = ModelCheckpoint('m', **o)", "o = {}\nx = ModelCheckpoint('m', **o)"),
    (
        """
        o = {'verbose': 1}
        if keep:
            o['max_to_keep'] = 3
        x = ModelCheckpoint('m', **o)
        """,
        """
        o = {'verbose': 1}
        if keep:
            pass
        x = ModelCheckpoint('m', **o)
        """,
    ),
]

STAYS = [
    "x = tf.train.CheckpointManager(c, d, max_to_keep=3)",
    "x = tf.compat.v1.train.Saver(max_to_keep=3)",
    "x = tf.estimator.RunConfig(keep_checkpoint_max=3)",
    "import orbax.checkpoint as ocp\nx = ocp.CheckpointManagerOptions(max_to_keep=3)",
    "x = tf.keras.callbacks.BackupAndRestore('b', max_to_keep=3)",
    "x = other.ModelCheckpoint('m', max_to_keep=3)",
    "from pytorch_lightning.callbacks import ModelCheckpoint\nx = ModelCheckpoint('m', max_to_keep=3)",
    "from .callbacks import ModelCheckpoint\nx = ModelCheckpoint('m', max_to_keep=3)",
    "from callbacks import ModelCheckpoint\nx = ModelCheckpoint('m', max_to_keep=3)",
    "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint('m', max_to_keep=3)",
    "def ModelCheckpoint(*a, **k):\n    pass\nx = ModelCheckpoint('m', max_to_keep=3)",
    "ModelCheckpoint = make()\nx = ModelCheckpoint('m', max_to_keep=3)",
    "def f(ModelCheckpoint):\n    return ModelCheckpoint('m', max_to_keep=3)",
    "for ModelCheckpoint in kinds:\n    x = ModelCheckpoint('m', max_to_keep=3)",
    "with a as ModelCheckpoint:\n    x = ModelCheckpoint('m', max_to_keep=3)",
    "x = [ModelCheckpoint('m', max_to_keep=3) for ModelCheckpoint in kinds]",
    "class C(ModelCheckpoint):\n    def __init__(self, path, max_to_keep):\n"
    "        super().__init__(path)\nx = C('m', max_to_keep=3)",
    "class C(ModelCheckpoint):\n    def __init__(self, *a, max_to_keep=1, **k):\n"
    "        super().__init__(*a, **k)\nx = C('m', max_to_keep=3)",
    "class C(ModelCheckpoint):\n    def __new__(cls, *a, **k):\n        pass\nx = C('m', max_to_keep=3)",
    "class C(Mixin, ModelCheckpoint):\n    pass\nx = C('m', max_to_keep=3)",
    "class C(Own):\n    def __init__(self):\n        super().__init__('m', max_to_keep=3)",
    "class Own(ModelCheckpoint):\n    def __init__(self, max_to_keep):\n        pass\n"
    "class C(Own):\n    def __init__(self):\n        super().__init__(max_to_keep=3)",
    "class C(ModelCheckpoint, Other):\n    def __init__(self):\n        super().__init__(max_to_keep=3)",
    "class C(ModelCheckpoint):\n    pass\nC = wrap(C)\nx = C('m', max_to_keep=3)",
    "@wrap\nclass C(ModelCheckpoint):\n    pass\nx = C('m', max_to_keep=3)",
    "x = make_checkpoint(ModelCheckpoint, max_to_keep=3)",
    "x = ModelCheckpointFull('m', max_to_keep=3)",
    "def ckpt(path, max_to_keep=3):\n    return ModelCheckpoint(path)\nx = ckpt('m', max_to_keep=3)",
    "x = partial(make, ModelCheckpoint, max_to_keep=3)",
    "x = ModelCheckpoint('m', **options)",
    "def f(**options):\n    return ModelCheckpoint('m', **options)\nf(max_to_keep=3)\nf(**more)",
    "def f(**options):\n    options.pop('max_to_keep')\n    return ModelCheckpoint('m', **options)\n"
    "f(max_to_keep=3)",
    "def f(max_to_keep, **options):\n    return ModelCheckpoint('m', **options)\nf(max_to_keep=3)",
    "o = {'max_to_keep': 3}\no.pop('max_to_keep')\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3}\ndel o['max_to_keep']\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3}\no[k] = 1\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3}\no.clear()\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3}\no = {}\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3} if a else {}\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3}\nx = ModelCheckpoint('m', **{k: v for k, v in o.items()})",
    "o = {'max_to_keep': 3}\nx = ModelCheckpoint('m', options=o)",
    "x = ModelCheckpoint('m', 'max_to_keep')",
    "x = ModelCheckpoint('m', max_to_keeps=3)",
    "x = ModelCheckpoint('m').max_to_keep",
    "max_to_keep = 3\nx = ModelCheckpoint('m', verbose=max_to_keep)",
    "# ModelCheckpoint('m', max_to_keep=3)",
    "x = \"ModelCheckpoint('m', max_to_keep=3)\"",
    "try:\n    from keras.callbacks import ModelCheckpoint as M\nexcept ImportError:\n"
    "    from mine import ModelCheckpoint as M\nx = M('m', max_to_keep=3)",
    "if a:\n    from mine import ModelCheckpoint\nx = ModelCheckpoint('m', max_to_keep=3)",
    "del ModelCheckpoint\nx = ModelCheckpoint('m', max_to_keep=3)",
    "from mine import *\nx = MyCheckpoint('m', max_to_keep=3)",
    "from keras.callbacks import *\nfrom mine import ModelCheckpoint\nx = ModelCheckpoint(max_to_keep=3)",
    "keras = load()\nx = keras.callbacks.ModelCheckpoint('m', max_to_keep=3)",
    "tf = mock()\nx = tf.keras.callbacks.ModelCheckpoint('m', max_to_keep=3)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + dedent(before).strip() + "\n", only="TFC101") == HEAD + dedent(after).strip() + "\n"


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC101") == []


def test_a_star_import_of_keras_brings_it() -> None:
    code = "from tensorflow.keras.callbacks import *\nx = ModelCheckpoint('m', max_to_keep=3)\n"
    assert lint(code, only="TFC101") == ["TFC101:2 error"]


# A call, and who may apply its fix on Keras 2, on Keras 3, and where it may be either.
APPLICABILITY = [
    ("ModelCheckpoint('m.h5', max_to_keep=3)", "safe", "safe", "safe"),
    ("ModelCheckpoint('m.h5', save_best_only=True, max_to_keep=3)", "safe", "safe", "safe"),
    ("ModelCheckpoint(f'{{m}}.h5', max_to_keep=3)", "unsafe", "safe", "unsafe"),
    ("ModelCheckpoint('m_{epoch}.h5', max_to_keep=3)", "unsafe", "safe", "unsafe"),
    ("ModelCheckpoint('m_{epoch}.h5', save_best_only=True, max_to_keep=3)", "unsafe", "safe", "unsafe"),
    ("ModelCheckpoint(path, max_to_keep=3)", "unsafe", "safe", "unsafe"),
    ("ModelCheckpoint(f'{d}/m.h5', max_to_keep=3)", "unsafe", "safe", "unsafe"),
    ("ModelCheckpoint('a' if b else 'c_{epoch}', max_to_keep=3)", "unsafe", "safe", "unsafe"),
    ("ModelCheckpoint('a' if b else 'c', max_to_keep=3)", "safe", "safe", "safe"),
    ("ModelCheckpoint('m.h5', max_to_keep=ask())", "unsafe", "unsafe", "unsafe"),
    ("ModelCheckpoint('m_{epoch}.h5', max_to_keep=[1, ask()][0])", "unsafe", "unsafe", "unsafe"),
    ("ModelCheckpoint('m.h5', max_to_keep=(n := 3))", "unsafe", "unsafe", "unsafe"),
    ("ModelCheckpoint('m.h5', max_to_keep=N * 2)", "safe", "safe", "safe"),
]


@pytest.mark.parametrize(("call", "keras2", "keras3", "both"), APPLICABILITY)
def test_who_may_apply_the_fix(call: str, keras2: str, keras3: str, both: str) -> None:
    for target, expected in (("keras2", keras2), ("keras3", keras3), ("both", both)):
        (finding,) = findings(f"{HEAD}x = {call}\n", target, "TFC101")
        assert finding.fix is not None
        assert finding.fix.applicability.value == expected, target


# A dictionary that something else sees too may be meant for that; one that is built in steps is not
# followed so far.
SHARED = [
    "def f(**options):\n    return ModelCheckpoint('m', **options)\nf(max_to_keep=3)",
    "def f(*a, **o):\n    return g(*a, **o)\n"
    "def g(m, **o):\n    return ModelCheckpoint(m, **o)\nf('m', max_to_keep=3)",
    "o = {}\no.update(max_to_keep=3, verbose=1)\nx = ModelCheckpoint('m', **o)",
    "o = {}\no.update({'max_to_keep': 3, 'verbose': 1})\nx = ModelCheckpoint('m', **o)",
    "o = {'max_to_keep': 3}\nx = ModelCheckpoint('m', **o)\ny = CheckpointManager(c, d, **o)",
    "o = {'max_to_keep': 3}\nx = ModelCheckpoint('m', **o)\nprint(o)",
    "o = {'max_to_keep': 3}\nx = [ModelCheckpoint('m', **o), ModelCheckpoint('n', **o)]",
    "o = {'max_to_keep': 3}\nx = ModelCheckpoint('m', **o)\ndef f():\n    return o",
    "base = {'max_to_keep': 3}\no = {**base}\nx = ModelCheckpoint('m', **o)\nManager(**base)",
    "class C:\n    o = {'max_to_keep': 3}\n    def f(self):\n        return ModelCheckpoint('m', **self.o)",
    "def o():\n    return {'max_to_keep': 3}\nx = ModelCheckpoint('m', **o())",
]


@pytest.mark.parametrize("code", SHARED)
def test_a_shared_dictionary_is_left_to_its_author(code: str) -> None:
    found = findings(f"{HEAD}{code}\n", only="TFC101")
    assert found
    for finding in found:
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize(
    ("target", "path", "said"),
    [
        ("keras3", "m_{epoch}", "Keras 3 raises TypeError when the callback is built, before training"),
        ("keras2", "m_{epoch}", "Keras 2 ignores it silently and never deletes a checkpoint"),
        ("both", "m_{epoch}", "and never deletes a checkpoint; Keras 3 (TensorFlow 2.21) raises"),
        ("keras2", "m", "the path is constant, so there is only one checkpoint"),
    ],
)
def test_the_message_says_what_is_lost(target: str, path: str, said: str) -> None:
    (finding,) = findings(f"{HEAD}x = ModelCheckpoint('{path}', max_to_keep=3)\n", target, "TFC101")
    assert finding.message.startswith("ModelCheckpoint has no argument max_to_keep (")
    assert said in finding.message


def test_the_finding_tells_the_releases_apart() -> None:
    [finding] = findings(f"{HEAD}x = ModelCheckpoint('m_{{epoch}}', max_to_keep=3)\n", "both", "TFC101")
    assert [(each.keras, each.tensorflow) for each in finding.effects] == [
        ("Keras 2", "2.15"),
        ("Keras 3", "2.21"),
    ]
    assert finding.is_error_on(2)
    assert finding.is_error_on(3)


def test_the_finding_is_the_argument() -> None:
    code = f"{HEAD}o = {{'verbose': 1, 'max_to_keep': 3}}\nx = ModelCheckpoint('m', keep_max=1, **o)\n"
    in_dictionary, in_call = findings(code, only="TFC101")
    assert code[in_call.start : in_call.end] == "keep_max=1"
    assert code[in_dictionary.start : in_dictionary.end] == "'max_to_keep': 3"


IN_ITS_PLACE = {
    "expected to raise": """
        with pytest.raises(TypeError):
            tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)
    """,
    "another class put in its place": """
        tf.keras.callbacks.ModelCheckpoint = Mine
        tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)
    """,
    "a later star import": """
        from tensorflow.keras.callbacks import *
        from mine import *
        ModelCheckpoint("m.keras", max_to_keep=3)
    """,
}


@pytest.mark.parametrize("body", IN_ITS_PLACE.values(), ids=IN_ITS_PLACE)
def test_silent_where_something_else_is_meant(body: str) -> None:
    assert lint("import pytest\nimport tensorflow as tf\n" + dedent(body), only="TFC101") == []


APPLICABILITY = {
    "in a try that catches it": (
        'try:\n    ModelCheckpoint("m.keras", max_to_keep=3)\nexcept TypeError:\n    pass',
        "unsafe",
    ),
    "in a try that does not": (
        'try:\n    ModelCheckpoint("m.keras", max_to_keep=3)\nexcept KeyError:\n    pass',
        "safe",
    ),
    "a yield": ('def g():\n    ModelCheckpoint("m.keras", max_to_keep=(yield))', "unsafe"),
    "a comment inside": ('ModelCheckpoint("m.keras", max_to_keep=  # five\n    5, verbose=1)', "manual"),
}


@pytest.mark.parametrize(("code", "expected"), APPLICABILITY.values(), ids=APPLICABILITY)
def test_who_may_remove_it(code: str, expected: str) -> None:
    [found] = findings("from keras.callbacks import ModelCheckpoint\n" + code, only="TFC101")
    assert found.fix is not None
    assert found.fix.applicability.value == expected
    assert bool(found.fix.edits) == (expected != "manual")
