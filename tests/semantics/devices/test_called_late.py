"""Functions that configure devices, called by another file after it has started the runtime."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.devices.called_late import late_calls
from tflint_ckpt.semantics.devices.runtime import configurations

HARDWARE = """\
import tensorflow as tf
def grow():
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
"""
LIMIT = "def limit(gpus):\n    tf.config.set_logical_device_configuration(gpus[0], most)\n"
MAIN = "import tensorflow as tf\nimport hardware\n"
LATE = {
    "a tensor at the top": (
        HARDWARE,
        "mean = tf.constant(1.0)\ndef main():\n    hardware.grow()\nmain()\n",
    ),
    "one after the other": (HARDWARE, "x = tf.zeros(3)\nhardware.grow()\n"),
    "a model": (
        HARDWARE,
        "def main():\n    m = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])\n"
        "    m.compile('sgd', 'mse')\n    hardware.grow()\nmain()\n",
    ),
    "another function is called later": (
        HARDWARE + LIMIT,
        "x = tf.zeros(3)\nhardware.grow()\nhardware.limit(gpus)\n",
    ),
}
IN_TIME = {
    "before": (HARDWARE, "hardware.grow()\nx = tf.zeros(3)\n"),
    "before and after": (HARDWARE, "hardware.grow()\nx = tf.zeros(3)\nhardware.grow()\n"),
    "another function before": (
        HARDWARE + LIMIT,
        "hardware.limit(gpus)\nx = tf.zeros(3)\nhardware.grow()\n",
    ),
    "perhaps before": (HARDWARE, "if flag: hardware.grow()\nx = tf.zeros(3)\nhardware.grow()\n"),
    "perhaps not started": (HARDWARE, "if flag: x = tf.zeros(3)\nhardware.grow()\n"),
    "by a function that nothing calls": (HARDWARE, "def f():\n    x = tf.zeros(3)\nhardware.grow()\n"),
    "when it is imported": (f"{HARDWARE}grow()\n", "x = tf.zeros(3)\nhardware.grow()\n"),
    "another when it is imported": (
        f"{HARDWARE}tf.config.set_visible_devices([], 'GPU')\n",
        "x = tf.zeros(3)\nhardware.grow()\n",
    ),
    "by the file itself": (
        HARDWARE,
        "tf.config.experimental.set_memory_growth(gpu, True)\nx = tf.zeros(3)\nhardware.grow()\n",
    ),
    "the error is caught": (
        HARDWARE,
        "x = tf.zeros(3)\ntry:\n    hardware.grow()\nexcept RuntimeError:\n    pass\n",
    ),
    "handed on": (HARDWARE, "x = tf.zeros(3)\nuse(hardware.grow)\n"),
    "decorated": (HARDWARE.replace("def grow", "@once\ndef grow"), "x = tf.zeros(3)\nhardware.grow()\n"),
    "another module": (HARDWARE, "from other import grow\nx = tf.zeros(3)\ngrow()\n"),
}


def late(hardware: str, main: str) -> list[str]:
    """What starts the runtime before each late call of what the file *hardware* configures first."""
    lab = Lab(MAIN + dedent(main), hardware=hardware)
    facts = lab.project.parse(lab.sources["hardware.py"])
    every = [call for call, _ in configurations(facts)]
    return [there.text(starter.func) for there, starter, _ in late_calls(facts, every[0], every)]


@pytest.mark.parametrize(("hardware", "main"), LATE.values(), ids=list(LATE))
def test_late(hardware: str, main: str) -> None:
    assert len(late(hardware, main)) == 1


@pytest.mark.parametrize(("hardware", "main"), IN_TIME.values(), ids=list(IN_TIME))
def test_in_time_or_not_certain(hardware: str, main: str) -> None:
    assert late(hardware, main) == []


def test_a_third_file_may_do_it() -> None:
    third = "import tensorflow as tf\ntf.config.experimental.set_memory_growth(gpu, True)\n"
    lab = Lab(f"{MAIN}x = tf.zeros(3)\nhardware.grow()\n", hardware=HARDWARE, third=third)
    facts = lab.project.parse(lab.sources["hardware.py"])
    every = [call for call, _ in configurations(facts)]
    assert not list(late_calls(facts, every[0], every))
