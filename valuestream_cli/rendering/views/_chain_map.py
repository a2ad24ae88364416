"""The map of the service value chain: where its activities lie, and where a journey stops in them.

Every stop outside the column of engage has a stretch of the width to itself, so that a line from one gutter to
another passes beside all stops in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Lane, Point
from valuestream_cli.rendering.views._chain_journey import ACTIVITIES, STEPS, Journey, Stop
from valuestream_cli.rendering.views.heading import MARGIN

BLOCK, AIR, PAD, GUTTER = 112.0, 28.0, 14.0, 18.0
COLUMN, STRIP, SLOTS, PRODUCTS = 104.0, 122.0, 366.0, 92.0
ROW, FLAT, DELIVERY, IDLE = 72.0, 40.0, 80.0, 44.0  # heights
_WHOLE = COLUMN + GUTTER + STRIP + SLOTS + GUTTER + PRODUCTS
WIDTH = 2 * (MARGIN + BLOCK + AIR + PAD) + _WHOLE
_HEAD, _PITCH, _ZIGZAG = 46.0, 40.0, 18.0
_TURN = 24.0  # between two stops with a bar, so that a line can turn there
RADIUS = {STEPS: 12.5, "runs": 18.0, ACTIVITIES: 23.0}
BAR = 4.0  # how thick the bar of a fork or join is
_BLOCK_HEIGHT, BELOW = 190.0, 30.0  # of demand and value; from the chain to the line that leads back
_COLUMN, _ROWS, _TOP, _BOTTOM = (
    "engage",
    ("design-and-transition", "obtain-build", "deliver-and-support"),
    "plan",
    "improve",
)
STRANGE = "?"


class Frame(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Where everything is. areas: by lane. gutters: heights at which lines run level. radius: of the stops."""

    chain: Frame
    areas: dict[str, Frame]
    lanes: dict[str, Lane]
    used: set[str]
    products: Frame
    demand: Frame
    value: Frame
    places: dict[str, Point]
    gutters: list[float]
    radius: float
    level: float  # of the line from value back to demand


def chart(lanes: tuple[Lane, ...], journey: Journey, top: float) -> Chart:
    """The map, from `top` down."""
    used = {stop.lane.id for stop in journey.stops}
    radius = RADIUS[journey.level]
    areas = _areas(used, sum(stop.lane.id == _COLUMN for stop in journey.stops), top, radius)
    first = areas[_TOP]
    chain = Frame(first.x - PAD, top, first.width + 2 * PAD, areas[_BOTTOM].bottom + PAD - top)
    middle = Frame(areas[_COLUMN].x, areas[_COLUMN].y, 0, areas[_COLUMN].height)
    height = min(_BLOCK_HEIGHT, middle.height)
    block = Frame(MARGIN, middle.y + (middle.height - height) / 2, BLOCK, height)
    bottom = max(chain.bottom, *(frame.bottom for frame in areas.values()))
    return Chart(
        chain=chain,
        areas=areas,
        lanes={lane.id: lane for lane in lanes},
        used=used,
        products=Frame(first.right - PRODUCTS, middle.y, PRODUCTS, middle.height),
        demand=block,
        value=block._replace(x=chain.right + AIR),
        places={**_across(journey, areas, radius), **_down(journey, areas[_COLUMN])},
        gutters=_gutters(areas),
        radius=radius,
        level=bottom + BELOW,
    )


def _areas(used: set[str], engaged: int, top: float, radius: float) -> dict[str, Frame]:
    """Where each activity lies; what the stream does not use is flat, and engage as high as its stops need."""
    left = MARGIN + BLOCK + AIR + PAD
    plan = Frame(left, top + PAD, _WHOLE, ROW if _TOP in used else FLAT)
    heights = [DELIVERY if row in used else IDLE for row in _ROWS]
    y = plan.bottom + GUTTER
    least = _HEAD + 8 + engaged * max(_PITCH, 2 * radius + 16)
    more = max(0.0, least - sum(heights) - 2 * GUTTER) / len(heights)
    areas = {_TOP: plan}
    for row, height in zip(_ROWS, heights, strict=True):
        areas[row] = Frame(left + COLUMN + GUTTER, y, STRIP + SLOTS, height + more)
        y += height + more + GUTTER
    areas[_COLUMN] = Frame(left, plan.bottom + GUTTER, COLUMN, y - plan.bottom - 2 * GUTTER)
    areas[_BOTTOM] = Frame(left, y, _WHOLE, ROW if _BOTTOM in used else FLAT)
    if STRANGE in used:
        areas[STRANGE] = Frame(left, areas[_BOTTOM].bottom + PAD + GUTTER, _WHOLE, ROW)
    return areas


