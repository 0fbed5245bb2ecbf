"""TFC301 gc-outside-epoch."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = "import gc\nimport tensorflow as tf\n"
HOOKS = [
    (
        "class Free(tf.keras.callbacks.Callback):\n"
        "    def on_train_batch_end(self, batch, logs=None):\n        gc.collect()\n",
        "class Free(tf.keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None):\n        gc.collect()\n",
    ),
    (
        "class Free(tf.keras.callbacks.Callback):\n"
        "    def on_train_batch_end(self, batch, logs=None): gc.collect()\n",
        "class Free(tf.keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None): gc.collect()\n",
    ),
    (
        'class Free(tf.keras.callbacks.Callback):\n    """Frees."""\n'
        '    def on_batch_begin(self, step, logs):\n        """Frees now."""\n        gc.collect()  # all\n',
        'class Free(tf.keras.callbacks.Callback):\n    """Frees."""\n'
        '    def on_epoch_end(self, step, logs):\n        """Frees now."""\n        gc.collect()  # all\n',
    ),
    (
        "class Own(tf.keras.callbacks.Callback):\n    pass\n"
        "class Free(Own):\n    def on_batch_end(self, batch, logs=None):\n        gc.collect()\n",
        "class Own(tf.keras.callbacks.Callback):\n    pass\n"
        "class Free(Own):\n    def on_epoch_end(self, epoch, logs=None):\n        gc.collect()\n",
    ),
    (
        "free = tf.keras.callbacks.LambdaCallback(on_batch_end=lambda batch, logs: gc.collect())\n",
        "free = tf.keras.callbacks.LambdaCallback(on_epoch_end=lambda batch, logs: gc.collect())\n",
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), HOOKS)
def test_from_the_batch_to_the_epoch(before: str, after: str, target: str) -> None:
    assert fix(HEAD + before, target, "TFC301") == HEAD + after


BY_HAND = [
    # Something else is done for each batch, or at the end of the epoch.
    "def on_batch_end(self, batch, logs=None):\n        self.seen += 1\n        gc.collect()",
    "def on_batch_end(self, batch, logs=None):\n        super().on_batch_end(batch, logs)\n"
    "        gc.collect()",
    "def on_batch_end(self, batch, logs=None):\n        gc.collect()\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        print(logs)",
    "on_epoch_end = log\n    def on_batch_end(self, batch, logs=None):\n        gc.collect()",
    # Hooks of evaluation and prediction, which have no epochs.
    "def on_test_batch_end(self, batch, logs=None):\n        gc.collect()",
    "def on_predict_batch_end(self, batch, logs=None):\n        gc.collect()",
    # Somebody calls it.
    "def on_batch_end(self, batch, logs=None):\n        gc.collect()\nFree().on_batch_end(1)",
    "def on_batch_end(self, batch, logs=None):\n        gc.collect()\n"
    "class More(Free):\n    def on_epoch_end(self, epoch, logs=None):\n        print(logs)",
    # Not the signature of a hook.
    "def on_batch_end(self, *args):\n        gc.collect()",
]


@pytest.mark.parametrize("body", BY_HAND)
def test_moved_by_hand(body: str) -> None:
    code = f"{HEAD}class Free(tf.keras.callbacks.Callback):\n    {body}\n"
    assert [each.split()[1] for each in lint(code, "both", "TFC301")] == ["warning"]
    assert fix(code, "both", "TFC301", unsafe=True) == code


def test_a_base_class_that_has_something_to_do_at_the_end_of_the_epoch() -> None:
    code = (
        f"{HEAD}class Free(tf.keras.callbacks.EarlyStopping):\n"
        "    def on_batch_end(self, batch, logs=None):\n        gc.collect()\n"
    )
    assert lint(code, "both", "TFC301") == ["TFC301:5 warning"]
    assert fix(code, "both", "TFC301", unsafe=True) == code


def test_lambdas_that_are_moved_by_hand() -> None:
    made = "tf.keras.callbacks.LambdaCallback("
    for code in (
        f"{HEAD}{made}on_batch_end=lambda batch, logs: gc.collect(), on_epoch_end=log)\n",
        f"{HEAD}{made}on_batch_end=lambda batch, logs: gc.collect(), **others)\n",
    ):
        assert len(findings(code, "both", "TFC301")) == 1
        assert fix(code, "both", "TFC301", unsafe=True) == code


COLLECTOR = """

