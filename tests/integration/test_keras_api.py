"""The tables of the Keras API are what the installed release says of itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.conftest import of_subject
from tests.integration.environments import Environment, environment
from tflint_ckpt.keras_api import snapshots

TOOL = Path(__file__).resolve().parents[2] / "tools" / "keras_api.py"
UNKNOWN_RELEASE = 3
"""Exit status where the tables have no snapshot of just this release."""


def has_tables(environment: Environment) -> bool:
    """Whether the tables tell of its Keras, or should: they have no tf_keras."""
    package, _, minor = environment.name.partition(".")
    if not minor:
        return not environment.legacy
    release = int(package[-1]), int(minor)
    return release in snapshots() or release > snapshots()[-1]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The selected environments of whose Keras there are tables."""
    if "environment" in metafunc.fixturenames:
        asked = list(filter(has_tables, of_subject(metafunc.config, "keras-api")))
        metafunc.parametrize("environment", asked, ids=lambda environment: environment.name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("keras3", True),
        ("tf_keras", False),
        ("tf2.15", True),
        ("tf2.12", True),
        ("tf2.11", True),
        ("keras3.0", True),
        ("keras3.15", True),
        ("keras3.99", True),
    ],
)
def test_of_which_environments_there_are_tables(name: str, expected: bool) -> None:
    assert has_tables(environment(name)) is expected


def test_the_tables_are_what_is_installed(
    environment: Environment, usable: Callable[[Environment], None], request: pytest.FixtureRequest
) -> None:
    usable(environment)
    command = [sys.executable, str(TOOL), "--check", environment.python()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if ran.returncode == UNKNOWN_RELEASE and not request.config.getoption("--require-tensorflow"):
        pytest.skip(ran.stdout.strip())
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
