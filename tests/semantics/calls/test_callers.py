"""Who may call a function, and whether that is all: its calls in the project, and what hides others."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from types import SimpleNamespace

import pytest

from tests.lint import target_of
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.calls.callers import callers
from tflint_ckpt.semantics.calls.unseen import keyword_call
from tflint_ckpt.source import Source
from tflint_ckpt.target import Targets

JUDGE = "class Judge:\n    def __init__(self, model):\n        self.model = model\n"
STEP = "def step(model):\n    return model\n"
INIT = "from .judge import Judge\n"


class WithTexts(Project):
    """A project that holds files which are no Python, too."""

    other: dict[str, str]

    def texts(self, word: str, *, besides: str) -> Iterator[tuple[SimpleNamespace, str]]:
        """The files that hold *word*."""
        for path, text in self.other.items():
            if word in text:
                yield SimpleNamespace(path=path), text


def told(files: dict[str, str], path: str = "pkg/judge.py") -> str:
    """What is known of the callers of the first function in the file at *path*.

    The calls that surely are of it, behind ``?`` those that may be; then ``handed on`` where it may be
    called by keyword and no call shows, ``open`` where there may be other callers.
    """
    python = {name: text for name, text in files.items() if name.endswith(".py")}
    sources = {name: Source(name, dedent(text).encode()) for name, text in python.items()}
    project = WithTexts(sorted(sources), sources.get, lambda source: Targets(target_of("keras3")))
    project.other = {name: text for name, text in files.items() if name not in python}
    module = project.parse(sources[path])
    found = callers(module, module.facts.functions[0], "model", thorough=True)

    def places(sites: list) -> str:  # type: ignore[type-arg]
        return " ".join(
            sorted({f"{site.module.path}:{site.module.where(site.call).split()[-1]}" for site in sites})
        )

    hidden = "handed on" if found.handed_on or found.unseen else "open" if found.escapes else ""
    doubts = places(found.doubtful)
    return " ".join(filter(None, (places(found.sites), f"? {doubts}" if doubts else "", hidden)))


CLASSES = {
    "imported from its module": (
        {"use.py": "from pkg.judge import Judge\nJudge(model=1)\n"},
        "use.py:2",
    ),
    "imported from the package that imports it": (
        {"pkg/__init__.py": INIT, "use.py": "from pkg import Judge\nJudge(model=1)\n"},
        "use.py:2 open",
    ),
    "through two packages": (
        {
            "pkg/__init__.py": INIT,
            "api/__init__.py": "from pkg import *\n",
            "use.py": "import api\napi.Judge(model=1)\n",
        },
        "use.py:2 open",
    ),
    "under another name": (
        {"pkg/__init__.py": INIT, "use.py": "from pkg import Judge as J\nJ(model=1)\n"},
        "use.py:2 open",
    ),
    "in a folder far away": (
        {"pkg/__init__.py": INIT, "docs/examples/a.py": "import pkg\npkg.Judge(model=1)\n"},
        "docs/examples/a.py:2 open",
    ),
    "handed on from the package": (
        {"pkg/__init__.py": INIT, "use.py": "import pkg\nregister(pkg.Judge)\n"},
        "handed on",
    ),
    "below a source folder": (
        {
            "src/other/__init__.py": "class Judge:\n    pass\n",
            "use.py": "from other import Judge\nJudge(model=1)\n",
        },
        "",
    ),
    "a lazy import by a helper": (
        {
            "pkg/__init__.py": 'from .lazy import optional\nJudge = optional("pkg.judge", "Judge")\n',
            "pkg/lazy.py": "def optional(module, name): ...\n",
            "use.py": "from pkg import Judge\nJudge(model=1)\n",
        },
        "? use.py:2 handed on",
    ),
    "a lazy import with a table": (
        {"pkg/__init__.py": '_import_structure = {\n    "judge": ["Judge"],\n}\n'},
        "handed on",
    ),
    "lazy_loader": (
        {
            "pkg/__init__.py": """
                import lazy_loader
                __getattr__, __dir__, _ = lazy_loader.attach(__name__, submod_attrs={"judge": ["Judge"]})
            """
        },
        "handed on",
    ),
    "a module's __getattr__": (
        {
            "pkg/__init__.py": """
                def __getattr__(name):
                    from .judge import Judge
                    return Judge
            """
        },
        "handed on",
    ),
    "a __getattr__ that makes a name": (
        {
            "pkg/__init__.py": "def __getattr__(name):\n    return load(name)\n",
            "use.py": "from pkg import Judge\nJudge(model=1)\n",
        },
        "? use.py:2",
    ),
    "a module that is imported by its name": (
        {"use.py": 'from importlib import import_module\nimport_module("pkg.judge").Judge(model=1)\n'},
        "? use.py:2",
    ),
    "a dotted name": ({"use.py": 'load("pkg.judge.Judge")(model=1)\n'}, "handed on"),
    "a dotted name and a colon": ({"setup.py": 'judges = {"a": "pkg.judge:Judge"}\n'}, "handed on"),
    "__all__ of its package": (
        {"pkg/__init__.py": f'{INIT}__all__ = ["Judge"]\n', "use.py": "import pkg\n"},
        "open",
    ),
    "its package imports it under another name": (
        {"pkg/__init__.py": "from .judge import Judge as Referee\n"},
        "handed on",
    ),
    "inherited": ({"use.py": "from pkg.judge import Judge\nclass Mine(Judge):\n    pass\n"}, "handed on"),
    "inherited through the package": (
        {"pkg/__init__.py": INIT, "use.py": "from pkg import Judge\nclass Mine(Judge):\n    pass\n"},
        "handed on",
    ),
    "put into a table": ({"use.py": "from pkg.judge import Judge\nT = [Judge]\n"}, "handed on"),
    "a class of that name in another file": (
        {"other.py": "class Judge:\n    pass\n", "use.py": "from other import Judge\nJudge(model=1)\n"},
        "",
    ),
    "a class of that name of a library": ({"use.py": "from library import Judge\nJudge(model=1)\n"}, ""),
    "a class of that name in that file": ({"use.py": f"{JUDGE}Judge(model=1)\n"}, ""),
    "a method of that name of an object": ({"use.py": "court.Judge(model=1)\n"}, ""),
    "a word in a text": ({"use.py": 'print("Judge")\nraise ValueError("Judge failed")\n'}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), CLASSES.values(), ids=CLASSES)
def test_the_callers_of_a_class(files: dict[str, str], expected: str) -> None:
    assert told({"pkg/judge.py": JUDGE, **files}) == expected


FUNCTIONS = {
    "called": ("from work import step\nstep(model=1)\n", "use.py:2"),
    "called below its module": ("import work\nwork.step(model=1)\n", "use.py:2"),
    "registered": ("from work import step\nregister(step)\n", "handed on"),
    "assigned to an attribute": ("import work\nself.step = work.step\n", "handed on"),
    "decorates": ("from work import step\n@step\ndef f(): pass\n", "handed on"),
    "partial": (
        "from functools import partial\nfrom work import step\npartial(step, model=1)\n",
        "use.py:3 open",
    ),
    "getattr": ('import work\ngetattr(work, "step")(model=1)\n', "handed on"),
    "a string that is none of it": ('import work\nsplit("step")\nT = {"step": 1}\n', ""),
    "a name that holds what a lookup gives": (
        'from lazy import lookup\nstep = lookup("work", "step")\nstep(model=1)\n',
        "? use.py:3",
    ),
    "a parameter of that name": ("def f(step):\n    step(model=1)\n", ""),
}


@pytest.mark.parametrize(("other", "expected"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_callers_of_a_function(other: str, expected: str) -> None:
    assert told({"work.py": STEP, "use.py": other}, "work.py") == expected


TEXTS = {
    "hydra": ("conf/a.yaml", "work:\n  _target_: work.step\n  model: a\n", "handed on"),
    "hydra, by the package": ("conf/a.yaml", '_target_: "pkg.api.step"\n', "handed on"),
    "gin": ("a.gin", "step.model = 'a'\n", "handed on"),
    "a dotted name": ("a.json", '{"run": "work.step"}\n', "handed on"),
    "an entry point": ("pyproject.toml", '[project.scripts]\nrun = "work:step"\n', "open"),
    "a snippet": ("README.md", "```python\nstep(model=net)\n```\n", "handed on"),
    "a snippet over lines": ("docs/a.rst", "    work.step(\n        model=net)\n", "handed on"),
    "a shell script with Python": ("run.sh", 'python -c "import work; work.step(model=1)"\n', "handed on"),
    "a snippet without the keyword": ("README.md", "`step(net)`, and the next step: model = net\n", ""),
    "a word": ("README.md", "The next step (see `work.py`), as in work.step.\n", ""),
    "a key": ("a.yaml", "step: 3\nmodel: a\nsteps: [step]\n", ""),
}


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS.values(), ids=TEXTS)
def test_files_that_are_no_python(path: str, text: str, expected: str) -> None:
    assert told({"work.py": STEP, path: text}, "work.py") == expected


METHODS = {
    "nobody": ("x = 1\n", ""),
    "an object of unknown class": ("runner.step(model=1)\n", "? use.py:1"),
    "one that gets it by its place": ("runner.step(1)\n", ""),
    "a class that inherits it": (
        "from work import Run\nclass Mine(Run):\n    def step(self, model): pass\n",
        "open",
    ),
    "looked up by name": ('getattr(runner, "step")(model=1)\n', "handed on"),
    "a partial of it": ("partial(runner.step, model=1)\n", "handed on"),
    "an attribute of that name": ("runner.step = f(model=1)\nx = runner.step\n", ""),
    "methodcaller": ('map(methodcaller("step", model=1), runners)\n', "handed on"),
}


@pytest.mark.parametrize(("other", "expected"), METHODS.values(), ids=METHODS)
def test_the_callers_of_a_method(other: str, expected: str) -> None:
    code = "class Run:\n    def step(self, model):\n        return model\n"
    assert told({"work.py": code, "use.py": other}, "work.py") == expected


PLACES = {
    "an object": ("def step(self, model): pass", "Run().step(1)"),
    "the class": ("def step(self, model): pass", "Run.step(Run(), 1)"),
    "a method of the class": ("@classmethod\n    def step(cls, model): pass", "Run.step(1)"),
    "a method of the class, on an object": ("@classmethod\n    def step(cls, model): pass", "Run().step(1)"),
    "a static one": ("@staticmethod\n    def step(model): pass", "Run.step(1)"),
    "a static one, on an object": ("@staticmethod\n    def step(model): pass", "Run().step(1)"),
    "a constructor": ("def __init__(self, model): pass", "Run(1)"),
}


@pytest.mark.parametrize(("method", "call"), PLACES.values(), ids=PLACES)
def test_what_a_call_of_a_method_gives(method: str, call: str) -> None:
    source = Source("work.py", f"class Run:\n    {method}\n{call}\n".encode())
    project = Project(["work.py"], lambda path: source, lambda source: Targets(target_of("keras3")))
    module = project.parse(source)
    function = module.facts.functions[0]
    [site] = callers(module, function, "model", thorough=True).sites
    value = site.value(function, "model")
    assert value is not None
    assert module.text(value) == "1"


IN_SIGHT = {
    "called in the file": ("", True),
    "handed on by another": ("import work\nregister(work.step)\n", False),
    "imported by another": ("from work import step\n", False),
    "named in a table of imports": ('lazy_import("work", "step")\n', False),
    "a string that is none of it": ('split("step")\n', True),
}


@pytest.mark.parametrize(("other", "in_sight"), IN_SIGHT.values(), ids=IN_SIGHT)
def test_whether_all_calls_are_in_sight(other: str, in_sight: bool) -> None:
    texts = {"work.py": f"{STEP}step(1)\n", "use.py": other}
    sources = {name: Source(name, text.encode()) for name, text in texts.items()}
    project = Project(sorted(sources), sources.get, lambda source: Targets(target_of("keras3")))
    module = project.parse(sources["work.py"])
    assert (module.call_sites.in_sight(module.facts.functions[0]) is not None) is in_sight


@pytest.mark.parametrize("line", ["register(step)", "again = step", "T = [step]", "globals()['step']"])
def test_a_function_that_is_handed_on_has_calls_out_of_sight(line: str) -> None:
    source = Source("work.py", f"{STEP}step(1)\n{line}\n".encode())
    project = Project(["work.py"], lambda path: source, lambda source: Targets(target_of("keras3")))
    module = project.parse(source)
    assert module.call_sites.in_sight(module.facts.functions[0]) is None


CALLS = {
    "step(model=1)": True,
    "x = step(f(1, (2)), model = 1)": True,
    "step(\n    1,\n    model=2,\n)": True,
    "step(**options)": True,
    "step(model)": False,
    "step(model == 1)": False,
    "step(1)\nf(model=1)": False,
    "step(keras_model=1)": False,
    "steps(model=1)": False,
    "def step(model=1): pass": False,
}


@pytest.mark.parametrize("text", CALLS)
def test_calls_by_keyword_are_seen_in_text(text: str) -> None:
    assert (keyword_call(text, "step", "model") is not None) is CALLS[text]
