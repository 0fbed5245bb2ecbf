"""Defaults of options that a user may give: what runs where nobody says otherwise.

``parser.add_argument("--path", default="m.h5")`` and then ``args.path``; the same of absl, click and Typer,
and ``os.environ.get("PATH", "m.h5")``. A default proves what a plain run does and nothing of the others, so
it is no value of the expression: who wants it asks here.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Values
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import keyword, keywords, last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.engine import Engine

_PARSES = ("parse_args", "parse_known_args")
_CHANGING = ("set_defaults",)
"""Methods of parsers that give other defaults."""
_FLAGS = ("absl.flags", "tensorflow.flags", "tensorflow.app.flags")
_DEFINES = ("DEFINE_string", "DEFINE_enum")
_DEFINES_NUMBERS = {"DEFINE_integer": "int", "DEFINE_float": "float"}
_ENVIRONMENT = ("os.environ.get", "os.getenv")
_TYPER = ("typer.Option", "typer.Argument")
_CLICK = ("click.option", "click.argument")
DEFINING = frozenset(("add_argument", "option", "argument", "Option", "Argument", *_DEFINES))
"""Calls that say what an option is, by their last name."""
_HOLDERS = tuple(f"{root}.FLAGS" for root in _FLAGS)
_TEXTS = ("str", "Path", "PurePath")
"""Types that leave a text what it is."""


@dataclass(frozen=True, slots=True)
class NumberOption:
    """An option that is a number.

    Attributes:
        kind: what its text is made by: ``int`` or ``float``.
        default: what it is where nobody gives one; ``None`` where somebody has to.
    """

    kind: str
    default: cst.BaseExpression | None


class Options:
    """The options of one module, and their defaults."""

    def __init__(self, module: Engine) -> None:
        self.module = module

    @cached_property
    def of_parsers(self) -> dict[str, cst.BaseExpression | None]:
        """The default of each option of ``argparse`` by its attribute; ``None`` where that is not sure."""
        if next(self.module.method_calls(*_CHANGING), None) is not None:
            return {}
        found: dict[str, cst.BaseExpression | None] = {}
        for call, _ in self.module.method_calls("add_argument"):
            name = self._attribute_of(call)
            if name is not None:
                found[name] = self._default_of(call) if name not in found else None
        return self._unset(found)

    @cached_property
    def of_flags(self) -> dict[str, cst.BaseExpression | None]:
        """The default of each flag of absl by its name."""
        found: dict[str, cst.BaseExpression | None] = {}
        for call, default in self._defined():
            name = self.module.literal(call.args[0].value)
            if name is not None:
                found[name] = default if name not in found else None
        return self._unset(found)

    def reads(self, token: cst.CSTNode) -> int | None:
        """How often the option is read whose default *token* is; ``None`` where it is none of an option."""
        for name, default in (*self.of_parsers.items(), *self.of_flags.items()):
            if default is token:
                return len(self.module.attributes(name))
        call = next((above for above in self.module.ancestors(token) if isinstance(above, cst.Call)), None)
        resolved = self.module.resolve(call.func) if call is not None else None
        return 0 if resolved in (*_ENVIRONMENT, *_TYPER, *_CLICK) else None

    @cached_property
    def numbers_of_parsers(self) -> dict[str, NumberOption]:
        """The options of ``argparse`` that are a number by their attribute."""
        found: dict[str, NumberOption] = {}
        several = set()
        for call, _ in self.module.method_calls("add_argument"):
            name, kind = self._attribute_of(call), keyword(call, "type")
            made = self.module.builtin(kind) if kind is not None and _is_one(call) else None
            default = keyword(call, "default")
            if name is not None and name not in found and made in ("int", "float"):
                if default is not None or self._is_needed(call):
                    found[name] = NumberOption(made, default)
            elif name is not None:
                several.add(name)
        changed = next(self.module.method_calls(*_CHANGING), None) is not None
        return {} if changed else {n: found[n] for n in found if n not in several | self._set_names}

    def _is_needed(self, call: cst.Call) -> bool:
        """Whether nobody can leave the option of ``argparse`` out."""
        first = self.module.literal(call.args[0].value) if call.args and not call.args[0].keyword else None
        required = keyword(call, "required")
        return (first or "-")[0] != "-" or self.module.is_constant(required, True)

    @cached_property
    def numbers_of_flags(self) -> dict[str, NumberOption]:
        """The flags of absl that are a number by their name."""
        found: dict[str, NumberOption] = {}
        several = set()
        for define, kind in _DEFINES_NUMBERS.items():
            for call, default in self._defined(define):
                name = self.module.literal(call.args[0].value)
                if name is not None:
                    several |= {name} & found.keys()
                    found[name] = NumberOption(kind, default)
        return {n: found[n] for n in found if n not in several | self._set_names}

    def _unset(self, found: dict[str, cst.BaseExpression | None]) -> dict[str, cst.BaseExpression | None]:
        """*found* without what the file sets itself."""
        return {name: default for name, default in found.items() if name not in self._set_names}

    @cached_property
    def _set_names(self) -> set[str]:
        return {target.attr.value for target, _ in self.module.facts.attribute_targets}

    def _attribute_of(self, call: cst.Call) -> str | None:
        """The attribute under which an option is found."""
        dest = keyword(call, "dest")
        if dest is not None:
            return self.module.literal(dest)
        names = [self.module.literal(each.value) for each in call.args if not each.keyword and not each.star]
        known = [name for name in names if name is not None]
        if not known or len(known) != len(names):
            return None
        long = next((name for name in known if name.startswith("--")), known[0])
        return long.lstrip("-").replace("-", "_")

    def _default_of(self, call: cst.Call) -> cst.BaseExpression | None:
        if not _is_one(call):
            return None
        kind = keyword(call, "type")
        return keyword(call, "default") if kind is None or last_name(kind) in _TEXTS else None

    def _defined(self, *defines: str) -> Iterator[tuple[cst.Call, cst.BaseExpression]]:
        for name in defines or _DEFINES:
            for root in _FLAGS:
                for call in self.module.call_index.named(f"{root}.{name}"):
                    default = keyword(call, "default") or (call.args[1].value if len(call.args) > 1 else None)
                    if default is not None and call.args and not call.args[0].keyword:
                        yield call, default

    def flag_of(self, call: cst.Call) -> cst.BaseExpression | None:
        """The default of the flag that *call* defines, whose ``value`` is asked."""
        return next((default for each, default in self._defined() if each is call), None)

    def of_parameter(self, binding: Binding) -> cst.BaseExpression | None:
        """The default of a parameter that click or Typer fills."""
        module, function = self.module, binding.scope.node
        value = binding.value
        if isinstance(value, cst.Call) and module.resolve(value.func) in _TYPER:
            return keyword(value, "default") or (
                value.args[0].value if value.args and not value.args[0].keyword else None
            )
        if not isinstance(function, cst.FunctionDef):
            return None
        for item in function.decorators:
            call = item.decorator
            is_option = isinstance(call, cst.Call) and module.resolve(call.func) in _CLICK
            if is_option and isinstance(call, cst.Call) and self._parameter_of(call) == binding.name:
                return self._default_of(call)
        return None

    def _parameter_of(self, call: cst.Call) -> str | None:
        """The parameter that an option of click fills: the name without dashes, or the longest one."""
        names = [self.module.literal(each.value) or "" for each in call.args if not each.keyword]
        plain = [name for name in names if name.isidentifier()]
        if plain:
            return plain[0]
        return max(names, key=lambda name: name.startswith("--"), default="").lstrip("-").replace("-", "_")


def _is_one(call: cst.Call) -> bool:
    """Whether an option has one value, which its type is made of."""
    return not {"nargs", "action", "const"} & keywords(call) and not any(each.star for each in call.args)


def number_option(module: Engine, node: cst.Attribute, holders: Values) -> NumberOption | None:
    """The option of ``type=int`` or the like that ``args.epochs`` is; *holders* is what ``args`` may be."""
    options = module.fact(Options)
    if module.resolve(node.value) in _HOLDERS:
        return options.numbers_of_flags.get(node.attr.value)
    made = holders[0] if len(holders) == 1 else None
    if isinstance(made, Instance) and last_name(made.call.func) in _PARSES:
        return options.numbers_of_parsers.get(node.attr.value)
    return None


class CommandLine(Evaluator):
    """What expressions are where nobody gives an option on the command line."""

    def peer(self, module: Engine) -> CommandLine:
        return module.fact(CommandLine)

    def attribute(self, node: cst.Attribute, path: Path) -> Values:
        default = self._default(node.value, node.attr.value)
        return self.at(default, path) if default is not None else super().attribute(node, path)

    def parameter(self, binding: Binding, use: cst.Name, path: Path) -> Values:
        default = self.module.fact(Options).of_parameter(binding)
        return self.at(default, path) if default is not None else super().parameter(binding, use, path)

    def called(self, node: cst.Call, path: Path) -> Values:
        given = [each.value for each in node.args]
        if path and last_name(node.func) == "parse_known_args":
            return super().called(node, path[1:])
        if len(path) == 1 and self.module.builtin(node.func) == "vars" and len(given) == 1:
            default = self._default(given[0], str(path[0]))
            return self.at(default) if default is not None else super().called(node, path)
        return super().called(node, path)

    def _default(self, holder: cst.BaseExpression, name: str) -> cst.BaseExpression | None:
        """The default of the option *name* of *holder*: of what a parser gives, of the flags, of a flag."""
        options = self.module.fact(Options)
        if self.module.resolve(holder) in _HOLDERS:
            return options.of_flags.get(name)
        only = self.values(holder)
        made = only[0].call if len(only) == 1 and isinstance(only[0], Instance) else None
        if made is not None and name == "value":
            return options.flag_of(made)
        is_parsed = made is not None and last_name(made.func) in _PARSES
        return options.of_parsers.get(name) if is_parsed else None


class Defaults(CommandLine):
    """The same where no variable of the environment is set, either."""

    def peer(self, module: Engine) -> Defaults:
        return module.fact(Defaults)

    def called(self, node: cst.Call, path: Path) -> Values:
        given = [each.value for each in node.args]
        if self.module.resolve(node.func) in _ENVIRONMENT and not path:
            return self.at(given[1]) if len(given) == 2 else (Constant(None, node),)
        return super().called(node, path)
