"""What an exception says, and the rules that would say it beforehand; the first cause that fits counts."""

from __future__ import annotations

import re

_CAUSES = {
    "optimizer lr": (r"not recognized: .*'lr'|keyword argument 'lr'", "TFC801"),
    "optimizer decay": (r"not recognized: .*'decay'|decay is deprecated", "TFC802"),
    "TensorFlow's own Keras": (
        r"DistributedDatasetInterface|from 'tensorflow\.python\.keras|'tensorflow\.python\.keras\S*' has no",
        "TFC820 TFC810",
    ),
    "a callback of another Keras": (
        r"not supported: \['options'\]|Optimizer must have a .lr|no attribute '_train_counter'",
        "TFC810",
    ),
    "weights loaded as a model": (r"No model config found in the file", "TFC523"),
    "a layer of another Keras": (r"added layer must be an instance of class Layer", "TFC810 TFC819"),
    "a number as a shape": (r"Cannot convert '.*' to a shape", "TFC813"),
    "HDF5 with the short name of a loss": (
        r"Could not deserialize 'keras\.(?:metrics|losses)\.\w+'",
        "TFC510 TFC106 TFC503",
    ),
    "HDF5 of a model of its own class": (r"to HDF5 format requires the model to be a Functional", "TFC510"),
    "pool_size, which is wanted": (r"argument: 'pool_size'", "TFC821"),
    "metric.reset_states": (r"has no attribute 'reset_states'", "TFC806 TFC809"),
    "fit_generator": (r"has no attribute '(?:fit|evaluate|predict)_generator'", "TFC805"),
    "checkpoint of weights, suffix": (
        r"file(?:path provided|name) must end in `?\.weights\.h5",
        "TFC105 TFC501",
    ),
    "checkpoint or model, suffix": (
        r"filepath provided must end in `?\.keras|Invalid filepath extension for saving",
        "TFC106 TFC502 TFC503",
    ),
    "load, format": (
        r"File format not supported|File not found: filepath=|not a valid `?\.keras",
        "TFC504 TFC514 TFC521 TFC522",
    ),
    "save arguments": (r"save_format|`options` argument|signatures", "TFC503"),
    "weights of another model": (
        r"objects could not be loaded|Shape mismatch|Layer count mismatch|expects \d+ (?:weight|variable)",
        "TFC125",
    ),
    "load_weights status": (r"'NoneType' object has no attribute '(?:expect_partial|assert_)", "TFC515"),
    "no custom object": (
        r"Could not (?:locate|deserialize) (?:class|function|)|Unknown (?:loss|metric|layer)|"
        r"Unknown (?:activation function|initializer|regularizer|constraint)",
        "TFC517 TFC519",
    ),
    "layer without get_config": (r"override `?get_config|get_config\(\)", "TFC516"),
    "KerasTensor in a TensorFlow function": (
        r"KerasTensor cannot be used as input|KerasTensor is symbolic|cannot be converted.*Keras|"
        r"'(?:str|tuple)' object has no attribute '(?:base_dtype|rank|as_list)'",
        "TFC808",
    ),
    "add_loss on a symbolic tensor": (r"add_loss", "TFC811"),
    "metrics is no list": (r"Expected `metrics` argument to be a list", "TFC708"),
    "one list of metrics, or weights, for several outputs": (
        r"tuple arity mismatch|`(?:loss_weights|metrics)` must match|For a model with multiple outputs",
        "TFC719",
    ),
    "a name of two layers": (r"used 2 times in the model|should have unique names", "TFC729"),
    "targets for some of the outputs": (
        r"Too few leaves for PyTreeSpec|path: \(0,\) in the `loss` argument|have different structures",
        "TFC730 TFC725",
    ),
    "outputs by name": (
        r"in loss dict, but found loss|`loss` can only be provided as a dict|but got \w+ of type 'str'|does"
        r" not correspond to any model output|argument, (?:but )?(?:they )?can't be found in",
        "TFC725",
    ),
    "a batch that is, or has, a list": (
        r"generator must return a tuple|`output_signature` must contain objects",
        "TFC724",
    ),
    "a Python list as data": (r"Unrecognized data type: [xy]=|Data cardinality is ambiguous", "TFC718"),
    "lr in the history": (r"^KeyError: 'lr'", "TFC711 TFC801"),
    "another key of the history": (r"^KeyError: '(?:val_)?[a-z_0-9]+'", "TFC711 TFC409"),
    "training by position": (r"Only input tensors may be passed as positional", "TFC722"),
    "tensorflow.python.keras mixed in": (
        r"Only instances of `keras\.Layer` can be added|dict_keys\(\['batch_shape'|"
        r"Could not interpret .*tensorflow\.python",
        "TFC810 TFC819",
    ),
    "add_variable, whose arguments have another order": (
        r"Could not interpret initializer identifier: [\[(]|add_variable\(\)",
        "TFC812",
    ),
    "an identifier that Keras 3 does not know": (r"Could not interpret|Unknown .* function", "TFC819"),
    "a learning rate that is no float": (r"`learning_rate` should be float", "TFC819"),
    "a reduction that Keras 3 does not know": (r"Invalid value for argument `reduction`", "TFC819"),
    "a slash in a name": (r"cannot contain character `/`", "TFC819"),
    "eager execution is disabled": (r"only supports Python-style iteration in eager mode", "TFC822"),
    "units of numpy": (r"invalid value for `units`|`units`, expected|Received: units=", "TFC814 TFC813"),
    "super().__init__(self)": (r"\.__init__\(\) takes 1 positional argument", "TFC816"),
    "iterator.next()": (r"has no attribute 'next'", "TFC815 TFC809"),
    "metrics_names": (r"is not in list", "TFC825"),
    "a name that NumPy dropped": (
        r"module .numpy. has no attribute|cannot import name .* from .numpy.|in the NumPy 2.0 release",
        "TFC826",
    ),
    "newshape of numpy.reshape": (r"unexpected keyword argument .newshape.", "TFC826"),
    "no variables to apply gradients to": (r"not enough values to unpack \(expected 2, got 0\)", "TFC723"),
    "variables before the model is built": (
        r"hasn't yet been built|has not (?:yet )?been (?:built|called)|must be built|You must build|unbuilt",
        "TFC723 TFC124",
    ),
    "input_shape of another rank": (r"Invalid input shape for input", "TFC726 TFC807 TFC813"),
    "input of another width": (r"expected axis -1 of input shape to have value", "TFC726"),
    "a shape that a layer does not take": (
        r"incompatible with the layer: expected (?:min_)?ndim|Computed output size would be|"
        r"Negative dimension size|Kernel shape must have the same length|with at least 3 dimensions|"
        r"total size of (?:the tensor|new array) must be unchanged|<= 0 due to downsampling",
        "TFC726",
    ),
    "targets and output of different shape": (
        r"must have (?:the same )?(?:rank|shape)|compile_loss/|Incompatible shapes",
        "TFC720 TFC714 TFC713 TFC716",
    ),
    "class_weight": (r"class_weight", "TFC712 TFC713"),
    "image too small for the application": (r"Input size must be at least", "TFC721"),
    "TensorBoard is not installed": (r"TBNotInstalledError", "TFC818"),
    "no GPU": (r"^IndexError: list index out of range", "TFC304"),
    "a metric of integers": (r"Input 'y' of '\w+' Op has type|got 1\.0 of type 'float'", "TFC727"),
    "the input of a recurrent layer by name": (r"missing a required argument: 'sequences'", "TFC804"),
    "a placeholder of the path": (
        r"Failed to format this callback filepath",
        "TFC107 TFC108 TFC109 TFC103",
    ),
    "optimizer.lr attribute": (r"object has no attribute '_?lr'", "TFC407 TFC810"),
    "no such file or folder": (
        r"No such file or directory|No file or directory found|create file|Parent directory",
        "TFC102 TFC511 TFC521 TFC522",
    ),
    "add_weight": (r"add_weight|add_variable", "TFC812 TFC804"),
    "steps that are no integer": (r"cannot be interpreted as an integer", "TFC709 TFC814"),
    "removed argument": (
        r"unexpected keyword argument|[Uu]nrecognized keyword argument|Arguments? not recognized|"
        r"Argument\(s\) not recognized|Invalid keyword argument",
        "TFC804 TFC803 TFC101 TFC110 TFC111 TFC503 TFC812 TFC823",
    ),
    "removed name": (
        r"^(?:AttributeError|ImportError|ModuleNotFoundError):",
        "TFC803 TFC805 TFC806 TFC809 TFC504 TFC407 TFC810 TFC411 TFC820",
    ),
    "arguments by position": (r"positional argument", "TFC812 TFC804 TFC722 TFC111"),
}
CAUSES = {cause: (re.compile(pattern, re.S), rules.split()) for cause, (pattern, rules) in _CAUSES.items()}
"""The text of an exception with its type, and the codes of the rules, by cause."""


def cause(kind: str, message: str) -> tuple[str, list[str]]:
    """The cause of an exception of the type *kind*, and the codes of the rules that it belongs to."""
    says = f"{kind}: {message}"
    for name, (pattern, rules) in CAUSES.items():
        if pattern.search(says):
            return name, rules
    return "none known", []
