"""One trainer an environment, started when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.integration.environments import ENVIRONMENTS, Environment, Trainer, TrainerError

GetTrainer = Callable[[Environment], Trainer]


def selected(config: pytest.Config) -> tuple[Environment, ...]:
    """The environments of ``--environments``, in the order of `ENVIRONMENTS`."""
    wanted = config.getoption("--environments")
    if wanted is None:
        return ENVIRONMENTS
    known = {environment.name: environment for environment in ENVIRONMENTS}
    unknown = [name for name in wanted.split(",") if name not in known]
    if unknown:
        raise pytest.UsageError(f"--environments: no {', '.join(unknown)}; known: {', '.join(known)}")
    return tuple(environment for environment in ENVIRONMENTS if environment.name in wanted.split(","))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for an ``environment`` runs in each selected one."""
    if "environment" in metafunc.fixturenames:
        metafunc.parametrize(
            "environment", selected(metafunc.config), ids=lambda environment: environment.name
        )


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
def get_trainer(usable: Callable[[Environment], None]) -> Iterator[GetTrainer]:
    """The trainer of an environment; skips or fails the test where there is none."""
    running: dict[str, Trainer] = {}
    failed: dict[str, TrainerError] = {}

    def get(environment: Environment) -> Trainer:
        usable(environment)
        name = environment.name
        if name in failed:
            raise failed[name]
        try:
            return running.get(name) or running.setdefault(name, Trainer(environment))
        except TrainerError as error:  # a slow start that fails is not tried again for each test
            failed[name] = error
            raise

    yield get
    for trainer in running.values():
        trainer.close()
