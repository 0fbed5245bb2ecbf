"""The way a dataset goes on: the operations after one another, with those aside that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.looks import Looks
from tflint_ckpt.semantics.datasets.readers import Reader, Readers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


_LOOPS = (cst.For, cst.While, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


class Steps(Readers):
    """What goes on with the datasets of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._only: dict[tuple[cst.CSTNode, bool, bool], Operation | None] = {}
        self._looks = Looks(module, self)

    def but_looks(self, node: cst.BaseExpression, *, adapting: bool = False) -> tuple[Reader, ...]:
        """What reads the dataset *node* gives for more than a look at its first elements.

        With *adapting*, the pass in which a layer adapts to it is left out, too. Where all are looks, all.
        """
        readers = self.of(node)
        if len(readers) < 2:
            return readers
        return tuple(self._looks.aside(node, readers, adapting=adapting))

    def is_look(self, operation: Operation) -> bool:
        """Whether *operation* only looks at the first elements of its dataset."""
        return self._looks.is_look(Reader(operation.receiver, operation))

    def only_operation(
        self, node: cst.BaseExpression, *, looks: bool = False, adapting: bool = False
    ) -> Operation | None:
        """The operation that alone reads the dataset *node* gives; ``None`` where others read it, too.

        One in a loop that *node* does not stand in reads it several times. With *looks*, those who look at
        the first elements are no others; with *adapting*, too, nor is a layer that adapts to it.
        """
        key = node, looks, adapting
        if key not in self._only:
            readers = self.but_looks(node, adapting=adapting) if looks else self.of(node)
            several = len(readers) != 1 or self._loops(readers[0].node) - self._loops(node)
            self._only[key] = None if several else readers[0].operation
        return self._only[key]

    def following(
        self, operation: Operation, *, looks: bool = False, adapting: bool = False
    ) -> Iterator[Operation]:
        """The operations after *operation*, as long as each is all that reads what comes before it.

        *looks* and *adapting* are those of :meth:`only_operation`.
        """
        seen: set[cst.Call] = {operation.call}
        step = self.only_operation(operation.call, looks=looks, adapting=adapting)
        while step is not None and step.call not in seen:
            seen.add(step.call)
            yield step
            step = self.only_operation(step.call, looks=looks, adapting=adapting)

    def _loops(self, node: cst.CSTNode) -> set[cst.CSTNode]:
        return {above for above in self.module.ancestors(node) if isinstance(above, _LOOPS)}
