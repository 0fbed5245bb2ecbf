"""memory-growth-missing: scripts that train, and leave the memory of GPUs as it is."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.selection import select

LOOP = """
for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
"""
HEAD = "import numpy as np\nimport tensorflow as tf\n"
BODY = """
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.ones((8, 4)), np.ones(8))

if __name__ == "__main__":
    pass
"""
BECOMES = {
    "a script": (HEAD + BODY, HEAD + LOOP + BODY),
    "behind all imports": (
        HEAD + "from tensorflow import keras\nimport os\n" + BODY,
        HEAD + "from tensorflow import keras\nimport os\n" + LOOP + BODY,
    ),
    "a main": (
        HEAD
        + "\n\ndef main():\n    model = tf.keras.models.load_model('m.keras')\n    model.fit(x, y)\n\n\n"
        + "if __name__ == '__main__':\n    main()\n",
        HEAD
        + LOOP.replace('"', "'")
        + "\n\ndef main():\n    model = tf.keras.models.load_model('m.keras')\n    model.fit(x, y)\n\n\n"
        + "if __name__ == '__main__':\n    main()\n",
    ),
    "a comment behind the imports": (
        HEAD.rstrip("\n") + "  # TF\n" + BODY,
        HEAD.rstrip("\n") + "  # TF\n" + LOOP + BODY,
    ),
}
BY_HAND = {
    "the name is taken": HEAD + "gpu = 0\n" + BODY,
    "started among the imports": "import tensorflow as tf; x = tf.zeros(3)\nimport numpy as np\n" + BODY,
}
SILENT = {
    "imported in a try": "import numpy as np\ntry:\n    import tensorflow as tf\n"
    "except ImportError:\n    raise\n" + BODY,
    "Keras alone": HEAD.replace("import tensorflow as tf", "from tensorflow import keras")
    + BODY.replace("tf.", ""),
    "growth": HEAD + LOOP + BODY,
    "growth in a function": HEAD
    + "\ndef setup():\n    for gpu in tf.config.list_physical_devices('GPU'):\n"
    + "        tf.config.experimental.set_memory_growth(gpu, True)\n\nsetup()\n"
    + BODY,
    "a limit": HEAD + "tf.config.set_logical_device_configuration(gpu, limit)\n" + BODY,
    "the environment": "import os\nos.environ['TF_FORCE_GPU_ALLOW_GROWTH'] = 'true'\n" + HEAD + BODY,
    "no GPU at all": "import os\nos.environ['CUDA_VISIBLE_DEVICES'] = '-1'\n" + HEAD + BODY,
    "a session": HEAD + "config = tf.compat.v1.ConfigProto()\n" + BODY,
    "a TPU": HEAD + "strategy = tf.distribute.TPUStrategy(resolver)\n" + BODY,
    "no training": HEAD + "model = tf.keras.models.load_model('m.keras')\nmodel.evaluate(x, y)\n",
    "a library": HEAD + "\ndef train(x, y):\n    model = tf.keras.Sequential()\n    model.fit(x, y)\n",
    "another library's model": HEAD
    + "from sklearn.svm import SVC\nSVC().fit(x, y)\n\nif __name__ == '__main__':\n    pass\n",
    "Keras without TensorFlow": "import keras\nmodel = keras.Sequential()\nmodel.fit(x, y)\n\n"
    "if __name__ == '__main__':\n    pass\n",
}


@pytest.mark.parametrize(("code", "after"), BECOMES.values(), ids=BECOMES)
def test_loop(code: str, after: str) -> None:
    assert [found.split()[1] for found in lint(code, only="TFC303")] == ["info"]
    assert fix(code, only="TFC303", unsafe=True) == after
    assert fix(code, only="TFC303") == code


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(code: str) -> None:
    [found] = findings(code, only="TFC303")
    assert found.fix is not None
    assert found.fix.edits == ()


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC303") == []


@pytest.mark.parametrize(
    ("helper", "found"),
    [("import tensorflow as tf\ntf.config.experimental.set_memory_growth(gpu, True)\n", 0), ("x = 1\n", 1)],
)
def test_a_helper_may_see_to_it(helper: str, found: int) -> None:
    code = HEAD + "import helper\n" + BODY
    assert len(lint(dedent(code), only="TFC303", helper=helper)) == found


def test_only_in_the_house_pattern() -> None:
    assert not any(rule.code == "TFC303" for rule in select(RULES, ["recommended"], [], []))
    assert any(rule.code == "TFC303" for rule in select(RULES, ["canonical"], [], []))
