"""What one use of a variable proves about its value: that it is a name, an object, or nothing."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.semantics.parameters.annotations import FOREIGN, type_names
from tflint_ckpt.semantics.values.kinds import Items, Mapping, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_ckpt.semantics.engine import Engine


class Proof(Enum):
    """How the code shows that a variable holds a name (a string or path), or an object."""

    ANNOTATED = "annotated as a string"
    ANNOTATED_PATH = "annotated as a path"
    DEFAULT = "its default is a string"
    OPENED = "used as the path of a file"
    PATH = "used as a path"
    JOINED = "joined into a path"
    ADDED = "added to a string"
    METHOD = "a string method is called on it"
    KEY = "used as a key"
    COMPARED = "compared with a string"
    FORMATTED = "formatted into a path"
    CALLERS = "callers pass strings"

    ATTRIBUTE = "an attribute of it is used"
    CALLED = "it is called"
    TYPED = "annotated as an object"
    CHECKED = "its type is looked at"
    EITHER = "its type is looked at, a string is one"

    @property
    def rank(self) -> int:
        """The place in the order of strength, 0 the strongest."""
        return list(Proof).index(self)

    @property
    def of_name(self) -> bool:
        """Whether this shows a name."""
        return self not in (Proof.ATTRIBUTE, Proof.CALLED, Proof.TYPED, Proof.CHECKED, Proof.EITHER)

    @property
    def of_path(self) -> bool:
        """Whether this shows the path of a file or folder, and no name that a path is made of."""
        return self in (Proof.ANNOTATED_PATH, Proof.OPENED)

    @property
    def of_object(self) -> bool:
        """Whether this shows an object that is no string."""
        return self in (Proof.ATTRIBUTE, Proof.CALLED, Proof.TYPED)

    @property
    def raises(self) -> bool:
        """Whether a model object in the place of the name raises an exception there."""
        return self in (Proof.OPENED, Proof.PATH, Proof.JOINED, Proof.ADDED, Proof.METHOD, Proof.KEY)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proof, and the node it stands on."""

    proof: Proof
    node: cst.CSTNode


def of_use(module: Engine, use: cst.Name) -> Evidence | None:
    """What one read of a variable proves."""
    parent = module.parent(use)
    handler = _BY_PARENT.get(type(parent)) if parent is not None else None
    proof = handler(module, use, parent) if handler is not None and parent is not None else None
    return Evidence(proof, use) if proof is not None else None


