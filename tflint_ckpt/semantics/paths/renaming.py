"""Another suffix for the file at a path, together with every use of that file that can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.hints import TypeVar
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.monitors import CHECKPOINT
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.paths.elsewhere import FOREIGN_ROLES, Elsewhere
from tflint_ckpt.semantics.paths.file_names import FileName
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.handled import HandledFiles
from tflint_ckpt.semantics.paths.own_files import OwnFileTests, without_ending
from tflint_ckpt.semantics.paths.readers import OWN_FILES, folder_handed, folder_readers
from tflint_ckpt.semantics.paths.roles import READING, WRITING, Role
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.paths.shape import normal, shape
from tflint_ckpt.semantics.paths.shell import foreign_lines
from tflint_ckpt.semantics.paths.strings import Strings
from tflint_ckpt.semantics.paths.suffix import ends_in, replace_suffix, without_suffix
from tflint_ckpt.semantics.paths.uses import Use, uses_of
from tflint_ckpt.semantics.paths.written_before import runs_after, tested_before
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

Node = TypeVar("Node", bound=cst.CSTNode)

_OURS = (Sameness.SAME, Sameness.ALIKE)


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a renaming is not certain; where it *forbids* it, a use would be left that wants the old file;
    where it *inserts* a statement, that is what to tell of it first."""

    text: str
    forbids: bool = False
    inserts: bool = False


@dataclass(frozen=True, slots=True)
class Renaming:
    """A file with another suffix.

    Attributes:
        edits: what changes its name wherever the project writes it; none where that cannot be spelled, or
            where something would still want the file as it was.
        certain: whether every use of the file is seen, and goes on working.
        why_not: where it is not certain, the reason, to be read after "because" or a colon.
        uses: what was found to be done with the path.
    """

    edits: tuple[Edit, ...]
    certain: bool
    why_not: str = ""
    uses: tuple[Use, ...] = ()


def rename_suffix(module: Module, writer: cst.Call, texts: Sequence[Text], suffix: str) -> Renaming:
    """Give the file that *writer* writes to one of *texts* the suffix *suffix*.

    *texts* are the values of the argument that names the file. Those that end in *suffix* already stay.
    """
    return _of_option(module, texts, suffix) or _File(module, writer, texts, suffix).renamed()


def _of_option(module: Module, texts: Sequence[Text], suffix: str) -> Renaming | None:
    """The same where a path is the default of an option, which is written where that is defined."""
    from tflint_ckpt.semantics.values.options import Options

    places = [replace_suffix(module, text, suffix) for text in texts]
    reads = [module.fact(Options).reads(place[0]) for place in places if place is not None]
    if all(each is None for each in reads):
        return None
    names = {text.shown.rpartition("/")[2] for text in texts}
    stems = [rf"(?<!\w){re.escape(without_suffix(name))}(?!\w)" for name in names]
    named = any(len(re.findall(stem, module.source.text)) > 1 for stem in stems)
    if named or len(reads) < len(places) or any(each != 1 for each in reads):
        return Renaming((), False, "it is the default of an option that may be read elsewhere, too")
    edits = tuple(sorted({place[1] for place in places if place is not None}))
    return Renaming(edits, False)


