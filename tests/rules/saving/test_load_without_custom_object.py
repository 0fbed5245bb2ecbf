"""TFC517 load-without-custom-object."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
def dice_loss(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
def hits(y_true, y_pred):
    return tf.reduce_mean(y_pred)
def focal(gamma):
    def loss(y_true, y_pred):
        return gamma * tf.reduce_mean(y_true - y_pred)
    return loss
class Own(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return y_true - y_pred
class Share(keras.metrics.Metric):
    pass
net = keras.Sequential([keras.layers.Dense(1)])
"""
DICE = "net.compile('adam', loss=dice_loss)\nnet.save('m.keras')\n"
LAMBDA = "net.compile('adam', loss=lambda a, b: a - b)\nnet.save('m.keras')\n"
LOAD = "again = keras.models.load_model('m.keras')"

# What stands after HEAD, and the custom_objects that --fix --unsafe-fixes adds.
FIRES = [
    (DICE + LOAD, "{'dice_loss': dice_loss}"),
    ("net.compile('adam', dice_loss)\nnet.save('m.keras')\n" + LOAD, "{'dice_loss': dice_loss}"),
    ("net.compile('adam', Own())\nnet.save('m.keras')\n" + LOAD, "{'Own': Own}"),
    (
        "net.compile('adam', dice_loss, metrics=['mae', hits])\nnet.save('m.keras')\n" + LOAD,
        "{'dice_loss': dice_loss, 'hits': hits}",
    ),
    ("net.compile('adam', 'mae', metrics=[Share()])\nnet.save('m.keras')\n" + LOAD, "{'Share': Share}"),
    (
        "net.compile('adam', loss={'out': dice_loss})\nnet.save('m.keras')\n" + LOAD,
        "{'dice_loss': dice_loss}",
    ),
    ("net.compile('adam', loss=focal(2.0))\nnet.save('m.keras')\n" + LOAD, ""),
    (DICE.replace("m.keras", "m.h5") + LOAD.replace("m.keras", "m.h5"), "{'dice_loss': dice_loss}"),
    (
        "net.compile('adam', dice_loss)\nkeep = keras.callbacks.ModelCheckpoint('m.keras')\n"
        "net.fit(x, y, callbacks=[keep])\n" + LOAD,
        "{'dice_loss': dice_loss}",
    ),
    (
        "PATH = 'm.keras'\ndef train(path):\n    net.compile('adam', dice_loss)\n    net.save(path)\n"
        "def predict(path):\n    return keras.models.load_model(path)\ntrain(PATH)\npredict(PATH)",
        "{'dice_loss': dice_loss}",
    ),
    ("net.compile('adam', loss=lambda a, b: a - b)\nnet.save('m.keras')\n" + LOAD, ""),
    (
        "net.compile('adam', loss={'ctc': lambda a, b: b})\nnet.save('m.h5')\n"
        "keras.models.load_model('m.h5')",
        "",
    ),
    ("net.compile('adam', hits, [Share()])\nnet.save('m.keras')\n" + LOAD, "{'hits': hits}"),
    ("net.compile('adam', 'mae', None, [hits])\nnet.save('m.keras')\n" + LOAD, "{'hits': hits}"),
    ("net.compile('adam', 'mae', metrics=[lambda a, b: b])\nnet.save('m.keras')\n" + LOAD, ""),
    (DICE + "again = keras.models.load_model('m.keras', compile=True)", "{'dice_loss': dice_loss}"),
]

