"""What the linter says about a dressed script, held against what it says about the script itself."""

from __future__ import annotations

import ast
import re
from codecs import lookup
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.claims import read
from tests.lint import PATH, Lab
from tests.mutations.dressings import DRESSINGS, Dressing, Keeps
from tests.mutations.layout import MARK
from tests.mutations.script import Pick, Script
from tflint_ckpt.edits import splice
from tflint_ckpt.finding import Applicability, Edit, Finding
from tflint_ckpt.linter import Checked, Linter, applicable
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.source import Source

OF_THE_WHOLE_FILE = ("TFC303",)
"""Rules that miss something in a file that is run as a script, and say so at an import at its top: what is
dressed is no such file any more, or the fix stands elsewhere."""


@dataclass(frozen=True)
class Look:
    """The findings in a file, and the file after its safe fixes, or after all of them, or as it is."""

    findings: tuple[Finding, ...]
    fixed: Source


@dataclass(frozen=True)
class Dressed:
    """A fixture's script in some dressings, and what is asked of the linter.

    Attributes:
        folder: of the case.
        dressings: names of `DRESSINGS`, with the places to dress.
        target: as for `tests.lint.target_of`.
        unsafe: whether unsafe fixes are applied too.
    """

    folder: Path
    dressings: tuple[tuple[str, Pick], ...]
    target: str = "both"
    unsafe: bool = True

    @property
    def plain(self) -> str:
        """The script as it is."""
        return _text(self.folder)

    @property
    def script(self) -> Script:
        """The script in its dressings."""
        script = Script(self.plain)
        for name, pick in sorted(self.dressings, key=lambda each: list(DRESSINGS).index(each[0])):
            script = DRESSINGS[name].dress(script, pick)
        return script

    @property
    def worn(self) -> list[Dressing]:
        """The dressings, in the order in which they are put on."""
        return [each for name, each in DRESSINGS.items() if name in dict(self.dressings)]

    def undressed_text(self, text: str) -> str:
        """*text* without the dressings that can be taken off a text."""
        for each in reversed(self.worn):
            text = each.undo_text(text)
        return text

    def undressed(self, text: str) -> str:
        """The syntax tree of *text*, as text, without the dressings."""
        tree = ast.parse(self.undressed_text(text))
        for each in reversed(self.worn):
            tree = each.undo_tree(tree)
        return ast.dump(tree)

    def like_undressed(self, text: str) -> str:
        """The syntax tree of a text without dressings, in the same order of imports."""
        tree = ast.parse(text)
        for each in reversed(self.worn):
            tree = each.undo_tree(tree)
        return ast.dump(tree)

    def faults(self) -> list[str]:
        """Whatever is not the same up to the dressings; none is right."""
        return list(self._faults())

    def keeps_its_findings(self) -> bool:
        """Whether each finding of the plain script is there in the dressed one.

        Asked are the rules that have these findings: no rule says less where others are asked too.
        """
        plain = _plain(self.folder, self.target, None)
        if not plain.findings:
            return True
        dressed = _look(self.script.data, self.target, None, {each.code for each in plain.findings})
        return len(self._pairs(plain, dressed, self.script)) == len(plain.findings)

    def _faults(self) -> Iterator[str]:
        script = self.script
        if self.undressed(script.text) != self.like_undressed(self.plain):
            yield "the dressing itself changes the script"
            return
        plain = _plain(self.folder, self.target, self.unsafe)
        dressed = _look(script.data, self.target, self.unsafe)
        yield from self._findings(plain, dressed, script)
        yield from self._fixed(plain, dressed, script)

    def _findings(self, plain: Look, dressed: Look, script: Script) -> Iterator[str]:
        pairs = self._pairs(plain, dressed, script)
        for each in dressed.findings:
            if all(each is not other for _, other in pairs):
                yield f"new: {each.code} on {script.text[each.start : each.end]!r}"
        for each in plain.findings if self.keeps is not Keeps.NOTHING_NEW else ():
            if all(each is not other for other, _ in pairs):
                yield f"lost: {each.code} on {self.plain[each.start : each.end]!r}"
        for one, other in pairs:
            yield from self._finding(one, other, script)

    def _pairs(self, plain: Look, dressed: Look, script: Script) -> list[tuple[Finding, Finding]]:
        """The findings of the plain script with those of the same code at the same place in the dressed."""
        found, left = [], list(dressed.findings)
        for one in plain.findings:
            starts, ends = script.reach(one.start, one.end)
            for other in left:
                is_there = other.start in starts and other.end in ends
                if any(each.is_apart for each in self.worn):
                    is_there |= other.start < ends[-1] and starts[0] < other.end
                if one.code == other.code and is_there:
                    found.append((one, other))
                    left.remove(other)
                    break
        return found

    def _finding(self, plain: Finding, dressed: Finding, script: Script) -> Iterator[str]:
        what = plain.code
        hidden = any(each.hides for each in self.worn)
        if _is_safe(dressed) and not _is_safe(plain) and not hidden:
            yield f"{what} is safe to fix only in the dressing"
        if self.keeps is not Keeps.NOTHING_NEW:
            yield from self._said(plain, dressed)
        one, other = plain.fix, dressed.fix
        is_same = one and other and one.applicability is other.applicability
        if one and other and one.edits and other.edits and (is_same or self.keeps is not Keeps.NOTHING_NEW):
            yield from self._edits(what, one.edits, other.edits, script)

    def _said(self, plain: Finding, dressed: Finding) -> Iterator[str]:
        what = plain.code
        if plain.severity is not dressed.severity:
            yield f"{what} is {dressed.severity}, not {plain.severity}"
        said, expected = self.undressed_text(dressed.message), plain.message
        if _without_layout(said) != _without_layout(expected):
            yield f"{what} says {said!r}, not {expected!r}"
        if plain.fix is None or dressed.fix is None:
            if plain.fix is not dressed.fix:
                yield f"{what} has a fix in one only"
        elif plain.fix.applicability is not dressed.fix.applicability and self.keeps is Keeps.EVERYTHING:
            yield f"{what} is {dressed.fix.applicability} to fix, not {plain.fix.applicability}"

    def _edits(
        self, what: str, plain: Sequence[Edit], dressed: Sequence[Edit], script: Script
    ) -> Iterator[str]:
        try:
            fixed = self.undressed(splice(script.text, dressed))
        except SyntaxError as error:
            yield f"the fix of {what} does not parse: {error}"
            return
        is_apart = self.keeps is Keeps.NOTHING_NEW and any(each.is_apart for each in self.worn)
        if not is_apart and fixed != self.like_undressed(splice(self.plain, plain)):
            yield f"the fix of {what} does something else"

    def _fixed(self, plain: Look, dressed: Look, script: Script) -> Iterator[str]:
        text = dressed.fixed.text
        if text != script.text:
            again = _look(dressed.fixed.data, self.target, self.unsafe)
            if again.fixed.text != text:
                yield "a second run of --fix changes it again"
        if dressed.fixed.bom != script.bom or lookup(dressed.fixed.encoding) != lookup(script.encoding):
            yield "the fixed file has another encoding"
        if self.keeps is not Keeps.NOTHING_NEW:
            lost = _comments(script.text) - _comments(text)
            gone = _comments(self.plain) - _comments(plain.fixed.text)
            if lost - gone:
                yield f"lost comments: {dict(lost - gone)}"
        if self.keeps is Keeps.EVERYTHING:
            if self.undressed(text) != self.like_undressed(plain.fixed.text):
                yield "fixed, it is another script"
            elif all(each.exact for each in self.worn) and self.undressed_text(text) != plain.fixed.text:
                yield "fixed, it is laid out otherwise"
            yield from self._line_endings(text)

    def _line_endings(self, text: str) -> Iterator[str]:
        worn = dict(self.dressings)
        if "crlf" in worn and re.search(r"(?<!\r)\n|\r(?!\n)", text):
            yield "a line does not end with CR and LF"
        if "cr" in worn and "\n" in text:
            yield "a line does not end with CR"

    @property
    def keeps(self) -> Keeps:
        """What must stay the same: the least that one of the dressings keeps."""
        return max((each.keeps for each in self.worn), default=Keeps.EVERYTHING)


