"""One file, several Kerases: each call is judged on the one that it spells.

With ``TF_USE_LEGACY_KERAS=1`` on TensorFlow 2.21, ``keras`` is Keras 3.15, ``tf.keras`` and ``tf_keras`` are
Keras 2.21, and ``tensorflow.python.keras`` is Keras 2.6, all at once (run on TensorFlow 2.21).
"""

from __future__ import annotations

import pytest

from tests.lint import PATH, Lab
from tflint_ckpt.detection import Detector
from tflint_ckpt.finding import Finding

FLAG = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
IMPORTS = {
    "keras": "import keras as K",
    "tf.keras": "from tensorflow import keras as K",
    "tf.keras v2": "import tensorflow.compat.v2 as tf\nK = tf.keras",
    "tf_keras": "import tf_keras as K",
    "private": "from tensorflow.python import keras as K",
}
BESIDE = {
    "keras": "import tensorflow as tf\nbeside = tf.keras.layers.Dense(1)",
    "tf.keras": "import keras",
    "tf.keras v2": "import keras",
    "tf_keras": "import keras",
    "private": "import keras\nimport tensorflow as tf\nbeside = tf.keras.layers.Dense(1)",
}
"""Another Keras in the same file, whose verdict would be another one."""
MODEL = "m = K.Sequential([K.layers.Dense(1)])\n"
CHECKPOINT = "K.callbacks.ModelCheckpoint"

VERDICTS = [
    # rule, code, on keras (3.15), on tf.keras and tf_keras (2.21), on tensorflow.python.keras (2.6)
    # constructors and functions: by the spelling of what is called
    ("TFC801", "K.optimizers.Adam(lr=0.1)", "error", "error", ""),
    ("TFC802", "K.optimizers.Adam(decay=0.1)", "warning", "error", ""),
    ("TFC101", f"{CHECKPOINT}('m_{{epoch}}.keras', max_to_keep=3)", "error", "error", "error"),
    ("TFC105", f"{CHECKPOINT}('m.h5', save_weights_only=True)", "error", "", ""),
    ("TFC105", f"o = dict(filepath='m.h5', save_weights_only=True)\n{CHECKPOINT}(**o)", "error", "", ""),
    ("TFC105", f"class Mine({CHECKPOINT}):\n    pass\nMine('m.h5', save_weights_only=True)", "error", "", ""),
    (
        "TFC105",
        f"class Mine({CHECKPOINT}):\n    def __init__(self):\n"
        "        super().__init__('m.h5', save_weights_only=True)",
        "error",
        "",
        "",
    ),
    (
        "TFC105",
        f"import functools\nfunctools.partial({CHECKPOINT}, 'm.h5', save_weights_only=True)()",
        "error",
        "",
        "",
    ),
    ("TFC106", f"{CHECKPOINT}('m.hdf5')", "error", "info", ""),
    ("TFC110", f"{CHECKPOINT}('m.keras', montior='loss')", "error", "error", "error"),
    ("TFC111", f"{CHECKPOINT}('m.keras', period=2)", "error", "warning", "warning"),
    ("TFC102", f"{CHECKPOINT}('deep/m.h5', save_weights_only=True)", "info", "info", "warning"),
    ("TFC504", "K.models.load_model('folder')", "error", "", ""),
    ("TFC804", "K.layers.BatchNormalization(fused=True)", "error", "", ""),
    ("TFC807", "K.layers.Dense(1, input_shape=(2,))", "info", "", ""),
    # names
    ("TFC803", "K.backend.set_learning_phase(1)", "error", "", ""),
    ("TFC803", "f = K.backend.set_learning_phase", "error", "", ""),
    # methods: by the class of the object
    ("TFC501", f"{MODEL}m.save_weights('w.ckpt')", "error", "", ""),
    ("TFC502", f"{MODEL}m.save('folder')", "error", "", ""),
    ("TFC503", f"{MODEL}m.save_weights('w.weights.h5', save_format='h5')", "error", "", ""),
    ("TFC504", f"{MODEL}m.load_weights('w.ckpt')", "error", "", ""),
    ("TFC515", f"{MODEL}m.load_weights(x).expect_partial()", "error", "", ""),
    ("TFC515", f"{MODEL}s = m.load_weights(x)\ns.expect_partial()", "error", "", ""),
    ("TFC804", f"{MODEL}m.fit(x, workers=2)", "error", "", ""),
    ("TFC805", f"{MODEL}print(m.fit_generator(x))", "error", "", ""),
    ("TFC805", "def build():\n    return K.Sequential([])\nbuild().fit_generator(x)", "error", "", ""),
    ("TFC806", "K.metrics.Mean().reset_states()", "error", "", ""),
    ("TFC806", "for each in [K.metrics.Mean(), K.metrics.AUC()]:\n    each.reset_states()", "error", "", ""),
    # what a class of the file is derived from, and what Keras gives an object
    ("TFC501", "class Mine(K.Model):\n    def f(self): self.save_weights('w.ckpt')", "error", "", ""),
    ("TFC501", "class Mine(K.Model):\n    pass\nclass More(Mine):\n    pass\nMore().save_weights('w.ckpt')",
     "error", "", ""),
    (
        "TFC501",
        "class Mine(K.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
        "        self.model.save_weights('w.ckpt')",
        "error",
        "",
        "",
    ),
    # a function of TensorFlow: by the tensor that it is given
    ("TFC808", "import tensorflow\nx = K.Input((2,))\ny = tensorflow.concat([x, x], -1)", "error", "", ""),
    ("TFC808", "import tensorflow\nx = K.layers.Dense(1)(K.Input((2,)))\ntensorflow.abs(x)", "error", "", ""),
]  # fmt: skip


