"""TFC826 numpy-removed."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Both, Either, Given
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.mentions import Mention, imported_at, mentions, shorter
from tflint_ckpt.semantics.numpy_names import BUILTINS, OTHERS, RESHAPED, SAME, first_without, gone_since

_NAMES = (*BUILTINS, *SAME, *OTHERS)
_KEYWORD = "newshape"
_PINNED = pattern(
    r"\bnumpy\b[\"']?\s*(?:\[[^\]\n]*\]\s*)?\(?(?:\s*(?:>=?|!=)\s*[\d.*]+\s*,?)*\s*(?:<|=|~=|@|:\s*[\"'])",
    re.IGNORECASE,
)
"""What a list of requirements, an environment or a command says where it is not the newest NumPy."""


class NumpyRemoved(Rule):
    """A name or argument that the NumPy which comes with the target's TensorFlow does not have.

    ## What it does
    Reports `np.float`, `np.bool`, `np.object`, `np.product`, `np.Inf`, `np.trapz` and the like, and
    `newshape=` of `np.reshape`, in files that use TensorFlow or Keras, where the NumPy that is installed
    with it does not have them.

    ## Why
    TensorFlow 2.13 takes NumPy up to 1.24, 2.14 to 2.17 up to 1.26, 2.18 up to 2.0, 2.19 up to 2.1, and from
    2.20 on `pip` installs the newest. NumPy 1.24 dropped its names for what Python has itself, 2.0 some
    hundred others, 2.4 `trapz`, `in1d` and the argument `newshape`: the code raises `AttributeError`,
    `ImportError` or `TypeError` where it gets there, often after the training. It is an error where every
    NumPy that this TensorFlow takes lacks the name, and a warning where one that is asked for may have it.

    ## When it is silent
    Where a file of the project asks for a NumPy that may have the name (`numpy<2`, `numpy==1.23.5`), unless
    TensorFlow does not take that. Where the project sets the name itself (`np.float = float`), or names in
    a loop. In a `try` that catches the exception, or under a test of the version, or of what NumPy has
    (`hasattr`, `getattr` with a default, `dir`). On TensorFlow before 2.13.

    ## Fix safety
    The old names were other names of the same objects, and `shape` can be given by its place: that is safe.
    What is left for a person has no name that gives the same in each case.

    ## References
    - [NumPy 2.0 migration guide](https://numpy.org/doc/stable/numpy_2_0_migration_guide.html)
    - [NumPy 1.24 release notes](https://numpy.org/doc/stable/release/1.24.0-notes.html)
    """

    code = "TFC826"
    name = "numpy-removed"
    summary = "a name or argument that the NumPy of the target's TensorFlow does not have"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (
        Either(Api(*(f"numpy.{name}" for name in _NAMES)), Both(Given(f"reshape.{_KEYWORD}"), Api("numpy"))),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each import, and each use of an attribute or of the argument."""
        reported: set[cst.CSTNode] = set()
        for whole in mentions(module, "numpy"):
            for mention in shorter(whole):
                name = mention.spelled.removeprefix("numpy.")
                if name in _NAMES:
                    found = self._found(module, mention.node, name, f"np.{name}", _fix(module, mention, name))
                    is_known = isinstance(mention.node, cst.Attribute) and not reported.isdisjoint(
                        imported_at(module, mention.node)
                    )
                    reported.add(mention.node)
                    yield from () if is_known or found is None else (found,)
        for call in module.calls("numpy.reshape"):
            for argument in call.node.args:
                if argument.keyword is not None and argument.keyword.value == _KEYWORD:
                    fix = _by_place(module, call.node, argument)
                    found = self._found(module, argument.keyword, RESHAPED, f"np.{RESHAPED}", fix)
                    yield from () if found is None else (found,)

    def _found(
        self, module: Module, node: cst.CSTNode, name: str, shown: str, fix: Fix
    ) -> Finding | None:
        without = first_without(name, module.target.releases)
        if without is None or is_guarded(module, node, *MISSING, "TypeError") or _is_set(module, name):
            return None
        release, is_sure = without
        if not is_sure and _is_pinned(module):
            return None
        tensorflow, numpy = (".".join(map(str, each)) for each in (release.tensorflow, gone_since(name)))
        takes = "takes no older one" if is_sure else "is installed with a newer one"
        why = f"is gone from NumPy {numpy} on, and TensorFlow {tensorflow} {takes}"
        severity = Severity.ERROR if is_sure else Severity.WARNING
        return self.finding(module, node, severity, f"{shown} {why}: {_raised(node)}", fix)


def _raised(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return "AttributeError"
    return "TypeError" if isinstance(node, cst.Name) else "ImportError"


def _fix(module: Module, mention: Mention, name: str) -> Fix:
    """Another name of the same object, where that can be written."""
    node = mention.node
    other = BUILTINS.get(name) or SAME.get(name)
    if other is None:
        return Fix(Applicability.MANUAL, OTHERS[name])
    shown = other if name in BUILTINS else f"np.{other}"
    if not isinstance(node, cst.Attribute) or (name in BUILTINS and not module.is_free_at(other, node)):
        return Fix(Applicability.MANUAL, f"write {shown}")
    place = module.span(node if name in BUILTINS else node.attr)
    return Fix(Applicability.SAFE, f"write {shown}", (Edit(module.path, *place, other),))


def _by_place(module: Module, call: cst.Call, argument: cst.Arg) -> Fix:
    """The shape by its place, which each NumPy takes; by a person where it is not the second argument."""
    is_second = len(call.args) > 1 and call.args[1] is argument
    if not is_second or call.args[0].keyword is not None or call.args[0].star:
        return Fix(Applicability.MANUAL, "give the shape as the second argument, without a name")
    start, end = module.span(argument)[0], module.span(argument.value)[0]
    lost = module.source.text[start:end]
    if "#" in lost or "\n" in lost:
        return Fix(Applicability.MANUAL, "give the shape without its name")
    edit = Edit(module.path, start, end, "(" * lost.count("("))
    return Fix(Applicability.SAFE, "give the shape without its name", (edit,))


def _is_set(module: Module, name: str) -> bool:
    """Whether some file of the project may give NumPy the name itself: ``np.float = float``, or in a loop."""
    if name == RESHAPED:
        return False
    sets = re.compile(
        rf"\b\w*(?:np|numpy)\.{name}\s*=(?!=)|setattr\(\s*\w*(?:np|numpy)\s*,\s*(?:[\"']{name}[\"']|[^\"'\s])"
        r"|\w*(?:np|numpy)\.__dict__\s*(?:\[|\.update|\.setdefault|\|=)|\bvars\(\s*\w*(?:np|numpy)\s*\)"
    )
    project = module.project
    return sets.search(module.source.text) is not None or project.somewhere(sets, name, besides=module.path)


def _is_pinned(module: Module) -> bool:
    """Whether some file of the project asks for a NumPy that may not be the newest one."""
    project, here = module.project, module.path
    if _PINNED.search(module.source.text) and "install" in module.source.text:
        return True
    if any(_PINNED.search(text) for _, text in project.texts("numpy", besides=here)):
        return True
    return any(path.endswith("setup.py") for path in project.having(_PINNED, "numpy", besides=here))
