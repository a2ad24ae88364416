"""What is known about a step beyond its name, for pictures that have room to tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from valuestream_cli.itil.words import Words
from valuestream_cli.model import Duration, Step, StepRoles, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Fact

_LISTS = ("inputs", "outputs", "information", "actions", "constraints", "tools")
_DURATION = ("low", "likely", "high", "p50", "p90", "mean")


def of_step(step: Step, brief: Brief) -> tuple[Fact, ...]:
    """All that a file says about a step, in the order in which it is read."""
    words = _words(brief)
    said = [
        ("activity", words.activity(step.activity)),
        ("description", step.description),
        ("practices", _list(words.practice(each) for each in step.practices)),
        ("trigger", step.trigger),
        *((name, _list(getattr(step, name))) for name in _LISTS),
        *_people(step, brief.stream),
        ("process_time", _duration(step.process_time)),
        ("wait_time", _duration(step.wait_time)),
        ("complete_accurate", step.complete_accurate),
        ("capacity", step.capacity),
        ("value_class", _kind(step.value_class, words)),
        ("waste", step.waste),
    ]
    references = (Fact(words("link"), each.name, each.url) for each in step.links)
    return (*_facts(said, words), *_nested(step, brief, words), *references)


def of_demand(brief: Brief) -> tuple[Fact, ...]:
    """Whose demand it is, and how much of it there is."""
    demand, words = brief.stream.demand, _words(brief)
    return tuple(_facts([("from", _list(demand.from_)), ("rate", words.amount(demand.rate or ""))], words))


def of_value(brief: Brief) -> tuple[Fact, ...]:
    """For whom the value is."""
    return tuple(_facts([("for", _list(brief.stream.value.for_))], _words(brief)))


def _words(brief: Brief) -> Words:
    return Words(brief.words.language, brief.stream.framework, "page")


def _facts(said: list[tuple[str, str | int | None]], words: Words) -> Iterator[Fact]:
    return (Fact(words(key), str(value)) for key, value in said if value)


def _list(values: Iterable[str]) -> str:
    return ", ".join(values)


def _kind(value_class: str | None, words: Words) -> str | None:
    return words(value_class) if value_class and value_class in words else value_class


def _people(step: Step, stream: ValueStream) -> Iterator[tuple[str, str | None]]:
    """Who takes part, by name where the stream says what its roles are called."""
    for letter in StepRoles._fields:
        yield letter, _list(_name(each, stream) for each in getattr(step.roles, letter, ()))
    yield "team", step.team
    yield "supplier", _name(step.supplier, stream) if step.supplier else None


def _name(role: str, stream: ValueStream) -> str:
    return (stream.roles[role].name if role in stream.roles else None) or role


def _nested(step: Step, brief: Brief, words: Words) -> Iterator[Fact]:
    if step.stream:
        yield Fact(words("stream"), step.stream, brief.link(step.stream))


def _duration(time: Duration | None) -> str:
    """A time as its author gave it, and what it rests on: `p50 20m, p90 90m (measured, ticket tool)`."""
    if time is None:
        return ""
    parts = [time.text, *(f"{part} {getattr(time, part)}" for part in _DURATION if getattr(time, part))]
    told, ground = (", ".join(filter(None, each)) for each in (parts, (time.basis, time.source)))
    return f"{told} ({ground})" if told and ground else told
