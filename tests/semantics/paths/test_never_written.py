"""Files of models that are loaded and never written; more cases are those of TFC521."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.never_written import never_written

SAVE = "import keras\nm = keras.Sequential()\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "m.save('a/net_best.keras')\nkeras.models.load_model('a/best.keras')",
            [("best.keras", "a/net_best.keras")],
        ),
        (
            "m.save('a/net_best.keras')\nkeras.models.load_model('./a//best.keras')",
            [("best.keras", "a/net_best.keras")],
        ),
        (
            "m.save('best_%d.keras' % n)\nkeras.models.load_model('best.keras')",
            [("best.keras", "best_⟨…⟩.keras")],
        ),
        ("m.save('%sbest.keras' % n)\nkeras.models.load_model('best.keras')", []),
        ("m.save('best2.keras')\nkeras.models.load_model('best.h5')", []),
        ("m.save('best.keras')\nkeras.models.load_model('best.keras')", []),
        ("m.save(n + '.keras')\nkeras.models.load_model('best.keras')", []),
        ("m.save('a_b.keras')\nkeras.models.load_model('b_c.keras')", []),
        ("!ls\nm.save('net_best.keras')\nkeras.models.load_model('best.keras')", []),
    ],
)
def test_the_name(code: str, expected: list[tuple[str, str]]) -> None:
    facts = module(SAVE + code.replace("!ls\n", "import subprocess\n"))
    assert [(each.name, each.written[0]) for each in never_written(facts)] == expected
