"""TFC803 removed-name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.signature import Takes
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Public
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.canonical import PUBLIC
from tflint_ckpt.semantics.names.mentions import Mention, imported_at, imported_from, mentions, shorter
from tflint_ckpt.syntax.moved import move
from tflint_ckpt.target import NEWEST

_STAND_INS = "keras.optimizers.legacy"
"""A module that Keras 3 has; what is in it raises when it is built."""


class RemovedName(Rule):
    """A name of the Keras API that the target does not have any more: the import, or the line, raises.

    ## What it does
    Reports imports and attributes that name something which the public API of Keras had on an earlier
    release and does not have on the target: `keras.layers.experimental`, `keras.optimizers.legacy`,
    `keras.utils.np_utils`, `keras.backend.set_learning_phase`. An imported name is reported once, where it is
    imported.

    ## Why
    An import of such a name raises `ImportError`, an attribute `AttributeError`. What there is on which
    release is read from tables that are made from installed releases of TensorFlow and Keras.
    `tf.keras` and `keras` are told apart: Keras 3 keeps some old names only for `tf.keras`.

    ## When it is silent
    Names that no known release had in public: misspelled ones, modules of `tensorflow.python`. `tf_keras`,
    which is Keras 2. Releases of which the tables cannot tell. What stands in a `try` that catches
    `ImportError` or `AttributeError`, or under a test of the version or of `hasattr`.

    ## Fix safety
    Where the newest release has the same object under another name, the fix uses that one: safe where every
    release of the target has it, else unsafe. Elsewhere there is no automatic fix.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC803"
    name = "removed-name"
    summary = "a name of the Keras API that the target does not have any more"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Public(made_by=api.words_of_removed_names),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each import, and each use of an attribute, of such a name."""
        reported: set[cst.CSTNode] = set()
        for mention in mentions(module, "keras"):
            named = _known(module, mention)
            if named is None or _is_reported(module, mention, reported):
                continue
            if is_guarded(module, mention.node, *MISSING):
                continue
            what = f"{named.shown} is gone"
            for finding in self.judged(module, named.node, what, list(_outcomes(named)), _fix(module, named)):
                reported.add(mention.node)
                yield finding


def _known(module: Module, mention: Mention) -> Mention | None:
    """The longest part of a mention that the tables know."""
    for part in shorter(module, mention):
        if part.root in PUBLIC and api.presence(part.spelled, part.name):
            return None if _is_module_apart(part) else part
    above = imported_from(module, mention)
    # The tables do not have every name of an inner module; where that is gone, so is all that was in it.
    if above is not None and above.root in PUBLIC and api.presence(above.spelled, above.name):
        return None if _is_module_apart(above) else above
    return None


def _is_module_apart(mention: Mention) -> bool:
    """Whether an import finds a module that is no attribute of its package: ``tensorflow.keras.saving``."""
    if isinstance(mention.node, cst.Attribute) or mention.root == "keras":
        return False
    parts = mention.name.split(".")
    above = [".".join(parts[:count]) for count in range(2, len(parts))]
    newest = NEWEST.keras
    return any(
        api.is_there(name, name, newest) and not api.is_there(f"tensorflow.{name}", name, newest)
        for name in above
    )


def _is_reported(module: Module, mention: Mention, reported: set[cst.CSTNode]) -> bool:
    return isinstance(mention.node, cst.Attribute) and any(
        alias in reported for alias in imported_at(module, mention.node)
    )


def _outcomes(mention: Mention) -> Iterator[Outcome]:
    raised = "raises AttributeError" if isinstance(mention.node, cst.Attribute) else "raises ImportError"
    if mention.name == _STAND_INS:
        raised = "only has stand-ins in it, which raise ImportError when they are built"
    elif mention.name.startswith(f"{_STAND_INS}."):
        raised = "only has a stand-in, which raises ImportError when it is built"
    begun = False
    for span in api.presence(mention.spelled, mention.name):
        begun |= span.answer
        if span.answer:
            yield Outcome(None, "has it", span.since, span.until)
        elif begun:
            yield Outcome(Severity.ERROR, raised, span.since, span.until)


def _fix(module: Module, mention: Mention) -> Fix:
    new = api.replacement(mention.name)
    if new is None or _is_module_of(mention):
        return Fix(Applicability.MANUAL, _advice(module, mention))
    spelled = mention.root + new.removeprefix("keras")
    title = f"use {Mention(mention.node, spelled).shown}"
    edits = move(module, mention, spelled)
    if not edits:
        return Fix(Applicability.MANUAL, title)
    if _is_refused(module, mention, new):
        return Fix(Applicability.MANUAL, f"{title}, which does not take all of these arguments")
    everywhere = all(api.is_there(spelled, new, release.keras) for release in module.target.releases)
    return Fix(Applicability.SAFE if everywhere else Applicability.UNSAFE, title, edits)


def _is_refused(module: Module, mention: Mention, new: str) -> bool:
    """Whether what comes in its place refuses an argument of the call that the mention is in."""
    call = module.parent(mention.node)
    if not isinstance(call, cst.Call) or call.func is not mention.node:
        return False
    keywords = [argument.keyword.value for argument in call.args if argument.keyword is not None]
    told = [api.signature(new, "", release.keras) for release in module.target.releases]
    return any(each.takes(keyword) is Takes.REFUSED for each in told if each for keyword in keywords)


def _is_module_of(mention: Mention) -> bool:
    """Whether it is the module that an import takes a name from, and not that name."""
    alias = mention.node
    return isinstance(alias, cst.ImportAlias) and not mention.spelled.endswith(alias.evaluated_name)


def _advice(module: Module, mention: Mention) -> str:
    other = "tensorflow.keras" if mention.root == "keras" else "keras"
    spelled = other + mention.name.removeprefix("keras")
    if all(api.is_there(spelled, mention.name, release.keras) for release in module.target.releases):
        return f"{Mention(mention.node, spelled).shown} is there still"
    if mention.name == _STAND_INS:
        return "take the optimizers without .legacy, which know neither lr nor decay"
    if mention.name.startswith(f"{_STAND_INS}."):
        return "take the optimizer without .legacy, which knows neither lr nor decay"
    return "no other name of it is known"
