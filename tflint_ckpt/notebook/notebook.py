"""A notebook as one module: what rules read, and how their edits get back into its cells."""

from __future__ import annotations

from tflint_ckpt.source import Source, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Notebook(Source):
    """The code cells of a notebook, in order, as one module."""

    __slots__ = ()

    def __init__(self, path: str, data: bytes, cell_magics: Iterable[str] = ()) -> None:
        raise SourceError("notebooks are not read yet")
