"""Names of Keras that a file has from another one of the project."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import Lab, lint

# How the other file, ``common.py``, gets the name, how this one does, what it calls, and what that is.
KNOWN = [
    ("from tensorflow import keras", "from common import keras", "keras.Model", "tensorflow.keras.Model"),
    ("import keras", "from common import keras", "keras.Model", "keras.Model"),
    ("import tensorflow as tf", "from common import tf", "tf.keras.Model", "tensorflow.keras.Model"),
    ("import tensorflow as tf", "from common import *", "tf.keras.Model", "tensorflow.keras.Model"),
    ("import tensorflow as tf", "import common", "common.tf.keras.Model", "tensorflow.keras.Model"),
    ("import tensorflow as tf", "import common as c", "c.tf.data.Dataset", "tensorflow.data.Dataset"),
    ("from tensorflow import keras", "from common import keras as K", "K.Model", "tensorflow.keras.Model"),
    ("from keras import layers as L", "from common import L", "L.Dense", "keras.layers.Dense"),
    ("from keras.layers import Dense", "from common import Dense", "Dense", "keras.layers.Dense"),
    (
        "from keras.layers import (\n    Conv2D,\n    Dense,  # last\n)",
        "from common import Dense",
        "Dense",
        "keras.layers.Dense",
    ),
    (
        "from keras.layers import (\n    Conv2D,\n    Dense,\n)",
        "from common import Dense",
        "Dense",
        "keras.layers.Dense",
    ),
    ("from keras.layers import *", "from common import Dense", "Dense", "keras.layers.Dense"),
    ("from math import *\nfrom keras.layers import *", "from common import *", "Dense", "keras.layers.Dense"),
    (
        "from keras.models import *\nfrom keras.layers import *",
        "from common import *",
        "Dense",
        "keras.layers.Dense",
    ),
    (
        "import tensorflow as tf\nkeras = tf.keras",
        "from common import keras",
        "keras.Model",
        "tensorflow.keras.Model",
    ),
    (
        "try:\n    from tensorflow import keras\nexcept ImportError:\n    import keras",
        "from common import keras",
        "keras.Model",
        "tensorflow.keras.Model",
    ),
    ("from third import keras", "from common import keras", "keras.Model", "tf_keras.Model"),
    ("from third import *", "from common import keras", "keras.Model", "tf_keras.Model"),
    ("import keras\ndef f():\n    keras = 3", "from common import keras", "keras.Model", "keras.Model"),
    (
        "try:\n    import keras\nexcept ImportError:\n    keras = None",
        "from common import keras",
        "keras.Model",
        "keras.Model",
    ),
    # Something else binds the name, or may.
    ("import keras\nkeras = mine()", "from common import keras", "keras.Model", None),
    ("import keras\ndef keras():\n    pass", "from common import keras", "keras.Model", None),
    ("class Model:\n    pass\nfrom keras import *", "from common import Model", "Model", None),
    ("from keras.layers import Dense\nfrom mine import Dense", "from common import Dense", "Dense", None),
    ("from keras.layers import *\nfrom mine import *", "from common import Dense", "Dense", None),
    ("from keras.layers import *", "from common import Model", "Model", None),
    ("from keras.models import *", "from common import Dense", "Dense", None),
    ("import keras\nif new:\n    keras = mine()", "from common import keras", "keras.Model", None),
    ("keras = load()", "from common import keras", "keras.Model", None),
    ("keras = tf.keras", "from common import keras", "keras.Model", None),
    ("keras: object = None\nimport keras", "from common import keras", "keras.Model", None),
    ("import tensorflow as tf", "from common import keras", "keras.Model", None),
    ("import tensorflow as tf", "from nowhere import tf", "tf.keras.Model", None),
    ("import tensorflow as tf", "from common import *\nfrom nowhere import *", "tf.keras.Model", None),
    ("import tensorflow as tf", "from common import tf\ntf = mine()", "tf.keras.Model", None),
    (
        "import tensorflow as tf",
        "from common import tf\nimport common\ncommon.tf.keras = 3",
        "tf.keras.Model",
        None,
    ),
    ("from .common import tf", "from common import tf", "tf.keras.Model", None),
]


@pytest.mark.parametrize(("other", "imports", "called", "expected"), KNOWN)
def test_what_it_is(other: str, imports: str, called: str, expected: str | None) -> None:
    lab = Lab(f"{imports}\nx = {called}()\n", common=other, third="import tf_keras as keras\n")
    module = lab.module
    value = module.facts.module.bindings["x"][-1].value
    assert isinstance(value, cst.Call)
    if expected is None:
        assert not (module.resolve(value.func) or "").startswith(("keras", "tensorflow"))
    else:
        assert module.spelled(value.func) == expected
        assert module.resolve(value.func) is not None


def test_a_package_hands_it_on() -> None:
    code = "from common import keras\nkeras.callbacks.ModelCheckpoint('m', max_to_keep=3)\n"
    assert lint(code, only="TFC101", common="from tensorflow import keras\n")
    assert not lint(code, only="TFC101", common="from mine import keras\n")
