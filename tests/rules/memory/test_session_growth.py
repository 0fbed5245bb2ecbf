"""session-growth: sessions of TensorFlow 1 that are to set the memory of GPUs."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint, module
from tflint_ckpt.rules.memory.session_growth import SessionGrowth
from tflint_ckpt.target import Release, Target

HEAD = "import tensorflow as tf\nfrom keras import backend as K\n"
LOOP = """\
for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
"""
CONFIG = "config = tf.ConfigProto()\nconfig.gpu_options.allow_growth = True\n"

BECOMES = {
    "a session": CONFIG + "sess = tf.Session(config=config)\n",
    "a session that is set": CONFIG + "K.set_session(tf.Session(config=config))\n",
    "a configuration alone": CONFIG,
    "an interactive session": CONFIG + "session = tf.InteractiveSession(config=config)\n",
}
BY_HAND = {
    "a share of the memory": """
        config = tf.ConfigProto()
        config.gpu_options.per_process_gpu_memory_fraction = 0.5
        sess = tf.Session(config=config)
    """,
    "options": """
        options = tf.GPUOptions(allow_growth=True)
        sess = tf.Session(config=tf.ConfigProto(gpu_options=options))
    """,
    "another option": """
        config = tf.ConfigProto()
        config.gpu_options.allow_growth = True
        config.log_device_placement = True
        sess = tf.Session(config=config)
    """,
    "other arguments": """
        config = tf.ConfigProto(allow_soft_placement=True)
        config.gpu_options.allow_growth = True
    """,
    "another option for false": """
        config = tf.ConfigProto()
        config.gpu_options.allow_growth = False
        config.gpu_options.per_process_gpu_memory_fraction = 0.5
    """,
    "growth by flag": "config = tf.ConfigProto()\nconfig.gpu_options.allow_growth = args.growth\n",
}
NOT_OF_TENSORFLOW_1 = {
    "a session of its own kind": CONFIG + "sess = tf.compat.v1.Session()\n",
    "what is there": CONFIG + "tf.keras.layers.Dense(1)\ntf.summary.scalar('a', 1)\n",
    "an iterator of the old API": CONFIG + "tf.compat.v1.data.make_one_shot_iterator(data)\n",
    "under a test of the version": CONFIG + "if tf.__version__ < '2':\n    tf.placeholder(tf.float32)\n",
    "other things of that name": CONFIG + "app.placeholder = flags.layers\n",
}
SILENT = {
    "a session that is used": CONFIG + "sess = tf.Session(config=config)\nsess.run(x)\n",
    "a session that is entered": CONFIG + "with tf.Session(config=config) as sess:\n    sess.run(x)\n",
    "a session without options": CONFIG + "tf.Session()\n",
    "a placeholder": CONFIG + "x = tf.placeholder(tf.float32)\n",
    "layers of TensorFlow 1": CONFIG + "y = tf.layers.dense(x, 3)\n",
    "an app": CONFIG + "tf.app.run(main)\n",
    "contrib": CONFIG + "from tensorflow.contrib import slim\n",
    "contrib by another name": CONFIG + "import tensorflow.contrib.slim as slim\n",
    "a name that is imported": CONFIG + "from tensorflow import placeholder\n",
    "an iterator": CONFIG + "batch = data.make_one_shot_iterator().get_next()\n",
    "eager execution": CONFIG + "tf.enable_eager_execution(config=config)\n",
    "an optimizer of TensorFlow 1": CONFIG + "optimizer = tf.train.AdamOptimizer(0.1)\n",
    "no growth": "config = tf.ConfigProto()\nconfig.gpu_options.allow_growth = False\n",
    "no growth by option": "options = tf.GPUOptions(allow_growth=False)\n",
    "no growth by a constant": "GROW = False\noptions = tf.GPUOptions(allow_growth=GROW)\n",
    "the old API on purpose": """
        config = tf.compat.v1.ConfigProto()
        config.gpu_options.allow_growth = True
        sess = tf.compat.v1.Session(config=config)
    """,
    "the old API by its own name": """
        import tensorflow.compat.v1 as tf1
        config = tf1.ConfigProto()
        config.gpu_options.allow_growth = True
    """,
    "names of the old API": """
        from tensorflow.compat.v1 import ConfigProto, InteractiveSession
        config = ConfigProto()
        config.gpu_options.allow_growth = True
        session = InteractiveSession(config=config)
    """,
    "another configuration": """
        config = tf.ConfigProto(device_count={"GPU": 0})
        allow_growth = True
    """,
    "another option": """
        config = tf.ConfigProto()
        config.log_device_placement = allow_growth
    """,
    "under a test of the version": """
        if tf.__version__.startswith("1."):
            config = tf.ConfigProto()
            config.gpu_options.allow_growth = True
    """,
    "under hasattr": """
        if hasattr(tf, "ConfigProto"):
            config = tf.ConfigProto()
            config.gpu_options.allow_growth = True
    """,
    "the error is caught": """
        try:
            config = tf.ConfigProto()
            config.gpu_options.allow_growth = True
        except AttributeError:
            config = None
    """,
    "the new way": "for gpu in gpus:\n    tf.config.experimental.set_memory_growth(gpu, True)\n",
    "another library's": """
        from mine import ConfigProto
        config = ConfigProto()
        config.gpu_options.allow_growth = True
    """,
}


@pytest.mark.parametrize("code", BECOMES.values(), ids=BECOMES)
def test_becomes_a_loop(code: str) -> None:
    assert fix(HEAD + code, only="TFC308", unsafe=True) == HEAD + LOOP
    assert fix(HEAD + code, only="TFC308") == HEAD + code
    for target in ("keras2", "keras3"):
        assert lint(HEAD + code, target, "TFC308") == ["TFC308:3 error"]


def test_in_a_function() -> None:
    code = "def setup():\n    c = tf.ConfigProto()\n    c.gpu_options.allow_growth = True\n    return 1\n"
    after = (
        'def setup():\n    for gpu in tf.config.list_physical_devices("GPU"):\n'
        "        tf.config.experimental.set_memory_growth(gpu, True)\n    return 1\n"
    )
    assert fix(HEAD + code, only="TFC308", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC308")
    assert found.fix is not None
    assert found.fix.edits == ()


@pytest.mark.parametrize("code", NOT_OF_TENSORFLOW_1.values(), ids=NOT_OF_TENSORFLOW_1)
def test_not_of_tensorflow_1(code: str) -> None:
    assert lint(HEAD + code, only="TFC308") == ["TFC308:3 error"]


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC308") == []


def test_silent_where_it_may_be_tensorflow_1() -> None:
    facts = module(HEAD + CONFIG)
    facts.target = Target((Release((2, 0), (2, 0)),), "the file")
    assert list(SessionGrowth().check(facts)) == []


def test_message() -> None:
    [found] = findings(HEAD + CONFIG, only="TFC308")
    assert found.message == "tf.ConfigProto is of TensorFlow 1: TensorFlow 2 raises AttributeError"


@pytest.mark.parametrize(
    "code",
    [
        BY_HAND["a share of the memory"],
        BY_HAND["another option for false"],
        "options = tf.GPUOptions(per_process_gpu_memory_fraction=0.3)\n",
        "options = tf.GPUOptions(allow_growth=True, per_process_gpu_memory_fraction=0.3)\n",
        CONFIG + "config.gpu_options.per_process_gpu_memory_fraction = 0.5\n",
    ],
)
def test_a_share_is_a_limit(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC308")
    assert found.fix is not None
    assert found.fix.edits == ()
    assert found.fix.title == (
        "limit the memory of each GPU with tf.config.set_logical_device_configuration(gpu, "
        "[tf.config.LogicalDeviceConfiguration(memory_limit=megabytes)])"
    )


COMPAT = """\
config = tf.compat.v1.ConfigProto()
config.gpu_options.allow_growth = True
"""
SET = {
    "a session that is set": COMPAT + "sess = tf.compat.v1.Session(config=config)\nK.set_session(sess)\n",
    "at once": COMPAT + "K.set_session(tf.compat.v1.Session(config=config))\n",
    "of tf": COMPAT + "s = tf.compat.v1.Session(config=config)\ntf.compat.v1.keras.backend.set_session(s)\n",
}
NOT_SET = {
    "a session alone": COMPAT + "sess = tf.compat.v1.Session(config=config)\n",
    "a session that runs": COMPAT + "sess = tf.compat.v1.Session(config=config)\nsess.run(x)\n",
    "given on": COMPAT + "start(tf.compat.v1.Session(config=config))\n",
    "set and used": COMPAT + "sess = tf.compat.v1.Session(config=config)\nK.set_session(sess)\nsess.run(x)\n",
}


@pytest.mark.parametrize("name", SET)
def test_a_session_for_keras_is_gone_with_keras_2(name: str) -> None:
    code = HEAD + SET[name]
    [found] = findings(code, only="TFC308")
    assert code[found.start : found.end].endswith("set_session")  # what raises, not the configuration
    assert lint(code, target="keras2", only="TFC308") == []
    assert fix(code, only="TFC308", unsafe=True) == HEAD + LOOP


@pytest.mark.parametrize("name", NOT_SET)
def test_other_sessions_stay(name: str) -> None:
    assert lint(HEAD + NOT_SET[name], only="TFC308") == []


def test_a_name_that_is_imported() -> None:
    head = "from tensorflow.compat.v1 import ConfigProto, InteractiveSession\n"
    head += "from keras import backend as K\n"
    code = SET["at once"].replace("tf.compat.v1.", "").replace("Session", "InteractiveSession")
    fixed = fix(head + code, only="TFC308", unsafe=True)
    assert fixed == f"import tensorflow as tf\n{head}{LOOP}"
