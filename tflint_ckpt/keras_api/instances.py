"""Which attributes objects of Keras 2 have and those of Keras 3 do not; see ``docs/keras-api.md``.

The table is made by ``tools/keras_api_instances.py`` from objects of installed releases.
"""

from __future__ import annotations

import os

from tflint_ckpt.light_functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instances.json")
_PLAIN = "keras.layers"
"""Stands for the layers of Keras that are no models."""


def is_gone(family: str, attribute: str) -> bool:
    """Whether no object of a class or family has *attribute* on Keras 3: ``keras.optimizers.Optimizer``."""
    return attribute in _names(family, "gone")


def is_uncalled(family: str, attribute: str) -> bool:
    """Whether *attribute* is called on late releases of Keras 2, as ``optimizer.variables()``, and is a value
    on Keras 3."""
    return attribute in _names(family, "uncalled")


def is_plain_layer(name: str) -> bool:
    """Whether a class is one of Keras' own layers that were asked."""
    return name in _table()["_layers"]


def is_gone_from_layers(attribute: str) -> bool:
    """Whether no layer of :func:`is_plain_layer` has *attribute* on Keras 3."""
    return is_gone(_PLAIN, attribute)


def every_attribute() -> tuple[str, ...]:
    """Each attribute that some family has lost, or does not call any more."""
    families = [each for name, each in _table().items() if not name.startswith("_")]
    return tuple(sorted({name for each in families for names in each.values() for name in names}))


def families_of(attribute: str) -> set[str]:
    """The families whose objects have lost *attribute*, or do not call it any more."""
    return {
        family
        for family, each in _table().items()
        if not family.startswith("_") and any(attribute in names for names in each.values())
    }


def _names(family: str, key: str) -> list[str]:
    names: list[str] = _table().get(family, {}).get(key, [])
    return names


@cache
def _table() -> dict[str, Any]:
    import json

    with open(_FILE, encoding="utf-8") as stream:
        table: dict[str, Any] = json.load(stream)
    return table
