"""TFC409 callback-logs-missing."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
from tensorflow import keras
from tensorflow.keras.callbacks import Callback, LambdaCallback
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
"""
FIT = "model.fit(x, y, validation_split=0.1, callbacks=[Watch()])\n"


def watch(
    *lines: str, fit: str = FIT, bases: str = "Callback", parameters: str = "self, epoch, logs=None"
) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"{HEAD}class Watch({bases}):\n    def on_epoch_end({parameters}):\n{body}{fit}"


# What is read, the key, the one that is there, and what is raised.
RENAMED = [
    ("print(logs['acc'])", "acc", "accuracy", "KeyError"),
    ("print(logs['val_acc'], logs['loss'])", "val_acc", "val_accuracy", "KeyError"),
    ("self.best = max(self.best, logs['val_acc'])", "val_acc", "val_accuracy", "KeyError"),
    ("if logs.get('acc') > 0.95: self.model.stop_training = True", "acc", "accuracy", "TypeError"),
    ("if 0.95 < logs.get('acc'): self.model.stop_training = True", "acc", "accuracy", "TypeError"),
    ("print(f\"{logs.get('acc'):.3f}\")", "acc", "accuracy", "TypeError"),
    ("print(100 * logs.get('val_acc'))", "val_acc", "val_accuracy", "TypeError"),
    ("print(round(logs.get('acc')))", "acc", "accuracy", "TypeError"),
    ("if epoch > 3 and logs['acc'] > 0.9: print(epoch)", "acc", "accuracy", "KeyError"),
    ("if epoch > 3: print(logs['acc'])", "acc", "accuracy", "KeyError"),
]

SILENT = [
    watch("print(logs['accuracy'], logs['val_accuracy'], logs['loss'])"),
    watch("print(logs.get('acc'))"),
    watch("self.seen.append(logs.get('acc'))"),
    watch("if logs.get('acc') == 1.0: print(1)"),
    watch("if logs.get('acc', 0) > 0.9: print(1)"),
    watch("print(f\"{logs.get('acc')}\")"),
    watch("print(logs[self.monitor])"),
    watch("print(logs['acc' if old else 'accuracy'])"),
    # the code asks first
    watch("if 'acc' in logs: print(logs['acc'])"),
    watch("if 'acc' not in logs:", "    return", "print(logs['acc'])"),
    watch("if logs.get('acc') is not None and logs.get('acc') > 0.9: print(1)"),
    watch("if logs.get('acc') and logs.get('acc') > 0.9: print(1)"),
    watch("if logs.get('acc'):", "    print(f\"{logs.get('acc'):.3f}\")"),
    watch("print(logs['acc'] if 'acc' in logs else logs['accuracy'])"),
    watch("try:", "    print(logs['acc'])", "except KeyError:", "    print(logs['accuracy'])"),
    # the logs are changed
    watch("logs['acc'] = logs['accuracy']", "print(logs['acc'])"),
    watch("logs.update(acc=1.0)", "print(logs['acc'])"),
    watch("add_metrics(logs)", "print(logs['acc'])"),
    watch("logs = self.model.evaluate(x, y, return_dict=True)", "print(logs['acc'])"),
    # callbacks and fits out of sight
    watch("print(logs['acc'])", fit=""),
    watch("print(logs['acc'])", fit="def callbacks():\n    return [Watch()]\n"),
    watch("print(logs['acc'])", fit="run(Watch())\n"),
    watch("print(logs['acc'])", fit="model.fit(x, y, callbacks=[Watch(), *others])\n"),
    watch("print(logs['acc'])", fit="model.fit(x, y, callbacks=[writer, Watch()])\n"),
    watch("print(logs['acc'])", fit="other.fit(x, y, callbacks=[Watch()])\n"),
    watch("print(logs['acc'])", fit=f"{FIT}other.fit(x, y, callbacks=[Watch()])\n"),
    watch("print(logs['val_loss'])", fit="model.fit(x, y, validation_data=v, callbacks=[Watch()])\n"),
    watch("print(logs['acc'])", fit=f"class Mine(Watch): pass\n{FIT}"),
    # classes and hooks of another kind
    watch("print(logs['acc'])", bases="Base"),
    watch("print(logs['acc'])", bases="object"),
    watch("print(logs['acc'])", bases="Base, Callback"),
    watch("print(logs['acc'])").replace("on_epoch_end", "on_train_batch_end"),
    watch("print(logs['acc'])").replace("on_epoch_end", "on_epoch_begin"),
    watch("print(other['acc'])"),
    HEAD + "LambdaCallback(on_epoch_end=lambda epoch, logs: print(logs['acc']))\n",
    HEAD + "c = LambdaCallback(on_epoch_end=lambda epoch, logs: print(logs['accuracy']))\n"
    "model.fit(x, y, callbacks=[c])\n",
    HEAD + "c = LambdaCallback(on_epoch_begin=lambda epoch, logs: print(logs['acc']))\n"
    "model.fit(x, y, callbacks=[c])\n",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("line", "key", "there", "error"), RENAMED)
def test_renamed(line: str, key: str, there: str, error: str, target: str) -> None:
    code = watch(line)
    (found,) = findings(code, target, "TFC409")
    assert found.severity.value == "error"
    assert found.message.startswith(f"the fit logs this as {there!r}, not {key!r}: ")
    assert found.message.endswith(f"raises {error} at the end of the first epoch")
    assert fix(code, target, "TFC409") == code.replace(f"'{key}'", f"'{there}'")


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(code, target, "TFC409") == []


@pytest.mark.parametrize(
    ("key", "fit_", "message"),
    [
        ("f1", FIT, "the fit does not log 'f1': "),
        ("val_f1", FIT, "the fit does not log 'val_f1': "),
        (
            "val_loss",
            "model.fit(x, y, callbacks=[Watch()])\n",
            "the fit has no validation data, so it does not log 'val_loss': ",
        ),
    ],
)
def test_manual(key: str, fit_: str, message: str) -> None:
    (found,) = findings(watch(f"print(logs['{key}'])", fit=fit_), only="TFC409")
    assert found.message.startswith(message)
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize(
    "code",
    [
        "c = LambdaCallback(on_epoch_end=lambda epoch, logs: print(logs['acc']))\n",
        "def show(epoch, logs):\n    print(logs['acc'])\nc = LambdaCallback(on_epoch_end=show)\n",
    ],
)
def test_a_lambda_callback(code: str) -> None:
    code = HEAD + code + "model.fit(x, y, callbacks=[c])\n"
    (found,) = findings(code, only="TFC409")
    assert found.message.startswith("the fit logs this as 'accuracy', not 'acc': ")
    assert fix(code, only="TFC409") == code.replace("'acc'", "'accuracy'")


def test_logs_that_default_to_nothing() -> None:
    code = watch("logs = logs or {}", "print(logs['acc'])", "super().on_epoch_end(epoch, logs)")
    assert lint(code, only="TFC409") == ["TFC409:8 error"]
