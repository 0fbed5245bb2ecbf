"""How large an array is, where the code shows its shape and type."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.datasets.arrays import Array, Arrays
from tflint_ckpt.semantics.names.scopes import Binding

HEAD = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
LOADED = "(x, y), (a, b) = keras.datasets.mnist.load_data()\n"


def array(code: str) -> Array | None:
    """The array that the last assignment of ``it`` gives."""
    module = Lab(HEAD + code).module
    binding: Binding = module.facts.module.bindings["it"][-1]
    assert binding.value is not None
    return module.fact(Arrays).at(binding.value)


@pytest.mark.parametrize(
    ("code", "shape", "item"),
    [
        ("it = np.zeros((100, 28))", (100, 28), 8),
        ("it = np.zeros(100, dtype='float32')", (100,), 4),
        ("it = np.ones((5, 2), np.uint8)", (5, 2), 1),
        ("it = np.full((5, 2), 0.5)", (5, 2), 8),
        ("it = np.random.rand(10, 3)", (10, 3), 8),
        ("it = np.random.rand(10, 3).astype('float32')", (10, 3), 4),
        ("it = np.random.random((10, 3))", (10, 3), 8),
        ("it = np.random.randint(0, 9, size=(10,))", (10,), 8),
        ("it = tf.random.normal((10, 3))", (10, 3), 4),
        ("n = 50\nit = np.zeros((n, 2))", (50, 2), 8),
        (f"{LOADED}it = x", (60000, 28, 28), 1),
        (f"{LOADED}it = b", (10000,), 1),
        (f"{LOADED}it = x.astype(np.float32)", (60000, 28, 28), 4),
        (f"{LOADED}it = x / 255.0", (60000, 28, 28), 8),
        (f"{LOADED}it = x.astype('float32') / 255", (60000, 28, 28), 4),
        ("def make():\n    return np.zeros((4, 2))\nit = make()", (4, 2), 8),
    ],
)
def test_the_shape_is_in_the_code(code: str, shape: tuple[int, ...], item: int) -> None:
    assert array(code) == Array(shape, item, tensor="tf." in code)


@pytest.mark.parametrize(
    "code",
    [
        "it = np.load('x.npy')",
        "it = np.zeros(read())",
        "it = np.zeros((n, 2))",
        "it = np.zeros((4, 2), dtype=kind)",
        "it = np.zeros((4, 2)) if a else np.zeros((5, 2))",
        "it = np.random.choice(9, 5)",
        "it = np.zeros((4, 2)) @ np.zeros((2, 3))",
        "it = np.zeros((4, 2)).reshape(8)",
        f"{LOADED}it = x[:100]",
        "from mine import load_data\n(x, y), rest = load_data()\nit = x",
    ],
)
def test_what_the_code_does_not_show_has_no_size(code: str) -> None:
    assert array(code) is None


def test_the_bytes_of_an_element() -> None:
    assert Array((100, 28, 28), 4).element == 3136
    assert Array((100,), 4).element == 4
