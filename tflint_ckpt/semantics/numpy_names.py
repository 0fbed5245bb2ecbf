"""Names that NumPy has dropped, and which NumPy is installed beside a release of TensorFlow.

Read from NumPy 1.23.5 to 2.5.5, each installed, and from the metadata of TensorFlow 2.13 to 2.21.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_ckpt.target import Release

Version = tuple[int, int]

BUILTINS = {
    "bool": "bool",
    "complex": "complex",
    "float": "float",
    "int": "int",
    "object": "object",
    "str": "str",
    "unicode": "str",
}
"""Names for what Python has itself, gone from 1.24: they were the same objects."""
SAME = {
    "Inf": "inf",
    "Infinity": "inf",
    "NaN": "nan",
    "PINF": "inf",
    "alltrue": "all",
    "complex_": "complex128",
    "cumproduct": "cumprod",
    "float_": "float64",
    "infty": "inf",
    "int0": "intp",
    "longfloat": "longdouble",
    "mat": "asmatrix",
    "product": "prod",
    "round_": "round",
    "row_stack": "vstack",
    "sometrue": "any",
    "string_": "bytes_",
    "uint0": "uintp",
    "unicode_": "str_",
}
"""Names of what each release of NumPy has under another name as well."""
OTHERS = {
    "NINF": "write -np.inf",
    "asfarray": "write np.asarray(…, dtype=float)",
    "asscalar": "call item() of the array",
    "cast": "call astype() of the array, or np.asarray(…, dtype=…)",
    "disp": "call print",
    "find_common_type": "call np.result_type or np.promote_types",
    "in1d": "call np.isin, which keeps the shape of its first argument, and flatten what it gives",
    "issubsctype": "call np.issubdtype",
    "msort": "call np.sort(…, axis=0)",
    "trapz": "call np.trapezoid, from NumPy 2.0 on",
    "typeDict": "read np.sctypeDict",
}
"""Names that nothing stands for to the letter, and what to write."""
RESHAPED = "reshape(newshape=…)"
"""The argument of ``np.reshape`` that is called ``shape`` since 2.1."""

_GONE: dict[str, Version] = {
    **dict.fromkeys((*SAME, *OTHERS), (2, 0)),
    **dict.fromkeys((*BUILTINS, "typeDict"), (1, 24)),
    **dict.fromkeys(("in1d", "trapz", RESHAPED), (2, 4)),
    "asscalar": (1, 23),
    "row_stack": (2, 5),
}
_BACK: dict[str, Version] = {"bool": (2, 0)}
"""What later releases have again, as something else."""
NEWEST: Version = (2, 5)
_BESIDE: tuple[tuple[Version, Version, Version], ...] = (
    ((2, 20), (1, 26), NEWEST),
    ((2, 19), (1, 26), (2, 1)),
    ((2, 18), (1, 26), (2, 0)),
    ((2, 14), (1, 23), (1, 26)),
    ((2, 13), (1, 22), (1, 24)),
)
"""From which release of TensorFlow on, the oldest and the newest NumPy that it takes: the newest is installed
unless something asks for another. Older ones name no newest, and do not run with what is installed today."""


def gone_since(name: str) -> Version:
    """The first release of NumPy without a name, or without ``RESHAPED``."""
    return _GONE[name]


def beside(tensorflow: Version) -> tuple[Version, Version] | None:
    """The oldest NumPy that TensorFlow takes, and the one installed with it; ``None`` if not known."""
    for since, oldest, newest in _BESIDE:
        if tensorflow >= since:
            return oldest, newest
    return None


def lacks(name: str, numpy: Version) -> bool:
    """Whether a release of NumPy lacks *name*."""
    return _GONE[name] <= numpy < _BACK.get(name, (99, 0))


def first_without(name: str, releases: Iterable[Release]) -> tuple[Release, bool] | None:
    """The first of the *releases* of TensorFlow with whose NumPy *name* is gone, and whether that is sure.

    It is sure where every NumPy that the release takes lacks the name, not only the one that is installed.
    """
    for release in releases:
        numpy = beside(release.tensorflow)
        if numpy is not None and lacks(name, numpy[1]):
            return release, lacks(name, numpy[0]) and name not in _BACK
    return None