SILENT = [
    DICE + "keras.models.load_model('m.keras', compile=False)",
    DICE + "keras.models.load_model('m.keras', custom_objects={'dice_loss': dice_loss})",
    DICE + "keras.models.load_model('m.keras', {'dice_loss': dice_loss})",
    DICE + "keras.models.load_model('m.keras', **options)",
    DICE + "keras.models.load_model('m.keras', compile=resumed)",
    DICE + "with keras.utils.custom_object_scope({'dice_loss': dice_loss}):\n    " + LOAD,
    "keras.utils.get_custom_objects()['dice_loss'] = dice_loss\n" + DICE + LOAD,
    # a lambda whose code is run, or that nothing needs
    LAMBDA + "keras.models.load_model('m.keras', safe_mode=False)",
    LAMBDA + "keras.models.load_model('m.keras', safe_mode=trusted)",
    LAMBDA + "keras.models.load_model('m.keras', compile=False)",
    LAMBDA + "keras.models.load_model('m.keras', custom_objects={'<lambda>': None})",
    "keras.config.enable_unsafe_deserialization()\n" + LAMBDA + LOAD,
    LAMBDA.replace("m.keras", "other.keras") + LOAD,
    LAMBDA.replace("net.save", "net.compile('adam', 'mae')\nnet.save") + LOAD,
    # Keras' own, or known to it
    "net.compile('adam', 'mae')\nnet.save('m.keras')\n" + LOAD,
    "net.compile('adam', keras.losses.Huber(), metrics=[keras.metrics.AUC()])\nnet.save('m.keras')\n" + LOAD,
    "@keras.saving.register_keras_serializable()\ndef own(a, b):\n    return a\n"
    "net.compile('adam', own)\nnet.save('m.keras')\n" + LOAD,
    "@keras.utils.register_keras_serializable('pkg')\nclass Mine(keras.losses.Loss):\n    pass\n"
    "net.compile('adam', Mine())\nnet.save('m.keras')\n" + LOAD,
    "def mean_squared_error(a, b):\n    return a\nnet.compile('adam', mean_squared_error)\n"
    "net.save('m.keras')\n" + LOAD,
    # another file, another model
    DICE + "keras.models.load_model('other.keras')",
    DICE + "keras.models.load_model(path)",
    "net.compile('adam', dice_loss)\nnet.save(path)\n" + LOAD,
    "net.compile('adam', dice_loss)\nnet.save_weights('m.weights.h5')\n" + LOAD,
    "other = keras.Sequential()\nother.compile('adam', dice_loss)\nnet.compile('adam', 'mae')\n"
    "net.save('m.keras')\n" + LOAD,
    "net.compile('adam', dice_loss)\nnet.compile('adam', 'mae')\nnet.save('m.keras')\n" + LOAD,
    "net.save('m.keras')\n" + LOAD,
    "net.compile('adam', loss)\nnet.save('m.keras')\n" + LOAD,
    # what comes third is loss_weights on Keras 3
    "net.compile('adam', 'mae', [hits])\nnet.save('m.keras')\n" + LOAD,
    # metrics of an .h5 file are left out by Keras 3
    "net.compile('adam', 'mae', metrics=[hits])\nnet.save('m.h5')\nkeras.models.load_model('m.h5')",
    # expected
    DICE + "with pytest.raises(TypeError):\n    " + LOAD,
    DICE + "try:\n    " + LOAD + "\nexcept (TypeError, ValueError):\n    again = None",
]


@pytest.mark.parametrize(("code", "given"), FIRES)
def test_fires(code: str, given: str) -> None:
    [found] = findings(HEAD + code, only="TFC517")
    assert found.severity.value == "error"
    fixed = fix(HEAD + code, only="TFC517", unsafe=True)
    assert fixed.count("custom_objects") == bool(given)
    assert f"custom_objects={given})" in fixed or not given


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC517") == []


@pytest.mark.parametrize("target", ["keras2", "both", "2.16"])
def test_on_both(target: str) -> None:
    assert lint(HEAD + DICE + LOAD, target, only="TFC517") == ["TFC517:19 error"]


def test_metrics_of_hdf5_on_keras_2() -> None:
    code = "net.compile('adam', 'mae', metrics=[hits])\nnet.save('m.h5')\nkeras.models.load_model('m.h5')"
    assert lint(HEAD + code, "keras2", only="TFC517") == ["TFC517:19 error"]


@pytest.mark.parametrize(("target", "count"), [("keras2", 1), ("2.10", 1), ("keras3", 0), ("both", 0)])
def test_metrics_by_their_place(target: str, count: int) -> None:
    code = "net.compile('adam', 'mae', [hits])\nnet.save('m.h5')\nkeras.models.load_model('m.h5')"
    assert len(lint(HEAD + code, target, only="TFC517")) == count


LOSSES = """\
import tensorflow as tf
def overlap(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
def sharp(gamma):
    def loss(y_true, y_pred):
        return gamma * tf.reduce_mean(y_true - y_pred)
    return loss
@decorated
def wrapped(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
def dice(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
"""