def _attribute(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    assert isinstance(parent, cst.Attribute)
    call = module.parent(parent)
    if parent.attr.value in _STRING_METHODS and isinstance(call, cst.Call) and call.func is parent:
        return Proof.METHOD
    if parent.attr.value in _PATH_ATTRIBUTES:
        return Proof.OPENED
    if parent.attr.value in _PATH_PARTS:
        return _part_of_path(module, parent)
    return None if parent.attr.value in ("__class__", "__doc__") else Proof.ATTRIBUTE


def _part_of_path(module: Engine, node: cst.Attribute) -> Proof | None:
    """What is proved by ``x.stem``, which is a text of a path, and the first layers of many a model."""
    above = module.parent(node)
    if isinstance(above, cst.Attribute) and above.attr.value in _STRING_METHODS:
        return Proof.OPENED
    if isinstance(above, (cst.Attribute, cst.AssignTarget)) or module.call_of(node) is not None:
        return Proof.ATTRIBUTE
    if isinstance(above, (cst.BinaryOperation, cst.Comparison, cst.ComparisonTarget)):
        among_texts = _BY_PARENT[type(above)](module, node, above) is not None
        return Proof.OPENED if among_texts else None
    return Proof.OPENED if isinstance(above, cst.FormattedStringExpression) else None


def _called(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    return Proof.CALLED


def _argument(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    assert isinstance(parent, cst.Arg)
    call = module.parent(parent)
    if not isinstance(call, cst.Call) or parent.star:
        return None
    name = callee(module, call)
    first = call.args[0] is parent
    if name in _TYPE_CHECKS:
        if not first:
            return None
        types = "".join(module.text(argument.value) for argument in call.args[1:])
        return Proof.EITHER if _STRING_TYPE.search(types) else Proof.CHECKED
    if first and len(call.args) == 1 and _STRING_CHECK.match((name or "").rpartition(".")[2]):
        return Proof.EITHER
    if name == "getattr":
        return None if first else Proof.KEY if call.args[1] is parent else None
    if name in _PATH_TYPES and len(call.args) == 1:
        return Proof.OPENED
    if name in _JOINS:
        return Proof.JOINED
    if name in _OPENERS and (first or _keyword(parent) in _PATH_KEYWORDS):
        return Proof.OPENED
    if name in _PATH_FUNCTIONS and (first or _keyword(parent) in _PATH_KEYWORDS):
        return Proof.PATH
    if _is_format(module, call):
        return _formatted(module, call)
    return None


def _operand(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    assert isinstance(parent, cst.BinaryOperation)
    other = parent.right if parent.left is use else parent.left
    if isinstance(parent.operator, cst.Add) and module.is_text(other):
        return Proof.ADDED
    if isinstance(parent.operator, cst.Divide):
        values = module.evaluate(other)
        return Proof.JOINED if all(isinstance(value, Text) and value.is_path for value in values) else None
    if isinstance(parent.operator, cst.Modulo) and parent.right is use and module.is_text(other):
        return _formatted(module, parent)
    return None


def _element(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    """``"%s_%d" % (model, units)``."""
    group = module.parent(parent)
    operation = module.parent(group) if isinstance(group, cst.Tuple) else None
    if not isinstance(operation, cst.BinaryOperation) or operation.right is not group:
        return None
    if isinstance(operation.operator, cst.Modulo) and module.is_text(operation.left):
        return _formatted(module, operation)
    return None


def _in_f_string(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    text = module.parent(parent)
    return _formatted(module, text) if isinstance(text, cst.FormattedString) else None


def _left_of_comparison(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    assert isinstance(parent, cst.Comparison)
    target = parent.comparisons[0]
    if len(parent.comparisons) != 1:
        return None
    if isinstance(target.operator, (cst.Equal, cst.NotEqual)):
        return Proof.COMPARED if module.is_text(target.comparator) else None
    if isinstance(target.operator, (cst.In, cst.NotIn)):
        return Proof.COMPARED if _holds_texts(module, target.comparator) else None
    return None


def _right_of_comparison(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    assert isinstance(parent, cst.ComparisonTarget)
    comparison = module.parent(parent)
    if not isinstance(comparison, cst.Comparison) or len(comparison.comparisons) != 1:
        return None
    equal = isinstance(parent.operator, (cst.Equal, cst.NotEqual))
    return Proof.COMPARED if equal and module.is_text(comparison.left) else None


def _index(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    element = module.parent(parent)
    subscript = module.parent(element) if element is not None else None
    if not isinstance(subscript, cst.Subscript) or len(subscript.slice) != 1:
        return None
    if isinstance(module.parent(subscript), cst.AssignTarget):
        return None  # an object may be a key as well
    values = module.evaluate(subscript.value)
    known = all(isinstance(value, Mapping) and value.entries and value.complete for value in values)
    return Proof.KEY if known else None


def _match(module: Engine, use: cst.BaseExpression, parent: cst.CSTNode) -> Proof | None:
    assert isinstance(parent, cst.Match)
    texts = (
        isinstance(pattern, cst.MatchValue) and module.is_text(pattern.value)
        for case in parent.cases
        for pattern in _alternatives(case.pattern)
    )
    return Proof.COMPARED if any(texts) else None


def _alternatives(pattern: cst.MatchPattern) -> list[cst.MatchPattern]:
    """The patterns of ``case "a" | "b"``."""
    return [each.pattern for each in pattern.patterns] if isinstance(pattern, cst.MatchOr) else [pattern]


_BY_PARENT: dict[type[cst.CSTNode], Callable[[Engine, cst.BaseExpression, cst.CSTNode], Proof | None]] = {
    cst.Attribute: _attribute,
    cst.Arg: _argument,
    cst.Call: _called,
    cst.BinaryOperation: _operand,
    cst.Element: _element,
    cst.FormattedStringExpression: _in_f_string,
    cst.Comparison: _left_of_comparison,
    cst.ComparisonTarget: _right_of_comparison,
    cst.Index: _index,
    cst.Match: _match,
}


# Text


def is_text(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether an expression surely is a string or path, whatever is in it."""
    if isinstance(node, cst.Call):
        name = callee(module, node)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _STRING_METHODS:
            return True
        return name in _MAKES_TEXT or module.is_text(node)
    return module.is_text(node)


def _holds_texts(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether a container is known to hold strings, or is a string itself."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "keys":
        node = node.func.value
    for value in module.evaluate(node):
        if isinstance(value, Items):
            if not value.elements or not all(module.is_text(element) for element in value.elements):
                return False
        elif not (isinstance(value, Text) or (isinstance(value, Mapping) and value.entries)):
            return False
    return True


def _is_format(module: Engine, call: cst.Call) -> bool:
    func = call.func
    return isinstance(func, cst.Attribute) and func.attr.value == "format" and module.is_text(func.value)


def _formatted(module: Engine, node: cst.CSTNode) -> Proof | None:
    """The proof in a text that any object could be formatted into: only one that serves as a path."""
    assert isinstance(node, cst.BaseExpression)
    top: cst.CSTNode = node
    as_path = False
    for above in _expressions_above(module, node):
        if isinstance(above, (cst.Raise, cst.Assert)):
            return None
        if isinstance(above, cst.Call):
            name = callee(module, above) or ""
            last = name.rsplit(".", 1)[-1]
            if last in _SPEAKS or name.split(".")[0] in ("logging", "logger", "log", "warnings"):
                return None
            as_path |= last in _WRITES or name in _JOINS or name in _OPENERS or name in _PATH_FUNCTIONS
        elif isinstance(above, cst.Arg):
            as_path |= _keyword(above) in _PATH_KEYWORDS
        elif isinstance(above, cst.Assign):
            as_path |= any(_names_path(target.target) for target in above.targets)
        elif isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.Add):
            top = above
    assert isinstance(top, cst.BaseExpression)
    shown = [value.shown for value in module.evaluate(top) if isinstance(value, Text)]
    as_path = as_path or any(_PATH_SHAPE.search(text) and " " not in text for text in shown)
    return Proof.FORMATTED if as_path else None


def _expressions_above(module: Engine, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes above *node*, up to its small statement."""
    for above in module.ancestors(node):
        yield above
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseStatement)):
            return


def _names_path(target: cst.BaseExpression) -> bool:
    name = dotted(target) or ""
    return _PATH_NAME.search(name.rsplit(".", 1)[-1]) is not None


def _keyword(argument: cst.Arg) -> str:
    return argument.keyword.value if argument.keyword is not None else ""


def callee(module: Engine, call: cst.Call) -> str | None:
    """The canonical name a call calls; else the name as written (a builtin, ``self.save``)."""
    return module.resolve(call.func) or dotted(call.func)


_PATH_SHAPE = lazy_pattern(
    r"[\w⟩}.]/|/[\w⟨{.]|[\w⟩}]\.(?:h5|hdf5|keras|ckpt|weights|json|ya?ml|png|jpg|pdf|csv|txt|pkl|pickle|npy|npz"
    r"|log|pb|tflite|onnx|tfrecord)\b|\{epoch"
)
_PATH_NAME = lazy_pattern(r"path|dir|file|folder|ckpt|checkpoint|weights|prefix|suffix", re.IGNORECASE)
_STRING_TYPE = lazy_pattern(r"\b(?:str|string_types|basestring|unicode|Path|PathLike|Text)\b")
_STRING_METHODS = frozenset(
    "lower upper casefold capitalize title startswith endswith strip lstrip rstrip split rsplit partition "
    "rpartition replace removeprefix removesuffix isdigit format".split()
)
_PATH_ATTRIBUTES = frozenset(
    """mkdir with_suffix with_name with_stem joinpath as_posix is_file is_dir iterdir
    rglob read_text read_bytes write_text write_bytes unlink expanduser""".split()
)
_PATH_PARTS = ("stem", "suffix", "suffixes")
"""Attributes of a path that objects may have, too."""
_TYPE_CHECKS = frozenset(("isinstance", "issubclass", "callable", "hasattr", "type"))
_STRING_CHECK = lazy_pattern(r"_*is_?(?:str|string|text|basestring)(?:_|$)")
"""Functions such as ``is_string(x)``: who asks that takes other things, too."""
_MAKES_TEXT = frozenset(("str", "repr", "os.path.basename", "os.path.splitext", "os.path.abspath"))
_PATH_TYPES = ("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath")
_JOINS = frozenset(("os.path.join", "posixpath.join", "tensorflow.io.gfile.join", *_PATH_TYPES))
_OPENERS = frozenset(
    """open io.open os.makedirs os.mkdir os.listdir os.scandir os.walk os.remove os.stat os.path.exists
    os.path.isfile os.path.isdir os.path.getsize os.path.basename os.path.dirname os.path.splitext
    os.path.abspath os.path.expanduser shutil.rmtree h5py.File zipfile.ZipFile tarfile.open
    tensorflow.io.gfile.exists tensorflow.io.gfile.makedirs tensorflow.io.gfile.GFile
    tensorflow.saved_model.load keras.models.load_model keras.saving.load_model
    tensorflow.train.latest_checkpoint tensorflow.lite.TFLiteConverter.from_saved_model""".split()
)
"""What takes the path of a file or folder, as the first argument."""
_PATH_FUNCTIONS = frozenset(("glob.glob", "importlib.import_module"))
_PATH_KEYWORDS = frozenset(
    "filepath path filename file_path log_dir logdir directory file fname name".split()
)
_WRITES = frozenset(
    "save save_weights load_weights load_model savefig to_csv makedirs mkdir open exists imwrite "
    "ModelCheckpoint TensorBoard CSVLogger BackupAndRestore CheckpointManager plot_model".split()
)
_SPEAKS = frozenset(
    "print pprint log debug info warning warn error exception critical fatal vlog echo set_description "
    "set_postfix title suptitle xlabel ylabel legend write".split()
)


_KERAS_ATTRIBUTES = frozenset(
    "fit_generator compile train_on_batch test_on_batch predict_on_batch save_weights load_weights layers "
    "summary trainable_weights non_trainable_weights get_layer add_metric add_loss get_weights set_weights "
    "input_shape output_shape count_params stop_training predict_generator evaluate_generator".split()
)
_SHARED_METHODS = frozenset(("fit", "predict", "evaluate"))
_KERAS_KEYWORDS = frozenset(
    "epochs batch_size callbacks validation_data validation_split steps steps_per_epoch verbose".split()
)


def is_keras(module: Engine, found: Evidence) -> bool:
    """Whether a proof of an object is one of a Keras model.

    ``fit``, ``predict`` and ``evaluate`` count by an argument that only Keras has; without one, where the
    module has no other library or class whose models have the method.
    """
    if found.proof is Proof.TYPED:
        assert isinstance(found.node, cst.BaseExpression)
        return all("keras" in name.split(".") for name in type_names(module, found.node))
    parent = module.parent(found.node)
    above = module.parent(parent) if isinstance(parent, cst.Attribute) else parent
    given = {_keyword(item) for item in above.args} if isinstance(above, cst.Call) else set()
    if isinstance(parent, cst.Call):
        return "training" in given
    if not isinstance(parent, cst.Attribute):
        return False
    method = parent.attr.value
    if method in _SHARED_METHODS:
        own = any(method in classes.methods(item) for item in module.facts.classes)
        return bool(given & _KERAS_KEYWORDS) or not (own or module.imports(*FOREIGN))
    return method in _KERAS_ATTRIBUTES


FOREIGN_ATTRIBUTES = frozenset(
    "state_dict load_state_dict named_parameters zero_grad cuda eval parameters".split()
)
"""Attributes that Keras models lack and those of other frameworks have."""