class CollectGarbage(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        gc.collect()


"""
TRAIN = "def train(model, x):\n    {}\n"
AFTER = [
    ("model.fit(x, epochs=9)\n    gc.collect()", "model.fit(x, epochs=9, callbacks=[CollectGarbage()])"),
    (
        "model.fit(x, epochs=epochs)\n    gc.collect()",
        "model.fit(x, epochs=epochs, callbacks=[CollectGarbage()])",
    ),
    (
        "history = model.fit(x, epochs=9, callbacks=[stop])\n    print('done')\n    gc.collect()\n"
        "    return history",
        "history = model.fit(x, epochs=9, callbacks=[stop, CollectGarbage()])\n    print('done')\n"
        "    return history",
    ),
    (
        "callbacks = [\n        stop,\n    ]\n"
        "    model.fit(x, epochs=9, callbacks=callbacks)\n    gc.collect()",
        "callbacks = [\n        stop,\n        CollectGarbage(),\n    ]\n"
        "    model.fit(x, epochs=9, callbacks=callbacks)",
    ),
    (
        "model.fit_generator(x, 10, 9)\n    gc.collect()",
        "model.fit_generator(x, 10, 9, callbacks=[CollectGarbage()])",
    ),
    (
        "with strategy.scope():\n        model.fit(x, epochs=9)\n        gc.collect()",
        "with strategy.scope():\n        model.fit(x, epochs=9, callbacks=[CollectGarbage()])",
    ),
]
KERAS = "stop = tf.keras.callbacks.EarlyStopping()\n"


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), AFTER)
def test_after_each_epoch(before: str, after: str, target: str) -> None:
    code = HEAD + KERAS + TRAIN.format(before)
    assert fix(code, target, "TFC301", unsafe=True) == HEAD + COLLECTOR + KERAS + TRAIN.format(after)
    assert fix(code, target, "TFC301") == code


def test_into_the_factory_of_the_callbacks() -> None:
    factory = "def callbacks(name):\n    return [{}]\n"
    train = TRAIN.format("model.fit(x, epochs=9, callbacks=callbacks('net')){}")
    before = HEAD + factory.format("tf.keras.callbacks.TerminateOnNaN()") + train
    after = HEAD + COLLECTOR + factory.format("tf.keras.callbacks.TerminateOnNaN(), CollectGarbage()") + train
    assert fix(before.format("\n    gc.collect()"), "both", "TFC301", unsafe=True) == after.format("")


SPELLINGS = [
    (
        "import gc\nfrom tensorflow import keras\n{}\nkeras.Input(1)\n",
        "keras.callbacks.Callback",
        "gc.collect",
    ),
    ("import gc\nimport keras\n{}\nkeras.Input(1)\n", "keras.callbacks.Callback", "gc.collect"),
    ("import gc\nimport tf_keras\n{}\ntf_keras.Input(1)\n", "tf_keras.callbacks.Callback", "gc.collect"),
    (
        "from gc import collect\nfrom tensorflow.keras.callbacks import Callback\n"
        "from tensorflow.keras import Input\n{}\nInput(1)\n",
        "Callback",
        "collect",
    ),
    (
        "import gc\nimport numpy as np\nimport tensorflow as tf\nfrom tensorflow.keras import Input\n{}\n"
        "Input(1)\n",
        "tf.keras.callbacks.Callback",
        "gc.collect",
    ),
]


@pytest.mark.parametrize(("head", "base", "collect"), SPELLINGS)
def test_spelled_as_the_file_does(head: str, base: str, collect: str) -> None:
    made = COLLECTOR.replace("tf.keras.callbacks.Callback", base).replace("gc.collect", collect).rstrip("\n")
    before = head.format("") + TRAIN.format(f"model.fit(x, epochs=9)\n    {collect}()")
    after = head.format(f"{made}\n\n") + TRAIN.format("model.fit(x, epochs=9, callbacks=[CollectGarbage()])")
    assert fix(before, "both", "TFC301", unsafe=True) == after


def test_an_import_that_is_missing() -> None:
    head = "import gc\nfrom tensorflow.keras import Input\nInput(1)\n"
    fixed = fix(
        head + TRAIN.format("model.fit(x, epochs=9)\n    gc.collect()"), "both", "TFC301", unsafe=True
    )
    assert "import tensorflow as tf\n" in fixed
    assert "class CollectGarbage(tf.keras.callbacks.Callback):" in fixed


UNFIXED = [
    "model.fit(x, epochs=9, callbacks=callbacks)\n    gc.collect()",  # a list that is not in sight
    "model.fit(x, epochs=9, callbacks=(stop,))\n    gc.collect()",
]


@pytest.mark.parametrize("body", UNFIXED)
def test_by_hand_where_the_list_is_not_in_sight(body: str) -> None:
    code = HEAD + KERAS + TRAIN.format(body)
    assert [each.split()[1] for each in lint(code, "both", "TFC301")] == ["info"]
    assert fix(code, "both", "TFC301", unsafe=True) == code


def test_two_kinds_of_keras() -> None:
    train = TRAIN.format("model.fit(x, epochs=9)\n    gc.collect()")
    code = f"{HEAD}import keras\nkeras.Input(1)\n{KERAS}{train}"
    assert len(findings(code, "both", "TFC301")) == 1
    assert fix(code, "both", "TFC301", unsafe=True) == code


SILENT = [
    # An ordinary free: of what the function gives up, before the training, or of something else.
    "model.fit(x, epochs=9)\n    del x\n    gc.collect()",
    "model.fit(x, epochs=9)\n    del x; gc.collect()",
    "model.fit(x, epochs=9)\n    gc.collect()\n    del x",
    "model.fit(x, epochs=9)\n    tf.keras.backend.clear_session()\n    gc.collect()",
    "model.fit(x, epochs=9)\n    gc.collect()\n    tf.keras.backend.clear_session()",
    "model.fit(x, epochs=9)\n    model = None\n    gc.collect()",
    "gc.collect()\n    model.fit(x, epochs=9)",
    "model.fit(x, epochs=9)\n    y = model.predict(x)\n    gc.collect()",
    "model.fit(x, epochs=9)\n    model.save('m.keras')\n    gc.collect()",
    "x = x.reshape(-1)\n    gc.collect()\n    return x",
    # More than once, or not always.
    "for fold in x:\n        model.fit(fold, epochs=9)\n        gc.collect()",
    "for fold in x:\n        model.fit(fold, epochs=9)\n    gc.collect()",
    "while True:\n        model.fit(x, epochs=9)\n        gc.collect()",
    "if x:\n        model.fit(x, epochs=9)\n        gc.collect()",
    "model.fit(x, epochs=9)\n    if x:\n        gc.collect()",
    "try:\n        model.fit(x, epochs=9)\n    finally:\n        gc.collect()",
    "model.fit(x, epochs=9)\n    gc.collect()\n    model.fit(x, epochs=9)",
    "model.fit(x, epochs=9)\n    gc.collect()\n    gc.collect()",
    "model.fit(x, epochs=9)\n    gc.collect()\nfor fold in folds:\n    train(model, fold)",
    "model.fit(x, epochs=9)\n    gc.collect()\n[train(model, fold) for fold in folds]",
    "model.fit(x, epochs=9)\n    gc.collect()\ntrain(model, 1)\ntrain(model, 2)",
    "model.fit(x, epochs=9)\n    gc.collect()\nstudy.optimize(train)",
    "model.fit(x, epochs=9)\n    gc.collect()\ndef every():\n    for fold in x:\n        run(fold)\n"
    "def run(fold):\n    train(model, fold)",
    # One epoch, or as many as Keras takes by default: one.
    "model.fit(x)\n    gc.collect()",
    "model.fit(x, epochs=1)\n    gc.collect()",
    "model.fit(x, **options)\n    gc.collect()",
    # No model of Keras.
    "RandomForestClassifier().fit(x, x)\n    gc.collect()",
    # Another collect.
    "model.fit(x, epochs=9)\n    garbage.collect()",
    "model.fit(x, epochs=9)\n    gc.collect(0)",
    "model.fit(x, epochs=9)\n    freed = gc.collect()",
    "model.fit(x, epochs=9)\n    gc.freeze()",
]


@pytest.mark.parametrize("body", SILENT)
def test_stays_silent(body: str) -> None:
    code = HEAD + KERAS + TRAIN.format(body)
    for target in ("keras2", "keras3", "both"):
        assert lint(code, target, "TFC301") == []


SILENT_FILES = [
    # At the top level of a script or notebook.
    "model.fit(x, epochs=9)\ngc.collect()\n",
    "if __name__ == '__main__':\n    model.fit(x, epochs=9)\n    gc.collect()\n",
    # After each epoch, as it should be, or at the end.
    "class Free(tf.keras.callbacks.Callback):\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        gc.collect()\n",
    "class Free(tf.keras.callbacks.Callback):\n"
    "    def on_train_end(self, logs=None):\n        gc.collect()\n",
    "tf.keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: gc.collect())\n",
    # Every so many batches.
    "class Free(tf.keras.callbacks.Callback):\n    def on_batch_end(self, batch, logs=None):\n"
    "        if batch % 100 == 0:\n            gc.collect()\n",
    # No callback of Keras.
    "class Free:\n    def on_batch_end(self, batch, logs=None):\n        gc.collect()\n",
    "from pytorch_lightning import Callback\nclass Free(Callback):\n"
    "    def on_train_batch_end(self, trainer, module, outputs, batch, index):\n        gc.collect()\n",
    "class Free(Unknown):\n    def on_batch_end(self, batch, logs=None):\n        gc.collect()\n",
    # Another method of one.
    "class Free(tf.keras.callbacks.Callback):\n    def each_batch(self, batch):\n        gc.collect()\n",
]


@pytest.mark.parametrize("code", SILENT_FILES)
def test_files_that_stay_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC301") == []


def test_a_function_that_another_file_uses() -> None:
    code = HEAD + KERAS + TRAIN.format("model.fit(x, epochs=9)\n    gc.collect()")
    assert lint(code, "both", "TFC301", folds="from train import train\nfor x in y:\n    train(m, x)\n") == []


def test_message() -> None:
    code = HEAD + KERAS + TRAIN.format("model.fit(x, epochs=9)\n    gc.collect()")
    [finding] = findings(code, "both", "TFC301")
    assert finding.message == (
        "gc.collect() runs once, when all epochs of fit (line 5) are over: "
        "it no longer keeps the memory of the training down"
    )
    [finding] = findings(HEAD + HOOKS[0][0], "both", "TFC301")
    assert finding.message == (
        "gc.collect() in on_train_batch_end runs for every batch: "
        "Keras takes 17 s for 64 batches that take 0.4 s without"
    )