@pytest.mark.parametrize(
    ("imported", "given", "others", "found"),
    [
        ("from losses import overlap", "overlap", LOSSES, 1),
        ("from losses import overlap as o", "o", LOSSES, 1),
        ("import losses", "losses.overlap", LOSSES, 1),
        ("from losses import sharp", "sharp(2.0)", LOSSES, 1),
        ("from losses import wrapped", "wrapped", LOSSES, 0),
        ("from losses import dice", "dice", LOSSES, 0),  # the name of one of Keras' own
        ("from losses import missing", "missing", LOSSES, 0),
        (
            "from losses import overlap",
            "overlap",
            LOSSES + "tf.keras.utils.get_custom_objects()['overlap'] = overlap\n",
            0,
        ),
    ],
)
def test_a_loss_of_another_file(imported: str, given: str, others: str, found: int) -> None:
    code = f"{imported}\n{HEAD}net.compile('adam', loss={given})\nnet.save('m.keras')\n{LOAD}\n"
    assert len(lint(code, only="TFC517", losses=others)) == found


def test_the_fix_for_a_loss_of_another_file() -> None:
    code = f"from losses import overlap\n{HEAD}net.compile('adam', overlap)\nnet.save('m.keras')\n{LOAD}\n"
    fixed = fix(code, only="TFC517", unsafe=True, losses=LOSSES)
    assert "custom_objects={'overlap': overlap}" in fixed
    other = code.replace("import overlap", "import overlap as o").replace("'adam', overlap", "'adam', o")
    assert fix(other, only="TFC517", unsafe=True, losses=LOSSES) == other


LAYERS = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
def mine(x):
    return x * tf.sigmoid(x)
def decay(w):
    return 0.01 * tf.reduce_sum(tf.square(w))
def start(shape, dtype=None):
    return tf.ones(shape)
@keras.saving.register_keras_serializable()
def known(x):
    return x
def swish(x):
    return x
class Double(layers.Layer):
    def call(self, x):
        return x * 2
class Scale(layers.Layer):
    def __init__(self, by=1.0, **kwargs):
        super().__init__(**kwargs)
        self.by = by
    def call(self, x):
        return x * self.by
    def get_config(self):
        return {**super().get_config(), 'by': self.by}
class Lost(layers.Layer):
    def __init__(self, by):
        super().__init__()
        self.by = by
@keras.saving.register_keras_serializable()
class Known(layers.Layer):
    pass
class Weight(keras.regularizers.Regularizer):
    def __call__(self, w):
        return tf.reduce_sum(w)
    def get_config(self):
        return {}
class NoConfig(keras.regularizers.Regularizer):
    def __call__(self, w):
        return tf.reduce_sum(w)
class Clip(keras.constraints.Constraint):
    def __call__(self, w):
        return w
    def get_config(self):
        return {}
