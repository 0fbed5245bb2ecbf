"""gpus-unguarded: the first of a list that may be empty."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import sys
import tensorflow as tf
gpus = tf.config.list_physical_devices("GPU")
"""

BECOMES = {
    "memory growth": (
        "tf.config.experimental.set_memory_growth(gpus[0], True)  # needed\n",
        "for gpu in gpus:\n    tf.config.experimental.set_memory_growth(gpu, True)  # needed\n",
    ),
    "visible devices": (
        'tf.config.set_visible_devices(gpus[0], "GPU")\n',
        'tf.config.set_visible_devices(gpus[:1], "GPU")\n',
    ),
    "logical devices": (
        "tf.config.experimental.set_virtual_device_configuration(gpus[0], limit)\n",
        "for gpu in gpus[:1]:\n    tf.config.experimental.set_virtual_device_configuration(gpu, limit)\n",
    ),
    "in a function": (
        "def setup():\n\tdevices = tf.config.list_physical_devices('GPU')\n"
        "\ttf.config.experimental.set_memory_growth(devices[0], True)\n",
        "def setup():\n\tdevices = tf.config.list_physical_devices('GPU')\n"
        "\tfor gpu in devices:\n\t\ttf.config.experimental.set_memory_growth(gpu, True)\n",
    ),
    "kept by an object": (
        "class Setup:\n    def __init__(self):\n        self.gpus = tf.config.list_physical_devices('GPU')\n"
        "    def grow(self):\n        tf.config.experimental.set_memory_growth(self.gpus[0], True)\n",
        "class Setup:\n    def __init__(self):\n        self.gpus = tf.config.list_physical_devices('GPU')\n"
        "    def grow(self):\n        for gpu in self.gpus:\n"
        "            tf.config.experimental.set_memory_growth(gpu, True)\n",
    ),
    "without a variable": (
        "tf.config.experimental.set_memory_growth(tf.config.list_physical_devices('GPU')[0], True)\n",
        "for gpu in tf.config.list_physical_devices('GPU'):\n"
        "    tf.config.experimental.set_memory_growth(gpu, True)\n",
    ),
    "under a test of something else": (
        "if __name__ == '__main__':\n    tf.config.experimental.set_memory_growth(gpus[0], True)\n",
        "if __name__ == '__main__':\n    for gpu in gpus:\n"
        "        tf.config.experimental.set_memory_growth(gpu, True)\n",
    ),
    "another error is caught": (
        "try:\n    tf.config.experimental.set_memory_growth(gpus[0], True)\nexcept RuntimeError:\n    pass\n",
        "try:\n    for gpu in gpus:\n        tf.config.experimental.set_memory_growth(gpu, True)\n"
        "except RuntimeError:\n    pass\n",
    ),
}
OPTION = """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--number", type=int, {})
args = parser.parse_args()
if True:
    show(gpus[{}])
"""
BY_HAND = {
    "an option": OPTION.format("default=0", "args.number"),
    "a variable of the environment": "import os\nshow(gpus[int(os.environ.get('NUMBER', 0))])",
    "a text of the environment": "import os\nn = int(os.environ.get('NUMBER', '0'))\nshow(gpus[n])",
    "kept by an object": """
        import os
        class Card:
            def __init__(self, number=None):
                self.number = int(os.environ.get("NUMBER", 0)) if number is None else number
            def take(self):
                cards = tf.config.list_physical_devices("GPU")
                return cards[self.number]
        Card().take()
    """,
    "printed": "print(gpus[0].name)",
    "the last": "tf.config.experimental.set_memory_growth(gpus[-1], True)",
    "kept": "first = gpus[0]",
    "a constant": "GPU = 0\ntf.config.experimental.set_memory_growth(gpus[GPU], True)",
    "an index that is 0 by default": """
        def setup(number=0):
            devices = tf.config.list_physical_devices("GPU")
            tf.config.set_visible_devices(devices[number], "GPU")
    """,
    "beside another statement": "a = 1; tf.config.experimental.set_memory_growth(gpus[0], True)",
    "the name is taken": "gpu = 3\ntf.config.experimental.set_memory_growth(gpus[0], True)",
    "logical ones": 'print(tf.config.list_logical_devices("GPU")[0])',
}
GROWTH = "tf.config.experimental.set_memory_growth(gpus[0], True)"
KEPT = "class Setup:\n    def __init__(self):\n        self.all = tf.config.list_physical_devices('GPU')\n"
SILENT = {
    "kept by an object, tested there": f"{KEPT}        if not self.all:\n            sys.exit()\n"
    "    def first(self):\n        return self.all[0]",
    "kept by an object, counted elsewhere": f"{KEPT}    def count(self):\n        return len(self.all)\n"
    "    def first(self):\n        return self.all[0]",
    "kept by an object, set anew": f"{KEPT}        self.all = self.all or ['cpu']\n"
    "    def first(self):\n        return self.all[0]",
    "kept by an object, read from outside": f"{KEPT}    def first(self):\n        return self.all[0]\n"
    "s = Setup()\nif s.all:\n    s.first()",
    "a test": f"if gpus:\n    {GROWTH}",
    "a test of the length": f"if len(gpus) > 0:\n    {GROWTH}",
    "a test of a length that is kept": f"n = len(gpus)\nif n:\n    {GROWTH}",
    "an assertion": f'assert len(gpus) > 0, "no GPU"\n{GROWTH}',
    "an exit": f'if not gpus:\n    sys.exit("no GPU")\n{GROWTH}',
    "an exit of its own": f"if len(gpus) == 0:\n    print('none')\n    exit()\n{GROWTH}",
    "a return": """
        def setup():
            devices = tf.config.list_physical_devices("GPU")
            if not devices:
                return
            tf.config.experimental.set_memory_growth(devices[0], True)
    """,
    "the other arm": f"if not gpus:\n    print('none')\nelse:\n    {GROWTH}",
    "another test of the GPU": f"if tf.test.is_gpu_available():\n    {GROWTH}",
    "built with CUDA": f"if tf.test.is_built_with_cuda():\n    {GROWTH}",
    "a flag": f"if args.use_gpu:\n    {GROWTH}",
    "a loop over the list": "for gpu in gpus:\n    tf.config.experimental.set_memory_growth(gpu, True)",
    "a loop over the indices": """
        for i in range(len(gpus)):
            tf.config.experimental.set_memory_growth(gpus[i], True)
    """,
    "a loop over the indices, with the first": f"for i in range(len(gpus)):\n    {GROWTH}",
    "a comprehension": "[gpus[0] for gpu in gpus]",
    "an expression": "first = gpus[0] if gpus else None",
    "and": "first = gpus and gpus[0]",
    "the error is caught": f"try:\n    {GROWTH}\nexcept IndexError:\n    pass",
    "every error is caught": f"try:\n    {GROWTH}\nexcept:\n    pass",
    "an error is waited for": f"with pytest.raises(IndexError):\n    {GROWTH}",
    "a slice": 'tf.config.set_visible_devices(gpus[:1], "GPU")',
    "all devices": "print(tf.config.list_physical_devices()[0])",
    "processors": 'print(tf.config.list_physical_devices("CPU")[0])',
    "a kind that is not known": "print(tf.config.list_physical_devices(kind)[0])",
    "another list": "gpus = [None]\nprint(gpus[0])",
    "another list on some way": "if x:\n    gpus = [None]\nprint(gpus[0])",
    "an option that has to be given": OPTION.format("required=True", "args.number"),
    "an option that is another number by default": OPTION.format("default=1", "args.number"),
    "an option that is none by default": OPTION.format("default=None", "args.number"),
    "an option that is tested": OPTION.format("default=0", "args.number").replace(
        "    show", "    if args.number >= 0: show"
    ),
    "a variable of the environment without default": "import os\nshow(gpus[int(os.environ['NUMBER'])])",
    "one of two numbers": "import os\nn = int(os.environ.get('N', 0)) if x else 1\nshow(gpus[n])",
    "an index that is not known": "tf.config.experimental.set_memory_growth(gpus[args.number], True)",
    "a test that is skipped": """
        @unittest.skipIf(not gpus, "needs a GPU")
        def test_memory():
            tf.config.experimental.set_memory_growth(gpus[0], True)
    """,
    "a function that is called where there is one": """
        def setup():
            devices = tf.config.list_physical_devices("GPU")
            tf.config.experimental.set_memory_growth(devices[0], True)

        if gpus:
            setup()
    """,
    "a function of another file": "from devices import list_physical_devices\n"
    "list_physical_devices('GPU')[0]",
}


@pytest.mark.parametrize(("code", "after"), BECOMES.values(), ids=BECOMES)
def test_looped(code: str, after: str) -> None:
    assert fix(HEAD + code, only="TFC304") == HEAD + after
    for target in ("keras2", "keras3"):
        assert [found.split()[1] for found in lint(HEAD + code, target, "TFC304")] == ["warning"]


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC304")
    assert found.fix is not None
    assert found.fix.edits == ()


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC304") == []


def test_message() -> None:
    [found] = findings(HEAD + GROWTH, only="TFC304")
    assert found.message == "the list of GPUs is empty on a machine without one: this raises IndexError"
