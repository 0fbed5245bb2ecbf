"""Run by the Python of an environment: imports its libraries once, and runs each script in a fork.

Each line of the input is a JSON object, ``script``, ``source``, ``folder``, ``result``, ``log`` (paths) and
``seconds`` (of processor time); the answer is a line with the number of the process, which writes what
happened to ``result``. With ``--fresh`` nothing is imported before the script does it.
"""

from __future__ import annotations

import json
import linecache
import os
import signal
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import shorten
import standin
import standin_data
import standin_training

PRELOAD = (
    "numpy pandas sklearn.datasets sklearn.model_selection sklearn.preprocessing matplotlib.pyplot tensorflow"
).split()
Result = dict[str, Any]


class TimeUp(BaseException):
    """The processor time of a script is used up; no `Exception`, which the script might catch."""


def serve(fresh: bool) -> None:
    """Run the scripts that the input names, one after the other."""
    there = [name for name in PRELOAD if find_spec(name.partition(".")[0]) is not None]
    standin.install()
    if not fresh:
        for name in there:
            __import__(name)
        _ = sys.modules["tensorflow"].keras.Model  # Keras is loaded when it is first asked for
    for line in sys.stdin:
        job = json.loads(line)
        process = os.fork()
        if not process:
            _child(job)
        print(process, flush=True)
        os.waitpid(process, 0)


def run(job: dict[str, Any]) -> Result:
    """What happened to one script: its status, its exception, the lines of the user's that ran."""
    script, own = Path(job["script"]), Path(job["source"])
    os.chdir(job["folder"])
    standin.cut_off()
    warnings.simplefilter("ignore")
    lines: dict[str, set[int]] = {}
    main = types.ModuleType("__main__")
    main.__dict__.update({"__file__": str(script), shorten.FEW: standin_training.few})
    sys.modules["__main__"] = main
    sys.argv, sys.path[0] = [str(script)], str(script.parent)
    result: Result = {"status": "ok"}
    try:
        code = shorten.shorten(script.read_text("utf-8"), script, standin_training.EPOCHS)
        linecache.checkcache()
        signal.signal(signal.SIGPROF, _time_up)
        signal.setitimer(signal.ITIMER_PROF, job["seconds"])
        sys.settrace(_tracer(str(own), lines))
        exec(code, main.__dict__)
    except TimeUp as error:
        result = {"status": "time up", **_where(error, own)}
    except SystemExit as error:
        result = {"status": "ok" if error.code in (None, 0) else "exit", **_where(error, own)}
    except BaseException as error:  # noqa: BLE001 (whatever a script raises is what happened to it)
        # What is raised while Python returns from the tracer comes as the cause of a SystemError.
        late = isinstance(error, SystemError) and isinstance(error.__cause__, TimeUp)
        result = {"status": "time up"} if late else {"status": "exception", **_what(error)}
        result.update(_where(error, own))
    finally:
        sys.settrace(None)
        signal.setitimer(signal.ITIMER_PROF, 0)
    ran = {str(Path(name).relative_to(own)): sorted(hit) for name, hit in lines.items()}
    return {**result, "ran": ran}


def _child(job: dict[str, Any]) -> None:
    os.setsid()
    result: Result = {"status": "died"}
    try:
        log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        result = run(job)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 (the log tells what died)
        traceback.print_exc()
    finally:
        Path(job["result"]).write_text(json.dumps(result))
        os._exit(0)


def _time_up(*_: object) -> None:
    raise TimeUp


def _tracer(own: str, lines: dict[str, set[int]]) -> Callable[..., Any]:
    """Note which lines of the user's own files are run; all other code is left alone."""

    def local(frame: types.FrameType, event: str, _: object) -> Any:
        if event == "line":
            lines[frame.f_code.co_filename].add(frame.f_lineno)
        return local

    def trace(frame: types.FrameType, _event: str, _: object) -> Any:
        name = frame.f_code.co_filename
        if name.startswith(own):
            lines.setdefault(name, set()).add(frame.f_lineno)
            return local
        return None

    return trace


def _what(error: BaseException) -> Result:
    """The exception, and which object lacked a name if that is what it says."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < 6:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    lacking = None
    if isinstance(error, AttributeError):
        thing = getattr(error, "obj", None)
        owner = thing if isinstance(thing, (type, types.ModuleType)) else type(thing)
        module = getattr(owner, "__module__", owner.__name__)
        lacking = [module, getattr(owner, "__name__", ""), getattr(error, "name", None)]
    if isinstance(error, ImportError):
        lacking = [error.name, "", getattr(error, "name_from", None)]
    return {
        "type": type(error).__name__,
        "message": str(error)[:1500],
        "lacking": lacking,
        "offline": next((str(link) for link in chain if isinstance(link, standin_data.OfflineError)), None),
    }


def _where(error: BaseException, own: Path) -> Result:
    """The innermost line of the user's files, and the module that raised."""
    frames = traceback.extract_tb(error.__traceback__)
    mine = [(i, frame) for i, frame in enumerate(frames) if frame.filename.startswith(str(own))]
    if not mine:
        if isinstance(error, SyntaxError):
            return {"file": Path(error.filename or "").name, "line": error.lineno, "raised": None}
        return {"file": None, "line": None, "raised": frames[-1].filename if frames else None}
    index, frame = mine[-1]
    harness = {str(path) for path in Path(__file__).parent.glob("*.py")}
    below = [f.filename for f in frames[index + 1 :] if f.filename not in harness]
    return {
        "file": str(Path(frame.filename).relative_to(own)),
        "line": frame.lineno,
        "code": (frame.line or "")[:200],
        "calls": [[str(Path(f.filename).relative_to(own)), f.lineno] for _, f in mine],
        "raised": _library(below[-1]) if below else None,
        "first": _library(below[0]) if below else None,
    }


def _library(filename: str) -> str:
    parts = Path(filename).parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return "python/" + Path(filename).name if "lib" in parts else filename


if __name__ == "__main__":
    serve("--fresh" in sys.argv[1:])