"""
NET = "net = keras.Sequential([keras.Input((4,)), {}, layers.Dense(1)])\nnet.save('m.keras')\n"
FUNCTIONAL = (
    "i = keras.Input((4,))\nx = {}(i)\nnet = keras.Model(i, layers.Dense(1)(x))\nnet.save('m.keras')\n"
)
OF_LAYERS = [
    (NET.format("layers.Dense(3, activation=mine)"), "mine"),
    (NET.format("layers.Dense(3, mine)"), "mine"),
    (NET.format("layers.Activation(mine)"), "mine"),
    (NET.format("layers.Dense(3, kernel_initializer=start)"), "start"),
    (NET.format("layers.Dense(3, kernel_regularizer=Weight())"), "Weight"),
    (NET.format("layers.Dense(3, bias_constraint=Clip())"), "Clip"),
    (NET.format("Double()"), "Double"),
    (NET.format("Scale(2.0)"), "Scale"),
    (FUNCTIONAL.format("Scale(2.0)"), "Scale"),
    (FUNCTIONAL.format("layers.Dense(3, activation=mine)"), "mine"),
    (
        "net = keras.Sequential()\nnet.add(layers.Dense(3, activation=mine, input_shape=(4,)))\n"
        "net.add(Double())\nnet.save('m.keras')\n",
        "mine Double",
    ),
    (
        "def make():\n    return keras.Sequential([layers.Dense(3, activation=mine)])\nnet = make()\n"
        "net.save('m.keras')\n",
        "mine",
    ),
    (
        "def make():\n    return keras.Sequential([layers.Dense(3, activation=mine)])\nnet = make()\n"
        "keep = keras.callbacks.ModelCheckpoint('m.keras')\nnet.fit(x, y, callbacks=[keep])\n",
        "mine",
    ),
]
OF_NO_LAYER = [
    # beside the model
    "aug = Scale(2)\ny = aug(data)\n" + NET.format("layers.Dense(2)"),
    NET.format("layers.Dense(3, activation=known)"),
    NET.format("layers.Dense(3, activation=swish)"),  # Keras has one of that name
    NET.format("layers.Dense(3, activation='relu')"),
    NET.format("layers.Dense(3, activation=tf.nn.relu)"),
    NET.format("layers.Dense(3, activation=activation)"),
    NET.format("layers.Dense(3, kernel_regularizer=keras.regularizers.L2())"),
    NET.format("layers.Dense(3, kernel_regularizer=NoConfig())"),  # saving raises
    NET.format("layers.Dense(3, name=mine)"),
    NET.format("Known()"),
    NET.format("Lost(2.0)"),  # TFC516 speaks of it
    "keras.saving.register_keras_serializable()(mine)\n" + NET.format("layers.Dense(3, activation=mine)"),
    NET.format("layers.Dense(3, activation=mine)").replace("m.keras", "other.keras"),
    NET.format("layers.Dense(3, activation=mine)").replace("save('m.keras')", "save_weights('m.weights.h5')"),
    "other = layers.Dense(3, activation=mine)\n" + NET.format("layers.Dense(3)"),
    "other = keras.Sequential([layers.Dense(3, activation=mine)])\n" + NET.format("layers.Dense(3)"),
    "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.one = layers.Dense(3, activation=mine)\nnet = Net()\nnet.save('m.keras')\n",
]


@pytest.mark.parametrize(("code", "names"), OF_LAYERS)
def test_what_layers_are_made_of(code: str, names: str) -> None:
    given = "{" + ", ".join(f"'{name}': {name}" for name in names.split()) + "}"
    for load in (LOAD, LOAD.replace("')", "', compile=False)")):
        for target in ("keras2", "keras3", "both"):
            assert lint(LAYERS + code + load, target, only="TFC517") != []
        fixed = fix(LAYERS + code + load, only="TFC517")
        assert fixed.endswith(f", custom_objects={given})")


@pytest.mark.parametrize("code", OF_NO_LAYER)
def test_what_layers_are_made_of_and_keras_knows(code: str) -> None:
    assert lint(LAYERS + code + LOAD, "both", only="TFC517") == []


def test_layers_of_a_folder() -> None:
    code = NET.format("layers.Dense(3, activation=mine)").replace("m.keras", "m") + LOAD.replace(
        "m.keras", "m"
    )
    assert lint(LAYERS + code, "keras2", only="TFC517") == []


def test_layers_given_their_objects() -> None:
    code = NET.format("layers.Dense(3, activation=mine)") + LOAD.replace("')", "', {'mine': mine})")
    assert lint(LAYERS + code, "both", only="TFC517") == []


def test_a_regularizer_that_is_a_function() -> None:
    code = NET.format("layers.Dense(3, kernel_regularizer=decay)")
    assert lint(LAYERS + code + LOAD, "keras2", only="TFC517") == []
    assert len(lint(LAYERS + code + LOAD, "keras3", only="TFC517")) == 1
    code = (code + LOAD).replace("m.keras", "m.h5")
    assert len(lint(LAYERS + code, "keras2", only="TFC517")) == 1


@pytest.mark.parametrize(("target", "is_mended"), [("keras2", False), ("keras3", True), ("both", False)])
def test_functions_of_hdf5_on_late_keras_2(target: str, is_mended: bool) -> None:
    code = (NET.format("layers.Dense(3, activation=mine)") + LOAD).replace("m.keras", "m.h5")
    assert ("custom_objects" in fix(LAYERS + code, target, only="TFC517")) == is_mended


def test_losses_and_layers_together() -> None:
    code = NET.format("Double()").replace("net.save", "net.compile('adam', decay)\nnet.save") + LOAD
    (found,) = findings(LAYERS + code, only="TFC517")
    assert "the model is compiled with decay" in found.message
    assert "custom_objects={'decay': decay, 'Double': Double})" in fix(LAYERS + code, only="TFC517")


def test_message_of_layers() -> None:
    messages = []
    for layer in ("layers.Dense(3, activation=mine)", "Double()"):
        (found,) = findings(LAYERS + NET.format(layer) + LOAD, only="TFC517")
        messages.append(found.message)
    raised = "which load_model is not given: Keras raises TypeError or ValueError, with compile=False, too"
    assert messages == [
        f"the model has the activation mine on line 46, {raised}",
        f"the model has a layer of the class Double on line 46, {raised}",
    ]


SCHEDULE = """\
class Noam(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, size=8):
        self.size = size
    def __call__(self, step):
        return 1 / (step + self.size)
    def get_config(self):
        return {"size": self.size}
