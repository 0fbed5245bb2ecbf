"""Another suffix for the file at a path, together with every use of that file that can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.paths.elsewhere import FOREIGN_ROLES, Elsewhere, strings
from tflint_ckpt.semantics.paths.order import is_built, runs_after, tested_before
from tflint_ckpt.semantics.paths.readers import OWN_FILES, folder_handed, folder_readers
from tflint_ckpt.semantics.paths.roles import READING, WRITING, Role, file_argument, last_name
from tflint_ckpt.semantics.paths.shape import HOLE, marks_of, normal, shape
from tflint_ckpt.semantics.paths.shell import foreign_lines, globs
from tflint_ckpt.semantics.paths.suffix import ends_in, replace_suffix, suffix_of
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.paths.uses import Use, uses_of
from tflint_ckpt.semantics.values.kinds import Text

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ANY = r"[^\s\"'/\\]*"


@dataclass(frozen=True, slots=True)
class Renaming:
    """A file with another suffix.

    Attributes:
        edits: what changes its name wherever the project writes it; none where that cannot be spelled.
        certain: whether every use of the file is seen, and goes on working.
        why_not: where it is not certain, the reason, to be read after "because" or a colon.
        uses: what was found to be done with the path.
        by_hand: what names the file and cannot be edited, so that there are no edits at all; empty where
            nothing does.
    """

    edits: tuple[Edit, ...]
    certain: bool
    why_not: str = ""
    uses: tuple[Use, ...] = ()
    by_hand: str = ""


def rename_suffix(module: Module, writer: cst.Call, texts: Sequence[Text], suffix: str) -> Renaming:
    """Give the file that *writer* writes to one of *texts* the suffix *suffix*.

    *texts* are the values of the argument that names the file. Those that end in *suffix* already stay.
    """
    return _File(module, writer, texts, suffix).renamed()


class _File:
    """One file, or the files of one template, and what the project does with them."""

    def __init__(self, module: Module, writer: cst.Call, texts: Sequence[Text], suffix: str) -> None:
        self._module = module
        self._writer = writer
        self._suffix = suffix
        self._texts = [text for text in texts if ends_in(text, suffix) is not True]
        self._edits: dict[cst.CSTNode, Edit] = {}
        self._spoken: list[Edit] = []
        self._uses: list[Use] = []
        self._reasons: list[str] = []
        self._by_hand = ""
        self._names = [Name(text) for text in self._texts]

    def renamed(self) -> Renaming:
        """The renaming; its first reason is the one that is told."""
        if not self._texts or not all(self._rename(text) for text in self._texts):
            return Renaming((), False, "the code does not write the end of the path in one place")
        self._rename_equal_strings()
        of_equals = list(self._follow_equals())
        self._reasons += self._of_uses()
        self._reasons += self._of_folder()
        self._reasons += of_equals
        self._reasons += self._of_order()
        self._reasons += self._elsewhere()
        if self._by_hand:
            return Renaming((), False, self._by_hand, tuple(self._uses), self._by_hand)
        if self._is_refused_elsewhere():
            return Renaming((), False, self._reasons[0], tuple(self._uses))
        edits = tuple(sorted({*self._edits.values(), *self._spoken}))
        why_not = self._reasons[0] if self._reasons else ""
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

    def _follow_equals(self) -> Iterator[str]:
        """Rename the same path where it is written a second time; why others may be the same."""
        known = {use.call for use in self._uses}
        for call in self._module.facts.calls:
            found = file_argument(self._module, call) if call not in known else None
            if found is None:
                continue
            argument, role = found
            values = self._module.evaluate(argument)
            for value in values:
                if not isinstance(value, Text):
                    if role in READING and len(values) == 1:
                        yield f"{self._shown(call)} may read it"
                    continue
                if any(self._is_same(value, text) for text in self._texts):
                    if not self._rename(value):
                        yield f"{self._shown(call)} names it in another way"
                elif any(name.fits(value) for name in self._names):
                    if role in READING:
                        self._rename(value)
                        yield f"{self._shown(call)} may read a file that is there already"
                    else:
                        yield f"{self._shown(call)} names such a file too"

    def _rename_equal_strings(self) -> None:
        """Rename the same path where a string by itself is handed on, to what can all be seen."""
        whole = {text.literal for text in self._texts}
        for token in list(self._strings()):
            if isinstance(token, cst.SimpleString) and token.evaluated_value in whole:
                roles = {use.role for use in uses_of(self._module, token)}
                if roles - {Role.SPEECH} and Role.UNKNOWN not in roles:
                    for value in self._module.evaluate(token):
                        if isinstance(value, Text):
                            self._rename(value)

    def _of_folder(self) -> Iterator[str]:
        """Why something may find the file by its folder."""
        for name, text in zip(self._names, self._texts, strict=True):
            directory = normal(shape(text)[: shape(text).rfind("/") + 1])
            yield from folder_readers(self._module, directory, name.suffix)
            yield from folder_handed(self._module, text)

    def _is_same(self, one: Text, other: Text) -> bool:
        mark = self._module.directories.mark
        left, right = normal(shape(one, mark)), normal(shape(other, mark))
        return left == right and all(marks_of(left))

    def _shown(self, call: cst.Call) -> str:
        argument = self._module.text(call.args[0].value) if call.args else ""
        short = argument if len(argument) <= 40 and "\n" not in argument else "…"
        return f"{last_name(call.func)}({short})"

    def _of_uses(self) -> Iterator[str]:
        """Why the uses of the path may not do with another suffix."""
        foreign = FOREIGN_ROLES.get(self._suffix, ())
        for use in self._uses:
            if use.role is Role.UNKNOWN:
                yield use.reason
            elif use.role is Role.WRITES_EITHER and use.call is not self._writer:
                yield "another call writes it, and the code does not tell in which format"
            elif use.role in foreign and use.call is not None and use.call is not self._writer:
                yield f"{last_name(use.call.func)}() {use.role.value}, of the same name"

    def _is_refused_elsewhere(self) -> bool:
        """Whether another call that writes the file would raise: weights go into no ``.keras``."""
        return self._suffix == ".keras" and any(
            use.role is Role.WRITES_WEIGHTS and use.call is not self._writer for use in self._uses
        )

    def _of_order(self) -> Iterator[str]:
        """Why what reads the file may want one that is there already, or cannot read the new one."""
        module = self._module
        writers = [self._writer, *(use.call for use in self._uses if use.role in WRITING and use.call)]
        for use in self._uses:
            if use.role not in READING or use.call is None:
                continue
            tests = [each.node for each in self._uses if each.role is Role.TEST]
            after = any(runs_after(module, writer, use.call) for writer in writers)
            if not after and not tested_before(module, tests, use.call, self._writer):
                yield f"{self._shown(use.call)} may read a file that is there already"
            if use.role is Role.READS_WEIGHTS and not is_built(module, use.call):
                yield f"{self._shown(use.call)} may be called before the model is built"

    def _elsewhere(self) -> list[str]:
        """Why another string of the project may mean the file, or one that has the new name already."""
        module = self._module
        found: list[str] = []
        text = module.source.text
        for token in self._strings():
            if OWN_FILES.search(text[slice(*module.span(token))].rstrip("\"'")):
                found.append(f"{module.where(token)} names a part of one of TensorFlow's own checkpoints")
        for name, file in zip(self._names, self._texts, strict=True):
            if not name.known:
                found.append("its name is nothing but placeholders")
                continue
            for token in self._strings():
                start, end = module.span(token)
                match = name.pattern.search(text, start, end)
                if match is None:
                    continue
                roles = {use.role for use in uses_of(module, token)}
                if roles == {Role.SPEECH}:
                    if name.is_constant and name.suffix:
                        self._spoken.append(Edit(module.path, *match.span("suffix"), self._suffix))
                    continue
                found.append(f"{module.where(token)} names such a file too")
            for start, line in foreign_lines(module.source):
                if name.is_meant(line, self._suffix):
                    found.append(f"{module.source.place(start).spoken} names such a file too")
            others = Elsewhere(module, name, file, self._suffix)
            self._spoken += others.edits
            for reason, forbids in others.reasons:
                found.append(reason)
                self._by_hand = self._by_hand or (reason if forbids else "")
            if name.is_constant and re.search(
                rf"(?<![\w.-]){re.escape(name.stem + self._suffix)}(?!\w)", text
            ):
                found.append(f"{name.stem}{self._suffix} is the name of another file")
        return found

    def _strings(self) -> Iterator[cst.CSTNode]:
        """The string tokens of the module that are neither renamed nor documentation."""
        return (token for token in strings(self._module) if token not in self._edits)


class Name:
    """The file name of a path, and which other texts may name such a file.

    Attributes:
        stem: the name without its suffix, placeholders included.
        suffix: the suffix, empty for none.
        known: the longest run of characters that every such name has; empty where there is none.
        pattern: finds such a name in source text; its group ``suffix`` is the suffix.
    """

    def __init__(self, text: Text) -> None:
        template = Template(text)
        start, end = suffix_of(template) or (len(template.text), len(template.text))
        self.stem = template.text[template.file_name : start]
        self.suffix = template.text[start:end]
        parts = re.split(rf"\{{[^{{}}]*\}}|{HOLE}", self.stem)
        self.known = max((*parts, self.suffix), key=len)
        self.is_constant = len(parts) == 1
        names = [_ANY.join(map(re.escape, parts[0 if parts[0] else 1 :])), re.escape(self.suffix)]
        begin = r"(?<![\w.-])" if parts[0] else ""
        self.pattern = re.compile(f"{begin}{names[0]}(?P<suffix>{names[1]})(?!\\w)")
        self._whole = re.compile(("" if parts[0] else _ANY) + "".join(names))
        self._directory = normal(template.text[: template.file_name])

    def is_meant(self, line: str, suffix: str) -> bool:
        """Whether a command names such a file, or matches it but not the one with another *suffix*."""
        example = re.sub(rf"\{{[^{{}}]*\}}|{HOLE}", "0", self.stem)
        return self.pattern.search(line) is not None or any(
            not globs(pattern, example + suffix) for pattern in globs(line, example + self.suffix)
        )

    def fits(self, other: Text) -> bool:
        """Whether a path may be that of one of these files, for all that the two texts say."""
        template = Template(other)
        name = template.text[template.file_name :]
        directory = normal(template.text[: template.file_name])
        if not _may_be_same(directory, self._directory):
            return False
        if HOLE in name:
            tail = other.tail
            return tail.endswith(self.suffix) or self.suffix.endswith(tail)
        return self._whole.fullmatch(name) is not None


def _may_be_same(one: str, other: str) -> bool:
    """Whether two folders may be one, for all that is known of how they end."""
    if HOLE not in one + other:
        return one == other
    ends = one.rpartition(HOLE)[2], other.rpartition(HOLE)[2]
    return ends[0].endswith(ends[1]) or ends[1].endswith(ends[0])
