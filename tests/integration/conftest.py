"""One trainer an environment, started when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.claims import Case, release_order
from tests.integration.environments import ENVIRONMENTS, Environment, Trainer, TrainerError, environment

GetTrainer = Callable[[Environment], Trainer]
AT_ONCE = 2
"""Trainers kept running, half a gigabyte each; the tests go through one environment after the other."""


def selected(config: pytest.Config) -> tuple[Environment, ...]:
    """The environments of ``--environments``; without it, the three where every script is run."""
    wanted = config.getoption("--environments")
    if wanted is None:
        return ENVIRONMENTS
    try:
        return tuple(map(environment, wanted.split(",")))
    except ValueError as error:
        raise pytest.UsageError(f"--environments: {error}") from None


def of_subject(config: pytest.Config, subject: str) -> tuple[Environment, ...]:
    """The environments of tests about *subject*: the selected ones, and Keras 3 alone of these where
    ``--everywhere`` is given and does not name it."""
    everywhere = config.getoption("--everywhere")
    if everywhere is None or subject in everywhere.split(","):
        return selected(config)
    return tuple(known for known in selected(config) if known == ENVIRONMENTS[0])


def of_case(config: pytest.Config, case: Case) -> tuple[Environment, ...]:
    """The environments where the scripts of *case* are run, less those that the options leave out."""
    everywhere = config.getoption("--everywhere")
    names = tuple(known.name for known in ENVIRONMENTS)
    if everywhere is None or case.rule in everywhere.split(","):
        names = (*names, *case.releases)
    else:
        names = names[:1]
    if config.getoption("--environments") is not None:
        wanted = {known.name for known in selected(config)}
        names = tuple(name for name in names if name in wanted)
    return tuple(map(environment, names))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of the trainer that asks for an ``environment`` runs in each of them; other modules choose."""
    chooses = hasattr(metafunc.module, "pytest_generate_tests")
    if "environment" in metafunc.fixturenames and not chooses:
        environments = of_subject(metafunc.config, "trainer")
        metafunc.parametrize("environment", environments, ids=lambda environment: environment.name)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One environment after the other: of several workers, each then starts few trainers."""
    items.sort(key=_order)


def _order(item: pytest.Item) -> tuple[bool, str, int]:
    """Where a test belongs. All tests of the run come here, and others have an ``environment`` too."""
    callspec = getattr(item, "callspec", None)
    known = callspec.params.get("environment") if callspec else None
    return (True, *release_order(known.name)) if isinstance(known, Environment) else (False, "", 0)


@pytest.fixture(scope="session")
def usable(request: pytest.FixtureRequest) -> Callable[[Environment], None]:
    """Skips the test, or fails it under ``--require-tensorflow``, where an environment is not installed."""
    lack = cache(Environment.lack)

    def check(environment: Environment) -> None:
        reason = lack(environment)
        if reason is not None:
            verdict = pytest.fail if request.config.getoption("--require-tensorflow") else pytest.skip
            verdict(f"{environment.name}: {reason}")

    return check


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """What every script's random numbers begin with."""
    number: int = request.config.getoption("--seed")
    return number


@pytest.fixture(scope="session")
def get_trainer(usable: Callable[[Environment], None], seed: int) -> Iterator[GetTrainer]:
    """The trainer of an environment; skips or fails the test where there is none."""
    running: dict[str, Trainer] = {}
    failed: dict[str, TrainerError] = {}

    def get(environment: Environment) -> Trainer:
        usable(environment)
        name = environment.name
        if name in failed:
            raise failed[name]
        try:
            if name not in running:
                while len(running) >= AT_ONCE:
                    running.pop(next(iter(running))).close()
                running[name] = Trainer(environment, seed=seed)
            return running[name]
        except TrainerError as error:  # a slow start that fails is not tried again for each test
            failed[name] = error
            raise

    yield get
    for trainer in running.values():
        trainer.close()
