"""What several alternatives agree on."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.values.agreed import agreed


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], None),
        ([1], 1),
        ([1, 1], 1),
        ([1, 2], None),
        ([1, None], None),
        ([None, None], None),
        ([False, False], False),
        ([(), ()], ()),
        ([(), (1,)], None),
    ],
)
def test_only_what_all_say(found: list[object], expected: object) -> None:
    assert agreed(iter(found)) == expected
