"""Records are frozen objects with named fields, each equal only to itself."""

from __future__ import annotations

import pickle
from copy import deepcopy

import pytest

from valuestream_cli.model import Link, Step
from valuestream_cli.records import Record


class Shape(Record):
    """Something with a field that must be given, and one that need not."""

    sides: int
    name: str = "shape"


def test_what_is_not_given_has_its_default() -> None:
    assert (Shape(sides=3).sides, Shape(sides=3).name, Shape(sides=4, name="square").name) == (3, "shape", "square")
    assert (Shape._fields, Shape._field_defaults) == (("sides", "name"), {"name": "shape"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Shape: missing: sides; unknown: none"),
        ({"sides": 3, "colour": "red"}, "Shape: missing: none; unknown: colour"),
        ({"colour": "red"}, "Shape: missing: sides; unknown: colour"),
    ],
)
def test_fields_are_those_of_the_class(given: dict[str, object], said: str) -> None:
    with pytest.raises(TypeError) as error:
        Shape(**given)  # type: ignore[arg-type]
    assert str(error.value) == said


def test_it_is_frozen() -> None:
    shape = Shape(sides=3)
    with pytest.raises(AttributeError, match=r"Shape is frozen: use _replace\(sides=...\)"):
        shape.sides = 4  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Shape is frozen: 'sides' stays"):
        del shape.sides  # type: ignore[misc]
    assert (shape._replace(sides=4).sides, shape.sides) == (4, 3)


def test_equal_is_only_the_same() -> None:
    one, other = Link(to="value"), Link(to="value")
    assert one == one != other
    assert len({one, other}) == 2


@pytest.mark.parametrize("again", [deepcopy, lambda it: pickle.loads(pickle.dumps(it))], ids=["copied", "sent"])
def test_a_copy_says_the_same(again: object) -> None:
    step = Step(id="a", name="A", activity="engage", next=(Link(to="value", share="80%"),))
    assert repr(again(step)) == repr(step)  # type: ignore[operator]
    assert repr(Shape(sides=3)) == "Shape(sides=3, name='shape')"
