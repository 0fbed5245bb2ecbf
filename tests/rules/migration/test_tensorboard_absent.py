"""TFC818 tensorboard-absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import RELEASES, findings, lint
from tflint_ckpt.cli import main

HEAD = "import tensorflow as tf\nfrom tensorflow.keras.callbacks import EarlyStopping, TensorBoard\n"
CODE = HEAD + "board = TensorBoard('logs')\n"

SILENT = [
    "import tensorboard\nTensorBoard('logs')",
    "from tensorboard.plugins.hparams import api\nTensorBoard('logs')",
    "from torch.utils.tensorboard import SummaryWriter\nTensorBoard('logs')",
    "import os\nos.system('pip install -q tensorboard')\nTensorBoard('logs')",
    "# !pip install tensorboard==2.20\nTensorBoard('logs')",
    "try:\n    TensorBoard('logs')\nexcept ImportError:\n    pass",
    "# tensorboard --logdir=logs\nTensorBoard('logs')",
    "EarlyStopping()",
    "isinstance(callback, TensorBoard)",
    "from project import TensorBoard as Own\nOwn('logs')",
    "class TensorBoard:\n    pass\nTensorBoard()",
    "writer = tf.summary.create_file_writer('logs')",
]


def test_fires_once() -> None:
    assert lint(CODE + "other = TensorBoard('other')\n", only="TFC818") == ["TFC818:3 warning"]


def test_a_name_that_is_no_package() -> None:
    assert lint(HEAD + "folder = 'logs/tensorboard'\nTensorBoard(folder)", only="TFC818") == [
        "TFC818:4 warning"
    ]


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC818") == []


@pytest.mark.parametrize("target", sorted(set(RELEASES) - {"2.21"}))
def test_silent_where_tensorflow_installs_it(target: str) -> None:
    assert lint(CODE, target, only="TFC818") == []


def test_message() -> None:
    [found] = findings(CODE, only="TFC818")
    assert found.fix is not None
    assert found.fix.title == "add tensorboard to the requirements"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("requirements.txt", "tensorflow==2.21\n", 1),
        ("requirements.txt", "tensorflow==2.21\ntensorboard>=2.20\n", 0),
        ("requirements.txt", "tensorflow==2.21\ntensorboardX\n", 1),
        ("environment.yml", "dependencies:\n  - tensorboard\n", 0),
        ("pyproject.toml", '[project]\ndependencies = ["tensorflow>=2.21", "tensorboard~=2.20"]\n', 0),
        ("Dockerfile", "FROM python:3.12\nRUN pip install tensorflow tensorboard\n", 0),
        ("README.md", "Run `pip install tensorflow tensorboard` first.\n", 0),
        ("README.md", "Look at it with\n\n    tensorboard --logdir logs\n", 0),
        ("README.md", "It writes logs for tensorboard.\n", 1),
        ("other.py", "from tensorboard.plugins import projector\n", 0),
    ],
)
def test_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, expected: int
) -> None:
    (tmp_path / "train.py").write_text(CODE)
    (tmp_path / name).write_text(text)
    (tmp_path / "tflint-ckpt.toml").write_text('select = ["TFC818"]\nfail-on = "warning"\ntarget = "2.21"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["--no-cache", "train.py"]) == expected
