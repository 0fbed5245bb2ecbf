"""What a model is compiled with that one file of the project saves whole, and another one loads."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles, others_with
from tflint_ckpt.semantics.paths.roles import CHECKPOINT, WRITING, Role
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.compiled_with import LAMBDA, Own, of_compile
from tflint_ckpt.semantics.saving.files import MODEL_SUFFIXES
from tflint_ckpt.semantics.saving.read_again import SCOPES
from tflint_ckpt.semantics.training.compiled_elsewhere import compiled_by_name
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tflint_ckpt.semantics.saving.files import FileCall
    from tflint_ckpt.semantics.training.compiles import Compile

_SAVING = ("ModelCheckpoint", "save", "save_model")
_MOST_FILES = 12
_LEAST = 3
_REGISTERED = pattern(r"\bregister_keras_serializable\([^\n()]*\)\(")
"""A function or class that is registered where it is not defined."""
_FIELD = pattern(rf"\{{[^{{}}]*\}}|{HOLE}")


@dataclass(frozen=True, eq=False, slots=True)
class Saved:
    """What of the project a model is compiled with.

    Attributes:
        own: the functions.
        module: the file that compiles it.
        paths: the paths that it is loaded from.
    """

    own: tuple[Own, ...]
    module: Module
    paths: tuple[Text, ...]


def saved_elsewhere(module: Module, load: FileCall) -> Saved | None:
    """What every model is compiled with that the project may save to the file of *load*."""
    paths = _paths(module, load)
    if not paths or _is_known_elsewhere(module):
        return None
    found: Saved | None = None
    seen = set[Text]()
    files = files_with(module, _SAVING)
    for there in (module, *files) if files else ():
        for handled in there.fact(HandledFiles).every:
            if handled.role not in WRITING or handled.role is Role.WRITES_WEIGHTS:
                continue
            if not any(may_be_at(value, path) for value in handled.values for path in paths):
                continue
            own = _own(there, handled) if there is not module else None
            if own is None:
                return None
            found = found or Saved(tuple(own[1]), own[0], paths)
            seen.update(path for path in paths if any(is_at(value, path) for value in handled.values))
    return found if seen == set(paths) else None


def _paths(module: Module, load: FileCall) -> tuple[Text, ...]:
    """The paths of *load*, where the code tells of each the folder, or the name, and the suffix."""
    values = module.evaluate(load.path.value) if load.path is not None else ()
    texts = tuple(value for value in values if isinstance(value, Text))
    if len(texts) < len(values) or not all(ends_in(text, *MODEL_SUFFIXES) for text in texts):
        return ()
    return texts if all(map(is_telling, texts)) else ()


def is_telling(text: Text) -> bool:
    """Whether some letters of the folder are known, or there is none, and the whole name."""
    folder, _, name = normal(shape(text)).rpartition("/")
    known = sum(map(str.isalnum, folder)) >= _LEAST
    return known or (not folder and HOLE not in name)


def _is_known_elsewhere(module: Module) -> bool:
    """Whether some file may tell Keras of names besides its own, whoever imports it."""
    words = [(word, re.compile(rf"\b{word}\b")) for word in SCOPES]
    words.append(("register_keras_serializable", _REGISTERED))
    return _REGISTERED.search(module.source.text) is not None or any(
        module.project.somewhere(found, word, besides=module.path) for word, found in words
    )


def files_with(module: Module, words: Iterable[str]) -> list[Module] | None:
    """The other files of the project that call something named so; ``None`` where they are too many."""
    return others_with(module, words, r"\s*\(", _MOST_FILES)


def is_at(value: object, path: Text) -> bool:
    """Whether a file at *value* surely is one of those at *path*: in the same folder, by the same name."""
    if not isinstance(value, Text):
        return False
    written, read = normal(shape(value)), normal(shape(path))
    same_folder = written.rpartition("/")[0] == read.rpartition("/")[0]
    return same_folder and _pattern(written, "[^/]*").fullmatch(read) is not None


def may_be_at(value: object, path: Text) -> bool:
    """Whether a file at *value* may be one of those at *path*."""
    if not isinstance(value, Text):
        return True
    written, read = normal(shape(value)), normal(shape(path))
    return any(
        _pattern(one, "(?s:.*)").fullmatch(other)
        for left, right in ((written, read), (read, written))
        for one in (left, left.removeprefix(f"{HOLE}/"))  # the folder may be the working folder
        for other in (right, right.removeprefix(f"{HOLE}/"))
    )


def _pattern(path: str, filler: str) -> re.Pattern[str]:
    return re.compile(filler.join(map(re.escape, _FIELD.split(path))))


# What it is compiled with


def _own(there: Module, handled: Handled) -> tuple[Module, list[Own]] | None:
    """What of the project the model is compiled with that a call saves; ``None`` where that is not seen."""
    found: tuple[Module, list[Own]] | None = None
    for compiled in _compiles(there, handled) or ():
        assert isinstance(compiled.module, Module)
        own = [each for each in of_compile(compiled.module, compiled) if each.name != LAMBDA]
        if not own:
            return None
        found = found or (compiled.module, own)
    return found


def _compiles(there: Module, handled: Handled) -> Sequence[Compile] | None:
    if handled.role is not Role.WRITES_MODEL or "include_optimizer" in keywords(handled.call):
        return None
    checkpoint = there.as_call(handled.call, CHECKPOINT)
    if checkpoint is None:
        is_method = isinstance(handled.call.func, cst.Attribute) and there.resolve(handled.call.func) is None
        return compiled_by_name(there, handled.call) if is_method else None
    if argument_of(checkpoint, "filepath") is None:
        return None
    found: list[Compile] = []
    for fit in there.training.fits_everywhere(handled.call) or ():
        compiles = fit.compiles_everywhere or compiled_by_name(fit.module, fit.node)
        if not compiles:
            return None
        found += compiles
    return found
