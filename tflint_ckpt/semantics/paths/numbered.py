"""Files with a number in their names: what writes them, which numbers, and how wide these are written."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.monitors import Direction, better
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.handled import HandledFiles
from tflint_ckpt.semantics.paths.named_folders import NamedFolders
from tflint_ckpt.semantics.paths.roles import WRITING
from tflint_ckpt.semantics.paths.saved import Frequency, filled, frequency, saved_paths
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.saving.counted import chooses_rounds, names_counter, numbers, tests_of
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.values.kinds import Constant, Hole, Piece, Text
from tflint_ckpt.syntax.forms import jumps_of
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

SUFFIXES = (".keras", ".h5", ".hdf5")
"""What a checkpoint of one file ends in."""
_SPEC = pattern(r"(?:[0 ]?>)?0?(\d{0,3})d?")
"""Formats that write a number from the right, with zeros or spaces before it."""
_CONVERSION = pattern(r"%(?:%|0?(\d{0,3})[disu]|[^a-zA-Z%]*[a-zA-Z])")
_COUNTING = pattern(r"epoch|step|iter|batch", re.IGNORECASE)
_OPEN = pattern("\\{[^{}]*\\}|\0[\U000f0000-\U0010ffff]?")
_MOST_EPOCHS = 10_000
_STOPPING = ("EarlyStopping", "TerminateOnNaN", "LambdaCallback")
_METRIC = "0.5"
"""A sample of what Keras puts into a field for a metric."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Files that one call writes, whose names differ in a number.

    Attributes:
        node: the call.
        directory: the normalized shape of their folder, with marks for what is not known.
        before: what their names begin with, up to the number.
        behind: what their names end in, with samples for other fields.
        width: how many digits the number has at least; 1 where it is not padded.
        numbers: the numbers, in the order in which they are written; ``None`` where these are not known.
        template: the path, for ``ModelCheckpoint``.
        field: where the number is written in the file; ``None`` where that is no field in braces.
        shown: the name of the file for a message.
        metric: a quantity that is better when it is smaller, and stands before all else that differs.
        surely: whether all of *numbers* are written, and nothing ends it before or leaves some out.
    """

    node: cst.Call
    directory: str
    before: str
    behind: str
    width: int
    numbers: Sequence[int] | None
    template: Template
    field: tuple[int, int] | None
    shown: str
    metric: str = ""
    surely: bool = True

    @property
    def compared(self) -> tuple[str, str]:
        """The names of two of them, of which the older one stands last: of number 9, and of number 10."""
        one, other = (self.taken or 9, self.numbers[-1]) if self.numbers else (9, 10)
        return self._called(one), self._called(other)

    @property
    def taken(self) -> int | None:
        """The number of the file that stands last by name, if that is known, and is not the newest one."""
        if not self.numbers:
            return None
        last = max(self.numbers, key=self._called)
        return last if last != self.numbers[-1] else None

    @property
    def overtaken(self) -> tuple[int, int]:
        """The first number whose file does not stand last when it is written, and that which does."""
        last, *others = self.numbers or (9, 10)
        for number in others:
            if self._called(number) < self._called(last):
                return number, last
            last = number
        return 10, 9

    @property
    def goes_wrong(self) -> bool:
        """Whether the newest one does not stand last, for all that is known of the numbers."""
        if self.metric:
            return True
        return self.width < 2 if self.numbers is None else self.taken is not None

    def _called(self, number: int) -> str:
        return f"{self.before}{str(number).zfill(self.width)}{self.behind}"


def numbered_files(module: Module, code: str) -> Iterator[Numbered]:
    """All that the module writes so, checkpoints first."""
    for path in saved_paths(module, code):
        found = _of_template(module, path.call, path.text, path.template)
        if found is not None:
            yield found
    for file in file_calls(module, Action.SAVE, Action.SAVE_WEIGHTS):
        values = module.evaluate(file.path.value) if file.path is not None else ()
        for value in values:
            found = _of_loop(module, file.call.node, value) if isinstance(value, Text) else None
            if found is not None:
                yield found


def other_names(module: Module, known: Sequence[Numbered]) -> Iterator[tuple[str, str]]:
    """The folder and name of each other file that the module writes, as far as these are told."""
    nodes = {each.node for each in known}
    for handled in module.fact(HandledFiles).every:
        if handled.role in WRITING and handled.call not in nodes:
            for value in handled.values:
                if isinstance(value, Text):
                    folder, name = module.fact(NamedFolders).split(value)
                    if folder is not None:
                        yield folder, _OPEN.sub("7", name)


def _of_template(module: Module, call: Call, text: Text, template: Template) -> Numbered | None:
    """The files that a ``ModelCheckpoint`` writes after each epoch."""
    directory, name = module.fact(NamedFolders).split(text)
    fields = [field for field in template.fields if field.start >= template.file_name]
    inside = template.text[template.file_name :]
    if not fields or HOLE in inside or "{{" in inside or "}}" in inside or directory is None:
        return None
    if not name.endswith(SUFFIXES) or len(fields) != inside.count("{"):
        return None
    if frequency(module, call) is not Frequency.EPOCH or call.argument("period") is not None:
        return None
    first, *others = fields
    samples = [filled(field.text) for field in fields]
    if not all(isinstance(sample, str) for sample in samples):
        return None
    behind, end = "", first.end
    for field, sample in zip(others, samples[1:], strict=True):
        behind += template.text[end : field.start] + str(sample)
        end = field.end
    behind += template.text[end:]
    before = template.text[template.file_name : first.start]
    span = template.span(module, first.start, first.end)
    shown = template.shown(template.file_name)
    if first.name == "epoch":
        spec = first.text[1:-1].removeprefix("epoch").removeprefix(":")
        match = _SPEC.fullmatch(spec)
        if match is None:
            return None
        rounds, surely = _epochs(module, call)
        width = int(match[1] or 1)
        every = call.argument("save_best_only")
        surely = surely and (every is None or module.is_constant(every.value, False))
        return Numbered(
            call.node, directory, before, behind, width, rounds, template, span, shown, surely=surely
        )
    if better(first.name) is not Direction.MIN:
        return None
    return Numbered(call.node, directory, before, behind, 1, None, template, None, shown, first.name)


def _epochs(module: Module, call: Call) -> tuple[range | None, bool]:
    """The numbers of the epochs that a callback sees, ``None`` where nobody can say, and whether it sees all.

    Those of all fits. Where the callback gets one of several paths, nobody says here which fit has which, and
    it is the fewest.
    """
    fits = module.training.fits_everywhere(call.node)
    if fits is None:
        return None, False
    found: set[int | None] = set()
    begins: set[int | None] = set()
    for fit in fits:
        found |= _integers(fit, 1, "epochs", "nb_epoch")
        begins |= _integers(fit, 0, "initial_epoch")
    surely = None not in begins and not any(map(_may_end, fits))
    before = min((number or 0 for number in begins), default=0)
    path = argument_of(call, "filepath")
    known = [number for number in found if number is not None]
    if path is not None and len(module.evaluate(path.value)) > 1 and known:
        return range(before + 1, min(*known, _MOST_EPOCHS) + 1), surely
    most = max(known, default=0)
    is_known = len(known) == len(found) and most <= _MOST_EPOCHS
    return (range(before + 1, most + 1) if is_known else None), surely


def _integers(fit: Fit, default: int, *names: str) -> set[int | None]:
    """What an argument of a fit may be; with ``None`` where that is not known."""
    given = argument_of(fit.call, *names)
    if given is None:
        return {None if fit.call.open else default}
    return {
        value.value if isinstance(value, Constant) and type(value.value) is int else None
        for value in fit.module.evaluate(given.value, fit.frames)
    }


def _may_end(fit: Fit) -> bool:
    """Whether a callback of a fit may stop it before its last epoch."""
    callbacks = fit.callbacks
    return callbacks is None or any(
        one is None or one.local is not None or one.name.rpartition(".")[2] in _STOPPING for one in callbacks
    )


def _of_loop(module: Module, call: cst.Call, text: Text) -> Numbered | None:
    """The files that a call writes in the rounds of a loop, with the counter in their names."""
    directory, name = module.fact(NamedFolders).split(text)
    if directory is None or not name.endswith(SUFFIXES):
        return None
    template = Template(text)
    place = 0
    before, behind = "", ""
    number: Hole | None = None
    for part in text.parts:
        known = part.text if isinstance(part, Piece) else HOLE
        if isinstance(part, Piece) or place < template.file_name or number is not None:
            if number is None:
                before += known
            else:
                behind += known if isinstance(part, Piece) else _METRIC
        else:
            number = part
        place += len(known)
    before = before[before.rfind("/") + 1 :]
    if number is None or not isinstance(number.node, cst.BaseExpression) or behind[:1] == _METRIC[:1]:
        return None
    found = _counter(module, number.node, call)
    width = _width(module, number.node)
    if found is None or width is None:
        return None
    leaving = [jump for jump in jumps_of(found.body) if not isinstance(jump, cst.Continue)]
    if any(names_counter(test, found) for node in leaving for test, _ in tests_of(module, node, found)):
        return None
    rounds = numbers(module, number.node, call, found)
    if rounds is None and _begins_behind(module, number.node, found):
        return None
    if rounds is None and (chooses_rounds(module, call, found) or not _counts_epochs(found)):
        return None
    if rounds is not None and list(rounds) != sorted(rounds):
        return None
    above = module.parent(number.node)
    field = module.span(above) if isinstance(above, cst.FormattedStringExpression) else None
    written = " ".join(module.text(number.node).split())
    shown = f"{before}{{{written}}}{template.shown(template.file_name + len(before) + 1)}"
    surely = not leaving
    return Numbered(call, directory, before, behind, width, rounds, template, field, shown, surely=surely)


def _begins_behind(module: Module, node: cst.BaseExpression, loop: cst.For) -> bool:
    """Whether the numbers of a loop without a known end may be in order: from 10 on, or not one by one."""
    assert isinstance(loop.iter, cst.Call)
    given = [argument.value for argument in loop.iter.args]
    first = module.only(given[0]) if len(given) > 1 else None
    begins = first.value if isinstance(first, Constant) and type(first.value) is int else 0
    if isinstance(node, cst.BinaryOperation) and isinstance(node.right, cst.Integer):
        shift = node.right.evaluated_value
        begins += shift if isinstance(node.operator, cst.Add) else -shift
    is_single = len(given) < 3 or module.surely(
        given[2], lambda value: isinstance(value, Constant) and value.value == 1
    )
    return begins > 9 or not is_single


def _counter(module: Module, node: cst.BaseExpression, call: cst.Call) -> cst.For | None:
    """The loop around *call*, over a ``range``, that *node* counts."""
    names = [part for part in descend(node) if isinstance(part, cst.Name)]
    if len(names) != 1 or not (isinstance(node, cst.Name) or _is_shifted(node)):
        return None
    bindings = module.visible(names[0])
    if len(bindings) != 1 or bindings[0].kind is not BindingKind.LOOP:
        return None
    for above in module.ancestors(call):
        if isinstance(above, cst.For) and bindings[0].node is above.target:
            iterable = above.iter
            is_range = isinstance(iterable, cst.Call) and module.builtin(iterable.func) == "range"
            return above if is_range else None
    return None


def _is_shifted(node: cst.BaseExpression) -> bool:
    """Whether an expression is a variable and a number more or less: ``epoch + 1``."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, (cst.Add, cst.Subtract)):
        return False
    return isinstance(node.left, cst.Name) and isinstance(node.right, cst.Integer)