def found(code: str, setting: str = "2.21", only: str = "") -> list[Finding]:
    """The findings in *code* on a release, or on what else ``--target`` takes."""
    lab = Lab(code, only=only)
    lab.targets = Detector(setting).targets(PATH, code)
    return lab.check().findings


def brief(findings: list[Finding]) -> list[str]:
    return [each.severity.value for each in findings]


@pytest.mark.parametrize("root", IMPORTS)
@pytest.mark.parametrize(("rule", "code", "three", "legacy", "private"), VERDICTS)
def test_the_verdict_goes_by_the_root(
    rule: str, code: str, three: str, legacy: str, private: str, root: str
) -> None:
    text = f"{FLAG}{IMPORTS[root]}\n{BESIDE[root]}\n{code}\n"
    expected = {"keras": three, "private": private}.get(root, legacy)
    if root == "tf_keras" and rule in ("TFC803", "TFC804"):
        expected = ""  # no table says what tf_keras had
    assert brief(found(text, only=rule)) == ([expected] if expected else [])
    alone = f"{FLAG}{IMPORTS[root]}\n{code}\n"
    assert brief(found(alone, only=rule)) == ([expected] if expected else [])


@pytest.mark.parametrize("root", IMPORTS)
@pytest.mark.parametrize(("rule", "code"), [row[:2] for row in VERDICTS])
def test_before_tensorflow_2_16_all_public_roots_are_one_keras(rule: str, code: str, root: str) -> None:
    if root == "private":
        return
    text = f"{FLAG}{IMPORTS[root]}\n{BESIDE[root]}\n{code}\n"
    plain = f"import os\nos.environ['X'] = '1'\n{IMPORTS[root]}\n{BESIDE[root]}\n{code}\n"
    assert brief(found(text, "2.15", rule)) == brief(found(plain, "2.15", rule))


def test_the_private_keras_leaves_tf_keras_what_it_is() -> None:
    """One import of it used to make the whole file Keras 2."""
    text = (
        "import tensorflow as tf\n"
        "from tensorflow.python.keras.optimizer_v2.adam import Adam\n"
        "from tensorflow.python.keras.callbacks import ModelCheckpoint\n"
        "tf.keras.optimizers.Adam(lr=0.1)\n"
        "Adam(lr=0.1)\n"
        "tf.keras.callbacks.ModelCheckpoint('m.h5', save_weights_only=True)\n"
        "ModelCheckpoint('m.h5', save_weights_only=True)\n"
    )
    said = [(each.code, text.count("\n", 0, each.start) + 1) for each in found(text)]
    assert [each for each in said if each[0] in ("TFC105", "TFC801")] == [("TFC801", 4), ("TFC105", 6)]


IMPORTED = [
    ("from keras.utils import np_utils", "error"),
    ("import keras.utils.np_utils", "error"),
    ("from keras.layers.experimental import preprocessing", "error"),
    ("from tensorflow.keras.utils import np_utils", "error"),  # no release had it there
    ("from tensorflow.keras.layers.experimental import preprocessing", ""),
    ("from tf_keras.layers.experimental import preprocessing", ""),
    ("from tensorflow.python.keras.utils import np_utils", ""),
    ("from keras.layers import Dense", ""),
]


@pytest.mark.parametrize(("line", "severity"), IMPORTED)
def test_imports_too(line: str, severity: str) -> None:
    text = f"{FLAG}import keras\nimport tensorflow as tf\nbeside = tf.keras.Model\n{line}\n"
    assert brief(found(text, only="TFC803")) == ([severity] if severity else [])


UNKNOWN = [
    # The two Kerases disagree, and the code does not tell which one it is: nothing is said.
    ("TFC501", "def f(m):\n    m.save_weights('w.ckpt')", ""),
    ("TFC105", "ModelCheckpoint('m.h5', save_weights_only=True)", ""),
    ("TFC804", "Dense(1, input_shape=(2,), weights=None)", ""),
    ("TFC807", "Dense(1, input_shape=(2,))", ""),
    # Both have a defect: the milder verdict.
    ("TFC802", "Adam(decay=0.1)", "warning"),
    ("TFC111", "ModelCheckpoint('m.keras', period=2)", "warning"),
    ("TFC106", "ModelCheckpoint('m.hdf5')", "info"),
    ("TFC101", "ModelCheckpoint('m_{epoch}.keras', max_to_keep=3)", "error"),
]


