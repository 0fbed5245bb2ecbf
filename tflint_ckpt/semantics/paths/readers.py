"""Calls that may get at a file without its whole name: listings, patterns, TensorFlow's own checkpoints."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.shape import HOLE, marks_of, normal, shape
from tflint_ckpt.semantics.values.kinds import Instance, Text, as_texts
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_CHECKPOINTS = frozenset(
    """latest_checkpoint get_checkpoint_state checkpoints_iterator list_variables load_checkpoint
    load_variable checkpoint_exists SidecarEvaluator""".split()
)
"""Functions of ``tf.train`` that know TensorFlow's own checkpoints only, and a class that waits for them."""
_PATTERNS = frozenset("glob iglob rglob Glob matching_files".split())
_LISTINGS = frozenset("listdir scandir walk iterdir ListDirectory Walk".split())
OWN_FILES = lazy_pattern(r"\.index$|\.data-0|/checkpoint$")
_SERVED = frozenset(("from_saved_model", "from_keras_model_file", "TFSMLayer"))
_READ_ONLY = ("/kaggle/input", "../input")
_FOLDER_CALLS = frozenset(
    """makedirs mkdir MakeDirs MkDir join exists isdir isfile dirname basename abspath realpath rmtree print
    format str Path len TensorBoard CSVLogger BackupAndRestore DeleteRecursively chdir""".split()
)
"""Calls that take no file from the folder they are handed, besides those that are looked at here."""

_KNOWN = _FOLDER_CALLS | _LISTINGS | _PATTERNS | _CHECKPOINTS


def is_own_file(name: str) -> bool:
    """Whether a name ends as those of the files do that make up one of TensorFlow's own checkpoints."""
    may_be = ".index" in name or ".data-0" in name or "/checkpoint" in name
    return may_be and OWN_FILES.search(name) is not None


def folder_readers(module: Module, directory: str, suffix: str, new: str) -> Iterator[tuple[str, bool]]:
    """Why files of another suffix may not be found again, for each such call of the module.

    *directory* is the normalized folder of the files; *suffix* is what they have now, empty for none, and
    *new* what they would have. With each reason: whether the call surely would not find them any more, if
    it looks for them.
    """
    for call in module.fact(_Calls).reading:
        name = last_name(call.func)
        if name in _CHECKPOINTS and _may_list(module, call, directory):
            where = "tf.train." if name[0].islower() else ""
            yield f"{where}{name} finds only TensorFlow's own checkpoints", True
        elif name in _PATTERNS and _may_match(module, call, directory, suffix):
            yield f"{name}() may look for it", not _matches(module, call, new)
        elif name in _LISTINGS and _may_list(module, call, directory):
            asks = suffix and _asks_for(module, suffix, new)
            yield (
                f"{name}() may list its folder" + (f", for names that end in {suffix}" if asks else ""),
                bool(asks),
            )
        elif name in ("restore", "read") and _restores(module, call):
            yield "tf.train.Checkpoint.restore reads only TensorFlow's own checkpoints", False
        elif _serves(module, call) and _may_list(module, call, directory):
            yield f"{name}() may read it", False


def folder_handed(module: Module, text: Text) -> Iterator[str]:
    """Why something may read the folder of the file at *text*: a call that cannot be seen gets it."""
    mark = module.fact(Fillings).mark
    whole = shape(text, mark)
    directory = normal(whole[: whole.rfind("/") + 1])
    if not directory or not all(marks_of(directory)):
        return
    for name in module.fact(_Calls).handed.get(directory, ()):
        yield f"{name}() is handed its folder" if name else "its folder is handed on"


