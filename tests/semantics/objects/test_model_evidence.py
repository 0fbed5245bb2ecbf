"""What proves a variable, parameter or attribute to be a Keras model, and what does not."""

from __future__ import annotations

from textwrap import dedent, indent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.module import Module

HEAD = """\
import keras
import numpy as np
import tensorflow as tf
from typing import Optional, Union
from elsewhere import Net, build, helper
"""
TRAINED = "net.compile(loss='mse', optimizer='adam')\nnet.fit(x, y, epochs=3)\n"


def shown(code: str, head: str = HEAD) -> tuple[Module, cst.BaseExpression]:
    """The module *code*, and the argument of its call ``show(…)``."""
    facts = module(head + dedent(code))
    (call,) = (
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "show"
    )
    return facts, call.args[0].value


def of(parameter: str, body: str) -> str:
    """A function with one parameter and a body."""
    return f"def run({parameter}):\n{indent(body, '    ')}"


def trainer(body: str, base: str = "") -> str:
    """A class with a method that has *body*, and another one that shows ``self.net``."""
    methods = f"    def train(self):\n{indent(body, '        ')}    def last(self):\n        show(self.net)\n"
    return f"class Trainer{base}:\n{methods}"


SELF = TRAINED.replace("net.", "self.net.")

# Code with one show(…) of what is a model.
MODELS = [
    # Compiled and trained with keywords of Keras.
    f"net = Net(4)\n{TRAINED}show(net)",
    f"net = build(4)\nshow(net)\n{TRAINED}",
    f"net, encoder = build(4)\n{TRAINED}show(net)",
    f"net = helper.make()\n{TRAINED}show(net)",
    f"net = nets[0]\n{TRAINED}show(net)",
    f"net = None\nnet = Net(4)\n{TRAINED}show(net)",
    f"net: object = Net(4)\n{TRAINED}show(net)",
    f"for net in nets:\n{indent(TRAINED, '    ')}    show(net)",
    f"for name, net in nets.items():\n{indent(TRAINED, '    ')}    show(net)",
    f"from nets import *\nnet = make_net(4)\n{TRAINED}show(net)",
    f"from nets import *\nclass Own(Base):\n    pass\nnet = Own(4)\n{TRAINED}show(net)",
    of("net", f"{TRAINED}show(net)"),
    of("net=None", f"{TRAINED}show(net)"),
    of("*, net", f"{TRAINED}show(net)"),
    of("net", f"if mode == 'train':\n{indent(TRAINED, '    ')}else:\n    show(net)"),
    of("net", "net.compile(optimizer='adam', metrics=['mae'])\nnet.fit(x, validation_split=0.1)\nshow(net)"),
    of("net", "net.compile('adam', loss='mse')\nnet.fit(x, y, callbacks=[c], verbose=2)\nshow(net)"),
    of("net", "net.compile('adam', loss='mse')\nnet.fit(data, steps_per_epoch=3)\nshow(net)"),
    of("net", "net.compile('adam', loss='mse')\nnet.fit(x, y, nb_epoch=3)\nshow(net)"),
    of("net", "net.compile('adam', loss='mse')\nfor b in data:\n    net.train_on_batch(b)\nshow(net)"),
    of("net", "net.compile(Adam(), 'mse', ['mae'])\nnet.fit(x, y, epochs=3)\nshow(net)"),
    of("net", "with scope:\n    net.compile(loss='mse')\nreturn net.fit(x, epochs=3), show(net)"),
    f"if t:\n    net = Net(4)\nelse:\n    net = build(4)\n{TRAINED}show(net)",
    f"if t:\n    net = Net(4)\nelse:\n    net = keras.Sequential()\n{TRAINED}show(net)",
    f"net = Net(4) if t else build(4)\n{TRAINED}show(net)",
    f"net = Net(4)\ndef train():\n{indent(TRAINED, '    ')}show(net)",
    of("net=None", f"if net is None:\n    net = build()\n{TRAINED}show(net)"),
    f"net = Net(4)\n{TRAINED}other = net\nshow(other)",
    f"def make(n):\n    return helper.make(n)\nnet = make(3)\n{TRAINED}show(net)",
    f"class Own(Net):\n    pass\nnet = Own(4)\n{TRAINED}show(net)",
    # Methods that only models of Keras have.
    "net = Net(4)\nnet.fit_generator(data, 10)\nshow(net)",
    of("net", "show(net)\nnet.predict_generator(data)"),
    of("net", "for _ in x:\n    net.evaluate_generator(data)\nshow(net)"),
    # Annotations.
    of("net: keras.Model", "show(net)"),
    of("net: tf.keras.Model", "show(net)"),
    of("net: keras.models.Model", "show(net)"),
    of("net: keras.Sequential", "show(net)"),
    of("net: tf.keras.models.Sequential", "show(net)"),
    of("net: Optional[tf.keras.Model] = None", "show(net)"),
    of("net: tf.keras.Model | None = None", "show(net)"),
    of("net: None | keras.Model", "show(net)"),
    of("net: Union[keras.Model, keras.Sequential]", "show(net)"),
    of("net: 'keras.Model'", "show(net)"),
    of("net: 'tf.keras.Model | None'", "show(net)"),
    of("net: Optional['tf.keras.Model']", "show(net)"),
    of("nets: list[tf.keras.Model]", "for net in nets:\n    show(net)"),
    of("nets: Optional['list[tf.keras.Model]']", "for n, net in enumerate(nets):\n    show(net)"),
    "from keras.models import Model as M\n" + of("net: 'M'", "show(net)"),
    "net: keras.Model = build()\nshow(net)",
    "def make() -> keras.Model:\n    return build()\nnet = make()\nshow(net)",
    # Attributes.
    trainer(f"self.net = build()\n{SELF}"),
    trainer(f"self.net, self.encoder = build()\n{SELF}"),
    trainer(SELF, "(Base)"),
    trainer(f"self.net = None\nself.net = build()\n{SELF}"),
    trainer(f"if t:\n    self.net = build()\nelse:\n    self.net = keras.models.load_model('a')\n{SELF}"),
    trainer("self.net.fit_generator(data)\n"),
    trainer("self.net: keras.Model = build()\n"),
    "class T:\n    net: tf.keras.Model\n    def run(self):\n        show(self.net)",
    "class T:\n    net: tf.keras.Model = field(default=None)\n    def run(self):\n        show(self.net)",
    "class T:\n    def __init__(self):\n        self.net: tf.keras.Model | None = None\n"
    "    def make(self):\n        self.net = build()\n    def run(self):\n        show(self.net)",
    "class T:\n    net: 'Optional[tf.keras.Model]' = None\n    def run(self):\n        show(self.net)",
    "class T:\n    def __init__(self, net: keras.Model):\n        self.net = net\n"
    "    def run(self):\n        show(self.net)",
    "class A:\n    def train(self):\n        self.net.fit_generator(data)\n"
    "class B(A):\n    def run(self):\n        show(self.net)",
]

