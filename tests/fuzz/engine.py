"""One target under Atheris, in a process of its own: libFuzzer ends it when an input breaks a promise.

Usage: python -m tests.fuzz.engine TARGET [option of libFuzzer ...] CORPUS
"""

from __future__ import annotations

import sys
import warnings
from random import Random

import atheris

from tests.fuzz import load

OURS = ("tflint_ckpt",)


def main(name: str, arguments: list[str]) -> None:
    """Fuzz the target *name* until libFuzzer says that it is enough."""
    warnings.simplefilter("ignore")  # of CPython's parser, on escapes and comparisons with literals
    with atheris.instrument_imports(include=OURS):  # open all the while: much is imported late
        target = load(name)

        def mutated(data: bytes, limit: int, seed: int) -> bytes:
            random = Random(seed)
            if random.random() < 0.5:
                return bytes(atheris.Mutate(data, limit))
            return target.GRAMMAR.mutate(data, random, limit)

        atheris.Setup([sys.argv[0], *arguments], target.check, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
