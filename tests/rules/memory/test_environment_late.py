"""environment-late: variables that are set after they were read, or under a name that nobody reads."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

LEVEL = 'os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"'

MOVED = {
    "below the import": (
        f"import os\nimport tensorflow as tf\n{LEVEL}\nprint(tf.zeros(1))\n",
        f"import os\n{LEVEL}\nimport tensorflow as tf\nprint(tf.zeros(1))\n",
    ),
    "with the import of os": (
        f"import tensorflow as tf\nimport os\n{LEVEL}\n",
        f"import os\n{LEVEL}\nimport tensorflow as tf\n",
    ),
    "with its comment": (
        f"import os\nimport tensorflow as tf\n{LEVEL}  # quiet\n",
        f"import os\n{LEVEL}  # quiet\nimport tensorflow as tf\n",
    ),
    "above all packages": (
        f"import os\n\nimport helpers\nfrom tensorflow import keras\n\n{LEVEL}\n",
        f"import os\n\n{LEVEL}\nimport helpers\nfrom tensorflow import keras\n\n",
    ),
    "setdefault": (
        'import os\nimport tensorflow as tf\nos.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")\n',
        'import os\nos.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")\nimport tensorflow as tf\n',
    ),
    "environ itself": (
        'from os import environ\nimport keras\nenviron["TF_CPP_MIN_LOG_LEVEL"] = "3"\n',
        'from os import environ\nenviron["TF_CPP_MIN_LOG_LEVEL"] = "3"\nimport keras\n',
    ),
    "another variable, beside JAX": (
        'import os\nimport jax\nimport tensorflow as tf\nos.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"\n',
        'import os\nos.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"\nimport jax\nimport tensorflow as tf\n',
    ),
    "the backend": (
        'import os\nimport keras\nos.environ["KERAS_BACKEND"] = "jax"\n',
        'import os\nos.environ["KERAS_BACKEND"] = "jax"\nimport keras\n',
    ),
}
BY_HAND = {
    "in a function": f"import os\nimport tensorflow as tf\n\ndef main():\n    {LEVEL}\n\nmain()\n",
    "under a condition": f"import os\nimport tensorflow as tf\nif quiet:\n    {LEVEL}\n",
    "another value": 'import os\nimport tensorflow as tf\nos.environ["TF_CPP_MIN_LOG_LEVEL"] = level\n',
    "beside another statement": f"import os\nimport tensorflow as tf\na = 1; {LEVEL}\n",
    "os in a line with others": f"import tensorflow as tf\nimport os, sys\n{LEVEL}\n",
}
SILENT = {
    "above the import": f"import os\n{LEVEL}\nimport tensorflow as tf\n",
    "above one of several": f"import os\n{LEVEL}\nimport tensorflow as tf\nimport tensorflow.keras\n",
    "set before as well": f"import os\n{LEVEL}\nimport tensorflow as tf\n{LEVEL}\n",
    "set before, perhaps": f"import os\nif quiet:\n    {LEVEL}\nimport tensorflow as tf\n{LEVEL}\n",
    "an import that may fail": "import os\ntry:\n    import tensorflow as tf\nexcept ImportError:\n"
    f"    tf = None\n{LEVEL}\n",
    "an import in a function": "import os\n\ndef load():\n    import tensorflow as tf\n    return tf\n\n"
    f"{LEVEL}\nload()\n",
    "an import for types": "import os\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
    f"    import tensorflow as tf\n{LEVEL}\n",
    "the devices": 'import os\nimport tensorflow as tf\nos.environ["CUDA_VISIBLE_DEVICES"] = "0"\n',
    "what is read later": 'import os\nimport tensorflow as tf\nos.environ["TF_DETERMINISTIC_OPS"] = "1"\n'
    'os.environ["PYTHONHASHSEED"] = "0"\nos.environ["OMP_NUM_THREADS"] = "1"\n',
    "which Keras it is": 'import os\nimport tensorflow as tf\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n',
    "the backend for tf.keras": 'import os\nimport tensorflow as tf\nos.environ["KERAS_BACKEND"] = "jax"\n',
    "the log of TensorFlow where Keras may have another backend": "import os\nimport keras\n"
    f'os.environ["KERAS_BACKEND_2"] = "jax"\n{LEVEL}\n',
    "other processes": f"import os\nimport subprocess\nimport tensorflow as tf\n{LEVEL}\n"
    'subprocess.run(["python", "train.py"])\n',
    "a command": f'import os\nimport tensorflow as tf\n{LEVEL}\nos.system("python train.py")\n',
    "a copy of the environment": "import os\nimport tensorflow as tf\nenvironment = dict(os.environ)\n"
    'environment["TF_CPP_MIN_LOG_LEVEL"] = "2"\n',
    "read": 'import os\nimport tensorflow as tf\nprint(os.environ["TF_CPP_MIN_LOG_LEVEL"])\n',
    "removed": 'import os\nimport tensorflow as tf\ndel os.environ["TF_CPP_MIN_LOG_LEVEL"]\n',
    "a key that is not known": 'import os\nimport tensorflow as tf\nos.environ[key] = "2"\n',
    "a variable of one's own": 'import os\nimport tensorflow as tf\nos.environ["tf_log"] = "2"\n',
    "a name in lower case that somebody reads": "import os\nimport tensorflow as tf\n"
    'os.environ["cuda_visible_devices"] = "0"\nprint(os.environ["cuda_visible_devices"])\n',
    "JAX reads it, too": f"import os\nimport tensorflow as tf\n{LEVEL}\nimport jax\n",
    "JAX, above": f"import os\nimport jax.numpy as jnp\nimport tensorflow as tf\n{LEVEL}\n",
    "Flax": f"import os\nimport tensorflow as tf\nfrom flax import linen as nn\n{LEVEL}\n",
    "jaxlib": f"import os\nimport tensorflow as tf\nfrom jaxlib import xla_client\n{LEVEL}\n",
    "another environ": f"import tensorflow as tf\nos = Fake()\n{LEVEL}\n",
    "no import of TensorFlow": f"import os\nfrom tensorflow_datasets import load\n{LEVEL}\n",
}


@pytest.mark.parametrize(("code", "after"), MOVED.values(), ids=MOVED)
def test_moved(code: str, after: str) -> None:
    assert fix(code, only="TFC305") == after
    assert [found.severity.value for found in findings(code, only="TFC305")] == ["warning"]


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(code: str) -> None:
    [found] = findings(code, "keras2", "TFC305")
    assert found.fix is not None
    assert found.fix.edits == ()


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC305") == []


def test_the_backend_is_of_keras_3() -> None:
    code = 'import os\nimport keras\nos.environ["KERAS_BACKEND"] = "jax"\n'
    assert lint(code, "keras2", "TFC305") == []


@pytest.mark.parametrize("key", ["CUDA_VISIBLE_devices", "cuda_visible_devices", "Tf_Cpp_Min_Log_Level"])
def test_wrong_case(key: str) -> None:
    code = f'import os\nos.environ["{key}"] = "0"\nimport tensorflow as tf\n'
    assert lint(code, only="TFC305") == ["TFC305:2 error"]
    assert fix(code, only="TFC305") == code
    assert fix(code, only="TFC305", unsafe=True) == code.replace(key, key.upper())


@pytest.mark.parametrize(
    ("helper", "found"), [('import os\nos.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"\n', 0), ("x = 1\n", 1)]
)
def test_a_helper_may_have_set_it(helper: str, found: int) -> None:
    code = f"import os\nimport helper\nimport tensorflow as tf\n{LEVEL}\n"
    assert len(lint(code, only="TFC305", helper=helper)) == found


def test_messages() -> None:
    [found] = findings(f"import os\nimport tensorflow as tf\n{LEVEL}\n", only="TFC305")
    assert found.message == (
        "TF_CPP_MIN_LOG_LEVEL is set after TensorFlow is imported (line 2), which reads it once: no effect"
    )
    code = 'import os\nimport tensorflow\nos.environ["CUDA_VISIBLE_devices"] = ""\n'
    [found] = findings(dedent(code), only="TFC305")
    assert found.message == "nobody reads CUDA_VISIBLE_devices: the variable is called CUDA_VISIBLE_DEVICES"
