"""From the path and the bytes of a file to the kind of source that it is: a script or a notebook."""

from __future__ import annotations

from tflint_ckpt.source import NOTEBOOK, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def read(path: str, data: bytes, cell_magics: Iterable[str] = ()) -> Source:
    """The source of the file at *path* with the content *data*, a notebook by its suffix.

    *cell_magics* are the names of cell magics, besides the usual ones, whose cells hold Python. Raises
    :class:`tflint_ckpt.source.SourceError` where the content cannot be read.
    """
    if path.endswith(NOTEBOOK):
        from tflint_ckpt.notebook.notebook import Notebook

        return Notebook(path, data, cell_magics)
    return Source(path, data)
