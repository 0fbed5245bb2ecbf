"""What goes wrong with the names of metrics; the tests of TFC825 have the many forms."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.named_metrics import lost_names

HEAD = """\
import keras
m = keras.Sequential([keras.layers.Dense(1)])
m.compile("sgd", "mse", metrics=["mae", "mape"])
"""
USES = [
    ("zip(m.metrics_names, r)", ["OTHERS"]),
    ("m.metrics_names[1], m.metrics_names[2], m.metrics_names[-1]", ["NAME", "PLACE", "NAME"]),
    ("n = m.metrics_names\nn[1], n[3], len(n)", ["NAME", "PLACE"]),
    ("m.metrics_names.index('mae')", ["SOUGHT"]),
    ("for i, n in enumerate(m.metrics_names): r[i]", ["OTHERS"]),
    ("for i, n in enumerate(m.metrics_names): n", []),
    ("if len(m.metrics_names) > 2: m.metrics_names[2]", []),
]


@pytest.mark.parametrize(("code", "lost"), USES)
def test_lost(code: str, lost: list[str]) -> None:
    assert [what.name for _, _, what in lost_names(module(HEAD + code))] == lost