@cache
def _text(folder: Path) -> str:
    return read(folder).text("before")


@cache
def _plain(folder: Path, target: str, unsafe: bool | None) -> Look:
    return _look(_text(folder).encode(), target, unsafe)


class _Remembering(Linter):
    """It is asked for the findings, and then to fix the same file, which begins with them."""

    _known: tuple[Source, Checked] | None = None

    def check(self, source: Source) -> Checked:
        if self._known is None or self._known[0] is not source:
            self._known = source, super().check(source)
        return self._known[1]


def _look(data: bytes, target: str, unsafe: bool | None, codes: Container[str] | None = None) -> Look:
    """What the linter says about a file, but for rules of whole files, or what rules with these *codes* say.

    Fails on an internal error. With ``None`` for *unsafe* the file is not fixed: that takes as long again.
    """
    lab = Lab("", target)
    asked = [rule for rule in RULES if rule.code not in OF_THE_WHOLE_FILE]
    rules = tuple(rule for rule in asked if codes is None or rule.code in codes)
    lab.linter = _Remembering(lambda path: rules, lab.project)
    source = lab.sources[PATH] = Source(PATH, data)
    findings = tuple(lab.check().findings)
    if unsafe is None or not any(applicable(each, unsafe) for each in findings):
        return Look(findings, source)
    return Look(findings, lab.fix(unsafe=unsafe).source)


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.SAFE


def _without_layout(message: str) -> str:
    """*message* without line numbers, and without what layout adds to the code that it quotes."""
    message = re.sub(r"\blines? \d+(, \d+)*", "line N", message)
    return re.sub(rf"{MARK}|[\s()\\;,'\"]", "", message)


def _comments(text: str) -> Counter[str]:
    return Counter(line[line.index("#") :].rstrip() for line in _lines(text) if "#" in line)


def _lines(text: str) -> Sequence[str]:
    return re.split(r"\r\n|\r|\n", text)
