"""What the training code of a module says: its fits, and which of them a callback reaches."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.flow import Flows, Kind, Use
from tflint_ckpt.semantics.objects.instances import Instances, Origin
from tflint_ckpt.semantics.training import calls
from tflint_ckpt.semantics.training.fits import Fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.compiles import Compile
    from tflint_ckpt.semantics.training.models import Life


class Training:
    """The fits and compiles of one module; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._fits_of: dict[cst.Call, tuple[Fit, ...] | None] = {}
        self._everywhere: dict[cst.Call, tuple[Fit, ...] | None] = {}

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """Every call of ``fit`` that is one of a Keras model, or looks like it, in source order."""
        return tuple(
            self._fit(call)
            for call, _ in self.module.method_calls(*calls.METHODS)
            if calls.may_be_keras(self.module, call)
        )

    @cached_property
    def compiles(self) -> tuple[Compile, ...]:
        """Every call of ``compile`` on what is proved to be a model, in source order."""
        from tflint_ckpt.semantics.training.compiles import Compile

        return tuple(
            Compile(self.module, bind(self.module, call.node, "keras.Model.compile"))
            for call, _ in self.module.fact(Instances).calls_on("keras.Model", "compile")
        )

    def fits_of(self, constructor: cst.Call) -> tuple[Fit, ...] | None:
        """Every fit that the callback built by *constructor* reaches, in source order.

        Empty where it provably reaches none; ``None`` where some may be out of sight: the callback, or
        a list that holds it, is given to a function that is not of the module, returned to callers that
        are not all in sight, kept where others may read it, or changed after it was built; or where
        the call builds no callback: ``super().__init__(…)``, ``functools.partial(…)``.
        """
        if constructor not in self._fits_of:
            built = self.module.fact(Instances).is_instance(constructor, families.CALLBACK)
            uses = self.module.fact(Flows).of(constructor) if built else None
            self._fits_of[constructor] = self._reached(uses) if uses is not None else None
        return self._fits_of[constructor]

    def fits_everywhere(self, constructor: cst.Call) -> tuple[Fit, ...] | None:
        """As :meth:`fits_of`, but also the fits in other files of the project, each with its own module.

        Those count where a function returns the callback, or a variable of the module holds it, and the code
        of the project shows all that becomes of it. ``None`` too where it then reaches no fit.
        """
        here = self.fits_of(constructor)
        if here is not None:
            return here
        if constructor not in self._everywhere:
            self._everywhere[constructor] = self._in_other_files(constructor)
        return self._everywhere[constructor]

    def _in_other_files(self, constructor: cst.Call) -> tuple[Fit, ...] | None:
        from tflint_ckpt.semantics.objects.abroad import uses_everywhere

        if not self.module.fact(Instances).is_instance(constructor, families.CALLBACK):
            return None
        uses = uses_everywhere(self.module, constructor)
        if uses is None:
            return None
        by_file: dict[Engine, list[Use]] = {}
        for module, use in uses:
            by_file.setdefault(module, []).append(use)
        found: list[Fit] = []
        for module, mine in by_file.items():
            fits = module.fact(Training)._reached(mine)
            if fits is None:
                return None
            found += fits
        return tuple(sorted(found, key=lambda fit: (fit.module is not self.module, fit.module.path))) or None

    def life(self, origin: Origin) -> Life:
        """What happens to a model after it was made."""
        from tflint_ckpt.semantics.training.models import Models

        return self.module.fact(Models).life(origin)

    @cached_property
    def has_metrics_inside(self) -> bool:
        """Whether a layer or model class of the file may bring metrics of its own into the logs."""
        from tflint_ckpt.semantics.training.models import Models

        return self.module.fact(Models).has_metrics_inside

    def _fit(self, call: cst.Call, frames: Frames = ()) -> Fit:
        return Fit(self.module, calls.bound_fit(self.module, call), frames)

    def _reached(self, uses: Iterable[Use]) -> tuple[Fit, ...] | None:
        found: dict[tuple[cst.Call, Frames], Fit] = {}
        for use in uses:
            if use.kind is Kind.ATTRIBUTE:
                continue
            if use.kind is not Kind.ARGUMENT or not isinstance(use.node, cst.Call):
                return None
            fit = self._given_to(use.node, use)
            if fit is None:
                return None
            found[fit.node, fit.frames] = fit
        order = self.module.call_index.places
        return tuple(sorted(found.values(), key=lambda fit: order[fit.node]))

    def _given_to(self, call: cst.Call, use: Use) -> Fit | None:
        """The fit that *call* is, if it gets the callback as one of its callbacks."""
        if calls.fit_method(call) is None or not isinstance(call.func, cst.Attribute):
            return None
        if calls.is_wrapper(self.module, call.func.value):
            return None
        fit = self._fit(call, use.frames)
        given = calls.callbacks_of(fit.call)
        return fit if given is not None and given.node is use.argument else None
