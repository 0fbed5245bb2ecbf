"""TFC403 callback-sets-model."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
from keras.callbacks import Callback, ModelCheckpoint
"""

BECOMES = [
    (
        """
        class Mine(Callback):
            def set_model(self, model):
                self.model = model
                self.names = [layer.name for layer in model.layers]
        """,
        """
        class Mine(Callback):
            def set_model(self, model):
                super().set_model(model)
                self.names = [layer.name for layer in model.layers]
        """,
    ),
    (
        """
        class Mine(Callback):
            def set_model(self, net):
                super().set_model(net)
                self.model = net
                self.x = 3
        """,
        """
        class Mine(Callback):
            def set_model(self, net):
                super().set_model(net)
                self.x = 3
        """,
    ),
    (
        """
        class Mine(Callback):
            def __init__(self, model, x):
                super().__init__()
                self.model = model
                self.x = x

            def on_epoch_end(self, epoch, logs=None):
                print(self.model.predict(self.x))
        """,
        """
        class Mine(Callback):
            def __init__(self, model, x):
                super().__init__()
                self.x = x

            def on_epoch_end(self, epoch, logs=None):
                print(self.model.predict(self.x))
        """,
    ),
    (
        """
        class Mine(Callback):
            def __init__(self, model):
                self.model = model
        """,
        """
        class Mine(Callback):
            def __init__(self, model):
                pass
        """,
    ),
]

UNSAFE = [
    """
    class Mine(ModelCheckpoint):
        def set_model(self, model):
            self.model = model
    """,
    """
    class Base(Callback):
        def set_model(self, model):
            pass
    class Mine(Base):
        def set_model(self, model):
            self.model = model
    """,
]

MANUAL = [
    # another model, or one that is read where fit has not set it
    """
    class Mine(Callback):
        def __init__(self, generator):
            self.model = keras.Model(generator.inputs, generator.outputs)
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.model = model
            self.names = self.model.layers
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.model = model
        def score(self):
            return self.model.evaluate(x, y)
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.model = model
    mine = Mine(net)
    mine.model.summary()
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.model = model
        def on_epoch_end(self, epoch, logs=None):
            self.model.save('m.keras')
    mine = Mine(net)
    mine.on_epoch_end(3, {})
    """,
    """
    class Mine(Callback):
        def on_train_begin(self, logs=None):
            self.model = keras.models.clone_model(self.model)
    """,
    """
    class Mine(Callback):
        def set_model(self, model):
            self.model = model.inner
    """,
    """
    class Mine(Callback):
        def set_model(self, model):
            self.model = self.net = model
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.model, self.x = model, 3
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.model = model
        def set_model(self, model):
            pass
    """,
]

SILENT = [
    """
    class Mine(Callback):
        def set_model(self, model):
            super().set_model(model)
    """,
    """
    class Mine(Callback):
        def __init__(self, model):
            self.net = model
            model.model = 3
    """,
    """
    class Mine(Callback):
        model = None
        def __init__(self, model):
            self.model = model
    """,
    """
    class Mine(Callback):
        @property
        def model(self): return self.net
        @model.setter
        def model(self, model): self.net = model
        def set_model(self, model):
            self.model = model
    """,
    """
    class Base(Callback):
        model = None
    class Mine(Base):
        def set_model(self, model):
            self.model = model
    """,
    """
    class Mine:
        def __init__(self, model):
            self.model = model
    """,
    """
    class Mine(Base):
        def __init__(self, model):
            self.model = model
    """,
    """
    class Mine(keras.layers.Layer):
        def __init__(self, model):
            self.model = model
    """,
    """
    from pytorch_lightning import Callback as Hooks
    class Mine(Hooks):
        def __init__(self, model):
            self.model = model
    """,
    """
    class Mine(Callback):
        def set_model(self, model):
            try:
                self.model = model
            except AttributeError:
                super().set_model(model)
    """,
    """
    class Mine(Callback):
        def set_model(self, model):
            if keras.__version__ < '3':
                self.model = model
            else:
                self._model = model
    """,
    """
    class Mine(Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True
    """,
    """
    class Mine(Callback):
        def on_train_begin(self, logs=None):
            class Inner:
                def __init__(self, model):
                    self.model = model
            self.inner = Inner(self.model)
    """,
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + dedent(before), only="TFC403") == HEAD + dedent(after)


@pytest.mark.parametrize(
    ("code", "expected"),
    [*((code, Applicability.UNSAFE) for code in UNSAFE), *((code, Applicability.MANUAL) for code in MANUAL)],
)
def test_what_is_not_safe(code: str, expected: Applicability) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC403")
    assert found.fix is not None
    assert found.fix.applicability is expected


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC403") == []


def test_other_files() -> None:
    code = "import keras\nfrom base import Base\nclass Mine(Base):\n"
    code += "    def on_train_begin(self, logs=None):\n        self.model = 3\n"
    base = "import keras\nclass Base(keras.callbacks.Callback):\n    pass\n"
    assert lint(code, only="TFC403", base=base) == ["TFC403:5 error"]
    assert lint(code, only="TFC403", base=base + "    model = None\n") == []


def test_who_reads_it_elsewhere_keeps_it() -> None:
    code = HEAD + dedent(BECOMES[2][0])
    use = "from train import Mine\nmine = Mine(net, x)\nprint(mine.model)\n"
    [found] = findings(code, only="TFC403", use=use)
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize(
    ("target", "expected"),
    [("2.11", False), ("keras2", False), ("2.16", True), ("keras3", True), ("both", True)],
)
def test_targets(target: str, expected: bool) -> None:
    code = HEAD + dedent(BECOMES[0][0])
    assert lint(code, target, only="TFC403") == (["TFC403:6 error"] if expected else [])


def test_message() -> None:
    [found] = findings(HEAD + dedent(BECOMES[0][0]), "both", only="TFC403")
    assert found.message == (
        "the model of a callback cannot be set: Keras 2 (TensorFlow 2.15) takes it; Keras 3 (TensorFlow "
        "2.21) raises AttributeError: it has no setter"
    )
