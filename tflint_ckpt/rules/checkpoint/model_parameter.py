"""TFC104 model-parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.records import replace
from tflint_ckpt.rules.parameter_words import NAME, about
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Parameter as ParameterTrigger
from tflint_ckpt.semantics.calls.callers import Callers, callers
from tflint_ckpt.semantics.calls.overrides import is_dictated
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.ranges import LiveRange
from tflint_ckpt.semantics.parameters.judged import Parameter, parameters, passed
from tflint_ckpt.semantics.parameters.renaming import (
    is_contained,
    mixed_binding,
    obstacle,
    obstacle_here,
    with_texts,
)
from tflint_ckpt.syntax.rename import is_free, rename_parameter

NAME_REPLACEMENTS = ("model_name", "model_id")
PATH_REPLACEMENTS = ("model_path", "model_file")
OBJECT_REPLACEMENTS = ("keras_model",)
RENAME_OBJECTS = "rename-objects"


class ModelParameter(Rule):
    """A parameter called `model` that holds a name, or takes the place of the model object.

    ## What it does
    Reports parameters named `model` of the module's functions. A warning where the parameter holds a
    name: it is annotated `str`, has a string as its default, is joined, added or formatted into a path,
    compared with strings, or gets strings from its callers; or the path of a file: it is annotated `Path`,
    opened, loaded or looked for; and where it is bound again before anything has read it. Elsewhere the
    finding is only for information: it says what the parameter holds.

    ## Why
    In training code `model` is the model. Where a function calls a name so, the next line that builds
    the model takes the word away, and from there on a path made of it is named after an object:
    `checkpoints/<Sequential name=sequential, built=True>/`. The other way round, a caller who passes the
    model he has at hand gets a `TypeError` from `os.path.join`, or no error and that folder.

    ## When it is silent
    The name is not the function's to choose: overrides of a method that takes `model`, methods of classes
    with a base outside the module (`set_model`, hooks of Keras and Lightning; constructors and tests are
    no overrides), stubs, overloads, protocols, abstract methods, property setters, lambdas, and values that
    pytest injects by name. Models of other frameworks (a `torch` annotation, `model.state_dict()`) are none
    of this rule's business. A type check (`isinstance(model, str)`), `getattr(model, …)`, and text for
    people (an exception, `print`, `logging`) prove no name.

    ## Fix safety
    The fix renames the parameter to `model_name` (`model_id` where that is taken), one that holds a path to
    `model_path`: its uses up to where it is bound again, its entry in the docstring, and the keyword at
    every call in the project. It is safe where no other caller can exist: a private or nested function, or
    one of a script outside a package whose callers are all in sight, none of them by `**kwargs`. It is
    unsafe elsewhere, and under decorators. All calls are renamed or none: there is no edit where a call with
    the old keyword could be left, as by a dictionary that brings the argument by its key, a function that is
    handed on as a value or to a registry, a method call on an object of unknown class, a name that a lazy
    import makes, a string that names the function (`getattr`, `_target_`, a table of imports), a call in a
    README; nor where `locals()` reads the variable, or a use may see the name as well as the model.

    A parameter that holds the model itself keeps its name, which is the usual one. Who wants the word for
    the module's own model gets `keras_model`, an unsafe fix, with the configuration

    ```toml
    [tool.tflint-ckpt.fixes]
    model-parameter = "rename-objects"
    ```

    ## References
    - [PEP 8, function and method arguments](https://peps.python.org/pep-0008/#function-and-method-arguments)
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC104"
    name = "model-parameter"
    summary = "a parameter called model that holds a name, or hides the model"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    alternatives = (RENAME_OBJECTS,)
    requires = (ParameterTrigger(NAME),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each parameter called ``model`` whose name the function may choose."""
        if not module.imports("tensorflow", "keras"):
            return
        for parameter in parameters(module, NAME):
            if parameter.foreign or is_dictated(module, parameter.function, NAME):
                continue
            if _is_flag(parameter):
                continue
            yield self._judge(module, parameter)

    def _judge(self, module: Module, parameter: Parameter) -> Finding:
        if parameter.objects and not parameter.ignored:
            # The function shows what it holds. Who calls it, and with what, would change nothing.
            return self._of_object(module, parameter, Severity.INFO)
        found = callers(module, parameter.function, NAME, thorough=False)
        string, other = passed(parameter, found)
        proof = parameter.held_name(string if not other else None)
        ignored = parameter.ignored and not found.redefined
        severity = Severity.WARNING if proof or ignored else Severity.INFO
        if proof is None and (not ignored or other or parameter.objects):
            return self._of_object(module, parameter, severity)
        found = callers(module, parameter.function, NAME, thorough=True)
        said, fix = about(module, parameter, proof), _name_fix(module, parameter, found)
        return self.finding(module, parameter.node.name, severity, said, fix)

    def _of_object(self, module: Module, parameter: Parameter, severity: Severity) -> Finding:
        """The finding about a parameter that holds an object, or nobody knows what."""
        said, advice = about(module, parameter, None), _object_advice(module, parameter)
        asked = _renamed_object(module, parameter)
        others = (asked,) if asked else ()
        return self.finding(module, parameter.node.name, severity, said, advice, alternatives=others)


def _is_flag(parameter: Parameter) -> bool:
    """Whether the default is a boolean: such a parameter says whether there is a model."""
    default = parameter.node.default
    return isinstance(default, cst.Name) and default.value in ("True", "False")


def _name_fix(module: Module, parameter: Parameter, found: Callers) -> Fix:
    """The rename of a parameter that holds a name or a path."""
    mixed = mixed_binding(module, parameter)
    if mixed is not None:
        where = module.where(mixed.node, preposition="on")
        return _manual(f"give what is bound {where} a name of its own, then rename the parameter")
    candidates = PATH_REPLACEMENTS if parameter.is_path else NAME_REPLACEMENTS
    ranges = with_texts(module, parameter)
    fix = _rename(module, parameter, found, candidates, ranges)
    if fix.edits and is_contained(module, parameter, found):
        return Fix(Applicability.SAFE, fix.title, fix.edits)
    if fix.edits and parameter.function.params.star_kwarg is not None:
        return _manual(f"{fix.title}: a call that still says {NAME}= would not fail, but lose it in **kwargs")
    return unsafe(fix, "callers that are out of sight may pass it by name")


def _object_advice(module: Module, parameter: Parameter) -> Fix:
    """What to do about a parameter that holds an object, or nobody knows what."""
    if not parameter.reads(module):
        return _manual("remove the parameter, or say why callers must pass it")
    if parameter.keras(module) is None:
        return _manual("keep it where it is a model, else name it after what it is")
    if NAME in module.facts.module.bindings:
        return _manual("give the module's own `model` another name where it matters which is meant")
    return _manual("keep it: `model` is the usual name of a model")


def _renamed_object(module: Module, parameter: Parameter) -> Fix | None:
    """The rename of a parameter that holds a Keras model, for those who ask for it."""
    if parameter.keras(module) is None or not parameter.reads(module):
        return None
    if obstacle_here(module, parameter, [parameter.own]) is not None:
        return None  # before the project is searched for calls
    found = callers(module, parameter.function, NAME, thorough=False)
    fix = _rename(module, parameter, found, OBJECT_REPLACEMENTS, [parameter.own])
    return replace(fix, name=RENAME_OBJECTS) if fix.edits else None


def _rename(
    module: Module,
    parameter: Parameter,
    found: Callers,
    candidates: Sequence[str],
    ranges: Sequence[LiveRange],
) -> Fix:
    """The rename to the first of *candidates* that is free, unsafe; or why there is none."""
    sites = (*found.sites, *found.doubtful)
    new = next((one for one in candidates if is_free(module, parameter, one, sites)), None)
    reason = obstacle(module, parameter, ranges, found)
    if new is None or reason is not None:
        title = f"rename the parameter to `{new}`" if new else "rename the parameter to what it holds"
        return _manual(f"{title} by hand: {reason or 'the usual names are taken'}")
    edits = rename_parameter(module, parameter, new, ranges, found.sites)
    return Fix(Applicability.UNSAFE, f"rename the parameter to `{new}`", edits)


def _manual(title: str) -> Fix:
    return Fix(Applicability.MANUAL, title)
