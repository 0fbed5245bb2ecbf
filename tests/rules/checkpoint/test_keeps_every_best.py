"""TFC117 checkpoint-keeps-every-best."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os
import shutil
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""

FOUND = [
    ("ModelCheckpoint('m_{epoch:02d}.keras', save_best_only=True)", "{epoch:02d}"),
    ("ModelCheckpoint('m_{epoch:02d}-{val_loss:.2f}.keras', save_best_only=True)", "{epoch:02d}"),
    ("ModelCheckpoint('m_{val_loss:.4f}.keras', save_best_only=True)", "{val_loss:.4f}"),
    ("ModelCheckpoint('m_{epoch}.keras', 'val_acc', 1, True)", "{epoch}"),
    # What other rules mend: it would be said as soon as they have.
    ("ModelCheckpoint('m_{epoch }.keras', save_best_only=True)", "{epoch }"),
    ("ModelCheckpoint('m_{Epoch}.keras', save_best_only=True)", "{Epoch}"),
    ("ModelCheckpoint(f'{d}/m_{{epoch}}.keras', save_best_only=True)", "{{epoch}}"),
    ("ModelCheckpoint('{}/m_{{epoch}}.keras'.format(d), save_best_only=True)", "{{epoch}"),
    ("ModelCheckpoint(d + '/{epoch}.keras', save_best_only=1)", "{epoch}"),
    ("ModelCheckpoint(**{'filepath': '{epoch}.keras', 'save_best_only': True})", "{epoch}"),
]

SILENT = [
    "x = ModelCheckpoint('m.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{epoch}.keras')",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=False)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=flag)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True if y else False)",
    "x = ModelCheckpoint('m_{epoch}.keras', **options)",
    "x = ModelCheckpoint(path, save_best_only=True)",
    "x = ModelCheckpoint(path + '.keras', save_best_only=True)",
    "x = ModelCheckpoint(f'{run}/m.keras', save_best_only=True)",
    "x = ModelCheckpoint(f'm_{epoch}.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_%d.keras' % 3, save_best_only=True)",
    "x = ModelCheckpoint('m_{{epoch}}.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{}.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{epoch}_{val_loss:d}.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{epoch}_{val_loss.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{epoch}_{unheard_of}.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)\nos.remove(old)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)\nshutil.rmtree(d)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)\nfor p in old:\n    p.unlink()",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)\ntf.io.gfile.remove(old)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)\nos.system('rm -r old')",
    "from c import CheckpointCleanCallBack\nx = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)",
    "from c import KeepLastCheckpoints\nx = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)",
    "x = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)\nx.filepath = 'm.keras'",
    "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint('m_{epoch}.keras', save_best_only=True)",
    "class C(ModelCheckpoint):\n    def _save_model(self, *a):\n        pass\n"
    "x = C('m_{epoch}.keras', save_best_only=True)",
    "x = tf.train.Checkpoint(m)",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both", "2.11"])
@pytest.mark.parametrize(("call", "marked"), FOUND)
def test_every_improvement_stays(call: str, marked: str, target: str) -> None:
    code = f"{HEAD}x = {call}\n"
    (finding,) = findings(code, target, "TFC117")
    assert finding.fix is not None
    assert (finding.severity.value, finding.fix.applicability.value) == ("info", "manual")
    assert code[finding.start : finding.end].startswith(marked)
    assert fix(code, target, "TFC117", unsafe=True) == code


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC117") == []


@pytest.mark.parametrize(
    "other", ["names.remove(old)", "y.replace('a', 'b')", "# keeps weights", "df.rename(c)", "os.rmdir(d)"]
)
def test_what_takes_no_file_away(other: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{epoch}}.keras', save_best_only=True)\n{other}\n"
    assert lint(code, only="TFC117") == ["TFC117:5 info"]


def test_a_path_that_is_chosen_is_found_once() -> None:
    path = "'m_{epoch}.keras' if y is None else 'm_{epoch}_{val_loss}.keras'"
    monitor = "'loss' if y is None else 'val_loss'"
    code = f"{HEAD}x = ModelCheckpoint({path}, {monitor}, save_best_only=True)\n"
    (finding,) = findings(code, only="TFC117")
    assert "each epoch that improves the monitored quantity leaves" in finding.message


def test_a_path_that_two_callbacks_share_is_found_once() -> None:
    code = f"{HEAD}p = 'm_{{epoch}}.keras'\nx = [ModelCheckpoint(p, save_best_only=True) for _ in y]\n"
    code += "z = ModelCheckpoint(p, save_best_only=True)\n"
    assert lint(code, only="TFC117") == ["TFC117:5 info"]


def test_the_message_names_what_is_monitored() -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{epoch}}.keras', 'val_acc', save_best_only=True)\n"
    (finding,) = findings(code, only="TFC117")
    assert "each epoch that improves val_acc leaves another file" in finding.message
