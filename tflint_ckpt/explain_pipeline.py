"""``--explain-pipeline``: what the tool sees of the dataset at one line of a file."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.options import UsageError
from tflint_ckpt.report.pipeline import UNKNOWN, Pipeline, Row, shown_bytes
from tflint_ckpt.semantics.datasets.stages import Holds, Stage, stages
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.session import Session
from tflint_ckpt.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.finding import Finding

_LONGEST = 48
"""Characters of one step that are shown."""


def explain(where: str, settings: Settings) -> Pipeline:
    """The pipeline at *where*: ``FILE:LINE``, or ``NOTEBOOK:CELL:LINE``.

    Raises :class:`UsageError` where there is no such file or line, or no dataset on it.
    """
    path, cell, line = _parsed(where)
    session = Session([path], settings)
    result = session.lint_file(path)
    source = session.original(path)
    module = session.module(path)
    if source is None or module is None:
        raise UsageError(f"{path} cannot be read as Python")
    explainer = _Explainer(module, result.findings)
    node = explainer.dataset_on(cell, line)
    if node is None:
        place = f"line {line}" if cell is None else f"line {line} of cell {cell}"
        raise UsageError(f"no dataset whose making is known on {place} of {path}")
    ways = tuple(explainer.rows(stages(module, chain)) for chain in module.datasets.chains(node))
    place = explainer.place(module.span(node)[0])
    return Pipeline(path, place, _short(module.text(node)), ways)


def _parsed(where: str) -> tuple[str, int | None, int]:
    path, _, last = where.rpartition(":")
    before, _, middle = path.rpartition(":")
    if before.endswith(".ipynb") and middle.removeprefix("cell ").isdecimal() and last.isdecimal():
        return before, int(middle.removeprefix("cell ")), int(last)
    if not path or not last.isdecimal():
        raise UsageError(f'"{where}" is not FILE:LINE, or NOTEBOOK:CELL:LINE')
    return path, None, int(last)


class _Explainer:
    def __init__(self, module: Module, findings: list[Finding]) -> None:
        self.module = module
        self.findings = findings

    def dataset_on(self, cell: int | None, line: int) -> cst.BaseExpression | None:
        """The dataset with the most steps of those that the line shows a part of."""
        best: tuple[int, int, cst.BaseExpression] | None = None
        for node in self.module.facts.scopes:
            if not isinstance(node, (cst.Name, cst.Call, cst.Attribute)):
                continue
            chains = self.module.datasets.chains(node) if self._covers(node, cell, line) else ()
            if chains:
                start, end = self.module.span(node)
                found = (max(len(chain.operations) for chain in chains), end - start, node)
                if best is None or found[:2] > best[:2]:
                    best = found
        return best[2] if best else None

    def _covers(self, node: cst.CSTNode, cell: int | None, line: int) -> bool:
        start, end = self.module.span(node)
        first, last = self.module.source.place(start), self.module.source.place(end)
        return first.cell == cell and first.line <= line <= last.line

    def rows(self, found: tuple[Stage, ...]) -> tuple[Row, ...]:
        """*found* as rows, with the findings in them."""
        rows = []
        for stage in found:
            span = self._span(stage.node)
            random = _random(stage)
            rows.append(
                Row(
                    self.place(span[0]) if span else "",
                    self._code(stage),
                    _memory(stage),
                    random,
                    "every epoch" if stage.each_epoch else "first epoch",
                    stage.bytes,
                    self._findings(span),
                    tuple(self.rows(given) for given in stage.inputs),
                )
            )
        return tuple(rows)

    def place(self, offset: int) -> str:
        """Where *offset* is: a line, in a notebook with its cell."""
        place = self.module.source.place(offset)
        return f"{place.line}" if place.cell is None else f"cell {place.cell}:{place.line}"

    def _span(self, node: cst.CSTNode) -> tuple[int, int] | None:
        """The part of the text that is one step: ``map(…)`` of ``ds.map(…)``; ``None`` in another file."""
        if self.module.parent(node) is None:
            return None
        start, end = self.module.span(node)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            start = self.module.span(node.func.attr)[0]
        return start, end

    def _findings(self, span: tuple[int, int] | None) -> tuple[str, ...]:
        if span is None:
            return ()
        return tuple(_finding(each) for each in self.findings if span[0] <= each.start < span[1])

    def _code(self, stage: Stage) -> str:
        span = self._span(stage.node)
        if span is None:
            return f"{stage.name}(…)"
        return _short(self.module.source.text[slice(*span)])


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _memory(stage: Stage) -> str:
    about = f", about {shown_bytes(stage.bytes)}" if stage.bytes is not None else ""
    what = "batch" if stage.batches else "element"
    if stage.holds is Holds.SOURCE:
        return f"data in memory already{about}"
    if stage.holds is Holds.ALL:
        return f"every {what}, in memory{about}"
    if stage.holds is Holds.FILE:
        return f"every {what}, in a file"
    if stage.holds is not Holds.BUFFER:
        return ""
    many = "batches" if stage.batches else "elements"
    if stage.count == -1:
        return f"as many {many} as TensorFlow chooses"
    if stage.count is None:
        return f"a buffer of {many}"
    return f"{stage.count:,} {what if stage.count == 1 else many}{about}"


def _random(stage: Stage) -> str:
    if stage.repeats is not None:
        return ""
    if stage.random is None:
        return UNKNOWN
    if not stage.random:
        return ""
    return "order" if stage.name in ("shuffle", "list_files") or "directory" in stage.name else "values"


def _finding(finding: Finding) -> str:
    return f"{finding.code} {finding.severity.value}: {finding.message}"
