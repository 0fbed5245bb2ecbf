"""Settings are shown as they would stand in a configuration file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.report.build import KERAS_2
from tflint_ckpt import config
from tflint_ckpt.report.settings import Shown, render, render_json
from tflint_ckpt.settings import DEFAULT_EXCLUDE, Settings
from tflint_ckpt.target import Targets

SETTINGS = Settings()
SETTINGS.select = ("TFC1", "canonical")
SETTINGS.per_file_ignores = {'tests/"a"/*': ("TFC101",)}
SETTINGS.origin = "pyproject.toml"
SHOWN = Shown("train.py", Targets(KERAS_2))


def test_it_can_be_loaded_again(tmp_path: Path) -> None:
    shown = render(SETTINGS, [SHOWN], ())
    assert shown == (
        "# configuration: pyproject.toml\n"
        "# target: TensorFlow 2.15 (Keras 2), from requirements.txt:3\n"
        'select = ["TFC1", "canonical"]\n'
        "extend-select = []\n"
        "ignore = []\n"
        'fixable = ["all"]\n'
        "unfixable = []\n"
        f"exclude = {json.dumps(DEFAULT_EXCLUDE)}\n"
        "extend-exclude = []\n"
        "force-exclude = false\n"
        "cell-magics = []\n"
        "file-timeout = 30\n"
        'target = "auto"\n'
        'fail-on = "warning"\n'
        "unsafe-fixes = false\n"
        'per-file-ignores."tests/\\"a\\"/*" = ["TFC101"]\n'
        "# rules:\n"
    )
    path = f"{tmp_path}/tflint-ckpt.toml"
    with open(path, "w", encoding="utf-8") as file:
        file.write(shown)
    loaded = config.load(path)
    assert (loaded.select, loaded.per_file_ignores) == (SETTINGS.select, SETTINGS.per_file_ignores)


def test_json() -> None:
    shown = json.loads(render_json(SETTINGS, [SHOWN], ()))
    assert shown["configuration"] == "pyproject.toml"
    assert shown["target"] == {"tensorflow": "2.15", "keras": "2", "source": "requirements.txt:3"}
    assert shown["settings"]["per-file-ignores"] == {'tests/"a"/*': ["TFC101"]}
