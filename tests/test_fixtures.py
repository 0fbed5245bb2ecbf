"""What the linter says about every fixture, and what its fixes make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims import SETTINGS, Case, FixLevel, Lint, Script, case_folders, read
from tflint_ckpt.config import load
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

FOLDERS = case_folders()


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each script is a project by itself: those of other cases have files of the same names."""
    monkeypatch.chdir(tmp_path)


def lint_script(
    case: Case, script: Script, lint: Lint, fix: FixLevel = "none"
) -> tuple[tuple[str, ...], str]:
    """What is found in *script*, as claims say it, with the rules of *lint* only, and its text, after *fix*.

    *fix* is ``none``, ``safe`` (``--fix``) or ``unsafe`` (``--fix --unsafe-fixes``); the findings are those
    that are left.
    """
    own = case.folder / SETTINGS
    settings = load(str(own)) if own.exists() else Settings()
    settings.override(select=lint.select, target=lint.target)
    result = run(
        ["-"],
        settings,
        fix=fix != "none",
        unsafe=fix == "unsafe",
        stdin=case.text(script).encode(),
        stdin_filename=case.path(script).name,
    )
    [file] = result.files
    assert result.problems == file.problems == []
    assert file.source is not None
    source = file.source
    lines = [source.line_name(source.position(finding.start)[0]) for finding in file.findings]
    found = tuple(f"{finding.code}:{line}" for finding, line in zip(file.findings, lines, strict=True))
    return found, source.data.decode()


each_case = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "/".join(folder.parts[-2:]))


@each_case
def test_findings_before_and_after(folder: Path) -> None:
    case = read(folder)
    for lint in case.lint:
        before, _ = lint_script(case, "before", lint)
        after, _ = lint_script(case, "after", lint)
        assert (before, after) == (lint.findings, lint.remaining), f"on {lint.target}"


@each_case
def test_fixes(folder: Path) -> None:
    case = read(folder)
    before, after = case.text("before"), case.text("after")
    results = {"safe": (after, after), "unsafe": (before, after), "none": (before, before)}
    for lint in case.lint:
        _, safely = lint_script(case, "before", lint, "safe")
        _, unsafely = lint_script(case, "before", lint, "unsafe")
        if lint.fix == "mixed":
            assert safely not in (before, after), f"safe fixes on {lint.target}"
            assert unsafely == after, f"unsafe fixes on {lint.target}"
        else:
            assert (safely, unsafely) == results[lint.fix], f"fixes on {lint.target}"


@each_case
def test_a_fixed_script_stays_as_it_is(folder: Path) -> None:
    case = read(folder)
    for lint in case.lint:
        again = lint_script(case, "after", lint, lint.fix)
        assert again == (lint.remaining, case.text("after")), f"on {lint.target}"


@each_case
def test_a_script_without_findings_is_an_untouched_one(folder: Path) -> None:
    case = read(folder)
    assert case.untouched or any(lint.findings for lint in case.lint)


def test_a_case_selects_rules_and_has_settings_of_its_own(tmp_path: Path) -> None:
    """Two rules for one script; the settings leave one of them out of it."""
    folder = tmp_path / "presets" / "brief" / "two-rules"
    folder.mkdir(parents=True)
    script = (
        "import tensorflow as tf\n"
        "tf.keras.callbacks.ModelCheckpoint('{epoch }.weights.h5', save_weights_only=True, max_to_keep=3)\n"
    )
    for name in ("before.py", "after.py"):
        (folder / name).write_text(script)
    (folder / "claims.toml").write_text(
        """
        title = "Two rules"
        [lint]
        select = ["TFC101", "checkpoint-path-spaces"]
        target = "keras3"
        fix = "none"
        findings = []
        remaining = []
        [before.keras2]
        [before.keras3]
        """
    )
    case = read(folder)
    assert sorted(lint_script(case, "before", case.lint[0])[0]) == ["TFC101:2", "TFC103:2"]
    (folder / SETTINGS).write_text('[per-file-ignores]\n"*.py" = ["TFC101"]\n')
    assert lint_script(case, "before", case.lint[0])[0] == ("TFC103:2",)


def test_there_are_fixtures() -> None:
    assert FOLDERS
