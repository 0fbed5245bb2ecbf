"""What is written from the tables of keys and options: the pages, the schema, and the completions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tflint_ckpt.config import load, parse_toml
from tflint_ckpt.config_keys import KEYS, schema
from tflint_ckpt.options import OPTIONS
from tflint_ckpt.settings import ConfigError, Settings

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [flag for rows in OPTIONS.values() for row in rows for flag in row.flags]


def test_they_are_up_to_date() -> None:
    command = [sys.executable, "tools/configuration.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_table_has_every_key_that_is_read() -> None:
    """Each has a place in the settings but ``extend``, which is gone once it is followed."""
    names = {key.name.replace("-", "_") for key in KEYS}
    assert names - {"extend"} <= set(Settings.__slots__)
    assert {key.scope for key in KEYS} == {"each file", "the run"}


@pytest.mark.parametrize("key", [key for key in KEYS if key.default], ids=lambda key: key.name)
def test_the_default_that_is_written_is_the_one_that_holds(key: object, tmp_path: Path) -> None:
    path = tmp_path / "tflint-ckpt.toml"
    path.write_text(f"{key.name} = {key.default}\n")  # type: ignore[attr-defined]
    name = key.name.replace("-", "_")  # type: ignore[attr-defined]
    assert getattr(load(str(path)), name) == getattr(Settings(), name)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_example_can_be_used(key: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "tflint-ckpt.toml").write_text(key.example)  # type: ignore[attr-defined]
    load(str(folder / "tflint-ckpt.toml"))
    jsonschema.validate(parse_toml(key.example), schema())  # type: ignore[attr-defined]


VALUES = [
    ('select = ["TFC101", "TFC1", "TFC", "all", "keras3", "checkpoint", "pipeline-cache"]', True),
    ('select = ["TFC1O1"]', False),
    ('select = "TFC101"', False),
    ("ignore = [101]", False),
    ('per-file-ignores = {"a/*" = ["TFC101"]}', True),
    ('per-file-ignores = {"a/*" = "TFC101"}', False),
    ('per-file-ignores = ["TFC101"]', False),
    *((f'target = "{target}"', True) for target in ("auto", "keras2", "KERAS3", "2.9", "2.9.1", "2.1..2.3")),
    *((f'target = "{target}"', False) for target in ("", "2", "tf2", "2.x", "3.0", "2.15..", "..2.15")),
    ("target = 2.15", False),
    ('fixable = ["checkpoint"]\nunfixable = ["TFC101"]', True),
    ('unfixable = ["none"]', False),
    ('fixes = {TFC101 = "keep-last-n", checkpoint-max-to-keep = "keep-last-n"}', True),
    ('fixes = {TFC101 = "keep-last"}', False),
    ('fixes = {TFC102 = "keep-last-n"}', False),
    ('cell-magics = ["spark", "%%jit"]', True),
    ('cell-magics = ["%jit"]', False),
    ('cell-magics = ["a b"]', False),
    ('exclude = []\nextend-exclude = ["a", "!b"]', True),
    ("exclude = {}", False),
    ("force-exclude = true\nunsafe-fixes = false", True),
    ("force-exclude = 1", False),
    ('unsafe-fixes = "yes"', False),
    ('fail-on = "never"', True),
    ('fail-on = "warn"', False),
    ('cache-dir = "kept"', True),
    ('cache-dir = ""', False),
    ("file-timeout = 0.5", True),
    ("file-timeout = -1", False),
    ("file-timeout = true", False),
    ('extend = "base.toml"', True),
    ('extend = ""', False),
    ("selct = []", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "good"), VALUES)
def test_the_schema_takes_what_is_read_and_nothing_else(text: str, good: bool, tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("")
    path = tmp_path / "tflint-ckpt.toml"
    path.write_text(text)
    try:
        load(str(path))
        is_read = True
    except ConfigError:
        is_read = False
    assert is_read is good
    assert jsonschema.Draft202012Validator(schema()).is_valid(parse_toml(text)) is good


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
