"""Runs training scripts for the integration tests, in the interpreter of one environment.

Needs the standard library and TensorFlow only. A script and what to do with it come as one JSON line on
standard input, what happened goes back as one JSON line on standard output:

``python trainer.py probe``
    Which TensorFlow and Keras are installed; imports neither.
``python trainer.py serve``
    Imports TensorFlow once, then runs each script in a forked child. A fork is safe as long as TensorFlow
    has started nothing but its import: its runtime, its thread pools and oneDNN's begin with the first
    operation. So nothing here may build a tensor, a variable or a dataset before the fork.
``python trainer.py once``
    Runs one script in this very process. That is how memory is measured: a forked child begins with
    its parent's pages, shared until somebody writes to them, and with its parent's free lists, so
    neither its resident size nor its peak is that of the script.

Every script runs as ``__main__`` from a copy named ``train.py``, in an empty folder, with the random numbers
of the request's ``seed``: a claim that holds for most first weights only would otherwise fail now and then,
and nobody could see it fail again. What a script takes from the system itself, as
``numpy.random.default_rng()`` does, is another each time.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

SCRIPT = "train.py"


def probe() -> dict[str, str]:
    """The versions of TensorFlow, Keras and tf_keras that are installed, by the name of the module."""
    modules = {
        "tensorflow": ("tensorflow", "tensorflow-cpu", "tensorflow-macos", "tensorflow-intel"),
        "keras": ("keras",),
        "tf_keras": ("tf_keras",),
    }
    versions = {}
    for module, distributions in modules.items():
        for distribution in distributions:
            try:
                versions[module] = metadata.version(distribution)
                break
            except metadata.PackageNotFoundError:
                continue
    return versions


def load() -> dict[str, str]:
    """Import TensorFlow and its Keras, which it loads at first use; the versions they give."""
    import tensorflow

    keras = tensorflow.keras
    package = sys.modules[keras.Sequential.__module__.partition(".")[0]]  # keras or tf_keras
    return {"tensorflow": tensorflow.__version__, package.__name__: package.__version__}


def preload() -> None:
    """Import what most scripts make TensorFlow and NumPy import, so that no child has to."""
    import importlib
    import pkgutil

    import tensorflow.python.data.ops as operations

    names = [f"{operations.__name__}.{module.name}" for module in pkgutil.iter_modules(operations.__path__)]
    for name in ("numpy.random", "h5py", *(name for name in names if name.endswith("_op"))):
        with suppress(ImportError):
            importlib.import_module(name)


class Training:
    """What the script trained: after each epoch, before any callback of the script sees its end."""

    def __init__(self) -> None:
        self.epochs = 0
        """Epochs done, over all models."""
        self.resident: int | None = None
        """How much of the process was in memory at the end of the last epoch, in kilobytes."""
        self.model: Any = None
        """The model of the last ``fit``."""
        self.weights: list[Any] = []
        """The weights of `model` after each of its epochs."""

    def watch(self) -> None:
        """Take notes from now on, wherever Keras tells its callbacks that an epoch has ended."""
        import tensorflow

        callback_list = tensorflow.keras.callbacks.CallbackList
        on_epoch_end = callback_list.on_epoch_end

        def noted(callbacks: Any, epoch: int, logs: Any = None) -> None:
            self.epochs += 1
            self.resident = _resident()
            if callbacks.model is not self.model:
                self.model = callbacks.model
                self.weights = []
            self.weights.append(self.model.get_weights())
            on_epoch_end(callbacks, epoch, logs)

        callback_list.on_epoch_end = noted

    def matching(self, weights: list[Any]) -> list[int]:
        """The epochs, from 1, after which the model had exactly these *weights*."""
        return [epoch for epoch, known in enumerate(self.weights, 1) if _equal(known, weights)]


def _equal(one: list[Any], other: list[Any]) -> bool:
    import numpy

    return len(one) == len(other) and all(map(numpy.array_equal, one, other))


def reload(path: str, namespace: dict[str, Any], training: Training) -> dict[str, Any]:
    """Load the checkpoint at *path* as a user would; the epochs whose weights it holds.

    A full model is loaded with ``load_model``; weights go into a fresh model, made by the script's own
    ``build_model()`` or else as a clone of the trained one. Of a folder of a ``tf.train.CheckpointManager``
    the latest checkpoint is restored.
    """
    import tensorflow

    if training.model is None:
        return {"error": "the script has not called fit"}
    try:
        path = tensorflow.train.latest_checkpoint(path) or path
        if _is_whole_model(path):
            loaded = tensorflow.keras.models.load_model(path)
        else:
            build = namespace.get("build_model")
            loaded = build() if build else tensorflow.keras.models.clone_model(training.model)
            if not loaded.built:
                loaded.build(training.model.input_shape)
            fresh = loaded.get_weights()
            if _is_of_manager(path):
                checkpoint = tensorflow.train.Checkpoint(model=loaded)
                checkpoint.restore(path).assert_existing_objects_matched().expect_partial()
            else:
                loaded.load_weights(path)
            if _equal(fresh, loaded.get_weights()):
                return {"error": "loading changed no weight of the fresh model"}
    except Exception as error:  # noqa: BLE001 - whatever loading raises is the answer
        return {"error": f"{type(error).__name__}: {error}"}
    return {"epochs": training.matching(loaded.get_weights()), "of": len(training.weights)}


def _is_whole_model(path: str) -> bool:
    if path.endswith(".keras") or os.path.isdir(path):
        return True
    if not os.path.isfile(path) or path.endswith(".weights.h5"):
        return False
    import h5py

    if not h5py.is_hdf5(path):
        return False
    with h5py.File(path) as file:
        return "model_config" in file.attrs


def _is_of_manager(path: str) -> bool:
    """Whether ``tf.train.Checkpoint(…).save`` wrote it, which counts, and not ``save_weights`` of Keras 2."""
    import tensorflow

    if not os.path.isfile(f"{path}.index"):
        return False
    return any(name.startswith("save_counter/") for name, _ in tensorflow.train.list_variables(path))


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Run the script here and now, in the current folder; what happened.

    Only what this process sees: its output, its files and its end are seen by whoever started it.
    """
    shutil.copyfile(request["script"], SCRIPT)
    sys.argv = [SCRIPT]
    sys.path.insert(0, os.getcwd())
    training = Training()
    training.watch()
    seed(request["seed"])
    resident = _resident()
    raised = None
    namespace: dict[str, Any] = {}
    try:
        namespace = runpy.run_path(SCRIPT, run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            raised = {"type": "SystemExit", "message": str(end.code)}
    except BaseException as error:  # noqa: BLE001 - whatever ends the script is the answer
        traceback.print_exc()
        raised = {"type": type(error).__name__, "message": str(error)}
    peak = _peak_resident()
    _end_of_output()
    reloads = request["reloads"] if raised is None else ()
    return {
        "raised": raised,
        "trained_epochs": training.epochs,
        "resident": {
            "imported": resident,
            "peak": peak,
            "last epoch": training.resident,
        },
        "reloads": {path: reload(path, namespace, training) for path in reloads},
    }


def seed(number: int) -> None:
    """The random numbers of this process from now on; *number* is from 0 to 2**32 - 1.

    Both Keras take the seeds of their initializers from Python's; shuffles and eager operations have
    TensorFlow's. Starts nothing of TensorFlow: its runtime reads the seed when it begins.
    """
    import random

    import numpy
    import tensorflow

    random.seed(number)
    numpy.random.seed(number)
    tensorflow.random.set_seed(number)


def _end_of_output() -> None:
    """What is said from now on is not the script's."""
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        stream.flush()
        _redirect(number, os.open(os.devnull, os.O_WRONLY))


def _resident() -> int:
    """How much of this process is in memory now, in kilobytes."""
    status = _status("VmRSS")
    if status is None:  # not Linux
        status = int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(os.getpid())]))
    return status