class _Calls:
    """The calls of a module that may read a folder."""

    def __init__(self, module: Module) -> None:
        self._module = module

    @cached_property
    def reading(self) -> list[cst.Call]:
        """Those that are known to, in source order."""
        module = self._module
        known = _CHECKPOINTS | _PATTERNS | _LISTINGS | {"restore", "read"}
        return [call for call in module.facts.calls if last_name(call.func) in known or _serves(module, call)]

    @cached_property
    def handed(self) -> dict[str, list[str]]:
        """By each folder the names of the other functions that get it, once for each argument."""
        module, mark = self._module, self._module.fact(Fillings).mark
        found: dict[str, list[str]] = {}
        for call in module.facts.calls:
            name = last_name(call.func)
            if name in _KNOWN or module.local_function(call.func):
                continue
            for argument in call.args:
                given = as_texts(module.evaluate(argument.value), argument.value)
                for directory in {normal(shape(each, mark)) for each in given}:
                    found.setdefault(directory, []).append(name)
        return found


def _serves(module: Module, call: cst.Call) -> bool:
    return last_name(call.func) in _SERVED or module.is_named(call.func, "tensorflow.saved_model.load")


def _paths(module: Module, call: cst.Call) -> list[str] | None:
    """The normalized shapes of the first argument, or of the receiver; ``None`` where it is not known."""
    given = call.args[0].value if call.args else None
    if given is None and isinstance(call.func, cst.Attribute):
        given = call.func.value
    values = module.evaluate(given) if given is not None else ()
    texts = [value for value in values if isinstance(value, Text)]
    if not texts or len(texts) != len(values):
        return None
    return [normal(shape(text)) for text in texts]


def _may_match(module: Module, call: cst.Call, directory: str, suffix: str) -> bool:
    """Whether a pattern may fit a file of *suffix* in *directory*."""
    paths = _paths(module, call)
    if paths is None:
        return True
    endings = [re.split(r"[*?\]]", path.rpartition("/")[2])[-1] for path in paths]
    if all(_is_other(ending, suffix) for ending in endings):
        return False
    is_method = isinstance(call.func, cst.Attribute) and not module.resolve(call.func)
    return is_method or any(_overlap(path.rpartition("/")[0], directory) for path in paths)


def _matches(module: Module, call: cst.Call, new: str) -> bool:
    """Whether a pattern, for all that is known of it, fits names of the suffix *new* as well."""
    endings = [re.split(rf"[*?\]{HOLE}]", path)[-1] for path in _paths(module, call) or ()]
    return all(new.endswith(ending) for ending in endings)


def _asks_for(module: Module, suffix: str, new: str) -> bool:
    """Whether a string of the module is *suffix* by itself, which names of the suffix *new* do not end in."""
    return not new.endswith(suffix) and any(
        node.evaluated_value in (suffix, suffix[1:]) for node in module.facts.every(cst.SimpleString)
    )


def _is_other(ending: str, suffix: str) -> bool:
    """Whether what a pattern ends in is the suffix of other files."""
    if HOLE in ending or not suffix or not ending.startswith(".") or is_own_file(ending):
        return False
    return not suffix.endswith(ending)


def _may_list(module: Module, call: cst.Call, directory: str) -> bool:
    paths = _paths(module, call)
    return paths is None or any(_overlap(path, directory) for path in paths)


def _overlap(path: str, directory: str) -> bool:
    """Whether a folder that is listed may be the folder of the files, or one around it."""
    if path.startswith(_READ_ONLY):
        return False
    known = re.split(f"[*?{HOLE}{{]", path)[0]
    if known != path:
        return not known or directory.startswith(known) or known.startswith(directory + "/")
    if path.startswith("/") and not directory.startswith("/"):
        return True  # it may be the working folder
    return not path or (directory + "/").startswith(path + "/")


def _restores(module: Module, call: cst.Call) -> bool:
    """Whether a call is ``restore`` of a ``tf.train.Checkpoint``, of a path no manager keeps."""
    if not isinstance(call.func, cst.Attribute) or not call.args:
        return False
    given = call.args[0].value
    if isinstance(given, cst.Attribute) and given.attr.value == "latest_checkpoint":
        return False
    for value in module.evaluate(call.func.value):
        if isinstance(value, Instance):
            return module.is_named(value.call.func, "tensorflow.train.Checkpoint")
    return False
