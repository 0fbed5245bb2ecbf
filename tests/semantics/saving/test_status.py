"""What becomes of the status that restoring returns."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, marked
from tflint_ckpt.semantics.saving.status import is_asked, status_of

STATUSES = [
    ("restore(p)", "DISCARDED"),
    ("s = restore(p)", "DISCARDED"),
    ("print(restore(p))", "DISCARDED"),
    ("s = restore(p)\nprint(s)", "DISCARDED"),
    ("import logging\nlogging.info('%s', restore(p))", "DISCARDED"),
    ("restore(p).expect_partial()", "PARTIAL"),
    ("s = restore(p)\ns.expect_partial()", "PARTIAL"),
    ("s = restore(p).expect_partial()", "PARTIAL"),
    ("restore(p).assert_consumed()", "CHECKED"),
    ("s = restore(p)\ns.assert_existing_objects_matched()", "CHECKED"),
    ("restore(p).expect_partial().assert_consumed()", "CHECKED"),
    ("s = restore(p)\ns.expect_partial()\ns.assert_consumed()", "CHECKED"),
    ("restore(p).initialize_or_restore()", "USED"),
    ("def f():\n    return restore(p)", "USED"),
    ("use(restore(p))", "USED"),
    ("s = restore(p)\nuse(s)", "USED"),
    ("self.s = restore(p)", "USED"),
    ("s = restore(p)\ns = other\ns.assert_consumed()", "DISCARDED"),
]
ASKED = [
    ("if show(a):\n    pass", True),
    ("if not show(a):\n    pass", True),
    ("x = show(a) or b", True),
    ("x = show(a) is None", True),
    ("assert show(a)", True),
    ("while show(a):\n    pass", True),
    ("if t:\n    show(a)", False),
    ("x = show(a)", False),
    ("show(a)", False),
    ("f = lambda: show(a)", False),
]


@pytest.mark.parametrize(("code", "expected"), STATUSES)
def test_statuses(code: str, expected: str) -> None:
    facts = module(code)
    (call,) = calls(facts, "restore")
    assert status_of(facts, call).name == expected


@pytest.mark.parametrize(("code", "expected"), ASKED)
def test_asked(code: str, expected: bool) -> None:
    facts, node = marked(code)
    assert is_asked(facts, node) is expected