def _peak_resident() -> int:
    """The most of this process that has been in memory, in kilobytes.

    Not ``ru_maxrss`` where it can be helped: Linux begins it with the peak of the process that started
    this one, its own high-water mark with this program.
    """
    peak = _status("VmHWM")
    if peak is None:
        usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak = usage // 1024 if sys.platform == "darwin" else usage
    return peak


def _status(field: str) -> int | None:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{field}:")), None)


def in_child(request: dict[str, Any]) -> dict[str, Any]:
    """Run the script in a forked child, in an empty folder, with an end after ``request["seconds"]``."""
    with tempfile.TemporaryDirectory(prefix="trainer-") as temporary:
        room = Path(temporary)
        cwd = room / "run"
        cwd.mkdir()
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            _child(request, room, cwd)
        ended = _wait(child, began + request["seconds"])
        answer = room / "answer.json"
        result: dict[str, Any] = json.loads(answer.read_text()) if answer.exists() else {}
        result["ended"] = ended
        result["seconds"] = round(time.monotonic() - began, 2)
        for stream in ("stdout", "stderr"):
            result[stream] = (room / stream).read_text(errors="replace")
        result["files"] = sorted(
            path.relative_to(cwd).as_posix()
            for path in cwd.rglob("*")
            if path.is_file() and path != cwd / SCRIPT
        )
        return result


def _child(request: dict[str, Any], room: Path, cwd: Path) -> None:
    """The child's whole life; does not return."""
    status = 1
    try:
        os.setsid()
        _redirect(0, os.open(os.devnull, os.O_RDONLY))
        for stream, name in ((1, "stdout"), (2, "stderr")):
            _redirect(stream, os.open(room / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
        os.chdir(cwd)
        result = run(request)
        (room / "answer.part").write_text(json.dumps(result))
        os.replace(room / "answer.part", room / "answer.json")
        status = 0
    except BaseException:  # noqa: BLE001 - a forked child must never go on as its parent
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _redirect(stream: int, target: int) -> None:
    os.dup2(target, stream)
    os.close(target)


def _wait(child: int, deadline: float) -> str:
    """``done``, ``died: …`` or ``killed: …``. Nothing of the child's process group is left running."""
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid or time.monotonic() > deadline:
            break
        time.sleep(0.01)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if not pid:
        os.waitpid(child, 0)
        return "killed: out of time"
    if os.WIFSIGNALED(status):
        return f"died: signal {os.WTERMSIG(status)}"
    return "done" if os.WEXITSTATUS(status) == 0 else f"died: exit status {os.WEXITSTATUS(status)}"


def serve(send: Callable[[dict[str, Any]], None]) -> None:
    """Answer requests until standard input ends."""
    versions = load()
    preload()
    send(versions)
    gc.collect()
    gc.freeze()  # spares each child the walk over TensorFlow's objects, and the copies of their pages
    for line in iter(sys.stdin.readline, ""):
        send(in_child(json.loads(line)))


def once(send: Callable[[dict[str, Any]], None]) -> None:
    """Answer one request from this process."""
    request = json.loads(sys.stdin.readline())
    load()
    with tempfile.TemporaryDirectory(prefix="trainer-") as cwd:
        os.chdir(cwd)
        answer = run(request)
        os.chdir("/")
    send(answer)


def main(command: str) -> None:
    """Answers leave by a copy of standard output; the script's own output goes where errors go."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def send(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    if command == "probe":
        send(probe())
    else:
        {"serve": serve, "once": once}[command](send)


if __name__ == "__main__":
    main(sys.argv[1])
