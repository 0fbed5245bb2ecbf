"""What a file's own import of ``tf_keras`` says."""

from __future__ import annotations

import pytest

from tflint_ckpt.evidence.in_file import of_legacy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import tf_keras\n", True),
        ("try:\n    import tf_keras as keras\nexcept ImportError:\n    from tensorflow import keras\n", True),
        ("def build():\n    from tf_keras import layers\n", True),
        ("try:\n    import tensorflow_hub as hub\nexcept ImportError:\n    import tf_keras\n", False),
        ("try:\n    import hub\nexcept ImportError:\n    import tf_keras\nimport tf_keras\n", True),
    ],
)
def test_an_import_of_tf_keras(text: str, expected: bool) -> None:
    assert (of_legacy(text, "train.py") is not None) == expected
