"""The canonical order of keys: that of the schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from valuestream_cli.formatting.tree import Slot
from valuestream_cli.validation.structure import Schema, stream_schema

_LAST = float("inf")


class Shape:
    """What the schema says of one place in a file: which keys it has, in order, and what stands below them."""

    def __init__(self, schema: Schema) -> None:
        forms = list(_forms(schema))
        self._fields: Schema = next((form["properties"] for form in forms if "properties" in form), {})
        others = (form.get("items") or form.get("additionalProperties") for form in forms)
        self._other: Schema = next((other for other in others if other), {})

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The known keys with their ranks; none where any key may stand."""
        return {key: rank for rank, key in enumerate(self._fields)}

    @cached_property
    def _below(self) -> dict[str, Shape]:
        return {key: Shape(schema) for key, schema in self._fields.items()}

    @cached_property
    def _of_others(self) -> Shape:
        return Shape(self._other)

    def below(self, slot: Slot) -> Shape:
        """The shape of the value of an entry or item."""
        key = slot.key.value if slot.key else ""
        return ANY if key.startswith("x-") else self._below.get(key) or self._of_others

    def in_order(self, slots: list[Slot]) -> list[Slot]:
        """The entries of a mapping in canonical order: known keys, then `x-` keys as they stand.

        A key that is not known stays behind the one that it stood behind.
        """
        places: list[tuple[float, int, Slot]] = []
        rank: float = -1
        for number, slot in enumerate(slots):
            key = slot.key.value if slot.key else ""
            rank = self.ranks.get(key, rank)
            places.append((_LAST if key.startswith("x-") else rank, number, slot))
        return [slot for _, _, slot in sorted(places, key=lambda place: place[:2])] if self.ranks else slots


@lru_cache
def stream_shape() -> Shape:
    """The shape of a whole stream file."""
    return Shape(stream_schema())


def _forms(schema: Schema) -> Iterator[Schema]:
    """A schema with all that it refers to for the same place: an item of `next`, for one, has two forms."""
    yield schema
    if "$ref" in schema:
        yield from _forms(stream_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    for branch in ("then", "else"):
        if branch in schema:
            yield from _forms(schema[branch])


ANY = Shape({})
