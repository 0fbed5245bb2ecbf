"""Short ``fit``, ``evaluate`` and ``predict``: fewer samples, steps and epochs, other arguments as they are.

A call that does not bind to the signature goes through untouched, so that a wrong argument raises.
"""

from __future__ import annotations

import functools
import inspect
import math
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from standin_data import WEIGHTS

SAMPLES, BATCHES, EPOCHS = 64, 2, 2
DATA = ("x", "y", "sample_weight")
Arguments = dict[str, Any]
Patch = Callable[[Any], None]


def trainer(name: str) -> Patch:
    """What makes the training of the class *name* of a module short."""

    def patch(module: ModuleType) -> None:
        model = getattr(module, name)
        model.fit = short(model.fit, cut_fit)
        model.evaluate = short(model.evaluate, lambda given: cut(given, DATA, "steps"))
        model.predict = short_predict(model.predict)

    return patch


def no_weights(owner: str) -> Patch:
    """What makes the class *owner* of a module leave weights random that would be downloaded."""

    def patch(module: ModuleType) -> None:
        target = getattr(module, owner)
        real = target.load_weights

        @functools.wraps(real)
        def load_weights(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> Any:
            if str(filepath).startswith(WEIGHTS):
                return None
            return real(self, filepath, *args, **kwargs)

        target.load_weights = load_weights

    return patch


def few(iterable: Any) -> Any:
    """Some batches of a dataset; anything else as it is."""
    tf = sys.modules.get("tensorflow")
    if tf is not None and isinstance(iterable, tf.data.Dataset):
        return iterable.take(2 * BATCHES)
    return iterable


def short(real: Callable[..., Any], shorten: Callable[[Arguments], None]) -> Callable[..., Any]:
    """*real* with the arguments that *shorten* leaves of those that it is given."""
    signature = inspect.signature(real)

    @functools.wraps(real)
    def called(*args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError:
            return real(*args, **kwargs)
        shorten(bound.arguments)
        return real(*bound.args, **bound.kwargs)

    return called


def short_predict(real: Callable[..., Any]) -> Callable[..., Any]:
    """*real* that predicts some samples and repeats the answers: as many as there would be."""
    signature = inspect.signature(real)

    @functools.wraps(real)
    def predict(*args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError:
            return real(*args, **kwargs)
        given = bound.arguments
        arrays = given.get("steps") is None and kind(given.get("x")) == "arrays"
        total, count = length(given.get("x")) if arrays else None, samples(given)
        if not total or total <= count:
            return real(*args, **kwargs)
        given["x"] = head(given["x"], count)
        return whole(real(*bound.args, **bound.kwargs), total)

    return predict


def whole(answers: Any, total: int) -> Any:
    """*total* rows of each array of *answers*, repeated where there are fewer."""
    import numpy as np

    if isinstance(answers, dict):
        return {key: whole(part, total) for key, part in answers.items()}
    if isinstance(answers, (list, tuple)):
        return type(answers)(whole(part, total) for part in answers)
    return np.resize(answers, (total, *answers.shape[1:]))


def cut_fit(given: Arguments) -> None:
    """Shorten the arguments of a ``fit`` in place."""
    first = given.get("initial_epoch") or 0
    if isinstance(given.get("epochs"), int) and isinstance(first, int):
        given["epochs"] = min(given["epochs"], first + EPOCHS)
    cut(given, DATA, "steps_per_epoch")
    value = given.get("validation_data")
    if isinstance(value, (tuple, list)):
        if (length(value) or 0) > SAMPLES:
            given["validation_data"] = head(value, SAMPLES)
    elif value is not None:
        inner = {"x": value, "steps": given.get("validation_steps")}
        cut(inner, ("x",), "steps")
        given["validation_data"] = inner["x"]
        if inner["steps"] is not None:
            given["validation_steps"] = inner["steps"]
    if isinstance(given.get("validation_steps"), int):
        given["validation_steps"] = min(given["validation_steps"], BATCHES)


def cut(given: Arguments, data: tuple[str, ...], steps: str) -> None:
    """Cut, in place, the samples in the arguments called *data*, or the number in that called *steps*."""
    x: Any = given.get(data[0])
    number = given.get(steps)
    what = kind(x)
    if isinstance(number, (int, float)) and number > BATCHES:
        given[steps] = BATCHES if type(number) is int else type(number)(BATCHES)
    elif what == "dataset" and number is None and int(x.cardinality()) != -1:
        given[data[0]] = x.take(BATCHES)
    elif what == "sequence" and number is None and len(x) > BATCHES:
        given[steps] = BATCHES
    if what == "arrays" and isinstance(given.get(steps), (int, type(None))):
        count = samples(given)
        lengths = {length(given[name]) for name in data if given.get(name) is not None}
        if len(lengths) == 1 and (lengths.pop() or 0) > count:
            given.update({name: head(given[name], count) for name in data if given.get(name) is not None})


def kind(x: Any) -> str | None:
    """What the samples of a call are: ``dataset``, ``arrays``, ``sequence`` or ``generator``."""
    import tensorflow as tf

    if isinstance(x, tf.data.Dataset):
        return "dataset"
    if length(x) is not None:
        return "arrays"
    if hasattr(x, "__getitem__") and hasattr(x, "__len__") and not isinstance(x, (list, tuple, dict)):
        return "sequence"
    return "generator" if hasattr(x, "__next__") else None


def samples(given: Arguments) -> int:
    """How many samples a call gets: about two batches, and enough for both sides of a validation split."""
    batch = given.get("batch_size") or 32
    batch = batch if isinstance(batch, int) and batch > 0 else 32
    if batch < SAMPLES / 2:
        count = SAMPLES
    elif batch <= 128:
        count = batch * BATCHES
    else:
        count = batch if batch <= 1024 else 512
    count -= count % batch if count > batch else 0
    split = given.get("validation_split") or 0
    if isinstance(split, float) and 0 < split < 1:
        count = max(count, math.ceil(3 / min(split, 1 - split)))
    return count


def length(value: Any) -> int | None:
    """How many samples the arrays of an argument hold; ``None`` if it is no array or they differ."""
    if isinstance(value, (list, tuple, dict)):
        lengths = {length(part) for part in (value.values() if isinstance(value, dict) else value)}
        return lengths.pop() if len(lengths) == 1 else None
    shape = getattr(value, "shape", None)
    try:
        return int(shape[0]) if shape is not None and len(shape) else None
    except (TypeError, ValueError):
        return None


def head(value: Any, count: int) -> Any:
    """The first *count* samples of an array or table, or of each in a list, tuple or dict of them."""
    if isinstance(value, dict):
        return {key: head(part, count) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(head(part, count) for part in value)
    return value if value is None else value.iloc[:count] if hasattr(value, "iloc") else value[:count]