# Code with one show(…) of what may be anything.
OTHERS = [
    # Too little is seen.
    "net = Net(4)\nshow(net)",
    "net = Net(4)\nnet.save_weights('a.h5')\nshow(net)",
    of("net", "net.fit(x, y)\nshow(net)"),
    of("net", "net.fit(x, y, epochs=3)\nshow(net)"),
    of("net", "net.compile(loss='mse', optimizer='adam')\nshow(net)"),
    of("net", "net.compile(loss='mse', optimizer='adam')\nnet.fit(x, y)\nshow(net)"),
    of("net", "net.compile('adam')\nnet.fit(x, y, epochs=3)\nshow(net)"),
    of("net", "net.compile('adam', ['mae'])\nnet.fit(x, y, epochs=3)\nshow(net)"),
    of("net", "net.compile('adam', 'mse')\nnet.fit(x, y)\nshow(net)"),
    of("net", "net.compile\nnet.fit(x, y, epochs=3)\nshow(net)"),
    of("net", "net.fit_generator\nshow(net)"),
    of("net", "net.compile(loss='mse')\nnet.fit(x, shuffle=True, verbose=1)\nshow(net)"),
    of("net", "fit(net, epochs=3)\ncompile(net, loss='mse')\nshow(net)"),
    of("net", "net.inner.compile(loss='mse')\nnet.inner.fit(x, epochs=3)\nshow(net)"),
    of("*net", f"{TRAINED}show(net)"),
    of("**net", f"{TRAINED}show(net)"),
    of("net", f"show(net)\ndef inner(net):\n{indent(TRAINED, '    ')}"),
    "def one(net):\n    net.compile(loss='mse')\n    net.fit(x, epochs=3)\ndef two(net):\n    show(net)",
    "def one(net):\n    net.compile(loss='mse')\ndef two(net):\n    net.fit(x, epochs=3)\n    show(net)",
    of("nets: dict[str, tf.keras.Model]", "for net in nets:\n    show(net)"),
    of("nets: list[tf.keras.Model]", "for net, other in nets:\n    show(net)"),
    of("nets: list[tf.keras.Model]", "for net, other in enumerate(nets):\n    show(net)"),
    of("nets: list[Net]", "for net in nets:\n    show(net)"),
    # Other libraries and objects.
    of("agent", "agent.compile(Adam(), metrics=m)\nagent.fit(env, nb_steps=9, callbacks=c)\nshow(agent)"),
    of("agent", "agent.compile(optimizer=o, metrics=m)\nagent.fit(e, nb_steps=9, callbacks=c)\nshow(agent)"),
    "from rl.agents import DQNAgent\nnet = DQNAgent(n)\n" + TRAINED + "show(net)",
    f"from deepctr_torch.models import DeepFM\nnet = DeepFM(a, b)\n{TRAINED}show(net)",
    f"import torch\nnet = torch.compile(n)\n{TRAINED}show(net)",
    f"from sklearn.svm import SVC\nnet = SVC()\n{TRAINED}show(net)",
    f"from transformers import TFAutoModel\nnet = TFAutoModel.from_pretrained('a')\n{TRAINED}show(net)",
    of("net", f"{TRAINED}net.load_state_dict(s)\nshow(net)"),
    of("net", f"{TRAINED}for p in net.parameters():\n    pass\nshow(net)"),
    of("net", f"{TRAINED}net.partial_fit(x)\nshow(net)"),
    of("net", "net.compile(loss='mse', learning_rate=3)\nnet.fit(x, epochs=3)\nshow(net)"),
    of("net", "net.compile(loss='mse')\nnet.fit(x, epochs=3, eval_set=[v])\nshow(net)"),
    of("net", "from gensim.models import Word2Vec\nnet = Word2Vec(s)\nnet.fit_generator(a)\nshow(net)"),
    f"net = [Net(3)]\n{TRAINED}show(net)",
    f"net = dict(a=3)\n{TRAINED}show(net)",
    f"net = keras.preprocessing.image.ImageDataGenerator()\n{TRAINED}show(net.other)",
    f"net = helper\n{TRAINED}show(net)",
    # Methods that a class of the file has itself.
    "class Agent(Base):\n    def fit_generator(self, x):\n        pass\n"
    + of("net", "net.fit_generator(x)\nshow(net)"),
    "class Agent(Base):\n    def save_weights(self, x):\n        pass\n"
    + of("net", f"{TRAINED}net.save_weights('a')\nshow(net)"),
    # Modules.
    "import net\nnet.fit_generator(a, steps_per_epoch=3)\nshow(net)",
    f"from package import net\n{TRAINED}show(net)",
    f"import package.net as net\n{TRAINED}show(net)",
    f"def net():\n    pass\n{TRAINED}show(net)",
    # Classes of the file.
    f"class Own:\n    def fit(self, x, epochs):\n        pass\nnet = Own()\n{TRAINED}show(net)",
    f"class Own(object):\n    pass\nnet = Own()\n{TRAINED}show(net)",
    f"import abc\nclass Own(abc.ABC):\n    pass\nnet = Own()\n{TRAINED}show(net)",
    f"class Own(Net):\n    def compile(self, *a):\n        pass\nnet = Own()\n{TRAINED}show(net)",
    f"class Own(Net):\n    def save_weights(self, path):\n        pass\nnet = Own()\n{TRAINED}show(net)",
    f"import torch\nclass Own(torch.nn.Module):\n    pass\nnet = Own()\n{TRAINED}show(net)",
    "class Own:\n    def fit_generator(self, x):\n        pass\nnet = Own()\nnet.fit_generator(x)\nshow(net)",
    # A variable that is bound to different things.
    f"net = Net(4)\n{TRAINED}net = helper.wrap(net)\nshow(net)",
    f"net = helper.first()\nshow(net)\nnet = Net(4)\n{TRAINED}",
    f"net = Net(4)\n{TRAINED}if t:\n    net = helper.other()\nshow(net)",
    "if t:\n    net = Net(4)\nelse:\n    net = helper.forest()\nif t:\n"
    f"{indent(TRAINED, '    ')}show(net)",
    f"net = Net(4)\ndef train():\n{indent(TRAINED, '    ')}net = helper.other(net)\nshow(net)",
    of("net", f"net = helper.wrap(net)\n{TRAINED}net = helper.wrap(net)\nshow(net)"),
    of("net: keras.Model", "net = helper.wrap(net)\nshow(net)"),
    of("net: keras.Model", "if t:\n    net = helper.wrap(net)\nshow(net)"),
    f"net = Net(4) if t else [1]\n{TRAINED}show(net)",
    # Code that asks what it has.
    of("net, backend", f"if backend == 'keras':\n{indent(TRAINED, '    ')}else:\n    show(net)"),
    of("net", f"if isinstance(net, keras.Model):\n{indent(TRAINED, '    ')}show(net)"),
    of("net", f"if not use_torch:\n{indent(TRAINED, '    ')}show(net)"),
    of("net", f"{TRAINED}if hasattr(net, 'estimators_'):\n    net.save('a')\nshow(net)"),
    # Annotations of other things.
    of("net: Model", "show(net)"),
    of("net: 'Model'", "show(net)"),
    of("net: keras.layers.Layer", "show(net)"),
    of("net: Union[keras.Model, str]", "show(net)"),
    of("net: 'keras.Model | torch.nn.Module'", "show(net)"),
    of("net: list[keras.Model]", "show(net)"),
    of("net: 'list[keras.Model]'", "show(net)"),
    of("net: type[keras.Model]", "show(net)"),
    of("net: None", "show(net)"),
    of("net: 'not an expression'", "show(net)"),
    of("*net: keras.Model", "show(net)"),
    of("**net: keras.Model", "show(net)"),
    "from torch.nn import Module as Model\n" + of("net: Model", "show(net)"),
    "class Model:\n    pass\n" + of("net: 'Model'", "show(net)"),
    "def make() -> Net:\n    return build()\nnet = make()\nshow(net)",
    "def make() -> tuple[keras.Model, int]:\n    return build()\nnet = make()\nshow(net)",
    "async def make() -> keras.Model:\n    return build()\nnet = make()\nshow(net)",
    # Attributes.
    trainer("self.net = build()\nself.net.fit(x, epochs=3)\n"),
    trainer("self.net = build()\nself.net.compile(loss='mse')\n"),
    trainer(f"self.net = build()\nself.other = build()\n{SELF.replace('.net', '.other')}"),
    trainer(f"self.net = build()\n{SELF}self.net = helper.other()\n"),
    trainer(f"self.net = [build()]\n{SELF}"),
    trainer(f"for self.net in nets:\n{indent(SELF, '    ')}"),
    trainer(f"from sklearn.svm import SVC\nself.net = SVC()\n{SELF}"),
    trainer(f"self.net = keras.layers.Dense(3)\n{SELF}").replace("show(self.net)", "show(self.net.x)"),
    trainer(f"{SELF}self.net.load_state_dict(s)\n"),
    trainer(f"if self.kind == 'keras':\n{indent(SELF, '    ')}"),
    trainer(SELF.replace("self.", "")),
    trainer(f"self.net = build()\n{SELF}") + "t = Trainer()\nt.net = helper.other()",
    trainer("self.net = build()\n") + f"class Other:\n    def train(self):\n{indent(SELF, '        ')}",
    "class A(B):\n    def run(self):\n        show(self.net)\n"
    "class C(A):\n    def train(self):\n        self.net.fit_generator(data)",
    trainer(SELF) + "    @property\n    def net(self):\n        return self.inner\n",
    "class T:\n    net: Net\n    def run(self):\n        show(self.net)",
    "class T:\n    net: keras.Model\nclass U:\n    def run(self):\n        show(self.net)",
    "class T:\n    net: keras.Model\n    def run(self, other):\n        show(other.net)",
]  # fmt: skip


