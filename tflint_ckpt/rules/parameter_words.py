"""What is said of a parameter named ``model``: what it holds, how that shows, and what comes of it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.parameters.evidence import Evidence, Proof, is_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.parameters.judged import Parameter

NAME = "model"
_LOST = {
    Proof.JOINED: "passing the model raises TypeError",
    Proof.ADDED: "passing the model raises TypeError",
    Proof.METHOD: "passing the model raises AttributeError",
    Proof.OPENED: "passing the model raises TypeError",
    Proof.PATH: "passing the model raises an exception",
    Proof.KEY: "passing the model raises an exception",
    Proof.FORMATTED: "the model, passed by mistake, names the file after an object",
    Proof.COMPARED: "the model, passed by mistake, equals none of the strings",
}


def about(module: Module, parameter: Parameter, proof: Evidence | None) -> str:
    """What a finding says of *parameter*, with the *proof* that it holds a name, where there is one."""
    rebound = parameter.rebound
    if parameter.ignored and rebound is not None:
        where = module.where(rebound.node, preposition="on")
        return f"`model` is reassigned {where} before anything reads it: the value that callers pass is lost"
    if proof is None:
        return _about_object(module, parameter)
    what = "the path of a file" if parameter.is_path else "a name"
    held = f"`model` holds {what} here ({_how(module, proof)})"
    if rebound is not None and isinstance(rebound.value, cst.Call) and not is_text(module, rebound.value):
        value = _short(module.text(rebound.value.func))
        return (
            f"{held} but is rebound to {value}(…) {module.where(rebound.node, preposition='on')}: "
            "from there on a path made of it is named after an object"
        )
    used = next((found.proof for found in parameter.names if found.proof in _LOST), proof.proof)
    lost = _LOST.get(used, "nothing stops a caller from passing the model")
    return f"{held}, not a model: {lost}"


def _about_object(module: Module, parameter: Parameter) -> str:
    shown = [*parameter.objects, *parameter.mixed]
    checked = parameter.checked
    if checked is None and parameter.names and shown:
        checked = parameter.names[0]
    if checked is not None and checked.proof is not Proof.CHECKED:
        return f"`model` may be a model or its name here ({_how(module, checked)}): nothing else says which"
    hides = ", and hides the module's own `model`" if NAME in module.facts.module.bindings else ""
    keras = parameter.keras(module)
    if keras is not None and keras.proof is Proof.CALLED:
        where = module.where(keras.node)
        return f"`model` is called as a Keras model is ({where}), not used as a name{hides}"
    if keras is not None:
        return f"`model` is a Keras model here ({_how(module, keras)}), not its name{hides}"
    if shown or checked is not None:
        first = checked if not shown else shown[0]
        assert first is not None
        return f"`model` is an object here ({_how(module, first)}), not a name{hides}"
    reads = parameter.reads(module)
    if not reads:
        return f"`model` is never read in this function{hides}"
    where = module.where(reads[0])
    return (
        f"`model` is only handed on here ({where}): the code uses it neither as a model nor as a name{hides}"
    )


def _how(module: Module, found: Evidence) -> str:
    """The proof in words, and its line where it is in this file."""
    words = found.proof.value
    parent = module.parent(found.node)
    if found.proof is Proof.ATTRIBUTE and isinstance(parent, cst.Attribute):
        words = f"{module.text(found.node)}.{parent.attr.value}"
    if found.node not in module.facts.scopes:
        return words
    return f"{words}, {module.where(found.node)}"


def _short(text: str) -> str:
    return text if len(text) <= 40 and "\n" not in text else "a model"
