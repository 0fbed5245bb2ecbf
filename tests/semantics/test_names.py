"""Qualified names: what ``x`` refers to, and ``-`` where the code does not prove it."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.module import Module

MC = "keras.callbacks.ModelCheckpoint"

# The last expression statement of each.
NAMES = [
    ("import tensorflow as tf\ntf.keras.callbacks.ModelCheckpoint", MC),
    ("import tensorflow\ntensorflow.keras.callbacks.ModelCheckpoint", MC),
    ("import tensorflow.keras\ntensorflow.keras.callbacks.ModelCheckpoint", MC),
    ("import tensorflow.keras.callbacks as c\nc.ModelCheckpoint", MC),
    ("import tensorflow.compat.v1 as tf\ntf.keras.callbacks.ModelCheckpoint", MC),
    ("import keras\nkeras.callbacks.ModelCheckpoint", MC),
    ("import keras.callbacks\nkeras.callbacks.ModelCheckpoint", MC),
    ("import tf_keras as keras\nkeras.callbacks.ModelCheckpoint", MC),
    ("from tensorflow import keras\nkeras.callbacks.ModelCheckpoint", MC),
    ("from tensorflow.keras import callbacks as c\nc.ModelCheckpoint", MC),
    ("from tensorflow.keras.callbacks import (EarlyStopping, ModelCheckpoint as MC)\nMC", MC),
    ("from tensorflow.python.keras.callbacks import ModelCheckpoint\nModelCheckpoint", MC),
    ("import tensorflow as tf, keras\ntf.keras.Model", "keras.Model"),
    ("import tensorflow as tf\nk = tf.keras\nc = k.callbacks\nc.ModelCheckpoint", MC),
    ("import tensorflow as tf\nk, d = tf.keras, tf.data\nd.Dataset", "tensorflow.data.Dataset"),
    ("import tensorflow as tf\n(tf).keras.Model", "keras.Model"),
    ("import os.path\nos.path.join", "os.path.join"),
    ("import os.path as p\np.join", "os.path.join"),
    ("from os import path\npath.join", "os.path.join"),
    # Branches must agree
    ("try:\n    import keras\nexcept E:\n    from tensorflow import keras\nkeras.Model", "keras.Model"),
    ("try:\n    import keras\nexcept E:\n    import mine as keras\nkeras.Model", "-"),
    ("try:\n    import keras\nexcept E:\n    keras = None\nkeras.Model", "keras.Model"),
    ("try:\n    import keras\nexcept E:\n    raise\nkeras.Model", "keras.Model"),
    ("try:\n    import keras\nexcept E:\n    keras = load()\nkeras.Model", "-"),
    ("if a:\n    import keras\nelse:\n    import tf_keras as keras\nkeras.Model", "keras.Model"),
    ("if a:\n    import keras\nkeras.Model", "keras.Model"),
    ("import keras\nif a:\n    keras = fake()\nkeras.Model", "-"),
    ("k = keras if a else keras\nimport keras\nk.Model", "-"),
    # The nearest binding counts
    ("import mine as tf\nimport tensorflow as tf\ntf.keras.Model", "keras.Model"),
    ("import tensorflow as tf\nimport mine as tf\ntf.keras.Model", "mine.keras.Model"),
    ("import tensorflow as tf\ntf = 1\ntf.keras.Model", "-"),
    ("import tensorflow as tf\ndel tf\ntf.keras.Model", "-"),
    ("import tensorflow as tf\ntf += 1\ntf.keras.Model", "-"),
    ("import tensorflow as tf\nfor tf in a: pass\ntf.keras.Model", "-"),
    ("import tensorflow as tf\nclass tf: keras = 1\ntf.keras.Model", "-"),
    ("import tensorflow as tf\ndef f(tf):\n    tf.keras.Model", "-"),
    ("import tensorflow as tf\ndef f():\n    tf.keras.Model", "keras.Model"),
    ("import tensorflow as tf\ndef f():\n    tf.keras.Model\ntf = 1", "-"),
    ("def f():\n    tf.keras.Model\nimport tensorflow as tf", "keras.Model"),
    ("import tensorflow as tf\nclass C:\n    tf = tf.keras\n    tf.Model", "keras.Model"),
    ("class C:\n    import keras\n    def f(self):\n        keras.Model", "-"),
    ("import tensorflow as tf\n[tf for tf in a]\ntf.keras.Model", "keras.Model"),
    ("def f():\n    global keras\n    import keras\ndef g():\n    keras.Model", "keras.Model"),
    ("import keras as k\nwhile a:\n    k = k.layers\nk.Dense", "-"),
    ("a = b\nb = a\na.c", "-"),
    ("a = a\na.c", "-"),
    # Nothing is known of these
    ("keras.Model", "-"),
    ("print", "-"),
    ("load().keras.Model", "-"),
    ("a[0].b", "-"),
    ("self.keras.Model", "-"),
    ("from .keras import Model\nModel", ".keras.Model"),
    ("from . import keras\nkeras.Model", ".keras.Model"),
    ("from ..a import b\nb.c", "..a.b.c"),
    # of several star imports, those count whose module has the name, or once had it
    ("from keras.layers import *\nfrom keras.models import *\nDense", "keras.layers.Dense"),
    ("from keras.models import *\nfrom keras.layers import *\nSequential", "keras.models.Sequential"),
    ("from keras.layers import *\nfrom tensorflow.keras.models import *\nCuDNNGRU", "keras.layers.CuDNNGRU"),
    ("from keras import *\nfrom keras.models import *\nlayers.Dense", "keras.layers.Dense"),
    ("from keras.losses import *\nfrom keras.metrics import *\nMSE", "-"),
    ("from keras.layers import *\nfrom keras.models import *\nOwn", "-"),
    ("from tensorflow import *\nfrom keras.layers import *\nDense", "-"),
    ("from tensorflow.python.keras.layers import *\nfrom keras.models import *\nDense", "-"),
    ("from keras.layers import *\nfrom keras.models import *\nfrom mine import *\nDense", "-"),
    ("from keras.layers import *\nfrom keras.models import *\nDense = 1\nDense", "-"),
]


def last(facts: Module) -> cst.BaseExpression:
    """The expression of the last expression statement in the source."""
    found = [node for node in facts.facts.scopes if isinstance(node, cst.Expr)]
    return found[-1].value


@pytest.mark.parametrize(("code", "expected"), NAMES)
def test_resolve(code: str, expected: str) -> None:
    facts = module(code + "\n")
    assert (facts.resolve(last(facts)) or "-") == expected


STARS = [
    ("from tensorflow.keras.callbacks import *\nModelCheckpoint", True),
    ("from keras.callbacks import *\nfrom os import *\nModelCheckpoint", True),
    ("from tensorflow.keras import *\ncallbacks.ModelCheckpoint", True),
    ("from tensorflow import *\nkeras.callbacks.ModelCheckpoint", True),
    ("def f():\n    ModelCheckpoint\nfrom keras.callbacks import *", True),
    ("from keras.callbacks import *\nfrom keras.layers import *\nModelCheckpoint", True),
    ("from keras.layers import *\nModelCheckpoint", False),
    ("from mine import *\nModelCheckpoint", False),
    ("from .callbacks import *\nModelCheckpoint", False),
    ("from keras.callbacks import *\nfrom mine import *\nModelCheckpoint", False),
    ("from mine import *\nfrom keras.callbacks import *\nModelCheckpoint", True),
    ("from keras.callbacks import *\nclass ModelCheckpoint: pass\nModelCheckpoint", False),
    ("from keras.callbacks import *\nfrom mine import ModelCheckpoint\nModelCheckpoint", False),
    ("from keras.callbacks import *\ndef f(ModelCheckpoint):\n    ModelCheckpoint", False),
]


@pytest.mark.parametrize(("code", "expected"), STARS)
def test_star_imports(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    assert facts.is_named(last(facts), MC) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import tensorflow as tf\ntf.keras.Model", "tensorflow.keras.Model"),
        ("import tf_keras\ntf_keras.Model", "tf_keras.Model"),
        ("from keras import Model\nModel", "keras.Model"),
        ("try:\n    import keras\nexcept E:\n    import tf_keras as keras\nkeras.Model", None),
    ],
)
def test_spelled_keeps_the_name_that_was_imported(code: str, expected: str | None) -> None:
    facts = module(code + "\n")
    assert facts.spelled(last(facts)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import tensorflow as tf", True),
        ("from keras import layers", True),
        ("from tensorflow.keras import *", True),
        ("def f():\n    import tf_keras", True),
        ("import keras_cv", False),
        ("import torch", False),
        ("keras = 1", False),
    ],
)
def test_imports(code: str, expected: bool) -> None:
    assert module(code + "\n").imports("keras", "tensorflow") is expected


def test_answers_do_not_depend_on_the_order_of_questions() -> None:
    code = dedent(
        """
        import tensorflow as tf
        k = tf.keras
        c = k.callbacks
        for i in r:
            c.A
            c = c.b
        c.A
        """
    )
    answers = []
    for order in (1, -1):
        facts = module(code)
        nodes = [node for node in facts.facts.scopes if isinstance(node, cst.Attribute)][::order]
        answers.append({facts.span(node): facts.resolve(node) for node in nodes})
    assert answers[0] == answers[1]
    assert "keras.callbacks" in answers[0].values()
    assert None in answers[0].values()
