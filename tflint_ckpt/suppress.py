"""Comments that suppress findings, and what is said about those that suppress nothing."""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_right
from itertools import accumulate

from tflint_ckpt.comment_layout import Layout
from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.near_misses import mentioned, near_misses
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass, field
from tflint_ckpt.rules.selection import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from tflint_ckpt.source import Source

UNUSED = ("TFC002", "unused-suppression")
BARE = ("TFC003", "bare-suppression")

_WORTH_A_LOOK = lazy_pattern(r"tflint|#[^\n]*TFC\d", re.IGNORECASE)
_IGNORE = lazy_pattern(
    r"#\s*tflint-ckpt:\s*(?P<kind>ignore-file|ignore)(?![\w-])\s*(?:\[(?P<list>[^\]#]*)\])?"
    r"(?P<rest>(?:[^#]|#(?=\d))*)"
)
"""In a reason, ``#12`` is the number of an issue."""
_NOQA = lazy_pattern(
    r"#\s*(?P<kind>noqa)\s*:\s*(?P<list>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)"
    r"(?!\w|[,\s]+[A-Z]+[0-9])(?P<rest>[^#]*)",
    re.IGNORECASE,
)
"""Where codes run into each other it is not ours: other tools may read more codes there."""
_LIKE_A_DIRECTIVE = lazy_pattern(r"[\w.-]+\s*[:=]|no[a-z]+\b", re.IGNORECASE)
"""What another tool could take for its own, such as ``type: ignore``, once it follows a comment's sign."""
_CODE = lazy_pattern(r"[^,\s]+")


@dataclass(slots=True)
class Entry:
    """One code or name in a list. ``start`` and ``end`` are offsets into the text.

    ``foreign`` is a code in a ``noqa`` that belongs to another tool.
    """

    text: str
    start: int
    end: int
    foreign: bool
    used: bool = False


@dataclass(slots=True)
class Directive:
    """A comment that suppresses, or the part of a comment that does.

    Attributes:
        kind: ``ignore``, ``ignore-file`` or ``noqa``.
        start, end: offsets of what is reported, from its ``#`` to the end of the list.
        entries: what is in its list.
        rows: the lines it speaks of, from 1; empty where it stands in the wrong place.
        removal: the edit that takes all of it away.
        remark: what follows its list.
    """

    kind: str
    start: int
    end: int
    entries: list[Entry]
    rows: range
    removal: Edit
    remark: str


