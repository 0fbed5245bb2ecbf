"""TFC701 trainable-after-compile."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.frozen import Frozen, frozen_and_trained
from tflint_ckpt.semantics.training.late_switches import Late, late_switches

_KERAS2 = on_keras2(None, "trains what was trainable when it was compiled")
_GAN = (
    _KERAS2,
    on_keras3(Severity.ERROR, "trains nothing of it, and only warns"),
)


class TrainableAfterCompile(Rule):
    """`trainable` is set after `compile`, and the training goes on as if it were not.

    ## What it does
    Reports a layer or model that is frozen or set free between the `compile` of a model it belongs to and a
    `fit` or `train_on_batch` of that model; and, on Keras 3, a model that is frozen after its compile to
    become a part of another one, and is trained by itself all the same, as GANs were written. The switch may
    stand in a function of another file, and so may the compile: the message says where.

    ## Why
    What a model trains is settled once after `compile`: on Keras 2 by `compile` itself, on Keras 3 by the
    first training. So a switch between `compile` and the first training does nothing on Keras 2, and works
    on Keras 3 as long as nobody puts a training before it. Layers that are set free for fine-tuning stay
    frozen until the model is compiled again, without a word. A discriminator that is frozen before it is
    first trained does not train at all on Keras 3.

    ## When it is silent
    Where the order is not plain: in loops and functions, where a `compile` may be out of sight; where the
    switch changes nothing; for a GAN where only some layers are frozen, unless those left out are the
    normalization; with `run_eagerly` or a `train_step` of the model's own; on Keras 2 for the GAN. A model
    that another library makes is known by an optimizer of Keras that it is compiled with. Of one that another
    file of the project compiles only what was surely frozen there and is set free here: all of it, the layer
    by its name (`model.get_layer("base")`), or a part that is returned beside the model.

    ## Fix safety
    There is no fix: the model must be compiled again with a new optimizer, and often a lower rate. In a GAN,
    models that share one optimizer object need one each, too: Keras 3 builds it for the first that trains,
    and raises `ValueError` for the other.

    ## References
    - [Transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/)
    """

    code = "TFC701"
    name = "trainable-after-compile"
    summary = "trainable set after compile: ignored until the model is compiled again"
    keras2 = Severity.WARNING
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (
        Either(Name("trainable"), Brought()),
        Either(Name("compile"), Brought()),
        Name("fit", "train_on_batch", "fit_generator"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each training that does not notice a switch, and one for a GAN."""
        frozen = frozen_and_trained(module)
        for late in late_switches(module):
            if frozen is None or late.node is not frozen.node:
                yield from self.judged(
                    module, late.node, _what(module, late), _outcomes(late), _fix(module, late)
                )
        if frozen is not None:
            yield from self.judged(module, frozen.node, *_untrained(module, frozen))


def _untrained(module: Module, frozen: Frozen) -> tuple[str, tuple[Outcome, ...], Fix]:
    """What is said of a GAN, what becomes of it, and what to do."""
    model = module.text(frozen.model).strip()
    advice = f"set {frozen.switched(model)} to True before {model} is trained, to False after it"
    if frozen.shares:
        advice += ", and give each model an optimizer of its own"
    fix = Fix(Applicability.MANUAL, advice)
    but = frozen.layers.but if frozen.layers is not None else ""
    if but:
        what = f"all layers of {model} but {but} are frozen after its compile, and it is trained by itself"
        return what, (_KERAS2, on_keras3(Severity.ERROR, "trains none of the frozen ones")), fix
    return f"{model} is frozen after its compile, and trained by itself", _GAN, fix


def _what(module: Module, late: Late) -> str:
    layer, model = module.text(late.layer).strip(), module.text(late.model).strip()
    done = "unfrozen" if late.frees else "frozen"
    layer += late.layers.part if late.layers is not None else ""
    which = f"{layer} is"
    if late.layers is not None and late.layers.but:
        which = f"{layer}, but for its {late.layers.but}, is"
    elif late.layers is not None and late.layers.some:
        which = f"a part of {layer} is"
    switched, compiled = late.there
    if switched is not None:
        from tflint_ckpt.semantics.training.fits import where

        done += f" ({where(module, [switched])})"
    if compiled is None:
        return f"{which} {done} after {model}.compile ({module.where(late.compiled)})"
    from tflint_ckpt.semantics.training.fits import where

    return f"{which} {done} after {model} was compiled ({where(module, [compiled])})"


def _outcomes(late: Late) -> tuple[Outcome, ...]:
    text = "ignores that until the model is compiled again"
    if late.begun:
        return (Outcome(Severity.WARNING, text),)
    heeded = on_keras3(Severity.INFO, "takes it, but only because nothing was trained in between")
    return on_keras2(Severity.WARNING, text), heeded


def _fix(module: Module, late: Late) -> Fix:
    model = module.text(late.model).strip()
    if not late.begun:
        return Fix(Applicability.MANUAL, f"set it before {model}.compile, where every Keras takes it")
    where = module.where(late.trained)
    return Fix(Applicability.MANUAL, f"compile {model} again, with a new optimizer, before {where} trains it")
