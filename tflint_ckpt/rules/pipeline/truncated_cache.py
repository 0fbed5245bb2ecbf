"""TFC204 cache-truncated."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.neighbours import exchangeable
from tflint_ckpt.semantics.datasets.onward import Role, ends
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.chains import link_place, swap_links


class CacheTruncated(Rule):
    """`cache().take(n)` never fills the cache: each pass throws it away.

    ## What it does
    Reports `take(n)` right behind `cache()` of a `tf.data.Dataset` whose result goes into `fit`,
    `evaluate` or `predict`, where nothing else reads what is cached.

    ## Why
    A cache counts once it has been read to its end, and `take` stops before. TensorFlow discards what was
    kept, does the work again in each epoch, and says so in a warning that `TF_CPP_MIN_LOG_LEVEL` hides.

    ## When it is silent
    A look at the first elements (`for x in ds.take(1): print(x)`, `next(iter(ds.take(1)))`), a cached dataset
    that others read too, so that it is filled; `take(-1)`, and a number that the code does not tell to be
    finite; a result that is not read in this file.

    ## Fix safety
    The fix swaps the two, so that the elements that are taken are kept: the same ones in the same order,
    which is safe. It is unsafe for a cache in a file, which may be there already, and holds all elements.

    ## References
    - [tf.data.Dataset.cache](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#cache)
    """

    code = "TFC204"
    name = "cache-truncated"
    summary = "take behind cache(), so that the cache is discarded in each pass"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("cache"), Method("take"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``cache`` that is never read to its end."""
        for cache in module.datasets.operations("cache"):
            take = module.fact(Steps).only_operation(cache.call)
            if take is None or take.name != "take" or not _is_read(module, take):
                continue
            count = module.datasets.number(take.argument("count"))
            if count is None or count < 1:
                continue
            message = (
                f"take({count}) behind cache() stops before the cache is full: it is discarded, and filled "
                "anew in each pass"
            )
            place = link_place(module, cache.call)
            yield self.finding(module, place, Severity.WARNING, message, _fix(module, cache, take))


def _is_read(module: Module, take: Operation) -> bool:
    """Whether what is taken is used for more than a look, in this file."""
    found = ends(module, take.call)
    if not any(end.role in (Role.TRAIN, Role.VALIDATE, Role.EVALUATE) for end in found):
        return False
    return all(end.role is not Role.UNREAD for end in found)


def _fix(module: Module, cache: Operation, take: Operation) -> Fix:
    title = "take before the cache"
    edits = swap_links(module, cache.call, take.call) if exchangeable(module, cache, take) else ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    return unsafe(fix, "the file may hold all elements already") if cache.call.args else fix
