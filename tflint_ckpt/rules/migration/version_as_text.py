"""TFC817 version-as-text."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, Method
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.release_forms import VERSIONS
from tflint_ckpt.semantics.release_tests import ORDERS, Comparison, comparisons


class VersionAsText(Rule):
    """A release is compared as text, or by its first three characters: `tf.__version__ >= "2.4"`.

    ## What it does
    Reports comparisons by order of `tf.__version__` or `keras.__version__` with a text, of its first three
    characters (`tf.__version__[:3]`) or one part of it (`tf.__version__.split(".")[1]`) with a text, and of
    `float(tf.__version__[:3])` with a number, where the answer is wrong on a release of the target.

    ## Why
    Texts are compared character by character: `"2.21.0" >= "2.4"` is false, since `2` comes before `4`. The
    first three characters of `2.21.0` are `2.2`. Code for newer releases is not run, or an assertion fails,
    from TensorFlow 2.10 on.

    ## When it is silent
    Where the answer is right on every release of the target (`tf.__version__ >= "2.0"`), comparisons for
    equality, and `startswith`.

    ## Fix safety
    The numbers are compared instead, `tuple(map(int, tf.__version__.split(".")[:2])) >= (2, 4)`: unsafe,
    since other code runs then. It is left to a person where the text has three numbers or more.

    ## References
    - [Version specifiers](https://packaging.python.org/en/latest/specifications/version-specifiers/)
    """

    code = "TFC817"
    name = "version-as-text"
    summary = "a release compared as text, which is wrong from 2.10 on"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Either(Method("__version__", "VERSION"), Api(*VERSIONS)),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each comparison whose answer is wrong on the target."""
        for found in comparisons(module):
            if is_expected(module, found.left):
                continue
            wrong = next((each for each in module.target.releases if found.is_wrong(each)), None)
            if wrong is not None:
                node = module.parent(found.left)
                assert node is not None
                message = found.message(wrong)
                yield self.finding(
                    module, node, Severity.WARNING, message, _fix(module, found), of=found.form.version
                )


def _fix(module: Module, found: Comparison) -> Fix:
    form, numbers = found.form, tuple(map(int, found.wanted.split(".")))
    version = module.text(form.version)
    is_here = any(above is found.side for above in (form.version, *module.ancestors(form.version)))
    if form.steps[-1:] == (("element", form.part),):
        return _rewritten(module, found, f"int({module.text(found.side)})", str(numbers[0]))
    title = "compare the numbers: packaging.version.parse of both"
    if len(numbers) > 2 or "\n" in version or not is_here:
        return Fix(Applicability.MANUAL, title)
    if form.part is not None:
        return _rewritten(module, found, f'int({version}.split(".")[{form.part}])', str(numbers[0]))
    release = f'tuple(map(int, {version}.split(".")[:{len(numbers)}]))'
    wanted = f"({', '.join(map(str, numbers))}{',' if len(numbers) == 1 else ''})"
    return _rewritten(module, found, release, wanted)


def _rewritten(module: Module, found: Comparison, release: str, wanted: str) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    sides = (release, wanted) if found.first else (wanted, release)
    edits = (replace(module, found.left, sides[0]), replace(module, found.right, sides[1]))
    title = f"compare the numbers: {sides[0]} {ORDERS[found.order][0]} {sides[1]}"
    return Fix(Applicability.UNSAFE, title, edits)