"""
RATED = SCHEDULE + "net.compile(keras.optimizers.Adam(Noam()), 'mse')\nnet.save('m.keras')\n"


@pytest.mark.parametrize(
    "code",
    [
        RATED + LOAD,
        RATED.replace("m.keras", "m.h5") + LOAD.replace("m.keras", "m.h5"),
        RATED.replace("keras.optimizers.Adam(", "keras.optimizers.Adam(learning_rate=") + LOAD,
        RATED.replace("net.compile", "rate = Noam(4)\nopt = keras.optimizers.SGD(rate)\nnet.compile").replace(
            "keras.optimizers.Adam(Noam())", "opt"
        )
        + LOAD,
        RATED.replace("net.save('m.keras')", "")
        + "net.fit(x, callbacks=[keras.callbacks.ModelCheckpoint('m.keras')])\n"
        + LOAD,
    ],
)
def test_a_schedule(code: str) -> None:
    for target in ("keras2", "keras3", "both"):
        [found] = findings(HEAD + code, target, "TFC517")
        assert found.severity.value == "error"
        assert "compiled with Noam" in found.message
    fixed = fix(HEAD + code, only="TFC517", unsafe=True)
    assert "custom_objects={'Noam': Noam})" in fixed


@pytest.mark.parametrize(
    "code",
    [
        RATED + LOAD.replace("')", "', compile=False)"),
        RATED + LOAD.replace("')", "', {'Noam': Noam})"),
        RATED.replace("class Noam", "@keras.saving.register_keras_serializable()\nclass Noam") + LOAD,
        RATED.replace("Noam()", "0.1") + LOAD,
        RATED.replace("Noam()", "keras.optimizers.schedules.CosineDecay(0.1, 9)") + LOAD,
        RATED.replace("get_config", "config") + LOAD,  # saving raises
        RATED.replace("m.keras", "m.h5").replace("5')", "5', include_optimizer=False)")
        + LOAD.replace("m.keras", "m.h5"),
        RATED.replace("net.save", "net.compile('sgd', 'mse')\nnet.save") + LOAD,
        RATED.replace("net.save('m.keras')", "net.save_weights('m.weights.h5')") + LOAD,
        RATED + "keras.models.load_model('other.keras')",
    ],
)
def test_no_schedule(code: str) -> None:
    for target in ("keras2", "keras3"):
        assert lint(HEAD + code, target, only="TFC517") == []


# What load_model is given, whether it is found to lack something, and what the fix makes of it.
GIVEN = [
    ("{'hits': hits}", True, "{'hits': hits, 'Noam': Noam}"),
    ("dict(hits=hits)", True, ""),
    ("{'noam': Noam}", True, "{'noam': Noam, 'Noam': Noam}"),
    ("{}", True, ""),
    ("{'Noam': Noam, 'hits': hits}", False, ""),
    ("dict(Noam=Noam)", False, ""),
    ("{'Noam': Noam} if new else {'hits': hits}", False, ""),
    ("objects", False, ""),
    ("{'hits': hits, **objects}", False, ""),
    ("None", False, ""),
]


@pytest.mark.parametrize(("given", "found", "after"), GIVEN)
def test_a_dictionary_that_lacks_something(given: str, found: bool, after: str) -> None:
    code = HEAD + RATED + f"keras.models.load_model('m.keras', custom_objects={given})\n"
    for target in ("keras2", "keras3"):
        assert len(lint(code, target, only="TFC517")) == found
    fixed = fix(code, only="TFC517", unsafe=True)
    assert fixed == (code.replace(given, after) if after else code)


def test_what_is_given_by_place() -> None:
    code = HEAD + RATED + "keras.models.load_model('m.keras', {'hits': hits})\n"
    assert fix(code, only="TFC517", unsafe=True) == code.replace("hits}", "hits, 'Noam': Noam}")


# A model that another file saves

LOSSES = """\
import keras
def overlap(y_true, y_pred):
    return 1 - y_true * y_pred