@dataclass(slots=True)
class Suppressions:
    """The suppressing comments of one file, in order.

    ``layout`` and ``row_starts``, the offset of each row, are there only where the text was split into
    tokens; ``comments`` are those of the layout that may hold a suppression or a near miss, each with its
    offset and the offsets in it at which suppressions start.
    """

    source: Source
    directives: list[Directive] = field(default_factory=list)
    row_starts: list[int] = field(default_factory=list)
    layout: Layout | None = None
    comments: list[tuple[int, str, set[int]]] = field(default_factory=list)

    @classmethod
    def read(cls, source: Source, *, always: bool = False) -> Suppressions:
        """The suppressions in *source*; none where it cannot be split into tokens.

        With *always* the text is split even if a glance shows that it suppresses nothing.
        """
        suppressions = cls(source)
        if not (always or _WORTH_A_LOOK.search(source.text)):
            return suppressions
        lines = io.StringIO(source.parseable, newline="\n").readlines()
        suppressions.row_starts = [0, *accumulate(map(len, lines))]
        try:
            layout = Layout(lines)
        except (tokenize.TokenError, SyntaxError):
            return suppressions
        suppressions.layout = layout
        for row, column, comment in layout.comments:
            if not _WORTH_A_LOOK.search(comment):
                continue
            start = suppressions.row_starts[row - 1] + column
            starts: set[int] = set()
            suppressions.comments.append((start, comment, starts))
            for pattern in (_IGNORE, _NOQA):
                for match in pattern.finditer(comment):
                    starts.add(match.start())
                    directive = _directive(source, match, start, layout.rows(match["kind"].lower(), row))
                    if not directive.entries or not all(entry.foreign for entry in directive.entries):
                        suppressions.directives.append(directive)
        return suppressions

    def apply(
        self, findings: Sequence[Finding], selected_codes: Container[str], known: Mapping[str, str]
    ) -> tuple[list[Finding], list[Finding]]:
        """The findings that are not suppressed, and what is to be said about the suppressions.

        *selected_codes* are the rules that ran here: a suppression of another is neither used nor
        unused. *known* gives the code of every rule by code and by name. What is said about a comment
        can be suppressed in turn.
        """
        kept = [finding for finding in findings if not self._suppresses(finding, known)]
        judged = {code for code in known.values() if code in selected_codes}
        about_comments = {UNUSED[0], BARE[0]}
        extra = [*self._refused(findings, known), *self._near_misses(findings, known)]
        extra += self._unused(judged - about_comments, known)
        extra = [finding for finding in extra if not self._suppresses(finding, known)]
        extra += self._unused(judged & about_comments, known)
        return kept, [finding for finding in extra if finding.code in selected_codes]

    def _suppresses(self, finding: Finding, known: Mapping[str, str]) -> bool:
        row = self.row(finding.start)
        suppressed = False
        for directive in self.directives:
            if row in directive.rows:
                for entry in directive.entries:
                    if _code(entry, known) == finding.code:
                        entry.used = suppressed = True
        return suppressed

    def row(self, offset: int) -> int:
        """The row of *offset*, from 1."""
        return bisect_right(self.row_starts, offset)

    def _refused(self, findings: Sequence[Finding], known: Mapping[str, str]) -> Iterator[Finding]:
        """The directives that name no rule, and the names that are none."""
        for directive in self.directives:
            if not directive.entries:
                rules = mentioned(directive.remark, known)
                fix = self._right_form(directive.kind, rules, directive.rows, findings)
                message = "names no rule in brackets, so it suppresses nothing"
                if not rules:
                    message = "names no rule, so it suppresses nothing"
                yield self._finding(BARE, message, directive.start, directive.end, fix)
            for entry in directive.entries:
                if not entry.foreign and _code(entry, known) is None:
                    fix = Fix(Applicability.MANUAL, "write the code or the name of a rule")
                    message = f'"{entry.text}" is no rule{did_you_mean(entry.text, known)}'
                    yield self._finding(BARE, message, entry.start, entry.end, fix)

    def _near_misses(self, findings: Sequence[Finding], known: Mapping[str, str]) -> Iterator[Finding]:
        """The comments in the form of another tool, and those that are nearly right."""
        for start, comment, starts in self.comments:
            for miss in near_misses(comment, starts, known):
                row = self.row(start)
                rows = self.layout.rows(miss.kind, row) if self.layout else range(0)
                fix = self._right_form(miss.kind, miss.rules, rows, findings)
                message = f"suppresses nothing in this form; {fix.title}"
                yield self._finding(BARE, message, start + miss.start, start + miss.end, fix)

    def _right_form(self, kind: str, rules: Sequence[str], rows: range, findings: Sequence[Finding]) -> Fix:
        """The advice to write a comment for *rules*, or else for what is found in *rows*."""
        here = sorted({finding.name for finding in findings if self.row(finding.start) in rows})
        example = ", ".join(rules or here) or "checkpoint-max-to-keep"
        return Fix(Applicability.MANUAL, f"write `# tflint-ckpt: {kind}[{example}]`")

    def _unused(self, codes: Container[str], known: Mapping[str, str]) -> Iterator[Finding]:
        """The directives for *codes* that suppressed nothing."""
        for directive in self.directives:
            unused = [entry for entry in directive.entries if not entry.used and _code(entry, known) in codes]
            if not unused:
                continue
            listed = ", ".join(entry.text for entry in unused)
            if directive.kind == "ignore-file" and not directive.rows:
                message = f"suppresses nothing: {listed} can be ignored only above the first statement"
                fix = Fix(Applicability.MANUAL, "move it above the first statement")
            else:
                message = f"suppresses nothing: there is no finding of {listed} here"
                fix = Fix(Applicability.SAFE, f"remove {listed}", (self._removal(directive, unused),))
            yield self._finding(UNUSED, message, directive.start, directive.end, fix)

    def _removal(self, directive: Directive, unused: Sequence[Entry]) -> Edit:
        entries = directive.entries
        kept = [entry.text for entry in entries if entry not in unused]
        if not kept:
            return directive.removal
        separator = self.source.text[entries[0].end : entries[1].start]
        return Edit(self.source.path, entries[0].start, entries[-1].end, separator.join(kept))

    def _finding(self, rule: tuple[str, str], message: str, start: int, end: int, fix: Fix) -> Finding:
        return Finding(*rule, Severity.WARNING, message, self.source.path, start, end, fix)


def _code(entry: Entry, known: Mapping[str, str]) -> str | None:
    """The code of the rule that an entry names, in any letter case."""
    return None if entry.foreign else known.get(entry.text.upper()) or known.get(entry.text.lower())


def _directive(source: Source, match: re.Match[str], comment: int, rows: range) -> Directive:
    """The directive that *match* found in a comment which starts at the offset *comment*."""
    is_noqa = match["kind"].lower() == "noqa"
    entries = [
        Entry(
            code[0],
            comment + match.start("list") + code.start(),
            comment + match.start("list") + code.end(),
            is_noqa and not code[0].upper().startswith("TFC"),
        )
        for code in _CODE.finditer(match["list"] or "")
    ]
    return Directive(
        match["kind"].lower(),
        comment + match.start(),
        comment + match.start("rest"),
        entries,
        rows,
        _whole_removal(source, match, comment, is_noqa),
        match["rest"],
    )


def _whole_removal(source: Source, match: re.Match[str], comment: int, is_noqa: bool) -> Edit:
    """The edit that removes a directive with its reason, and leaves the rest of the comment and line."""
    text = source.text
    start, end = comment + match.start(), comment + match.end()
    remark = match["rest"].lstrip(" \t,:;-")
    if is_noqa and remark:  # a reason, or another tool's comment: not ours to remove
        dash = "- " if _LIKE_A_DIRECTIVE.match(remark) else ""
        return Edit(source.path, start, end, f"# {dash}{remark}")
    if match.end() < len(match.string):
        return Edit(source.path, start, end, "")
    before = text[:start].rstrip(" \t")
    line = source.position(start)[0]
    if len(before) > source.offset(line, 1):
        return Edit(source.path, len(before), end, "")
    return Edit(source.path, source.offset(line, 1), source.offset(line + 1, 1), "")
