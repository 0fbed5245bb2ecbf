"""memory-growth-late: devices that are configured after the runtime has started."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
gpus = tf.config.list_physical_devices("GPU")
"""
GROWTH = """\
for gpu in gpus:
    tf.config.experimental.set_memory_growth(gpu, True)
"""

STARTERS = {
    "a tensor": "x = tf.constant(1.0)\n",
    "a variable": "step = tf.Variable(0)\n",
    "random numbers": "noise = tf.random.normal((16, 100))\n",
    "a dataset": "ds = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)\n",
    "records": 'ds = tf.data.TFRecordDataset("x.tfrecord")\n',
    "an optimizer": "optimizer = keras.optimizers.Adam()\n",
    "the same by another name": "optimizer = tf.optimizers.SGD(0.1)\n",
    "a strategy": "strategy = tf.distribute.MirroredStrategy()\n",
    "logical devices": 'print(tf.config.list_logical_devices("GPU"))\n',
    "an application": "base = keras.applications.MobileNetV2()\n",
    "a model that knows its input": "m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n",
    "a first layer that knows its input": "m = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])\n",
    "a layer on an input": "out = keras.layers.Conv2D(4, 3)(keras.Input((8, 8, 3)))\n",
    "a compiled model": 'model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile("adam", "mse")\n',
}
FIRING = {
    "a main": """
        x = tf.constant(1.0)

        def main():
            tf.config.set_visible_devices(gpus, "GPU")

        main()
    """,
    "a main that only runs as a script": """
        x = tf.constant(1.0)

        def main():
            tf.config.experimental.set_virtual_device_configuration(gpus[0], limit)

        if __name__ == "__main__":
            main()
    """,
    "a main that is handed on": """
        x = tf.constant(1.0)

        def main(argv):
            tf.config.set_logical_device_configuration(gpus[0], limit)

        app.run(main)
    """,
    "in one function": """
        def main():
            ds = tf.data.Dataset.range(8)
            if gpus:
                tf.config.experimental.set_memory_growth(gpus[0], True)

        main()
    """,
    "two functions": """
        def load():
            return tf.data.Dataset.range(8)

        def setup():
            tf.config.experimental.set_memory_growth(gpus[0], True)

        ds = load()
        setup()
    """,
    "another error is caught": """
        x = tf.constant(1.0)
        try:
            tf.config.experimental.set_memory_growth(gpus[0], True)
        except IndexError:
            pass
    """,
}
SILENT = {
    "configured first": GROWTH + "x = tf.constant(1.0)\n",
    "configured first, in a function": """
        def setup():
            for gpu in gpus:
                tf.config.experimental.set_memory_growth(gpu, True)

        setup()
        x = tf.constant(1.0)
    """,
    "configured twice": GROWTH + "x = tf.constant(1.0)\n" + GROWTH,
    "what does not start it": "tf.random.set_seed(1)\nkeras.mixed_precision.set_global_policy('float32')\n"
    "keras.utils.set_random_seed(1)\nprint(len(gpus), tf.test.is_gpu_available())\n"
    "loss = keras.losses.MeanSquaredError()\nlayer = keras.layers.Dense(1)\n" + GROWTH,
    "a model without weights": "keras.Sequential([keras.Input((3,)), keras.layers.Flatten()])\n" + GROWTH,
    "a layer without weights": "keras.layers.Flatten()(keras.Input((8, 8)))\n" + GROWTH,
    "weights in a function for later": """
        def build():
            return keras.layers.Dense(1)(keras.Input((3,)))

        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
        build()
    """,
    "the list of devices": "print(tf.config.list_physical_devices())\n" + GROWTH,
    "only under a condition": "if debug:\n    x = tf.constant(1.0)\n" + GROWTH,
    "the other arm": """
        if debug:
            x = tf.constant(1.0)
        else:
            tf.config.set_visible_devices([], "GPU")
    """,
    "in a function that is called later": """
        def build():
            return keras.optimizers.Adam()

        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
        build()
    """,
    "in a function that nobody is seen to call": "def build():\n    return tf.constant(1.0)\n\n" + GROWTH,
    "in a lambda": "make = lambda: tf.constant(1.0)\n" + GROWTH,
    "in a graph function": "@tf.function\ndef step():\n    return tf.constant(1.0)\n\nstep()\n" + GROWTH,
    "a method": """
        class Trainer:
            def setup(self):
                tf.config.experimental.set_memory_growth(gpus[0], True)

        x = tf.constant(1.0)
    """,
    "the error is caught": """
        x = tf.constant(1.0)
        try:
            for gpu in gpus:
                tf.config.experimental.set_memory_growth(gpu, True)
        except RuntimeError as error:
            print(error)
    """,
    "the error is waited for": "x = tf.constant(1.0)\nwith pytest.raises(RuntimeError):\n"
    "    tf.config.set_visible_devices([], 'GPU')\n",
    "a graph": "tf.compat.v1.disable_eager_execution()\nx = tf.constant(1.0)\n" + GROWTH,
    "in a graph of its own": "with tf.Graph().as_default():\n    x = tf.constant(1.0)\n" + GROWTH,
    "another backend": "import os\nos.environ['KERAS_BACKEND'] = 'jax'\nimport keras\n"
    "optimizer = keras.optimizers.Adam()\n" + GROWTH,
    "numbers of NumPy": "import numpy as np\nx = np.zeros(3)\n" + GROWTH,
    "another library's function": "from mine import constant\nx = constant(1.0)\n" + GROWTH,
    "soft placement": "x = tf.constant(1.0)\ntf.config.set_soft_device_placement(True)\n",
}


@pytest.mark.parametrize("code", STARTERS.values(), ids=STARTERS)
def test_starters(code: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = lint(HEAD + code + GROWTH, target, "TFC302")
        assert found.endswith("error")


@pytest.mark.parametrize("code", FIRING.values(), ids=FIRING)
def test_firing(code: str) -> None:
    assert len(lint(HEAD + dedent(code), only="TFC302")) == 1


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC302") == []


@pytest.mark.parametrize(
    ("helper", "found"),
    [("import tensorflow as tf\ntf.config.experimental.set_memory_growth(gpu, True)\n", 0), ("x = 1\n", 1)],
)
def test_a_helper_may_have_configured_them(helper: str, found: int) -> None:
    code = "import helper\n" + HEAD + "x = tf.constant(1.0)\n" + GROWTH
    assert len(lint(code, only="TFC302", helper=helper)) == found


def test_message() -> None:
    [found] = findings(HEAD + "x = tf.constant(1.0)\n" + GROWTH, only="TFC302")
    assert found.message == (
        "set_memory_growth runs after tf.constant(…) (line 4), which starts the runtime: "
        "RuntimeError: Physical devices cannot be modified after being initialized"
    )


def test_called_late_by_another_file() -> None:
    code = f"import tensorflow as tf\ndef grow(gpus):\n{GROWTH}".replace("\nfor", "\n    for")
    code = code.replace("\n    tf.config", "\n        tf.config")
    main = "import tensorflow as tf\nfrom train import grow\nx = tf.zeros(3)\ngrow([])\n"
    (found,) = findings(code, only="TFC302", main=main)
    assert found.message.startswith("main.py calls this in line 4, after tf.zeros(…) (line 3), which starts ")
    assert lint(code, only="TFC302", main=main.replace("x = tf.zeros(3)\n", "")) == []
