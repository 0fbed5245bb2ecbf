"""The tables of the Keras API are what the installed release says of itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.environments import Environment

TOOL = Path(__file__).resolve().parents[2] / "tools" / "keras_api.py"
UNKNOWN_RELEASE = 3
"""Exit status where the tables have no snapshot of just this release."""


def test_the_tables_are_what_is_installed(
    environment: Environment, usable: Callable[[Environment], None]
) -> None:
    if environment.legacy:
        pytest.skip("tf_keras has no tables of its own")
    usable(environment)
    command = [sys.executable, str(TOOL), "--check", environment.python()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if ran.returncode == UNKNOWN_RELEASE:
        pytest.skip(ran.stdout.strip())
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
