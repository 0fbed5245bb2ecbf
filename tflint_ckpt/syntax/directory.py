"""Writing the folder of a path template in the terms in which the path itself is written.

``os.path.join(d, "m_{epoch}.h5")`` is in ``d``, ``f"out/{run}/m.h5"`` in ``f"out/{run}"``, what a variable
holds in ``os.path.dirname(path)``. Only what comes before the first placeholder of Keras.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.shape import HOLE, cut, shape
from tflint_ckpt.semantics.values.kinds import Piece, Text
from tflint_ckpt.syntax.place import Place
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_JOINS = ("os.path.join", "posixpath.join", "tensorflow.io.gfile.join")
_PATHS = ("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath")
_TEXT_OF = ("str", "os.fspath")
_PURE = frozenset((*_JOINS, *_PATHS, *_TEXT_OF, "os.path.dirname", "os.path.normpath", "int", "len", "round"))
_PURE_METHODS = frozenset("join format joinpath as_posix strip lower upper replace".split())


_FILLED_FIRST = pattern(r"(?:%s|\{0?\})([^%{}]*)/")
"""A template that begins with what is filled in, and what of the folder comes behind that."""


class _UnwritableError(Exception):
    """No expression for the folder that is certain to mean the same."""


def directory_source(module: Engine, node: cst.BaseExpression, at: cst.CSTNode, os_name: str) -> str | None:
    """Source of an expression for the folder of the path *node*, valid before the statement of *at*.

    ``None`` where there is none that is sure to be the same folder: the path is made by a call with
    effects, of a variable of an inner scope, or of one that has another value there. *os_name* is how
    the module ``os`` is written.
    """
    writer = _Writer(module, os_name)
    try:
        try:
            code = writer.directory(node)
        except _UnwritableError:
            writer.used.clear()
            code = writer.dirname(node)
    except _UnwritableError:
        return None
    if code is None or not all(_is_pure(module, part) for part in writer.used):
        return None
    place = Place(module, at)
    if not all(place.means_the_same(name) for part in writer.used for name in _names(part)):
        return None
    if place.is_conditional(node) or place.is_conditional(at):
        # It may be there, and of the right type, only where the condition holds.
        joins = (*_JOINS, *_PATHS)
        used = [part for part in writer.used if module.resolve(part) not in joins]
        if not all(_is_formatted(code, part) or _is_text(module, part) for part in used):
            return None
    return code


class _Writer:
    def __init__(self, module: Engine, os_name: str) -> None:
        self.module = module
        self.os_name = os_name
        self.used: list[cst.BaseExpression] = []

    def shapes(self, node: cst.BaseExpression) -> list[str]:
        return [shape(value) if isinstance(value, Text) else HOLE for value in self.module.evaluate(node)]

    def source(self, node: cst.BaseExpression) -> str:
        """The text of an expression, on one line."""
        self.used.append(node)
        text = self.module.text(node).strip()
        if "\n" not in text and "\r" not in text:
            return text
        if "#" in text or "\\" in text or '"""' in text or "'''" in text:
            raise _UnwritableError
        return re.sub(r"\s*[\r\n]\s*", " ", text)

    def directory(self, node: cst.BaseExpression) -> str | None:
        """The folder that *node* says; ``None`` where it names a file only."""
        shapes = self.shapes(node)
        inside = {cut(one) >= 0 for one in shapes}
        if inside == {False}:
            return None
        if len(inside) > 1:
            raise _UnwritableError
        if isinstance(node, (cst.Name, cst.Attribute)):
            return self._of_variable(node, shapes)
        if isinstance(node, cst.SimpleString):
            return _quoted(shapes[0][: cut(shapes[0])], node.quote)
        if isinstance(node, cst.FormattedString):
            return self._of_formatted(node)
        if isinstance(node, cst.NamedExpr):
            return self.directory(node.value)
        if isinstance(node, cst.IfExp):
            one, other = self.directory(node.body), self.directory(node.orelse)
            if one == other:
                return one
        if isinstance(node, cst.BinaryOperation):
            return self._of_operation(node, shapes)
        if isinstance(node, cst.Call):
            return self._of_call(node, shapes)
        raise _UnwritableError

    def dirname(self, node: cst.BaseExpression) -> str:
        """``os.path.dirname`` of the whole, where no folder in it has a placeholder."""
        for one in self.shapes(node):
            if "{" in one[: one.rfind("/") + 1] or "/" not in one:
                raise _UnwritableError
        return f"{self.os_name}.path.dirname({self.source(node)})"

    def _of_variable(self, node: cst.Name | cst.Attribute, shapes: list[str]) -> str | None:
        if not any("{" in one[: one.rfind("/") + 1] for one in shapes):
            return self.dirname(node)
        stable = {one[: cut(one)] for one in shapes}
        if len(stable) == 1 and HOLE not in min(stable):
            return _quoted(stable.pop(), self._quote(node))
        binding = self.module.sole_binding(node)
        if binding is None or binding.kind is not BindingKind.ASSIGNMENT or binding.index:
            raise _UnwritableError
        assert binding.value is not None
        return self.directory(binding.value)

    def _quote(self, node: cst.BaseExpression) -> str:
        """The quote of the first string that *node* is made of."""
        for value in self.module.evaluate(node):
            for part in value.parts if isinstance(value, Text) else ():
                if isinstance(part, Piece) and isinstance(part.node, cst.SimpleString):
                    return part.node.quote
        return '"'

    def _of_formatted(self, node: cst.FormattedString) -> str:
        kept: list[str] = []
        last: tuple[int, str] | None = None
        whole: list[cst.FormattedStringExpression] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                place = cut(part.value)
                if place >= 0:
                    last = (len(kept), part.value[:place])
                kept.append(part.value)
                if "{" in part.value:
                    break
                continue
            assert isinstance(part, cst.FormattedStringExpression)
            shapes = self.shapes(part.expression)
            if any("{" in one for one in shapes):
                break
            if any(cut(one) >= 0 for one in shapes):
                # Where it does not end in a slash, the folder ends within what is filled in.
                last = (len(kept) + 1, "") if all(one.endswith("/") for one in shapes) else None
            whole.append(part)
            kept.append(self.module.source.text[slice(*self.module.full_span(part))])
        if last is None:
            raise _UnwritableError
        count, rest = last
        inside = [part for part in whole if part in node.parts[:count]]
        self.used += [part.expression for part in inside]
        body = "".join(kept[:count]) + rest
        alone = inside[0] if len(inside) == count == 1 and not rest else None
        if alone is not None and self._is_text(alone):
            return self.source(alone.expression)
        quote = node.start.lstrip("fFrR")
        prefix = node.start[: len(node.start) - len(quote)]
        if "\n" in body or "\r" in body:
            raise _UnwritableError
        return f"{prefix if inside else prefix.replace('f', '').replace('F', '')}{quote}{body}{quote}"

    def _is_text(self, part: cst.FormattedStringExpression) -> bool:
        """Whether what an f-string fills in is the text as it is."""
        changed = part.format_spec or part.conversion or part.equal
        values = self.module.evaluate(part.expression)
        return not changed and all(isinstance(value, Text) for value in values)

    def _of_operation(self, node: cst.BinaryOperation, shapes: list[str]) -> str | None:
        if isinstance(node.operator, cst.Add):
            return self._of_sum(_operands(node))
        if isinstance(node.operator, cst.Divide):
            if any("{" in one for one in self.shapes(node.left)):
                return self.directory(node.left)
            below = self.directory(node.right)
            if below is None:
                return self.source(node.left)
            if not all(
                isinstance(value, Text) and value.is_path for value in self.module.evaluate(node.left)
            ):
                raise _UnwritableError
            return f"{self.source(node.left)} / {below}"
        first = node.right.elements[0].value if isinstance(node.right, cst.Tuple) else node.right
        return self._of_template(node.left, shapes, first)

    def _of_sum(self, operands: Sequence[cst.BaseExpression]) -> str:
        place, whole = self._last_slash(operands)
        operand = operands[place]
        if whole:
            return self._sum(operands[: place + 1])
        if place == 0:
            code = self.directory(operand)
            assert code is not None
            return code
        if all(cut(one) == 0 for one in self.shapes(operand)):
            return self._sum(operands[:place])
        return f"{self._sum(operands[:place])} + {self.directory(operand)}"

    def _sum(self, operands: Sequence[cst.BaseExpression]) -> str:
        return " + ".join(self.source(operand) for operand in operands)

    def _last_slash(self, operands: Sequence[cst.BaseExpression]) -> tuple[int, bool]:
        """Which operand holds the end of the folder, and whether all of it belongs to the folder."""
        whole = [self.shapes(operand) for operand in operands]
        end = next((place for place, shapes in enumerate(whole) if any("{" in one for one in shapes)), None)
        for place in reversed(range(len(operands) if end is None else end + 1)):
            inside = {cut(one) >= 0 for one in whole[place]}
            if inside == {False}:
                continue
            if len(inside) > 1:
                raise _UnwritableError
            literal = isinstance(operands[place], (cst.SimpleString, cst.FormattedString))
            return place, not literal and all(one.endswith("/") and "{" not in one for one in whole[place])
        raise _UnwritableError

    def _of_template(self, template: cst.BaseExpression, shapes: list[str], first: cst.BaseExpression) -> str:
        """Of ``"out/%s.h5" % x`` and ``"out/{}.h5".format(x)``: what stands before anything filled in.

        Or what *first*, filled in where the template begins, is: the ``x`` of ``"%s/m.h5" % x``.
        """
        if not isinstance(template, cst.SimpleString) or not isinstance(template.evaluated_value, str):
            raise _UnwritableError
        stable = shapes[0][: cut(shapes[0])]
        same = all(one[: cut(one)] == stable for one in shapes)
        begins = _FILLED_FIRST.match(template.evaluated_value)
        if begins is not None and same:
            return self._of_filled(first, begins[1], stable, template.quote)
        if not same or HOLE in stable or not template.evaluated_value.startswith(stable + "/"):
            raise _UnwritableError
        return _quoted(stable, template.quote)

    def _of_filled(self, first: cst.BaseExpression, rest: str, stable: str, quote: str) -> str:
        """The folder *stable* that is the text *first* with *rest* behind it."""
        values = self.module.evaluate(first)
        if not all(isinstance(value, Text) and shape(value) + rest == stable for value in values):
            raise _UnwritableError
        plain = isinstance(first, (cst.Name, cst.Attribute, cst.Subscript, cst.Call, cst.SimpleString))
        if rest and (not plain or any(isinstance(value, Text) and value.is_path for value in values)):
            raise _UnwritableError
        return f"{self.source(first)} + {_quoted(rest, quote)}" if rest else self.source(first)

    def _of_call(self, node: cst.Call, shapes: list[str]) -> str | None:
        name = self.module.resolve(node.func) or (node.func.value if isinstance(node.func, cst.Name) else "")
        given = [argument.value for argument in node.args]
        if any(argument.star or argument.keyword for argument in node.args) or not given:
            raise _UnwritableError
        if name in _TEXT_OF or (name in _PATHS and len(given) == 1):
            return self.directory(given[0])
        if name in _JOINS or name in _PATHS:
            return self._of_join(node.func, given)
        if isinstance(node.func, cst.Attribute):
            method = node.func.attr.value
            if method == "format":
                return self._of_template(node.func.value, shapes, given[0])
            if method == "join" and self.shapes(node.func.value) == [""] and isinstance(given[0], cst.List):
                return self._of_sum([element.value for element in given[0].elements])
        raise _UnwritableError

    def _of_join(self, function: cst.BaseExpression, given: Sequence[cst.BaseExpression]) -> str | None:
        last = len(given) - 1
        place = next(
            (i for i, part in enumerate(given) if any("{" in one for one in self.shapes(part))), last
        )
        below = self.directory(given[place])
        parts = [self.source(part) for part in given[:place]] + ([below] if below is not None else [])
        if len(parts) < 2:
            return parts[0] if parts else None
        return f"{self.source(function)}({', '.join(parts)})"


