"""Findings and fixes are the same however a script is dressed up.

A few dressings of a few scripts, the same in every run. ``TFLINT_MUTATIONS=nightly`` puts every dressing
on every script, on every target, and combines them at random for as many examples as
``TFLINT_MUTATIONS_EXAMPLES`` says.
"""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.claims import case_folders, read
from tests.mutations.dressings import DRESSINGS, ENCODINGS, LINE_ENDINGS, WRAPPINGS, Keeps
from tests.mutations.judge import Dressed
from tests.mutations.known import FLOORS, HANDLING, KNOWN
from tests.mutations.script import Pick, everywhere

NIGHTLY = os.environ.get("TFLINT_MUTATIONS") == "nightly"
FOLDERS = tuple(folder for folder in case_folders() if (folder / "before.py").is_file())
TARGETS = ("both", "keras3", "keras2")
SHARE = 24
"""Each dressing is put on one script of so many; which, depends on the names only."""

settings.register_profile(
    "usual", max_examples=150, derandomize=True, deadline=None, database=None, print_blob=False
)
settings.register_profile(
    "nightly",
    max_examples=int(os.environ.get("TFLINT_MUTATIONS_EXAMPLES", "20000")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate, Phase.shrink),
)


def case_of(folder: Path) -> str:
    """``rule/case``."""
    return "/".join(folder.parts[-2:])


def folders_for(dressing: str, share: int = SHARE) -> list[Path]:
    """The scripts that a dressing is put on."""
    if NIGHTLY:
        return list(FOLDERS)
    return [each for each in FOLDERS if crc32(f"{dressing} {case_of(each)}".encode()) % share == 0]


def faults(dressing: str, folder: Path, target: str) -> list[str]:
    """What is not the same in one dressing, with where it is."""
    dressed = Dressed(folder, ((dressing, everywhere),), target)
    return [f"{case_of(folder)} on {target}: {each}" for each in dressed.faults()]


@pytest.mark.parametrize("dressing", DRESSINGS)
def test_one_dressing(dressing: str) -> None:
    found = []
    for folder in folders_for(dressing):
        targets = TARGETS if NIGHTLY else TARGETS[:1]
        if (dressing, case_of(folder)) not in KNOWN:
            found += [each for target in targets for each in faults(dressing, folder, target)]
    assert found == []


@pytest.mark.parametrize(
    ("dressing", "case"),
    [pytest.param(*each, marks=pytest.mark.xfail(strict=True, reason=why)) for each, why in KNOWN.items()],
)
def test_known_defect(dressing: str, case: str) -> None:
    [folder] = [each for each in FOLDERS if case_of(each) == case]
    assert faults(dressing, folder, TARGETS[0]) == []


@pytest.mark.parametrize("dressing", FLOORS)
def test_most_findings_are_kept_in(dressing: str) -> None:
    kept = [
        Dressed(folder, ((dressing, everywhere),), unsafe=False).keeps_its_findings()
        for folder in folders_for("floors", share=4)
        if dressing not in HANDLING or not any(claimed.raises for claimed in read(folder).before.values())
    ]
    assert len(kept) > 50
    assert sum(kept) >= FLOORS[dressing] * len(kept)


def test_every_dressing_that_may_lose_findings_has_a_floor() -> None:
    losing = [name for name, each in DRESSINGS.items() if each.keeps is Keeps.NOTHING_NEW]
    assert sorted(losing) == sorted(FLOORS)


@st.composite
def some_places(draw: st.DrawFn) -> Pick:
    """Every place, or a few of them, of however many there are."""
    chosen = draw(st.none() | st.frozensets(st.integers(0, 40), min_size=1, max_size=6))
    return everywhere if chosen is None else lambda place: place % 41 in chosen


@st.composite
def several_dressings(draw: st.DrawFn) -> Dressed:
    """A script in some dressings that can be worn together, each at some places."""
    folder = draw(st.sampled_from(FOLDERS))
    names = set(draw(st.lists(st.sampled_from(list(DRESSINGS)), min_size=1, max_size=4)))
    for others in (ENCODINGS, LINE_ENDINGS, WRAPPINGS):
        names -= set(sorted(names & others.keys())[1:])
    worn = tuple(
        (name, draw(some_places())) for name in sorted(names) if (name, case_of(folder)) not in KNOWN
    )
    return Dressed(folder, worn, draw(st.sampled_from(TARGETS)), draw(st.booleans()))


@settings.get_profile("nightly" if NIGHTLY else "usual")
@given(several_dressings())
def test_several_dressings(dressed: Dressed) -> None:
    assert dressed.faults() == []
