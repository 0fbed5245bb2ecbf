"""TFC707 mixed-precision-output."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, mixed_precision
"""
POLICY = "mixed_precision.set_global_policy('mixed_float16')\n"
F32 = ", dtype='float32')"

# What stands after HEAD, with the output layer in << >>, which gets a dtype.
FOUND = [
    POLICY + "m = keras.Sequential([layers.Dense(8), <<layers.Dense(3, activation='softmax')>>])",
    POLICY + "m = keras.Sequential([layers.Dense(8), <<layers.Dense(1, 'sigmoid')>>])",
    POLICY + "m = keras.Sequential([layers.Dense(3), <<layers.Activation('softmax')>>])",
    POLICY
    + "m = keras.Sequential()\nm.add(layers.Dense(8))\nm.add(<<layers.Dense(3, activation='softmax')>>)",
    POLICY + "i = keras.Input((3,))\no = <<layers.Dense(3, activation='softmax')>>(i)\nm = keras.Model(i, o)",
    POLICY + "i = keras.Input((3,))\n"
    "m = keras.Model(inputs=i, outputs=<<layers.Dense(1, activation='sigmoid')>>(i))",
    POLICY + "i = keras.Input((3,))\nm = keras.Model(i, [<<layers.Dense(1, activation='sigmoid')>>(i)])",
    "def build():\n    i = keras.Input((3,))\n    o = <<layers.Dense(3, activation='softmax')>>(i)\n"
    "    return keras.Model(i, o)\n" + POLICY + "m = build()",
    "policy = mixed_precision.Policy('mixed_float16')\nmixed_precision.set_global_policy(policy)\n"
    "m = keras.Sequential([<<layers.Dense(3, activation='softmax')>>])",
    "keras.config.set_dtype_policy('mixed_float16')\n"
    "m = keras.Sequential([<<layers.Dense(3, activation='softmax')>>])",
]

FOUND += [
    # what a wrapper does with a compiled model comes later
    POLICY
    + "import wrapper\nm = keras.Sequential([layers.Dense(8), <<layers.Dense(3, activation='softmax')>>])\n"
    + f"m.compile({how}, loss='mse')\nm.fit(x, y)\nstate = wrapper.State(m, epoch=0)\n@wrapper.run\n"
    + "def train(state):\n    state.model.fit(x, y)\ntrain(state)"
    for how in ("wrapper.DistributedOptimizer(keras.optimizers.Adam())", "'adam'")
]

SOFTMAX = "m = keras.Sequential([layers.Dense(3, activation='softmax')])"
SILENT = [
    SOFTMAX,
    POLICY.replace("mixed_float16", "float32") + SOFTMAX,
    POLICY.replace("mixed_float16", "mixed_bfloat16") + SOFTMAX,
    POLICY.replace("'mixed_float16'", "name") + SOFTMAX,
    POLICY + SOFTMAX + "\nmixed_precision.set_global_policy('float32')",
    POLICY + SOFTMAX.replace("'softmax'", "'softmax', dtype='float32'"),
    POLICY + SOFTMAX.replace("'softmax'", "'softmax', dtype=tf.float32"),
    POLICY + SOFTMAX.replace("'softmax'", "'softmax', **options"),
    POLICY + SOFTMAX.replace("'softmax'", "'relu'"),
    POLICY + SOFTMAX.replace(", activation='softmax'", ""),
    POLICY + "m = keras.Sequential([layers.Dense(3), layers.Activation('softmax', dtype='float32')])",
    POLICY
    + "m = keras.Sequential([layers.Dense(3, activation='sigmoid'), layers.Dense(3, dtype='float32')])",
    POLICY + "m = keras.Sequential([layers.Dense(3, activation='softmax')])\nm.add(layers.Dense(3))",
    POLICY + "i = keras.Input((3,))\ng = layers.Dense(3, activation='sigmoid')(i)\nm = keras.Model(i, i * g)",
    POLICY + "i = keras.Input((3,))\no = layers.Dense(3, activation='softmax')(i)\n"
    "m = keras.Model(i, tf.cast(o, tf.float32))",
    POLICY + "head = layers.Dense(3, activation='softmax')",
    # a wrapper may add layers before it is compiled
    POLICY + "import wrapper\n" + SOFTMAX + "\nwrapper.extend(m)\nm.compile('adam', 'mse')",
    POLICY + "import wrapper\n" + SOFTMAX + "\nm = wrapper.extend(m)\nm.compile('adam', 'mse')",
    POLICY + SOFTMAX + "\nm.compile('adam', 'mse')\nm.add(layers.Dense(3, dtype='float32'))",
    POLICY
    + "import wrapper\n"
    + SOFTMAX
    + "\nm.compile('adam', 'mse')\nwrapper.extend(m)\nm.compile('adam', 'mse')",
    POLICY + "m = make(layers.Dense(3, activation='softmax'))",
    # the policy is set when the layer has its type already
    SOFTMAX + "\n" + POLICY,
    f"def build(hp):\n    {SOFTMAX}\n    return m\nsearch(build)\n{POLICY}",
    f"class Build:\n    def build(self, hp):\n        {SOFTMAX}\n        return m\nsearch(Build())\n{POLICY}",
    "from torch import set_global_policy\nset_global_policy('mixed_float16')\n" + SOFTMAX,
]


@pytest.mark.parametrize("code", FOUND)
def test_found(code: str) -> None:
    text = HEAD + code.replace("<<", "").replace(">>", "")
    [found] = findings(text, only="TFC707")
    assert found.severity.value == "info"
    assert text[found.start : found.end] == code.split("<<")[1].split(">>", maxsplit=1)[0]
    assert fix(text, only="TFC707", unsafe=True) == HEAD + code.replace("<<", "").replace(")>>", F32)
    assert fix(text, only="TFC707") == text


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC707") == []


def test_what_it_says() -> None:
    [found] = findings(HEAD + POLICY + SOFTMAX, only="TFC707")
    assert found.message == (
        "this output layer gives float16 under mixed_float16: probabilities below 6e-8 become 0"
    )
    assert found.fix is not None
    assert found.fix.title == 'add dtype="float32"'
