"""How the memory of GPUs is set by a session of TensorFlow 1."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.devices.sessions import memory_configs

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\n"
MADE = "c = tf.ConfigProto()\n"
COMPAT = "c = tf.compat.v1.ConfigProto()\nc.gpu_options.allow_growth = True\n"

CONFIGS = [
    (MADE + "c.gpu_options.allow_growth = True", "allow_growth"),
    (MADE + "c.gpu_options.per_process_gpu_memory_fraction = 0.5", "per_process_gpu_memory_fraction"),
    ("o = tf.GPUOptions(allow_growth=True)", "allow_growth"),
    (COMPAT + "keras.backend.set_session(tf.compat.v1.Session(config=c))", "allow_growth in set_session"),
    (
        COMPAT + "s = tf.compat.v1.Session(config=c)\nkeras.backend.set_session(s)",
        "allow_growth in set_session",
    ),
    # nothing of it, or there
    (MADE, ""),
    (MADE + "c.gpu_options.allow_growth = False", ""),
    (MADE + "c.log_device_placement = True", ""),
    (COMPAT, ""),
    (COMPAT + "s = tf.compat.v1.Session(config=c)", ""),
    (COMPAT + "s = tf.compat.v1.Session(config=c)\nkeras.backend.set_session(s)\ns.run(x)", ""),
    ("c = mine.ConfigProto()\nc.gpu_options.allow_growth = True", ""),
]


@pytest.mark.parametrize(("code", "expected"), CONFIGS)
def test_configs(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [
        " ".join(option.name for option in one.options)
        + (f" in {facts.text(one.setting).rpartition('.')[2]}" if one.setting is not None else "")
        for one in memory_configs(facts)
    ]
    assert ", ".join(found) == expected


def test_keras_2_takes_such_a_session() -> None:
    code = HEAD + COMPAT + "keras.backend.set_session(tf.compat.v1.Session(config=c))"
    assert not list(memory_configs(module(code, "keras2")))