@pytest.mark.parametrize("code", MODELS)
def test_a_model(code: str) -> None:
    facts, node = shown(code)
    assert facts.is_instance(node, "keras.Model")


@pytest.mark.parametrize("code", OTHERS)
def test_no_proof(code: str) -> None:
    facts, node = shown(code)
    assert facts.instance_of(node) is None


OWN = "class Agent(Base):\n    def {}(self, x):\n        pass\n"


@pytest.mark.parametrize(
    ("body", "other", "is_proof"),
    [
        ("net.fit_generator(x)\n", OWN.format("fit_generator"), False),
        ("net.fit_generator(x)\n", OWN.format("save_weights"), True),
        ("net.fit_generator(x)\n", "def fit_generator(model):\n    pass\n", True),
        ("net.fit_generator(x)\n", "net.fit_generator(x)\n", True),
        (f"{TRAINED}net.save_weights('a')\n", OWN.format("save_weights"), False),
        (f"{TRAINED}net.load_weights('a')\n", OWN.format("load_weights"), False),
        (f"{TRAINED}net.load_weights('a')\n", OWN.format("fit"), True),
        (f"{TRAINED}net.save_weights('a')\n", "def save_weights(net):\n    pass\n", True),
        (TRAINED, OWN.format("save_weights"), True),
    ],
)
def test_a_class_of_the_project_may_have_the_method_itself(body: str, other: str, is_proof: bool) -> None:
    facts = module(HEAD + of("net", f"{body}show(net)"), other=other)
    (call,) = (node for node in facts.facts.calls if isinstance(node.func, cst.Name))
    assert (facts.instance_of(call.args[0].value) is not None) is is_proof


