"""TFC104 model-parameter: what it renames, what it only reports, and what it leaves alone."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import PATH, Lab, findings, fix, lint
from tflint_ckpt import edits
from tflint_ckpt.finding import Applicability, Finding

HEAD = "import os\nimport tensorflow as tf\nfrom tensorflow import keras\n"

# Lines that begin with "-" become those that begin with "+" below them.
BECOMES_SAFE = {
    "joined, in a script with its caller": """
        -def folder(model):
        -    return os.path.join("epoch", model)
        +def folder(model_name):
        +    return os.path.join("epoch", model_name)
        folder("net")
    """,
    "a private function": """
        -def _folder(model):
        -    return "epoch/" + model
        +def _folder(model_name):
        +    return "epoch/" + model_name
    """,
    "a nested function": """
        def main():
        -    def folder(model):
        -        return f"epoch/{model}"
        -    return folder(model="net")
        +    def folder(model_name):
        +        return f"epoch/{model_name}"
        +    return folder(model_name="net")
    """,
    "a main guard": """
        -def folder(model: str) -> str:
        -    return model
        +def folder(model_name: str) -> str:
        +    return model_name
        if __name__ == "__main__":
            folder("net")
    """,
    "up to where it is bound to the model": """
        -def train(model, x):
        -    path = f"saved/{model}.keras"
        -    model = make(model)
        +def train(model_name, x):
        +    path = f"saved/{model_name}.keras"
        +    model = make(model_name)
            model.fit(x)
            model.save(path)
        train("small", 1)
    """,
    "arms that end the function": """
        -def _make(model):
        -    if model == "a":
        +def _make(model_name):
        +    if model_name == "a":
                model = A()
        -    elif model == "b":
        +    elif model_name == "b":
                model = B()
            else:
        -        raise ValueError(model)
        +        raise ValueError(model_name)
            return model
    """,
    "bound again before any use": """
        -def train(model, x):
        +def train(model_name, x):
            model = make()
            model.fit(x)
        train("small", 1)
    """,
    "later texts go with it": """
        -def _path(model):
        -    model = model.lower()
        -    return os.path.join("out", model)
        +def _path(model_name):
        +    model_name = model_name.lower()
        +    return os.path.join("out", model_name)
    """,
    "closures, comprehensions, nonlocal and del": """
        -def _paths(model: str):
        +def _paths(model_name: str):
            def one():
        -        nonlocal model
        -        model += "_x"
        +        nonlocal model_name
        +        model_name += "_x"
            one()
        -    found = [os.path.join(model, str(i)) for i in range(3)]
        -    del model
        +    found = [os.path.join(model_name, str(i)) for i in range(3)]
        +    del model_name
            return found
    """,
    "a shadowing parameter of a lambda stays": """
        -def _path(model):
        -    show = lambda model: model.name
        -    return os.path.join("a", model)
        +def _path(model_name):
        +    show = lambda model: model.name
        +    return os.path.join("a", model_name)
    """,
    "keywords and values of other calls": """
        -def _path(model):
        -    return "{model}.h5".format(model=model)
        +def _path(model_name):
        +    return "{model}.h5".format(model=model_name)
    """,
    "a name that is taken": """
        -def _path(model):
        +def _path(model_id):
            model_name = 1
        -    return "out/" + model
        +    return "out/" + model_id
    """,
    "a name that is taken outside": """
        model_name = "x"
        -def _path(model):
        -    return "out/" + model
        +def _path(model_id):
        +    return "out/" + model_id
    """,
    "a private method": """
        class Runs:
        -    def _path(self, model):
        -        return os.path.join("out", model)
        +    def _path(self, model_name):
        +        return os.path.join("out", model_name)
            def run(self):
        -        return self._path(model="a")
        +        return self._path(model_name="a")
    """,
    "a method that is called in the body of its class": """
        class Runs:
        -    def _path(model):
        -        return os.path.join("out", model)
        -    first = _path(model="a")
        +    def _path(model_name):
        +        return os.path.join("out", model_name)
        +    first = _path(model_name="a")
    """,
    "a constructor that its class calls": """
        class _Runs:
        -    def __init__(self, model):
        -        self.path = os.path.join("out", model)
        +    def __init__(self, model_name):
        +        self.path = os.path.join("out", model_name)
            @classmethod
            def first(cls):
        -        return cls(model="a")
        +        return cls(model_name="a")
            def again(self):
        -        return type(self)(model="b"), self.__class__(model="c")
        +        return type(self)(model_name="b"), self.__class__(model_name="c")
    """,
    "a constructor, and super": """
        class Runs:
        -    def __init__(self, model):
        -        self.path = os.path.join("out", model)
        +    def __init__(self, model_name):
        +        self.path = os.path.join("out", model_name)
        class More(Runs):
            def __init__(self):
        -        super().__init__(model="b")
        +        super().__init__(model_name="b")
        -runs = Runs(model="a")
        +runs = Runs(model_name="a")
        runs.run()
        model = keras.Sequential()
        model.compile("adam", "mse")
    """,
    "Google docstring": '''
        -def _path(model, x):
        +def _path(model_name, x):
            """The path of a model.

            Args:
        -        model (str): name of the model; `model` is "a"
        -            or ``model``, and model stays here.
        +        model_name (str): name of the model; `model_name` is "a"
        +            or ``model_name``, and model stays here.
                x: model
            Returns:
                model: a path
            """
        -    return os.path.join("out", model)
        +    return os.path.join("out", model_name)
    ''',
    "numpy docstring": '''
        -def _path(x, model):
        +def _path(x, model_name):
            """The path.

            Parameters
            ----------
        -    x, model : str
        +    x, model_name : str
                Of the model.

            Returns
            -------
            model : str
            """
        -    return os.path.join("out", model)
        +    return os.path.join("out", model_name)
    ''',
    "reST docstring": '''
        -def _path(model):
        -    """:param str model: which model
        -    :type model: str
        +def _path(model_name):
        +    """:param str model_name: which model
        +    :type model_name: str
            :returns model: nothing
            """
        -    return os.path.join("out", model)
        +    return os.path.join("out", model_name)
    ''',
    "positional and keyword-only": """
        -def _path(a, /, *, model="net"):
        -    return a, model
        +def _path(a, /, *, model_name="net"):
        +    return a, model_name
        -_path(1, model="x")
        +_path(1, model_name="x")
    """,
    "a dictionary that brings other arguments": """
        -def _path(model, epoch):
        -    return os.path.join(model, str(epoch))
        +def _path(model_name, epoch):
        +    return os.path.join(model_name, str(epoch))
        _path("a", **{"epoch": 3})
    """,
    "tf.function and staticmethod": """
        class Runs:
            @staticmethod
        -    def _path(model):
        -        return os.path.join("out", model)
        +    def _path(model_name):
        +        return os.path.join("out", model_name)
    """,
}

# The same, for what holds the path of a file.
BECOMES_PATH = {
    "pathlib": """
        from pathlib import Path
        -def _load(model: Path):
        -    return model.read_bytes() if model.exists() else None
        +def _load(model_path: Path):
        +    return model_path.read_bytes() if model_path.exists() else None
    """,
    "PathLike, or nothing": """
        -def _load(model: os.PathLike | None = None):
        -    return read(model)
        +def _load(model_path: os.PathLike | None = None):
        +    return read(model_path)
    """,
    "a generic PathLike": """
        -def _load(model: "os.PathLike[str]"):
        -    return read(model)
        +def _load(model_path: "os.PathLike[str]"):
        +    return read(model_path)
    """,
    "a string or a path": """
        import pathlib
        from typing import Optional, Union
        -def _load(model: Optional[Union[str, pathlib.Path]] = None):
        -    return read(model)
        +def _load(model_path: Optional[Union[str, pathlib.Path]] = None):
        +    return read(model_path)
    """,
    "loaded": """
        -def _load(model: str):
        -    return keras.models.load_model(model)
        +def _load(model_path: str):
        +    return keras.models.load_model(model_path)
    """,
    "looked for and opened": """
        -def _load(model):
        -    if os.path.exists(model):
        -        return open(model).read()
        +def _load(model_path):
        +    if os.path.exists(model_path):
        +        return open(model_path).read()
    """,
    "wrapped": """
        from pathlib import Path
        -def _load(model):
        -    return Path(model) / "variables"
        +def _load(model_path):
        +    return Path(model_path) / "variables"
    """,
    "the name is taken": """
        model_path = "x"
        -def _load(model):
        -    return open(model)
        +def _load(model_file):
        +    return open(model_file)
    """,
}

BECOMES_UNSAFE = {
    "a public function without a caller": """
        -def folder(model):
        -    return os.path.join("epoch", model)
        +def folder(model_name):
        +    return os.path.join("epoch", model_name)
    """,
    "callers outside, says __all__": """
        __all__ = ["folder"]
        -def folder(model):
        -    return os.path.join("epoch", model)
        +def folder(model_name):
        +    return os.path.join("epoch", model_name)
        folder("net")
    """,
    "a partial": """
        from functools import partial
        -def _folder(model, x):
        -    return os.path.join("epoch", model)
        +def _folder(model_name, x):
        +    return os.path.join("epoch", model_name)
        -f = partial(_folder, model="a")
        +f = partial(_folder, model_name="a")
    """,
    "unknown keyword arguments": """
        -def _folder(model="a", x=1):
        -    return os.path.join("epoch", model)
        +def _folder(model_name="a", x=1):
        +    return os.path.join("epoch", model_name)
        _folder(**options())
    """,
    "a decorator of which nothing is known": """
        from somewhere import timed
        @timed
        -def _folder(model):
        -    return os.path.join("epoch", model)
        +def _folder(model_name):
        +    return os.path.join("epoch", model_name)
    """,
    "text that shows the word": """
        -def _folder(model: str):
        -    print(f"{model=}")
        +def _folder(model_name: str):
        +    print(f"{model_name=}")
    """,
}

# What becomes of objects where the configuration asks for it.
BECOMES_ON_REQUEST = {
    "an object": '''
        -def train(model, x):
        +def train(keras_model, x):
            """Train.

            Args:
        -        model: compiled
        +        keras_model: compiled
            """
        -    return model.fit(x)
        +    return keras_model.fit(x)
        -train(x=1, model=2)
        +train(x=1, keras_model=2)
    ''',
    "an object with a keyword of Keras": """
        import sklearn
        -def train(model, x):
        -    return model.fit(x, epochs=3)
        +def train(keras_model, x):
        +    return keras_model.fit(x, epochs=3)
    """,
    "a typed object": """
        -def wrap(model: keras.Model):
        -    return Wrapped(model)
        +def wrap(keras_model: keras.Model):
        +    return Wrapped(keras_model)
    """,
    "an optional typed object": """
        from typing import Optional
        -def wrap(model: Optional[keras.Model] = None):
        -    return Wrapped(model)
        +def wrap(keras_model: Optional[keras.Model] = None):
        +    return Wrapped(keras_model)
    """,
    "an object, up to where it is bound again": """
        -def wrap(model):
        -    model = Wrapped(model.layers)
        +def wrap(keras_model):
        +    model = Wrapped(keras_model.layers)
            return model
    """,
    "a name or an object": """
        -def score(model, x):
        -    if isinstance(model, str):
        -        model = keras.models.load_model(model)
        -    return model.evaluate(x)
        +def score(keras_model, x):
        +    if isinstance(keras_model, str):
        +        keras_model = keras.models.load_model(keras_model)
        +    return keras_model.evaluate(x)
    """,
}

# A function, and the finding that no edit can mend.
MANUAL = {
    "options of the command line, by their names": (
        "def main(model):\n    return 'a' + model\nmain(**vars(parser.parse_args()))",
        "warning",
    ),
    "a dictionary that is not known": ("def _f(model):\n    return 'a' + model\n_f(**options())", "warning"),
    "a dictionary with the key": ("def _f(model: str): ...; return model\n_f(**{'model': 'a'})", "warning"),
    "a decorator that passes it": (
        "import click\n@click.command()\n@click.argument('model')\ndef main(model):\n    open(model)",
        "warning",
    ),
    "a decorator that passes by name": (
        "import gin\n@gin.configurable\ndef _f(model):\n    return os.path.join('epoch', model)",
        "warning",
    ),
    "a registry": (
        "from somewhere import models\n@models.register('a')\ndef _f(model):\n    return 'a' + model",
        "warning",
    ),
    "a registry of classes": (
        "from somewhere import register\n@register\nclass A:\n    def __init__(self, model):\n"
        "        self.path = 'a' + model",
        "warning",
    ),
    "keyword arguments that are passed on": (
        "def _f(model):\n    return 'a' + model\ndef run(**options):\n    return _f(**options)",
        "warning",
    ),
    "keywords that take what is misspelled": (
        "def build(model='a', **kwargs):\n    return load('a' + model, **kwargs)",
        "warning",
    ),
    "a partial that leaves it to later": (
        "from functools import partial\ndef _f(model, x=1):\n    return 'a' + model\ng = partial(_f, x=2)\n"
        "g(model='b')",
        "warning",
    ),
    "a command of Python Fire": (
        "import fire\ndef _f(model):\n    return 'a' + model\nfire.Fire()",
        "warning",
    ),
    "another name for it": (
        "def _f(model):\n    return 'a' + model\ng = _f\ng(model='b')",
        "warning",
    ),
    "a table of functions": (
        "def _f(model):\n    return 'a' + model\nT = {'f': _f}\nT['f'](model='b')",
        "warning",
    ),
    "looked up by name": (
        "def _f(model):\n    return 'a' + model\nglobals()['_f'](model='b')",
        "warning",
    ),
    "a method that is looked up by name": (
        "class A:\n    def _f(self, model):\n        return 'a' + model\ngetattr(A(), '_f')(model='b')",
        "warning",
    ),
    "a class of which there are heirs": (
        "class A:\n    def __init__(self, model):\n        self.path = 'a' + model\n"
        "    @classmethod\n    def make(cls):\n        return cls(model='a')\n"
        "class B(A):\n    def __init__(self, name):\n        super().__init__(name + 'x')",
        "warning",
    ),
    "locals": ("def _f(model: str):\n    return '%(model)s' % locals()", "warning"),
    "a use that may see both": (
        "def make(model):\n    if model == 'a':\n        model = A()\n    return model",
        "warning",
    ),
    "both names taken": ("def _f(model, model_name, model_id):\n    return 'a' + model", "warning"),
    "get_config": (
        "class L(keras.layers.Layer):\n    def __init__(self, model='a'):\n        self.model = model\n"
        "    def get_config(self):\n        return {'model': self.model}",
        "warning",
    ),
    "two definitions": (
        "if a:\n    def _f(model): return 'a' + model\nelse:\n    def _f(x): return x\n_f(model='a')",
        "warning",
    ),
    "a method of an unknown object": (
        "class R:\n    def path(self, model):\n        return 'a' + model\nget().path(model='a')",
        "warning",
    ),
    "nothing says what it holds": ("def f(model):\n    return g(model)", "info"),
    "never read": ("def f(model, x):\n    return g(x)", "info"),
    "an object of another type": ("def f(model: tf.Module):\n    return model.count_params()", "info"),
    "a method of another library": (
        "from sklearn import svm\ndef f(model, x):\n    return model.fit(x)",
        "info",
    ),
    "a method of a class of the module": (
        "class A:\n    def predict(self): return 1\ndef f(model):\n    return model.predict(3)",
        "info",
    ),
    "a type that is quoted": ("def f(model: 'Wrapper'):\n    return model.fit(1)", "info"),
    "an object of its own class": ("def f(model):\n    return model.decode(3)", "info"),
}

SILENT = {
    "no Keras": "!def folder(model):\n    return os.path.join('epoch', model)",
    "another name": "def folder(model_name):\n    return os.path.join('epoch', model_name)",
    "a variable": "model = 'net'\nfolder = os.path.join('epoch', model)",
    "a lambda": "folder = lambda model: os.path.join('epoch', model)",
    "set_model": "class C(keras.callbacks.Callback):\n    def set_model(self, model): ...; x = 1",
    "any method below an imported base": (
        "class C(keras.callbacks.Callback):\n    def path(self, model):\n        return 'a/' + model"
    ),
    "a Lightning hook": (
        "import pytorch_lightning as pl\nclass C(pl.Callback):\n"
        "    def on_load_checkpoint(self, trainer, model):\n        return model.lower()"
    ),
    "an unresolved base": "class C(Base):\n    def path(self, model):\n        return 'a/' + model",
    "a base that is computed": "class C(make()):\n    def path(self, model):\n        return 'a/' + model",
    "a base of a local base": (
        "class B(keras.Model):\n    x = 1\nclass C(B):\n    def f(self, model):\n        return 'a/' + model"
    ),
    "a protocol": (
        "from typing import Protocol\nclass P(Protocol):\n    def path(self, model: str) -> str: ..."
    ),
    "a protocol with a body": (
        "from typing import Protocol\nclass P(Protocol):\n    def f(self, model: str):\n        return model"
    ),
    "an abstract method": (
        "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n"
        "    def path(self, model):\n        return 'a' + model"
    ),
    "what overrides an abstract method": (
        "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def path(self, model): ...\n"
        "class B(A):\n    def path(self, model):\n        return 'a' + model"
    ),
    "what overrides a stub": (
        "class A:\n    def path(self, model):\n        raise NotImplementedError\n"
        "class B(A):\n    def path(self, model):\n        return 'a' + model"
    ),
    "an overload": (
        "from typing import overload\n@overload\ndef f(model: str) -> str: ...\n"
        "@overload\ndef f(model: int) -> int: ..."
    ),
    "a stub": "def f(model: str):\n    '''Documented.'''\n    pass",
    "a property setter": (
        "class C:\n    @property\n    def model(self):\n        return 1\n"
        "    @model.setter\n    def model(self, model):\n        self._m = 'a' + model"
    ),
    "*model": "def f(*model):\n    return os.path.join('a', *model)",
    "**model": "def f(**model):\n    return model['a']",
    "a pytest fixture": "import pytest\n@pytest.fixture\ndef path(model):\n    return 'a' + model",
    "a parametrized test": (
        "import pytest\n@pytest.mark.parametrize('model', ['a'])\n"
        "def test_path(model):\n    assert os.path.join('a', model)"
    ),
    "a test of a file that uses pytest": "import pytest\ndef test_path(model):\n    assert 'a' + model",
    "a test of a class": (
        "import pytest\nclass TestPath:\n    def test_path(self, model):\n        assert 'a' + model"
    ),
    "a torch annotation": "import torch\ndef train(model: torch.nn.Module):\n    model.train()",
    "a torch model": "def save(model):\n    torch.save(model.state_dict(), 'x.pt')",
    "a sklearn annotation": "import sklearn.base as b\ndef fit(model: b.BaseEstimator):\n    model.fit(1)",
    "a keyword of a call": "ckpt = tf.train.Checkpoint(model=net)",
    "an attribute": "class C:\n    model: str\n    def path(self):\n        return 'a' + self.model",
    "a global": "def path():\n    global model\n    model = 'a'\n    return os.path.join('a', model)",
    "a loop": "for model in ['a', 'b']:\n    print(os.path.join('a', model))",
    "suppressed": "def folder(model):  # tflint-ckpt: ignore[TFC104] an API\n    return 'a' + model",
}

# What proves no name: at most a finding for information.
NO_PROOF = {
    "isinstance": "if isinstance(model, str):\n    model = load(model)\nreturn 1 if model == 'b' else 2",
    "isinstance with a tuple": (
        "if isinstance(model, (str, os.PathLike)):\n    return os.path.join('a', model)\nreturn model"
    ),
    "a check of its own": "if is_string(model):\n    return TABLE[model.lower()]\nreturn model",
    "callable": "if not callable(model):\n    return os.path.join('a', model)\nreturn model(1)",
    "getattr": "return getattr(model, 'name', 'a') == 'a'",
    "an error message": "if not ok(model):\n    raise ValueError(f'bad/model {model}')\nreturn 1",
    "an error message with a path": "raise ValueError(f'cannot read out/{model}.h5')",
    "an assert": "assert ok(model), f'out/{model}.h5'",
    "print": "print(f'runs/{model}.h5')",
    "print of percent": "print('runs/%s.h5' % model)",
    "logging": "import logging\nlogging.info('runs/{}.h5'.format(model))",
    "a logger": "log = get()\nlog.warning(f'runs/{model}.h5')",
    "a title": "plt.title(f'a/b {model}')",
    "text that is no path": "text = f'The model {model} is ready'\nreturn text",
    "compared with None": "return model is None or model == None",
    "compared with a number": "return model == 3",
    "membership in the unknown": "return model in REGISTRY",
    "something in it": "return 'dense' in model",
    "object and name": "os.path.join('a', model)\nreturn model.fit(1)",
    "compared, then used as a model": "if model == 'a':\n    model = A()\nreturn model.fit(1)",
    "bound again in one arm": "if x:\n    model = make()\nreturn model",
    "bound again in a loop": "for i in x:\n    model = step(model)\nreturn model",
    "indexed": "return model['a'], model[0]",
    "a key of the unknown": "return TABLE[model]",
    "passed on": "return tf.train.Checkpoint(model=model)",
}

WARNS = {
    "a default": "def f(model='a'):\n    return g(model)",
    "Optional": "from typing import Optional\ndef f(model: Optional[str] = None):\n    return g(model)",
    "str or None": "def f(model: str | None = None):\n    return g(model)",
    "a quoted annotation": "def f(model: 'str'):\n    return g(model)",
    "a quoted Optional": "def f(model: 'Optional[str]' = None):\n    return g(model)",
    "Literal": "from typing import Literal\ndef f(model: Literal['a', 'b']):\n    return g(model)",
    "Path": "from pathlib import Path\ndef f(model: Path):\n    return g(model)",
    "pathlib": "from pathlib import Path\ndef f(model):\n    return Path('a') / model",
    "percent with a tuple": "def f(model):\n    path = 'a/%s_%d.h5' % (model, 3)\n    return path",
    "format": "def f(model):\n    return 'a/{}.h5'.format(model)",
    "a keyword that is a path": "def f(model):\n    return Saver(filepath=f'{model}_x')",
    "an argument of save": "def f(model, net):\n    net.save(f'{model}_x')",
    "getattr by name": "def f(model):\n    return getattr(keras.applications, model)()",
    "a table": "T = {'a': 1}\ndef f(model):\n    return T[model]",
    "membership": "def f(model):\n    return model in ('a', 'b')",
    "match": "def f(model):\n    match model:\n        case 'a':\n            return 1",
    "open": "def f(model):\n    with open(model) as file:\n        return file.read()",
    "load_model": "def f(model):\n    return keras.models.load_model(model)",
    "a caller's string": "def f(model):\n    return g(model)\nf('a')",
    "a test method of a TestCase": (
        "class T(tf.test.TestCase):\n    def test_a(self, model):\n        return 'a' + model"
    ),
    "a constructor below an imported base": (
        "class C(keras.callbacks.Callback):\n    def __init__(self, model):\n        self.p = 'a/' + model"
    ),
    "an argument that is lost": "def f(self, model):\n    model = self.model\n    return model.fit(1)",
    "an argument lost to a loop": "def f(model):\n    for model in all_models():\n        model.fit(1)",
}


def both(diff: str) -> tuple[str, str]:
    """The code before and after: lines with ``-`` and ``+`` in front are in one of them only."""
    lines = dedent(diff).strip("\n").splitlines()
    before = [line.removeprefix("-") for line in lines if not line.startswith("+")]
    after = [line.removeprefix("+") for line in lines if not line.startswith("-")]
    return HEAD + "\n".join(before) + "\n", HEAD + "\n".join(after) + "\n"


def find(body: str) -> list[Finding]:
    code = "import os\n" + body[1:] if body.startswith("!") else HEAD + body
    return findings(code + "\n", only="TFC104")


@pytest.mark.parametrize("diff", BECOMES_SAFE.values(), ids=BECOMES_SAFE)
def test_is_renamed(diff: str) -> None:
    before, after = both(diff)
    assert fix(before, only="TFC104") == after


@pytest.mark.parametrize("diff", BECOMES_PATH.values(), ids=BECOMES_PATH)
def test_a_path_is_renamed_to_what_it_is(diff: str) -> None:
    before, after = both(diff)
    assert fix(before, only="TFC104") == after
    [finding] = findings(before, only="TFC104")
    assert finding.message.startswith("`model` holds the path of a file here (")


@pytest.mark.parametrize("diff", BECOMES_ON_REQUEST.values(), ids=BECOMES_ON_REQUEST)
def test_an_object_keeps_its_name_unless_the_configuration_asks(diff: str) -> None:
    before, after = both(diff)
    assert fix(before, only="TFC104", unsafe=True) == before
    [finding] = findings(before, only="TFC104")
    assert finding.severity.value == "info"
    assert finding.fix is not None
    assert (finding.fix.applicability, finding.fix.edits) == (Applicability.MANUAL, ())
    asked = finding.preferring("rename-objects").fix
    assert asked is not None
    assert asked.applicability is Applicability.UNSAFE
    assert edits.splice(before, asked.edits) == after


@pytest.mark.parametrize("diff", BECOMES_UNSAFE.values(), ids=BECOMES_UNSAFE)
def test_is_renamed_only_on_request(diff: str) -> None:
    before, after = both(diff)
    assert fix(before, only="TFC104") == before
    assert fix(before, only="TFC104", unsafe=True) == after


@pytest.mark.parametrize(("body", "severity"), MANUAL.values(), ids=MANUAL)
def test_is_left_to_a_person(body: str, severity: str) -> None:
    [finding] = find(body)
    assert finding.severity.value == severity
    assert finding.fix is not None
    assert (finding.fix.applicability, finding.fix.edits) == (Applicability.MANUAL, ())


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_stays_as_it_is(body: str) -> None:
    assert find(body) == []


@pytest.mark.parametrize("body", NO_PROOF.values(), ids=NO_PROOF)
def test_is_no_proof_of_a_name(body: str) -> None:
    code = "def f(model, x=1):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    assert [finding.severity.value for finding in find(code)] == ["info"]


@pytest.mark.parametrize("body", WARNS.values(), ids=WARNS)
def test_holds_a_name(body: str) -> None:
    assert [finding.severity.value for finding in find(body)] == ["warning"]


MESSAGES = {
    "def f(model):\n    return os.path.join('a', model)": (
        "`model` holds a name here (joined into a path, line 5), not a model: "
        "passing the model raises TypeError"
    ),
    "def f(model):\n    p = f'a/{model}'\n    model = build(model)\n    model.fit(p)": (
        "`model` holds a name here (formatted into a path, line 5) but is rebound to build(…) on line 6: "
        "from there on a path made of it is named after an object"
    ),
    "def f(model):\n    model = build()\n    return model": (
        "`model` is reassigned on line 5 before anything reads it: the value that callers pass is lost"
    ),
    "def f(model):\n    model.fit(1)": ("`model` is a Keras model here (model.fit, line 5), not its name"),
    "def f(model):\n    model.fit(1)\nmodel = build()": (
        "`model` is a Keras model here (model.fit, line 5), not its name, and hides the module's own `model`"
    ),
    (
        "class T:\n    def __init__(self, model):\n        self.net = model\n"
        "    def run(self, x):\n        self.net.fit(x)"
    ): "`model` is a Keras model here (self.net.fit, line 8), not its name",
    (
        "class T:\n    def __init__(self, model):\n        self.net = model\n"
        "    def run(self, x):\n        return self.net(x)"
    ): "`model` is an object here (it is called, line 8), not a name",
    (
        "class T:\n    def __init__(self, model):\n        self.net = model\n"
        "    def run(self, x):\n        self.net = build()\n        self.net.fit(x)"
    ): "`model` is only handed on here (line 6): the code uses it neither as a model nor as a name",
    (
        "class T:\n    def __init__(self, model):\n        self.net = model\n"
        "    def run(self, x):\n        return self.net.lower()"
    ): "`model` is only handed on here (line 6): the code uses it neither as a model nor as a name",
    "def f(model):\n    del model": "`model` is never read in this function",
    "def f(model):\n    g(model)": (
        "`model` is only handed on here (line 5): the code uses it neither as a model nor as a name"
    ),
}


@pytest.mark.parametrize(("body", "message"), MESSAGES.items())
def test_says_what_it_holds(body: str, message: str) -> None:
    [finding] = find(body)
    assert finding.message == message


def across(code: str, **files: str) -> tuple[str, dict[str, str]]:
    """The applicability of the only finding, and every file after its edits."""
    lab = Lab(HEAD + dedent(code), only="TFC104", **files)
    [finding] = lab.check().findings
    assert finding.fix is not None
    texts = {path: source.text for path, source in lab.sources.items()}
    for path, changes in edits.by_path([finding]).items():
        texts[path] = edits.splice(texts[path], changes)
    return finding.fix.applicability.value, texts


SCRIPT = (
    "def folder(model):\n    return os.path.join('a', model)\nif __name__ == '__main__':\n    folder('x')\n"
)


@pytest.mark.parametrize(
    ("other", "after", "applicability"),
    [
        (
            "from train import folder\nfolder(model='b')",
            "from train import folder\nfolder(model_name='b')",
            "safe",
        ),
        ("import train\ntrain.folder(model='b')", "import train\ntrain.folder(model_name='b')", "safe"),
        ("import train as t\nt.folder(model='b')", "import train as t\nt.folder(model_name='b')", "safe"),
        (
            "from train import folder as f\nf(model='b')",
            "from train import folder as f\nf(model_name='b')",
            "safe",
        ),
        (
            "from .train import folder\nfolder(model='b')",
            "from .train import folder\nfolder(model_name='b')",
            "safe",
        ),
        (
            "from . import train\ntrain.folder(model='b')",
            "from . import train\ntrain.folder(model_name='b')",
            "safe",
        ),
        ("from train import *\nfolder(model='b')", "from train import *\nfolder(model_name='b')", "safe"),
        (
            "from train import (\n    folder,\n)\nfolder('b')",
            "from train import (\n    folder,\n)\nfolder('b')",
            "safe",
        ),
        (
            "from other import folder\nfolder(model='b')",
            "from other import folder\nfolder(model='b')",
            "safe",
        ),
        ("def folder(model): pass\nfolder(model='b')", "def folder(model): pass\nfolder(model='b')", "safe"),
    ],
)
def test_callers_in_other_files(other: str, after: str, applicability: str) -> None:
    assert across(SCRIPT, other=other) == (
        applicability,
        {PATH: HEAD + SCRIPT.replace("model", "model_name"), "other.py": after},
    )


def test_what_is_handed_on_in_the_same_file_is_not_renamed() -> None:
    code = "def _folder(model):\n    return os.path.join('a', model)\nfound = list(map(_folder, names))\n"
    assert across(code) == ("manual", {PATH: HEAD + code})


@pytest.mark.parametrize(
    "other",
    [
        "from train import folder\nmap(folder, x)",
        "from train import folder\nUSES = {'folder': folder}",
        "import train\ndef run(make=train.folder):\n    return make(model='a')",
    ],
)
def test_what_is_handed_on_is_not_renamed(other: str) -> None:
    assert across(SCRIPT, other=other) == ("manual", {PATH: HEAD + SCRIPT, "other.py": other})


def test_strings_passed_by_another_file() -> None:
    found = lint(
        HEAD + "def f(model):\n    return g(model)\n", only="TFC104", other="import train\ntrain.f('a')"
    )
    assert found == ["TFC104:4 warning"]


def test_a_dictionary_in_another_file() -> None:
    other = "from train import folder\nfolder(**{'model': 'b'})"
    assert across(SCRIPT, other=other)[0] == "manual"


def test_a_package_that_exports_it() -> None:
    lab = Lab(HEAD + SCRIPT, only="TFC104", __init__="from .train import folder")
    assert [finding.fix and finding.fix.applicability for finding in lab.check().findings] == [
        Applicability.UNSAFE
    ]


def test_a_script_inside_a_package_may_be_imported_from_elsewhere() -> None:
    lab = Lab(HEAD + SCRIPT, only="TFC104", __init__="")
    assert [finding.fix and finding.fix.applicability for finding in lab.check().findings] == [
        Applicability.UNSAFE
    ]


def test_what_hides_a_call_is_named_with_its_place() -> None:
    lab = Lab(HEAD + SCRIPT, only="TFC104", other='import train\ngetattr(train, "folder")(model="b")\n')
    [finding] = lab.check().findings
    assert finding.fix is not None
    assert finding.fix.title == (
        "rename the parameter to `model_name` by hand: other.py, line 2 names it, and may pass it by keyword"
    )


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_is_the_same_on_each_keras(target: str) -> None:
    code = HEAD + "def f(model):\n    return os.path.join('a', model)\ndef g(model):\n    model.fit(1)\n"
    assert lint(code, target=target, only="TFC104") == ["TFC104:4 warning", "TFC104:6 info"]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("def f(model):\n    return model.outputs\n", "keep it where it is a model, else name it after"),
        ("def f(model: keras.Model):\n    return model.outputs\n", "keep it: `model` is the usual name"),
        ("def f(model):\n    return 1\n", "remove the parameter, or say why callers must pass it"),
    ],
)
def test_advice_about_an_object(code: str, title: str) -> None:
    [found] = findings(HEAD + code, only="TFC104")
    assert found.fix is not None and found.fix.title.startswith(title)