@pytest.mark.parametrize(("rule", "code", "severity"), UNKNOWN)
def test_where_the_code_does_not_tell_which_one(rule: str, code: str, severity: str) -> None:
    names = [
        ("callbacks", "ModelCheckpoint"),
        ("layers", "Dense"),
        ("optimizers", "Adam"),
    ]
    either = "".join(
        f"try:\n    from tensorflow.keras.{where} import {name}\n"
        f"except ImportError:\n    from keras.{where} import {name}\n"
        for where, name in names
    )
    assert brief(found(f"{FLAG}{either}{code}\n", only=rule)) == ([severity] if severity else [])


def test_the_milder_fix_is_taken_too() -> None:
    """Removing max_to_keep is safe on Keras 3, where the call raises, and on Keras 2 it is not."""
    text = (
        f"{FLAG}try:\n    from tensorflow.keras.callbacks import ModelCheckpoint\n"
        "except ImportError:\n    from keras.callbacks import ModelCheckpoint\n"
        "ModelCheckpoint('m_{epoch}.keras', max_to_keep=3)\n"
    )
    [one] = found(text, only="TFC101")
    assert one.fix is not None
    assert one.fix.applicability.value == "unsafe"


@pytest.mark.parametrize(
    ("setting", "three", "legacy"),
    [("2.21", "error", ""), ("2.15..2.21", "error", ""), ("keras3", "error", "error"), ("keras2", "", "")],
)
def test_a_release_that_is_asked_for_keeps_the_roots_apart_and_a_keras_by_name_does_not(
    setting: str, three: str, legacy: str
) -> None:
    for root, severity in (("keras", three), ("tf.keras", legacy), ("tf_keras", legacy)):
        text = f"{FLAG}{IMPORTS[root]}\n{BESIDE[root]}\n{CHECKPOINT}('m.h5', save_weights_only=True)\n"
        assert brief(found(text, setting, "TFC105")) == ([severity] if severity else []), root


def test_messages_and_fixes_are_those_of_each_root() -> None:
    text = f"{FLAG}import keras\nimport tensorflow as tf\n"
    text += "keras.callbacks.ModelCheckpoint('a_{epoch}.keras', max_to_keep=3)\n"
    text += "tf.keras.callbacks.ModelCheckpoint('b_{epoch}.keras', max_to_keep=3)\n"
    three, two = found(text, only="TFC101")
    assert "Keras 3 raises TypeError" in three.message
    assert "Keras 2 ignores it" in two.message
    assert (three.fix and three.fix.applicability.value, two.fix and two.fix.applicability.value) == (
        "safe",
        "unsafe",
    )
    assert (three.target, two.target) == (1, 0)


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        (f"{FLAG}import keras\n", ["keras"]),
        (f"{FLAG}import keras\nimport tensorflow as tf\ntf.data.Dataset.range(1)\n", ["keras"]),
        (f"{FLAG}import keras\nimport tensorflow as tf\ntf.keras.Model()\n", ["tensorflow", "keras"]),
        (f"{FLAG}import keras\nimport tensorflow as tf\ntf.optimizers.Adam()\n", ["tensorflow", "keras"]),
        (f"{FLAG}import tensorflow as tf\n", ["tensorflow"]),
        (f"{FLAG}import tf_keras\nfrom tensorflow import keras\n", ["tensorflow"]),
        ("import tf_keras\nimport keras\n", ["keras", "tf_keras"]),
        ("import keras\nfrom tensorflow import keras as k\n", ["tensorflow"]),
        ("from tensorflow.python.keras import backend\n", ["tensorflow.python.keras"]),
        ("from keras.layers import *\nfrom tensorflow.python.keras.layers import *\n",
         ["keras", "tensorflow.python.keras"]),
        ("import os\n", ["tensorflow"]),
    ],
)  # fmt: skip
def test_the_targets_of_a_file_are_those_that_differ(text: str, roots: list[str]) -> None:
    lab = Lab(text)
    lab.targets = Detector("2.21").targets(PATH, text)
    assert list(lab.module.targets) == roots


def test_what_was_not_judged_is_not_counted_for_each_target() -> None:
    text = f"{FLAG}import keras\nimport tensorflow as tf\nbeside = tf.keras.Model\n"
    text += "keras.callbacks.ModelCheckpoint(unknown(), save_weights_only=True)\n"
    lab = Lab(text, only="TFC105")
    lab.targets = Detector("2.21").targets(PATH, text)
    assert lab.check().not_judged == {"TFC105": 1}
