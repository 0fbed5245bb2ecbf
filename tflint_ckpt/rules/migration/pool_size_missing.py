"""TFC821 pool-size-missing."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module

_LAYERS = tuple(f"keras.layers.{name}{n}D" for name in ("AveragePooling", "AvgPool") for n in (1, 2, 3))
_OUTCOMES = (
    on_keras2(None, "pools by 2"),
    on_keras3(Severity.ERROR, "raises TypeError (missing 1 required positional argument)"),
)


class PoolSizeMissing(Rule):
    """`AveragePooling2D()` without a size: Keras 3 has none to fall back on.

    ## What it does
    Reports `AveragePooling1D`, `AveragePooling2D` and `AveragePooling3D`, also as `AvgPool2D` and its like,
    that are built without `pool_size`.

    ## Why
    Keras 2 takes 2 along each axis. Keras 3 raises `TypeError: AveragePooling2D.__init__() missing 1 required
    positional argument: 'pool_size'`. Of all its layers, these are the only ones that lost a default;
    `MaxPooling2D()` has it still.

    ## When it is silent
    Where arguments are unpacked, which may hold the size. In a `try` that catches `TypeError`, and under a
    test of the version.

    ## Fix safety
    `pool_size=2` is what Keras 2 takes: safe.

    ## References
    - [AveragePooling2D layer](https://keras.io/api/layers/pooling_layers/average_pooling2d/)
    """

    code = "TFC821"
    name = "pool-size-missing"
    summary = "AveragePooling2D() without pool_size, which has no default on Keras 3"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Api(*_LAYERS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such layer."""
        from tflint_ckpt.syntax.arguments import add_argument

        for node in module.facts.calls:
            name = module.resolve(node.func)
            if name not in _LAYERS:
                continue
            call = bind(module, node, name)
            if call.open or argument_of(call, "pool_size") is not None:
                continue
            if is_guarded(module, node, "TypeError"):
                continue
            edits = add_argument(module, node, "pool_size", "2")
            fix = Fix(Applicability.SAFE if edits else Applicability.MANUAL, "add pool_size=2", edits)
            what = f"{name.rpartition('.')[2]} is given no pool_size"
            yield from self.judged(module, node.func, what, _OUTCOMES, fix, of=node)
