"""Every claim of every fixture, on real TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.claims import Case, ClaimsError, Script, case_folders, read
from tests.integration.conftest import GetTrainer, of_case, of_subject
from tests.integration.environments import ENVIRONMENTS, Environment, memory_growth
from tests.integration.verdict import broken_claims

FOLDERS = case_folders()


def _name(folder: Path) -> str:
    return "/".join(folder.parts[-2:])


def _unreadable(folder: Path) -> bool:
    try:
        read(folder)
    except ClaimsError:
        return True
    return False


def _runs(config: pytest.Config) -> Iterator[tuple[Path, Script, Environment]]:
    """Every script, but an untouched one only once, where its case makes claims of it."""
    for folder in FOLDERS:
        if _unreadable(folder):  # the test fails, and says why
            yield folder, "before", ENVIRONMENTS[0]
            continue
        case = read(folder)
        scripts: tuple[Script, ...] = ("before",) if case.untouched else ("before", "after")
        for environment in of_case(config, case):
            yield from ((folder, script, environment) for script in scripts)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The runs, and the cases that claim something of memory: with ``--everywhere`` those on Keras 3 only,
    for a run each is measured in a process that imports TensorFlow anew."""
    if "script" in metafunc.fixturenames:
        rows = [
            pytest.param(folder, script, environment, id=f"{_name(folder)}-{script}-{environment.name}")
            for folder, script, environment in _runs(metafunc.config)
        ]
        metafunc.parametrize(("folder", "script", "environment"), rows)
    elif "folder" in metafunc.fixturenames:
        rows = [
            pytest.param(folder, environment, id=f"{_name(folder)}-{environment.name}")
            for folder in FOLDERS
            if not _unreadable(folder) and read(folder).memory
            for environment in of_subject(metafunc.config, "memory")
        ]
        metafunc.parametrize(("folder", "environment"), rows)


def test_what_is_claimed_happens(
    folder: Path, script: Script, environment: Environment, get_trainer: GetTrainer, tmp_path: Path
) -> None:
    case = read(folder)
    outcome = case.outcome(script, environment.name, environment.major)
    trainer = get_trainer(environment)
    run = trainer.run(case.runnable(script, tmp_path), seconds=outcome.seconds, reloads=outcome.reloads)
    broken = broken_claims(outcome, run)
    if broken:
        report = [
            f"{case.path(script)} on {trainer.versions}, --seed {trainer.seed}:",
            *(f"- {line}" for line in broken),
            f"files: {', '.join(run.files)}",
            f"stdout:\n{run.stdout[-2000:]}",
            f"stderr:\n{run.stderr[-4000:]}",
        ]
        pytest.fail("\n".join(report), pytrace=False)


def test_memory_that_is_claimed_to_be_saved(
    folder: Path, environment: Environment, usable: Callable[[Environment], None], seed: int, tmp_path: Path
) -> None:
    usable(environment)
    case: Case = read(folder)
    seconds = max(outcome.seconds for outcome in (*case.before.values(), *case.after.values()))
    assert case.memory is not None
    before, after = (
        memory_growth(
            environment, case.runnable(script, tmp_path), at=case.memory.at, seconds=seconds, seed=seed
        )
        for script in ("before", "after")
    )
    assert before / after >= case.memory.ratio_at_least, f"{before} kB before, {after} kB after"
