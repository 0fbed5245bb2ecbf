"""TFC803 removed-name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.rules.of_tensorflow1 import WORDS, names_of_tensorflow1
from tflint_ckpt.rules.other_name import other_name
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, OnKeras3, Public
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.calls.stand_ins import STAND_INS, Use, is_used, use_of
from tflint_ckpt.semantics.calls.vain_guards import Place, built_elsewhere, built_in_vain, is_handed_on
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.gone import history_of, is_gone, is_standalone, known
from tflint_ckpt.semantics.names.mentions import Mention, imported_at, mentions
from tflint_ckpt.syntax.lines import line_end

_IN_VAIN = "test keras.__version__ instead: on Keras 3 the import does not raise"
_FOR_OTHERS = "import the optimizer without .legacy, which has neither lr nor decay, for those that use it"
_ESTIMATORS = pattern(r"tensorflow(?:\.compat\.v[12])?\.estimator(?:\..*)?")
"""What TensorFlow 2.15 has and 2.16, the first with Keras 3, has not (ran)."""
_RELEASE = pattern(r"#.*\b(?:tf|tensorflow|keras)\b[ =v]*\d+\.\d", re.IGNORECASE)


class RemovedName(Rule):
    """A name of the Keras API that the target no longer has: the import, or the line, raises.

    ## What it does
    Reports imports and attributes that name something which the public API of Keras had on an earlier
    release and does not have on the target: `keras.layers.experimental`, `keras.optimizers.legacy`,
    `keras.utils.np_utils`, `keras.backend.set_learning_phase`; also those of before TensorFlow 2, such as
    `keras.layers.advanced_activations`; `tf.estimator`, which went with Keras 2; and what `tf` had in
    TensorFlow 1 only: `tf.placeholder`, `tf.contrib`, `tf.set_random_seed`, `tf.log`. An imported name is
    reported once, where it is imported, and one that a star import brought where it is used.

    ## Why
    An import of such a name raises `ImportError`, an attribute `AttributeError`, a name that a star import
    no longer brings `NameError`. What there is on which release is read from tables that are made from
    installed releases of TensorFlow and Keras.
    `tf.keras` and `keras` are told apart: Keras 3 keeps some old names only for `tf.keras`. The classes of
    `keras.optimizers.legacy` are there on Keras 3, and raise when one is built; `isinstance` of one is false.

    ## When it is silent
    Names that no known release had in public: misspelled ones, modules of `tensorflow.python`.
    `tf_keras`, which is Keras 2. Releases of which the tables cannot tell. Names of TensorFlow 1 where
    the target may be that, those of a session that sets the memory of GPUs, of which TFC308 speaks, and
    all of a file that builds graphs where nothing says that it is to run on TensorFlow 2, or that asks
    which TensorFlow runs. What stands in a `try` that catches `ImportError` or `AttributeError`, or under
    a test of the version or of `hasattr`; but a class of `keras.optimizers.legacy` that is built behind a
    `try` is reported, also where another file builds it: on Keras 3 its import does not raise.

    ## Fix safety
    Where the target has the same object under another name, the fix uses that one: safe where every release
    of the target has it, else unsafe. An import statement is mended whole or not at all, and the names of one
    module stay in one statement; for a module that is gone, its functions are imported, where each that is
    used is in the package above it. What only `tf.keras` has still, such as `ImageDataGenerator` and most of
    `keras.backend`, is imported from there: unsafe, since it needs TensorFlow. An optimizer of
    `optimizers.legacy` that is built without `decay` becomes the plain one: safe where only Keras 3 runs.
    An import that nothing in the file uses goes, also out of a longer list. `CuDNNLSTM` and `CuDNNGRU`
    become `LSTM` and `GRU`, which use cuDNN by themselves: unsafe, since old files of weights do not fit. A
    layer that is given the sides of its kernel one by one, as in Keras 1, gets them as one tuple where the
    file shows that it is for Keras 1: unsafe, as is the removal of `K.set_learning_phase(0)`. A `merge` of
    Keras 1 becomes the function of its mode, which is safe, and `multi_gpu_model(model)` the model itself:
    unsafe, since one GPU trains it then. `K.image_dim_ordering() == 'th'` becomes
    `K.image_data_format() == 'channels_first'`. A name of
    TensorFlow 1 becomes the one that TensorFlow 2 has for the same (`tf.math.log`), or that of
    `tf.compat.v1`: safe, and left to a person where the file builds graphs. Elsewhere there is no automatic
    fix.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC803"
    name = "removed-name"
    summary = "a name of the Keras API that the target no longer has"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(
            OnKeras3(Public(made_by=api.words_of_removed_names), Api("tensorflow.estimator")),
            Public(made_by=lambda: api.words_of_removed_names(before=KERAS3)),
            Api(*WORDS),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each import, and each use of an attribute, of such a name."""
        reported: set[cst.CSTNode] = set()
        for mention in mentions(module, "keras"):
            named = known(module, mention)
            if named is None or _is_reported(module, mention, reported) or _is_of_gone(module, mention):
                continue
            tried = is_guarded(module, mention.node, *MISSING, "NameError")
            built = _built(module, named, tried=tried) if _is_stand_in(named) else None
            if tried and built is None:
                continue
            what = f"{named.shown} was removed"
            if is_standalone(named):
                what = f"{named.shown} was in keras itself only, and never in tf.keras"
            outcomes = list(_outcomes(module, named, built))
            if built is None:
                fix = other_name(module, named)
            else:
                fix = Fix(Applicability.MANUAL, _IN_VAIN if tried else _FOR_OTHERS)
            if _is_for_a_release(module, named):
                fix = unsafe(fix, "the comment says for which release the line is")
            for finding in self.judged(module, named.node, what, outcomes, fix):
                reported.add(mention.node)
                yield finding
        yield from self._estimators(module)
        for mention, fix in names_of_tensorflow1(module):
            raised = "AttributeError" if isinstance(mention.node, cst.Attribute) else "ImportError"
            message = f"{mention.shown} is of TensorFlow 1: TensorFlow 2 raises {raised}"
            yield self.finding(module, mention.node, Severity.ERROR, message, fix)

    def _estimators(self, module: Module) -> Iterator[Finding]:
        """The first use of the estimators: one is enough to say that none is there."""
        for mention in mentions(module, "tensorflow"):
            if not _ESTIMATORS.fullmatch(mention.spelled) or is_guarded(module, mention.node, *MISSING):
                continue
            raised = "AttributeError" if isinstance(mention.node, cst.Attribute) else "ImportError"
            outcomes = (on_keras2(None, "has it"), on_keras3(Severity.ERROR, f"raises {raised}"))
            fix = Fix(Applicability.MANUAL, "estimators were removed: train the Keras model itself")
            yield from self.judged(module, mention.node, f"{mention.shown} was removed", outcomes, fix)
            return


def _is_for_a_release(module: Module, mention: Mention) -> bool:
    """Whether a comment at the end of the line names a release: ``# tf 2.8``, where the name was right."""
    text, end = module.source.text, module.span(mention.node)[1]
    return _RELEASE.search(text[end : line_end(text, end)]) is not None


def _is_reported(module: Module, mention: Mention, reported: set[cst.CSTNode]) -> bool:
    return isinstance(mention.node, cst.Attribute) and any(
        alias in reported for alias in imported_at(module, mention.node)
    )


def _is_of_gone(module: Module, mention: Mention) -> bool:
    """Whether a name comes from a star import of a module that is gone itself."""
    above = mention.spelled.rpartition(".")[0]
    return isinstance(mention.node, cst.Name) and is_gone(module, Mention(mention.node, above))


def _is_stand_in(mention: Mention) -> bool:
    return f"{mention.name}.".startswith(f"{STAND_INS}.")


def _built(module: Module, mention: Mention, *, tried: bool) -> Place | None:
    """Where a stand-in is built that is *tried* in vain, or that is imported here for another file."""
    if tried:
        return built_in_vain(module, mention)
    name = is_handed_on(module, mention.node)
    return built_elsewhere(module, name) if name else None


def _outcomes(module: Module, mention: Mention, built: Place | None) -> Iterator[Outcome]:
    raised = "raises AttributeError" if isinstance(mention.node, cst.Attribute) else "raises ImportError"
    if isinstance(mention.node, cst.Name):
        raised = "raises NameError"
    severity: Severity | None = Severity.ERROR
    if _is_stand_in(mention):
        severity, raised = _of_a_stand_in(module, mention, built)
    for span in history_of(mention):
        if span.answer:
            yield Outcome(None, "has it", span.since, span.until)
        else:
            yield Outcome(severity, raised, span.since, span.until)


def _of_a_stand_in(module: Module, mention: Mention, built: Place | None) -> tuple[Severity | None, str]:
    use = use_of(module, mention.node)
    several = mention.name == STAND_INS
    if built is not None:
        from tflint_ckpt.semantics.training.fits import where

        only = "only has stand-ins in it, which raise" if several else "only has a stand-in, which raises"
        return Severity.ERROR, f"{only} ImportError when built ({where(module, [built])}), not when imported"
    if use is Use.BUILT or (several and not is_used(module, mention.node)):
        if several:
            return Severity.ERROR, "only has stand-ins in it, which raise ImportError when they are built"
        return Severity.ERROR, "only has a stand-in, which raises ImportError when it is built"
    tested = use is Use.TESTED
    has = "stand-ins in it" if several else "a stand-in"
    return Severity.INFO if tested else None, f"only has {has}, of which no optimizer is an instance"
