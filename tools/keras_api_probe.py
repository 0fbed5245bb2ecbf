"""Tell what the public API of the installed Keras is; ``tools/keras_api.py`` runs it in the environment of
a release, on Python 3.7 or later.

Usage: python keras_api_probe.py collect|probe FILE. ``collect`` reads from FILE, where there is one, the
names that a standalone Keras had once, and writes the names, the signatures and the members there; ``probe``
reads from FILE what to try on which class, and writes there which is taken.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import itertools
import json
import os
import re
import sys
import tempfile
import types
import warnings

from keras_api_names import Roots, tree_of

NO_SUCH_KEYWORD = "tflint_no_such_keyword"
TRIES = 600
"""Combinations of values for required parameters that are tried on one class."""
_PLAIN_DEFAULT = 32
"""Characters of a default value that are kept."""


def parameters(function, bound):
    """Each as ``name``, ``name=default``, ``*name`` or ``**name``; ``/`` and ``*`` as in a signature;
    ``None``: unknown."""
    try:
        listed = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    if bound and listed and listed[0].kind not in (listed[0].VAR_POSITIONAL, listed[0].VAR_KEYWORD):
        listed = listed[1:]
    written, star = [], False
    for number, parameter in enumerate(listed):
        kind = parameter.kind
        if number and listed[number - 1].kind == parameter.POSITIONAL_ONLY != kind:
            written.append("/")
        if kind == parameter.KEYWORD_ONLY and not star:
            star = True
            written.append("*")
        if kind == parameter.VAR_POSITIONAL:
            star = True
        mark = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(kind, "")
        default = "" if parameter.default is parameter.empty else f"={shown(parameter.default)}"
        written.append(f"{mark}{parameter.name}{default}")
    if listed and listed[-1].kind == inspect.Parameter.POSITIONAL_ONLY:
        written.append("/")
    return written


def constructor_parameters(cls):
    """The parameters of ``__init__``; of ``__new__`` where there is no other constructor."""
    if cls.__init__ is not object.__init__:
        written = parameters(cls.__init__, True)
        return parameters(cls, False) if written is None else written
    return [] if cls.__new__ is object.__new__ else parameters(cls.__new__, True)


def shown(value):
    """The default value, shortened; nothing that differs from run to run."""
    if isinstance(value, (bool, int, float, str, bytes, type(None), tuple, list, dict)):
        text = repr(value)
    else:
        text = getattr(value, "__name__", "") or f"<{type(value).__name__}>"
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return text if len(text) <= _PLAIN_DEFAULT else text[: _PLAIN_DEFAULT - 1] + "…"


def members(cls, public_ids):
    """Name → parameters of a method, or what else it is, of what *cls* does not have from a public base."""
    lookups = {}
    for name in dir(cls):
        if name.startswith("_") or hasattr(object, name) or hasattr(type, name):
            continue
        with contextlib.suppress(AttributeError):
            lookups[name] = inspect.getattr_static(cls, name)
    inherited = [base for base in cls.__mro__[1:] if id(base) in public_ids]
    found = {}
    for name, value in lookups.items():
        supplied = next((vars_of(base, name) for base in inherited if vars_of(base, name) is not None), None)
        if supplied is not value:
            found[name] = member(value, cls, name)
    return found


def vars_of(base, name):
    """What *base*, or a class above it, has under that name."""
    try:
        return inspect.getattr_static(base, name)
    except AttributeError:
        return None


def member(value, cls, name):
    """The parameters of a method; ``property`` or ``attribute`` of anything else."""
    if isinstance(value, property):
        return "property" if value.fset is None else "settable"
    if isinstance(value, (staticmethod, classmethod)):
        return parameters(value.__func__, isinstance(value, classmethod)) or []
    if inspect.isfunction(value) or inspect.ismethoddescriptor(value):
        return parameters(value, True) if callable(value) else "attribute"
    if callable(value):
        with contextlib.suppress(Exception):
            return parameters(getattr(cls, name), True)
    return "attribute"


def public_bases(cls, public_ids):
    """The nearest public classes above *cls*, in the order they are searched."""
    found = []
    for base in cls.__bases__:
        found += [id(base)] if id(base) in public_ids else public_bases(base, public_ids)
    return list(dict.fromkeys(found))


def keywords(cls):
    """``(strings, reads)``: identifiers in the source of the constructors of *cls* and the functions they
    call, as strings or parameters, and those that are looked up in ``**kwargs`` there."""
    strings, reads = set(), set()
    for function in constructors(cls):
        tree = tree_of(function)
        if tree is None:
            continue
        taken = tree.args
        only_by_place = getattr(taken, "posonlyargs", ())
        strings.update(argument.arg for argument in (*only_by_place, *taken.args[1:], *taken.kwonlyargs))
        for node in ast.walk(tree):
            text = text_of(node)
            if text is not None and text.isidentifier():
                strings.add(text)
            reads.update(read_keys(node))
    return strings, reads


def constructors(cls):
    """``__init__`` along the classes above, and what these call of their own class and module."""
    seen = {}
    for base in cls.__mro__:
        for start in ("__init__", "__new__"):
            function = vars(base).get(start)
            function = getattr(function, "__func__", function)
            if not isinstance(function, types.FunctionType):
                continue
            function = inspect.unwrap(function)
            seen[id(function)] = function
            for name in function.__code__.co_names:
                helper = function.__globals__.get(name) or vars_of(cls, name)
                if isinstance(helper, (staticmethod, classmethod)):
                    helper = helper.__func__
                if isinstance(helper, types.FunctionType) and takes_keywords(helper):
                    seen[id(helper)] = helper
    return list(seen.values())


def takes_keywords(function):
    """Whether some parameter is called as a mapping of keywords is."""
    code = inspect.unwrap(function).__code__
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    return any("kwargs" in name for name in code.co_varnames[:count])


def read_keys(node):
    """The keys that *node* looks up in a mapping of keywords."""
    if isinstance(node, ast.Subscript) and of_keywords(node.value):
        keys = [node.slice]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and of_keywords(node.func.value):
        keys = node.args[:1]
    elif isinstance(node, ast.Compare) and any(map(of_keywords, node.comparators)):
        keys = [node.left]
    else:
        keys = []
    return [text for text in map(text_of, keys) if text is not None]


def text_of(node):
    """The value of a string; ``None`` of anything else. Before Python 3.9 an index has a node of its own,
    before 3.8 a string too."""
    if type(node).__name__ == "Index":
        node = node.value
    value = node.s if type(node).__name__ == "Str" else getattr(node, "value", None)
    written = isinstance(node, ast.Constant) or type(node).__name__ == "Str"
    return value if written and isinstance(value, str) else None


def of_keywords(node):
    return isinstance(node, ast.Name) and "kwargs" in node.id


def kind_of(value):
    if isinstance(value, types.ModuleType):
        return "module"
    if inspect.isclass(value):
        return "class"
    return "function" if callable(value) else "constant"


def collect(once):
    """All of it, as JSON values; objects are numbered in the order of their names."""
    roots = Roots()
    names = {root: roots.names(root) for root in ("tf.keras", "keras")}
    names["inner"] = roots.inner({**names["tf.keras"], **names["keras"]}, once)
    number, objects, kept = {}, [], []
    for root in ("tf.keras", "keras", "inner"):
        for _, value in sorted(names[root].items()):
            if id(value) not in number:
                number[id(value)] = len(kept)
                kept.append(value)
    for value in kept:
        record = {"kind": kind_of(value)}
        if record["kind"] == "class":
            record["parameters"] = constructor_parameters(value)
            record["bases"] = [number[base] for base in public_bases(value, number)]
            record["members"] = members(value, number)
            if any(text.startswith("**") for text in record["parameters"] or ()):
                strings, reads = keywords(value)
                record["strings"], record["reads"] = sorted(strings), sorted(reads)
        elif record["kind"] == "function":
            record["parameters"] = parameters(value, False)
        objects.append(record)
    return {
        "tensorflow": roots.tensorflow.__version__,
        "keras": roots.version,
        "names": {
            root: {n: number[id(v)] for n, v in sorted(found.items())} for root, found in names.items()
        },
        "objects": objects,
    }


def pool(tf):
    """Values for required parameters, and for keywords that are tried."""
    layer, cell = tf.keras.layers.Dense(1), tf.keras.layers.LSTMCell(1)
    return (
        *(1, (1, 1), "relu", 0.5, True, [1], (1, 1, 1), {"a": 1}, "mse"),
        *(layer, [layer], cell, [cell], tf.keras.layers.LSTM(1), tf.keras.Sequential([layer])),
        *(
            lambda *arguments: arguments[0],
            tf.keras.optimizers.SGD(),
            ["a"],
            ((0, 1),),
            "float32",
            [0.1, 0.2],
        ),
    )


class Prober:
    """Constructs objects with and without a keyword."""

    def __init__(self, tf):
        self.values = pool(tf)

    def attempt(self, cls, arguments):
        """The exception that the construction ends with, or ``None``."""
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                cls(**arguments)
        except Exception as error:  # noqa: BLE001 - the answer is any that is raised
            return error
        return None

    def minimal(self, cls, required, optional):
        """Arguments that construct *cls*: for the *required* parameters; where that is not enough, for one
        of those that are *optional*; ``None`` if none do."""
        found = self._for(cls, required)
        for name in () if found is not None or len(required) > 1 else optional:
            found = found or self._for(cls, [*required, name])
        return found

    def _for(self, cls, required):
        if len(required) > 4:
            return None
        combinations = itertools.product(self.values, repeat=len(required))
        for values in itertools.islice(combinations, TRIES):
            arguments = dict(zip(required, values))  # noqa: B905 - Python 3.9
            if self.attempt(cls, arguments) is None:
                return arguments
        return None

    def verdicts(self, cls, required, optional, candidates):
        """``(what happens to an unknown keyword, accepted, unsure)``."""
        base = self.minimal(cls, required, optional)
        if base is None:
            return "unknown", [], []
        error = self.attempt(cls, {**base, NO_SUCH_KEYWORD: 1})
        if error is None:
            return "swallowed", [], []
        if not self._refuses(error, NO_SUCH_KEYWORD):
            return "unknown", [], []
        accepted, unsure = [], []
        for candidate in candidates:
            verdict = self._one(cls, base, candidate)
            if verdict is not False:
                (accepted if verdict else unsure).append(candidate)
        return "refused", accepted, unsure

    def _one(self, cls, base, candidate):
        named = True
        for value in self.values:
            error = self.attempt(cls, {**base, candidate: value})
            if error is None:
                return True
            if not self._refuses(error, candidate):
                named = False
            elif value == 1 and type(error) is TypeError and "unexpected keyword" in str(error):
                return False
        return False if named else None

    @staticmethod
    def _refuses(error, keyword):
        return isinstance(error, (TypeError, ValueError)) and keyword in str(error)


def probe(wanted):
    """Public name of a class → what it takes; *wanted* maps names to the keywords that are tried."""
    roots = Roots()
    prober = Prober(roots.tensorflow)
    found = {"tf.keras": roots.names("tf.keras"), "keras": roots.names("keras")}
    answers = {}
    for key, (required, optional, candidates) in sorted(wanted.items()):
        root, _, name = key.partition(":")
        policy, accepted, unsure = prober.verdicts(found[root][name], required, optional, candidates)
        answers[key] = [policy, accepted, unsure]
    return answers


def main():
    mode, path = sys.argv[1:]
    path = os.path.abspath(path)
    warnings.simplefilter("ignore")
    wanted = []
    if mode == "probe" or os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            wanted = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # what a constructor writes goes with it
        answer = collect(wanted) if mode == "collect" else probe(wanted)
        os.chdir("/")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
