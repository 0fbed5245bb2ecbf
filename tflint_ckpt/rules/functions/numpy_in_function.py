"""TFC608 numpy-in-function."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.functions.tensors import Tensors
from tflint_ckpt.semantics.functions.traced import Trace, Traced
from tflint_ckpt.semantics.module import Module

_TAKING = frozenset(
    """abs absolute add amax amin append arange argmax argmin argsort around array asarray atleast_1d
    ceil clip concatenate copy cos cumsum delete diff divide dot dstack exp expand_dims fft.fft
    fft.fft2 fliplr flipud float32 float64 floor hstack int32 int64 isnan linalg.norm log log10
    log2 matmul max maximum mean median min minimum mod multiply nonzero ones_like pad percentile power
    prod ravel repeat reshape roll rot90 round sign sin size sort sqrt square squeeze stack std
    subtract sum swapaxes take tan tanh tile transpose uint8 unique var vstack where zeros_like""".split()
)
"""Functions of NumPy that make an array of what they are given first. All were called with a tensor in a
``tf.function`` of TensorFlow 2.15 and 2.21; ``np.shape``, ``np.ndim`` and ``np.flip`` raise nothing."""
_RAISES = ("AttributeError", "NotImplementedError", "TypeError")


class NumpyInFunction(Rule):
    """`.numpy()` or a function of NumPy on a tensor of a traced function raises: it has no value yet.

    ## What it does
    Reports `.numpy()` on a tensor, and functions such as `np.mean`, `np.array` or `np.reshape` that are
    given a tensor, in a function that `tf.function` decorates or wraps, that is mapped over a dataset, or
    that such a function calls.

    ## Why
    While TensorFlow traces a function its tensors are symbolic: nodes of a graph, without values.
    `.numpy()` raises `AttributeError: 'SymbolicTensor' object has no attribute 'numpy'` (`'Tensor' object
    …` on older releases), and NumPy raises `NotImplementedError: Cannot convert a symbolic tf.Tensor to a
    numpy array`, at the first call or when the dataset is made.

    ## When it is silent
    Where it is not proved that the function is traced, or that the argument is a tensor: a parameter that
    may be a number, `x.shape`, `len(x)`. Where the function runs eagerly on purpose
    (`tf.config.run_functions_eagerly(True)`, `if tf.executing_eagerly()`), in what `tf.py_function` and
    `tf.numpy_function` run, and where the exception is caught.

    ## Fix safety
    There is no automatic fix. Most functions of NumPy have one of the same kind in TensorFlow, such as
    `tf.reduce_mean`; what needs NumPy can be called by `tf.numpy_function`, and what is only to be shown is
    for `tf.print`.

    ## References
    - [Introduction to graphs and tf.function](https://www.tensorflow.org/guide/intro_to_graphs)
    - [tf.numpy_function](https://www.tensorflow.org/api_docs/python/tf/numpy_function)
    """

    code = "TFC608"
    name = "numpy-in-function"
    summary = ".numpy() or a function of NumPy on a tensor of a traced function"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (
        Either(Api("tensorflow.function"), Method("map", "filter", "flat_map", "interleave")),
        Name("numpy"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        traced, tensors = module.fact(Traced), module.fact(Tensors)
        for function, trace in traced.functions():
            for call in traced.calls_in(function):
                found = _asks_value(tensors, call) or _converts(module, tensors, call)
                if found and traced.at(call) is not None and not _is_caught(module, traced, call, trace):
                    message = f"{found[0]} in a traced function ({trace.why}): {found[1]}"
                    yield self.finding(module, call, Severity.ERROR, message, found[2])


def _asks_value(tensors: Tensors, call: cst.Call) -> tuple[str, str, Fix] | None:
    """``tensor.numpy()``."""
    func = call.func
    if not (isinstance(func, cst.Attribute) and func.attr.value == "numpy") or call.args:
        return None
    fix = Fix(Applicability.MANUAL, "compute with the tensor, or call what needs NumPy by tf.numpy_function")
    if tensors.module.is_instance(func.value, "tensorflow.Variable"):
        return ".numpy() is called on a tf.Variable", "raises NotImplementedError", fix
    if not (tensors.is_tensor(func.value) or tensors.is_parameter(func.value)):
        return None
    return ".numpy() is called on a symbolic tensor", "raises AttributeError", fix


def _converts(module: Module, tensors: Tensors, call: cst.Call) -> tuple[str, str, Fix] | None:
    """``np.mean(tensor)``."""
    name = module.resolve(call.func) or ""
    if not name.startswith("numpy.") or name.removeprefix("numpy.") not in _TAKING or not call.args:
        return None
    first = call.args[0]
    named = first.keyword is not None and first.keyword.value not in ("a", "x", "arr", "object", "array")
    if first.star or named or not tensors.holds(first.value):
        return None
    fix = Fix(Applicability.MANUAL, "use TensorFlow's function, or tf.numpy_function")
    what = f"{module.text(call.func)} is given a symbolic tensor"
    return what, "raises NotImplementedError (Cannot convert a symbolic tf.Tensor to a numpy array)", fix


def _is_caught(module: Module, traced: Traced, call: cst.Call, trace: Trace) -> bool:
    return is_guarded(module, call, *_RAISES) or traced.is_expected(trace, *_RAISES)
