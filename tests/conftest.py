"""Options of the training tests, which are in ``integration/``; and a cache of its own for each test."""

from __future__ import annotations

import os
from itertools import count

import pytest

_numbers = count()


@pytest.fixture(autouse=True)
def cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the command keeps results in this test: a folder that is not there yet."""
    folder = str(tmp_path_factory.getbasetemp() / f"cache-{next(_numbers)}")
    monkeypatch.setenv("TFLINT_CKPT_CACHE_DIR", folder)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which environments train the fixtures, whether one may be missing, and with which random numbers."""
    group = parser.getgroup("training the fixtures")
    group.addoption(
        "--environments",
        metavar="NAMES",
        help="comma-separated: keras3, tf_keras, tf2.15, and releases such as keras3.7 or tf2.11 (default: "
        "all that some case has a section for). Their interpreters are where tools/check.py made them: in "
        "build/check, or in the folder that TFLINT_ENVIRONMENTS names",
    )
    group.addoption(
        "--everywhere",
        metavar="NAMES",
        help="comma-separated: the rules whose cases are run in all environments, those of others on Keras 3 "
        "only; beside rules, trainer and keras-api (default: all; tools/touched.py says what a change needs)",
    )
    group.addoption(
        "--require-tensorflow",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help="fail, instead of skip, where an environment is not installed (default where CI is set)",
    )
    group.addoption(
        "--seed",
        metavar="N",
        type=seed,
        default=1,
        help="what the random numbers of every script begin with, from 0 to 4294967295 (default: 1, so that "
        "what holds once holds in every run)",
    )


def seed(text: str) -> int:
    """What NumPy takes for a seed. Raises `ValueError` for anything else."""
    number = int(text)
    if not 0 <= number < 2**32:
        raise ValueError(f"{text} is not from 0 to {2**32 - 1}")
    return number
