"""The public names of the installed Keras, for ``keras_api_probe.py``; runs on Python 3.7 or later."""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import os
import pkgutil
import textwrap
import types


class Roots:
    """The public names: below ``tf.keras``, and below ``keras`` where that is a package of its own."""

    def __init__(self):
        import tensorflow

        self.tensorflow = tensorflow
        self.tf_keras = self._loaded(tensorflow.keras)
        try:
            self.keras = importlib.import_module("keras")
        except ImportError:
            self.keras = None
        if self.keras is not None and tensorflow.keras.__name__.startswith("tensorflow"):
            self.keras = None  # TensorFlow 2.5 and before: the package is no part of what tf.keras is
        version = getattr(self.tf_keras, "__version__", None)
        if version is None and self.keras is not None:
            version = self.keras.__version__
        self.version = version.replace("-tf", "")

    @staticmethod
    def _loaded(module):
        dir(module)  # a lazy loader becomes what it loads
        return module

    @property
    def major(self):
        return int(self.version.partition(".")[0])

    def names(self, root):
        """Public name → object, below *root*, ``tf.keras`` or ``keras``; names begin with ``keras``."""
        found = {}
        if root == "tf.keras":
            self._walk(self.tf_keras, "keras", found, set())
        elif self.keras is not None and self.major >= 3:
            self._walk(self.keras, "keras", found, set())
        elif self.keras is not None:
            for name in self.names("tf.keras"):
                with contextlib.suppress(Exception):
                    found[name] = resolve(name)
        return found

    def _walk(self, module, name, found, above):
        for attribute in dir(module):
            if attribute.startswith("_") or (name == "keras" and attribute in ("src", "api")):
                continue
            try:
                value = getattr(module, attribute)
            except Exception:  # noqa: BLE001 - a lazy module that raises cannot be used
                continue
            path = f"{name}.{attribute}"
            if isinstance(value, types.ModuleType):
                if not self._is_api(value, path) or id(value) in above:
                    continue
                found[path] = value
                self._walk(value, path, found, above | {id(module)})
                if not any(name.startswith(f"{path}.") for name in found):
                    del found[path]  # all that was in it only raises
            elif usable(value):
                found[path] = value

    def _is_api(self, module, path):
        inner = path.partition(".")[2]
        return module.__name__.endswith(f"keras.{inner}") or module.__name__ == f"keras.api.{inner}"

    def inner(self, public, once=()):
        """What else can be imported from a standalone Keras 2: every module, names of *public* objects in the
        modules where they are defined, and above, and the names that were there *once*."""
        found = {}
        if (
            self.keras is None
            or self.major >= 3
            or os.path.isdir(os.path.join(self.keras.__path__[0], "src"))
        ):
            return found
        ids = {id(value): value for value in public.values() if not isinstance(value, types.ModuleType)}
        for module in self._modules(self.keras):
            found[module.__name__] = module
            for attribute, value in vars(module).items():
                home = getattr(value, "__module__", None) or ""
                if id(value) in ids and f"{home}.".startswith(f"{module.__name__}."):
                    name = f"{module.__name__}.{attribute}"
                    if name not in public and not attribute.startswith("_"):
                        found[name] = value
        for name in once:
            with contextlib.suppress(Exception):
                found.setdefault(name, resolve(name))
        return {name: value for name, value in found.items() if name not in public}

    @staticmethod
    def _modules(package):
        for info in pkgutil.walk_packages(package.__path__, "keras.", onerror=lambda name: None):
            parts = info.name.split(".")
            if any(
                p.startswith("_") or p.endswith("_test") or p in ("api", "testing_infra", "tests")
                for p in parts
            ):
                continue
            with contextlib.suppress(Exception):
                yield importlib.import_module(info.name)


def resolve(name):
    """The object of that name, as ``from … import …`` finds it."""
    parts = name.split(".")
    value = importlib.import_module(parts[0])
    for count, part in enumerate(parts[1:], 2):
        try:
            value = getattr(value, part)
        except AttributeError:
            value = importlib.import_module(".".join(parts[:count]))
    return value


def usable(value):
    """Whether it is more than a name that raises: a constructor or function that does nothing else is
    none."""
    function = value.__init__ if inspect.isclass(value) else value
    tree = tree_of(function)
    if tree is None:
        return True
    body = [
        line
        for line in tree.body
        if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
    ]
    only_raises = len(body) == 1 and isinstance(body[0], ast.Raise)
    if not only_raises:
        return True
    arguments = tree.args
    return not (inspect.isclass(value) or (arguments.vararg and arguments.kwarg))


def tree_of(function):
    """The syntax tree of a function written in Python, or ``None``."""
    if not isinstance(function, (types.FunctionType, types.MethodType)):
        return None
    function = inspect.unwrap(function)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):
        return None
    first = tree.body[0] if tree.body else None
    return first if isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef)) else None
