"""TFC803 removed-name: what ``tf.keras`` has still and ``keras`` not, and names with another last part."""

from __future__ import annotations

import pytest

from tests.lint import PATH, Lab, findings, fix
from tflint_ckpt.detection import Detector
from tflint_ckpt.finding import Applicability

# What --fix --unsafe-fixes makes of it on Keras 3.
BECOMES = [
    # a chain that begins with keras itself begins with tf.keras then
    (
        "import keras\nx = keras.backend.exp(y)",
        "import keras\nimport tensorflow as tf\nx = tf.keras.backend.exp(y)",
    ),
    (
        "import keras.backend\nx = keras.backend.exp(y)",
        "import keras.backend\nimport tensorflow as tf\nx = tf.keras.backend.exp(y)",
    ),
    (
        "from keras.preprocessing.image import ImageDataGenerator",
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
    ),
    (
        "from keras.preprocessing.image import ImageDataGenerator, load_img",
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
        "from keras.preprocessing.image import load_img",
    ),
    (
        "from keras.preprocessing.text import Tokenizer as Words  # old",
        "from tensorflow.keras.preprocessing.text import Tokenizer as Words  # old",
    ),
    (
        "from keras import backend as K\nx = K.exp(K.mean(y))",
        "from tensorflow.keras import backend as K\nx = K.exp(K.mean(y))",
    ),
    (
        "from keras import backend as K, layers\nx = K.exp(y)",
        "from tensorflow.keras import backend as K\nfrom keras import layers\nx = K.exp(y)",
    ),
    ("import keras.backend as K\nx = K.exp(y)", "import tensorflow.keras.backend as K\nx = K.exp(y)"),
    (
        "from keras.preprocessing import image\nimage.ImageDataGenerator()",
        "from tensorflow.keras.preprocessing import image\nimage.ImageDataGenerator()",
    ),
    # an optimizer that only raises
    (
        "import tensorflow as tf\no = tf.keras.optimizers.legacy.Adam(0.1, clipnorm=1.0)",
        "import tensorflow as tf\no = tf.keras.optimizers.Adam(0.1, clipnorm=1.0)",
    ),
    (
        "from tensorflow.keras.optimizers.legacy import SGD\no = SGD(learning_rate=0.1)",
        "from tensorflow.keras.optimizers import SGD\no = SGD(learning_rate=0.1)",
    ),
    # another last part: the file's own name stays
    ("from keras.constraints import maxnorm", "from keras.constraints import MaxNorm as maxnorm"),
    ("from keras.constraints import maxnorm as m", "from keras.constraints import MaxNorm as m"),
    (
        "from keras.layers import Dense\nfrom keras.constraints import maxnorm, UnitNorm",
        "from keras.layers import Dense\nfrom keras.constraints import MaxNorm as maxnorm, UnitNorm",
    ),
]

# tf.keras has not all of it, or the file does not import the module itself.
LEFT = [
    "import keras\no = keras.optimizers.legacy.Adam(0.1, decay=0.01)",
    "import keras\no = keras.optimizers.legacy.Adam(**options)",
    "import keras\nmake = keras.optimizers.legacy.Adam\nmake()",
    "from keras.optimizers.legacy import Adam\nbuild(Adam)",
    "import keras\ntf = None\nx = keras.backend.exp(y)",
    "from keras import backend as K\nx = K.exp(y)\nK.set_learning_phase(phase)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(before, only="TFC803", unsafe=True) == after


def test_what_needs_tensorflow_is_not_safe() -> None:
    [found] = findings("from keras.preprocessing.text import Tokenizer", only="TFC803")
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert found.fix.title == (
        "use tf.keras.preprocessing.text.Tokenizer; not safe: what only tf.keras has needs TensorFlow, "
        "whatever the backend of Keras is"
    )


@pytest.mark.parametrize("code", LEFT)
def test_left_to_a_person(code: str) -> None:
    found = findings(code, only="TFC803")
    assert {each.fix.applicability for each in found if each.fix} == {Applicability.MANUAL}
    assert fix(code, only="TFC803", unsafe=True) == code


@pytest.mark.parametrize(("target", "safe"), [("keras3", True), ("both", False)])
def test_on_keras_2_the_other_optimizer_is_another(target: str, safe: bool) -> None:
    [found] = findings("import keras\no = keras.optimizers.legacy.Adam(0.1)", target, "TFC803")
    assert found.fix is not None
    assert found.fix.applicability is (Applicability.SAFE if safe else Applicability.UNSAFE)


TF = "import keras\nimport tensorflow as tf\n"


@pytest.mark.parametrize(
    "code",
    [
        TF + "c = tf.estimator.RunConfig()\ntf.estimator.train_and_evaluate(e, t, v)",
        TF + "c = tf.compat.v1.estimator.RunConfig()",
        "import keras\nfrom tensorflow import estimator",
    ],
)
def test_estimators_went_with_keras_2(code: str) -> None:
    assert [each.fix and each.fix.title for each in findings(code, only="TFC803")] == [
        "estimators were removed: train the Keras model itself"
    ]
    assert findings(code, "keras2", only="TFC803") == []


def test_estimators_of_several_releases() -> None:
    code = TF + "if hasattr(tf, 'estimator'):\n    c = tf.estimator.RunConfig()\n"
    assert findings(code, only="TFC803") == []


def test_another_keras_is_not_taken() -> None:
    """With ``TF_USE_LEGACY_KERAS``, ``tf.keras`` is Keras 2, whose objects Keras 3 refuses."""
    code = (
        "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow as tf\n"
        "from keras.preprocessing.text import Tokenizer\ntf.keras.layers.Dense(1)\nTokenizer()\n"
    )
    lab = Lab(code, only="TFC803")
    lab.targets = Detector("2.21").targets(PATH, code)
    assert [each.code for each in lab.check().findings] == ["TFC803"]
    assert lab.fix(unsafe=True).source.text == code
