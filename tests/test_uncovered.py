"""After a fix, nothing is said of what it wrote that was not said before; of every fixture."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.claims import case_folders, read
from tests.lint import Lab
from tests.uncovered import PRESETS, presets_for, uncovered
from tflint_ckpt.linter import applicable
from tflint_ckpt.result import FileResult
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source


@pytest.mark.parametrize("folder", case_folders(), ids=lambda folder: "/".join(folder.parts[-2:]))
def test_no_fix_uncovers_a_finding_where_it_wrote(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # here, the whole repository would be searched for who uses the file
    case = read(folder)
    name = case.path("before").name
    for preset in presets_for(str(folder.parts[-2:]), 1):
        for target in {lint.target for lint in case.lint}:
            before = _linted(name, case.text("before"), preset, target)
            for level in ("safe", "unsafe"):
                if not any(applicable(each, level == "unsafe") for each in before.findings):
                    continue  # nothing is written; `test_fixtures.py` holds that
                after = _linted(name, case.text("before"), preset, target, level)
                assert before.source is not None and after.source is not None
                left = uncovered(before.source, before.findings, after.source, after.findings)
                assert left == [], f"{level} fixes of {preset} on {target}"


def _linted(name: str, text: str, preset: str, target: str, fix: str = "none") -> FileResult:
    settings = Settings()
    settings.override(select=(preset,), target=target)
    result = run(
        ["-"],
        settings,
        fix=fix != "none",
        unsafe=fix == "unsafe",
        stdin=text.encode(),
        stdin_filename=name,
    )
    [file] = result.files
    return file


MEMORY = """
import tensorflow as tf
ds = tf.data.Dataset.from_tensor_slices(x).batch(8)
ds = ds.prefetch({})
"""


def test_what_is_said_of_a_changed_line_only_afterwards_is_told() -> None:
    before, after = (Lab(MEMORY.format(size)) for size in ("0", "tf.data.AUTOTUNE"))
    found = [lab.check().findings for lab in (before, after)]
    assert [each.code for each in found[1]] == ["TFC202"]
    assert uncovered(before.sources["train.py"], found[0], after.sources["train.py"], found[1]) == [
        "TFC202:4"
    ]
    assert uncovered(before.sources["train.py"], found[1], after.sources["train.py"], found[1]) == []


def test_what_stands_on_other_lines_is_not() -> None:
    texts = [dedent(MEMORY.format("tf.data.AUTOTUNE")) + more for more in ("", "print(ds)\n")]
    sources = [Source("train.py", text.encode()) for text in texts]
    left = Lab(texts[1]).check().findings
    assert left != []
    assert uncovered(sources[0], [], sources[1], left) == []


def test_each_preset_has_a_share() -> None:
    chosen = [presets_for(f"case {number}", 4) for number in range(400)]
    assert {(preset,) for preset in PRESETS} <= set(chosen)
