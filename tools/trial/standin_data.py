"""Stand-ins for known data sets: their true shapes and types, and random content.

Run by the Python of an environment; NumPy is imported when data are made.
"""

from __future__ import annotations

import functools
import inspect
import math
import os
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

WEIGHTS = "/offline/weights/"
"""Where files of weights would be that Keras downloads; loading such a file leaves the weights random."""
Pair = tuple[Any, Any]


class OfflineError(Exception):
    """The script wants what only the world outside has."""


def refuse(what: str) -> Callable[..., NoReturn]:
    """A function that raises `OfflineError`, whatever it is called with."""

    def refused(*_args: object, **_kwargs: object) -> NoReturn:
        raise OfflineError(what)

    return refused


def array(shape: tuple[int, ...], dtype: str, high: int) -> Any:
    """Random whole numbers below *high*, made fast: a block of them, repeated."""
    import numpy as np

    size = math.prod(shape)
    block = np.random.default_rng(0).integers(0, high, min(size, 300_007))
    return np.resize(block.astype(dtype), size).reshape(shape)


def labels(count: int, classes: int, dtype: str = "uint8", shape: tuple[int, ...] | None = None) -> Any:
    """As many of each class as of the others, in random order."""
    import numpy as np

    made = np.random.default_rng(1).permutation(np.arange(count) % classes).astype(dtype)
    return made.reshape(shape or (count,))


def images(train: int, test: int, shape: tuple[int, ...], classes: int, column: bool) -> Callable[[], Any]:
    """A loader of two sets of images with labels, in a column where the true ones are."""

    def load() -> tuple[Pair, ...]:
        return tuple(
            (array((n, *shape), "uint8", 256), labels(n, classes, shape=(n, 1) if column else None))
            for n in (train, test)
        )

    return load


def table(train: int, test: int, columns: int) -> tuple[Pair, ...]:
    """Two sets of rows of positive numbers, with a number for each row."""
    import numpy as np

    rng = np.random.default_rng(2)
    return tuple((rng.random((n, columns)) * 10 + 0.1, rng.random(n) * 40 + 5) for n in (train, test))


def texts(train: int, test: int, classes: int, words: int) -> Callable[..., Any]:
    """A loader of two sets of lists of word numbers, of one word to 300."""

    def load(
        num_words: int | None = None,
        maxlen: int | None = None,
        start_char: int | None = 1,
        index_from: int = 3,
        **_: object,
    ) -> tuple[Pair, ...]:
        import numpy as np

        rng = np.random.default_rng(3)
        vocabulary = min(words, (num_words or words) - index_from - 1)
        stream = (rng.zipf(1.3, 40_000) % vocabulary + index_from + 1).tolist()
        start = [] if start_char is None else [start_char]
        length = max(2, min(300, (maxlen or 301) - 1))
        sets = []
        for n in (train, test):
            made = np.empty(n, dtype=object)
            begins, lengths = rng.integers(0, 39_000, n).tolist(), rng.integers(1, length, n).tolist()
            made[:] = [start + stream[b : b + k] for b, k in zip(begins, lengths, strict=True)]
            sets.append((made, labels(n, classes, "int64")))
        return tuple(sets)

    return load


def words(count: int) -> Callable[..., dict[str, int]]:
    """A loader of an index of *count* words, the commonest first."""

    def index(**_: object) -> dict[str, int]:
        common = "the and a of to is it in i this that was as for with movie but film on not".split()
        named = common + [f"word{n}" for n in range(len(common), count)]
        return {word: number for number, word in enumerate(named, 1)}

    return index


DATASETS: dict[str, Callable[..., Any]] = {
    "mnist": images(60_000, 10_000, (28, 28), 10, False),
    "fashion_mnist": images(60_000, 10_000, (28, 28), 10, False),
    "cifar10": images(50_000, 10_000, (32, 32, 3), 10, True),
    "cifar100": images(50_000, 10_000, (32, 32, 3), 100, True),
    "boston_housing": lambda: table(404, 102, 13),
    "california_housing": lambda: table(16_512, 4_128, 8),
    "imdb": texts(25_000, 25_000, 2, 88_584),
    "reuters": texts(8_982, 2_246, 46, 30_979),
}
"""Loaders by the name of the module of ``keras.datasets``."""


def loaders(module: ModuleType) -> None:
    """Put stand-ins into a module of ``keras.datasets``; arguments that it does not take raise as before."""
    name = module.__name__.rsplit(".", 1)[1]
    real, stand_in = module.load_data, DATASETS[name]
    texts = name in ("imdb", "reuters")

    @functools.wraps(real)
    def load_data(*args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(real).bind(*args, **kwargs)
        return stand_in(**(bound.arguments if texts else {}))

    module.load_data = load_data  # type: ignore[attr-defined]
    if texts:
        count = 88_584 if name == "imdb" else 30_979
        module.get_word_index = words(count)  # type: ignore[attr-defined]


def sklearn(module: Any) -> None:
    """Put stand-ins into ``sklearn.datasets``: ``load_boston``, which went, and what it would download."""
    import numpy as np

    def bunch(rows: int, names: Any, as_frame: bool = False, return_pair: bool = False) -> Any:
        (x, y), _ = table(rows, 1, len(names))
        if as_frame:
            import pandas as pd

            x, y = pd.DataFrame(x, columns=names), pd.Series(y, name="target")
        if return_pair:
            return x, y
        frame = x.assign(target=y) if as_frame else None
        about = {"feature_names": names, "DESCR": "a stand-in", "frame": frame, "target_names": ["target"]}
        return module._base.Bunch(data=x, target=y, **about)

    boston = np.array("CRIM ZN INDUS CHAS NOX RM AGE DIS RAD TAX PTRATIO B LSTAT".split())
    california = "MedInc HouseAge AveRooms AveBedrms Population AveOccup Latitude Longitude".split()

    def load_boston(*, return_X_y: bool = False) -> Any:  # noqa: N803 (as scikit-learn has it)
        return bunch(506, boston, return_pair=return_X_y)

    def fetch_california_housing(
        *,
        data_home: Any = None,
        download_if_missing: bool = True,
        return_X_y: bool = False,  # noqa: N803
        as_frame: bool = False,
        **_: object,
    ) -> Any:
        return bunch(20_640, california, as_frame, return_X_y)

    module.load_boston, module.fetch_california_housing = load_boston, fetch_california_housing
    for name in dir(module):
        if name.startswith("fetch_") and name != "fetch_california_housing":
            setattr(module, name, refuse(f"sklearn.datasets.{name}"))


def get_file(
    fname: Any = None,
    origin: Any = None,
    *_args: object,
    cache_subdir: str = "datasets",
    **_kwargs: object,
) -> str:
    """In place of ``keras.utils.get_file``: a name for weights, a short text, else `OfflineError`."""
    name = str(fname or origin or "").rsplit("/", 1)[-1]
    if cache_subdir == "models" or name.endswith(".h5"):
        return WEIGHTS + name
    if name.endswith(".txt"):
        path = os.path.abspath(name)
        with open(path, "w", encoding="utf-8") as file:
            speech = (
                "First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\nSpeak, speak.\n\n"
            )
            file.write(speech * 400)
        return path
    raise OfflineError(f"get_file {name}")