@pytest.mark.parametrize(
    ("head", "is_proof"),
    [
        ("from keras.callbacks import CSVLogger\n", True),
        ("import tensorflow as tf\nadam = tf.keras.optimizers.Adam()\n", True),
        ("from tf_keras import layers\n", True),
        ("import tensorflow as tf\n", False),
        ("import numpy as np\n", False),
        ("import numpy as np  # no keras\n", False),
        ("import torch\n", False),
        ("from models_of_keras import build\n", False),
    ],
)
def test_a_file_without_keras_has_no_models_of_it(head: str, is_proof: bool) -> None:
    for code in (of("net", f"{TRAINED}show(net)"), of("net", "net.fit_generator(a)\nshow(net)")):
        facts, node = shown(code, head)
        assert (facts.instance_of(node) is not None) is is_proof


def test_a_model_by_evidence_has_an_unknown_class() -> None:
    facts, node = shown(of("net", f"{TRAINED}show(net)"))
    (origin,) = facts.objects.origins(node)
    assert (origin.name, origin.local, origin.is_made) == ("keras.Model", None, False)
    assert isinstance(origin.node, cst.Param)


def test_the_attribute_stands_where_it_is_first_seen() -> None:
    facts, node = shown(trainer(f"self.net = build()\n{SELF}"))
    (origin,) = facts.objects.origins(node)
    assert origin.node is facts.facts.attribute_targets[0][0]


def test_a_fit_has_no_model_whose_class_is_not_known() -> None:
    facts, _ = shown(of("net", f"{TRAINED}show(net)"))
    (fit,) = facts.training.fits
    assert (fit.model, fit.compiles, fit.is_custom) == ((), None, None)
