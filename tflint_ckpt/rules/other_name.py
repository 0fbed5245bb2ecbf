"""The fix that names an object of Keras as it is called on the target."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.keras_api import aliases
from tflint_ckpt.keras_api.signature import Takes
from tflint_ckpt.rules.kernel_sides import AS_KERAS_1, as_one_tuple, is_of_keras1
from tflint_ckpt.rules.merged import merge_by_mode
from tflint_ckpt.rules.of_keras1 import of_keras1
from tflint_ckpt.rules.of_tensorflow import ONLY_WITH_TENSORFLOW, is_of_tensorflow, kept, of_tensorflow
from tflint_ckpt.rules.one_gpu import on_one_gpu
from tflint_ckpt.rules.plain_optimizer import plain_optimizer
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.renamed import gives_sides
from tflint_ckpt.semantics.calls.stand_ins import STAND_INS
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.elsewhere import MUCH_LIKE, advice, is_unused, members_used
from tflint_ckpt.semantics.names.gone import is_gone, is_module_of, known
from tflint_ckpt.semantics.names.mentions import Mention, as_written
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.syntax.moved import inline_module, move, move_module, move_names
from tflint_ckpt.syntax.spelling import spelled_at
from tflint_ckpt.syntax.statements import remove_statement
from tflint_ckpt.target import NEWEST

_FROM_HERE = "other files may import it from here"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def other_name(module: Module, mention: Mention) -> Fix:
    """Write the name that what *mention* names has on the target, or tell a person where to turn."""
    statement = module.parent(mention.node)
    without = merge_by_mode(module, mention) or on_one_gpu(module, mention)
    if without is not None:
        return without
    if isinstance(mention.node, cst.ImportAlias) and isinstance(statement, cst.ImportFrom):
        return _fix_of_import(module, mention, statement)
    new = _successor(module, mention)
    if isinstance(mention.node, cst.Name):
        return _name_of_star(module, mention, mention.node, new)
    if isinstance(statement, cst.Import) and _is_alone(statement) and is_unused(module, mention):
        return _without_import(module, mention, statement)
    if new is None:
        own = of_keras1(module, mention) or of_tensorflow(module, mention)
        return own or Fix(Applicability.MANUAL, advice(module, mention))
    title = f"use {as_written(mention, new)}"
    edits = move(module, mention, new)
    if not edits:
        return Fix(Applicability.MANUAL, title)
    if not _is_stand_in(mention) and _is_refused(module, mention, new):
        return Fix(Applicability.MANUAL, f"{title}, which does not take all of these arguments")
    return Fix(_applicability(module, mention, [new]), title, edits)


def _name_of_star(module: Module, mention: Mention, node: cst.Name, new: str | None) -> Fix:
    """Another name that the same star import brings, or that the file can write anyway."""
    if new is None:
        return Fix(Applicability.MANUAL, advice(module, mention))
    home, _, last = new.rpartition(".")
    scope = module.facts.scopes[node]
    brought = home == mention.spelled.rpartition(".")[0] and scope.lookup(last) is None
    text = last if brought else spelled_at(module, canonical(new), node)
    title = f"use {Mention(node, new).shown}"
    if text is None or _is_refused(module, mention, new):
        return Fix(Applicability.MANUAL, title)
    return Fix(_applicability(module, mention, [new]), title, (Edit(module.path, *module.span(node), text),))


def _fix_of_import(module: Module, mention: Mention, statement: cst.ImportFrom) -> Fix:
    """All that is gone of an import is moved at once, or a person is told where it went."""
    assert isinstance(mention.node, cst.ImportAlias) and not isinstance(statement.names, cst.ImportStar)
    new: dict[cst.ImportAlias, str] = {}
    stuck: list[str] = []
    unused: list[Mention] = []
    for alias in statement.names:
        each = Mention(
            alias, f"{dotted(statement.module)}.{alias.evaluated_name}" if statement.module else ""
        )
        found = known(module, each)
        if found is None or not is_gone(module, found):
            continue
        successor = None if is_module_of(found) else _successor(module, found) or kept(module, found)
        if successor is None and len(statement.names) > 1:
            successor = _moved_module(module, found)
        if successor is None and len(statement.names) > 1 and is_unused(module, each):
            unused.append(each)
        elif successor is None:
            stuck.append(alias.evaluated_name)
        else:
            new[alias] = successor
    without = [each.node for each in unused if isinstance(each.node, cst.ImportAlias)]
    if mention.node not in new and mention.node not in without:
        if len(statement.names) == 1 and is_unused(module, mention):
            return _without_import(module, mention, statement)
        return (
            _fix_of_module(module, mention, mention.node, statement)
            if len(statement.names) == 1
            else Fix(Applicability.MANUAL, advice(module, mention))
        )
    title = f"use {_and([Mention(alias, name).shown for alias, name in new.items()])}" if new else ""
    if unused:
        title += ", and " if title else ""
        title += f"leave out {_and([each.spelled.rpartition('.')[2] for each in unused])}, which nothing uses"
    if stuck:
        return Fix(Applicability.MANUAL, f"{title}; {_and(stuck)}, imported with it, has no other name")
    edits = move_names(module, statement, new, without)
    if any(_is_called_with_sides(module, statement, alias, name) for alias, name in new.items()):
        title = f"{title}, and give it the sides of the kernel as one tuple"
        sides = as_one_tuple(module) if edits and is_of_keras1(module) else ()
        if sides:
            return unsafe(Fix(Applicability.UNSAFE, title, (*edits, *sides)), AS_KERAS_1)
        edits = ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    if not all(_is_nowhere(module, each) for each in unused):
        return unsafe(Fix(Applicability.UNSAFE, title, edits), _FROM_HERE)
    if any(is_of_tensorflow(name) for name in new.values()) and not is_of_tensorflow(mention.spelled):
        return unsafe(Fix(Applicability.UNSAFE, title, edits), ONLY_WITH_TENSORFLOW)
    return Fix(_applicability(module, mention, list(new.values())), title, edits)


def _is_called_with_sides(
    module: Module, statement: cst.ImportFrom, alias: cst.ImportAlias, name: str
) -> bool:
    """Whether the file calls what it imports as Keras 1 was called: it would run, and do something else."""
    uses = module.uses(alias.evaluated_alias or alias.evaluated_name, module.facts.scopes[statement])
    return any(call is not None and gives_sides(call, canonical(name)) for call in map(module.call_of, uses))


def _fix_of_module(
    module: Module, mention: Mention, alias: cst.ImportAlias, statement: cst.ImportFrom
) -> Fix:
    """A module that is gone, imported as a name, of which each function that is used is elsewhere now."""
    scope = module.facts.scopes[statement]
    names: dict[str, str] = {}
    for member in members_used(module, mention):
        new = _successor(module, Mention(alias, f"{mention.spelled}.{member}"))
        new = new or _at_home(module, mention, member)
        if new is not None:
            names[member] = new
    edits = () if is_module_of(mention) else inline_module(module, alias, names, scope)
    if not edits and not is_module_of(mention):
        edits = move_module(module, alias, names, members_used(module, mention))
    if not edits:
        return Fix(Applicability.MANUAL, advice(module, mention))
    shown = [Mention(alias, name).shown for name in dict.fromkeys(names.values())]
    return Fix(_applicability(module, mention, list(names.values())), f"use {_and(shown)}", edits)


def _moved_module(module: Module, mention: Mention) -> str | None:
    """The module that has all that the file uses of one that is gone."""
    members = [] if is_module_of(mention) else members_used(module, mention)
    found = {_at_home(module, mention, member) for member in members}
    home = api.home(mention.name)
    return f"{_root(mention)}{home.removeprefix('keras')}" if home and found and None not in found else None


def _at_home(module: Module, mention: Mention, member: str) -> str | None:
    """The same name in the module that most of what was in the one of *mention* is in now."""
    home = api.home(mention.name)
    name = f"{home}.{member}"
    spelled = _root(mention) + name.removeprefix("keras")
    releases = module.target.releases
    return spelled if home and all(api.is_there(spelled, name, each.keras) for each in releases) else None


def _is_alone(statement: cst.Import) -> bool:
    """Whether it binds one name, which is of no package: ``import keras.objectives as losses``."""
    return len(statement.names) == 1 and statement.names[0].asname is not None


def _without_import(module: Module, mention: Mention, statement: cst.Import | cst.ImportFrom) -> Fix:
    """An import that raises, and of which the file uses nothing, goes."""
    fix = Fix(Applicability.SAFE, advice(module, mention), (remove_statement(module, statement),))
    return fix if _is_nowhere(module, mention) else unsafe(fix, _FROM_HERE)


def _is_nowhere(module: Module, mention: Mention) -> bool:
    """Whether no release of the target has the name."""
    return all(
        not api.is_there(mention.spelled, mention.name, release.keras) for release in module.target.releases
    )


def _successor(module: Module, mention: Mention) -> str | None:
    """The name that the object has on every release of the target where the one it is given is gone."""
    if _is_stand_in(mention):
        new = plain_optimizer(module, mention)
        return mention.root + new.removeprefix("keras") if new else None
    new = api.replacement(mention.name) or api.renamed(mention.name) or MUCH_LIKE.get(mention.name)
    if new is None and mention.root != "keras":
        new = _twin(module, mention)
    if new is None:
        return None
    spelled = _root(mention) + new.removeprefix("keras")
    gone = [
        release
        for release in module.target.releases
        if not api.is_there(mention.spelled, mention.name, release.keras)
    ]
    return spelled if all(api.is_there(spelled, new, release.keras) for release in gone) else None


def _root(mention: Mention) -> str:
    """``tensorflow.compat.v1`` has no module ``keras`` on Keras 3 that an import could name (ran)."""
    root = mention.root
    return "tensorflow.keras" if root.startswith("tensorflow.compat.v1.") and _is_imported(mention) else root


def _is_imported(mention: Mention) -> bool:
    return isinstance(mention.node, cst.ImportAlias)


def _twin(module: Module, mention: Mention) -> str | None:
    """Another name, with the same last part, that ``tf.keras`` has of what only ``keras`` has by this one:
    ``keras.utils.get_custom_objects`` for ``keras.saving.get_custom_objects``."""
    if not api.is_there(mention.name, mention.name, NEWEST.keras):
        return None
    last = mention.name.rpartition(".")[2]
    for other in aliases(mention.name, NEWEST.keras):
        spelled = mention.root + other.removeprefix("keras")
        if other.rpartition(".")[2] == last and all(
            api.is_there(spelled, other, release.keras) for release in module.target.releases
        ):
            return other
    return None


def _is_stand_in(mention: Mention) -> bool:
    return f"{mention.name}.".startswith(f"{STAND_INS}.")


def _applicability(module: Module, mention: Mention, names: list[str]) -> Applicability:
    """Safe where every release of the target has all of these names; Keras 2 has both kinds of optimizers."""
    if mention.name in MUCH_LIKE or (_is_stand_in(mention) and module.target.keras2):
        return Applicability.UNSAFE
    everywhere = all(
        api.is_there(name, canonical(name), release.keras)
        for name in names
        for release in module.target.releases
    )
    return Applicability.SAFE if everywhere else Applicability.UNSAFE


def _is_refused(module: Module, mention: Mention, new: str) -> bool:
    """Whether what comes in its place refuses an argument of the call that the mention is in."""
    call = module.call_of(mention.node)
    if call is None:
        return False
    keywords = [argument.keyword.value for argument in call.args if argument.keyword is not None]
    told = [api.signature(canonical(new), "", release.keras) for release in module.target.releases]
    return any(each.takes(keyword) is Takes.REFUSED for each in told if each for keyword in keywords)


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