def _operands(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The operands of ``a + b + c``, in order."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        return [*_operands(node.left), node.right]
    return [node]


def _quoted(text: str, quote: str) -> str:
    """A string token of *text*, in the style of another one."""
    mark = quote[-1]
    if mark in text or "\\" in text or not text.isprintable():
        return repr(text)
    return f"{mark}{text}{mark}"


def _names(node: cst.CSTNode) -> list[cst.Name]:
    return [part for part in descend(node) if isinstance(part, cst.Name)]


def _is_formatted(code: str, node: cst.BaseExpression) -> bool:
    """Whether *node* is a bare name that an f-string *code* fills in without a format: any value will do."""
    literal = cst.parse_expression(code)
    if not isinstance(node, cst.Name) or not isinstance(literal, cst.FormattedString):
        return False
    filled = [part for part in literal.parts if isinstance(part, cst.FormattedStringExpression)]
    same = [part for part in filled if any(name.value == node.value for name in _names(part))]
    return all(isinstance(part.expression, cst.Name) and not part.format_spec for part in same)


def _is_text(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether *node* is a text for certain, and nothing can go wrong while it is made."""
    if isinstance(node, cst.SimpleString):
        return True
    if isinstance(node, cst.Name):
        return all(isinstance(value, Text) for value in module.evaluate(node))
    if isinstance(node, cst.FormattedString):
        return all(
            isinstance(part, cst.FormattedStringText)
            or (
                isinstance(part, cst.FormattedStringExpression)
                and not part.format_spec
                and (isinstance(part.expression, cst.Name) or _is_text(module, part.expression))
            )
            for part in node.parts
        )
    if isinstance(node, cst.BinaryOperation):
        if not isinstance(node.operator, (cst.Add, cst.Divide)):
            return False
        made = all(isinstance(value, Text) for value in module.evaluate(node))
        return made and _is_text(module, node.left) and _is_text(module, node.right)
    if isinstance(node, cst.Call):
        given = [argument.value for argument in node.args]
        name = module.resolve(node.func) or (node.func.value if isinstance(node.func, cst.Name) else "")
        if name == "str" and len(given) == 1 and isinstance(given[0], (cst.Name, cst.Integer)):
            return True
        plain = given and not any(argument.star or argument.keyword for argument in node.args)
        known = name in (*_JOINS, *_PATHS, *_TEXT_OF, "os.path.dirname")
        return bool(plain) and known and all(_is_text(module, each) for each in given)
    return False


def _is_pure(module: Engine, node: cst.CSTNode) -> bool:
    """Whether evaluating *node* a second time gives the same value and does nothing else."""
    for part in descend(node):
        if isinstance(part, (cst.Await, cst.Yield, cst.NamedExpr)):
            return False
        if isinstance(part, cst.Call) and not _is_pure_call(module, part.func):
            return False
    return True


def _is_pure_call(module: Engine, func: cst.BaseExpression) -> bool:
    name = module.resolve(func) or (func.value if isinstance(func, cst.Name) else None)
    if name in _PURE:
        return True
    return (
        isinstance(func, cst.Attribute) and func.attr.value in _PURE_METHODS and module.resolve(func) is None
    )
