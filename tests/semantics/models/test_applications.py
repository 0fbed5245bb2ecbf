"""The smallest images of the models of ``keras.applications``."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.models.applications import LEAST
from tflint_ckpt.target import NEWEST, NEWEST_KERAS2


@pytest.mark.parametrize("name", sorted(LEAST))
def test_each_is_in_keras(name: str) -> None:
    for release in (NEWEST, NEWEST_KERAS2):
        assert api.signature(f"keras.applications.{name}", "", release.keras)


def test_sizes() -> None:
    assert (LEAST["Xception"], LEAST["InceptionV3"], LEAST["VGG16"]) == (71, 75, 32)
    assert "ResNet18" not in LEAST