class _File:
    """One file, or the files of one template, and what the project does with them."""

    def __init__(self, module: Module, writer: cst.Call, texts: Sequence[Text], suffix: str) -> None:
        self._module = module
        self._writer = writer
        self._suffix = suffix
        self._texts = [text for text in texts if ends_in(text, suffix) is not True]
        self._edits: dict[cst.CSTNode, Edit] = {}
        self._spoken: list[Edit] = []
        """What changes beside paths: words of the file's name, and what builds a model."""
        self._uses: list[Use] = []
        self._reasons: list[_Reason] = []
        self._endings: dict[cst.CSTNode, Edit] = {}
        """What takes the endings of TensorFlow's own files away, by their tokens."""
        self._names = [FileName(text) for text in self._texts]
        self._strings = module.fact(Strings)

    def renamed(self) -> Renaming:
        """The renaming; its first reason is the one that is told."""
        if not self._texts or not all(self._rename(text) for text in self._texts):
            return Renaming((), False, "the code does not write the end of the path in one place")
        self._change_own_file_tests()
        self._rename_equal_strings()
        of_equals = list(self._follow_equals())
        self._reasons += self._of_uses()
        self._reasons += self._of_folder()
        self._reasons += of_equals
        self._reasons += self._of_order()
        self._reasons += self._named_here()
        self._reasons += self._of_heirs()
        self._reasons += self._elsewhere()
        forbidding = [reason.text for reason in self._reasons if reason.forbids]
        if forbidding:
            return Renaming((), False, forbidding[0], tuple(self._uses))
        edits = tuple(sorted({*self._edits.values(), *self._spoken, *self._endings.values()}))
        told = sorted(self._reasons, key=lambda reason: not reason.inserts)
        why_not = told[0].text if told else ""
        return Renaming(edits, not why_not, why_not, tuple(self._uses))

    def _rename(self, text: Text) -> bool:
        """Add the edit of one path, and what becomes of the token that it ends in."""
        replaced = replace_suffix(self._module, text, self._suffix)
        if replaced is None:
            return False
        token, edit = replaced
        if token not in self._edits:
            self._edits[token] = edit
            self._uses += uses_of(self._module, token)
        return self._edits[token] == edit

    def _change_own_file_tests(self) -> None:
        """Let what asks for the index of TensorFlow's own checkpoint ask for the file itself."""
        for test in self._module.fact(OwnFileTests).every:
            if self._sameness(test.text) in _OURS and self._rename(test.text):
                self._endings[test.ending] = test.edit
                self._uses = [use for use in self._uses if use.call is not test.call]
                self._uses.append(Use(test.argument, Role.TEST, test.call))
                shown = self._shown(test.call)
                self._reasons.append(_Reason(f"{shown} no longer finds what an older Keras left"))

    def _follow_equals(self) -> Iterator[_Reason]:
        """Rename the same path where it is written a second time; why others may be the same."""
        known = {use.call for use in self._uses}
        for handled in self._module.fact(HandledFiles).like(self._texts):
            for value in handled.values if handled.call not in known else ():
                if isinstance(value, Text):
                    yield from self._follow(handled.call, value, handled.role)
                elif handled.role in READING and len(handled.values) == 1:
                    yield _Reason(f"{self._shown(handled.call)} may read it")

    def _follow(self, call: cst.Call, value: Text, role: Role) -> Iterator[_Reason]:
        """The same for one path that *call* is given."""
        sameness = self._sameness(value)
        if sameness in (*_OURS, Sameness.ONE_OF):
            if not self._rename(value):
                yield _Reason(f"{self._shown(call)} names it in another way", forbids=True)
            elif sameness is not Sameness.SAME and role in READING:
                yield _Reason(f"{self._shown(call)} may read a file that is there already")
            elif sameness is not Sameness.SAME:
                yield _Reason(f"{self._shown(call)} may mean a file in another folder")
        elif sameness is Sameness.PERHAPS:
            ends_alike = any(value.tail and value.tail.endswith(name.suffix) for name in self._names)
            if ends_alike or role in READING:
                yield _Reason(f"{self._shown(call)} may mean the same file", forbids=ends_alike)

    def _sameness(self, value: Text) -> Sameness:
        """What is known of *value* and the files that are renamed, the most that holds."""
        found = [same_file(self._module, text, value) for text in self._texts]
        return min(found, key=list(Sameness).index)

    def _rename_equal_strings(self) -> None:
        """Rename the same path where a string by itself is handed on, to what can all be seen."""
        whole = {text.literal for text in self._texts}
        for token in self._left(self._strings.saying(whole)):
            roles = {use.role for use in uses_of(self._module, token)}
            if roles - {Role.SPEECH} and Role.UNKNOWN not in roles:
                for value in self._module.evaluate(token):
                    if isinstance(value, Text):
                        self._rename(value)

    def _of_folder(self) -> Iterator[_Reason]:
        """Why something may find the file by its folder."""
        for name, text in zip(self._names, self._texts, strict=True):
            directory = normal(shape(text)[: shape(text).rfind("/") + 1])
            for reason, forbids in folder_readers(self._module, directory, name.suffix, self._suffix):
                yield _Reason(reason, forbids)
            yield from map(_Reason, folder_handed(self._module, text))

    def _shown(self, call: cst.Call) -> str:
        argument = self._module.text(call.args[0].value) if call.args else ""
        short = argument if len(argument) <= 40 and "\n" not in argument else "…"
        return f"{last_name(call.func)}({short})"

    def _of_uses(self) -> Iterator[_Reason]:
        """Why the uses of the path may not do with another suffix."""
        foreign = FOREIGN_ROLES.get(self._suffix, ())
        for use in self._uses:
            if use.role is Role.READS_MODEL and use.call and self._is_of_another_keras(use.call):
                yield _Reason(f"{self._shown(use.call)} is of another Keras", forbids=True)
            if use.role is Role.UNKNOWN:
                where = self._module.where(use.call or use.node, preposition="on")
                yield _Reason(f"{use.reason} {where}" if use.forbids else use.reason, use.forbids)
            elif use.role is Role.WRITES_EITHER and use.call is not self._writer:
                yield _Reason(
                    "another call writes it, and the code does not tell in which format", forbids=True
                )
            elif use.role in foreign and use.call is not None and use.call is not self._writer:
                reason = f"{last_name(use.call.func)}() {use.role.value}, of the same name"
                yield _Reason(reason, forbids=True)

    def _is_of_another_keras(self, call: cst.Call) -> bool:
        """Whether a call is of another Keras than the writer: Keras 2 reads no ``.keras`` of Keras 3."""
        if len(self._module.targets) == 1:
            return False
        reader, writer = self._module.target_number(call), self._module.target_number(self._writer)
        return None not in (reader, writer) and reader != writer

    def _of_order(self) -> Iterator[_Reason]:
        """Why what reads the file may want one that is there already, or cannot read the new one."""
        module = self._module
        writers = [self._writer, *(use.call for use in self._uses if use.role in WRITING and use.call)]
        if last_name(self._writer.func) == "save_weights":
            from tflint_ckpt.semantics.paths.built import is_built

            if is_built(module, self._writer) is False:
                yield _Reason("the model has no weights yet when they are saved", forbids=True)
        for use in self._uses:
            if use.role not in READING or use.call is None:
                continue
            tests = [each.node for each in self._uses if each.role is Role.TEST]
            after = any(runs_after(module, writer, use.call) for writer in writers)
            if not after and not tested_before(module, tests, use.call, self._writer):
                reason = f"{self._shown(use.call)} may read a file that is there already"
                yield _Reason(reason, forbids=self._is_written_elsewhere(use.call))
            if use.role is Role.READS_WEIGHTS:
                yield from self._of_weights(module, use.call)

    def _of_weights(self, module: Module, call: cst.Call) -> Iterator[_Reason]:
        """Why *call*, which reads weights, cannot read them from HDF5."""
        from tflint_ckpt.semantics.paths.built import is_built
        from tflint_ckpt.semantics.paths.built_first import built_first

        built = is_built(module, call)
        if not built:
            may = "is" if built is False else "may be"
            reason = f"{self._shown(call)} {may} called before the model is built"
            first = built_first(module, call) if built is False else None
            if first is not None:
                self._spoken.append(first[1])
                reason += f", so {first[0]} is inserted"
            yield _Reason(reason, built is False and first is None, inserts=first is not None)

    def _is_written_elsewhere(self, reader: cst.Call) -> bool:
        """Whether what *reader* reads is surely no file of the writer's: that is a callback that no fit gets.

        Nor may anything else in the module write the file.
        """
        module, scopes = self._module, self._module.facts.scopes
        if any(use.role in WRITING and use.call is not self._writer for use in self._uses):
            return False
        if module.training.fits_of(self._writer) == ():
            return True
        in_order = scopes[reader] is scopes[self._writer] and precedes(module.facts, reader, self._writer)
        return in_order and not module.training.fits and module.is_named(self._writer.func, CHECKPOINT)

    def _of_heirs(self) -> Iterator[_Reason]:
        """Why two files would become one: the module writes ``w`` and ``w.h5``, and both need the suffix."""
        mark = self._module.fact(Fillings).mark
        ours = {normal(shape(text, mark)) for text in self._texts}
        stems = {without_suffix(path) for path in ours}
        last = {stem.rpartition("/")[2] for stem in stems}
        for handled in self._module.fact(HandledFiles).with_stems(last):
            if handled.role not in WRITING or handled.role in FOREIGN_ROLES.get(self._suffix, ()):
                continue
            for value in handled.values:
                if not isinstance(value, Text) or (
                    value.literal and without_suffix(value.literal.rpartition("/")[2]) not in last
                ):
                    continue
                path = normal(shape(value, mark))
                if path not in ours and without_suffix(path) in stems:
                    yield _Reason(f"{self._shown(handled.call)} would write the same file", forbids=True)

    def _named_here(self) -> Iterator[_Reason]:
        """Why another string of the module may mean the file, or one that has the new name already."""
        module, text = self._module, self._module.source.text
        for token in self._left(self._strings.own_files):
            own = OWN_FILES.search(text[slice(*module.span(token))].rstrip("\"'"))
            if own is not None and (own[0] == "/checkpoint" or not self._is_other(token)):
                where = module.where(token)
                yield _Reason(f"{where} names a part of one of TensorFlow's own checkpoints", forbids=True)
        for name in self._names:
            if not name.known:
                yield _Reason("its name is nothing but placeholders")
                continue
            for token in self._left(self._strings.with_words(name.words)):
                match = name.pattern.search(text, *module.span(token))
                if match is None:
                    continue
                if {use.role for use in uses_of(module, token)} == {Role.SPEECH}:
                    if name.is_constant and name.suffix:
                        self._spoken.append(Edit(module.path, *match.span("suffix"), self._suffix))
                elif not self._is_other(token):
                    yield _Reason(f"{module.where(token)} names such a file too", forbids=True)
            commands = []
            for start, line in foreign_lines(module.source):
                commands.append(line)
                if name.is_meant(line, self._suffix):
                    spoken = module.source.place(start).spoken
                    yield _Reason(f"{spoken} names such a file too", forbids=True)
            heirs = self._left(self._strings.with_words(name.stem + self._suffix)) if name.is_constant else ()
            written = map(self._strings.written, heirs)
            if any(name.is_taken(each, self._suffix) for each in (*written, *commands)):
                yield _Reason(f"{name.stem}{self._suffix} is the name of another file", forbids=True)

    def _is_other(self, token: cst.CSTNode) -> bool:
        """Whether all that becomes of a string surely are paths of other files."""
        uses = uses_of(self._module, token)
        for use in uses:
            values = self._module.evaluate(use.node) if isinstance(use.node, cst.BaseExpression) else ()
            paths = [without_ending(value) for value in values if isinstance(value, Text)]
            if use.role is Role.UNKNOWN or len(paths) < len(values) or not paths:
                return False
            if any(self._sameness(path) is not Sameness.OTHER for path in paths):
                return False
        return bool(uses)

    def _elsewhere(self) -> Iterator[_Reason]:
        """Why another file of the project may mean the file.

        Other files are only searched where nothing forbids the renaming already: that is what takes time.
        """
        if any(reason.forbids for reason in self._reasons):
            return
        for name, text in zip(self._names, self._texts, strict=True):
            if name.known:
                others = Elsewhere(self._module, name, text, self._suffix)
                self._spoken += others.edits
                yield from (_Reason(*reason) for reason in others.reasons)

    def _left(self, tokens: Iterable[Node]) -> list[Node]:
        """The *tokens* that are not renamed."""
        return [token for token in tokens if token not in self._edits and token not in self._endings]
