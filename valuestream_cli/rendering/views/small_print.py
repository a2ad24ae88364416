"""What stands small below the name of a step: how long it takes, how good it is, and a supplier that does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.duration import words as in_words
from valuestream_cli.analysis.times import Impossible, time_of
from valuestream_cli.itil.words import Words
from valuestream_cli.model import Calendar, Duration, Role, Step
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Node, Shape, Text
from valuestream_cli.rendering.text import clean, measure, wrap

_SIZE, _LEADING = 10.0, 12.5
_OVER = 3.0  # from the name to the first line
_TAG, _TAG_OVER, _INSIDE, _TAG_LINES = 3.0, 4.0, 5.0, 4
_BETWEEN = " · "


class SmallPrint(NamedTuple):
    """Lines of times, and those in the tag of a supplier."""

    lines: tuple[str, ...]
    tag: tuple[str, ...]

    @property
    def height(self) -> float:
        """What it takes below a name."""
        lines = _OVER + _LEADING * len(self.lines) if self.lines else 0.0
        return lines + (_TAG_OVER + self._tag_height if self.tag else 0.0)

    @property
    def _tag_height(self) -> float:
        return _TAG + _LEADING * len(self.tag)

    def shapes(self, x: float, y: float) -> Iterator[Shape]:
        """Everything below the baseline `y` of a name, around a middle."""
        if self.lines:
            first = y + _OVER + _LEADING
            yield Text(x=x, y=first, lines=self.lines, size=_SIZE, fill="line", leading=_LEADING)
        if self.tag:
            width, height = max(measure(line, _SIZE) for line in self.tag) + 2 * _INSIDE, self._tag_height
            top = y + self.height - height + 4
            yield Box(x=x - width / 2, y=top, width=width, height=height, radius=4, stroke="line", stroke_width=0.9)
            yield Text(x=x, y=top + 11, lines=self.tag, size=_SIZE, fill="line", leading=_LEADING)


def of_node(node: Node, width: float) -> SmallPrint:
    """What stands below the name of a node in a box with so much room across."""
    return SmallPrint(tuple(_packed(node.times, width)), wrap(node.supplier, width - 2 * _INSIDE, _SIZE, _TAG_LINES)[0])


def title(node: Node) -> str:
    """What a pointer shows: the whole name, and what may be cut."""
    return _BETWEEN.join(filter(None, (clean(node.label), clean(node.supplier), clean(node.nested))))


def times(step: Step, brief: Brief) -> tuple[str, ...]:
    """What is said of wait, work and quality, in few words."""
    words, calendar = brief.words, brief.stream.calendar
    told = (
        words("wait_of", time=_mean(step.wait_time, calendar, words)) if step.wait_time else "",
        words("work_of", time=_mean(step.process_time, calendar, words)) if step.process_time else "",
        words("quality_of", share=words.amount(step.complete_accurate)) if step.complete_accurate else "",
    )
    return tuple(filter(None, told))


def supplier(step: Step, brief: Brief) -> str:
    """Who does a step outside the organisation, by name, as a phrase; nothing where it is done inside."""
    roles = brief.stream.roles
    responsible = step.roles.responsible if step.roles else ()
    done_by = [step.supplier] if step.supplier else [role for role in responsible if _is_supplier(roles.get(role))]
    names = [(roles[each].name if each in roles else None) or each for each in done_by]
    return brief.words("done_by", name=", ".join(names)) if names else ""


def _is_supplier(role: Role | None) -> bool:
    return role is not None and role.kind == "supplier"


def _mean(duration: Duration, calendar: Calendar | None, words: Words) -> str:
    """The mean of a time as an analysis counts it; a sign in front says that it varies."""
    try:
        time = time_of(duration, calendar)
    except Impossible:
        return words("not_known")
    told = words.amount(in_words(time.mean, seconds("1d", calendar), seconds("1w", calendar)))
    return f"~{told}" if time.variance else told


def _packed(parts: Sequence[str], width: float) -> Iterator[str]:
    """Parts in lines, none of them broken unless it is too long for a line of its own."""
    line = ""
    for part in parts:
        longer = f"{line}{_BETWEEN}{part}" if line else part
        if line and measure(longer, _SIZE) > width:
            yield from wrap(line, width, _SIZE, 2)[0]
            line = part
        else:
            line = longer
    yield from wrap(line, width, _SIZE, 2)[0]
