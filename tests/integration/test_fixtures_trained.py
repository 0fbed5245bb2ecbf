"""Every claim of every fixture, on real TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.claims import Case, ClaimsError, Script, case_folders, read
from tests.integration.conftest import GetTrainer
from tests.integration.environments import Environment, memory_growth
from tests.integration.verdict import broken_claims

FOLDERS = case_folders()


def _name(folder: Path) -> str:
    return "/".join(folder.parts[-2:])


def _runs() -> Iterator[object]:
    """Every script, but an untouched one only once."""
    for folder in FOLDERS:
        yield pytest.param(folder, "before", id=f"{_name(folder)}-before")
        try:
            twice = not read(folder).untouched
        except ClaimsError:
            twice = True  # the test fails, and says why
        if twice:
            yield pytest.param(folder, "after", id=f"{_name(folder)}-after")


def _claims_memory(folder: Path) -> bool:
    try:
        return read(folder).memory is not None
    except ClaimsError:
        return False


@pytest.mark.parametrize(("folder", "script"), list(_runs()))
def test_what_is_claimed_happens(
    folder: Path, script: Script, environment: Environment, get_trainer: GetTrainer
) -> None:
    case = read(folder)
    outcome = case.outcome(script, environment.name, environment.major)
    trainer = get_trainer(environment)
    run = trainer.run(case.path(script), seconds=outcome.seconds, reloads=outcome.reloads)
    broken = broken_claims(outcome, run)
    if broken:
        report = [
            f"{case.path(script)} on {trainer.versions}:",
            *(f"- {line}" for line in broken),
            f"files: {', '.join(run.files)}",
            f"stdout:\n{run.stdout[-2000:]}",
            f"stderr:\n{run.stderr[-4000:]}",
        ]
        pytest.fail("\n".join(report), pytrace=False)


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if _claims_memory(folder)], ids=_name)
def test_memory_that_is_claimed_to_be_saved(
    folder: Path, environment: Environment, usable: Callable[[Environment], None]
) -> None:
    usable(environment)
    case: Case = read(folder)
    seconds = max(outcome.seconds for outcome in (*case.before.values(), *case.after.values()))
    assert case.memory is not None
    before, after = (
        memory_growth(environment, case.path(script), at=case.memory.at, seconds=seconds)
        for script in ("before", "after")
    )
    assert before / after >= case.memory.ratio_at_least, f"{before} kB before, {after} kB after"
