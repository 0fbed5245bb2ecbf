"""Options of the training tests; the tests themselves are in ``integration/``."""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which environments train the fixtures, and whether one may be missing."""
    group = parser.getgroup("training the fixtures")
    group.addoption(
        "--environments",
        metavar="NAMES",
        help="comma-separated: keras3, tf_keras, tf2.15 (default: all). The interpreters are those of "
        "TFLINT_TF_PYTHON and TFLINT_TF215_PYTHON, else the one that runs the tests",
    )
    group.addoption(
        "--require-tensorflow",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help="fail, instead of skip, where an environment is not installed (default where CI is set)",
    )
