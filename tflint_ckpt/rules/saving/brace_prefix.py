"""TFC509 checkpoint-brace-prefix."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import re
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.templates import Field, Template
from tflint_ckpt.semantics.saving.checkpoints import MANAGER, Checkpoints
from tflint_ckpt.semantics.values.kinds import Text


class CheckpointBracePrefix(Rule):
    """`Checkpoint.save` fills in no `{epoch}`: the braces end up in the names of the files.

    ## What it does
    Reports the prefix of `tf.train.Checkpoint.save` or `write`, and the `checkpoint_name` of a
    `CheckpointManager`, that still has a `{field}` when it gets there.

    ## Why
    Only the callback `ModelCheckpoint` formats its path. `Checkpoint.save("cp-{epoch:04d}.ckpt")` writes
    `cp-{epoch:04d}.ckpt-1.index`: the number at the end counts calls of `save`, and no name says which epoch
    it is. `write` overwrites one file. Whatever looks for `cp-0001.ckpt` finds nothing.

    ## When it is silent
    Where the field is filled in first, by an f-string, `.format` or `%`, and where the prefix is not known.

    ## Fix safety
    Unsafe, since the files get other names. Where every field is the name of a variable that is set there,
    `.format(…)` fills it in; else the field is taken out of a prefix that nothing else uses, and the
    number that `save` adds is what tells the files apart.

    ## References
    - [tf.train.Checkpoint.save](https://www.tensorflow.org/api_docs/python/tf/train/Checkpoint#save)
    """

    code = "TFC509"
    name = "checkpoint-brace-prefix"
    summary = "a field in the prefix of tf.train.Checkpoint.save, which fills in none"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("save", "write", "CheckpointManager"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each prefix with a field."""
        for node in _prefixes(module):
            texts = module.evaluate(node)
            found = [Template(text) for text in texts if isinstance(text, Text)]
            fields = [_fields(template) for template in found]
            if len(found) == len(texts) and all(fields):
                shown = found[0].shown(found[0].file_name)
                message = (
                    f'nothing fills in {fields[0][0].text}: the files are called "{shown}" with the braces, '
                    "and a number that counts the saves"
                )
                yield self.finding(module, node, Severity.WARNING, message, _fix(module, node, found))


def _prefixes(module: Module) -> Iterator[cst.BaseExpression]:
    """What the module gives as the beginning of the names of checkpoint files."""
    for save in module.fact(Checkpoints).saves:
        if save.prefix is not None:
            yield save.prefix
    for node in module.facts.calls:
        if module.is_named(node.func, MANAGER):
            argument = argument_of(bind(module, node, MANAGER), "checkpoint_name")
            if argument is not None:
                yield argument.value


def _fields(template: Template) -> list[Field]:
    return [field for field in template.fields if re.fullmatch(r"[A-Za-z_]\w*", field.name.strip())]


def _fix(module: Module, node: cst.BaseExpression, templates: list[Template]) -> Fix:
    by_hand = Fix(Applicability.MANUAL, "leave the field out, or fill it in with .format(…)")
    if len(templates) != 1:
        return by_hand
    names = list(dict.fromkeys(field.name for field in _fields(templates[0])))
    every = len(_fields(templates[0])) == len(templates[0].fields)
    fills = every and isinstance(node, (cst.Name, cst.SimpleString)) and _are_set(module, node, names)
    if fills and not _is_of_manager(module, node):
        call = f".format({', '.join(f'{name}={name}' for name in names)})"
        end = module.full_span(node)[1]
        return Fix(Applicability.UNSAFE, f"fill it in with {call}", (Edit(module.path, end, end, call),))
    edits = tuple(_removed(module, templates[0]))
    if not edits or _is_used_elsewhere(module, node):
        return by_hand
    return Fix(Applicability.UNSAFE, f"remove {' and '.join(names)} from the prefix", edits)


def _is_of_manager(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is given to a manager, which is built once and saves often."""
    call = next(above for above in module.ancestors(node) if isinstance(above, cst.Call))
    return module.is_named(call.func, MANAGER)


def _are_set(module: Module, node: cst.BaseExpression, names: list[str]) -> bool:
    """Whether each of *names* is the target of a loop around *node*, or a parameter of its function."""
    around = set(module.ancestors(node))
    bindings = [module.facts.scopes[node].bindings.get(name, []) for name in names]
    return all(bindings) and all(
        each.kind is BindingKind.PARAMETER
        or (each.kind is BindingKind.LOOP and any(above in around for above in _loops(module, each.node)))
        for same in bindings
        for each in same
    )


def _loops(module: Module, target: cst.CSTNode) -> Iterator[cst.For]:
    """The loop that *target* is a target of, through tuples."""
    for above in module.ancestors(target):
        if isinstance(above, cst.For):
            yield above
            return


def _removed(module: Module, template: Template) -> Iterator[Edit]:
    """Edits that take the fields out of *template*, each with the separator before it."""
    for field in _fields(template):
        start = field.start
        if start and template.text[start - 1] in "-_.":
            start -= 1
        name = template.text[template.file_name : start] + template.text[field.end :]
        span = template.span(module, start, field.end)
        whole = span is not None and module.source.text[slice(*span)] == template.text[start : field.end]
        if span is None or not whole or field.start < template.file_name or not name.strip("."):
            return
        yield Edit(module.path, *span, "")


def _is_used_elsewhere(module: Module, node: cst.BaseExpression) -> bool:
    """Whether the prefix is in a variable that anything else reads."""
    if not isinstance(node, cst.Name):
        return not isinstance(node, (cst.SimpleString, cst.Call, cst.BinaryOperation))
    binding = module.sole_binding(node)
    return binding is None or len(module.uses(node.value, binding.scope)) != 2