def _counts_epochs(loop: cst.For) -> bool:
    return isinstance(loop.target, cst.Name) and _COUNTING.search(loop.target.value) is not None


def _width(module: Module, node: cst.BaseExpression) -> int | None:
    """How many digits a number has at least where *node* is put into a text; ``None`` if nobody can say."""
    above = module.parent(node)
    if isinstance(above, cst.FormattedStringExpression):
        parts = above.format_spec or ()
        if above.conversion is not None or above.equal is not None:
            return None
        if not all(isinstance(part, cst.FormattedStringText) for part in parts):
            return None
        spec = "".join(part.value for part in parts if isinstance(part, cst.FormattedStringText))
        match = _SPEC.fullmatch(spec)
        return int(match[1] or 1) if match is not None else None
    outer = module.parent(above) if isinstance(above, (cst.Arg, cst.Element)) else above
    if isinstance(outer, cst.Call) and module.builtin(outer.func) == "str":
        return 1
    if isinstance(outer, cst.Call) and isinstance(outer.func, cst.Attribute):
        return _width_of_format(module, outer)
    place = 0
    if isinstance(outer, cst.Tuple):
        place = next(at for at, element in enumerate(outer.elements) if element.value is node)
        outer = module.parent(outer)
    if not isinstance(outer, cst.BinaryOperation) or not isinstance(outer.operator, cst.Modulo):
        return None
    template = module.literal(outer.left)
    found = [match for match in _CONVERSION.finditer(template or "") if match[0] != "%%"]
    if place >= len(found) or found[place][1] is None:
        return None
    return int(found[place][1] or 1)


def _width_of_format(module: Module, call: cst.Call) -> int | None:
    """The same of ``"…{}…".format(node)``, with one field."""
    template = module.literal(call.func.value) if isinstance(call.func, cst.Attribute) else None
    if template is None or len(call.args) != 1:
        return None
    fields = re.findall(r"\{[^{}]*\}", template)
    match = _SPEC.fullmatch(fields[0][1:-1].partition(":")[2]) if len(fields) == 1 else None
    return int(match[1] or 1) if match is not None else None
