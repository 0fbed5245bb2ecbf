"""Modules that are found without looking for them are what Python makes of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tflint_ckpt

NAMES = ("cli", "source", "evidence.folder", "report", "report.text")
SHOW = """
import json, sys
import tflint_ckpt
from tflint_ckpt import fast_import
if {fast}:
    fast_import.install()
told = {{}}
for name in {names}:
    __import__(f"tflint_ckpt.{{name}}")
    module = sys.modules[f"tflint_ckpt.{{name}}"]
    spec = module.__spec__
    told[name] = [module.__file__, module.__cached__, module.__package__, module.__name__,
        getattr(module, "__path__", None) and list(module.__path__), type(module.__loader__).__name__,
        spec.name, spec.origin, spec.cached, spec.has_location, spec.parent, spec.loader is module.__loader__,
        module.__loader__.get_filename(module.__name__), module.__loader__.is_package(module.__name__),
        sorted(vars(module))]
finders = [each for each in sys.meta_path if isinstance(each, fast_import.Finder)]
told["found"] = [bool(each.find_spec("tflint_ckpt.watch", tflint_ckpt.__path__)) for each in finders]
print(json.dumps(told))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, compiled."""
    copy = tmp_path / "tflint_ckpt"
    source = Path(tflint_ckpt.__file__).parent
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "rules", "semantics"))
    told(copy, fast=False)
    told(copy, fast=False, code="import tflint_ckpt.watch")
    return copy


def told(package: Path, *, fast: bool, code: str = "", options: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the modules of a package say of themselves."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["PYTHONPATH"] = str(package.parent)
    code = code or SHOW.format(fast=fast, names=NAMES)
    command = [sys.executable, *options, "-c", code]
    where = package.parent
    done = subprocess.run(command, env=environment, cwd=where, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout or "{}")
    return found


def test_modules_are_what_they_are_otherwise(package: Path) -> None:
    usual, fast = told(package, fast=False), told(package, fast=True)
    assert (usual.pop("found"), fast.pop("found")) == ([], [True])
    assert fast == usual
    assert fast["report"][4] == [str(package / "report")]


def test_code_of_another_source_is_not_taken(package: Path) -> None:
    with (package / "watch.py").open("a") as file:
        file.write("# one line more\n")
    assert told(package, fast=True)["found"] == [False]


@pytest.mark.parametrize("how", ["no file", "empty", "another Python", "by hash"])
def test_what_is_not_compiled_as_expected_is_left_to_python(package: Path, how: str) -> None:
    [compiled] = (package / "__pycache__").glob("watch.*.pyc")
    data = compiled.read_bytes()
    if how == "no file":
        compiled.unlink()
    elif how == "empty":
        compiled.write_bytes(b"")
    elif how == "another Python":
        compiled.write_bytes(b"\0\0\r\n" + data[4:])
    else:
        compiled.write_bytes(data[:4] + b"\1" + data[5:])
    assert told(package, fast=True)["found"] == [False]


@pytest.mark.parametrize("options", [("-O",), ("-X", "pycache_prefix=/nowhere")], ids=" ".join)
def test_another_kind_of_run_is_left_to_python(package: Path, options: tuple[str, ...]) -> None:
    assert told(package, fast=True, options=options)["found"] == []


def test_what_is_compiled_is_found_where_nothing_more_is_kept(package: Path) -> None:
    assert told(package, fast=True, options=("-B",))["found"] == [True]


def test_an_error_shows_its_line(package: Path) -> None:
    code = """
import json, traceback
from tflint_ckpt import fast_import
fast_import.install()
from tflint_ckpt.target import parse
try:
    parse("x", "")
except Exception as error:
    last = traceback.extract_tb(error.__traceback__)[-1]
    print(json.dumps({"file": last.filename, "line": last.line}))
"""
    shown = told(package, fast=True, code=code)
    assert shown["file"] == str(package / "target.py")
    assert shown["line"].startswith("raise ConfigError(")


ASKED = """
import json, sys, threading
from tflint_ckpt import fast_import
fast_import.install()
asked = []
find = fast_import.Finder.find_spec
fast_import.Finder.find_spec = lambda self, name, *more: asked.append(name) or find(self, name, *more)
{beside}
before = {{*sys.modules}}
import tflint_ckpt.reporting
loaded = {{each for each in sys.modules if each.startswith("tflint_ckpt.")}} - before
print(json.dumps({{"asked": sorted(loaded.intersection(asked)), "loaded": sorted(loaded)}}))
"""


def test_modules_import_each_other_without_a_finder(package: Path) -> None:
    told(package, fast=False, code="import tflint_ckpt.reporting")  # compiles them
    shown = told(package, fast=True, code=ASKED.format(beside=""))
    assert shown["asked"] == ["tflint_ckpt.reporting"]
    assert len(shown["loaded"]) > 2


def test_when_nearly_all_are_there_python_is_asked_again(package: Path) -> None:
    """Its own import of what is there costs a tenth of a call of ours."""
    late = "def f():\n    from tflint_ckpt.finding import Finding\n    return Finding\n"
    (package / "late.py").write_text(late)
    code = """
import builtins, json
from tflint_ckpt import fast_import
fast_import.install()
import tflint_ckpt.late
from tflint_ckpt.late import f
told = {}
for times in (1, fast_import._MOST_KNOWN):
    found = {f() for _ in range(times)}
    told[str(times)] = f.__builtins__["__import__"] is builtins.__import__, len(found)
print(json.dumps(told))
"""
    told(package, fast=False, code="import tflint_ckpt.late")  # compiles it
    assert told(package, fast=True, code=code) == {"1": [False, 1], "1000": [True, 1]}


def test_beside_a_thread_they_are_left_to_python(package: Path) -> None:
    """Which has a lock for each."""
    beside = "waits = threading.Event()\nthreading.Thread(target=waits.wait, daemon=True).start()"
    shown = told(package, fast=True, code=ASKED.format(beside=beside))
    assert shown["asked"] == shown["loaded"]


def test_a_module_that_fails_is_not_there(package: Path) -> None:
    (package / "broken.py").write_text("from tflint_ckpt.finding import nothing_like_this\n")
    (package / "first.py").write_text("from tflint_ckpt.broken import anything\n")
    told(package, fast=False, code="import py_compile\nfor name in ('broken', 'first'):\n"
         f"    py_compile.compile({str(package)!r} + f'/{{name}}.py')")
    code = """
import json, sys
from tflint_ckpt import fast_import
fast_import.install()
try:
    import tflint_ckpt.first
except ImportError as error:
    left = [name for name in sys.modules if name.endswith(("broken", "first"))]
    print(json.dumps({"said": str(error), "left": left}))
"""
    shown = told(package, fast=True, code=code)
    assert shown["said"].startswith("cannot import name 'nothing_like_this' from 'tflint_ckpt.finding'")
    assert shown["left"] == []


def test_the_abstract_classes_of_collections(package: Path) -> None:
    """Which are a module of their own, under two names."""
    code = """
import sys
from tflint_ckpt import fast_import
fast_import.install()
sys.modules.pop("collections", None), sys.modules.pop("collections.abc", None)
import tflint_ckpt.near_misses
left = "collections" in sys.modules
import collections.abc, json
same = tflint_ckpt.near_misses.Iterator is collections.abc.Iterator
print(json.dumps({"left": left, "same": same}))
"""
    told(package, fast=False, code="import tflint_ckpt.near_misses")  # compiles it
    assert told(package, fast=True, code=code) == {"left": False, "same": True}
