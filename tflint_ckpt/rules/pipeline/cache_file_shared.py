"""TFC215 cache-file-shared."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets.cache_files import shared_files
from tflint_ckpt.semantics.module import Module


class CacheFileShared(Rule):
    """One file that two datasets are cached in: the second one gives the data of the first.

    ## What it does
    Reports the second of two `.cache("file")` with the same name on different datasets, also by a function
    that is called for both.

    ## Why
    A cache in a file that is complete is read, whatever dataset it belongs to. `fit` fills it with the
    training data in the first epoch, and the validation reads them back: the validation looks as good as the
    training, in silence. With elements of other types it raises.

    ## When it is silent
    Names that the code does not tell, or that differ; datasets that are written alike, which may well share
    a file; where one of the two stands under a condition of its own; a module that removes files; datasets
    of unknown origin.

    ## Fix safety
    There is no edit: give each dataset a name of its own, and remove the file that is there.

    ## References
    - [tf.data.Dataset.cache](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#cache)
    """

    code = "TFC215"
    name = "cache-file-shared"
    summary = "two datasets that are cached in one file: the second gives the data of the first"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Method("cache"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each dataset after the first that is cached in a file."""
        seen: set[cst.Call] = set()
        for shared in shared_files(module):
            if shared.second in seen:
                continue
            seen.add(shared.second)
            where = module.where(_named(shared.first), preposition="in")
            message = (
                f"another dataset is cached in {shared.name!r} {where}: this one gives the data of that, "
                "once the file is complete"
            )
            fix = Fix(Applicability.MANUAL, "cache each dataset in a file of its own")
            place = module.span(_named(shared.second))[0], module.span(shared.second)[1]
            yield self.finding(module, place, Severity.ERROR, message, fix)


def _named(call: cst.Call) -> cst.BaseExpression:
    return call.func.attr if isinstance(call.func, cst.Attribute) else call.func
