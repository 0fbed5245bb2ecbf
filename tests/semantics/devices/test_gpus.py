"""The first of a list of GPUs, where nothing keeps it from an empty one."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.devices.gpus import first_gpus

HEAD = "import tensorflow as tf\n"
LIST = "gpus = tf.config.list_physical_devices('GPU')\n"

FIRST = [
    (LIST + "use(gpus[0])", "gpus[0]"),
    (LIST + "use(gpus[1])", "gpus[1]"),
    ("use(tf.config.list_physical_devices('GPU')[0])", "tf.config.list_physical_devices('GPU')[0]"),
    (LIST + "def f(i=0):\n    use(gpus[i])", "gpus[i]"),
    # tested for, handled, or not such a list
    (LIST + "if gpus:\n    use(gpus[0])", ""),
    (LIST + "if len(gpus) > 0:\n    use(gpus[0])", ""),
    (LIST + "assert gpus\nuse(gpus[0])", ""),
    (LIST + "if not gpus:\n    raise E\nuse(gpus[0])", ""),
    (LIST + "x = gpus and use(gpus[0])", ""),
    (LIST + "for gpu in gpus:\n    use(gpus[0])", ""),
    (LIST + "try:\n    use(gpus[0])\nexcept IndexError:\n    pass", ""),
    (LIST + "use(gpus[:1])", ""),
    (LIST + "gpus = gpus or others\nuse(gpus[0])", ""),
    ("cpus = tf.config.list_physical_devices('CPU')\nuse(cpus[0])", ""),
    ("every = tf.config.list_physical_devices()\nuse(every[0])", ""),
    ("use(gpus[0])", ""),
]


@pytest.mark.parametrize(("code", "expected"), FIRST)
def test_first_gpus(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    assert " ".join(facts.text(one.node) for one in first_gpus(facts)) == expected