def hits(y, p):
    return y
"""
MAKE = "import keras\nimport losses\nnet = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\n"
SAVING = f"{MAKE}net.compile('adam', loss=losses.overlap)\nnet.fit(x)\nnet.save('out/m.keras')\n"
LOADING = "import keras\nnet = keras.models.load_model('out/m.keras')\n"
CONST = """\
import os
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'out', '{arch}.keras')
"""
OF_CONST = (
    "import sys\nimport keras\nimport const\n"
    "arch = sys.argv[1]\nnet = keras.models.load_model(const.FILE.format(arch=arch))\n"
)
CHECKPOINTS = """\
import keras
import const, losses, nets
def run(arch):
    net = nets.create(arch)
    net.compile('adam', loss=losses.overlap, metrics=[losses.hits])
    best = keras.callbacks.ModelCheckpoint(const.FILE.format(arch=arch), save_best_only=True)
    net.fit(x, validation_data=v, callbacks=[best])
"""
ELSEWHERE = {
    "saved": (LOADING, {"fitting": SAVING}),
    "saved, with a function of that file": (
        LOADING,
        {"fitting": SAVING.replace("import losses", LOSSES).replace("losses.", "")},
    ),
    "a metric": (LOADING, {"fitting": SAVING.replace("loss=losses.overlap", "'mse', metrics=[losses.hits]")}),
    "a checkpoint": (OF_CONST, {"const": CONST, "fitting": CHECKPOINTS}),
    "one of several": (
        LOADING.replace("out/m.", "out/last_7."),
        {"fitting": SAVING.replace("'out/m.keras'", "f'out/last_{n}.keras'")},
    ),
    "two trainings": (
        LOADING,
        {"fitting": SAVING, "again": SAVING.replace("losses.overlap", "losses.hits")},
    ),
    "others save others": (
        LOADING,
        {"fitting": SAVING, "other": SAVING.replace("losses.overlap", "'mse'").replace("/m.", "/n.")},
    ),
    "the loader has the function, and does not say so": (f"import losses\n{LOADING}", {"fitting": SAVING}),
}


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("code", "files"), ELSEWHERE.values(), ids=list(ELSEWHERE))
def test_a_model_that_another_file_saves(code: str, files: dict[str, str], target: str) -> None:
    (found,) = findings(code, target, "TFC517", **{"losses": LOSSES, **files})
    assert found.severity.value == "error"
    assert "the model is compiled with" in found.message
    assert (found.fix is not None and found.fix.edits) == ()
    assert fix(code, target, "TFC517", unsafe=True, **{"losses": LOSSES, **files}) == code


def test_the_message_names_the_other_file() -> None:
    (found,) = findings(LOADING, only="TFC517", losses=LOSSES, fitting=SAVING)
    assert "compiled with overlap (fitting.py, line 4), which load_model is not given" in found.message


MSE = SAVING.replace("loss=losses.overlap", "loss='mse'")
SILENT_ELSEWHERE = {
    "without compiling it": (LOADING.replace("keras')", "keras', compile=False)"), {}),
    "with the objects": (LOADING.replace("keras')", "keras', custom_objects={'overlap': f})"), {}),
    "with objects that are not known": (LOADING.replace("keras')", "keras', custom_objects=all)"), {}),
    "with arguments that are not known": (LOADING.replace("keras')", "keras', **more)"), {}),
    "caught": (LOADING.replace("net =", "try:\n    net =") + "except TypeError:\n    net = None\n", {}),
    "in a scope": (
        LOADING.replace("net =", "with keras.utils.custom_object_scope({'overlap': f}):\n    net ="),
        {},
    ),
    "registered in another file": (
        LOADING,
        {"more": "import keras, losses\nkeras.utils.get_custom_objects()['overlap'] = losses.overlap\n"},
    ),
    "registered by a call": (
        LOADING,
        {"more": "import keras, losses\nkeras.saving.register_keras_serializable()(losses.overlap)\n"},
    ),
    "decorated": (
        LOADING,
        {"losses": LOSSES.replace("def", "@keras.saving.register_keras_serializable()\ndef")},
    ),
    "one of Keras": (LOADING, {"fitting": MSE}),
    "another training may save it, too": (LOADING, {"more": MSE}),
    "another training saves anywhere": (LOADING, {"more": MSE.replace("'out/m.keras'", "path")}),
    "another path": (LOADING.replace("out/m", "out/n"), {}),
    "another folder": (LOADING.replace("out/m", "m"), {}),
    "another suffix": (LOADING.replace("m.keras", "m.h5"), {}),
    "a path that is not known": (LOADING.replace("'out/m.keras'", "path"), {}),
    "a folder that is not known": (LOADING.replace("'out/", "folder + '/"), {}),
    "weights": (LOADING, {"fitting": SAVING.replace("net.save('out/m", "net.save_weights('out/m")}),
    "not compiled": (LOADING, {"fitting": SAVING.replace("net.compile", "other.compile")}),
    "compiled twice": (
        LOADING,
        {"fitting": SAVING.replace("net.fit", "net.compile('adam', 'mse')\nnet.fit")},
    ),
    "compiled in some cases": (LOADING, {"fitting": SAVING.replace("net.compile", "if a: net.compile")}),
    "without what it is compiled with": (
        LOADING,
        {"fitting": SAVING.replace("keras')", "keras', include_optimizer=False)")},
    ),
    "a checkpoint that only a list holds": (
        OF_CONST,
        {"const": CONST, "fitting": CHECKPOINTS.replace("callbacks=[best]", "callbacks=more(best)")},
    ),
    "a checkpoint of weights": (
        OF_CONST,
        {"const": CONST, "fitting": CHECKPOINTS.replace("_only=True", "_only=True, save_weights_only=True")},
    ),
    "the loader saves it, too": (
        f"{LOADING}net.compile('adam', 'mse')\nnet.save('out/m.keras')\n",
        {},
    ),
}


@pytest.mark.parametrize(("code", "files"), SILENT_ELSEWHERE.values(), ids=list(SILENT_ELSEWHERE))
def test_silent_where_another_file_saves(code: str, files: dict[str, str]) -> None:
    every = {"losses": LOSSES, "fitting": SAVING, **files}
    assert lint(code, "both", only="TFC517", **every) == []


ZOO = "import keras\ndef build():\n    return keras.Sequential([keras.layers.Dense(1)])\n"
OF_ZOO = "import keras\nfrom zoo import build\ndef mine(y, p):\n    return p\nm = build()\n"
BACK = "m.fit(x, y)\nm.save('m.keras')\nkeras.models.load_model('m.keras'{})\n"


@pytest.mark.parametrize(
    ("compiled", "given", "found"),
    [
        ("m.compile('adam', mine)\n", "", 1),
        ("m.compile('adam', 'mse', metrics=[mine])\n", "", 1),
        ("m.compile('adam', mine)\n", ", custom_objects={'mine': mine}", 0),
        ("m.compile('adam', mine)\n", ", compile=False", 0),
        ("m.compile('adam', mine)\nm.compile('adam', 'mse')\n", "", 0),
        ("other = build()\nother.compile('adam', mine)\n", "", 0),
        ("m.compile('adam', 'mse')\n", "", 0),
    ],
)
def test_another_file_makes_the_model(compiled: str, given: str, found: int) -> None:
    code = OF_ZOO + compiled + BACK.format(given)
    assert len(lint(code, only="TFC517", zoo=ZOO)) == found
