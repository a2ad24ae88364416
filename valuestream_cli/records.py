"""Frozen objects with named fields: what data classes are, without their price.

Every start of `vs` defines the whole model. Data classes took a fifth of it: each has its methods written and compiled,
with a module that brings tools for reading source code along (docs/decisions/0006-start-up.md).
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
class Record:
    """A class that lists its fields, each with its type; one without a default must be given, by its name.

    An object is equal only to itself: two steps that say the same are two steps. It has what named tuples have:
    `_fields`, `_field_defaults`, `_replace`. A default is shared by all, so let it be one that nobody changes.
    """

    _fields: ClassVar[tuple[str, ...]]
    _field_defaults: ClassVar[dict[str, Any]]

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__)
        cls._field_defaults = {name: vars(cls)[name] for name in cls._fields if name in vars(cls)}

    def __init__(self, **given: Any) -> None:
        values = self._field_defaults | given
        if len(values) != len(self._fields) or not values.keys() <= set(self._fields):
            missing = ", ".join(name for name in self._fields if name not in values)
            unknown = ", ".join(name for name in values if name not in self._fields)
            raise TypeError(f"{type(self).__name__}: missing: {missing or 'none'}; unknown: {unknown or 'none'}")
        self.__dict__.update(values)

    @classmethod
    def _make(cls, values: dict[str, Any]) -> Self:
        """An object that has these values, in a quarter of the time: nothing is checked, and no default filled in."""
        made = cls.__new__(cls)
        made.__dict__.update(values)
        return made

    def _replace(self, **changes: Any) -> Self:
        """The same with other values for some fields."""
        return type(self)(**vars(self) | changes)

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: use _replace({name}=...)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: '{name}' stays")

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({told})"
