"""Stand-ins for what a script would download, show or wait for, put in place when the library is imported.

Nothing here changes what Keras accepts: a wrong argument, name or file raises as it would anywhere.
"""

from __future__ import annotations

import builtins
import functools
import importlib.abc
import importlib.machinery
import importlib.util
import os
import socket
import sys
import time
import types
from collections.abc import Callable, Sequence
from typing import Any

import standin_data
from standin_training import no_weights, trainer

Patch = Callable[[Any], None]


def install() -> None:
    """Put the stand-ins in place; before anything else is imported."""
    os.environ.update(MPLBACKEND="Agg", CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")
    sys.meta_path.insert(0, _Finder())
    silence = _module("silence_tensorflow", silence_tensorflow=nothing, __path__=[])
    silence.auto = _module("silence_tensorflow.auto")  # type: ignore[attr-defined]
    shell = types.SimpleNamespace(
        run_line_magic=nothing, run_cell_magic=nothing, system=nothing, magic=nothing
    )
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    builtins.display = nothing  # type: ignore[attr-defined]
    builtins.input = standin_data.refuse("input()")


def cut_off() -> None:
    """After the libraries are imported: no network, no shell, no waiting."""
    socket.socket.connect = standin_data.refuse("the network")  # type: ignore[method-assign]
    socket.create_connection = standin_data.refuse("the network")
    os.system = standin_data.refuse("a shell")
    time.sleep = nothing


def nothing(*_args: object, **_kwargs: object) -> None:
    """In place of what shows something or waits."""


def hooks() -> dict[str, Patch]:
    """What is changed of which module, right after it is imported."""
    found: dict[str, Patch] = {
        "sklearn.datasets": standin_data.sklearn,
        "numpy": _numpy,
        "matplotlib": _matplotlib,
        "matplotlib.axes._axes": _axes,
    }
    for root in ("keras.src", "tf_keras.src", "tensorflow.python.keras"):
        for name in standin_data.DATASETS:
            found[f"{root}.datasets.{name}"] = standin_data.loaders
        found[f"{root}.backend.tensorflow.trainer"] = trainer("TensorFlowTrainer")
        found[f"{root}.engine.training"] = _all(trainer("Model"), no_weights("Model"))
        found[f"{root}.models.model"] = no_weights("Model")
        found[f"{root}.utils.file_utils"] = found[f"{root}.utils.data_utils"] = _files
        found[f"{root}.utils.model_visualization"] = found[f"{root}.utils.vis_utils"] = _plots
    return found


def _files(module: Any) -> None:
    module.get_file = standin_data.get_file


def _plots(module: Any) -> None:
    real = module.plot_model

    @functools.wraps(real)
    def plot_model(*args: Any, **kwargs: Any) -> Any:
        try:
            return real(*args, **kwargs)
        except (ImportError, OSError):  # Graphviz is not installed
            return None

    module.plot_model = plot_model


def _numpy(module: Any) -> None:
    """Names that NumPy removed: what is on trial is Keras."""
    kinds = {"int": int, "float": float, "bool": bool, "object": object, "str": str, "complex": complex}
    for name, kind in kinds.items():
        if name not in module.__dict__:
            setattr(module, name, kind)
    renamed = {
        "float_": "float64",
        "product": "prod",
        "Inf": "inf",
        "NaN": "nan",
        "in1d": "isin",
        "trapz": "trapezoid",
    }
    for old, new in renamed.items():
        if not hasattr(module, old) and hasattr(module, new):
            setattr(module, old, getattr(module, new))


def _matplotlib(module: Any) -> None:
    module.use = nothing


def _axes(module: Any) -> None:
    """A curve of as many values as epochs were meant, over the few that were: nothing instead of an error."""
    real = module.Axes.plot

    @functools.wraps(real)
    def plot(*args: Any, **kwargs: Any) -> Any:
        try:
            return real(*args, **kwargs)
        except ValueError as error:
            if "same first dimension" in str(error):
                return []
            raise

    module.Axes.plot = plot


def _all(*patches: Patch) -> Patch:
    def patch(module: Any) -> None:
        for each in patches:
            each(module)

    return patch


class _Loader(importlib.abc.Loader):
    def __init__(self, real: importlib.abc.Loader, patch: Patch) -> None:
        self.real, self.patch = real, patch

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return self.real.create_module(spec)

    def exec_module(self, module: types.ModuleType) -> None:
        self.real.exec_module(module)
        self.patch(module)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self) -> None:
        self.hooks = hooks()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        patch = self.hooks.pop(fullname, None)
        spec = importlib.util.find_spec(fullname) if patch else None
        if spec is not None and spec.loader is not None and patch is not None:
            spec.loader = _Loader(spec.loader, patch)
        return spec


def _module(name: str, **names: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(names)
    sys.modules[name] = module
    return module