def _gutters(areas: dict[str, Frame]) -> list[float]:
    """Between the areas, and in the chain above plan and below improve."""
    above = [areas[row].y for row in (*_ROWS, _BOTTOM)]
    below = areas[_BOTTOM].bottom + PAD / 2
    return [areas[_TOP].y - PAD / 2, *(y - GUTTER / 2 for y in above), below]


def _reach(stop: Stop, radius: float, *, after: bool) -> float:
    """How far a stop reaches to the left, or `after` it to the right, with its bar there."""
    return radius + (BAR + 4 if (stop.is_fork if after else stop.is_join) else 0)


def fits(journey: Journey) -> bool:
    """Whether the stops outside engage have room side by side."""
    stops = [stop for stop in journey.stops if stop.lane.id != _COLUMN]
    return sum(_apart(one, two, RADIUS[journey.level], is_tight=True) for one, two in pairwise(stops)) <= SLOTS - 40


def _apart(one: Stop, two: Stop, radius: float, *, is_tight: bool) -> float:
    """The least distance of two stops that follow one another."""
    right, left = _reach(one, radius, after=True), _reach(two, radius, after=False)
    has_bar = right + left > 2 * radius
    room = right + left + (_TURN if has_bar else 17) if one.lane.id == two.lane.id else 0.0
    return max(room if has_bar or not is_tight else 0.0, 26.0, right + 12, left + 12)


def _across(journey: Journey, areas: dict[str, Frame], radius: float) -> dict[str, Point]:
    """The places of all stops in reading order from left to right, those in engage left out."""
    stops = [stop for stop in journey.stops if stop.lane.id != _COLUMN]
    if not stops:
        return {}
    inner = areas[_ROWS[0]]
    lows = [(inner.x + STRIP if stop.lane.id in _ROWS else inner.x) + 26 for stop in stops]
    highs = [(inner.right if stop.lane.id in _ROWS else areas[_TOP].right) - 26 for stop in stops]
    for is_tight in (False, True):
        gaps = [_apart(one, two, radius, is_tight=is_tight) for one, two in pairwise(stops)]
        spots = _spread(lows, highs, gaps)
        if spots[0] >= lows[0]:
            break
    places: dict[str, Point] = {}
    lifts = _lifts(stops, spots, radius)
    for stop, x, lift in zip(stops, spots, lifts, strict=True):
        area = areas[stop.lane.id]
        places[stop.id] = (x, area.y + area.height / 2 + lift)
    return places


def _spread(lows: list[float], highs: list[float], gaps: list[float]) -> list[float]:
    """Spread evenly as far as each may go, no two nearer than their gap."""
    low, high, count = min(lows), max(highs), len(lows)
    spots = [low + (place + 0.5) * (high - low) / count for place in range(count)]
    for place, spot in enumerate(spots):
        before = spots[place - 1] + gaps[place - 1] if place else spot
        spots[place] = max(min(spot, highs[place]), lows[place], before)
    for place in reversed(range(count)):
        after = spots[place + 1] - gaps[place] if place + 1 < count else highs[place]
        spots[place] = min(spots[place], highs[place], after)
    return spots


def _lifts(stops: list[Stop], spots: list[float], radius: float) -> list[float]:
    """How far stops that are too near for an arrow between them give way, up and down in turn."""
    lifts = [0.0] * len(stops)
    for place, (one, two) in enumerate(pairwise(stops)):
        near = spots[place + 1] - spots[place] < 2 * radius + 16
        if near and one.lane.id == two.lane.id:
            lifts[place] = lifts[place] or -_ZIGZAG
            lifts[place + 1] = -lifts[place]
    return lifts


def _down(journey: Journey, area: Frame) -> dict[str, Point]:
    """The places of the stops in engage, from top to bottom."""
    stops = [stop for stop in journey.stops if stop.lane.id == _COLUMN]
    room = (area.height - _HEAD - 8) / max(1, len(stops))
    return {
        stop.id: (area.x + area.width / 2, area.y + _HEAD + room * (place + 0.5)) for place, stop in enumerate(stops)
    }
